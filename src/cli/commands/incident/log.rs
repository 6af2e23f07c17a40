//! `weibao incident log`: one thing that happened, written down at once (E-4). Time and author come by themselves.

use clap::Args;
use serde_json::{Value, json};

use super::{existing, incident};
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill, value};
use crate::desk::{Desk, merge};
use crate::record::Kind;
use crate::record::id::IncidentId;
use crate::record::incident_entry::{ReportKind, What};
use crate::regulation::course::Course;

const KIND: Kind = Kind::IncidentEntry;

/// 记录过程中的一事：时间默认此刻，记录人默认本人 / Logs one thing of an incident; time and author are now and you
///
/// 例 / examples: weibao incident log 20260315-li-na-E01 负责人到位 --person zhao-lei · … 应对措施 --text 切断电源
#[derive(Debug, Args)]
pub struct Log {
    /// 事件编号 / The incident
    #[arg(value_parser = incident)]
    pub id: IncidentId,
    /// 何事，中英文皆可 / What kind of thing, in either language
    #[arg(value_parser = what)]
    pub what: String,
    /// 发生时间，默认此刻 / When it happened; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// 内容：措施、指示、报送正文、其他 / The words: of a measure, an instruction, a report, or anything else
    #[arg(long)]
    pub text: Option<String>,
    /// 何人：负责人、领导 / Who: the head, the leader called
    #[arg(long, value_name = "STAFF")]
    pub person: Option<String>,
    /// 向何人：报告公司、传达 / To whom: the company informed, the department told
    #[arg(long, value_name = "STAFF")]
    pub to: Option<String>,
    /// 部门 / Department
    #[arg(long)]
    pub department: Option<String>,
    /// 职务：电话报告领导 / The post of the leader called
    #[arg(long)]
    pub role: Option<String>,
    /// 结果：接通、未接通、岗位空缺 / What came of the call
    #[arg(long)]
    pub result: Option<String>,
    /// 方式，默认电话 / By what means; phone by default
    #[arg(long)]
    pub channel: Option<String>,
    /// 逾期原因 / Declares lateness, with its reason
    #[arg(long, value_name = "REASON")]
    pub late: Option<String>,
    /// 更正哪一件 / Which entry this one corrects
    #[arg(long, value_name = "ENTRY", requires = "because")]
    pub corrects: Option<String>,
    /// 为何更正 / Why it corrects it
    #[arg(long, value_name = "REASON")]
    pub because: Option<String>,
    #[command(flatten)]
    input: Input,
}

fn what(text: &str) -> Result<String, String> {
    value::enum_value(KIND, "what", text).map(str::to_owned)
}

impl Log {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            kept.again = format!("incident log {} {}", self.id, self.what);
            kept.name = format!("new-incident-entry-{}", self.id);
            existing(desk.records(), &self.id)?;
            let section = self.section(desk)?;
            let mut members = self.input.members(session, KIND, section, &self.what)?;
            let mut entry = json!({ "incident": self.id, "what": self.what });
            for (path, text) in [("at", &self.at), ("late.reason", &self.late)] {
                if let Some(text) = text {
                    merge::set(&mut entry, path, value::parse(KIND, path, text)?)?;
                }
            }
            if let (Some(named), Some(because)) = (&self.corrects, &self.because) {
                fill::put(&mut entry, "corrects", json!({ "entry": named, "reason": because }));
            }
            let told = told(desk, &self.id, &self.what, &entry);
            merge::fill(&mut members, &told);
            fill::put(&mut entry, &self.what, members);
            let key = desk.key_of_new(KIND, &entry)?;
            let mut entry = desk.filled(&key, &entry);
            let completed = fill::complete(session, KIND, &mut entry);
            // The flags say the rest: what is kept is what `--from` takes back.
            kept.typed = entry.get(&self.what).cloned().unwrap_or_default();
            completed?;
            Ok(vec![desk.new_record(KIND, &entry)?])
        })
    }

    /// The section as the flags give it.
    fn section(&self, desk: &Desk<'_>) -> Result<Value, CliError> {
        let mut members = json!({});
        let flags = [
            ("text", &self.text),
            ("person", &self.person),
            ("to", &self.to),
            ("department", &self.department),
            ("role", &self.role),
            ("result", &self.result),
            ("channel", &self.channel),
        ];
        for (name, text) in flags {
            let Some(text) = text else {
                continue;
            };
            // An instruction is a leader's: who said it is `leader` there.
            let name = if name == "person" && self.what == "instruction" { "leader" } else { name };
            let path = format!("{}.{name}", self.what);
            merge::set(&mut members, name, value::parse(KIND, &path, text)?)?;
        }
        if self.what == "report" {
            let at = self.at.as_deref().map(|text| value::parse(KIND, "at", text)).transpose()?;
            merge::fill(&mut members, &json!({ "author": desk.by(), "written_at": at.unwrap_or(json!(desk.at())) }));
        }
        Ok(members)
    }
}

/// What the course already tells about an entry of a kind: the next number of a report, the instruction last given.
fn told(desk: &Desk<'_>, id: &IncidentId, what: &str, entry: &Value) -> Value {
    let course = Course::of(desk.records(), id);
    let reports: Vec<_> = course.reports().collect();
    let last_report = reports.last().map(|(entry, _)| &entry.id);
    match what {
        "company_informed" | "head_notified" | "gm_report" | "external_report" | "approval" => {
            let mut told = match what {
                "approval" => json!({ "report": last_report, "opinion": "无" }),
                "gm_report" => json!({ "report": last_report, "channel": "phone" }),
                "external_report" => json!({ "channel": "phone", "receipt": "无" }),
                _ => json!({ "channel": "phone" }),
            };
            if let Value::Object(members) = &mut told {
                members.retain(|_, value| !value.is_null());
            }
            told
        }
        "head_arrived" => {
            let awaited = course.heads().into_iter().find(|head| head.arrived.is_none());
            awaited.map_or_else(|| json!({}), |head| json!({ "person": head.person }))
        }
        "call" => json!({ "result": "reached", "reason": "无" }),
        "conveyed" => {
            let last = course.of_kind(What::Instruction).last().map(|entry| &entry.id);
            last.map_or_else(
                || json!({ "acknowledged_at": "无" }),
                |last| json!({ "instruction": last, "acknowledged_at": "无" }),
            )
        }
        "report" => {
            let ended = desk.form::<crate::record::incident::Incident>(&id.key(Kind::Incident));
            let over = ended.is_some_and(|incident| incident.ended.is_some());
            let kind = match (reports.len(), over) {
                (0, _) => ReportKind::Initial,
                (_, true) => ReportKind::Final,
                (_, false) => ReportKind::Progress,
            };
            let number = entry.get("corrects").map_or(reports.len() + 1, |_| reports.len());
            json!({ "seq": number, "kind": kind, "file": "无" })
        }
        _ => json!({}),
    }
}
