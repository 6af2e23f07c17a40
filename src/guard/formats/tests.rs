//! What forges read, and that a record can put nothing of its own into it.

use super::*;
use crate::guard::{FileChange, Terms, judge};
use crate::ledger::Memory;
use crate::record::instant::Instant;

const PATH: &str = "records/staff/a1.json";

/// A verdict on a file that is no record and says this.
fn verdict(text: &str) -> Verdict {
    let mut after = Memory::new();
    after.put(PATH, text.as_bytes());
    let now = Instant::parse("2026-03-02T08:00:00+08:00").unwrap();
    let change = FileChange { path: PATH.to_owned(), before: None, after: Some(text.as_bytes().to_vec()) };
    judge(vec![change], &after, &Terms::at(now))
}

fn hostile() -> Verdict {
    verdict(
        "{\n  \"schema\": \"staff/1\",\n  \"x\\n::error::y,z\": \"]]></failure>\",\n  \"id\": \"100%\\r::add-mask::a\"\n}\n",
    )
}

#[test]
fn every_line_for_github_is_one_command_with_escaped_values() {
    let verdict = hostile();
    let said = github(&verdict, Lang::En);
    assert_eq!(said.lines().count(), verdict.findings.len() + 1);
    for line in said.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)), "{line}");
        let (head, message) = line[2..].split_once("::").unwrap();
        assert!(!message.contains('\r') && !head.contains('\n'), "{line}");
        let properties = head.split_once(' ').unwrap().1;
        assert!(properties.split(',').all(|one| one.split_once('=').is_some()), "{properties}");
    }
    assert!(said.contains("file=records/staff/a1.json,line=3,col="), "{said}");
}

#[test]
fn percent_signs_colons_and_commas_are_escaped_as_github_demands() {
    let mut verdict = hostile();
    verdict.findings.truncate(1);
    verdict.findings[0].finding.path = "records/a%b:c,d.json".to_owned();
    let said = github(&verdict, Lang::En);
    assert!(said.contains("file=records/a%25b%3Ac%2Cd.json,line="), "{said}");
}

#[test]
fn a_report_for_gitlab_names_each_finding_once() {
    let verdict = hostile();
    let list: serde_json::Value = serde_json::from_str(&gitlab(&verdict, Lang::Zh)).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), verdict.findings.len());
    let prints: std::collections::BTreeSet<_> = list.iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), list.len());
    assert!(list.iter().all(|one| one["location"]["path"] == PATH && one["location"]["lines"]["begin"].is_u64()));
}

#[test]
fn a_fingerprint_stays_when_lines_move() {
    let prints = |text: &str| fingerprints(&verdict(text)).into_iter().collect::<std::collections::BTreeSet<_>>();
    // Neither is in the canonical layout: each is found to miss the same members.
    assert_eq!(prints("{\"schema\": \"staff/1\", \"x\": 1}\n"), prints("\n\n{\"schema\": \"staff/1\", \"x\": 1}\n"));
}

#[test]
fn sarif_points_at_characters_and_explains_its_rules_in_both_languages() {
    let log: serde_json::Value = serde_json::from_str(&sarif(&hostile(), Lang::Zh)).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let help = rule["help"]["text"].as_str().unwrap();
        assert!(help.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)) && help.contains("the"), "{help}");
        assert!(result["locations"][0]["physicalLocation"]["region"]["startColumn"].as_u64().unwrap() >= 1);
    }
    assert_eq!(run["invocations"][0]["exitCode"], 1);
}

#[test]
fn what_could_not_be_judged_is_no_clean_report() {
    let unreadable = crate::ledger::Unreadable { path: "records".to_owned(), reason: "gone".to_owned() };
    let verdict = Verdict { unreadable: Some(unreadable), ..Verdict::default() };
    assert!(junit(&verdict, Lang::En).contains("errors=\"1\""));
    assert!(gitlab(&verdict, Lang::En).contains("blocker"));
    assert!(sarif(&verdict, Lang::En).contains("\"executionSuccessful\": false"));
}

#[test]
fn junit_holds_no_markup_of_a_record() {
    let report = junit(&hostile(), Lang::En);
    assert_eq!(report.matches("</failure>").count(), report.matches("<failure ").count());
    assert!(!report.contains("]]>") && !report.contains('\r'), "{report}");
}
