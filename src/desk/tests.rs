//! A morning at the desk: books go out, tickets are written, and the book comes back.

use serde_json::{Value, json};

use super::book::{Issuing, Returning};
use super::signing::{Signing, With};
use super::ticket::{Step, Transferring, Voiding};
use super::{Desk, DeskError};
use crate::ledger::{Memory, Records};
use crate::record::Kind;
use crate::record::book::{Book, BookKind, SettlementReason};
use crate::record::id::{BookId, StaffId, TicketId};
use crate::record::instant::{Instant, date};
use crate::record::parts::{Method, Role, Signer};
use crate::record::path::Key;
use crate::record::staff::Staff;
use crate::record::ticket::{Informed, Ticket, TicketState};

pub(super) fn at(text: &str) -> Instant {
    Instant::parse(&format!("2026-03-{text}:00+08:00")).unwrap()
}

pub(super) fn staff(id: &str) -> StaffId {
    StaffId::parse(id).unwrap()
}

fn ticket(number: u32) -> TicketId {
    TicketId::at("WX", number).unwrap()
}

pub(super) fn company() -> Memory<'static> {
    let mut place = Memory::new();
    let mut put = |kind: Kind, id: &str, value: Value| {
        place.put(Key::new(kind, id).unwrap().path(), serde_json::to_vec(&value).unwrap());
    };
    put(
        Kind::Company,
        "company",
        json!({"schema": "company/1", "repository": "r", "name": "公司", "policies": [],
            "series": [{"code": "WX", "kind": "regular"}, {"code": "BY", "kind": "spare"}]}),
    );
    for id in ["chen-jing", "wang-jun"] {
        put(
            Kind::Staff,
            id,
            json!({"schema": "staff/1", "id": id, "name": id, "email": format!("{id}@weibao.example"),
                "department": "工程部", "roles": [], "joined_on": "2020-01-01", "keys": [], "books": []}),
        );
    }
    put(
        Kind::Site,
        "S00001",
        json!({"schema": "site/1", "id": "S00001", "client": "C00001", "name": "一号楼", "district": "昌平",
            "area": "near", "service": [], "important": [], "callback_by": "chen-jing"}),
    );
    place
}

pub(super) fn report() -> Value {
    json!({"report": {
        "channel": "phone", "site": "S00001", "contact": "C00001-01",
        "assets": [{"name": "摄像机", "model": "X", "serial": "无"}], "service": "repair", "priority": "routine",
        "symptom": "无图像", "promised_by": "2026-03-03T18:00:00+08:00",
    }})
}

fn issue(desk: &mut Desk<'_>, kind: BookKind, count: u32) -> BookId {
    desk.issue_book(&Issuing { holder: staff("wang-jun"), kind, count, series: None }).unwrap()
}

#[test]
fn numbers_are_taken_in_order_from_ones_own_open_book() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    assert_eq!(issue(&mut desk, BookKind::Regular, 3).as_str(), "WX-00001");
    desk.act_as(staff("wang-jun"), at("02T09:00"));
    for number in 1..=3 {
        assert_eq!(desk.open_ticket(&report()).unwrap(), ticket(number));
    }
    assert!(matches!(desk.open_ticket(&report()), Err(DeskError::BookUsedUp(_))));
    let opened: Ticket = desk.read(&ticket(1).key(Kind::Ticket)).unwrap();
    assert_eq!(opened.report.unwrap().client.as_str(), "C00001", "the site names the client");
    let draft = desk.draft().unwrap();
    assert!(
        draft
            .message()
            .starts_with("book: WX-00001 发给 wang-jun / issued to wang-jun\n\nticket: WX-0000001 开单 / opened")
    );
    assert!(draft.files().contains_key("records/ticket/WX/000/00/WX-0000003.json"));
}

#[test]
fn who_holds_no_book_opens_no_ticket() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("wang-jun"), at("02T08:00"));
    assert!(matches!(desk.open_ticket(&report()), Err(DeskError::NoOpenBook { .. })));
}

#[test]
fn a_new_book_settles_the_old_one_by_what_its_numbers_are() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    issue(&mut desk, BookKind::Regular, 3);
    issue(&mut desk, BookKind::Spare, 2);
    desk.act_as(staff("wang-jun"), at("02T09:00"));
    desk.open_ticket(&report()).unwrap();
    desk.open_ticket(&report()).unwrap();
    let refused =
        desk.issue_book(&Issuing { holder: staff("wang-jun"), kind: BookKind::Regular, count: 3, series: None });
    assert!(matches!(refused, Err(DeskError::OpenTickets { .. })), "open tickets stay with their book");
    desk.void(&Voiding { ticket: ticket(1), reason: "写错".to_owned(), replaced_by: Some(ticket(2)) }).unwrap();
    let to = desk
        .transfer(&Transferring {
            ticket: ticket(2),
            spare: None,
            reason: "配件待购".to_owned(),
            remaining_work: "换镜头".to_owned(),
            expected_on: date::parse("2026-03-20").unwrap(),
            client_informed: Informed {
                at: at("02T10:00"),
                by: staff("wang-jun"),
                contact: crate::record::id::ContactId::parse("C00001-01").unwrap(),
                agreed: true,
            },
        })
        .unwrap();
    assert_eq!(to.as_str(), "BY-0000001");
    let spare: Ticket = desk.read(&to.key(Kind::Ticket)).unwrap();
    assert_eq!((spare.state, spare.transferred_from), (TicketState::Open, Some(ticket(2))));
    desk.void(&Voiding { ticket: ticket(3), reason: "浸水".to_owned(), replaced_by: None }).unwrap();
    desk.act_as(staff("chen-jing"), at("03T08:00"));
    let next = issue(&mut desk, BookKind::Regular, 3);
    let (old, new): (Book, Book) =
        (desk.read(&BookId::at("WX", 1).unwrap().key(Kind::Book)).unwrap(), desk.read(&next.key(Kind::Book)).unwrap());
    let settlement = old.settlement.unwrap();
    assert_eq!((settlement.void, settlement.transferred), (vec![ticket(1), ticket(3)], vec![ticket(2)]));
    assert_eq!((settlement.completed, settlement.unused), (vec![], vec![]));
    assert_eq!((new.first_no, new.issue.exchanged_for.as_option().cloned()), (ticket(4), Some(old.id)));
    let holder: Staff = desk.read(&staff("wang-jun").key(Kind::Staff)).unwrap();
    assert_eq!(holder.books.iter().map(BookId::as_str).collect::<Vec<_>>(), ["WX-00001", "BY-00001", "WX-00002"]);
}

#[test]
fn a_leaver_returns_unused_numbers() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    let book = issue(&mut desk, BookKind::Regular, 2);
    desk.return_book(&Returning {
        book: book.clone(),
        reason: SettlementReason::Leave,
        returned_by: None,
        remark: None,
    })
    .unwrap();
    let settled: Book = desk.read(&book.key(Kind::Book)).unwrap();
    assert_eq!(settled.settlement.unwrap().unused, [ticket(1), ticket(2)]);
}

#[test]
fn a_signature_goes_stale_when_the_section_changes() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    let key = issue(&mut desk, BookKind::Regular, 2).key(Kind::Book);
    let order = Signing {
        section: "issue",
        role: Role::Finance,
        signer: Signer::Staff(staff("chen-jing")),
        at: at("02T08:00"),
        with: With::Picture { method: Method::PaperScan, ending: "png", bytes: b"png".to_vec() },
    };
    desk.sign(&key, &order).unwrap();
    desk.sign(&key, &order).unwrap();
    let value = desk.value(&key).unwrap();
    let digest = desk.digest(&key, &value, "issue").unwrap();
    assert_eq!(value.pointer("/issue/signatures/0/digest").unwrap(), digest.as_str());
    assert_eq!(value.pointer("/issue/signatures/1/digest").unwrap(), digest.as_str(), "signatures are not signed over");
    let mut changed = value;
    super::merge::set(&mut changed, "issue.department", json!("财务部")).unwrap();
    assert_ne!(desk.digest(&key, &changed, "issue").unwrap(), digest);
    let names: Vec<_> =
        desk.draft().unwrap().files().keys().filter(|path| path.contains(".issue-finance")).cloned().collect();
    assert_eq!(
        names,
        ["records/book/WX/000/WX-00001.issue-finance-2.png", "records/book/WX/000/WX-00001.issue-finance.png"]
    );
}

#[test]
fn new_records_take_the_next_key_of_their_kind() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("wang-jun"), at("02T08:00"));
    let mut new = |kind, members: Value| desk.new_record(kind, &members).map(|key| key.id);
    assert_eq!(new(Kind::Site, json!({"name": "二号楼"})).unwrap(), "S00002");
    assert_eq!(new(Kind::Site, json!({"name": "三号楼"})).unwrap(), "S00003");
    assert_eq!(new(Kind::Client, json!({})).unwrap(), "C00001");
    assert_eq!(new(Kind::Contact, json!({"client": "C00001"})).unwrap(), "C00001-01");
    assert_eq!(new(Kind::Contact, json!({"client": "C00001"})).unwrap(), "C00001-02");
    assert_eq!(new(Kind::Install, json!({"site": "S00001"})).unwrap(), "S00001-01");
    assert_eq!(new(Kind::Training, json!({"client": "C00001"})).unwrap(), "C00001-T01");
    assert_eq!(new(Kind::Training, json!({"client": "C00001"})).unwrap(), "C00001-T02");
    assert_eq!(new(Kind::Upgrade, json!({"site": "S00001"})).unwrap(), "S00001-U01");
    assert_eq!(new(Kind::Upgrade, json!({"site": "S00001"})).unwrap(), "S00001-U02");
    assert_eq!(new(Kind::Upgrade, json!({"site": "S00002"})).unwrap(), "S00002-U01");
    assert_eq!(new(Kind::FaultReport, json!({})).unwrap(), "20260302-wang-jun-01");
    assert_eq!(new(Kind::Delay, json!({"ticket": "WX-0000001"})).unwrap(), "WX-0000001-1");
    assert_eq!(new(Kind::PhoneCallback, json!({"id": "S00001-01.month_1"})).unwrap(), "S00001-01.month_1");
    assert!(matches!(new(Kind::Contact, json!({})), Err(DeskError::KeyNeeds { member: "client", .. })));
    assert!(matches!(new(Kind::Client, json!({"id": "C1"})), Err(DeskError::BadKey { .. })));
    assert!(matches!(new(Kind::Client, json!({"id": "C00001"})), Err(DeskError::AlreadyThere(_))));
}

#[test]
fn hand_in_goes_by_the_front_desk_only_once_the_ticket_is_completed() {
    let place = company();
    let records = Records::new(&place);
    let mut desk = Desk::new(&records, staff("chen-jing"), at("02T08:00"));
    issue(&mut desk, BookKind::Regular, 2);
    desk.act_as(staff("wang-jun"), at("02T09:00"));
    let id = desk.open_ticket(&report()).unwrap();
    assert!(matches!(desk.hand_in(&id, Step::FrontDesk, &staff("chen-jing")), Err(DeskError::WrongState { .. })));
    desk.update(&id.key(Kind::Ticket), &json!({"state": "completed"})).unwrap();
    desk.hand_in(&id, Step::FrontDesk, &staff("chen-jing")).unwrap();
    assert_eq!(desk.value(&id.key(Kind::Ticket)).unwrap().pointer("/front_desk/plies"), Some(&json!([3, 4])));
}
