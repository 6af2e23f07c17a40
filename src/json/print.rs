//! The canonical layout: members in the order of the schema, two spaces a level, one member and one item a line,
//! empty brackets on one line, characters as they are, escapes only where JSON wants them, a line feed at the end.

use serde_json::{Map, Value};

/// In which order members are written: a tree beside the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The members in order, each with the order of what it holds.
    pub members: Vec<(String, Order)>,
    /// The order within the items of a list.
    pub items: Option<Box<Order>>,
}

/// The canonical text of a value. Members that the order does not know come last, by name.
pub fn print(value: &Value, order: &Order) -> String {
    let mut out = String::with_capacity(2048);
    write(value, Some(order), 0, &mut out);
    out.push('\n');
    out
}

/// Whether bytes are the canonical text of the value that was read from them; compares while writing, without keeping the text.
pub fn is_canonical(bytes: &[u8], value: &Value, order: &Order) -> bool {
    let mut rest = Compare { rest: bytes, equal: true };
    write(value, Some(order), 0, &mut rest);
    rest.put("\n");
    rest.equal && rest.rest.is_empty()
}

/// Where text goes.
trait Sink {
    fn put(&mut self, text: &str);
    /// A string with its quotes.
    fn string(&mut self, text: &str);
    /// Whether more is wanted.
    fn open(&self) -> bool {
        true
    }
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }

    fn string(&mut self, text: &str) {
        string(text, self);
    }
}

/// Compares instead of writing.
struct Compare<'a> {
    rest: &'a [u8],
    equal: bool,
}

impl Sink for Compare<'_> {
    fn put(&mut self, text: &str) {
        match self.rest.strip_prefix(text.as_bytes()) {
            Some(rest) => self.rest = rest,
            None => self.equal = false,
        }
    }

    /// Most strings stand in the bytes as they are, between quotes. Those that do need no escape: the bytes were read as
    /// this value, so a quote or a backslash of the string cannot stand there unescaped.
    fn string(&mut self, text: &str) {
        let plain = self.rest.strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(text.as_bytes()));
        match plain.and_then(|rest| rest.strip_prefix(b"\"")) {
            Some(rest) => self.rest = rest,
            None => string(text, self),
        }
    }

    fn open(&self) -> bool {
        self.equal
    }
}

fn write<S: Sink>(value: &Value, order: Option<&Order>, depth: usize, out: &mut S) {
    if !out.open() {
        return;
    }
    match value {
        Value::Null => out.put("null"),
        Value::Bool(true) => out.put("true"),
        Value::Bool(false) => out.put("false"),
        Value::Number(number) => out.put(&number.to_string()),
        Value::String(text) => out.string(text),
        Value::Array(items) if items.is_empty() => out.put("[]"),
        Value::Array(items) => {
            let order = order.and_then(|order| order.items.as_deref());
            for (at, item) in items.iter().enumerate() {
                out.put(if at == 0 { "[" } else { "," });
                line(depth + 1, out);
                write(item, order, depth + 1, out);
            }
            line(depth, out);
            out.put("]");
        }
        Value::Object(members) if members.is_empty() => out.put("{}"),
        Value::Object(members) => {
            let mut first = true;
            in_order(members, order, |name, value, order| {
                out.put(if first { "{" } else { "," });
                first = false;
                line(depth + 1, out);
                out.string(name);
                out.put(": ");
                write(value, order, depth + 1, out);
            });
            line(depth, out);
            out.put("}");
        }
    }
}

/// Visits the members the order knows, in its order, then the others by name.
fn in_order<'a>(
    members: &'a Map<String, Value>,
    order: Option<&'a Order>,
    mut visit: impl FnMut(&'a str, &'a Value, Option<&'a Order>),
) {
    let known = order.map_or(&[][..], |order| &order.members);
    let mut seen = 0;
    for (name, order) in known {
        if let Some(value) = members.get(name) {
            seen += 1;
            visit(name, value, Some(order));
        }
    }
    if seen < members.len() {
        for (name, value) in members {
            if !known.iter().any(|(listed, _)| listed == name) {
                visit(name, value, None);
            }
        }
    }
}

fn line<S: Sink>(depth: usize, out: &mut S) {
    const SPACES: &str = "\n                                                                ";
    let wanted = 1 + 2 * depth;
    out.put(&SPACES[..wanted.min(SPACES.len())]);
    for _ in SPACES.len()..wanted {
        out.put(" ");
    }
}

/// Appends a string with its quotes, escapes only where JSON wants them.
pub fn quote(text: &str, out: &mut String) {
    string(text, out);
}

fn string<S: Sink>(text: &str, out: &mut S) {
    out.put("\"");
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        out.put(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.put("\\\""),
            b'\\' => out.put("\\\\"),
            b'\n' => out.put("\\n"),
            b'\t' => out.put("\\t"),
            b'\r' => out.put("\\r"),
            0x08 => out.put("\\b"),
            0x0C => out.put("\\f"),
            byte => out.put(&format!("\\u{byte:04x}")),
        }
        rest = &rest[at + 1..];
    }
    out.put(rest);
    out.put("\"");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn order() -> Order {
        let leaf = Order::default;
        Order {
            members: vec![
                ("schema".to_owned(), leaf()),
                (
                    "签字".to_owned(),
                    Order {
                        members: Vec::new(),
                        items: Some(Box::new(Order {
                            members: vec![("role".to_owned(), leaf()), ("at".to_owned(), leaf())],
                            items: None,
                        })),
                    },
                ),
            ],
            items: None,
        }
    }

    const CANONICAL: &str = "{\n  \"schema\": \"ticket/1\",\n  \"签字\": [\n    {\n      \"role\": \"client\",\n      \"at\": 3\n    }\n  ],\n  \"a\": [],\n  \"b\": {}\n}\n";

    #[test]
    fn members_follow_the_order_and_unknown_ones_come_last() {
        let value = json!({"b": {}, "a": [], "签字": [{"at": 3, "role": "client"}], "schema": "ticket/1"});
        assert_eq!(print(&value, &order()), CANONICAL);
    }

    #[test]
    fn only_the_one_layout_is_canonical() {
        let value = crate::json::parse(CANONICAL.as_bytes()).unwrap();
        assert!(is_canonical(CANONICAL.as_bytes(), &value, &order()));
        for other in [
            CANONICAL.replace("  \"a\"", "   \"a\""),
            CANONICAL.replace("client", "\\u0063lient"),
            format!("{CANONICAL}\n"),
        ] {
            let same = crate::json::parse(other.as_bytes()).unwrap();
            assert_eq!(same, value);
            assert!(!is_canonical(other.as_bytes(), &same, &order()), "{other}");
        }
    }

    #[test]
    fn escapes_are_the_fewest_there_can_be() {
        let text = print(&json!("\"\\/\n\t\r\u{8}\u{c}\u{1}é汉𠮷"), &Order::default());
        assert_eq!(text, "\"\\\"\\\\/\\n\\t\\r\\b\\f\\u0001é汉𠮷\"\n");
    }
}
