//! Kinds of rest time by the calendar, across midnight and holidays; and minutes as a property: none is created, none lost.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::calendar::published;
use crate::record::company::Company;
use crate::record::id::RestId;
use crate::record::rest_use::Draw;
use crate::regulation::fixture::{at, company, rest_ticket};

fn span(from: &str, to: &str) -> Span {
    Span { from: at(from), to: at(to) }
}

fn cut(from: &str, to: &str) -> Vec<(u32, Time)> {
    let calendar = Calendar::new(published());
    let all = pieces(&calendar, &Policies::of(None), span(from, to));
    all.into_iter().map(|(part, time)| (minutes(part), time)).collect()
}

#[test]
fn the_calendar_says_which_kind_of_rest_time_a_day_is() {
    for (day, time) in [
        ("2026-03-14", Time::Off(DayKind::RestDay)),
        ("2026-03-15", Time::Off(DayKind::RestDay)),
        ("2026-03-16", Time::Working),
        // A weekday off by notice, a make-up weekend, a statutory holiday on a Sunday.
        ("2026-02-23", Time::Off(DayKind::AdjustedOff)),
        ("2026-02-28", Time::Working),
        ("2026-04-05", Time::Off(DayKind::StatutoryHoliday)),
        ("2026-02-17", Time::Off(DayKind::StatutoryHoliday)),
        ("2027-03-14", Time::Unknown),
    ] {
        assert_eq!(cut(&format!("{day}T10:00:00+08:00"), &format!("{day}T11:00:00+08:00")), [(60, time)], "{day}");
    }
}

#[test]
fn work_across_midnight_is_cut_there() {
    let friday_to_saturday = cut("2026-03-13T17:00:00+08:00", "2026-03-14T02:00:00+08:00");
    let (after, rest) = (Time::Off(DayKind::WeekdayAfterHours), Time::Off(DayKind::RestDay));
    assert_eq!(friday_to_saturday, [(60, Time::Working), (360, after), (120, rest)]);
    let into_the_holiday = cut("2026-02-15T23:00:00+08:00", "2026-02-16T01:00:00+08:00");
    assert_eq!(into_the_holiday, [(60, rest), (60, Time::Off(DayKind::StatutoryHoliday))]);
    let into_the_unknown = cut("2026-12-31T23:00:00+08:00", "2027-01-01T01:00:00+08:00");
    assert_eq!(into_the_unknown, [(60, after), (60, Time::Unknown)]);
}

#[test]
fn working_hours_are_a_policy() {
    let early = json!({"name": "work_day_ends_minute", "value": 960, "from": "2026-01-01", "reason": "冬季作息"});
    let company = company().set("/policies/-", early).entry();
    let policies = Policies::of(company.form::<Company>());
    let afternoon = span("2026-03-16T15:00:00+08:00", "2026-03-16T17:00:00+08:00");
    let all = pieces(&Calendar::new(published()), &policies, afternoon);
    assert_eq!(all.iter().map(|(part, _)| minutes(*part)).collect::<Vec<_>>(), [60, 60]);
}

#[test]
fn a_ticket_is_worked_on_from_the_departure_until_the_client_confirms() {
    let entry = rest_ticket().entry();
    let ticket = entry.form::<Ticket>().unwrap();
    assert_eq!(work_interval(ticket), Some(span("2025-03-08T09:40:00+08:00", "2025-03-08T11:45:00+08:00")));
    assert!(workers(ticket).all(|who| who.as_str() == "sun-tao"));
}

#[test]
fn an_open_ticket_has_no_interval_yet() {
    let entry = rest_ticket().set("/state", "open").entry();
    assert_eq!(work_interval(entry.form::<Ticket>().unwrap()), None);
}

fn credit(n: usize) -> RestId {
    RestId::parse(&format!("li-na.20260314-{:02}", n + 1)).unwrap()
}

proptest! {
    #[test]
    fn pieces_make_up_the_whole(start in 1_704_067_200_i64..1_800_000_000, length in 1_i64..400_000) {
        let from = Instant::from_unix(start).unwrap();
        let whole = Span { from, to: from.plus_seconds(length) };
        let all = pieces(&Calendar::new(published()), &Policies::of(None), whole);
        prop_assert_eq!(all[0].0.from, whole.from);
        prop_assert_eq!(all[all.len() - 1].0.to, whole.to);
        prop_assert!(all.windows(2).all(|pair| pair[0].0.to == pair[1].0.from));
    }

    /// Any sequence of credits and rests drawn from them: what was earned is what was taken and what is left.
    #[test]
    fn minutes_of_rest_are_never_created_or_lost(acts in prop::collection::vec((any::<bool>(), 1_u32..1440), 1..60)) {
        let mut offers: Vec<Offer> = Vec::new();
        let (mut earned, mut taken) = (0_u64, 0_u64);
        for (earn, minutes) in acts {
            if earn && offers.len() < 99 {
                offers.push(Offer { credit: credit(offers.len()), left: minutes });
                earned += u64::from(minutes);
                continue;
            }
            let balance: u64 = offers.iter().map(|offer| u64::from(offer.left)).sum();
            let draws = propose(&offers, minutes);
            let drawn: u64 = draws.iter().map(|draw| u64::from(draw.minutes)).sum();
            prop_assert_eq!(drawn, balance.min(u64::from(minutes)));
            for Draw { credit, minutes } in draws {
                let offer = offers.iter_mut().find(|offer| offer.credit == credit).unwrap();
                prop_assert!(minutes > 0 && minutes <= offer.left);
                offer.left -= minutes;
            }
            taken += drawn;
        }
        let left: u64 = offers.iter().map(|offer| u64::from(offer.left)).sum();
        prop_assert_eq!(earned, taken + left);
    }

    #[test]
    fn the_oldest_credit_is_drawn_first(lefts in prop::collection::vec(0_u32..500, 1..20), minutes in 1_u32..3000) {
        let offers: Vec<_> = lefts.iter().enumerate().map(|(n, left)| Offer { credit: credit(n), left: *left }).collect();
        let draws = propose(&offers, minutes);
        let last = draws.last().map(|draw| draw.credit.clone());
        for offer in offers.iter().take_while(|offer| Some(&offer.credit) != last.as_ref()).filter(|offer| offer.left > 0) {
            prop_assert!(draws.iter().any(|draw| draw.credit == offer.credit && draw.minutes == offer.left) || draws.is_empty());
        }
    }
}
