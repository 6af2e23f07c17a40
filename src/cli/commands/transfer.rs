//! `weibao transfer`: an unfinished ticket goes on under the next number of a spare book (T-1).

use clap::Args;
use serde_json::{Value, json};

use super::void::ticket;
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill};
use crate::desk::ticket::Transferring;
use crate::desk::{Desk, merge};
use crate::record::Kind;
use crate::record::id::{BookId, TicketId};
use crate::record::instant::date;
use crate::record::ticket::Informed;

/// 转入备用维修单：原单关闭，备用单接着做（T-1） / Transfers an unfinished ticket to the next spare number (T-1)
///
/// 例 / example: `weibao transfer WX-0000601 --set reason=配件待购 --set remaining_work=换镜头 --set expected_on=2026-03-20
/// --set client_informed.contact=C00001-01 --set client_informed.agreed=true --sign transfer:technician=key`
#[derive(Debug, Args)]
pub struct Transfer {
    /// 原单号 / The ticket
    #[arg(value_parser = ticket)]
    pub ticket: TicketId,
    /// 备用本；不写则自动选 / The spare book; otherwise one's own, or the newest open one
    #[arg(long, value_name = "BOOK", value_parser = book)]
    pub spare: Option<BookId>,
    #[command(flatten)]
    input: Input,
}

/// Reads a book's id.
pub fn book(text: &str) -> Result<BookId, String> {
    BookId::parse(text).map_err(|bad| bad.to_string())
}

/// What is asked for, in order.
pub(super) const ASKED: &[&str] =
    &["reason", "remaining_work", "expected_on", "client_informed.contact", "client_informed.agreed"];

impl Transfer {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            kept.name = format!("transfer-{}", self.ticket);
            kept.again = format!("transfer {}", self.ticket);
            kept.typed = self.input.members(session, Kind::Ticket, json!({}), "transfer")?;
            for path in ASKED {
                let flag = format!("--set {path}=…");
                fill::ask(session, Kind::Ticket, &format!("transfer.{path}"), &flag, &mut kept.typed, path)?;
            }
            let order = ordered(&self.ticket, self.spare.clone(), &mut kept.typed, desk)?;
            let to = desk.transfer(&order)?;
            Ok(vec![self.ticket.key(Kind::Ticket), to.key(Kind::Ticket)])
        })
    }
}

/// The transfer that was asked for, told that the one who acts informed the client now where nothing else was said.
pub(super) fn ordered(
    ticket: &TicketId,
    spare: Option<BookId>,
    typed: &mut Value,
    desk: &Desk<'_>,
) -> Result<Transferring, CliError> {
    merge::fill(typed, &json!({ "client_informed": { "at": desk.at(), "by": desk.by() } }));
    let client_informed: Informed = fill::form_at(typed, "client_informed")?;
    Ok(Transferring {
        ticket: ticket.clone(),
        spare,
        reason: fill::text_at(typed, "reason"),
        remaining_work: fill::text_at(typed, "remaining_work"),
        expected_on: date::parse(&fill::text_at(typed, "expected_on")).unwrap_or_else(|| desk.at().day()),
        client_informed,
    })
}
