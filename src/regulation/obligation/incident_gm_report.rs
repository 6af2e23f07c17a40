//! The general manager has an approved written report within four hours of the company's learning of the event (E-3.1, D8).

use super::incident_clocks::{self, Clocks};
use super::{Obligation, ObligationRule};
use crate::record::Kind;
use crate::record::incident_entry::What;
use crate::regulation::course::GENERAL_MANAGER_MINUTES;
use crate::regulation::rule::Explanation;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "incident_gm_report",
    clauses: &["E-3.1"],
    anchors: &[Kind::Incident],
    title: Text {
        zh: "应急信息应在 4 小时内报送总经理", en: "emergency report due to the general manager"
    },
    explanation: Explanation {
        checks: Text {
            zh: "自接报时刻起 4 小时内（含 4:00:00）有“报送总经理”的过程记录，以最早一件为准。",
            en: "A `gm_report` entry within four hours of the report coming in, 4:00:00 included; the earliest one counts.",
        },
        why: Text {
            zh: "E-3.1：“向总经理报送应急信息，最迟不得超过事件发生或得知事件发生后4小时。”自得知（接报）起算（D8）。",
            en: "E-3.1: the report to the general manager is made at the latest 4 hours after the event occurred or was learned of; counted from learning of it (D8).",
        },
        fails: Text {
            zh: "09:05 接报，13:05:01 报送总经理。",
            en: "Received at 09:05:00, handed to the general manager at 13:05:01.",
        },
        fix: Text {
            zh: "经主管领导审定后报送总经理，并记一件“报送总经理”；已逾期的写明 late。",
            en: "Have the report approved, hand it over and log `gm_report`; when late, declare it in `late`.",
        },
    },
    arise: |entry, world| incident_clocks::of(entry, world, due),
};

crate::texts! {
    LEARNT: "得知", "learnt of";
}

pub(super) fn due(clocks: &Clocks<'_>) -> Vec<Obligation> {
    let intake = &clocks.incident.intake;
    let done = clocks.course.first(What::GmReport);
    let from = (&LEARNT, intake.received_at);
    vec![clocks.running(&RULE, clocks.key.clone(), &intake.received_by, from, GENERAL_MANAGER_MINUTES, done)]
}
