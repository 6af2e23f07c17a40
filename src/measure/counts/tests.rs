//! Counts of a month, and what changed in them, over small records.

use super::*;
use crate::measure::parts;
use crate::measure::tickets::{Basis, Scope, Tickets};
use crate::regulation::fixture::{Draft, Scene, at, everything, ticket};

const NOW: &str = "2025-05-01T00:00:00+08:00";

/// The company's records, but for one that another takes the place of.
fn company(other: Option<&Draft>) -> Vec<Entry> {
    let entry = |draft: &Draft| other.filter(|other| other.key == draft.key).unwrap_or(draft).entry();
    everything().iter().map(entry).collect()
}

fn counted(entries: &[Entry]) -> Counts {
    let mut counts = Counts::default();
    Scene::company().now(NOW).world(|world| entries.iter().for_each(|entry| counts.take(entry, world)));
    counts
}

fn sum(counts: &Counts, family: Family, id: &str) -> i64 {
    let of = |figure: &Figure| figure.family == family && figure.id == id;
    counts.0.iter().filter(|((_, figure), _)| of(figure)).map(|(_, amount)| amount.amount).sum()
}

#[test]
fn every_family_finds_something_to_count_in_the_company() {
    let counts = counted(&company(None));
    for source in SOURCES {
        assert!(counts.0.keys().any(|(_, figure)| figure.family == source.family), "{:?}", source.family);
    }
}

#[test]
fn the_amounts_of_the_records_add_up_to_what_the_reports_show() {
    let entries = company(None);
    let counts = counted(&entries);
    Scene::company().now(NOW).world(|world| {
        let mut tickets = Tickets::new(Scope { as_of: at(NOW), basis: Basis::Received, since: None, until: None });
        let mut figures = parts::Figures::new(parts::Scope { as_of: at(NOW), since: None, until: None });
        for entry in &entries {
            tickets.take(entry, world);
            figures.take(entry, world);
        }
        let total = tickets.finish().total;
        assert_eq!(sum(&counts, Family::Tickets, "tickets"), amount(total.tickets));
        assert_eq!(sum(&counts, Family::Tickets, "void"), amount(total.void));
        assert_eq!(sum(&counts, Family::Tickets, "arrival_minutes"), total.arrival.sum());
        assert_eq!(sum(&counts, Family::Parts, "pieces"), amount(figures.parts.all()));
        assert_eq!(sum(&counts, Family::Parts, "loans"), amount(figures.loans.all()));
    });
}

#[test]
fn a_record_that_moves_to_another_month_is_taken_from_the_one_and_added_to_the_other() {
    let before = counted(&company(None));
    let moved = ticket(1).set("/report/received_at", "2025-04-04T09:00:00+08:00");
    let after = counted(&company(Some(&moved)));
    let told = |month: &str| {
        let changes = recounted(&before, &after, month);
        let of = |it: &&Recounted| it.figure == Figure { family: Family::Tickets, id: "tickets" };
        changes.iter().find(of).map(|it| (it.key.id.clone(), it.before, it.after))
    };
    assert_eq!(told("2025-03"), Some(("WX-0000001".to_owned(), 1, 0)));
    assert_eq!(told("2025-04"), Some(("WX-0000001".to_owned(), 0, 1)));
    assert_eq!(recounted(&before, &before, "2025-03"), []);
}
