//! What a killed git leaves behind: locks that stop everybody after it, and objects nobody will come for.
//!
//! git writes no owner into a lock. Its owner lives if a process has it open or a git that could write is at work in the
//! repository; on Linux the system tells. Elsewhere only age is left to go by. What lives is never touched.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A lock younger than this may be between two steps of a living owner.
const YOUNG: Duration = Duration::from_secs(1);

/// Where owners cannot be seen, a lock older than this is taken for dead.
const OLD: Duration = Duration::from_mins(10);

/// git programs that only read, however long they run.
const READERS: &[&str] = &[
    "upload-pack",
    "upload-archive",
    "pack-objects",
    "http-backend",
    "cat-file",
    "rev-list",
    "rev-parse",
    "log",
    "show",
    "diff",
    "for-each-ref",
    "fsck",
];

/// git's housekeeping, which it starts by itself behind other commands and which may run for long: it never locks the index.
const HOUSEKEEPERS: &[&str] = &["gc", "maintenance", "repack", "prune", "prune-packed", "pack-refs", "commit-graph"];

/// What became of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Taken away.
    pub removed: Vec<PathBuf>,
    /// Left alone: somebody may still be at work with it.
    pub alive: Vec<PathBuf>,
}

/// Takes away the locks of the dead in a folder of git's own files, waiting up to `patience` for young ones to come of
/// age and for the living to finish. Costs a look into a few folders when there is nothing to do.
pub fn clear_locks(git_dir: &Path, patience: Duration) -> io::Result<Cleared> {
    clear(git_dir, locks(git_dir), YOUNG, patience)
}

/// Takes away whatever else the dead have left: quarantined and half-written objects older than `age`. What comes of age,
/// or whose owner may end, within `patience` is waited for.
pub fn clear_objects(git_dir: &Path, age: Duration, patience: Duration) -> io::Result<Cleared> {
    clear(git_dir, half_written(git_dir), age.max(YOUNG), patience)
}

fn clear(git_dir: &Path, mut found: Vec<PathBuf>, age: Duration, patience: Duration) -> io::Result<Cleared> {
    let mut cleared = Cleared::default();
    let began = Instant::now();
    while !found.is_empty() {
        let owners = Owners::of(git_dir);
        let mut left = Vec::new();
        let mut worth_waiting = false;
        for path in found {
            let Ok(metadata) = std::fs::symlink_metadata(&path) else {
                continue;
            };
            let is = age_of(&path).unwrap_or(OLD);
            if is < age || owners.hold(&path, is) {
                worth_waiting |= age.saturating_sub(is) <= patience;
                left.push(path);
                continue;
            }
            let removed = if metadata.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            match removed {
                Ok(()) => cleared.removed.push(path),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        found = left;
        if began.elapsed() >= patience || !worth_waiting {
            break;
        }
        if !found.is_empty() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    cleared.alive = found;
    Ok(cleared)
}

/// The locks that nobody alive holds, of an age to be called dead: what [`clear_locks`] would take away at once.
pub fn dead_locks(git_dir: &Path) -> Vec<PathBuf> {
    let mut found = locks(git_dir);
    if found.is_empty() {
        return found;
    }
    let owners = Owners::of(git_dir);
    found.retain(|path| age_of(path).is_some_and(|age| age >= YOUNG && !owners.hold(path, age)));
    found
}

/// How long ago something was written. A time of the future comes from a clock that was set back.
fn age_of(path: &Path) -> Option<Duration> {
    let metadata = std::fs::symlink_metadata(path).ok()?;
    Some(metadata.modified().ok().and_then(|time| time.elapsed().ok()).unwrap_or(OLD))
}

/// The locks in git's own folder: beside its files, among refs and their logs, beside the lists of packs and commits.
pub fn locks(git_dir: &Path) -> Vec<PathBuf> {
    let is_lock = |name: &str| Path::new(name).extension() == Some(OsStr::new("lock")) || name == "packed-refs.new";
    let mut found = Vec::new();
    let flat = ["", "objects/info", "objects/info/commit-graphs", "objects/pack", "info"];
    for folder in flat {
        gather(&git_dir.join(folder), false, &is_lock, &mut found);
    }
    for folder in ["refs", "logs", "worktrees"] {
        gather(&git_dir.join(folder), true, &is_lock, &mut found);
    }
    found.sort_unstable();
    found
}

/// Quarantine folders and files of objects that were never finished.
pub fn half_written(git_dir: &Path) -> Vec<PathBuf> {
    let objects = git_dir.join("objects");
    let is_half = |name: &str| {
        name.starts_with("tmp_")
            || name.starts_with(".tmp-")
            || name.starts_with("incoming-")
            || name.contains("_git2_")
    };
    let mut found = Vec::new();
    gather(&objects, false, &is_half, &mut found);
    for entry in std::fs::read_dir(&objects).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name == "pack" || name.len() == 2 {
            gather(&entry.path(), false, &is_half, &mut found);
        }
    }
    found.sort_unstable();
    found
}

fn gather(folder: &Path, deep: bool, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if wanted(&name.to_string_lossy()) {
            found.push(entry.path());
        } else if is_folder && deep {
            gather(&entry.path(), true, wanted, found);
        }
    }
}

/// Who is at work in a repository, as far as the system tells.
struct Owners {
    can_see: bool,
    writes: bool,
    writes_index: bool,
    open: BTreeSet<PathBuf>,
}

impl Owners {
    fn of(git_dir: &Path) -> Self {
        let mut owners = Self { can_see: false, writes: false, writes_index: false, open: BTreeSet::new() };
        let git_dir = std::fs::canonicalize(git_dir).unwrap_or_else(|_| git_dir.to_owned());
        let place = if git_dir.ends_with(".git") { git_dir.parent().unwrap_or(&git_dir) } else { &git_dir };
        let own = std::process::id().to_string();
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if !name.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            // At least this process is seen, or nothing can be.
            owners.can_see |= *name == own;
            if *name == own {
                continue;
            }
            let process = entry.path();
            for file in std::fs::read_dir(process.join("fd")).into_iter().flatten().flatten() {
                let open = std::fs::read_link(file.path()).ok().filter(|path| path.starts_with(&git_dir));
                owners.open.extend(open);
            }
            let here = std::fs::read_link(process.join("cwd")).is_ok_and(|folder| folder.starts_with(place));
            let writes = here && is_writing_git(&process);
            owners.writes |= writes;
            owners.writes_index |= writes && !is_housekeeping(&process);
        }
        owners
    }

    fn hold(&self, path: &Path, age: Duration) -> bool {
        if !self.can_see {
            return age < OLD;
        }
        let real = path.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
        let real = real.and_then(|folder| path.file_name().map(|name| folder.join(name)));
        let writes = if path.file_name() == Some(OsStr::new("index.lock")) { self.writes_index } else { self.writes };
        writes || real.is_some_and(|path| self.open.contains(&path))
    }
}

/// Whether a process is git's own housekeeping: as git starts it, the program's name comes first.
fn is_housekeeping(process: &Path) -> bool {
    let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
    let program = line.split(|byte| *byte == 0).nth(1).unwrap_or_default();
    HOUSEKEEPERS.iter().any(|name| program == name.as_bytes())
}

/// Whether a process is a git that may write.
fn is_writing_git(process: &Path) -> bool {
    let program = std::fs::read_link(process.join("exe")).ok();
    let is_git =
        program.as_deref().and_then(Path::file_name).is_some_and(|name| name.to_string_lossy().starts_with("git"));
    if !is_git {
        return false;
    }
    let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
    let reads = |word: &[u8]| {
        READERS.iter().any(|reader| word == reader.as_bytes() || word.ends_with(format!("git-{reader}").as_bytes()))
    };
    !line.split(|byte| *byte == 0).any(reads)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    const PATIENT: Duration = Duration::from_secs(5);

    /// A repository with every kind of lock and half-written object.
    fn littered() -> (Trial, PathBuf, Vec<PathBuf>, Vec<PathBuf>) {
        let trial = Trial::with(&["--bare"]);
        let dir = trial.root.clone();
        let locks =
            ["HEAD.lock", "config.lock", "packed-refs.lock", "packed-refs.new", "refs/heads/main.lock", "index.lock"];
        let halves = ["objects/pack/tmp_pack_ab12", "objects/tmp_objdir-incoming-ab12", "objects/pack/.tmp-1-pack-2"];
        let make = |names: &[&str]| -> Vec<PathBuf> {
            let mut paths: Vec<_> = names.iter().map(|name| dir.join(name)).collect();
            for path in &paths {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                if path.to_string_lossy().contains("incoming") {
                    std::fs::create_dir_all(path.join("ab")).unwrap();
                } else {
                    std::fs::write(path, "").unwrap();
                }
            }
            paths.sort_unstable();
            paths
        };
        let (locks, halves) = (make(&locks), make(&halves));
        (trial, dir, locks, halves)
    }

    #[test]
    fn what_the_dead_left_is_taken_away_and_git_works_again() {
        let (trial, dir, expected, halves) = littered();
        assert_eq!(locks(&dir), expected);
        std::thread::sleep(YOUNG);
        assert_eq!(dead_locks(&dir), expected);
        let cleared = clear_locks(&dir, PATIENT).unwrap();
        assert_eq!((cleared.removed, cleared.alive), (expected, vec![]));
        assert_eq!(half_written(&dir), halves);
        assert_eq!(
            clear_objects(&dir, Duration::from_hours(1), PATIENT).unwrap().alive,
            halves,
            "younger than an hour"
        );
        assert_eq!(clear_objects(&dir, Duration::ZERO, PATIENT).unwrap().removed, halves);
        trial.git(&["pack-refs", "--all"]);
        trial.git(&["fsck", "--strict"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_somebody_holds_open_or_works_with_is_left_alone() {
        let (trial, dir, ..) = littered();
        let path = dir.join("HEAD.lock");
        let mut holder =
            std::process::Command::new("sleep").arg("60").stdin(std::fs::File::open(&path).unwrap()).spawn().unwrap();
        let cleared = clear_locks(&dir, Duration::from_secs(2)).unwrap();
        assert_eq!(cleared.alive, [path]);
        holder.kill().unwrap();
        holder.wait().unwrap();
        std::fs::write(dir.join("config.lock"), "").unwrap();
        // A git that may write waits for its input inside the repository.
        let mut writer = std::process::Command::new("git")
            .args(["update-ref", "--stdin"])
            .current_dir(&trial.root)
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(1100));
        assert_eq!(clear_locks(&dir, Duration::ZERO).unwrap().removed, Vec::<PathBuf>::new());
        assert_eq!(dead_locks(&dir), Vec::<PathBuf>::new());
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert_eq!(clear_locks(&dir, PATIENT).unwrap().alive, Vec::<PathBuf>::new());
    }
}
