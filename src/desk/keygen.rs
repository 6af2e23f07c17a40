//! Signing with a person's own SSH key through `ssh-keygen -Y sign`, so that agents and hardware keys work.
//!
//! Only the private key's holder runs this; verification is done in process by [`crate::sign`]. Which key signs
//! commits is what git itself would use: `commit.gpgsign`, `gpg.format`, `user.signingkey`. A program that the
//! repository's configuration names (`gpg.ssh.program`) is never run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::sign::{APPROVAL_NAMESPACE, COMMIT_NAMESPACE, NAMESPACE};
use crate::store::Store;

/// `ssh-keygen` could not sign.
#[derive(Debug, thiserror::Error)]
pub enum KeygenError {
    /// The program could not be started.
    #[error("cannot run ssh-keygen")]
    NotRun(#[source] std::io::Error),
    /// git is to sign commits, but no key is named.
    #[error("commit.gpgsign is on, but user.signingkey names no key: run weibao doctor --fix")]
    NoKey,
    /// A key written in git's configuration cannot be put into a file.
    #[error("the key in user.signingkey cannot be put into a file")]
    NoFile(#[source] std::io::Error),
    /// It ran and refused.
    #[error("ssh-keygen refused {key}: {said}", key = .key.display())]
    Refused {
        /// The key asked for.
        key: PathBuf,
        /// What it said.
        said: String,
    },
}

/// The key that signs commits.
pub struct CommitKey {
    file: PathBuf,
    /// Holds a key that stands in the configuration itself, for as long as it is used.
    _written: Option<tempfile::NamedTempFile>,
}

impl CommitKey {
    /// Signs a commit's bytes.
    pub fn sign(&self, commit: &[u8]) -> Result<String, KeygenError> {
        sign_in(COMMIT_NAMESPACE, &self.file, commit)
    }
}

/// The key that commits are to be signed with; nothing where git is not set up to sign, or with something else
/// than SSH (a server that demands signatures takes no other, and says so).
pub fn commit_key(store: &Store) -> Result<Option<CommitKey>, KeygenError> {
    if !store.config_switch("commit.gpgsign") || store.config("gpg.format").as_deref() != Some("ssh") {
        return Ok(None);
    }
    let named = store.config("user.signingkey").filter(|key| !key.trim().is_empty()).ok_or(KeygenError::NoKey)?;
    let literal = named.strip_prefix("key::").or_else(|| named.starts_with("ssh-").then_some(named.as_str()));
    let (file, written) = match literal {
        None => (store.config_file("user.signingkey").unwrap_or_else(|| PathBuf::from(&named)), None),
        Some(public) => {
            // The private half is with an agent: ssh-keygen wants the public one as a file.
            let mut written =
                tempfile::Builder::new().prefix("weibao-key").suffix(".pub").tempfile().map_err(KeygenError::NoFile)?;
            writeln!(written, "{public}").map_err(KeygenError::NoFile)?;
            (written.path().to_owned(), Some(written))
        }
    };
    Ok(Some(CommitKey { file, _written: written }))
}

/// Signs the bytes of a record's signature with a key file: a private key, or a public one whose private half an
/// agent or a device holds.
pub fn sign(key: &Path, message: &[u8]) -> Result<String, KeygenError> {
    sign_in(NAMESPACE, key, message)
}

/// Signs a reviewer's approval with a key file.
pub fn sign_approval(key: &Path, approval: &[u8]) -> Result<String, KeygenError> {
    sign_in(APPROVAL_NAMESPACE, key, approval)
}

fn sign_in(namespace: &str, key: &Path, message: &[u8]) -> Result<String, KeygenError> {
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "sign", "-n", namespace, "-f"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(KeygenError::NotRun)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that refused already has closed its end; its own words say why.
        let _ = stdin.write_all(message);
    }
    let output = child.wait_with_output().map_err(KeygenError::NotRun)?;
    let armored = String::from_utf8(output.stdout).unwrap_or_default();
    if output.status.success() && armored.starts_with("-----BEGIN SSH SIGNATURE-----") {
        return Ok(armored);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(KeygenError::Refused { key: key.to_owned(), said })
}
