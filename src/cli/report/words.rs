//! What the reports say when they cannot judge.

use std::path::Path;

use crate::ledger::Unreadable;
use crate::record::path::Key;
use crate::store::StoreFault;
use crate::text::{Lang, Message, Text};

crate::texts! {
    CANNOT: "无法出报表：{why}", "no report can be given: {why}";
    UNREADABLE: "读不出 {path}：{reason}", "cannot read {path}: {reason}";
    NO_RECORD: "{path} 不是合格的记录；请先运行 weibao check --all", "{path} is no well-formed record; run weibao check --all first";
    NO_TABLE: "没有名为 {name} 的表", "there is no table called {name}";
    NO_MOMENT: "--as-of {text}：既不是日期、时刻，也不是提交（{reason}）", "--as-of {text} is neither a day, an instant, nor a commit ({reason})";
    NOTHING_DUE: "没有任何回访到期，无从判断是否达到 --fail-under", "nothing had fallen due, so --fail-under cannot be judged";
    OUTPUT: "写不出结果：{reason}", "the result could not be written: {reason}";
    pub(super) NO_RECEIPTS: "--clock received 需要接收日志：请用 git fetch origin refs/weibao/receipts:refs/weibao/receipts 取回，或用 --receipts 给出", "--clock received needs a receipt log: fetch it with git fetch origin refs/weibao/receipts:refs/weibao/receipts, or name a file with --receipts";
    pub(super) BAD_RECEIPTS: "接收日志 {file} 不可用：{reason}", "the receipt log {file} cannot be used: {reason}";
    pub(super) BAD_LINE: "第 {line} 行不是“提交 时刻”", "line {line} is no commit and instant";
    pub(super) REASON: "{reason}", "{reason}";
    pub(super) NOTHING_KNOWN: "--as-of {text}：当时尚无任何提交（第一个在 {first}）；若要以该时刻评判现有记录，请用 --judged-at", "--as-of {text}: no commit was known by then (the first is of {first}); to judge the records there are at that moment, say --judged-at";
    pub(super) CHOSEN_HEAD: "当前分支所在", "what the branch stands on";
    pub(super) CHOSEN_NAMED: "指定的提交", "named";
    pub(super) CHOSEN_BY_COMMIT: "当时主线上最后的提交（按提交时间）", "the last known on the line by then, by the commits' clock";
    pub(super) CHOSEN_BY_RECEIPT: "当时服务器最后接收的提交（按接收时间）", "the last known on the line by then, by the receipt log";
    pub(super) NO_SUCH_ID: "--explain {id}：没有这个编号的记录、义务或单号", "--explain {id}: no record, obligation or number has this id";
    NO_PUBLISHED: "--published {text}：既不是日期、时刻，也不是提交（{reason}）", "--published {text} is neither a day, an instant, nor a commit ({reason})";
    pub(super) NOTHING_PUBLISHED: "--published {text}：当时尚无任何提交（第一个在 {first}）", "--published {text}: no commit was known by then (the first is of {first})";
    NO_FILE: "xlsx 须用 --output 指明文件（- 为标准输出）", "xlsx wants --output FILE (- for the standard output)";
    BOM_OF_WHAT: "--bom 只用于 --format csv", "--bom goes with --format csv only";
    FILE: "写不出 {path}：{reason}", "{path} could not be written: {reason}";
    LIST: "读不出 --repos {path}：{reason}", "--repos {path} cannot be read: {reason}";
    NO_REPOSITORY: "{path}：{why}；可用 --allow-missing 列明后继续", "{path}: {why}; --allow-missing names it and goes on";
    NONE_LEFT: "没有一个记录库读得出", "not one of the repositories can be read";
    TWICE: "{path} 与另一个是同一个记录库 {repository}", "{path} is the same repository {repository} as another";
    BACKWARDS: "--since 晚于 --until", "--since is later than --until";
}

/// Why there is no report.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The repository cannot be read as it must be.
    Store(StoreFault),
    /// A place in it cannot be read.
    Unreadable(Unreadable),
    /// A file is no record.
    NoRecord(Key),
    /// Something else, in words.
    Said(Message),
    /// The result could not be written.
    Output(std::io::Error),
}

impl Trouble {
    pub(super) fn no_table(name: &str) -> Self {
        Self::Said(Message::new(&NO_TABLE).with("name", name))
    }

    pub(super) fn no_moment(text: &str, fault: &StoreFault) -> Self {
        let reason = fault.message.clone();
        Self::Said(Message::new(&NO_MOMENT).with("text", text).with_message("reason", reason))
    }

    pub(super) fn no_published(text: &str, fault: &StoreFault) -> Self {
        let reason = fault.message.clone();
        Self::Said(Message::new(&NO_PUBLISHED).with("text", text).with_message("reason", reason))
    }

    pub(super) fn nothing_due() -> Self {
        Self::Said(Message::new(&NOTHING_DUE))
    }

    pub(super) fn said(text: &'static Text) -> Self {
        Self::Said(Message::new(text))
    }

    pub(super) fn backwards() -> Self {
        Self::Said(Message::new(&BACKWARDS))
    }

    pub(super) fn no_file() -> Self {
        Self::Said(Message::new(&NO_FILE))
    }

    pub(super) fn bom_of_what() -> Self {
        Self::Said(Message::new(&BOM_OF_WHAT))
    }

    pub(super) fn file(path: &Path, reason: impl ToString) -> Self {
        Self::Said(Message::new(&FILE).with("path", path.display()).with("reason", reason))
    }

    pub(super) fn list(path: &Path, reason: &std::io::Error) -> Self {
        Self::Said(Message::new(&LIST).with("path", path.display()).with("reason", reason))
    }

    pub(super) fn none_left() -> Self {
        Self::Said(Message::new(&NONE_LEFT))
    }

    pub(super) fn twice(path: &Path, repository: &str) -> Self {
        Self::Said(Message::new(&TWICE).with("path", path.display()).with("repository", repository))
    }

    /// Of one repository among several.
    pub(super) fn of_repository(&self, path: &Path) -> Self {
        Self::Said(Message::new(&NO_REPOSITORY).with("path", path.display()).with_message("why", self.why()))
    }

    /// Whether the repository cannot be read, rather than the question be answered.
    pub(super) const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Unreadable(_) | Self::NoRecord(_))
    }

    pub(super) fn spoken(&self, lang: Lang) -> String {
        Message::new(&CANNOT).with_message("why", self.why()).speak(lang)
    }

    /// The reason alone.
    pub(super) fn why(&self) -> Message {
        match self {
            Self::Store(fault) => fault.message.clone(),
            Self::Unreadable(unreadable) => self::unreadable(unreadable),
            Self::NoRecord(key) => Message::new(&NO_RECORD).with("path", key.path()),
            Self::Said(message) => message.clone(),
            Self::Output(error) => Message::new(&OUTPUT).with("reason", error),
        }
    }
}

/// What could not be read, in words.
pub(super) fn unreadable(unreadable: &Unreadable) -> Message {
    Message::new(&UNREADABLE).with("path", &unreadable.path).with("reason", &unreadable.reason)
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<Unreadable> for Trouble {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}
