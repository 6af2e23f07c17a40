//! A correction names an entry of the same incident and kind (E-4).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "correction_unfounded",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "更正所指的记录不对", en: "a correction names an entry it cannot correct" },
    explanation: Explanation {
        checks: Text {
            zh: "corrects 所指的记录属于同一事件、同一类别，且不是自己，也不晚于本件记下。",
            en: "`corrects` names another entry of the same incident and kind that was written down no later than this one.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”更正取代原件参与计算，原件仍在；因此只能更正同一事件的同类记录。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. A correction counts in place of the entry it names, which stays: so it corrects one of the same incident and kind.",
        },
        fails: Text {
            zh: "用一件“应对措施”更正“负责人到位”。", en: "A `measure` that corrects a head's arrival."
        },
        fix: Text {
            zh: "写明要更正的那一件；不同的事另记一件。",
            en: "Name the entry that is wrong; log another thing as an entry of its own.",
        },
    },
    check,
};

texts! {
    WRONG: "{entry} 不能由本件更正", "{entry} cannot be corrected by this entry";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let Some(named) = entry.corrects.as_ref().map(|correction| &correction.entry) else {
        return;
    };
    // One that is not there is reference_missing.
    let fits = case.world.records.get::<IncidentEntry>(&named.key(Kind::IncidentEntry)).is_none_or(|other| {
        other.id != entry.id
            && other.incident == entry.incident
            && other.what == entry.what
            && other.recorded_at <= entry.recorded_at
    });
    if !fits {
        faults.at("/corrects/entry", Message::new(&WRONG).with("entry", named));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, INCIDENT, entry_of, trial};
    use serde_json::json;

    fn correcting(name: &str) -> Draft {
        let content = json!({"person": "zhao-lei"});
        entry_of("li-na-009", "head_arrived", "2025-03-18T09:26:00+08:00", content)
            .set("/recorded_at", "2025-03-19T09:30:00+08:00")
            .set("/corrects", json!({"entry": format!("{INCIDENT}.{name}"), "reason": "时间误记"}))
    }

    #[test]
    fn an_entry_of_the_same_kind_is_corrected() {
        trial(&RULE).adding(&correcting("li-na-003")).passes();
    }

    #[test]
    fn another_kind_is_not() {
        trial(&RULE).adding(&correcting("li-na-002")).fails_at("/corrects/entry");
    }

    #[test]
    fn nothing_corrects_itself() {
        trial(&RULE).adding(&correcting("li-na-009")).fails_at("/corrects/entry");
    }

    #[test]
    fn what_was_written_down_later_is_not_corrected() {
        let early = correcting("li-na-003").set("/recorded_at", "2025-03-18T09:27:00+08:00");
        trial(&RULE).adding(&early).fails_at("/corrects/entry");
    }
}
