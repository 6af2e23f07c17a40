//! Nobody gives themself a post: another keeper of the register does.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "post_given_to_oneself",
    clauses: &["G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "自己给自己派了岗位", en: "somebody gave themself a post" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 enforce_roles 为真时，管员工登记的人不能在自己的员工记录里新增岗位、提前起任日或延后止任日；止任可以自己写。建库的那次推送除外。",
            en: "While the policy enforce_roles is on, those who keep the staff register add no post to their own record, and let none begin earlier or end later; they may end one. The push that founds the company is free of this.",
        },
        why: Text {
            zh: "岗位决定谁能发本、核销、核准。能给自己派岗位的人，就什么都能做，分权只是摆设。",
            en: "Posts decide who issues, settles and approves. Whoever can give themself any post can do everything, and duties are separate in name only.",
        },
        fails: Text {
            zh: "办公室孙燕在自己的员工记录里加上 finance。",
            en: "Sun Yan of the office adds finance to her own staff record.",
        },
        fix: Text {
            zh: "由另一位管员工登记的人（办公室、财务、负责人）来改；只有一位时，先登记第二位。",
            en: "Let another keeper of the register (office, finance, person in charge) do it; where there is only one, register a second first.",
        },
    },
    check: super::found_in_commits,
};
