//! Those on duty write the log (D-1).

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
    id: "writer_not_on_duty",
    clauses: &["D-1"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::DutyLog],
    title: Text { zh: "记录人当时不在班", en: "an entry was written by someone not on duty" },
    explanation: Explanation {
        checks: Text {
            zh: "值班记录的记录人在发生之时当班（交接班的，交班人或接班人当班）；该月没有公布的值班表时不判。",
            en: "Who wrote the entry was on duty when it happened (in a hand-over, either of the two); not judged where the month has no published roster.",
        },
        why: Text {
            zh: "D-1：“分组值班”。值班电话由当班的人接、当班的人记；他人代记可以，但予以提示。",
            en: "D-1: duty in groups. Those on duty answer and write; that somebody else wrote is possible, and shown.",
        },
        fails: Text {
            zh: "3 月 1 日 20:10 由甲组值班，记录人是乙组的 sun-tao。",
            en: "甲组 is on duty on 1 March at 20:10, and sun-tao of 乙组 wrote the entry.",
        },
        fix: Text {
            zh: "确是他人代记的，如实保留；换过班的，请在值班表上补登调班。",
            en: "If somebody else did write it, leave what is true; if shifts were swapped, enter the change in the roster.",
        },
    },
    check,
};

texts! {
    OFF_DUTY: "{who} 在 {at} 不当班", "{who} was not on duty at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(log) = case.form::<DutyLog>() else {
        return;
    };
    let (at, records) = (log.entry.at, case.world.records);
    if !duty::is_rostered(records, at) {
        return;
    }
    // At the change of shifts the one who leaves may still write the last entry.
    let watches = [at, at.plus_seconds(-1)].map(|at| duty::on_duty(records, at)).concat();
    let parties = log.handover.iter().flat_map(|handover| [&handover.from, &handover.to]);
    let there = parties.chain([&log.entry.recorded_by]).any(|who| watches.iter().any(|watch| watch.has(who)));
    if !there {
        let off = Message::new(&OFF_DUTY).with("who", &log.entry.recorded_by).with("at", at);
        faults.at("/entry/recorded_by", off);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_handover, duty_log, trial};

    #[test]
    fn those_on_duty_write() {
        trial(&RULE).adding(&duty_log()).passes();
        trial(&RULE).adding(&duty_handover()).passes();
    }

    #[test]
    fn someone_of_the_other_group_is_noted() {
        let other = duty_log().filed_as("20260301-sun-tao-D01").set("/id", "20260301-sun-tao-D01");
        trial(&RULE).adding(&other.set("/entry/recorded_by", "sun-tao")).fails_at("/entry/recorded_by");
    }

    #[test]
    fn without_a_roster_nobody_can_say() {
        trial(&RULE)
            .scene(|scene| scene.without("records/duty-roster/2026/2026-03.json"))
            .adding(&duty_log().set("/entry/recorded_by", "zhou-min"))
            .passes();
    }
}
