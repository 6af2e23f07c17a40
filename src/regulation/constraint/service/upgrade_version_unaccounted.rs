//! An upgrade starts from the version last recorded for the device (M-2.F).

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::UpgradeId;
use crate::record::instant::Instant;
use crate::record::parts::NONE;
use crate::record::upgrade::{Execution, Upgrade};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

use super::warranty;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_version_unaccounted",
    clauses: &["M-2.F"],
    class: Class::Missing,
    severity: Severity::Warning,
    kinds: &[Kind::Upgrade],
    title: Text {
        zh: "升级前版本与上次记录不符", en: "the version before an upgrade is not the one last recorded"
    },
    explanation: Explanation {
        checks: Text {
            zh: "同一站点、同一序列号设备的同一软件，若此前的升级记录或安装单写有版本，升级前版本即其中最近的一个。",
            en: "Where an earlier upgrade or installation form of the site gives the version of the same software on the same device, the version before is the latest of these.",
        },
        why: Text {
            zh: "M-2.F：“及时进行必要的系统软件升级”。版本对不上，说明有过未记录的升级，或写错了。设备返厂等亦可能换版本，故只提示。",
            en: "M-2.F: necessary software upgrades. Where versions do not follow each other, an upgrade was not recorded or one is misspelt. A device that came back from the maker may differ: a warning only.",
        },
        fails: Text {
            zh: "安装单写 YA-OS 3.2，升级记录 version_before 写 3.1。",
            en: "The installation form says YA-OS 3.2 and `version_before` says 3.1.",
        },
        fix: Text {
            zh: "核对设备上显示的版本；确有未记录的升级，补写其升级记录。",
            en: "Look at the version the device shows; enter the upgrade that was not recorded.",
        },
    },
    check,
};

texts! {
    DIFFERS: "{source} 记录为 {known}，所写为 {said}", "{source} recorded {known}, this says {said}";
}

/// A version somebody recorded: when, where, which.
type Known = (Instant, String, String);

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(upgrade) = case.form::<Upgrade>() else {
        return;
    };
    let Some(execution) = upgrade.execution.as_ref().filter(|_| upgrade.asset.serial != NONE) else {
        return;
    };
    let records = case.world.records;
    let known = by_installation(upgrade, records).into_iter().chain(by_upgrade(upgrade, records));
    let latest = known.filter(|known| known.0 <= execution.started_at).max();
    if let Some((_, source, version)) = latest.filter(|known| known.2 != execution.version_before) {
        let differs = Message::new(&DIFFERS)
            .with("source", source)
            .with("known", version)
            .with("said", &execution.version_before);
        faults.at("/execution/version_before", differs);
    }
}

/// The versions on the installation forms of the site that list the device.
fn by_installation(upgrade: &Upgrade, records: &Records<'_>) -> Vec<Known> {
    let mut found = Vec::new();
    for form in warranty::forms_of(&upgrade.site, records) {
        let Some(service) = form.service.as_ref() else {
            continue;
        };
        if service.assets.iter().any(|asset| asset.serial == upgrade.asset.serial) {
            let versions = service.versions.entries().iter().filter(|version| version.software == upgrade.software);
            found.extend(versions.map(|version| (service.ended_at, form.id.to_string(), version.version.clone())));
        }
    }
    found
}

/// The versions that earlier upgrades of the site left on the device: at most as many as its number says.
fn by_upgrade(upgrade: &Upgrade, records: &Records<'_>) -> Vec<Known> {
    let earlier = |n: u8| {
        let id = UpgradeId::parse(&format!("{}-U{n:02}", upgrade.id.site())).ok()?;
        let form = records.get::<Upgrade>(&id.key(Kind::Upgrade))?;
        let same = form.asset.serial == upgrade.asset.serial && form.software == upgrade.software;
        let Execution { ended_at, version_after, .. } = form.execution.as_ref().filter(|_| same)?;
        Some((*ended_at, id.to_string(), version_after.clone()))
    };
    (1..upgrade.id.n()).filter_map(earlier).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, trial, upgrade};

    fn second(before: &str) -> Draft {
        upgrade()
            .filed_as("S00001-U02")
            .set("/id", "S00001-U02")
            .set("/execution/started_at", "2025-06-20T14:15:00+08:00")
            .set("/execution/version_before", before)
            .set("/execution/version_target", "3.4")
            .set("/execution/version_after", "3.4")
    }

    #[test]
    fn the_first_upgrade_starts_from_the_installed_version() {
        trial(&RULE).adding(&upgrade()).passes();
        trial(&RULE).adding(&upgrade().set("/execution/version_before", "3.1")).fails_at("/execution/version_before");
    }

    #[test]
    fn the_next_one_starts_where_the_last_one_ended() {
        trial(&RULE).adding(&second("3.3")).passes();
        trial(&RULE).adding(&second("3.2")).fails_at("/execution/version_before");
    }

    #[test]
    fn after_a_rollback_the_old_version_runs() {
        let back = upgrade().set("/execution/rolled_back", true).set("/execution/version_after", "3.2");
        trial(&RULE).beside(&back).adding(&second("3.2")).passes();
    }

    #[test]
    fn another_device_has_versions_of_its_own() {
        trial(&RULE).adding(&second("2.0").set("/asset/serial", "YA16-2024-0018")).passes();
    }
}
