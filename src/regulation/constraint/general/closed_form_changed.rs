//! What stands beside the signed sections of a closed form stays as it was when it was closed.

use crate::record::Kind;
use crate::regulation::constraint::places::changed;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "closed_form_changed",
    clauses: &["M-5", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[
        Kind::Ticket,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::Plan,
        Kind::Maintenance,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
    ],
    title: Text { zh: "表单办结后又被改动", en: "a form was changed after it was closed" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单完成或转单后，报修、服务前联系、派单、出行不再改；安装单、升级记录、培训记录经甲方确认、回访办完后，签字各节之外的内容也不再改。",
            en: "Once a ticket is completed or transferred its report, pre-contact, dispatch and trip stay; so does what stands beside the signed sections of a confirmed install form, upgrade or training or of a finished callback.",
        },
        why: Text {
            zh: "M-5：各项服务表单须双方签字。双方签的是整张表单；签后改未单独签字的几项，等于改了签过的表单。",
            en: "M-5: every service form is signed by both. They signed the form as a whole; to change an item that has no signature of its own is to change what they signed.",
        },
        fails: Text {
            zh: "维修单完成后，把 trip.mode 由出租车改成公交。",
            en: "After a ticket is completed, its `trip.mode` turns from taxi to bus.",
        },
        fix: Text {
            zh: "恢复办结时的内容；确有错误，另写更正的记录。",
            en: "Restore what stood there when it was closed; a real error is corrected by a record of its own.",
        },
    },
    check,
};

texts! {
    WRONG: "办结后被改动", "changed after the form was closed";
}

/// The members that stay, by kind, once one of the states is reached.
fn stays(kind: Kind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Kind::Ticket => (&["completed", "transferred"], &["/report", "/pre_contact", "/dispatch", "/trip"]),
        Kind::Install => (&["confirmed"], &["/contract", "/contact", "/planned_on", "/pre_contact"]),
        Kind::Training => (&["confirmed"], &["/request", "/pre_contact", "/attendees"]),
        Kind::Upgrade => (
            &["confirmed"],
            &["/system", "/asset", "/software", "/reason", "/reason_note", "/pre_contact", "/agreement"],
        ),
        Kind::Plan => (&["confirmed", "withdrawn"], &["/contract", "/withdrawal"]),
        Kind::Maintenance => (&["done"], &["/plan", "/pre_contact", "/trip"]),
        Kind::PhoneCallback => (&["done"], &["/attempts"]),
        Kind::OnsiteCallback => (&["done"], &["/pre_contact", "/satisfies", "/trip"]),
        _ => (&[], &[]),
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    let (states, members) = stays(case.key.kind);
    let state = before.value.get("state").and_then(serde_json::Value::as_str).unwrap_or_default();
    if !states.contains(&state) {
        return;
    }
    for pointer in members {
        for place in changed(&before.value, &after.value, pointer) {
            faults.at(place, &WRONG);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, ticket, training, trial, upgrade};

    #[test]
    fn an_open_ticket_is_still_written() {
        trial(&RULE).changing(&ticket(4), |draft| draft.set("/report/symptom", "无图像")).passes();
    }

    #[test]
    fn the_trip_of_a_completed_ticket_stays() {
        trial(&RULE).changing(&ticket(1), |draft| draft.set("/trip/mode", "taxi")).fails_at("/trip/mode");
    }

    #[test]
    fn the_contract_of_a_confirmed_installation_stays() {
        trial(&RULE).changing(&install(), |draft| draft.set("/contract", "HT-2")).fails_at("/contract");
    }

    #[test]
    fn nobody_is_added_to_the_attendance_afterwards() {
        trial(&RULE)
            .changing(&training(), |draft| {
                let absent = draft.value["attendees"][1].clone();
                draft.set("/attendees/-", absent)
            })
            .fails_at("/attendees");
    }

    #[test]
    fn what_the_client_agreed_to_stays() {
        let longer = "2025-03-20T18:00:00+08:00";
        trial(&RULE)
            .changing(&upgrade(), |draft| draft.set("/agreement/downtime/planned_to", longer))
            .fails_at("/agreement/downtime/planned_to");
    }
}
