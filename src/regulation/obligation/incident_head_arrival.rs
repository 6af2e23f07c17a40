//! Each department head that was notified reaches the office within twenty minutes (E-2.1, D8).

use super::incident_clocks::{self, Clocks};
use super::{Obligation, ObligationRule};
use crate::record::Kind;
use crate::regulation::course::HEAD_MINUTES;
use crate::regulation::rule::Explanation;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "incident_head_arrival",
    clauses: &["E-2.1"],
    anchors: &[Kind::Incident],
    title: Text { zh: "部门负责人应在 20 分钟内到位", en: "department head due at the office" },
    explanation: Explanation {
        checks: Text {
            zh: "每位接到通知的部门负责人，自其本人接到通知起 20 分钟内（含 20:00）到办公室，各算各的。",
            en: "Every head that was notified reaches the office within 20 minutes of their own receipt, 20:00 included, each for themselves.",
        },
        why: Text {
            zh: "E-2.1：“必须在20分钟内赶到办公室”，自负责人本人接报起算（D8）；未到即为违反。",
            en: "E-2.1: must reach the office within 20 minutes, counted from the head's own receipt (D8); not arriving is a breach.",
        },
        fails: Text {
            zh: "09:08:00 接到通知，09:28:01 到达。", en: "Notified at 09:08:00, there at 09:28:01."
        },
        fix: Text {
            zh: "到位后立即记一件“负责人到位”；逾期的写明 late。",
            en: "Log `head_arrived` on arrival; when late, declare it in `late`.",
        },
    },
    arise: |entry, world| incident_clocks::of(entry, world, due),
};

crate::texts! {
    NOTIFIED: "接到通知", "notified";
}

pub(super) fn due(clocks: &Clocks<'_>) -> Vec<Obligation> {
    let clock = |head: &crate::regulation::course::Head<'_>| {
        let key = head.notified.id.key(Kind::IncidentEntry);
        clocks.running(&RULE, key, head.person, (&NOTIFIED, head.notified.at), HEAD_MINUTES, head.arrived)
    };
    clocks.course.heads().iter().map(clock).collect()
}
