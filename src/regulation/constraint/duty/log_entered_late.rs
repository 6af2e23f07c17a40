//! An entry is written when it happens (D-1, E-4).

use crate::record::Kind;
use crate::record::duty_log::DutyLog;
use crate::regulation::duty;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "log_entered_late",
    clauses: &["D-1"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::DutyLog],
    title: Text { zh: "值班记录事后补记", en: "an entry of the duty log was written late" },
    explanation: Explanation {
        checks: Text {
            zh: "记录时间不晚于发生时间加 duty_log_minutes；补记可以，予以提示并计入报表。",
            en: "An entry is written no later than duty_log_minutes after what it tells; later ones are let in, shown, and counted in the report.",
        },
        why: Text {
            zh: "E-4：对接收时间、到位时间、指示、处理情况要有详细的记录。隔得越久越不准；时限条文未定，为公司制度值。",
            en: "E-4: times, instructions and handling are recorded in detail. The longer one waits the less it is worth; the text gives no time, the value is a policy.",
        },
        fails: Text {
            zh: "20:10 来电，次日 08:00 才记录。",
            en: "A call at 20:10 is written down at eight the next morning.",
        },
        fix: Text {
            zh: "保留真实的记录时间；今后请当场记录。",
            en: "Leave the true time of writing; next time write it down at once.",
        },
    },
    check,
};

texts! {
    LATE: "{at} 的事，{recorded_at} 才记录", "it happened at {at} and was written down at {recorded_at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(log) = case.form::<DutyLog>() else {
        return;
    };
    let entry = &log.entry;
    if duty::entered_late(entry, &case.world.policies) {
        let late = Message::new(&LATE).with("at", entry.at).with("recorded_at", entry.recorded_at);
        faults.at("/entry/recorded_at", late);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_log, trial};

    #[test]
    fn an_entry_within_the_hour_is_in_time() {
        trial(&RULE).adding(&duty_log().set("/entry/recorded_at", "2026-03-01T21:10:00+08:00")).passes();
    }

    #[test]
    fn one_second_later_is_late() {
        trial(&RULE)
            .adding(&duty_log().set("/entry/recorded_at", "2026-03-01T21:10:01+08:00"))
            .fails_at("/entry/recorded_at");
    }
}
