//! Does not fit the schema of its kind.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "schema_violation",
    clauses: &["T-4", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "不符合该类记录的 schema", en: "does not fit the schema of its kind" },
    explanation: Explanation {
        checks: Text {
            zh: "记录符合其 schema:成员齐全、类型和取值正确，并按状态要求填写。",
            en: "The record fits its schema: all members, right types and values, and what its state demands.",
        },
        why: Text {
            zh: "T-4:“严格按照维修单内容填写，不得遗漏任何一项。”其他表单由要求该项的条款判定，判定结果写明是哪一条；没有条款要求的为 G。",
            en: "T-4: “Fill in strictly according to the ticket; no item may be omitted.” Of other forms it is the clause that demands the member, which the finding names; where none does, G.",
        },
        fails: Text {
            zh: "完成的维修单缺少客户意见。", en: "A completed ticket without the client's opinion."
        },
        fix: Text {
            zh: "补上缺的，改正错的；没有内容写“无”。",
            en: "Add what is missing and correct what is wrong; write 无 where there is nothing.",
        },
    },
    check: super::found_while_reading,
};
