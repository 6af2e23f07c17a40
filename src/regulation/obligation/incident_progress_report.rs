//! While an emergency is being handled, its leaders have a report in every period of some hours (E-3.2).

use super::incident_clocks::{self, Clocks};
use super::{Obligation, ObligationRule};
use crate::record::Kind;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "incident_progress_report",
    clauses: &["E-3.2"],
    anchors: &[Kind::Incident],
    title: Text { zh: "处置期间应续报", en: "progress report due" },
    explanation: Explanation {
        checks: Text {
            zh: "处置未结束时，自接报起每 progress_report_hours 小时为一段，每段至少报送领导一次（初报、续报均可），含段末。各段自接报时刻算起，不逐段相接。",
            en: "Until the handling ends, each period of progress_report_hours from the report coming in has a report to the leaders (initial or progress), the period's end included. Periods are counted from the intake, never chained.",
        },
        why: Text {
            zh: "E-3.2：对处置“做全程信息跟踪服务，及时向领导报告……最新进展情况”。条文未定频次，小时数为公司制度值。",
            en: "E-3.2: follow the handling throughout and report the latest progress promptly. The text gives no frequency: the hours are a policy value.",
        },
        fails: Text {
            zh: "18 日 09:05 接报，处置至 20 日，19 日 09:05 至 20 日 09:05 没有报送。",
            en: "Received on the 18th at 09:05 and handled until the 20th, with no report between 09:05 of the 19th and of the 20th.",
        },
        fix: Text {
            zh: "报送最新进展并记一件“信息报送”。", en: "Report the latest progress and log `report`."
        },
    },
    arise: |entry, world| incident_clocks::of(entry, world, due),
};

crate::texts! {
    PERIOD: "本段起始", "the period began";
}

/// Most periods listed: an incident that is open for longer is overdue many times over already.
const MOST: i64 = 1000;

pub(super) fn due(clocks: &Clocks<'_>) -> Vec<Obligation> {
    let intake = &clocks.incident.intake;
    let hours = clocks.world.policies.number(&named::progress_report_hours, intake.received_at.day()).max(1);
    let ended = clocks.incident.ended.as_ref().map(|ended| ended.at);
    let start = |n: i64| intake.received_at.plus_hours(n.saturating_mul(hours));
    (0..MOST)
        // While it is open: a period that the end cuts short demands nothing.
        .take_while(|n| ended.map_or_else(|| clocks.world.clock.has_come(start(*n)), |ended| start(n + 1) < ended))
        .map(|n| {
            let begins = start(n);
            // A report at the very end of a period belongs to that period; the first begins with the intake itself.
            let done = clocks.course.reports().map(|(entry, _)| entry).find(|it| it.at > begins || n == 0);
            clocks.running(&RULE, clocks.key.clone(), &intake.received_by, (&PERIOD, begins), hours * 60, done)
        })
        .collect()
}
