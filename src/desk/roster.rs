//! A new duty roster at the desk: the groups of the month before go on taking turns from where they stopped (D-1).
//!
//! It is a proposal: whoever prepares the roster changes what is to change, before anybody signs.

use serde_json::{Value, json};

use super::Desk;
use crate::record::Kind;
use crate::record::duty_roster::{DutyRoster, Shift};
use crate::record::id::RosterId;
use crate::record::path::Key;

/// Most shifts proposed; as many as a roster may hold.
const MOST: usize = 400;

/// The members of a roster that the one of the month before, who prepares it and when tell.
pub(super) fn proposal(desk: &Desk<'_>, key: &Key) -> Value {
    let mut told = json!({ "plan": { "prepared_by": desk.by(), "prepared_at": desk.at() }, "changes": [] });
    let month = RosterId::parse(&key.id).ok();
    let before = month.as_ref().and_then(RosterId::previous);
    let before = before.and_then(|before| desk.form::<DutyRoster>(&before.key(Kind::DutyRoster)));
    if let (Some(month), Some(before)) = (month, before) {
        let plan = &before.plan;
        let mut proposed = json!({
            "department": plan.department, "groups": plan.groups, "approved_by": plan.approved_by,
        });
        let shifts = going_on(&plan.shifts, plan.groups.len(), &month);
        if !shifts.is_empty() {
            super::merge::fill(&mut proposed, &json!({ "shifts": shifts }));
        }
        super::merge::fill(&mut told, &json!({ "plan": proposed }));
    }
    told
}

/// The last round of shifts, one a group, repeated from where it ended until the month is covered.
fn going_on(shifts: &[Shift], groups: usize, month: &RosterId) -> Vec<Shift> {
    let round = &shifts[shifts.len().saturating_sub(groups)..];
    let Some(mut from) = round.last().map(|shift| shift.ends_at) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for shift in round.iter().cycle().take(MOST) {
        let length = shift.ends_at.seconds_since(shift.starts_at);
        if from >= month.ends_at() || length <= 0 {
            break;
        }
        let to = from.plus_seconds(length);
        all.push(Shift { starts_at: from, ends_at: to, ..shift.clone() });
        from = to;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Records;
    use crate::record::id::StaffId;
    use crate::regulation::fixture::{Scene, at, duty_roster};

    #[test]
    fn the_groups_go_on_taking_turns_until_the_month_is_covered() {
        let scene = Scene::company().with(&duty_roster("2026-03"));
        let snapshot = scene.snapshot();
        let records = Records::new(&snapshot);
        let desk = Desk::new(&records, StaffId::parse("chen-jing").unwrap(), at("2026-03-20T09:00:00+08:00"));
        let told = proposal(&desk, &Key::new(Kind::DutyRoster, "2026-04").unwrap());
        let shifts = told["plan"]["shifts"].as_array().unwrap();
        // Fifteen days of the first group, then the second: sixteen days as in March.
        assert_eq!(shifts.len(), 2);
        assert_eq!(shifts[0]["starts_at"], "2026-04-01T00:00:00+08:00");
        assert_eq!((&shifts[0]["group"], &shifts[0]["ends_at"]), (&json!("甲组"), &json!("2026-04-16T00:00:00+08:00")));
        assert_eq!((&shifts[1]["group"], &shifts[1]["ends_at"]), (&json!("乙组"), &json!("2026-05-02T00:00:00+08:00")));
        assert_eq!(told["plan"]["prepared_by"], "chen-jing");
    }

    #[test]
    fn without_a_month_before_nothing_is_invented() {
        let scene = Scene::company();
        let snapshot = scene.snapshot();
        let records = Records::new(&snapshot);
        let desk = Desk::new(&records, StaffId::parse("chen-jing").unwrap(), at("2026-03-20T09:00:00+08:00"));
        let told = proposal(&desk, &Key::new(Kind::DutyRoster, "2027-01").unwrap());
        assert_eq!(told["plan"].get("shifts"), None);
    }
}
