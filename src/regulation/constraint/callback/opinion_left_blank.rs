//! The user's opinion is written down, and none is written 无 (C-7.3.1, C-S.3.1).

use crate::record::Kind;
use crate::record::Record;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "opinion_left_blank",
    clauses: &["C-7.3.1", "C-S.3.1", "C-P.1.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "用户意见或建议以占位符代替", en: "a placeholder stands for the user's opinion" },
    explanation: Explanation {
        checks: Text {
            zh: "用户意见、用户建议、电话回访的意见建议不得以横线、斜线、略、N/A 之类代替；没有写“无”。",
            en: "Neither opinion nor suggestion, on site or by phone, is a dash, a slash, N/A or the like; none is written 无.",
        },
        why: Text {
            zh: "C-7.3.1：“所有上门回访需使用回访记录单，并且有用户的回访意见及建议”。",
            en: "C-7.3.1: every on-site callback has the user's opinions and suggestions.",
        },
        fails: Text { zh: "confirmation.user_opinion 为 /。", en: "`confirmation.user_opinion` is a slash." },
        fix: Text {
            zh: "填写用户的原话；用户确无意见的写“无”。",
            en: "Enter what the user said; if they said nothing, 无.",
        },
    },
    check,
};

/// What people write when they write nothing.
const PLACEHOLDERS: &[&str] = &[
    "略", "空", "同上", "见上", "没有", "暂无", "待补", "待填", "na", "n/a", "nil", "none", "null", "tbd", "todo",
    "ok", "x",
];

texts! {
    BLANK: "没有意见或建议应写“无”，不用占位符", "none is written 无, not a placeholder";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let mut said = Vec::new();
    match case.after.map(|entry| &entry.record) {
        Some(Record::PhoneCallback(callback)) => {
            said.extend(callback.call.iter().map(|call| ("/call/opinion", &call.opinion)));
        }
        Some(Record::OnsiteCallback(callback)) => {
            if let Some(confirmation) = &callback.confirmation {
                said.push(("/confirmation/user_opinion", &confirmation.user_opinion));
                said.push(("/confirmation/user_suggestion", &confirmation.user_suggestion));
            }
        }
        _ => {}
    }
    for (pointer, _) in said.into_iter().filter(|(_, text)| is_placeholder(text)) {
        faults.at(pointer, &BLANK);
    }
}

fn is_placeholder(text: &str) -> bool {
    let word = text.to_lowercase();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.is_empty() || PLACEHOLDERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, trial};

    #[test]
    fn words_and_none_are_fine() {
        trial(&RULE).adding(&onsite()).passes();
    }

    #[test]
    fn a_placeholder_is_noticed() {
        for blank in ["-", "/", "——", "…", "略", "N/A", "(空)", "None."] {
            trial(&RULE)
                .adding(&onsite().set("/confirmation/user_opinion", blank))
                .fails_at("/confirmation/user_opinion");
        }
    }

    #[test]
    fn an_opinion_given_by_phone_is_written_too() {
        trial(&RULE).adding(&phone().set("/call/opinion", "略")).fails_at("/call/opinion");
    }
}
