//! A delay slip is to be accounted by finance before it takes effect (T-3).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::delay::Delay;
use crate::record::site::Site;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "delay_accounting",
    clauses: &["T-3"],
    anchors: &[Kind::Delay],
    title: Text { zh: "延时单应由财务核算", en: "delay slip to be accounted by finance" },
    explanation: Explanation {
        checks: Text {
            zh: "每张延时单提交后，财务在 delay_effective_days 个工作日内核算（生效或驳回）。窗口：自申请时刻起，至该工作日 24 时止。",
            en: "Finance accounts every delay slip (effective or rejected) within delay_effective_days working days. Window: from the application until 24:00 of that working day.",
        },
        why: Text {
            zh: "T-3：延时维修须将延时单作为附件交财务统一核算生效；核算前原约定时间仍有效。天数为公司制度值。",
            en: "T-3: the slip takes effect only once finance has accounted it; until then the original time stands. The days are a policy value.",
        },
        fails: Text {
            zh: "2025-03-07 申请，至 2025-03-14 24 时仍没有财务核算。",
            en: "Applied for on 2025-03-07, and no accounting by 24:00 of 2025-03-14.",
        },
        fix: Text {
            zh: "将延时单交财务，由财务填写核算并签字。",
            en: "Hand the slip to finance, who fill in the accounting and sign it.",
        },
    },
    arise,
};

crate::texts! {
    APPLIED: "延时申请时间", "delay applied for";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(delay) = entry.form::<Delay>() else {
        return Vec::new();
    };
    let applied_at = delay.application.applied_at;
    let days = world.policies.number(&named::delay_effective_days, applied_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &APPLIED, applied_at)
        .working_days(u32::try_from(days).unwrap_or_default())
        .window(applied_at, 0);
    let site = world.records.get::<Site>(&delay.site.key(Kind::Site));
    vec![Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: site.map(|site| site.client.clone()),
        site: Some(delay.site.clone()),
        responsible: Some(delay.application.applied_by.clone()),
        arose_at: applied_at,
        window,
        steps,
        fulfilment: delay.finance.as_ref().map_or(Fulfilment::Open, |finance| Fulfilment::Done { at: finance.at }),
    }]
}
