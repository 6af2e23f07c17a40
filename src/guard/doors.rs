//! The doors: which states are compared at each, all through the one engine.
//!
//! `index` helps before a commit, `range` judges commits one by one against every parent and then as a whole,
//! `pre_receive` adds what a push may do to refs, `all` audits a whole state on two threads.

use std::collections::BTreeSet;

use crate::ledger::{Records, Snapshot};
use crate::regulation::finding::Finding;
use crate::regulation::reading::{forbidden_entry, malformed_commit};
use crate::regulation::role::Author;
use crate::store::{Changes, CommitHeader, CommitOddity, GitSnapshot, Id, Odd, Oddity, Store, StoreFault};
use crate::text::{Lang, Message, Text};
use crate::texts;

use super::identity::{Ground, Roster};
use super::judge::{FileChange, Terms, judge, judge_by};
use super::verdict::{Placed, Verdict, in_commit};
use super::whole::{self, Around};
use super::{merges, outside};

texts! {
    SYMLINK: "{path} 是符号链接", "{path} is a symbolic link";
    SUBMODULE: "{path} 是子模块", "{path} is a submodule";
    MODE: "{path} 的模式是 {mode},应为 100644", "{path} has mode {mode} and should have 100644";
    NAME: "{path} 的名称含有不许用的字符", "{path} has a character that names may not have";
    ROOT_NAME: "{path} 与 records 只差大小写，或不是目录", "{path} differs from records only by case, or is no folder";
    TOO_LARGE: "{path} 有 {size} 字节，附件最多 10 MiB", "{path} has {size} bytes; an attachment has at most 10 MiB";
    COMMIT_HEADER: "提交的头部有不认识、重复、缺少或乱序的行", "the commit has a header line that is unknown, repeated, missing or out of order";
    COMMIT_PARENT: "提交两次写了同一个父提交", "the commit names one parent twice";
    COMMIT_PERSON: "提交的姓名或邮箱是空的，或有不可显示的字符", "a name or an address of the commit is empty or holds what cannot be shown";
    COMMIT_TIME: "提交的时间不可能", "a time of the commit is not possible";
    COMMIT_MESSAGE: "提交说明不是 UTF-8，或有控制字符", "the commit's message is no UTF-8 or holds control characters";
    DEPTH: "{path} 的目录太深", "{path} lies too deep";
}

/// The size an attachment may have, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// Judges the staged changes against HEAD (pre-commit).
pub fn index(store: &Store, terms: &Terms) -> Result<Verdict, StoreFault> {
    let head = store.head_snapshot()?;
    let index = store.index_snapshot()?;
    let changes = store.index_changes(&head, &index)?;
    changed(store, &changes, &index, terms, None)
}

/// Judges the working tree against HEAD.
pub fn worktree(store: &Store, terms: &Terms) -> Result<Verdict, StoreFault> {
    let head = store.head_snapshot()?;
    let worktree = store.worktree_snapshot()?;
    let changes = store.worktree_changes(&worktree, &head)?;
    let mut verdict = odd(&changes.odd);
    let mut files = Vec::with_capacity(changes.files.len());
    for change in &changes.files {
        let before = change.before.map(|id| store.file(id)).transpose()?;
        let after = match change.after.map(|_| worktree.read(&change.path)).transpose() {
            Ok(after) => after.flatten(),
            Err(unreadable) => {
                verdict.unreadable = Some(unreadable);
                return Ok(verdict);
            }
        };
        files.push(FileChange { path: change.path.clone(), before, after });
    }
    verdict.append(judge(files, &worktree, terms));
    Ok(verdict)
}

/// Judges every commit that `to` has and none of `without` has, each against every parent, and then the whole.
///
/// Whose commits they are is judged by the roster and the policy of `base`.
pub fn range(store: &Store, without: &[Id], base: Option<Id>, to: Id, terms: &Terms) -> Result<Verdict, StoreFault> {
    range_on(store, without, base, to, Ground::at(base), terms)
}

/// As [`range`], whose commits they are being judged on a ground of its own.
pub fn range_on(
    store: &Store,
    without: &[Id],
    base: Option<Id>,
    to: Id,
    ground: Ground,
    terms: &Terms,
) -> Result<Verdict, StoreFault> {
    let mut gathered = Gathered::default();
    let commits = store.commits(without, to)?;
    let stood = snapshot_or_nothing(store, ground.commit)?;
    let records = Records::new(&stood);
    let fixed = Roster::on(ground, &records, terms.now);
    for commit in &commits {
        if ground.first_parent {
            let stood = snapshot_or_nothing(store, commit.parents.first().copied())?;
            let records = Records::new(&stood);
            let roster = Roster::on(ground, &records, commit.info.committed_at);
            one_commit(store, commit, &roster, terms, &mut gathered)?;
        } else {
            one_commit(store, commit, &fixed, terms, &mut gathered)?;
        }
    }
    if commits.len() > 1 {
        let (before, after) = (snapshot_or_nothing(store, base)?, store.snapshot_of(to)?);
        let mut whole = changed(store, &store.changes(&before, &after)?, &after, terms, None)?;
        whole.judged = 0;
        gathered.add(whole);
    }
    gathered.verdict.unreadable = gathered.verdict.unreadable.take().or_else(|| records.failure());
    Ok(gathered.verdict)
}

/// Judges one commit: its form, whose it is, and what it changes against every parent.
fn one_commit(
    store: &Store,
    commit: &CommitHeader,
    roster: &Roster<'_>,
    terms: &Terms,
    gathered: &mut Gathered,
) -> Result<(), StoreFault> {
    let parents: Vec<Option<Id>> =
        if commit.parents.is_empty() { vec![None] } else { commit.parents.iter().copied().map(Some).collect() };
    let author = if let Some(oddity) = store.commit_oddity(commit.id, terms.now.plus_hours(24).unix())? {
        gathered.verdict.findings.push(malformed_form(commit.id, oddity));
        None
    } else {
        gathered.verdict.findings.extend(roster.judge(store, commit)?);
        // What a merge brings was judged by the authors of its parents' commits.
        Some(()).filter(|()| parents.len() == 1).and_then(|()| roster.author(&commit.info.author_email))
    };
    let after = store.snapshot_of(commit.id)?;
    let name = commit.id.to_string();
    let mut found = Vec::with_capacity(parents.len());
    for parent in parents {
        let before = snapshot_or_nothing(store, parent)?;
        let changes = store.changes(&before, &after)?;
        gathered.add(changed(store, &changes, &after, terms, author.as_ref())?.in_commit(&name[..12]));
        let outside = store.changes_outside(&before, &after)?;
        gathered.add(outside_of(store, &outside, roster, author.as_ref())?.in_commit(&name[..12]));
        found.push(changes);
    }
    if found.len() > 1 {
        let findings = merges::judge(store, &commit.parents, &found)?;
        gathered.add(Verdict { findings, ..Verdict::default() }.in_commit(&name[..12]));
    }
    Ok(())
}

/// Judges what a commit changes outside the records.
fn outside_of(
    store: &Store,
    changes: &Changes,
    roster: &Roster<'_>,
    author: Option<&Author>,
) -> Result<Verdict, StoreFault> {
    let mut verdict = odd(&changes.odd);
    for change in &changes.files {
        let size = change.after.map_or(Ok(0), |id| store.size(id))?;
        if size > LARGEST {
            let wrong = Message::new(&TOO_LARGE).with("path", &change.path).with("size", size);
            verdict.findings.push(forbidden(&change.path, wrong));
            continue;
        }
        let bytes = change.after.map(|id| store.file(id)).transpose()?;
        verdict.findings.extend(outside::judge(&change.path, bytes.as_deref(), roster.takes_only_records()));
        if let Some(author) = author.filter(|author| !author.keeps_the_company()) {
            verdict.findings.push(outside::not_yours(&change.path, author.id.as_str()));
        }
    }
    Ok(verdict)
}

/// Judges every record of a commit, on two threads; `git_dir` is opened once a thread.
pub fn all(store: &Store, commit: Id, terms: &Terms) -> Result<Verdict, StoreFault> {
    let everything = store.everything(&store.snapshot_of(commit)?)?;
    let mut verdict = odd(&everything.odd);
    let files = &everything.files;
    verdict.append(whole::judge(store, files, Around::Files(files), terms, false)?.verdict);
    Ok(verdict)
}

/// Judges the whole history up to a commit: every commit against its parents.
pub fn history(store: &Store, commit: Id, terms: &Terms) -> Result<Verdict, StoreFault> {
    store.require_whole_history()?;
    range_on(store, &[], None, commit, Ground::first_parent(), terms)
}

fn snapshot_or_nothing(store: &Store, commit: Option<Id>) -> Result<GitSnapshot<'_>, StoreFault> {
    commit.map_or_else(|| Ok(store.nothing()), |commit| store.snapshot_of(commit))
}

/// A change of the store with the bytes the engine looks at.
fn change(store: &Store, change: &crate::store::FileChange) -> Result<FileChange, StoreFault> {
    let is_read = FileChange::is_read(&change.path);
    let bytes = |id: Option<Id>| match id {
        Some(id) if is_read => store.file(id).map(Some),
        Some(_) => Ok(Some(Vec::new())),
        None => Ok(None),
    };
    Ok(FileChange { path: change.path.clone(), before: bytes(change.before)?, after: bytes(change.after)? })
}

fn changed(
    store: &Store,
    changes: &Changes,
    after: &dyn Snapshot,
    terms: &Terms,
    author: Option<&Author>,
) -> Result<Verdict, StoreFault> {
    let mut files = Vec::with_capacity(changes.files.len());
    let mut verdict = odd(&changes.odd);
    for change in &changes.files {
        // A pack of some megabytes can hold a file of some gigabytes: the size is asked before the file is read.
        let size = change.after.map_or(Ok(0), |id| store.size(id))?;
        if size > LARGEST {
            let wrong = Message::new(&TOO_LARGE).with("path", &change.path).with("size", size);
            verdict.findings.push(forbidden(&change.path, wrong));
            continue;
        }
        files.push(self::change(store, change)?);
    }
    verdict.append(judge_by(files, after, terms, author));
    Ok(verdict)
}

/// What has been found so far, over commits and parents, each once.
#[derive(Default)]
struct Gathered {
    verdict: Verdict,
    seen: BTreeSet<(&'static str, String, String, String)>,
}

impl Gathered {
    /// Adds what was not already found in an earlier commit or against another parent.
    fn add(&mut self, mut other: Verdict) {
        other.findings.retain(|placed| {
            let finding = &placed.finding;
            let wrong = finding.wrong.speak(Lang::En);
            self.seen.insert((finding.rule.id, finding.path.clone(), finding.pointer.clone(), wrong))
        });
        self.verdict.append(other);
    }
}

/// Findings for entries that may not be among the records.
pub(super) fn odd(entries: &[Odd]) -> Verdict {
    let findings = entries
        .iter()
        .map(|odd| {
            let text: &'static Text = match odd.oddity {
                Oddity::Symlink => &SYMLINK,
                Oddity::Submodule => &SUBMODULE,
                Oddity::Mode(_) => &MODE,
                Oddity::Name => &NAME,
                Oddity::Root => &ROOT_NAME,
                Oddity::Depth => &DEPTH,
            };
            let mut wrong = Message::new(text).with("path", &odd.path);
            if let Oddity::Mode(mode) = odd.oddity {
                wrong = wrong.with("mode", format!("{mode:o}"));
            }
            forbidden(&odd.path, wrong)
        })
        .collect();
    Verdict { findings, ..Verdict::default() }
}

/// The finding for a commit that strays from the accepted form.
fn malformed_form(commit: Id, oddity: CommitOddity) -> Placed {
    let rule = &malformed_commit::RULE;
    let text: &'static Text = match oddity {
        CommitOddity::Header => &COMMIT_HEADER,
        CommitOddity::ParentTwice => &COMMIT_PARENT,
        CommitOddity::Person => &COMMIT_PERSON,
        CommitOddity::Time => &COMMIT_TIME,
        CommitOddity::Message => &COMMIT_MESSAGE,
    };
    in_commit(commit, rule, Message::new(text))
}

fn forbidden(path: &str, wrong: Message) -> Placed {
    let rule = &forbidden_entry::RULE;
    let fix = Message::new(&rule.explanation.fix);
    let finding =
        Finding { clauses: rule.clauses.into(), rule, path: path.to_owned(), pointer: String::new(), wrong, fix };
    Placed { finding, position: None, commit: None }
}
