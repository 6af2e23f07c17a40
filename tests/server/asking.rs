//! What may be asked of a server, over a real sshd and a real web server, and what clients would like to smuggle in.
//! Each test names its row of the catalogue of threats.

use std::process::{Command, Stdio};

use crate::parts;
use crate::scene::{Scene, WEIBAO};
use crate::web::Web;

/// Pushes the next ticket of wang-jun over ssh.
fn push(scene: &Scene, ssh: &str) -> crate::environment::Outcome {
    scene.place.open_ticket().ok();
    scene.place.git(&["-c", &format!("core.sshCommand={ssh}"), "push", "-q", "records.example:/records.git", "main"])
}

/// ID-13
#[test]
fn a_forced_command_cannot_be_escaped_by_what_is_asked() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let key = scene.place.path("wang-key");
    let key = key.to_str().unwrap();
    push(&scene, &sshd.command(key)).ok();
    let refs = scene.refs();
    let mark = scene.place.path("mark");
    let touch = format!("touch '{}'", mark.display());
    let path = scene.server.to_str().unwrap();
    let mut payloads = vec![String::new(), "sh".into(), "bash -i".into(), "-c id".into(), touch.clone()];
    for program in ["git-receive-pack", "git-upload-pack", "git receive-pack", "git-upload-archive", "git"] {
        for name in [path, "records.git", "'records.git'", "/records.git"] {
            for tail in [
                format!("; {touch}"),
                format!(" && {touch}"),
                format!(" | {touch}"),
                format!("\n{touch}"),
                format!("\r{touch}"),
                format!(" $({touch})"),
                format!(" `{touch}`"),
                " ".into(),
                " --help".into(),
                "\\".into(),
            ] {
                payloads.push(format!("{program} {name}{tail}"));
            }
        }
        for option in ["--exec=id", "--upload-pack=id", "-c core.hooksPath=/tmp", "--stateless-rpc", "--advertise-refs"]
        {
            payloads.push(format!("{program} {option} 'records.git'"));
        }
    }
    payloads.push(format!("git-receive-pack '{}'", "a".repeat(60_000)));
    payloads.push(format!("git-receive-pack '{}'", "'".repeat(2000)));
    payloads.push("git-receive-pack '记录.git'".into());
    payloads.push("git-receive-pack 'records.git\u{2028}'".into());
    assert!(payloads.len() > 200, "{}", payloads.len());
    // What the program makes of each is seen without a connection; a good many go all the way.
    for (number, payload) in payloads.iter().enumerate() {
        let output = Command::new(WEIBAO)
            .args(["serve", path, "--as", "wang-jun"])
            .env("SSH_ORIGINAL_COMMAND", payload)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{payload:?}");
        assert!(output.stdout.is_empty(), "{payload:?}");
        if number % 7 == 0 {
            let outcome = sshd.ask(key, &[payload], &[]);
            assert!(outcome.code != 0 && outcome.stdout.is_empty(), "{payload:?}: {outcome:?}");
        }
    }
    assert!(!mark.exists());
    assert_eq!(scene.refs(), refs);
    assert!(sshd.ask(key, &[], &[]).ends(2).contains("记录"), "nobody gets a shell");
}

/// ID-14
#[test]
fn variables_a_client_sends_over_ssh_reach_nobody() {
    let scene = Scene::new();
    // On purpose: sshd lets everything in, and root's settings of ssh do not stand in the way.
    let Some(_sshd) = scene.behind_sshd("AcceptEnv *\n") else { return };
    let key = scene.place.path("wang-key");
    let mark = scene.place.path("mark");
    let evil = scene.place.path("evil");
    parts::program(&evil, &format!("#!/bin/sh\ntouch '{}'\n", mark.display()));
    let evil = evil.to_str().unwrap();
    let hooks = scene.place.path("hooks");
    std::fs::create_dir(&hooks).unwrap();
    std::fs::write(scene.place.path("config"), format!("[core]\n\thooksPath = {}\n", hooks.display())).unwrap();
    let (hooks, config) = (hooks.to_str().unwrap(), scene.place.path("config"));
    let config = config.to_str().unwrap();
    let foreign = scene.place.records().join(".git");
    let foreign = foreign.to_str().unwrap();
    let variables = [
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.hooksPath"),
        ("GIT_CONFIG_VALUE_0", hooks),
        ("GIT_CONFIG_PARAMETERS", "'core.hooksPath=/nonexistent'"),
        ("GIT_CONFIG_GLOBAL", config),
        ("GIT_CONFIG_SYSTEM", config),
        ("XDG_CONFIG_HOME", hooks),
        ("GIT_DIR", foreign),
        ("GIT_OBJECT_DIRECTORY", "/nonexistent"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", foreign),
        ("GIT_EXEC_PATH", hooks),
        ("GIT_TRACE", evil),
        ("GIT_REPLACE_REF_BASE", "refs/heads"),
        ("GIT_NAMESPACE", "elsewhere"),
        ("GIT_QUARANTINE_PATH", "/nonexistent"),
        ("GIT_PROTOCOL", "version=2:hooks=off"),
        ("WEIBAO_PUSHER", "chen-jing"),
        ("SSH_ORIGINAL_COMMAND", "sh"),
        ("PATH", hooks),
        ("LD_PRELOAD", evil),
        ("LANG", "$(touch mark)"),
    ];
    // What the client sends is set on its side of the connection: for git's ssh alone.
    let set: Vec<_> = variables.iter().filter(|(name, _)| *name != "PATH" && *name != "LD_PRELOAD").collect();
    let set = set.iter().map(|(name, value)| format!("SetEnv {name}=\"{}\"\n", value.replace('"', "")));
    let sending = scene.place.path("sending");
    let own = std::fs::read_to_string(scene.place.path("sshd/ssh_config")).unwrap();
    // ssh takes the first SetEnv only, so that all stand in one line.
    let line = set.map(|line| line.trim_start_matches("SetEnv ").trim().to_owned()).collect::<Vec<_>>().join(" ");
    std::fs::write(&sending, format!("{own}  SetEnv {line} PATH={hooks} LD_PRELOAD={evil}\n")).unwrap();
    let ssh = format!("ssh -F '{}' -i '{}'", sending.display(), key.display());
    push(&scene, &ssh).ok();
    assert_eq!(scene.on_server(&["rev-parse", "main"]).ok(), scene.place.head());
    // And the hook of the server is the one that judges: a bad record is refused as ever.
    std::fs::write(scene.place.records().join("records/ticket/notes.txt"), "remember\n").unwrap();
    scene.place.git(&["add", "-A"]).ok();
    scene.place.git(&["commit", "-q", "--no-verify", "-m", "x"]).ok();
    let ssh = format!("core.sshCommand={ssh}");
    let said = scene.place.git(&["-c", &ssh, "push", "-q", "records.example:/records.git", "main"]).ends(1);
    assert!(said.contains("stray_file"), "{said}");
    assert!(!mark.exists());
}

/// ID-15
#[test]
fn no_other_repository_can_be_reached() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let key = scene.place.path("wang-key");
    let ssh = format!("core.sshCommand={}", sshd.command(key.to_str().unwrap()));
    let folder = scene.server.parent().unwrap();
    scene.place.git(&["init", "-q", "--bare", folder.join("other.git").to_str().unwrap()]).ok();
    std::os::unix::fs::symlink(&scene.server, folder.join("link.git")).unwrap();
    for name in [
        "other.git".to_owned(),
        "/other.git".into(),
        "link.git".into(),
        "../srv/records.git".into(),
        "/records.git/../other.git".into(),
        "records.git/".into(),
        "~/records.git".into(),
        folder.join("other.git").display().to_string(),
        folder.join("link.git").display().to_string(),
        format!("{}/./records.git", folder.display()),
    ] {
        let said = scene.place.git(&["-c", &ssh, "ls-remote", &format!("records.example:{name}")]);
        assert_ne!(said.code, 0, "{name}: {said:?}");
        assert!(said.stdout.is_empty(), "{name}");
    }
    assert!(
        scene.place.git(&["-c", &ssh, "ls-remote", "records.example:records.git"]).ok().contains("refs/heads/main")
    );
}

/// The server behind a web server, with a CGI program as the README has it.
fn behind_web(scene: &Scene) -> Option<Web> {
    let cgi = scene.place.path("records.cgi");
    let path = scene.server.to_str().unwrap();
    parts::program(&cgi, &format!("#!/bin/sh\nexec '{WEIBAO}' serve '{path}' --http\n"));
    Web::start(&cgi, &["wang-jun:secret", "Somebody:secret", "wang-jun,chen-jing:secret"])
}

/// ID-14
#[test]
fn headers_a_client_sends_over_the_web_reach_nobody() {
    let scene = Scene::new();
    let Some(web) = behind_web(&scene) else { return };
    scene.place.open_ticket().ok();
    let url = format!("http://wang-jun:secret@127.0.0.1:{}/git/records.git", web.port);
    let header = |text: &str| format!("http.extraHeader={text}");
    scene
        .place
        .git(&[
            "-c",
            &header("Git-Dir: /nonexistent"),
            "-c",
            &header("Git-Config-Count: 1"),
            "-c",
            &header("Proxy: http://127.0.0.1:9"),
            "-c",
            &header("Git-Protocol: version=2:x=$(id)"),
            "push",
            "-q",
            &url,
            "main",
        ])
        .ok();
    assert_eq!(scene.on_server(&["rev-parse", "main"]).ok(), scene.place.head());
}

/// ID-16
#[test]
fn only_the_web_server_says_who_asks() {
    let scene = Scene::new();
    let path = scene.server.to_str().unwrap();
    let cgi = |user: Option<&str>| {
        let mut command = Command::new(WEIBAO);
        command
            .args(["serve", path, "--http"])
            .env_clear()
            .env("REQUEST_METHOD", "GET")
            .env("PATH_INFO", "/records.git/info/refs")
            .env("QUERY_STRING", "service=git-upload-pack")
            // As they come from a header `Remote-User:`, and as a client would like them to be read.
            .env("HTTP_REMOTE_USER", "chen-jing")
            .env("HTTP_X_REMOTE_USER", "chen-jing")
            .env("REDIRECT_REMOTE_USER", "chen-jing")
            .stdin(Stdio::null());
        if let Some(user) = user {
            command.env("REMOTE_USER", user);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    for user in [None, Some(""), Some("wang-jun,chen-jing"), Some("wang-jun chen-jing"), Some("Somebody"), Some("../x")]
    {
        assert!(cgi(user).starts_with("Status: 403 Forbidden\r\n"), "{user:?}: {}", cgi(user));
    }
    assert!(cgi(Some("wang-jun")).contains("refs/heads/main"));
    let Some(web) = behind_web(&scene) else { return };
    for who in ["Somebody", "wang-jun,chen-jing"] {
        let url = format!("http://{who}:secret@127.0.0.1:{}/git/records.git", web.port);
        assert!(scene.place.git(&["ls-remote", &url]).ends(128).contains("403"), "{who}");
    }
    let url = format!("http://wang-jun:wrong@127.0.0.1:{}/git/records.git", web.port);
    assert_ne!(scene.place.git(&["ls-remote", &url]).code, 0);
}

/// ID-17
#[test]
fn no_bare_file_is_served_and_nothing_that_no_ref_names() {
    let scene = Scene::new();
    let Some(web) = behind_web(&scene) else { return };
    scene.on_server(&["gc", "-q"]).ok();
    let pack = std::fs::read_dir(scene.server.join("objects/pack")).unwrap().next().unwrap().unwrap();
    let pack = format!("objects/pack/{}", pack.file_name().to_string_lossy());
    for file in [
        "HEAD",
        "config",
        "description",
        "objects/info/packs",
        "objects/info/alternates",
        "info/refs",
        "info/refs?service=git-upload-archive",
        "info/refs?service=git-upload-pack&x=1",
        "packed-refs",
        "weibao/queue/door",
        "hooks/pre-receive",
        "refs/heads/main",
        "../records.git/HEAD",
        "%2e%2e/records.git/HEAD",
        &pack,
    ] {
        let said = web.ask("GET", &format!("/git/records.git/{file}"), "");
        assert!(said.starts_with("HTTP/1.1 404 "), "{file}: {said}");
    }
    assert!(web.ask("GET", "/git/records.git/info/refs?service=git-upload-pack", "").starts_with("HTTP/1.1 200 "));
    // An object that no ref names is given to nobody, however its name came to be known.
    let loose = scene.on_server(&["commit-tree", "-m", "secret", "main^{tree}"]).ok();
    let url = format!("http://wang-jun:secret@127.0.0.1:{}/git/records.git", web.port);
    assert_ne!(scene.place.git(&["fetch", "-q", &url, loose.trim()]).code, 0);
}
