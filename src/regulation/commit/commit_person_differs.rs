//! Author, committer and owner of the signing key are one member of staff.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "commit_person_differs",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text {
        zh: "作者、提交者与签名人不是同一名员工",
        en: "author, committer and signer are not one member of staff",
    },
    explanation: Explanation {
        checks: Text {
            zh: "作者和提交者的邮箱相同，是一名员工登记的邮箱，姓名是该员工的姓名或编号，签名的密钥是其本人的。",
            en: "Author and committer have the same address, it is that of one member of staff, the name is their name or id, and the signing key is their own.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”。谁录入须能指到一个人：网页合并、代提交、借名提交都分不清是谁。",
            en: "M-5: signed and confirmed by both parties. Who entered something must be one person: commits made by a forge, for somebody else or in somebody's name leave that open.",
        },
        fails: Text {
            zh: "git commit --author='李娜 <li-na@…>'，用王军的密钥签名。",
            en: "git commit --author='Li Na <li-na@…>' signed with Wang Jun's key.",
        },
        fix: Text {
            zh: "用本人的姓名、邮箱和密钥提交：git config user.name、user.email 与员工记录一致，再用 git commit --amend --reset-author -S 重做。",
            en: "Commit under your own name, address and key: let git config user.name and user.email agree with your staff record, then git commit --amend --reset-author -S.",
        },
    },
    check: super::found_in_commits,
};
