//! Each quarter of service is maintained: all seven items answered by its end (M-2, M-2.A to M-2.G).

use super::{Obligation, ObligationRule, quarterly};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::site::Site;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "maintenance_done",
    clauses: &["M-2", "M-2.A", "M-2.B", "M-2.C", "M-2.D", "M-2.E", "M-2.F", "M-2.G"],
    anchors: &[Kind::Site],
    title: Text { zh: "季度维护保养", en: "quarterly maintenance" },
    explanation: Explanation {
        checks: Text {
            zh: "服务期内每个季度（服务不少于 maintenance_service_days 天）有一份完成的维护保养记录，A 至 G 都已回答。窗口：自季度第一天（或服务开始之日）0 时起，至季度最后一天（或季度内服务期满之日）24 时止；按结束时间判。",
            en: "Each quarter in which service runs for at least maintenance_service_days has done maintenance, A to G all answered. Window: from 00:00 of the quarter's first day (or of service within it) until 24:00 of its last (or of the last day of service); the end of the work decides.",
        },
        why: Text {
            zh: "M-2：“季度检查维护工作主要内容”A 至 G 七项，每季度都要做。",
            en: "M-2: the main content of the quarterly check is the seven items A to G, every quarter.",
        },
        fails: Text {
            zh: "S00001 在服务期内，至 2026-03-31 24 时没有完成的 S00001-2026Q1。",
            en: "S00001 is in service, and by 24:00 of 2026-03-31 there is no done S00001-2026Q1.",
        },
        fix: Text {
            zh: "按已确认的计划做完各项，登记并由双方签字；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Carry out the confirmed plan, enter it, and have both parties sign; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(site) = entry.form::<Site>() else {
        return Vec::new();
    };
    let quarters = quarterly::quarters(site, world).into_iter();
    quarters.filter_map(|quarter| quarterly::of_work(site, quarter, world)).collect()
}
