//! `weibao incident end`: the handling of an emergency is over (E-3.3); the final report is due from here.

use clap::Args;
use serde_json::json;

use super::{existing, incident};
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill, value};
use crate::desk::merge;
use crate::record::Kind;
use crate::record::id::IncidentId;

/// 处置结束，终报由此起算（E-3.3） / Declares the handling over; the final report is due from here (E-3.3)
#[derive(Debug, Args)]
pub struct End {
    /// 事件编号 / The incident
    #[arg(value_parser = incident)]
    pub id: IncidentId,
    /// 如何结束 / How it ended
    #[arg(long)]
    pub how: Option<String>,
    /// 结束时间，默认此刻 / When; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[command(flatten)]
    input: Input,
}

impl End {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            kept.again = format!("incident end {}", self.id);
            kept.name = format!("end-{}", self.id);
            existing(desk.records(), &self.id)?;
            let mut typed = self.input.members(session, Kind::Incident, json!({}), "ended")?;
            for (path, text) in [("at", &self.at), ("how", &self.how)] {
                if let Some(text) = text {
                    merge::set(&mut typed, path, value::parse(Kind::Incident, &format!("ended.{path}"), text)?)?;
                }
            }
            merge::fill(&mut typed, &json!({ "at": desk.at(), "by": desk.by() }));
            kept.typed = typed;
            fill::ask(session, Kind::Incident, "ended.how", "--how", &mut kept.typed, "how")?;
            let key = self.id.key(Kind::Incident);
            desk.update(&key, &json!({ "state": "ended", "ended": kept.typed }))?;
            Ok(vec![key])
        })
    }
}
