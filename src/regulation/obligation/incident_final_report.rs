//! An emergency that is over has a final report within some days (E-3.3).

use super::incident_clocks::{self, Clocks};
use super::{Obligation, ObligationRule};
use crate::record::Kind;
use crate::record::incident_entry::ReportKind;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "incident_final_report",
    clauses: &["E-3.3"],
    anchors: &[Kind::Incident],
    title: Text { zh: "处置结束后应终报", en: "final report due" },
    explanation: Explanation {
        checks: Text {
            zh: "处置结束后 final_report_days 日内（按 24 小时一日，自结束时刻起算，含末刻）有终报。",
            en: "A final report within final_report_days of the end of the handling (24 hours a day from that instant, the last second included).",
        },
        why: Text {
            zh: "E-3.3：“事件处置结束后，要整理……综合性信息，对事件处置进行综合性评价和信息终报。”条文未定期限，日数为公司制度值。",
            en: "E-3.3: after the handling ends, an overall evaluation and a final report are given. The text gives no deadline: the days are a policy value.",
        },
        fails: Text {
            zh: "3 月 18 日 16:00 处置结束，至 3 月 25 日 16:00 没有终报。",
            en: "The handling ended on 18 March at 16:00, and there is no final report by 16:00 of the 25th.",
        },
        fix: Text {
            zh: "编写并报送终报，记一件类别为终报的“信息报送”；逾期的写明 late。",
            en: "Write and hand in the final report and log it as `report` of the kind final; when late, declare it in `late`.",
        },
    },
    arise: |entry, world| incident_clocks::of(entry, world, due),
};

crate::texts! {
    ENDED: "处置结束", "the handling ended";
}

pub(super) fn due(clocks: &Clocks<'_>) -> Vec<Obligation> {
    let Some(ended) = &clocks.incident.ended else {
        return Vec::new();
    };
    let days = clocks.world.policies.number(&named::final_report_days, ended.at.day());
    let mut finals = clocks.course.reports().filter(|(_, report)| report.kind == ReportKind::Final);
    let done = finals.find(|(entry, _)| entry.at >= ended.at).map(|(entry, _)| entry);
    let responsible = &clocks.incident.intake.received_by;
    let minutes = days.saturating_mul(24 * 60);
    vec![clocks.running(&RULE, clocks.key.clone(), responsible, (&ENDED, ended.at), minutes, done)]
}
