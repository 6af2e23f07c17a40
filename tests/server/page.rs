//! The README's page on serving, followed word for word: its blocks for the server, the laptop, sshd and the web server,
//! in their order, over a real sshd and a real web server.
//!
//! Four things stand for others here: the folder `/srv/`, the account `git`, the program's place `/usr/local/bin/weibao`,
//! and the web server's address.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::environment::Environment;
use crate::parts;
use crate::scene::{Sshd, WEIBAO};
use crate::web::Web;

/// The blocks of the page: what stands behind the fence, and the text.
fn blocks() -> Vec<(String, String)> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let page = readme.split("\n## Serving\n").nth(1).unwrap();
    let page = page.split("\n## ").next().unwrap();
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some((_, text)), None) => writeln!(text, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    found
}

/// Runs the commands of a block; each must end well, but one that announces how it ends.
#[expect(clippy::disallowed_methods, reason = "a test has to find programs where the machine keeps them")]
fn follow(block: &str, folder: &Path, home: &Path, ssh: Option<&str>) {
    for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let (line, code) = match line.split_once("  # exit ") {
            Some((line, code)) => (line, code.parse().unwrap()),
            None => (line, 0),
        };
        let programs = Path::new(WEIBAO).parent().unwrap().to_str().unwrap().to_owned();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell
            .args(["-c", line])
            .current_dir(folder)
            .env_clear()
            .env("PATH", path)
            .env("HOME", home)
            .env("LC_ALL", "C.UTF-8");
        if let Some(ssh) = ssh {
            shell.env("GIT_SSH_COMMAND", ssh);
        }
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "$ {line}\n{said}");
    }
}

#[test]
fn the_page_on_serving_does_what_it_says() {
    if parts::need("sshd").is_none() || parts::need("python3").is_none() {
        return;
    }
    let place = Environment::new();
    place.company(5);
    let key = place.path("wang-key");
    let public = std::fs::read_to_string(place.path("wang-key.pub")).unwrap();
    // wang-jun keeps the register too, and has the key where ssh and git look for it.
    place.weibao(&["edit", "staff", "wang-jun", "--set", r#"roles.1={"role":"office","from":"2026-01-01"}"#]).ok();
    std::fs::create_dir_all(place.path(".ssh")).unwrap();
    for (from, to) in [("wang-key", ".ssh/id_ed25519"), ("wang-key.pub", ".ssh/id_ed25519.pub")] {
        std::fs::copy(place.path(from), place.path(to)).unwrap();
    }
    let account = place.path("account");
    std::fs::create_dir_all(account.join(".ssh")).unwrap();
    std::fs::create_dir_all(place.path("srv")).unwrap();
    std::fs::write(account.join("wang-jun.pub"), &public).unwrap();
    let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
    let (srv, user) = (format!("{}/", place.path("srv").display()), user.trim().to_owned());
    let here = |text: &str| {
        text.replace("/srv/", &srv)
            .replace("git@", &format!("{user}@"))
            .replace("Match User git", &format!("Match User {user}"))
            .replace("/usr/local/bin/weibao", WEIBAO)
    };
    let blocks = blocks();
    let settings: String =
        blocks.iter().filter(|(kind, _)| kind == "sshd_config").map(|(_, text)| here(text)).collect();
    assert!(settings.contains("Match User"), "{settings}");
    let Some(sshd) = Sshd::start(&place.path("sshd"), "", &settings) else { return };
    std::fs::remove_file(place.path("sshd/authorized_keys")).unwrap();
    std::os::unix::fs::symlink(account.join(".ssh/authorized_keys"), place.path("sshd/authorized_keys")).unwrap();
    let ssh = sshd.command(key.to_str().unwrap());
    let (mut web, mut seen) = (None::<Web>, 0);
    for (kind, text) in &blocks {
        let mut text = here(text);
        seen += 1;
        match kind.as_str() {
            "console server" => follow(&text, &account, &account, None),
            "console laptop" => {
                if let Some(web) = &web {
                    let real = format!("http://wang-jun:secret@127.0.0.1:{}", web.port);
                    text = text.replace("https://wang-jun@records.example", &real);
                }
                follow(&text, &place.records(), &place.path(""), Some(&ssh));
            }
            "sh cgi" => {
                let cgi = place.path("srv/records.cgi");
                parts::program(&cgi, &text);
                web = Web::start(&cgi, &["wang-jun:secret"]);
            }
            _ => seen -= 1,
        }
    }
    assert!(seen >= 6, "{seen} blocks were followed");
    assert!(web.is_some());
    let server = place.path("srv/records.git");
    let tip = place.git(&["--git-dir", server.to_str().unwrap(), "rev-parse", "main"]).ok();
    assert_eq!(tip, place.head());
}
