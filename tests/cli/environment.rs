//! A hermetic place to run the program in: its own home, no configuration from outside, a clock that moves per command.

use std::cell::Cell;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use weibao::record::instant::Instant;

/// What a run said and how it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The run ended well; gives what it printed.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}\n{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The run ended with this code; gives everything it said.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self.stdout + &self.stderr
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}

/// A place to work in.
pub(crate) struct Environment {
    home: tempfile::TempDir,
    clock: Cell<Instant>,
    lang: &'static str,
}

impl Environment {
    /// An empty place on the morning of 2 March 2026.
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("signed.png"), b"not much of a picture").unwrap();
        let clock = Cell::new(Instant::parse("2026-03-02T08:00:00+08:00").unwrap());
        Self { home, clock, lang: "en_GB.UTF-8" }
    }

    /// The same place, spoken to in another language.
    pub(crate) fn speaking(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// A path below the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The repository.
    pub(crate) fn records(&self) -> PathBuf {
        self.path("records")
    }

    /// Moves the clock to a time, such as `2026-03-03T09:00`.
    pub(crate) fn at(&self, time: &str) -> &Self {
        self.clock.set(Instant::parse(&format!("{time}:00+08:00")).unwrap());
        self
    }

    #[expect(clippy::disallowed_methods, reason = "a test has to find git where the machine keeps it")]
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        let mut path = OsString::from(Path::new(env!("CARGO_BIN_EXE_weibao")).parent().unwrap());
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap());
        command
            .current_dir(folder)
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.home.path())
            .env("LANG", self.lang)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_NAME", "Test")
            .env("GIT_AUTHOR_EMAIL", "test@weibao.example")
            .env("GIT_COMMITTER_NAME", "Test")
            .env("GIT_COMMITTER_EMAIL", "test@weibao.example")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn finish(mut command: Command, input: &str) -> Outcome {
        let mut child = command.spawn().unwrap();
        // A program that does not read its input is no fault here.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `weibao` in the repository (or at home before there is one), a minute after the last command.
    pub(crate) fn weibao(&self, args: &[&str]) -> Outcome {
        self.weibao_reading(args, "")
    }

    /// Runs `weibao` with something on its standard input.
    pub(crate) fn weibao_reading(&self, args: &[&str], input: &str) -> Outcome {
        let folder = if self.records().is_dir() { self.records() } else { self.home.path().to_owned() };
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_weibao")), &folder);
        command.args(["--now", &self.clock.get().to_string()]).args(args);
        self.clock.set(self.clock.get().plus_minutes(1));
        Self::finish(command, input)
    }

    /// Runs `weibao` at a pseudo-terminal, where somebody answers each question as it shows; nothing without Python.
    #[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
    #[expect(clippy::disallowed_methods, reason = "where CI runs, nothing may be skipped")]
    pub(crate) fn at_a_terminal(&self, args: &[&str], answers: &[(&str, &str)]) -> Option<Outcome> {
        let asked = Command::new("python3").args(["-c", "import pty, sys; print(sys.executable)"]).output();
        let Some(python) = asked.ok().filter(|output| output.status.success()) else {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs python3 for a pseudo-terminal");
            eprintln!("skipped: python3, which opens a pseudo-terminal, is not installed");
            return None;
        };
        let python = PathBuf::from(String::from_utf8(python.stdout).unwrap().trim());
        let mut command = self.command(&python, &self.records());
        command.env("TERM", "xterm-256color").env("NO_COLOR", "1");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/terminal.py"));
        command.arg(env!("CARGO_BIN_EXE_weibao")).args(["--now", &self.clock.get().to_string()]).args(args);
        self.clock.set(self.clock.get().plus_minutes(1));
        Some(Self::finish(command, &serde_json::to_string(answers).unwrap()))
    }

    /// Runs a program of ours in the repository on a machine that lives in another time zone.
    pub(crate) fn in_zone(&self, zone: &str, program: &Path, args: &[&str]) -> Outcome {
        let mut command = self.command(program, &self.records());
        command.env("TZ", zone).args(args);
        Self::finish(command, "")
    }

    /// The demo's company in the repository.
    pub(crate) fn demo(&self) -> &Self {
        self.weibao(&["demo", "records", "--technicians", "3", "--sites", "12", "--no-check"]).ok();
        self
    }

    /// Somebody of the demo's company who holds a post.
    pub(crate) fn who_is(&self, post: &str) -> String {
        let mut folder: Vec<_> =
            std::fs::read_dir(self.records().join("records/staff")).unwrap().map(|it| it.unwrap().path()).collect();
        folder.sort();
        let heads =
            folder.iter().filter(|path| std::fs::read_to_string(path).unwrap().contains(&format!("\"{post}\"")));
        heads.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).next().unwrap()
    }

    /// Runs `git` in the repository.
    pub(crate) fn git(&self, args: &[&str]) -> Outcome {
        let mut command = self.command(Path::new("git"), &self.records());
        command.args(args);
        Self::finish(command, "")
    }

    /// Runs a line of shell in the repository.
    pub(crate) fn shell(&self, line: &str) -> Outcome {
        let mut command = self.command(Path::new("sh"), &self.records());
        command.args(["-c", line]);
        Self::finish(command, "")
    }

    /// Makes an SSH key without a passphrase; gives its file.
    pub(crate) fn ssh_key(&self, name: &str) -> String {
        let file = self.path(name);
        let mut command = self.command(Path::new("ssh-keygen"), self.home.path());
        command.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(&file);
        Self::finish(command, "").ok();
        file.to_str().unwrap().to_owned()
    }

    /// The newest commit.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).ok()
    }

    /// A file of the repository's working tree.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.records().join(path)).unwrap()
    }

    /// `how` signs with the scan that lies at home.
    pub(crate) fn scanned(&self, who: &str) -> String {
        format!("{who}=scan:{}", self.path("signed.png").display())
    }

    /// A company with finance, a technician with a key, front desk, office, a client, a site and a book of `count`.
    pub(crate) fn company(&self, count: u32) -> &Self {
        self.founded();
        let key = self.ssh_key("wang-key");
        let public = std::fs::read_to_string(format!("{key}.pub")).unwrap();
        let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let keys = format!(r#"keys=[{{"public":"{public}","from":"2026-01-01"}}]"#);
        for (id, name, duty) in
            [("wang-jun", "王军", "technician"), ("zhao-li", "赵丽", "front_desk"), ("sun-yan", "孙燕", "office")]
        {
            let email = format!("email={id}@weibao.example");
            let roles = format!(r#"roles=[{{"role":"{duty}","from":"2026-01-01"}}]"#);
            let name = format!("name={name}");
            let mut args = vec!["new", "staff", id, "--set", &name, "--set", &email, "--set", "department=工程部"];
            args.extend(["--set", &roles, "--set", "joined_on=2026-01-01"]);
            if id == "wang-jun" {
                args.extend(["--set", &keys]);
            }
            self.weibao(&args).ok();
        }
        self.weibao(&[
            "new",
            "client",
            "--set",
            "name=甲公司",
            "--set",
            "since=2026-01-01",
            "--set",
            "e_signature_agreement=无",
        ])
        .ok();
        let contact = [
            "client=C00001",
            "name=李四",
            "title=主任",
            "phone=13800000000",
            "basis=contract",
            "informed_on=2026-01-02",
        ];
        self.weibao(&set(&["new", "contact"], &contact)).ok();
        let site = [
            "client=C00001",
            "name=一号楼",
            "district=昌平",
            "area=near",
            r#"service=[{"from":"2026-01-01"}]"#,
            "callback_by=chen-jing",
        ];
        self.weibao(&set(&["new", "site"], &site)).ok();
        self.issue("regular", count);
        self
    }

    /// Only the repository, with finance in it.
    pub(crate) fn founded(&self) -> &Self {
        let args = ["init", "records", "--name", "某公司", "--repository", "weibao-test", "--staff", "chen-jing"];
        let more =
            ["--staff-name", "陈静", "--email", "chen@weibao.example", "--department", "财务部", "--role", "finance"];
        let roles = ["--role", "supervisor", "--role", "person_in_charge", "--role", "caller", "--role", "dispatcher"];
        self.weibao(&[&args[..], &more[..], &roles[..]].concat()).ok();
        self
    }

    /// Issues a book to wang-jun.
    pub(crate) fn issue(&self, kind: &str, count: u32) {
        let (finance, holder) = (self.scanned("issue:finance"), self.scanned("issue:holder@wang-jun"));
        let count = count.to_string();
        self.weibao(&["issue", "wang-jun", "--kind", kind, "--count", &count, "--sign", &finance, "--sign", &holder])
            .ok();
    }

    /// wang-jun opens the next ticket.
    pub(crate) fn open_ticket(&self) -> Outcome {
        self.weibao(&set(&["new", "维修单", "--as", "wang-jun"], REPORT))
    }
}

/// What a ticket needs to be opened.
pub(crate) const REPORT: &[&str] = &[
    "report.site=S00001",
    "report.contact=C00001-01",
    "report.channel=电话",
    r#"report.assets=[{"name":"摄像机","model":"X1","serial":"无"}]"#,
    "report.service=维修",
    "report.priority=常规",
    "report.symptom=无图像",
    "report.promised_by=2026-03-04 18:00",
];

/// A command line with a `--set` before each member.
pub(crate) fn set<'a>(front: &[&'a str], members: &[&'a str]) -> Vec<&'a str> {
    let mut args = front.to_vec();
    for member in members {
        args.extend(["--set", member]);
    }
    args
}
