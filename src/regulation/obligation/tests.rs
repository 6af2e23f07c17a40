//! Obligations in the fixture's company: what each record makes due, and what fulfils it.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::record::instant::date::parse as day;
use crate::regulation::fixture::{
    Draft, Scene, at, book, calendar, company, delay, fault_report, install, onsite, phone, phone_after_repair,
    settlement, site_near, spare_loan, staff, ticket, training, withdrawn,
};
use crate::text::{Lang, assert_complete};

/// The obligations of one rule that a record makes due in a scene, with nothing else around it than the registers.
fn due(id: &str, anchor: &Draft, others: &[Draft], now: &str) -> Vec<Obligation> {
    let mut scene = Scene::empty().now(now).with(&company()).with(&calendar(2025)).with(&calendar(2026)).with(anchor);
    if !others.iter().any(|other| other.key.kind == Kind::Site) {
        scene = scene.with(&site_near());
    }
    scene = others.iter().fold(scene, Scene::with);
    scene.world(|world| {
        let entry = world.records.entry(&anchor.key).unwrap();
        arising(&entry, world).into_iter().filter(|obligation| obligation.rule.id == id).collect()
    })
}

fn one(id: &str, anchor: &Draft, others: &[Draft], now: &str) -> Obligation {
    let mut all = due(id, anchor, others, now);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn bounds(obligation: &Obligation) -> [String; 2] {
    [obligation.window.opens.to_string(), obligation.window.deadline.to_string()]
}

const NOW: &str = "2026-03-02T12:00:00+08:00";

/// The installation with another day of confirmation.
fn installed(confirmed: &str) -> Draft {
    install().set("/confirmation/at", confirmed)
}

#[test]
fn rules_are_sorted_named_after_their_files_and_explained_in_both_languages() {
    let ids: Vec<_> = ALL.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for rule in ALL {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/regulation/obligation").join(rule.id);
        assert!(file.with_extension("rs").exists(), "{}", rule.id);
        assert!(!rule.clauses.is_empty() && !rule.anchors.is_empty());
        for text in [
            &rule.title,
            &rule.explanation.checks,
            &rule.explanation.why,
            &rule.explanation.fails,
            &rule.explanation.fix,
        ] {
            assert_complete(rule.id, text);
        }
    }
}

#[test]
fn the_callback_rules_are_those_fulfilled_by_a_callback() {
    Scene::company().now(NOW).world(|world| {
        let anchors = [install(), ticket(1), delay(), spare_loan(), training(), book("WX-00001", "zhang-wei")];
        for anchor in anchors {
            for obligation in arising(&world.records.entry(&anchor.key).unwrap(), world) {
                let listed = CALLBACKS.iter().any(|rule| rule.id == obligation.rule.id);
                assert_eq!(obligation.is_callback(), listed, "{}", obligation.rule.id);
            }
        }
    });
}

#[test]
fn the_call_on_the_day_of_installation_is_due_by_midnight_even_on_a_sunday() {
    let call = one("phone_install_day", &installed("2025-01-12T15:30:00+08:00"), &[], NOW);
    assert_eq!(bounds(&call), ["2025-01-12T15:30:00+08:00", "2025-01-13T00:00:00+08:00"]);
    assert_eq!(call.key.id, "S00001-01.install_day");
    assert_eq!(call.responsible.unwrap().as_str(), "zhou-min");
    assert_eq!(call.fulfilment, Fulfilment::Open);
}

#[test]
fn a_call_made_on_the_day_fulfils_it() {
    let call = one("phone_install_day", &install(), &[phone()], NOW);
    assert_eq!(call.fulfilment, Fulfilment::Done { at: at("2025-01-10T17:00:00+08:00") });
    assert_eq!(call.standing(at(NOW)), Standing::InTime);
    assert_eq!(call.standing(at("2025-01-10T16:59:59+08:00")), Standing::NotYetDue);
}

#[test]
fn an_installation_not_confirmed_or_of_another_purpose_makes_nothing_due() {
    let open = install().set("/state", "open").drop("/confirmation");
    let parts = install().set("/purpose", "replace_parts");
    for anchor in [open, parts] {
        assert!(ALL.iter().all(|rule| due(rule.id, &anchor, &[], NOW).is_empty()));
    }
}

#[test]
fn a_superseded_form_hands_its_duties_to_the_form_that_corrects_it() {
    let later = install().filed_as("S00001-02").set("/id", "S00001-02").set("/supersedes", "S00001-01");
    assert!(due("phone_install_day", &install(), std::slice::from_ref(&later), NOW).is_empty());
    assert_eq!(due("phone_install_day", &later, &[install()], NOW).len(), 1);
}

#[test]
fn a_callback_made_before_the_correction_still_counts() {
    let later = install().filed_as("S00001-02").set("/id", "S00001-02").set("/supersedes", "S00001-01");
    let call = one("phone_install_day", &later, &[install(), phone()], NOW);
    assert_eq!((call.key.id.as_str(), call.standing(at(NOW))), ("S00001-01.install_day", Standing::InTime));
    let visits = due("onsite_quarterly", &later, &[install(), onsite()], NOW);
    assert_eq!((visits[0].key.id.as_str(), visits[1].key.id.as_str()), ("S00001-01.month_3", "S00001-02.month_6"));
}

#[test]
fn the_call_after_one_month_opens_early_by_policy_and_ends_with_the_rolled_day() {
    let call = one("phone_month_1", &installed("2025-05-01T10:00:00+08:00"), &[], NOW);
    assert_eq!(bounds(&call), ["2025-05-25T00:00:00+08:00", "2025-06-04T00:00:00+08:00"]);
    assert_eq!(call.window.due_on, day("2025-06-03").unwrap());
    let english: Vec<_> = call.steps.iter().map(|step| step.speak(Lang::En)).collect();
    assert_eq!(english[0], "base: installation (confirmed by the user) 2025-05-01");
    assert_eq!(english[2], "2025-06-01 is a rest day (Sunday): rolls (D7)");
}

#[test]
fn the_half_year_call_is_for_sites_important_on_the_unrolled_due_day() {
    let flagged = |from: &str, to: &str| {
        site_near().set("/important", json!([{"from": from, "to": to, "set_by": "zhao-lei", "reason": "重点"}]))
    };
    let anchor = installed("2025-10-05T10:00:00+08:00");
    let on = |site: Draft| due("phone_month_6", &anchor, &[site], NOW).len();
    assert_eq!(on(flagged("2026-04-05", "2026-04-05")), 1, "the day itself");
    assert_eq!(on(flagged("2026-04-06", "2026-04-30")), 0, "the rolled day does not count");
    assert_eq!(on(flagged("2025-01-01", "2026-04-04")), 0, "unflagged before");
}

#[test]
fn the_call_after_twelve_months_is_for_everybody_and_once() {
    let site = site_near().set("/important", json!([]));
    assert_eq!(due("phone_month_12", &install(), &[site], NOW).len(), 1);
}

#[test]
fn visits_are_due_every_three_months_of_service_and_name_their_clauses() {
    let visits = due("onsite_quarterly", &install(), &[onsite()], NOW);
    let stages: Vec<_> = visits.iter().map(|visit| (visit.key.id.as_str(), visit.clauses.clone())).collect();
    assert_eq!(
        stages,
        [
            ("S00001-01.month_3", vec!["C-7.2.1"]),
            ("S00001-01.month_6", vec!["C-7.2.1", "C-S.2.1"]),
            ("S00001-01.month_9", vec!["C-7.2.1"]),
            ("S00001-01.month_12", vec!["C-7.2.1", "C-S.2.1"]),
            ("S00001-01.month_15", vec!["C-7.2.1"]),
            ("S00001-01.month_18", vec!["C-7.2.1"]),
            ("S00001-01.month_21", vec!["C-7.2.1"]),
        ]
    );
    assert_eq!(visits[0].standing(at(NOW)), Standing::InTime);
    assert_eq!(visits[1].standing(at(NOW)), Standing::Missing);
}

#[test]
fn a_visit_may_be_made_until_24_hours_after_the_rolled_due_day() {
    let visits = due("onsite_quarterly", &installed("2024-08-31T10:00:00+08:00"), &[], NOW);
    let ninth = visits.iter().find(|visit| visit.key.id.ends_with("month_9")).unwrap();
    assert_eq!(bounds(ninth), ["2025-05-31T00:00:00+08:00", "2025-06-05T00:00:00+08:00"]);
    assert_eq!(ninth.window.due_on, day("2025-06-03").unwrap());
}

#[test]
fn when_service_ends_only_the_visits_at_six_and_twelve_months_remain() {
    let ended = site_near().set("/service", json!([{"from": "2025-01-10", "to": "2025-02-01"}]));
    let visits = due("onsite_quarterly", &install(), &[ended], NOW);
    let stages: Vec<_> = visits.iter().map(|visit| (visit.key.id.as_str(), visit.clauses.clone())).collect();
    assert_eq!(stages, [("S00001-01.month_6", vec!["C-S.2.1"]), ("S00001-01.month_12", vec!["C-S.2.1"])]);
}

#[test]
fn a_visit_before_its_month_is_full_does_not_count() {
    let early = onsite().set("/visit/arrived_at", "2025-04-09T23:59:59+08:00");
    let visits = due("onsite_quarterly", &install(), &[early], NOW);
    assert_eq!(visits[0].standing(at(NOW)), Standing::Missing);
    let punctual = onsite().set("/visit/arrived_at", "2025-04-10T00:00:00+08:00");
    assert_eq!(due("onsite_quarterly", &install(), &[punctual], NOW)[0].standing(at(NOW)), Standing::InTime);
}

#[test]
fn a_visit_on_the_last_second_is_in_time_and_a_second_later_late() {
    let arrived = |when: &str| {
        let visit = onsite().set("/visit/arrived_at", when);
        due("onsite_quarterly", &install(), &[visit], NOW)[0].standing(at(NOW))
    };
    assert_eq!(arrived("2025-04-11T23:59:59+08:00"), Standing::InTime);
    assert_eq!(arrived("2025-04-12T00:00:00+08:00"), Standing::InTime);
    assert_eq!(arrived("2025-04-12T00:00:01+08:00"), Standing::Late);
}

#[test]
fn every_completed_repair_is_called_back_within_the_hours_of_the_policy() {
    let call = one("phone_after_repair", &ticket(1), &[phone_after_repair()], NOW);
    assert_eq!(bounds(&call), ["2025-03-04T11:30:00+08:00", "2025-03-05T11:30:00+08:00"]);
    assert_eq!(call.standing(at(NOW)), Standing::InTime);
    let planned = ticket(1).set("/report/service", "maintenance");
    assert!(due("phone_after_repair", &planned, &[], NOW).is_empty());
    assert!([2, 3, 4].iter().all(|n| due("phone_after_repair", &ticket(*n), &[], NOW).is_empty()));
}

#[test]
fn somebody_unreachable_is_not_called_back_excused_or_not() {
    let unreachable =
        phone_after_repair().set("/state", "unreachable").drop("/call").set("/attempts/0/result", "no_answer");
    let call = one("phone_after_repair", &ticket(1), &[unreachable], NOW);
    assert_eq!(call.fulfilment, Fulfilment::Unreachable { at: at("2025-03-05T09:30:00+08:00"), excused: false });
    assert_eq!(call.standing(at(NOW)), Standing::Unreachable);
    assert_eq!(call.standing(at("2025-03-05T11:30:00+08:00")), Standing::NotYetDue);
}

fn registered(callback: Draft, visit: &str) -> Draft {
    callback.set(
        "/key_registration",
        json!({
            "at": "2025-03-07T18:00:00+08:00", "reason": "不满意", "demands": "再来人", "reported_to": "liu-yan",
            "reported_at": "2025-03-07T18:10:00+08:00", "visit": visit, "signatures": [],
        }),
    )
}

#[test]
fn a_visit_demanded_on_a_friday_is_due_the_next_day_not_the_next_working_day() {
    let call = registered(phone_after_repair(), "WX-0000001.post_repair.after_call");
    let visit = one("visit_after_call", &call, &[], NOW);
    assert_eq!(bounds(&visit), ["2025-03-07T18:00:00+08:00", "2025-03-08T18:00:00+08:00"]);
    assert_eq!(visit.key, Key::new(Kind::OnsiteCallback, "WX-0000001.post_repair.after_call").unwrap());
}

#[test]
fn a_key_registration_stays_open_until_its_outcome() {
    let call = registered(phone_after_repair(), "WX-0000001.post_repair.after_call");
    let open = one("outcome_after_demand", &call, &[], NOW);
    assert_eq!(bounds(&open), ["2025-03-07T18:00:00+08:00", "2025-03-19T00:00:00+08:00"], "seven working days");
    assert_eq!(open.standing(at(NOW)), Standing::Missing);
    assert_eq!(open.responsible.as_ref().unwrap().as_str(), "liu-yan");
    for (done, stands) in [
        ("2025-03-18T23:59:59+08:00", Standing::InTime),
        ("2025-03-19T00:00:00+08:00", Standing::InTime),
        ("2025-03-19T00:00:01+08:00", Standing::Late),
    ] {
        let outcome = json!({"at": done, "result": "已更换", "user_ok": true, "by": "liu-yan", "signatures": []});
        let seen_through = one("outcome_after_demand", &call.clone().set("/outcome", outcome), &[], NOW);
        assert_eq!(seen_through.standing(at(NOW)), stands, "{done}");
    }
    assert!(due("outcome_after_demand", &phone_after_repair(), &[], NOW).is_empty());
}

#[test]
fn issues_stay_open_until_the_user_has_accepted_every_one() {
    let issue = |accepted: Option<&str>| {
        let mut issue = json!({"raised_at": "2025-03-07T15:00:00+08:00", "description": "接口协议不明", "transfers": [
            {"from": "客服部", "to": "工程部", "at": "2025-03-07T16:00:00+08:00", "by": "li-na", "accepted_by": "liu-yan",
             "accepted_at": "2025-03-07T16:30:00+08:00", "signatures": []},
        ]});
        if let Some(at) = accepted {
            issue["acceptance"] = json!({"contact": "C00001-01", "at": at, "signatures": []});
        }
        issue
    };
    let visit = |issues| one("issue_accepted", &onsite().set("/issues", json!(issues)), &[], NOW);
    let (first, second) = ("2025-03-12T10:00:00+08:00", "2025-03-21T10:00:00+08:00");
    let open = visit(vec![issue(Some(first)), issue(None)]);
    assert_eq!(bounds(&open), ["2025-03-07T15:00:00+08:00", "2025-03-22T00:00:00+08:00"], "ten working days");
    assert_eq!(open.standing(at(NOW)), Standing::Missing);
    assert_eq!(open.responsible.as_ref().unwrap().as_str(), "liu-yan");
    assert_eq!(visit(vec![issue(Some(first)), issue(Some(second))]).standing(at(NOW)), Standing::InTime);
    assert!(due("issue_accepted", &onsite(), &[], NOW).is_empty());
}

#[test]
fn a_dissatisfied_visit_demands_another_until_keys_end() {
    let visit = one("visit_after_visit", &registered(onsite(), "S00001-01.month_3.after_visit"), &[], NOW);
    assert_eq!(visit.key.id, "S00001-01.month_3.after_visit");
    let deep = "S00001-01.month_3.after_visit.after_visit.after_visit";
    let last = registered(onsite().filed_as(deep).set("/id", deep).set("/stage", "after_visit"), deep);
    assert!(due("visit_after_visit", &last, &[], NOW).is_empty());
}

#[test]
fn a_delay_slip_waits_for_finance_in_working_days() {
    let slip = one("delay_accounting", &delay(), &[], NOW);
    assert_eq!(bounds(&slip), ["2025-03-07T11:00:00+08:00", "2025-03-15T00:00:00+08:00"]);
    assert_eq!(slip.standing(at(NOW)), Standing::InTime);
    let waiting = delay().set("/state", "submitted").drop("/finance");
    assert_eq!(one("delay_accounting", &waiting, &[], NOW).standing(at(NOW)), Standing::Missing);
}

#[test]
fn a_completed_ticket_is_handed_in_within_the_days_in_force_on_its_day() {
    let hand_in = one("ticket_hand_in", &ticket(1), &[], NOW);
    assert_eq!(bounds(&hand_in)[1], "2025-03-07T00:00:00+08:00", "two working days until July 2025");
    assert_eq!(hand_in.standing(at(NOW)), Standing::InTime);
    let later = ticket(1).set("/confirmation/at", "2025-08-01T11:45:00+08:00").drop("/office");
    let hand_in = one("ticket_hand_in", &later, &[], NOW);
    assert_eq!(bounds(&hand_in)[1], "2025-08-07T00:00:00+08:00", "three since July 2025");
    assert_eq!(hand_in.standing(at(NOW)), Standing::Missing);
}

#[test]
fn a_fault_leads_to_a_ticket_within_the_hours_of_the_policy_or_is_settled_without_one() {
    let stands = |report: &Draft, opened_at: &str| {
        let answered = ticket(1).set("/report/opened_at", opened_at);
        one("fault_ticket", report, &[answered], NOW).standing(at(NOW))
    };
    assert_eq!(
        bounds(&one("fault_ticket", &fault_report(), &[], NOW)),
        ["2025-03-04T09:00:00+08:00", "2025-03-05T09:00:00+08:00"]
    );
    assert_eq!(stands(&fault_report(), "2025-03-05T08:59:59+08:00"), Standing::InTime);
    assert_eq!(stands(&fault_report(), "2025-03-05T09:00:00+08:00"), Standing::InTime);
    assert_eq!(stands(&fault_report(), "2025-03-05T09:00:01+08:00"), Standing::Late);
    let nobody = fault_report().set("/tickets", json!([]));
    assert_eq!(stands(&nobody, "2025-03-04T09:20:00+08:00"), Standing::Missing);
    let by_phone = json!({"at": "2025-03-04T09:20:00+08:00", "by": "li-na", "reason": "电话指导后恢复正常"});
    assert_eq!(stands(&nobody.set("/without_ticket", by_phone), "2025-03-09T09:00:00+08:00"), Standing::InTime);
}

#[test]
fn a_spare_is_due_back_on_the_agreed_day() {
    let loan = one("spare_return", &spare_loan(), &[], NOW);
    assert_eq!(bounds(&loan)[1], "2025-03-15T00:00:00+08:00");
    assert_eq!(loan.responsible.as_ref().unwrap().as_str(), "zhang-wei");
    assert_eq!(loan.standing(at(NOW)), Standing::Missing);
}

#[test]
fn a_book_is_due_back_only_once_its_last_number_is_used() {
    assert!(due("book_hand_back", &book("WX-00001", "zhang-wei"), &[ticket(1)], NOW).is_empty());
    let last = ticket(2).filed_as("WX-0000050").set("/id", "WX-0000050");
    let full = one("book_hand_back", &book("WX-00001", "zhang-wei"), &[last], NOW);
    assert_eq!(bounds(&full), ["2025-03-05T09:00:00+08:00", "2025-03-13T00:00:00+08:00"]);
    assert_eq!(full.standing(at(NOW)), Standing::Missing);
}

#[test]
fn a_leaver_owes_the_books_still_open_on_the_day_of_leaving() {
    let leaver = staff("zhang-wei").set("/left_on", "2025-06-30");
    let owed = one("leaver_book_return", &leaver, &[book("WX-00001", "zhang-wei")], NOW);
    assert_eq!(bounds(&owed)[1], "2025-07-01T00:00:00+08:00");
    assert_eq!(owed.standing(at(NOW)), Standing::Missing);
    let settled = |reason| {
        book("WX-00001", "zhang-wei")
            .set("/state", "settled")
            .set("/settlement", settlement("WX", "zhang-wei", reason, &[1], &[2], &[3], &[]))
    };
    assert!(due("leaver_book_return", &leaver, &[settled("exchange")], NOW).is_empty());
    assert_eq!(one("leaver_book_return", &leaver, &[settled("leave")], NOW).standing(at(NOW)), Standing::InTime);
    assert!(due("leaver_book_return", &staff("zhang-wei"), &[book("WX-00001", "zhang-wei")], NOW).is_empty());
}

#[test]
fn the_obligation_of_a_callback_is_found_from_its_key_alone() {
    let call = registered(phone_after_repair(), "WX-0000001.post_repair.after_call");
    let scene = Scene::company().with(&call).now("2025-01-11T00:00:00+08:00");
    scene.world(|world| {
        let found = |kind, id: &str| for_callback(&Key::new(kind, id).unwrap(), world).map(|it| it.rule.id);
        assert_eq!(found(Kind::PhoneCallback, "S00001-01.install_day"), Some("phone_install_day"));
        assert_eq!(found(Kind::PhoneCallback, "S00001-01.month_6"), Some("phone_month_6"));
        assert_eq!(found(Kind::OnsiteCallback, "S00001-01.month_6"), Some("onsite_quarterly"));
        assert_eq!(found(Kind::OnsiteCallback, "S00001-01.month_21"), Some("onsite_quarterly"), "beyond the horizon");
        assert_eq!(found(Kind::PhoneCallback, "WX-0000001.post_repair"), Some("phone_after_repair"));
        assert_eq!(found(Kind::OnsiteCallback, "WX-0000001.post_repair.after_call"), Some("visit_after_call"));
        for (kind, id) in [
            (Kind::OnsiteCallback, "S00001-01.month_5"),
            (Kind::OnsiteCallback, "S00001-01.month_27"),
            (Kind::PhoneCallback, "S00001-01.month_3"),
            (Kind::PhoneCallback, "S00009-01.month_1"),
            (Kind::PhoneCallback, "WX-0000004.post_repair"),
            (Kind::OnsiteCallback, "S00001-01.month_3.after_visit"),
        ] {
            assert_eq!(found(kind, id), None, "{id}");
        }
    });
}

#[test]
fn a_training_is_due_thirty_days_after_the_request() {
    let asked = training().set("/state", "requested").drop("/session").drop("/attendees").drop("/confirmation");
    let open = one("training_after_request", &asked, &[], NOW);
    assert_eq!(bounds(&open), ["2025-05-06T09:30:00+08:00", "2025-06-06T00:00:00+08:00"]);
    assert_eq!(open.standing(at("2025-06-06T00:00:00+08:00")), Standing::NotYetDue);
    assert_eq!(open.standing(at("2025-06-06T00:00:01+08:00")), Standing::Missing);
    assert_eq!(open.responsible.as_ref().unwrap().as_str(), "zhang-wei");
    assert_eq!(open.client.as_ref().unwrap().as_str(), "C00001");
    for (started, standing) in [
        ("2025-06-05T23:59:59+08:00", Standing::InTime),
        ("2025-06-06T00:00:00+08:00", Standing::InTime),
        ("2025-06-06T00:00:01+08:00", Standing::Late),
    ] {
        let held = training().set("/session/started_at", started);
        assert_eq!(one("training_after_request", &held, &[], NOW).standing(at(NOW)), standing, "{started}");
    }
}

#[test]
fn a_training_due_on_a_rest_day_rolls_and_the_policy_of_the_request_day_decides() {
    let asked = |at: &str| training().set("/request/at", at).set("/state", "requested").drop("/session");
    let on = |draft: &Draft| one("training_after_request", draft, &[], NOW).window.due_on;
    // 2025-05-03 plus thirty days is 2 June, off; the 3rd is a working day.
    assert_eq!(on(&asked("2025-05-03T09:00:00+08:00")), day("2025-06-03").unwrap());
    let ten = company()
        .set("/policies", json!([{"name": "training_days", "value": 10, "from": "2025-05-07", "reason": "合同约定"}]));
    let due = |at: &str| one("training_after_request", &asked(at), std::slice::from_ref(&ten), NOW).window.due_on;
    assert_eq!(due("2025-05-06T23:59:59+08:00"), day("2025-06-05").unwrap());
    assert_eq!(due("2025-05-07T00:00:00+08:00"), day("2025-05-19").unwrap());
}

#[test]
fn a_withdrawn_request_makes_nothing_due() {
    assert!(due("training_after_request", &withdrawn(), &[], NOW).is_empty());
}

/// What a record's clock says of an act one second before its deadline, at it, and one second after.
#[track_caller]
fn turns_at(deadline: &str, act: impl Fn(&str) -> Obligation) {
    let deadline = at(deadline);
    let stands = [-1, 0, 1].map(|by| act(&deadline.plus_seconds(by).to_string()).standing(at(NOW)));
    assert_eq!(stands, [Standing::InTime, Standing::InTime, Standing::Late]);
}

#[test]
fn a_demanded_visit_is_in_time_until_24_hours_after_the_registration_to_the_second() {
    let call = registered(phone_after_repair(), "WX-0000001.post_repair.after_call");
    turns_at("2025-03-08T18:00:00+08:00", |arrived| {
        let visit = onsite().filed_as("WX-0000001.post_repair.after_call").set("/visit/arrived_at", arrived);
        one("visit_after_call", &call, &[visit], NOW)
    });
}

#[test]
fn a_demanded_visit_is_for_the_one_in_charge_it_was_reported_to() {
    let call = registered(phone_after_repair(), "WX-0000001.post_repair.after_call");
    let visit = one("visit_after_call", &call, &[], NOW);
    assert_eq!(visit.responsible.as_ref().map(StaffId::as_str), Some("liu-yan"));
}

#[test]
fn a_call_after_a_repair_is_in_time_until_24_hours_after_it_to_the_second() {
    turns_at("2025-03-05T11:30:00+08:00", |called| {
        let call = phone_after_repair().set("/call/at", called).set("/attempts/0/at", called);
        one("phone_after_repair", &ticket(1), &[call], NOW)
    });
}

#[test]
fn a_spare_is_back_in_time_until_the_agreed_day_ends_to_the_second() {
    turns_at("2025-03-15T00:00:00+08:00", |back| {
        let given_back = json!({
            "at": back, "condition": "完好", "damage": "无", "converted": "无", "received_by": "wu-gang", "signatures": [],
        });
        one("spare_return", &spare_loan().set("/state", "returned").set("/giving_back", given_back), &[], NOW)
    });
}

#[test]
fn whoever_took_a_spare_over_answers_for_its_return() {
    let handover = json!({
        "at": "2025-03-10T09:00:00+08:00", "from": "zhang-wei", "to": "sun-tao", "reason": "离职", "signatures": [],
    });
    let loan = one("spare_return", &spare_loan().set("/handovers", json!([handover])), &[], NOW);
    assert_eq!(loan.responsible.as_ref().map(StaffId::as_str), Some("sun-tao"));
}
