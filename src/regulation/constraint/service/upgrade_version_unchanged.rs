//! An upgrade changes the version, or was rolled back to the old one (M-2.F, M-5).

use crate::record::Kind;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_version_unchanged",
    clauses: &["M-2.F", "M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "升级前后版本不合", en: "the versions of an upgrade do not fit" },
    explanation: Explanation {
        checks: Text {
            zh: "目标版本不同于升级前版本；未回退的，升级后版本即目标版本；回退的，升级后版本即升级前版本。",
            en: "The target differs from the version before; without a rollback the version afterwards is the target, with one it is the version before.",
        },
        why: Text {
            zh: "M-5：“予以详细、准确的记录”。升级后运行哪个版本，决定下次检查和升级从何开始。",
            en: "M-5: a detailed, accurate record. The version that runs in the end is where the next check and the next upgrade begin.",
        },
        fails: Text {
            zh: "rolled_back 为 false，而 version_after 与 version_before 相同。",
            en: "`rolled_back` is false and `version_after` equals `version_before`.",
        },
        fix: Text {
            zh: "按设备上实际显示的版本填写；没有升级的，不写升级记录。",
            en: "Enter the versions the device really shows; where nothing was upgraded, write no upgrade record.",
        },
    },
    check,
};

texts! {
    SAME: "目标版本 {version} 与升级前相同", "the target {version} is the version that ran before";
    AFTER: "升级后版本应为 {expected}，所写为 {version}", "the version afterwards should be {expected}, it says {version}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(execution) = case.form::<Upgrade>().and_then(|upgrade| upgrade.execution.as_ref()) else {
        return;
    };
    if execution.version_target == execution.version_before {
        let same = Message::new(&SAME).with("version", &execution.version_target);
        faults.at("/execution/version_target", same);
    }
    let expected = if execution.rolled_back { &execution.version_before } else { &execution.version_target };
    if execution.version_after != *expected {
        let after = Message::new(&AFTER).with("expected", expected).with("version", &execution.version_after);
        faults.at("/execution/version_after", after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{trial, upgrade};

    #[test]
    fn from_one_version_to_the_next_is_fine() {
        trial(&RULE).adding(&upgrade()).passes();
    }

    #[test]
    fn a_rollback_restores_the_old_version() {
        let back = upgrade().set("/execution/rolled_back", true);
        trial(&RULE).adding(&back.clone().set("/execution/version_after", "3.2")).passes();
        trial(&RULE).adding(&back).fails_at("/execution/version_after");
    }

    #[test]
    fn an_upgrade_changes_the_version() {
        trial(&RULE).adding(&upgrade().set("/execution/version_after", "3.2")).fails_at("/execution/version_after");
    }

    #[test]
    fn the_same_version_again_is_no_upgrade() {
        let again = upgrade().set("/execution/version_target", "3.2").set("/execution/version_after", "3.2");
        trial(&RULE).adding(&again).fails_at("/execution/version_target");
    }
}
