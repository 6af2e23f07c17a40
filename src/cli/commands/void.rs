//! `weibao void`: a ticket with a writing error is marked void on all plies and kept (T-6).

use clap::Args;
use serde_json::json;

use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill};
use crate::desk::merge;
use crate::desk::ticket::Voiding;
use crate::record::Kind;
use crate::record::id::TicketId;

/// 作废维修单：四联均注明作废，号码保留（T-6） / Marks a ticket void on all plies; its number stays (T-6)
///
/// 例 / example: weibao void WX-0000601 --reason 写错型号 --sign void:holder=key
#[derive(Debug, Args)]
pub struct Void {
    /// 单号；未用的号须是本中下一号 / The ticket; an unused number must be the book's next
    #[arg(value_parser = ticket)]
    pub ticket: TicketId,
    /// 原因 / Why
    #[arg(long)]
    pub reason: Option<String>,
    /// 改用的新单号 / The ticket written instead
    #[arg(long, value_name = "TICKET", value_parser = ticket)]
    pub replaced_by: Option<TicketId>,
    #[command(flatten)]
    input: Input,
}

/// Reads a ticket's number.
pub fn ticket(text: &str) -> Result<TicketId, String> {
    TicketId::parse(text).map_err(|bad| bad.to_string())
}

impl Void {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            kept.name = format!("void-{}", self.ticket);
            kept.again = format!("void {}", self.ticket);
            let mut typed = self.input.members(session, Kind::Ticket, json!({}), "void")?;
            merge::merge(&mut typed, &json!({ "reason": self.reason, "replaced_by": self.replaced_by }));
            kept.typed = typed;
            fill::ask(session, Kind::Ticket, "void.reason", "--reason", &mut kept.typed, "reason")?;
            let order = Voiding {
                ticket: self.ticket.clone(),
                reason: fill::text_at(&kept.typed, "reason"),
                replaced_by: TicketId::parse(&fill::text_at(&kept.typed, "replaced_by")).ok(),
            };
            desk.void(&order)?;
            Ok(vec![self.ticket.key(Kind::Ticket)])
        })
    }
}
