//! An upgrade with a failed test was rolled back, or a ticket sees to it (M-2.F, M-3).

use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "failed_upgrade_passed_over",
    clauses: &["M-2.F", "M-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "升级测试不合格而未处理", en: "a failed test of an upgrade was passed over" },
    explanation: Explanation {
        checks: Text {
            zh: "升级后的测试有不合格的，或已回退，或填有本站点的维修单号。",
            en: "Where a test after the upgrade failed, it was rolled back, or a ticket of the same site is named.",
        },
        why: Text {
            zh: "M-2.F 属季度检查：不正常的须处理或开维修单；M-3：“保证系统正常运行”。",
            en: "M-2.F is part of the quarterly check: what is abnormal is dealt with or put on a ticket. M-3: keep the system running.",
        },
        fails: Text {
            zh: "tests[1].ok 为 false，rolled_back 为 false，ticket 为“无”。",
            en: "`tests[1].ok` is false, `rolled_back` is false and `ticket` is 无.",
        },
        fix: Text {
            zh: "恢复原版本并写明回退，或开维修单并填单号。",
            en: "Restore the old version and say so, or open a ticket and name it.",
        },
    },
    check,
};

texts! {
    LEFT: "测试“{item}”不合格，未回退也未开维修单", "the test “{item}” failed; neither rolled back nor put on a ticket";
    ELSEWHERE: "维修单 {ticket} 属于站点 {site}，不是本站点", "ticket {ticket} is of site {site}, not of this one";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(upgrade) = case.form::<Upgrade>() else {
        return;
    };
    let Some(execution) = &upgrade.execution else {
        return;
    };
    let ticket = execution.ticket.as_option();
    if !execution.rolled_back && ticket.is_none() {
        for (place, test) in execution.tests.iter().enumerate().filter(|(_, test)| !test.ok) {
            faults.at(format!("/execution/tests/{place}/ok"), Message::new(&LEFT).with("item", &test.item));
        }
    }
    let named = ticket.and_then(|id| case.world.records.get::<Ticket>(&id.key(Kind::Ticket)));
    if let Some(named) = named
        && let Some(report) = &named.report
        && report.site != upgrade.site
    {
        let elsewhere = Message::new(&ELSEWHERE).with("ticket", &named.id).with("site", &report.site);
        faults.at("/execution/ticket", elsewhere);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, trial, upgrade};

    fn failed() -> Draft {
        upgrade().set("/execution/tests/1/ok", false)
    }

    #[test]
    fn passed_tests_are_fine() {
        trial(&RULE).adding(&upgrade()).passes();
    }

    #[test]
    fn a_failed_test_is_not_passed_over() {
        trial(&RULE).adding(&failed()).fails_at("/execution/tests/1/ok");
    }

    #[test]
    fn a_rollback_sees_to_it() {
        trial(&RULE).adding(&failed().set("/execution/rolled_back", true)).passes();
    }

    #[test]
    fn a_ticket_of_the_site_sees_to_it() {
        trial(&RULE).adding(&failed().set("/execution/ticket", "WX-0000003")).passes();
        trial(&RULE).adding(&failed().set("/execution/ticket", "WX-0000004")).fails_at("/execution/ticket");
    }
}
