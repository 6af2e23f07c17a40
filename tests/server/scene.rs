//! A company that works in a clone, and its server: a repository made by `weibao init --server` behind a real sshd.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::environment::{Environment, Outcome};
use crate::parts;

pub(crate) const WEIBAO: &str = env!("CARGO_BIN_EXE_weibao");

/// A company with a book of five and one open ticket, and a server that holds it.
pub(crate) struct Scene {
    pub(crate) place: Environment,
    pub(crate) server: PathBuf,
}

impl Scene {
    /// Founded over the file system; sshd and web servers are put in front of it by the tests. It takes commits that are
    /// not signed, by whatever post: what is tried here is the server and not the gate.
    pub(crate) fn new() -> Self {
        Self::made_with(&["--allow-unsigned", "--allow-any-post"])
    }

    /// The same, its server made with these flags; with none it demands everything, and chen-jing has a key to go on with.
    pub(crate) fn made_with(flags: &[&str]) -> Self {
        let place = Environment::new();
        place.company(5);
        place.at("2026-03-02T10:00");
        place.open_ticket().ok();
        if flags.is_empty() {
            let public = std::fs::read_to_string(place.ssh_key("chen-key") + ".pub").unwrap();
            let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let keys = format!(r#"keys=[{{"public":"{public}","from":"2026-01-01"}}]"#);
            place.weibao(&["edit", "staff", "chen-jing", "--set", &keys]).ok();
        }
        let server = place.path("srv/records.git");
        place.weibao(&[&["init", "--server", server.to_str().unwrap()], flags].concat()).ok();
        place.git(&["push", "-q", server.to_str().unwrap(), "main"]).ok();
        Self { place, server }
    }

    /// What stands at the server: every ref and where it points.
    pub(crate) fn refs(&self) -> String {
        self.on_server(&["for-each-ref"]).ok()
    }

    /// Runs git on the server's repository, as its administrator.
    pub(crate) fn on_server(&self, args: &[&str]) -> Outcome {
        self.place.git(&[&["--git-dir", self.server.to_str().unwrap()], args].concat())
    }

    /// The doctor's words on the server, whatever it ends with.
    pub(crate) fn doctor(&self) -> Outcome {
        self.place.weibao(&["doctor", "--server", self.server.to_str().unwrap()])
    }

    /// An sshd in front of the server; wang-jun's key is let in as the staff records say.
    pub(crate) fn behind_sshd(&self, settings: &str) -> Option<Sshd> {
        let keys = self.place.weibao(&["serve", self.server.to_str().unwrap(), "--authorized-keys"]).ok();
        Sshd::start(&self.place.path("sshd"), &keys, settings)
    }
}

/// sshd on a high port of 127.0.0.1, with a configuration and a host key of its own.
pub(crate) struct Sshd {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Sshd {
    /// Starts it with these lines of `authorized_keys`; nothing where there is no sshd.
    pub(crate) fn start(folder: &Path, keys: &str, settings: &str) -> Option<Self> {
        let sshd = parts::need("sshd")?;
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("authorized_keys"), keys).unwrap();
        let host_key = folder.join("host_key");
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&host_key).status();
        assert!(made.unwrap().success());
        let port = parts::free_port();
        let own = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nPidFile none\nUsePAM no\nStrictModes no\nLogLevel ERROR\n\
             MaxStartups 500\nMaxSessions 500\nAuthorizedKeysFile {}\nSetEnv HOME={}\n",
            host_key.display(),
            folder.join("authorized_keys").display(),
            // What the one who runs the tests has in a shell's start-up files is no part of them.
            folder.display()
        );
        let config = folder.join("sshd_config");
        // Newer ones keep out an address whose sessions broke off; here they are broken off on purpose.
        let patient = format!("{own}PerSourcePenalties no\n{settings}");
        std::fs::write(&config, &patient).unwrap();
        let takes_it = Command::new(&sshd).arg("-t").arg("-f").arg(&config).stderr(Stdio::null()).status().unwrap();
        if !takes_it.success() {
            std::fs::write(&config, format!("{own}{settings}")).unwrap();
        }
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let child = Command::new(&sshd).args(["-D", "-e", "-f"]).arg(&config).stderr(log).spawn().unwrap();
        let user = Command::new("id").arg("-un").output().unwrap().stdout;
        let user = String::from_utf8(user).unwrap();
        std::fs::write(
            folder.join("ssh_config"),
            format!(
                "Host records.example\n  HostName 127.0.0.1\n  Port {port}\n  User {}\n  IdentitiesOnly yes\n  BatchMode yes\n  \
                 StrictHostKeyChecking no\n  UserKnownHostsFile {}\n  LogLevel ERROR\n",
                user.trim(),
                folder.join("known_hosts").display()
            ),
        )
        .unwrap();
        let started = Self { child, folder: folder.to_owned(), port };
        assert!(parts::listens(port), "sshd does not start: {}", started.log());
        Some(started)
    }

    /// The command with which git reaches it, using a key.
    pub(crate) fn command(&self, key: &str) -> String {
        format!("ssh -F '{}' -i '{key}'", self.folder.join("ssh_config").display())
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The process, whose children are the sessions.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// ssh itself, asked to run something, with variables a client would like to send.
    pub(crate) fn ask(&self, key: &str, command: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let mut ssh = Command::new("ssh");
        ssh.arg("-F").arg(self.folder.join("ssh_config")).args(["-i", key, "-T", "records.example"]).args(command);
        let output = ssh.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
