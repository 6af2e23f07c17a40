//! Figures of the fixture's tickets, small enough to be counted by hand.

use super::*;
use crate::regulation::fixture::{Draft, Scene, at, rest_ticket, spare_ticket, ticket};

fn counted(scene: &Scene, as_of: &str, basis: Basis, since: Option<&str>, until: Option<&str>) -> Tickets {
    let day = |text: Option<&str>| text.map(|text| crate::record::instant::date::parse(text).unwrap());
    let mut tickets = Tickets::new(Scope { as_of: at(as_of), basis, since: day(since), until: day(until) });
    scene.world(|world| {
        for path in scene.files().keys() {
            if let Some(crate::record::path::Place::Record(key)) = crate::record::path::place(path) {
                tickets.take(&world.records.entry(&key).unwrap(), world);
            }
        }
    });
    tickets.finish()
}

fn all(scene: &Scene, as_of: &str) -> Tickets {
    counted(scene, as_of, Basis::Received, None, None)
}

/// The company with the tickets 1 to 4 of the first book and the spare ticket of 3.
fn company() -> Scene {
    Scene::company().without(&rest_ticket().key.path())
}

/// With ticket 1 as the only repair of its device.
fn alone() -> Scene {
    company().without(&ticket(3).key.path()).without(&spare_ticket().key.path())
}

/// Ticket 5: the same device again, received at a moment and repaired four hours later.
fn again(received: &str, repeat_of: &str) -> Draft {
    let received = at(received);
    let restored = received.plus_hours(4).to_string();
    ticket(1)
        .filed_as("WX-0000005")
        .set("/id", "WX-0000005")
        .set("/report/received_at", received.to_string())
        .set("/report/opened_at", received.plus_minutes(5).to_string())
        .set("/report/repeat_of", repeat_of)
        .set("/dispatch/at", received.plus_minutes(7).to_string())
        .set("/trip/arrived_at", received.plus_minutes(61).to_string())
        .set("/work/restored_at", restored)
}

#[test]
fn the_companys_tickets_are_counted_once_each() {
    let tickets = all(&company(), "2025-06-30T00:00:00+08:00");
    let total = &tickets.total;
    // 1 completed, 2 void, 3 transferred to BY-0000001 which is open, 4 open.
    let counts = [total.tickets, total.completed, total.open, total.transferred, total.void, total.repairs];
    assert_eq!(counts, [5, 1, 2, 1, 1, 1]);
    assert_eq!(total.void_share(), Rate { done: 1, due: 5 });
    assert_eq!(total.repeat_rate(), Rate { done: 0, due: 1 });
    // Received 9:00, dispatched 9:12, arrived 10:20, restored 11:30; confirmed on the 4th, at the office on the 5th.
    let medians = [&total.response, &total.arrival, &total.repair, &total.restoration, &total.hand_in]
        .map(|spread| (spread.count(), spread.percentile(50), spread.max()));
    assert_eq!(medians, [12, 80, 70, 150, 1].map(|value| (1, Some(value), Some(value))));
    let by_technician: u64 = tickets.by_technician.values().map(|figures| figures.tickets).sum();
    assert_eq!(by_technician, total.tickets);
}

#[test]
fn what_has_not_happened_yet_is_not_counted() {
    let during = all(&company(), "2025-03-04T11:00:00+08:00");
    assert_eq!((during.total.tickets, during.total.open, during.total.completed), (1, 1, 0));
    assert_eq!(during.total.response.percentile(50), None);
    let handed = all(&company(), "2025-03-04T18:00:00+08:00");
    assert_eq!((handed.total.completed, handed.total.waiting, handed.total.hand_in.count()), (1, 1, 0));
}

#[test]
fn right_at_the_first_time_is_known_when_the_days_are_over() {
    let rate = |as_of| all(&alone(), as_of).total.first_time;
    assert_eq!(rate("2025-04-03T11:30:00+08:00"), Rate { done: 0, due: 0 });
    assert_eq!(rate("2025-04-03T11:30:01+08:00"), Rate { done: 1, due: 1 });
}

#[test]
fn the_same_device_within_the_days_was_not_right_whether_the_ticket_says_so_or_not() {
    let later = "2025-06-30T00:00:00+08:00";
    for (received, repeat_of, first_time, marked) in [
        ("2025-04-03T11:30:00+08:00", "WX-0000001", Rate { done: 1, due: 2 }, Some(true)),
        ("2025-04-03T11:30:00+08:00", "无", Rate { done: 1, due: 2 }, Some(false)),
        ("2025-04-03T11:30:01+08:00", "无", Rate { done: 2, due: 2 }, None),
    ] {
        let tickets = all(&alone().with(&again(received, repeat_of)), later);
        assert_eq!(tickets.total.first_time, first_time, "{received} {repeat_of}");
        assert_eq!(tickets.again.first().map(|again| again.marked), marked, "{received} {repeat_of}");
        assert_eq!(tickets.total.repeats, u64::from(repeat_of != "无"));
    }
}

#[test]
fn what_was_never_marked_is_found_by_its_device_and_dates() {
    // Ticket 3 came the day after ticket 1 on the same device, and says nothing of it.
    let again = all(&company(), "2025-06-30T00:00:00+08:00").again;
    let found: Vec<_> = again.iter().map(|it| (it.ticket.as_str(), it.of.as_str(), it.days, it.marked)).collect();
    assert_eq!(found, [("WX-0000003", "WX-0000001", 0, false)]);
}

#[test]
fn another_device_is_no_repeat() {
    let other = again("2025-03-10T09:00:00+08:00", "无").set("/report/assets/0/serial", "YA16-2024-0018");
    assert_eq!(all(&alone().with(&other), "2025-06-30T00:00:00+08:00").again, []);
}

#[test]
fn a_job_that_went_over_to_a_spare_ticket_keeps_its_first_dispatch() {
    let first = ticket(3).set("/dispatch", ticket(1).value["dispatch"].clone());
    let first = first.set("/dispatch/at", "2025-03-05T09:30:00+08:00");
    let done = ticket(1)
        .filed_as("BY-0000001")
        .set("/id", "BY-0000001")
        .set("/transferred_from", "WX-0000003")
        .set("/report/received_at", "2025-03-05T09:10:00+08:00")
        .set("/dispatch/at", "2025-03-10T09:00:00+08:00")
        .set("/trip/arrived_at", "2025-03-10T10:00:00+08:00")
        .set("/work/restored_at", "2025-03-10T11:00:00+08:00");
    let scene = company().without(&ticket(1).key.path()).with(&first).with(&done);
    let total = all(&scene, "2025-06-30T00:00:00+08:00").total;
    assert_eq!(total.response.max(), Some(20));
    assert_eq!(total.repair.max(), Some(60));
    assert_eq!(total.first_time, Rate { done: 0, due: 1 });
}

#[test]
fn bounds_are_inclusive_on_the_basis_that_is_stated() {
    let count =
        |basis, since, until| counted(&company(), "2025-06-30T00:00:00+08:00", basis, since, until).total.tickets;
    assert_eq!(count(Basis::Received, Some("2025-03-05"), Some("2025-03-05")), 3);
    assert_eq!(count(Basis::Received, Some("2025-03-06"), None), 1);
    assert_eq!(count(Basis::Restored, None, None), 1);
    assert_eq!(count(Basis::Restored, Some("2025-03-04"), Some("2025-03-04")), 1);
    assert_eq!(count(Basis::Restored, Some("2025-03-05"), None), 0);
}

#[test]
fn a_helper_is_named_beside_and_not_counted_twice() {
    let two = ticket(1).set("/dispatch/technicians/-", "sun-tao");
    let tickets = all(&company().with(&two), "2025-06-30T00:00:00+08:00");
    let of = |id: &str| StaffId::parse(id).unwrap();
    assert_eq!(tickets.assisted[&of("sun-tao")], 1);
    assert_eq!(tickets.by_technician.get(&Some(of("sun-tao"))), None);
    assert_eq!(tickets.by_technician[&Some(of("zhang-wei"))].completed, 1);
}
