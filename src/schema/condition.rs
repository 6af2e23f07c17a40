//! Where in the schemas a fault arose, and under which `if`: walks an evaluation path through the documents.

use serde_json::Value;

use super::document::{Documents, Node};

/// The place of a fault.
pub(super) struct Place<'a> {
    /// The schema whose last keyword failed.
    pub node: Node<'a>,
    /// The conditions on the way, outermost first.
    pub conditions: Vec<Condition<'a>>,
}

/// An `if` whose `then` or `else` applied.
pub(super) struct Condition<'a> {
    /// The `if`.
    pub test: Node<'a>,
    /// How many steps of the instance path lead to what was tested.
    pub depth: usize,
}

/// Follows an evaluation path (`/allOf/0/then/properties/work/$ref/required`) from the root of a document.
pub(super) fn follow<'a>(documents: &'a Documents, root: Node<'a>, path: &str) -> Option<Place<'a>> {
    let mut node = root;
    let mut depth = 0;
    let mut conditions = Vec::new();
    let steps: Vec<String> = path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let mut steps = steps.iter().map(String::as_str);
    let mut schema = root;
    while let Some(step) = steps.next() {
        schema = node;
        node = match step {
            "$ref" => documents.target(node)?,
            "then" | "else" => {
                conditions.push(Condition { test: node.get("if")?, depth });
                node.get(step)?
            }
            "properties" | "patternProperties" => match steps.next() {
                Some(name) => {
                    depth += 1;
                    node.get(step)?.get(name)?
                }
                None => break,
            },
            "items" | "additionalProperties" | "contains" | "propertyNames" => {
                // The last step names the keyword that failed, not a way further in.
                let Some(inner) = node.get(step).filter(|inner| !inner.node.members().is_empty()) else { break };
                depth += 1;
                inner
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => match steps.next().and_then(|at| at.parse::<usize>().ok()) {
                Some(at) => node.get(step)?.items().nth(at)?,
                None => break,
            },
            _ => break,
        };
    }
    Some(Place { node: schema, conditions })
}

/// The values an `if` looked at, as (path within what was tested, value), for saying why something was asked.
pub(super) fn looked_at(condition: &Condition<'_>, instance: &Value, pointer: &str) -> Vec<(String, Value)> {
    // The pointer up to what was tested: as many steps as lead there, slashes included.
    let end = pointer.match_indices('/').nth(condition.depth).map_or(pointer.len(), |(at, _)| at);
    let prefix = &pointer[..end];
    let mut found = Vec::new();
    leaves(condition.test, prefix, instance, &mut found);
    found
}

fn leaves(test: Node<'_>, pointer: &str, instance: &Value, found: &mut Vec<(String, Value)>) {
    if let Some(value) = instance.pointer(pointer).filter(|value| !value.is_object() && !value.is_array())
        && (test.get("const").is_some() || test.get("enum").is_some())
    {
        found.push((pointer.to_owned(), value.clone()));
    }
    for (name, inner) in test.get("properties").into_iter().flat_map(Node::members) {
        let name = name.replace('~', "~0").replace('/', "~1");
        leaves(inner, &format!("{pointer}/{name}"), instance, found);
    }
}
