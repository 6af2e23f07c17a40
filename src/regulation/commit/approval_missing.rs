//! Where the company wants a change approved, somebody who may has approved exactly what comes in.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it where the branch that gives numbers moves, and `check --approvals` before.
pub static RULE: Rule = Rule {
    id: "approval_missing",
    clauses: &["G", "M-5"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "缺少核准", en: "an approval is missing" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 required_approvals 为某类记录要求几人核准，改动它的提交进入编号分支时就须有几人的核准：针对这一次的起点、终点和内容，签名成立，核准人有相应岗位，且不是这些提交的作者。快进合并和代码平台的合并提交（内容与所核准的完全相同、起点未动）都算；压缩合并和变基合并是另外的提交，不算。",
            en: "Where the policy required_approvals wants approvals for a kind of record, commits that change it enter the branch that gives numbers with that many: of exactly this base, head and content, validly signed, by people with a post that approves, none of them an author of the commits. A fast-forward counts, and so does a forge's merge commit that brings exactly what was approved onto the base it was approved for; a squash or a rebase by the forge makes other commits and does not.",
        },
        why: Text {
            zh: "核准只对评审人看过的那些内容有效；谁写的、何时写的由提交为证，压缩或变基会把这些抹掉。",
            en: "An approval is worth something for what the reviewer saw and for nothing else; who wrote what and when is proved by the commits, and a squash or rebase wipes that out.",
        },
        fails: Text {
            zh: "核准之后又改了一处就推送；在平台上用“压缩合并”合入。",
            en: "Something is changed after the approval and pushed; the forge merges by squashing.",
        },
        fix: Text {
            zh: "请评审人对将要合入的提交运行 weibao approve 并推送核准；在代码平台上用快进或合并提交合入，不用压缩或变基。",
            en: "A reviewer runs weibao approve on the very commits that are to come in, and pushes it; on a forge, merge by fast-forward or merge commit, never by squash or rebase.",
        },
    },
    check: super::found_in_commits,
};
