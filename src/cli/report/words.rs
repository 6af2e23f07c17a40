//! What the reports say when they cannot judge.

use crate::ledger::Unreadable;
use crate::record::path::Key;
use crate::store::StoreFault;
use crate::text::{Lang, Message};

crate::texts! {
    CANNOT: "无法出报表：{why}", "no report can be given: {why}";
    UNREADABLE: "读不出 {path}：{reason}", "cannot read {path}: {reason}";
    NO_RECORD: "{path} 不是合格的记录；请先运行 weibao check --all", "{path} is no well-formed record; run weibao check --all first";
    NO_TABLE: "没有名为 {name} 的表", "there is no table called {name}";
    NO_MOMENT: "--as-of {text}：既不是日期、时刻，也不是提交（{reason}）", "--as-of {text} is neither a day, an instant, nor a commit ({reason})";
    NOTHING_DUE: "没有任何回访到期，无从判断是否达到 --fail-under", "nothing had fallen due, so --fail-under cannot be judged";
    OUTPUT: "写不出结果：{reason}", "the result could not be written: {reason}";
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

    pub(super) fn nothing_due() -> Self {
        Self::Said(Message::new(&NOTHING_DUE))
    }

    pub(super) fn backwards() -> Self {
        Self::Said(Message::new(&BACKWARDS))
    }

    pub(super) fn spoken(&self, lang: Lang) -> String {
        let why = match self {
            Self::Store(fault) => fault.message.clone(),
            Self::Unreadable(unreadable) => {
                Message::new(&UNREADABLE).with("path", &unreadable.path).with("reason", &unreadable.reason)
            }
            Self::NoRecord(key) => Message::new(&NO_RECORD).with("path", key.path()),
            Self::Said(message) => message.clone(),
            Self::Output(error) => Message::new(&OUTPUT).with("reason", error),
        };
        Message::new(&CANNOT).with_message("why", why).speak(lang)
    }
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
