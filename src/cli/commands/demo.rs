//! `weibao demo`: a company's year, written through the same desk and the same gate, then checked and reported.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{check, hook};
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::demo::telling::tell;
use crate::demo::truth::Truth;
use crate::demo::{Fault, Options};
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    OCCUPIED: "{path} 已经存在且不是空目录", "{path} is there already and not empty";
    OCCUPIED_FIX: "换一个目录，或先删去它", "name another folder, or remove that one first";
    OUT_OF_RANGE: "{flag} 须在 {low} 至 {high} 之间", "{flag} must be between {low} and {high}";
    UNTOLD: "演示没有写成：{why}", "the demo was not written: {why}";
    TOLD: "已写成 {path}：{commits} 次提交，{records} 条记录，截至 {as_of}", "{path} is written: {commits} commits, {records} records, as of {as_of}";
    CHECKING: "\n检查全部记录（weibao check --all --signatures）：", "\nall records checked (weibao check --all --signatures):";
    REPORTING: "\n回访率（weibao-report callbacks --as-of {as_of}）：\n", "\ncallback rates (weibao-report callbacks --as-of {as_of}):\n";
    PLANTED: "\n故事里有意安排的逾期、漏访和迟录共 {planted} 处，应有的数字在 {truth}", "\nthe story has {planted} planted misses, late ones and late entries; what must come out stands in {truth}";
    NEXT: "接着可以试：", "what to try next:";
    NEXT_LOG: "看一年的历史", "the year as history";
    NEXT_BOOKS: "维修单本账目", "the accounts of the books";
    NEXT_MISSES: "每处逾期和漏访，连同到期日的算法", "every late and missing one, with the sum of its due date";
    NEXT_DUE: "一家甲方现在应办的事项", "what is due at one client now";
    NEXT_SHOW: "一张维修单；改动它再提交，钩子就会判定", "a ticket; change it and commit, and the hook will judge";
}

/// 演示：写出一家公司一年的记录，检查并报回访率 / Writes a company's year, checks it and reports its callback rates
#[derive(Debug, Args)]
pub struct Demo {
    /// 写到哪个目录 / Where to
    #[arg(default_value = "weibao-demo")]
    pub dir: PathBuf,
    /// 几年（节假日已公布的年份内） / How many years, as far back as calendars are announced
    #[arg(long, default_value_t = 1)]
    pub years: u32,
    /// 几名维修人员 / How many technicians
    #[arg(long, default_value_t = 8)]
    pub technicians: u32,
    /// 几个站点；20000 个时可作压力数据 / How many sites; 20000 make a load
    #[arg(long, default_value_t = 60)]
    pub sites: u32,
    /// 种子：同种子同提交 / The seed; the same seed gives the same commits
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// 写完不检查、不报表 / Neither check nor report at the end
    #[arg(long)]
    pub no_check: bool,
    /// 只写 git 库，不铺开文件；站点很多时快得多 / Only git's own files, no working tree: much faster with many sites
    #[arg(long)]
    pub bare: bool,
}

impl Demo {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let options = self.options()?;
        let dir = session.path(&self.dir);
        if std::fs::read_dir(&dir).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(CliError::said(Message::new(&OCCUPIED).with("path", self.dir.display()), &OCCUPIED_FIX));
        }
        let store = if self.bare { Store::create_bare(&dir) } else { Store::create(&dir) }?;
        let truth = tell(&store, options).map_err(untold)?;
        hook::install(session, &store)?;
        leave_truth(&store, &dir, &truth)?;
        if session.out.is_json() {
            let members =
                json!({ "path": dir, "head": truth.head, "commits": truth.commits, "records": truth.records });
            session.out.json("weibao-demo/1", members)?;
            return Ok(Exit::Clean);
        }
        let records: u64 = truth.records.values().sum();
        let told = Message::new(&TOLD).with("path", self.dir.display()).with("commits", truth.commits);
        session.out.say(told.with("records", records).with("as_of", truth.as_of))?;
        if self.no_check {
            return Ok(Exit::Clean);
        }
        let exit = judge(session, &dir, &truth)?;
        figures(session, &dir, &truth)?;
        self.farewell(session, &truth)?;
        Ok(exit)
    }

    fn options(&self) -> Result<Options, CliError> {
        let within = |flag, value: u32, low: u32, high: u32| {
            let said = Message::new(&OUT_OF_RANGE).with("flag", flag).with("low", low).with("high", high);
            if (low..=high).contains(&value) { Ok(value) } else { Err(CliError::plain(said)) }
        };
        Ok(Options {
            years: within("--years", self.years, 1, 2)?,
            technicians: within("--technicians", self.technicians, 2, 2000)? as usize,
            sites: within("--sites", self.sites, 1, 99_999)?,
            seed: self.seed,
        })
    }

    fn farewell(&self, session: &mut Session<'_>, truth: &Truth) -> Result<(), CliError> {
        let (dir, as_of) = (self.dir.display(), truth.as_of);
        let (planted, file) = (truth.planted.len(), self.dir.join("truth.json"));
        session.out.say(Message::new(&PLANTED).with("planted", planted).with("truth", file.display()))?;
        session.out.say(&NEXT)?;
        let lines = [
            (format!("cd {dir} && git log --stat"), &NEXT_LOG),
            (format!("weibao-report callbacks --repo {dir} --as-of {as_of} --table misses"), &NEXT_MISSES),
            (format!("weibao-report books --repo {dir} --as-of {as_of}"), &NEXT_BOOKS),
            (format!("weibao --repo {dir} due --explain --client C00001"), &NEXT_DUE),
            (format!("weibao --repo {dir} show ticket WX-0000001"), &NEXT_SHOW),
        ];
        for (command, text) in lines {
            let text = text.get(session.lang());
            session.out.line(&format!("  {command}\n      {text}"))?;
        }
        Ok(())
    }
}

/// Runs the audit of everything, as of the story's end.
fn judge(session: &mut Session<'_>, dir: &Path, truth: &Truth) -> Result<Exit, CliError> {
    session.out.say(&CHECKING)?;
    let all = check::Check {
        range: None,
        index: false,
        all: true,
        approvals: false,
        history: false,
        no_cache: false,
        signatures: true,
    };
    let (folder, now) = (std::mem::replace(&mut session.folder, dir.to_owned()), session.now);
    session.now = truth.as_of;
    let exit = all.run(session);
    (session.folder, session.now) = (folder, now);
    exit
}

/// Runs the callback report on what was written.
fn figures(session: &mut Session<'_>, dir: &Path, truth: &Truth) -> Result<(), CliError> {
    let as_of = truth.as_of.to_string();
    session.out.say(Message::new(&REPORTING).with("as_of", &as_of))?;
    let lang = if session.lang() == crate::text::Lang::Zh { "zh" } else { "en" };
    let words = ["weibao-report", "callbacks", "--brief", "--as-of", as_of.as_str(), "--lang", lang, "--repo"];
    let args = words.iter().map(OsString::from).chain([dir.as_os_str().to_owned()]);
    let around = report::Surroundings { now: session.now, here: session.surroundings.here.clone(), locale: None };
    // Missing callbacks are the point of the demo, so the report's own exit code says nothing new.
    let _ = report::run_with(args, &around, session.out.stdout, session.out.stderr);
    Ok(())
}

/// Leaves the truth beside the records, out of git's sight.
fn leave_truth(store: &Store, dir: &Path, truth: &Truth) -> Result<(), CliError> {
    let path = dir.join("truth.json");
    let text = serde_json::to_string_pretty(truth).map_err(|error| untold(Fault::Form(error)))?;
    let exclude = store.common_dir().join("info").join("exclude");
    std::fs::write(&path, text + "\n").map_err(|source| CliError::File { path, source })?;
    std::fs::create_dir_all(store.common_dir().join("info"))
        .and_then(|()| std::fs::write(&exclude, "truth.json\n"))
        .map_err(|source| CliError::File { path: exclude, source })
}

/// A fault in words, its causes included.
fn untold(fault: Fault) -> CliError {
    if let Fault::Store(fault) = fault {
        return CliError::Store(fault);
    }
    let mut why = fault.to_string();
    let mut cause = std::error::Error::source(&fault);
    while let Some(next) = cause {
        why = format!("{why}: {next}");
        cause = next.source();
    }
    CliError::plain(Message::new(&UNTOLD).with("why", why))
}
