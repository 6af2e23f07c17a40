//! JSON that remembers the order of its members and where each value stands: for reading schemas, whose order of
//! properties is the canonical order of records, and for pointing at a place in a record.

use std::ops::Range;

use serde_json::Value;

use super::build::{Build, Scalar};
use super::fault::{Fault, FaultKind};
use super::parse::read;

/// A value and the bytes it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// The value.
    pub value: OrderedValue,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// A value whose members keep their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderedValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Ordered>),
    /// An object.
    Members(Vec<(String, Ordered)>),
}

/// Reads a text with order and places, by the same grammar as [`super::parse()`].
pub fn parse_ordered(text: impl AsRef<[u8]>) -> Result<Ordered, Fault> {
    let bytes = text.as_ref();
    checked(read(bytes, &ToOrdered)?, bytes)
}

impl Ordered {
    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    /// The members, none unless it is an object.
    pub fn members(&self) -> &[(String, Self)] {
        match &self.value {
            OrderedValue::Members(members) => members,
            _ => &[],
        }
    }

    /// The items, none unless it is a list.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            OrderedValue::List(items) => items,
            _ => &[],
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            OrderedValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self.value {
            OrderedValue::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The value at a JSON pointer.
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        let mut here = self;
        for step in steps(pointer) {
            here = here.step(&step)?;
        }
        Some(here)
    }

    /// The member or item that one step of a pointer leads to.
    pub(super) fn step(&self, step: &str) -> Option<&Self> {
        match &self.value {
            OrderedValue::Members(_) => self.get(step),
            OrderedValue::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The same value without order and places.
    pub fn to_value(&self) -> Value {
        match &self.value {
            OrderedValue::Null => Value::Null,
            OrderedValue::Bool(value) => Value::Bool(*value),
            OrderedValue::Integer(number) => Value::from(*number),
            OrderedValue::Text(text) => Value::from(text.as_str()),
            OrderedValue::List(items) => items.iter().map(Self::to_value).collect(),
            OrderedValue::Members(members) => {
                members.iter().map(|(name, value)| (name.clone(), value.to_value())).collect()
            }
        }
    }
}

/// The steps of a JSON pointer (RFC 6901), unescaped; a missing leading slash is forgiven, as in names of sections.
pub(super) fn steps(pointer: &str) -> impl Iterator<Item = String> + '_ {
    let body = pointer.strip_prefix('/').unwrap_or(pointer);
    let empty = pointer.is_empty();
    body.split('/').filter(move |_| !empty).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

struct ToOrdered;

impl Build for ToOrdered {
    type Value = Ordered;
    type Members = Vec<(String, Ordered)>;

    fn scalar(&self, scalar: Scalar, start: usize, end: usize) -> Ordered {
        let value = match scalar {
            Scalar::Null => OrderedValue::Null,
            Scalar::Bool(value) => OrderedValue::Bool(value),
            Scalar::Integer(value) => OrderedValue::Integer(value),
            Scalar::Text(value) => OrderedValue::Text(value),
        };
        Ordered { value, span: start..end }
    }

    fn list(&self, items: Vec<Ordered>, start: usize, end: usize) -> Ordered {
        Ordered { value: OrderedValue::List(items), span: start..end }
    }

    // Duplicates are found afterwards, by sorting: a look at all earlier names would be quadratic.
    fn member(&self, members: &mut Self::Members, name: String, value: Ordered) -> bool {
        members.push((name, value));
        true
    }

    fn object(&self, members: Self::Members, start: usize, end: usize) -> Ordered {
        Ordered { value: OrderedValue::Members(members), span: start..end }
    }
}

fn checked(root: Ordered, bytes: &[u8]) -> Result<Ordered, Fault> {
    match first_duplicate(&root) {
        Some((at, name)) => Err(FaultKind::DuplicateName.at(bytes, at, &format!("\"{name}\""))),
        None => Ok(root),
    }
}

fn first_duplicate(value: &Ordered) -> Option<(usize, &str)> {
    let mut names: Vec<(&str, usize)> =
        value.members().iter().map(|(name, value)| (name.as_str(), value.span.start)).collect();
    names.sort_unstable();
    names
        .windows(2)
        .find(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[1].1, pair[1].0))
        .or_else(|| value.members().iter().find_map(|(_, value)| first_duplicate(value)))
        .or_else(|| value.items().iter().find_map(first_duplicate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let read = parse_ordered("{\"b\": 1, \"a\": [true, null]}\n").unwrap();
        let names: Vec<_> = read.members().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(read.to_value(), serde_json::json!({"a": [true, null], "b": 1}));
    }

    #[test]
    fn a_pointer_leads_to_its_value() {
        let read = parse_ordered("{\"a/b\": [{\"~\": 7}]}\n").unwrap();
        assert_eq!(read.pointer("/a~1b/0/~0").and_then(Ordered::as_integer), Some(7));
        assert_eq!(read.pointer("").map(|root| root.span.start), Some(0));
        assert_eq!(read.pointer("/a~1b/1"), None);
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_here_too() {
        let fault = parse_ordered("{\"a\": {\"x\": 1, \"y\": 2, \"\\u0078\": 3}}\n").unwrap_err();
        assert_eq!(fault.kind, FaultKind::DuplicateName);
    }
}
