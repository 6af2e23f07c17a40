//! Places in a record's value: members found by a pattern, instants, and where two values differ.
//!
//! A pattern is a JSON pointer in which `*` stands for every entry of a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::record::instant::Instant;

/// Where a walk stands. It is written out as a pointer only where something is found: most places are passed in silence.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    above: Option<&'t Trail<'t>>,
    step: Step<'t>,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Root,
    Member(&'t str),
    Item(usize),
}

impl<'t> Trail<'t> {
    /// The whole value.
    pub(super) const ROOT: Self = Self { above: None, step: Step::Root };

    /// The name of the member the walk stands on, unless it is an entry of a list.
    pub(super) fn member(&self) -> Option<&'t str> {
        match self.step {
            Step::Member(name) => Some(name),
            Step::Root | Step::Item(_) => None,
        }
    }

    fn to(&'t self, step: Step<'t>) -> Self {
        Self { above: Some(self), step }
    }
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.above.map_or(Ok(()), |above| above.fmt(f))?;
        match self.step {
            Step::Root => Ok(()),
            Step::Member(name) => write!(f, "/{name}"),
            Step::Item(index) => write!(f, "/{index}"),
        }
    }
}

/// Visits the values at a pattern in the order of the record; `*` stands for every entry of a list.
pub(super) fn each<'v>(value: &'v Value, pattern: &str, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    below(value, pattern, &Trail::ROOT, visit);
}

fn below<'v>(value: &'v Value, pattern: &str, trail: &Trail<'_>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    let Some(pattern) = pattern.strip_prefix('/') else {
        return visit(trail, value);
    };
    let (step, rest) = pattern.split_at(pattern.bytes().position(|byte| byte == b'/').unwrap_or(pattern.len()));
    match value {
        Value::Array(items) if step == "*" => {
            for (index, item) in items.iter().enumerate() {
                below(item, rest, &trail.to(Step::Item(index)), visit);
            }
        }
        Value::Object(members) => {
            if let Some(member) = members.get(step) {
                below(member, rest, &trail.to(Step::Member(step)), visit);
            }
        }
        _ => {}
    }
}

/// The values at a pattern, each with its pointer, in the order of the record.
pub(super) fn matching<'v>(value: &'v Value, pattern: &str) -> Vec<(String, &'v Value)> {
    let mut found = Vec::new();
    each(value, pattern, &mut |trail, value| found.push((trail.to_string(), value)));
    found
}

/// Visits every value within a value, itself included, outer before inner; signatures are passed over on demand.
pub(super) fn walk<'v>(value: &'v Value, signatures: bool, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    within(value, signatures, &Trail::ROOT, visit);
}

fn within<'v>(value: &'v Value, signatures: bool, trail: &Trail<'_>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    visit(trail, value);
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| signatures || *name != "signatures") {
                within(member, signatures, &trail.to(Step::Member(name)), visit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                within(item, signatures, &trail.to(Step::Item(index)), visit);
            }
        }
        _ => {}
    }
}

/// The instant that a member holds, unless it speaks of what is to come.
pub(super) fn told(trail: &Trail<'_>, value: &Value) -> Option<Instant> {
    trail.member().filter(|member| !speaks_of_the_future(member))?;
    value.as_str().and_then(Instant::parse)
}

/// The instants at which a record says that something happened: what is to come, signatures, the times of writing down and
/// the declaration of lateness are passed over.
pub fn told_events(value: &Value) -> BTreeSet<Instant> {
    let mut events = BTreeSet::new();
    each_told(value, &mut |_, _, at| {
        events.insert(at);
    });
    events
}

/// The same, each with the JSON pointer of the first member that tells it.
pub fn told_places(value: &Value) -> BTreeMap<Instant, String> {
    let mut events = BTreeMap::new();
    each_told(value, &mut |member, trail, at| {
        events.entry(at).or_insert_with(|| format!("/{member}{trail}"));
    });
    events
}

/// Visits what a record tells: the member at its top, the place below that, the instant.
fn each_told(value: &Value, visit: &mut dyn FnMut(&str, &Trail<'_>, Instant)) {
    let members = value.as_object().into_iter().flatten();
    for (name, member) in members.clone().filter(|(name, _)| *name != "late") {
        walk(member, false, &mut |trail, value| {
            if trail.member() != Some("recorded_at")
                && let Some(at) = told(trail, value)
            {
                visit(name, trail, at);
            }
        });
    }
    for (name, value) in members.filter(|(name, _)| *name != "recorded_at" && !speaks_of_the_future(name)) {
        if let Some(at) = value.as_str().and_then(Instant::parse) {
            visit(name, &Trail::ROOT, at);
        }
    }
}

/// Members that speak of what is to come: their instants may lie in the future and say nothing about when a section was written.
fn speaks_of_the_future(member: &str) -> bool {
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
            let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
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
        assert_eq!(matching(&value, "")[0].0, "");
        assert!(matching(&value, "/a/*/b/c").is_empty());
    }

    #[test]
    fn a_walk_passes_over_signatures_on_demand() {
        let value = json!({"a": [{"signatures": [1]}, 2]});
        let places = |signatures| {
            let mut found = Vec::new();
            walk(&value, signatures, &mut |trail, _| found.push(trail.to_string()));
            found
        };
        assert_eq!(places(false), ["", "/a", "/a/0", "/a/1"]);
        assert_eq!(places(true), ["", "/a", "/a/0", "/a/0/signatures", "/a/0/signatures/0", "/a/1"]);
    }

    #[test]
    fn what_is_to_come_signatures_and_the_time_of_writing_are_no_events() {
        let at = |hour| format!("2026-03-15T{hour:02}:00:00+08:00");
        let value = json!({
            "at": at(1), "recorded_at": at(2), "late": {"acknowledged_at": at(3)},
            "work": {"done_at": at(4), "promised_by": at(5), "signatures": [{"at": at(6)}]},
        });
        let events: Vec<_> = told_events(&value).into_iter().map(|at| at.to_string()).collect();
        assert_eq!(events, [at(1), at(4)]);
    }

    #[test]
    fn values_differ_at_the_innermost_places() {
        let before = json!({"a": {"b": 1, "c": [1, 2], "signatures": []}, "d": 1});
        let after = json!({"a": {"b": 2, "c": [1, 3], "signatures": [1]}});
        assert_eq!(differences(&before, &after, ""), ["/a/b", "/a/c/1", "/d"]);
    }
}
