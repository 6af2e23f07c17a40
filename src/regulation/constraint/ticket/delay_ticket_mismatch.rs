//! A delay slip fits its ticket and the slip before it.

use crate::record::Kind;
use crate::record::delay::Delay;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "delay_ticket_mismatch",
    clauses: &["T-3", "D2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Delay],
    title: Text {
        zh: "延时单与维修单或前一张延时单不符",
        en: "a delay slip does not fit its ticket or the slip before it",
    },
    explanation: Explanation {
        checks: Text {
            zh: "延时单属于其编号所示的维修单，站点相同；编号从 1 连续；原约定完成时间为维修单的约定时间，或前一张延时单的原、新时间之一；新时间晚于原时间。",
            en: "A slip belongs to the ticket its number shows, for the same site; slips are numbered from 1 without gaps; the original due is the ticket's promise, or the old or new due of the slip before; the new due is later.",
        },
        why: Text {
            zh: "T-3：“延时单作为附件”。附件要附在对的单上，时间要接得上。",
            en: "T-3: the delay slip is an attachment. It must be attached to the right form, and its times must join on.",
        },
        fails: Text {
            zh: "维修单约定 3 月 7 日，延时单 original_due 写 3 月 10 日。",
            en: "The ticket promises 7 March and `original_due` of the slip is 10 March.",
        },
        fix: Text {
            zh: "按维修单（或前一张延时单）填写原约定时间。",
            en: "Copy the due time from the ticket, or from the slip before.",
        },
    },
    check,
};

texts! {
    OTHER_TICKET: "编号属于维修单 {ticket}", "the number belongs to ticket {ticket}";
    SITE: "维修单 {ticket} 的站点不是 {site}", "ticket {ticket} is not for site {site}";
    GAP: "前一张延时单 {previous} 不存在", "the slip before, {previous}, does not exist";
    DUE: "原约定时间应为 {expected}", "the original due is {expected}";
    EARLIER: "新时间不晚于原约定时间", "the new due is not later than the original";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(delay) = case.form::<Delay>() else {
        return;
    };
    let of = delay.id.ticket();
    if delay.ticket != of {
        faults.at("/ticket", Message::new(&OTHER_TICKET).with("ticket", &of));
    }
    let ticket = case.world.records.get::<Ticket>(&of.key(Kind::Ticket));
    let report = ticket.as_ref().and_then(|ticket| ticket.report.as_ref());
    if report.is_some_and(|report| report.site != delay.site) {
        faults.at("/site", Message::new(&SITE).with("ticket", &of).with("site", &delay.site));
    }
    let application = &delay.application;
    let expected = if let Ok(previous) = of.slip(delay.id.n().saturating_sub(1)) {
        if let Some(before) = case.world.records.get::<Delay>(&previous.key(Kind::Delay)) {
            // A slip that is rejected later leaves the due as it was: both are good.
            vec![before.application.new_due, before.application.original_due]
        } else {
            faults.at("/id", Message::new(&GAP).with("previous", previous));
            Vec::new()
        }
    } else {
        report.map(|report| report.promised_by).into_iter().collect()
    };
    if let Some(first) = expected.first()
        && !expected.contains(&application.original_due)
    {
        faults.at("/application/original_due", Message::new(&DUE).with("expected", first));
    }
    if application.new_due <= application.original_due {
        faults.at("/application/new_due", &EARLIER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, delay, trial};

    fn second() -> Draft {
        delay()
            .filed_as("WX-0000004-2")
            .set("/id", "WX-0000004-2")
            .set("/application/original_due", "2025-03-14T18:00:00+08:00")
            .set("/application/new_due", "2025-03-21T18:00:00+08:00")
    }

    #[test]
    fn a_slip_that_takes_up_the_promise_is_fine() {
        trial(&RULE).adding(&delay()).passes();
    }

    #[test]
    fn a_second_slip_takes_up_the_first() {
        trial(&RULE).adding(&second()).passes();
    }

    #[test]
    fn the_promise_is_not_misquoted() {
        trial(&RULE)
            .adding(&delay().set("/application/original_due", "2025-03-10T18:00:00+08:00"))
            .fails_at("/application/original_due");
    }

    #[test]
    fn slips_are_numbered_without_gaps() {
        trial(&RULE).adding(&second().filed_as("WX-0000004-3").set("/id", "WX-0000004-3")).fails_at("/id");
    }

    #[test]
    fn a_delay_delays() {
        trial(&RULE)
            .adding(&delay().set("/application/new_due", "2025-03-07T18:00:00+08:00"))
            .fails_at("/application/new_due");
    }

    #[test]
    fn a_slip_stays_with_its_ticket_and_site() {
        trial(&RULE)
            .adding(&delay().set("/ticket", "WX-0000003").set("/site", "S00001"))
            .fails_at_all(&["/ticket", "/site"]);
    }
}
