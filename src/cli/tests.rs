//! Conversations at the terminal, with somebody who answers from a list.

use std::ffi::OsString;
use std::path::Path;

use super::prompt::{Prompter, Script};
use super::{Exit, Surroundings, run_with};
use crate::record::instant::Instant;
use crate::store;

struct Said {
    exit: Exit,
    stdout: String,
    stderr: String,
}

fn weibao(here: &Path, prompter: &dyn Prompter, args: &[&str]) -> Said {
    let surroundings = Surroundings {
        now: Instant::parse("2026-03-02T09:00:00+08:00").unwrap(),
        here: here.to_owned(),
        locale: None,
        terminal: true,
        coloured: false,
        program: None,
        pause: |_| None,
        ssh_is_set: false,
        git: store::Surroundings::default(),
        outside: crate::server::Outside::default(),
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let args = std::iter::once("weibao").chain(args.iter().copied()).map(OsString::from);
    let exit = run_with(args, &surroundings, prompter, &mut stdout, &mut stderr);
    Said { exit, stdout: String::from_utf8(stdout).unwrap(), stderr: String::from_utf8(stderr).unwrap() }
}

fn founded() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let script = Script::of(&["某公司", "Chen", "chen-jing", "陈静", "chen@weibao.example", "财务部"]);
    let said = weibao(place.path(), &script, &["init", "."]);
    assert_eq!(said.exit, Exit::Clean, "{}{}", said.stdout, said.stderr);
    assert!(
        script.asked.borrow().iter().any(|line| line.starts_with("! 须形如 zhang-wei")),
        "a bad id is refused as typed"
    );
    place
}

#[test]
fn a_new_client_is_asked_for_field_by_field() {
    let place = founded();
    let script = Script::of(&["甲公司", "昨天", "2026-01-01", ""]);
    let said = weibao(place.path(), &script, &["new", "甲方"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    let asked = script.asked.borrow().join("\n");
    assert!(asked.contains("! 须是日期，如 2026-03-15"), "{asked}");
    let text = std::fs::read_to_string(place.path().join("records/client/000/C00001.json")).unwrap();
    assert!(text.contains("\"e_signature_agreement\": \"无\""), "Enter leaves 无 where it may stand");
}

#[test]
fn who_gives_up_finds_the_answers_again() {
    let place = founded();
    let said = weibao(place.path(), &Script::of(&["甲公司"]), &["new", "client"]);
    assert_eq!(said.exit, Exit::Failed);
    assert!(said.stderr.contains("已放弃") && said.stderr.contains("草稿"), "{}", said.stderr);
    let drafts = place.path().join(".git/weibao/drafts");
    let text = std::fs::read_to_string(drafts.join("new-client-C00001.json")).unwrap();
    assert!(text.contains("甲公司"), "{text}");
}

#[test]
fn lists_and_choices_are_asked_one_by_one() {
    let place = founded();
    let client =
        ["new", "client", "--set", "name=甲", "--set", "since=2026-01-01", "--set", "e_signature_agreement=无"];
    assert_eq!(weibao(place.path(), &Script::of(&[]), &client).exit, Exit::Clean);
    let script = Script::of(&["C00001", "一号楼", "昌平", "城区", "y", "2026-01-01", "", "陈静"]);
    let said = weibao(place.path(), &script, &["new", "站点"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    let text = std::fs::read_to_string(place.path().join("records/site/000/S00001.json")).unwrap();
    assert!(text.contains("\"area\": \"near\"") && text.contains("\"from\": \"2026-01-01\""), "{text}");
}

#[test]
fn a_part_of_a_record_is_chosen_and_changed() {
    let place = founded();
    let client =
        ["new", "client", "--set", "name=甲", "--set", "since=2026-01-01", "--set", "e_signature_agreement=无"];
    assert_eq!(weibao(place.path(), &Script::of(&[]), &client).exit, Exit::Clean);
    let script = Script::of(&["名称", "乙公司", "（完成）"]);
    let said = weibao(place.path(), &script, &["edit", "client", "C00001"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    assert!(said.stdout.contains("client: C00001 修改 name / changed name"), "{}", said.stdout);
}

#[test]
fn signatures_are_asked_for_where_nobody_has_signed() {
    let place = founded();
    std::fs::write(place.path().join("signed.png"), b"picture").unwrap();
    let roles = r#"roles=[{"role":"technician","from":"2026-01-01"}]"#;
    let staff = ["new", "staff", "wang-jun", "--set", "name=王军", "--set", "email=w@weibao.example", "--set", roles];
    let more = ["--set", "department=工程部", "--set", "joined_on=2026-01-01"];
    let said = weibao(place.path(), &Script::of(&[]), &[&staff[..], &more[..]].concat());
    assert_eq!(said.exit, Exit::Clean, "{}{}", said.stdout, said.stderr);
    let script = Script::of(&["附纸质", "", "gone.png", "signed.png", "附纸质", "", "signed.png"]);
    let said = weibao(place.path(), &script, &["issue", "wang-jun", "--count", "2"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    let text = std::fs::read_to_string(place.path().join("records/book/WX/000/WX-00001.json")).unwrap();
    assert!(text.contains("\"signer\": \"wang-jun\"") && text.contains("issue-finance.png"), "{text}");
    assert!(script.asked.borrow().iter().any(|line| line == "! 没有这个文件"));
}

#[test]
fn a_ticket_is_opened_from_its_fault_report_under_the_next_number() {
    let place = founded();
    std::fs::write(place.path().join("signed.png"), b"picture").unwrap();
    let quiet = |args: &[&str]| {
        let said = weibao(place.path(), &Script::of(&["附纸质", "", "signed.png", "附纸质", "", "signed.png"]), args);
        assert_eq!(said.exit, Exit::Clean, "{args:?}: {}{}", said.stdout, said.stderr);
    };
    let roles = r#"roles=[{"role":"technician","from":"2026-01-01"}]"#;
    let staff = ["new", "staff", "wang-jun", "--set", "name=王军", "--set", "email=w@weibao.example", "--set", roles];
    quiet(&[&staff[..], &["--set", "department=工程部", "--set", "joined_on=2026-01-01"]].concat());
    quiet(&["new", "client", "--set", "name=甲", "--set", "since=2026-01-01", "--set", "e_signature_agreement=无"]);
    let contact = ["new", "contact", "--set", "client=C00001", "--set", "name=李四", "--set", "title=主任"];
    quiet(
        &[&contact[..], &["--set", "phone=13800000000", "--set", "basis=contract", "--set", "informed_on=2026-01-02"]]
            .concat(),
    );
    let site = [
        "new",
        "site",
        "--set",
        "client=C00001",
        "--set",
        "name=一号楼",
        "--set",
        "district=昌平",
        "--set",
        "area=near",
    ];
    quiet(&[&site[..], &["--set", "service=[]", "--set", "callback_by=chen-jing"]].concat());
    quiet(&["issue", "wang-jun", "--count", "2"]);
    let script = Script::of(&["S00001", "电话", "C00001-01", "摄像机", "X1", "", "", "无图像", "常规"]);
    let said = weibao(place.path(), &script, &["new", "报修", "--as", "wang-jun"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    let script = Script::of(&["20260302-wang-jun-01", "2026-03-04 18:00"]);
    let said = weibao(place.path(), &script, &["new", "维修单", "--as", "wang-jun"]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    assert!(
        said.stderr.contains("维修单 WX-0000001"),
        "the next number is told before anything is asked: {}",
        said.stderr
    );
    let text = std::fs::read_to_string(place.path().join("records/ticket/WX/000/00/WX-0000001.json")).unwrap();
    assert!(
        text.contains("无图像") && text.contains("\"channel\": \"phone\""),
        "the fault report tells the rest: {text}"
    );
}

#[test]
fn a_leaving_asks_who_takes_over_and_what_each_transfer_says() {
    let place = founded();
    let set = |front: &[&str], members: &[&str]| {
        let members = members.iter().flat_map(|member| ["--set", member]);
        let args: Vec<&str> = front.iter().copied().chain(members).collect();
        let said = weibao(place.path(), &super::prompt::Nobody, &args);
        assert_eq!(said.exit, Exit::Clean, "{args:?} {}{}", said.stdout, said.stderr);
    };
    let scan = place.path().join("scan.png");
    std::fs::write(&scan, b"not much of a picture").unwrap();
    let scanned = |who: &str| format!("{who}=scan:{}", scan.display());
    for (id, name) in [("wang-jun", "王军"), ("li-na", "李娜")] {
        let (name, email) = (format!("name={name}"), format!("email={id}@weibao.example"));
        let roles = r#"roles=[{"role":"technician","from":"2026-01-01"}]"#;
        set(&["new", "staff", id], &[&name, &email, "department=工程部", roles, "joined_on=2026-01-01"]);
    }
    set(&["new", "client"], &["name=甲", "since=2026-01-01", "e_signature_agreement=无"]);
    let contact =
        ["client=C00001", "name=李四", "title=主任", "phone=13800000000", "basis=contract", "informed_on=2026-01-02"];
    set(&["new", "contact"], &contact);
    let service = r#"service=[{"from":"2026-01-01"}]"#;
    set(
        &["new", "site"],
        &["client=C00001", "name=一号楼", "district=昌平", "area=near", service, "callback_by=chen-jing"],
    );
    for (who, kind) in [("wang-jun", "regular"), ("li-na", "spare")] {
        let (finance, holder) = (scanned("issue:finance"), scanned(&format!("issue:holder@{who}")));
        set(&["issue", who, "--kind", kind, "--count", "3", "--sign", &finance, "--sign", &holder], &[]);
    }
    let report = [
        "report.site=S00001",
        "report.contact=C00001-01",
        "report.channel=电话",
        r#"report.assets=[{"name":"摄像机","model":"X1","serial":"无"}]"#,
        "report.service=维修",
        "report.priority=常规",
        "report.symptom=无图像",
        "report.promised_by=2026-03-04 18:00",
    ];
    set(&["new", "ticket", "--as", "wang-jun"], &report);

    let picture = scan.display().to_string();
    let given_up = weibao(place.path(), &Script::of(&["李娜", "人员离职"]), &["depart", "wang-jun"]);
    assert_eq!(given_up.exit, Exit::Failed);
    let draft = place.path().join(".git/weibao/drafts/depart-wang-jun.json").display().to_string();
    assert!(given_up.stderr.contains(&format!("depart wang-jun --from {draft}")), "{}", given_up.stderr);

    let answers = [
        // What else the transfer says, who takes the ticket being known.
        "换镜头",
        "2026-03-20",
        "李四",
        "y",
        // The transfer is signed on paper, then the settlement by finance and by the leaver.
        "附纸质",
        "li-na",
        &picture,
        "附纸质",
        "chen-jing",
        &picture,
        "附纸质",
        "wang-jun",
        &picture,
    ];
    let script = Script::of(&answers);
    let said = weibao(place.path(), &script, &["depart", "wang-jun", "--from", &draft]);
    assert_eq!(said.exit, Exit::Clean, "{}{}\n{:?}", said.stdout, said.stderr, script.asked.borrow());
    let asked = script.asked.borrow().join("\n");
    assert!(!asked.contains("由谁接手") && asked.contains("settlement"), "{asked}");
    let text = std::fs::read_to_string(place.path().join("records/staff/wang-jun.json")).unwrap();
    assert!(text.contains("\"left_on\": \"2026-03-02\""), "{text}");
}

#[test]
fn a_handout_is_asked_for_as_a_file_and_its_hash_is_never_typed() {
    let place = founded();
    let set = |prompter: &dyn Prompter, front: &[&str], members: &[&str]| {
        let members = members.iter().flat_map(|member| ["--set", member]);
        let args: Vec<&str> = front.iter().copied().chain(members).collect();
        let said = weibao(place.path(), prompter, &args);
        assert_eq!(said.exit, Exit::Clean, "{args:?} {}{}", said.stdout, said.stderr);
    };
    let nobody = super::prompt::Nobody;
    set(&nobody, &["new", "client"], &["name=甲", "since=2026-01-01", "e_signature_agreement=无"]);
    let contact =
        ["client=C00001", "name=李四", "title=主任", "phone=13800000000", "basis=contract", "informed_on=2026-01-02"];
    set(&nobody, &["new", "contact"], &contact);
    let request = [
        "client=C00001",
        "request.at=2026-03-02 07:00",
        "request.contact=C00001-01",
        "request.channel=电话",
        "request.topic=回放",
        "request.wishes=无",
        "state=已要求",
    ];
    set(&nobody, &["new", "training"], &request);
    std::fs::write(place.path().join("手册.pdf"), b"%PDF-1.4 a handout").unwrap();
    let held = [
        "pre_contact.at=2026-03-02 07:10",
        "pre_contact.by=chen-jing",
        "pre_contact.with=C00001-01",
        "pre_contact.channel=电话",
        "pre_contact.agreed_arrival=2026-03-02 08:00",
        "session.trainer=chen-jing",
        "session.started_at=2026-03-02 08:00",
        "session.ended_at=2026-03-02 08:40",
        "session.place=会议室",
        "session.topic=回放",
        "session.outline=回放",
        r#"attendees=[{"contact":"C00001-01","unit":"无","signatures":[]}]"#,
        "state=已举办",
    ];
    let script = Script::of(&["y", "没有的.pdf", "手册.pdf", "操作手册", "2026-03", "5", ""]);
    std::fs::write(place.path().join("scan.png"), b"not much of a picture").unwrap();
    let edit = ["edit", "training", "C00001-T01", "--sign", "session:trainer=scan:scan.png"];
    let edit = [&edit[..], &["--sign", "attendees/0:client@C00001-01=scan:scan.png"]].concat();
    set(&script, &edit, &held);
    let asked = script.asked.borrow().join("\n");
    assert!(asked.contains("! 没有这个文件") && !asked.contains("哈希"), "{asked}");
    let folder = place.path().join("records/training/000");
    let handout = walk(&folder).into_iter().find(|path| path.ends_with("session-materials-0.pdf"));
    assert!(handout.is_some(), "{:?}", walk(&folder));
}

/// The files below a folder, as text.
fn walk(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path.display().to_string()] }).collect()
}
