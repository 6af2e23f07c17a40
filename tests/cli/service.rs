//! Plan, maintenance, upgrade and training from the first word to their last state, as staff would type it (M-2, M-4, M-5).

use super::environment::{Environment, set};

/// The company of the tests at a site where something was installed by the second quarter's start.
fn at_work() -> Environment {
    let place = Environment::new();
    place.company(3);
    place
}

fn edit(place: &Environment, kind: &str, key: &str, members: &[&str], hands: &[&str]) {
    let signatures: Vec<String> = hands.iter().map(|hand| place.scanned(hand)).collect();
    let mut args = vec!["edit", kind, key, "--as", "wang-jun"];
    args.extend(signatures.iter().flat_map(|one| ["--sign", one]));
    place.weibao(&set(&args, members)).ok();
}

fn record(place: &Environment, kind: &str, key: &str) -> serde_json::Value {
    place.weibao(&["--format", "json", "show", kind, key]).json()["record"].clone()
}

fn new_plan(place: &Environment) -> String {
    let members = ["site=S00001", "contract=HT-1", "preparation.systems=视频监控系统", "state=编制"];
    let preparer = place.scanned("preparation:preparer");
    place.weibao(&set(&["new", "季度维护保养计划", "--as", "wang-jun", "--sign", &preparer], &members)).ok()
}

const PLAN_CONFIRMED: &[&str] = &[
    "confirmation.at=2026-03-02 14:00",
    "confirmation.contact=C00001-01",
    "confirmation.client_opinion=无",
    "state=甲方已确认",
    // Service began in January, so that a plan of March is late and says so.
    "late.reason=一月未能约定",
    "late.acknowledged_by=chen-jing",
    "late.acknowledged_at=2026-03-02 14:30",
];

const PLAN_HANDS: &[&str] = &["confirmation:client@C00001-01", "late:supervisor@chen-jing"];

/// What was done under A to G; `upgrade` is the upgrade of item F.
fn work(upgrade: &str) -> Vec<String> {
    let decision =
        if upgrade == "无" { ("not_needed", "已是最新版本") } else { ("upgraded", "修补安全漏洞") };
    let (decision, why) = decision;
    [
        "work.started_at=2026-03-10 09:10",
        "work.ended_at=2026-03-10 15:00",
        "work.technicians=wang-jun",
        "work.control_room=一层监控室",
        r#"work.a_equipment={"equipment":[{"asset":"服务器","status":"normal","finding":"正常","action":"无","ticket":"无"}],"not_applicable":"无"}"#,
        r#"work.b_cabinets={"cleaned":[{"asset":"一号机柜","done_at":"2026-03-10T11:00:00+08:00"}],"not_applicable":"无"}"#,
        r#"work.c_wiring={"checked":"全部接线端子","loose_found":1,"tightened":1,"reason":"无","not_applicable":"无"}"#,
        r#"work.d_performance={"measurements":[{"system":"视频监控系统","parameter":"供电电压","unit":"V","before":"12.1","after":"12.1","min":"10.8","max":"13.2","adjusted":false,"action":"无","ticket":"无"}],"not_applicable":"无"}"#,
        r#"work.e_cleaning={"cleaned":[{"asset":"摄像机","side":"front"},{"asset":"录像机","side":"back"}],"not_applicable":"无"}"#,
        r#"work.g_lines={"segments":["控制室至立杆"],"faults":"无","not_applicable":"无"}"#,
        "work.open_issues=无",
        "work.next_planned_on=2026-06-09",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain([format!(
        r#"work.f_software={{"decisions":[{{"system":"视频监控系统","version_seen":"V1.1","decision":"{decision}","reason":"{why}","upgrade":"{upgrade}"}}],"not_applicable":"无"}}"#
    )])
    .collect()
}

const PRE_CONTACT: &[&str] = &[
    "pre_contact.at=2026-03-09 10:00",
    "pre_contact.by=wang-jun",
    "pre_contact.with=C00001-01",
    "pre_contact.channel=电话",
    "pre_contact.agreed_arrival=2026-03-10 09:00",
];

const TRIP: &[&str] = &[
    "trip.traveller=wang-jun",
    "trip.mode=公交",
    "trip.departed_at=2026-03-10 08:20",
    "trip.arrived_at=2026-03-10 09:00",
    "trip.vehicle=无",
    "trip.consent=无",
];

/// The upgrade of item F, up to the client's confirmation.
fn upgrade(place: &Environment) {
    let head = [
        "site=S00001",
        "system=视频监控系统",
        r#"asset={"name":"录像机","model":"DS-1","serial":"A1"}"#,
        "software=固件",
        "reason=安全",
        "reason_note=修补漏洞",
    ];
    place.at("2026-03-09T10:30");
    let said = place.weibao(&set(&["new", "软件升级记录", "--as", "wang-jun"], &head)).ok();
    assert!(said.contains("S00001-U01"), "{said}");
    let agreement = [
        "agreement.at=2026-03-09 10:10",
        "agreement.by=wang-jun",
        "agreement.contact=C00001-01",
        "agreement.channel=电话",
        "agreement.impact=二十分钟不录像",
        "agreement.downtime.planned_from=2026-03-10 13:00",
        "agreement.downtime.planned_to=2026-03-10 15:00",
        "agreement.rollback_plan=用旧版固件重刷",
    ];
    edit(place, "upgrade", "S00001-U01", &[PRE_CONTACT, &agreement].concat(), &[]);
    place.at("2026-03-10T14:40");
    let hash = format!("execution.package.sha256={}", "9f".repeat(32));
    let execution = [
        "execution.operator=wang-jun",
        "execution.package.source=厂家官网",
        "execution.package.file=fw.dav",
        &hash,
        "execution.version_before=V1.0",
        "execution.version_target=V1.1",
        "execution.version_after=V1.1",
        "execution.backup.taken_at=2026-03-10 13:05",
        "execution.backup.location=文件服务器",
        "execution.backup.verified=是",
        "execution.steps=导出配置，上传固件，重启",
        "execution.started_at=2026-03-10 13:15",
        "execution.ended_at=2026-03-10 14:00",
        r#"execution.tests=[{"item":"实时图像","ok":true}]"#,
        "execution.rolled_back=否",
        "execution.ticket=无",
        "execution.result=升级成功",
        "confirmation.contact=C00001-01",
        "confirmation.work_start=2026-03-10 13:00",
        "confirmation.work_end=2026-03-10 14:05",
        "confirmation.content=固件升级",
        "confirmation.quality=5",
        "confirmation.client_opinion=无",
        "confirmation.at=2026-03-10 14:10",
        "state=甲方已确认",
    ];
    edit(place, "upgrade", "S00001-U01", &execution, &["execution:technician", "confirmation:client@C00001-01"]);
}

#[test]
fn a_quarter_goes_from_the_plan_over_the_upgrade_to_the_signed_maintenance() {
    let place = at_work();
    place.at("2026-03-02T10:00");
    let said = new_plan(&place);
    assert!(said.contains("S00001-2026Q1-01"), "{said}");
    place.at("2026-03-02T15:00");
    edit(&place, "plan", "S00001-2026Q1-01", PLAN_CONFIRMED, PLAN_HANDS);
    assert_eq!(record(&place, "plan", "S00001-2026Q1-01")["state"], "confirmed");

    upgrade(&place);
    assert_eq!(record(&place, "upgrade", "S00001-U01")["state"], "confirmed");

    place.at("2026-03-10T15:30");
    place.weibao(&set(&["new", "季度维护保养记录", "--as", "wang-jun"], &["site=S00001", "period=2026Q1"])).ok();
    let done = work("S00001-U01");
    let done: Vec<&str> = done.iter().map(String::as_str).collect();
    let confirmation = [
        "confirmation.contact=C00001-01",
        "confirmation.work_start=2026-03-10 09:10",
        "confirmation.work_end=2026-03-10 15:00",
        "confirmation.content=A 至 G 各项",
        "confirmation.quality=5",
        "confirmation.client_opinion=无",
        "confirmation.at=2026-03-10 15:10",
        "state=done",
    ];
    let members = [PRE_CONTACT, TRIP, &done, &confirmation].concat();
    edit(&place, "maintenance", "S00001-2026Q1", &members, &["work:technician", "confirmation:client@C00001-01"]);
    let kept = record(&place, "maintenance", "S00001-2026Q1");
    assert_eq!((&kept["state"], &kept["plan"]), (&"done".into(), &"S00001-2026Q1-01".into()));
    assert!(place.weibao(&["check", "--all", "--history"]).ok().contains("nothing found"));
    let due = place.weibao(&["due", "--days", "1"]).ok();
    assert!(!due.contains("2026Q1"), "{due}");
}

#[test]
fn maintenance_before_the_client_has_confirmed_the_plan_is_refused() {
    let place = at_work();
    place.at("2026-03-02T10:00");
    new_plan(&place);
    place.at("2026-03-10T15:30");
    let head = ["site=S00001", "period=2026Q1", "plan=S00001-2026Q1-01"];
    place.weibao(&set(&["new", "maintenance", "--as", "wang-jun"], &head)).ok();
    let done = work("无");
    let members: Vec<&str> = PRE_CONTACT.iter().chain(TRIP).copied().chain(done.iter().map(String::as_str)).collect();
    let said = place.weibao(&set(&["edit", "maintenance", "S00001-2026Q1", "--as", "wang-jun"], &members)).ends(1);
    assert!(said.contains("executed_before_confirmation"), "{said}");
}

#[test]
fn a_plan_the_client_does_not_want_is_withdrawn_and_the_next_one_takes_its_number() {
    let place = at_work();
    place.at("2026-03-02T10:00");
    new_plan(&place);
    let withdrawn =
        ["withdrawal.at=2026-03-02 10:00", "withdrawal.by=wang-jun", "withdrawal.reason=甲方要求改期", "state=已撤回"];
    place.at("2026-03-02T10:05");
    edit(&place, "plan", "S00001-2026Q1-01", &withdrawn, &[]);
    let said = new_plan(&place);
    assert!(said.contains("S00001-2026Q1-02"), "{said}");
    assert_eq!(record(&place, "plan", "S00001-2026Q1-01")["state"], "withdrawn");
}

#[test]
fn a_training_goes_from_the_request_to_the_clients_signature_with_its_handout() {
    let place = at_work();
    std::fs::write(place.path("手册.pdf"), b"%PDF-1.4 a handout").unwrap();
    place.at("2026-03-02T10:00");
    let request = [
        "client=C00001",
        "request.contact=C00001-01",
        "request.channel=电话",
        "request.topic=录像回放",
        "request.wishes=无",
        "state=已要求",
    ];
    let said = place.weibao(&set(&["new", "培训记录", "--as", "wang-jun"], &request)).ok();
    assert!(said.contains("C00001-T01"), "{said}");
    let due = place.weibao(&["due", "--days", "60"]).ok();
    assert!(due.contains("C00001-T01"), "a request makes a training due: {due}");

    place.at("2026-03-10T16:20");
    let session = [
        "session.trainer=wang-jun",
        "session.started_at=2026-03-10 14:00",
        "session.ended_at=2026-03-10 16:00",
        "session.place=会议室",
        "session.topic=录像回放",
        "session.outline=登录、回放、导出",
        "session.materials.0.title=操作手册",
        "session.materials.0.version=2026-03",
        "session.materials.0.copies=5",
        r#"attendees=[{"contact":"C00001-01","unit":"保卫处","signatures":[]}]"#,
        "state=已举办",
    ];
    let handout = format!("session.materials.0.attachment={}", place.path("手册.pdf").display());
    let hands = ["session:trainer", "attendees/0:client@C00001-01"].map(|hand| place.scanned(hand));
    let held = [
        "edit",
        "training",
        "C00001-T01",
        "--as",
        "wang-jun",
        "--attach",
        &handout,
        "--sign",
        &hands[0],
        "--sign",
        &hands[1],
    ];
    place.weibao(&set(&held, &[PRE_CONTACT, &session].concat())).ok();
    let kept = record(&place, "training", "C00001-T01");
    let material = &kept["session"]["materials"][0];
    assert_eq!(material["attachment"]["file"], "session-materials-0.pdf");
    assert_eq!(material["sha256"], material["attachment"]["sha256"]);

    let confirmation = [
        "confirmation.contact=C00001-01",
        "confirmation.work_start=2026-03-10 13:50",
        "confirmation.work_end=2026-03-10 16:05",
        "confirmation.content=录像回放培训",
        "confirmation.evaluation=均能独立回放",
        "confirmation.quality=5",
        "confirmation.client_opinion=无",
        "confirmation.at=2026-03-10 16:10",
        "state=甲方已确认",
    ];
    edit(&place, "training", "C00001-T01", &confirmation, &["confirmation:client@C00001-01"]);
    assert_eq!(record(&place, "training", "C00001-T01")["state"], "confirmed");
    let due = place.weibao(&["due", "--days", "60"]).ok();
    assert!(!due.contains("C00001-T01"), "{due}");
    assert!(place.weibao(&["check", "--all", "--history"]).ok().contains("nothing found"));
}

#[test]
fn a_training_request_may_be_withdrawn() {
    let place = at_work();
    place.at("2026-03-02T10:00");
    let request = [
        "client=C00001",
        "request.contact=C00001-01",
        "request.channel=电话",
        "request.topic=回放",
        "request.wishes=无",
        "state=已要求",
    ];
    place.weibao(&set(&["new", "training", "--as", "wang-jun"], &request)).ok();
    place.at("2026-03-05T10:00");
    let members = [
        "withdrawal.at=2026-03-05 09:50",
        "withdrawal.contact=C00001-01",
        "withdrawal.received_by=wang-jun",
        "withdrawal.reason=已自行学会",
        "state=withdrawn",
    ];
    edit(&place, "training", "C00001-T01", &members, &["withdrawal:client@C00001-01"]);
    assert_eq!(record(&place, "training", "C00001-T01")["state"], "withdrawn");
}
