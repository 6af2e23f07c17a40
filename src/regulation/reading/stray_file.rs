//! A file that lies where no record may lie.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "stray_file",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "文件不在它该在的位置", en: "a file that lies where no record may lie" },
    explanation: Explanation {
        checks: Text {
            zh: "records/ 下每个文件的路径都由类别和编号算出；附件放在记录旁边。",
            en: "Every path under records/ is computed from kind and key; attachments lie beside their record.",
        },
        why: Text {
            zh: "设计第 1 条：路径就是编号；放错位置的记录没有检查能找到。",
            en: "Design: the path is the key; no check would find a record that lies elsewhere.",
        },
        fails: Text {
            zh: "records/ticket/WX-0000601.json(应在 records/ticket/WX/000/06/ 下)。",
            en: "records/ticket/WX-0000601.json (it belongs under records/ticket/WX/000/06/).",
        },
        fix: Text {
            zh: "移到提示的路径，或删去；用 weibao new 新建时路径自动正确。",
            en: "Move it to the path shown or take it away; `weibao new` puts records in the right place.",
        },
    },
    check: super::found_while_reading,
};
