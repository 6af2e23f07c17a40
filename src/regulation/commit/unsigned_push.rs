//! Where pushes must be certified, each one is.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it before it walks commits.
pub static RULE: Rule = Rule {
    id: "unsigned_push",
    clauses: &["G", "M-5"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "推送没有签名", en: "a push without a certificate" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 require_signed_pushes 为真，或服务器设了 weibao.requireSignedPushes 时，每次推送都带签名证书。参数按推送之前的记录判定；建库的第一次推送除外。",
            en: "While the policy require_signed_pushes is on, or the server's weibao.requireSignedPushes, every push carries a signed certificate. The policy is read as it stood before the push; the push that founds the company is free of it.",
        },
        why: Text {
            zh: "提交的签名说明是谁写的，推送的证书说明是谁在何时交来的；后者不能补造。",
            en: "A commit's signature tells who wrote it, the certificate of a push who handed it in and when; that cannot be made up later.",
        },
        fails: Text {
            zh: "设了参数之后的一次普通 git push。", en: "A plain git push after the policy was set."
        },
        fix: Text {
            zh: "运行 git config push.gpgSign true（weibao sync 也照此签名），再推一次；签名密钥由 weibao doctor --fix 设好。",
            en: "Run git config push.gpgSign true, which weibao sync follows too, and push again; weibao doctor --fix sets up the key.",
        },
    },
    check: super::found_in_commits,
};
