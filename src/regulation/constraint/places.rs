//! Places in a record's value: members found by a pattern, instants, and where two values differ.
//!
//! A pattern is a JSON pointer in which `*` stands for every entry of a list.

use serde_json::Value;

use crate::record::instant::Instant;

/// The values at a pattern, each with its pointer, in the order of the record.
pub(super) fn matching<'v>(value: &'v Value, pattern: &str) -> Vec<(String, &'v Value)> {
    let mut found = vec![(String::new(), value)];
    for step in pattern.split('/').skip(1) {
        found = found
            .into_iter()
            .flat_map(|(pointer, value)| match (value, step) {
                (Value::Array(items), "*") => {
                    items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)).collect()
                }
                (Value::Object(members), _) => {
                    members.get(step).map(|member| (format!("{pointer}/{step}"), member)).into_iter().collect()
                }
                _ => Vec::new(),
            })
            .collect();
    }
    found
}

/// All instants in a value with the pointer and the name of the member that holds each; signatures are passed over on demand.
pub(super) fn instants(value: &Value, pointer: &str, signatures: bool) -> Vec<(String, String, Instant)> {
    let mut found = Vec::new();
    gather(value, &mut pointer.to_owned(), signatures, &mut found);
    found
}

/// Walks with one pointer that grows and shrinks: most members hold no instant, and need no text of their own.
fn gather(value: &Value, pointer: &mut String, signatures: bool, found: &mut Vec<(String, String, Instant)>) {
    let len = pointer.len();
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| signatures || *name != "signatures") {
                pointer.push('/');
                pointer.push_str(name);
                match member.as_str().and_then(Instant::parse) {
                    Some(at) => found.push((pointer.clone(), name.clone(), at)),
                    None => gather(member, pointer, signatures, found),
                }
                pointer.truncate(len);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object() || item.is_array()) {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                gather(item, pointer, signatures, found);
                pointer.truncate(len);
            }
        }
        _ => {}
    }
}

/// Members that speak of what is to come: their instants may lie in the future and say nothing about when a section was written.
pub(super) fn speaks_of_the_future(member: &str) -> bool {
    matches!(
        member,
        "promised_by"
            | "new_due"
            | "original_due"
            | "agreed_arrival"
            | "planned_from"
            | "planned_to"
            | "starts_at"
            | "ends_at"
    )
}

/// Where what stands at a pointer before differs from what stands there after; nothing if it came or went as a whole.
pub(super) fn changed(before: &Value, after: &Value, pointer: &str) -> Vec<String> {
    match (before.pointer(pointer), after.pointer(pointer)) {
        (Some(old), Some(new)) => differences(old, new, pointer),
        _ => Vec::new(),
    }
}

/// Pointers of the innermost places where two values differ, in the order of the members; `signatures` are passed over.
pub(super) fn differences(before: &Value, after: &Value, pointer: &str) -> Vec<String> {
    if before == after {
        return Vec::new();
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
            names
                .into_iter()
                .filter(|name| *name != "signatures")
                .flat_map(|name| {
                    let place = format!("{pointer}/{name}");
                    match (old.get(name), new.get(name)) {
                        (Some(old), Some(new)) => differences(old, new, &place),
                        _ => vec![place],
                    }
                })
                .collect()
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => old
            .iter()
            .zip(new)
            .enumerate()
            .flat_map(|(index, (old, new))| differences(old, new, &format!("{pointer}/{index}")))
            .collect(),
        _ => vec![pointer.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_star_stands_for_every_entry() {
        let value = json!({"a": [{"b": 1}, {"c": 2}, {"b": 3}]});
        let found: Vec<_> = matching(&value, "/a/*/b").into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(found, ["/a/0/b", "/a/2/b"]);
    }

    #[test]
    fn values_differ_at_the_innermost_places() {
        let before = json!({"a": {"b": 1, "c": [1, 2], "signatures": []}, "d": 1});
        let after = json!({"a": {"b": 2, "c": [1, 3], "signatures": [1]}});
        assert_eq!(differences(&before, &after, ""), ["/a/b", "/a/c/1", "/d"]);
    }
}
