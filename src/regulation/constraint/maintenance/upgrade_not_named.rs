//! An upgrade that was made has its own record; one that was not has none (M-2.F, M-5).

use crate::record::Kind;
use crate::record::maintenance::{Decision, Maintenance};
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_not_named",
    clauses: &["M-2.F", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text {
        zh: "升级决定与软件升级记录不符", en: "a decision and the upgrade it names do not agree"
    },
    explanation: Explanation {
        checks: Text {
            zh: "决定为已升级的写明软件升级记录，属本站点；不需升级和暂缓的不写；暂缓的写明理由。",
            en: "A decision `upgraded` names the record of the upgrade, of this site; others name none; a deferred one has a reason.",
        },
        why: Text {
            zh: "M-2.F：及时升级；M-5：软件升级有双方签字确认的表单。升级是单独签字的记录。",
            en: "M-2.F: upgrades in good time; M-5: an upgrade has a form signed by both parties, a record of its own.",
        },
        fails: Text {
            zh: "decision 为 upgraded，upgrade 写“无”。",
            en: "`decision` is `upgraded` and `upgrade` is 无.",
        },
        fix: Text {
            zh: "填写软件升级记录并写单号；没有升级的，改正决定。",
            en: "Write the record of the upgrade and give its number; where there was none, correct the decision.",
        },
    },
    check,
};

texts! {
    UNNAMED: "{system} 已升级，没有写软件升级记录", "{system} was upgraded, and its record is not named";
    NEEDLESS: "{system} 没有升级，却写了软件升级记录", "{system} was not upgraded, and yet a record is named";
    ELSEWHERE: "软件升级记录 {upgrade} 属于站点 {site}", "the upgrade {upgrade} belongs to site {site}";
    NO_REASON: "{system} 暂缓升级，没有理由", "the upgrade of {system} is deferred without a reason";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    for (n, row) in work.f_software.decisions.entries().iter().enumerate() {
        let place = |member: &str| format!("/work/f_software/decisions/{n}/{member}");
        let told = |text| Message::new(text).with("system", &row.system);
        match (row.decision, row.upgrade.as_option()) {
            (Decision::Upgraded, None) => faults.at(place("upgrade"), told(&UNNAMED)),
            (Decision::NotNeeded | Decision::Deferred, Some(_)) => faults.at(place("upgrade"), told(&NEEDLESS)),
            (Decision::Upgraded, Some(upgrade)) if upgrade.site() != maintenance.site => {
                let wrong = Message::new(&ELSEWHERE).with("upgrade", upgrade).with("site", upgrade.site());
                faults.at(place("upgrade"), wrong);
            }
            _ => {}
        }
        if row.decision == Decision::Deferred && row.reason == NONE {
            faults.at(place("reason"), told(&NO_REASON));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, maintenance, trial};

    const ROW: &str = "/work/f_software/decisions/0";

    fn decided(decision: &str, upgrade: &str) -> Draft {
        maintenance().set(&format!("{ROW}/decision"), decision).set(&format!("{ROW}/upgrade"), upgrade)
    }

    #[test]
    fn what_was_not_needed_has_no_record_and_what_was_done_has_one() {
        trial(&RULE).adding(&maintenance()).passes();
        trial(&RULE).adding(&decided("upgraded", "S00001-U01")).passes();
    }

    #[test]
    fn an_upgrade_names_its_record() {
        trial(&RULE).adding(&decided("upgraded", "无")).fails_at(&format!("{ROW}/upgrade"));
    }

    #[test]
    fn what_was_not_done_names_none() {
        for decision in ["not_needed", "deferred"] {
            trial(&RULE).adding(&decided(decision, "S00001-U01")).fails_at(&format!("{ROW}/upgrade"));
        }
    }

    #[test]
    fn the_upgrade_of_another_site_is_not_this_one() {
        trial(&RULE).adding(&decided("upgraded", "S00002-U01")).fails_at(&format!("{ROW}/upgrade"));
    }

    #[test]
    fn to_defer_takes_a_reason() {
        let silent = decided("deferred", "无").set(&format!("{ROW}/reason"), "无");
        trial(&RULE).adding(&silent).fails_at(&format!("{ROW}/reason"));
    }
}
