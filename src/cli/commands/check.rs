//! `weibao check`: the gate's engine on the working tree, the index, a range of commits, or everything.

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};

/// 检查：工作区改动（默认）、索引、一段提交或全部 / Judges the working tree's changes, the index, a range of commits, or everything
#[derive(Debug, Args)]
pub struct Check {
    /// 提交范围，如 main..HEAD / A range of commits such as main..HEAD
    #[arg(conflicts_with_all = ["index", "all"])]
    pub range: Option<String>,
    /// 索引里将要提交的 / What is in the index
    #[arg(long, conflicts_with = "all")]
    pub index: bool,
    /// 全部记录 / All records
    #[arg(long)]
    pub all: bool,
    /// 连同每次提交 / Every commit of the history too
    #[arg(long, requires = "all")]
    pub history: bool,
    /// 连同每个 SSH 签名 / Every SSH signature too
    #[arg(long, requires = "all")]
    pub signatures: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, _session: &mut Session<'_>) -> Result<Exit, CliError> {
        Ok(Exit::Failed)
    }
}
