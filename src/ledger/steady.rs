//! What time each commit of a line was made, where clocks were wrong: times that never run backwards.
//!
//! A commit cannot be older than its parent. Where the times say so, the fewest are taken to be wrong: the longest
//! run of times that never falls is believed, and of two as long the one with the later times, so that nothing counts
//! as known before it can have been. A time that does not fit is moved to the nearest that does: forward to the one
//! before it, or back to the one behind it.

use crate::record::instant::Instant;

/// The times of a line, oldest commit first, put right.
pub fn steady(times: &[Instant]) -> Vec<Instant> {
    let believed = believed(times);
    let mut steady: Vec<Instant> = times.to_vec();
    let mut next: Option<Instant> = None;
    let mut upper = vec![None; times.len()];
    for place in (0..times.len()).rev() {
        upper[place] = next;
        if believed[place] {
            next = Some(times[place]);
        }
    }
    let mut before: Option<Instant> = None;
    for place in 0..times.len() {
        if !believed[place] {
            let time = before.map_or(times[place], |before| before.max(times[place]));
            steady[place] = upper[place].map_or(time, |upper| upper.min(time));
        }
        before = Some(steady[place]);
    }
    steady
}

/// Which times lie on the longest run that never falls.
fn believed(times: &[Instant]) -> Vec<bool> {
    // From the end backwards: of all runs of a length, the one that can be gone on with most easily begins latest.
    let mut heads: Vec<usize> = Vec::new();
    let mut behind: Vec<Option<usize>> = vec![None; times.len()];
    for place in (0..times.len()).rev() {
        let len = heads.partition_point(|head| times[*head] >= times[place]);
        behind[place] = len.checked_sub(1).map(|shorter| heads[shorter]);
        match heads.get_mut(len) {
            Some(head) => *head = place,
            None => heads.push(place),
        }
    }
    let mut believed = vec![false; times.len()];
    let mut at = heads.last().copied();
    while let Some(place) = at {
        believed[place] = true;
        at = behind[place];
    }
    believed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(times: &[i64]) -> Vec<i64> {
        let times: Vec<_> = times.iter().map(|time| Instant::from_unix(*time).unwrap()).collect();
        steady(&times).into_iter().map(Instant::unix).collect()
    }

    #[test]
    fn times_in_order_stay_as_they_are() {
        assert_eq!(of(&[1, 2, 2, 5]), [1, 2, 2, 5]);
        assert_eq!(of(&[]), [0_i64; 0]);
    }

    #[test]
    fn one_clock_far_ahead_does_not_hide_what_came_after_it() {
        assert_eq!(of(&[1, 2, 9000, 3, 4, 5]), [1, 2, 3, 3, 4, 5]);
    }

    #[test]
    fn one_clock_far_behind_makes_nothing_known_earlier() {
        assert_eq!(of(&[10, 20, 0, 30, 40]), [10, 20, 20, 30, 40]);
    }

    #[test]
    fn where_either_may_be_wrong_nothing_counts_as_known_too_early() {
        assert_eq!(of(&[1, 100, 2]), [1, 100, 100]);
        assert_eq!(of(&[1, 100, 2, 101, 102]), [1, 100, 100, 101, 102]);
    }

    proptest! {
        #[test]
        fn steady_times_never_run_backwards(times in prop::collection::vec(0_i64..50, 0..40)) {
            prop_assert!(of(&times).is_sorted());
        }

        #[test]
        fn what_is_in_order_is_never_moved(mut times in prop::collection::vec(0_i64..50, 0..40)) {
            times.sort_unstable();
            prop_assert_eq!(of(&times), times);
        }
    }
}
