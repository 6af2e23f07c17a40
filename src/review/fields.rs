//! Two values of one record compared field by field, along the titles of its schema.

use serde_json::Value;

use crate::schema::Field;

/// One step on the way to a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A member that the schema knows.
    Field(&'static Field),
    /// An entry of a list, counted from 0.
    Entry(usize),
    /// A member that the schema does not know.
    Unknown(String),
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The way to it.
    pub steps: Vec<Step>,
    /// JSON pointer to it.
    pub pointer: String,
    /// What it was; absent when it is new.
    pub old: Option<Value>,
    /// What it is; absent when it was taken away.
    pub new: Option<Value>,
}

impl FieldChange {
    /// Whether something that stood there was replaced; what a list gained at its end was not.
    pub fn rewrites(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(Value::Array(old)), Some(Value::Array(new))) => !new.starts_with(old),
            (old, _) => old.is_some(),
        }
    }

    /// What the schema says of it, as far as it is known.
    pub fn field(&self) -> Option<&'static Field> {
        let mut field = None;
        for step in &self.steps {
            field = match step {
                Step::Field(known) => Some(*known),
                Step::Entry(_) => field.and_then(|list: &Field| list.items.as_deref()).or(field),
                Step::Unknown(_) => None,
            };
        }
        field
    }

    /// The member of the record it lies in.
    pub fn section(&self) -> Option<&Step> {
        self.steps.first()
    }
}

/// Deeper than any record; what lies below is compared as one.
const DEEPEST: usize = 24;

/// The leaves in which two values of a record differ, in the order of the schema. Signatures and attachments are left
/// out: they are shown as what they are.
pub(super) fn compare(root: &'static Field, old: Option<&Value>, new: Option<&Value>) -> Vec<FieldChange> {
    let mut found = Vec::new();
    walk(Some(root), old, new, &mut Vec::new(), "", &mut found);
    found
}

fn walk(
    field: Option<&'static Field>,
    old: Option<&Value>,
    new: Option<&Value>,
    steps: &mut Vec<Step>,
    pointer: &str,
    found: &mut Vec<FieldChange>,
) {
    if old == new || is_evidence(old) && is_evidence(new) {
        return;
    }
    let object = |value: Option<&Value>| value.is_none_or(Value::is_object);
    let list = |value: Option<&Value>| {
        value.is_none_or(|value| value.as_array().is_some_and(|items| items.iter().all(Value::is_object)))
    };
    let some = |value: Option<&Value>| value.and_then(Value::as_array).is_some_and(|items| !items.is_empty());
    if steps.len() < DEEPEST && object(old) && object(new) {
        for name in members(field, old, new) {
            if name == "signatures" {
                continue;
            }
            let child = field.and_then(|field| field.child(&name));
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            let get = |value: Option<&Value>| value.and_then(|value| value.get(&name)).cloned();
            steps.push(child.map_or_else(|| Step::Unknown(name.clone()), Step::Field));
            walk(child, get(old).as_ref(), get(new).as_ref(), steps, &pointer, found);
            steps.pop();
        }
    } else if steps.len() < DEEPEST && list(old) && list(new) && (some(old) || some(new)) {
        let items = field.and_then(|field| field.items.as_deref());
        let of = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        for (place, one, two) in paired(&of(old), &of(new)) {
            steps.push(Step::Entry(place));
            walk(items, one.as_ref(), two.as_ref(), steps, &format!("{pointer}/{place}"), found);
            steps.pop();
        }
    } else {
        let change =
            FieldChange { steps: steps.clone(), pointer: pointer.to_owned(), old: old.cloned(), new: new.cloned() };
        found.push(change);
    }
}

/// Whether a value is absent or names an attachment.
fn is_evidence(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.get("sha256").is_some() && value.get("file").is_some())
}

/// The members of both, in the order of the schema, unknown ones behind.
fn members(field: Option<&Field>, old: Option<&Value>, new: Option<&Value>) -> Vec<String> {
    let mut names: Vec<String> = field.into_iter().flat_map(|it| &it.children).map(|it| it.name.to_owned()).collect();
    for value in [old, new].into_iter().flatten() {
        for name in value.as_object().into_iter().flat_map(serde_json::Map::keys) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

type Pair = (usize, Option<Value>, Option<Value>);

/// Entries of two lists: those equal at both ends belong together, those between in their order. The place is that of
/// the new list where there is one.
fn paired(old: &[Value], new: &[Value]) -> Vec<Pair> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, rest) = (&old[front..], &new[front..]);
    let back = old.iter().rev().zip(rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, rest) = (&old[..old.len() - back], &rest[..rest.len() - back]);
    let pairs = 0..old.len().max(rest.len());
    pairs.map(|at| (front + at, old.get(at).cloned(), rest.get(at).cloned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;
    use crate::schema::Schemas;
    use serde_json::json;

    fn pointers(old: &Value, new: &Value) -> Vec<String> {
        let root = Schemas::get().fields(Kind::Ticket);
        compare(root, Some(old), Some(new)).into_iter().map(|change| change.pointer).collect()
    }

    #[test]
    fn only_what_differs_is_named_in_the_order_of_the_schema() {
        let old = json!({"state": "open", "report": {"symptom": "黑屏", "site": "S00001"}, "strange": 1});
        let new = json!({"state": "completed", "report": {"symptom": "无图像", "site": "S00001"}, "strange": 2});
        assert_eq!(pointers(&old, &new), ["/state", "/report/symptom", "/strange"]);
    }

    #[test]
    fn an_entry_put_in_before_others_moves_none_of_them() {
        let asset = |name: &str| json!({"name": name, "model": "X"});
        let old = json!({"report": {"assets": [asset("a"), asset("b")]}});
        let new = json!({"report": {"assets": [asset("n"), asset("a"), asset("b")]}});
        assert_eq!(pointers(&old, &new), ["/report/assets/0/name", "/report/assets/0/model"]);
    }

    #[test]
    fn signatures_are_no_fields() {
        assert!(
            pointers(&json!({"work": {"signatures": []}}), &json!({"work": {"signatures": [{"role": "x"}]}}))
                .is_empty()
        );
    }

    #[test]
    fn a_field_knows_its_title() {
        let root = Schemas::get().fields(Kind::Ticket);
        let change = &compare(root, None, Some(&json!({"report": {"symptom": "黑屏"}})))[0];
        assert_eq!(change.field().map(|field| field.name), Some("symptom"));
        assert_eq!((change.old.clone(), change.new.clone()), (None, Some(json!("黑屏"))));
    }
}
