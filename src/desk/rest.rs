//! Compensatory rest at the desk: what a ticket and the calendar tell about a credit, which credits a rest draws on, and
//! the entry of a rest in those credits in the same commit.

use serde_json::{Value, json};

use super::{Desk, number};
use crate::ledger::Name;
use crate::record::Kind;
use crate::record::id::{RestId, StaffId, TicketId};
use crate::record::instant::{Date, Instant, date};
use crate::record::path::{Key, ROOT};
use crate::record::rest_credit::{CreditState, RestCredit};
use crate::record::rest_use::RestUse;
use crate::record::staff::Staff;
use crate::record::ticket::Ticket;
use crate::regulation::duty::{Span, gaps};
use crate::regulation::rest::{self, Offer, Time};
use crate::regulation::world::World;

/// The members of a credit that its ticket, its times and the calendar tell.
pub(super) fn credit(desk: &Desk<'_>, members: &Value) -> Value {
    let person = person(desk, members);
    let mut told = json!({ "person": person, "used_by": [], "work": department(desk, &person) });
    let given = |name: &str| members.pointer(&format!("/work/{name}")).and_then(Value::as_str).and_then(Instant::parse);
    let open = open_piece(desk, members, &person);
    let (Some(from), Some(to)) =
        (given("from").or(open.map(|span| span.from)), given("to").or(open.map(|span| span.to)))
    else {
        return told;
    };
    let span = Span { from, to };
    let mut work = json!({ "from": from, "to": to, "minutes": rest::minutes(span) });
    let world = World::new(desk.records, desk.at());
    if let [(_, Time::Off(kind))] = rest::pieces(&world.calendar, &world.policies, span)[..] {
        let pay_due = rest::pay_due(kind, &world.policies, from.day());
        super::merge::fill(&mut work, &json!({ "day_kind": kind, "pay_due": pay_due }));
    }
    super::merge::fill(&mut told, &json!({ "work": work }));
    told
}

/// The first piece of rest time on a ticket that its worker has not been credited yet.
fn open_piece(desk: &Desk<'_>, members: &Value, person: &StaffId) -> Option<Span> {
    let ticket = members.pointer("/work/ticket").and_then(Value::as_str)?;
    let ticket: Ticket = desk.form(&TicketId::parse(ticket).ok()?.key(Kind::Ticket))?;
    let interval = rest::work_interval(&ticket)?;
    let world = World::new(desk.records, desk.at());
    let off = rest::pieces(&world.calendar, &world.policies, interval).into_iter();
    let off = off.filter(|(_, time)| matches!(time, Time::Off(_))).map(|(span, _)| span);
    off.flat_map(|span| gaps(credited_on(desk, person, span.from.day()), span)).find(|span| rest::minutes(*span) > 0)
}

/// What a person has been credited on a day already.
fn credited_on(desk: &Desk<'_>, person: &StaffId, day: Date) -> Vec<Span> {
    let taken = |nth: u32| {
        let id = RestId::parse(&format!("{person}.{}-{nth:02}", day.format("%Y%m%d"))).ok()?;
        desk.form::<RestCredit>(&id.key(Kind::RestCredit))
    };
    (1..=99)
        .map_while(taken)
        .filter(|credit| credit.state != CreditState::Rejected)
        .map(|credit| Span { from: credit.work.from, to: credit.work.to })
        .collect()
}

/// The members of a rest that can be told: what it draws on, oldest credit first.
pub(super) fn taking(desk: &Desk<'_>, members: &Value) -> Value {
    let person = person(desk, members);
    let mut rest = department(desk, &person);
    super::merge::fill(&mut rest, &json!({ "wage_deduction": false }));
    let minutes = members.pointer("/rest/minutes").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    if let Some(minutes) = minutes {
        let draws = rest::propose(&offers(desk, &person, day_of_rest(members)), minutes);
        if !draws.is_empty() {
            super::merge::fill(&mut rest, &json!({ "credits": draws }));
        }
    }
    json!({ "person": person, "rest": rest })
}

/// The confirmed credits of a person with something left, earned by a day, oldest first.
fn offers(desk: &Desk<'_>, person: &StaffId, by: Option<Date>) -> Vec<Offer> {
    let credits = filed(desk, Kind::RestCredit, person).into_iter();
    let credits = credits
        .filter_map(|key| desk.form::<RestCredit>(&key))
        .filter(|credit| credit.state == CreditState::Confirmed && by.is_none_or(|day| credit.work.from.day() <= day));
    credits
        .map(|credit| {
            let uses = credit.used_by.iter().filter_map(|id| desk.form::<RestUse>(&id.key(Kind::RestUse)));
            let drawn: u32 = uses.map(|one| one.draws(&credit.id)).sum();
            Offer { left: credit.work.minutes.saturating_sub(drawn), credit: credit.id }
        })
        .filter(|offer| offer.left > 0)
        .collect()
}

/// The keys of a person's records of a kind, by year and day.
fn filed(desk: &Desk<'_>, kind: Kind, person: &StaffId) -> Vec<Key> {
    let root = format!("{ROOT}/{}/{person}", kind.word());
    let names = |folder: &str| desk.records.snapshot().list(folder).unwrap_or_default();
    let mut keys: Vec<_> = names(&root)
        .into_iter()
        .filter(|name| name.is_folder)
        .flat_map(|year| names(&format!("{root}/{}", year.name)))
        .filter_map(|Name { name, .. }| name.strip_suffix(".json").and_then(|id| Key::new(kind, id)))
        .chain(desk.changed.keys().filter(|key| key.kind == kind && belongs(key, person)).cloned())
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

fn belongs(key: &Key, person: &StaffId) -> bool {
    RestId::parse(&key.id).is_ok_and(|id| id.person() == *person)
}

/// The next key of a credit or a rest: its person, its day and a running number.
pub(super) fn next(desk: &Desk<'_>, kind: Kind, members: &Value) -> Result<String, super::DeskError> {
    let day = if kind == Kind::RestUse {
        day_of_rest(members).ok_or(super::DeskError::KeyNeeds { kind, member: "rest.date" })?
    } else {
        let told = credit(desk, members);
        let from = members.pointer("/work/from").or(told.pointer("/work/from"));
        let from = from.and_then(Value::as_str).and_then(Instant::parse);
        from.ok_or(super::DeskError::KeyNeeds { kind, member: "work.from" })?.day()
    };
    number::numbered(desk, kind, &format!("{}.{}", person(desk, members), day.format("%Y%m%d")), 99)
}

fn day_of_rest(members: &Value) -> Option<Date> {
    members.pointer("/rest/date").and_then(Value::as_str).and_then(date::parse)
}

fn person(desk: &Desk<'_>, members: &Value) -> StaffId {
    let named = members.get("person").and_then(Value::as_str).and_then(|id| StaffId::parse(id).ok());
    named.unwrap_or_else(|| desk.by().clone())
}

/// The department of a person as a member, if the person is there.
fn department(desk: &Desk<'_>, person: &StaffId) -> Value {
    let staff = desk.form::<Staff>(&person.key(Kind::Staff));
    staff.map_or_else(|| json!({}), |staff| json!({ "department": staff.department }))
}

impl Desk<'_> {
    /// Enters a rest in the credits it draws on; one that is not there is left to the gate to find.
    pub(super) fn enter_in_credits(&mut self, key: &Key, value: &Value) {
        let draws = value.pointer("/rest/credits").and_then(Value::as_array);
        let named: Vec<_> = draws
            .into_iter()
            .flatten()
            .filter_map(|draw| RestId::parse(draw.get("credit")?.as_str()?).ok())
            .map(|id| id.key(Kind::RestCredit))
            .collect();
        for credit in named {
            if let Some(mut record) = self.value(&credit)
                && let Some(Value::Array(uses)) = record.get_mut("used_by")
                && !uses.iter().any(|one| one == key.id.as_str())
            {
                uses.push(json!(key.id));
                self.put(credit, record);
            }
        }
    }
}
