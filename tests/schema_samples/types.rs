//! What a schema accepts, its typed form reads: record by record with every leaf replaced, and identifier by identifier.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};
use serde_json::{Value, json};
use weibao::record::Record;
use weibao::record::decimal::Decimal;
use weibao::record::id::{
    BookId, CallbackId, ClientId, ContactId, FaultReportId, IncidentEntryId, IncidentId, InstallId, MaintenanceId,
    PlanId, SiteId, SlipId, StaffId, Stage, TicketId, TrainingId, UpgradeId,
};
use weibao::record::instant::{Instant, date};

use weibao::record::quarter::Quarter;

use super::sample::{samples, validator, validators};
use weibao::record::Kind;

/// What may stand where something else stood: edges of every type, and one of every shape.
fn strangers() -> Vec<Value> {
    let mut values =
        vec![json!(null), json!(true), json!([]), json!({}), json!([1]), json!("无"), json!("已问不详"), json!(["无"])];
    values.extend([0, 1, 5, 6, 255, 256, 9999, 65_536, 4_294_967_296, 9_007_199_254_740_991].map(|n: i64| json!(n)));
    values.extend([-1, -9_007_199_254_740_991].map(|n: i64| json!(n)));
    values.extend(
        [
            "",
            "x",
            "open",
            "zhang-wei",
            "C00001",
            "C00001-01",
            "S00001",
            "S00001-01",
            "WX-00013",
            "WX-0000601",
            "WX-0000601-1",
            "20260315-li-na-01",
            "20260315-li-na-E01",
            "20260315-li-na-E01.zhao-lei-001",
            "S00001-01.month_6",
            "S00001-01.month_999.after_visit",
            "WX-0000601.post_repair",
            "WX-0000601.post_repair.after_call",
            "month_12",
            "1900-01-01",
            "2099-12-31",
            "2024-02-29",
            "1900-01-01T00:00:00-12:59",
            "2099-12-31T23:59:59+14:59",
            "2026-03-15T09:30:00+08:00",
        ]
        .map(|text| json!(text)),
    );
    values
}

/// The pointers of all leaves of a value.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                leaves(inner, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                leaves(inner, &format!("{at}/{i}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

#[test]
fn what_a_schema_accepts_the_typed_form_reads_and_writes_back() {
    let validators = validators();
    let strangers = strangers();
    for kind in Kind::ALL {
        let mut tried = BTreeSet::new();
        for (path, sample) in samples(*kind, "valid") {
            let mut places = Vec::new();
            leaves(&sample, "", &mut places);
            let new: Vec<_> = places.into_iter().filter(|place| tried.insert(place.clone())).collect();
            for place in new {
                for stranger in &strangers {
                    let mut value = sample.clone();
                    stranger.clone_into(value.pointer_mut(&place).unwrap());
                    if validators[kind].is_valid(&value) {
                        let record = Record::from_value(*kind, &value);
                        let back = record.map(|record| record.to_value().unwrap());
                        assert_eq!(back.ok().as_ref(), Some(&value), "{} {place} {stranger}", path.display());
                    }
                }
            }
        }
    }
}

/// Holds a definition to the type that reads it, on texts that nearly are one.
fn agree(definition: &str, texts: &str, parses: impl Fn(&str) -> bool) {
    let reference = format!("https://weibao.invalid/schemas/common.1.json#/$defs/{definition}");
    let validator = validator(&json!({ "$ref": reference }));
    let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let texts = proptest::string::string_regex(texts).unwrap();
    runner
        .run(&texts, |text| {
            prop_assert_eq!(validator.is_valid(&json!(text)), parses(&text), "{} {}", definition, text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn schema_and_type_accept_the_same_people_and_places() {
    agree("staff_id", "[a-z]{0,2}[a-z0-9-]{0,4}-?[A-Z]?", |text| StaffId::parse(text).is_ok());
    agree("staff_id", "[a-z]{28}-[a-z]{2,6}", |text| StaffId::parse(text).is_ok());
    agree("client_id", "[CS]0{0,3}[0-9]{2,3}\n?", |text| ClientId::parse(text).is_ok());
    agree("site_id", "[CS]0{0,3}[0-9]{2,3} ?", |text| SiteId::parse(text).is_ok());
    agree("contact_id", "[CS]000[0-9]{2}-[0-9]{1,3}", |text| ContactId::parse(text).is_ok());
    agree("training_id", "[CS]000[0-9]{2}-[UT]?[0-2]{1,3}", |text| TrainingId::parse(text).is_ok());
    agree("upgrade_id", "[CS]000[0-9]{2}-[UT]?[0-2]{1,3}", |text| UpgradeId::parse(text).is_ok());
    agree("plan_id", "S00001-(18|20)[0-9]{1,2}Q[0-5]-[0-2]{1,3}", |text| PlanId::parse(text).is_ok());
    agree("maintenance_id", "S0000[12]-(18|20)[0-9]{1,2}[Qq][0-5]", |text| MaintenanceId::parse(text).is_ok());
    agree("quarter", "(18|19|20|21)[0-9]{1,2}[Qq][0-5]", |text| Quarter::parse(text).is_some());
    agree("decimal", "[-+]?0?[0-9]{0,10}[.,]?[0-9]{0,7}", |text| Decimal::parse(text).is_some());
    agree("install_id", "[CS]000[0-9]{2}-[0-2]{1,3}", |text| InstallId::parse(text).is_ok());
}

#[test]
fn schema_and_type_accept_the_same_numbers() {
    agree("book_id", "[A-Z]{1,5}-0{3,5}[01]{0,2}", |text| BookId::parse(text).is_ok());
    agree("ticket_id", "[A-Zx]{2,4}-0{5,7}[01]{0,2}", |text| TicketId::parse(text).is_ok());
    agree("slip_id", "[A-Z]{2}-0{6}[01]-?[0-9]{0,2}", |text| SlipId::parse(text).is_ok());
    agree("incident_id", "202603(0[1-9]|[12][0-9])-[a-z]{1,2}(-[a-z0-9]{0,2})?-E?[0-9]{2}", |text| {
        IncidentId::parse(text).is_ok()
    });
    agree("incident_entry_id", "20260315-a[a-b]-E0[01]\\.?[a-z]{1,2}(-[a-z0-9]{0,2})?-0{1,2}[01]", |text| {
        IncidentEntryId::parse(text).is_ok()
    });
    agree("fault_report_id", "202603(0[1-9]|[12][0-9])-[a-z]{1,2}(-[a-z0-9]{0,2})?-[0-9]{2}", |text| {
        FaultReportId::parse(text).is_ok()
    });
}

/// What comes from which callback is what the two schemas add: which stages are called and which are visited.
#[test]
fn schema_and_type_accept_the_same_callbacks() {
    let phone = |text: &str| {
        CallbackId::parse(text).is_ok_and(|id| {
            let called = [Stage::InstallDay, Stage::Month(1), Stage::Month(6), Stage::Month(12), Stage::PostRepair];
            called.contains(&id.stage())
        })
    };
    let texts =
        "(S00001-01|WX-000000[01])(\\.(install_day|post_repair|month_(0|1|3|6|12|1000)|after_(call|visit))){1,4}";
    agree("phone_callback_id", texts, phone);
    agree("onsite_callback_id", texts, |text| visited(text, phone));
    agree("demanded_visit_id", texts, |text| {
        visited(text, phone) && CallbackId::parse(text).is_ok_and(|id| id.demanded_by().is_some())
    });
}

/// A visit after full months, one that a call demanded, or one that a visit demanded.
fn visited(text: &str, phone: impl Fn(&str) -> bool + Copy) -> bool {
    let Ok(id) = CallbackId::parse(text) else { return false };
    match (id.stage(), id.demanded_by()) {
        (Stage::Month(_), None) => true,
        (Stage::AfterCall, Some(call)) => phone(call.as_str()),
        (Stage::AfterVisit, Some(visit)) => visited(visit.as_str(), phone),
        _ => false,
    }
}

#[test]
fn schema_and_type_accept_the_same_days_and_instants() {
    agree("date", "20(2[0-9])-(0[0-9]|1[0-3])-([0-2][0-9]|3[0-2])[ Z]?", |text| date::parse(text).is_some());
    agree(
        "instant",
        "2024-0[1-3]-(0[1-9]|2[0-9]|3[0-2])[Tt ](0[0-9]|2[0-4]):[0-6][0-9]:[05][0-9](Z|-00:00|[+]00:30|[+-](0[1-9]:00|08:60))",
        |text| Instant::parse(text).is_some(),
    );
}
