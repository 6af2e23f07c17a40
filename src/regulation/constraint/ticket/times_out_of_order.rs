//! The moments of a ticket follow each other.

use crate::record::Kind;
use crate::record::instant::Instant;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "times_out_of_order",
    clauses: &["M-3", "M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "维修单的各个时间先后颠倒", en: "the times of a ticket are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "报修 ≤ 派单 ≤ 出发 ≤ 到达 ≤ 工作开始 ≤ 恢复、工作结束 ≤ 确认；报修 ≤ 开单、约定完成；开单 ≤ 作废、转单。",
            en: "Received ≤ dispatched ≤ departed ≤ arrived ≤ work started ≤ restored and ended ≤ confirmed; received ≤ opened and promised; opened ≤ void and transferred.",
        },
        why: Text {
            zh: "M-3：“接到报修后，及时派人赶到现场进行抢修，尽快排除故障”；M-6：“售后服务后，就售后服务工作时间、具体内容和服务质量进行确认”。",
            en: "M-3: on receiving a fault report, promptly send someone to the site and clear the fault; M-6: afterwards, confirm working time, content and quality.",
        },
        fails: Text {
            zh: "trip.arrived_at 为 10:20,confirmation.work_start 为 10:00。",
            en: "`trip.arrived_at` is 10:20 and `confirmation.work_start` is 10:00.",
        },
        fix: Text { zh: "填写真实的时间。", en: "Write the true times." },
    },
    check,
};

texts! {
    WRONG: "{later} 早于 {earlier}({place})", "{later} is earlier than {earlier} ({place})";
}

/// Pairs of places, the first no later than the second.
const ORDER: &[(&str, &str)] = &[
    ("/report/received_at", "/report/opened_at"),
    ("/report/received_at", "/report/promised_by"),
    ("/report/received_at", "/dispatch/at"),
    ("/dispatch/at", "/trip/departed_at"),
    ("/trip/departed_at", "/trip/arrived_at"),
    ("/trip/arrived_at", "/confirmation/work_start"),
    ("/trip/arrived_at", "/work/restored_at"),
    ("/confirmation/work_start", "/work/restored_at"),
    ("/confirmation/work_start", "/confirmation/work_end"),
    ("/work/restored_at", "/confirmation/at"),
    ("/confirmation/work_end", "/confirmation/at"),
    ("/report/opened_at", "/void/at"),
    ("/report/opened_at", "/transfer/at"),
];

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    let at = |pointer: &str| after.value.pointer(pointer).and_then(Value::as_str).and_then(Instant::parse);
    for (first, second) in ORDER {
        if let (Some(earlier), Some(later)) = (at(first), at(second))
            && later < earlier
        {
            let wrong = Message::new(&WRONG)
                .with("later", later)
                .with("earlier", earlier)
                .with("place", first.trim_start_matches('/'));
            faults.at(*second, wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn one_thing_after_the_other_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn times_are_compared_as_points_in_time() {
        trial(&RULE).adding(&ticket(1).set("/trip/arrived_at", "2025-03-04T03:20:00+01:00")).passes();
    }

    #[test]
    fn nobody_arrives_before_departing() {
        trial(&RULE)
            .adding(&ticket(1).set("/trip/arrived_at", "2025-03-04T09:30:00+08:00"))
            .fails_at("/trip/arrived_at");
    }

    #[test]
    fn work_does_not_begin_before_arrival_and_is_not_confirmed_before_its_end() {
        trial(&RULE)
            .adding(
                &ticket(1)
                    .set("/confirmation/work_start", "2025-03-04T10:00:00+08:00")
                    .set("/confirmation/at", "2025-03-04T11:32:00+08:00"),
            )
            .fails_at_all(&["/confirmation/work_start", "/confirmation/at"]);
    }
}
