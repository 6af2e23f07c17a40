//! What was due and is not in time, or that history does not bear out: the rows that a report names one by one.

use crate::calendar::Window;
use crate::ledger::{CommitInfo, History};
use crate::record::id::{ClientId, SiteId, StaffId};
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::obligation::{Fulfilment, Obligation, ObligationRule, Standing};
use crate::text::Message;

/// An obligation that was not met in time, or that history does not bear out.
#[derive(Debug, Clone)]
pub struct Miss {
    /// The rule it comes from.
    pub rule: &'static ObligationRule,
    /// The clauses it answers.
    pub clauses: Vec<&'static str>,
    /// The record that was due.
    pub key: Key,
    /// The client.
    pub client: Option<ClientId>,
    /// The site.
    pub site: Option<SiteId>,
    /// Who was to see to it.
    pub responsible: Option<StaffId>,
    /// From when, by when.
    pub window: Window,
    /// Where it stands.
    pub standing: Standing,
    /// Whether the supervisor excused it.
    pub excused: bool,
    /// When it was done, as the record claims.
    pub done_at: Option<Instant>,
    /// When the record was committed: a callback first, a form that is filled in step by step last.
    pub recorded_at: Option<Instant>,
    /// When the server received that commit, where there is a receipt log.
    pub received_at: Option<Instant>,
    /// How the due date came about.
    pub steps: Vec<Message>,
}

impl Miss {
    /// The row of an obligation that stands so, with the commit that counts for it.
    pub(super) fn of(
        obligation: Obligation,
        standing: Standing,
        commit: Option<&CommitInfo>,
        history: &History,
    ) -> Self {
        let (done_at, excused) = match obligation.fulfilment {
            Fulfilment::Done { at } => (Some(at), false),
            Fulfilment::Unreachable { excused, .. } => (None, excused),
            Fulfilment::Open => (None, false),
        };
        Self {
            rule: obligation.rule,
            clauses: obligation.clauses,
            key: obligation.key,
            client: obligation.client,
            site: obligation.site,
            responsible: obligation.responsible,
            window: obligation.window,
            standing,
            excused,
            done_at,
            recorded_at: commit.map(|commit| commit.committed_at),
            received_at: commit.and_then(|commit| history.received(commit)),
            steps: obligation.steps,
        }
    }
}
