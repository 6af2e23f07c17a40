//! What holds for every constraint: ids, explanations, clauses, cases; and the company that keeps them all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{FAMILIES, all};
use crate::regulation::fixture::{Scene, canonical, everything, judge_only, read_case};
use crate::text::{Lang, Text, assert_complete};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn ids_are_unique_and_sorted_within_their_family() {
    let mut seen = BTreeSet::new();
    for family in FAMILIES {
        let ids: Vec<_> = family.iter().map(|rule| rule.id).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        for id in ids {
            assert!(seen.insert(id), "{id} is there twice");
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{id}");
        }
    }
}

#[test]
fn every_rule_file_is_listed_and_named_after_its_rule() {
    let mut files = BTreeMap::new();
    for family in entries(&root().join("src/regulation/constraint")).iter().filter(|path| path.is_dir()) {
        for file in entries(family) {
            let text = fs::read_to_string(&file).unwrap();
            if text.contains("static RULE: Rule") {
                let id = text.split("    id: \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
                assert_eq!(id, stem(&file), "{}", file.display());
                files.insert(id, file);
            }
        }
    }
    let listed: BTreeSet<_> = all().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(files.into_keys().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    for rule in all() {
        let parts = [
            ("title", &rule.title),
            ("checks", &rule.explanation.checks),
            ("why", &rule.explanation.why),
            ("fails", &rule.explanation.fails),
            ("fix", &rule.explanation.fix),
        ];
        for (name, text) in parts {
            assert_complete(&format!("{}.{name}", rule.id), text);
            assert_eq!(text.places(Lang::Zh), Vec::<&str>::new(), "{}.{name} has a place nothing fills", rule.id);
        }
    }
}

#[test]
fn no_sentence_is_said_by_two_rules() {
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in all() {
        for Text { zh, en } in [rule.title, rule.explanation.checks] {
            for sentence in [zh, en] {
                if let Some(other) = said.insert(sentence, rule.id) {
                    panic!("{other} and {} both say: {sentence}", rule.id);
                }
            }
        }
    }
}

#[test]
fn every_rule_has_cases_that_pass_and_cases_that_fail() {
    for rule in all() {
        for verdict in ["pass", "fail"] {
            let folder = root().join("tests/rules").join(rule.id).join(verdict);
            assert!(!entries(&folder).is_empty(), "{} has no case in {}", rule.id, folder.display());
        }
    }
    let ids: BTreeSet<_> = all().map(|rule| rule.id.to_owned()).collect();
    for folder in entries(&root().join("tests/rules")) {
        assert!(ids.contains(&stem(&folder)), "{} belongs to no rule", folder.display());
    }
}

#[test]
fn cases_are_judged_as_their_folder_says() {
    let mut wrong = Vec::new();
    for rule in all() {
        for verdict in ["pass", "fail"] {
            for path in entries(&root().join("tests/rules").join(rule.id).join(verdict)) {
                let found = read_case(rule, &path).findings();
                if found.is_empty() != (verdict == "pass") {
                    wrong.push(format!("{}: {} findings", path.display(), found.len()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_company_keeps_every_rule() {
    let scene = Scene::company();
    let mut wrong = Vec::new();
    for draft in everything() {
        let entry = scene.entry(&draft.key).unwrap_or_else(|| panic!("{} cannot be read", draft.key));
        assert_eq!(canonical(&entry.record).into_bytes(), entry.bytes, "{}", draft.key);
        for rule in all() {
            for (how, before) in [("new", None), ("unchanged", Some(&entry))] {
                for finding in judge_only(rule, &draft.key, before, Some(&entry), &scene) {
                    let wrong_here = finding.wrong.speak(Lang::En);
                    wrong.push(format!("{how} {}{}: {} ({})", draft.key, finding.pointer, wrong_here, rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_names_clauses_by_their_ids() {
    for rule in all() {
        assert!(!rule.clauses.is_empty(), "{} answers no clause", rule.id);
        for clause in rule.clauses {
            assert!(crate::regulation::clause::get(clause).is_some(), "{}: no clause {clause}", rule.id);
        }
    }
}
