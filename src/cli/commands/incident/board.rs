//! `weibao incident board`: the running clocks of an emergency, most urgent first, counting down in the terminal.
//!
//! Every few seconds the newest commit is read again and only the text that changed is sent, so that it works over a
//! slow line; `--once` shows one picture and ends.

use clap::Args;
use serde_json::{Value, json};

use super::screen::redrawn;
use super::{existing, incident};
use crate::cli::columns::{aligned, tame};
use crate::cli::commands::due::listed::{folded, word};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::IncidentId;
use crate::record::incident::{Incident, IncidentState};
use crate::record::incident_entry::{Leader, What};
use crate::record::instant::Instant;
use crate::regulation::course::Course;
use crate::regulation::leaders::{self, Came};
use crate::regulation::obligation::{Clocks, Fulfilment, Obligation, Standing};
use crate::regulation::world::World;
use crate::schema::Schemas;
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    HEAD: "{id}  {state}  {now}", "{id}  {state}  {now}";
    WHERE: "{nature} · {place} · 接报 {received}", "{nature} · {place} · received {received}";
    LEFT: "剩 {time}", "{time} left";
    OVER: "超 {time}", "{time} OVER";
    IN_TIME: "按时", "in time";
    LATE: "逾期 {time}", "late by {time}";
    TODO: "待办：{what}", "to do: {what}";
    CALL: "电话报告{role}{who}", "call {role}{who}";
    CONVEY: "传达指示 {entry}", "convey the instruction {entry}";
    EXTERNAL: "是否已依法报告政府部门？（提示，不作规则）", "has it been reported to the authorities? (a reminder, not a rule)";
    LEADER: "领导", "a leader";
    NO_HEAD: "通知部门负责人", "notify the department head";
}

/// 看板：各项时限倒计时，最急的在前，每隔几秒刷新；--once 只看一次 / The running clocks, most urgent first, until interrupted
#[derive(Debug, Args)]
pub struct Board {
    /// 事件编号 / The incident
    #[arg(value_parser = incident)]
    pub id: IncidentId,
    /// 只看一次 / Shows them once
    #[arg(long)]
    pub once: bool,
    /// 每隔几秒刷新 / Seconds between pictures
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub every: u64,
}

impl Board {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let mut now = session.now;
        let mut shown: Vec<String> = Vec::new();
        loop {
            let picture = self.picture(session, now)?;
            if session.out.is_json() {
                session.out.json("weibao-incident-board/1", picture.json(session.lang()))?;
                return Ok(Exit::Clean);
            }
            let lines = picture.lines(session.lang());
            if self.once || !session.surroundings.terminal {
                session.out.text(&format!("{}\n", lines.join("\n")))?;
                return Ok(Exit::Clean);
            }
            session.out.text(&redrawn(&shown, &lines))?;
            session.out.flush()?;
            shown = lines;
            let Some(later) = (session.surroundings.pause)(self.every) else {
                return Ok(Exit::Clean);
            };
            now = later;
        }
    }

    fn picture(&self, session: &Session<'_>, now: Instant) -> Result<Picture, CliError> {
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let incident = existing(&records, &self.id)?;
        let world = World::new(&records, now);
        let course = Course::of(&records, &self.id);
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        let key = self.id.key(Kind::Incident);
        let mut clocks = Clocks::new(&key, &incident, &course, &world).all();
        // What is running comes first, by the time left; what is over and overdue has the least.
        clocks.sort_by_key(|clock| {
            (!matches!(clock.standing(now), Standing::Missing | Standing::NotYetDue), clock.window.deadline)
        });
        let todo = todo(&incident, &course, &records);
        Ok(Picture { incident: (*incident).clone(), clocks, todo, now })
    }
}

/// One picture of the board.
struct Picture {
    incident: Incident,
    clocks: Vec<Obligation>,
    todo: Vec<Message>,
    now: Instant,
}

impl Picture {
    fn lines(&self, lang: Lang) -> Vec<String> {
        let intake = &self.incident.intake;
        let state = Message::new(&HEAD).with("id", &self.incident.id).with("now", self.now);
        let mut lines = vec![
            state.with("state", title("state", self.incident.state, lang)).speak(lang),
            Message::new(&WHERE)
                .with("nature", tame(&intake.nature))
                .with("place", tame(&intake.place))
                .with("received", intake.received_at)
                .speak(lang),
        ];
        let rows: Vec<_> = folded(&self.clocks, self.now)
            .into_iter()
            .map(|(clock, times)| {
                let title = clock.rule.title.get(lang);
                vec![
                    self.left(clock).speak(lang),
                    if times > 1 { format!("{title} ×{times}") } else { title.to_owned() },
                    clock.responsible.as_ref().map(ToString::to_string).unwrap_or_default(),
                    clock.window.deadline.to_string(),
                    format!("[{}]", clock.clauses.join(" ")),
                ]
            })
            .collect();
        lines.extend(aligned(&rows));
        lines.extend(self.todo.iter().map(|what| Message::new(&TODO).with_message("what", what.clone()).speak(lang)));
        lines
    }

    /// How much time is left, or by how much it was missed.
    fn left(&self, clock: &Obligation) -> Message {
        let apart = |from: Instant, to: Instant| span(to.seconds_since(from));
        match (clock.standing(self.now), clock.fulfilment) {
            (Standing::InTime, _) => Message::new(&IN_TIME),
            (Standing::Late, Fulfilment::Done { at }) => {
                Message::new(&LATE).with("time", apart(clock.window.deadline, at))
            }
            (Standing::NotYetDue, _) => Message::new(&LEFT).with("time", apart(self.now, clock.window.deadline)),
            _ => Message::new(&OVER).with("time", apart(clock.window.deadline, self.now)),
        }
    }

    fn json(&self, lang: Lang) -> Value {
        let clocks: Vec<_> = self
            .clocks
            .iter()
            .map(|clock| {
                json!({
                    "rule": clock.rule.id, "clauses": clock.clauses, "key": clock.key.id,
                    "responsible": clock.responsible, "deadline": clock.window.deadline,
                    "seconds_left": clock.window.deadline.seconds_since(self.now),
                    "standing": word(clock.standing(self.now)),
                    "done_at": match clock.fulfilment { Fulfilment::Done { at } => Some(at), _ => None },
                })
            })
            .collect();
        let todo: Vec<_> = self.todo.iter().map(|what| what.speak(lang)).collect();
        json!({
            "incident": self.incident.id, "state": self.incident.state, "as_of": self.now, "clocks": clocks, "todo": todo,
        })
    }
}

/// Hours, minutes and seconds, as a clock shows them.
fn span(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// What people call a choice of a field of an incident.
fn title(path: &str, choice: IncidentState, lang: Lang) -> String {
    let word = serde_json::to_value(choice).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    let field = Schemas::get().fields(Kind::Incident).at(path);
    let known = field.and_then(|field| field.choices.iter().find(|known| known.value == word));
    known.map_or(word.clone(), |known| known.title.get(lang).to_owned())
}

/// What has no clock and is still to be done.
fn todo(incident: &Incident, course: &Course, records: &Records<'_>) -> Vec<Message> {
    let mut todo = Vec::new();
    if incident.state == IncidentState::Closed {
        return todo;
    }
    if course.heads().is_empty() {
        todo.push(Message::new(&NO_HEAD));
    }
    for wanted in leaders::wanted(records, incident.intake.received_at.day()) {
        if wanted.came(course) != Came::Answered {
            let who = wanted.person.as_ref().map_or_else(String::new, |who| format!(" {who}"));
            todo.push(Message::new(&CALL).with_message("role", post(wanted.role)).with("who", who));
        }
    }
    for instruction in course.of_kind(What::Instruction) {
        let told = course.of_kind(What::Conveyed).filter_map(|entry| entry.conveyed.as_ref());
        if told.into_iter().all(|conveyed| conveyed.instruction != instruction.id) {
            todo.push(Message::new(&CONVEY).with("entry", &instruction.id));
        }
    }
    if course.first(What::ExternalReport).is_none() {
        todo.push(Message::new(&EXTERNAL));
    }
    todo
}

/// The name of one of the five posts, as the schema has it.
fn post(role: Leader) -> Message {
    let word = serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    let field = Schemas::get().fields(Kind::IncidentEntry).at("call.role");
    let known = field.and_then(|field| field.choices.iter().find(|known| known.value == word));
    known.map_or_else(|| Message::new(&LEADER), |known| Message::new(&known.title))
}
