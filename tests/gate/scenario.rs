//! A company with a book of five and two open tickets, a clone to work in, and a server that judges what is pushed.

use std::path::PathBuf;

use crate::environment::{Environment, Outcome};

pub(crate) const TICKET: &str = "records/ticket/WX/000/00/WX-0000002.json";
pub(crate) const BOOK: &str = "records/book/WX/000/WX-00001.json";

/// A clone and its server.
pub(crate) struct Scenario {
    pub(crate) place: Environment,
    server: PathBuf,
}

impl Scenario {
    /// Everything well, committed and pushed.
    pub(crate) fn new() -> Self {
        Self::served_at("server.git")
    }

    /// As [`Scenario::new`], the server lying in a folder of this name.
    pub(crate) fn served_at(server: &str) -> Self {
        let place = Environment::new();
        place.company(5);
        place.at("2026-03-02T10:00");
        place.open_ticket().ok();
        place.open_ticket().ok();
        let server = place.path(server);
        let at = server.to_str().unwrap();
        place.git(&["init", "-q", "--bare", "-b", "main", at]).ok();
        let hook = server.join("hooks/pre-receive");
        std::fs::write(&hook, include_str!("../../hooks/pre-receive")).unwrap();
        std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        place.git(&["remote", "add", "origin", at]).ok();
        let scenario = Self { place, server };
        scenario.push("main").ok();
        scenario
    }

    /// Runs git in the clone.
    pub(crate) fn git(&self, args: &[&str]) -> Outcome {
        self.place.git(args)
    }

    pub(crate) fn push(&self, refspec: &str) -> Outcome {
        self.git(&["push", "-q", "origin", refspec])
    }

    /// Puts what the clone has onto the server as it was from the beginning: no hook looks at it.
    pub(crate) fn founded(&self) {
        self.on_server(&["config", "core.hooksPath", "nowhere"]).ok();
        self.push("main").ok();
        self.on_server(&["config", "--unset", "core.hooksPath"]).ok();
    }

    /// Runs git on the server.
    pub(crate) fn on_server(&self, args: &[&str]) -> Outcome {
        self.git(&[&["--git-dir", self.server.to_str().unwrap()], args].concat())
    }

    pub(crate) fn server_tip(&self) -> String {
        self.on_server(&["for-each-ref"]).ok()
    }

    pub(crate) fn server(&self) -> &std::path::Path {
        &self.server
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let place = self.place.records().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }

    /// Replaces a text that stands in a file exactly once.
    #[track_caller]
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.place.read(path);
        assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
        self.write(path, text.replace(old, new));
    }

    /// Registers a public key for a member of staff.
    pub(crate) fn register(&self, who: &str, key: &str, to: &str) {
        let public = std::fs::read_to_string(format!("{key}.pub")).unwrap();
        let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let staff: serde_json::Value =
            serde_json::from_str(&self.place.read(&format!("records/staff/{who}.json"))).unwrap();
        let n = staff["keys"].as_array().unwrap().len();
        let members =
            [format!("keys.{n}.public={public}"), format!("keys.{n}.from=2026-01-01"), format!("keys.{n}.to={to}")];
        let members: Vec<_> = members.iter().filter(|member| !member.ends_with('=')).map(String::as_str).collect();
        self.place.weibao(&crate::environment::set(&["edit", "staff", who], &members)).ok();
    }

    /// Writes a commit object past every check of git's; gives its name.
    pub(crate) fn object(&self, commit: &str) -> String {
        let file = self.place.path("object");
        std::fs::write(&file, commit).unwrap();
        let file = file.to_str().unwrap();
        self.git(&["hash-object", "-t", "commit", "-w", "--literally", file]).ok().trim().to_owned()
    }

    /// A copy of a record under another key.
    pub(crate) fn copy(&self, path: &str, old: &str, new: &str) {
        let text = self.place.read(path);
        self.write(&path.replace(old, new), text.replace(old, new));
    }

    /// Commits everything past the hook.
    pub(crate) fn commit_past_the_hook(&self) {
        self.git(&["add", "-A"]).ok();
        self.git(&["commit", "-q", "--no-verify", "-m", "x"]).ok();
    }

    /// Commits everything with the hook, as somebody would by hand.
    pub(crate) fn commit(&self, message: &str) -> Outcome {
        self.git(&["add", "-A"]).ok();
        self.git(&["commit", "-q", "-m", message])
    }

    /// What stands in the working tree is refused by pre-commit; committed past it, it is refused by pre-receive with
    /// the same findings; neither clone nor server moves. Gives the ids of the rules that spoke.
    #[track_caller]
    pub(crate) fn refused_at_both_doors(&self) -> Vec<String> {
        let (head, tip) = (self.place.head(), self.server_tip());
        let said = self.commit("ticket: by hand").ends(1);
        let first = findings(&said);
        assert!(!first.is_empty(), "{said}");
        assert_eq!(self.place.head(), head);
        self.commit_past_the_hook();
        let said = self.push("main").ends(1);
        assert!(said.contains("pre-receive hook declined"), "{said}");
        assert_eq!(findings(&said), first, "{said}");
        assert_eq!(self.server_tip(), tip);
        let rule = |finding: &String| finding.split(']').next().unwrap().to_owned();
        let mut rules: Vec<_> = first.iter().map(rule).collect();
        rules.dedup();
        rules
    }
}

/// The findings in what a hook said: rule and place.
pub(crate) fn findings(said: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = said.lines().map(|line| line.trim_start_matches("remote: ").trim_end());
    while let Some(line) = lines.next() {
        if let Some(rule) = line.strip_prefix("error[") {
            let place = lines.next().unwrap_or_default().trim_start_matches(|c: char| !c.is_ascii_lowercase());
            found.push(format!("{rule} {place}"));
        }
    }
    found
}
