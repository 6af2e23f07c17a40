//! An author's entries of an incident are numbered without gaps (E-4).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entry_number_skipped",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "过程记录跳号", en: "an entry's number leaves a gap" },
    explanation: Explanation {
        checks: Text {
            zh: "同一事件中，每个记录人的序号从 001 起连续：前一号须已存在。",
            en: "In one incident each author's numbers run from 001 without gaps: the entry before it is there.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”序号连续，才能证明没有抽走任何一件。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. Numbers without gaps prove that none was taken out.",
        },
        fails: Text {
            zh: "li-na 记了 001、002，下一件却编 004。",
            en: "Li Na wrote 001 and 002, and the next one is 004.",
        },
        fix: Text { zh: "用下一个序号。", en: "Use the next number." },
    },
    check,
};

texts! {
    WRONG: "前一件 {before} 不存在", "the entry before it, {before}, is not there";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(id) = case.form::<IncidentEntry>().map(|entry| &entry.id).filter(|id| id.n() > 1) else {
        return;
    };
    let Ok(before) = id.incident().entry(&id.author(), id.n() - 1) else {
        return;
    };
    if !case.world.records.exists(&before.key(Kind::IncidentEntry)) {
        faults.at("/id", Message::new(&WRONG).with("before", before));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{entry_of, trial};
    use serde_json::json;

    #[test]
    fn the_next_number_is_fine() {
        let next = entry_of("li-na-009", "other", "2025-03-19T09:10:00+08:00", json!({"text": "现场清理完毕"}));
        trial(&RULE).adding(&next).passes();
    }

    #[test]
    fn the_first_number_of_an_author_is_fine() {
        let first = entry_of("wu-gang-001", "other", "2025-03-18T09:45:00+08:00", json!({"text": "备品已装车"}));
        trial(&RULE).adding(&first).passes();
    }

    #[test]
    fn a_number_is_not_skipped() {
        let later = entry_of("li-na-010", "other", "2025-03-19T09:10:00+08:00", json!({"text": "现场清理完毕"}));
        trial(&RULE).adding(&later).fails_at("/id");
    }
}
