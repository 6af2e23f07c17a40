//! Files beside git's own that may be deleted at any time: what was worked out once and is kept for the next run.
//!
//! A file is replaced as a whole or not at all, so that whoever reads sees the old one or the new one, and a run that dies
//! leaves what was. Nothing here is to be trusted by its name: whoever keeps something adds a [`checksum`] and compares it.
//! What cannot be written is no error; the next run works it out again.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use sha1::{Digest, Sha1};

use super::Store;

/// The folder within the one that all worktrees share.
const FOLDER: &str = "weibao-verdicts";

/// How the names of files begin that are being written.
const WRITING: &str = "writing-";

/// After which time a file that is being written was left behind by a run that died.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// The folder of kept files of a repository.
#[derive(Debug, Clone)]
pub struct Kept(PathBuf);

impl Store {
    /// What is kept beside this repository.
    pub fn kept(&self) -> Kept {
        Kept(self.common_dir().join(FOLDER))
    }
}

impl Kept {
    /// A whole file, if it is there.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(name)).ok()
    }

    /// A file to read parts of, if it is there.
    pub fn open(&self, name: &str) -> Option<Part> {
        File::open(self.0.join(name)).ok().map(Part)
    }

    /// Puts a file in place of the one of that name; says whether that was possible.
    pub fn write(&self, name: &str, bytes: &[u8]) -> bool {
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.0)?;
            let mut file = tempfile::Builder::new().prefix(WRITING).tempfile_in(&self.0)?;
            file.write_all(bytes)?;
            file.persist(self.0.join(name)).map(drop).map_err(|failed| failed.error)
        };
        write().is_ok()
    }

    /// Deletes the files whose names begin so, but for some, and what dead runs left.
    pub fn clear(&self, prefix: &str, but: &[&str]) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let left = || {
                let written = entry.metadata().and_then(|data| data.modified()).ok();
                written.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > LEFT_BEHIND)
            };
            let goes = if name.starts_with(WRITING) { left() } else { name.starts_with(prefix) };
            if goes && !but.contains(&name.as_str()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// A file of which parts are read.
#[derive(Debug)]
pub struct Part(File);

impl Part {
    /// So many bytes from a place on; nothing if they are not all there.
    pub fn read(&self, start: u64, len: usize) -> Option<Vec<u8>> {
        let mut file = &self.0;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = Vec::new();
        file.take(u64::try_from(len).ok()?).read_to_end(&mut bytes).ok()?;
        (bytes.len() == len).then_some(bytes)
    }
}

/// A number made of bytes by which a change of them is noticed: the first eight bytes of their SHA-1.
pub fn checksum(bytes: &[u8]) -> u64 {
    let hash = Sha1::digest(bytes);
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn a_file_is_kept_read_in_parts_and_cleared() {
        let trial = Trial::new();
        let kept = trial.store().kept();
        assert!(kept.read("head").is_none() && kept.open("head").is_none());
        assert!(kept.write("head", b"0123456789") && kept.write("head-a", b"a") && kept.write("past", b"p"));
        let part = kept.open("head").unwrap();
        assert_eq!(part.read(3, 4).as_deref(), Some(&b"3456"[..]));
        assert_eq!(part.read(8, 4), None);
        kept.clear("head", &["head"]);
        assert!(kept.read("head").is_some() && kept.read("head-a").is_none() && kept.read("past").is_some());
    }

    #[test]
    fn what_cannot_be_written_is_no_error() {
        let trial = Trial::new();
        let kept = trial.store().kept();
        fs::write(&kept.0, "a file where the folder should be").unwrap();
        assert!(!kept.write("head", b"0"));
        kept.clear("head", &[]);
        assert!(kept.read("head").is_none());
    }
}
