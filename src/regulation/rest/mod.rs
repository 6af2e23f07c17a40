//! Compensatory rest: which time is rest time, when a ticket was worked on, and which credits a rest draws on.
//!
//! Days and their kinds come from the calendar: a make-up weekend is no rest time, a weekday off by notice is, and a
//! year whose calendar is not published is unknown, never "without holidays". Within a working day, working hours are
//! a policy. Minutes count one to one and never expire.

mod draw;

pub use draw::{Offer, propose};

use crate::calendar::{Calendar, Rest};
use crate::record::id::StaffId;
use crate::record::instant::{Date, Instant};
use crate::record::rest_credit::DayKind;
use crate::record::ticket::{Ticket, TicketState};

use super::duty::Span;
use super::policy::{Policies, named};

/// What a piece of time is to the one who works in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Working time: nothing is earned.
    Working,
    /// Rest time of a kind.
    Off(DayKind),
    /// The calendar of the year is not published.
    Unknown,
}

/// A piece of time cut at midnights and at the edges of working hours, in order; the pieces make up the whole.
pub fn pieces(calendar: &Calendar, policies: &Policies, span: Span) -> Vec<(Span, Time)> {
    let mut all = Vec::new();
    let mut day = span.from.day();
    while Instant::start_of(day) < span.to {
        let Some(next) = day.succ_opt() else {
            break;
        };
        let whole = Span { from: Instant::start_of(day), to: Instant::start_of(next) };
        let parts = of_day(calendar, policies, day, whole);
        all.extend(parts.into_iter().filter_map(|(part, time)| part.shared(span).map(|part| (part, time))));
        day = next;
    }
    all
}

fn of_day(calendar: &Calendar, policies: &Policies, day: Date, whole: Span) -> Vec<(Span, Time)> {
    if !calendar.knows(day) {
        return vec![(whole, Time::Unknown)];
    }
    let kind = match calendar.rest(day) {
        Some(Rest::Statutory) => DayKind::StatutoryHoliday,
        Some(Rest::Off) => DayKind::AdjustedOff,
        Some(Rest::Saturday | Rest::Sunday) => DayKind::RestDay,
        None => {
            let at = |policy| whole.from.plus_minutes(policies.number(policy, day).clamp(0, 1440));
            let (starts, ends) = (at(&named::work_day_starts_minute), at(&named::work_day_ends_minute));
            let after = Time::Off(DayKind::WeekdayAfterHours);
            let cut = [
                (Span { from: whole.from, to: starts.min(ends) }, after),
                (Span { from: starts.min(ends), to: ends }, Time::Working),
                (Span { from: ends, to: whole.to }, after),
            ];
            return cut.into_iter().filter(|(part, _)| !part.is_empty()).collect();
        }
    };
    vec![(whole, Time::Off(kind))]
}

/// Whether pay is due besides for work in rest time of a kind, on a day (labour law, art. 44).
///
/// On a statutory holiday always: rest in lieu does not discharge it. After hours by the company's policy.
pub fn pay_due(kind: DayKind, policies: &Policies, day: Date) -> bool {
    match kind {
        DayKind::StatutoryHoliday => true,
        DayKind::WeekdayAfterHours => policies.switch(&named::after_hours_pay_due, day),
        DayKind::RestDay | DayKind::AdjustedOff => false,
    }
}

/// When a ticket was worked on: from the departure for the site until the client confirmed the repair.
///
/// The way there is work, and the task ends with the client's confirmation; the way back is not on the ticket. A
/// ticket that went over to another ends with the transfer. While it is open there is no end, and nothing is earned.
pub fn work_interval(ticket: &Ticket) -> Option<Span> {
    let from = ticket.trip.as_ref()?.departed_at;
    let to = match ticket.state {
        TicketState::Completed => ticket.confirmation.as_ref()?.at,
        TicketState::Transferred => ticket.transfer.as_ref()?.at,
        TicketState::Open | TicketState::Void => return None,
    };
    Some(Span { from, to })
}

/// Who worked on a ticket: those dispatched, and who made the trip.
pub fn workers(ticket: &Ticket) -> impl Iterator<Item = &StaffId> {
    let sent = ticket.dispatch.iter().flat_map(|dispatch| &dispatch.technicians);
    sent.chain(ticket.trip.iter().map(|trip| &trip.traveller))
}

/// Whole minutes of a piece of time.
pub fn minutes(span: Span) -> u32 {
    u32::try_from(span.seconds() / 60).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
