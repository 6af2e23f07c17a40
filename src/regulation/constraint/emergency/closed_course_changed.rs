//! A closing seals the course it rests on (E-4).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "closed_course_changed",
    clauses: &["E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident, Kind::IncidentEntry],
    title: Text {
        zh: "结案所依据的过程记录件数不符",
        en: "a closing rests on another number of entries than there are",
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案写明依据几件过程记录；记录时间不晚于结案的恰为此数，其后补记的 recorded_at 须晚于结案。",
            en: "A closing says on how many entries it rests; those written down by then are exactly so many, and what is added later was written down later.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”结案之后不得再有记录塞到结案之前。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. Nothing slips under a closing afterwards.",
        },
        fails: Text {
            zh: "结案依据 19 件，之后又并入一件记录时间早于结案的。",
            en: "The closing rests on 19 entries, and another one dated before it is merged afterwards.",
        },
        fix: Text {
            zh: "结案时写实际件数；结案后才并入的，以并入时的时间作 recorded_at 重记。",
            en: "Say the true number when closing; what is merged after the closing is written down anew with the time of doing so.",
        },
    },
    check,
};

texts! {
    COUNT: "结案写 {said} 件，记录时间不晚于结案的有 {there} 件", "the closing says {said} entries, and {there} were written down by then";
    UNDER: "事件已于 {at} 结案，依据 {said} 件，此件不在其中", "the incident was closed at {at} on {said} entries, and this one is not among them";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let id = match (case.form::<Incident>(), case.form::<IncidentEntry>()) {
        (Some(incident), _) => incident.id.clone(),
        (_, Some(entry)) => entry.incident.clone(),
        _ => return,
    };
    let incident = case.world.records.get::<Incident>(&id.key(Kind::Incident));
    let Some(closing) = incident.as_ref().and_then(|incident| incident.closing.as_ref()) else {
        return;
    };
    let there = Course::of(case.world.records, &id).recorded_by(closing.at).len();
    if u32::try_from(there) == Ok(closing.entries) {
        return;
    }
    match case.form::<IncidentEntry>() {
        None => {
            let wrong = Message::new(&COUNT).with("said", closing.entries).with("there", there);
            faults.at("/closing/entries", wrong);
        }
        Some(entry) if entry.recorded_at <= closing.at => {
            let wrong = Message::new(&UNDER).with("at", closing.at).with("said", closing.entries);
            faults.at("/recorded_at", wrong);
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, entry_of, incident, trial};
    use serde_json::json;

    fn further(recorded_at: &str) -> Draft {
        entry_of("wu-gang-001", "other", "2025-03-18T12:00:00+08:00", json!({"text": "备品送到"}))
            .set("/recorded_at", recorded_at)
    }

    #[test]
    fn a_closing_counts_its_entries() {
        trial(&RULE).adding(&incident()).passes();
        trial(&RULE).adding(&incident().set("/closing/entries", 18)).fails_at("/closing/entries");
    }

    #[test]
    fn an_entry_written_down_after_the_closing_is_fine() {
        trial(&RULE).adding(&further("2025-03-19T10:00:01+08:00")).passes();
    }

    #[test]
    fn no_entry_slips_under_the_closing() {
        trial(&RULE).adding(&further("2025-03-19T10:00:00+08:00")).fails_at("/recorded_at");
    }
}
