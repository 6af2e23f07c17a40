//! `weibao incident open`: the report of an emergency comes in; all seven facts are asked for, Enter means unknown (E-1.1).

use clap::Args;
use serde_json::{Value, json};

use crate::cli::commands::issue::staff;
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill, value};
use crate::desk::merge;
use crate::record::Kind;
use crate::record::id::{IncidentId, StaffId};
use crate::record::parts::UNKNOWN;
use crate::text::Message;
use crate::texts;

texts! {
    NUMBERED: "事件 {id}：逐项询问，问了不详按回车", "incident {id}: ask for each fact; Enter where it is not known";
}

/// 接报：七项逐项问，不详按回车；可同时记下已报告公司 / Receives a report: asks for the seven facts, Enter where unknown
///
/// 例 / example: weibao incident open --nature 配电室起火 --place 三号楼 --unknown --informed liu-yan
#[derive(Debug, Args)]
pub struct Open {
    /// 站点，不是所服务的站点不写 / The site, if it is one of ours
    #[arg(long)]
    pub site: Option<String>,
    /// 接报方式 / How the report came in: report, phone, fax, other
    #[arg(long)]
    pub channel: Option<String>,
    /// 事故性质 / What kind of event
    #[arg(long)]
    pub nature: Option<String>,
    /// 事发地点 / Where
    #[arg(long)]
    pub place: Option<String>,
    /// 事发时间 / When it happened
    #[arg(long, value_name = "TIME")]
    pub occurred: Option<String>,
    /// 人员伤亡：死亡,受伤,失踪 / Dead,injured,missing
    #[arg(long, value_name = "D,I,M")]
    pub casualties: Option<String>,
    /// 财产损失 / What was lost
    #[arg(long)]
    pub loss: Option<String>,
    /// 处置进展 / What has been done so far
    #[arg(long)]
    pub progress: Option<String>,
    /// 报告单位 / The unit that reports
    #[arg(long)]
    pub unit: Option<String>,
    /// 报告单位的联系人编号 / Contact id of the unit's person
    #[arg(long)]
    pub contact: Option<String>,
    /// 如何联系（不写电话号码） / How they are reached, without a phone number
    #[arg(long)]
    pub reach: Option<String>,
    /// 没有给出的各项均已问不详 / Whatever is not given was asked and is not known
    #[arg(long)]
    pub unknown: bool,
    /// 已立即报告公司何人（E-1.2） / Whom of the company was informed at once (E-1.2)
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub informed: Option<StaffId>,
    #[command(flatten)]
    input: Input,
}

impl Open {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            "incident open".clone_into(&mut kept.again);
            "new-incident".clone_into(&mut kept.name);
            kept.chosen = &["id"];
            kept.typed = self.input.members(session, Kind::Incident, self.given()?, "")?;
            let key = desk.key_of_new(Kind::Incident, &kept.typed)?;
            kept.typed = desk.filled(&key, &kept.typed);
            if self.unknown {
                merge::fill(&mut kept.typed, &json!({ "intake": unknown_facts() }));
            }
            if session.prompter.is_there() {
                session.out.note(Message::new(&NUMBERED).with("id", &key.id))?;
            }
            fill::complete(session, Kind::Incident, &mut kept.typed)?;
            let key = desk.new_record(Kind::Incident, &kept.typed)?;
            let mut keys = vec![key];
            if let (Some(who), Ok(id)) = (&self.informed, IncidentId::parse(&keys[0].id)) {
                let entry = json!({
                    "incident": id, "what": "company_informed", "company_informed": { "to": who, "channel": "phone" },
                });
                keys.push(desk.new_record(Kind::IncidentEntry, &entry)?);
            }
            Ok(keys)
        })
    }

    /// What the flags say, as members.
    fn given(&self) -> Result<Value, CliError> {
        let mut members = json!({});
        let facts = [
            ("site", &self.site),
            ("intake.channel", &self.channel),
            ("intake.nature", &self.nature),
            ("intake.place", &self.place),
            ("intake.occurred_at", &self.occurred),
            ("intake.property_loss", &self.loss),
            ("intake.handling_progress", &self.progress),
        ];
        for (path, text) in facts {
            if let Some(text) = text {
                merge::set(&mut members, path, value::parse(Kind::Incident, path, text)?)?;
            }
        }
        if let Some(text) = &self.casualties {
            let mut numbers = text.split([',', '，']).map(str::trim);
            for name in ["dead", "injured", "missing"] {
                let path = format!("intake.casualties.{name}");
                let number = value::parse(Kind::Incident, &path, numbers.next().unwrap_or("0"))?;
                merge::set(&mut members, &path, number)?;
            }
        }
        if let Some(unit) = &self.unit {
            let contact = self.contact.as_deref().unwrap_or("无");
            let reach = self.reach.as_deref().unwrap_or("见联系人档案");
            merge::set(&mut members, "intake.reporter", json!({ "unit": unit, "contact": contact, "reach": reach }))?;
        }
        Ok(members)
    }
}

/// The seven facts, each asked and unknown; the channel is known to whoever received the report.
fn unknown_facts() -> Value {
    json!({
        "channel": "phone", "nature": UNKNOWN, "place": UNKNOWN, "occurred_at": UNKNOWN, "casualties": UNKNOWN,
        "property_loss": UNKNOWN, "handling_progress": UNKNOWN, "reporter": UNKNOWN,
    })
}
