//! The scribe: takes an act to the desk as a member of staff would, by the same functions as the command line.
//!
//! A new ticket is opened under the next number of its writer's own book, and the desk must come to the number that the story
//! has come to; other new records are written down, records that are there are changed member by member.

use serde_json::{Map, Value};

use super::Fault;
use super::act::Act;
use super::paper::Paper;
use crate::desk::{Desk, Draft};
use crate::ledger::Records;
use crate::record::Kind;
use crate::text::Message;

/// The draft that an act makes over the records as they stand before it.
pub fn draft(records: &Records<'_>, act: &Act) -> Result<Draft, Fault> {
    let mut desk = Desk::new(records, act.by.clone(), act.at);
    if let Some(first) = act.papers.first() {
        desk.note(Message::new(act.said).with("kind", first.key.kind.word()).with("id", &first.key.id));
    }
    // What an act leaves behind comes before what it is about: the spoilt ticket before the one written instead.
    for paper in act.papers.iter().rev() {
        write_down(&mut desk, paper)?;
        for (file, bytes) in &paper.drawings {
            desk.attach(&paper.key, file, bytes.clone());
        }
        if desk.value(&paper.key).as_ref() != Some(&paper.value) {
            return Err(Fault::Story(format!("the desk wrote {} otherwise", paper.key)));
        }
    }
    Ok(desk.draft()?)
}

fn write_down(desk: &mut Desk<'_>, paper: &Paper) -> Result<(), Fault> {
    let has = |member: &str| paper.value.get(member).is_some();
    match desk.value(&paper.key) {
        Some(before) => desk.update(&paper.key, &changed(&before, &paper.value))?,
        None if paper.key.kind == Kind::Ticket && has("void") => desk.put(paper.key.clone(), paper.value.clone()),
        None if paper.key.kind == Kind::Ticket && !has("transferred_from") => {
            let ticket = desk.open_ticket(&paper.value)?;
            if ticket.as_str() != paper.key.id {
                return Err(Fault::Story(format!("the desk opened {ticket} for {}", paper.key)));
            }
        }
        None => drop(desk.new_record(paper.key.kind, &paper.value)?),
    }
    Ok(())
}

/// The members that are not as they were.
fn changed(before: &Value, after: &Value) -> Value {
    let members = after.as_object().into_iter().flatten();
    let members = members.filter(|(name, member)| before.get(name) != Some(member));
    Value::Object(members.map(|(name, member)| (name.clone(), member.clone())).collect::<Map<_, _>>())
}
