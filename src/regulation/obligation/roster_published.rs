//! The next month's duty roster is to be published before the month begins (D-1).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::{Sum, Window, end_of};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::duty_roster::{DutyRoster, RosterState};
use crate::record::id::RosterId;
use crate::record::instant::{Date, Instant};
use crate::regulation::duty;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::{Message, Text};

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "roster_published",
    clauses: &["D-1"],
    anchors: &[Kind::DutyRoster],
    title: Text { zh: "下月值班表应公布", en: "next month's duty roster to be published" },
    explanation: Explanation {
        checks: Text {
            zh: "有了一个月的值班表，下一个月的须在月初之前 roster_lead_days 天的 24 时前公布；断了的月份逐月列出，直到当前月份。",
            en: "Once a month has a roster, the next month's is published by 24:00 of the day roster_lead_days days before it begins; months left out are listed one by one up to the present.",
        },
        why: Text {
            zh: "D-1：“分组值班，随时待命”，月末、年末交接处也不断。何日公布条文未定，提前天数为公司制度值。",
            en: "D-1: duty in groups, on call at any time, across the ends of months and years. When a roster is to be published is left open: the lead is a policy value.",
        },
        fails: Text {
            zh: "三月有值班表，到 3 月 28 日 24 时四月的还没有公布。",
            en: "March has a roster, and by 24:00 of 28 March that of April is not published.",
        },
        fix: Text {
            zh: "编制并公布下月值班表（weibao new 值班表）。",
            en: "Draw up and publish the next roster (`weibao new duty-roster`).",
        },
    },
    arise,
};

crate::texts! {
    MONTH_BEGINS: "值班表所排月份开始", "the roster's month begins";
    LEAD: "提前 {days} 天，即 {day} 24 时前", "{days} day(s) earlier: by 24:00 of {day}";
}

/// By when the roster of a month is to be published, if the month before makes it due.
pub(in crate::regulation) fn deadline(month: &RosterId, world: &World<'_>) -> Option<Instant> {
    let before = month.previous()?;
    duty::published(world.records, &before)?;
    Some(end_of(due_day(month, world)?))
}

/// The last day in time: so many days before the first of the month, by the policy in force on the day before it.
fn due_day(month: &RosterId, world: &World<'_>) -> Option<Date> {
    let eve = month.first_day().pred_opt()?;
    let days = u64::try_from(world.policies.number(&named::roster_lead_days, eve)).unwrap_or_default();
    eve.checked_sub_days(chrono::Days::new(days))
}

fn window(month: &RosterId, world: &World<'_>) -> Option<(Window, Vec<Message>)> {
    let day = due_day(month, world)?;
    let begins = month.first_day();
    let days = begins.signed_duration_since(day).num_days() - 1;
    // A roster may be drawn up long before its month.
    let opens = Instant::start_of(begins.checked_sub_months(chrono::Months::new(12))?);
    let (window, mut steps) = Sum::from_day(&world.calendar, &MONTH_BEGINS, day).window(opens, 0);
    steps.insert(0, Message::new(&LEAD).with("days", days).with("day", day));
    Some((window, steps))
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(roster) = entry.form::<DutyRoster>().filter(|roster| roster.state == RosterState::Published) else {
        return Vec::new();
    };
    let arose_at = roster.published_at().unwrap_or_else(|| roster.id.starts_at());
    // As far as the month after the one that runs.
    let in_sight = |month: &RosterId| month.previous().is_some_and(|before| world.clock.has_begun(before.first_day()));
    let mut all = Vec::new();
    let mut month = roster.id.next();
    while let Some(wanted) = month.take() {
        let Some((window, steps)) = window(&wanted, world) else {
            break;
        };
        let next = duty::published(world.records, &wanted);
        let published_at = next.as_ref().and_then(DutyRoster::published_at);
        all.push(Obligation {
            rule: &RULE,
            clauses: RULE.clauses.to_vec(),
            key: wanted.key(Kind::DutyRoster),
            anchor: entry.key.clone(),
            client: None,
            site: None,
            responsible: Some(roster.plan.prepared_by.clone()),
            arose_at,
            window,
            steps,
            fulfilment: published_at.map_or(Fulfilment::Open, |at| Fulfilment::Done { at }),
        });
        // A month that is there is itself the anchor of the next one.
        month = wanted.next().filter(|after| next.is_none() && in_sight(after));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{Standing, arising};
    use super::*;
    use crate::regulation::fixture::{Draft, Scene, at, company, duty_roster};
    use serde_json::json;

    fn due(others: &[Draft], now: &str) -> Vec<Obligation> {
        let anchor = duty_roster("2026-03");
        let scene = Scene::empty().now(now).with(&company()).with(&anchor);
        let scene = others.iter().fold(scene, Scene::with);
        scene.world(|world| arising(&world.records.entry(&anchor.key).unwrap(), world))
    }

    fn april(approved_at: &str) -> Draft {
        duty_roster("2026-04").set("/plan/signatures/1/at", approved_at)
    }

    fn standing(others: &[Draft], as_of: &str) -> Standing {
        due(others, as_of)[0].standing(at(as_of))
    }

    #[test]
    fn the_next_roster_is_due_three_days_before_its_month() {
        let all = due(&[], "2026-03-20T12:00:00+08:00");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].key.id, "2026-04");
        assert_eq!(all[0].window.deadline, at("2026-03-29T00:00:00+08:00"));
        assert_eq!(standing(&[], "2026-03-28T23:59:59+08:00"), Standing::NotYetDue);
        assert_eq!(standing(&[], "2026-03-29T00:00:00+08:00"), Standing::NotYetDue);
        assert_eq!(standing(&[], "2026-03-29T00:00:01+08:00"), Standing::Missing);
    }

    #[test]
    fn it_is_in_time_at_the_deadline_and_late_one_second_after() {
        let now = "2026-04-02T12:00:00+08:00";
        for (approved_at, expected) in [
            ("2026-03-28T23:59:59+08:00", Standing::InTime),
            ("2026-03-29T00:00:00+08:00", Standing::InTime),
            ("2026-03-29T00:00:01+08:00", Standing::Late),
        ] {
            assert_eq!(standing(&[april(approved_at)], now), expected, "{approved_at}");
        }
    }

    #[test]
    fn the_lead_is_a_policy_value() {
        let value = json!({"name": "roster_lead_days", "value": 0, "from": "2026-01-01", "reason": "班组固定"});
        let all = due(&[company().set("/policies/-", value)], "2026-03-20T12:00:00+08:00");
        assert_eq!(all[0].window.deadline, at("2026-04-01T00:00:00+08:00"));
    }

    #[test]
    fn a_draft_fulfils_nothing() {
        assert_eq!(
            standing(&[duty_roster("2026-04").set("/state", "draft")], "2026-04-02T12:00:00+08:00"),
            Standing::Missing
        );
    }

    #[test]
    fn months_left_out_are_listed_up_to_the_next() {
        let ids = |all: &[Obligation]| all.iter().map(|one| one.key.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&due(&[], "2026-05-20T12:00:00+08:00")), ["2026-04", "2026-05", "2026-06"]);
        let later = [duty_roster("2026-05")];
        assert_eq!(ids(&due(&later, "2026-05-20T12:00:00+08:00")), ["2026-04", "2026-05"]);
    }
}
