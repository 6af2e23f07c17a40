//! A commit that git accepts and this house does not.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "malformed_commit",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "提交的写法不可靠", en: "a commit written in a form that cannot be relied on" },
    explanation: Explanation {
        checks: Text {
            zh: "提交只有目录树、互不相同的父提交、作者、提交者、至多一个签名和说明；姓名和邮箱不空，时间不早于 2000 年、不晚于次日。",
            en: "A commit has a tree, parents that differ, author, committer, at most one signature, and a message; names and addresses are not empty, times lie between 2000 and tomorrow.",
        },
        why: Text {
            zh: "历史是凭据：同一个提交在不同工具里必须读成同样的内容，时间必须可能。",
            en: "History is evidence: every tool must read the same from a commit, and its times must be possible.",
        },
        fails: Text {
            zh: "作者时间是 2099 年的提交；有两个 committer 的提交。",
            en: "A commit whose author's time is in 2099; a commit with two committers.",
        },
        fix: Text {
            zh: "校准本机时钟并写好 git config user.name 和 user.email，再用 git commit 重做这个提交。",
            en: "Set the machine's clock and git config user.name and user.email, then make the commit again with git commit.",
        },
    },
    check: super::found_while_reading,
};
