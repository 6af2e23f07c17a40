//! Writers are let in one by one, in the order they came, so that nobody starves.
//!
//! git alone would let them race: its compare-and-swap keeps them apart, but who is slower loses again and again. Here
//! each push draws a ticket (a file it keeps locked while it waits) and the oldest living ticket goes next. A push that
//! changed nothing because it came behind keeps its place: it fetches, comes again and goes first. Whoever was cut off while
//! waiting comes back to the ticket they had, so that a bad line or a killed process costs nobody their place. So with W writers each
//! gets through after at most W turns, of two pushes each. A place is kept for a short while at first, since whoever was
//! refused or had nothing to push does not come back; who fetches within it means to, and has the whole time.
//!
//! All of it rests on `flock`, which the system takes back when a process dies, however it dies: nothing here is ever left
//! held by the dead. Whose git goes on without them is another matter: the turn notes it, and [`super::orphan`] ends it.
//! It only orders writers; that no number is given twice is the work of git's own compare-and-swap.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::orphan::Group;

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
    on_lease: Option<Stage>,
    // The system lets the next one in when it is closed; until then it names the git that is run.
    held: File,
}

/// How far somebody has come for whom a place is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Came behind, or looked at the refs over the web: nothing tells yet whether they come back.
    Looked,
    /// Fetches what they lack.
    Fetched,
    /// Looked again after fetching: the push follows at once.
    LookedAgain,
}

impl Stage {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Looked, "looked"), (Self::Fetched, "fetched"), (Self::LookedAgain, "looked-again")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(stage, _)| *stage == self).map_or("", |(_, word)| word)
    }

    /// How long the place is kept, of the whole time.
    fn of(self, whole: Duration) -> Duration {
        if self == Self::Fetched { whole } else { whole / 4 }
    }
}

/// A drawn ticket; its file is locked as long as its process lives.
struct Ticket {
    path: PathBuf,
    // Held, not read.
    _held: File,
    /// Whether the one who drew it may come back to its place.
    kept: bool,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
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
        let mut ticket = self.draw(who)?;
        loop {
            if has_left() {
                ticket.kept = true;
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

    /// Draws a ticket; whoever was cut off while they waited goes on with the one they had.
    fn draw(&self, who: &str) -> io::Result<Ticket> {
        let _door = self.door()?;
        let tickets = self.tickets()?;
        for (_, path) in &tickets {
            if let Some(held) = left_by(path, who)? {
                return Ok(Ticket { path: path.clone(), _held: held, kept: false });
            }
        }
        let number = tickets.last().map_or(1, |(number, _)| number + 1);
        let path = self.folder.join(format!("ticket-{number:020}"));
        let mut held = File::create_new(&path)?;
        held.lock()?;
        writeln!(held, "{who}")?;
        Ok(Ticket { path, _held: held, kept: false })
    }

    /// Tries to take the turn; else how many are ahead.
    fn step(&self, who: &str, ticket: &Ticket) -> io::Result<Result<Turn, usize>> {
        let _door = self.door()?;
        let ahead = self.tickets()?.iter().position(|(_, path)| *path == ticket.path).unwrap_or(0);
        let turn =
            File::options().create(true).read(true).write(true).truncate(false).open(self.folder.join("turn"))?;
        match turn.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Err(ahead.max(1))),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let kept = self.kept_for()?;
        let on_lease = kept.as_ref().filter(|(other, _)| other == who).map(|(_, stage)| *stage);
        let is_next = kept.is_none() && self.oldest_living(Some(&ticket.path))?.is_none_or(|next| next == ticket.path);
        if on_lease.is_none() && !is_next {
            return Ok(Err(ahead.max(1)));
        }
        self.forget_lease()?;
        Ok(Ok(Turn { queue: self.clone(), who: who.to_owned(), on_lease, held: turn }))
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

    /// The oldest ticket whose process lives; those of the dead are passed over, and taken away once nobody is expected back.
    /// `own` is known to live.
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
                Ok(()) if is_awaited(&file)? => {}
                Ok(()) => std::fs::remove_file(&path)?,
                Err(TryLockError::WouldBlock) => return Ok(Some(path)),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Somebody fetches: if a place is kept for them it is theirs for the whole time from now on.
    pub fn fetches(&self, who: &str) -> io::Result<()> {
        if !self.folder.join("lease").exists() {
            return Ok(());
        }
        let _door = self.door()?;
        match self.kept_for()? {
            Some((other, Stage::Looked | Stage::Fetched)) if other == who => self.keep(who, Stage::Fetched),
            _ => Ok(()),
        }
    }

    fn keep(&self, who: &str, stage: Stage) -> io::Result<()> {
        let mut file = File::create(self.folder.join("lease"))?;
        writeln!(file, "{who}\n{}", stage.word())
    }

    /// Whom the place is kept for, as long as it is.
    fn kept_for(&self) -> io::Result<Option<(String, Stage)>> {
        let mut file = match File::open(self.folder.join("lease")) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // A clock that was set back makes a lease of the future: it is over.
        let age = file.metadata()?.modified()?.elapsed().unwrap_or(Duration::MAX);
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let Some((who, word)) = text.strip_suffix('\n').and_then(|text| text.split_once('\n')) else {
            return Ok(None);
        };
        let stage = Stage::ALL.iter().find(|(_, known)| *known == word).map(|(stage, _)| *stage);
        Ok(stage.filter(|stage| age < stage.of(self.lease)).map(|stage| (who.to_owned(), stage)))
    }

    fn forget_lease(&self) -> io::Result<()> {
        match std::fs::remove_file(self.folder.join("lease")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// How long the place in the queue is remembered of one who was cut off while they waited.
const REMEMBERED: Duration = Duration::from_mins(2);

/// Whether the owner of a dead ticket may still come back to it: it names them, and was drawn not long ago.
fn is_awaited(ticket: &File) -> io::Result<bool> {
    let metadata = ticket.metadata()?;
    let age = metadata.modified()?.elapsed().unwrap_or(Duration::MAX);
    Ok(metadata.len() > 0 && age < REMEMBERED)
}

/// The ticket of somebody who was cut off, locked anew; none if it is another's, or alive.
fn left_by(path: &Path, who: &str) -> io::Result<Option<File>> {
    let mut file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    if text.strip_suffix('\n') != Some(who) || who.is_empty() || !is_awaited(&file)? {
        return Ok(None);
    }
    // It is written anew and so counts as drawn now: whoever is cut off over and over keeps their place.
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{who}")?;
    Ok(Some(file))
}

impl Turn {
    /// Ends what the one who had the turn before left running, whose process was killed: nobody bounds it any more. It
    /// may still come to its end by itself within `grace`.
    pub fn end_orphan(&mut self, grace: Duration) -> io::Result<()> {
        let mut noted = String::new();
        self.held.read_to_string(&mut noted)?;
        if let Some(group) = Group::read(&noted) {
            group.end(grace);
        }
        self.forget_git()
    }

    /// Notes which git is run with the turn, for the next one to find if this process is killed.
    pub fn note_git(&mut self, leader: u32) -> io::Result<()> {
        self.forget_git()?;
        Group::led_by(leader).map_or(Ok(()), |group| self.held.write_all(group.noted().as_bytes()))
    }

    /// It has ended.
    pub fn forget_git(&mut self) -> io::Result<()> {
        self.held.set_len(0)?;
        self.held.rewind()
    }

    /// Keeps the place for the same writer, who came behind or only looked and may be back; once, not over and over. Over
    /// the web who has fetched looks again before the push.
    pub fn keep_place(self, is_look: bool) -> io::Result<()> {
        let stage = match self.on_lease {
            None => Stage::Looked,
            Some(Stage::Fetched) if is_look => Stage::LookedAgain,
            Some(_) => return Ok(()),
        };
        let _door = self.queue.door()?;
        self.queue.keep(&self.who, stage)
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
        queue.wait("a", NOW, &STAYS).unwrap().unwrap().keep_place(false).unwrap();
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_none(), "the place is kept for a");
        let turn = queue.wait("a", NOW, &STAYS).unwrap().unwrap();
        turn.keep_place(false).unwrap();
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_some(), "a had its second try");
    }

    #[test]
    fn who_fetches_keeps_the_place_for_the_whole_time_and_who_does_not_for_a_quarter_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let queue = Queue::of(folder.path(), Duration::from_secs(4));
        let short = Duration::from_millis(1100);
        let keep = |who: &str| queue.wait(who, NOW, &STAYS).unwrap().unwrap().keep_place(true).unwrap();
        keep("a");
        queue.fetches("b").unwrap();
        std::thread::sleep(short);
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_some(), "a did not come back, and b's fetch is no sign of a");
        keep("a");
        queue.fetches("a").unwrap();
        std::thread::sleep(short);
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_none(), "a fetches");
        keep("a");
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_none(), "a has looked again and pushes");
        queue.fetches("a").unwrap();
        keep("a");
        assert!(queue.wait("b", NOW, &STAYS).unwrap().is_some(), "a only looks and looks");
    }

    #[test]
    fn a_place_is_not_kept_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        queue.wait("a", NOW, &STAYS).unwrap().unwrap().keep_place(false).unwrap();
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
    fn who_was_cut_off_while_waiting_comes_back_to_the_same_place() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        let turn = queue.wait("a", NOW, &STAYS).unwrap().unwrap();
        // Cut off at once: b's client is gone.
        assert!(queue.wait("b", SOON, &|| true).unwrap().is_none());
        let own = queue.draw("c").unwrap();
        assert_eq!(queue.oldest_living(None).unwrap(), Some(own.path.clone()), "nobody waits for who is gone");
        let back = queue.draw("b").unwrap();
        assert!(back.path < own.path && queue.oldest_living(None).unwrap() == Some(back.path.clone()));
        assert!(queue.draw("b").unwrap().path > own.path, "it is one place, not one for each of b's pushes");
        drop((turn, back, own));
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
}
