//! Phone callback one month after installation (C-P.2.2).

use super::installed::Installed;
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "phone_month_1",
    clauses: &["C-P.2.2", "C-P.1.4"],
    anchors: &[Kind::Install],
    title: Text { zh: "安装一个月电话回访", en: "phone callback one month after installation" },
    explanation: Explanation {
        checks: Text {
            zh: "每份已确认的安装服务单（服务性质为安装）满一个月时电话回访用户一次。窗口：对应日前 phone_early_days 天的 0 时起，至（顺延后的）到期日 24 时止。",
            en: "One phone callback for every confirmed install form (purpose install), one month after installation. Window: from 00:00 phone_early_days before the corresponding day until 24:00 of the (rolled) due day.",
        },
        why: Text {
            zh: "C-P.2.2：安装一个月回访，询问用户是否熟悉操作程序并给予指导；按原安装日加月，无对应日取月末（D6），遇休息日顺延（D7）。",
            en: "C-P.2.2: callback one month after installation, whether the user knows the operation, with guidance. Months count from the original date, clamped to the month's end (D6); rest days roll (D7).",
        },
        fails: Text {
            zh: "2025-01-31 安装，2025-02-28 过后仍没有 <安装单号>.month_1 的回访记录。",
            en: "Installed on 2025-01-31, and no callback `<install>.month_1` by the end of 2025-02-28.",
        },
        fix: Text {
            zh: "致电用户并登记电话回访记录；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Call the user and record the phone callback; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    Installed::of(entry, world).map(|installed| installed.phone(&RULE, world, 1)).into_iter().collect()
}
