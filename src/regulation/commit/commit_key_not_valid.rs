//! The signing key is the author's own, registered and valid when the server receives the commit.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "commit_key_not_valid",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text {
        zh: "签名的密钥未登记或已失效", en: "the signing key is not registered, or not valid now"
    },
    explanation: Explanation {
        checks: Text {
            zh: "签名的密钥登记在作者本人的员工记录里，判定之时（服务器收到之时）有效，且作者在职；员工记录取推送之前的。",
            en: "The signing key stands in the author's own staff record, is valid when the commit is judged (when the server receives it), and the author is employed; staff records are those from before the push.",
        },
        why: Text {
            zh: "提交上的日期由提交者自己写，改得早一点，失效的密钥也显得有效；所以按收到之时判。同一次推送里新登记的密钥还不算数。",
            en: "The dates of a commit are written by whoever makes it: set back, they would make an expired key look valid. So the time of receipt counts, and a key registered within the same push does not count yet.",
        },
        fails: Text {
            zh: "用上月已停用的密钥签名，并把提交日期改到上月。",
            en: "A commit signed with a key that ended last month, dated back to last month.",
        },
        fix: Text {
            zh: "由负责员工登记的人把公钥登记到作者的员工记录（weibao doctor 会打印要登记的一行），推送生效之后再提交。",
            en: "Have whoever keeps the register enter the key in the author's staff record (weibao doctor prints the line), and commit once that is pushed.",
        },
    },
    check: super::found_in_commits,
};
