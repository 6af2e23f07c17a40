//! Writers are let in one by one, in the order they came, so that nobody starves.
//!
//! git alone would let them race: its compare-and-swap keeps them apart, but who is slower loses again and again. Here
//! each push draws a ticket (a file it keeps locked while it waits) and the oldest living ticket goes next. A push that
//! changed nothing because it came behind keeps its place for some seconds: it fetches, comes again and goes first. So
//! with W writers each gets through after at most W turns, of two pushes each.
//!
//! All of it rests on `flock`, which the system takes back when a process dies, however it dies: nothing here is ever left
//! held by the dead. It only orders writers; that no number is given twice is the work of git's own compare-and-swap.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// The queue of one server.
#[derive(Debug, Clone)]
pub struct Queue {
    folder: PathBuf,
    lease: Duration,
}

/// The right to write, until it is dropped or its process ends.
#[derive(Debug)]
pub struct Turn {
    queue: Queue,
    who: String,
    on_lease: bool,
    // Held, not read: the system lets the next one in when it is closed.
    _held: File,
}

/// A drawn ticket; its file is locked as long as its process lives.
struct Ticket {
    path: PathBuf,
    // Held, not read.
    _held: File,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Queue {
    /// The queue of a repository; `lease` is how long a place is kept.
    pub fn of(repository: &Path, lease: Duration) -> Self {
        Self { folder: repository.join("weibao").join("queue"), lease }
    }

    /// Waits for a turn, in order; none if it did not come within `limit`, or if `has_left` says that nobody waits any more:
    /// the place of a client that is gone would only hold up those behind it.
    pub fn wait(&self, who: &str, limit: Duration, has_left: &dyn Fn() -> bool) -> io::Result<Option<Turn>> {
        std::fs::create_dir_all(&self.folder)?;
        let began = Instant::now();
        let ticket = self.draw()?;
        loop {
            if has_left() {
                return Ok(None);
            }
            let ahead = match self.step(who, &ticket)? {
                Ok(turn) => return Ok(Some(turn)),
                Err(ahead) => ahead,
            };
            if began.elapsed() >= limit {
                return Ok(None);
            }
            let pause = 10 + 10 * u64::try_from(ahead).unwrap_or(u64::MAX).min(9);
            std::thread::sleep(Duration::from_millis(pause));
        }
    }

    /// Whether somebody waits for a turn.
    pub fn has_waiting(&self) -> io::Result<bool> {
        let _door = self.door()?;
        Ok(self.oldest_living(None)?.is_some())
    }

    /// Everything here is looked at and changed behind this door, one process at a time, for an instant.
    fn door(&self) -> io::Result<File> {
        let door = File::options().create(true).write(true).truncate(false).open(self.folder.join("door"))?;
        door.lock()?;
        Ok(door)
    }

    fn draw(&self) -> io::Result<Ticket> {
        let _door = self.door()?;
        let number = self.tickets()?.last().map_or(1, |(number, _)| number + 1);
        let path = self.folder.join(format!("ticket-{number:020}"));
        let held = File::create_new(&path)?;
        held.lock()?;
        Ok(Ticket { path, _held: held })
    }

    /// Tries to take the turn; else how many are ahead.
    fn step(&self, who: &str, ticket: &Ticket) -> io::Result<Result<Turn, usize>> {
        let _door = self.door()?;
        let ahead = self.tickets()?.iter().position(|(_, path)| *path == ticket.path).unwrap_or(0);
        let turn = File::options().create(true).write(true).truncate(false).open(self.folder.join("turn"))?;
        match turn.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Err(ahead.max(1))),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let kept = self.kept_for()?;
        let on_lease = kept.as_deref() == Some(who);
        let is_next = kept.is_none() && self.oldest_living(Some(&ticket.path))?.is_none_or(|next| next == ticket.path);
        if !on_lease && !is_next {
            return Ok(Err(ahead.max(1)));
        }
        self.forget_lease()?;
        Ok(Ok(Turn { queue: self.clone(), who: who.to_owned(), on_lease, _held: turn }))
    }

    fn tickets(&self) -> io::Result<Vec<(u64, PathBuf)>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("ticket-")).and_then(|text| text.parse().ok());
            found.extend(number.map(|number: u64| (number, entry.path())));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The oldest ticket whose process lives; those of the dead are taken away. `own` is known to live.
    fn oldest_living(&self, own: Option<&Path>) -> io::Result<Option<PathBuf>> {
        for (_, path) in self.tickets()? {
            if own == Some(path.as_path()) {
                return Ok(Some(path));
            }
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            match file.try_lock() {
                Ok(()) => std::fs::remove_file(&path)?,
                Err(TryLockError::WouldBlock) => return Ok(Some(path)),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whom the place is kept for, as long as it is.
    fn kept_for(&self) -> io::Result<Option<String>> {
        let mut file = match File::open(self.folder.join("lease")) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // A clock that was set back makes a lease of the future: it is over.
        let age = file.metadata()?.modified()?.elapsed().unwrap_or(Duration::MAX);
        if age >= self.lease {
            return Ok(None);
        }
        let mut who = String::new();
        file.read_to_string(&mut who)?;
        Ok(who.strip_suffix('\n').map(str::to_owned))
    }

    fn forget_lease(&self) -> io::Result<()> {
        match std::fs::remove_file(self.folder.join("lease")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Turn {
    /// Keeps the place for the same writer, who came behind and will be back; once, not over and over.
    pub fn keep_place(self) -> io::Result<()> {
        if self.on_lease {
            return Ok(());
        }
        let _door = self.queue.door()?;
        let mut file = File::create(self.queue.folder.join("lease"))?;
        writeln!(file, "{}", self.who)
    }
}

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

    const SOON: Duration = Duration::from_secs(5);
    const NOW: Duration = Duration::ZERO;
    const STAYS: fn() -> bool = || false;

    fn queue(folder: &tempfile::TempDir) -> Queue {
        Queue::of(folder.path(), Duration::from_millis(300))
    }

    #[test]
    fn one_writes_and_the_others_wait_in_the_order_they_came() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        let turn = queue.wait("a", NOW, &STAYS).unwrap().unwrap();
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_none(), "a has the turn");
        let order = std::sync::Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for who in ["b", "c", "d"] {
                let (queue, order) = (&queue, &order);
                scope.spawn(move || {
                    let _turn = queue.wait(who, SOON, &STAYS).unwrap().unwrap();
                    order.lock().unwrap().push(who);
                });
                while !queue.tickets().unwrap().iter().any(|(number, _)| *number == u64::from(who.as_bytes()[0] - b'a'))
                {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            assert!(queue.has_waiting().unwrap());
            drop(turn);
        });
        assert_eq!(*order.lock().unwrap(), ["b", "c", "d"]);
        assert!(!queue.has_waiting().unwrap());
    }

    #[test]
    fn who_came_behind_goes_first_when_back_but_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        queue.wait("a", NOW, &STAYS).unwrap().unwrap().keep_place().unwrap();
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_none(), "the place is kept for a");
        let turn = queue.wait("a", NOW, &STAYS).unwrap().unwrap();
        turn.keep_place().unwrap();
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_some(), "a had its second try");
    }

    #[test]
    fn a_place_is_not_kept_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        queue.wait("a", NOW, &STAYS).unwrap().unwrap().keep_place().unwrap();
        assert!(queue.wait("b", SOON, &STAYS).unwrap().is_some());
    }

    #[test]
    fn the_ticket_of_a_dead_process_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        std::fs::create_dir_all(&queue.folder).unwrap();
        // Nobody holds a lock on it: its process has ended without a word.
        std::fs::write(queue.folder.join("ticket-00000000000000000001"), "").unwrap();
        std::fs::write(queue.folder.join("lease"), "half a nam").unwrap();
        assert!(queue.wait("a", SOON, &STAYS).unwrap().is_some());
        assert_eq!(queue.tickets().unwrap(), []);
    }

    #[test]
    fn who_has_left_gives_the_place_up() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        let turn = queue.wait("a", NOW, &STAYS).unwrap().unwrap();
        assert!(queue.wait("b", SOON, &|| true).unwrap().is_none());
        assert!(!queue.has_waiting().unwrap());
        drop(turn);
        assert!(queue.wait("c", NOW, &STAYS).unwrap().is_some());
    }

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
