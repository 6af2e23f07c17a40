//! Every kind of record by example: tests/schemas/<kind>/{valid,invalid}, one fact a file, the file's name the sentence.
//!
//! The folders are the expected verdicts. Here our validator and the typed forms are held to them; `.ci/schemas` holds
//! a validator that is not ours to the same folders.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod sample;
mod types;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sample::{file, names, samples, schema, validators};
use serde_json::{Map, Value, json};
use weibao::json;
use weibao::record::{Kind, Record};
use weibao::schema::Schemas;

#[test]
fn every_kind_has_valid_and_invalid_samples_and_every_folder_a_kind() {
    let folders: BTreeSet<String> = names(Path::new("tests/schemas"))
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(folders, Kind::ALL.iter().map(|kind| kind.word().to_owned()).collect());
    for kind in Kind::ALL {
        assert!(samples(*kind, "valid").len() >= 2, "{kind}");
        assert!(samples(*kind, "invalid").len() >= 5, "{kind}");
    }
}

#[test]
fn the_name_of_a_sample_is_a_sentence() {
    for kind in Kind::ALL {
        for (path, _) in samples(*kind, "valid").into_iter().chain(samples(*kind, "invalid")) {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let words: Vec<&str> = name.split('_').collect();
            let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            assert!(plain && words.len() >= 2 && path.extension().unwrap() == "json", "{}", path.display());
        }
    }
}

#[test]
fn valid_samples_are_accepted() {
    let validators = validators();
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "valid") {
            let faults: Vec<String> = validators[kind]
                .iter_errors(&value)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
        }
    }
}

#[test]
fn invalid_samples_are_refused() {
    let validators = validators();
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "invalid") {
            assert!(!validators[kind].is_valid(&value), "{}", path.display());
        }
    }
}

#[test]
fn an_invalid_sample_is_wrong_in_one_place_only() {
    let validators = validators();
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "invalid") {
            let places: BTreeSet<String> =
                validators[kind].iter_errors(&value).map(|fault| fault.instance_path().to_string()).collect();
            assert_eq!(places.len(), 1, "{}: {places:?}", path.display());
        }
    }
}

#[test]
fn the_typed_form_of_a_valid_sample_is_the_sample() {
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "valid") {
            let record = Record::from_value(*kind, &value).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert_eq!(record.to_value().unwrap(), value, "{}", path.display());
        }
    }
}

/// The program's own door: strict reading, the schema, the canonical layout.
#[test]
fn the_program_reads_a_sample_as_its_folder_says() {
    let schemas = Schemas::get();
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "valid") {
            let bytes = fs::read(&path).unwrap();
            assert_eq!(json::parse(&bytes).as_ref(), Ok(&value), "{}", path.display());
            assert!(schemas.check(*kind, &value).is_empty(), "{}", path.display());
            assert!(schemas.is_canonical(*kind, &value, &bytes), "{}", path.display());
        }
        for (path, value) in samples(*kind, "invalid") {
            assert!(!schemas.check(*kind, &value).is_empty(), "{}", path.display());
            assert_eq!(fs::read_to_string(&path).unwrap(), schemas.format(*kind, &value), "{}", path.display());
        }
    }
}

#[test]
fn every_state_and_stage_occurs_in_a_valid_sample() {
    for kind in Kind::ALL {
        let schema = schema(&file(*kind));
        for member in ["state", "stage"] {
            for word in schema["properties"][member]["enum"].as_array().into_iter().flatten() {
                let shown = samples(*kind, "valid").iter().any(|(_, value)| value[member] == *word);
                assert!(shown, "{kind} {member} {word}");
            }
        }
    }
}

/// The pointers of all members of a value, list items counted as one (`/work/parts/*/test`).
fn members(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let at = format!("{at}/{name}");
                members(value, &at, found);
                found.insert(at);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| members(item, &format!("{at}/*"), found)),
        _ => {}
    }
}

/// The pointers of all members that a schema describes.
fn described(file: &str, node: &Value, at: &str, found: &mut BTreeSet<String>) {
    if let Some((other, pointer)) = node["$ref"].as_str().and_then(|target| target.split_once('#')) {
        let file = if other.is_empty() { file } else { other };
        let target = schema(&Path::new("schemas").join(file));
        return described(file, target.pointer(pointer).unwrap(), at, found);
    }
    if ["无", "已问不详"].iter().any(|word| node["if"] == json!({ "const": word })) {
        return described(file, &node["else"], at, found);
    }
    if let Some(items) = node.get("items") {
        described(file, items, &format!("{at}/*"), found);
    }
    for (name, member) in node["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        described(file, member, &at, found);
        found.insert(at);
    }
}

/// With the round trip above: the schemas and the typed forms have the same members, and each is shown.
#[test]
fn every_member_of_every_form_occurs_in_a_valid_sample() {
    for kind in Kind::ALL {
        let path = file(*kind);
        let mut expected = BTreeSet::new();
        described(path.file_name().unwrap().to_str().unwrap(), &schema(&path), "", &mut expected);
        let mut shown = BTreeSet::new();
        for (_, value) in samples(*kind, "valid") {
            members(&value, "", &mut shown);
        }
        let missing: Vec<_> = expected.difference(&shown).filter(|at| !another_way_to_sign(at)).collect();
        assert!(missing.is_empty(), "{kind}: {missing:?}");
    }
}

/// Whether a member belongs to a method of signing that this section's samples need not use: one section shows them all.
fn another_way_to_sign(at: &str) -> bool {
    at.contains("/signatures/*/evidence") || at.ends_with("/signatures/*/signature")
}

/// Ways to change one object.
type Change<'a> = &'a dyn Fn(&Map<String, Value>) -> Vec<Map<String, Value>>;

/// A value with each of its objects changed in each way, one at a time.
fn each_object(value: &Value, change: Change<'_>) -> Vec<Value> {
    match value {
        Value::Object(object) => {
            let mut results: Vec<Value> = change(object).into_iter().map(Value::Object).collect();
            for (name, inner) in object {
                for changed in each_object(inner, change) {
                    let mut object = object.clone();
                    object.insert(name.clone(), changed);
                    results.push(Value::Object(object));
                }
            }
            results
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, item)| {
                each_object(item, change).into_iter().map(move |changed| {
                    let mut items = items.clone();
                    items[i] = changed;
                    Value::Array(items)
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn completed_ticket() -> Value {
    serde_json::from_slice(&fs::read("tests/schemas/ticket/valid/a_completed_ticket.json").unwrap()).unwrap()
}

/// T-4: strictly as the ticket says, and no item may be omitted.
#[test]
fn no_item_of_a_completed_ticket_may_be_left_out() {
    let validators = validators();
    let without_one = each_object(&completed_ticket(), &|object| {
        let names: Vec<String> = object.keys().cloned().collect();
        names
            .into_iter()
            .map(|name| {
                let mut object = object.clone();
                object.remove(&name);
                object
            })
            .collect()
    });
    assert!(without_one.len() > 80);
    for value in without_one {
        assert!(!validators[&Kind::Ticket].is_valid(&value), "{value}");
    }
}

#[test]
fn no_item_of_a_completed_ticket_may_be_null_blank_or_an_empty_list() {
    let validators = validators();
    for empty in [json!(null), json!(""), json!("   "), json!("\u{3000}"), json!([]), json!({})] {
        let emptied = each_object(&completed_ticket(), &|object| {
            let names: Vec<String> = object.keys().cloned().collect();
            names.into_iter().map(|name| object.clone().into_iter().chain([(name, empty.clone())]).collect()).collect()
        });
        for value in emptied {
            assert!(!validators[&Kind::Ticket].is_valid(&value), "{value}");
        }
    }
}

#[test]
fn no_object_of_any_form_takes_an_unknown_member() {
    let validators = validators();
    for kind in Kind::ALL {
        for (path, value) in samples(*kind, "valid") {
            let with_one = each_object(&value, &|object| {
                vec![object.clone().into_iter().chain([("unknown".to_owned(), json!("无"))]).collect()]
            });
            for value in with_one {
                assert!(!validators[kind].is_valid(&value), "{}: {value}", path.display());
            }
        }
    }
}
