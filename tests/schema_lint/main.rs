//! A lint for schemas/: what JSON Schema itself would let pass in silence.
//!
//! A misspelt keyword, an open object, a pattern that matches in the middle or a text without end are all valid
//! JSON Schema, and none of them is ever meant. The mutants below show that the lint finds what it is for.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod lint;

use std::collections::BTreeSet;
use std::fs;

use lint::{BASE, files, lint};
use serde_json::{Map, Value, json};
use weibao::record::Kind;

#[test]
fn the_schemas_are_clean() {
    let found = lint(&files());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_kind_has_a_schema_and_every_schema_a_kind() {
    let mut expected: BTreeSet<String> = Kind::ALL.iter().map(|kind| format!("{}.1.json", kind.word())).collect();
    expected.extend(["common.1.json", "contact.2.json"].map(str::to_owned));
    assert_eq!(files().into_keys().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn every_kind_names_its_schema_and_its_chinese_name() {
    let files = files();
    for kind in Kind::ALL {
        let schema = &files[&format!("{}.1.json", kind.word())];
        assert_eq!(schema["properties"]["schema"]["const"], format!("{}/1", kind.word()));
        assert_eq!(schema["title"], kind.name().zh);
        assert_eq!(schema["required"][0], "schema");
    }
}

#[test]
fn schema_comes_first_and_the_key_second() {
    for kind in Kind::ALL {
        let text = fs::read_to_string(format!("schemas/{}.1.json", kind.word())).unwrap();
        let members = text.split_once("\n  \"properties\": {\n").unwrap().1;
        let names: Vec<&str> = members
            .lines()
            .take_while(|line| *line != "  },")
            .filter(|line| line.starts_with("    \""))
            .map(|line| line.trim_start().trim_start_matches('"').split('"').next().unwrap())
            .collect();
        let key = match kind {
            Kind::Company => "repository",
            Kind::Calendar => "year",
            _ => "id",
        };
        assert_eq!(names[..2], ["schema", key], "{kind}");
    }
}

#[test]
fn every_example_is_one() {
    fn walk(node: &Value, address: &str, registry: &jsonschema::Registry<'_>) {
        for example in node.get("examples").and_then(Value::as_array).into_iter().flatten() {
            let validator = jsonschema::options()
                .with_registry(registry)
                .offline()
                .should_validate_formats(true)
                .build(&json!({ "$ref": address }))
                .unwrap();
            assert!(validator.is_valid(example), "{address}: {example}");
        }
        let inner: Vec<(String, &Value)> = match node {
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect(),
            _ => return,
        };
        for (name, value) in inner {
            walk(value, &format!("{address}/{name}"), registry);
        }
    }
    let files = files();
    let resources = files.iter().map(|(file, schema)| (format!("{BASE}{file}"), schema.clone()));
    let registry = jsonschema::Registry::new().extend(resources).unwrap().prepare().unwrap();
    for (file, schema) in &files {
        walk(schema, &format!("{BASE}{file}#"), &registry);
    }
}

/// The faults of the schemas after one change to one of them.
fn mutant(file: &str, pointer: &str, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut files = files();
    change(files.get_mut(file).unwrap().pointer_mut(pointer).unwrap().as_object_mut().unwrap());
    lint(&files).join("\n")
}

#[test]
fn a_misspelt_keyword_is_found() {
    let found = mutant("ticket.1.json", "/$defs/work", |node| {
        let required = node.remove("required").unwrap();
        node.insert("requierd".to_owned(), required);
    });
    assert!(found.contains("ticket.1.json/$defs/work: unknown keyword requierd"), "{found}");
}

#[test]
fn an_open_object_is_found_even_where_none_may_stand_instead() {
    let found = mutant("common.1.json", "/$defs/trip/properties/vehicle/else", |node| {
        node.remove("additionalProperties");
    });
    assert!(found.contains("vehicle/else: open object"), "{found}");
    let found = mutant("book.1.json", "", |node| {
        node.insert("additionalProperties".to_owned(), json!(true));
    });
    assert!(found.contains("book.1.json: open object"), "{found}");
    let found = mutant("common.1.json", "/$defs/asset", |node| {
        node.remove("additionalProperties");
        node.remove("required");
    });
    assert!(found.contains("common.1.json/$defs/asset: open object"), "{found}");
}

#[test]
fn an_unanchored_pattern_is_found() {
    for pattern in ["[A-Z]{2}", "^[A-Z]{2}", "[A-Z]{2}$", "^[A-Z]{2}\\$", "^A|B$", "^(?:A)|(?:B)$"] {
        let found = mutant("common.1.json", "/$defs/series_code", |node| {
            node.insert("pattern".to_owned(), json!(pattern));
        });
        assert!(found.contains("series_code: unanchored pattern"), "{pattern}: {found}");
    }
}

#[test]
fn a_pattern_that_needs_look_around_is_found() {
    for pattern in ["^(?!00)[0-9]{2}$", "^([0-9])\\1$", "^[A-Z$"] {
        let found = mutant("common.1.json", "/$defs/series_code", |node| {
            node.insert("pattern".to_owned(), json!(pattern));
        });
        assert!(found.contains("look-around or does not compile"), "{pattern}: {found}");
    }
}

#[test]
fn an_unbounded_string_list_or_number_is_found() {
    for (pointer, keyword, fault) in [
        ("/$defs/line", "maxLength", "line: unbounded string"),
        ("/$defs/line", "pattern", "line: string that may be blank"),
        ("/$defs/assets", "maxItems", "assets: unbounded array"),
        ("/$defs/assets", "items", "assets: array of anything"),
        ("/$defs/cents", "maximum", "cents: unbounded integer"),
        ("/$defs/score", "minimum", "score: unbounded integer"),
    ] {
        let found = mutant("common.1.json", pointer, |node| {
            node.remove(keyword);
        });
        assert!(found.contains(fault), "{fault}: {found}");
    }
    let found = mutant("common.1.json", "/$defs/cents", |node| {
        node.insert("maximum".to_owned(), json!(9_007_199_254_740_992_i64));
    });
    assert!(found.contains("cents: unbounded integer"), "{found}");
}

#[test]
fn a_member_without_words_is_found() {
    for word in ["title", "x-title-en", "description"] {
        let found = mutant("client.1.json", "/properties/since", |node| {
            node.remove(word);
            node.remove("$ref");
        });
        assert!(found.contains(&format!("client.1.json/properties/since: no {word}")), "{found}");
    }
    let found = mutant("client.1.json", "/properties/since", |node| {
        node.insert("description".to_owned(), json!("first day"));
    });
    assert!(found.contains("description is not"), "{found}");
}

#[test]
fn a_reference_to_nothing_is_found() {
    let found = mutant("client.1.json", "/properties/id", |node| {
        node.insert("$ref".to_owned(), json!("common.1.json#/$defs/client"));
    });
    assert!(found.contains("$ref to nothing"), "{found}");
}

#[test]
fn a_condition_on_what_is_no_member_is_found() {
    for (pointer, keyword, value) in [
        ("/$defs/work", "required", json!(["signatuers"])),
        ("/allOf/0/then", "required", json!(["reprot"])),
        ("/allOf/0/if", "properties", json!({ "stat": { "const": "open" } })),
        ("/allOf/1/then/properties/work", "required", json!(["remarks"])),
        ("", "dependentRequired", json!({ "office": ["frontdesk"] })),
    ] {
        let found = mutant("ticket.1.json", pointer, |node| {
            node.insert(keyword.to_owned(), value);
        });
        assert!(found.contains(&format!("ticket.1.json{pointer}: speaks of ")), "{pointer}: {found}");
    }
}
