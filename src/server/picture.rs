//! A repository at a glance: whether a run of git has changed or even judged anything.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the refs of a repository look like from outside: where each lies, how large it is and when it was written.
/// And when objects last came in: a push that was judged, accepted or not, leaves its trace there.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    refs: Vec<(PathBuf, SystemTime, u64)>,
    objects: Option<SystemTime>,
}

impl Picture {
    /// Looks at a repository.
    pub fn of(repository: &Path) -> Self {
        let mut refs = Vec::new();
        let mut folders = vec![repository.join("refs")];
        let mut add = |path: PathBuf, metadata: &std::fs::Metadata| {
            refs.push((path, metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), metadata.len()));
        };
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                match entry.metadata() {
                    Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                    Ok(metadata) => add(entry.path(), &metadata),
                    Err(_) => {}
                }
            }
        }
        if let Ok(metadata) = std::fs::metadata(repository.join("packed-refs")) {
            add(repository.join("packed-refs"), &metadata);
        }
        refs.sort_unstable();
        let objects = std::fs::metadata(repository.join("objects")).and_then(|metadata| metadata.modified()).ok();
        Self { refs, objects }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_changes_when_a_ref_moves_or_objects_come_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("refs/heads")).unwrap();
        std::fs::create_dir_all(folder.path().join("objects")).unwrap();
        let first = Picture::of(folder.path());
        assert_eq!(Picture::of(folder.path()), first);
        std::fs::write(folder.path().join("refs/heads/main"), "x").unwrap();
        let second = Picture::of(folder.path());
        assert_ne!(second, first);
        std::fs::create_dir(folder.path().join("objects/tmp")).unwrap();
        assert_ne!(Picture::of(folder.path()), second);
    }
}
