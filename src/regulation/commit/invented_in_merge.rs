//! A merge writes nothing of its own.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "invented_in_merge",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "合并里写了两边都没有的内容", en: "a merge holds what neither side has" },
    explanation: Explanation {
        checks: Text {
            zh: "合并提交里，每份记录至少与一个父提交相同。",
            en: "In a merge each record equals that of at least one parent.",
        },
        why: Text {
            zh: "合并提交自己写的内容没有作者，逐个分支评审也看不到。",
            en: "What a merge writes itself has no author, and reviewing either branch does not show it.",
        },
        fails: Text {
            zh: "解决冲突时顺手改了维修单的完成时间。",
            en: "The time of completion is changed while a conflict is resolved.",
        },
        fix: Text {
            zh: "撤销合并，用 git pull --rebase，把改动写成自己的提交。",
            en: "Undo the merge, use git pull --rebase, and make the change a commit of its own.",
        },
    },
    check: super::found_in_commits,
};
