//! Hand-overs of an issue form an unbroken chain (C-7.3.2, C-S.3.2).

use crate::record::Kind;
use crate::record::onsite_callback::{Issue, OnsiteCallback};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "handover_chain_broken",
    clauses: &["C-7.3.2", "C-S.3.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "转交记录不连续", en: "the chain of hand-overs is broken" },
    explanation: Explanation {
        checks: Text {
            zh: "每次转交由上次接收的部门转出；转给别的部门；时间不早于提出和上次接收；接收不早于转交。",
            en: "Each hand-over leaves the department that received the last one, for another; it is no earlier than the raising and the last receipt; it is received no earlier than handed over.",
        },
        why: Text {
            zh: "C-7.3.2：“应及时转相关部门解决……转交过程要有记录”。",
            en: "C-7.3.2: pass it promptly to the department concerned; the hand-over must be recorded.",
        },
        fails: Text {
            zh: "第一次转交到技术部，第二次却由客服部转出。",
            en: "The first hand-over goes to the technical department, the second leaves from customer service.",
        },
        fix: Text {
            zh: "补齐中间的转交，或改正部门与时间。",
            en: "Enter the hand-over between them, or correct department and time.",
        },
    },
    check,
};

texts! {
    GAP: "由 {from} 转出，而上次转给 {to}", "it leaves {from}, while the last went to {to}";
    CIRCLE: "转出与转入部门相同", "it goes to the department it comes from";
    EARLY: "转交 {at} 早于 {before}", "handed over at {at}, before {before}";
    RECEIVED_EARLY: "接收 {received} 早于转交 {at}", "received at {received}, before it was handed over at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(issues) = case.form::<OnsiteCallback>().and_then(|callback| callback.issues.as_ref()) else {
        return;
    };
    for (place, issue) in issues.entries().iter().enumerate() {
        chain(&format!("/issues/{place}/transfers"), issue, faults);
    }
}

fn chain(pointer: &str, issue: &Issue, faults: &mut Faults<'_>) {
    let mut earliest = issue.raised_at;
    let mut holder: Option<&str> = None;
    for (place, transfer) in issue.transfers.iter().enumerate() {
        let pointer = format!("{pointer}/{place}");
        if let Some(to) = holder.filter(|to| *to != transfer.from) {
            faults.at(format!("{pointer}/from"), Message::new(&GAP).with("from", &transfer.from).with("to", to));
        }
        if transfer.from == transfer.to {
            faults.at(format!("{pointer}/to"), &CIRCLE);
        }
        if transfer.at < earliest {
            faults.at(format!("{pointer}/at"), Message::new(&EARLY).with("at", transfer.at).with("before", earliest));
        }
        if transfer.accepted_at < transfer.at {
            let early = Message::new(&RECEIVED_EARLY).with("received", transfer.accepted_at).with("at", transfer.at);
            faults.at(format!("{pointer}/accepted_at"), early);
        }
        holder = Some(&transfer.to);
        earliest = transfer.accepted_at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, handed_over, handover, onsite, trial};
    use serde_json::json;

    fn issue(change: impl FnOnce(Draft) -> Draft) -> Draft {
        change(onsite().set("/issues", json!([handed_over()])))
    }

    #[test]
    fn an_unbroken_chain_is_fine() {
        let next = handover("技术部", "厂家服务部", "2025-04-11T09:00:00+08:00");
        trial(&RULE).adding(&issue(|draft| draft.set("/issues/0/transfers/-", next))).passes();
    }

    #[test]
    fn a_missing_link_is_noticed() {
        let next = handover("客服部", "厂家服务部", "2025-04-11T09:00:00+08:00");
        trial(&RULE)
            .adding(&issue(|draft| draft.set("/issues/0/transfers/-", next)))
            .fails_at("/issues/0/transfers/1/from");
    }

    #[test]
    fn a_link_out_of_time_is_noticed() {
        let next = handover("技术部", "厂家服务部", "2025-04-10T10:00:00+08:00");
        trial(&RULE)
            .adding(&issue(|draft| draft.set("/issues/0/transfers/-", next)))
            .fails_at("/issues/0/transfers/1/at");
    }

    #[test]
    fn a_hand_over_to_oneself_is_none() {
        trial(&RULE)
            .adding(&issue(|draft| draft.set("/issues/0/transfers/0/from", "技术部")))
            .fails_at("/issues/0/transfers/0/to");
    }

    #[test]
    fn nothing_is_received_before_it_is_handed_over() {
        trial(&RULE)
            .adding(&issue(|draft| draft.set("/issues/0/transfers/0/accepted_at", "2025-04-10T10:00:00+08:00")))
            .fails_at("/issues/0/transfers/0/accepted_at");
    }
}
