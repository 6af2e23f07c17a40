//! Where each obligation stands, one by one, so that two states of knowledge can be set side by side: as published then and
//! as known now. Counts as the reports count.

use std::collections::BTreeMap;

use super::Tally;
use super::family::Family;
use crate::ledger::{CommitInfo, Entry, Evidence, History};
use crate::record::Kind;
use crate::record::id::{IncidentId, SiteId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::regulation::course::Course;
use crate::regulation::obligation::{Fulfilment, Obligation, Standing, arising};
use crate::regulation::world::World;
use crate::text::Text;

/// Where one obligation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// What it is counted with.
    pub family: Family,
    /// What it is called.
    pub title: &'static Text,
    /// Where it stands.
    pub standing: Standing,
    /// Whether the supervisor excused it.
    pub excused: bool,
    /// What bears it out.
    pub evidence: Evidence,
    /// The due day.
    pub due_on: Date,
    /// When it was done, as the record claims.
    pub done_at: Option<Instant>,
    /// Who was to see to it.
    pub responsible: Option<StaffId>,
    /// The record that makes it due.
    pub anchor: Key,
    /// The record that tells of its fulfilment, where that is another.
    pub told_in: Option<Key>,
    /// The site.
    pub site: Option<SiteId>,
}

impl Stand {
    /// As a figure.
    pub fn tally(&self) -> Tally {
        Tally::of(self.standing, self.excused, self.evidence)
    }

    /// The month of the due day, as in `2026-03`.
    pub fn month(&self) -> String {
        self.due_on.format("%Y-%m").to_string()
    }

    /// Whether it counts differently from another state of the same: by standing, evidence or month.
    pub fn counts_as(&self, other: &Self) -> bool {
        self.tally() == other.tally() && self.due_on == other.due_on
    }
}

/// Everything by the record that is due and the rule that makes it so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standings(pub BTreeMap<(Key, &'static str), Stand>);

impl Standings {
    /// Takes what one record makes due.
    pub fn take(&mut self, anchor: &Entry, world: &World<'_>, history: &History) {
        for obligation in arising(anchor, world) {
            let unopened = obligation.standing(world.clock.now()) == Standing::NotYetDue
                && obligation.window.opens > world.clock.now();
            if obligation.arose_at <= world.clock.now() && !unopened {
                let stand = stand(&obligation, world, history);
                self.0.insert((obligation.key, obligation.rule.id), stand);
            }
        }
    }

    /// The figures of a month, by family.
    pub fn of_month(&self, month: &str) -> BTreeMap<Family, Tally> {
        let mut tallies = BTreeMap::new();
        for stand in self.0.values().filter(|stand| stand.month() == month) {
            *tallies.entry(stand.family).or_insert_with(Tally::default) += stand.tally();
        }
        tallies
    }
}

fn stand(obligation: &Obligation, world: &World<'_>, history: &History) -> Stand {
    let (done_at, excused) = match obligation.fulfilment {
        Fulfilment::Done { at } => (Some(at), false),
        Fulfilment::Unreachable { excused, .. } => (None, excused),
        Fulfilment::Open => (None, false),
    };
    let told_in = done_at.and_then(|at| told_in(obligation, at, world));
    let commit = match obligation.fulfilment {
        Fulfilment::Open => None,
        _ => borne_by(told_in.as_ref().unwrap_or(&obligation.key), history),
    };
    Stand {
        family: Family::of(obligation),
        title: &obligation.rule.title,
        standing: obligation.standing(world.clock.now()),
        excused,
        evidence: history.evidence(commit, obligation.window.deadline),
        due_on: obligation.window.due_on,
        done_at,
        responsible: obligation.responsible.clone(),
        anchor: obligation.anchor.clone(),
        told_in,
        site: obligation.site.clone(),
    }
}

/// Where a fulfilment is told, if not in the record that is due: the clocks of an emergency end with an entry of its course.
fn told_in(obligation: &Obligation, at: Instant, world: &World<'_>) -> Option<Key> {
    let incident = match obligation.key.kind {
        Kind::Incident => &obligation.key,
        Kind::IncidentEntry => &obligation.anchor,
        _ => return None,
    };
    let course = Course::of(world.records, &IncidentId::parse(&incident.id).ok()?);
    course.counting().find(|entry| entry.at == at).map(|entry| entry.id.key(Kind::IncidentEntry))
}

/// The commit that bears a fulfilment out: of what is written once, the first; of a form that is filled in step by step, the
/// last, so that nothing counts as borne out before it was there in full.
fn borne_by<'a>(key: &Key, history: &'a History) -> Option<&'a CommitInfo> {
    match key.kind {
        Kind::PhoneCallback | Kind::OnsiteCallback | Kind::IncidentEntry => history.first(&key.path()),
        _ => history.last(&key.path()),
    }
}

/// One obligation whose figure changed: as it stood and as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The record that is due.
    pub key: Key,
    /// The rule that makes it so.
    pub rule: &'static str,
    /// As published; nothing if it was not counted then.
    pub before: Option<Stand>,
    /// As known now; nothing if it is not counted any more.
    pub after: Option<Stand>,
}

/// What counts differently now in a month, in the order of the records. A due day that moved out of the month or into it is
/// a change too.
pub fn restated(before: &Standings, after: &Standings, month: &str) -> Vec<Restated> {
    let keys: std::collections::BTreeSet<_> = before.0.keys().chain(after.0.keys()).collect();
    let changed = |(key, rule): &(Key, &'static str)| {
        let at = (key.clone(), *rule);
        let (old, new) = (before.0.get(&at), after.0.get(&at));
        let inside = [old, new].into_iter().flatten().any(|stand| stand.month() == month);
        let same = old.zip(new).is_some_and(|(old, new)| old.counts_as(new));
        (inside && !same).then(|| Restated { key: at.0, rule: at.1, before: old.cloned(), after: new.cloned() })
    };
    keys.into_iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date;
    use crate::regulation::obligation::CALLBACKS;

    fn stand(standing: Standing, due_on: &str) -> Stand {
        Stand {
            family: Family::Callbacks,
            title: &CALLBACKS[0].title,
            standing,
            excused: false,
            evidence: Evidence { committed: standing == Standing::InTime, received: None },
            due_on: date::parse(due_on).unwrap(),
            done_at: None,
            responsible: None,
            anchor: Key::new(Kind::Install, "S00001-01").unwrap(),
            told_in: None,
            site: None,
        }
    }

    fn standings(all: &[(&str, Stand)]) -> Standings {
        let key = |id| (Key::new(Kind::PhoneCallback, id).unwrap(), "phone_month_1");
        Standings(all.iter().map(|(id, stand)| (key(id), stand.clone())).collect())
    }

    #[test]
    fn what_counts_as_before_is_no_change() {
        let one = standings(&[("S00001-01.month_1", stand(Standing::Missing, "2026-03-10"))]);
        assert_eq!(restated(&one, &one, "2026-03"), []);
    }

    #[test]
    fn a_callback_that_came_later_changes_its_month_only() {
        let before = standings(&[("S00001-01.month_1", stand(Standing::Missing, "2026-03-10"))]);
        let after = standings(&[
            ("S00001-01.month_1", stand(Standing::Late, "2026-03-10")),
            ("S00002-01.month_1", stand(Standing::InTime, "2026-04-10")),
        ]);
        let ids = |month| restated(&before, &after, month).into_iter().map(|it| it.key.id).collect::<Vec<_>>();
        assert_eq!(ids("2026-03"), ["S00001-01.month_1"]);
        assert_eq!(ids("2026-04"), ["S00002-01.month_1"]);
    }

    #[test]
    fn a_due_day_that_moves_out_of_a_month_changes_both() {
        let before = standings(&[("S00001-01.month_1", stand(Standing::InTime, "2026-03-31"))]);
        let after = standings(&[("S00001-01.month_1", stand(Standing::InTime, "2026-04-01"))]);
        for month in ["2026-03", "2026-04"] {
            assert_eq!(restated(&before, &after, month).len(), 1, "{month}");
        }
        assert_eq!(before.of_month("2026-03")[&Family::Callbacks].due(), 1);
        assert_eq!(after.of_month("2026-03").get(&Family::Callbacks), None);
    }
}
