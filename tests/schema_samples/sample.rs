//! Where the samples and the schemas lie, and how they are read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{PatternOptions, Registry, Validator};
use serde_json::Value;
use weibao::record::Kind;

/// A sample: its path and its value.
pub(crate) type Sample = (PathBuf, Value);

/// The paths in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The samples of a kind with a verdict, `valid` or `invalid`.
pub(crate) fn samples(kind: Kind, verdict: &str) -> Vec<Sample> {
    names(&Path::new("tests/schemas").join(kind.word()).join(verdict))
        .into_iter()
        .map(|path| {
            let value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            (path, value)
        })
        .collect()
}

/// A schema file.
pub(crate) fn schema(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

/// A validator for each kind.
pub(crate) fn validators() -> BTreeMap<Kind, Validator> {
    Kind::ALL.iter().map(|kind| (*kind, validator(&schema(&file(*kind))))).collect()
}

/// The schema file of a kind.
pub(crate) fn file(kind: Kind) -> PathBuf {
    Path::new("schemas").join(format!("{}.1.json", kind.word()))
}

/// A validator for a schema that may refer to the schema files, with formats asserted and patterns that need linear
/// time only.
pub(crate) fn validator(target: &Value) -> Validator {
    // The folder of the reports' schemas is no schema of a record.
    let files = names(Path::new("schemas")).into_iter().filter(|path| path.is_file());
    let schemas: Vec<Value> = files.map(|path| schema(&path)).collect();
    let resources = schemas.iter().map(|schema| (schema["$id"].as_str().unwrap().to_owned(), schema.clone()));
    let registry = Registry::new().extend(resources).unwrap().prepare().unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .build(target)
        .unwrap()
}
