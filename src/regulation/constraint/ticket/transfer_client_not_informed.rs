//! The client is told before a repair goes over to a spare ticket.

use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "transfer_client_not_informed",
    clauses: &["T-1"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::Ticket],
    title: Text { zh: "转单未事先告知客户", en: "the client was not told before the transfer" },
    explanation: Explanation {
        checks: Text {
            zh: "转单时客户已被告知（告知时间不晚于转单时间）并同意。",
            en: "The client was told no later than the transfer, and agreed.",
        },
        why: Text {
            zh: "T-1：“如因客观原因不能按时完成维修任务的，须转入‘备用维修单’”。告知客户为公司要求，条款未写，故仅提示。",
            en: "T-1: a repair that cannot be finished on time goes over to a spare ticket. That the client is told is the company's demand and not the text's, so this only warns.",
        },
        fails: Text { zh: "client_informed.agreed 为 false。", en: "`client_informed.agreed` is false." },
        fix: Text {
            zh: "与客户商定后再转单；客户不同意的如实保留。",
            en: "Agree with the client first; leave it as it is if they did not.",
        },
    },
    check,
};

texts! {
    LATE: "转单之后才告知客户", "the client was told only after the transfer";
    REFUSED: "客户未同意", "the client did not agree";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(transfer) = case.form::<Ticket>().and_then(|ticket| ticket.transfer.as_ref()) else {
        return;
    };
    if transfer.client_informed.at > transfer.at {
        faults.at("/transfer/client_informed/at", &LATE);
    }
    if !transfer.client_informed.agreed {
        faults.at("/transfer/client_informed/agreed", &REFUSED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn a_client_told_beforehand_is_fine() {
        trial(&RULE).adding(&ticket(3)).passes();
    }

    #[test]
    fn a_client_told_afterwards_is_noted() {
        trial(&RULE)
            .adding(&ticket(3).set("/transfer/client_informed/at", "2025-03-05T17:00:01+08:00"))
            .fails_at("/transfer/client_informed/at");
    }

    #[test]
    fn a_client_who_disagreed_is_noted() {
        trial(&RULE)
            .adding(&ticket(3).set("/transfer/client_informed/agreed", false))
            .fails_at("/transfer/client_informed/agreed");
    }
}
