//! Names the program by what it is made of: a number of all sources, schemas and pinned packages.
//!
//! Verdicts that are remembered between runs hold for the program that gave them and no other. The version does not tell one
//! program under development from the next, so this number goes into it as `WEIBAO_SOURCES`.

use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// What decides how the program judges.
const PARTS: &[&str] = &["src", "schemas", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut hasher = std::hash::DefaultHasher::new();
    for part in PARTS {
        println!("cargo:rerun-if-changed={part}");
        let mut files = Vec::new();
        gather(Path::new(part), &mut files);
        files.sort();
        for file in files {
            hasher.write(file.to_string_lossy().as_bytes());
            hasher.write(&std::fs::read(&file).unwrap_or_default());
        }
    }
    println!("cargo:rustc-env=WEIBAO_SOURCES={:016x}", hasher.finish());
}

/// The files at a path, which is one itself or a folder of them.
fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
