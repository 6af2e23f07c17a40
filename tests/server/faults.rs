//! What reaches a server broken, stands still or rots: nothing comes in by it, nobody waits for it, and it is told.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use weibao::server::orphan::Group;

use crate::scene::{Scene, WEIBAO};

/// The server's side of a push, as sshd would run it for wang-jun, spoken to by hand.
fn receive(scene: &Scene) -> Child {
    let server = scene.server.to_str().unwrap();
    Command::new(WEIBAO)
        .args(["serve", server, "--as", "wang-jun"])
        .env_clear()
        .env("SSH_ORIGINAL_COMMAND", format!("git-receive-pack '{server}'"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A line of git's protocol, its length in front.
fn line(text: &str) -> Vec<u8> {
    let mut bytes = format!("{:04x}", text.len() + 4).into_bytes();
    bytes.extend(text.as_bytes());
    bytes
}

/// RX-05
#[test]
fn a_broken_pack_moves_nothing_and_leaves_nothing() {
    let scene = Scene::new();
    let old = scene.place.head().trim().to_owned();
    let new = scene.with_next_ticket();
    let mut packing = Command::new("git")
        .args(["pack-objects", "--revs", "--stdout", "-q"])
        .current_dir(scene.place.records())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    packing.stdin.take().unwrap().write_all(format!("{new}\n^{old}\n").as_bytes()).unwrap();
    let pack = packing.wait_with_output().unwrap().stdout;
    let with = |at: usize, byte: u8| {
        let mut changed = pack.clone();
        changed[at] = byte;
        changed
    };
    let before = scene.refs();
    let send = |pack: &[u8]| {
        let mut bytes = line(&format!("{old} {new} refs/heads/main\0 report-status"));
        bytes.extend(b"0000");
        bytes.extend(pack);
        let mut child = receive(&scene);
        // It may well leave before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(&bytes);
        String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned()
    };
    let middle = pack.len() / 2;
    for broken in [
        Vec::new(),
        b"PACK".to_vec(),
        pack[..middle].to_vec(),
        pack[..pack.len() - 1].to_vec(),
        with(0, b'p'),
        with(7, 99),
        // A thousand million objects.
        with(8, 0x40),
        with(middle, pack[middle] ^ 1),
        with(pack.len() - 1, pack[pack.len() - 1] ^ 1),
    ] {
        let said = send(&broken);
        assert!(!said.contains("ok refs/heads/main"), "{said}");
        assert_eq!(scene.refs(), before);
    }
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
    let said = send(&pack);
    assert!(said.contains("ok refs/heads/main"), "the whole one is taken: {said}");
    scene.place.weibao(&["serve", scene.server.to_str().unwrap(), "--janitor", "--older-than", "0"]).ok();
    assert_eq!(weibao::store::leftover::half_written(&scene.server), Vec::<PathBuf>::new());
    scene.audit_server(&[]).ok();
}

/// RX-07
#[test]
fn a_client_that_has_the_turn_and_stands_still_is_ended_once_others_wait() {
    let scene = Scene::new();
    scene.on_server(&["config", "weibao.holdSeconds", "1"]).ok();
    let mut holder = receive(&scene);
    // It has the turn when git has greeted it.
    let mut greeting = [0; 4];
    std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut greeting).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(holder.try_wait().unwrap(), None, "nobody waits, so it may take its time");
    scene.with_next_ticket();
    let began = Instant::now();
    scene.push_served(&["main"]).ok();
    assert!(began.elapsed() < Duration::from_mins(1), "{:?}", began.elapsed());
    assert!(!holder.wait().unwrap().success());
}

/// CC-09: the one who has the turn is killed, its git goes on without bounds, and the next one neither meets nor waits for it.
#[test]
fn a_git_whose_master_was_killed_is_ended_by_the_next_writer() {
    let scene = Scene::new();
    let mut holder = receive(&scene);
    let mut greeting = [0; 4];
    std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut greeting).unwrap();
    // The client's end stays open: git waits for it for ever.
    let _client = holder.stdin.take();
    let noted = std::fs::read_to_string(scene.server.join("weibao/queue/turn")).unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    // Where the system does not tell who lives, nothing is noted.
    let Some(git) = Group::read(&noted) else { return };
    assert!(git.lives(), "git goes on: {noted}");
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    assert!(!git.lives(), "{noted}");
    scene.audit_server(&[]).ok();
}

/// HR-15
#[test]
fn housekeeping_is_not_stopped_by_the_hooks() {
    let scene = Scene::new();
    for housekeeping in [&["pack-refs", "--all"][..], &["gc", "--quiet", "--prune=now"], &["repack", "-a", "-d", "-q"]]
    {
        let before = scene.refs();
        scene.on_server(housekeeping).ok();
        assert_eq!(scene.refs(), before, "{housekeeping:?}");
        scene.with_next_ticket();
        scene.push_served(&["main"]).ok();
        scene.audit_server(&[]).ok();
        scene.on_server(&["fsck", "--strict", "--full"]).ok();
    }
}

/// CC-16: one bit of each object of the newest state, one after the other.
#[test]
fn one_rotten_bit_in_any_object_lets_no_check_pass() {
    let scene = Scene::new();
    let listed = scene.place.git(&["ls-tree", "-r", "-t", "HEAD", "records"]).ok();
    let mut tried = 0;
    for object in listed.lines().filter_map(|line| line.split([' ', '\t']).nth(2)) {
        let file = scene.place.records().join(".git/objects").join(&object[..2]).join(&object[2..]);
        let Ok(sound) = std::fs::read(&file) else { continue };
        let mut rotten = sound.clone();
        let at = sound.len() / 2;
        rotten[at] ^= 4;
        replace(&file, &rotten);
        let said = scene.place.weibao(&["check", "--all"]);
        assert_eq!(said.code, 2, "{object}: {}{}", said.stdout, said.stderr);
        replace(&file, &sound);
        tried += 1;
    }
    assert!(tried >= 10, "{tried} loose objects of {}", listed.lines().count());
    scene.place.weibao(&["check", "--all"]).ok();
}

/// git writes its objects for reading only.
fn replace(file: &Path, bytes: &[u8]) {
    std::fs::remove_file(file).unwrap();
    std::fs::write(file, bytes).unwrap();
}
