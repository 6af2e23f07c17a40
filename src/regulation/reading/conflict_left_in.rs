//! A merge conflict was left in the file.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "conflict_left_in",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "文件里留有合并冲突标记", en: "a merge conflict was left in the file" },
    explanation: Explanation {
        checks: Text {
            zh: "记录文件中没有以 <<<<<<<、=======、>>>>>>> 开头的行。",
            en: "No line of a record begins with <<<<<<<, ======= or >>>>>>>.",
        },
        why: Text {
            zh: "两边的内容只有人能取舍；留下标记的文件不是记录。",
            en: "Only a person can choose between the two sides; a file with the marks is no record.",
        },
        fails: Text { zh: "合并时未编辑就提交。", en: "Committing a merge without editing it." },
        fix: Text {
            zh: "编辑文件，留下正确的内容，删去冲突标记；已签字的一节不得改动，号码不得改动。",
            en: "Edit the file, keep what is right and take the marks out; never change a signed section or a number.",
        },
    },
    check: super::found_while_reading,
};
