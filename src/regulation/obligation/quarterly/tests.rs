//! What quarters of service make due in the fixture's company: service at S00001 runs from 10 January 2025 to 9 January 2027.

use serde_json::json;

use super::*;
use crate::regulation::fixture::{
    Draft, Scene, at, changed_plan, company, drafted_plan, maintenance, plan as confirmed_plan, site_near,
};
use crate::regulation::obligation::{Standing, arising};

const NOW: &str = "2026-03-02T12:00:00+08:00";

fn due(rule: &str, site: &Draft, others: &[Draft], now: &str) -> Vec<Obligation> {
    let scene = others.iter().fold(Scene::empty().now(now).with(&company()).with(site), Scene::with);
    scene.world(|world| {
        let entry = world.records.entry(&site.key).unwrap();
        arising(&entry, world).into_iter().filter(|obligation| obligation.rule.id == rule).collect()
    })
}

fn one(rule: &str, site: &Draft, others: &[Draft], key: &str) -> Obligation {
    let mut found = due(rule, site, others, NOW);
    found.retain(|obligation| obligation.key.id.starts_with(key));
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn served(from: &str, to: &str) -> Draft {
    site_near().set("/service", json!([{"from": from, "to": to}]))
}

fn window(obligation: &Obligation) -> [String; 2] {
    [obligation.window.opens.to_string(), obligation.window.deadline.to_string()]
}

#[test]
fn two_years_of_service_have_eight_quarters() {
    let keys: Vec<_> = due("maintenance_done", &site_near(), &[], "2027-06-01T00:00:00+08:00")
        .into_iter()
        .map(|obligation| obligation.key.id)
        .collect();
    assert_eq!(keys.first().map(String::as_str), Some("S00001-2025Q1"));
    assert_eq!(keys.last().map(String::as_str), Some("S00001-2026Q4"));
    assert_eq!(keys.len(), 8);
}

#[test]
fn quarters_are_listed_no_further_than_the_horizon() {
    let endless = site_near().set("/service", json!([{"from": "2025-01-10"}]));
    let last = due("plan_confirmed", &endless, &[], NOW).pop().unwrap();
    assert_eq!(last.key.id, "S00001-2027Q2-01", "400 days on is 6 April 2027");
}

#[test]
fn a_plan_is_due_by_the_end_of_the_first_month() {
    let plan = one("plan_confirmed", &site_near(), &[], "S00001-2026Q1");
    assert_eq!(window(&plan), ["2025-12-01T00:00:00+08:00", "2026-02-01T00:00:00+08:00"]);
    assert_eq!((plan.key.id.as_str(), plan.fulfilment), ("S00001-2026Q1-01", Fulfilment::Open));
}

#[test]
fn the_month_is_a_policy() {
    let second = company()
        .set("/policies", json!([{"name": "plan_confirm_month", "value": 2, "from": "2026-01-01", "reason": "寒假"}]));
    let plan = one("plan_confirmed", &site_near(), std::slice::from_ref(&second), "S00001-2026Q1");
    assert_eq!(plan.window.deadline, at("2026-03-01T00:00:00+08:00"));
    let before = one("plan_confirmed", &site_near(), &[second], "S00001-2025Q4");
    assert_eq!(before.window.deadline, at("2025-11-01T00:00:00+08:00"), "the old value holds for old quarters");
}

#[test]
fn maintenance_is_due_by_the_end_of_the_quarter_and_does_not_roll() {
    let work = one("maintenance_done", &site_near(), &[], "S00001-2026Q1");
    assert_eq!(window(&work), ["2026-01-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"]);
    let over_new_year = one("maintenance_done", &served("2025-01-10", "2026-10-01"), &[], "S00001-2025Q4");
    assert_eq!(over_new_year.window.deadline, at("2026-01-01T00:00:00+08:00"));
}

#[test]
fn service_that_begins_within_a_quarter_leaves_a_month_for_the_plan() {
    let plan = one("plan_confirmed", &site_near(), &[], "S00001-2025Q1");
    assert_eq!(plan.window.deadline, at("2025-02-11T00:00:00+08:00"), "a month from 10 January");
    let work = one("maintenance_done", &site_near(), &[], "S00001-2025Q1");
    assert_eq!(window(&work), ["2025-01-10T00:00:00+08:00", "2025-04-01T00:00:00+08:00"]);
}

#[test]
fn service_that_ends_within_a_quarter_ends_what_is_due() {
    let work = one("maintenance_done", &served("2025-01-10", "2026-03-15"), &[], "S00001-2026Q1");
    assert_eq!(work.window.deadline, at("2026-03-16T00:00:00+08:00"));
}

#[test]
fn a_quarter_counts_from_sixty_days_of_service_on() {
    let quarters = |from: &str, to: &str| due("maintenance_done", &served(from, to), &[], NOW).len();
    assert_eq!(quarters("2026-01-01", "2026-03-01"), 1, "31 + 28 + 1");
    assert_eq!(quarters("2026-01-01", "2026-02-28"), 0);
    assert_eq!(quarters("2026-01-31", "2026-03-31"), 1);
    assert_eq!(quarters("2026-02-01", "2026-03-31"), 0);
}

#[test]
fn days_served_twice_over_count_once() {
    let doubled = |last: &str| {
        let periods = json!([{"from": "2026-01-01", "to": "2026-02-10"}, {"from": "2026-01-05", "to": "2026-01-20"}, {"from": "2026-02-01", "to": last}]);
        due("maintenance_done", &site_near().set("/service", periods), &[], NOW).len()
    };
    assert_eq!((doubled("2026-03-01"), doubled("2026-02-28")), (1, 0));
}

#[test]
fn a_confirmed_plan_fulfils_to_the_second() {
    let standing = |confirmed: &str| {
        let plan = confirmed_plan().set("/confirmation/at", confirmed);
        one("plan_confirmed", &site_near(), &[plan], "S00001-2025Q2").standing(at(NOW))
    };
    assert_eq!(standing("2025-04-30T23:59:59+08:00"), Standing::InTime);
    assert_eq!(standing("2025-05-01T00:00:00+08:00"), Standing::InTime);
    assert_eq!(standing("2025-05-01T00:00:01+08:00"), Standing::Late);
}

#[test]
fn done_maintenance_fulfils_to_the_second() {
    let standing = |ended: &str| {
        let work = maintenance().set("/work/ended_at", ended);
        one("maintenance_done", &site_near(), &[work], "S00001-2025Q2").standing(at(NOW))
    };
    assert_eq!(standing("2025-06-30T23:59:59+08:00"), Standing::InTime);
    assert_eq!(standing("2025-07-01T00:00:00+08:00"), Standing::InTime);
    assert_eq!(standing("2025-07-01T00:00:01+08:00"), Standing::Late);
    let open = maintenance().set("/state", "open").drop("/confirmation");
    let due = one("maintenance_done", &site_near(), &[open], "S00001-2025Q2");
    assert_eq!(due.standing(at("2025-07-01T00:00:01+08:00")), Standing::Missing);
    assert_eq!(due.standing(at("2025-07-01T00:00:00+08:00")), Standing::NotYetDue);
}

#[test]
fn a_plan_confirmed_long_ahead_counts_from_the_month_before_on() {
    let early = confirmed_plan().set("/confirmation/at", "2025-02-10T09:00:00+08:00");
    let due = one("plan_confirmed", &site_near(), &[early], "S00001-2025Q2");
    assert_eq!(due.standing(at("2025-02-28T00:00:00+08:00")), Standing::NotYetDue);
    assert_eq!(due.standing(at("2025-03-01T00:00:00+08:00")), Standing::InTime);
}

#[test]
fn the_first_confirmed_plan_is_the_one_that_counts() {
    let changed = changed_plan("2025-06-01T09:00:00+08:00");
    let due = one("plan_confirmed", &site_near(), &[confirmed_plan(), changed.clone()], "S00001-2025Q2");
    assert_eq!((due.key.id.as_str(), due.standing(at(NOW))), ("S00001-2025Q2-01", Standing::InTime));
    let drafted = one("plan_confirmed", &site_near(), &[drafted_plan()], "S00001-2025Q2");
    assert_eq!((drafted.key.id.as_str(), drafted.standing(at(NOW))), ("S00001-2025Q2-01", Standing::Missing));
    let gone = json!({"at": "2025-04-09T09:00:00+08:00", "by": "zhang-wei", "reason": "甲方要求改期"});
    let withdrawn = drafted_plan().set("/state", "withdrawn").set("/withdrawal", gone);
    let next = one("plan_confirmed", &site_near(), std::slice::from_ref(&withdrawn), "S00001-2025Q2");
    assert_eq!((next.key.id.as_str(), next.fulfilment), ("S00001-2025Q2-02", Fulfilment::Open));
    let after = one("plan_confirmed", &site_near(), &[withdrawn, changed], "S00001-2025Q2");
    assert_eq!((after.key.id.as_str(), after.standing(at(NOW))), ("S00001-2025Q2-02", Standing::Late));
}

#[test]
fn whoever_is_named_in_the_register_is_responsible_else_whoever_planned_or_worked() {
    let named = site_near().set("/maintained_by", "sun-tao");
    let who = |site: &Draft, others: &[Draft], rule| {
        one(rule, site, others, "S00001-2025Q2").responsible.map(|who| who.to_string())
    };
    assert_eq!(who(&named, &[confirmed_plan()], "plan_confirmed").as_deref(), Some("sun-tao"));
    assert_eq!(who(&site_near(), &[confirmed_plan()], "plan_confirmed").as_deref(), Some("zhang-wei"));
    assert_eq!(who(&site_near(), &[maintenance()], "maintenance_done").as_deref(), Some("zhang-wei"));
    assert_eq!(who(&site_near(), &[], "maintenance_done"), None);
}

#[test]
fn the_plan_in_force_is_the_last_one_confirmed_by_then() {
    let scene = [confirmed_plan(), changed_plan("2025-05-20T09:00:00+08:00")].iter().fold(Scene::empty(), Scene::with);
    let id = MaintenanceId::parse("S00001-2025Q2").unwrap();
    let force = |when: &str| scene.world(|world| plan_in_force(&id, at(when), world)).map(|plan| plan.n());
    assert_eq!(force("2025-04-10T14:59:59+08:00"), None);
    assert_eq!(force("2025-04-10T15:00:00+08:00"), Some(1));
    assert_eq!(force("2025-05-20T08:59:59+08:00"), Some(1));
    assert_eq!(force("2025-05-20T09:00:00+08:00"), Some(2));
}

#[test]
fn every_due_day_tells_how_it_came_about() {
    let plan = one("plan_confirmed", &site_near(), &[], "S00001-2025Q1");
    let told: Vec<_> = plan.steps.iter().map(|step| step.speak(crate::text::Lang::En)).collect();
    assert_eq!(
        told,
        [
            "service runs in 2025Q1 from 2025-01-10 to 2025-03-31, 81 days",
            "end of month 1 of the quarter",
            "service began within the quarter: 1 month(s) from 2025-01-10 are left",
            "base: day by which the plan is to be confirmed 2025-02-10",
            "counts from 2024-12-01T00:00:00+08:00",
            "in time until 2025-02-11T00:00:00+08:00 (inclusive)",
        ]
    );
}

#[test]
fn a_quarters_clocks_turn_at_midnight_to_the_second() {
    let stands = |rule: &str, key: &str, done: &dyn Fn(&str) -> Draft, deadline: &str| {
        [-1, 0, 1].map(|by| {
            let draft = done(&at(deadline).plus_seconds(by).to_string());
            one(rule, &site_near(), &[confirmed_plan(), draft], key).standing(at(NOW))
        })
    };
    let turns = [Standing::InTime, Standing::InTime, Standing::Late];
    let confirmed = |when: &str| confirmed_plan().set("/confirmation/at", when);
    assert_eq!(stands("plan_confirmed", "S00001-2025Q2", &confirmed, "2025-05-01T00:00:00+08:00"), turns);
    let done = |when: &str| maintenance().set("/work/ended_at", when);
    assert_eq!(stands("maintenance_done", "S00001-2025Q2", &done, "2025-07-01T00:00:00+08:00"), turns);
}
