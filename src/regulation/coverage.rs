//! Which clause is answered by what: constraints, obligations, members that a form must hold, "purpose only", or
//! the later work that brings it.
//!
//! Constraints and obligations name their clauses themselves; the two tables here hold what no rule needs to say,
//! because the form's schema already demands it, and what has not been built. Tests keep both honest.

use std::fmt::Write as _;

use super::catalogue;
use super::clause::{self, Clause};
use super::obligation::{self, ObligationRule};
use super::policy::{self, Policy};
use super::rule::{Class, Rule};
use crate::record::Kind;
use crate::record::Kind::{
    Delay, DutyLog, DutyRoster, FaultReport, Incident, IncidentEntry, Install, Maintenance, OnsiteCallback,
    PhoneCallback, Plan, RestCredit, RestUse, Site, SpareLoan, Ticket, Training, Upgrade,
};
use crate::text::{Lang, Message, Text};
use crate::texts;

/// What answers a clause.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// A constraint judges every change by it.
    Constraint(&'static Rule),
    /// An obligation waits for its fulfilment.
    Obligation(&'static ObligationRule),
    /// The form's schema demands these members (paths in the form, `*` for each entry of a list).
    Members(Kind, &'static [&'static str]),
    /// A policy value fixes what it leaves open.
    Policy(&'static Policy),
    /// It states a purpose and demands nothing.
    PurposeOnly,
    /// Not answered yet: which later work brings it.
    Later(&'static Text),
}

/// Members that the schemas demand, by clause.
static MEMBERS: &[(&str, Kind, &[&str])] = &[
    ("M-2", Plan, &["preparation/systems", "preparation/items", "confirmation/at", "confirmation/signatures"]),
    ("M-2", Maintenance, &["plan", "period", "work/started_at", "work/ended_at"]),
    ("M-2.A", Maintenance, &["work/a_equipment/equipment/*/status", "work/a_equipment/equipment/*/action"]),
    ("M-2.B", Maintenance, &["work/b_cabinets/cleaned/*/asset", "work/b_cabinets/cleaned/*/done_at"]),
    ("M-2.C", Maintenance, &["work/c_wiring/checked", "work/c_wiring/loose_found", "work/c_wiring/tightened"]),
    (
        "M-2.D",
        Maintenance,
        &[
            "work/d_performance/measurements/*/before",
            "work/d_performance/measurements/*/after",
            "work/d_performance/measurements/*/adjusted",
        ],
    ),
    ("M-2.E", Maintenance, &["work/e_cleaning/cleaned/*/asset", "work/e_cleaning/cleaned/*/side"]),
    (
        "M-2.F",
        Maintenance,
        &[
            "work/f_software/decisions/*/version_seen",
            "work/f_software/decisions/*/decision",
            "work/f_software/decisions/*/upgrade",
        ],
    ),
    ("M-2.G", Maintenance, &["work/g_lines/segments", "work/g_lines/faults/*/left_open"]),
    ("M-5", Plan, &["preparation/signatures", "confirmation/signatures"]),
    ("M-5", Maintenance, &["work/signatures", "confirmation/signatures"]),
    (
        "M-6",
        Maintenance,
        &[
            "pre_contact",
            "confirmation/work_start",
            "confirmation/work_end",
            "confirmation/content",
            "confirmation/quality",
        ],
    ),
    ("M-3", FaultReport, &["received_at", "channel", "reporter", "site", "assets", "symptom", "severity", "tickets"]),
    (
        "M-2.F",
        Upgrade,
        &[
            "execution/version_before",
            "execution/version_after",
            "execution/package",
            "execution/backup",
            "execution/tests",
        ],
    ),
    ("M-3", Ticket, &["report/fault_report", "report/repeat_of", "dispatch/at", "trip/arrived_at", "work/restored_at"]),
    (
        "M-3",
        SpareLoan,
        &["lending/reason", "lending/items", "lending/due_on", "lending/condition", "giving_back/condition"],
    ),
    (
        "M-4",
        Training,
        &[
            "request/at",
            "request/topic",
            "session/trainer",
            "session/materials/*/sha256",
            "session/materials/*/copies",
            "attendees",
        ],
    ),
    ("M-5", Ticket, &["work/signatures", "confirmation/signatures"]),
    ("M-5", Install, &["service/signatures", "confirmation/signatures"]),
    ("M-5", Upgrade, &["execution/signatures", "confirmation/signatures"]),
    ("M-5", Training, &["session/signatures", "confirmation/signatures"]),
    ("M-5", OnsiteCallback, &["visit/signatures", "confirmation/signatures"]),
    ("M-5", Kind::Client, &["e_signature_agreement"]),
    (
        "M-6",
        Ticket,
        &[
            "pre_contact",
            "confirmation/work_start",
            "confirmation/work_end",
            "confirmation/content",
            "confirmation/quality",
        ],
    ),
    ("M-6", OnsiteCallback, &["pre_contact"]),
    ("M-6", Install, &["pre_contact"]),
    ("M-6", Training, &["pre_contact", "confirmation/work_start", "confirmation/content", "confirmation/quality"]),
    ("M-6", Upgrade, &["pre_contact", "confirmation/work_start", "confirmation/content", "confirmation/quality"]),
    ("T-1", Ticket, &["transfer/to", "transfer/reason", "transfer/signatures", "transferred_from"]),
    ("T-2", Ticket, &["front_desk/signatures", "office/signatures", "front_desk/plies", "office/plies"]),
    ("T-3", Delay, &["application/reason", "application/new_due", "finance/by", "finance/at", "finance/amount_cents"]),
    ("T-4", Ticket, &["report", "pre_contact", "dispatch", "trip", "work", "confirmation"]),
    ("T-6", Ticket, &["void/plies_marked", "void/reason"]),
    ("V-1", Site, &["area"]),
    ("V-2", Ticket, &["trip/vehicle"]),
    ("V-2", OnsiteCallback, &["trip/vehicle"]),
    ("V-3", Ticket, &["trip/consent"]),
    ("V-3", OnsiteCallback, &["trip/consent"]),
    (
        "D-1",
        DutyRoster,
        &[
            "plan/groups/*/leader",
            "plan/groups/*/members",
            "plan/shifts/*/starts_at",
            "plan/shifts/*/ends_at",
            "plan/shifts/*/group",
            "plan/shifts/*/phone",
        ],
    ),
    ("D-1", DutyLog, &["entry/at", "entry/recorded_at", "handover/from", "handover/to", "handover/open_items"]),
    (
        "R-1",
        RestCredit,
        &[
            "work/ticket",
            "work/from",
            "work/to",
            "work/minutes",
            "work/day_kind",
            "work/cannot_postpone_reason",
            "work/confirmed_by",
        ],
    ),
    (
        "R-1",
        RestUse,
        &[
            "rest/kind",
            "rest/date",
            "rest/minutes",
            "rest/credits",
            "rest/workload_ok",
            "rest/wage_deduction",
            "rest/approved_by",
        ],
    ),
    ("C-7.1.1", OnsiteCallback, &["visit/usage_status", "visit/equipment_status", "visit/questions", "visit/guidance"]),
    ("C-7.1.2", OnsiteCallback, &["visit/ageing", "visit/hazards"]),
    ("C-7.1.3", OnsiteCallback, &["visit/feedback"]),
    (
        "C-7.2.1",
        OnsiteCallback,
        &["visit/manual_followed", "visit/consumables/*/level", "visit/consumables/*/user_trained"],
    ),
    (
        "C-7.2.2",
        OnsiteCallback,
        &["visit/parts_checked", "visit/replacements/*/test", "visit/system_test", "visit/install_form"],
    ),
    ("C-7.3.1", OnsiteCallback, &["confirmation/user_opinion", "confirmation/user_suggestion"]),
    ("C-7.3.2", OnsiteCallback, &["issues/*/transfers", "issues/*/resolution", "issues/*/acceptance"]),
    ("C-P.1.1", PhoneCallback, &["call/system_normal", "call/unclear", "call/help"]),
    ("C-P.1.2", PhoneCallback, &["call/normal_after_repair", "call/satisfaction", "call/opinion", "call/requests"]),
    ("C-P.1.3", PhoneCallback, &["call/needs_visit", "key_registration/visit"]),
    ("C-P.2.1", PhoneCallback, &["call/installer_satisfaction", "call/opinion"]),
    ("C-P.2.2", PhoneCallback, &["call/familiar", "call/reminders"]),
    ("C-P.2.3", PhoneCallback, &["call/reminders"]),
    ("C-P.2.3", Site, &["important"]),
    ("C-P.2.4", PhoneCallback, &["call/equipment_status", "call/training_given"]),
    ("C-P.3", PhoneCallback, &["key_registration", "outcome"]),
    ("C-S.1.1", OnsiteCallback, &["visit/usage_status", "visit/equipment_status", "visit/questions", "visit/guidance"]),
    ("C-S.1.2", OnsiteCallback, &["visit/ageing", "visit/hazards"]),
    ("C-S.1.3", OnsiteCallback, &["visit/feedback"]),
    (
        "C-S.2.1",
        OnsiteCallback,
        &["visit/manual_followed", "visit/consumables/*/level", "visit/consumables/*/user_trained"],
    ),
    (
        "C-S.2.2",
        OnsiteCallback,
        &["visit/parts_checked", "visit/replacements/*/test", "visit/system_test", "visit/install_form"],
    ),
    ("C-S.3.1", OnsiteCallback, &["confirmation/user_opinion", "confirmation/user_suggestion"]),
    ("C-S.3.2", OnsiteCallback, &["issues/*/transfers", "issues/*/resolution", "issues/*/acceptance"]),
    (
        "E-1.1",
        Incident,
        &[
            "intake/received_at",
            "intake/received_by",
            "intake/channel",
            "intake/nature",
            "intake/place",
            "intake/occurred_at",
            "intake/casualties",
            "intake/property_loss",
            "intake/handling_progress",
            "intake/reporter",
        ],
    ),
    ("E-1.2", IncidentEntry, &["company_informed/to", "company_informed/channel"]),
    ("E-2.1", IncidentEntry, &["head_notified/person", "head_notified/department", "head_arrived/person"]),
    ("E-2.2", IncidentEntry, &["call/role", "call/person", "call/result", "call/reason"]),
    ("E-2.3", IncidentEntry, &["conveyed/instruction", "conveyed/department", "conveyed/acknowledged_at"]),
    (
        "E-3.1",
        IncidentEntry,
        &[
            "report/seq",
            "report/kind",
            "report/written_at",
            "report/to",
            "report/text",
            "approval/approver",
            "gm_report/report",
        ],
    ),
    ("E-3.2", IncidentEntry, &["instruction/leader", "instruction/text", "instruction/read_back", "conveyed/to"]),
    ("E-3.3", Incident, &["ended/at", "closing/evaluation", "closing/final_report"]),
    ("E-4", IncidentEntry, &["what", "at", "recorded_at", "by"]),
];

/// Clauses that state a purpose and demand nothing.
static PURPOSE_ONLY: &[&str] = &["E-0", "G-1"];

/// Clauses not answered yet, and the work that brings them.
static LATER: &[(&str, &Text)] = &[];

texts! {
    TITLE: "条款与规则对照", "What answers each clause";
    GENERATED: "由程序自规则生成，勿手改。〔…〕为复原的文字。", "Generated from the rules; do not edit. 〔…〕 marks restored text.";
    COUNTS: "共 {all} 条：规则、义务或必填项 {answered} 条，仅述宗旨 {purpose} 条，有待后续工作 {later} 条。",
        "{all} clauses: {answered} answered by constraints, obligations or required members, {purpose} purpose only, {later} for later work.";
    HEAD: "| 条款 | 原文 | 落实 |", "| Clause | Text | Answered by |";
    READINGS: "总则与读法", "General clause and readings";
    READING: "读法：{what}", "Reading: {what}";
    PURPOSE: "仅述宗旨", "purpose only";
    LATER_WORK: "有待：{what}", "later work: {what}";
    #[doc = "Said of a reading that no rule needs to answer."]
    pub NO_RULE: "计算方法，无须规则", "how things are computed; no rule of its own";
    MEMBERS_OF: "必填项（{kind}）：{members}", "required members ({kind}): {members}";
    CONSTRAINT: "规则 {id}（{class}）", "constraint {id} ({class})";
    OBLIGATION: "义务 {id}", "obligation {id}";
    POLICY: "制度参数 {name}", "policy value {name}";
    TEXT_CLASS: "违反原文", "breach of the text";
    POLICY_CLASS: "违反制度参数", "breach of a policy value";
    MISSING_CLASS: "资料缺失", "missing data";
}

/// The name of a class of failure.
pub const fn class_name(class: Class) -> &'static Text {
    match class {
        Class::Text => &TEXT_CLASS,
        Class::Policy => &POLICY_CLASS,
        Class::Missing => &MISSING_CLASS,
    }
}

/// Everything that answers a clause: constraints, then obligations, then required members, then policy values; else why there is nothing.
pub fn answers(clause: &str) -> Vec<Answer> {
    let constraints = catalogue::rules().filter(|rule| rule.clauses.contains(&clause)).map(Answer::Constraint);
    let obligations =
        obligation::ALL.iter().copied().filter(|rule| rule.clauses.contains(&clause)).map(Answer::Obligation);
    let members = MEMBERS.iter().filter(|row| row.0 == clause).map(|row| Answer::Members(row.1, row.2));
    let purpose = PURPOSE_ONLY.iter().filter(|id| **id == clause).map(|_| Answer::PurposeOnly);
    let later = LATER.iter().filter(|row| row.0 == clause).map(|row| Answer::Later(row.1));
    let policies = policy::ALL.iter().filter(|policy| policy.clause == clause).copied().map(Answer::Policy);
    constraints.chain(obligations).chain(members).chain(policies).chain(purpose).chain(later).collect()
}

/// The clauses that demand what stands at a JSON pointer of a form, what it lies in, or what lies in it; else G, which
/// holds for every record. On a ticket T-4 demands every item.
pub fn demanding(kind: Kind, pointer: &str) -> Vec<&'static str> {
    let place: Vec<&str> = pointer.split('/').skip(1).collect();
    let same = |wanted: &str, found: &&str| wanted == *found || wanted == "*";
    let touches =
        |path: &&str| !place.is_empty() && path.split('/').zip(&place).all(|(wanted, found)| same(wanted, found));
    let rows = MEMBERS.iter().filter(|row| row.1 == kind && row.2.iter().any(touches));
    let mut clauses: Vec<&'static str> = rows.map(|row| row.0).collect();
    clauses.dedup();
    if kind == Kind::Ticket && !clauses.contains(&"T-4") {
        clauses.push("T-4");
    }
    if clauses.is_empty() {
        clauses.push("G");
    }
    clauses
}

impl Answer {
    /// Its title, if it has one.
    pub const fn title(self) -> Option<&'static Text> {
        match self {
            Self::Constraint(rule) => Some(&rule.title),
            Self::Obligation(rule) => Some(&rule.title),
            Self::Policy(policy) => Some(&policy.title),
            Self::Members(..) | Self::PurposeOnly | Self::Later(_) => None,
        }
    }

    /// The answer in words.
    pub fn message(self) -> Message {
        match self {
            Self::Constraint(rule) => {
                let id = format!("`{}`", rule.id);
                Message::new(&CONSTRAINT).with("id", id).with_message("class", class_name(rule.class))
            }
            Self::Obligation(rule) => Message::new(&OBLIGATION).with("id", format!("`{}`", rule.id)),
            Self::Members(kind, members) => {
                let members: Vec<_> = members.iter().map(|member| format!("`{member}`")).collect();
                Message::new(&MEMBERS_OF).with_message("kind", kind.name()).with("members", members.join(" "))
            }
            Self::Policy(policy) => Message::new(&POLICY).with("name", format!("`{}`", policy.name)),
            Self::PurposeOnly => Message::new(&PURPOSE),
            Self::Later(what) => Message::new(&LATER_WORK).with_message("what", what),
        }
    }
}

/// The table as a Markdown document.
pub fn markdown(lang: Lang) -> String {
    let (mut answered, mut purpose, mut later) = (0, 0, 0);
    for clause in clause::all() {
        match answers(clause.id).first() {
            Some(Answer::PurposeOnly) => purpose += 1,
            Some(Answer::Later(_)) => later += 1,
            Some(_) => answered += 1,
            None => {}
        }
    }
    let counts = Message::new(&COUNTS)
        .with("all", clause::all().len())
        .with("answered", answered)
        .with("purpose", purpose)
        .with("later", later);
    let mut out = format!("# {}\n\n{}\n\n{}\n", TITLE.get(lang), GENERATED.get(lang), counts.speak(lang));
    let mut part = "";
    for clause in clause::all() {
        if clause.part.get(lang) != part {
            part = clause.part.get(lang);
            let _ = write!(out, "\n## {part}\n\n{}\n|---|---|---|\n", HEAD.get(lang));
        }
        row(&mut out, clause, lang);
    }
    let _ = write!(out, "\n## {}\n\n{}\n|---|---|---|\n", READINGS.get(lang), HEAD.get(lang));
    for clause in clause::readings() {
        row(&mut out, clause, lang);
    }
    out
}

fn row(out: &mut String, clause: &Clause, lang: Lang) {
    let cell = |text: &str| escaped(text).replace('|', "\\|");
    let mut text = cell(clause.text.get(lang));
    if let Some(reading) = &clause.reading {
        let reading = Message::new(&READING).with("what", reading.get(lang)).speak(lang);
        let _ = write!(text, "<br>*{}*", cell(&reading));
    }
    let mut answers: Vec<_> =
        answers(clause.id).into_iter().map(|answer| cell(&answer.message().speak(lang))).collect();
    if answers.is_empty() {
        answers.push(NO_RULE.get(lang).to_owned());
    }
    let _ = writeln!(out, "| {} | {text} | {} |", clause.id, answers.join("<br>"));
}

/// Text for a Markdown document: what would be markup outside of code is made plain.
pub(super) fn escaped(text: &str) -> String {
    let parts: Vec<_> = text
        .split('`')
        .enumerate()
        .map(|(place, part)| {
            let code = place % 2 == 1;
            if code { part.to_owned() } else { part.replace('*', "\\*").replace('<', "&lt;") }
        })
        .collect();
    parts.join("`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    fn schema(file: &str) -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(file);
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap()
    }

    #[test]
    fn a_fault_of_a_form_is_one_of_the_clause_that_demands_the_member() {
        for (kind, pointer, clauses) in [
            (Kind::Incident, "/intake/nature", &["E-1.1"][..]),
            (Kind::Incident, "/intake/casualties/dead", &["E-1.1"]),
            (Kind::Maintenance, "/work/c_wiring/loose_found", &["M-2.C"]),
            (Kind::Maintenance, "/work/b_cabinets/cleaned/0/done_at", &["M-2.B"]),
            (Kind::Ticket, "/confirmation/quality", &["M-6", "T-4"]),
            (Kind::Ticket, "/id", &["T-4"]),
            (Kind::Client, "/name", &["G"]),
            (Kind::Incident, "", &["G"]),
        ] {
            assert_eq!(demanding(kind, pointer), clauses, "{kind} {pointer}");
        }
        assert!(demanding(Kind::Maintenance, "/work").contains(&"M-2.G"), "what lies in it is missing too");
    }

    /// Whether the schema node leads to something at `members` (outermost first).
    fn has(document: &Value, node: &Value, members: &[&str]) -> bool {
        if let Some(target) = node["$ref"].as_str() {
            let (file, pointer) = target.split_once('#').unwrap();
            let other = if file.is_empty() { document.clone() } else { schema(file) };
            if has(&other, other.pointer(pointer).unwrap(), members) {
                return true;
            }
        }
        let Some((first, rest)) = members.split_first() else {
            return true;
        };
        let next = if *first == "*" { node.get("items") } else { node["properties"].get(first) };
        if next.is_some_and(|next| !next.is_boolean() && has(document, next, rest)) {
            return true;
        }
        let branches = ["then", "else"].iter().filter_map(|word| node.get(word));
        let lists = ["allOf", "anyOf", "oneOf"].iter().filter_map(|word| node[word].as_array()).flatten();
        branches.chain(lists).any(|branch| has(document, branch, members))
    }

    #[test]
    fn every_clause_is_answered() {
        let silent: Vec<_> =
            clause::all().iter().filter(|clause| answers(clause.id).is_empty()).map(|clause| clause.id).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }

    #[test]
    fn every_member_named_here_stands_in_its_schema() {
        let mut wrong = Vec::new();
        for (clause, kind, members) in MEMBERS {
            let document = schema(&format!("{kind}.1.json"));
            for member in *members {
                if !has(&document, &document, &member.split('/').collect::<Vec<_>>()) {
                    wrong.push(format!("{clause}: {kind} has no {member}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_clause_named_here_exists() {
        let named =
            MEMBERS.iter().map(|row| row.0).chain(LATER.iter().map(|row| row.0)).chain(PURPOSE_ONLY.iter().copied());
        for id in named {
            assert!(clause::get(id).is_some(), "{id}");
        }
    }

    #[test]
    fn what_is_answered_is_neither_later_work_nor_purpose_only() {
        let unanswered: BTreeSet<_> = LATER.iter().map(|row| row.0).chain(PURPOSE_ONLY.iter().copied()).collect();
        for id in unanswered {
            assert_eq!(answers(id).len(), 1, "{id} is answered already");
        }
    }

    #[test]
    fn markup_outside_of_code_is_made_plain() {
        assert_eq!(escaped("C-*.2 <b> `a*<b>` <c>"), "C-\\*.2 &lt;b> `a*<b>` &lt;c>");
    }

    #[test]
    fn a_cell_keeps_its_bar() {
        let mut out = String::new();
        let text = Text { zh: "甲|乙", en: "a|b" };
        row(&mut out, &Clause { id: "X", part: text, text, reading: Some(text) }, Lang::En);
        assert_eq!(out.matches("a\\|b").count(), 2);
    }
}
