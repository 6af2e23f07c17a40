//! The schemas at work: they judge values, give records their canonical order, and forms their fields.
//!
//! `schemas/` holds hand-written JSON Schema 2020-12 that any editor can use without us; it is part of the program, so
//! that a gate judges by what it was built with. Each document is read, and each kind compiled, when first needed: a
//! hook that looks at one ticket pays for one schema. The only user of `jsonschema`.

mod condition;
mod document;
mod explain;
mod field;
mod gallery;
mod order;
mod read;
mod source;
mod words;

use std::sync::OnceLock;

use jsonschema::{Draft, PatternCache, PatternOptions, Registry, Validator};
use serde_json::Value;

pub use explain::SchemaFault;
pub use field::{Choice, Field, FieldType};
pub use read::{ReadingFault, ReadingKind, read, rewrite};

use self::document::Documents;
use self::source::{FILES, SOURCES, Source};
use crate::json::{Order, is_canonical, print};
use crate::record::Kind;

/// All schemas of the program.
#[derive(Debug)]
pub struct Schemas {
    documents: Documents,
    /// Patterns compiled once for all kinds: the shared ones are most of the cost of a second kind.
    patterns: PatternCache,
    forms: Vec<Form>,
}

/// A version of a kind and what is made of it when asked.
#[derive(Debug)]
struct Form {
    source: &'static Source,
    /// As records write it: `ticket/1`.
    name: String,
    validator: OnceLock<Result<Validator, String>>,
    order: OnceLock<Order>,
    field: OnceLock<Field>,
}

impl Schemas {
    /// The schemas, read and compiled bit by bit as they are needed.
    pub fn get() -> &'static Self {
        static SCHEMAS: OnceLock<Schemas> = OnceLock::new();
        SCHEMAS.get_or_init(|| Self {
            documents: Documents::new(),
            patterns: PatternCache::new(),
            forms: SOURCES
                .iter()
                .map(|source| Form {
                    source,
                    name: format!("{}/{}", source.kind.word(), source.version),
                    validator: OnceLock::new(),
                    order: OnceLock::new(),
                    field: OnceLock::new(),
                })
                .collect(),
        })
    }

    /// Every fault of a value that should be a record of a kind, in a fixed order; judged by the version it names.
    pub fn check(&'static self, kind: Kind, value: &Value) -> Vec<SchemaFault> {
        let form = match self.named(kind, value) {
            Ok(form) => form,
            Err(fault) => return vec![fault],
        };
        match self.validator(form) {
            Ok(validator) if validator.is_valid(value) => Vec::new(),
            Ok(validator) => {
                explain::explain(&self.documents, form.source, self.field(form), validator.iter_errors(value), value)
            }
            Err(reason) => vec![explain::broken(form.source.file, reason)],
        }
    }

    /// Whether a value is a record of a kind; the same verdict as [`Self::check`], quicker.
    pub fn is_valid(&'static self, kind: Kind, value: &Value) -> bool {
        self.named(kind, value).is_ok_and(|form| self.validator(form).is_ok_and(|validator| validator.is_valid(value)))
    }

    /// The canonical order of a kind's newest version.
    pub fn order(&'static self, kind: Kind) -> &'static Order {
        self.form_order(self.newest(kind))
    }

    /// The canonical text of a value, in the order of the version it names, or of the newest.
    pub fn format(&'static self, kind: Kind, value: &Value) -> String {
        print(value, self.form_order(self.named(kind, value).unwrap_or_else(|_| self.newest(kind))))
    }

    /// Whether bytes are the canonical text of their value.
    pub fn is_canonical(&'static self, kind: Kind, value: &Value, bytes: &[u8]) -> bool {
        self.named(kind, value).is_ok_and(|form| is_canonical(bytes, value, self.form_order(form)))
    }

    /// The fields of a kind's newest version.
    pub fn fields(&'static self, kind: Kind) -> &'static Field {
        self.field(self.newest(kind))
    }

    /// What new records of a kind write as their `schema`: `ticket/1`.
    pub fn name(&'static self, kind: Kind) -> &'static str {
        &self.newest(kind).name
    }

    /// The text of a kind's newest schema.
    pub fn text(&'static self, kind: Kind) -> &'static str {
        let file = self.newest(kind).source.file;
        FILES.iter().find(|known| known.name == file).map_or("", |known| known.text)
    }

    /// The name and text of every schema file, for `weibao init`.
    pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().map(|file| (file.name, file.text))
    }

    fn newest(&'static self, kind: Kind) -> &'static Form {
        let newest = self.forms.iter().rfind(|form| form.source.kind == kind);
        // A test holds that every kind has a schema; the first form stands in rather than a panic.
        newest.unwrap_or(&self.forms[0])
    }

    /// The version a value names.
    fn named(&'static self, kind: Kind, value: &Value) -> Result<&'static Form, SchemaFault> {
        let named = value.get("schema");
        self.forms
            .iter()
            .find(|form| form.source.kind == kind && named.and_then(Value::as_str) == Some(form.name.as_str()))
            .ok_or_else(|| {
                let known = self.forms.iter().filter(|form| form.source.kind == kind).map(|form| form.name.as_str());
                explain::unknown(named, known)
            })
    }

    fn form_order(&'static self, form: &'static Form) -> &'static Order {
        form.order.get_or_init(|| {
            self.documents.root(form.source.file).map(|root| order::order(&self.documents, root)).unwrap_or_default()
        })
    }

    fn field(&'static self, form: &'static Form) -> &'static Field {
        form.field.get_or_init(|| match self.documents.root(form.source.file) {
            Some(root) => field::field(&self.documents, "", root, true, 0),
            None => field::nothing(),
        })
    }

    fn validator(&'static self, form: &'static Form) -> Result<&'static Validator, &'static str> {
        form.validator
            .get_or_init(|| compile(&self.documents, &self.patterns, form.source.file))
            .as_ref()
            .map_err(String::as_str)
    }
}

/// Compiles a document with those it refers to: offline, formats asserted, patterns in linear time.
fn compile(documents: &Documents, patterns: &PatternCache, file: &'static str) -> Result<Validator, String> {
    let value = |file: &'static str| {
        documents.root(file).map(|root| root.node.to_value()).ok_or_else(|| format!("{file} cannot be read"))
    };
    let mut registry = Registry::new().draft(Draft::Draft202012);
    for other in documents.closure(file).into_iter().filter(|other| *other != file) {
        registry = registry.add(format!("{BASE}{other}"), value(other)?).map_err(|error| error.to_string())?;
    }
    let registry = registry.prepare().map_err(|error| error.to_string())?;
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_base_uri(format!("{BASE}{file}"))
        .with_registry(&registry)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_pattern_options(PatternOptions::regex())
        .with_pattern_cache(patterns.clone())
        .build(&value(file)?)
        .map_err(|error| error.to_string())
}

/// What every `$id` begins with; a name that no resolver will ever find.
const BASE: &str = "https://weibao.invalid/schemas/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_schema_that_compiles() {
        let schemas = Schemas::get();
        for kind in Kind::ALL {
            assert!(schemas.forms.iter().any(|form| form.source.kind == *kind), "{kind} has none");
        }
        for form in &schemas.forms {
            assert_eq!(schemas.validator(form).err(), None, "{}", form.source.file);
            assert_eq!(form.source.file, format!("{}.{}.json", form.source.kind.word(), form.source.version));
        }
    }

    #[test]
    fn versions_of_a_kind_are_listed_oldest_first() {
        for pair in SOURCES.windows(2) {
            assert!(pair[0].kind != pair[1].kind || pair[0].version < pair[1].version);
        }
    }

    #[test]
    fn every_document_is_strict_json_and_names_itself() {
        for (name, text) in Schemas::files() {
            let read = crate::json::parse_ordered(text).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            assert_eq!(read.get("$id").and_then(crate::json::Ordered::as_str), Some(format!("{BASE}{name}").as_str()));
        }
    }

    #[test]
    fn the_fields_and_the_order_of_a_kind_are_the_same_tree() {
        fn compare(field: &Field, order: &Order, path: &str) {
            let names: Vec<_> = field.children.iter().map(|child| child.name).collect();
            let listed: Vec<_> = order.members.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, listed, "{path}");
            for (child, (name, order)) in field.children.iter().zip(&order.members) {
                compare(child, order, &format!("{path}/{name}"));
            }
            if let Some(items) = &field.items {
                compare(items, order.items.as_deref().unwrap(), &format!("{path}/-"));
            }
        }
        for kind in Kind::ALL {
            compare(Schemas::get().fields(*kind), Schemas::get().order(*kind), kind.word());
        }
    }

    #[test]
    fn a_field_speaks_both_languages_and_knows_its_choices() {
        let ticket = Schemas::get().fields(Kind::Ticket);
        let service = ticket.at("report.service").unwrap();
        assert_eq!((service.ty, service.required), (FieldType::Text, true));
        assert!(service.choices.iter().any(|choice| choice.value == "repair" && choice.title.zh == "维修"));
        let opened = ticket.at("/report/opened_at").unwrap();
        assert_eq!((opened.definition, opened.format), (Some("instant"), Some("date-time")));
        assert_ne!(opened.title.zh, opened.title.en);
        assert!(ticket.at("/work/signatures/0/digest").is_some());
        assert!(ticket.at("work").unwrap().is_section());
    }

    #[test]
    fn a_field_that_may_be_none_is_known_by_its_value() {
        let delay = Schemas::get().fields(Kind::Delay);
        let extra = delay.at("application.extra_minutes").unwrap();
        assert_eq!((extra.ty, extra.none_allowed, extra.minimum), (FieldType::Integer, true, Some(1)));
    }
}
