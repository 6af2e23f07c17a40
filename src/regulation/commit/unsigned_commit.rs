//! Where commits must be signed, each one is.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "unsigned_commit",
    clauses: &["G", "M-5"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "提交没有签名", en: "a commit without a signature" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 require_signed_commits 为真时，每次提交（含合并提交）都有 git 的 SSH 签名。参数按推送之前的记录判定。",
            en: "While the policy require_signed_commits is on, every commit, merges too, carries git's own SSH signature. The policy is read as it stood before the push.",
        },
        why: Text {
            zh: "提交者的姓名和邮箱人人可写；只有签名能说明是谁提交的。",
            en: "Anyone can write any name and address into a commit; only a signature tells who made it.",
        },
        fails: Text {
            zh: "一串签名的提交里夹着一个没有签名的。", en: "One unsigned commit in a row of signed ones."
        },
        fix: Text {
            zh: "运行 weibao doctor --fix 设好签名，再用 git commit --amend -S（多个提交用 git rebase --exec）重做未推送的提交。",
            en: "Run weibao doctor --fix to set up signing, then make the commits that are not pushed again with git commit --amend -S (several: git rebase --exec).",
        },
    },
    check: super::found_in_commits,
};
