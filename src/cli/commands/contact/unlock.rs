//! Whose private key opens what is sealed: a file, git's signing key, its passphrase from a file or asked for once.
//!
//! Nothing that is read here is written anywhere. Agents and devices sign and open nothing: who has only those is told the
//! way around.

use std::path::{Path, PathBuf};

use clap::Args;

use super::fault;
use crate::cli::session::Session;
use crate::cli::{CliError, prompt};
use crate::sign::PrivateKey;
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    WHICH_KEY: "不知道用哪把 SSH 私钥", "which private SSH key is to open it?";
    WHICH_KEY_FIX: "请写明 --key 文件，或运行 git config user.signingkey 文件", "name it with --key FILE, or run git config user.signingkey FILE";
    NOT_HERE: "这里只有公钥，没有私钥文件 {path}：ssh-agent 和硬件密钥只能签字，打不开密封", "only the public key is here, no private key file {path}: ssh-agent and devices sign and open nothing";
    PASSPHRASE: "私钥的口令", "passphrase of the private key";
}

/// The private key on the command line.
#[derive(Debug, Clone, Default, Args)]
pub struct Unlock {
    /// 打开密封的 SSH 私钥文件；默认为 git 的 user.signingkey / File of the private SSH key that opens what is sealed; otherwise git's user.signingkey
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// 私钥口令所在的文件，取第一行；不写则在终端问 / File whose first line is the key's passphrase; otherwise it is asked for at the terminal
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Unlock {
    /// Reads the key; its passphrase is asked for at most once.
    pub fn private(&self, session: &Session<'_>, store: &Store) -> Result<PrivateKey, CliError> {
        let named = self.key.as_deref().map(|file| session.path(file));
        let own = |name: &str| store.config(name).and_then(|_| store.config_file(name));
        let file = named.or_else(|| own("weibao.signingkey")).or_else(|| own("user.signingkey"));
        let file = file.ok_or_else(|| CliError::said(&WHICH_KEY, &WHICH_KEY_FIX))?;
        let text = text_of(&file)?;
        let told = self.passphrase_file.as_deref().map(|file| first_line(&session.path(file))).transpose()?;
        let ask = || {
            let title = format!("{} / {}", PASSPHRASE.zh, PASSPHRASE.en);
            session.prompter.is_there().then(|| prompt::secret(&title).ok()).flatten()
        };
        PrivateKey::read(&text, &mut || told.clone().or_else(ask)).map_err(|why| fault(why.into()))
    }
}

/// The text of a private key's file; git's setting may name the public half, or write it out.
fn text_of(named: &Path) -> Result<String, CliError> {
    let written = named.to_string_lossy();
    let private = if named.extension().is_some_and(|ending| ending == "pub") {
        named.with_extension("")
    } else {
        named.to_owned()
    };
    let not_here = |path: &str| CliError::said(Message::new(&NOT_HERE).with("path", path), &super::BAD_KEY_FIX);
    if written.starts_with("key::") || written.starts_with("ssh-") || written.starts_with("sk-") {
        return Err(not_here(""));
    }
    std::fs::read_to_string(&private).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound if private != named => not_here(&private.display().to_string()),
        std::io::ErrorKind::InvalidData => fault(crate::sign::SealFault::BadKey.into()),
        _ => CliError::File { path: private, source },
    })
}

fn first_line(file: &Path) -> Result<String, CliError> {
    let read = std::fs::read_to_string(file);
    let text = read.map_err(|source| CliError::File { path: file.to_owned(), source })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
