//! Nobody is on duty before joining or after leaving (D-1).

use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::record::id::{RosterId, StaffId};
use crate::record::instant::Date;
use crate::record::staff::Staff;
use crate::regulation::duty::{self, Watch};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "leaver_rostered",
    clauses: &["D-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Staff, Kind::DutyRoster],
    title: Text { zh: "离职人员仍排在值班表上", en: "someone who has left is on the roster" },
    explanation: Explanation {
        checks: Text {
            zh: "当班、备班的每个人在该班次的全部时间在职（离职当日仍算在职）；登记离职时，已公布的值班表中此人不再当班。",
            en: "Everyone on duty or standing by is employed for the whole of the shift (the day of leaving counts); when a leaving is entered, the published rosters have the person on duty no more.",
        },
        why: Text {
            zh: "D-1：“随时待命，保证电话通畅”。已离职的人接不了电话，写在表上等于空档。",
            en: "D-1: on call at any time, phones reachable. Someone who has left does not pick up; to list them is to leave a gap.",
        },
        fails: Text {
            zh: "sun-tao 3 月 20 日离职，3 月下旬的班次仍有此人。",
            en: "Sun Tao leaves on 20 March and is on duty in the last third of March.",
        },
        fix: Text {
            zh: "拟订中的值班表直接换人；已公布的，在同一次提交中用调班（changes）换人。",
            en: "In a draft put someone else; once published, put someone else with a change (`changes`), in the same commit as the leaving.",
        },
    },
    check,
};

texts! {
    LEFT: "{who} 于 {day} 离职，{from} 至 {to} 的班次不能再有此人", "{who} leaves on {day} and cannot be on duty from {from} until {to}";
    NOT_YET: "{who} 于 {day} 才入职，{from} 至 {to} 的班次不能有此人", "{who} joins only on {day} and cannot be on duty from {from} until {to}";
    STILL: "{month} 值班表 {from} 至 {to} 仍由 {who} 当班或备班", "the roster of {month} still has {who} from {from} until {to}";
}

/// Most months looked at after a leaving: rosters are not published further ahead.
const AHEAD: usize = 12;

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(roster) = case.form::<DutyRoster>() {
        for watch in duty::watches(roster) {
            for absence in duty::absences(case.world.records, &watch) {
                let wrong = Message::new(if absence.left { &LEFT } else { &NOT_YET })
                    .with("who", absence.who)
                    .with("day", absence.day)
                    .with("from", watch.span.from)
                    .with("to", watch.span.to);
                faults.at(watch.pointer.clone(), wrong);
            }
        }
    }
    if let Some(staff) = case.form::<Staff>()
        && let Some(left_on) = staff.left_on
        && case.old::<Staff>().is_none_or(|before| before.left_on != staff.left_on)
    {
        for watch in still_on_duty(case, &staff.id, left_on) {
            let still = Message::new(&STILL)
                .with("month", &watch.roster)
                .with("who", &staff.id)
                .with("from", watch.span.from)
                .with("to", watch.span.to);
            faults.at("/left_on", still);
        }
    }
}

/// The watches after a day that still name a person, in the rosters published from the month before on.
fn still_on_duty(case: &Case<'_>, who: &StaffId, left_on: Date) -> Vec<Watch> {
    let first = RosterId::of(left_on);
    let before = first.as_ref().and_then(RosterId::previous);
    let months = std::iter::successors(first, RosterId::next).take(AHEAD);
    let rosters = before.into_iter().chain(months).filter_map(|month| duty::published(case.world.records, &month));
    let after = end_of(left_on);
    rosters
        .flat_map(|roster| duty::watches(&roster))
        .filter(|watch| watch.span.to > after && watch.people().contains(who))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_change, duty_roster, staff, trial};

    #[test]
    fn people_who_are_employed_may_be_rostered() {
        trial(&RULE).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn the_day_of_leaving_may_still_be_a_day_of_duty() {
        trial(&RULE).beside(&staff("sun-tao").set("/left_on", "2026-03-31")).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn who_leaves_within_a_shift_is_not_rostered_for_it() {
        trial(&RULE)
            .beside(&staff("sun-tao").set("/left_on", "2026-03-30"))
            .adding(&duty_roster("2026-03"))
            .fails_at("/plan/shifts/1");
    }

    #[test]
    fn who_stands_by_is_employed_too() {
        trial(&RULE)
            .beside(&staff("zhou-min").set("/left_on", "2026-03-10"))
            .adding(&duty_roster("2026-03").set("/plan/shifts/0/backup", "zhou-min"))
            .fails_at("/plan/shifts/0");
    }

    #[test]
    fn nobody_is_on_duty_before_joining() {
        trial(&RULE)
            .beside(&staff("li-na").set("/joined_on", "2026-03-02"))
            .adding(&duty_roster("2026-03"))
            .fails_at("/plan/shifts/0");
    }

    #[test]
    fn a_leaving_waits_until_the_roster_has_someone_else() {
        trial(&RULE).changing(&staff("sun-tao"), |draft| draft.set("/left_on", "2026-03-20")).fails_at("/left_on");
        let mut change = duty_change("wu-gang");
        change["starts_at"] = "2026-03-21T00:00:00+08:00".into();
        change["ends_at"] = "2026-04-01T00:00:00+08:00".into();
        trial(&RULE)
            .beside(&duty_roster("2026-03").set("/changes/-", change))
            .changing(&staff("sun-tao"), |draft| draft.set("/left_on", "2026-03-20"))
            .passes();
    }
}
