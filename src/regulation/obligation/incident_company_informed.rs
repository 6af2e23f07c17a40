//! The company is informed of an emergency at once (E-1.2).

use super::incident_clocks::{self, Clocks};
use super::{Obligation, ObligationRule};
use crate::record::Kind;
use crate::record::incident_entry::What;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "incident_company_informed",
    clauses: &["E-1.2"],
    anchors: &[Kind::Incident],
    title: Text { zh: "突发事件应立即报告公司", en: "company to be informed of an emergency" },
    explanation: Explanation {
        checks: Text {
            zh: "接报后 company_informed_minutes 分钟内有“报告公司”的过程记录。自接报时刻起算，含末刻。",
            en: "A `company_informed` entry within company_informed_minutes of the report coming in, the last second included.",
        },
        why: Text {
            zh: "E-1.2：“同时，立即向公司报告。”条文未定分钟数，为公司制度值，只作提示。",
            en: "E-1.2: at the same time, report to the company immediately. The text gives no number: the minutes are a policy value that points out, and refuses nothing.",
        },
        fails: Text {
            zh: "09:05 接报，09:12 才报告公司。", en: "Received at 09:05, the company informed at 09:12."
        },
        fix: Text {
            zh: "报告公司并记一件“报告公司”。", en: "Inform the company and log `company_informed`."
        },
    },
    arise: |entry, world| incident_clocks::of(entry, world, due),
};

crate::texts! {
    RECEIVED: "接报", "received";
}

pub(super) fn due(clocks: &Clocks<'_>) -> Vec<Obligation> {
    let intake = &clocks.incident.intake;
    let minutes = clocks.world.policies.number(&named::company_informed_minutes, intake.received_at.day());
    let done = clocks.course.first(What::CompanyInformed);
    let from = (&RECEIVED, intake.received_at);
    vec![clocks.running(&RULE, clocks.key.clone(), &intake.received_by, from, minutes, done)]
}
