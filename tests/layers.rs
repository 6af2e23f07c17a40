//! The house of layers: arrows point down only, and each outside part has one home.
//!
//! The table below is the whole truth about who may use whom; the test reads the sources and compares.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and the layers it may use, lowest first.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("json", &["text"]),
    ("record", &["text"]),
    ("calendar", &["text", "record"]),
    ("sign", &["text", "json", "record"]),
    ("schema", &["text", "json", "record"]),
    ("ledger", &["text", "record"]),
    ("store", &["text", "record", "ledger"]),
    ("regulation", &["text", "record", "calendar", "sign", "ledger"]),
    ("measure", &["text", "record", "calendar", "ledger", "regulation"]),
    ("render", &["text"]),
    ("guard", &["text", "json", "record", "calendar", "sign", "schema", "ledger", "store", "regulation"]),
    (
        "review",
        &[
            "text",
            "json",
            "record",
            "calendar",
            "sign",
            "schema",
            "ledger",
            "store",
            "regulation",
            "measure",
            "render",
            "guard",
        ],
    ),
    ("desk", &["text", "json", "record", "calendar", "sign", "schema", "ledger", "store", "regulation", "guard"]),
    (
        "demo",
        &["text", "json", "record", "calendar", "sign", "schema", "ledger", "store", "regulation", "guard", "desk"],
    ),
    ("server", &["text", "record", "sign", "ledger", "store"]),
    (
        "cli",
        &[
            "text",
            "json",
            "record",
            "calendar",
            "sign",
            "schema",
            "ledger",
            "store",
            "regulation",
            "measure",
            "render",
            "guard",
            "review",
            "desk",
            "demo",
            "server",
        ],
    ),
];

/// Words that may stand in one place only, and the reason.
const HOMES: &[(&str, &[&str], &str)] = &[
    ("git2::", &["src/store"], "the store is the only user of git2"),
    (
        "std::process::Command",
        &["src/desk/keygen.rs", "src/desk/sync/network.rs", "src/cli", "src/server"],
        "other programs are run where a person asked for them",
    ),
    (
        "std::fs::",
        &["src/store", "src/desk", "src/cli", "src/demo", "src/server", "src/bin"],
        "rules and figures get values, not files",
    ),
    ("SystemTime::now", &["src/bin"], "the clock enters once"),
    (
        "std::env::",
        &["src/bin", "src/cli/prompt.rs", "src/cli/report/forms.rs"],
        "the environment enters once; a test asks whether to write its copies anew",
    ),
    ("jsonschema::", &["src/schema"], "the schema layer is the only user of jsonschema"),
    ("rust_xlsxwriter::", &["src/render/xlsx.rs"], "workbooks are written in one place"),
    (" age::", &["src/sign/seal.rs"], "what is sealed has one home"),
    ("ssh_key::", &["src/sign"], "the sign layer is the only user of ssh-key"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The code of a file without its comments and without what stands under `#[cfg(test)] mod`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn layers_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (start, word) in code.match_indices("crate::") {
        if code[..start].ends_with('$') {
            continue;
        }
        let rest = &code[start + word.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut at_start = true;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => at_start = true,
                    c if depth == 0 && at_start && (c.is_alphanumeric() || c == '_') => name.push(c),
                    _ if depth == 0 && !name.is_empty() => {
                        used.insert(std::mem::take(&mut name));
                        at_start = false;
                    }
                    _ => {}
                }
            }
            used.extend((!name.is_empty()).then_some(name));
        } else {
            used.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    used
}

#[test]
fn every_layer_uses_only_the_layers_below_it() {
    let mut wrong = Vec::new();
    for (layer, allowed) in LAYERS {
        for file in sources(&root().join("src").join(layer)) {
            for used in layers_used(&code(&file)) {
                let known = LAYERS.iter().any(|(name, _)| *name == used);
                if known && used != *layer && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{} uses {used}", file.strip_prefix(root()).unwrap().display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point up or past the table:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_lists_every_layer_and_points_down() {
    let folders: BTreeSet<_> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "bin")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<_> = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, listed);
    for (place, (layer, allowed)) in LAYERS.iter().enumerate() {
        for name in *allowed {
            let below = LAYERS[..place].iter().any(|(lower, _)| lower == name);
            assert!(below, "{layer} may use {name}, which is not below it");
        }
    }
}

#[test]
fn each_outside_part_has_one_home() {
    let mut wrong = Vec::new();
    for file in sources(&root().join("src")) {
        let name = file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let code = code(&file);
        for (word, homes, reason) in HOMES {
            if code.contains(word) && !homes.iter().any(|home| name.starts_with(home)) {
                wrong.push(format!("{name}: {word} ({reason})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is() {
    let silent: Vec<_> = sources(&root().join("src"))
        .into_iter()
        .chain(sources(&root().join("tests")))
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_reader_of_uses_sees_groups_and_paths() {
    let used = layers_used("use crate::{record::{id, path}, text};\nlet x = crate::json::parse(b\"\");");
    assert_eq!(used, ["json", "record", "text"].map(str::to_owned).into());
}
