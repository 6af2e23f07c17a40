//! The times of a visit follow its course (M-6, C-7.1.1).

use crate::record::Kind;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::parts::OrNone;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "visit_times_out_of_order",
    clauses: &["M-6", "C-7.1.1", "C-S.1.1", "C-7.1.3", "C-S.1.3", "C-7.3.2", "C-S.3.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "上门时间先后不合", en: "the times of a visit are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "离开晚于到达；用户确认、反馈部门和提出问题不早于到达。",
            en: "Leaving is later than arriving; the user's confirmation, feedback and issues are no earlier than the arrival.",
        },
        why: Text {
            zh: "M-6：服务后就工作时间进行确认；不可能的时间无从确认。",
            en: "M-6: the working time is confirmed after the service; impossible times cannot be.",
        },
        fails: Text {
            zh: "visit.left_at 等于 visit.arrived_at。", en: "`visit.left_at` equals `visit.arrived_at`."
        },
        fix: Text { zh: "按实际改正时间。", en: "Enter the true times." },
    },
    check,
};

texts! {
    LEFT: "离开 {left} 不晚于到达 {arrived}", "left at {left}, not after arriving at {arrived}";
    EARLY: "{at} 早于到达 {arrived}", "{at} is before the arrival at {arrived}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<OnsiteCallback>() else {
        return;
    };
    let Some(visit) = &callback.visit else {
        return;
    };
    let arrived = visit.arrived_at;
    if visit.left_at <= arrived {
        let left = Message::new(&LEFT).with("left", visit.left_at).with("arrived", arrived);
        faults.at("/visit/left_at", left);
    }
    let feedback = visit.feedback.entries().iter().enumerate();
    let issues = callback.issues.iter().flat_map(OrNone::entries).enumerate();
    let confirmed = callback.confirmation.iter().map(|confirmation| ("/confirmation/at".to_owned(), confirmation.at));
    let times = feedback
        .map(|(place, feedback)| (format!("/visit/feedback/{place}/at"), feedback.at))
        .chain(confirmed)
        .chain(issues.map(|(place, issue)| (format!("/issues/{place}/raised_at"), issue.raised_at)));
    for (pointer, at) in times.filter(|(_, at)| *at < arrived) {
        faults.at(pointer, Message::new(&EARLY).with("at", at).with("arrived", arrived));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{handed_over, onsite, trial};
    use serde_json::json;

    #[test]
    fn a_visit_in_its_course_is_fine() {
        trial(&RULE).adding(&onsite().set("/issues", json!([handed_over()]))).passes();
    }

    #[test]
    fn a_visit_takes_time() {
        trial(&RULE).adding(&onsite().set("/visit/left_at", "2025-04-10T10:00:00+08:00")).fails_at("/visit/left_at");
    }

    #[test]
    fn nobody_confirms_before_the_arrival() {
        trial(&RULE)
            .adding(&onsite().set("/confirmation/at", "2025-04-10T09:59:59+08:00"))
            .fails_at("/confirmation/at");
    }
}
