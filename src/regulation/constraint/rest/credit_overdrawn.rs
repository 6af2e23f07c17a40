//! No more rest is taken than was earned.

use crate::record::Kind;
use crate::record::id::RestId;
use crate::record::rest_credit::{CreditState, RestCredit};
use crate::record::rest_use::{RestUse, UseState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::regulation::world::World;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "credit_overdrawn",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit, Kind::RestUse],
    title: Text { zh: "倒休用超了", en: "more rest is taken than was earned" },
    explanation: Explanation {
        checks: Text {
            zh: "用到一张倒休登记的各次使用（驳回的除外）合计不超过该登记的时长；只能用本人已核实、且不晚于休息之日所得的登记。",
            en: "The rests that draw on a credit, refused ones apart, take no more than it has; only credits of one's own that are confirmed and were earned no later than the day of rest are drawn on.",
        },
        why: Text {
            zh: "R-1：倒休由休息时间的维修换来，得多少休多少。每张登记都不用超，任何一天的余额就不会为负。",
            en: "R-1: rest is taken for repairs in rest time, as much as was earned. When no credit is overdrawn, the balance is never below zero on any day.",
        },
        fails: Text {
            zh: "登记 125 分钟，两次各用 90 分钟。",
            en: "A credit of 125 minutes is drawn on twice for 90.",
        },
        fix: Text {
            zh: "减少抵用的分钟数，或另列一张有余额的登记（weibao leave balance 查看余额）。",
            en: "Draw less, or draw on a further credit that has something left (`weibao leave balance` shows it).",
        },
    },
    check,
};

texts! {
    OVER: "{credit} 有 {minutes} 分钟，合计用了 {drawn} 分钟", "{credit} has {minutes} minutes, and {drawn} are drawn";
    OTHERS: "{credit} 是 {person} 的", "{credit} belongs to {person}";
    NOT_YET: "{credit} 尚未核实", "{credit} is not confirmed";
    LATER: "{credit} 在休息之日之后才得", "{credit} was earned after the day of rest";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(credit) = case.form::<RestCredit>() {
        over(credit, case.world, "/work/minutes", faults);
    }
    let Some(taken) = case.form::<RestUse>().filter(|taken| taken.state != UseState::Rejected) else {
        return;
    };
    for (index, draw) in taken.rest.credits.iter().enumerate() {
        let place = |member: &str| format!("/rest/credits/{index}/{member}");
        let Some(credit) = case.world.records.get::<RestCredit>(&draw.credit.key(Kind::RestCredit)) else {
            continue;
        };
        let wrong = |text| Message::new(text).with("credit", &draw.credit);
        if credit.person != taken.person {
            faults.at(place("credit"), wrong(&OTHERS).with("person", &credit.person));
        }
        if credit.state != CreditState::Confirmed {
            faults.at(place("credit"), wrong(&NOT_YET));
        }
        if credit.work.from.day() > taken.rest.date {
            faults.at(place("credit"), wrong(&LATER));
        }
        over(&credit, case.world, &place("minutes"), faults);
    }
}

/// A credit lists the uses that draw on it, so that nothing else need be read.
fn over(credit: &RestCredit, world: &World<'_>, pointer: &str, faults: &mut Faults<'_>) {
    let drawn = |id: &RestId| {
        let taken = world.records.get::<RestUse>(&id.key(Kind::RestUse));
        taken.map_or(0, |taken| u64::from(taken.draws(&credit.id)))
    };
    let drawn: u64 = credit.used_by.iter().map(drawn).sum();
    if drawn > u64::from(credit.work.minutes) {
        let over = Message::new(&OVER).with("credit", &credit.id).with("minutes", credit.work.minutes);
        faults.at(pointer, over.with("drawn", drawn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, rest_credit, rest_use, trial};

    fn second(minutes: u32) -> Draft {
        let draft = rest_use().filed_as("sun-tao.20250313-01").set("/id", "sun-tao.20250313-01");
        draft.set("/rest/date", "2025-03-13").set("/rest/minutes", minutes).set("/rest/credits/0/minutes", minutes)
    }

    fn shared() -> Draft {
        rest_credit().set("/used_by/-", "sun-tao.20250313-01")
    }

    #[test]
    fn the_last_minute_may_be_taken() {
        trial(&RULE).beside(&shared()).adding(&second(35)).passes();
        trial(&RULE).beside(&second(35)).adding(&shared()).passes();
    }

    #[test]
    fn one_minute_more_is_too_much() {
        trial(&RULE).beside(&shared()).adding(&second(36)).fails_at("/rest/credits/0/minutes");
        trial(&RULE).beside(&second(36)).adding(&shared()).fails_at("/work/minutes");
    }

    #[test]
    fn a_refused_rest_takes_nothing() {
        trial(&RULE).beside(&shared()).beside(&rest_use().set("/state", "rejected")).adding(&second(125)).passes();
    }

    #[test]
    fn a_credit_that_is_not_confirmed_gives_nothing() {
        trial(&RULE)
            .beside(&rest_credit().set("/state", "applied"))
            .adding(&rest_use())
            .fails_at("/rest/credits/0/credit");
    }

    #[test]
    fn rest_is_not_taken_before_it_is_earned() {
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-08")).passes();
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-07")).fails_at("/rest/credits/0/credit");
    }

    #[test]
    fn nobody_draws_on_anothers_credit() {
        trial(&RULE).adding(&rest_use().set("/person", "zhang-wei")).fails_at("/rest/credits/0/credit");
    }
}
