//! Phone callback to important users six months after installation (C-P.2.3).

use super::installed::Installed;
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "phone_month_6",
    clauses: &["C-P.2.3", "C-P.1.4"],
    anchors: &[Kind::Install],
    title: Text {
        zh: "重要用户半年电话回访", en: "phone callback to important users six months after installation"
    },
    explanation: Explanation {
        checks: Text {
            zh: "到期日（顺延前）标为重要用户的站点，安装满六个月时电话回访一次。窗口：对应日前 phone_early_days 天的 0 时起，至（顺延后的）到期日 24 时止。",
            en: "One phone callback six months after installation for every site flagged important on the (unrolled) due day. Window: from 00:00 phone_early_days before the corresponding day until 24:00 of the (rolled) due day.",
        },
        why: Text {
            zh: "C-P.2.3：半年回访有针对性地对一些重要用户进行；谁是重要用户由署名、有日期的标记决定，到期后取消标记不免除义务。",
            en: "C-P.2.3: the half-year callback is targeted at important users. Who is important is a dated flag set by a named person; taking it off after the due day does not take the duty away.",
        },
        fails: Text {
            zh: "站点自 2025-02-01 起为重要用户，2025-01-10 安装，2025-07-10 过后仍没有 <安装单号>.month_6 的电话回访记录。",
            en: "The site is important since 2025-02-01, installed on 2025-01-10, and there is no phone callback `<install>.month_6` by the end of 2025-07-10.",
        },
        fix: Text {
            zh: "致电用户并登记使用情况与提醒；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Call the user and record use and reminders; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(installed) = Installed::of(entry, world) else {
        return Vec::new();
    };
    let day = installed.sum(world).months(6).day();
    let important = installed.site.as_ref().is_some_and(|site| site.important_on(day));
    important.then(|| installed.phone(&RULE, world, 6)).into_iter().collect()
}
