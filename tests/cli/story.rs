//! From the first commit to the settled book, as staff would type it.

use super::environment::{Environment, set};

#[test]
fn init_makes_a_repository_that_plain_git_can_read() {
    let place = Environment::new();
    place.founded();
    assert_eq!(
        place.git(&["log", "--format=%an <%ae> %cI %s"]).ok(),
        "陈静 <chen@weibao.example> 2026-03-02T08:00:00+08:00 repository: 某公司 建库 / founded\n"
    );
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(place.git(&["fsck", "--strict"]).ends(0).matches("error").count(), 0);
    for file in [
        "schemas/ticket.1.json",
        "records/company/company.json",
        "records/calendar/2026.json",
        ".github/workflows/records.yml",
    ] {
        assert!(place.records().join(file).is_file(), "{file}");
    }
    assert!(place.records().join(".git/hooks/pre-commit").is_file());
}

#[test]
fn a_ticket_goes_from_opening_to_the_office() {
    let place = Environment::new();
    place.company(3);
    place.at("2026-03-02T10:00");
    assert!(place.open_ticket().ok().contains("ticket: WX-0000001 开单 / opened"));
    let contact = [
        "pre_contact.at=2026-03-02 10:10",
        "pre_contact.by=wang-jun",
        "pre_contact.with=C00001-01",
        "pre_contact.channel=电话",
        "pre_contact.agreed_arrival=2026-03-02 14:00",
    ];
    let dispatch = ["dispatch.by=chen-jing", "dispatch.at=2026-03-02 10:20", "dispatch.technicians=wang-jun"];
    place.at("2026-03-02T10:30");
    place
        .weibao(&set(&["edit", "ticket", "WX-0000001", "--as", "wang-jun"], &[&contact[..], &dispatch[..]].concat()))
        .ok();
    place.at("2026-03-02T16:30");
    let trip = [
        "trip.traveller=wang-jun",
        "trip.mode=公交",
        "trip.departed_at=2026-03-02 13:20",
        "trip.arrived_at=2026-03-02 14:00",
        "trip.vehicle=无",
        "trip.consent=无",
    ];
    let work = [
        "work.diagnosis=电源损坏",
        "work.actions=更换电源",
        "work.parts=无",
        "work.spare_loan=无",
        "work.charge_cents=0",
        "work.result=修复",
        "work.result_note=图像正常",
        "work.restored_at=2026-03-02 16:00",
        "work.delays=无",
        "work.remark=无",
    ];
    let confirmation = [
        "confirmation.work_start=2026-03-02 14:05",
        "confirmation.work_end=2026-03-02 16:00",
        "confirmation.content=更换电源",
        "confirmation.quality=5",
        "confirmation.client_opinion=无",
        "confirmation.at=2026-03-02 16:10",
        "state=完成",
    ];
    let key = place.path("wang-key");
    let technician = format!("work:technician=key:{}", key.display());
    let client = place.scanned("confirmation:client@C00001-01");
    let mut args =
        set(&["edit", "ticket", "WX-0000001", "--as", "wang-jun", "--sign", &technician, "--sign", &client], &trip);
    args = set(&args, &work);
    args = set(&args, &confirmation);
    place.weibao(&args).ok();
    place.at("2026-03-03T09:00");
    let desk = place.scanned("front_desk:front_desk");
    place
        .weibao(&set(
            &["edit", "ticket", "WX-0000001", "--as", "zhao-li", "--sign", &desk],
            &["front_desk.received_by=zhao-li"],
        ))
        .ok();
    let office = place.scanned("office:office");
    place
        .weibao(&set(
            &["edit", "ticket", "WX-0000001", "--as", "sun-yan", "--sign", &office],
            &["office.received_by=sun-yan"],
        ))
        .ok();
    let subjects = place.git(&["log", "-3", "--reverse", "--format=%s"]).ok();
    let expected = [
        "ticket: WX-0000001 完成 / completed",
        "ticket: WX-0000001 修改 front_desk / changed front_desk",
        "ticket: WX-0000001 修改 office / changed office",
    ];
    assert_eq!(subjects.lines().collect::<Vec<_>>(), expected);
    let shown = place.weibao(&["show", "ticket", "WX-0000001"]).ok();
    assert!(shown.contains("state: completed") && shown.contains("plies: 3 4"), "{shown}");
    let history = place.weibao(&["--format", "json", "log", "ticket", "WX-0000001"]).json();
    assert_eq!(history["history"].as_array().unwrap().len(), 5);
    assert_eq!(history["history"][4]["author"], "sun-yan@weibao.example");
    let said =
        place.weibao(&["edit", "ticket", "WX-0000001", "--as", "wang-jun", "--set", "report.symptom=别的"]).ends(1);
    assert!(said.contains("closed_form_changed"), "{said}");
}

#[test]
fn an_old_book_is_settled_when_the_new_one_is_issued() {
    let place = Environment::new();
    place.company(2);
    place.at("2026-03-02T10:00");
    place.open_ticket().ok();
    let holder = place.scanned("void:holder");
    place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错型号", "--sign", &holder]).ok();
    place.open_ticket().ok();
    place.issue("spare", 2);
    let told = [
        "reason=配件待购",
        "remaining_work=换镜头",
        "expected_on=2026-03-20",
        "client_informed.contact=C00001-01",
        "client_informed.agreed=是",
    ];
    let technician = format!("transfer:technician=key:{}", place.path("wang-key").display());
    place.weibao(&set(&["transfer", "WX-0000002", "--as", "wang-jun", "--sign", &technician], &told)).ok();
    let (finance, old) = (place.scanned("issue:finance"), place.scanned("settlement:finance"));
    let (holder, back) = (place.scanned("issue:holder@wang-jun"), place.scanned("settlement:holder@wang-jun"));
    place
        .weibao(&[
            "issue", "wang-jun", "--count", "2", "--sign", &finance, "--sign", &holder, "--sign", &old, "--sign", &back,
        ])
        .ok();
    let settled = place.weibao(&["--format", "json", "show", "book", "WX-00001"]).json();
    assert_eq!(settled["record"]["settlement"]["void"][0], "WX-0000001");
    assert_eq!(settled["record"]["settlement"]["transferred"][0], "WX-0000002");
    let new = place.weibao(&["--format", "json", "show", "book", "WX-00002"]).json();
    assert_eq!(
        (&new["record"]["first_no"], &new["record"]["issue"]["exchanged_for"]),
        (&"WX-0000003".into(), &"WX-00001".into())
    );
    let spare = place.weibao(&["--format", "json", "show", "维修单", "BY-0000001"]).json();
    assert_eq!(spare["record"]["transferred_from"], "WX-0000002");
    assert!(place.weibao(&["check", "--all"]).ok().contains("nothing found"));
}

#[test]
fn a_leaver_returns_the_book() {
    let place = Environment::new();
    place.company(2);
    let (finance, holder) = (place.scanned("settlement:finance"), place.scanned("settlement:holder@wang-jun"));
    place.weibao(&["return", "WX-00001", "--reason", "leave", "--sign", &finance, "--sign", &holder]).ok();
    let listed = place.weibao(&["list", "book"]).ok();
    assert!(listed.contains("WX-00001  settled"), "{listed}");
    assert!(place.weibao(&["check", "--all"]).ok().contains("nothing found"));
}

#[test]
fn a_record_comes_from_standard_input() {
    let place = Environment::new();
    place.founded();
    let client = r#"{"name": "甲公司", "since": "2026-01-01", "e_signature_agreement": "无"}"#;
    let written = place.weibao_reading(&["--format", "json", "new", "甲方", "--from", "-"], client).json();
    assert_eq!(written["records"][0]["key"], "C00001");
    assert!(place.read("records/client/000/C00001.json").contains("甲公司"));
}

#[test]
fn what_is_due_is_listed_and_explained() {
    let place = Environment::new();
    place.company(2);
    place.at("2026-03-02T10:00");
    place.open_ticket().ok();
    let due = place.weibao(&["due", "--explain", "--as-of", "2026-03-02"]).ok();
    assert!(!due.is_empty());
}

#[test]
fn an_installation_is_called_back_on_its_day_and_visited_when_the_user_asks() {
    let place = Environment::new();
    place.company(2);
    place.at("2026-03-02T10:00");
    let head = ["site=S00001", "contract=HT-1", "contact=C00001-01", "purpose=安装", "planned_on=2026-03-03"];
    assert!(place.weibao(&set(&["new", "技术安装服务单", "--as", "wang-jun"], &head)).ok().contains("S00001-01"));
    place.at("2026-03-03T17:00");
    let contact = [
        "pre_contact.at=2026-03-02 10:10",
        "pre_contact.by=wang-jun",
        "pre_contact.with=C00001-01",
        "pre_contact.channel=电话",
        "pre_contact.agreed_arrival=2026-03-03 09:00",
    ];
    let service = [
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
    let key = place.path("wang-key");
    let (technician, lead) =
        (format!("service:technician=key:{}", key.display()), place.scanned("service:install_lead@chen-jing"));
    let client = place.scanned("confirmation:client@C00001-01");
    let edit =
        ["edit", "install", "S00001-01", "--as", "wang-jun", "--sign", &technician, "--sign", &lead, "--sign", &client];
    place.weibao(&set(&edit, &[&contact[..], &service[..]].concat())).ok();
    let due = place.weibao(&["due", "--days", "1"]).ok();
    assert!(due.contains("S00001-01.install_day"), "{due}");
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
    place.weibao(&set(&["new", "电话回访记录", "S00001-01.install_day", "--sign", &caller], &call)).ok();
    let due = place.weibao(&["due", "--days", "1"]).ok();
    assert!(!due.contains("S00001-01.install_day"), "{due}");
    let explained = place.weibao(&["due", "--days", "100", "--explain"]).ok();
    assert!(explained.contains("S00001-01.month_1") && explained.contains("S00001-01.month_3"), "{explained}");
    assert!(place.weibao(&["check", "--all", "--history", "--signatures"]).ok().contains("nothing found"));
}

#[test]
fn a_signature_with_a_key_that_is_not_registered_is_refused() {
    let place = Environment::new();
    place.company(2);
    place.open_ticket().ok();
    let stranger = place.ssh_key("stranger");
    let holder = format!("void:holder=key:{stranger}");
    let said = place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错", "--sign", &holder]).ends(1);
    assert!(said.contains("not committed"), "{said}");
    let own = format!("void:holder=key:{}", place.path("wang-key").display());
    place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错", "--sign", &own]).ok();
}

#[test]
fn a_section_may_be_signed_later_by_the_one_who_was_away() {
    let place = Environment::new();
    place.company(2);
    place.open_ticket().ok();
    let work = [
        "work.diagnosis=电源损坏",
        "work.actions=更换电源",
        "work.parts=无",
        "work.spare_loan=无",
        "work.charge_cents=0",
        "work.result=修复",
        "work.result_note=正常",
        "work.restored_at=2026-03-02 08:20",
        "work.delays=无",
        "work.remark=无",
    ];
    place.at("2026-03-02T09:00");
    place.weibao(&set(&["edit", "ticket", "WX-0000001", "--as", "wang-jun"], &work)).ok();
    place.git(&["config", "user.signingkey", place.path("wang-key").to_str().unwrap()]).ok();
    place.weibao(&["签字", "维修单", "WX-0000001", "work", "--role", "安装人员", "--as", "wang-jun"]).ok();
    let shown = place.weibao(&["--format", "json", "show", "ticket", "WX-0000001"]).json();
    assert_eq!(shown["record"]["work"]["signatures"][0]["method"], "ssh");
    let said =
        place.weibao(&["sign", "ticket", "WX-0000001", "trip", "--role", "technician", "--as", "wang-jun"]).ends(2);
    assert!(said.contains("no section `trip`"), "{said}");
}
