//! What could not be solved on site is solved by the department and accepted by the user (C-7.3.2, C-S.3.2).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::instant::Instant;
use crate::record::onsite_callback::{Issue, OnsiteCallback};
use crate::record::parts::OrNone;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "issue_accepted",
    clauses: &["C-7.3.2", "C-S.3.2"],
    anchors: &[Kind::OnsiteCallback],
    title: Text {
        zh: "转交的问题应处理并得到用户许可",
        en: "issues handed over are to be solved and accepted by the user",
    },
    explanation: Explanation {
        checks: Text {
            zh: "上门回访留下的问题，在 issue_days 个工作日内处理完毕并得到用户许可。窗口：自最早一个问题提出时起，至该工作日 24 时止；全部问题得到许可才算办结。",
            en: "The issues that a visit left open are solved and accepted by the user within issue_days working days. Window: from when the first was raised until 24:00 of that working day; it is done once every one is accepted.",
        },
        why: Text {
            zh: "C-7.3.2：“应及时转相关部门解决，在处理并得到用户许可，转交过程要有记录。”“及时”未定时限，天数为公司制度值；未许可的一直列为应办。",
            en: "C-7.3.2: passed promptly to the department concerned, handled, and accepted by the user. The text gives no number for “promptly”: the days are a policy value; until it is accepted it stays open.",
        },
        fails: Text {
            zh: "2025-03-07 提出的问题，至 2025-03-21 24 时仍没有用户许可。",
            en: "An issue raised on 2025-03-07 is not accepted by 24:00 of 2025-03-21.",
        },
        fix: Text {
            zh: "由接收部门处理并填写 resolution，再请用户在 acceptance 签字许可。",
            en: "The department handles it and fills in `resolution`; then the user signs `acceptance`.",
        },
    },
    arise,
};

crate::texts! {
    RAISED: "最早问题的提出时间", "the first issue raised";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let callback = entry.form::<OnsiteCallback>()?;
    let issues: Vec<&Issue> = callback.issues.iter().flat_map(OrNone::entries).collect();
    let raised_at = issues.iter().map(|issue| issue.raised_at).min()?;
    let days = world.policies.number(&named::issue_days, raised_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &RAISED, raised_at)
        .working_days(u32::try_from(days).unwrap_or_default())
        .window(raised_at, 0);
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: Some(callback.client.clone()),
        site: Some(callback.site.clone()),
        responsible: handler(&issues),
        arose_at: raised_at,
        window,
        steps,
        fulfilment: accepted_at(&issues).map_or(Fulfilment::Open, |at| Fulfilment::Done { at }),
    })
}

/// When the last of the issues was accepted, if all are.
fn accepted_at(issues: &[&Issue]) -> Option<Instant> {
    let accepted: Option<Vec<_>> = issues.iter().map(|issue| issue.acceptance.as_ref().map(|it| it.at)).collect();
    accepted?.into_iter().max()
}

/// Who has the first open issue in hand: the one who accepted it last.
fn handler(issues: &[&Issue]) -> Option<crate::record::id::StaffId> {
    let open = issues.iter().find(|issue| issue.acceptance.is_none()).or(issues.first())?;
    open.transfers.last().map(|transfer| transfer.accepted_by.clone())
}
