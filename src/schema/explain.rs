//! A schema's verdict in words: what is wrong at which member, what would be right, and because of what.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Broken};
use serde_json::Value;

use super::condition::{Place, follow, looked_at};
use super::document::{Documents, Node};
use super::field::{Field, bilingual};
use super::source::Source;
use super::words::{
    A_BOOL, A_LIST, A_NULL, A_TEXT, A_VALUE, AN_ENTRY, AN_INTEGER, AN_OBJECT, BECAUSE, BECAUSE_OF, BLANK,
    BROKEN_SCHEMA, FORBIDDEN, MISSING, NO_SCHEMA_NAMED, NOT_A_CHOICE, NOT_A_DATE, NOT_A_TIME, NOT_CONTAINED, NOT_HERE,
    NOT_THE_CONSTANT, OR_NONE, OR_UNKNOWN, OTHER, REPEATED, THE_RECORD, TOO_FEW, TOO_GREAT, TOO_LONG, TOO_MANY,
    TOO_SHORT, TOO_SMALL, UNKNOWN_MEMBER, UNKNOWN_SCHEMA, WRONG_FORMAT, WRONG_SPELLING, WRONG_TYPE,
};
use crate::record::parts::{NONE, UNKNOWN};
use crate::text::{Lang, Message, Text};

/// A fault of a value against its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFault {
    /// Where: of a missing member, where it should be.
    pub pointer: String,
    /// What is wrong.
    pub message: Message,
    /// Whether the schema it names is unknown, so that nothing else could be judged.
    pub unknown_schema: bool,
}

/// The fault of a record that names no schema of its kind.
pub(super) fn unknown<'a>(named: Option<&Value>, known: impl Iterator<Item = &'a str>) -> SchemaFault {
    let known: Vec<&str> = known.collect();
    let message = match named {
        None => Message::new(&NO_SCHEMA_NAMED),
        Some(named) => Message::new(&UNKNOWN_SCHEMA).with("found", shown(named)),
    };
    SchemaFault {
        pointer: "/schema".to_owned(),
        message: message.with("known", known.join(", ")),
        unknown_schema: true,
    }
}

/// The fault of a program whose own schema does not compile; a test keeps it from being built.
pub(super) fn broken(file: &str, reason: &str) -> SchemaFault {
    let message = Message::new(&BROKEN_SCHEMA).with("file", file).with("reason", reason);
    SchemaFault { pointer: String::new(), message, unknown_schema: true }
}

/// All errors as faults: sorted by place, each once.
pub(super) fn explain<'a>(
    documents: &'static Documents,
    source: &Source,
    record: &'static Field,
    errors: impl Iterator<Item = ValidationError<'a>>,
    instance: &Value,
) -> Vec<SchemaFault> {
    let Some(root) = documents.root(source.file) else { return vec![broken(source.file, "unreadable")] };
    let mut found: Vec<(SchemaFault, Option<usize>)> = Vec::new();
    for error in errors {
        let pointer = error.instance_path().as_str().to_owned();
        let place = follow(documents, root, error.evaluation_path().as_str())
            .unwrap_or(Place { node: root, conditions: Vec::new() });
        let teller = Teller { documents, record, place: &place, instance, pointer: &pointer };
        let rank = SPELLING.iter().position(|keyword| *keyword == error.kind().keyword());
        found.extend(teller.faults(&error).into_iter().map(|fault| (fault, rank)));
    }
    // A text may break length, pattern and format by one slip: the most telling of these is enough.
    let best =
        |pointer: &str| found.iter().filter(|(fault, _)| fault.pointer == pointer).filter_map(|(_, rank)| *rank).min();
    let mut found: Vec<SchemaFault> = found
        .iter()
        .filter(|(fault, rank)| rank.is_none() || *rank == best(&fault.pointer))
        .map(|(fault, _)| fault.clone())
        .collect();
    found.sort_by_cached_key(|fault: &SchemaFault| (sortable(&fault.pointer), fault.message.speak(Lang::En)));
    found.dedup();
    found
}

/// Keywords about how one text is written, the most telling first.
const SPELLING: &[&str] = &["type", "minLength", "pattern", "format", "maxLength", "not"];

/// A pointer whose indices sort as numbers.
fn sortable(pointer: &str) -> Vec<(usize, String)> {
    pointer.split('/').skip(1).map(|step| (step.parse().unwrap_or(usize::MAX), step.to_owned())).collect()
}

struct Teller<'a> {
    documents: &'static Documents,
    record: &'static Field,
    place: &'a Place<'static>,
    instance: &'a Value,
    pointer: &'a str,
}

impl Teller<'_> {
    fn faults(&self, error: &ValidationError<'_>) -> Vec<SchemaFault> {
        let found = error.instance();
        match error.kind() {
            Broken::AdditionalProperties { unexpected } | Broken::UnevaluatedProperties { unexpected } => unexpected
                .iter()
                .map(|name| {
                    let known: Vec<&str> = self
                        .here()
                        .map(|field| field.children.iter().map(|child| child.name).collect())
                        .unwrap_or_default();
                    let message = Message::new(&UNKNOWN_MEMBER).with("name", name).with("known", known.join(", "));
                    self.fault(Some(name), message)
                })
                .collect(),
            Broken::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let missing = named(&MISSING, self.child_title(name), name);
                vec![self.fault(
                    Some(name),
                    match self.demanding(name) {
                        Some((zh, en)) => {
                            Message::new(&BECAUSE_OF).with_message("fault", missing).with_pair("member", zh, en)
                        }
                        None => missing,
                    },
                )]
            }
            Broken::FalseSchema => {
                let name = self.pointer.rsplit('/').next().unwrap_or_default();
                vec![self.fault(None, named(&NOT_HERE, self.title(), name))]
            }
            kind => vec![self.fault(None, self.told(kind, found))],
        }
    }

    /// The words for everything that is wrong with one value.
    fn told(&self, kind: &Broken, found: &Value) -> Message {
        let titled = |text: &'static Text| Message::new(text).with_pair("title", self.title().0, self.title().1);
        let limited = |text: &'static Text, limit: &dyn std::fmt::Display, found: String| {
            titled(text).with("limit", limit).with("found", found)
        };
        let length = || found.as_str().map_or(0, |text| text.chars().count()).to_string();
        let count = || found.as_array().map_or(0, Vec::len).to_string();
        match kind {
            Broken::Enum { options } => {
                let (zh, en) = self.choices(options);
                titled(&NOT_A_CHOICE).with("found", shown(found)).with_pair("choices", zh, en)
            }
            Broken::Constant { expected_value } => {
                titled(&NOT_THE_CONSTANT).with("wanted", shown(expected_value)).with("found", shown(found))
            }
            Broken::Pattern { .. } => {
                let (meaning, example) = self.meaning();
                titled(&WRONG_SPELLING)
                    .with("found", shown(found))
                    .with_pair("meaning", meaning.zh, meaning.en)
                    .with("example", example)
            }
            Broken::Format { format } => {
                let message = match format.as_str() {
                    "date" => titled(&NOT_A_DATE),
                    "date-time" => titled(&NOT_A_TIME),
                    other => titled(&WRONG_FORMAT).with("format", other),
                };
                message.with("found", shown(found)).with("example", self.meaning().1)
            }
            Broken::MinLength { .. } if found.as_str() == Some("") => {
                if self.meaning().0.zh.contains(NONE) {
                    Message::new(&OR_NONE).with_message("fault", titled(&BLANK))
                } else {
                    titled(&BLANK)
                }
            }
            Broken::MinLength { limit } => limited(&TOO_SHORT, limit, length()),
            Broken::MaxLength { limit } => limited(&TOO_LONG, limit, length()),
            Broken::Minimum { limit } | Broken::ExclusiveMinimum { limit } => limited(&TOO_SMALL, limit, shown(found)),
            Broken::Maximum { limit } | Broken::ExclusiveMaximum { limit } => limited(&TOO_GREAT, limit, shown(found)),
            Broken::MinItems { limit } => limited(&TOO_FEW, limit, count()),
            Broken::MaxItems { limit } => limited(&TOO_MANY, limit, count()),
            Broken::UniqueItems => titled(&REPEATED),
            Broken::Type { kind } => {
                let wanted: Vec<&Text> = match kind {
                    TypeKind::Single(single) => vec![type_text(single.as_str())],
                    TypeKind::Multiple(several) => several.iter().map(|single| type_text(single.as_str())).collect(),
                };
                let join =
                    |word: &str, lang: Lang| wanted.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(word);
                titled(&WRONG_TYPE)
                    .with_pair("wanted", join("，或", Lang::Zh), join(" or ", Lang::En))
                    .with_message("found", type_of(found))
            }
            Broken::Contains => {
                let wanted = self.place.node.get("contains");
                let title = wanted.map(|node| self.words(node)).unwrap_or_default();
                titled(&NOT_CONTAINED).with_pair("wanted", title.0, title.1)
            }
            Broken::Not { .. } => {
                let meaning = self.meaning().0;
                titled(&FORBIDDEN).with("found", shown(found)).with_pair("meaning", meaning.zh, meaning.en)
            }
            other => titled(&OTHER).with("keyword", other.keyword()),
        }
    }

    fn fault(&self, child: Option<&str>, message: Message) -> SchemaFault {
        let mut pointer = self.pointer.to_owned();
        if let Some(child) = child {
            pointer.push('/');
            pointer.push_str(&child.replace('~', "~0").replace('/', "~1"));
        }
        SchemaFault { pointer, message: self.with_reason(message, child.is_some()), unknown_schema: false }
    }

    /// Adds the values that made a conditional demand apply, and the way out where 无 may be written.
    fn with_reason(&self, message: Message, has_member: bool) -> Message {
        let depth = self.pointer.split('/').skip(1).count();
        let mut values = Vec::new();
        for condition in self.place.conditions.iter().rev() {
            let way_out = match self.documents.keyword(condition.test, "const").and_then(Node::as_str) {
                Some(NONE) => Some(&OR_NONE),
                Some(UNKNOWN) => Some(&OR_UNKNOWN),
                _ => None,
            };
            if let Some(way_out) = way_out {
                if condition.depth == depth && !has_member {
                    return Message::new(way_out).with_message("fault", message);
                }
                continue;
            }
            values = looked_at(condition, self.instance, self.pointer);
            if !values.is_empty() {
                break;
            }
        }
        if values.is_empty() {
            return message;
        }
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (pointer, value) in values {
            let field = self.record.at(&pointer);
            let title = field.map_or_else(
                || (pointer.clone(), pointer.clone()),
                |field| (field.title.zh.to_owned(), field.title.en.to_owned()),
            );
            let choice =
                field.and_then(|field| field.choices.iter().find(|choice| Some(choice.value) == value.as_str()));
            zh.push(match choice {
                Some(choice) => format!("「{}」为 {}（{}）", title.0, choice.value, choice.title.zh),
                None => format!("「{}」为 {}", title.0, shown(&value)),
            });
            en.push(format!(
                "“{}” is {}",
                title.1,
                choice.map_or_else(|| shown(&value), |choice| choice.value.to_owned())
            ));
        }
        Message::new(&BECAUSE).with_message("fault", message).with_pair("because", zh.join("、"), en.join(", "))
    }

    /// The field of the value.
    fn here(&self) -> Option<&'static Field> {
        if self.pointer.is_empty() { Some(self.record) } else { self.record.at(self.pointer) }
    }

    fn title(&self) -> (&'static str, &'static str) {
        match self.here() {
            _ if self.pointer.is_empty() => (THE_RECORD.zh, THE_RECORD.en),
            Some(field) if !field.title.zh.is_empty() => (field.title.zh, field.title.en),
            _ => (AN_ENTRY.zh, AN_ENTRY.en),
        }
    }

    fn child_title(&self, name: &str) -> (&'static str, &'static str) {
        self.here()
            .and_then(|field| field.child(name))
            .map_or((AN_ENTRY.zh, AN_ENTRY.en), |child| (child.title.zh, child.title.en))
    }

    /// Title of a schema that is no field of its own.
    fn words(&self, node: Node<'static>) -> (&'static str, &'static str) {
        let look = |word| self.documents.keyword(node, word).and_then(Node::as_str);
        (look("title").unwrap_or_default(), look("x-title-en").unwrap_or_default())
    }

    /// What the failed schema says it means, and its first example.
    fn meaning(&self) -> (Text, String) {
        let field = self.here();
        let meaning = self.place.node.get("description").and_then(Node::as_str).map(bilingual);
        let example =
            self.place.node.get("examples").and_then(|list| list.items().next()).map(|node| node.node.to_value());
        let example = example.or_else(|| field.and_then(|field| field.examples.first().cloned()));
        let meaning = meaning.or_else(|| field.map(|field| field.description));
        (meaning.unwrap_or(Text { zh: "", en: "" }), example.as_ref().map(shown).unwrap_or_default())
    }

    /// The member that is there and demands another one (`dependentRequired`).
    fn demanding(&self, wanted: &str) -> Option<(&'static str, &'static str)> {
        let here = self.instance.pointer(self.pointer)?;
        self.place
            .node
            .get("dependentRequired")?
            .members()
            .find(|(name, list)| here.get(name).is_some() && list.items().any(|item| item.as_str() == Some(wanted)))
            .map(|(name, _)| self.child_title(name))
    }

    fn choices(&self, options: &Value) -> (String, String) {
        let known = self.here().map_or(&[][..], |field| &field.choices);
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for option in options.as_array().into_iter().flatten() {
            let choice = known.iter().find(|choice| Some(choice.value) == option.as_str());
            let plain = option.as_str().map_or_else(|| shown(option), str::to_owned);
            zh.push(choice.map_or_else(|| plain.clone(), |choice| format!("{plain}（{}）", choice.title.zh)));
            en.push(plain);
        }
        (zh.join("、"), en.join(", "))
    }
}

fn named(text: &'static Text, title: (&'static str, &'static str), name: &str) -> Message {
    Message::new(text).with_pair("title", title.0, title.1).with("name", name)
}

/// A value short enough for a sentence.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        other => {
            let text = other.to_string();
            let cut: String = text.chars().take(60).collect();
            if cut.len() < text.len() { cut + "…" } else { cut }
        }
    }
}

fn type_of(value: &Value) -> &'static Text {
    type_text(match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}

fn type_text(word: &str) -> &'static Text {
    match word {
        "string" => &A_TEXT,
        "integer" | "number" => &AN_INTEGER,
        "boolean" => &A_BOOL,
        "object" => &AN_OBJECT,
        "array" => &A_LIST,
        "null" => &A_NULL,
        _ => &A_VALUE,
    }
}
