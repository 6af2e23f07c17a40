//! The command line `weibao-report`: figures from the records and from their history.
//!
//! Clock, folder and locale come in as [`Surroundings`]; nothing else of the machine is looked at, so that a commit and
//! a moment always give the same bytes. Exit codes: 0, 1 when a demanded share is missed or an account does not add up,
//! 2 when it cannot be judged.

mod books;
mod callbacks;
mod certificate;
mod checked;
mod duty;
mod entries;
mod explain;
mod incidents;
mod leave;
mod maintenance;
mod moment;
mod names;
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
use crate::render::{Document, Format};
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
    report: Report,
}

/// What every report takes.
#[derive(Debug, Clone, Args)]
struct Globals {
    /// 记录库所在目录 / Folder of the repository of records
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    repo: PathBuf,
    #[command(flatten)]
    basis: moment::Basis,
    /// 输出格式 / How the report is written
    #[arg(long, global = true, default_value = "text")]
    format: FormatArg,
    /// 只输出这一张表（JSON 中的名称） / Only this table, by its name in the JSON form
    #[arg(long, global = true, value_name = "NAME")]
    table: Option<String>,
    /// 语言，默认取自区域设置 / Language; otherwise the locale's
    #[arg(long, global = true)]
    lang: Option<LangArg>,
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

/// A report, and whether all is as it must be.
struct Outcome {
    document: Document,
    /// Said beside the report when something is not as it must be.
    wrong: Option<crate::text::Message>,
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
    match program.report(surroundings).and_then(|outcome| program.print(outcome, lang, stdout, stderr)) {
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
    fn report(&self, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        // A report reads everything, and what it reads passed the gate.
        crate::store::verify_here();
        let mut outcome = match &self.report {
            Report::Callbacks(callbacks) => callbacks.run(&self.globals, surroundings),
            Report::Books(books) => books.run(&self.globals, surroundings),
            Report::Certificate(certificate) => certificate.run(&self.globals, surroundings),
            Report::Maintenance(maintenance) => maintenance.run(&self.globals, surroundings),
            Report::Duty(duty) => duty.run(&self.globals, surroundings),
            Report::Leave(leave) => leave.run(&self.globals, surroundings),
            Report::Tickets(tickets) => tickets.run(&self.globals, surroundings),
            Report::Parts(parts) => parts.run(&self.globals, surroundings),
            Report::Signatures(signatures) => signatures.run(&self.globals, surroundings),
            Report::Entries(entries) => entries.run(&self.globals, surroundings),
            Report::Restate(restate) => restate.run(&self.globals, surroundings),
            Report::Trend(trend) => trend.run(&self.globals, surroundings),
            Report::Incidents(incidents) => incidents.run(&self.globals, surroundings),
        }?;
        if let Some(id) = &self.globals.basis.explain {
            outcome.document.tables = explain::tables(&self.globals, surroundings, id)?;
        }
        if let Some(wanted) = &self.globals.table {
            outcome.document.tables.retain(|table| table.name == wanted);
            if outcome.document.tables.is_empty() {
                return Err(Trouble::no_table(wanted));
            }
        }
        Ok(outcome)
    }

    fn print(
        &self,
        outcome: Outcome,
        lang: Lang,
        stdout: &mut dyn Write,
        stderr: &mut dyn Write,
    ) -> Result<u8, Trouble> {
        let format = match self.globals.format {
            FormatArg::Text => Format::Text,
            FormatArg::Json => Format::Json,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Csv => Format::Csv,
        };
        let mut text = outcome.document.render(format, lang);
        if let Some(warning) = checked::warning(&outcome.document, lang) {
            // Elsewhere the fact `check` stands first; nothing may stand above a table that a machine reads.
            if matches!(format, Format::Text | Format::Markdown) {
                text.insert_str(0, &format!("{warning}\n\n"));
            } else if format == Format::Csv {
                let _ = writeln!(stderr, "{warning}");
            }
        }
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(Trouble::Output(error)),
            // A reader who has seen enough is no failure.
            Ok(()) | Err(_) => {}
        }
        let Some(wrong) = outcome.wrong else {
            return Ok(0);
        };
        let _ = writeln!(stderr, "{}", wrong.speak(lang));
        Ok(1)
    }
}

#[cfg(test)]
mod tests;
