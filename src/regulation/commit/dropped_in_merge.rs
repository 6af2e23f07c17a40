//! A merge keeps what either side changed.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "dropped_in_merge",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "合并丢了一边的改动", en: "a merge drops what one side changed" },
    explanation: Explanation {
        checks: Text {
            zh: "合并提交里，每份记录都与改过它的那一边相同；只有一边改过的，取那一边。",
            en: "In a merge each record is as the side has it that changed it.",
        },
        why: Text {
            zh: "合并里丢掉的记录，在任何分支的差异里都看不见。",
            en: "What a merge drops shows in no branch's diff.",
        },
        fails: Text {
            zh: "git merge -s ours：对方分支新开的维修单全部不见了。",
            en: "`git merge -s ours`: the tickets of the other branch are gone.",
        },
        fix: Text {
            zh: "用 git pull --rebase 把自己的提交接在对方之后，不要在合并里取舍。",
            en: "Put your commits on top of theirs with git pull --rebase; settle nothing in a merge.",
        },
    },
    check: super::found_in_commits,
};
