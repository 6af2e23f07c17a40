//! Rosters laid out in time: looked up, overridden, reaching over the edges of months and years; and cover as a property.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::regulation::fixture::{Draft, Scene, at, duty_roster, shift, signed};

fn ids(watches: &[Watch]) -> Vec<&str> {
    watches.iter().flat_map(|watch| watch.members.iter().map(StaffId::as_str)).collect()
}

fn on(rosters: &[Draft], moment: &str) -> Vec<Watch> {
    let scene = rosters.iter().fold(Scene::empty(), Scene::with);
    scene.world(|world| on_duty(world.records, at(moment)))
}

fn change(from: &str, to: &str, who: &str) -> serde_json::Value {
    json!({
        "starts_at": from, "ends_at": to, "leader": who, "members": [who], "phone": "DH-02", "backup": "无",
        "reason": "病假", "signatures": [signed("supervisor", "zhao-lei", "2026-03-02T09:00:00+08:00")],
    })
}

#[test]
fn a_shift_holds_from_its_first_instant_until_just_before_its_last() {
    let rosters = [duty_roster("2026-03")];
    for (moment, who) in [
        ("2026-03-01T00:00:00+08:00", ["zhang-wei", "li-na"]),
        ("2026-03-15T23:59:59+08:00", ["zhang-wei", "li-na"]),
        ("2026-03-16T00:00:00+08:00", ["sun-tao", "wu-gang"]),
        ("2026-03-31T23:59:59+08:00", ["sun-tao", "wu-gang"]),
    ] {
        assert_eq!(ids(&on(&rosters, moment)), who, "{moment}");
    }
    assert!(on(&rosters, "2026-02-28T23:59:59+08:00").is_empty());
}

#[test]
fn the_last_shift_of_a_month_reaches_into_the_next_across_the_year() {
    let december = duty_roster("2025-12").set("/plan/shifts/1/ends_at", "2026-01-01T08:00:00+08:00");
    let january = duty_roster("2026-01").set("/plan/shifts/0/starts_at", "2026-01-01T08:00:00+08:00");
    let rosters = [december, january];
    let found = on(&rosters, "2026-01-01T07:59:59+08:00");
    assert_eq!(found[0].roster.as_str(), "2025-12");
    let found = on(&rosters, "2026-01-01T08:00:00+08:00");
    assert_eq!((found.len(), found[0].roster.as_str()), (1, "2026-01"));
}

#[test]
fn an_instant_is_looked_up_in_the_month_of_its_day_in_china() {
    assert_eq!(ids(&on(&[duty_roster("2026-03")], "2026-02-28T16:00:00+00:00")), ["zhang-wei", "li-na"]);
}

#[test]
fn a_draft_puts_nobody_on_duty() {
    assert!(on(&[duty_roster("2026-03").set("/state", "draft")], "2026-03-10T12:00:00+08:00").is_empty());
}

#[test]
fn a_change_overrides_the_plan_and_a_later_change_the_earlier() {
    let roster = duty_roster("2026-03")
        .set("/changes/-", change("2026-03-03T00:00:00+08:00", "2026-03-05T00:00:00+08:00", "sun-tao"))
        .set("/changes/-", change("2026-03-04T00:00:00+08:00", "2026-03-06T00:00:00+08:00", "wu-gang"));
    let rosters = [roster];
    for (moment, who) in [
        ("2026-03-02T23:59:59+08:00", &["zhang-wei", "li-na"][..]),
        ("2026-03-03T00:00:00+08:00", &["sun-tao"]),
        ("2026-03-04T00:00:00+08:00", &["wu-gang"]),
        ("2026-03-05T23:59:59+08:00", &["wu-gang"]),
        ("2026-03-06T00:00:00+08:00", &["zhang-wei", "li-na"]),
    ] {
        assert_eq!(ids(&on(&rosters, moment)), who, "{moment}");
    }
}

#[test]
fn groups_on_duty_together_are_all_found() {
    let both = shift("2026-03-10T00:00:00+08:00", "2026-03-11T00:00:00+08:00", "乙组");
    let rosters = [duty_roster("2026-03").set("/plan/shifts/-", both)];
    assert_eq!(on(&rosters, "2026-03-10T12:00:00+08:00").len(), 2);
}

/// A period cut into pieces at random places, in random order: a cover without a gap.
fn cuts() -> impl Strategy<Value = (Span, Vec<Span>)> {
    (0_i64..4_000_000_000, prop::collection::vec(1_i64..100_000, 1..20)).prop_flat_map(|(start, lengths)| {
        let mut reached = start;
        let spans: Vec<_> = lengths
            .iter()
            .map(|length| {
                let from = reached;
                reached += length;
                Span { from: Instant::from_unix(from).unwrap(), to: Instant::from_unix(reached).unwrap() }
            })
            .collect();
        let period = Span { from: spans[0].from, to: spans[spans.len() - 1].to };
        Just(spans).prop_shuffle().prop_map(move |spans| (period, spans))
    })
}

proptest! {
    #[test]
    fn a_cover_has_no_gap_and_without_one_shift_exactly_that_gap((period, spans) in cuts(), which in any::<prop::sample::Index>()) {
        prop_assert_eq!(gaps(spans.iter().copied(), period), vec![]);
        let missing = spans[which.index(spans.len())];
        let left = spans.iter().copied().filter(|span| *span != missing);
        prop_assert_eq!(gaps(left, period), vec![missing]);
    }

    #[test]
    fn a_second_taken_out_of_a_cover_is_the_gap((period, spans) in cuts(), place in any::<prop::sample::Index>()) {
        let second = place.index(usize::try_from(period.seconds()).unwrap());
        let from = period.from.plus_seconds(i64::try_from(second).unwrap());
        let second = Span { from, to: from.plus_seconds(1) };
        let left = spans.iter().flat_map(|span| span.without(second));
        prop_assert_eq!(gaps(left, period), vec![second]);
    }

    #[test]
    fn seconds_covered_and_seconds_open_make_the_period((period, spans) in cuts(), keep in prop::collection::vec(any::<bool>(), 20)) {
        let kept: Vec<_> = spans.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(span, _)| *span).collect();
        let covered: u64 = kept.iter().map(|span| span.seconds()).sum();
        let open: u64 = gaps(kept, period).iter().map(|span| span.seconds()).sum();
        prop_assert_eq!(covered + open, period.seconds());
    }
}
