//! Names a schema version that is not known.

use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule; the gate finds it while reading.
pub static RULE: Rule = Rule {
    id: "unknown_schema",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "写明的 schema 版本不认识", en: "names a schema version that is not known" },
    explanation: Explanation {
        checks: Text {
            zh: "成员 schema 是该类别的一个版本，例如 ticket/1。",
            en: "The member `schema` names a version of the kind, such as ticket/1.",
        },
        why: Text {
            zh: "记录永远按它写明的版本判断；不认识的版本无从判断。",
            en: "A record is judged by the version it names, for ever; an unknown one cannot be judged.",
        },
        fails: Text {
            zh: "维修单里写 \"schema\": \"ticket/9\"。", en: "A ticket that says \"schema\": \"ticket/9\"."
        },
        fix: Text {
            zh: "改为本程序认识的版本，或升级本程序。",
            en: "Name a version this program knows, or upgrade the program.",
        },
    },
    check: super::found_while_reading,
};
