//! Merges bring together and change nothing: what one side changed stands as that side wrote it.
//!
//! A record that equals none of the parents was invented in the merge, where no diff of a branch shows it; one that
//! a parent changed and the merge has otherwise was dropped. Where both sides changed one record there is nothing to
//! merge: the later one is written again on top of the other (`git pull --rebase`), under its author's name.

use std::collections::BTreeMap;

use crate::regulation::commit::{dropped_in_merge, invented_in_merge};
use crate::regulation::finding::Finding;
use crate::regulation::rule::Rule;
use crate::store::{Changes, FileChange, Id, Store, StoreFault};
use crate::text::Message;
use crate::texts;

use super::verdict::Placed;

texts! {
    INVENTED: "合并结果里的这份记录与任何一边都不同", "in the merge this record is as on neither side";
    DROPPED: "合并丢了一边对这份记录的改动", "the merge drops what one side changed in this record";
}

/// What a merge of `parents` invents or drops; `changes` lists, for each parent, what the merge has differently.
pub(super) fn judge(store: &Store, parents: &[Id], changes: &[Changes]) -> Result<Vec<Placed>, StoreFault> {
    let mut found = Vec::new();
    let differing: Vec<BTreeMap<&str, &FileChange>> =
        changes.iter().map(|one| one.files.iter().map(|file| (file.path.as_str(), file)).collect()).collect();
    let paths: std::collections::BTreeSet<&str> = differing.iter().flat_map(|one| one.keys().copied()).collect();
    for path in paths {
        let Some(same) = differing.iter().position(|one| !one.contains_key(path)) else {
            found.push(finding(&invented_in_merge::RULE, path, Message::new(&INVENTED)));
            continue;
        };
        for (other, _) in differing.iter().enumerate().filter(|(_, one)| one.contains_key(path)) {
            let was = differing[other][path].before;
            // The other side is passed over only where it had not changed the record since both parted.
            let mut unchanged = false;
            for base in store.merge_bases(parents[same], parents[other])? {
                unchanged |= store.file_at(base, path)? == was;
            }
            if !unchanged {
                found.push(finding(&dropped_in_merge::RULE, path, Message::new(&DROPPED)));
                break;
            }
        }
    }
    Ok(found)
}

fn finding(rule: &'static Rule, path: &str, wrong: Message) -> Placed {
    let fix = Message::new(&rule.explanation.fix);
    let finding =
        Finding { clauses: rule.clauses.into(), rule, path: path.to_owned(), pointer: String::new(), wrong, fix };
    Placed { finding, position: None, commit: None }
}
