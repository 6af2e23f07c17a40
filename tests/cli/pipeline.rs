//! The pipeline that `init` writes, its shell steps run as CI would: in a fresh clone, with the whole history.

use super::environment::Environment;

/// The commands of the pipeline's `run` steps.
fn steps(workflow: &str) -> Vec<String> {
    workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: ").map(str::to_owned)).collect()
}

#[test]
fn the_pipeline_passes_on_sound_records_and_stops_at_the_first_bad_one() {
    let place = Environment::new();
    place.company(2);
    let steps = steps(&place.read(".github/workflows/records.yml"));
    assert!(!steps.is_empty());
    let in_a_clone = |name: &str| {
        let run = steps.join(" && ");
        place.shell(&format!("git clone -q \"file://$PWD\" ../{name} && cd ../{name} && {run}"))
    };
    in_a_clone("sound").ok();

    let site = place.records().join("records/site/000/S00001.json");
    let bad = std::fs::read_to_string(&site).unwrap().replace("chen-jing", "nobody-here");
    std::fs::write(&site, bad).unwrap();
    place.git(&["commit", "-q", "-a", "--no-verify", "-m", "site: S00001 called by nobody"]).ok();
    let said = in_a_clone("bad").ends(1);
    assert!(said.contains("reference_missing"), "{said}");
}
