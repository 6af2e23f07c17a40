//! Other validators on the same files, as whole processes: how fast is the schema part, said by those who do nothing else.
//!
//! The peers are not ours to install: `SOURCEMETA` names the native program of the npm package `@sourcemeta/jsonschema`,
//! `AJV` the script of `ajv-cli`; both packages' versions and the command stand in the README beside the figures. Without
//! either the row says so. What is compared is the same on all sides: start a process, compile the schema, read each file,
//! parse it, judge it; on both cores, where a peer can. Ours is this bench called with [`ALONE`]; it also demands the
//! stricter reading of records and their canonical layout.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use weibao::record::Kind;
use weibao::record::path::Key;
use weibao::schema;

/// The argument by which this program judges the files of a folder and does nothing else: folder, kind.
pub(super) const ALONE: &str = "--schema-part-alone";

/// Of a third of the fastest peer's time, at most.
const LIMIT: f64 = 1.0 / 3.0;

/// The files of the kind that has most of them, in a folder, with the schemas beside it.
pub(super) struct Files {
    folder: PathBuf,
    kind: Kind,
    count: usize,
}

impl Files {
    /// Writes the records of the most frequent kind into a folder.
    pub(super) fn write(texts: &[(Key, Vec<u8>)], folder: &Path) -> Self {
        let of = |kind: Kind| texts.iter().filter(move |(key, _)| key.kind == kind);
        let kind = Kind::ALL.iter().copied().max_by_key(|kind| of(*kind).count()).expect("there are kinds");
        let folder = folder.join("peers");
        std::fs::create_dir_all(&folder).expect("a folder for the files");
        for (key, bytes) in of(kind) {
            std::fs::write(folder.join(format!("{}.json", key.id)), bytes).expect("a file is written");
        }
        Self { folder, kind, count: of(kind).count() }
    }

    /// Measures us and each peer that is there, and prints a row for the fastest.
    pub(super) fn measure(&self, time: impl Fn(&mut Command) -> Duration, row: impl Fn(&str, Duration, Duration, f64)) {
        let peers = [("SOURCEMETA", self.sourcemeta()), ("AJV", self.ajv())];
        let peers = peers.into_iter().filter_map(|(name, peer)| Some((name, peer?)));
        let Some((name, fastest)) = peers.map(|(name, mut peer)| (name, time(&mut peer))).min_by_key(|peer| peer.1)
        else {
            println!("schema part alone against a peer: left out, neither SOURCEMETA nor AJV names one");
            return;
        };
        let title = format!("schema part alone, {} of {}, against {name}", self.count, self.kind.word());
        row(&title, fastest, time(&mut self.ours()), LIMIT);
    }

    fn ours(&self) -> Command {
        let mut us = Command::new(std::env::current_exe().expect("the path of the bench"));
        us.arg(ALONE).arg(&self.folder).arg(self.kind.word());
        us
    }

    fn sourcemeta(&self) -> Option<Command> {
        let mut peer = Command::new(std::env::var_os("SOURCEMETA")?);
        peer.arg("validate").arg(self.schema()).arg(&self.folder).arg("--fast").arg("--resolve").arg(common());
        Some(peer)
    }

    fn ajv(&self) -> Option<Command> {
        let mut peer = Command::new(std::env::var_os("AJV")?);
        peer.args(["validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats", "-s"]).arg(self.schema());
        peer.arg("-r").arg(common()).arg("-d").arg(self.folder.join("*.json"));
        Some(peer)
    }

    fn schema(&self) -> PathBuf {
        schemas().join(format!("{}.json", schema::Schemas::get().name(self.kind).replace('/', ".")))
    }
}

/// Judges the files of a folder on two threads, as `check --all` does: what [`ALONE`] asks for.
pub(super) fn alone(folder: &str, kind: &str) {
    let kind = Kind::parse(kind).expect("a kind");
    let files = std::fs::read_dir(folder).expect("the folder is read");
    let files: Vec<_> = files.map(|file| file.expect("an entry").path()).collect();
    let judge = |files: &[PathBuf]| {
        for path in files {
            let id = path.file_stem().expect("a name").to_string_lossy();
            let key = Key::new(kind, &id).expect("the name is a key");
            let bytes = std::fs::read(path).expect("the file is read");
            assert!(schema::read(&key, bytes).is_ok(), "{} passes", path.display());
        }
    };
    let (one, other) = files.split_at(files.len() / 2);
    std::thread::scope(|threads| {
        threads.spawn(|| judge(one));
        judge(other);
    });
}

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

fn common() -> PathBuf {
    schemas().join("common.1.json")
}

/// A command whose output nobody reads, which succeeds.
pub(super) fn silent(command: &mut Command) -> bool {
    let ran = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    ran.is_ok_and(|code| code.success())
}
