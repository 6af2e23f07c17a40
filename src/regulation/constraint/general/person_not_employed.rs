//! Staff act only while employed.

use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::staff::Staff;
use crate::regulation::constraint::places::each;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "person_not_employed",
    clauses: &["G", "T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[
        Kind::Book,
        Kind::FaultReport,
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
        Kind::DutyLog,
        Kind::DutyRoster,
        Kind::RestCredit,
        Kind::RestUse,
        Kind::Incident,
        Kind::IncidentEntry,
    ],
    title: Text { zh: "经办人当日不在职", en: "someone acted on a day they were not employed" },
    explanation: Explanation {
        checks: Text {
            zh: "记录中每位经办人在其经办之日已入职、未离职（离职当日仍算在职；交回维修单本除外）。",
            en: "Everyone named as acting was employed on that day (the day of leaving counts; handing back a book is excepted).",
        },
        why: Text {
            zh: "T-7：“维修人员离职时，应将未使用的维修单整理上交。”离职之后不再经办。",
            en: "T-7: “When a technician leaves, unused tickets must be sorted and turned in.” After leaving one acts no more.",
        },
        fails: Text {
            zh: "员工 left_on 为 2025-03-01，而 3 月 4 日的派单中仍有此人。",
            en: "`left_on` of a member of staff is 2025-03-01 and a dispatch of 4 March names them.",
        },
        fix: Text {
            zh: "改正经办人或时间；入职、离职日期登记有误的，先更正员工记录。",
            en: "Correct the person or the time; if the dates of joining or leaving are wrong, correct the staff record first.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {day} 不在职", "{who} was not employed on {day}";
}

/// Where each kind names who acted, and where the time of the act stands, seen from the same object.
fn acts(kind: Kind) -> &'static [(&'static str, &'static str, &'static str)] {
    match kind {
        Kind::Book => &[
            ("/issue", "holder", "issued_at"),
            ("/issue", "issued_by", "issued_at"),
            ("/settlement", "received_by", "at"),
        ],
        Kind::FaultReport => &[("", "received_by", "received_at"), ("/without_ticket", "by", "at")],
        Kind::Ticket => &[
            ("/report", "opened_by", "opened_at"),
            ("/pre_contact", "by", "at"),
            ("/dispatch", "by", "at"),
            ("/dispatch", "technicians", "at"),
            ("/trip", "traveller", "departed_at"),
            ("/trip/vehicle", "assigned_by", "at"),
            ("/trip/consent", "by", "agreed_at"),
            ("/front_desk", "received_by", "at"),
            ("/office", "received_by", "at"),
            ("/void", "by", "at"),
            ("/transfer", "by", "at"),
            ("/transfer/client_informed", "by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::Delay => &[
            ("/application", "applied_by", "applied_at"),
            ("/application/client_informed", "by", "at"),
            ("/finance", "by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::SpareLoan => &[
            ("/lending", "borrower", "lent_at"),
            ("/handovers/*", "to", "at"),
            ("/giving_back", "received_by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::Install => &[("/pre_contact", "by", "at"), ("/service", "technicians", "started_at")],
        Kind::Training => &[
            ("/request", "received_by", "at"),
            ("/request", "assigned_to", "at"),
            ("/pre_contact", "by", "at"),
            ("/session", "trainer", "started_at"),
            ("/withdrawal", "received_by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::Upgrade => {
            &[("/pre_contact", "by", "at"), ("/agreement", "by", "at"), ("/execution", "operator", "started_at")]
        }
        Kind::Plan => &[
            ("/preparation", "prepared_by", "prepared_at"),
            ("/withdrawal", "by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::Maintenance => &[
            ("/pre_contact", "by", "at"),
            ("/trip", "traveller", "departed_at"),
            ("/trip/vehicle", "assigned_by", "at"),
            ("/trip/consent", "by", "agreed_at"),
            ("/work", "technicians", "started_at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::PhoneCallback => &[
            ("/attempts/*", "by", "at"),
            ("/call", "caller", "at"),
            ("/excuse", "by", "at"),
            ("/key_registration", "reported_to", "reported_at"),
            ("/outcome", "by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
        ],
        Kind::OnsiteCallback => &[
            ("/pre_contact", "by", "at"),
            ("/trip", "traveller", "departed_at"),
            ("/trip/vehicle", "assigned_by", "at"),
            ("/trip/consent", "by", "agreed_at"),
            ("/visit", "visitor", "arrived_at"),
            ("/key_registration", "reported_to", "reported_at"),
            ("/outcome", "by", "at"),
            ("/late", "acknowledged_by", "acknowledged_at"),
            ("/issues/*/transfers/*", "by", "at"),
            ("/issues/*/transfers/*", "accepted_by", "accepted_at"),
            ("/issues/*/resolution", "by", "at"),
        ],
        Kind::RestCredit | Kind::RestUse => &[("/refusal", "by", "at")],
        Kind::DutyLog => &[("/entry", "recorded_by", "recorded_at")],
        Kind::DutyRoster => &[("/plan", "prepared_by", "prepared_at"), ("/late", "acknowledged_by", "acknowledged_at")],
        Kind::Incident => {
            &[("/intake", "received_by", "received_at"), ("/ended", "by", "at"), ("/closing", "by", "at")]
        }
        Kind::IncidentEntry => &[("", "by", "recorded_at")],
        Kind::Company | Kind::Staff | Kind::Calendar | Kind::Client | Kind::Site | Kind::Contact => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for (object, who, when) in acts(case.key.kind) {
        each(&after.value, object, &mut |trail, act| {
            let Some(at) = act.get(when).and_then(Value::as_str).and_then(Instant::parse) else {
                return;
            };
            match act.get(who) {
                Some(Value::String(person)) if left(case, person, at) => {
                    faults.at(format!("{trail}/{who}"), wrong(person, at));
                }
                Some(Value::Array(people)) => {
                    for (index, person) in people.iter().filter_map(Value::as_str).enumerate() {
                        if left(case, person, at) {
                            faults.at(format!("{trail}/{who}/{index}"), wrong(person, at));
                        }
                    }
                }
                _ => {}
            }
        });
    }
}

/// Whether somebody known was not employed at a time.
fn left(case: &Case<'_>, person: &str, at: Instant) -> bool {
    let staff = StaffId::parse(person).ok().and_then(|id| case.world.records.get::<Staff>(&id.key(Kind::Staff)));
    staff.is_some_and(|staff| !staff.employed(at.day()))
}

fn wrong(person: &str, at: Instant) -> Message {
    Message::new(&WRONG).with("who", person).with("day", at.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, staff, ticket, trial};

    #[test]
    fn every_kind_with_something_to_look_at_is_looked_at() {
        let left_out: Vec<_> =
            Kind::ALL.iter().filter(|kind| !acts(**kind).is_empty() && !RULE.kinds.contains(kind)).collect();
        assert!(left_out.is_empty(), "{left_out:?}");
    }

    #[test]
    fn the_day_of_leaving_is_a_day_of_work() {
        trial(&RULE).beside(&staff("zhang-wei").set("/left_on", "2025-03-04")).adding(&ticket(1)).passes();
    }

    #[test]
    fn who_has_left_is_not_dispatched() {
        trial(&RULE)
            .beside(&staff("sun-tao").set("/left_on", "2025-03-01"))
            .adding(&ticket(1).set("/dispatch/technicians/-", "sun-tao"))
            .fails_at("/dispatch/technicians/1");
    }

    #[test]
    fn a_book_is_not_issued_before_joining() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/joined_on", "2025-03-10"))
            .adding(&book("WX-00001", "zhang-wei"))
            .fails_at("/issue/holder");
    }
}
