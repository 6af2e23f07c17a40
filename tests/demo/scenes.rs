//! Single scenes of the story, found again in its records as the truth has them.

use serde_json::Value;

use super::{LARGER, SMALL, records_of, report, told};

#[test]
fn the_upgrades_are_those_the_story_told() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let upgrades = records_of(folder.path(), "upgrade");
    let count = |pointer: &str, wanted: Value| {
        upgrades.iter().filter(|upgrade| upgrade.pointer(pointer) == Some(&wanted)).count() as u64
    };
    let told = truth.services;
    assert_eq!(count("/state", "open".into()), told.upgrades_open);
    assert_eq!(count("/state", "confirmed".into()), told.upgrades_confirmed);
    assert_eq!(count("/execution/rolled_back", true.into()), told.upgrades_rolled_back);
    assert!(told.upgrades_rolled_back > 0 && told.upgrades_confirmed > told.upgrades_rolled_back);
}

#[test]
fn the_trainings_are_those_the_story_told() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let trainings = records_of(folder.path(), "training");
    let count = |wanted: &dyn Fn(&Value) -> bool| trainings.iter().filter(|training| wanted(training)).count() as u64;
    let state = |training: &Value, wanted: &str| training["state"] == wanted;
    let told = truth.services;
    let confirmed = |training: &Value| state(training, "confirmed") && training.get("late").is_none();
    assert_eq!(count(&confirmed), told.trainings_in_time);
    assert_eq!(count(&|training| training.get("late").is_some()), told.trainings_late);
    let open = told.trainings_missing + told.trainings_waiting;
    assert_eq!(count(&|training| state(training, "requested")), open);
    assert_eq!(count(&|training| state(training, "withdrawn")), told.trainings_withdrawn);
    assert_eq!(count(&|training| state(training, "held")), told.trainings_unsigned);
    for planted in [told.trainings_in_time, told.trainings_late, told.trainings_missing, told.trainings_withdrawn] {
        assert!(planted > 0, "{told:?}");
    }
}

#[test]
fn the_signature_report_lists_the_trainings_that_the_client_never_signed() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "signatures");
    let row = report["by_kind"].as_array().unwrap().iter().find(|row| row["form"] == "training").unwrap();
    let told = truth.services;
    let signed = told.trainings_in_time + told.trainings_late;
    assert!(signed > 0 && told.trainings_unsigned > 0, "{told:?}");
    let both = serde_json::json!({"done": signed, "due": signed + told.trainings_unsigned});
    assert_eq!(row["both"], both);
    let missing = report["missing"].as_array().unwrap();
    assert_eq!(missing.len() as u64, told.trainings_unsigned, "{missing:?}");
}

#[test]
fn the_parts_report_charges_what_the_story_charged_out_of_warranty() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let parts = report(folder.path(), &truth, "parts");
    let row = &parts["parts"][0];
    let told = truth.services;
    for (name, wanted) in [
        ("in_warranty", told.parts_in_warranty),
        ("out_of_warranty", told.parts_out_of_warranty),
        ("charged", told.parts_charged),
        ("charge_cents", told.parts_charge_cents),
    ] {
        assert_eq!(row[name], wanted, "{name}");
    }
    assert!(told.parts_in_warranty > 0 && told.parts_charged > 0, "{told:?}");
    assert_eq!(parts["loans"][0]["sold_cents"], told.loans_sold_cents);
}

#[test]
fn every_second_consent_to_a_taxi_was_entered_after_the_departure() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let tickets = records_of(folder.path(), "ticket");
    let trips = tickets.iter().map(|ticket| &ticket["trip"]).filter(|trip| trip["mode"] == "taxi");
    // All of the story's moments have the same offset, so their text is in the order of time.
    let entered_late = |trip: &&Value| trip["consent"]["entered_at"].as_str() > trip["departed_at"].as_str();
    let (late, in_time): (Vec<_>, Vec<_>) = trips.partition(entered_late);
    let told = truth.services;
    assert_eq!((late.len() as u64, in_time.len() as u64), (told.consents_late, told.consents_in_time));
    assert!(told.consents_late > 0 && told.consents_in_time > 0, "{told:?}");
}

#[test]
fn maintenance_names_the_upgrade_that_was_done_since_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let upgrades = records_of(folder.path(), "upgrade");
    let maintenances = records_of(folder.path(), "maintenance");
    let rows = maintenances.iter().filter_map(|it| it.pointer("/work/f_software/decisions")?.as_array());
    let decided: Vec<_> = rows.flatten().filter(|row| row["decision"] == "upgraded").collect();
    for row in &decided {
        let upgrade = upgrades.iter().find(|upgrade| upgrade["id"] == row["upgrade"]).unwrap();
        let execution = &upgrade["execution"];
        assert_eq!((&execution["rolled_back"], &execution["version_after"]), (&false.into(), &row["version_seen"]));
    }
    assert_eq!(decided.len() as u64, truth.services.upgrades_decided);
    assert!(!decided.is_empty());
}
