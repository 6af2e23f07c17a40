//! `weibao demo`: a company's year, written through the same desk and the same gate.

use std::path::PathBuf;

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::texts;

texts! {
    NOT_YET: "演示尚未装上", "the demo is not installed yet";
}

/// 演示：写出一家公司一年的记录，检查并报回访率 / Writes a company's year, checks it and reports its callback rates
#[derive(Debug, Args)]
pub struct Demo {
    /// 写到哪个目录 / Where to
    #[arg(default_value = "weibao-demo")]
    pub dir: PathBuf,
    /// 几年 / How many years
    #[arg(long, default_value_t = 1)]
    pub years: u32,
    /// 几名维修人员 / How many technicians
    #[arg(long, default_value_t = 8)]
    pub technicians: u32,
    /// 几个站点 / How many sites
    #[arg(long, default_value_t = 60)]
    pub sites: u32,
    /// 种子：同种子同提交 / The seed; the same seed gives the same commits
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Demo {
    /// Runs the command.
    pub fn run(&self, _session: &mut Session<'_>) -> Result<Exit, CliError> {
        Err(CliError::plain(&NOT_YET))
    }
}
