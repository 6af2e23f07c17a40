//! The command line `weibao-report`: figures from the records and from their history.
//!
//! Clock, folder and locale come in as [`Surroundings`]; nothing else of the machine is looked at, so that a commit and
//! a moment always give the same bytes. Exit codes: 0, 1 when a demanded share is missed or an account does not add up,
//! 2 when it cannot be judged.

mod all;
mod books;
mod callbacks;
mod certificate;
mod checked;
mod demand;
mod duty;
mod entries;
mod explain;
pub(in crate::cli) mod export;
mod group;
mod incidents;
mod leave;
mod maintenance;
mod merge;
mod misses;
mod moment;
mod names;
mod output;
mod parts;
mod restate;
mod signatures;
mod source;
mod standing;
mod tickets;
mod trend;
mod walk;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

pub(in crate::cli) use self::leave::kind_title;
use self::words::Trouble;
use super::usage;
use crate::record::instant::{Date, Instant, date};
use crate::render::Document;
use crate::text::Lang;

/// What the program found around it when it was started.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The time.
    pub now: Instant,
    /// The folder it was started in.
    pub here: PathBuf,
    /// The locale: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set.
    pub locale: Option<String>,
}

/// 维保报表：回访率与维修单本账目，出自记录及其提交历史 / Callback rates and book accounts, from records and their history
#[derive(Debug, Parser)]
#[command(name = "weibao-report", version, propagate_version = true, disable_help_subcommand = true)]
struct Program {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What every report takes.
#[derive(Debug, Clone, Args)]
struct Globals {
    /// 记录库所在目录，可给多次，每家公司一个；默认当前目录 / Folder of a repository of records, one a company; the current folder by default
    #[arg(long = "repo", global = true, value_name = "DIR")]
    repos: Vec<PathBuf>,
    /// 列有记录库目录的文件，每行一个 / A file that lists repositories, one a line
    #[arg(long = "repos", global = true, value_name = "FILE")]
    list: Option<PathBuf>,
    /// 多个记录库中有读不出的，列明后继续 / Of several repositories, name those that cannot be read and go on
    #[arg(long, global = true)]
    allow_missing: bool,
    /// The one that is being read.
    #[arg(skip)]
    repo: PathBuf,
    #[command(flatten)]
    basis: moment::Basis,
    /// 输出格式 / How the report is written
    #[arg(long, global = true, default_value = "text")]
    format: FormatArg,
    /// 写入此文件 / Write it into this file
    #[arg(long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    /// CSV 以 UTF-8 BOM 开头，Excel 才认得中文 / Begin CSV with a UTF-8 BOM, without which Excel garbles Chinese
    #[arg(long, global = true)]
    bom: bool,
    /// 另以 Markdown 追加到此文件，如 `$GITHUB_STEP_SUMMARY` / Also append it as Markdown to this file
    #[arg(long, global = true, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// 只输出这一张表（JSON 中的名称） / Only this table, by its name in the JSON form
    #[arg(long, global = true, value_name = "NAME")]
    table: Option<String>,
    /// 语言，默认取自区域设置 / Language; otherwise the locale's
    #[arg(long, global = true)]
    lang: Option<LangArg>,
}

/// One report, or all of them.
#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    One(Report),
    /// 月度例会：各报表的主要数字和须过问的事项，合成一份 / For the monthly meeting: every report's key figures and what needs attention
    #[command(visible_alias = "月报")]
    All(all::All),
}

/// The reports.
#[derive(Debug, Subcommand)]
enum Report {
    /// 回访率 / Callback rates: claimed against recorded, every miss by name
    #[command(visible_alias = "回访")]
    Callbacks(callbacks::Callbacks),
    /// 维修单本账目 / Accounts of the ticket books: every number in one state
    #[command(visible_alias = "维修单本")]
    Books(books::Books),
    /// 核销证书 / Certificate of a settled book: every number with the digests of its ticket
    #[command(visible_alias = "核销证书")]
    Certificate(certificate::Certificate),
    /// 季度维护保养 / Quarterly maintenance: plans confirmed, quarters maintained, what is still open, every miss by name
    #[command(visible_alias = "维护保养")]
    Maintenance(maintenance::Maintenance),
    /// 值班 / Duty: cover to the second, hours a person, hand-overs, late entries
    #[command(visible_alias = "值班")]
    Duty(duty::Duty),
    /// 倒休 / Compensatory rest: earned, taken and left, by person and month
    #[command(visible_alias = "倒休")]
    Leave(leave::Leave),
    /// 维修单统计 / Tickets: response, arrival and repair times, repeat and first-time-fix rates, delays, void share
    #[command(visible_alias = "维修单")]
    Tickets(tickets::Tickets),
    /// 备品备件与更换件 / Spares lent and what became of them; parts put in, free and charged
    #[command(visible_alias = "备件")]
    Parts(parts::Parts),
    /// 服务表单签字 / Signatures of the service forms: both parties, methods, what is missing
    #[command(visible_alias = "签字")]
    Signatures(signatures::Signatures),
    /// 录入及时性 / Entries: how long after the fact things were written down, by each clock; what needs a word
    #[command(visible_alias = "录入")]
    Entries(entries::Entries),
    /// 已公布数字的变动 / What changed in a month's figures since they were published, record by record, who and why
    #[command(visible_alias = "变动")]
    Restate(restate::Restate),
    /// 逐月趋势 / Trend: each month's rates as first published and as known now
    #[command(visible_alias = "趋势")]
    Trend(trend::Trend),
    /// 突发公共事件 / Emergencies: every clock, every miss by name, what each course holds
    #[command(visible_alias = "事件")]
    Incidents(incidents::Incidents),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Text,
    Json,
    Markdown,
    Csv,
    /// 单个网页文件 / One page that needs nothing else
    Html,
    /// Excel 工作簿 / A workbook
    Xlsx,
    /// 徽章 SVG / A badge
    Badge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

/// A report, and whether all is as it must be.
struct Outcome {
    document: Document,
    /// What is not as it must be, or is yet to be judged.
    wrong: Option<demand::Wrong>,
}

/// What is written: a document, what is bound behind it, and what is not as it must be.
struct Whole {
    cover: Document,
    parts: Vec<Document>,
    wrong: Vec<crate::text::Message>,
}

/// Reads a day of an option.
fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("`{text}` is not a day such as 2026-03-15"))
}

/// The whole command line, for the manual and the tests.
pub fn manual() -> clap::Command {
    Program::command()
}

/// Runs one command line with the streams given; the exit code.
pub fn run_with(
    args: impl IntoIterator<Item = OsString>,
    surroundings: &Surroundings,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let program: Program = match usage::parse(args, surroundings.locale.as_deref()) {
        Ok(program) => program,
        Err(unread) => return if unread.say(stdout, stderr) { 0 } else { 2 },
    };
    let lang = match program.globals.lang {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => surroundings.locale.as_deref().and_then(Lang::from_tag).unwrap_or_default(),
    };
    let written = program.report(surroundings).and_then(|whole| {
        output::Output { globals: &program.globals, here: &surroundings.here, lang }.write(&whole, stdout, stderr)
    });
    match written {
        Ok(code) => code,
        Err(trouble) => {
            let _ = writeln!(stderr, "{}", trouble.spoken(lang));
            2
        }
    }
}

/// Runs one command line at the program's own streams.
pub fn run(args: impl IntoIterator<Item = OsString>, surroundings: &Surroundings) -> u8 {
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    let mut stderr = std::io::stderr().lock();
    run_with(args, surroundings, &mut stdout, &mut stderr)
}

impl Program {
    fn report(&self, surroundings: &Surroundings) -> Result<Whole, Trouble> {
        // A report reads everything, and what it reads passed the gate.
        crate::store::verify_here();
        let company = group::Group::of(&self.globals, surroundings)?;
        let mut whole = match &self.command {
            Command::One(report) => company.report(report)?,
            Command::All(all) => all.run(&company)?,
        };
        if let Some(wanted) = &self.globals.table {
            for document in std::iter::once(&mut whole.cover).chain(&mut whole.parts) {
                document.tables.retain(|table| table.name == wanted);
            }
            whole.parts.retain(|part| !part.tables.is_empty());
            if whole.cover.tables.is_empty() && whole.parts.is_empty() {
                return Err(Trouble::no_table(wanted));
            }
        }
        Ok(whole)
    }
}

impl Report {
    /// The report over the repository that `globals` names, or what the figure of one id rests on.
    fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        if let Some(id) = &globals.basis.explain {
            return explain::run(globals, surroundings, id);
        }
        match self {
            Self::Callbacks(callbacks) => callbacks.run(globals, surroundings),
            Self::Books(books) => books.run(globals, surroundings),
            Self::Certificate(certificate) => certificate.run(globals, surroundings),
            Self::Maintenance(maintenance) => maintenance.run(globals, surroundings),
            Self::Duty(duty) => duty.run(globals, surroundings),
            Self::Leave(leave) => leave.run(globals, surroundings),
            Self::Tickets(tickets) => tickets.run(globals, surroundings),
            Self::Parts(parts) => parts.run(globals, surroundings),
            Self::Signatures(signatures) => signatures.run(globals, surroundings),
            Self::Entries(entries) => entries.run(globals, surroundings),
            Self::Restate(restate) => restate.run(globals, surroundings),
            Self::Trend(trend) => trend.run(globals, surroundings),
            Self::Incidents(incidents) => incidents.run(globals, surroundings),
        }
    }
}

#[cfg(test)]
mod forms;
#[cfg(test)]
mod tests;
