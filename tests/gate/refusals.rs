//! One fault each, made by hand with an editor and plain git.

use crate::scenario::{BOOK, Scenario, TICKET};

/// Makes a fault and wants it refused at both doors by this rule.
#[track_caller]
fn refused(rule: &str, fault: impl FnOnce(&Scenario)) {
    let scenario = Scenario::new();
    fault(&scenario);
    let rules = scenario.refused_at_both_doors();
    assert!(rules.iter().any(|said| said == rule), "{rule}: {rules:?}");
}

#[test]
fn what_is_well_passes_both_doors() {
    let scenario = Scenario::new();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.commit("ticket: WX-0000003 opened by hand").ok();
    scenario.push("main").ok();
    assert!(scenario.server_tip().contains(scenario.place.head().trim()));
}

#[test]
fn what_is_no_json_is_refused() {
    refused("malformed_json", |scenario| scenario.replace(TICKET, "\"state\": \"open\",", "\"state\": \"open\",,"));
}

#[test]
fn a_conflict_left_in_is_refused() {
    refused("conflict_left_in", |scenario| {
        scenario.replace(
            TICKET,
            "  \"state\": \"open\",\n",
            "<<<<<<< HEAD\n  \"state\": \"open\",\n=======\n>>>>>>> x\n",
        );
    });
}

#[test]
fn another_layout_is_refused() {
    refused("not_canonical", |scenario| scenario.replace(TICKET, "  \"state\": \"open\",", "  \"state\":  \"open\","));
}

#[test]
fn a_skipped_field_is_refused() {
    refused("schema_violation", |scenario| scenario.replace(TICKET, "    \"symptom\": \"无图像\",\n", ""));
}

#[test]
fn an_unknown_schema_is_refused() {
    refused("unknown_schema", |scenario| scenario.replace(TICKET, "\"ticket/1\"", "\"ticket/9\""));
}

#[test]
fn a_record_in_another_folder_is_refused() {
    refused("stray_file", |scenario| {
        scenario.copy(TICKET, "WX-0000002", "WX-0000003");
        scenario.git(&["mv", "-k", TICKET, "records/ticket/WX/000/01/"]).ok();
        let from = scenario.place.records().join("records/ticket/WX/000/00/WX-0000003.json");
        std::fs::create_dir_all(scenario.place.records().join("records/ticket/WX/000/01")).unwrap();
        std::fs::rename(from, scenario.place.records().join("records/ticket/WX/000/01/WX-0000003.json")).unwrap();
    });
}

#[test]
fn a_file_that_is_no_record_is_refused() {
    refused("stray_file", |scenario| scenario.write("records/ticket/notes.txt", "remember\n"));
}

#[test]
fn a_file_beyond_all_measure_is_refused() {
    refused("malformed_json", |scenario| scenario.write(TICKET, vec![b' '; 300 * 1024]));
}

#[test]
fn a_link_is_refused() {
    refused("forbidden_entry", |scenario| {
        let place = scenario.place.records().join("records/ticket/WX/000/00/WX-0000003.json");
        std::os::unix::fs::symlink("WX-0000002.json", place).unwrap();
    });
}

#[test]
fn a_file_that_may_be_run_is_refused() {
    refused("forbidden_entry", |scenario| {
        scenario.replace(TICKET, "无图像", "有时无图像");
        let place = scenario.place.records().join(TICKET);
        std::fs::set_permissions(place, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    });
}

#[test]
fn a_file_that_would_fill_the_memory_is_refused_unread() {
    refused("forbidden_entry", |scenario| scenario.write(TICKET, vec![b' '; 11 * 1024 * 1024]));
}

#[test]
fn an_attachment_without_its_record_is_refused() {
    refused("stray_file", |scenario| scenario.write("records/ticket/WX/000/00/WX-0000003.client-sign.png", "scan"));
}

#[test]
fn a_gap_is_refused() {
    refused("gap_in_sequence", |scenario| scenario.copy(TICKET, "WX-0000002", "WX-0000004"));
}

#[test]
fn a_number_written_twice_is_refused() {
    refused("path_differs_from_id", |scenario| {
        let text = scenario.place.read(TICKET);
        scenario.write(&TICKET.replace("WX-0000002", "WX-0000003"), text);
    });
}

#[test]
fn a_number_outside_the_book_is_refused() {
    refused("number_outside_book", |scenario| {
        for n in 3..=6 {
            scenario.copy(TICKET, "WX-0000002", &format!("WX-000000{n}"));
        }
    });
}

#[test]
fn a_signed_section_that_was_changed_is_refused() {
    refused("signed_section_changed", |scenario| {
        let text = scenario.place.read(BOOK);
        let at = text.find("\"issue\"").unwrap();
        let (head, tail) = text.split_at(at);
        scenario.write(BOOK, format!("{head}{}", tail.replacen("2026-03-02T", "2026-03-01T", 1)));
    });
}

#[test]
fn a_record_taken_away_is_refused() {
    refused("record_deleted", |scenario| {
        std::fs::remove_file(scenario.place.records().join(TICKET)).unwrap();
    });
}

#[test]
fn a_time_to_come_is_refused() {
    refused("time_in_future", |scenario| {
        let text = scenario.place.read(TICKET);
        scenario.write(TICKET, text.replace("2026-03-02T10:01:00", "2036-03-02T10:01:00"));
    });
}

#[test]
fn a_commit_message_names_a_topic() {
    let scenario = Scenario::new();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    let said = scenario.commit("did things").ends(1);
    assert!(said.contains("topic: what changes"), "{said}");
    scenario.commit("ticket: WX-0000003 opened").ok();
}

#[test]
fn the_staged_text_is_judged_and_not_the_one_in_the_editor() {
    let scenario = Scenario::new();
    scenario.replace(TICKET, "\"state\": \"open\",", "\"state\": \"open\",,");
    scenario.git(&["add", "-A"]).ok();
    scenario.replace(TICKET, "\"open\",,", "\"open\",");
    scenario.git(&["commit", "-q", "-m", "ticket: x"]).ends(1);
    scenario.replace(TICKET, "无图像", "{");
    scenario.git(&["restore", "--staged", "."]).ok();
    scenario.copy(BOOK, "nothing", "nothing");
    scenario.git(&["commit", "-q", "--allow-empty", "-m", "ticket: y"]).ok();
}

#[test]
fn commits_of_some_paths_only_are_judged_by_what_they_commit() {
    let scenario = Scenario::new();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.write("records/ticket/notes.txt", "remember\n");
    scenario.git(&["add", "-A"]).ok();
    scenario.git(&["commit", "-q", "-m", "ticket: only this", "--", TICKET]).ok();
    scenario.git(&["commit", "-q", "-m", "ticket: the rest"]).ends(1);
}
