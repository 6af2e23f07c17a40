//! Signing with a person's own SSH key through `ssh-keygen -Y sign`, so that agents and hardware keys work.
//!
//! Only the private key's holder runs this; verification is done in process by [`crate::sign`].

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `ssh-keygen` could not sign.
#[derive(Debug, thiserror::Error)]
pub enum KeygenError {
    /// The program could not be started.
    #[error("cannot run ssh-keygen")]
    NotRun(#[source] std::io::Error),
    /// It ran and refused.
    #[error("ssh-keygen refused {key}: {said}", key = .key.display())]
    Refused {
        /// The key asked for.
        key: PathBuf,
        /// What it said.
        said: String,
    },
}

/// The namespace of all signatures on records.
pub const NAMESPACE: &str = "weibao";

/// Signs bytes with a key file: a private key, or a public one whose private half an agent or a device holds.
pub fn sign(key: &Path, message: &[u8]) -> Result<String, KeygenError> {
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "sign", "-n", NAMESPACE, "-f"])
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
