//! The client is contacted before the service, not after it began (M-6).

use crate::record::Kind;
use crate::record::install::Install;
use crate::record::maintenance::Maintenance;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::training::Training;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "pre_contact_after_arrival",
    clauses: &["M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Install, Kind::Upgrade, Kind::Training, Kind::Maintenance, Kind::OnsiteCallback],
    title: Text { zh: "到场以后才与甲方联系", en: "the client was contacted only after arrival" },
    explanation: Explanation {
        checks: Text {
            zh: "安装单、升级记录、培训记录的服务前联系不晚于开始时间；季度维护保养的不晚于出行到达时间；上门回访的服务前联系不晚于到达时间。",
            en: "The contact before an installation, an upgrade or a training is no later than its start; before maintenance or a visit, no later than the arrival.",
        },
        why: Text {
            zh: "M-6：“进行售后服务前与甲方相关人员联系”。",
            en: "M-6: before after-sales service, contact the client's people.",
        },
        fails: Text {
            zh: "pre_contact.at 为 10:30，而 visit.arrived_at 为 10:00。",
            en: "`pre_contact.at` is 10:30 and `visit.arrived_at` is 10:00.",
        },
        fix: Text {
            zh: "填写真实的服务前联系时间；确未事先联系的，不得补写更早的时间。",
            en: "Enter when the client was really contacted; never write an earlier time than the true one.",
        },
    },
    check,
};

texts! {
    AFTER: "联系时间 {at} 晚于到场时间 {arrived}", "the contact at {at} is later than the arrival at {arrived}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let install = case
        .form::<Install>()
        .and_then(|install| Some((install.pre_contact.as_ref()?.at, install.service.as_ref()?.started_at)));
    let visit = case
        .form::<OnsiteCallback>()
        .and_then(|callback| Some((callback.pre_contact.at, callback.visit.as_ref()?.arrived_at)));
    let training = case
        .form::<Training>()
        .and_then(|training| Some((training.pre_contact.as_ref()?.at, training.session.as_ref()?.started_at)));
    let upgrade = case
        .form::<Upgrade>()
        .and_then(|upgrade| Some((upgrade.pre_contact.as_ref()?.at, upgrade.execution.as_ref()?.started_at)));
    let maintenance = case
        .form::<Maintenance>()
        .and_then(|form| Some((form.pre_contact.as_ref()?.at, form.trip.as_ref()?.arrived_at)));
    if let Some((at, arrived)) = install.or(visit).or(upgrade).or(training).or(maintenance)
        && at > arrived
    {
        faults.at("/pre_contact/at", Message::new(&AFTER).with("at", at).with("arrived", arrived));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, maintenance, onsite, training, trial, upgrade};

    #[test]
    fn contact_at_the_moment_of_arrival_is_still_before_the_service() {
        trial(&RULE).adding(&onsite().set("/pre_contact/at", "2025-04-10T10:00:00+08:00")).passes();
    }

    #[test]
    fn a_visit_is_announced() {
        trial(&RULE).adding(&onsite().set("/pre_contact/at", "2025-04-10T10:00:01+08:00")).fails_at("/pre_contact/at");
    }

    #[test]
    fn an_installation_is_announced() {
        trial(&RULE).adding(&install().set("/pre_contact/at", "2025-01-10T09:30:00+08:00")).fails_at("/pre_contact/at");
    }

    #[test]
    fn a_training_is_announced() {
        trial(&RULE)
            .adding(&training().set("/pre_contact/at", "2025-05-20T14:00:01+08:00"))
            .fails_at("/pre_contact/at");
    }

    #[test]
    fn an_upgrade_is_announced() {
        trial(&RULE).adding(&upgrade().set("/pre_contact/at", "2025-03-20T14:15:01+08:00")).fails_at("/pre_contact/at");
        trial(&RULE).adding(&upgrade().set("/pre_contact/at", "2025-03-20T14:15:00+08:00")).passes();
    }

    #[test]
    fn maintenance_is_announced() {
        let late = maintenance().set("/pre_contact/at", "2025-05-13T09:00:01+08:00");
        trial(&RULE).adding(&late).fails_at("/pre_contact/at");
    }
}
