//! Obligations: what must come to exist, by when. `due`, reminders, the timing gate and every rate come from here.
//!
//! An obligation rule looks at one record (its anchor) and says what the record makes due, computing windows from
//! the anchor's original date and finding the fulfilling record at the path that the obligation's key names.

use crate::calendar::Window;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{ClientId, SiteId, StaffId};
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::text::{Message, Text};

use super::rule::Explanation;
use super::world::World;

/// All obligation rules, in the order of the lists.
pub static ALL: &[&ObligationRule] = &[];

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
    /// Where it stands at a moment; what was done later than the moment counts as not yet done.
    pub fn standing(&self, as_of: Instant) -> Standing {
        let due = as_of > self.window.deadline;
        match self.fulfilment {
            Fulfilment::Done { at } if at <= as_of => {
                if at <= self.window.deadline {
                    Standing::InTime
                } else {
                    Standing::Late
                }
            }
            Fulfilment::Unreachable { .. } if due => Standing::Unreachable,
            _ if due => Standing::Missing,
            _ => Standing::NotYetDue,
        }
    }
}

/// Everything that a record makes due, over all rules.
pub fn arising(anchor: &Entry, world: &World<'_>) -> Vec<Obligation> {
    ALL.iter()
        .filter(|rule| rule.anchors.contains(&anchor.key.kind))
        .flat_map(|rule| (rule.arise)(anchor, world))
        .collect()
}
