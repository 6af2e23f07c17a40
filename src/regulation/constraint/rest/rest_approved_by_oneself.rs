//! Nobody approves their own rest.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::rest_use::RestUse;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rest_approved_by_oneself",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit, Kind::RestUse],
    title: Text { zh: "自己批准自己的倒休", en: "somebody approves their own rest" },
    explanation: Explanation {
        checks: Text {
            zh: "倒休的核实人、批准人、驳回人不是申请人本人。",
            en: "Who confirms, approves or refuses a rest is not the one who applies.",
        },
        why: Text {
            zh: "R-1：“在下周维修任务不忙的情况下进行倒休”。任务忙不忙由主管判断，本人不能自己批准。",
            en: "R-1: rest is taken when repair work is not heavy. Whether it is, the supervisor decides, not the one who wants to rest.",
        },
        fails: Text {
            zh: "zhao-lei 申请倒休，approved_by 也是 zhao-lei。",
            en: "Zhao Lei applies, and `approved_by` is zhao-lei.",
        },
        fix: Text { zh: "由另一位主管核实或批准。", en: "Have another supervisor confirm or approve." },
    },
    check,
};

texts! {
    OWN: "{who} 是申请人本人", "{who} is the applicant";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let credit = case.form::<RestCredit>().map(|credit| {
        (
            &credit.person,
            [
                ("/work/confirmed_by", Some(&credit.work.confirmed_by)),
                ("/refusal/by", credit.refusal.as_ref().map(|no| &no.by)),
            ],
        )
    });
    let taken = case.form::<RestUse>().map(|taken| {
        (
            &taken.person,
            [
                ("/rest/approved_by", Some(&taken.rest.approved_by)),
                ("/refusal/by", taken.refusal.as_ref().map(|no| &no.by)),
            ],
        )
    });
    for (person, places) in credit.into_iter().chain(taken) {
        for (pointer, _) in places.into_iter().filter(|(_, who)| *who == Some(person)) {
            faults.at(pointer, Message::new(&OWN).with("who", person));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_credit, rest_use, trial};

    #[test]
    fn another_confirms_and_approves() {
        trial(&RULE).adding(&rest_credit()).passes();
        trial(&RULE).adding(&rest_use()).passes();
    }

    #[test]
    fn nobody_confirms_their_own_credit() {
        trial(&RULE).adding(&rest_credit().set("/work/confirmed_by", "sun-tao")).fails_at("/work/confirmed_by");
    }

    #[test]
    fn nobody_approves_their_own_rest() {
        trial(&RULE).adding(&rest_use().set("/rest/approved_by", "sun-tao")).fails_at("/rest/approved_by");
    }
}
