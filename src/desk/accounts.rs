//! Any sequence of acts with books leaves every number of every issued book in exactly one state: completed, void,
//! transferred, returned, unused or open. Told three ways: by a model beside, by the settlements, and by the gate's rules of numbers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::book::{Issuing, Returning};
use super::tests::{at, company, report, staff};
use super::ticket::{Transferring, Voiding};
use super::{Desk, merge};
use crate::ledger::{Memory, Records};
use crate::record::Kind;
use crate::record::book::{Book, BookKind, BookState, SettlementReason};
use crate::record::id::{BookId, TicketId};
use crate::record::instant::date;
use crate::record::ticket::{Informed, TicketState};
use crate::regulation::constraint;
use crate::regulation::finding::Faults;
use crate::regulation::world::{Case, World};

/// Something that is done with books; whether it may be done is for the desk to say.
#[derive(Debug, Clone, Copy)]
enum Act {
    Issue { spare: bool, count: u32 },
    Open,
    Complete(prop::sample::Index),
    VoidOpen(prop::sample::Index),
    VoidNext,
    Transfer(prop::sample::Index),
    Return { which: prop::sample::Index, leave: bool },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let which = any::<prop::sample::Index>;
    let act = prop_oneof![
        2 => (any::<bool>(), 1..6_u32).prop_map(|(spare, count)| Act::Issue { spare, count }),
        5 => Just(Act::Open),
        2 => which().prop_map(Act::Complete),
        1 => which().prop_map(Act::VoidOpen),
        1 => Just(Act::VoidNext),
        2 => which().prop_map(Act::Transfer),
        1 => (which(), any::<bool>()).prop_map(|(which, leave)| Act::Return { which, leave }),
    ];
    prop::collection::vec(act, 1..40)
}

/// The books and tickets as the test itself counts them.
#[derive(Default)]
struct Model {
    books: Vec<BookId>,
    tickets: BTreeMap<TicketId, TicketState>,
}

impl Model {
    fn open(&self) -> Vec<TicketId> {
        self.tickets.iter().filter(|(_, state)| **state == TicketState::Open).map(|(no, _)| no.clone()).collect()
    }
}

/// One of the open tickets, if there is one.
fn pick(model: &Model, which: prop::sample::Index) -> Option<TicketId> {
    let open = model.open();
    (!open.is_empty()).then(|| which.get(&open).clone())
}

fn act(desk: &mut Desk<'_>, model: &mut Model, act: Act) {
    desk.act_as(staff("wang-jun"), at("02T09:00"));
    match act {
        Act::Issue { spare, count } => {
            desk.act_as(staff("chen-jing"), at("02T09:00"));
            let kind = if spare { BookKind::Spare } else { BookKind::Regular };
            let order = Issuing { holder: staff("wang-jun"), kind, count, series: None };
            model.books.extend(desk.issue_book(&order));
        }
        Act::Open => {
            if let Ok(ticket) = desk.open_ticket(&report()) {
                assert_eq!(model.tickets.insert(ticket, TicketState::Open), None, "a number is given once");
            }
        }
        Act::Complete(which) => {
            if let Some(ticket) = pick(model, which) {
                let key = ticket.key(Kind::Ticket);
                let mut value = desk.value(&key).unwrap();
                merge::merge(&mut value, &json!({ "state": "completed" }));
                desk.put(key, value);
                model.tickets.insert(ticket, TicketState::Completed);
            }
        }
        Act::VoidOpen(_) | Act::VoidNext => {
            let ticket = match act {
                Act::VoidOpen(which) => pick(model, which),
                _ => desk.next_number(BookKind::Regular).ok().map(|(_, ticket)| ticket),
            };
            let void = |ticket| Voiding { ticket, reason: "写错".to_owned(), replaced_by: None };
            if let Some(ticket) = ticket.filter(|ticket| desk.void(&void(ticket.clone())).is_ok()) {
                model.tickets.insert(ticket, TicketState::Void);
            }
        }
        Act::Transfer(which) => {
            let Some(ticket) = pick(model, which) else { return };
            let informed = json!({ "at": at("02T09:00"), "by": "wang-jun", "contact": "C00001-01", "agreed": true });
            let order = Transferring {
                ticket: ticket.clone(),
                spare: None,
                reason: "配件待购".to_owned(),
                remaining_work: "换镜头".to_owned(),
                expected_on: date::parse("2026-03-20").unwrap(),
                client_informed: serde_json::from_value::<Informed>(informed).unwrap(),
            };
            if let Ok(to) = desk.transfer(&order) {
                model.tickets.insert(ticket, TicketState::Transferred);
                assert_eq!(model.tickets.insert(to, TicketState::Open), None, "a number is given once");
            }
        }
        Act::Return { which, leave } => {
            if !model.books.is_empty() {
                desk.act_as(staff("chen-jing"), at("02T09:00"));
                let reason = if leave { SettlementReason::Leave } else { SettlementReason::Withdrawn };
                let book = which.get(&model.books).clone();
                let _ = desk.return_book(&Returning { book, reason, returned_by: None, remark: None });
            }
        }
    }
}

fn every_number_is_in_one_state(desk: &Desk<'_>, model: &Model) {
    let mut all = 0;
    for id in &model.books {
        let book: Book = desk.read(&id.key(Kind::Book)).unwrap();
        let numbers: Vec<TicketId> = book.numbers().collect();
        all += numbers.iter().filter(|no| model.tickets.contains_key(no)).count();
        for no in &numbers {
            assert_eq!(desk.ticket_state(no), model.tickets.get(no).copied(), "{no}");
        }
        let Some(settled) = book.settlement.as_ref().filter(|_| book.state == BookState::Settled) else {
            continue;
        };
        let lists = [
            (&settled.completed, Some(TicketState::Completed)),
            (&settled.void, Some(TicketState::Void)),
            (&settled.transferred, Some(TicketState::Transferred)),
            (&settled.unused, None),
        ];
        let mut listed: Vec<TicketId> = lists.iter().flat_map(|(list, _)| list.iter().cloned()).collect();
        listed.sort();
        assert_eq!(listed, numbers, "each number of {id} is listed once");
        for (list, state) in lists {
            assert!(list.iter().all(|no| model.tickets.get(no).copied() == state), "{id} {state:?}");
        }
    }
    assert_eq!(all, model.tickets.len(), "no ticket lies outside the books");
}

/// The rules that watch over the numbers.
const ACCOUNTS: [&str; 5] = [
    "gap_in_sequence",
    "number_outside_book",
    "range_not_next_in_series",
    "settlement_does_not_partition",
    "transfer_not_one_to_one",
];

/// What these rules find in everything that was done at a desk. The records have no signatures, so the whole gate would
/// stop at the schemas; the rules are asked by themselves.
fn judged(place: &Memory<'_>, desk: Desk<'_>) -> Vec<&'static str> {
    let draft = desk.draft().unwrap();
    let mut after = Memory::over(place);
    for (path, bytes) in draft.files() {
        after.put(path.clone(), bytes.clone());
    }
    let records = Records::new(&after);
    let world = World::new(&records, at("02T09:00"));
    let mut found = Vec::new();
    for key in draft.records().keys() {
        let entry = records.entry(key).unwrap();
        for rule in constraint::of(key.kind).iter().filter(|rule| ACCOUNTS.contains(&rule.id)) {
            let case = Case { key, before: None, after: Some(&entry), world: &world };
            (rule.check)(&case, &mut Faults::new(rule, key, &mut found));
        }
    }
    found.iter().map(|finding| finding.rule.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_done_with_books_every_number_is_in_one_state(sequence in acts()) {
        let place = company();
        let records = Records::new(&place);
        let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
        let mut model = Model::default();
        for one in sequence {
            act(&mut desk, &mut model, one);
            every_number_is_in_one_state(&desk, &model);
        }
        let found = judged(&place, desk);
        prop_assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn the_rules_that_are_asked_above_do_find_a_number_that_is_left_out() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    let mut model = Model::default();
    act(&mut desk, &mut model, Act::Issue { spare: false, count: 3 });
    let book = model.books[0].clone();
    desk.return_book(&Returning {
        book: book.clone(),
        reason: SettlementReason::Leave,
        returned_by: None,
        remark: None,
    })
    .unwrap();
    let mut value = desk.value(&book.key(Kind::Book)).unwrap();
    value["settlement"]["unused"].as_array_mut().unwrap().pop();
    desk.put(book.key(Kind::Book), value);
    assert_eq!(judged(&place, desk), ["settlement_does_not_partition"]);
}
