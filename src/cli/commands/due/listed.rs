//! What is due as a list: for people, for machines, or as a Markdown table.

use serde_json::json;

use crate::cli::columns::aligned;
use crate::cli::commands::contact::reveal::Opener;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::regulation::obligation::{Obligation, Standing};
use crate::regulation::world::World;
use crate::render::{Cell, Column, ColumnKind, Document, Fact, Row, Table};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NOTHING: "没有应办事项", "nothing is due";
    MISSING: "逾期未办", "OVERDUE";
    UNREACHABLE: "无法联系", "unreachable";
    NOT_YET: "待办", "due";
    IN_TIME: "按期", "in time";
    LATE: "迟办", "late";
    PROVISIONAL: "暂定：当年节假日尚未公布", "provisional: the year's holidays are not published";
    STEP: "      {step}", "      {step}";
    CALL: "      联系人 {contact}", "      contact {contact}";
    TITLE: "应办事项", "What is due";
    REPOSITORY: "记录库", "repository";
    AS_OF: "截至", "as of";
    COUNT: "项数", "items";
    OVERDUE_COUNT: "其中逾期", "of them overdue";
    DEADLINE: "最迟", "deadline";
    STANDING: "状况", "standing";
    WHAT: "事项", "what";
    RECORD: "记录", "record";
    CLIENT: "甲方", "client";
    SITE: "站点", "site";
    RESPONSIBLE: "负责人", "responsible";
    CLAUSES: "条款", "clauses";
}

/// The list for people or machines.
pub(super) fn print(
    session: &mut Session<'_>,
    found: &[Obligation],
    now: Instant,
    explain: bool,
    mut opener: Option<&mut Opener<'_>>,
) -> Result<Exit, CliError> {
    let lang = session.lang();
    if session.out.is_json() {
        let list: Vec<_> = found
            .iter()
            .map(|due| {
                let mut one = json!({
                    "rule": due.rule.id, "clauses": due.clauses, "kind": due.key.kind.word(), "key": due.key.id,
                    "anchor": due.anchor.id, "client": due.client, "site": due.site, "responsible": due.responsible,
                    "opens": due.window.opens, "due_on": due.window.due_on.to_string(),
                    "deadline": due.window.deadline, "provisional": due.window.provisional,
                    "standing": word(due.standing(now)),
                    "steps": due.steps.iter().map(|step| step.speak(lang)).collect::<Vec<_>>(),
                });
                if let Some(opener) = opener.as_deref_mut() {
                    let contacts = opener.of(&due.anchor, due.client.as_ref());
                    one["contacts"] = contacts.iter().map(|it| opener.described(session, it)).collect();
                }
                one
            })
            .collect();
        session.out.json("weibao-due/1", json!({ "as_of": now, "due": list }))?;
        return Ok(Exit::Clean);
    }
    if found.is_empty() {
        session.out.say(&NOTHING)?;
    }
    let lines: Vec<(&Obligation, usize)> = folded(found, now);
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|(due, times)| {
            let title = due.rule.title.get(lang);
            vec![
                due.window.deadline.to_string(),
                standing(due.standing(now)).get(lang).to_owned(),
                if *times > 1 { format!("{title} ×{times}") } else { title.to_owned() },
                due.key.id.clone(),
                due.responsible.as_ref().map_or("—", StaffId::as_str).to_owned(),
                format!("[{}]", due.clauses.join(" ")),
            ]
        })
        .collect();
    for ((due, _), line) in lines.iter().zip(aligned(&rows)) {
        session.out.line(&line)?;
        if let Some(opener) = opener.as_deref_mut() {
            for contact in opener.of(&due.anchor, due.client.as_ref()) {
                let contact = opener.line(session, &contact);
                session.out.say(Message::new(&CALL).with_message("contact", contact))?;
            }
        }
        if explain {
            for step in steps(due) {
                session.out.say(Message::new(&STEP).with_message("step", step))?;
            }
        }
    }
    Ok(Exit::Clean)
}

/// Each obligation with how many it stands for: periods of one record that passed in silence stand in one line, under
/// the first of them, so that one forgotten emergency does not fill the list. Machines get every one.
pub(in crate::cli::commands) fn folded<'o>(
    all: impl IntoIterator<Item = &'o Obligation>,
    now: Instant,
) -> Vec<(&'o Obligation, usize)> {
    let mut folded: Vec<(&Obligation, usize)> = Vec::new();
    for due in all {
        let same = |(first, _): &&mut (&Obligation, usize)| {
            first.standing(now) == Standing::Missing
                && (first.rule.id, &first.key, &first.responsible) == (due.rule.id, &due.key, &due.responsible)
        };
        match folded.iter_mut().rev().find(same).filter(|_| due.standing(now) == Standing::Missing) {
            Some((_, times)) => *times += 1,
            None => folded.push((due, 1)),
        }
    }
    folded
}

/// The list as a document.
pub(super) fn document(found: &[Obligation], world: &World<'_>, explain: bool) -> Document {
    let column = |name, title, kind| Column { name, title, kind };
    let fact = |name, title: &'static Text, value| Fact { name, title, value };
    let overdue = found.iter().filter(|due| due.standing(world.clock.now()) == Standing::Missing).count();
    let repository = Some(&world.repository).filter(|repository| !repository.is_empty());
    let rows = found
        .iter()
        .map(|due| {
            let stands = due.standing(world.clock.now());
            let cells = vec![
                Cell::Instant(due.window.deadline.to_string()),
                Cell::Word(word(stands), standing(stands).into()),
                Cell::Word(due.rule.id, (&due.rule.title).into()),
                Cell::Text(due.key.id.clone()),
                Cell::text_or_unknown(due.client.as_ref()),
                Cell::text_or_unknown(due.site.as_ref()),
                Cell::text_or_unknown(due.responsible.as_ref()),
                Cell::List(due.clauses.iter().map(|clause| (*clause).to_owned()).collect()),
            ];
            Row { cells, notes: if explain { steps(due) } else { Vec::new() } }
        })
        .collect();
    Document {
        report: "due/1",
        title: &TITLE,
        facts: vec![
            fact("repository", &REPOSITORY, Cell::text_or_unknown(repository)),
            fact("as_of", &AS_OF, Cell::Instant(world.clock.now().to_string())),
            fact("count", &COUNT, Cell::count(found.len())),
            fact("overdue", &OVERDUE_COUNT, Cell::count(overdue)),
        ],
        tables: vec![Table {
            name: "due",
            title: &TITLE,
            columns: vec![
                column("deadline", &DEADLINE, ColumnKind::Instant),
                column("standing", &STANDING, ColumnKind::Text),
                column("obligation", &WHAT, ColumnKind::Text),
                column("record", &RECORD, ColumnKind::Text),
                column("client", &CLIENT, ColumnKind::Text),
                column("site", &SITE, ColumnKind::Text),
                column("responsible", &RESPONSIBLE, ColumnKind::Text),
                column("clauses", &CLAUSES, ColumnKind::Text),
            ],
            rows,
        }],
    }
}

/// How the day came about, and that it may still move.
pub(super) fn steps(due: &Obligation) -> Vec<Message> {
    let provisional = due.window.provisional.then(|| Message::new(&PROVISIONAL));
    due.steps.iter().cloned().chain(provisional).collect()
}

/// The standing in words.
pub(super) const fn standing(standing: Standing) -> &'static Text {
    match standing {
        Standing::InTime => &IN_TIME,
        Standing::Late => &LATE,
        Standing::Unreachable => &UNREACHABLE,
        Standing::Missing => &MISSING,
        Standing::NotYetDue => &NOT_YET,
    }
}

/// The word for machines.
pub(crate) const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::InTime => "in_time",
        Standing::Late => "late",
        Standing::Unreachable => "unreachable",
        Standing::Missing => "missing",
        Standing::NotYetDue => "not_yet_due",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;
    use crate::record::path::Key;
    use crate::regulation::fixture::{INCIDENT, Scene, open_incident};
    use crate::regulation::obligation;

    #[test]
    fn days_of_a_forgotten_emergency_that_passed_in_silence_stand_in_one_line() {
        let scene = Scene::company().with(&open_incident()).now("2025-03-25T12:00:00+08:00");
        scene.world(|world| {
            let entry = scene.entry(&Key::new(Kind::Incident, INCIDENT).unwrap()).unwrap();
            let all = obligation::arising(&entry, world);
            let lines = folded(&all, world.clock.now());
            let silent: Vec<_> = lines.iter().filter(|(due, _)| due.rule.id == "incident_progress_report").collect();
            let missed: Vec<_> =
                silent.iter().filter(|(due, _)| due.standing(world.clock.now()) == Standing::Missing).collect();
            assert_eq!(missed.len(), 1);
            // Received on the 18th at 09:05, last reported on the 19th: six periods have ended since the first.
            assert!(missed[0].1 >= 4, "{}", missed[0].1);
            assert_eq!(lines.iter().map(|(_, times)| times).sum::<usize>(), all.len());
        });
    }
}
