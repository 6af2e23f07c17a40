//! A repair that ends after its promised time has a delay slip that covers it.

use crate::record::Kind;
use crate::record::delay::{Delay, DelayState};
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "late_without_delay_slip",
    clauses: &["T-3", "D2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text {
        zh: "超过约定时间完成而无延时单", en: "a repair ended after its promised time without a delay slip"
    },
    explanation: Explanation {
        checks: Text {
            zh: "维修单完成时，恢复时间不晚于约定完成时间；晚于的，work.delays 中有一张已提交或已生效（未驳回）的延时单，其新完成时间不早于恢复时间。",
            en: "When a ticket is completed, it was restored by the promised time; if later, `work.delays` names a slip, submitted or effective and not rejected, whose new time covers it.",
        },
        why: Text {
            zh: "T-3：“延时维修须将延时单作为附件交财务统一核算生效。”“延时”读作超过约定时间（D2）；尚未核算的延时单由期限义务跟踪。",
            en: "T-3: “For a delayed repair, the delay slip must be handed to finance as an attachment, for unified accounting, to take effect.” Delayed means later than promised (D2); a slip not yet accounted is waited for by an obligation.",
        },
        fails: Text {
            zh: "约定 3 月 5 日 18 时，3 月 6 日才恢复，work.delays 为“无”。",
            en: "Promised by 18:00 of 5 March, restored on 6 March, and `work.delays` is 无.",
        },
        fix: Text {
            zh: "先提交延时单（weibao new delay），再在 work.delays 中列出。",
            en: "Apply for a delay first (`weibao new delay`), then name it in `work.delays`.",
        },
    },
    check,
};

texts! {
    NONE_NAMED: "恢复时间 {restored} 晚于约定 {promised}，而没有延时单", "restored at {restored}, after the promised {promised}, and no delay slip is named";
    NOT_COVERED: "所列延时单没有一张延至 {restored}", "none of the slips named reaches {restored}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>().filter(|ticket| ticket.state == TicketState::Completed) else {
        return;
    };
    let (Some(report), Some(work)) = (&ticket.report, &ticket.work) else {
        return;
    };
    if work.restored_at <= report.promised_by {
        return;
    }
    let slips = work.delays.entries();
    if slips.is_empty() {
        let wrong = Message::new(&NONE_NAMED).with("restored", work.restored_at).with("promised", report.promised_by);
        faults.at("/work/delays", wrong);
        return;
    }
    let covered = slips
        .iter()
        .filter(|slip| slip.ticket() == ticket.id)
        .filter_map(|slip| case.world.records.get::<Delay>(&slip.key(Kind::Delay)))
        .any(|slip| slip.application.new_due >= work.restored_at && !rejected_before(&slip, ticket));
    if !covered {
        faults.at("/work/delays", Message::new(&NOT_COVERED).with("restored", work.restored_at));
    }
}

/// Whether finance had rejected the slip when the client confirmed. What is rejected later stays on record as it is:
/// the signed ticket cannot answer it any more.
fn rejected_before(slip: &Delay, ticket: &Ticket) -> bool {
    let rejected_at = slip.finance.as_ref().filter(|_| slip.state == DelayState::Rejected).map(|finance| finance.at);
    let confirmed_at = ticket.confirmation.as_ref().map(|confirmation| confirmation.at);
    rejected_at.is_some_and(|rejected| confirmed_at.is_none_or(|confirmed| rejected <= confirmed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, delay, ticket, trial};
    use serde_json::json;

    /// Ticket 1's work under number 4, promised by 7 March 18:00, delayed by its slip until 14 March 18:00.
    fn restored(at: &str) -> Draft {
        ticket(1)
            .filed_as("WX-0000004")
            .set("/id", "WX-0000004")
            .set("/report/promised_by", "2025-03-07T18:00:00+08:00")
            .set("/work/restored_at", at)
            .set("/work/delays", json!(["WX-0000004-1"]))
    }

    #[test]
    fn the_promised_moment_itself_is_in_time() {
        let draft = restored("2025-03-07T18:00:00+08:00").set("/work/delays", "无");
        trial(&RULE).adding(&draft).passes();
    }

    #[test]
    fn a_slip_covers_what_comes_later() {
        trial(&RULE).adding(&restored("2025-03-14T18:00:00+08:00")).passes();
    }

    #[test]
    fn late_without_a_slip_is_refused() {
        trial(&RULE).adding(&restored("2025-03-07T18:00:01+08:00").set("/work/delays", "无")).fails_at("/work/delays");
    }

    #[test]
    fn a_slip_covers_no_more_than_it_says() {
        trial(&RULE).adding(&restored("2025-03-14T18:00:01+08:00")).fails_at("/work/delays");
    }

    #[test]
    fn a_rejected_slip_covers_nothing() {
        trial(&RULE)
            .beside(&delay().set("/state", "rejected"))
            .adding(&restored("2025-03-10T12:00:00+08:00").set("/confirmation/at", "2025-03-10T12:10:00+08:00"))
            .fails_at("/work/delays");
    }

    #[test]
    fn a_slip_rejected_after_the_confirmation_stays_as_it_is() {
        trial(&RULE)
            .beside(&delay().set("/state", "rejected"))
            .adding(&restored("2025-03-08T12:00:00+08:00").set("/confirmation/at", "2025-03-08T12:10:00+08:00"))
            .passes();
    }
}
