//! A repeat repair names the repair it repeats.

use crate::record::Kind;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "repeat_repair_unfounded",
    clauses: &["M-3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "二次返修所指的原单不成立", en: "a repeat repair names no repair it could repeat" },
    explanation: Explanation {
        checks: Text {
            zh: "repeat_of 写有原单号时，原单是另一张已完成的维修单，同一站点，至少一件相同设备，恢复时间在本次报修之前、不早于 repeat_repair_days 天。",
            en: "When `repeat_of` names a ticket, that is another one, completed, for the same site with at least one device in common, restored before this fault was received and no more than repeat_repair_days earlier.",
        },
        why: Text {
            zh: "M-3：“保证检修工作质量，最大限度减少二次返修。”条款未定义二次返修，按制度参数认定；返修率据此统计。",
            en: "M-3: “Assure repair quality; minimise repeat repairs.” The text does not define one, so the policy does; the repeat rate counts these.",
        },
        fails: Text {
            zh: "repeat_of 指向另一个站点的维修单。", en: "`repeat_of` names a ticket for another site."
        },
        fix: Text {
            zh: "填写真正的原单号；不是二次返修的写“无”。",
            en: "Name the repair it repeats, or 无 when it repeats none.",
        },
    },
    check,
};

texts! {
    ITSELF: "不能指向本单自己", "a ticket does not repeat itself";
    NOT_DONE: "原单 {of} 尚未完成", "ticket {of} is not completed";
    SITE: "原单 {of} 不是同一站点", "ticket {of} is for another site";
    ASSET: "原单 {of} 没有相同的设备", "ticket {of} has no device in common with this one";
    OLD: "原单 {of} 的恢复时间 {restored} 不在本次报修之前 {days} 天内", "ticket {of} was restored at {restored}, not within {days} days before this fault";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some((report, of)) = ticket.report.as_ref().and_then(|report| Some((report, report.repeat_of.as_option()?)))
    else {
        return;
    };
    let place = "/report/repeat_of";
    let wrong = |text| Message::new(text).with("of", of);
    if *of == ticket.id {
        faults.at(place, &ITSELF);
        return;
    }
    let Some(first) = case.world.records.get::<Ticket>(&of.key(Kind::Ticket)) else {
        return;
    };
    let (TicketState::Completed, Some(before), Some(work)) = (first.state, &first.report, &first.work) else {
        faults.at(place, wrong(&NOT_DONE));
        return;
    };
    if before.site != report.site {
        faults.at(place, wrong(&SITE));
    }
    if !report.assets.iter().any(|asset| before.assets.contains(asset)) {
        faults.at(place, wrong(&ASSET));
    }
    let days = case.world.policies.number(&named::repeat_repair_days, report.received_at.day());
    let since = report.received_at.seconds_since(work.restored_at);
    if !(0..=days.saturating_mul(86_400)).contains(&since) {
        faults.at(place, wrong(&OLD).with("restored", work.restored_at).with("days", days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, ticket, trial};

    fn repeating(of: &str) -> Draft {
        ticket(5).set("/report/site", "S00001").set("/report/repeat_of", of)
    }

    #[test]
    fn the_same_device_within_a_month_is_a_repeat() {
        trial(&RULE).adding(&repeating("WX-0000001")).passes();
    }

    #[test]
    fn another_site_is_no_repeat() {
        trial(&RULE).adding(&repeating("WX-0000001").set("/report/site", "S00002")).fails_at("/report/repeat_of");
    }

    #[test]
    fn another_device_is_no_repeat() {
        trial(&RULE)
            .adding(&repeating("WX-0000001").set("/report/assets/0/serial", "YA16-2024-0099"))
            .fails_at("/report/repeat_of");
    }

    #[test]
    fn after_a_month_it_is_no_repeat() {
        trial(&RULE)
            .adding(&repeating("WX-0000001").set("/report/received_at", "2025-04-03T11:30:01+08:00"))
            .fails_at("/report/repeat_of");
    }

    #[test]
    fn what_is_not_done_cannot_be_repeated() {
        trial(&RULE).adding(&repeating("WX-0000004")).fails_at("/report/repeat_of");
    }
}
