//! An entry of an incident's course is never rewritten (E-4).

use crate::record::Kind;
use crate::regulation::constraint::places::differences;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entry_altered",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "过程记录被改动", en: "an entry of an incident's course was changed" },
    explanation: Explanation {
        checks: Text {
            zh: "过程记录一经入库，任何一项都不再改变。",
            en: "Once an entry is in, no member of it ever changes.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”改过的记录不能供事后查阅；记错的另写一件更正，原件保留。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. A record that was rewritten serves no one; a mistake is corrected by a further entry, and the first one stays.",
        },
        fails: Text {
            zh: "把已入库的“负责人到位”由 09:31 改成 09:28。",
            en: "The arrival at 09:31 that is already in is made 09:28.",
        },
        fix: Text {
            zh: "恢复原件；用 corrects 另写一件，写明更正哪一件、为何。",
            en: "Restore the entry; write another with `corrects`, naming the entry and the reason.",
        },
    },
    check,
};

texts! {
    WRONG: "过程记录只增不改", "an entry is never changed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    for pointer in differences(&before.value, &after.value, "") {
        faults.at(pointer, &WRONG);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};
    use serde_json::json;

    #[test]
    fn an_entry_as_it_was_is_fine() {
        trial(&RULE).changing(&incident_entry("li-na-003"), |entry| entry).passes();
    }

    #[test]
    fn the_time_of_an_arrival_is_not_moved() {
        trial(&RULE)
            .changing(&incident_entry("li-na-003"), |entry| entry.set("/at", "2025-03-18T09:25:00+08:00"))
            .fails_at("/at");
    }

    #[test]
    fn nothing_is_added_either() {
        trial(&RULE)
            .changing(&incident_entry("li-na-003"), |entry| entry.set("/late", json!({"reason": "堵车"})))
            .fails_at("/late");
    }
}
