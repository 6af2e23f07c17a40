//! A kind as a tree of fields, for prompts, help and tables: what a schema says about each member, in both languages.

use super::document::{Documents, Node};
use crate::json::{Ordered, OrderedValue};
use crate::record::parts::{NONE, UNKNOWN};
use crate::text::Text;

/// Deeper than any record.
const MAX_DEPTH: usize = 32;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// Yes or no.
    Bool,
    /// An object; its members are the children.
    Object,
    /// A list; what an entry is stands in `items`.
    List,
    /// A number or a switch, or something else of more than one type.
    Mixed,
}

/// A choice of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As written in the record.
    pub value: &'static str,
    /// As people call it.
    pub title: Text,
}

/// A member of a record, or a record as a whole, or an entry of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in the record; empty for the record itself and for entries.
    pub name: &'static str,
    /// What people call it.
    pub title: Text,
    /// What it means, with its unit.
    pub description: Text,
    /// What it is.
    pub ty: FieldType,
    /// Whether it must be there in every state.
    pub required: bool,
    /// Whether 无 may be written instead of a value.
    pub none_allowed: bool,
    /// Whether 已问不详 may be written instead of a value (E-1.1).
    pub unknown_allowed: bool,
    /// The choices, if there is a list of them.
    pub choices: Vec<Choice>,
    /// The only value there may be.
    pub constant: Option<serde_json::Value>,
    /// The name of the shared definition it refers to (`instant`, `staff_id`, …), if it does.
    pub definition: Option<&'static str>,
    /// `date`, `date-time`.
    pub format: Option<&'static str>,
    /// What its text looks like.
    pub pattern: Option<&'static str>,
    /// Most characters of a text.
    pub max_length: Option<i64>,
    /// Least number, or least count of entries.
    pub minimum: Option<i64>,
    /// Greatest number, or greatest count of entries.
    pub maximum: Option<i64>,
    /// Examples.
    pub examples: Vec<serde_json::Value>,
    /// The members of an object, in canonical order.
    pub children: Vec<Field>,
    /// What an entry of a list is.
    pub items: Option<Box<Field>>,
}

impl Field {
    /// The member of that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The field a JSON pointer (with or without leading slash), or a path with dots, leads to; any index leads to the entry.
    pub fn at(&self, path: &str) -> Option<&Self> {
        let separator = if path.contains('/') { '/' } else { '.' };
        path.split(separator).filter(|step| !step.is_empty()).try_fold(self, |here, step| match &here.items {
            Some(items) if step == "-" || step.bytes().all(|byte| byte.is_ascii_digit()) => Some(items.as_ref()),
            _ => here.child(step),
        })
    }

    /// Whether it is a section: an object that people sign.
    pub fn is_section(&self) -> bool {
        self.child("signatures").is_some()
    }
}

/// The tree below a node of the schemas.
pub(super) fn field(
    documents: &'static Documents,
    name: &'static str,
    node: Node<'static>,
    required: bool,
    depth: usize,
) -> Field {
    let look = Look { documents, node };
    let says = |node: Node<'static>, word| documents.keyword(node, "const").and_then(Node::as_str) == Some(word);
    let is_none = |node: Node<'static>| says(node, NONE);
    // 无 or a value: `if` const 无 `else` …, or one of several of which one is const 无.
    let alternatives: Vec<Node<'static>> =
        ["anyOf", "oneOf"].into_iter().filter_map(|word| look.keyword(word)).flat_map(Node::items).collect();
    let otherwise = look.keyword("if").filter(|node| is_none(*node)).and_then(|_| look.keyword("else"));
    let none_allowed = otherwise.is_some() || alternatives.iter().any(|node| is_none(*node));
    let value = otherwise.or_else(|| alternatives.iter().copied().find(|node| none_allowed && !is_none(*node)));
    let known = look.keyword("if").filter(|node| says(*node, UNKNOWN)).and_then(|_| look.keyword("else"));
    let unknown_allowed = known.is_some();
    let inner = value.or(known).map(|node| field(documents, name, node, required, depth + 1));

    let definition = documents.chain(node).into_iter().find_map(|node| {
        node.get("$ref")
            .and_then(Node::as_str)
            .and_then(|reference| reference.rsplit_once("$defs/"))
            .map(|(_, name)| name)
    });
    let constant = look.keyword("const").map(|node| node.node.to_value());
    let title = look.text("title", "x-title-en", name);
    let choices = choices(look);
    let mut found = Field {
        name,
        title,
        description: bilingual(look.keyword("description").and_then(Node::as_str).unwrap_or_default()),
        ty: look.ty().unwrap_or(FieldType::Mixed),
        required,
        none_allowed,
        unknown_allowed,
        choices,
        constant,
        definition,
        format: look.keyword("format").and_then(Node::as_str),
        pattern: look.keyword("pattern").and_then(Node::as_str),
        max_length: look.integer("maxLength"),
        minimum: look.integer("minimum").or_else(|| look.integer("minItems")),
        maximum: look.integer("maximum").or_else(|| look.integer("maxItems")),
        examples: look.keyword("examples").into_iter().flat_map(Node::items).map(|node| node.node.to_value()).collect(),
        children: Vec::new(),
        items: None,
    };
    if depth < MAX_DEPTH {
        let required: Vec<&str> = documents
            .chain(node)
            .into_iter()
            .filter_map(|node| node.get("required"))
            .flat_map(Node::items)
            .filter_map(Node::as_str)
            .collect();
        found.children = look
            .keyword("properties")
            .into_iter()
            .flat_map(Node::members)
            .map(|(name, node)| field(documents, name, node, required.contains(&name), depth + 1))
            .collect();
        found.items = look.keyword("items").map(|node| Box::new(field(documents, "", node, true, depth + 1)));
    }
    match inner {
        Some(inner) => over(found, inner),
        None => found,
    }
}

/// What a member says of itself, over what the schema of its value says.
fn over(outer: Field, inner: Field) -> Field {
    let or = |own: Text, other: Text| if own.zh.is_empty() || own.zh == outer.name { other } else { own };
    Field {
        title: or(outer.title, inner.title),
        description: or(outer.description, inner.description),
        none_allowed: outer.none_allowed || inner.none_allowed,
        unknown_allowed: outer.unknown_allowed || inner.unknown_allowed,
        examples: if outer.examples.is_empty() { inner.examples } else { outer.examples },
        required: outer.required,
        name: outer.name,
        ..inner
    }
}

#[derive(Clone, Copy)]
struct Look {
    documents: &'static Documents,
    node: Node<'static>,
}

impl Look {
    fn keyword(self, word: &str) -> Option<Node<'static>> {
        self.documents.keyword(self.node, word)
    }

    fn integer(self, word: &str) -> Option<i64> {
        self.keyword(word).and_then(|node| node.node.as_integer())
    }

    fn text(self, zh: &str, en: &str, name: &'static str) -> Text {
        Text {
            zh: self.keyword(zh).and_then(Node::as_str).unwrap_or(name),
            en: self.keyword(en).and_then(Node::as_str).unwrap_or(name),
        }
    }

    fn ty(self) -> Option<FieldType> {
        if let Some(named) = self.keyword("type") {
            return Some(match named.as_str()? {
                "string" => FieldType::Text,
                "integer" => FieldType::Integer,
                "boolean" => FieldType::Bool,
                "object" => FieldType::Object,
                "array" => FieldType::List,
                _ => FieldType::Mixed,
            });
        }
        let sample = self.keyword("const").or_else(|| self.keyword("enum").and_then(|list| list.items().next()))?;
        Some(match sample.node.value {
            OrderedValue::Text(_) => FieldType::Text,
            OrderedValue::Integer(_) => FieldType::Integer,
            OrderedValue::Bool(_) => FieldType::Bool,
            _ => FieldType::Mixed,
        })
    }
}

fn choices(look: Look) -> Vec<Choice> {
    let titles = look.keyword("x-enum-titles");
    look.keyword("enum")
        .into_iter()
        .flat_map(|node| node.node.items())
        .filter_map(Ordered::as_str)
        .map(|value| Choice {
            value,
            title: titles
                .and_then(|titles| titles.node.get(value))
                .and_then(Ordered::as_str)
                .map_or(Text { zh: value, en: value }, bilingual),
        })
        .collect()
}

/// `中文 / English` in its two halves.
pub(super) fn bilingual(text: &'static str) -> Text {
    match text.split_once(" / ") {
        Some((zh, en)) => Text { zh, en },
        None => Text { zh: text, en: text },
    }
}

/// A tree without fields, for a document that cannot be read; a test keeps such a program from being built.
pub(super) fn nothing() -> Field {
    let none = Text { zh: "", en: "" };
    Field {
        name: "",
        title: none,
        description: none,
        ty: FieldType::Object,
        required: true,
        none_allowed: false,
        unknown_allowed: false,
        choices: Vec::new(),
        constant: None,
        definition: None,
        format: None,
        pattern: None,
        max_length: None,
        minimum: None,
        maximum: None,
        examples: Vec::new(),
        children: Vec::new(),
        items: None,
    }
}
