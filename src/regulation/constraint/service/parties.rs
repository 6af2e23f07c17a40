//! Who must have signed which section once a form is finished: the one table behind both signature rules (M-5).

use crate::record::Record;
use crate::record::install::InstallState;
use crate::record::maintenance::MaintenanceState;
use crate::record::onsite_callback::OnsiteState;
use crate::record::parts::Role;
use crate::record::phone_callback::PhoneState;
use crate::record::plan::PlanState;
use crate::record::spare_loan::LoanState;
use crate::record::ticket::TicketState;
use crate::record::training::TrainingState;
use crate::record::upgrade::UpgradeState;
use crate::regulation::finding::Faults;
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// A section and the role that must have signed it.
type Demand = (&'static str, Role);

texts! {
    MISSING: "缺{role}签字", "the signature of the {role} is missing";
    TECHNICIAN: "维修（安装）人员", "technician";
    INSTALL_LEAD: "安装负责人", "installation lead";
    CALLER: "回访人", "caller";
    PERSON_IN_CHARGE: "负责人", "person in charge";
    SUPERVISOR: "部门主管", "supervisor";
    STOREKEEPER: "库管", "storekeeper";
    TRAINER: "培训人", "trainer";
    HOLDER: "借用人", "borrower";
    CLIENT: "甲方", "client";
    PREPARER: "编制人", "preparer";
    OTHER: "有关人员", "person concerned";
}

/// What the form, as far as it has come, demands.
fn demands(record: &Record) -> Vec<Demand> {
    use Role::{
        Caller, Client, Holder, InstallLead, PersonInCharge, Preparer, Storekeeper, Supervisor, Technician, Trainer,
    };
    match record {
        Record::Ticket(ticket) if ticket.state == TicketState::Completed => {
            vec![("work", Technician), ("confirmation", Client)]
        }
        Record::Install(install) if install.state == InstallState::Confirmed => {
            vec![("service", Technician), ("service", InstallLead), ("confirmation", Client)]
        }
        Record::Upgrade(upgrade) if upgrade.state == UpgradeState::Confirmed => {
            vec![("execution", Technician), ("confirmation", Client)]
        }
        Record::Plan(plan) if plan.state == PlanState::Confirmed => {
            vec![("preparation", Preparer), ("confirmation", Client)]
        }
        Record::Maintenance(maintenance) if maintenance.state == MaintenanceState::Done => {
            vec![("work", Technician), ("confirmation", Client)]
        }
        Record::Training(training) => match training.state {
            TrainingState::Confirmed => vec![("session", Trainer), ("confirmation", Client)],
            TrainingState::Withdrawn => vec![("withdrawal", Client)],
            TrainingState::Requested | TrainingState::Held => Vec::new(),
        },
        Record::OnsiteCallback(callback) => {
            let mut all = Vec::new();
            if callback.state == OnsiteState::Done {
                all.extend([("visit", Caller), ("confirmation", Client)]);
            }
            all.extend(callback.key_registration.is_some().then_some(("key_registration", Caller)));
            all.extend(callback.outcome.is_some().then_some(("outcome", PersonInCharge)));
            all
        }
        Record::PhoneCallback(callback) => {
            let mut all = Vec::new();
            all.extend((callback.state == PhoneState::Done).then_some(("call", Caller)));
            all.extend(callback.key_registration.is_some().then_some(("key_registration", Caller)));
            all.extend(callback.outcome.is_some().then_some(("outcome", PersonInCharge)));
            all.extend(callback.excuse.is_some().then_some(("excuse", Supervisor)));
            all
        }
        Record::SpareLoan(loan) => {
            let mut all = vec![("lending", Storekeeper), ("lending", Holder), ("lending", Client)];
            all.extend(loan.giving_back.is_some().then_some(("giving_back", Storekeeper)));
            all.extend((loan.state == LoanState::Lost).then_some(("giving_back", Supervisor)));
            all
        }
        _ => Vec::new(),
    }
}

/// Reports the demanded signatures that are not there, those of the client or those of our own people.
pub(super) fn missing(case: &Case<'_>, faults: &mut Faults<'_>, of_client: bool) {
    let Some(entry) = case.after else {
        return;
    };
    for (name, role) in demands(&entry.record).into_iter().filter(|demand| (demand.1 == Role::Client) == of_client) {
        if !entry.signatures(name).iter().any(|signature| signature.role == role) {
            let pointer =
                if entry.value.get(name).is_some() { format!("/{name}/signatures") } else { format!("/{name}") };
            faults.at(pointer, Message::new(&MISSING).with_message("role", word(role)));
        }
    }
}

fn word(role: Role) -> &'static Text {
    match role {
        Role::Technician => &TECHNICIAN,
        Role::InstallLead => &INSTALL_LEAD,
        Role::Caller => &CALLER,
        Role::PersonInCharge => &PERSON_IN_CHARGE,
        Role::Supervisor => &SUPERVISOR,
        Role::Storekeeper => &STOREKEEPER,
        Role::Holder => &HOLDER,
        Role::Preparer => &PREPARER,
        Role::Trainer => &TRAINER,
        Role::Client => &CLIENT,
        Role::FrontDesk | Role::Office | Role::Finance | Role::Department | Role::Applicant | Role::DutyOfficer => {
            &OTHER
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::super::{client_signature_missing, provider_signature_missing};
    use super::*;
    use crate::record::Kind;
    use crate::regulation::fixture::{
        Draft, Scene, install, judge_only, maintenance, onsite, outcome, phone, plan, registration, signed, spare_loan,
        ticket, training, upgrade, withdrawn,
    };
    use crate::text::Lang;

    /// Every service form of M-5 at its end, with whatever else of it is signed.
    fn forms() -> Vec<Draft> {
        let registered = |draft: Draft| {
            draft
                .set("/key_registration", registration("WX-0000001.post_repair.after_call"))
                .set("/outcome", outcome("2025-06-20T10:00:00+08:00"))
        };
        let back = |signatures: Vec<Value>| {
            json!({
                "at": "2025-03-14T16:00:00+08:00", "condition": "完好", "damage": "无", "converted": "无",
                "received_by": "wu-gang", "signatures": signatures,
            })
        };
        let keeper = || signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00");
        let excuse = json!({
            "at": "2025-06-13T18:00:00+08:00", "by": "zhao-lei", "reason": "多次无人接听",
            "signatures": [signed("supervisor", "zhao-lei", "2025-06-13T18:00:00+08:00")],
        });
        let lost = vec![keeper(), signed("supervisor", "zhao-lei", "2025-03-14T17:05:00+08:00")];
        vec![
            ticket(1),
            install(),
            upgrade(),
            plan(),
            maintenance(),
            training(),
            withdrawn(),
            onsite(),
            registered(onsite()),
            phone(),
            registered(phone()),
            phone().set("/state", "unreachable").set("/excuse", excuse),
            spare_loan().set("/state", "returned").set("/giving_back", back(vec![keeper()])),
            spare_loan().set("/state", "lost").set("/giving_back", back(lost)),
        ]
    }

    /// What the two rules find of a form: rule, pointer, and whether it is said in both languages.
    fn found(draft: &Draft) -> Vec<(&'static str, String)> {
        let entry = draft.entry();
        let scene = Scene::company();
        [&client_signature_missing::RULE, &provider_signature_missing::RULE]
            .into_iter()
            .flat_map(|rule| judge_only(rule, &draft.key, None, Some(&entry), &scene))
            .map(|finding| {
                let said = [Lang::Zh, Lang::En].map(|lang| finding.wrong.speak(lang));
                assert!(said[0] != said[1] && said.iter().all(|said| !said.contains('{')), "{said:?}");
                (finding.rule.id, finding.pointer.clone())
            })
            .collect()
    }

    #[test]
    fn each_side_of_each_service_form_is_missed_by_its_own_rule_and_no_other() {
        let mut sides = BTreeSet::new();
        for form in forms() {
            assert_eq!(found(&form), [], "{} as it should be", form.key);
            let all = demands(&form.entry().record);
            assert!(!all.is_empty(), "{}", form.key);
            for (section, role) in all {
                let mut without = form.clone();
                let place = format!("/{section}/signatures");
                let role_name = serde_json::to_value(role).unwrap();
                let list = without.value.pointer_mut(&place).and_then(Value::as_array_mut);
                list.unwrap_or_else(|| panic!("{} {place}", form.key)).retain(|one| one["role"] != role_name);
                let rule = if role == Role::Client { "client_signature_missing" } else { "provider_signature_missing" };
                assert_eq!(found(&without), [(rule, place)], "{} without {role:?}", form.key);
                sides.insert((form.key.kind, role == Role::Client));
            }
        }
        // Both parties of every act of service; a phone call has no client at hand to sign.
        let both = [
            Kind::Ticket,
            Kind::Install,
            Kind::Upgrade,
            Kind::Plan,
            Kind::Maintenance,
            Kind::Training,
            Kind::OnsiteCallback,
            Kind::SpareLoan,
        ];
        let mut wanted: BTreeSet<_> = both.into_iter().flat_map(|kind| [(kind, true), (kind, false)]).collect();
        wanted.insert((Kind::PhoneCallback, false));
        assert_eq!(sides, wanted);
    }
}
