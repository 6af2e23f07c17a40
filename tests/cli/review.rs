//! What a reviewer is shown: forty records that read well, and nothing that a branch can do to deceive.

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::environment::Environment;

const TICKET: &str = "records/ticket/WX/000/00/WX-0000001.json";

/// A company with an open ticket, on a branch `draft` that parted from `main` there.
fn place() -> Environment {
    let place = Environment::new().speaking("zh_CN.UTF-8");
    place.company(5);
    place.at("2026-03-02T10:00").open_ticket().ok();
    place.git(&["switch", "-q", "-c", "draft"]).ok();
    place
}

fn write(place: &Environment, path: &str, text: &str) {
    let file = place.records().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

/// Changes the ticket past every hook.
fn rewrite(place: &Environment, old: &str, new: &str) {
    let text = place.read(TICKET);
    assert_eq!(text.matches(old).count(), 1);
    write(place, TICKET, &text.replace(old, new));
}

fn commit(place: &Environment, subject: &str) {
    place.git(&["add", "-A"]).ok();
    place.git(&["commit", "-q", "--no-verify", "-m", subject]).ok();
}

fn json(place: &Environment, range: &str) -> Value {
    place.weibao(&["review", range, "--format", "json"]).json()
}

#[test]
fn forty_records_read_well_at_100_columns() {
    let place = Environment::new();
    place.at("2026-07-01T08:00").demo();
    let page = place.weibao(&["review", "HEAD~40..HEAD", "--lang", "zh", "--as", "chen-jing"]).stdout;
    assert!(page.lines().all(|line| line.width() <= 100), "{page}");
    for path in place.git(&["diff", "--name-only", "--no-renames", "HEAD~40", "HEAD"]).ok().lines() {
        let key = path.rsplit('/').next().unwrap().strip_suffix(".json");
        assert!(key.is_none_or(|key| page.contains(key)), "{path}\n{page}");
    }
    let (summary, decide) = (page.find("概要").unwrap(), page.find("需要定夺").unwrap());
    let first = page.find("报修\n").unwrap();
    assert!(summary < decide && decide < first);
    // What needs a decision is seen on the first screen.
    assert!(page[..decide].lines().count() < 14, "{page}");
    let full = place.weibao(&["review", "HEAD~40..HEAD", "--lang", "zh", "--full"]).stdout;
    assert!(page.lines().count() < 250 && full.lines().count() > 2 * page.lines().count(), "{}", page.lines().count());
    assert!(full.lines().all(|line| line.width() <= 100), "{full}");
}

#[test]
fn a_change_is_told_in_words_with_its_titles() {
    let place = place();
    rewrite(&place, "无图像", "黑屏");
    commit(&place, "ticket: symptom");
    let page = place.weibao(&["review", "main..HEAD"]).stdout;
    assert!(page.contains("故障现象：无图像 → 黑屏"), "{page}");
    let review = json(&place, "main..HEAD");
    assert_eq!(review["format"], "weibao-review/1");
    assert_eq!(review["records"][0]["fields"][0]["pointer"], "/report/symptom");
    assert_eq!(review["tree"].as_str().unwrap(), place.git(&["rev-parse", "HEAD^{tree}"]).ok().trim());
}

#[test]
fn what_was_replaced_stands_among_what_is_to_be_decided() {
    let place = place();
    rewrite(&place, "无图像", "黑屏");
    commit(&place, "ticket: symptom");
    place.open_ticket().ok();
    let page = place.weibao(&["review", "main..HEAD"]).stdout;
    let decide = page.split("需要定夺\n").nth(1).unwrap().split("\n\n").next().unwrap();
    assert!(decide.contains("维修单 WX-0000001：改写了已有的内容"), "{page}");
    assert!(decide.contains("故障现象：无图像 → 黑屏") && !decide.contains("WX-0000002"), "{page}");
    assert!(page.contains("需要定夺的 1 份，其余 1 份没有可疑之处"), "{page}");
}

#[test]
fn findings_of_one_rule_stand_together_with_their_places_and_the_way_to_put_them_right_once() {
    let place = place();
    place.open_ticket().ok();
    for ticket in [TICKET, "records/ticket/WX/000/00/WX-0000002.json"] {
        let text = place.read(ticket).replace("\"C00001-01\"", "\"C00001-09\"");
        write(&place, ticket, &text);
    }
    commit(&place, "ticket: nobody's contact");
    let page = place.weibao(&["review", "main..HEAD"]).ends(1);
    assert_eq!(page.matches("[reference_missing]").count(), 1, "{page}");
    assert!(
        page.contains("（2 处）") && page.contains("WX-0000001.json:") && page.contains("WX-0000002.json:"),
        "{page}"
    );
}

#[test]
fn books_and_what_falls_due_are_told_before_and_after() {
    let place = place();
    place.open_ticket().ok();
    let review = json(&place, "main..HEAD");
    let book = &review["books"][0];
    assert_eq!((&book["before"]["unused"], &book["after"]["unused"]), (&Value::from(4), &Value::from(3)));
    assert_eq!((&book["before"]["open"], &book["after"]["open"]), (&Value::from(1), &Value::from(2)));
    let page = place.weibao(&["review", "main..HEAD"]).stdout;
    assert!(page.contains("未使用 4 → 3"), "{page}");
}

#[test]
fn attributes_and_renames_hide_nothing() {
    let place = place();
    write(&place, ".gitattributes", "* -diff\n*.json binary diff=none\n");
    place.git(&["config", "diff.none.textconv", "true"]).ok();
    place.git(&["mv", TICKET, "records/ticket/WX/000/00/WX-0000009.json"]).ok();
    commit(&place, "ticket: tidy");
    let outcome = place.weibao(&["review", "main..HEAD"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    let page = outcome.stdout;
    for told in ["WX-0000001 删去", "WX-0000009", ".gitattributes", "record_deleted", "foreign_file"] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    assert!(place.weibao(&["review", "main..HEAD", "--full"]).stdout.contains("+ * -diff"));
}

#[test]
fn what_a_merge_itself_changes_is_told_apart_from_what_it_brings() {
    let place = place();
    place.git(&["switch", "-q", "main"]).ok();
    place.open_ticket().ok();
    place.git(&["switch", "-q", "draft"]).ok();
    write(&place, "docs/note.md", "a note\n");
    commit(&place, "docs: note");
    place.git(&["merge", "-q", "--no-ff", "--no-commit", "main"]).ok();
    rewrite(&place, "无图像", "黑屏");
    commit(&place, "merge: main");
    let review = json(&place, "main..HEAD");
    assert_eq!(review["merges"][0]["own"], serde_json::json!([TICKET]));
    let keys: Vec<_> = review["records"].as_array().unwrap().iter().map(|one| one["key"].clone()).collect();
    assert_eq!(keys, ["WX-0000001"], "what main had already is not the branch's");
    assert_eq!(review["merge_base"].as_str().unwrap(), place.git(&["rev-parse", "main"]).ok().trim());
    assert!(place.weibao(&["review", "main..HEAD"]).stdout.contains("任何一边都没有"), "{review}");
}

#[test]
fn characters_that_cannot_be_seen_are_named() {
    let place = place();
    rewrite(&place, "无图像", "无\u{202e}图\u{200b}像");
    commit(&place, "ticket: symptom");
    let page = place.weibao(&["review", "main..HEAD"]).stdout;
    assert!(page.contains("无⟨U+202E 从右至左强制⟩图⟨U+200B 零宽空格⟩像"), "{page}");
    assert!(page.contains("含有看不见或冒充的字符") && !page.contains('\u{202e}'), "{page}");
}

#[test]
fn a_signed_section_that_was_altered_and_a_file_that_was_exchanged_are_told() {
    let place = Environment::new().speaking("en_GB.UTF-8");
    place.company(5);
    place.git(&["switch", "-q", "-c", "draft"]).ok();
    let folder = "records/book/WX/000";
    let names = std::fs::read_dir(place.records().join(folder)).unwrap().map(|it| it.unwrap().file_name());
    let picture = names.map(|name| name.into_string().unwrap()).find(|name| name.contains(".issue-")).unwrap();
    write(&place, &format!("{folder}/{picture}"), "another picture");
    commit(&place, "book: picture");
    let review = json(&place, "main..HEAD");
    assert_eq!(review["records"][0]["nature"], "beside");
    let shapes = review["records"][0]["attachments"].as_array().unwrap().iter().map(|one| one["shape"].clone());
    assert!(shapes.collect::<Vec<_>>().contains(&Value::from("altered")), "{review}");
    assert!(!review["records"][0]["signatures"].as_array().unwrap().is_empty(), "{review}");
}

#[test]
fn what_is_no_record_is_shown_as_it_stands() {
    let place = place();
    write(&place, TICKET, "{\n<<<<<<< \u{1b}[31mours\n");
    commit(&place, "ticket: broken");
    let outcome = place.weibao(&["review", "main..HEAD", "--full"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("<<<<<<< ⟨U+001B 转义符⟩[31mours"), "{}", outcome.stdout);
}

#[test]
fn payloads_in_records_branches_and_messages_are_only_shown() {
    /// Everything between `<` and `>`: what a payload could add to.
    fn tags(page: &str) -> Vec<String> {
        page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap().to_owned()).collect()
    }
    let payload = r"</code></details><script>alert(1)</script> @everyone #1 ![x](https://x.example) `$(id)`";
    let pages = |symptom: &str, subject: &str| {
        let place = place();
        place.git(&["switch", "-q", "-c", "x$(id)`y"]).ok();
        let text = place.read(TICKET);
        write(&place, TICKET, &text.replace("无图像", symptom));
        commit(&place, subject);
        ["markdown", "html"].map(|format| place.weibao(&["review", "main..HEAD", "--format", format]).stdout)
    };
    let (benign, hostile) = (pages("plain", "ticket: plain"), pages(payload, &format!("ticket: {payload}")));
    for (one, two) in benign.iter().zip(&hostile) {
        assert_eq!(tags(one), tags(two), "{two}");
        assert!(one.len() > 700);
    }
    assert!(!hostile[0].contains("@everyone") && !hostile[0].contains("https://x"), "{}", hostile[0]);
}

#[test]
fn a_format_that_a_command_does_not_write_is_refused() {
    let place = place();
    let said = place.weibao(&["list", "ticket", "--format", "html"]).ends(2);
    assert!(said.contains("不写这种格式"), "{said}");
}
