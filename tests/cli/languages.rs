//! Both languages, Chinese names, and help for every verb.

use super::environment::Environment;

#[test]
fn every_verb_and_every_flag_has_help_in_both_languages() {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut silent = Vec::new();
    let manual = weibao::cli::manual();
    let mut commands: Vec<&clap::Command> = vec![&manual];
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands());
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let mut said = vec![(command.get_name().to_owned(), about)];
        for arg in command.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")) {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            said.push((format!("{} {}", command.get_name(), arg.get_id()), help));
        }
        for (what, help) in said {
            let (zh, en) = help.split_once(" / ").unwrap_or((&help, ""));
            if !zh.contains(is_han) || !en.contains(|c: char| c.is_ascii_alphabetic()) {
                silent.push(what);
            }
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_verb_of_the_issue_is_there() {
    let manual = weibao::cli::manual();
    let verbs: Vec<_> = manual.get_subcommands().map(clap::Command::get_name).collect();
    for verb in [
        "init", "demo", "new", "edit", "sign", "void", "transfer", "issue", "return", "show", "list", "log", "due",
        "check", "fmt", "rules", "explain", "hook", "doctor", "may", "policy", "depart",
    ] {
        assert!(verbs.contains(&verb), "{verb}");
    }
}

#[test]
fn the_locale_and_the_flag_choose_the_language() {
    let place = Environment::new().speaking("zh_CN.UTF-8");
    place.founded();
    let said = place.weibao(&["show", "ticket", "WX-0000009"]).ends(2);
    assert!(said.contains("没有 维修单 WX-0000009"), "{said}");
    let said = place.weibao(&["--lang", "en", "show", "ticket", "WX-0000009"]).ends(2);
    assert!(said.contains("there is no ticket"), "{said}");
    let place = Environment::new().speaking("C");
    let said = place.weibao(&["list", "ticket"]).ends(2);
    assert!(said.contains("错误"), "Chinese where the locale says nothing: {said}");
}

#[test]
fn kinds_and_verbs_have_chinese_names() {
    let place = Environment::new();
    place.founded();
    let members = ["--set", "name=甲公司", "--set", "since=2026-01-01", "--set", "e_signature_agreement=无"];
    place.weibao(&[&["新建", "甲方"][..], &members[..]].concat()).ok();
    assert_eq!(place.weibao(&["列表", "甲方"]).ok(), place.weibao(&["list", "client"]).ok());
    assert!(place.weibao(&["查看", "员工", "chen-jing"]).ok().contains("陈静"));
}

#[test]
fn machines_get_versioned_json_from_every_reading_verb() {
    let place = Environment::new();
    place.founded();
    for (args, format) in [
        (&["show", "company"][..], "weibao-show/1"),
        (&["show", "ticket", "--fields"], "weibao-fields/1"),
        (&["list", "staff"], "weibao-list/1"),
        (&["log", "staff", "chen-jing"], "weibao-log/1"),
        (&["due"], "weibao-due/1"),
        (&["fmt", "--check"], "weibao-fmt/1"),
        (&["rules"], "weibao-rules/1"),
        (&["rules", "--policy"], "weibao-policies/1"),
        (&["rules", "--by-clause"], "weibao-clauses/1"),
        (&["policy"], "weibao-policy/1"),
        (&["explain", "hand_in_days"], "weibao-explain/1"),
        (&["explain", "T-1"], "weibao-explain/1"),
        (&["doctor"], "weibao-doctor/1"),
        (&["may"], "weibao-may/1"),
        (&["show", "ticket", "WX-0000009"], "weibao-error/1"),
    ] {
        let outcome = place.weibao(&[&["--format", "json"][..], args].concat());
        assert_eq!(outcome.json()["format"], format, "{args:?}");
    }
}

#[test]
fn rules_and_clauses_are_explained_in_both_languages() {
    let place = Environment::new();
    let zh = place.weibao(&["--lang", "zh", "rules", "--by-clause"]).ok();
    let en = place.weibao(&["--lang", "en", "rules", "--by-clause"]).ok();
    assert!(zh.contains("T-5") && en.contains("T-5") && zh != en);
    assert!(place.weibao(&["explain", "维修单"]).ok().contains("report.symptom"));
}
