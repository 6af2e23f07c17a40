//! What a user was dissatisfied with, or asked for, is seen through to its outcome (C-P.3).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::callback::{KeyRegistration, Outcome};
use crate::record::id::{ClientId, SiteId};
use crate::record::{Kind, Record};
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "outcome_after_demand",
    clauses: &["C-P.3"],
    anchors: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "重点登记应有落实结果", en: "a key registration is to be seen through to its outcome" },
    explanation: Explanation {
        checks: Text {
            zh: "有重点登记的回访，在 outcome_days 个工作日内由负责人写明落实结果。窗口：自登记时刻起，至该工作日 24 时止。",
            en: "A callback with a key registration has its outcome, written by the person in charge, within outcome_days working days. Window: from the registration until 24:00 of that working day.",
        },
        why: Text {
            zh: "C-P.3：“由负责人安排服务人员上门服务，落实服务结果。”条文未定时限，天数为公司制度值；未落实的一直列为应办。",
            en: "C-P.3: the person in charge arranges a visit “and sees the result through”. The text gives no time: the days are a policy value; until there is an outcome it stays open.",
        },
        fails: Text {
            zh: "2025-03-07 登记不满意，至 2025-03-18 24 时仍没有落实结果。",
            en: "Dissatisfaction registered on 2025-03-07, and no outcome by 24:00 of 2025-03-18.",
        },
        fix: Text {
            zh: "上门之后由负责人填写 outcome 并签字。",
            en: "After the visit the person in charge fills in `outcome` and signs it.",
        },
    },
    arise,
};

crate::texts! {
    REGISTERED: "重点登记时间", "key registration";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let demand = match &entry.record {
        Record::PhoneCallback(it) => {
            of(entry, world, it.key_registration.as_ref(), it.outcome.as_ref(), &it.client, &it.site)
        }
        Record::OnsiteCallback(it) => {
            of(entry, world, it.key_registration.as_ref(), it.outcome.as_ref(), &it.client, &it.site)
        }
        _ => None,
    };
    demand.into_iter().collect()
}

fn of(
    entry: &Entry,
    world: &World<'_>,
    registration: Option<&KeyRegistration>,
    outcome: Option<&Outcome>,
    client: &ClientId,
    site: &SiteId,
) -> Option<Obligation> {
    let registration = registration?;
    let days = world.policies.number(&named::outcome_days, registration.at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &REGISTERED, registration.at)
        .working_days(u32::try_from(days).unwrap_or_default())
        .window(registration.at, 0);
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: Some(client.clone()),
        site: Some(site.clone()),
        responsible: Some(registration.reported_to.clone()),
        arose_at: registration.at,
        window,
        steps,
        fulfilment: outcome.map_or(Fulfilment::Open, |outcome| Fulfilment::Done { at: outcome.at }),
    })
}
