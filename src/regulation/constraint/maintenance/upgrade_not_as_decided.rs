//! The upgrade that a decision names was made as it says: of this system, to the version seen, in time, signed (M-2.F, M-5).

use crate::record::Kind;
use crate::record::id::MaintenanceId;
use crate::record::maintenance::{Decision, Maintenance, MaintenanceState, MaintenanceWork, UpgradeDecision};
use crate::record::upgrade::{Upgrade, UpgradeState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_not_as_decided",
    clauses: &["M-2.F", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text {
        zh: "所写的软件升级与决定不符", en: "the upgrade that a decision names was not made as it says"
    },
    explanation: Explanation {
        checks: Text {
            zh: "决定为已升级的，所写软件升级记录为同一系统，未回退，在保养结束之前做完，升级后的版本就是查看到的版本（保养期间升级的，也可写升级前的版本），上一季度没有写过；保养完成时该记录已由双方确认。",
            en: "The record that a decision `upgraded` names is of the same system, was not rolled back, ended before the maintenance did, led to the version seen (or, made during the maintenance, started from it) and was not named by the quarter before; once the maintenance is done it is confirmed by both parties.",
        },
        why: Text {
            zh: "M-2.F：“及时进行必要的系统软件升级。”M-5：软件升级有双方签字确认的表单。写一份没有做成、没有签字的升级，等于没有升级。",
            en: "M-2.F: make necessary upgrades in good time; M-5: an upgrade has a form signed by both parties. One that failed or that nobody signed for is none.",
        },
        fails: Text {
            zh: "门禁系统的决定为 upgraded，所写 S00001-U01 升级的是视频监控系统。",
            en: "The decision about access control is `upgraded` and names S00001-U01, which upgraded the video system.",
        },
        fix: Text {
            zh: "写对应系统的升级记录并请甲方先确认；没有升成的，决定改为暂缓并写明理由。",
            en: "Name the record of that system's upgrade and have the client confirm it first; where it did not succeed, defer and say why.",
        },
    },
    check,
};

texts! {
    SYSTEM: "软件升级记录 {upgrade} 升级的是 {found}，不是 {system}", "the upgrade {upgrade} was of {found}, not of {system}";
    UNDONE: "软件升级记录 {upgrade} 还没有升级的内容", "the upgrade {upgrade} has not been carried out";
    UNSIGNED: "软件升级记录 {upgrade} 尚未由双方签字确认", "the upgrade {upgrade} is not confirmed by both parties";
    ROLLED_BACK: "软件升级 {upgrade} 已回退，不算升级", "the upgrade {upgrade} was rolled back";
    AFTERWARDS: "软件升级 {upgrade} 结束于 {at}，在保养结束之后", "the upgrade {upgrade} ended at {at}, after the maintenance";
    VERSION: "软件升级 {upgrade} 之后的版本是 {found}", "the upgrade {upgrade} led to version {found}";
    AGAIN: "上一季度的 {other} 已写过软件升级 {upgrade}", "the quarter before, {other}, already names the upgrade {upgrade}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    for (n, row) in work.f_software.decisions.entries().iter().enumerate() {
        let Some(upgrade) = row.upgrade.as_option().filter(|_| row.decision == Decision::Upgraded) else {
            continue;
        };
        // That it exists is for the rule on references, that it is of this site for the one on names.
        let named = case.world.records.get::<Upgrade>(&upgrade.key(Kind::Upgrade));
        if let Some(named) = named.filter(|named| named.site == maintenance.site) {
            judge(maintenance, work, row, &named, &format!("/work/f_software/decisions/{n}"), faults);
            named_before(case, maintenance, row, &format!("/work/f_software/decisions/{n}/upgrade"), faults);
        }
    }
}

fn judge(
    maintenance: &Maintenance,
    work: &MaintenanceWork,
    row: &UpgradeDecision,
    named: &Upgrade,
    place: &str,
    faults: &mut Faults<'_>,
) {
    let told = |text| Message::new(text).with("upgrade", &named.id);
    let upgrade = format!("{place}/upgrade");
    if named.system != row.system {
        faults.at(&upgrade, told(&SYSTEM).with("found", &named.system).with("system", &row.system));
    }
    if maintenance.state == MaintenanceState::Done && named.state != UpgradeState::Confirmed {
        faults.at(&upgrade, told(&UNSIGNED));
    }
    let Some(execution) = &named.execution else {
        faults.at(&upgrade, told(&UNDONE));
        return;
    };
    if execution.rolled_back {
        faults.at(&upgrade, told(&ROLLED_BACK));
        return;
    }
    if execution.ended_at > work.ended_at {
        faults.at(&upgrade, told(&AFTERWARDS).with("at", execution.ended_at));
    }
    // Who looked before the upgrade of the same visit saw the old version.
    let old_seen = execution.ended_at > work.started_at && row.version_seen == execution.version_before;
    if row.version_seen != execution.version_after && !old_seen {
        faults.at(format!("{place}/version_seen"), told(&VERSION).with("found", &execution.version_after));
    }
}

/// One upgrade is the upgrade of one quarter: of the one before only, whose record's path follows from this one's.
fn named_before(
    case: &Case<'_>,
    maintenance: &Maintenance,
    row: &UpgradeDecision,
    place: &str,
    faults: &mut Faults<'_>,
) {
    let before = maintenance.period.previous().map(|quarter| MaintenanceId::of(&maintenance.site, quarter));
    let before = before.and_then(|id| case.world.records.get::<Maintenance>(&id.key(Kind::Maintenance)));
    let Some((before, work)) = before.as_ref().and_then(|before| Some((before, before.work.as_ref()?))) else {
        return;
    };
    let named = |other: &UpgradeDecision| other.decision == Decision::Upgraded && other.upgrade == row.upgrade;
    if let Some(other) = work.f_software.decisions.entries().iter().find(|other| named(other))
        && let Some(upgrade) = other.upgrade.as_option()
    {
        faults.at(place, Message::new(&AGAIN).with("other", &before.id).with("upgrade", upgrade));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, maintenance, trial, upgrade};

    const ROW: &str = "/work/f_software/decisions/0";

    /// The maintenance of the second quarter, which says that the video system was upgraded to 3.3.
    fn upgraded() -> Draft {
        maintenance()
            .set(&format!("{ROW}/decision"), "upgraded")
            .set(&format!("{ROW}/version_seen"), "3.3")
            .set(&format!("{ROW}/upgrade"), "S00001-U01")
    }

    fn made() -> Draft {
        upgrade().set("/system", "视频监控")
    }

    #[test]
    fn an_upgrade_of_the_system_that_both_confirmed_is_fine() {
        trial(&RULE).beside(&made()).adding(&upgraded()).passes();
    }

    #[test]
    fn nothing_is_asked_of_what_was_not_upgraded() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn the_upgrade_of_another_system_is_not_this_one() {
        trial(&RULE).beside(&made().set("/system", "门禁")).adding(&upgraded()).fails_at(&format!("{ROW}/upgrade"));
    }

    #[test]
    fn the_client_confirms_it_before_the_maintenance_is_done() {
        let agreed = made().set("/state", "open").drop("/confirmation");
        trial(&RULE).beside(&agreed).adding(&upgraded()).fails_at(&format!("{ROW}/upgrade"));
        let undone = agreed.clone().drop("/execution");
        let place = format!("{ROW}/upgrade");
        trial(&RULE).beside(&undone).adding(&upgraded()).fails_at_all(&[&place, &place]);
        trial(&RULE).beside(&agreed).adding(&upgraded().set("/state", "open").drop("/confirmation")).passes();
    }

    #[test]
    fn what_was_rolled_back_is_no_upgrade() {
        let back = made().set("/execution/rolled_back", true).set("/execution/version_after", "3.2");
        trial(&RULE).beside(&back).adding(&upgraded()).fails_at(&format!("{ROW}/upgrade"));
    }

    #[test]
    fn it_was_made_before_the_maintenance_ended() {
        let later = made().set("/execution/ended_at", "2025-05-13T16:00:01+08:00");
        trial(&RULE).beside(&later).adding(&upgraded()).fails_at(&format!("{ROW}/upgrade"));
        let just = made().set("/execution/ended_at", "2025-05-13T16:00:00+08:00");
        trial(&RULE).beside(&just).adding(&upgraded()).passes();
    }

    #[test]
    fn the_version_seen_is_that_of_the_upgrade() {
        let place = format!("{ROW}/version_seen");
        for seen in ["3.2", "3.4"] {
            trial(&RULE).beside(&made()).adding(&upgraded().set(&place, seen)).fails_at(&place);
        }
        let meanwhile = made().set("/execution/ended_at", "2025-05-13T11:00:00+08:00");
        trial(&RULE).beside(&meanwhile).adding(&upgraded().set(&place, "3.2")).passes();
    }

    #[test]
    fn one_upgrade_is_that_of_one_quarter() {
        let before = upgraded().filed_as("S00001-2025Q1").set("/id", "S00001-2025Q1").set("/period", "2025Q1");
        trial(&RULE).beside(&made()).beside(&before).adding(&upgraded()).fails_at(&format!("{ROW}/upgrade"));
    }
}
