//! The certificate of a signed push holds, or the push does not come in.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it before it walks commits.
pub static RULE: Rule = Rule {
    id: "push_certificate_unusable",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "推送证书不成立", en: "a push certificate that does not hold" },
    explanation: Explanation {
        checks: Text {
            zh: "带证书的推送（git push --signed）：证书所列的引用与这次推送完全相同，其中服务器的随机数是为这次推送给的，签名用的是员工登记的、按服务器时间现在有效的密钥。",
            en: "Where a push carries a certificate (git push --signed), it certifies exactly the moves of this push, the server's number in it was given for this push, and the signature is by a key registered for a member of staff that counts now by the server's clock.",
        },
        why: Text {
            zh: "证书与收据一起保存，证明是谁推送的；旧的、别处的或别人的证书什么也不能证明。",
            en: "The certificate is kept beside the receipt as proof of who pushed; one that is old, from elsewhere or somebody else's proves nothing.",
        },
        fails: Text {
            zh: "上一次推送的证书再用一次；签名的密钥已经作废。",
            en: "The certificate of an earlier push sent once more; a key that has expired.",
        },
        fix: Text {
            zh: "用本人已登记、现在有效的密钥 (git config user.signingkey) 再推一次：git push --signed。",
            en: "Push again with a key of your own that is registered and counts now (git config user.signingkey): git push --signed.",
        },
    },
    check: super::found_in_commits,
};
