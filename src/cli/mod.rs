//! The command line `weibao`: one command a file, questions at the terminal, words in two languages.
//!
//! Clock, environment and streams come in from the program as [`Surroundings`]; results leave through [`out::Out`].
//! Errors become words in [`words`] alone.

pub mod ask_sign;
mod attach;
pub mod columns;
pub mod commands;
pub mod fill;
pub mod finish;
pub mod input;
pub mod known;
pub mod out;
pub mod pipeline;
pub mod prompt;
pub mod report;
pub mod session;
pub mod signing_setup;
#[cfg(test)]
mod tests;
pub mod usage;
pub mod value;
pub mod which;
pub mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use self::out::Out;
use self::prompt::{Nobody, Prompter, Terminal};
use self::session::Session;
pub use self::words::CliError;
use crate::guard::ExitCode;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
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
    /// Whether somebody sits at a terminal.
    pub terminal: bool,
    /// Whether colours may be used.
    pub coloured: bool,
    /// The program itself, for hooks.
    pub program: Option<PathBuf>,
    /// Waits some seconds, then tells the time; nothing where nobody waits.
    pub pause: fn(u64) -> Option<Instant>,
    /// Whether the environment says how git is to call ssh: `GIT_SSH_COMMAND`, `GIT_SSH`.
    pub ssh_is_set: bool,
    /// What git tells a hook.
    pub git: crate::store::Surroundings,
    /// What sshd or a web server tells about who asks.
    pub outside: crate::server::Outside,
}

/// How a run ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: all is well.
    Clean,
    /// 1: there are findings.
    Findings,
    /// 2: it could not be judged or done.
    Failed,
}

impl Exit {
    /// How a verdict ends a run.
    pub const fn of(exit: ExitCode) -> Self {
        match exit {
            ExitCode::Clean => Self::Clean,
            ExitCode::Findings => Self::Findings,
            ExitCode::CouldNotJudge => Self::Failed,
        }
    }

    /// The code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// 给人看 / For people
    #[default]
    Text,
    /// 给程序读，带版本 / For machines, versioned
    Json,
    /// 合并请求的评论（review）/ A comment on a pull request (review)
    #[value(hide = true)]
    Markdown,
    /// 网页（review）/ A page for a browser (review)
    #[value(hide = true)]
    Html,
    /// GitHub 的标注（check、review）/ Annotations on GitHub (check, review)
    #[value(hide = true)]
    Github,
    /// GitLab 的 Code Quality（check、review）/ GitLab's Code Quality (check, review)
    #[value(hide = true)]
    Gitlab,
    /// SARIF 2.1.0（check、review）/ SARIF 2.1.0 (check, review)
    #[value(hide = true)]
    Sarif,
    /// 测试报告 `JUnit` XML（check、review）/ `JUnit` XML (check, review)
    #[value(hide = true)]
    Junit,
    /// 逐行 JSON：只用于 weibao export.
    #[value(skip)]
    Ndjson,
    /// Parquet：只用于 weibao export.
    #[value(skip)]
    Parquet,
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// 维保：售后服务记录，存于 git，入库前按制度判定 / After-sales service records in git, judged before they enter
#[derive(Debug, Parser)]
#[command(name = "weibao", version, propagate_version = true, disable_help_subcommand = true)]
pub struct Program {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// The heading in every help under which the flags of all commands stand.
const COMMON: &str = "通用 / Common";

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Globals {
    /// 记录库所在目录 / Folder of the repository of records
    #[arg(long, global = true, help_heading = COMMON, value_name = "DIR")]
    pub repo: Option<PathBuf>,
    /// 语言 / Language; otherwise the locale's
    #[arg(long, global = true, help_heading = COMMON)]
    pub lang: Option<LangArg>,
    /// 输出格式 / How results are written
    #[arg(long, global = true, help_heading = COMMON, default_value = "text")]
    pub format: Format,
    /// 以此员工身份 / Act as this member of staff; otherwise git's `weibao.staff` or `user.email`
    #[arg(long = "as", global = true, help_heading = COMMON, value_name = "STAFF", value_parser = staff_arg)]
    pub acting: Option<StaffId>,
    /// 当作此刻，仅供测试 / Take this as the time; for tests
    #[arg(long, global = true, help_heading = COMMON, hide = true, value_name = "INSTANT", value_parser = instant_arg)]
    pub now: Option<Instant>,
}

fn staff_arg(text: &str) -> Result<StaffId, String> {
    StaffId::parse(text).map_err(|bad| bad.to_string())
}

fn instant_arg(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| format!("`{text}` is not an instant such as 2026-03-15T09:30:00+08:00"))
}

/// The verbs.
#[derive(Debug, Subcommand)]
enum Command {
    #[command(visible_alias = "建库")]
    Init(commands::init::Init),
    #[command(visible_alias = "演示")]
    Demo(commands::demo::Demo),
    #[command(visible_alias = "新建")]
    New(commands::new::New),
    #[command(visible_alias = "修改")]
    Edit(commands::edit::Edit),
    #[command(visible_alias = "签字")]
    Sign(commands::sign::Sign),
    #[command(visible_alias = "作废")]
    Void(commands::void::Void),
    #[command(visible_alias = "转单")]
    Transfer(commands::transfer::Transfer),
    #[command(visible_alias = "发放")]
    Issue(commands::issue::Issue),
    #[command(visible_alias = "交回")]
    Return(commands::give_back::Return),
    #[command(visible_alias = "离职")]
    Depart(commands::depart::Depart),
    #[command(visible_alias = "查看")]
    Show(commands::show::Show),
    #[command(visible_alias = "列表")]
    List(commands::list::List),
    #[command(visible_alias = "历史")]
    Log(commands::log::Log),
    #[command(visible_alias = "联系人")]
    Contact(commands::contact::Contact),
    #[command(visible_aliases = ["应办事项", "应办"])]
    Due(commands::due::Due),
    #[command(visible_alias = "值班")]
    Duty(commands::duty::Duty),
    #[command(visible_alias = "倒休")]
    Leave(commands::leave::Leave),
    #[command(visible_alias = "事件")]
    Incident(commands::incident::Incident),
    #[command(visible_alias = "检查")]
    Check(commands::check::Check),
    #[command(visible_alias = "评审")]
    Review(commands::review::Review),
    #[command(visible_alias = "核准")]
    Approve(commands::approve::Approve),
    #[command(visible_alias = "排版")]
    Fmt(commands::fmt::Fmt),
    #[command(visible_alias = "制度参数")]
    Policy(commands::policy::PolicyCommand),
    #[command(visible_alias = "规则")]
    Rules(commands::rules::Rules),
    #[command(visible_alias = "解释")]
    Explain(commands::explain::Explain),
    #[command(visible_alias = "导出")]
    Export(commands::export::Export),
    #[command(visible_alias = "权限")]
    May(commands::may::May),
    #[command(visible_alias = "钩子")]
    Hook(commands::hook::Hook),
    #[command(visible_alias = "同步")]
    Sync(commands::sync::Sync),
    #[command(visible_alias = "送审")]
    Submit(commands::submit::Submit),
    #[command(visible_alias = "服务")]
    Serve(commands::serve::Serve),
    #[command(visible_alias = "审计")]
    Audit(commands::audit::Audit),
    #[command(visible_alias = "体检")]
    Doctor(commands::doctor::Doctor),
}

impl Command {
    /// The formats it writes besides text and JSON, which every command does.
    const fn writes(&self) -> &'static [Format] {
        match self {
            Self::Review(_) => {
                &[Format::Markdown, Format::Html, Format::Github, Format::Gitlab, Format::Sarif, Format::Junit]
            }
            Self::Check(_) => &[Format::Github, Format::Gitlab, Format::Sarif, Format::Junit],
            Self::Export(_) => &[Format::Ndjson, Format::Parquet],
            _ => &[],
        }
    }

    fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match self {
            Self::Init(command) => command.run(session),
            Self::Demo(command) => command.run(session),
            Self::New(command) => command.run(session),
            Self::Edit(command) => command.run(session),
            Self::Sign(command) => command.run(session),
            Self::Void(command) => command.run(session),
            Self::Transfer(command) => command.run(session),
            Self::Issue(command) => command.run(session),
            Self::Return(command) => command.run(session),
            Self::Depart(command) => command.run(session),
            Self::Show(command) => command.run(session),
            Self::List(command) => command.run(session),
            Self::Log(command) => command.run(session),
            Self::Contact(command) => command.run(session),
            Self::Due(command) => command.run(session),
            Self::Duty(command) => command.run(session),
            Self::Leave(command) => command.run(session),
            Self::Incident(command) => command.run(session),
            Self::Check(command) => command.run(session),
            Self::Review(command) => command.run(session),
            Self::Approve(command) => command.run(session),
            Self::Fmt(command) => command.run(session),
            Self::Policy(command) => command.run(session),
            Self::Rules(command) => command.run(session),
            Self::Explain(command) => command.run(session),
            Self::Export(command) => command.run(session),
            Self::May(command) => command.run(session),
            Self::Hook(command) => command.run(session),
            Self::Sync(command) => command.run(session),
            Self::Submit(command) => command.run(session),
            Self::Serve(command) => command.run(session),
            Self::Audit(command) => command.run(session),
            Self::Doctor(command) => command.run(session),
        }
    }
}

/// The whole command line, for the manual and the tests.
pub fn manual() -> clap::Command {
    Program::command()
}

/// The language of a run: the flag, else the locale, else Chinese.
pub fn language(flag: Option<LangArg>, locale: Option<&str>) -> Lang {
    match flag {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => locale.and_then(Lang::from_tag).unwrap_or_default(),
    }
}

/// Runs one command line with the streams given and somebody to ask.
pub fn run_with(
    args: impl IntoIterator<Item = OsString>,
    surroundings: &Surroundings,
    prompter: &dyn Prompter,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    let program: Program = match usage::parse(args, surroundings.locale.as_deref()) {
        Ok(program) => program,
        Err(unread) => return if unread.say(stdout, stderr) { Exit::Clean } else { Exit::Failed },
    };
    let lang = language(program.globals.lang, surroundings.locale.as_deref());
    let out = Out { stdout, stderr, lang, format: program.globals.format };
    let mut session = Session::new(&program.globals, surroundings, prompter, out);
    let written = program.command.writes().contains(&program.globals.format);
    let result = if written || matches!(program.globals.format, Format::Text | Format::Json) {
        program.command.run(&mut session)
    } else {
        Err(CliError::said(&words::NO_FORMAT, &words::NO_FORMAT_FIX))
    };
    let result = result.and_then(|exit| session.out.flush().map(|()| exit));
    match result {
        Ok(exit) => exit,
        Err(error) => words::report(&error, &mut session.out),
    }
}

/// Runs one command line at the program's own streams.
pub fn run(args: impl IntoIterator<Item = OsString>, surroundings: &Surroundings) -> Exit {
    let prompter: &dyn Prompter = if surroundings.terminal { &Terminal } else { &Nobody };
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    let mut stderr = std::io::stderr().lock();
    run_with(args, surroundings, prompter, &mut stdout, &mut stderr)
}
