//! 值班表: who is on duty in a month, in groups, with what changed after it was published (D-1).

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::id::{RosterId, StaffId};
use super::instant::{Date, Instant};
use super::parts::{Lateness, OrNone, Signature};

/// A month's roster 值班表; key is the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRoster {
    /// Schema and version.
    pub schema: String,
    /// 月份.
    pub id: RosterId,
    /// State.
    pub state: RosterState,
    /// 排班.
    pub plan: Plan,
    /// 调班: what changed after publication; a later entry overrides an earlier one.
    pub changes: Vec<ShiftChange>,
    /// Declared late publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

/// State of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterState {
    /// 拟订: nobody relies on it yet.
    Draft,
    /// 已公布: approved.
    Published,
}

/// The plan 排班: groups, and which of them is on duty when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// 值班部门.
    pub department: String,
    /// 组别.
    pub groups: Vec<Group>,
    /// 班次.
    pub shifts: Vec<Shift>,
    /// 编制人.
    pub prepared_by: StaffId,
    /// 编制时间.
    pub prepared_at: Instant,
    /// 批准人: the supervisor; the time of approval is that of the signature.
    pub approved_by: StaffId,
    /// Preparer and supervisor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// A duty group 值班组.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// 组名.
    pub name: String,
    /// 组长, one of the members.
    pub leader: StaffId,
    /// 组员, the leader among them.
    pub members: Vec<StaffId>,
}

/// A shift 班次: from an instant (inclusive) until another (exclusive).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// 起, inclusive.
    pub starts_at: Instant,
    /// 止, exclusive.
    pub ends_at: Instant,
    /// 当班组, by the group's name.
    pub group: String,
    /// 值班电话: the number under which the company lists the phone, not the phone number.
    pub phone: String,
    /// 备班, or 无.
    pub backup: OrNone<StaffId>,
}

/// A change after publication 调班: for a time others are on duty than planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftChange {
    /// 起, inclusive.
    pub starts_at: Instant,
    /// 止, exclusive.
    pub ends_at: Instant,
    /// 组长, one of the members.
    pub leader: StaffId,
    /// 当班人员, the leader among them.
    pub members: Vec<StaffId>,
    /// 值班电话.
    pub phone: String,
    /// 备班, or 无.
    pub backup: OrNone<StaffId>,
    /// 调班原因.
    pub reason: String,
    /// Supervisor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

impl DutyRoster {
    /// When it was published: the last signature under the plan, once it is published.
    pub fn published_at(&self) -> Option<Instant> {
        let last = self.plan.signatures.iter().map(|signature| signature.at).max();
        last.filter(|_| self.state == RosterState::Published)
    }

    /// A group by its name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.plan.groups.iter().find(|group| group.name == name)
    }
}

impl RosterId {
    /// The roster of the month that a day lies in, if the year has four digits in this century.
    pub fn of(day: Date) -> Option<Self> {
        Self::parse(&day.format("%Y-%m").to_string()).ok()
    }

    /// The first day of the month.
    pub fn first_day(&self) -> Date {
        super::instant::date::parse(&format!("{self}-01")).unwrap_or_default()
    }

    /// The start of the month.
    pub fn starts_at(&self) -> Instant {
        Instant::start_of(self.first_day())
    }

    /// The end of the month, exclusive: the start of the next.
    pub fn ends_at(&self) -> Instant {
        Instant::start_of(self.first_day().checked_add_months(chrono::Months::new(1)).unwrap_or_default())
    }

    /// The month after, unless the century ends.
    pub fn next(&self) -> Option<Self> {
        Self::of(self.ends_at().day())
    }

    /// The month before, unless the century begins.
    pub fn previous(&self) -> Option<Self> {
        Self::of(self.first_day().pred_opt()?)
    }

    /// The last day of the month.
    pub fn last_day(&self) -> Date {
        self.ends_at().day().pred_opt().unwrap_or_default()
    }

    /// The year, as a folder.
    pub fn year(&self) -> i32 {
        self.first_day().year()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> RosterId {
        RosterId::parse(text).unwrap()
    }

    #[test]
    fn months_follow_each_other_across_the_year() {
        assert_eq!(month("2025-12").next(), Some(month("2026-01")));
        assert_eq!(month("2026-01").previous(), Some(month("2025-12")));
        assert_eq!(month("2000-01").previous(), None);
        assert_eq!(month("2099-12").next(), None);
    }

    #[test]
    fn a_month_ends_where_the_next_begins() {
        for (id, start, end, last) in [
            ("2024-02", "2024-02-01T00:00:00+08:00", "2024-03-01T00:00:00+08:00", "2024-02-29"),
            ("2025-12", "2025-12-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00", "2025-12-31"),
        ] {
            let month = month(id);
            assert_eq!([month.starts_at().to_string(), month.ends_at().to_string()], [start, end]);
            assert_eq!(month.last_day().to_string(), last);
            assert_eq!(RosterId::of(month.last_day()), Some(month));
        }
    }
}
