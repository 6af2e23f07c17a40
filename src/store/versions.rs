//! Every version of every record, from the graph alone: what the history walk sees, kept whole.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;

use super::graph::Line;
use super::{Id, Store, StoreFault};
use crate::ledger::{Committed, FileName, Version, Versions};
use crate::record::Kind;

impl Store {
    /// All versions of the files under `records/` up to a commit; with `only`, those of these paths.
    pub fn versions(&self, tip: Id, only: Option<&[String]>) -> Result<Versions, StoreFault> {
        self.require_whole_history()?;
        let line = self.line(tip)?;
        let mut of: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        let asked = |kind: &Kind| only.is_none_or(|only| only.iter().any(|path| kind_of(path) == Some(kind.word())));
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(asked).collect();
        self.brought(&line, &kinds, &AtomicUsize::new(0), &mut |path, commit, file| {
            if only.is_none_or(|only| only.iter().any(|wanted| wanted == path))
                && let Ok(file) = file.as_bytes().try_into().map(FileName)
            {
                of.entry(path.to_owned()).or_default().push(Version { commit, file });
            }
        })?;
        of.values_mut().for_each(Vec::shrink_to_fit);
        let landed = landed(&line);
        let commits = landed
            .into_iter()
            .enumerate()
            .map(|(at, landed)| Committed { info: line.info(at), parents: line.parents(at).collect(), landed })
            .collect();
        Ok(Versions { commits, of })
    }
}

/// The folder of a kind that a path under `records/` lies in.
fn kind_of(path: &str) -> Option<&str> {
    path.split('/').nth(1)
}

/// For each commit, the commit of the first parents' line with which it came onto that line.
fn landed(line: &Line) -> Vec<usize> {
    let mut main = Vec::new();
    let mut next = line.len().checked_sub(1);
    while let Some(place) = next {
        main.push(place);
        next = line.parents(place).next();
    }
    let mut landed: Vec<Option<usize>> = vec![None; line.len()];
    for top in main.into_iter().rev() {
        let mut waiting = vec![top];
        while let Some(place) = waiting.pop() {
            if landed[place].is_none() {
                landed[place] = Some(top);
                waiting.extend(line.parents(place));
            }
        }
    }
    landed.into_iter().enumerate().map(|(place, top)| top.unwrap_or(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;

    #[test]
    fn a_side_branch_lands_with_its_merge_and_keeps_its_own_versions() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        let first = trial.commit_all("staff: a");
        trial.git(&["switch", "-q", "-c", "side"]);
        trial.write("records/staff/b1.json", "1\n");
        let side = trial.commit_all("staff: b");
        trial.git(&["switch", "-q", "main"]);
        trial.write("records/staff/a1.json", "2\n");
        let main = trial.commit_all("staff: a again");
        trial.git(&["merge", "-q", "--no-ff", "-m", "merge: side", "side"]);
        let store = trial.store();
        let versions = store.versions(store.resolve("HEAD").unwrap(), None).unwrap();
        let ids = |path: &str| -> Vec<String> {
            versions.of[path].iter().map(|version| versions.commits[version.commit].info.id.clone()).collect()
        };
        assert_eq!(ids("records/staff/a1.json"), [first.to_string(), main.to_string()]);
        assert_eq!(ids("records/staff/b1.json"), [side.to_string()]);
        let of = |id: &str| versions.commits.iter().position(|commit| commit.info.id == id).unwrap();
        let merge = versions.commits.len() - 1;
        assert_eq!(versions.commits[of(&side.to_string())].landed, merge);
        assert_eq!(versions.commits[of(&main.to_string())].landed, of(&main.to_string()));
        let one = ["records/staff/b1.json".to_owned()];
        assert_eq!(store.versions(store.resolve("HEAD").unwrap(), Some(&one)).unwrap().of.len(), 1);
    }
}
