//! Sections: the parts of a form that people sign.
//!
//! A section is an object with a `signatures` member; its name is the JSON pointer to it without the leading
//! slash (`work`, `issues/0/acceptance`). What is signed is the section without its signatures ([`crate::sign`]).

use serde_json::Value;

use super::parts::Signature;

/// A section found in a record's value.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Its name: the JSON pointer without the leading slash.
    pub name: String,
    /// The object, signatures included.
    pub value: &'a serde_json::Map<String, Value>,
}

impl Section<'_> {
    /// The signatures under it; an entry that is no signature is left out (the schema has refused it).
    pub fn signatures(&self) -> Vec<Signature> {
        self.value
            .get("signatures")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|value| serde::Deserialize::deserialize(value).ok())
            .collect()
    }
}

/// All sections of a record, inner before outer, members in alphabetical order.
pub fn sections(record: &Value) -> Vec<Section<'_>> {
    let mut found = Vec::new();
    walk(record, &mut String::new(), &mut found);
    found
}

/// One section by its name.
pub fn section<'a>(record: &'a Value, name: &str) -> Option<Section<'a>> {
    let value = record.pointer(&format!("/{name}"))?.as_object()?;
    value.contains_key("signatures").then(|| Section { name: name.to_owned(), value })
}

fn walk<'a>(value: &'a Value, path: &mut String, found: &mut Vec<Section<'a>>) {
    let len = path.len();
    let mut visit = |name: &str, value: &'a Value, path: &mut String| {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(name);
        walk(value, path, found);
        path.truncate(len);
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name != "signatures" {
                    visit(name, value, path);
                }
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                visit(&index.to_string(), value, path);
            }
        }
        _ => return,
    }
    if let Value::Object(members) = value
        && members.contains_key("signatures")
    {
        found.push(Section { name: path.clone(), value: members });
    }
}
