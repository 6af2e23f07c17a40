//! `weibao incident`: an emergency from its report to its closing, quickly at the terminal (E-1 to E-4).

pub mod board;
pub mod close;
pub mod course;
pub mod end;
pub mod log;
pub mod open;
pub mod screen;

use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::DeskError;
use crate::ledger::{Form, Records};
use crate::record::Kind;
use crate::record::id::IncidentId;
use crate::record::incident;

/// 突发公共事件：接报、记录、看板、过程、结束、结案 / Emergencies: open, log, board, course, end, close
#[derive(Debug, Args)]
pub struct Incident {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    #[command(visible_alias = "接报")]
    Open(open::Open),
    #[command(visible_alias = "记录")]
    Log(log::Log),
    #[command(visible_alias = "看板")]
    Board(board::Board),
    #[command(visible_aliases = ["过程", "show"])]
    Course(course::Course),
    #[command(visible_alias = "结束")]
    End(end::End),
    #[command(visible_alias = "结案")]
    Close(close::Close),
}

impl Incident {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.act {
            Act::Open(command) => command.run(session),
            Act::Log(command) => command.run(session),
            Act::Board(command) => command.run(session),
            Act::Course(command) => command.run(session),
            Act::End(command) => command.run(session),
            Act::Close(command) => command.run(session),
        }
    }
}

/// Reads an incident's id.
pub fn incident(text: &str) -> Result<IncidentId, String> {
    IncidentId::parse(text).map_err(|bad| bad.to_string())
}

/// The incident of that id, or the error that says there is none.
pub fn existing(records: &Records<'_>, id: &IncidentId) -> Result<Form<incident::Incident>, CliError> {
    let key = id.key(Kind::Incident);
    let form = records.get::<incident::Incident>(&key);
    match records.failure() {
        Some(unreadable) => Err(unreadable.into()),
        None => form.ok_or_else(|| DeskError::NotThere(key).into()),
    }
}
