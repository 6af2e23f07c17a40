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
