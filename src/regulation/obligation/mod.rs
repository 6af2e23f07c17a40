//! Obligations: what must come to exist, by when. `due`, reminders, the timing gate and every rate come from here.
//!
//! An obligation rule looks at one record (its anchor) and says what the record makes due, computing windows from
//! the anchor's original date and finding the fulfilling record at the path that the obligation's key names.

use std::rc::Rc;

use crate::calendar::{Timing, Window};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{Anchor, CallbackId, ClientId, SiteId, StaffId, Stage};
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::text::{Message, Text};

use super::rule::Explanation;
use super::world::World;

mod book_hand_back;
mod delay_accounting;
mod demanded;
mod fault_ticket;
mod fulfilled;
mod incident_clocks;
mod incident_company_informed;
mod incident_final_report;
mod incident_gm_report;
mod incident_head_arrival;
mod incident_progress_report;
mod installed;
mod issue_accepted;
mod leaver_book_return;
mod maintenance_done;
mod onsite_quarterly;
mod outcome_after_demand;
mod phone_after_repair;
mod phone_install_day;
mod phone_month_1;
mod phone_month_12;
mod phone_month_6;
mod plan_confirmed;
pub mod quarterly;
mod roster_published;
mod spare_return;
mod ticket_hand_in;
mod training_after_request;
mod visit_after_call;
mod visit_after_visit;

pub use fulfilled::Answers;
pub use incident_clocks::Clocks;
pub(in crate::regulation) use roster_published::deadline as roster_deadline;
pub use training_after_request::window as training_window;

/// All obligation rules, sorted by id.
pub static ALL: &[&ObligationRule] = &[
    &book_hand_back::RULE,
    &delay_accounting::RULE,
    &fault_ticket::RULE,
    &incident_company_informed::RULE,
    &incident_final_report::RULE,
    &incident_gm_report::RULE,
    &incident_head_arrival::RULE,
    &incident_progress_report::RULE,
    &issue_accepted::RULE,
    &leaver_book_return::RULE,
    &maintenance_done::RULE,
    &onsite_quarterly::RULE,
    &outcome_after_demand::RULE,
    &phone_after_repair::RULE,
    &phone_install_day::RULE,
    &phone_month_1::RULE,
    &phone_month_12::RULE,
    &phone_month_6::RULE,
    &plan_confirmed::RULE,
    &roster_published::RULE,
    &spare_return::RULE,
    &ticket_hand_in::RULE,
    &training_after_request::RULE,
    &visit_after_call::RULE,
    &visit_after_visit::RULE,
];

/// The rules whose obligations are callbacks: the denominator of the callback rate, sorted by id.
pub static CALLBACKS: &[&ObligationRule] = &[
    &onsite_quarterly::RULE,
    &phone_after_repair::RULE,
    &phone_install_day::RULE,
    &phone_month_1::RULE,
    &phone_month_12::RULE,
    &phone_month_6::RULE,
    &visit_after_call::RULE,
    &visit_after_visit::RULE,
];

/// The rules of quarterly maintenance: a plan to be confirmed, the work to be done.
pub static QUARTERLY: &[&ObligationRule] = &[&maintenance_done::RULE, &plan_confirmed::RULE];

/// What makes something due.
#[derive(Debug)]
pub struct ObligationRule {
    /// Stable id in snake case, equal to its file's name.
    pub id: &'static str,
    /// The clauses it answers.
    pub clauses: &'static [&'static str],
    /// The kinds of its anchors.
    pub anchors: &'static [Kind],
    /// One line.
    pub title: Text,
    /// The whole explanation.
    pub explanation: Explanation,
    /// What an anchor makes due.
    pub arise: fn(&Entry, &World<'_>) -> Vec<Obligation>,
}

/// Something due.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// The rule it comes from.
    pub rule: &'static ObligationRule,
    /// The clauses it answers; the union where one act satisfies several.
    pub clauses: Vec<&'static str>,
    /// The record that fulfils it (for a callback: its own key; for a hand-in: the ticket).
    pub key: Key,
    /// The record it arises from.
    pub anchor: Key,
    /// The client, where there is one.
    pub client: Option<ClientId>,
    /// The site, where there is one.
    pub site: Option<SiteId>,
    /// Who is to see to it.
    pub responsible: Option<StaffId>,
    /// When it came into being: the anchor's own time.
    pub arose_at: Instant,
    /// From when, by when.
    pub window: Window,
    /// How the window came about, line by line (`due --explain`).
    pub steps: Vec<Message>,
    /// Whether and when it was fulfilled.
    pub fulfilment: Fulfilment,
}

/// How far an obligation is fulfilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fulfilment {
    /// Nothing yet.
    Open,
    /// Done, at the time the record claims.
    Done {
        /// The claimed time of the act.
        at: Instant,
    },
    /// Tried in vain; not done (D9).
    Unreachable {
        /// The last attempt.
        at: Instant,
        /// Whether the supervisor excused it.
        excused: bool,
    },
}

/// Where an obligation stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Done within the window.
    InTime,
    /// Done after the deadline.
    Late,
    /// Tried in vain and fallen due.
    Unreachable,
    /// Fallen due and not done.
    Missing,
    /// Not done and not yet fallen due.
    NotYetDue,
}

impl Obligation {
    /// Where it stands at a moment.
    ///
    /// What was done later than the moment counts as not yet done; what was done before the window opened does not
    /// count at all (C-S.2.1: a visit before the month is full does not satisfy it).
    pub fn standing(&self, as_of: Instant) -> Standing {
        let due = self.window.fallen_due(as_of);
        match self.fulfilment {
            Fulfilment::Done { at } if at <= as_of => match self.window.timing(at) {
                Timing::InTime => Standing::InTime,
                Timing::Late => Standing::Late,
                Timing::Early if due => Standing::Missing,
                Timing::Early => Standing::NotYetDue,
            },
            Fulfilment::Unreachable { at, .. } if due && at <= as_of => Standing::Unreachable,
            _ if due => Standing::Missing,
            _ => Standing::NotYetDue,
        }
    }

    /// Whether it is a callback: a record of its own, counted in the callback rate.
    pub fn is_callback(&self) -> bool {
        CALLBACKS.iter().any(|rule| rule.id == self.rule.id)
    }
}

/// Everything that a record makes due, over all rules.
///
/// The series of visits is listed as far as 400 days beyond the world's moment, so that the answer is bounded.
pub fn arising(anchor: &Entry, world: &World<'_>) -> Vec<Obligation> {
    ALL.iter()
        .filter(|rule| rule.anchors.contains(&anchor.key.kind))
        .flat_map(|rule| (rule.arise)(anchor, world))
        .collect()
}

/// The obligation that a callback of this key would fulfil, if its anchor makes one due.
///
/// Reads the anchor at its own path and nothing else but the site; also for a stage beyond the horizon of [`arising`].
pub fn for_callback(key: &Key, world: &World<'_>) -> Option<Rc<Obligation>> {
    if let Some((known, obligation)) = &*world.asked.borrow()
        && known == key
    {
        return obligation.clone();
    }
    let obligation = of_callback(key, world).map(Rc::new);
    *world.asked.borrow_mut() = Some((key.clone(), obligation.clone()));
    obligation
}

fn of_callback(key: &Key, world: &World<'_>) -> Option<Obligation> {
    let id = CallbackId::parse(&key.id).ok()?;
    let anchor = match (id.demanded_by(), id.anchor()) {
        (Some(parent), _) if id.stage() == Stage::AfterCall => parent.key(Kind::PhoneCallback),
        (Some(parent), _) => parent.key(Kind::OnsiteCallback),
        (None, Anchor::Ticket(ticket)) => ticket.key(Kind::Ticket),
        (None, Anchor::Install(install)) => install.key(Kind::Install),
    };
    let anchor = world.records.entry(&anchor)?;
    // The stage says which rule makes the callback due: no other's sums are worked out.
    let rule = match (key.kind, id.stage()) {
        // The series of visits is long; only the one asked for is worked out.
        (Kind::OnsiteCallback, Stage::Month(months)) => {
            return onsite_quarterly::at(&anchor, world, months).filter(|obligation| obligation.key == *key);
        }
        (Kind::PhoneCallback, Stage::InstallDay) => &phone_install_day::RULE,
        (Kind::PhoneCallback, Stage::Month(1)) => &phone_month_1::RULE,
        (Kind::PhoneCallback, Stage::Month(6)) => &phone_month_6::RULE,
        (Kind::PhoneCallback, Stage::Month(12)) => &phone_month_12::RULE,
        (Kind::PhoneCallback, Stage::PostRepair) => &phone_after_repair::RULE,
        (Kind::OnsiteCallback, Stage::AfterCall) => &visit_after_call::RULE,
        (Kind::OnsiteCallback, Stage::AfterVisit) => &visit_after_visit::RULE,
        _ => return None,
    };
    let arisen = if rule.anchors.contains(&anchor.key.kind) { (rule.arise)(&anchor, world) } else { Vec::new() };
    arisen.into_iter().find(|obligation| obligation.key == *key)
}

#[cfg(test)]
mod tests;
