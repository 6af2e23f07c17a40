//! Not in the canonical layout.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "not_canonical",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "不是规范写法", en: "not in the canonical layout" },
    explanation: Explanation {
        checks: Text {
            zh: "文件的字节就是 weibao fmt 写出的字节：成员次序同 schema,两格缩进，末尾一个换行。",
            en: "The bytes are those that `weibao fmt` writes: members in the order of the schema, two spaces, one newline at the end.",
        },
        why: Text {
            zh: "一份内容只有一种字节，改动才小而可审。",
            en: "One content has one spelling in bytes, so that changes stay small and can be reviewed.",
        },
        fails: Text { zh: "用别的编辑器重排了成员。", en: "Members reordered by another editor." },
        fix: Text { zh: "运行 weibao fmt。", en: "Run `weibao fmt`." },
    },
    check: super::found_while_reading,
};
