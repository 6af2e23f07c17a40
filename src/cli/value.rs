//! Typed text becomes a value of the field it is for: numbers, yes and no, choices in either language, 无, lists, JSON.

use serde_json::Value;

use super::CliError;
use crate::json;
use crate::record::Kind;
use crate::record::decimal::Decimal;
use crate::record::id::{
    BookId, CallbackId, ClientId, ContactId, DutyLogId, FaultReportId, IncidentEntryId, IncidentId, InstallId,
    MaintenanceId, PlanId, RestId, RosterId, SiteId, SlipId, StaffId, TicketId,
};
use crate::record::instant::{Instant, date};
use crate::record::parts::{NONE, UNKNOWN};
use crate::record::quarter::Quarter;
use crate::schema::{Field, FieldType, Schemas};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    NO_FIELD: "{kind}没有 “{path}” 这一项", "a {kind} has no `{path}`";
    NO_FIELD_FIX: "看有哪些项：weibao show {word} --fields", "see what there is: weibao show {word} --fields";
    WRONG: "“{path}”（{title}）：{what}", "`{path}` ({title}): {what}";
    NUMBER: "须是整数", "must be a whole number";
    BETWEEN: "须在 {from} 到 {to} 之间", "must lie between {from} and {to}";
    YES_OR_NO: "须是 是 或 否", "must be yes or no";
    ONE_OF: "须是其中之一：{choices}", "must be one of {choices}";
    INSTANT: "须是时间，如 2026-03-15 09:30", "must be a time such as 2026-03-15 09:30";
    DATE: "须是日期，如 2026-03-15", "must be a date such as 2026-03-15";
    LIKE: "须形如 {example}", "must look like {example}";
    TOO_LONG: "最多 {n} 个字", "must have at most {n} characters";
    EMPTY: "不能空着；没有就写“无”", "must not be empty; write 无 for none";
    JSON: "须是 JSON：{what}", "must be JSON: {what}";
    ENTRIES: "须有 {from} 到 {to} 项", "must have {from} to {to} entries";
}

/// The field of a kind at a dotted path.
pub fn field(kind: Kind, path: &str) -> Result<&'static Field, CliError> {
    Schemas::get().fields(kind).at(path).ok_or_else(|| {
        CliError::said(
            Message::new(&NO_FIELD).with_message("kind", kind.name()).with("path", path),
            Message::new(&NO_FIELD_FIX).with("word", kind.word()),
        )
    })
}

/// The value that a text means at a dotted path of a kind; an empty text takes the member away (`null`).
pub fn parse(kind: Kind, path: &str, text: &str) -> Result<Value, CliError> {
    let field = field(kind, path)?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    read(field, text).map_err(|what| {
        CliError::plain(
            Message::new(&WRONG).with("path", path).with_message("title", title(field)).with_message("what", what),
        )
    })
}

/// A choice of an enumeration by its English word or its title, or the list of them all.
pub fn enum_value(kind: Kind, path: &str, text: &str) -> Result<&'static str, String> {
    let field = field(kind, path).map_err(|error| error.to_string())?;
    choice(field, text).ok_or_else(|| one_of(field).speak(Lang::En))
}

/// The choice that a text names: its word, its title, or a part of just one title (`安装人员` of `维修、安装人员`).
fn choice(field: &Field, text: &str) -> Option<&'static str> {
    let same = |other: &str| other == text || other.eq_ignore_ascii_case(text);
    let exact =
        field.choices.iter().find(|choice| same(choice.value) || same(choice.title.zh) || same(choice.title.en));
    let in_part = || {
        let mut named = field.choices.iter().filter(|choice| choice.title.zh.contains(text));
        named.next().filter(|_| text.chars().count() > 1 && named.next().is_none())
    };
    exact.or_else(in_part).map(|choice| choice.value)
}

/// A field's title as a message.
pub fn title(field: &'static Field) -> Message {
    Message::new(&field.title)
}

/// The value that a text means for a field, or what is wrong with it.
pub fn read(field: &Field, text: &str) -> Result<Value, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Message::new(&EMPTY));
    }
    if text == NONE && field.none_allowed {
        return Ok(Value::from(NONE));
    }
    if text == UNKNOWN && field.unknown_allowed {
        return Ok(Value::from(UNKNOWN));
    }
    if !field.choices.is_empty() {
        return choice(field, text).map(Value::from).ok_or_else(|| one_of(field));
    }
    match field.ty {
        FieldType::Integer => integer(field, text),
        FieldType::Bool => yes_or_no(text).map(Value::from).ok_or_else(|| Message::new(&YES_OR_NO)),
        FieldType::Object => structure(text),
        FieldType::List => list(field, text),
        FieldType::Mixed => Ok(yes_or_no(text)
            .map(Value::from)
            .or_else(|| text.parse::<i64>().ok().map(Value::from))
            .or_else(|| json::parse(&json::tidy(text.as_bytes())).ok())
            .unwrap_or_else(|| Value::from(text))),
        FieldType::Text => line(field, text),
    }
}

fn one_of(field: &Field) -> Message {
    let of = |lang: Lang| {
        let titles = field.choices.iter().map(|choice| match lang {
            Lang::Zh => choice.title.zh,
            Lang::En => choice.value,
        });
        titles.collect::<Vec<_>>().join("、")
    };
    let both: Vec<_> =
        of(Lang::Zh).split('、').zip(of(Lang::En).split('、')).map(|(zh, en)| format!("{zh} ({en})")).collect();
    Message::new(&ONE_OF).with("choices", both.join("、"))
}

fn integer(field: &Field, text: &str) -> Result<Value, Message> {
    let number: i64 = text.parse().map_err(|_| Message::new(&NUMBER))?;
    let (from, to) = (field.minimum.unwrap_or(i64::MIN), field.maximum.unwrap_or(i64::MAX));
    if (from..=to).contains(&number) {
        Ok(Value::from(number))
    } else {
        Err(Message::new(&BETWEEN).with("from", from).with("to", to))
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "是" | "对" => Some(true),
        "false" | "no" | "n" | "否" | "不" => Some(false),
        _ => None,
    }
}

fn structure(text: &str) -> Result<Value, Message> {
    json::parse(&json::tidy(text.as_bytes())).map_err(|fault| Message::new(&JSON).with_message("what", fault.message))
}

/// JSON, or for simple entries a comma between them.
fn list(field: &Field, text: &str) -> Result<Value, Message> {
    let simple = field.items.as_deref().filter(|items| !matches!(items.ty, FieldType::Object | FieldType::List));
    let items = match simple {
        Some(items) if !text.starts_with('[') => text
            .split([',', '，', '、'])
            .filter(|part| !part.trim().is_empty())
            .map(|part| read(items, part))
            .collect::<Result<Vec<_>, _>>()?,
        _ => match structure(text)? {
            Value::Array(items) => items,
            _ => return Err(Message::new(&LIKE).with("example", "[…]")),
        },
    };
    let (from, to) = (field.minimum.unwrap_or(0), field.maximum.unwrap_or(i64::MAX));
    if !(from..=to).contains(&i64::try_from(items.len()).unwrap_or(i64::MAX)) {
        return Err(Message::new(&ENTRIES).with("from", from).with("to", to));
    }
    Ok(Value::Array(items))
}

fn line(field: &Field, text: &str) -> Result<Value, Message> {
    match field.definition {
        Some("instant") => return instant(text).map(Value::from).ok_or_else(|| Message::new(&INSTANT)),
        Some("date") => {
            return date::parse(text).map(|_| Value::from(text)).ok_or_else(|| Message::new(&DATE));
        }
        Some(definition) if !is_id(definition, text) => {
            let example = field.examples.first().and_then(Value::as_str).unwrap_or(definition);
            return Err(Message::new(&LIKE).with("example", example));
        }
        _ => {}
    }
    match field.max_length {
        Some(most) if i64::try_from(text.chars().count()).unwrap_or(i64::MAX) > most => {
            Err(Message::new(&TOO_LONG).with("n", most))
        }
        _ => Ok(Value::from(text)),
    }
}

/// Whether a text is an identifier of the schemas' shared definition; other definitions are left to the schema.
fn is_id(definition: &str, text: &str) -> bool {
    match definition {
        "staff_id" => StaffId::parse(text).is_ok(),
        "client_id" => ClientId::parse(text).is_ok(),
        "site_id" => SiteId::parse(text).is_ok(),
        "contact_id" => ContactId::parse(text).is_ok(),
        "book_id" => BookId::parse(text).is_ok(),
        "ticket_id" => TicketId::parse(text).is_ok(),
        "slip_id" => SlipId::parse(text).is_ok(),
        "fault_report_id" => FaultReportId::parse(text).is_ok(),
        "incident_id" => IncidentId::parse(text).is_ok(),
        "incident_entry_id" => IncidentEntryId::parse(text).is_ok(),
        "install_id" => InstallId::parse(text).is_ok(),
        "duty_log_id" => DutyLogId::parse(text).is_ok(),
        "rest_id" => RestId::parse(text).is_ok(),
        "duty_roster_id" => RosterId::parse(text).is_ok(),
        "plan_id" => PlanId::parse(text).is_ok(),
        "maintenance_id" => MaintenanceId::parse(text).is_ok(),
        "quarter" => Quarter::parse(text).is_some(),
        "decimal" => Decimal::parse(text).is_some(),
        "callback_id" => CallbackId::parse(text).is_ok(),
        _ => true,
    }
}

/// A time as the records write it, or `2026-03-15 09:30` in China Standard Time.
pub(super) fn instant(text: &str) -> Option<String> {
    if Instant::parse(text).is_some() {
        return Some(text.to_owned());
    }
    let (day, time) = text.split_once([' ', 'T'])?;
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    let whole = format!("{day}T{time}+08:00");
    Instant::parse(&whole).map(|_| whole)
}
/// The type and the key of a line as `ssh-keygen` writes it into a `.pub` file, without its comment.
pub fn public_key(line: &str) -> String {
    line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
