//! The times of the maintenance follow the work, and the client confirms them (M-6).

use crate::record::Kind;
use crate::record::instant::Instant;
use crate::record::maintenance::Maintenance;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_times_out_of_order",
    clauses: &["M-6", "M-2.B"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "维护保养记录的时间先后不合", en: "the times of maintenance are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "到达不晚于开始，开始早于结束，清洁的完成时间在其间；甲方确认的工作时间与之一致，确认不早于结束。",
            en: "The arrival is no later than the start, the start before the end, cleaning done in between; the working time the client confirms is the same, and confirmed no earlier than its end.",
        },
        why: Text {
            zh: "M-6：“售后服务后，就售后服务工作时间、具体内容和服务质量进行确认。”",
            en: "M-6: afterwards, confirm the working time, the specific content and the quality of service.",
        },
        fails: Text {
            zh: "confirmation.at 早于 work.ended_at；或 confirmation.work_end 与 work.ended_at 不同。",
            en: "`confirmation.at` is earlier than `work.ended_at`; or `confirmation.work_end` differs from it.",
        },
        fix: Text {
            zh: "按实际改正时间，重新请有关各方签字。",
            en: "Enter the true times and have the section signed again.",
        },
    },
    check,
};

texts! {
    ARRIVED: "开始时间 {start} 早于到达时间 {arrived}", "the work began at {start}, before the arrival at {arrived}";
    EMPTY: "结束时间 {end} 不晚于开始时间 {start}", "the end {end} is not later than the start {start}";
    BETWEEN: "{at} 不在工作时间 {start} 至 {end} 内", "{at} is not within the working time, {start} to {end}";
    DIFFERS: "甲方确认的 {at} 与维护保养的 {wanted} 不同", "the client confirms {at}, and the work says {wanted}";
    EARLY: "甲方确认 {at} 早于工作结束 {end}", "the client confirmed at {at}, before the end of the work at {end}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    let (start, end) = (work.started_at, work.ended_at);
    if let Some(trip) = maintenance.trip.as_ref().filter(|trip| start < trip.arrived_at) {
        faults.at("/work/started_at", Message::new(&ARRIVED).with("start", start).with("arrived", trip.arrived_at));
    }
    if end <= start {
        faults.at("/work/ended_at", Message::new(&EMPTY).with("end", end).with("start", start));
    }
    for (n, row) in work.b_cabinets.cleaned.entries().iter().enumerate() {
        if row.done_at < start || end < row.done_at {
            let wrong = Message::new(&BETWEEN).with("at", row.done_at).with("start", start).with("end", end);
            faults.at(format!("/work/b_cabinets/cleaned/{n}/done_at"), wrong);
        }
    }
    let Some(confirmation) = &maintenance.confirmation else {
        return;
    };
    let mut same = |member: &str, at: Instant, wanted: Instant| {
        if at != wanted {
            faults.at(format!("/confirmation/{member}"), Message::new(&DIFFERS).with("at", at).with("wanted", wanted));
        }
    };
    same("work_start", confirmation.work_start, start);
    same("work_end", confirmation.work_end, end);
    if confirmation.at < end {
        faults.at("/confirmation/at", Message::new(&EARLY).with("at", confirmation.at).with("end", end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn arrival_work_then_confirmation_is_fine() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn nobody_works_before_arriving() {
        trial(&RULE)
            .adding(&maintenance().set("/trip/arrived_at", "2025-05-13T09:10:01+08:00"))
            .fails_at("/work/started_at");
    }

    #[test]
    fn a_cabinet_is_cleaned_while_there_is_work() {
        let place = "/work/b_cabinets/cleaned/0/done_at";
        for at in ["2025-05-13T09:09:59+08:00", "2025-05-13T16:00:01+08:00"] {
            trial(&RULE).adding(&maintenance().set(place, at)).fails_at(place);
        }
        trial(&RULE).adding(&maintenance().set(place, "2025-05-13T16:00:00+08:00")).passes();
    }

    #[test]
    fn the_client_confirms_the_time_that_was_worked() {
        for member in ["/confirmation/work_start", "/confirmation/work_end"] {
            trial(&RULE).adding(&maintenance().set(member, "2025-05-13T12:00:00+08:00")).fails_at(member);
        }
    }

    #[test]
    fn nobody_confirms_work_that_goes_on() {
        trial(&RULE)
            .adding(&maintenance().set("/confirmation/at", "2025-05-13T15:59:59+08:00"))
            .fails_at("/confirmation/at");
    }

    #[test]
    fn work_cannot_end_when_it_starts() {
        let empty = maintenance()
            .set("/work/ended_at", "2025-05-13T09:10:00+08:00")
            .set("/work/b_cabinets/cleaned/0/done_at", "2025-05-13T09:10:00+08:00")
            .set("/confirmation/work_end", "2025-05-13T09:10:00+08:00");
        trial(&RULE).adding(&empty).fails_at("/work/ended_at");
    }
}
