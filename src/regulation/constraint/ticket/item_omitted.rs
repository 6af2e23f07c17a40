//! Every item says something; none is written 无.

use crate::record::Kind;
use crate::regulation::constraint::places::walk;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "item_omitted",
    clauses: &["T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Delay, Kind::SpareLoan],
    title: Text { zh: "项目以占位符代替", en: "an item holds a placeholder" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单、延时单、借用单的每项文字不是“/”“-”“待补”“同上”“N/A”之类的占位符；确实没有的写“无”。",
            en: "No text of a ticket, delay slip or loan is a placeholder such as “/”, “-”, “N/A”, “TBD”, 待补 or 同上; what there is none of is written 无.",
        },
        why: Text {
            zh: "T-4：“严格按照维修单内容填写，不得遗漏任何一项。”划一道、写“待补”，就是遗漏。",
            en: "T-4: “Fill in strictly according to the ticket; no item may be omitted.” A dash or “to be added” is an omission.",
        },
        fails: Text { zh: "work.diagnosis 写“/”。", en: "`work.diagnosis` is “/”." },
        fix: Text {
            zh: "填写实际内容；确实没有的写“无”。",
            en: "Fill in what there is; write 无 where there is none.",
        },
    },
    check,
};

texts! {
    WRONG: "“{text}”不是填写的内容", "“{text}” says nothing";
}

/// Whole texts that stand for nothing, in lower case.
const PLACEHOLDERS: &[&str] = &[
    "n/a",
    "na",
    "nil",
    "none",
    "null",
    "tbd",
    "todo",
    "tba",
    "unknown",
    "xx",
    "xxx",
    "空",
    "空白",
    "略",
    "同上",
    "待补",
    "待填",
    "待定",
    "待补充",
    "待填写",
    "没有",
    "未填",
    "不填",
    "暂无",
    "无。",
    "省略",
];

/// No text of more bytes is one of them, whatever letters it is written in.
const LONGEST: usize = 12;

fn stands_for_nothing(text: &str) -> bool {
    let text = text.trim();
    let no_word = !text.chars().any(char::is_alphanumeric);
    // Only texts as short as the longest placeholder are compared.
    no_word || (text.len() <= LONGEST && PLACEHOLDERS.contains(&text.to_lowercase().as_str()))
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(after) = case.after {
        walk(&after.value, false, &mut |trail, value| {
            if let Some(text) = value.as_str().filter(|text| stands_for_nothing(text)) {
                faults.at(trail.to_string(), Message::new(&WRONG).with("text", text));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, ticket, trial};

    #[test]
    fn none_is_written_out() {
        trial(&RULE).adding(&ticket(1).set("/work/remark", "无")).passes();
    }

    #[test]
    fn every_placeholder_is_named() {
        trial(&RULE)
            .adding(&ticket(1).set("/work/diagnosis", "/").set("/work/actions", "待补").set("/report/symptom", "——"))
            .fails_at_all(&["/report/symptom", "/work/actions", "/work/diagnosis"]);
    }

    #[test]
    fn a_delay_slip_has_no_dashes_either() {
        trial(&RULE).adding(&delay().set("/application/interim", "N/A")).fails_at("/application/interim");
    }
}
