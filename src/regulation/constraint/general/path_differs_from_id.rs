//! A record lies where its own id says.

use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "path_differs_from_id",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "记录所在路径与其编号不符", en: "a record lies where its id does not belong" },
    explanation: Explanation {
        checks: Text {
            zh: "记录内容中的编号（节假日为年份）与文件路径所示的编号一致。",
            en: "The id in the content (the year of a calendar) is the one that the file's path shows.",
        },
        why: Text {
            zh: "路径就是编号：一切检查都按编号计算路径去找相邻记录，路径不符的记录既查不到，也可能冒名。",
            en: "A path is a key: every check computes where neighbours lie from their ids, so a record elsewhere is not found, or stands in for another.",
        },
        fails: Text {
            zh: "文件 records/client/000/C00002.json 中写 id 为 C00001。",
            en: "The file `records/client/000/C00002.json` says `id` C00001.",
        },
        fix: Text {
            zh: "把文件移到编号对应的路径，或改正编号；已提交的记录不得改名。",
            en: "Move the file to where its id belongs or correct the id; a committed record is never renamed.",
        },
    },
    check,
};

texts! {
    WRONG: "内容写 {said}，而文件在 {path}", "the content says {said}, yet the file is {path}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let member = match case.key.kind {
        Kind::Company => return,
        Kind::Calendar => "year",
        _ => "id",
    };
    let said = match case.after.and_then(|after| after.value.get(member)) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return,
    };
    if said != case.key.id {
        faults.at(format!("/{member}"), Message::new(&WRONG).with("said", said).with("path", case.key.path()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{calendar, client, trial};

    #[test]
    fn a_record_under_its_own_id_is_fine() {
        trial(&RULE).adding(&client()).passes();
    }

    #[test]
    fn a_record_does_not_lie_under_another_id() {
        trial(&RULE).adding(&client().filed_as("C00002")).fails_at("/id");
    }

    #[test]
    fn a_calendar_lies_under_its_year() {
        trial(&RULE).adding(&calendar(2025).filed_as("2027")).fails_at("/year");
    }
}
