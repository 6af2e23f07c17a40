//! A late callback says so itself, with reason and acknowledgement (C-7.1.4, C-P.1.4, C-S.1.4).

use super::view::Callback;
use crate::record::Kind;
use crate::regulation::constraint::lateness;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "callback_late_undeclared",
    clauses: &["C-7.1.4", "C-P.1.4", "C-S.1.4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "逾期回访未作逾期说明", en: "a late callback is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "通话或到达晚于窗口截止时，须有 late 一节。所涉年份的节假日尚未公布时不判。",
            en: "A talk or an arrival after the deadline comes with a `late` section. Not judged while the calendar of a year concerned is not published.",
        },
        why: Text {
            zh: "C-7.1.4：“必须在规定时间〔24小时内〕内对用户回访，回访率要求达〔100%。〕”逾期可以登记，但须写明，计为逾期。",
            en: "C-7.1.4: users must be called back within the prescribed time and the rate must reach 100 %. A late callback may be entered, but it says so and counts as late.",
        },
        fails: Text {
            zh: "应于 2025-04-11 24 时前上门，2025-04-14 到达，而没有 late。",
            en: "Due by 24:00 of 2025-04-11, arrived on 2025-04-14, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人确认并签字；不得把时间改早。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; never move the time back.",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of).filter(|callback| callback.late.is_none()) else {
        return;
    };
    let (Some(act), Some(due)) = (callback.act, obligation::for_callback(case.key, case.world)) else {
        return;
    };
    if !due.window.provisional {
        lateness::undeclared(act.at, &due.window, act.pointer, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, onsite, phone_after_repair, trial};

    fn visited(at: &str) -> Draft {
        onsite().set("/visit/arrived_at", at)
    }

    #[test]
    fn the_last_moment_is_in_time() {
        trial(&RULE).adding(&visited("2025-04-12T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_moment_later_is_late() {
        trial(&RULE).adding(&visited("2025-04-12T00:00:01+08:00")).fails_at("/visit/arrived_at");
    }

    #[test]
    fn a_late_call_after_a_repair_is_noticed() {
        let late = phone_after_repair().set("/call/at", "2025-03-05T11:30:01+08:00");
        trial(&RULE).adding(&late).fails_at("/call/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = visited("2025-04-14T10:00:00+08:00").set("/late", lateness("2025-04-14T12:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn nothing_is_late_by_a_calendar_that_is_not_published() {
        let late = visited("2025-04-14T10:00:00+08:00");
        trial(&RULE).scene(|scene| scene.without("records/calendar/2025.json")).adding(&late).passes();
    }
}
