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

/// The validators of a kind's versions: a sample is judged by the version it names.
pub(crate) struct Versions(BTreeMap<String, Validator>);

impl Versions {
    /// The validator for a value; the oldest for one that names no version.
    fn of(&self, value: &Value) -> &Validator {
        let named = value["schema"].as_str().and_then(|name| self.0.get(name));
        named.unwrap_or_else(|| self.0.values().next().unwrap())
    }

    pub(crate) fn is_valid(&self, value: &Value) -> bool {
        self.of(value).is_valid(value)
    }

    pub(crate) fn iter_errors<'i>(&'i self, value: &'i Value) -> jsonschema::ErrorIterator<'i> {
        self.of(value).iter_errors(value)
    }
}

/// Validators for each kind.
pub(crate) fn validators() -> BTreeMap<Kind, Versions> {
    let versions = |kind: Kind| {
        let named = files(kind).into_iter().map(|file| {
            let schema = schema(&file);
            (schema["properties"]["schema"]["const"].as_str().unwrap().to_owned(), validator(&schema))
        });
        Versions(named.collect())
    };
    Kind::ALL.iter().map(|kind| (*kind, versions(*kind))).collect()
}

/// The schema files of a kind, oldest first.
pub(crate) fn files(kind: Kind) -> Vec<PathBuf> {
    let of_version = |n: u32| Path::new("schemas").join(format!("{}.{n}.json", kind.word()));
    (1..100).map(of_version).take_while(|file| file.is_file()).collect()
}

/// The newest schema file of a kind.
pub(crate) fn file(kind: Kind) -> PathBuf {
    files(kind).pop().unwrap()
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
