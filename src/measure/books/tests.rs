//! Accounts of the fixture's three books, and of books that do not add up.

use super::*;
use crate::record::path::{Place, place};
use crate::regulation::fixture::{Scene, at, book, settlement, spare_ticket, staff, ticket};
use crate::text::Lang;
use serde_json::json;

const AS_OF: &str = "2025-06-30T12:00:00+08:00";

fn accounts(scene: &Scene) -> Books {
    let mut books = Books::new(at(AS_OF));
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
