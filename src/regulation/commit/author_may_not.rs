//! What a commit does to a record is its author's to do.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while walking commits.
pub static RULE: Rule = Rule {
    id: "author_may_not",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "作者的岗位不许做这件事", en: "the author holds no post that may do this" },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 enforce_roles 为真时，提交的作者按判定之日所任岗位行事：新建、填写、签字、作废、接收、核销、核准各由 weibao may 所列的岗位做，未列的一律不许。岗位按推送之前的员工记录。",
            en: "While the policy enforce_roles is on, the author of a commit acts by the posts held on the day of the judgement: to create, write on, sign, void, take over, settle and approve are for the posts that weibao may lists, and what is not listed is for nobody. Posts are those in the staff records from before the push.",
        },
        why: Text {
            zh: "制度逐条写明由谁经手：财务发本、核算，前台和办公室接收，主管同意，回访人员回访。",
            en: "The regulation names whose hands each paper goes through: finance issues and accounts, front desk and office take over, heads consent, callers call back.",
        },
        fails: Text { zh: "维修人员自己新建一本维修单本。", en: "A technician issues a ticket book." },
        fix: Text {
            zh: "由任该岗位的人来做（weibao may --table 列出全表）；岗位登记有误的，先更正员工记录并推送。",
            en: "Let someone who holds the post do it (weibao may --table lists them); if the register of posts is wrong, correct the staff record and push that first.",
        },
    },
    check: super::found_in_commits,
};
