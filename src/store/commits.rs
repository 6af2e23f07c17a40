//! Commits and their order: every one after its parents, whatever their dates say.

use git2::{Oid, Sort};

use super::receipts::OWN;
use super::tree::FILE;
use super::{Id, Store, StoreFault, verify};
use crate::ledger::CommitInfo;
use crate::record::instant::Instant;

/// A commit without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitHeader {
    /// Its id.
    pub id: Id,
    /// Its parents, in the order of the merge.
    pub parents: Vec<Id>,
    /// What reports say of it.
    pub info: CommitInfo,
    /// The first line of its message.
    pub subject: String,
    pub(super) tree: Oid,
}

impl CommitHeader {
    /// The tree it holds: what stands in the repository with it.
    pub const fn tree(&self) -> Id {
        Id(self.tree)
    }
}

impl Store {
    /// One commit.
    pub fn commit_header(&self, id: Id) -> Result<CommitHeader, StoreFault> {
        let commit = self.found(id)?;
        let instant = |time: git2::Time| {
            Instant::from_unix(time.seconds()).ok_or_else(|| StoreFault::damaged(id.0, "its time is out of range"))
        };
        let author = commit.author();
        Ok(CommitHeader {
            id,
            parents: commit.parent_ids().map(Id).collect(),
            info: CommitInfo {
                id: id.to_string(),
                authored_at: instant(author.when())?,
                committed_at: instant(commit.time())?,
                author_email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
            },
            subject: String::from_utf8_lossy(commit.summary_bytes().unwrap_or_default()).into_owned(),
            tree: commit.tree_id(),
        })
    }

    /// The commits that `tip` has and none of `without` has, every one after its parents.
    pub fn commits(&self, without: &[Id], tip: Id) -> Result<Vec<CommitHeader>, StoreFault> {
        let mut walk = self.repo.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
        walk.push(tip.0)?;
        for id in without {
            walk.hide(id.0)?;
        }
        let mut commits = Vec::new();
        for id in walk {
            commits.push(self.commit_header(Id(id?))?);
            self.limits.require_commits(commits.len())?;
        }
        Ok(commits)
    }

    /// Reads `a..b`, or `b` for all that b has.
    pub fn range(&self, text: &str) -> Result<(Option<Id>, Id), StoreFault> {
        match text.split_once("..") {
            Some((from, to)) => {
                let end = |rev: &str| self.resolve(if rev.is_empty() { "HEAD" } else { rev });
                Ok((Some(end(from)?), end(to.trim_start_matches('.'))?))
            }
            None => Ok((None, self.resolve(text)?)),
        }
    }

    /// The best common ancestor of two commits, if they have one.
    pub fn merge_base(&self, one: Id, two: Id) -> Result<Option<Id>, StoreFault> {
        match self.repo.merge_base(one.0, two.0) {
            Ok(id) => Ok(Some(Id(id))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All best common ancestors of two commits: several where branches were merged both ways.
    pub fn merge_bases(&self, one: Id, two: Id) -> Result<Vec<Id>, StoreFault> {
        match self.repo.merge_bases(one.0, two.0) {
            Ok(ids) => Ok(ids.iter().copied().map(Id).collect()),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The object of the plain file at a path of a commit, if there is one.
    pub fn file_at(&self, commit: Id, path: &str) -> Result<Option<Id>, StoreFault> {
        let found = self.snapshot_of(commit)?.entry(path)?;
        Ok(found.filter(|(mode, _)| *mode == FILE).map(|(_, id)| Id(id)))
    }

    /// The tips of all branches and tags; not of the refs of the server's own, whose history is another.
    pub fn tips(&self) -> Result<Vec<Id>, StoreFault> {
        let mut tips = Vec::new();
        for reference in self.repo.references()? {
            let reference = reference?;
            if reference.name_bytes().starts_with(OWN.as_bytes()) {
                continue;
            }
            if let Ok(commit) = reference.peel_to_commit() {
                tips.push(Id(commit.id()));
            }
        }
        Ok(tips)
    }

    /// The message of a commit.
    pub fn message(&self, id: Id) -> Result<String, StoreFault> {
        let commit = self.repo.find_commit(id.0)?;
        Ok(String::from_utf8_lossy(commit.message_bytes()).into_owned())
    }

    pub(super) fn tree_of(&self, commit: Id) -> Result<Oid, StoreFault> {
        Ok(self.found(commit)?.tree_id())
    }

    fn found(&self, id: Id) -> Result<git2::Commit<'_>, StoreFault> {
        if verify::is_here() {
            // libgit2 reads it without hashing it.
            self.whole(id.0, git2::ObjectType::Commit)?;
        }
        self.repo.find_commit(id.0).map_err(|error| StoreFault::damaged(id.0, error.message()))
    }
}
