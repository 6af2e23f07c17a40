//! The one place where an error of any layer becomes words: what went wrong, and how to put it right.

use std::path::PathBuf;

use super::Exit;
use super::out::Out;
use super::prompt::NoAnswer;
use crate::desk::DeskError;
use crate::desk::publish::PublishError;
use crate::desk::sync::SyncError;
use crate::json;
use crate::ledger::Unreadable;
use crate::record::book::BookKind;
use crate::store::StoreFault;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    ERROR: "错误：{what}", "error: {what}";
    pub(in crate::cli) HINT: "  → {what}", "  → {what}";
    pub(in crate::cli) NO_SUCH_STAFF: "没有员工 {who}", "there is no member of staff {who}";
    pub(in crate::cli) NO_SUCH_STAFF_FIX: "查看员工：weibao list staff；新建：weibao new staff", "see weibao list staff, or add one with weibao new staff";
    pub(super) WHO: "不知道是谁在操作：没有员工的邮箱是 “{email}”", "who is acting? no member of staff has the address `{email}`";
    pub(super) WHO_FIX: "请用 --as 员工编号，或运行 git config weibao.staff 员工编号", "say --as STAFF, or run git config weibao.staff STAFF";
    MISSING: "缺少 {what}", "{what} is missing";
    MISSING_FIX: "请用 {flag} 给出", "give it with {flag}";
    pub(super) NO_FORMAT: "这条命令不写这种格式", "this command does not write that format";
    pub(super) NO_FORMAT_FIX: "每条命令都有 --format text 和 json；其他格式见 weibao check --help 和 weibao review --help", "every command has --format text and json; the others are those of weibao check --help and weibao review --help";
    GAVE_UP: "已放弃，什么都没有写入", "given up; nothing was written";
    TERMINAL: "终端出错：{why}", "the terminal failed: {why}";
    FILE: "{path}：{why}", "{path}: {why}";
    NOT_JSON: "{path} 第 {at} 处不是合格的 JSON：{what}", "{path}:{at} is no sound JSON: {what}";
    OUTPUT: "写不出结果：{why}", "the result cannot be written: {why}";
    UNREADABLE: "读不了 {path}：{why}", "cannot read {path}: {why}";
    NOT_THERE: "没有 {kind} {id}", "there is no {kind} {id}";
    NOT_THERE_FIX: "查看已有的：weibao list {word}", "see weibao list {word}";
    ALREADY_THERE: "{kind} {id} 已经有了", "{kind} {id} is already there";
    ALREADY_THERE_FIX: "要修改请用 weibao edit {word} {id}", "to change it use weibao edit {word} {id}";
    BAD_KEY: "“{id}” 不是 {kind} 的编号", "`{id}` is no key of a {kind}";
    KEY_NEEDS: "新建 {kind} 须先知道 {member}", "a new {kind} needs {member} first";
    KEY_NEEDS_FIX: "请用 --set {member}=… 给出", "give it with --set {member}=…";
    USED_UP: "{kind} 的号已经用完", "there is no number left for another {kind}";
    NOT_A_FORM: "{kind} {id} 还不完整：{why}", "{kind} {id} is not complete enough: {why}";
    NOT_JSON_VALUE: "有一项写不成 JSON：{why}", "a value cannot be written as JSON: {why}";
    NOT_AN_OBJECT: "“{what}” 须是 JSON 对象", "`{what}` must be a JSON object";
    BAD_PATH: "“{path}” 不通：中间有一段既不是对象也不是列表", "`{path}` leads nowhere: a part of it is neither object nor list";
    BAD_PATH_FIX: "形如 report.assets.0.name；列表从 0 数起", "write it as report.assets.0.name; lists count from 0";
    NO_SERIES: "公司记录里没有{kind}的系列", "the company record names no series of {kind} books";
    NO_SERIES_FIX: "weibao edit company company --set series.1='{example}'", "weibao edit company company --set series.1='{example}'";
    REGULAR: "正式本", "regular";
    SPARE: "备用本", "spare";
    NO_OPEN_BOOK: "{holder} 手里没有在用的{kind}", "{holder} holds no open {kind} book";
    NO_OPEN_BOOK_FIX: "由财务发放：weibao issue {holder}", "finance issues one: weibao issue {holder}";
    BOOK_USED_UP: "{book} 已经用完", "book {book} is used up";
    BOOK_USED_UP_FIX: "以旧换新：由财务运行 weibao issue", "exchange it: finance runs weibao issue";
    NO_BOOK: "没有哪一本包含 {ticket}", "no issued book covers {ticket}";
    WRONG_STATE: "{kind} {id} 现在是 “{state}”，不能这样做", "{kind} {id} is `{state}` and does not allow this";
    OPEN_TICKETS: "{book} 还有未结的单：{open}", "book {book} still has open tickets: {open}";
    OPEN_TICKETS_FIX: "先完成、作废 (weibao void) 或转入备用单 (weibao transfer)", "complete them, or weibao void or weibao transfer them first";
    NO_SECTION: "{kind} {id} 没有 “{section}” 这一节", "{kind} {id} has no section `{section}`";
    NO_SECTION_FIX: "先用 weibao edit 填写该节，再签字", "fill it in with weibao edit, then sign";
    BAD_ATTACHMENT: "“{file}” 不能作附件", "`{file}` cannot be attached";
    BAD_ATTACHMENT_FIX: "可用 png、jpg、pdf、svg、txt、md", "png, jpg, pdf, svg, txt and md can";
    NO_GIT: "运行不了 git：{why}", "git cannot be run: {why}";
    NO_REMOTE: "这个仓库没有远程地址", "this repository has no remote";
    NO_REMOTE_FIX: "请运行 git remote add origin 地址", "run git remote add origin ADDRESS";
    KEYGEN: "签不了：{why}", "signing failed: {why}";
    KEYGEN_FIX: "请用 --key 指出私钥，或公钥并让 ssh-agent 持有私钥", "name the private key with --key, or the public one and let ssh-agent hold the private";
}

impl From<SyncError> for CliError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Publish(error) => error.into(),
            SyncError::Git(why) => Self::plain(Message::new(&NO_GIT).with("why", why)),
            SyncError::Keys(fault) => super::commands::contact::fault(fault),
            SyncError::NoRemote => Self::said(&NO_REMOTE, &NO_REMOTE_FIX),
        }
    }
}

impl From<PublishError> for CliError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Desk(error) => Self::Desk(error),
            PublishError::Store(fault) => Self::Store(fault),
        }
    }
}

/// Anything that ends a run.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The desk cannot do it as asked.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The repository cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The records cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A value is missing and nobody can be asked.
    #[error("{what} is missing: {flag}")]
    Missing {
        /// What it is, for people.
        what: String,
        /// The flag that gives it.
        flag: String,
    },
    /// The person gave up.
    #[error("given up")]
    GaveUp,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(String),
    /// A file cannot be read or written.
    #[error("{}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is not sound JSON.
    #[error("{path} is no sound JSON")]
    NotJson {
        /// Which.
        path: String,
        /// Where and why.
        fault: json::Fault,
    },
    /// Something a command says about what was asked.
    #[error("{}", .wrong.speak(crate::text::Lang::En))]
    Said {
        /// What is wrong.
        wrong: Box<Message>,
        /// How to put it right.
        fix: Option<Box<Message>>,
    },
    /// Whoever read the output has left.
    #[error("the reader has left")]
    ReaderLeft,
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Output(#[source] std::io::Error),
}

impl CliError {
    /// An error with its advice.
    pub fn said(wrong: impl Into<Message>, fix: impl Into<Message>) -> Self {
        Self::Said { wrong: Box::new(wrong.into()), fix: Some(Box::new(fix.into())) }
    }

    /// An error that speaks for itself.
    pub fn plain(wrong: impl Into<Message>) -> Self {
        Self::Said { wrong: Box::new(wrong.into()), fix: None }
    }

    /// No answer to a question whose flag is `flag`.
    pub fn unanswered(why: NoAnswer, what: &str, flag: &str) -> Self {
        match why {
            NoAnswer::Nobody => Self::Missing { what: what.to_owned(), flag: flag.to_owned() },
            NoAnswer::GaveUp => Self::GaveUp,
            NoAnswer::Broken(why) => Self::Terminal(why),
        }
    }
}

/// Says an error with its advice and gives the exit code.
pub fn report(error: &CliError, out: &mut Out<'_>) -> Exit {
    if matches!(error, CliError::ReaderLeft) {
        return Exit::Clean;
    }
    let (wrong, fix) = words(error);
    if out.is_json() {
        let lang = out.lang;
        let members = serde_json::json!({
            "error": wrong.speak(lang), "fix": fix.as_ref().map(|fix| fix.speak(lang)),
        });
        let _ = out.json("weibao-error/1", members);
    }
    let _ = out.note(Message::new(&ERROR).with_message("what", wrong));
    if let Some(fix) = fix {
        let _ = out.note(Message::new(&HINT).with_message("what", fix));
    }
    let _ = out.flush();
    Exit::Failed
}

/// An error in words: what is wrong, and how to put it right.
pub fn words(error: &CliError) -> (Message, Option<Message>) {
    match error {
        CliError::Desk(error) => desk(error),
        CliError::Store(fault) => (fault.message.clone(), None),
        CliError::Unreadable(unreadable) => (unreadable_words(unreadable), None),
        CliError::Missing { what, flag } => {
            (Message::new(&MISSING).with("what", what), Some(Message::new(&MISSING_FIX).with("flag", flag)))
        }
        CliError::GaveUp => (Message::new(&GAVE_UP), None),
        CliError::Terminal(why) => (Message::new(&TERMINAL).with("why", why), None),
        CliError::File { path, source } => (Message::new(&FILE).with("path", path.display()).with("why", source), None),
        CliError::NotJson { path, fault } => (
            Message::new(&NOT_JSON)
                .with("path", path)
                .with("at", fault.position)
                .with_message("what", fault.message.clone()),
            None,
        ),
        CliError::Said { wrong, fix } => ((**wrong).clone(), fix.as_deref().cloned()),
        CliError::ReaderLeft => (Message::new(&OUTPUT).with("why", "EPIPE"), None),
        CliError::Output(source) => (Message::new(&OUTPUT).with("why", source), None),
    }
}

fn unreadable_words(unreadable: &Unreadable) -> Message {
    Message::new(&UNREADABLE).with("path", &unreadable.path).with("why", &unreadable.reason)
}

fn about(text: &'static Text, key: &crate::record::path::Key) -> Message {
    Message::new(text).with_message("kind", key.kind.name()).with("id", &key.id).with("word", key.kind.word())
}

fn book_kind(kind: BookKind) -> &'static Text {
    match kind {
        BookKind::Regular => &REGULAR,
        BookKind::Spare => &SPARE,
    }
}

fn desk(error: &DeskError) -> (Message, Option<Message>) {
    match error {
        DeskError::NotThere(key) => (about(&NOT_THERE, key), Some(about(&NOT_THERE_FIX, key))),
        DeskError::AlreadyThere(key) => (about(&ALREADY_THERE, key), Some(about(&ALREADY_THERE_FIX, key))),
        DeskError::BadKey { kind, id } => {
            (Message::new(&BAD_KEY).with("id", id).with_message("kind", kind.name()), None)
        }
        DeskError::KeyNeeds { kind, member } => (
            Message::new(&KEY_NEEDS).with_message("kind", kind.name()).with("member", member),
            Some(Message::new(&KEY_NEEDS_FIX).with("member", member)),
        ),
        DeskError::NumbersUsedUp { kind } => (Message::new(&USED_UP).with_message("kind", kind.name()), None),
        DeskError::NotAForm { key, source } => (about(&NOT_A_FORM, key).with("why", source), None),
        DeskError::NotJson(source) => (Message::new(&NOT_JSON_VALUE).with("why", source), None),
        DeskError::NotAnObject(what) => (Message::new(&NOT_AN_OBJECT).with("what", what), None),
        DeskError::BadPath(path) => (Message::new(&BAD_PATH).with("path", path), Some(Message::new(&BAD_PATH_FIX))),
        DeskError::NoSeries(kind) => (
            Message::new(&NO_SERIES).with_message("kind", book_kind(*kind)),
            Some(Message::new(&NO_SERIES_FIX).with("example", r#"{"code":"BY","kind":"spare"}"#)),
        ),
        DeskError::NoOpenBook { holder, kind } => (
            Message::new(&NO_OPEN_BOOK).with("holder", holder).with_message("kind", book_kind(*kind)),
            Some(Message::new(&NO_OPEN_BOOK_FIX).with("holder", holder)),
        ),
        DeskError::BookUsedUp(book) => {
            (Message::new(&BOOK_USED_UP).with("book", book), Some(Message::new(&BOOK_USED_UP_FIX)))
        }
        DeskError::NoBook(ticket) => (Message::new(&NO_BOOK).with("ticket", ticket), None),
        DeskError::WrongState { key, state } => (about(&WRONG_STATE, key).with("state", state), None),
        DeskError::OpenTickets { book, open } => {
            let open = open.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            (Message::new(&OPEN_TICKETS).with("book", book).with("open", open), Some(Message::new(&OPEN_TICKETS_FIX)))
        }
        DeskError::NoSection { key, section } => {
            (about(&NO_SECTION, key).with("section", section), Some(Message::new(&NO_SECTION_FIX)))
        }
        DeskError::BadAttachment(file) => {
            (Message::new(&BAD_ATTACHMENT).with("file", file), Some(Message::new(&BAD_ATTACHMENT_FIX)))
        }
        DeskError::Keygen(error) => (Message::new(&KEYGEN).with("why", error), Some(Message::new(&KEYGEN_FIX))),
        DeskError::Unreadable(unreadable) => (unreadable_words(unreadable), None),
    }
}
