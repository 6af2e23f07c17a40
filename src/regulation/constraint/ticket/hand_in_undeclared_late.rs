//! A ticket that reached the office late says so.

use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "hand_in_undeclared_late",
    clauses: &["T-2"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "逾期交单未作说明", en: "a ticket reached the office late and does not say so" },
    explanation: Explanation {
        checks: Text {
            zh: "办公室接收时间晚于用户确认日之后第 hand_in_days 个工作日 24 时的，须有 late 一节（原因、主管或负责人确认并签字）；确认不晚于其签字。",
            en: "When the office received the ticket after 24:00 of the working day that lies hand_in_days after the client's confirmation, there is a `late` section: the reason, acknowledged and signed by the supervisor or person in charge.",
        },
        why: Text {
            zh: "T-2：“维修单（两联）交前台签字后上交办公室。”条款未定期限，期限由制度参数 hand_in_days 规定；逾期要说明，不得倒填。",
            en: "T-2: “The repair ticket (two plies) is handed to the front desk to sign, then turned in to the office.” No time is given, so the policy hand_in_days sets one; lateness is declared, never back-dated.",
        },
        fails: Text {
            zh: "周二完成，次周三才交办公室，没有 late。",
            en: "Done on Tuesday, with the office on Wednesday a week later, and no `late`.",
        },
        fix: Text {
            zh: "由主管填写并签署 late 一节，接收时间保持真实。",
            en: "Have the supervisor fill in and sign `late`; leave the true time of receipt.",
        },
    },
    check,
};

texts! {
    WRONG: "办公室 {at} 收到，期限为 {deadline}", "the office received it at {at}; it was due by {deadline}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>().filter(|ticket| ticket.late.is_none()) else {
        return;
    };
    let (Some(confirmation), Some(office)) = (&ticket.confirmation, &ticket.office) else {
        return;
    };
    let confirmed_on = confirmation.at.day();
    let days = case.world.policies.number(&named::hand_in_days, confirmed_on);
    let due = case.world.calendar.add_working_days(confirmed_on, u32::try_from(days).unwrap_or_default());
    let deadline = end_of(due.day);
    if office.at > deadline {
        faults.at("/office/at", Message::new(&WRONG).with("at", office.at).with("deadline", deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, ticket, trial};

    fn received(at: &str) -> Draft {
        ticket(1).set("/office/at", at).set("/office/signatures/0/at", at)
    }

    #[test]
    fn the_end_of_the_second_working_day_is_in_time() {
        trial(&RULE).adding(&received("2025-03-07T00:00:00+08:00")).passes();
    }

    #[test]
    fn declared_lateness_is_let_through() {
        trial(&RULE)
            .adding(&received("2025-03-12T10:00:00+08:00").set("/late", lateness("2025-03-12T09:30:00+08:00")))
            .passes();
    }

    #[test]
    fn silent_lateness_is_refused() {
        trial(&RULE).adding(&received("2025-03-07T00:00:01+08:00")).fails_at("/office/at");
    }
}
