//! An entry's key names its incident and its author (E-4).

use crate::record::Kind;
use crate::record::id::IncidentEntryId;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entry_key_differs",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "过程记录的编号与内容不符", en: "an entry's key says something else than the entry" },
    explanation: Explanation {
        checks: Text {
            zh: "编号中的事件即 incident，记录人即 by。",
            en: "The incident in the key is `incident`, the author in it is `by`.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”编号由事件、记录人和其序号组成，多人同时记录才互不冲突，也才知道是谁记的。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. The key is made of incident, author and the author's number: so that several people write at once, and it is known who did.",
        },
        fails: Text {
            zh: "编号为 20250318-li-na-E01.li-na-003，by 却是 zhao-lei。",
            en: "The key is 20250318-li-na-E01.li-na-003 and `by` is zhao-lei.",
        },
        fix: Text {
            zh: "由谁记录就用谁的编号；用 weibao incident log 记，编号自动生成。",
            en: "Use the key of the one who writes; `weibao incident log` makes it.",
        },
    },
    check,
};

texts! {
    INCIDENT: "编号属于事件 {wanted}", "the key belongs to the incident {wanted}";
    AUTHOR: "编号属于记录人 {wanted}", "the key belongs to the author {wanted}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(entry), Ok(id)) = (case.form::<IncidentEntry>(), IncidentEntryId::parse(&case.key.id)) else {
        return;
    };
    if entry.incident != id.incident() {
        faults.at("/incident", Message::new(&INCIDENT).with("wanted", id.incident()));
    }
    if entry.by != id.author() {
        faults.at("/by", Message::new(&AUTHOR).with("wanted", id.author()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};

    #[test]
    fn the_author_writes_under_their_own_name() {
        trial(&RULE).adding(&incident_entry("li-na-003")).passes();
    }

    #[test]
    fn nobody_writes_under_another_name() {
        trial(&RULE).adding(&incident_entry("li-na-003").set("/by", "zhao-lei")).fails_at("/by");
    }

    #[test]
    fn an_entry_belongs_to_the_incident_of_its_key() {
        trial(&RULE).adding(&incident_entry("li-na-003").set("/incident", "20250318-li-na-E02")).fails_at("/incident");
    }
}
