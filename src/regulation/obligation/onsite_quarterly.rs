//! On-site callbacks every three months while service lasts, and at six and twelve months in any case (C-7.2.1, C-S.2.1, D5).

use super::installed::Installed;
use super::{Obligation, ObligationRule};
use crate::calendar::add_months;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::Stage;
use crate::record::instant::Instant;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "onsite_quarterly",
    clauses: &["C-7.1.4", "C-7.2.1", "C-S.1.4", "C-S.2.1"],
    anchors: &[Kind::Install],
    title: Text { zh: "定期上门回访", en: "regular on-site callback" },
    explanation: Explanation {
        checks: Text {
            zh: "自安装日起每满三个月上门回访一次（服务期内）；满六个月和十二个月的，无论服务期都要上门。窗口：对应日 0 时起，至（顺延后的）到期日 24 时再加 onsite_window_hours 小时止。",
            en: "A visit every three full months after installation while service lasts; at six and twelve months whether or not service lasts. Window: from 00:00 of the corresponding day until 24:00 of the (rolled) due day plus onsite_window_hours.",
        },
        why: Text {
            zh: "C-7.2.1：三个月定期上门回访；C-S.2.1：满六个月及十二个月上门回访。取并集，一次上门可同时满足两条（D5）;24 小时自到期日终了起算（D4）。",
            en: "C-7.2.1: on-site callback every three months; C-S.2.1: at full six and twelve months. The union is due, and one visit may satisfy both (D5); the 24 hours run from the end of the due day (D4).",
        },
        fails: Text {
            zh: "2024-08-31 安装，2025-05-31 遇端午顺延至 2025-06-03，2025-06-04 24 时前没有 <安装单号>.month_9 的上门回访记录单。",
            en: "Installed on 2024-08-31; 2025-05-31 rolls over the holiday to 2025-06-03, and there is no visit `<install>.month_9` by 24:00 of 2025-06-04.",
        },
        fix: Text {
            zh: "与用户约定后上门并登记上门回访记录单；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Agree a time with the user, visit, and record the on-site callback; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

/// How far beyond the moment of judgement the series is listed.
const HORIZON_HOURS: i64 = 400 * 24;

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(installed) = Installed::of(entry, world) else {
        return Vec::new();
    };
    (3..1000)
        .step_by(3)
        .take_while(|months| {
            let day = add_months(installed.day, *months);
            world.clock.has_come(Instant::start_of(day).plus_hours(-HORIZON_HOURS))
        })
        .filter_map(|months| of(&installed, world, months))
        .collect()
}

/// The visit due a number of months after the installation on an entry, if one is.
pub(super) fn at(entry: &Entry, world: &World<'_>, months: u16) -> Option<Obligation> {
    of(&Installed::of(entry, world)?, world, months)
}

fn of(installed: &Installed<'_>, world: &World<'_>, months: u16) -> Option<Obligation> {
    let sum = installed.sum(world).months(months);
    let day = sum.day();
    let served = months.is_multiple_of(3) && installed.site.as_ref().is_some_and(|site| site.served_on(day));
    let clauses: &[&'static str] = match (served, matches!(months, 6 | 12)) {
        (true, true) => &["C-7.2.1", "C-S.2.1"],
        (true, false) => &["C-7.2.1"],
        (false, true) => &["C-S.2.1"],
        (false, false) => return None,
    };
    let hours = world.policies.number(&named::onsite_window_hours, day);
    let rolled = sum.rolled(world.policies.switch(&named::roll_weekends, day));
    let (window, steps) = rolled.window(Instant::start_of(day), hours);
    Some(installed.obligation(&RULE, clauses, Kind::OnsiteCallback, Stage::Month(months), window, steps, world))
}
