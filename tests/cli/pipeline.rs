//! The pipelines that `init` writes, run step by step as the forge would: its shell, its variables, a server it may
//! fetch from, nothing checked out. A pull request full of payloads is only shown.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::environment::{Environment, set};

/// A python with a reader of YAML that is not ours; nothing where it is missing.
#[expect(clippy::disallowed_methods, reason = "CI says where the reader is, and that it has to be there")]
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
pub(crate) fn python() -> Option<String> {
    let named = std::env::var("FORGE_PYTHON").ok();
    if named.is_none() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs FORGE_PYTHON");
        eprintln!("skipped: FORGE_PYTHON names no python with PyYAML, zizmor and pre-commit (.ci/run makes one)");
    }
    named
}

/// A file of YAML as another reader sees it.
fn yaml(python: &str, file: &Path) -> Value {
    let script =
        "import json,sys,yaml;print(json.dumps(yaml.load(open(sys.argv[1],encoding='utf-8'),yaml.BaseLoader)))";
    let read = Command::new(python).args(["-c", script]).arg(file).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

/// A company on a forge: `server.git` is the forge's copy, with `main` and the request 7.
struct Hosted {
    place: Environment,
    python: String,
    main: String,
    request: String,
}

/// What the runner's files hold after a step.
#[derive(Debug, Default)]
struct Ran {
    code: i32,
    said: String,
    summary: String,
}

impl Hosted {
    /// The request's branch is made by `change`.
    fn new(forge: &str, change: impl FnOnce(&Environment)) -> Option<Self> {
        let python = python()?;
        let place = Environment::new();
        place.company(3);
        place.weibao(&["init", ".", "--forge", forge, "--owners", "anshi"]).ok();
        let main = place.head().trim().to_owned();
        place.git(&["switch", "-q", "-c", "request"]).ok();
        change(&place);
        let request = place.head().trim().to_owned();
        place.git(&["switch", "-q", "main"]).ok();
        place.shell("git clone -q --bare . ../server.git && git -C ../server.git branch -q -D request").ok();
        let refs = "git push -q ../server.git request:refs/pull/7/head request:refs/merge-requests/7/head";
        place.shell(refs).ok();
        Some(Self { place, python, main, request })
    }

    fn run(&self, script: &str, shell: &[&str], env: &[(String, String)]) -> (i32, String) {
        let folder = self.place.path("workspace");
        std::fs::create_dir_all(&folder).unwrap();
        let programs = Path::new(env!("CARGO_BIN_EXE_weibao")).parent().unwrap().display().to_string();
        let ran = Command::new("bash")
            .args(shell)
            .args(["-c", script])
            .current_dir(&folder)
            .env_clear()
            .env("HOME", self.place.path("home"))
            .env("PATH", format!("{programs}:/usr/local/bin:/usr/bin:/bin"))
            .env("LANG", "en_GB.UTF-8")
            .envs(env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        (ran.status.code().unwrap_or(-1), said)
    }

    /// A job of GitHub's or Gitea's, step by step, until one fails.
    fn job(&self, file: &str, job: &str, event: &str, title: &str) -> Ran {
        let workflow = yaml(&self.python, &self.place.records().join(file));
        let temp = self.place.path(&format!("runner-{event}"));
        std::fs::create_dir_all(&temp).unwrap();
        let [env_file, path_file, summary] = ["env", "path", "summary"].map(|name| temp.join(name));
        for file in [&env_file, &path_file, &summary] {
            std::fs::write(file, "").unwrap();
        }
        let mut ran = Ran::default();
        let is_request = event == "pull_request";
        let head = if is_request { &self.request } else { &self.main };
        for step in workflow["jobs"][job]["steps"].as_array().unwrap() {
            let Some(script) = step["run"].as_str() else { continue };
            let mut env: Vec<(String, String)> = Vec::new();
            let mut own = |name: &str, value: &str| env.push((name.to_owned(), value.to_owned()));
            let server = format!("file://{}", self.place.path("").display());
            own("GITHUB_SERVER_URL", server.trim_end_matches('/'));
            own("GITHUB_REPOSITORY", "server.git");
            own("GITHUB_EVENT_NAME", event);
            own("GITHUB_SHA", head);
            own("GITHUB_HEAD_REF", title);
            own("RUNNER_TEMP", temp.to_str().unwrap());
            own("GITHUB_ENV", env_file.to_str().unwrap());
            own("GITHUB_PATH", path_file.to_str().unwrap());
            own("GITHUB_STEP_SUMMARY", summary.to_str().unwrap());
            for (name, value) in workflow["env"].as_object().unwrap() {
                own(name, value.as_str().unwrap());
            }
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                own(name, &self.expression(value.as_str().unwrap(), is_request));
            }
            for line in std::fs::read_to_string(&env_file).unwrap().lines() {
                let (name, value) = line.split_once('=').unwrap();
                own(name, value);
            }
            assert!(!script.contains("${{"), "an expression in a shell: {script}");
            let (code, said) = self.run(script, &["--noprofile", "--norc", "-eo", "pipefail"], &env);
            ran.said += &said;
            ran.code = code;
            if code != 0 {
                break;
            }
        }
        ran.summary = std::fs::read_to_string(&summary).unwrap();
        ran
    }

    /// What the forge puts in the place of an expression.
    fn expression(&self, text: &str, is_request: bool) -> String {
        let on_request = |value: &str| if is_request { value.to_owned() } else { String::new() };
        match text.trim_start_matches("${{").trim_end_matches("}}").trim() {
            "github.token" => "secret-token".to_owned(),
            "github.event.pull_request.number" => on_request("7"),
            "github.event.pull_request.head.sha" => on_request(&self.request),
            "github.event.before" => {
                if is_request {
                    String::new()
                } else {
                    "0".repeat(40)
                }
            }
            "vars.WEIBAO_URL" | "vars.WEIBAO_SHA256" | "" => String::new(),
            other => panic!("the pipeline asks for {other}"),
        }
    }

    /// A job of GitLab's: all lines in one shell.
    fn gitlab(&self, job: &str, request: bool) -> Ran {
        let pipeline = yaml(&self.python, &self.place.records().join(".gitlab-ci.yml"));
        let lines: Vec<_> = pipeline[job]["script"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        let mut env: Vec<(String, String)> = Vec::new();
        let mut own = |name: &str, value: &str| env.push((name.to_owned(), value.to_owned()));
        own("CI_REPOSITORY_URL", &format!("file://{}", self.place.path("server.git").display()));
        own("CI_PROJECT_DIR", self.place.path("workspace").to_str().unwrap());
        own("CI_COMMIT_SHA", if request { &self.request } else { &self.main });
        own("CI_COMMIT_BEFORE_SHA", &"0".repeat(40));
        own("CI_MERGE_REQUEST_TITLE", PAYLOAD);
        if request {
            own("CI_MERGE_REQUEST_IID", "7");
        }
        for (name, value) in pipeline["variables"].as_object().unwrap() {
            own(name, value.as_str().unwrap());
        }
        let (code, said) = self.run(&lines.join("\n"), &[], &env);
        let summary = std::fs::read_to_string(self.place.path("workspace/report/review.md")).unwrap_or_default();
        Ran { code, said, summary }
    }

    /// Gitee's one step, as its agent's shell gets it.
    fn gitee(&self, request: bool) -> Ran {
        let pipeline = yaml(&self.python, &self.place.records().join(".workflow/records.yml"));
        let script = pipeline["stages"][0]["steps"][0]["script"].as_str().unwrap();
        let mut env: Vec<(String, String)> = Vec::new();
        let mut own = |name: &str, value: &str| env.push((name.to_owned(), value.to_owned()));
        own("WEIBAO_REMOTE", &format!("file://{}", self.place.path("server.git").display()));
        own("GITEE_COMMIT_MESSAGE", PAYLOAD);
        own("GITEE_COMMIT", &self.main);
        if request {
            own("GITEE_PULL_ID", "7");
            own("GITEE_SOURCE_COMMIT", &self.request);
        }
        let (code, said) = self.run(script, &[], &env);
        let summary = std::fs::read_to_string(self.place.path("workspace/report/review.md")).unwrap_or_default();
        Ran { code, said, summary }
    }

    /// No payload did anything.
    #[track_caller]
    fn nothing_happened(&self, ran: &Ran) {
        assert!(!self.place.path("workspace/pwned").exists() && !self.place.path("pwned").exists(), "{}", ran.said);
        let forged = |line: &&str| line.trim_start().starts_with("::warning") && line.contains("forged");
        assert!(ran.said.lines().find(forged).is_none(), "{}", ran.said);
        assert!(!ran.summary.contains("<script>"), "{}", ran.summary);
        assert!(!ran.said.contains("secret-token"), "{}", ran.said);
    }
}

const PAYLOAD: &str = "x\"; touch pwned; echo \"$(touch pwned)`touch pwned`";

/// A ticket in good order.
fn sound(place: &Environment) {
    place.open_ticket().ok();
}

/// A ticket that breaks rules, with payloads in its text, in the commit's message, and in files that tools obey.
fn hostile(place: &Environment) {
    place
        .weibao(&set(
            &["edit", "client", "C00001"],
            &["name=<script>$(touch pwned)`touch pwned` ]]> ${{ github.token }}"],
        ))
        .ok();
    place.open_ticket().ok();
    let path = place.records().join("records/ticket/WX/000/00/WX-0000001.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let forged = text.replace("无图像", "\\n::warning::forged $(touch pwned)").replace("\"open\"", "\"ajar\"");
    std::fs::write(&path, forged).unwrap();
    for folder in [".cargo", "bin"] {
        std::fs::create_dir_all(place.records().join(folder)).unwrap();
    }
    std::fs::write(place.records().join(".cargo/config.toml"), "[build]\nrustc-wrapper = \"./bin/weibao\"\n").unwrap();
    std::fs::write(place.records().join("bin/weibao"), "#!/bin/sh\ntouch pwned\n").unwrap();
    std::fs::write(place.records().join(".weibao-version"), "9.9.9\n").unwrap();
    place.git(&["add", "-A"]).ok();
    place.git(&["commit", "-q", "--no-verify", "-m", &format!("{PAYLOAD}\n\n::warning::forged")]).ok();
}

#[test]
fn on_github_a_sound_request_passes_and_is_reviewed_in_the_summary() {
    let Some(hosted) = Hosted::new("github", sound) else { return };
    let ran = hosted.job(".github/workflows/records.yml", "check", "pull_request", "topic");
    assert_eq!(ran.code, 0, "{}", ran.said);
    assert!(ran.summary.contains("WX-0000001"), "{}", ran.summary);
    let pushed = hosted.job(".github/workflows/records.yml", "check", "push", "");
    assert_eq!(pushed.code, 0, "{}", pushed.said);
}

#[test]
fn on_github_a_hostile_request_fails_and_is_only_shown() {
    let Some(hosted) = Hosted::new("github", hostile) else { return };
    let ran = hosted.job(".github/workflows/records.yml", "check", "pull_request", PAYLOAD);
    assert_eq!(ran.code, 1, "{}", ran.said);
    assert!(ran.said.contains("::error file=records/ticket/WX/000/00/WX-0000001.json"), "{}", ran.said);
    hosted.nothing_happened(&ran);
    let report = hosted.place.path("runner-pull_request/report");
    for file in ["records.sarif", "junit.xml", "codequality.json", "review.md"] {
        assert!(std::fs::metadata(report.join(file)).unwrap().len() > 10, "{file}");
    }
}

#[test]
fn on_gitea_the_same_and_no_record_speaks_to_the_runner() {
    let Some(hosted) = Hosted::new("gitea", hostile) else { return };
    let ran = hosted.job(".gitea/workflows/records.yml", "check", "pull_request", PAYLOAD);
    assert_eq!(ran.code, 1, "{}", ran.said);
    assert!(ran.said.contains("::stop-commands::"), "{}", ran.said);
    hosted.nothing_happened(&ran);
    let Some(hosted) = Hosted::new("gitea", sound) else { return };
    assert_eq!(hosted.job(".gitea/workflows/records.yml", "check", "pull_request", "t").code, 0);
}

#[test]
fn on_gitlab_and_gitee_the_same() {
    for (change, code) in [(sound as fn(&Environment), 0), (hostile, 1)] {
        let Some(hosted) = Hosted::new("gitlab", change) else { return };
        let ran = hosted.gitlab("records", true);
        assert_eq!(ran.code, code, "{}", ran.said);
        assert!(ran.summary.contains("WX-0000001"), "{}", ran.summary);
        hosted.nothing_happened(&ran);
        let Some(hosted) = Hosted::new("gitee", change) else { return };
        let ran = hosted.gitee(true);
        assert_eq!(ran.code, code, "{}", ran.said);
        hosted.nothing_happened(&ran);
    }
}

#[test]
fn every_night_everything_is_judged_and_reported() {
    let Some(hosted) = Hosted::new("github", sound) else { return };
    let ran = hosted.job(".github/workflows/records.yml", "nightly", "schedule", "");
    assert_eq!(ran.code, 0, "{}", ran.said);
    let Some(gitea) = Hosted::new("gitea", sound) else { return };
    let at_gitea = gitea.job(".gitea/workflows/records.yml", "nightly", "schedule", "");
    assert!(at_gitea.code == 0 && !at_gitea.summary.is_empty(), "{}", at_gitea.said);
    assert!(gitea.place.path("runner-schedule/report/due.md").exists());
    assert!(hosted.place.path("runner-schedule/report/callbacks.md").exists() && !ran.summary.is_empty());
    let Some(hosted) = Hosted::new("gitlab", sound) else { return };
    let ran = hosted.gitlab("nightly", false);
    assert_eq!(ran.code, 0, "{}", ran.said);
    let Some(hosted) = Hosted::new("gitee", sound) else { return };
    let ran = hosted.gitee(false);
    assert_eq!(ran.code, 0, "{}", ran.said);
}

#[test]
fn a_request_wants_the_approvals_that_the_policy_of_its_base_wants() {
    let Some(hosted) = Hosted::new("github", |place| {
        let policy = r#"policies=[{"name":"required_approvals_ticket","value":1,"from":"2026-03-02","reason":"x"}]"#;
        place.git(&["switch", "-q", "main"]).ok();
        place.weibao(&["edit", "company", "company", "--set", policy]).ok();
        place.git(&["switch", "-q", "-C", "request"]).ok();
        place.open_ticket().ok();
    }) else {
        return;
    };
    let ran = hosted.job(".github/workflows/records.yml", "check", "pull_request", "t");
    assert_eq!(ran.code, 1, "{}", ran.said);
    let told = ran.said.lines().find(|line| line.starts_with("::error ") && line.contains("approval_missing")).unwrap();
    assert!(told.contains("ticket records on main need 1 approvals"), "{told}");
    let report = hosted.place.path("runner-pull_request/report");
    for file in ["records.sarif", "junit.xml", "codequality.json"] {
        assert!(std::fs::read_to_string(report.join(file)).unwrap().contains("approval_missing"), "{file}");
    }
}

#[test]
fn without_the_program_that_the_base_names_the_run_stops_with_a_sentence() {
    fn another_version(place: &Environment) {
        place.git(&["switch", "-q", "main"]).ok();
        std::fs::write(place.records().join(".weibao-version"), "9.9.9\n").unwrap();
        place.git(&["commit", "-q", "-a", "--no-verify", "-m", "ci: another program"]).ok();
        place.git(&["switch", "-q", "-C", "request"]).ok();
        place.open_ticket().ok();
    }
    for forge in ["github", "gitlab", "gitea", "gitee"] {
        let Some(hosted) = Hosted::new(forge, another_version) else { return };
        let ran = match forge {
            "gitlab" => hosted.gitlab("records", true),
            "gitee" => hosted.gitee(true),
            _ => hosted.job(&format!(".{forge}/workflows/records.yml"), "check", "pull_request", "t"),
        };
        assert_eq!(ran.code, 2, "{forge}: {}", ran.said);
        assert!(ran.said.contains("there is no weibao 9.9.9 here") && ran.said.contains("WEIBAO_URL"), "{}", ran.said);
    }
}

#[test]
fn zizmor_finds_nothing_in_the_workflows_of_a_new_repository_and_in_our_own() {
    let Some(python) = python() else { return };
    let place = Environment::new();
    place.founded();
    let zizmor = Path::new(&python).with_file_name("zizmor");
    for folder in [place.records(), Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()] {
        let ran = Command::new(&zizmor)
            .args(["--offline", "--no-progress", "--persona", "pedantic"])
            .arg(folder.join(".github/workflows"))
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
}

#[test]
fn doctor_sees_that_owners_or_pipeline_are_stale_and_writes_them_anew() {
    let place = Environment::new();
    place.company(1);
    place.weibao(&["init", ".", "--forge", "github", "--owners", "anshi"]).ok();
    let owners = place.read(".github/CODEOWNERS");
    assert!(owners.contains("/records/ticket/ @anshi/"), "{owners}");
    place.weibao(&["init", ".", "--forge", "github"]).ok();
    assert_eq!(place.read(".github/CODEOWNERS"), owners);
    let changed = owners.replace("/records/ticket/ ", "/records/ticket/ @anshi/nobody ");
    std::fs::write(place.records().join(".github/CODEOWNERS"), changed).unwrap();
    place.git(&["commit", "-q", "-a", "--no-verify", "-m", "ci: nobody"]).ok();
    let said = place.weibao(&["doctor"]).ends(1);
    assert!(said.contains("the pipeline differs from what this program writes: .github/CODEOWNERS"), "{said}");
    place.weibao(&["doctor", "--fix"]);
    assert_eq!(place.read(".github/CODEOWNERS"), owners);
    assert!(place.weibao(&["doctor"]).stdout.contains("the pipeline is as this program writes it"));
}
