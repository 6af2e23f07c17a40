//! Compensatory rest: what each person earned, took and has left, and the part for which pay is due besides.
//!
//! A credit counts once it is confirmed, a rest as soon as it is applied for, a refused one never. Minutes only move:
//! earned is taken plus left, for every person at every moment.

use std::collections::BTreeMap;

use crate::ledger::Entry;
use crate::record::id::{RestId, StaffId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::Signature;
use crate::record::rest_credit::{CreditState, DayKind, RestCredit};
use crate::record::rest_use::{Draw, RestKind, RestUse, UseState};

/// A credit as it stands at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Which.
    pub id: RestId,
    /// Whose.
    pub person: StaffId,
    /// The day worked.
    pub day: Date,
    /// Kind of rest time.
    pub kind: DayKind,
    /// The ticket.
    pub ticket: TicketId,
    /// Minutes earned.
    pub minutes: u32,
    /// Minutes left.
    pub left: u32,
    /// Whether pay is due besides.
    pub pay_due: bool,
    /// Whether it is confirmed, so that it counts.
    pub confirmed: bool,
}

/// A rest as it stands at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub id: RestId,
    /// Whose.
    pub person: StaffId,
    /// The day of rest.
    pub day: Date,
    /// Rest, or leave cancelled.
    pub kind: RestKind,
    /// Minutes taken.
    pub minutes: u32,
    /// Out of which credits.
    pub draws: Vec<Draw>,
    /// Whether it is approved.
    pub approved: bool,
}

/// Sums in minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Confirmed, by kind of rest time.
    pub credited: BTreeMap<DayKind, u64>,
    /// Applied for and not yet confirmed.
    pub pending: u64,
    /// Taken.
    pub used: u64,
    /// Of the confirmed minutes, those for which pay is due besides.
    pub pay_due: u64,
}

/// The figures.
#[derive(Debug, Clone, Default)]
pub struct Leave {
    /// All credits but refused ones, by key.
    pub credits: Vec<Credit>,
    /// All rests but refused ones, by key.
    pub taken: Vec<Taken>,
    /// By person.
    pub by_person: BTreeMap<StaffId, Sums>,
    /// By person and month (`2026-03`) of the work or the rest.
    pub by_month: BTreeMap<(StaffId, String), Sums>,
}

/// Credits and rests while they are taken.
#[derive(Debug)]
pub struct Counting {
    as_of: Instant,
    credits: Vec<Credit>,
    taken: Vec<Taken>,
}

impl Counting {
    /// Nothing taken yet.
    pub const fn new(as_of: Instant) -> Self {
        Self { as_of, credits: Vec::new(), taken: Vec::new() }
    }

    /// Takes a credit or a rest; other records are passed over.
    pub fn take(&mut self, entry: &Entry) {
        if let Some(credit) = entry.form::<RestCredit>() {
            self.take_credit(credit);
        }
        if let Some(taken) = entry.form::<RestUse>() {
            self.take_rest(taken);
        }
    }

    fn take_credit(&mut self, credit: &RestCredit) {
        let (work, known) = (&credit.work, known(&credit.work.signatures, self.as_of));
        if credit.state == CreditState::Rejected || !known.first {
            return;
        }
        self.credits.push(Credit {
            id: credit.id.clone(),
            person: credit.person.clone(),
            day: work.from.day(),
            kind: work.day_kind,
            ticket: work.ticket.clone(),
            minutes: work.minutes,
            left: work.minutes,
            pay_due: work.pay_due,
            confirmed: credit.state == CreditState::Confirmed && known.last,
        });
    }

    fn take_rest(&mut self, taken: &RestUse) {
        let (rest, known) = (&taken.rest, known(&taken.rest.signatures, self.as_of));
        if taken.state == UseState::Rejected || !known.first {
            return;
        }
        self.taken.push(Taken {
            id: taken.id.clone(),
            person: taken.person.clone(),
            day: rest.date,
            kind: rest.kind,
            minutes: rest.minutes,
            draws: rest.credits.clone(),
            approved: taken.state == UseState::Approved && known.last,
        });
    }

    /// The figures of everything taken.
    pub fn finish(mut self) -> Leave {
        self.credits.sort_by(|a, b| a.id.cmp(&b.id));
        self.taken.sort_by(|a, b| a.id.cmp(&b.id));
        let mut drawn: BTreeMap<&RestId, u32> = BTreeMap::new();
        for draw in self.taken.iter().flat_map(|taken| &taken.draws) {
            *drawn.entry(&draw.credit).or_default() += draw.minutes;
        }
        for credit in &mut self.credits {
            credit.left = credit.minutes.saturating_sub(drawn.get(&credit.id).copied().unwrap_or_default());
        }
        let mut leave = Leave::default();
        for credit in &self.credits {
            let month = credit.day.format("%Y-%m").to_string();
            for sums in leave.places(&credit.person, month) {
                sums.add(credit);
            }
        }
        for taken in &self.taken {
            let month = taken.day.format("%Y-%m").to_string();
            for sums in leave.places(&taken.person, month) {
                sums.used += u64::from(taken.minutes);
            }
        }
        Leave { credits: self.credits, taken: self.taken, ..leave }
    }
}

/// Whether the first and the last signature had been made by a moment.
struct Known {
    first: bool,
    last: bool,
}

fn known(signatures: &[Signature], as_of: Instant) -> Known {
    let times = || signatures.iter().map(|signature| signature.at);
    Known { first: times().min().is_some_and(|at| at <= as_of), last: times().max().is_some_and(|at| at <= as_of) }
}

impl Leave {
    fn places(&mut self, person: &StaffId, month: String) -> [&mut Sums; 2] {
        [self.by_person.entry(person.clone()).or_default(), self.by_month.entry((person.clone(), month)).or_default()]
    }

    /// The confirmed credits with something left that were earned that many days ago or more.
    pub fn unused(&self, today: Date, days: i64) -> impl Iterator<Item = (&Credit, i64)> {
        let aged = self.credits.iter().filter(|credit| credit.confirmed && credit.left > 0);
        aged.map(move |credit| (credit, today.signed_duration_since(credit.day).num_days()))
            .filter(move |(_, age)| *age >= days)
    }
}

impl Sums {
    fn add(&mut self, credit: &Credit) {
        let minutes = u64::from(credit.minutes);
        if credit.confirmed {
            *self.credited.entry(credit.kind).or_default() += minutes;
            self.pay_due += if credit.pay_due { minutes } else { 0 };
        } else {
            self.pending += minutes;
        }
    }

    /// All confirmed minutes.
    pub fn earned(&self) -> u64 {
        self.credited.values().sum()
    }

    /// Minutes left; nothing below zero, which the gate does not let in.
    pub fn balance(&self) -> u64 {
        self.earned().saturating_sub(self.used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date::parse as day;
    use crate::regulation::fixture::{Draft, at, rest_credit, rest_use};

    fn counted(records: &[Draft], as_of: &str) -> Leave {
        let mut counting = Counting::new(at(as_of));
        for record in records {
            counting.take(&record.entry());
        }
        counting.finish()
    }

    fn sums(leave: &Leave) -> Sums {
        leave.by_person[&StaffId::parse("sun-tao").unwrap()].clone()
    }

    const LATER: &str = "2025-04-01T00:00:00+08:00";

    #[test]
    fn what_was_earned_is_what_was_taken_and_what_is_left() {
        let leave = counted(&[rest_credit(), rest_use()], LATER);
        let sums = sums(&leave);
        assert_eq!((sums.earned(), sums.used, sums.balance(), sums.pay_due), (125, 90, 35, 0));
        assert_eq!(leave.credits[0].left, 35);
        assert_eq!(leave.by_month.len(), 1);
    }

    #[test]
    fn a_credit_counts_once_it_is_confirmed() {
        let pending = counted(&[rest_credit()], "2025-03-10T09:29:59+08:00");
        assert_eq!((sums(&pending).pending, sums(&pending).earned()), (125, 0));
        let confirmed = counted(&[rest_credit()], "2025-03-10T09:30:00+08:00");
        assert_eq!((sums(&confirmed).pending, sums(&confirmed).earned()), (0, 125));
        assert!(counted(&[rest_credit()], "2025-03-08T11:59:59+08:00").credits.is_empty());
    }

    #[test]
    fn a_refused_rest_leaves_the_balance_as_it_was() {
        let leave = counted(&[rest_credit(), rest_use().set("/state", "rejected")], LATER);
        assert_eq!(sums(&leave).balance(), 125);
    }

    #[test]
    fn pay_that_is_due_besides_is_told_apart() {
        let holiday = rest_credit().set("/work/day_kind", "statutory_holiday").set("/work/pay_due", true);
        assert_eq!(sums(&counted(&[holiday], LATER)).pay_due, 125);
    }

    #[test]
    fn credits_left_unused_for_long_are_found() {
        let leave = counted(&[rest_credit(), rest_use()], "2025-07-01T00:00:00+08:00");
        let after = |today: &str| leave.unused(day(today).unwrap(), 90).count();
        assert_eq!((after("2025-06-05"), after("2025-06-06")), (0, 1));
    }
}
