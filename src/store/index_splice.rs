//! git's index with a few entries put in or taken out, everything else copied as it stands.
//!
//! libgit2 reads an index into a structure of every entry and hashes it on the way in and out; that is most of the
//! cost of writing one record into a large repository. Here the file is walked once and its unchanged stretches are
//! copied. Only the formats 2 and 3 are written (the latter is what a sparse working tree has: entries with further flags);
//! for anything else the caller asks libgit2. The checksum is left out as git's own `index.skipHash` leaves it out (zeros).

use std::collections::BTreeMap;

use git2::Oid;

/// What an entry says of a file, besides its path: times, place, owner and size as git compares them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stat {
    /// ctime and mtime (seconds and nanoseconds each), device, inode, mode, user, group, size: git's ten numbers.
    pub(super) numbers: [u32; 10],
    /// The object.
    pub(super) id: Oid,
}

/// The length of an entry before its name, unless it has further flags.
const FIXED: usize = 62;
/// The flag of an entry that has two bytes of further flags before its name.
const EXTENDED: u16 = 0x4000;
/// The flags that tell the stage of an unfinished merge.
const STAGE: u16 = 0x3000;

/// The index with these entries in place of what it says of their paths; nothing if it is not of the plain form.
pub(super) fn spliced(bytes: &[u8], changes: &BTreeMap<String, Option<Stat>>) -> Option<Vec<u8>> {
    let body = bytes.get(..bytes.len().checked_sub(20)?)?;
    if !matches!(body.get(..8)?, b"DIRC\0\0\0\x02" | b"DIRC\0\0\0\x03") {
        return None;
    }
    let count = u32_at(body, 8)?;
    let mut out = Vec::with_capacity(bytes.len() + changes.len() * 160);
    out.extend_from_slice(&body[..12]);
    let (mut at, mut copied, mut left) = (12, 12, count);
    let mut coming = changes.iter().peekable();
    for _ in 0..count {
        let len = entry_len(body, at)?;
        let name = name_at(body, at)?;
        while let Some((path, stat)) = coming.next_if(|(path, _)| path.as_bytes() < name) {
            out.extend_from_slice(&body[copied..at]);
            copied = at;
            left += append(&mut out, path, *stat);
        }
        if let Some((path, stat)) = coming.next_if(|(path, _)| path.as_bytes() == name) {
            out.extend_from_slice(&body[copied..at]);
            copied = at + len;
            left = left.checked_sub(1)? + append(&mut out, path, *stat);
        }
        at += len;
    }
    out.extend_from_slice(body.get(copied..at)?);
    for (path, stat) in coming {
        left += append(&mut out, path, *stat);
    }
    out[8..12].copy_from_slice(&left.to_be_bytes());
    while at < body.len() {
        let (name, len) = (body.get(at..at + 4)?, u32_at(body, at + 4)? as usize);
        let content = body.get(at + 8..at.checked_add(8)?.checked_add(len)?)?;
        if name == b"TREE" {
            let mut tree = Vec::with_capacity(content.len());
            copy_known(&mut (content, &mut tree), changes, "", true)?;
            out.extend_from_slice(b"TREE");
            out.extend_from_slice(&u32::try_from(tree.len()).ok()?.to_be_bytes());
            out.extend_from_slice(&tree);
        } else if !name[0].is_ascii_uppercase() {
            // What git must understand to read the index, and this does not.
            return None;
        }
        at += 8 + len;
    }
    out.extend_from_slice(&[0; 20]);
    Some(out)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn flags_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at + 60..at + 62)?.try_into().ok()?))
}

/// How many bytes an entry has before its name.
fn fixed(flags: u16) -> usize {
    if flags & EXTENDED == 0 { FIXED } else { FIXED + 2 }
}

fn name_at(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let flags = flags_at(bytes, at)?;
    // Another stage than 0 is an unfinished merge; a length of all ones is a name too long for the field.
    let (begin, len) = (at + fixed(flags), usize::from(flags & 0xfff));
    (flags & STAGE == 0 && len < 0xfff).then(|| bytes.get(begin..begin + len)).flatten()
}

fn entry_len(bytes: &[u8], at: usize) -> Option<usize> {
    Some((fixed(flags_at(bytes, at)?) + name_at(bytes, at)?.len()) / 8 * 8 + 8)
}

/// Appends an entry and gives how many that is.
fn append(out: &mut Vec<u8>, path: &str, stat: Option<Stat>) -> u32 {
    let Some(stat) = stat else {
        return 0;
    };
    for number in stat.numbers {
        out.extend_from_slice(&number.to_be_bytes());
    }
    out.extend_from_slice(stat.id.as_bytes());
    let len = u16::try_from(path.len()).unwrap_or(u16::MAX).min(0xfff);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(path.as_bytes());
    let padded = (FIXED + path.len()) / 8 * 8 + 8;
    out.resize(out.len() + padded - FIXED - path.len(), 0);
    1
}

/// Copies what the index knows of a folder and those below; of a folder that a change lies in, git shall look anew.
fn copy_known(
    from_to: &mut (&[u8], &mut Vec<u8>),
    changes: &BTreeMap<String, Option<Stat>>,
    parent: &str,
    is_top: bool,
) -> Option<()> {
    let (bytes, out) = from_to;
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let name = &bytes[..end];
    let line = end + 1 + bytes[end + 1..].iter().position(|byte| *byte == b'\n')?;
    let numbers = std::str::from_utf8(&bytes[end + 1..line]).ok()?;
    let (known, below) = numbers.split_once(' ')?;
    let below: usize = below.parse().ok()?;
    let is_known = !known.starts_with('-');
    let next = line + 1 + if is_known { 20 } else { 0 };
    let path = if is_top { String::new() } else { format!("{parent}{}/", std::str::from_utf8(name).ok()?) };
    let touched = changes.range(path.clone()..).next().is_some_and(|(changed, _)| changed.starts_with(&path));
    if touched && is_known {
        out.extend_from_slice(name);
        out.extend_from_slice(format!("\0-1 {below}\n").as_bytes());
    } else {
        out.extend_from_slice(bytes.get(..next)?);
    }
    *bytes = bytes.get(next..)?;
    for _ in 0..below {
        copy_known(from_to, changes, &path, false)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, draft};
    use super::*;

    #[test]
    fn git_reads_a_spliced_index_as_its_own() {
        let trial = Trial::new();
        for n in 0..60 {
            trial.write(&format!("records/ticket/WX/000/{:02}/WX-{n:07}.json", n % 20), "1\n");
        }
        trial.write("README.md", "x\n");
        let first = trial.commit_all("ticket: x");
        let store = trial.store();
        let file = |n: u32| format!("records/ticket/WX/000/{:02}/WX-{n:07}.json", n % 20);
        let (changed, gone, new) = (file(7), file(9), file(99));
        let folder = [file(5), file(25), file(45)];
        let mut files = vec![(changed.as_str(), "2\n"), (gone.as_str(), ""), (new.as_str(), "9\n"), ("AAA", "a\n")];
        files.extend(folder.iter().map(|path| (path.as_str(), "")));
        files.push(("zzz/zzz", "z\n"));
        let second = store.commit(&draft(&files), Some(first)).unwrap();
        // Read before any git that may write it anew.
        let spliced = std::fs::read(trial.root.join(".git/index")).unwrap();
        assert_eq!(trial.git(&["diff-files"]), "", "git sees the files as unchanged without reading them");
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        let listed = trial.git(&["ls-files", "--stage"]);
        assert!(spliced.ends_with(&[0; 20]), "this index was not spliced");
        assert!(spliced.windows(4).any(|name| name == b"TREE"));
        assert_eq!(trial.git(&["write-tree"]), trial.git(&["rev-parse", "HEAD^{tree}"]));
        std::fs::remove_file(trial.root.join(".git/index")).unwrap();
        trial.git(&["reset", "-q"]);
        assert_eq!(trial.git(&["ls-files", "--stage"]), listed);
        // Spliced again on top of git's own, and git commits on top of that.
        store.commit(&draft(&[(&changed, "3\n")]), Some(second)).unwrap();
        trial.write(&gone, "back\n");
        trial.commit_all("ticket: back");
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        trial.git(&["fsck", "--strict"]);
    }

    #[test]
    fn the_index_of_a_sparse_working_tree_is_spliced_and_what_is_not_laid_out_stays_so() {
        let trial = Trial::new();
        for n in 0..40 {
            trial.write(&format!("records/site/{:03}/S{n:05}.json", n / 10), "1\n");
        }
        let first = trial.commit_all("site: x");
        trial.git(&["sparse-checkout", "set", "--no-cone", "/records/site/001/"]);
        let away = trial.git(&["ls-files", "-t"]).lines().filter(|line| line.starts_with("S ")).count();
        assert_eq!(away, 30);
        let files = [("records/site/001/S00012.json", "2\n"), ("records/site/001/S00019a.json", "1\n")];
        trial.store().commit(&draft(&files), Some(first)).unwrap();
        let spliced = std::fs::read(trial.root.join(".git/index")).unwrap();
        assert_eq!(spliced.get(..8), Some(b"DIRC\0\0\0\x03".as_slice()));
        assert!(spliced.ends_with(&[0; 20]), "this index was not spliced");
        assert_eq!(trial.git(&["diff-files"]), "", "git sees the files as unchanged without reading them");
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        let still_away = trial.git(&["ls-files", "-t"]).lines().filter(|line| line.starts_with("S ")).count();
        assert_eq!(still_away, away);
        assert_eq!(trial.git(&["write-tree"]), trial.git(&["rev-parse", "HEAD^{tree}"]));
        trial.git(&["fsck", "--strict"]);
    }

    #[test]
    fn an_index_of_another_form_is_left_to_libgit2() {
        for version in ["3", "4"] {
            let trial = Trial::new();
            trial.git(&["config", "index.version", version]);
            trial.write("records/staff/a1.json", "1\n");
            trial.git(&["add", "-N", "records/staff/a1.json"]);
            trial.git(&["rm", "-q", "--cached", "records/staff/a1.json"]);
            trial.write("records/staff/b1.json", "1\n");
            let first = trial.commit_all("staff: x");
            trial.store().commit(&draft(&[("records/staff/c1.json", "1\n")]), Some(first)).unwrap();
            assert_eq!(trial.git(&["status", "--porcelain"]), "");
        }
    }

    #[test]
    fn an_index_cut_short_is_never_spliced() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        trial.commit_all("staff: x");
        let whole = std::fs::read(trial.root.join(".git/index")).unwrap();
        let changes = BTreeMap::from([("a".to_owned(), None)]);
        assert!(spliced(&whole, &changes).is_some());
        for len in 0..whole.len() - 1 {
            // Some shorter files end between two extensions; none may be read beyond its end.
            let _ = spliced(&whole[..len], &changes);
        }
        assert!(spliced(&whole[..60], &changes).is_none());
    }
}
