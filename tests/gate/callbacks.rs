//! Callbacks made by hand: too early, too late without a word, or without the caller's signature.

use serde_json::{Value, json};
use weibao::record::Kind;
use weibao::record::path::Key;
use weibao::record::section::sections;
use weibao::schema::Schemas;
use weibao::sign;

use crate::environment::set;
use crate::scenario::Scenario;

/// A scenario with an installation confirmed on 3 March 2026, and the callback of that day as the program writes it;
/// the callback itself is not in the repository yet, only what it says is given.
fn called() -> (Scenario, Value) {
    let scenario = Scenario::new();
    let place = &scenario.place;
    place.at("2026-03-02T11:00");
    let head = ["site=S00001", "contract=HT-1", "contact=C00001-01", "purpose=安装", "planned_on=2026-03-03"];
    place.weibao(&set(&["new", "install", "--as", "wang-jun"], &head)).ok();
    place.at("2026-03-03T17:00");
    let service = [
        "pre_contact.at=2026-03-02 10:10",
        "pre_contact.by=wang-jun",
        "pre_contact.with=C00001-01",
        "pre_contact.channel=电话",
        "pre_contact.agreed_arrival=2026-03-03 09:00",
        "service.started_at=2026-03-03 09:00",
        "service.ended_at=2026-03-03 16:00",
        "service.technicians=wang-jun",
        r#"service.assets=[{"name":"摄像机","model":"X1","serial":"SN1","quantity":4,"location":"大厅"}]"#,
        "service.versions=无",
        "service.replacements=无",
        r#"service.checks=[{"item":"供电","standard":"220V","value":"221V","ok":true}]"#,
        r#"service.system_test={"method":"逐路查看","result":"正常","ok":true}"#,
        "service.handed_over=说明书",
        "service.guidance=已指导",
        "service.warranty.from=2026-03-03",
        "service.warranty.to=2028-03-02",
        "service.open_issues=无",
        "confirmation.at=2026-03-03 16:20",
        "confirmation.client_opinion=满意",
        "confirmation.score=5",
        "state=用户已确认",
    ];
    let (technician, lead, client) = (
        place.scanned("service:technician"),
        place.scanned("service:install_lead@chen-jing"),
        place.scanned("confirmation:client@C00001-01"),
    );
    let signed =
        ["edit", "install", "S00001-01", "--as", "wang-jun", "--sign", &technician, "--sign", &lead, "--sign", &client];
    place.weibao(&set(&signed, &service)).ok();
    scenario.push("main").ok();
    place.at("2026-03-03T19:00");
    let call = [
        r#"attempts=[{"at":"2026-03-03T18:30:00+08:00","by":"chen-jing","contact":"C00001-01","result":"reached"}]"#,
        "call.at=2026-03-03 18:30",
        "call.caller=chen-jing",
        "call.respondent=C00001-01",
        "call.system_normal=是",
        "call.unclear=无",
        "call.help=无",
        "call.installer_satisfaction=5",
        "call.satisfaction=4",
        "call.opinion=无",
        "call.requests=无",
        "call.needs_visit=否",
        "call.recording_notice=无",
        "state=已回访",
    ];
    let caller = place.scanned("call:caller");
    place.weibao(&set(&["new", "phone-callback", "S00001-01.install_day", "--sign", &caller], &call)).ok();
    let value = serde_json::from_str(&place.read(&key("S00001-01.install_day").path())).unwrap();
    scenario.git(&["reset", "-q", "--mixed", "HEAD~1"]).ok();
    std::fs::remove_file(place.records().join(key("S00001-01.install_day").path())).unwrap();
    (scenario, value)
}

fn key(id: &str) -> Key {
    Key::new(Kind::PhoneCallback, id).unwrap()
}

/// Writes a callback with the digests of its signatures made to fit, as somebody who knows how would.
fn write(scenario: &Scenario, id: &str, mut value: Value) {
    let fitting: Vec<_> = sections(&value)
        .iter()
        .map(|section| (section.name.clone(), sign::digest("weibao-test", &key(id), &value, section)))
        .collect();
    for (name, digest) in fitting {
        let signatures = value.pointer_mut(&format!("/{name}/signatures")).and_then(Value::as_array_mut).unwrap();
        for signature in signatures {
            signature["digest"] = json!(digest);
        }
    }
    scenario.write(&key(id).path(), Schemas::get().format(Kind::PhoneCallback, &value));
}

/// Changes the good callback and wants it refused at both doors by a rule.
fn refused(rule: &str, id: &str, change: impl FnOnce(&mut Value)) {
    let (scenario, mut value) = called();
    change(&mut value);
    write(&scenario, id, value);
    if id != "S00001-01.install_day" {
        let scan = |id| scenario.place.records().join(key(id).attachment("call-caller.png"));
        std::fs::rename(scan("S00001-01.install_day"), scan(id)).unwrap();
    }
    let rules = scenario.refused_at_both_doors();
    assert!(rules.iter().any(|said| said == rule), "{rule}: {rules:?}");
}

/// The whole call on another day.
fn moved(value: &mut Value, day: &str) {
    let text = value.to_string().replace("2026-03-03T", &format!("{day}T"));
    *value = serde_json::from_str(&text).unwrap();
}

#[test]
fn the_callback_as_it_should_be_passes() {
    let (scenario, value) = called();
    write(&scenario, "S00001-01.install_day", value);
    scenario.commit("phone-callback: S00001-01.install_day by hand").ok();
    scenario.push("main").ok();
}

#[test]
fn a_callback_before_its_window_is_refused() {
    refused("call_before_window", "S00001-01.month_1", |value| {
        value["id"] = json!("S00001-01.month_1");
        value["stage"] = json!("month_1");
        let call = value["call"].as_object_mut().unwrap();
        call.remove("installer_satisfaction");
        call.insert("familiar".to_owned(), json!(true));
        call.insert("reminders".to_owned(), json!("定期除尘"));
    });
}

#[test]
fn a_late_callback_that_does_not_say_so_is_refused() {
    refused("callback_late_undeclared", "S00001-01.install_day", |value| moved(value, "2026-03-09"));
}

#[test]
fn a_callback_nobody_signed_is_refused() {
    refused("schema_violation", "S00001-01.install_day", |value| value["call"]["signatures"] = json!([]));
}
