//! Every report in every form: over one company and two, alone and bound, with its published schema.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;

use super::tests::{CERTIFICATE, git, repository, run_in, settled};
use super::*;
use crate::regulation::fixture::at;
use crate::render::{Bundle, bundled, schema};
use crate::store::{Draft, Person, Store};

/// Two companies: the fixture's, and one that differs in its name, its repository and one policy value.
fn companies() -> [tempfile::TempDir; 2] {
    let (one, two) = (repository(), repository());
    let store = Store::open(two.path()).unwrap();
    let path = "records/company/company.json";
    let snapshot = store.snapshot_of(store.resolve("HEAD").unwrap()).unwrap();
    let bytes = crate::ledger::Snapshot::read(&snapshot, path).unwrap().unwrap();
    let mut company: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    company["repository"] = "weibao-branch".into();
    company["name"] = "分公司".into();
    company["policies"] = serde_json::json!([
        { "name": "hand_in_days", "value": 9, "from": "2025-01-01", "reason": "试行" }
    ]);
    let files = [(path.to_owned(), Some(serde_json::to_vec(&company).unwrap()))].into();
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "branch".to_owned(), author, at: at("2025-02-01T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    [one, two]
}

fn two(folders: &[tempfile::TempDir; 2], args: &[&str]) -> (u8, String, String) {
    let [one, two] = folders.each_ref().map(|folder| folder.path().to_str().unwrap());
    run_in(Path::new("/"), &[args, &["--repo", one, "--repo", two]].concat())
}

fn json_of_two(folders: &[tempfile::TempDir; 2], args: &[&str]) -> serde_json::Value {
    let (_, out, err) = two(folders, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"))
}

/// Every report there is, as it is typed; but for the certificate, which is of one settled book of one company.
fn reports() -> Vec<Vec<String>> {
    let manual = manual();
    let names = manual.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "certificate");
    names
        .map(|name| match name {
            "restate" => [name, "--published", "2025-04-01", "--period", "2025-01"].map(str::to_owned).to_vec(),
            name => vec![name.to_owned()],
        })
        .collect()
}

fn typed(folder: &Path, words: &[String]) -> (u8, String, String) {
    run_in(folder, &words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn whole(folders: &[&Path], words: &[String]) -> Whole {
    let repos = folders.iter().flat_map(|folder| ["--repo".to_owned(), folder.display().to_string()]);
    let args = ["weibao-report".to_owned()].into_iter().chain(words.iter().cloned()).chain(repos);
    let around = Surroundings { now: at("2025-05-01T00:00:00+08:00"), here: PathBuf::from("/"), locale: None };
    let told = Program::parse_from(args).report(&around);
    told.unwrap_or_else(|trouble| panic!("{words:?}: {}", trouble.spoken(Lang::En)))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one who runs the tests asks for a new copy")]
fn the_published_schema_of_every_report_is_that_of_its_columns() {
    let folders = companies();
    let [one, two] = folders.each_ref().map(tempfile::TempDir::path);
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/reports");
    let (mut names, mut compared) = (std::collections::BTreeSet::new(), Vec::new());
    for words in reports() {
        compared.push((whole(&[one], &words), whole(&[one, two], &words)));
    }
    // A certificate is of one book of one company.
    let settled = settled();
    let words = CERTIFICATE.map(str::to_owned);
    compared.push((whole(&[settled.path()], &words), whole(&[settled.path()], &words)));
    let words = ["callbacks", "--explain", "S00001-01.month_1"].map(str::to_owned);
    compared.push((whole(&[one], &words), whole(&[one, two], &words)));
    for (single, many) in &compared {
        let (single, many) = (
            Bundle { parts: &single.parts, ..Bundle::of(&single.cover) },
            Bundle { parts: &many.parts, ..Bundle::of(&many.cover) },
        );
        let made = if single.parts.is_empty() { schema(single.cover, many.cover) } else { bundled(&single, &many) };
        let text = serde_json::to_string_pretty(&made).unwrap() + "\n";
        let name = format!("{}.json", single.cover.report.replace('/', "."));
        let path = published.join(&name);
        names.insert(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(&published).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{} is out of date: run with UPDATE_GOLDEN=1 and commit it", path.display());
    }
    let there: std::collections::BTreeSet<String> =
        fs::read_dir(&published).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, names, "a schema for each form, and none besides");
}

#[test]
fn the_figures_of_two_companies_add_as_fractions() {
    let folders = companies();
    let report = json_of_two(&folders, &["callbacks"]);
    let total = report["total"].as_array().unwrap();
    assert_eq!(total.len(), 3);
    assert_eq!(total[2]["company"], "total");
    for part in ["done", "due"] {
        let of = |place: usize| total[place]["claimed"][part].as_u64().unwrap();
        assert_eq!(of(2), of(0) + of(1));
    }
    assert_eq!(report["companies"].as_array().unwrap().len(), 2);
    assert_eq!(report["commit"], serde_json::Value::Null, "no commit holds for both");
}

#[test]
fn policy_values_that_differ_are_shown_side_by_side() {
    let report = json_of_two(&companies(), &["books"]);
    let values: Vec<_> =
        report["unequal_policies"].as_array().unwrap().iter().map(|row| row["value"].clone()).collect();
    assert_eq!(values, [2, 9]);
}

#[test]
fn a_repository_that_cannot_be_read_stops_the_run_unless_that_is_allowed() {
    let folders = companies();
    let (code, out, err) = two(&folders, &["callbacks", "--repo", "/nowhere"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("/nowhere") && err.contains("--allow-missing"), "{err}");
    let report = json_of_two(&folders, &["callbacks", "--repo", "/nowhere", "--allow-missing"]);
    assert_eq!(report["missing_repositories"], serde_json::json!(["/nowhere"]));
}

#[test]
fn the_same_repository_is_not_counted_twice() {
    let folder = repository();
    let path = folder.path().to_str().unwrap();
    let (code, _, err) = run_in(folder.path(), &["callbacks", "--repo", path, "--repo", path]);
    assert_eq!(code, 2);
    assert!(err.contains("same repository"), "{err}");
}

#[test]
fn a_list_names_repositories_beside_itself() {
    let folders = companies();
    let list = folders[0].path().join("group.txt");
    fs::write(&list, format!("# the group\n.\n\n{}\n", folders[1].path().display())).unwrap();
    let (code, out, err) =
        run_in(Path::new("/"), &["callbacks", "--repos", list.to_str().unwrap(), "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["companies"].as_array().unwrap().len(), 2);
}

#[test]
fn every_figure_and_table_of_the_monthly_report_exists() {
    let folder = repository();
    let told = whole(&[folder.path()], &["all".to_owned()]);
    assert_eq!(told.parts.len(), all::FAMILIES.len());
    for (part, line) in told.parts.iter().zip(all::FAMILIES) {
        let tables: Vec<_> = part.tables.iter().map(|table| table.name).collect();
        assert_eq!(tables.len(), line.tables.len(), "{}: {tables:?}", part.report);
    }
    let wanted: usize = all::FAMILIES.iter().map(|line| line.figures.len()).sum();
    assert_eq!(told.cover.table("key_figures").unwrap().rows.len(), wanted);
}

#[test]
fn the_monthly_report_of_two_companies_has_each_figure_for_both_and_in_total() {
    let folders = companies();
    let (one, both) = (
        json_of_two(&folders, &["all"])["key_figures"].as_array().unwrap().clone(),
        whole(&[folders[0].path()], &["all".to_owned()]).cover.table("key_figures").unwrap().rows.len(),
    );
    assert_eq!(one.len(), 3 * both);
}

#[test]
fn the_monthly_report_ends_as_its_worst_part_does() {
    let folder = repository();
    let (all, _, err) = run_in(folder.path(), &["all"]);
    let codes = reports().into_iter().filter(|words| words[0] != "all").map(|words| typed(folder.path(), &words).0);
    assert_eq!(all, codes.max().unwrap(), "{err}");
}

#[test]
fn a_workbook_wants_a_file_and_has_the_same_bytes_each_time() {
    let folder = repository();
    let (code, _, err) = run_in(folder.path(), &["all", "--format", "xlsx"]);
    assert_eq!(code, 2);
    assert!(err.contains("--output"), "{err}");
    let written = |name: &str| {
        run_in(folder.path(), &["all", "--format", "xlsx", "--output", name]);
        fs::read(folder.path().join(name)).unwrap()
    };
    let first = written("one.xlsx");
    assert!(first.starts_with(b"PK"));
    assert_eq!(first, written("two.xlsx"));
}

#[test]
fn a_mark_at_the_beginning_is_for_csv_alone() {
    let folder = repository();
    let (code, out, _) = run_in(folder.path(), &["books", "--table", "total", "--format", "csv", "--bom"]);
    assert_eq!(code, 0);
    assert!(out.starts_with('\u{feff}'));
    assert_eq!(run_in(folder.path(), &["books", "--bom"]).0, 2);
}

#[test]
fn a_summary_is_added_to_what_a_pipeline_has_written_already() {
    let folder = repository();
    let path = folder.path().join("summary.md");
    fs::write(&path, "before\n").unwrap();
    let args = ["callbacks", "--table", "total", "--summary", "summary.md", "--fail-under", "100%"];
    assert_eq!(run_in(folder.path(), &args).0, 1);
    let text = fs::read_to_string(path).unwrap();
    // The fixture's signatures are none: what its records do not pass is said before the figures.
    let [before, warning, _, title] = text.lines().take(4).collect::<Vec<_>>()[..] else { panic!("{text}") };
    assert_eq!((before, title), ("before", "# Callback rates"), "{text}");
    assert!(warning.contains("do not pass weibao check --all"), "{warning}");
}

#[test]
fn a_badge_shows_the_rate_in_its_own_colour() {
    let folder = repository();
    let (_, badge, _) = run_in(folder.path(), &["callbacks", "--as-of", "2025-02-10", "--format", "badge"]);
    assert!(
        badge.starts_with("<svg ") && badge.contains("Callback rates: 50.0%") && badge.contains("#b3362b"),
        "{badge}"
    );
}

#[test]
fn a_shallow_clone_learns_what_to_write_into_its_pipeline() {
    let folder = repository();
    let url = format!("file://{}", folder.path().display());
    git(folder.path(), &["clone", "-q", "--depth", "1", &url, "shallow"]);
    for words in reports() {
        let (code, out, err) = typed(&folder.path().join("shallow"), &words);
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}");
        assert!(err.contains("fetch-depth: 0"), "{err}");
    }
}

#[test]
fn what_does_not_pass_stands_first_in_whatever_people_read() {
    let folder = repository();
    let of = |format: &str| run_in(folder.path(), &["callbacks", "--table", "total", "--format", format]);
    let warning = "do not pass weibao check --all";
    for format in ["text", "markdown"] {
        let (_, text, _) = of(format);
        assert!(text.lines().next().unwrap().contains(warning), "{format}: {text}");
    }
    let (_, page, _) = of("html");
    let (notice, title) = (page.find(warning).unwrap(), page.find("<h1>").unwrap());
    assert!(page[..notice].contains("role=\"alert\"") && notice < title, "{page}");
    let (_, csv, said) = of("csv");
    assert!(!csv.contains(warning) && said.contains(warning), "{said}");
}

#[test]
fn of_several_companies_each_must_reach_the_share_or_all_together() {
    let folders = companies();
    let store = Store::open(folders[1].path()).unwrap();
    // The branch called late: nothing of January is in time there.
    let call = crate::regulation::fixture::phone();
    let files = [(call.key.path(), None)].into();
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "gone".to_owned(), author, at: at("2025-02-02T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    let january = ["callbacks", "--until", "2025-01-31", "--fail-under"];
    let (code, _, err) = two(&folders, &[&january[..], &["100%"]].concat());
    assert_eq!((code, err.as_str()), (1, "weibao-branch: the rate 0/1 is below 100%\n"));
    let total = |share: &str| two(&folders, &[&january[..], &[share, "--fail-under-of", "total"]].concat());
    assert_eq!(total("50%").0, 0, "one of two, together");
    let (code, _, err) = total("50.1%");
    assert_eq!((code, err.as_str()), (1, "in total: the rate 1/2 is below 50.1%\n"));
}

#[test]
fn a_company_in_which_nothing_was_due_stops_no_others() {
    let folders = companies();
    let store = Store::open(folders[1].path()).unwrap();
    // The branch has installed nothing yet.
    let gone = ["install", "phone-callback", "onsite-callback"].iter().flat_map(|kind| {
        let files = git_files(folders[1].path(), &format!("records/{kind}"));
        files.into_iter().map(|path| (path, None)).collect::<Vec<_>>()
    });
    let files = gone.collect();
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "new branch".to_owned(), author, at: at("2025-02-02T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    let january = ["callbacks", "--until", "2025-01-31", "--fail-under", "100%"];
    assert_eq!(run_in(folders[1].path(), &january).0, 2, "alone there is nothing to judge");
    assert_eq!(two(&folders, &january).0, 0, "the other reached it");
    assert_eq!(two(&folders, &["callbacks", "--until", "2025-01-01", "--fail-under", "100%"]).0, 2, "nothing anywhere");
}

/// The files that git knows below a folder.
fn git_files(folder: &Path, below: &str) -> Vec<String> {
    let output = std::process::Command::new("git")
        .args(["ls-tree", "-r", "--name-only", "HEAD", below])
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
