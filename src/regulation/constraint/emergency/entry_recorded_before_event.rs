//! An entry is written down after what it tells (E-4).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entry_recorded_before_event",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "记录时间早于发生时间", en: "an entry was written down before it happened" },
    explanation: Explanation {
        checks: Text { zh: "recorded_at 不早于 at。", en: "`recorded_at` is no earlier than `at`." },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”发生时间与记录时间分开写，先发生、后记录。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. When it happened and when it was written down are kept apart, the event first.",
        },
        fails: Text {
            zh: "09:28 到位，记录时间却写 09:20。",
            en: "An arrival at 09:28 that was written down at 09:20.",
        },
        fix: Text {
            zh: "at 写实际发生时间，recorded_at 写记下的时间。",
            en: "Put the true time of the event into `at` and that of writing into `recorded_at`.",
        },
    },
    check,
};

texts! {
    WRONG: "{recorded} 记录的是 {at} 的事", "written down at {recorded}, yet it happened at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    if entry.recorded_at < entry.at {
        let wrong = Message::new(&WRONG).with("recorded", entry.recorded_at).with("at", entry.at);
        faults.at("/recorded_at", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};

    #[test]
    fn at_once_or_later_is_fine() {
        trial(&RULE).adding(&incident_entry("li-na-003")).passes();
        trial(&RULE).adding(&incident_entry("li-na-003").set("/recorded_at", "2025-03-19T08:00:00+08:00")).passes();
    }

    #[test]
    fn nobody_writes_down_what_is_yet_to_happen() {
        trial(&RULE)
            .adding(&incident_entry("li-na-003").set("/recorded_at", "2025-03-18T09:27:59+08:00"))
            .fails_at("/recorded_at");
    }
}
