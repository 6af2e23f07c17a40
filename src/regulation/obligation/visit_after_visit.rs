//! Visit demanded by a dissatisfied on-site callback (C-P.3).

use super::demanded::{self, Demanding};
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::Stage;
use crate::record::onsite_callback::OnsiteCallback;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "visit_after_visit",
    clauses: &["C-P.3"],
    anchors: &[Kind::OnsiteCallback],
    title: Text { zh: "上门回访不满意后应再上门", en: "visit demanded by a dissatisfied on-site callback" },
    explanation: Explanation {
        checks: Text {
            zh: "上门回访有重点登记（用户不满意）的，再次上门。窗口：自登记时刻起 requested_visit_hours 小时，不顺延。",
            en: "An on-site callback with a key registration (user dissatisfied) is followed by another visit. Window: requested_visit_hours from the registration, never rolled.",
        },
        why: Text {
            zh: "C-P.3：对不满意的用户做重点登记，由负责人安排上门，落实服务结果。24 小时自登记起算（D4 b）。",
            en: "C-P.3: dissatisfied users are registered, the person in charge arranges a visit and sees the result through. The 24 hours run from the registration (D4 b).",
        },
        fails: Text {
            zh: "2025-04-10 11:10 登记，至 2025-04-11 11:10 没有 <回访单号>.after_visit 的上门回访记录单。",
            en: "Registered on 2025-04-10 at 11:10, and no visit `<callback>.after_visit` by 11:10 the next day.",
        },
        fix: Text {
            zh: "再次上门处理并登记；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Visit again and record it; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let callback = entry.form::<OnsiteCallback>()?;
    let demanding = Demanding {
        id: &callback.id,
        client: &callback.client,
        site: &callback.site,
        registration: callback.key_registration.as_ref()?,
        stage: Stage::AfterVisit,
    };
    demanded::visit(&RULE, entry, &demanding, world)
}
