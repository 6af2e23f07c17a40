//! Visit demanded by a phone callback (C-P.1.3, C-P.3).

use super::{Obligation, ObligationRule, fulfilled};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{CallbackId, Stage};
use crate::record::phone_callback::PhoneCallback;
use crate::record::site::Site;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "visit_after_call",
    clauses: &["C-P.1.3", "C-P.3"],
    anchors: &[Kind::PhoneCallback],
    title: Text { zh: "电话回访后应上门", en: "visit demanded by a phone callback" },
    explanation: Explanation {
        checks: Text {
            zh: "电话回访有重点登记（不满意或要求上门）的，安排上门。窗口：自登记时刻起 requested_visit_hours 小时，不顺延。",
            en: "A phone callback with a key registration (dissatisfied, or a visit demanded) is followed by a visit. Window: requested_visit_hours from the registration, never rolled.",
        },
        why: Text {
            zh: "C-P.1.3：对另有要求的用户安排服务人员上门；C-P.3：不满意的重点登记并上门落实。24 小时自登记起算（D4 b）。",
            en: "C-P.1.3: staff are sent to users with further requests; C-P.3: dissatisfied users are registered and visited. The 24 hours run from the registration (D4 b).",
        },
        fails: Text {
            zh: "2025-03-05 09:40 登记，至 2025-03-06 09:40 没有 <回访单号>.after_call 的上门回访记录单。",
            en: "Registered on 2025-03-05 at 09:40, and no visit `<callback>.after_call` by 09:40 the next day.",
        },
        fix: Text {
            zh: "上门处理并登记上门回访记录单；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Visit, deal with it and record the on-site callback; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

crate::texts! {
    REGISTERED: "重点登记时间", "key registration";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let callback = entry.form::<PhoneCallback>()?;
    let registered_at = callback.key_registration.as_ref()?.at;
    // The chain of demands ends where a key could no longer be written.
    let id = CallbackId::parse(callback.id.demanded(Stage::AfterCall).as_str()).ok()?;
    let hours = world.policies.number(&named::requested_visit_hours, registered_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &REGISTERED, registered_at).hours(registered_at, hours);
    let key = id.key(Kind::OnsiteCallback);
    let site = world.records.get::<Site>(&callback.site.key(Kind::Site));
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        fulfilment: fulfilled::on_site(&key, world),
        key,
        anchor: entry.key.clone(),
        client: Some(callback.client.clone()),
        site: Some(callback.site.clone()),
        responsible: site.map(|site| site.callback_by.clone()),
        arose_at: registered_at,
        window,
        steps,
    })
}
