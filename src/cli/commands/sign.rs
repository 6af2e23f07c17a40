//! `weibao sign`: one more signature under a section that is already written.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use serde_json::json;

use crate::cli::finish;
use crate::cli::input::{How, Input, SignArg, parse_role, parse_signer};
use crate::cli::session::Session;
use crate::cli::which;
use crate::cli::{CliError, Exit};
use crate::record::parts::{Method, Role, Signer};
use crate::texts;

texts! {
    NEEDS_SECTION: "请写编号和要签的节", "say the key and the section to sign";
}

/// 给记录的一节签字：SSH 密钥、纸质扫描或手写屏 / Signs a section: with an SSH key, a scan or a drawing
///
/// 例 / example: weibao sign ticket WX-0000601 work --role technician --key
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").args(["key", "scan", "drawn"]))]
pub struct Sign {
    /// 种类（可省）、编号和节 / Kind (may be left out), key and section, such as work or issues/0/acceptance
    #[arg(value_name = "[KIND] KEY SECTION", num_args = 2..=3, required = true)]
    pub words: Vec<String>,
    /// 身份 / In which capacity
    #[arg(long, value_parser = parse_role)]
    pub role: Role,
    /// 签字人；不写则为操作人 / Who signs; otherwise the one who acts
    #[arg(long, value_name = "ID", value_parser = parse_signer)]
    pub signer: Option<Signer>,
    /// SSH 密钥文件；不写文件则用 git 的 user.signingkey（默认方式） / An SSH key file, or git's user.signingkey; the default way
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub key: Option<Option<PathBuf>>,
    /// 纸质签字的扫描件 / The scan of signed paper
    #[arg(long, value_name = "FILE")]
    pub scan: Option<PathBuf>,
    /// 手写屏签字图 / The drawing on a screen
    #[arg(long, value_name = "FILE")]
    pub drawn: Option<PathBuf>,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Sign {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let (section, words) = self.words.split_last().ok_or_else(|| CliError::plain(&NEEDS_SECTION))?;
        let key = which::named(session, words)?;
        let how = match (&self.scan, &self.drawn) {
            (Some(file), _) => How::Picture(Method::PaperScan, file.clone()),
            (None, Some(file)) => How::Picture(Method::Drawn, file.clone()),
            (None, None) => How::Key(self.key.clone().flatten()),
        };
        let order = SignArg { section: section.replace('.', "/"), role: self.role, signer: self.signer.clone(), how };
        let input = Input { sign: vec![order], dry_run: self.dry_run, ..Input::default() };
        finish::write(session, &input, |_, desk, kept| {
            kept.typed = json!({});
            desk.existing(&key)?;
            Ok(vec![key])
        })
    }
}
