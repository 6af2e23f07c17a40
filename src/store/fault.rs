//! What can go wrong with the repository, each with a sentence that says how to put it right.

use crate::text::{Lang, Message};
use crate::texts;

texts! {
    pub(super) NOT_A_REPOSITORY: "{path} 不在 git 仓库内；请进入仓库目录，或先运行 weibao init", "{path} is in no git repository; go to the repository, or run weibao init first";
    pub(super) NOT_OWNED: "git 认为仓库 {path} 属于另一用户；确认可信后运行 git config --global --add safe.directory {path}", "git holds that another user owns {path}; if you trust it run git config --global --add safe.directory {path}";
    pub(super) SPARSE_INDEX: "索引是稀疏的 (sparse index)，读不了；请运行 git sparse-checkout reapply --no-sparse-index", "the index is sparse and cannot be read; run git sparse-checkout reapply --no-sparse-index";
    pub(super) SPLIT_INDEX: "索引是分裂的 (split index)，读不了；请运行 git update-index --no-split-index", "the index is split and cannot be read; run git update-index --no-split-index";
    pub(super) UNKNOWN_INDEX: "索引有读不懂的部分 ({what})；请运行 git update-index --index-version 2，或升级 weibao", "the index has a part that cannot be read ({what}); run git update-index --index-version 2, or upgrade weibao";
    pub(super) UNMERGED: "合并还没有完成：{path} 有冲突；请先解决并 git add", "a merge is not finished: {path} is in conflict; settle it and git add it";
    pub(super) REFTABLE: "仓库用 reftable 存引用，读不了；请运行 git refs migrate --ref-format=files", "the repository keeps its refs in a reftable and cannot be read; run git refs migrate --ref-format=files";
    pub(super) SHA256: "仓库的对象格式是 sha256，读不了；请用 git init --object-format=sha1 建仓库，再把文件搬过来", "the repository's object format is sha256 and cannot be read; make one with git init --object-format=sha1 and move the files there";
    pub(super) SHALLOW: "克隆是浅的 (shallow)，最早的提交看不见，日期会错；请运行 git fetch --unshallow，流水线中检出时写 fetch-depth: 0", "the clone is shallow: the first commits are missing and dates would be wrong; run git fetch --unshallow, in a pipeline check out with fetch-depth: 0";
    pub(super) PARTIAL: "克隆是部分的 (partial clone)，有些文件不在本机；请重新完整克隆 (不带 --filter)", "the clone is partial: some files are not on this machine; clone anew without --filter";
    pub(super) NO_WORKTREE: "仓库没有工作区 (bare)", "the repository has no working tree (it is bare)";
    pub(super) NO_SUCH_COMMIT: "没有叫 {rev} 的提交", "there is no commit called {rev}";
    pub(super) NO_BRANCH: "HEAD 不在分支上；请先 git switch 到要写入的分支", "HEAD is on no branch; git switch to the branch to be written first";
    pub(super) MOVED: "分支已被别人改动：应在 {expected}，实际在 {found}；请重新运行", "the branch has moved: expected at {expected}, found at {found}; run the command again";
    pub(super) WOULD_OVERWRITE: "{path} 有未提交的修改，写入会把它覆盖；请先提交或还原", "{path} has changes that are not committed and would be overwritten; commit or restore it first";
    pub(super) INDEX_LOCKED: "git 索引被锁 ({path})；若没有别的 git 在运行，请删除该文件", "git's index is locked ({path}); if no other git is running, delete that file";
    pub(super) ODD_ENTRY: "{path} 不是普通文件，weibao 不能检出；请用 git pull --rebase", "{path} is no plain file and cannot be checked out by weibao; use git pull --rebase";
    pub(super) UNDER_WAY: "git 的{what}尚未完成；请先完成或放弃 (git {what} --abort)", "a git {what} is not finished; finish it or give it up first (git {what} --abort)";
    pub(super) NOT_A_PATH: "{path} 不是可以写入的路径", "{path} is not a path that can be written";
    pub(super) NOT_NEW: "仓库已有提交；成批写入只用于新仓库", "the repository has commits already; writing in bulk is for new ones";
    pub(super) TOO_MANY_ENTRIES: "一次推送改动的文件和目录超过 {limit} 个；请分次推送，或由服务器管理员调高 git config {name}", "the push brings more entries than {limit}; push in parts, or let the server's administrator raise git config {name}";
    pub(super) TOO_MANY_COMMITS: "一次推送的提交超过 {limit} 个；请分次推送，或由服务器管理员调高 git config {name}", "the push brings more commits than {limit}; push in parts, or let the server's administrator raise git config {name}";
    pub(super) TOO_LONG: "判定超过 {limit} 秒，已停；请分次推送，或由服务器管理员调高 git config {name}", "the judgement took more than {limit} seconds and was broken off; push in parts, or let the server's administrator raise git config {name}";
    pub(super) NOT_SIGNED: "提交没有签成，未写入", "the commit could not be signed and was not written";
    pub(super) NOTHING_TO_COMMIT: "没有要提交的改动", "there is nothing to commit";
    pub(super) DAMAGED: "对象 {id} 损坏：{reason}；请运行 git fsck", "object {id} is damaged: {reason}; run git fsck";
    pub(super) BAD_NAME: "姓名或邮箱不能写进提交：{name} <{email}>", "this name or address cannot stand in a commit: {name} <{email}>";
    pub(super) FILES: "{path}：{reason}", "{path}: {reason}";
    pub(super) GIT: "git：{reason}", "git: {reason}";
    pub(super) NONE: "无", "nothing";
}

/// What kind of trouble, for those who act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No such repository, commit or ref.
    Missing,
    /// Something git can do that this store cannot read.
    Unsupported,
    /// Somebody else moved the branch first: look again and retry.
    Moved,
    /// Uncommitted work would be lost, or another git is at work.
    InTheWay,
    /// The repository is damaged.
    Damaged,
    /// More than a push may bring.
    TooMuch,
    /// Anything else of git or the file system.
    Other,
}

/// A failure of the store; the verdict that needed it is "could not judge".
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .message.speak(Lang::En))]
pub struct StoreFault {
    /// What kind.
    pub kind: FaultKind,
    /// What happened and how to put it right.
    pub message: Message,
}

impl StoreFault {
    pub(super) fn new(kind: FaultKind, message: impl Into<Message>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(super) fn unsupported(message: impl Into<Message>) -> Self {
        Self::new(FaultKind::Unsupported, message)
    }

    pub(super) fn damaged(id: git2::Oid, reason: impl ToString) -> Self {
        Self::new(FaultKind::Damaged, Message::new(&DAMAGED).with("id", id).with("reason", reason))
    }

    pub(super) fn files(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(FaultKind::Other, Message::new(&FILES).with("path", path.display()).with("reason", error))
    }
}

impl From<git2::Error> for StoreFault {
    fn from(error: git2::Error) -> Self {
        let kind = match error.code() {
            git2::ErrorCode::NotFound => FaultKind::Missing,
            git2::ErrorCode::Modified => FaultKind::Moved,
            git2::ErrorCode::Locked => FaultKind::InTheWay,
            _ => FaultKind::Other,
        };
        Self::new(kind, Message::new(&GIT).with("reason", error.message()))
    }
}
