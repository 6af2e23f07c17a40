//! Before an upgrade there is a backup that was verified (M-2.F, M-5).

use crate::record::Kind;
use crate::record::parts::NONE;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_without_backup",
    clauses: &["M-2.F", "M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "升级前没有可用的备份", en: "software was upgraded without a usable backup" },
    explanation: Explanation {
        checks: Text {
            zh: "备份时间早于操作开始，已验证可以恢复，写明存放位置。",
            en: "The backup was taken before the work began, was verified, and its place is named.",
        },
        why: Text {
            zh: "M-2.F：“及时进行必要的系统软件升级”；M-5：“予以详细、准确的记录”。没有可用备份的升级无法回退，F-08 把备份列为必填。",
            en: "M-2.F: necessary software upgrades; M-5: a detailed, accurate record. Without a usable backup there is no way back; the form demands one.",
        },
        fails: Text {
            zh: "backup.verified 为 false，或 backup.taken_at 晚于 started_at。",
            en: "`backup.verified` is false, or `backup.taken_at` is later than `started_at`.",
        },
        fix: Text {
            zh: "先备份并验证，再升级；按实际填写备份时间和位置。",
            en: "Take and verify a backup, then upgrade; enter its true time and place.",
        },
    },
    check,
};

texts! {
    UNVERIFIED: "备份未经验证", "the backup was not verified";
    LATE: "备份 {taken} 不早于操作开始 {started}", "the backup of {taken} was not taken before the work began at {started}";
    NOWHERE: "没有写明备份存于何处", "where the backup is kept is not said";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(execution) = case.form::<Upgrade>().and_then(|upgrade| upgrade.execution.as_ref()) else {
        return;
    };
    let backup = &execution.backup;
    if backup.taken_at >= execution.started_at {
        let late = Message::new(&LATE).with("taken", backup.taken_at).with("started", execution.started_at);
        faults.at("/execution/backup/taken_at", late);
    }
    if backup.location == NONE {
        faults.at("/execution/backup/location", &NOWHERE);
    }
    if !backup.verified {
        faults.at("/execution/backup/verified", &UNVERIFIED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{trial, upgrade};

    #[test]
    fn a_verified_backup_beforehand_is_fine() {
        trial(&RULE).adding(&upgrade()).passes();
    }

    #[test]
    fn an_upgrade_not_yet_done_needs_none() {
        let agreed = upgrade().set("/state", "open").drop("/execution").drop("/confirmation");
        trial(&RULE).adding(&agreed).passes();
    }

    #[test]
    fn a_backup_is_verified() {
        trial(&RULE).adding(&upgrade().set("/execution/backup/verified", false)).fails_at("/execution/backup/verified");
    }

    #[test]
    fn a_backup_is_taken_before() {
        let same_moment = upgrade().set("/execution/backup/taken_at", "2025-03-20T14:15:00+08:00");
        trial(&RULE).adding(&same_moment).fails_at("/execution/backup/taken_at");
        let just_before = upgrade().set("/execution/backup/taken_at", "2025-03-20T14:14:59+08:00");
        trial(&RULE).adding(&just_before).passes();
    }

    #[test]
    fn a_backup_is_somewhere() {
        trial(&RULE).adding(&upgrade().set("/execution/backup/location", "无")).fails_at("/execution/backup/location");
    }
}
