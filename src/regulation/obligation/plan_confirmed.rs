//! Each quarter of service has a plan that the client has confirmed, early in the quarter (M-2).

use super::{Obligation, ObligationRule, quarterly};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::site::Site;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "plan_confirmed",
    clauses: &["M-2"],
    anchors: &[Kind::Site],
    title: Text {
        zh: "季度维护保养计划应经甲方确认", en: "quarterly plan to be confirmed by the client"
    },
    explanation: Explanation {
        checks: Text {
            zh: "服务期内每个季度（服务不少于 maintenance_service_days 天）有一份经甲方确认的计划，在季度第 plan_confirm_month 个月末 24 时前确认；服务在季度内才开始的，自开始之日起留足 plan_confirm_month 个月。季度前一个月起列出，提前确认的同样算数。",
            en: "Each quarter in which service runs for at least maintenance_service_days has a plan that the client confirmed by 24:00 of the end of the quarter's month plan_confirm_month; where service begins within the quarter, that many months are left from then. Listed from the month before; an earlier confirmation counts too.",
        },
        why: Text {
            zh: "M-2：“制订季度维护保养工作计划，经甲方确认后切实执行。”条文未定时限，期限为公司制度值。",
            en: "M-2: draw up a quarterly maintenance plan and carry it out once the client has confirmed it. The text gives no time: the month is a policy value.",
        },
        fails: Text {
            zh: "S00001 在服务期内，至 2026-01-31 24 时 2026Q1 没有经甲方确认的计划。",
            en: "S00001 is in service, and by 24:00 of 2026-01-31 no plan of 2026Q1 is confirmed.",
        },
        fix: Text {
            zh: "编制计划（weibao new plan）并请甲方确认签字；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Draw up the plan (`weibao new plan`) and have the client confirm it; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(site) = entry.form::<Site>() else {
        return Vec::new();
    };
    let quarters = quarterly::quarters(site, world).into_iter();
    quarters.filter_map(|quarter| quarterly::of_plan(site, quarter, world)).collect()
}
