//! A commit's signature is of the one accepted kind and fits the commit.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "commit_signature_unusable",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "提交的签名不可用", en: "a commit signature that cannot be relied on" },
    explanation: Explanation {
        checks: Text {
            zh: "签名是 ssh-keygen 写法的 SSH 签名，命名空间为 git，密钥为 ed25519、sk-ed25519 或 ecdsa-p256，签的正是本提交除 gpgsig 之外的全部内容。",
            en: "The signature is an SSH signature as ssh-keygen spells it, in the namespace git, by an ed25519, sk-ed25519 or ecdsa-p256 key, over exactly this commit without its gpgsig header.",
        },
        why: Text {
            zh: "PGP、X.509 和弱密钥无从对应到员工登记的公钥；签后改过的提交，签名不再说明任何事。",
            en: "PGP, X.509 and weak keys answer to no key in the register of staff; once a commit is changed its signature says nothing.",
        },
        fails: Text {
            zh: "把另一提交的签名搬到本提交；用 RSA 密钥签名。",
            en: "A signature moved here from another commit; a signature by an RSA key.",
        },
        fix: Text {
            zh: "运行 weibao doctor --fix 改用 ed25519 密钥签名，再用 git commit --amend -S 重做这个提交。",
            en: "Run weibao doctor --fix to sign with an ed25519 key, then make the commit again with git commit --amend -S.",
        },
    },
    check: super::found_in_commits,
};
