//! A form moves forward only.

use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "state_reversed",
    clauses: &["G", "T-6", "T-1", "T-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[
        Kind::Contact,
        Kind::Book,
        Kind::Ticket,
        Kind::Delay,
        Kind::SpareLoan,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::Plan,
        Kind::Maintenance,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
        Kind::DutyRoster,
        Kind::RestCredit,
        Kind::RestUse,
        Kind::Incident,
    ],
    title: Text { zh: "状态倒退", en: "a form went back to an earlier state" },
    explanation: Explanation {
        checks: Text {
            zh: "状态只按单据的进程前进：维修单 open→completed/void/transferred，本 issued→settled，延时单 submitted→effective/rejected，借用单 lent→returned/converted，安装单 open→confirmed，电话回访 open→done/unreachable（unreachable 之后仍可 done），上门回访 open→done，值班表 draft→published，倒休登记 applied→confirmed/rejected，倒休使用 applied→approved/rejected。",
            en: "A state only advances: ticket open→completed/void/transferred, book issued→settled, delay submitted→effective/rejected, loan lent→returned/converted, install open→confirmed, phone callback open→done/unreachable (and from unreachable to done), on-site callback open→done, roster draft→published, rest credit applied→confirmed/rejected, rest use applied→approved/rejected.",
        },
        why: Text {
            zh: "完成、作废、核销、生效都是终局（T-1、T-3、T-6）：之后再改回去，统计和证据就不可信。",
            en: "Completed, void, settled and effective are final (T-1, T-3, T-6): once they can be undone, neither figures nor evidence can be trusted.",
        },
        fails: Text { zh: "已作废的维修单被改回 open。", en: "A void ticket is set back to `open`." },
        fix: Text {
            zh: "恢复原状态；需要更正的，用新单据。",
            en: "Restore the state; use a new form for what must be corrected.",
        },
    },
    check,
};

texts! {
    WRONG: "状态不能从 {old} 变为 {new}", "the state cannot go from {old} to {new}";
}

/// What may follow a state, besides itself.
fn successors(kind: Kind, state: &str) -> &'static [&'static str] {
    match (kind, state) {
        (Kind::Contact, "plain") => &["sealed"],
        (Kind::Contact, "sealed") => &["erased"],
        (Kind::Book, "issued") => &["settled"],
        (Kind::Ticket, "open") => &["completed", "void", "transferred"],
        (Kind::Delay, "submitted") => &["effective", "rejected"],
        (Kind::SpareLoan, "lent") => &["returned", "converted", "lost"],
        (Kind::Install | Kind::Upgrade, "open") | (Kind::Training, "held") => &["confirmed"],
        (Kind::Training, "requested") => &["held", "confirmed", "withdrawn"],
        (Kind::Plan, "drafted") => &["confirmed", "withdrawn"],
        (Kind::Incident, "open") => &["ended"],
        (Kind::Incident, "ended") => &["closed"],
        (Kind::PhoneCallback, "open") => &["done", "unreachable"],
        (Kind::PhoneCallback, "unreachable") | (Kind::OnsiteCallback | Kind::Maintenance, "open") => &["done"],
        (Kind::RestCredit, "applied") => &["confirmed", "rejected"],
        (Kind::RestUse, "applied") => &["approved", "rejected"],
        (Kind::DutyRoster, "draft") => &["published"],
        _ => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let state = |entry: Option<&'_ crate::ledger::Entry>| {
        entry.and_then(|entry| entry.value.get("state")).and_then(Value::as_str).map(str::to_owned)
    };
    let (Some(old), Some(new)) = (state(case.before), state(case.after)) else {
        return;
    };
    if old != new && !successors(case.key.kind, &old).contains(&new.as_str()) {
        faults.at("/state", Message::new(&WRONG).with("old", old).with("new", new));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, phone, ticket, training, trial, withdrawn};

    #[test]
    fn every_kind_with_something_to_look_at_is_looked_at() {
        let left_out: Vec<_> = Kind::ALL
            .iter()
            .filter(|kind| {
                ["open", "requested", "issued", "lent"].iter().any(|state| !successors(**kind, state).is_empty())
                    && !RULE.kinds.contains(kind)
            })
            .collect();
        assert!(left_out.is_empty(), "{left_out:?}");
    }

    #[test]
    fn an_open_ticket_may_be_completed() {
        let before = ticket(1).set("/state", "open").drop("/front_desk").drop("/office");
        trial(&RULE).changing(&before, |draft| draft.set("/state", "completed")).passes();
    }

    #[test]
    fn someone_unreachable_may_be_reached_after_all() {
        let before = phone().set("/state", "unreachable").drop("/call");
        let call = phone().value["call"].clone();
        trial(&RULE).changing(&before, |draft| draft.set("/state", "done").set("/call", call)).passes();
    }

    #[test]
    fn a_training_that_was_held_is_not_withdrawn() {
        let held = training().set("/state", "held").drop("/confirmation");
        trial(&RULE).changing(&held, |_| withdrawn()).fails_at("/state");
    }

    #[test]
    fn void_is_final() {
        trial(&RULE).changing(&ticket(2), |draft| draft.set("/state", "open")).fails_at("/state");
    }

    #[test]
    fn a_completed_ticket_is_not_voided() {
        trial(&RULE).changing(&ticket(1), |draft| draft.set("/state", "void")).fails_at("/state");
    }

    #[test]
    fn an_effective_slip_stays_effective() {
        trial(&RULE).changing(&delay(), |draft| draft.set("/state", "submitted")).fails_at("/state");
    }
}
