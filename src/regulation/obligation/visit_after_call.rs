//! Visit demanded by a phone callback (C-P.1.3, C-P.3).

use super::demanded::{self, Demanding};
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::Stage;
use crate::record::phone_callback::PhoneCallback;
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

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let callback = entry.form::<PhoneCallback>()?;
    let demanding = Demanding {
        id: &callback.id,
        client: &callback.client,
        site: &callback.site,
        registration: callback.key_registration.as_ref()?,
        stage: Stage::AfterCall,
    };
    demanded::visit(&RULE, entry, &demanding, world)
}
