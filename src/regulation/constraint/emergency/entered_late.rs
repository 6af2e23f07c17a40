//! An entry that was written down late is marked as such (E-4).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entered_late",
    clauses: &["E-4"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "过程记录是事后补记的", en: "an entry was written down long after it happened" },
    explanation: Explanation {
        checks: Text {
            zh: "recorded_at 比 at 晚过 entry_late_minutes 分钟的予以标明；不拒收，也不得改写。",
            en: "An entry written down more than entry_late_minutes after the event is marked; it is never refused and never rewritten.",
        },
        why: Text {
            zh: "E-4：“……全过程要做全面详细记录，以备事后查阅。”补记可以，但发生时间与记录时间要分开，看得出是补记。条文未定分钟数，为公司制度值。",
            en: "E-4: the whole course is recorded fully and in detail for later reference. Writing down later is allowed, and is seen as such. The text gives no number: the minutes are a policy value.",
        },
        fails: Text { zh: "09:28 到位，11:00 才记。", en: "An arrival at 09:28 that was written down at 11:00." },
        fix: Text {
            zh: "无须改正；以后随发生随记录。", en: "Nothing to put right; write things down as they happen."
        },
    },
    check,
};

texts! {
    WRONG: "{at} 的事 {recorded} 才记，迟 {minutes} 分钟", "what happened at {at} was written down at {recorded}, {minutes} minutes later";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let most = case.world.policies.number(&named::entry_late_minutes, entry.at.day());
    if entry.recorded_at > entry.at.plus_minutes(most) {
        let minutes = entry.recorded_at.seconds_since(entry.at) / 60;
        let wrong = Message::new(&WRONG).with("at", entry.at).with("recorded", entry.recorded_at);
        faults.at("/recorded_at", wrong.with("minutes", minutes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, incident_entry, trial};

    fn recorded(at: &str) -> Draft {
        incident_entry("li-na-003").set("/recorded_at", at)
    }

    #[test]
    fn half_an_hour_later_is_not_marked() {
        trial(&RULE).adding(&recorded("2025-03-18T09:58:00+08:00")).passes();
    }

    #[test]
    fn a_second_later_is() {
        trial(&RULE).adding(&recorded("2025-03-18T09:58:01+08:00")).fails_at("/recorded_at");
    }
}
