//! Accounts of the fixture's three books, and of books that do not add up.

use super::*;
use crate::record::path::{Place, place};
use crate::regulation::fixture::{Scene, at, book, settlement, spare_ticket, staff, ticket};
use crate::text::Lang;
use serde_json::json;

const AS_OF: &str = "2025-06-30T12:00:00+08:00";

fn accounts(scene: &Scene) -> Books {
    let mut books = Books::new(at(AS_OF)).with_numbers();
    let scene = scene.clone().now(AS_OF);
    scene.world(|world| {
        for wanted in [Kind::Staff, Kind::Book, Kind::Ticket] {
            for path in scene.files().keys() {
                match place(path) {
                    Some(Place::Record(key)) if key.kind == wanted && wanted == Kind::Ticket => {
                        books.take_ticket(TicketId::parse(&key.id).unwrap());
                    }
                    Some(Place::Record(key)) if key.kind == wanted => {
                        books.take(&world.records.entry(&key).unwrap(), world);
                    }
                    _ => {}
                }
            }
        }
    });
    books.finish()
}

fn said(books: &Books) -> Vec<String> {
    books.discrepancies.iter().map(|odd| odd.what.speak(Lang::En)).collect()
}

/// Zhang Wei's book settled on 3 June with these lists, ticket 4 void instead of open.
fn settled(completed: &[u32], void: &[u32], transferred: &[u32], unused: &[u32]) -> Scene {
    let four = ticket(2).filed_as("WX-0000004").set("/id", "WX-0000004");
    let old = book("WX-00001", "zhang-wei")
        .set("/state", "settled")
        .set("/settlement", settlement("WX", "zhang-wei", "exchange", completed, void, transferred, unused));
    Scene::company().with(&four).with(&old)
}

#[test]
fn every_number_of_every_book_is_in_one_state() {
    let books = accounts(&Scene::company());
    let of = |id: &str| books.accounts.iter().find(|account| account.book.as_str() == id).unwrap().states;
    let wanted = States { unused: 46, open: 1, completed: 1, void: 1, transferred: 1, returned: 0 };
    assert_eq!(of("WX-00001"), wanted);
    assert_eq!(of("WX-00002"), States { unused: 49, completed: 1, ..States::default() });
    assert_eq!(of("BY-00001"), States { unused: 9, open: 1, ..States::default() });
    assert_eq!(books.total.all(), 110);
    assert!(books.partition.holds());
    assert_eq!((books.partition.numbers, books.partition.tickets), (110, 6));
    let numbers = books.numbers.as_ref().unwrap();
    let of = |number: &str| {
        numbers.iter().find(|it| it.number.as_str() == number).map(|it| (it.state, it.record.to_string()))
    };
    assert_eq!(of("WX-0000002"), Some((NumberState::Void, "ticket WX-0000002".to_owned())));
    assert_eq!(of("WX-0000050"), Some((NumberState::Unused, "book WX-00001".to_owned())));
    assert_eq!(said(&books), [""; 0]);
}

#[test]
fn transfers_voids_and_open_tickets_are_listed() {
    let books = accounts(&Scene::company());
    assert_eq!((books.transfers[0].from.as_str(), books.transfers[0].to.as_str()), ("WX-0000003", "BY-0000001"));
    assert!(books.transfers[0].paired);
    assert_eq!((books.voids[0].ticket.as_str(), books.voids[0].handed), ("WX-0000002", None));
    let open: Vec<_> = books.open.iter().map(|open| (open.ticket.as_str(), open.days)).collect();
    assert_eq!(open, [("BY-0000001", 117), ("WX-0000004", 116)]);
}

#[test]
fn a_settled_book_that_adds_up_is_silent() {
    let unused: Vec<u32> = (5..=50).collect();
    let books = accounts(&settled(&[1], &[2, 4], &[3], &unused));
    assert_eq!(said(&books), [""; 0]);
    let account = books.accounts.iter().find(|account| account.book.as_str() == "WX-00001").unwrap();
    assert_eq!((account.states.returned, account.states.unused, account.days), (46, 0, 91));
    assert_eq!(books.voids[0].handed, Some(true));
}

#[test]
fn a_settlement_that_lists_wrongly_is_named_number_by_number() {
    let unused: Vec<u32> = (6..=50).collect();
    let books = accounts(&settled(&[1, 2, 60], &[4, 4], &[3], &unused));
    assert_eq!(
        said(&books),
        [
            "the settlement lists WX-0000060, which is not of this book",
            "the settlement lists WX-0000004 twice",
            "the settlement lists WX-0000002 as completed, its state is void",
            "the settlement does not list WX-0000005, whose state is unused",
        ]
    );
}

#[test]
fn a_settled_book_with_an_open_ticket_does_not_add_up() {
    let scene = settled(&[1], &[2], &[3], &(5..=50).collect::<Vec<_>>()).with(&ticket(4));
    assert_eq!(said(&accounts(&scene)), ["the book is settled and WX-0000004 is still open"]);
}

#[test]
fn a_number_used_before_its_turn_is_a_gap() {
    let jumped = ticket(7);
    assert_eq!(
        said(&accounts(&Scene::company().with(&jumped))),
        ["WX-0000007 is used while WX-0000005 before it is not (T-5)"]
    );
}

#[test]
fn a_ticket_outside_every_book_is_found() {
    let stray = ticket(120).set("/book", "WX-00003");
    assert_eq!(said(&accounts(&Scene::company().with(&stray))), ["WX-0000120 lies in no book"]);
}

#[test]
fn a_book_that_does_not_begin_where_the_last_one_ended_is_found() {
    let gap = book("WX-00004", "sun-tao");
    assert_eq!(
        said(&accounts(&Scene::company().with(&gap))),
        ["the range must follow 100, the last number before; it begins at 151"]
    );
}

#[test]
fn a_transfer_that_only_one_side_names_is_found() {
    let silent = spare_ticket().drop("/transferred_from");
    let books = accounts(&Scene::company().with(&silent));
    assert_eq!(said(&books), ["WX-0000003 went over to BY-0000001, which does not name it (T-1)"]);
    assert!(!books.transfers[0].paired);
}

#[test]
fn a_used_up_book_and_a_leavers_book_are_owed() {
    let last = ticket(2).filed_as("WX-0000050").set("/id", "WX-0000050");
    let leaver = staff("sun-tao").set("/left_on", "2025-06-27");
    let books = accounts(&Scene::company().with(&last).with(&leaver));
    let owed: Vec<_> = books.unreturned.iter().map(|it| (it.book.id.as_str(), it.rule.id)).collect();
    assert_eq!(owed, [("WX-00001", "book_hand_back"), ("WX-00002", "leaver_book_return")]);
    let early = accounts(&Scene::company().with(&staff("sun-tao").set("/left_on", json!("2025-06-30"))));
    assert!(early.unreturned.is_empty(), "until 24:00 of the day of leaving");
}

/// What is done with a number in a made-up book: nothing, a ticket in one of four states, a ticket nobody can read, a
/// ticket that names another book.
fn scribble(scene: Scene, number: u32, what: u8) -> Scene {
    let id = format!("WX-{number:07}");
    let state = match what {
        1 => "open",
        2 => "completed",
        3 => "void",
        4 => "transferred",
        5 => return scene.file(&Key::new(Kind::Ticket, &id).unwrap().path(), b"{}\n"),
        6 => return scene.with(&ticket(4).filed_as(&id).set("/id", id.as_str()).set("/book", "WX-00009")),
        _ => return scene,
    };
    scene.with(&ticket(4).filed_as(&id).set("/id", id.as_str()).set("/state", state))
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(48) })]

    /// Whatever stands in the records, every number of every book is in one state, and nothing is lost or counted twice.
    #[test]
    fn the_accounts_always_partition(
        whats in proptest::collection::vec(0_u8..7, 1..30),
        split in 1_u32..30,
        gap in 0_u32..2,
        settled in proptest::bool::ANY,
        listed in proptest::collection::vec(1_u32..40, 0..12),
    ) {
        let len = u32::try_from(whats.len()).unwrap();
        let split = split.min(len);
        let range = |id: &str, first: u32, last: u32| {
            book(id, "zhang-wei")
                .set("/first_no", format!("WX-{first:07}"))
                .set("/last_no", format!("WX-{last:07}"))
                .set("/count", last + 1 - first)
        };
        let mut first = range("WX-00001", 1, split);
        if settled {
            let unused: Vec<u32> = listed.clone();
            first = first.set("/state", "settled").set("/settlement", settlement("WX", "zhang-wei", "exchange", &[], &[], &[], &unused));
        }
        let mut scene = Scene::empty().with(&staff("zhang-wei")).with(&first);
        let mut issued = split;
        if split + gap < len {
            scene = scene.with(&range("WX-00002", split + gap + 1, len));
            issued += len - split - gap;
        }
        let mut outside = 0;
        let mut used = 0;
        for (what, number) in whats.iter().zip(1..) {
            scene = scribble(scene, number, *what);
            let inside = number <= split || (number > split + gap && split + gap < len);
            used += u64::from(inside && *what > 0);
            outside += u64::from(!inside && *what > 0);
        }
        let books = accounts(&scene);
        let sums = books.partition;
        proptest::prop_assert_eq!((sums.numbers, sums.distinct, sums.stated), (u64::from(issued), u64::from(issued), u64::from(issued)));
        proptest::prop_assert_eq!((sums.used, sums.outside), (used, outside));
        proptest::prop_assert_eq!(sums.tickets, used + outside);
        proptest::prop_assert_eq!(sums.holds(), outside == 0);
        proptest::prop_assert_eq!(books.total.all(), u64::from(issued));
        let numbers = books.numbers.as_ref().unwrap();
        proptest::prop_assert!(numbers.is_sorted_by(|a, b| a.number.number() < b.number.number()));
        proptest::prop_assert_eq!(numbers.len() as u64, u64::from(issued));
        for account in &books.accounts {
            let mut states = States::default();
            numbers.iter().filter(|it| it.book == account.book).for_each(|it| states.add(it.state));
            proptest::prop_assert_eq!(states, account.states);
        }
    }
}
