//! The course of an emergency, event by event: who does what when, and when it is written down.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Fault;
use super::cast::Who;
use super::emergencies::Ordeal;
use super::paper::Paper;
use super::story::Story;
use crate::record::Kind;
use crate::record::id::{IncidentEntryId, IncidentId, StaffId};
use crate::record::incident::{Breach, Clocked};
use crate::record::instant::Instant;
use crate::record::parts::{NONE, OrNone};

/// Something that happens in an emergency.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// What the story calls it; other events refer to it by this.
    pub(super) label: &'static str,
    /// Its entry.
    pub(super) id: IncidentEntryId,
    /// Who writes it down.
    pub(super) by: Who,
    /// When it happens.
    pub(super) at: Instant,
    /// When it is written down.
    pub(super) written: Instant,
    what: &'static str,
    content: Value,
    late: bool,
}

impl Event {
    /// Whether it is a report to the leaders.
    pub(super) fn is_report(&self) -> bool {
        self.what == "report"
    }

    /// Its entry as it is to be written.
    pub(super) fn paper(&self, incident: &IncidentId) -> Result<Paper, Fault> {
        let mut entry = json!({
            "schema": "incident-entry/1", "id": self.id, "incident": incident, "what": self.what, "at": self.at,
            "recorded_at": self.written, "by": self.id.author(),
        });
        entry[self.what] = self.content.clone();
        if self.late {
            entry["late"] = json!({ "reason": "暴雨积水，道路中断" });
        }
        Paper::new(self.id.key(Kind::IncidentEntry), &entry)
    }
}

/// Who takes part.
pub(super) struct Company {
    officer: Who,
    supervisor: Who,
    storekeeper: Who,
    front_desk: Who,
    names: BTreeMap<&'static str, StaffId>,
}

impl Company {
    /// The people of the story, and the officer on duty.
    pub(super) fn of(story: &Story<'_>, officer: Who) -> Self {
        let cast = &story.cast;
        let who = [
            ("officer", officer),
            ("supervisor", cast.supervisor),
            ("storekeeper", cast.storekeeper),
            ("in charge", cast.person_in_charge),
            ("general manager", cast.general_manager),
            ("deputy", cast.deputy_general_manager),
            ("engineering manager", cast.engineering_manager),
            ("project manager", cast.project_manager),
        ];
        Self {
            officer,
            supervisor: cast.supervisor,
            storekeeper: cast.storekeeper,
            front_desk: cast.front_desk[0],
            names: who.into_iter().map(|(name, who)| (name, story.person(who).id.clone())).collect(),
        }
    }

    fn id(&self, name: &'static str) -> Value {
        json!(self.names.get(name))
    }
}

/// When the handling is over; never while it is still running.
pub(super) fn over(ordeal: Ordeal, received: Instant) -> Option<Instant> {
    match ordeal {
        Ordeal::Handled | Ordeal::Unreported | Ordeal::Deserted | Ordeal::Unfinished => Some(received.plus_hours(5)),
        Ordeal::Flooded => Some(received.plus_hours(30)),
        Ordeal::Dragging => Some(received.plus_hours(70)),
        Ordeal::Running => None,
    }
}

fn final_report(ordeal: Ordeal, received: Instant) -> Option<Instant> {
    let over = over(ordeal, received)?;
    match ordeal {
        Ordeal::Unfinished | Ordeal::Running => None,
        Ordeal::Dragging => Some(over.plus_hours(7 * 24 + 2)),
        _ => Some(over.plus_hours(20)),
    }
}

/// When it is closed.
pub(super) fn closed(ordeal: Ordeal, received: Instant) -> Option<Instant> {
    final_report(ordeal, received).map(|at| at.plus_hours(2))
}

/// The clocks that the story knows were missed, owned up to at closing.
pub(super) fn breaches(ordeal: Ordeal, course: &[Event]) -> Vec<Breach> {
    let missed = |clause, entry| Breach { clause, entry, reason: "值守人手不足，路况不佳".to_owned() };
    let head = |label: &str| {
        let told = course.iter().find(|event| event.label == label).map(|event| event.id.clone());
        missed(Clocked::Head, told.map_or(OrNone::Nothing, OrNone::Of))
    };
    match ordeal {
        Ordeal::Flooded => vec![missed(Clocked::Company, OrNone::Nothing), head("head")],
        Ordeal::Unreported => vec![missed(Clocked::GeneralManager, OrNone::Nothing)],
        Ordeal::Dragging => {
            vec![missed(Clocked::Progress, OrNone::Nothing), missed(Clocked::FinalReport, OrNone::Nothing)]
        }
        Ordeal::Deserted => vec![head("second head"), missed(Clocked::GeneralManager, OrNone::Nothing)],
        Ordeal::Handled | Ordeal::Unfinished | Ordeal::Running => Vec::new(),
    }
}

/// An event before its entry has a number: label, kind, author, minutes after the report came in, content.
type Plan = (&'static str, &'static str, Who, i64, Value);

/// The course as far as it is written down before a moment, in the order of writing, each author's entries numbered.
pub(super) fn of(
    story: &Story<'_>,
    id: &IncidentId,
    ordeal: Ordeal,
    received: Instant,
    company: &Company,
) -> Result<Vec<Event>, Fault> {
    let mut numbers: BTreeMap<Who, u16> = BTreeMap::new();
    let mut course: Vec<Event> = Vec::new();
    let mut plans = plans(ordeal, received, company);
    let written = |plan: &Plan| {
        // In one of them things are written down hours later.
        let slow = ordeal == Ordeal::Unreported && plan.1 == "measure";
        received.plus_minutes(plan.3 + if slow { 130 } else { 1 })
    };
    plans.sort_by_key(written);
    for plan in plans.into_iter().filter(|plan| written(plan) < story.end) {
        let n = numbers.entry(plan.2).or_default();
        *n += 1;
        let written = written(&plan);
        let (label, what, by, minutes, mut content) = plan;
        for member in ["report", "instruction"] {
            let label = content.get(member).and_then(Value::as_str).map(str::to_owned);
            if let Some(named) = label.and_then(|label| course.iter().find(|event| event.label == label)) {
                content[member] = json!(named.id);
            }
        }
        let late = matches!(
            (ordeal, label),
            (Ordeal::Flooded, "informed" | "arrived")
                | (Ordeal::Unreported, "general manager")
                | (Ordeal::Dragging, "final")
        );
        let entry = id.entry(&story.person(by).id, *n)?;
        let at = received.plus_minutes(minutes);
        course.push(Event { label, id: entry, by, at, written, what, content, late });
    }
    Ok(course)
}

fn plans(ordeal: Ordeal, received: Instant, company: &Company) -> Vec<Plan> {
    let Company { officer, supervisor, storekeeper, front_desk, .. } = *company;
    let by_phone = |mut content: Value| {
        content["channel"] = json!("phone");
        content
    };
    let to_the_head = |name| json!({ "person": company.id(name) });
    let department = |name, department: &str| by_phone(json!({ "person": company.id(name), "department": department }));
    let call = |role: &str, person: Value, result: &str, reason: &str| json!({ "role": role, "person": person, "result": result, "reason": reason });
    let arrives = if ordeal == Ordeal::Flooded { 32 } else { 23 };
    let informed = if ordeal == Ordeal::Flooded { 11 } else { 2 };
    let mut all: Vec<Plan> = vec![
        ("informed", "company_informed", officer, informed, by_phone(json!({ "to": company.id("in charge") }))),
        ("head", "head_notified", officer, 3, department("supervisor", "维修部")),
        ("brigade", "arrival", front_desk, 15, json!({ "who": "消防一车六人", "place": "现场" })),
        ("measure", "measure", officer, 50, json!({ "text": "切断二层电源，启用备用照明" })),
    ];
    if ordeal == Ordeal::Running {
        return all;
    }
    all.extend([
        ("second head", "head_notified", officer, 4, department("storekeeper", "库房")),
        ("arrived", "head_arrived", officer, arrives, to_the_head("supervisor")),
        ("calls gm", "call", supervisor, 34, call("general_manager", company.id("general manager"), "reached", NONE)),
        ("order", "instruction", supervisor, 35, {
            json!({ "leader": company.id("general manager"), "text": "先疏散人员，再断电抢修", "read_back": true })
        }),
        ("misses deputy", "call", supervisor, 36, {
            call("deputy_general_manager", company.id("deputy"), "not_reached", NONE)
        }),
        ("no engineer", "call", supervisor, 37, call("chief_engineer", json!(NONE), "vacant", "总工程师空缺")),
        ("calls manager", "call", supervisor, 38, {
            call("engineering_manager", company.id("engineering manager"), "reached", NONE)
        }),
        ("calls project", "call", supervisor, 39, {
            call("project_manager", company.id("project manager"), "not_reached", "飞行途中，已留言")
        }),
        ("conveys", "conveyed", supervisor, 41, {
            json!({
                "instruction": "order", "department": "库房", "to": company.id("storekeeper"),
                "acknowledged_at": received.plus_minutes(41),
            })
        }),
        ("calls deputy", "call", supervisor, 46, call("deputy_general_manager", company.id("deputy"), "reached", NONE)),
        (
            "authority",
            "external_report",
            front_desk,
            60,
            by_phone(json!({ "authority": "区应急管理局", "receipt": NONE })),
        ),
        ("initial", "report", officer, 85, report(company, 1, "initial", received.plus_minutes(80))),
        ("approved", "approval", officer, 95, {
            json!({ "report": "initial", "approver": company.id("in charge"), "opinion": "同意报送" })
        }),
    ]);
    if ordeal != Ordeal::Deserted {
        all.push(("second arrived", "head_arrived", storekeeper, 16, to_the_head("storekeeper")));
        let minutes = if ordeal == Ordeal::Unreported { 265 } else { 240 };
        all.push(("general manager", "gm_report", officer, minutes, by_phone(json!({ "report": "initial" }))));
    }
    let mut reports = 1;
    if ordeal == Ordeal::Dragging {
        reports = 2;
        let written = received.plus_hours(50).plus_minutes(-5);
        all.push(("progress", "report", officer, 50 * 60, report(company, reports, "progress", written)));
    }
    if let Some(at) = final_report(ordeal, received) {
        let minutes = at.seconds_since(received) / 60;
        all.push(("final", "report", officer, minutes, report(company, reports + 1, "final", at.plus_minutes(-30))));
    }
    all
}

fn report(company: &Company, seq: u16, kind: &str, written_at: Instant) -> Value {
    json!({
        "seq": seq, "kind": kind, "author": company.id("officer"), "written_at": written_at,
        "to": [company.id("in charge"), company.id("supervisor")], "text": "配电室起火，已断电疏散，一人轻伤。", "file": NONE,
    })
}
