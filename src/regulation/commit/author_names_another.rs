//! Who a section names as acting wrote it, or signed it with their own key.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "author_names_another",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "写的经办人不是作者", en: "someone else than the author is named as acting" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 enforce_roles 为真时，开单人、接收人、作废人、回访人等，就是提交的作者；或其本人已用自己的密钥签字，由别人录入。",
            en: "While the policy enforce_roles is on, who opened, received, voided or called is the author of the commit; or they have signed with their own key, and another only enters it.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”。写着甲、录入的却是乙，又没有甲的密钥签字，就没有人负责。",
            en: "M-5: signed and confirmed by both parties. When one is named, another enters it and no key of the first has signed, nobody answers for it.",
        },
        fails: Text {
            zh: "王军录入一张 opened_by 为张伟的维修单。",
            en: "Wang Jun enters a ticket that says Zhang Wei opened it.",
        },
        fix: Text {
            zh: "由经办人本人录入，或先用其密钥签字（weibao sign）。",
            en: "Let the one who acted enter it, or have them sign with their key first (weibao sign).",
        },
    },
    check: super::found_in_commits,
};
