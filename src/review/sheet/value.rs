//! A field's title and its value, as people call them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::review::{FieldChange, Names, Step};
use crate::schema::Field;
use crate::text::Lang;
use crate::texts;

texts! {
    YES: "是", "yes";
    NO: "否", "no";
    YUAN: "{yuan} 元", "CNY {yuan}";
}

/// The way to a field in words: `维修 · 更换配件 2 · 型号`.
pub(super) fn title(steps: &[Step], lang: Lang) -> (String, bool) {
    let mut out = String::new();
    let mut known = true;
    for step in steps {
        let part = match step {
            Step::Field(field) => field.title.get(lang).to_owned(),
            Step::Entry(place) => {
                let _ = write!(out, " {}", place + 1);
                continue;
            }
            Step::Unknown(name) => {
                known = false;
                name.clone()
            }
        };
        if !out.is_empty() {
            out.push_str(" · ");
        }
        out.push_str(&part);
    }
    (out, known)
}

/// A value as people read it.
pub(super) fn spoken(change: &FieldChange, value: &Value, names: &Names, lang: Lang) -> String {
    let is_money = change.pointer.ends_with("_cents");
    match (value, value.as_i64()) {
        (Value::Number(_), Some(cents)) if is_money => {
            let sign = if cents < 0 { "-" } else { "" };
            let cents = cents.unsigned_abs();
            let yuan = format!("{sign}{}.{:02}", cents / 100, cents % 100);
            crate::text::Message::new(&YUAN).with("yuan", yuan).speak(lang)
        }
        _ => of(change.field(), value, names, lang),
    }
}

fn of(field: Option<&Field>, value: &Value, names: &Names, lang: Lang) -> String {
    match value {
        Value::String(text) => {
            let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.value == text));
            if let Some(choice) = choice {
                return choice.title.get(lang).to_owned();
            }
            let is_id = field.is_some_and(|field| field.definition.is_some());
            names.of(text).filter(|_| is_id).map_or_else(|| text.clone(), |name| format!("{name} {text}"))
        }
        Value::Bool(yes) => (if *yes { &YES } else { &NO }).get(lang).to_owned(),
        Value::Array(items) => {
            let entry = field.and_then(|field| field.items.as_deref());
            items.iter().map(|item| of(entry, item, names, lang)).collect::<Vec<_>>().join(if lang == Lang::Zh {
                "、"
            } else {
                ", "
            })
        }
        other => other.to_string(),
    }
}
