//! The hooks that this repository offers to the pre-commit framework, run by that framework in a repository of records.

use std::path::Path;

use crate::environment::Environment;
use crate::pipeline::python;

/// Has the framework fetch the hooks out of a repository that holds this one's manifest.
fn set_up(place: &Environment, framework: &Path) {
    let hooks = place.path("hooks-of-weibao");
    std::fs::create_dir_all(&hooks).unwrap();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    std::fs::copy(manifest, hooks.join(".pre-commit-hooks.yaml")).unwrap();
    let url = hooks.display();
    place.shell(&format!("cd '{url}' && git init -q && git add . && git commit -q -m x && git tag v0.1.0")).ok();
    let config = format!(
        "default_install_hook_types: [pre-commit, commit-msg]\nrepos:\n- repo: '{url}'\n  rev: v0.1.0\n  hooks:\n  - id: weibao-check\n  - id: weibao-commit-msg\n"
    );
    std::fs::write(place.records().join(".pre-commit-config.yaml"), config).unwrap();
    place.shell("rm .git/hooks/pre-commit .git/hooks/commit-msg").ok();
    place.git(&["add", ".pre-commit-config.yaml"]).ok();
    place.shell(&format!("'{}' install", framework.display())).ok();
}

#[test]
fn the_framework_lets_sound_records_pass_and_stops_bad_ones_and_bad_messages() {
    let Some(python) = python() else { return };
    let place = Environment::new();
    place.company(2);
    set_up(&place, &Path::new(&python).with_file_name("pre-commit"));
    place.git(&["commit", "-q", "-m", "hooks: the framework calls weibao"]).ok();

    std::fs::write(place.records().join("README.md"), "x\n").unwrap();
    place.git(&["add", "README.md"]).ok();
    let said = place.git(&["commit", "-q", "-m", "no topic"]).ends(1);
    assert!(said.contains("weibao commit-msg"), "{said}");

    let site = place.records().join("records/site/000/S00001.json");
    let bad = std::fs::read_to_string(&site).unwrap().replace("chen-jing", "nobody-here");
    std::fs::write(&site, bad).unwrap();
    let said = place.git(&["commit", "-q", "-a", "-m", "site: S00001 called by nobody"]).ends(1);
    assert!(said.contains("reference_missing"), "{said}");
}
