//! Putting typed-in members into a record: whole objects at once, or one member by its dotted path.

use serde_json::{Map, Value};

use super::DeskError;
use crate::record::parts::NONE;

/// Merges `patch` into `target`: objects member by member, `null` takes a member away, everything else replaces.
pub fn merge(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(members), Value::Object(changes)) => {
            for (name, change) in changes {
                if change.is_null() {
                    members.remove(name);
                } else if let Some(member) = members.get_mut(name).filter(|member| member.is_object()) {
                    merge(member, change);
                } else {
                    members.insert(name.clone(), without_nulls(change));
                }
            }
        }
        (target, patch) => *target = without_nulls(patch),
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .filter(|(_, member)| !member.is_null())
                .map(|(name, member)| (name.clone(), without_nulls(member)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Fills in members of `defaults` that `target` does not have.
pub fn fill(target: &mut Value, defaults: &Value) {
    if let (Value::Object(members), Value::Object(defaults)) = (target, defaults) {
        for (name, default) in defaults {
            match members.get_mut(name) {
                Some(member) => fill(member, default),
                None => {
                    members.insert(name.clone(), default.clone());
                }
            }
        }
    }
}

/// Puts a value at a dotted path (`report.assets.0.name`), making objects and list entries on the way.
///
/// A list may be continued by the index after its last entry, no further. `null` takes a member or an entry away.
pub fn set(target: &mut Value, path: &str, value: Value) -> Result<(), DeskError> {
    let parts: Vec<_> = path.split('.').collect();
    descend(target, &parts, value).ok_or_else(|| DeskError::BadPath(path.to_owned()))
}

fn descend(place: &mut Value, parts: &[&str], value: Value) -> Option<()> {
    let Some((part, rest)) = parts.split_first() else {
        *place = value;
        return Some(());
    };
    if part.is_empty() {
        return None;
    }
    // 无 stands where an object or a list may stand: a member takes its place.
    if place.is_null() || place.as_str() == Some(NONE) {
        let numbered = part.bytes().all(|b| b.is_ascii_digit());
        *place = if numbered { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    let takes_away = rest.is_empty() && value.is_null();
    let member = match place {
        Value::Object(members) if takes_away => {
            members.remove(*part);
            return Some(());
        }
        Value::Array(items) if takes_away => {
            let index: usize = part.parse().ok()?;
            return (index < items.len()).then(|| drop(items.remove(index)));
        }
        Value::Object(members) => members.entry((*part).to_owned()).or_insert(Value::Null),
        Value::Array(items) => {
            let index: usize = part.parse().ok()?;
            if index == items.len() {
                items.push(Value::Null);
            }
            items.get_mut(index)?
        }
        _ => return None,
    };
    descend(member, rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_changes_what_it_names_and_null_takes_away() {
        let mut record = json!({"a": {"b": 1, "c": 2}, "d": [1]});
        merge(&mut record, &json!({"a": {"b": null, "e": 3}, "d": [2, 3], "f": {"g": null, "h": 1}}));
        assert_eq!(record, json!({"a": {"c": 2, "e": 3}, "d": [2, 3], "f": {"h": 1}}));
    }

    #[test]
    fn defaults_fill_only_what_is_missing() {
        let mut record = json!({"a": {"b": 1}});
        fill(&mut record, &json!({"a": {"b": 2, "c": 3}, "d": 4}));
        assert_eq!(record, json!({"a": {"b": 1, "c": 3}, "d": 4}));
    }

    #[test]
    fn a_dotted_path_makes_objects_and_list_entries() {
        let mut record = json!({});
        set(&mut record, "report.assets.0.name", json!("摄像机")).unwrap();
        set(&mut record, "report.assets.1.name", json!("硬盘录像机")).unwrap();
        set(&mut record, "report.priority", json!("urgent")).unwrap();
        assert_eq!(
            record,
            json!({"report": {"assets": [{"name": "摄像机"}, {"name": "硬盘录像机"}], "priority": "urgent"}})
        );
    }

    #[test]
    fn a_member_takes_the_place_of_none() {
        let mut record = json!({"work": {"parts": "无"}});
        set(&mut record, "work.parts.0.part", json!("电源")).unwrap();
        assert_eq!(record, json!({"work": {"parts": [{"part": "电源"}]}}));
    }

    #[test]
    fn a_path_through_a_number_or_past_the_end_of_a_list_is_refused() {
        let mut record = json!({"n": 1, "list": []});
        for path in ["n.a", "list.1", "list.x", "", "a..b"] {
            assert!(set(&mut record, path, json!(1)).is_err(), "{path}");
        }
    }
}
