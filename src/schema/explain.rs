//! A schema's verdict in words: what is wrong at which member, what would be right, and because of what.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Broken};
use serde_json::Value;

use super::condition::{Place, follow, looked_at};
use super::document::{Documents, Node};
use super::field::{Field, bilingual};
use super::source::Source;
use crate::record::parts::NONE;
use crate::text::{Message, Text};

crate::texts! {
    MISSING: "缺少「{title}」（{name}）", "“{title}” ({name}) is missing";
    UNKNOWN_MEMBER: "没有「{name}」这一项；此处可有：{known}", "there is no member “{name}”; here may stand: {known}";
    NOT_HERE: "此处不应有「{title}」（{name}）", "“{title}” ({name}) may not stand here";
    NOT_A_CHOICE: "「{title}」不能是 {found}；可选：{choices}", "“{title}” may not be {found}; choose from: {choices}";
    NOT_THE_CONSTANT: "「{title}」应为 {wanted}，却是 {found}", "“{title}” must be {wanted}, found {found}";
    WRONG_SPELLING: "「{title}」写法不对：{found}；{meaning}，例如 {example}", "“{title}” is not spelt right: {found}; {meaning}, for example {example}";
    NOT_A_DATE: "「{title}」不是存在的日期：{found}；例如 {example}", "“{title}” is no day of the calendar: {found}; for example {example}";
    NOT_A_TIME: "「{title}」不是存在的时刻：{found}；例如 {example}", "“{title}” is no point in time: {found}; for example {example}";
    WRONG_FORMAT: "「{title}」不合格式 {format}：{found}", "“{title}” is not of format {format}: {found}";
    BLANK: "「{title}」不能为空；没有则写“无”", "“{title}” may not be empty; write 无 for none";
    TOO_SHORT: "「{title}」至少 {limit} 字，却是 {found} 字", "“{title}” takes at least {limit} characters, found {found}";
    TOO_LONG: "「{title}」至多 {limit} 字，却是 {found} 字", "“{title}” takes at most {limit} characters, found {found}";
    TOO_SMALL: "「{title}」至少为 {limit}，却是 {found}", "“{title}” is at least {limit}, found {found}";
    TOO_GREAT: "「{title}」至多为 {limit}，却是 {found}", "“{title}” is at most {limit}, found {found}";
    TOO_FEW: "「{title}」至少 {limit} 项，却有 {found} 项", "“{title}” takes at least {limit} entries, found {found}";
    TOO_MANY: "「{title}」至多 {limit} 项，却有 {found} 项", "“{title}” takes at most {limit} entries, found {found}";
    REPEATED: "「{title}」中有重复的项", "“{title}” holds an entry twice";
    WRONG_TYPE: "「{title}」应为{wanted}，却是{found}", "“{title}” must be {wanted}, found {found}";
    NOT_CONTAINED: "「{title}」缺一项：{wanted}", "“{title}” lacks an entry: {wanted}";
    FORBIDDEN: "「{title}」不能是 {found}：{meaning}", "“{title}” may not be {found}: {meaning}";
    OTHER: "「{title}」不合格式（{keyword}）", "“{title}” does not fit the schema ({keyword})";
    BECAUSE: "{fault}（因为{because}）", "{fault} (because {because})";
    OR_NONE: "{fault}；没有则写“无”", "{fault}; write 无 for none";
    NO_SCHEMA_NAMED: "没有写明格式（schema）；应为 {known}", "no schema is named (schema); it should be {known}";
    UNKNOWN_SCHEMA: "不认识的格式 {found}；此类记录可用：{known}", "unknown schema {found}; records of this kind may use: {known}";
    BROKEN_SCHEMA: "格式文件 {file} 自身有误，无法判断：{reason}", "the schema {file} is broken itself, nothing can be judged: {reason}";
    A_TEXT: "文字", "a text";
    AN_INTEGER: "整数", "an integer";
    A_BOOL: "true 或 false", "true or false";
    AN_OBJECT: "一组成员 { }", "an object { }";
    A_LIST: "列表 [ ]", "a list [ ]";
    A_NULL: "null", "null";
    SEVERAL_TYPES: "其他类型的值", "a value of another type";
    THE_RECORD: "记录", "the record";
    AN_ENTRY: "此项", "this entry";
}

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
    let mut found = Vec::new();
    for error in errors {
        let pointer = error.instance_path().as_str().to_owned();
        let place = follow(documents, root, error.evaluation_path().as_str())
            .unwrap_or(Place { node: root, conditions: Vec::new() });
        let teller = Teller { documents, record, place: &place, instance, pointer: &pointer };
        found.extend(teller.faults(&error));
    }
    found.sort_by_cached_key(|fault: &SchemaFault| {
        (sortable(&fault.pointer), fault.message.speak(crate::text::Lang::En))
    });
    found.dedup();
    found
}

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
                vec![self.fault(Some(name), named(&MISSING, self.child_title(name), name))]
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
            Broken::MinLength { .. } if found.as_str() == Some("") => titled(&BLANK),
            Broken::MinLength { limit } => limited(&TOO_SHORT, limit, length()),
            Broken::MaxLength { limit } => limited(&TOO_LONG, limit, length()),
            Broken::Minimum { limit } | Broken::ExclusiveMinimum { limit } => limited(&TOO_SMALL, limit, shown(found)),
            Broken::Maximum { limit } | Broken::ExclusiveMaximum { limit } => limited(&TOO_GREAT, limit, shown(found)),
            Broken::MinItems { limit } => limited(&TOO_FEW, limit, count()),
            Broken::MaxItems { limit } => limited(&TOO_MANY, limit, count()),
            Broken::UniqueItems => titled(&REPEATED),
            Broken::Type { kind } => {
                titled(&WRONG_TYPE).with_message("wanted", wanted_type(kind)).with_message("found", type_of(found))
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
        SchemaFault { pointer, message: self.with_reason(message), unknown_schema: false }
    }

    /// Adds the values that made a conditional demand apply, and the way out where 无 may be written.
    fn with_reason(&self, message: Message) -> Message {
        let Some(condition) = self.place.conditions.last() else { return message };
        if self.documents.keyword(condition.test, "const").and_then(Node::as_str) == Some(NONE) {
            return Message::new(&OR_NONE).with_message("fault", message);
        }
        let values = looked_at(condition, self.instance, self.pointer);
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

fn wanted_type(kind: &TypeKind) -> &'static Text {
    match kind {
        TypeKind::Single(single) => type_text(&single.to_string()),
        TypeKind::Multiple(_) => &SEVERAL_TYPES,
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
        _ => &SEVERAL_TYPES,
    }
}
