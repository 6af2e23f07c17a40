//! Phone callback twelve months after installation (C-P.2.4).

use super::installed::Installed;
use super::{Obligation, ObligationRule};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "phone_month_12",
    clauses: &["C-P.2.4", "C-P.1.4"],
    anchors: &[Kind::Install],
    title: Text { zh: "安装一年电话回访", en: "phone callback twelve months after installation" },
    explanation: Explanation {
        checks: Text {
            zh: "每份已确认的安装服务单满十二个月时电话回访用户一次。窗口：对应日前 phone_early_days 天的 0 时起，至（顺延后的）到期日 24 时止。",
            en: "One phone callback for every confirmed install form, twelve months after installation. Window: from 00:00 phone_early_days before the corresponding day until 24:00 of the (rolled) due day.",
        },
        why: Text {
            zh: "C-P.2.4：一年回访，仔细了解使用了一年的设备，培训用户做简单的维护保养。以后各年条文未规定，不产生义务。",
            en: "C-P.2.4: after one year, go carefully into the equipment and train the user in simple maintenance. Later years are not in the text: nothing is due.",
        },
        fails: Text {
            zh: "2024-02-29 安装，2025-02-28 过后仍没有 <安装单号>.month_12 的回访记录。",
            en: "Installed on 2024-02-29, and no callback `<install>.month_12` by the end of 2025-02-28.",
        },
        fix: Text {
            zh: "致电用户并登记设备状况与培训内容；已逾期的如实写明逾期原因并由负责人确认。",
            en: "Call the user and record the state of the equipment and the training given; when late, declare it with the reason and have it acknowledged.",
        },
    },
    arise,
};

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    Installed::of(entry, world).map(|installed| installed.phone(&RULE, world, 12)).into_iter().collect()
}
