//! `weibao incident course`: what happened, in the order of events, with the time each was written down (E-4).

use clap::Args;
use serde_json::{Value, json};

use super::{existing, incident};
use crate::cli::columns::{aligned, tame};
use crate::cli::commands::show::scalar;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::IncidentId;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::course::Course as Entries;
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::schema::{Field, Schemas};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    HEAD: "{id}  {nature}  接报 {received} {by}", "{id}  {nature}  received {received} by {by}";
    NOTHING: "还没有过程记录", "nothing has been written down yet";
    LATE: "补记", "written late";
    CORRECTED: "已更正", "corrected";
    DECLARED: "逾期：{reason}", "late: {reason}";
    RECORDED: "记 {at}", "written {at}";
}

/// 事件过程：按发生先后，附记录时间，补记的标明 / The course of an incident in the order of events, with the times of writing
#[derive(Debug, Args)]
pub struct Course {
    /// 事件编号 / The incident
    #[arg(value_parser = incident)]
    pub id: IncidentId,
}

impl Course {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let incident = existing(&records, &self.id)?;
        let world = World::new(&records, session.now);
        let course = Entries::of(&records, &self.id);
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        let late = |entry: &IncidentEntry| {
            let most = world.policies.number(&named::entry_late_minutes, entry.at.day());
            entry.recorded_at > entry.at.plus_minutes(most)
        };
        if session.out.is_json() {
            let entries: Vec<_> = course
                .all()
                .map(|entry| {
                    json!({
                        "entry": entry, "entered_late": late(entry), "corrected": course.is_corrected(&entry.id),
                    })
                })
                .collect();
            session.out.json("weibao-incident-course/1", json!({ "incident": self.id, "course": entries }))?;
            return Ok(Exit::Clean);
        }
        let lang = session.lang();
        let intake = &incident.intake;
        let head = Message::new(&HEAD).with("id", &self.id).with("nature", tame(&intake.nature));
        session.out.say(head.with("received", intake.received_at).with("by", &intake.received_by))?;
        if course.is_empty() {
            session.out.say(&NOTHING)?;
        }
        let rows: Vec<_> =
            course.all().map(|entry| row(entry, late(entry), course.is_corrected(&entry.id), lang)).collect();
        for line in aligned(&rows) {
            session.out.line(&line)?;
        }
        Ok(Exit::Clean)
    }
}

fn row(entry: &IncidentEntry, late: bool, corrected: bool, lang: Lang) -> Vec<String> {
    let fields = Schemas::get().fields(Kind::IncidentEntry);
    let value = serde_json::to_value(entry).unwrap_or_default();
    let what = value.get("what").and_then(Value::as_str).unwrap_or_default();
    let title = fields.child(what).map_or(what, |field| field.title.get(lang));
    let mut said =
        vec![fields.child(what).zip(value.get(what)).map(|(field, it)| told(field, it, lang)).unwrap_or_default()];
    if let Some(declared) = &entry.late {
        said.push(Message::new(&DECLARED).with("reason", tame(&declared.reason)).speak(lang));
    }
    let mut recorded = Message::new(&RECORDED).with("at", entry.recorded_at).speak(lang);
    for (flag, text) in [(late, &LATE), (corrected, &CORRECTED)] {
        if flag {
            recorded = format!("{recorded} [{}]", text.get(lang));
        }
    }
    vec![
        entry.at.to_string(),
        title.to_owned(),
        said.join("；"),
        entry.by.to_string(),
        recorded,
        entry.id.as_str().rsplit('.').next().unwrap_or_default().to_owned(),
    ]
}

/// The members of a section on one line, as people read them.
fn told(field: &Field, section: &Value, lang: Lang) -> String {
    let shown = field.children.iter().filter_map(|child| {
        let text = match section.get(child.name)? {
            Value::Object(_) => return None,
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            value => scalar(child, value, lang),
        };
        (text != crate::record::parts::NONE).then_some(text)
    });
    shown.collect::<Vec<_>>().join(" · ")
}
