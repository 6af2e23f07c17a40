//! `weibao incident close`: evaluation, final report, and every missed clock owned up to (E-3.3).
//!
//! What was missed is worked out from the clocks, and each is asked about; the rules then say what is still incomplete.

use clap::Args;
use serde_json::{Value, json};

use super::{existing, incident};
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill};
use crate::desk::{Desk, merge};
use crate::ledger::Form;
use crate::record::Kind;
use crate::record::id::IncidentId;
use crate::record::incident::Incident;
use crate::record::incident_entry::ReportKind;
use crate::record::parts::NONE;
use crate::regulation::course::Course;
use crate::regulation::leaders::{self, Came};
use crate::regulation::obligation::{Clocks, Obligation, Standing};
use crate::regulation::world::World;
use crate::text::Message;
use crate::texts;

texts! {
    UNCALLED: "还没有电话报告副总经理 {who}", "the deputy general manager {who} has not been called";
    UNCALLED_FIX: "有几位副总经理，每一位都要报告（E-2.2）：weibao incident log {id} call", "each of several deputies is called (E-2.2): weibao incident log {id} call";
    MISSED: "{clause} {title}（{who}）未按时，期限 {deadline}", "{clause} {title} ({who}) was missed; it was due by {deadline}";
}

/// 结案：综合评价、终报，逾期各项写明原因（E-3.3） / Closes an incident: evaluation, final report, every missed clock with its reason
#[derive(Debug, Args)]
pub struct Close {
    /// 事件编号 / The incident
    #[arg(value_parser = incident)]
    pub id: IncidentId,
    /// 综合评价 / The overall evaluation
    #[arg(long)]
    pub evaluation: Option<String>,
    /// 逾期各项的原因（逐项不同的在终端回答） / Why clocks were missed; answered one by one at a terminal
    #[arg(long)]
    pub reason: Option<String>,
    #[command(flatten)]
    input: Input,
}

impl Close {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |session, desk, kept| {
            kept.again = format!("incident close {}", self.id);
            kept.name = format!("close-{}", self.id);
            let form = existing(desk.records(), &self.id)?;
            let course = Course::of(desk.records(), &self.id);
            self.all_are_called(desk, &form, &course)?;
            kept.typed = self.input.members(session, Kind::Incident, json!({}), "closing")?;
            merge::merge(&mut kept.typed, &json!({ "evaluation": self.evaluation }));
            fill::ask(session, Kind::Incident, "closing.evaluation", "--evaluation", &mut kept.typed, "evaluation")?;
            let last = course.reports().filter(|(_, report)| report.kind == ReportKind::Final).last();
            merge::fill(
                &mut kept.typed,
                &json!({
                    "at": desk.at(), "by": desk.by(), "entries": course.len(), "signatures": [],
                    "final_report": last.map(|(entry, _)| &entry.id),
                }),
            );
            fill::ask(
                session,
                Kind::Incident,
                "closing.final_report",
                "--set final_report=…",
                &mut kept.typed,
                "final_report",
            )?;
            if kept.typed.get("breaches").is_none() {
                let breaches = self.breaches(session, desk, &form, &course)?;
                fill::put(&mut kept.typed, "breaches", breaches);
            }
            let key = self.id.key(Kind::Incident);
            desk.update(&key, &json!({ "state": "closed", "closing": kept.typed }))?;
            Ok(vec![key])
        })
    }

    /// Each deputy general manager, where there are several; the posts themselves are judged by the gate.
    fn all_are_called(&self, desk: &Desk<'_>, form: &Form<Incident>, course: &Course) -> Result<(), CliError> {
        let wanted = leaders::wanted(desk.records(), form.intake.received_at.day());
        let uncalled = wanted.iter().filter(|wanted| wanted.came(course) != Came::Answered);
        let who: Vec<_> = uncalled.filter_map(|wanted| wanted.person.as_ref()).map(ToString::to_string).collect();
        if who.is_empty() {
            return Ok(());
        }
        let wrong = Message::new(&UNCALLED).with("who", who.join("、"));
        Err(CliError::said(wrong, Message::new(&UNCALLED_FIX).with("id", &self.id)))
    }

    fn breaches(
        &self,
        session: &mut Session<'_>,
        desk: &Desk<'_>,
        form: &Form<Incident>,
        course: &Course,
    ) -> Result<Value, CliError> {
        let world = World::new(desk.records(), desk.at());
        let key = self.id.key(Kind::Incident);
        let mut missed = Clocks::new(&key, form, course, &world).all();
        missed.retain(|clock| clock.standing(desk.at()) != Standing::InTime);
        let mut listed = Vec::new();
        for clock in missed {
            // Two periods without a progress report are one line: the clause is owned up to once.
            let entry = if clock.key == clock.anchor { NONE } else { clock.key.id.as_str() };
            let clause = clock.clauses.first().copied().unwrap_or_default();
            if listed.iter().any(|known: &Value| known["clause"] == clause && known["entry"] == entry) {
                continue;
            }
            let mut breach = json!({ "clause": clause, "entry": entry, "reason": self.reason });
            say(session, &clock, clause)?;
            fill::ask(session, Kind::Incident, "closing.breaches.0.reason", "--reason", &mut breach, "reason")?;
            listed.push(breach);
        }
        Ok(if listed.is_empty() { json!(NONE) } else { Value::Array(listed) })
    }
}

fn say(session: &mut Session<'_>, clock: &Obligation, clause: &str) -> Result<(), CliError> {
    let who = clock.responsible.as_ref().map(ToString::to_string).unwrap_or_default();
    let missed = Message::new(&MISSED).with("clause", clause).with_message("title", &clock.rule.title);
    session.out.note(missed.with("who", who).with("deadline", clock.window.deadline))
}
