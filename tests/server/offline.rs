//! `weibao sync` against a server as `init --server` makes it, which demands signed commits and posts, behind a real sshd.
//! A laptop comes back to it; the line breaks after any number of bytes, the process dies at any call and at each named
//! moment, the one between the server's yes and its answer too. Whatever happened, one more sync lands each ticket once.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::environment::Outcome;
use crate::kills::{KILL, copy, fell, sample};
use crate::parts;
use crate::scene::{Scene, Sshd, WEIBAO};

const TICKETS: [&str; 2] = ["records/ticket/WX/000/00/WX-0000002.json", "records/ticket/WX/000/00/WX-0000003.json"];

/// A demanding server, wang-jun's laptop with two signed tickets it does not know, and another clone that worked meanwhile.
struct Laptop {
    scene: Scene,
    sshd: Sshd,
}

impl Laptop {
    /// So many pushes of another clone came while the laptop was offline; nothing where there is no sshd.
    fn offline_while(pushes: usize) -> Option<Self> {
        let scene = Scene::made_with(&[]);
        let sshd = scene.behind_sshd("")?;
        let others = scene.place.path("others");
        let address = "records.example:records.git";
        let ssh = |key: &str| sshd.command(scene.place.path(key).to_str().unwrap());
        let chen = format!("core.sshCommand={}", ssh("chen-key"));
        scene.place.git(&["-c", &chen, "clone", "-q", address, others.to_str().unwrap()]).ok();
        scene.place.git(&["remote", "add", "origin", address]).ok();
        for (folder, who, key) in [(&others, "chen-jing", "chen-key"), (&scene.place.records(), "wang-jun", "wang-key")]
        {
            for (name, value) in [
                ("core.sshCommand", ssh(key).as_str()),
                ("gpg.format", "ssh"),
                ("commit.gpgsign", "true"),
                ("user.signingkey", scene.place.path(key).to_str().unwrap()),
                ("weibao.staff", who),
            ] {
                scene.place.git(&["-C", folder.to_str().unwrap(), "config", name, value]).ok();
            }
        }
        let laptop = Self { scene, sshd };
        for n in 0..pushes {
            let district = format!("district={n}号街区");
            laptop.others(&["edit", "site", "S00001", "--set", &district]).ok();
            laptop.others(&["sync"]).ok();
        }
        for _ in TICKETS {
            laptop.scene.place.open_ticket().ok();
        }
        Some(laptop)
    }

    fn others(&self, args: &[&str]) -> Outcome {
        let folder = self.scene.place.path("others");
        self.scene.place.weibao(&[&["--repo", folder.to_str().unwrap()], args].concat())
    }

    /// A program on the laptop, with other programs found before git where a folder is given.
    fn command(&self, line: &[&str], first: Option<&Path>) -> Command {
        let mut command = Command::new(line[0]);
        let found = parts::find("git").unwrap();
        let folders = [first, found.parent(), Some(Path::new("/usr/bin")), Some(Path::new("/bin"))];
        let path = std::env::join_paths(folders.into_iter().flatten()).unwrap();
        command
            .args(&line[1..])
            .current_dir(self.scene.place.records())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.scene.place.path(""))
            .env("LANG", "en_GB.UTF-8")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .stdin(Stdio::null());
        command
    }

    /// One attempt of `weibao sync`, to be cut off.
    fn attempt(&self, before: &[&str], first: Option<&Path>) -> Outcome {
        let sync = [WEIBAO, "--now", "2026-03-03T09:00:00+08:00", "sync", "--attempts", "1"];
        let output = self.command(&[before, &sync].concat(), first).output().unwrap();
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// How often the server's history wrote a path.
    fn landed(&self, path: &str) -> usize {
        self.scene.on_server(&["log", "--format=%H", "main", "--", path]).ok().lines().count()
    }

    /// After one more sync each ticket is at the server once, and both sides say the same.
    #[track_caller]
    fn lands_once(&self, told: &dyn Fn() -> String) {
        let place = &self.scene.place;
        let said = place.at("2026-03-03T10:00").weibao(&["sync"]);
        assert_eq!(said.code, 0, "{}\nand then: {}{}", told(), said.stdout, said.stderr);
        for path in TICKETS {
            assert_eq!(self.landed(path), 1, "{path}: {}", told());
        }
        assert_eq!(place.head(), self.scene.on_server(&["rev-parse", "main"]).ok(), "{}", told());
        assert_eq!(place.git(&["status", "--porcelain", "--untracked-files=all"]).ok(), "", "{}", told());
        place.git(&["fsck", "--strict"]).ok();
        self.scene.on_server(&["fsck", "--strict"]).ok();
    }

    /// Server and laptop as they are now, to begin each try with.
    fn keep(&self) -> [(PathBuf, PathBuf); 2] {
        let pairs = [
            (self.scene.server.clone(), self.scene.place.path("kept.git")),
            (self.scene.place.records(), self.scene.place.path("kept")),
        ];
        for (now, kept) in &pairs {
            copy(now, kept);
        }
        pairs
    }

    /// Puts both back as they were kept; the sshd in front of them goes on.
    fn back_to(kept: &[(PathBuf, PathBuf)]) {
        for (now, kept) in kept {
            copy(kept, now);
        }
    }

    /// The git that dies, with the program that called it, at a moment such as `after push`.
    fn dying_git(&self) -> PathBuf {
        let folder = self.scene.place.path("dying");
        std::fs::create_dir_all(&folder).unwrap();
        let script = format!(
            "#!/bin/sh\ncase \" $* \" in *' fetch '*) verb=fetch;; *' push '*) verb=push;; *) exec {git} \"$@\";; esac\n\
             moment=$(cat {at}/moment 2>/dev/null)\n\
             [ \"$moment\" = \"before $verb\" ] && {{ rm {at}/moment; kill -9 $PPID; exit 1; }}\n\
             {git} \"$@\"; code=$?\n\
             [ \"$moment\" = \"after $verb\" ] && {{ rm {at}/moment; kill -9 $PPID; exit 1; }}\n\
             exit $code\n",
            git = parts::find("git").unwrap().display(),
            at = folder.display()
        );
        parts::program(&folder.join("git"), &script);
        folder
    }
}

/// A line to sshd that breaks, both ways at once, after so many bytes.
struct Line {
    port: u16,
    left: Arc<AtomicI64>,
}

impl Line {
    fn to(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let bytes = Arc::clone(&left);
        // Ends with the program; every connection has two threads of its own.
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", target)) else { continue };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let bytes = Arc::clone(&bytes);
                    std::thread::spawn(move || carry(from, to, &bytes));
                }
            }
        });
        Self { port, left }
    }

    /// From now on so many bytes get through; gives how many were left.
    fn breaks_after(&self, bytes: i64) -> i64 {
        self.left.swap(bytes, Ordering::SeqCst)
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, left: &AtomicI64) {
    let mut buffer = [0; 512];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        let before = left.fetch_sub(i64::try_from(n).unwrap(), Ordering::SeqCst);
        let through = usize::try_from(before.max(0)).unwrap().min(n);
        if to.write_all(&buffer[..through]).is_err() || through < n {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn signed_tickets_of_a_laptop_that_was_offline_while_thirty_others_pushed_land_once_each() {
    let Some(laptop) = Laptop::offline_while(30) else { return };
    let place = &laptop.scene.place;
    let said = place.at("2026-03-03T09:00").weibao(&["sync"]).ok();
    assert!(said.contains("30 commit(s) received, 2 sent"), "{said}");
    laptop.lands_once(&|| said.clone());
    // What the server has is signed by its author, by git itself.
    let allowed = place.path("allowed");
    std::fs::write(&allowed, place.weibao(&["doctor", "--allowed-signers"]).ok()).unwrap();
    let file = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
    for commit in ["HEAD", "HEAD~1", "HEAD~2"] {
        place.git(&["-c", &file, "verify-commit", commit]).ok();
    }
    let pushed = laptop.scene.receipts().pop().unwrap();
    assert_eq!(pushed["pusher"], "wang-jun", "{pushed}");
    let server = laptop.scene.server.to_str().unwrap();
    place.weibao(&["--repo", server, "audit"]).ok();
}

#[test]
fn a_line_that_breaks_after_any_number_of_bytes_loses_and_doubles_nothing() {
    let Some(laptop) = Laptop::offline_while(2) else { return };
    let line = Line::to(laptop.sshd.port());
    let direct = laptop.sshd.command(laptop.scene.place.path("wang-key").to_str().unwrap());
    let breaking = format!("{direct} -p {} -o StrictHostKeyChecking=no", line.port);
    let route = |ssh: &str| laptop.scene.place.git(&["config", "core.sshCommand", ssh]).ok();
    let kept = laptop.keep();
    route(&breaking);
    line.breaks_after(i64::MAX);
    laptop.attempt(&[], None).ok();
    let whole = i64::MAX - line.breaks_after(i64::MAX);
    assert!(whole > 10_000, "{whole}");
    // Evenly over all that is said, and closely where the answer to the push is.
    let (mut landed, mut cut) = (0, 0);
    for bytes in (0..14).map(|n| whole * n / 14).chain((1..=6).map(|n| whole * 2 / 3 - n * 500)) {
        Laptop::back_to(&kept);
        route(&breaking);
        line.breaks_after(bytes);
        let said = laptop.attempt(&[], None);
        let told = || format!("{bytes} of {whole} bytes: {} {}{}", said.code, said.stdout, said.stderr);
        assert!((0..=2).contains(&said.code), "{}", told());
        cut += usize::from(said.code != 0);
        landed += usize::from(said.code != 0 && laptop.landed(TICKETS[1]) == 1);
        route(&direct);
        laptop.lands_once(&told);
    }
    assert!(cut > 10, "{cut}");
    println!("{cut} lines broke, {landed} of them after the server had taken the tickets");
}

#[test]
fn a_sync_that_dies_at_each_named_moment_is_finished_by_the_next() {
    let Some(laptop) = Laptop::offline_while(2) else { return };
    let kept = laptop.keep();
    let dying = laptop.dying_git();
    for (moment, is_there) in [("before fetch", 0), ("after fetch", 0), ("before push", 0), ("after push", 1)] {
        Laptop::back_to(&kept);
        std::fs::write(dying.join("moment"), moment).unwrap();
        let said = laptop.attempt(&[], Some(&dying));
        assert!(said.code == -1 && !dying.join("moment").exists(), "{moment}: {} {}", said.stdout, said.stderr);
        // After the push the server has accepted, and nobody here knows.
        assert_eq!(TICKETS.map(|path| laptop.landed(path)), [is_there; 2], "{moment}");
        laptop.lands_once(&|| moment.to_owned());
    }
}

#[test]
fn a_sync_killed_at_a_system_call_is_finished_by_the_next() {
    if parts::need("strace").is_none() {
        return;
    }
    let Some(laptop) = Laptop::offline_while(2) else { return };
    let kept = laptop.keep();
    let log = laptop.scene.place.path("strace.log");
    let mut fallen = 0;
    for n in sample(90) {
        Laptop::back_to(&kept);
        let _ = std::fs::remove_file(&log);
        let blow = KILL.strace(&log, n);
        let blow: Vec<_> = blow.iter().map(String::as_str).collect();
        let said = laptop.attempt(&blow, None);
        laptop.lands_once(&|| format!("killed at {n}: {} {}{}", said.code, said.stdout, said.stderr));
        if !fell(&log) {
            break;
        }
        fallen += 1;
    }
    assert!(fallen >= 8, "{fallen}");
}
