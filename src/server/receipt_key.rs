//! The key with which a server signs its receipts, and how another takes its place.
//!
//! Anybody who audits the log must be able to follow: so the old key's last entry announces the new one, and the new key's
//! first takes it over. The new key lies ready beside the old one before it is announced. A change that was cut off after
//! the announcement is brought to its end by whoever writes next, and one that was cut off before it has changed nothing.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::receipts::ReceiptFault;
use crate::sign::{ServerKey, SignFault};
use crate::text::Message;
use crate::texts;

texts! {
    NO_KEY: "服务器没有签收据的密钥 {path}；请管理员运行 weibao init --server", "the server has no key {path} to sign receipts with; the administrator runs weibao init --server";
    BAD_KEY: "签收据的密钥 {path} 不可用：{why}", "the key {path} that signs receipts cannot be used: {why}";
    NOT_WRITTEN: "签收据的密钥 {path} 不能写入：{why}", "the key {path} that signs receipts cannot be written: {why}";
}

/// The server's private key, in the folder of the server's own files.
const KEY: &str = "receipt-key";

/// Where the private key of a server's repository lies.
pub fn key_file(repository: &Path) -> PathBuf {
    repository.join("weibao").join(KEY)
}

/// Where the one lies that is about to be announced.
fn next_file(repository: &Path) -> PathBuf {
    key_file(repository).with_extension("next")
}

/// Writes a key file that nobody else may ever have read, whole or not at all.
pub fn write_secret(path: &Path, text: &str) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(path))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|failed| failed.error)
}

/// Writes the public half beside its key.
pub fn write_public(repository: &Path, public: &str) -> io::Result<()> {
    let path = key_file(repository).with_extension("pub");
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(&path))?;
    writeln!(file, "{public}")?;
    readable(file.path())?;
    file.persist(path).map(drop).map_err(|failed| failed.error)
}

#[cfg(unix)]
fn readable(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The key that signs the next entry; `announced` is the key that the newest entry says comes next.
pub(super) fn current(repository: &Path, announced: Option<&str>) -> Result<ServerKey, ReceiptFault> {
    let path = key_file(repository);
    let key = read(&path)?;
    let Some(announced) = announced.filter(|announced| key.public().is_ok_and(|own| own != **announced)) else {
        return Ok(key);
    };
    match read(&next_file(repository)) {
        Ok(next) if next.public().is_ok_and(|own| own == announced) => {
            take_over(repository, announced)?;
            Ok(next)
        }
        // The audit will tell that it is not the one that was announced; a push is in all the same.
        _ => Ok(key),
    }
}

/// Lays a new key ready beside the one that signs; gives its public half.
pub(super) fn prepare(repository: &Path, seed: &[u8; 32]) -> Result<(ServerKey, String), ReceiptFault> {
    let path = next_file(repository);
    let key = ServerKey::from_seed(seed);
    let secret = key.secret().map_err(|why| bad(&path, &why))?;
    write_secret(&path, &secret).map_err(|why| not_written(&path, &why))?;
    let public = key.public().map_err(|why| bad(&path, &why))?;
    Ok((key, public))
}

/// Puts the key that lies ready into the place of the one that signed so far.
pub(super) fn take_over(repository: &Path, public: &str) -> Result<(), ReceiptFault> {
    let path = key_file(repository);
    std::fs::rename(next_file(repository), &path)
        .and_then(|()| write_public(repository, public))
        .map_err(|why| not_written(&path, &why))
}

fn read(path: &Path) -> Result<ServerKey, ReceiptFault> {
    let text =
        std::fs::read_to_string(path).map_err(|_| ReceiptFault(Message::new(&NO_KEY).with("path", path.display())))?;
    ServerKey::read(&text).map_err(|why| bad(path, &why))
}

pub(super) fn bad(path: &Path, why: &SignFault) -> ReceiptFault {
    ReceiptFault(Message::new(&BAD_KEY).with("path", path.display()).with_message("why", why.message()))
}

fn not_written(path: &Path, why: &io::Error) -> ReceiptFault {
    ReceiptFault(Message::new(&NOT_WRITTEN).with("path", path.display()).with("why", why))
}
