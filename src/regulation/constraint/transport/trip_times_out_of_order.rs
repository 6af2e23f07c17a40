//! A trip leads to the work that its form records (V-1 to V-3, M-6).

use super::travel::{KINDS, Travel};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "trip_times_out_of_order",
    clauses: &["V-1", "V-2", "V-3", "M-6"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text { zh: "出行时间与上门时间不合", en: "the times of a trip do not lead to the work" },
    explanation: Explanation {
        checks: Text {
            zh: "表单另记到场时间的，出发不晚于到达，到达不晚于表单所记的到场时间（维修单的时间先后另有规则）。",
            en: "Where the form says when the work was reached, the departure is no later than the arrival, and the arrival no later than that (a ticket's times have a rule of their own).",
        },
        why: Text {
            zh: "M-6：服务后就工作时间进行确认；V-3 的“事先同意”以出发时间为准，出发时间须可信。",
            en: "M-6: the working time is confirmed after the service; V-3 measures prior consent by the departure, which must be possible.",
        },
        fails: Text {
            zh: "trip.arrived_at 为 10:20，而 visit.arrived_at 为 10:00。",
            en: "`trip.arrived_at` is 10:20 and `visit.arrived_at` is 10:00.",
        },
        fix: Text { zh: "按实际改正时间。", en: "Enter the true times." },
    },
    check,
};

texts! {
    BACKWARDS: "到达 {arrived} 早于出发 {departed}", "arrived at {arrived}, before the departure at {departed}";
    AFTER_WORK: "到达 {arrived} 晚于表单所记的到场时间 {there}", "arrived at {arrived}, after the form says the site was reached, {there}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(Travel { trip, there_at: Some(there), .. }) = Travel::of(case) else {
        return;
    };
    let arrived = trip.arrived_at;
    if arrived < trip.departed_at {
        let backwards = Message::new(&BACKWARDS).with("arrived", arrived).with("departed", trip.departed_at);
        faults.at("/trip/arrived_at", backwards);
    }
    if arrived > there {
        faults.at("/trip/arrived_at", Message::new(&AFTER_WORK).with("arrived", arrived).with("there", there));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, travelled, trial};

    #[test]
    fn a_trip_ends_where_the_visit_begins() {
        let trip = travelled("zhang-wei", "2025-04-10T09:20:00+08:00", "2025-04-10T10:00:00+08:00");
        trial(&RULE).adding(&onsite().set("/trip", trip)).passes();
    }

    #[test]
    fn a_visit_does_not_begin_on_the_way() {
        let trip = travelled("zhang-wei", "2025-04-10T09:20:00+08:00", "2025-04-10T10:00:01+08:00");
        trial(&RULE).adding(&onsite().set("/trip", trip)).fails_at("/trip/arrived_at");
    }

    #[test]
    fn nobody_arrives_before_setting_out() {
        let trip = travelled("zhang-wei", "2025-04-10T09:50:00+08:00", "2025-04-10T09:40:00+08:00");
        trial(&RULE).adding(&onsite().set("/trip", trip)).fails_at("/trip/arrived_at");
    }
}
