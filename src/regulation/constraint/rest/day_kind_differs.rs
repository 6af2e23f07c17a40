//! A credit is rest time of the kind it says, by the calendar.

use crate::record::Kind;
use crate::record::rest_credit::{DayKind, RestCredit};
use crate::regulation::duty::Span;
use crate::regulation::finding::Faults;
use crate::regulation::rest::{self, Time};
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "day_kind_differs",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit],
    title: Text { zh: "倒休日别与节假日表不符", en: "a credit's kind of day is not what the calendar says" },
    explanation: Explanation {
        checks: Text {
            zh: "一张倒休登记的全部时间属于同一日、同一种休息时间，日别和另须付酬与节假日表及制度参数算出的一致；调休上班的周末不是休息时间，调休放假的工作日是；当年节假日未公布的不能登记。",
            en: "The whole of a credit lies in one day and in rest time of one kind; its kind and whether pay is due are what calendar and policy make them. A make-up weekend is no rest time, a weekday off by notice is, and a day of an unpublished year cannot be credited.",
        },
        why: Text {
            zh: "R-1：“若在周六、周日或其他休息时间发生不能推掉的维修任务”。哪天是休息日以国务院公布的安排为准；法定节假日依劳动法第四十四条另付工资，倒休不能抵。",
            en: "R-1: a repair on Saturday, Sunday or other rest time. Which days those are is what the State Council announced; on a statutory holiday pay is due by art. 44 of the labour law, and rest does not discharge it.",
        },
        fails: Text {
            zh: "2026-02-28（周六，调休上班）10 点的工作登记为 rest_day。",
            en: "Work at ten on 2026-02-28, a make-up Saturday, is entered as `rest_day`.",
        },
        fix: Text {
            zh: "按提示改正日别或起止；跨日、跨上下班时刻的，分成几张登记；节假日未公布的，先由办公室录入该年节假日。",
            en: "Correct the kind or the times as told; split work across midnight or the edge of working hours into several credits; where the calendar is not published, the office enters that year first.",
        },
    },
    check,
};

texts! {
    UNKNOWN: "{year} 年节假日尚未公布，不能判定是否休息日", "the calendar of {year} is not published: whether it is a rest day is not known";
    WORKING: "{from} 至 {to} 是工作时间", "{from} until {to} is working time";
    SEVERAL: "跨几种时间，须在 {at} 处分开登记", "it spans several kinds of time: split it at {at}";
    DIFFERS: "按节假日表应为 {kind}", "by the calendar it is {kind}";
    PAY: "另须付酬应为 {due}", "whether pay is due besides should be {due}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(credit) = case.form::<RestCredit>() else {
        return;
    };
    // What was judged when it came in is not judged again by what the company's hours are since.
    if case.old::<RestCredit>().is_some_and(|before| before.work == credit.work) {
        return;
    }
    let (work, world) = (&credit.work, case.world);
    let pieces = rest::pieces(&world.calendar, &world.policies, Span { from: work.from, to: work.to });
    for (span, time) in &pieces {
        match time {
            Time::Unknown => {
                let year = span.from.day().format("%Y");
                faults.at("/work/from", Message::new(&UNKNOWN).with("year", year));
            }
            Time::Working => {
                faults.at("/work/from", Message::new(&WORKING).with("from", span.from).with("to", span.to));
            }
            Time::Off(_) => {}
        }
    }
    let kinds: Vec<(Span, DayKind)> = pieces
        .into_iter()
        .filter_map(|(span, time)| if let Time::Off(kind) = time { Some((span, kind)) } else { None })
        .collect();
    match kinds[..] {
        [(span, kind)] => {
            if kind != work.day_kind {
                faults.at("/work/day_kind", Message::new(&DIFFERS).with("kind", kind.word()));
            }
            let due = rest::pay_due(kind, &world.policies, span.from.day());
            if due != work.pay_due {
                faults.at("/work/pay_due", Message::new(&PAY).with("due", due));
            }
        }
        [_, (second, _), ..] => faults.at("/work/to", Message::new(&SEVERAL).with("at", second.from)),
        [] => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, rest_credit, trial};

    fn on(from: &str, to: &str, kind: &str) -> Draft {
        rest_credit().set("/work/from", from).set("/work/to", to).set("/work/day_kind", kind)
    }

    #[test]
    fn a_saturday_is_a_rest_day() {
        trial(&RULE).adding(&rest_credit()).passes();
    }

    #[test]
    fn a_make_up_saturday_is_working_time() {
        trial(&RULE)
            .adding(&on("2026-02-28T10:00:00+08:00", "2026-02-28T11:00:00+08:00", "rest_day"))
            .fails_at("/work/from");
    }

    #[test]
    fn a_weekday_off_by_notice_is_rest_time_of_its_own_kind() {
        let off = |kind| on("2026-02-23T10:00:00+08:00", "2026-02-23T11:00:00+08:00", kind);
        trial(&RULE).adding(&off("adjusted_off")).passes();
        trial(&RULE).adding(&off("rest_day")).fails_at("/work/day_kind");
    }

    #[test]
    fn on_a_statutory_holiday_pay_is_due_besides() {
        let holiday = on("2026-02-17T10:00:00+08:00", "2026-02-17T11:00:00+08:00", "statutory_holiday");
        trial(&RULE).adding(&holiday.clone().set("/work/pay_due", true)).passes();
        trial(&RULE).adding(&holiday).fails_at("/work/pay_due");
    }

    #[test]
    fn the_end_of_working_hours_divides_two_kinds_of_time() {
        let late = |from| on(from, "2026-02-27T20:00:00+08:00", "weekday_after_hours").set("/work/pay_due", true);
        trial(&RULE).adding(&late("2026-02-27T18:00:00+08:00")).passes();
        trial(&RULE).adding(&late("2026-02-27T17:59:59+08:00")).fails_at("/work/from");
    }

    #[test]
    fn work_across_midnight_is_two_credits() {
        trial(&RULE)
            .adding(
                &on("2026-02-13T23:00:00+08:00", "2026-02-14T01:00:00+08:00", "weekday_after_hours")
                    .set("/work/pay_due", true),
            )
            .fails_at("/work/to");
        trial(&RULE).adding(&on("2026-02-15T23:00:00+08:00", "2026-02-16T00:00:00+08:00", "rest_day")).passes();
    }

    #[test]
    fn a_year_that_is_not_published_is_unknown_and_never_without_holidays() {
        trial(&RULE)
            .adding(&on("2027-01-02T10:00:00+08:00", "2027-01-02T11:00:00+08:00", "rest_day"))
            .fails_at("/work/from");
    }
}
