//! Single scenes of the story, found again in its records as the truth has them.

use serde_json::Value;

use super::{SMALL, records_of, told};

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
    for planted in [told.trainings_in_time, told.trainings_late, told.trainings_missing, told.trainings_withdrawn] {
        assert!(planted > 0, "{told:?}");
    }
}
