//! What a record is about does not change.

use crate::record::Kind;
use crate::regulation::constraint::places::changed;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "fixed_fact_changed",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "不可更改的基本事实被改动", en: "a fact that is fixed was changed" },
    explanation: Explanation {
        checks: Text {
            zh: "库标识、单据所属的本、单号、站点、甲方、开单人和开单时间、甲方的培训要求、报修单号、入职日期等一经写入即不再改变。",
            en: "The repository's identity, the book, ticket, site and client of a form, who opened it and when, what training a client asked for, its fault report, the day of joining: once written they stay.",
        },
        why: Text {
            zh: "其他记录按这些事实找到它、判断它；改了它，旧的判断就不再成立。",
            en: "Other records find this one and are judged by these facts; when they change, earlier verdicts no longer hold.",
        },
        fails: Text {
            zh: "打开的维修单 report.opened_at 从 9 点改成 8 点。",
            en: "`report.opened_at` of an open ticket is moved from nine to eight.",
        },
        fix: Text {
            zh: "恢复原值；写错的维修单请作废另开。",
            en: "Restore the value; void a ticket that was written wrongly and open another.",
        },
    },
    check,
};

texts! {
    WRONG: "此项一经写入不得更改", "once written, this does not change";
}

/// What stays, by kind. Books have a rule of their own.
fn fixed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Company => &["/repository"],
        Kind::Staff => &["/joined_on"],
        Kind::Site | Kind::Contact => &["/client"],
        Kind::FaultReport => &["/received_at", "/received_by", "/client", "/site", "/reporter"],
        Kind::Ticket => &[
            "/book",
            "/transferred_from",
            "/report/opened_at",
            "/report/opened_by",
            "/report/fault_report",
            "/report/received_at",
            "/report/client",
            "/report/site",
            "/report/promised_by",
        ],
        Kind::Delay | Kind::SpareLoan => &["/ticket", "/site"],
        Kind::RestCredit | Kind::RestUse => &["/person"],
        Kind::Install => &["/client", "/site", "/purpose", "/supersedes"],
        Kind::Upgrade => &["/client", "/site"],
        Kind::Plan => &["/client", "/site", "/period", "/supersedes"],
        Kind::Maintenance => &["/client", "/site", "/period"],
        Kind::Training => &[
            "/client",
            "/request/at",
            "/request/contact",
            "/request/received_by",
            "/request/channel",
            "/request/topic",
            "/request/wishes",
        ],
        Kind::PhoneCallback | Kind::OnsiteCallback => &["/client", "/site", "/stage"],
        Kind::Incident => &["/site", "/intake", "/ended"],
        // An entry never changes at all: entry_altered.
        Kind::Book | Kind::Calendar | Kind::Client | Kind::DutyLog | Kind::DutyRoster | Kind::IncidentEntry => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    for pointer in fixed(case.key.kind) {
        for place in changed(&before.value, &after.value, pointer) {
            faults.at(place, &WRONG);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{company, ticket, training, trial};

    #[test]
    fn other_things_of_an_open_ticket_may_change() {
        trial(&RULE).changing(&ticket(4), |draft| draft.set("/report/symptom", "无图像")).passes();
    }

    #[test]
    fn the_promise_and_the_opening_stay() {
        trial(&RULE)
            .changing(&ticket(4), |draft| {
                draft
                    .set("/report/promised_by", "2025-03-20T18:00:00+08:00")
                    .set("/report/opened_at", "2025-03-06T08:00:00+08:00")
            })
            .fails_at_all(&["/report/opened_at", "/report/promised_by"]);
    }

    #[test]
    fn a_request_stays_as_it_was_made() {
        let later = "2025-05-16T09:30:00+08:00";
        trial(&RULE).changing(&training(), |draft| draft.set("/request/at", later)).fails_at("/request/at");
    }

    #[test]
    fn a_repository_keeps_its_identity() {
        trial(&RULE).changing(&company(), |draft| draft.set("/repository", "another")).fails_at("/repository");
    }
}
