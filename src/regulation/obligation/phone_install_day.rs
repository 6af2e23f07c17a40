//! Phone callback on the day of installation (C-P.2.1).

use super::installed::Installed;
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::Stage;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "phone_install_day",
    clauses: &["C-P.2.1", "C-P.1.4"],
    anchors: &[Kind::Install],
    title: Text { zh: "安装当天电话回访", en: "phone callback on the day of installation" },
    explanation: Explanation {
        checks: Text {
            zh: "用户确认安装服务单的当天电话回访一次。窗口：自确认时刻起，至当日 24 时止，遇休息日也不顺延。",
            en: "One phone callback on the day the user confirms the install form. Window: from the confirmation until 24:00 of that day; never rolled, even on a rest day.",
        },
        why: Text {
            zh: "C-P.2.1：安装当天回访，询问用户是否对安装人员的服务满意；多日安装以用户确认之日为准。",
            en: "C-P.2.1: callback on the day of installation, whether the user is satisfied with the installers. For a job of several days it is the day of the user's confirmation.",
        },
        fails: Text {
            zh: "2025-01-10 15:30 用户确认，当天 24 时前没有 <安装单号>.install_day 的回访记录。",
            en: "Confirmed on 2025-01-10 at 15:30, and no callback `<install>.install_day` by 24:00 that day.",
        },
        fix: Text {
            zh: "当天致电用户并登记；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Call the user the same day and record it; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(installed) = Installed::of(entry, world) else {
        return Vec::new();
    };
    let (window, steps) = installed.sum(world).window(installed.at, 0);
    vec![installed.obligation(&RULE, RULE.clauses, Kind::PhoneCallback, Stage::InstallDay, window, steps, world)]
}
