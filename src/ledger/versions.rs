//! Every version of every record and the commits that brought them: the evidence on when each thing was written down.
//!
//! A commit *brings* what it has and no parent of it has. So a merge brings nothing that either side had, however often
//! branches are merged into each other; a record that two branches brought alike came with the earlier one.

use std::collections::BTreeMap;
use std::fmt;

use super::{CommitInfo, steady};
use crate::record::instant::Instant;

/// A commit in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// What is known of it.
    pub info: CommitInfo,
    /// The places of its parents, all before its own.
    pub parents: Vec<usize>,
    /// The place of the commit of the first parents' line with which it came onto that line; its own if it lies there.
    pub landed: usize,
}

/// The name of a file's bytes as git has it, written as 40 hexadecimal digits; kept as 20 bytes, since a decade has
/// millions of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileName(pub [u8; 20]);

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The place of the commit that brought it.
    pub commit: usize,
    /// The name of its bytes.
    pub file: FileName,
}

/// The versions of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// The commits, every one after its parents.
    pub commits: Vec<Committed>,
    /// By path: its versions, in the order of the commits.
    pub of: BTreeMap<String, Vec<Version>>,
}

/// A commit that says it was made before its parent: one of the two clocks was wrong, and history does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skew {
    /// The commit.
    pub commit: usize,
    /// The parent.
    pub parent: usize,
    /// By how many seconds.
    pub seconds: i64,
}

impl Versions {
    /// When each commit came onto the line, by the commits' own clocks put right ([`steady()`]).
    pub fn landed_at(&self) -> Vec<Instant> {
        let main: Vec<usize> = (0..self.commits.len()).filter(|place| self.commits[*place].landed == *place).collect();
        let times: Vec<Instant> = main.iter().map(|place| self.commits[*place].info.committed_at).collect();
        let by_place: BTreeMap<usize, Instant> = main.into_iter().zip(steady(&times)).collect();
        let own = |commit: &Committed| commit.info.committed_at;
        self.commits.iter().map(|commit| by_place.get(&commit.landed).copied().unwrap_or(own(commit))).collect()
    }

    /// Commits whose time lies before a parent's by more than a tolerance, in the order of the commits.
    pub fn skews(&self, tolerance_seconds: i64) -> Vec<Skew> {
        let mut skews = Vec::new();
        for (place, commit) in self.commits.iter().enumerate() {
            for parent in &commit.parents {
                let seconds = self.commits[*parent].info.committed_at.seconds_since(commit.info.committed_at);
                if seconds > tolerance_seconds {
                    skews.push(Skew { commit: place, parent: *parent, seconds });
                }
            }
        }
        skews
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(place: usize, at: i64, parents: &[usize], landed: usize) -> Committed {
        let at = Instant::from_unix(at).unwrap();
        let info =
            CommitInfo { id: format!("{place:040}"), authored_at: at, committed_at: at, author_email: String::new() };
        Committed { info, parents: parents.to_vec(), landed }
    }

    #[test]
    fn a_commit_before_its_parent_is_told_with_both() {
        let commits = vec![commit(0, 1000, &[], 0), commit(1, 400, &[0], 1), commit(2, 900, &[1], 2)];
        let versions = Versions { commits, of: BTreeMap::new() };
        assert_eq!(versions.skews(300), [Skew { commit: 1, parent: 0, seconds: 600 }]);
        assert_eq!(versions.skews(600), []);
    }

    #[test]
    fn what_a_merge_brought_landed_with_the_merge() {
        let commits =
            vec![commit(0, 10, &[], 0), commit(1, 20, &[0], 3), commit(2, 30, &[0], 2), commit(3, 40, &[2, 1], 3)];
        let landed: Vec<_> =
            Versions { commits, of: BTreeMap::new() }.landed_at().into_iter().map(Instant::unix).collect();
        assert_eq!(landed, [10, 40, 30, 40]);
    }
}
