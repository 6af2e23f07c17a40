//! A snapshot held in a map: for tests, and for a change that is not yet anywhere else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Name, Snapshot, Unreadable};

/// Files by path; with a base, the base's files show through where the map says nothing.
#[derive(Default)]
pub struct Memory<'a> {
    base: Option<&'a dyn Snapshot>,
    files: BTreeMap<String, Option<Vec<u8>>>,
}

impl<'a> Memory<'a> {
    /// An empty place.
    pub fn new() -> Self {
        Self::default()
    }

    /// A place that starts as a copy of another, without copying it.
    pub fn over(base: &'a dyn Snapshot) -> Self {
        Self { base: Some(base), files: BTreeMap::new() }
    }

    /// Puts a file at a path.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.files.insert(path.into(), Some(bytes.into()));
        self
    }

    /// Takes the file at a path away.
    pub fn remove(&mut self, path: impl Into<String>) -> &mut Self {
        self.files.insert(path.into(), None);
        self
    }

    /// What was put and removed here, by path.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Option<&[u8]>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_deref()))
    }
}

impl Snapshot for Memory<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match (self.files.get(path), self.base) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(base)) => base.read(path),
            (None, None) => Ok(None),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        match (self.files.get(path), self.base) {
            (Some(bytes), _) => Ok(bytes.is_some()),
            (None, Some(base)) => base.exists(path),
            (None, None) => Ok(false),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let mut names: BTreeSet<Name> = match self.base {
            Some(base) => base.list(folder)?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        for (path, bytes) in self.files.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            let rest = &path[prefix.len()..];
            let (name, is_folder) = rest.split_once('/').map_or((rest, false), |(head, _)| (head, true));
            let name = Name { name: name.to_owned(), is_folder };
            if bytes.is_some() {
                names.insert(name);
            } else if !is_folder {
                names.remove(&name);
            }
        }
        Ok(names.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_over_another_shows_both() {
        let mut base = Memory::new();
        base.put("records/staff/a1.json", "1").put("records/staff/b1.json", "2");
        let mut over = Memory::over(&base);
        over.put("records/staff/c1.json", "3").remove("records/staff/a1.json");
        let names: Vec<_> = over.list("records/staff").unwrap().into_iter().map(|name| name.name).collect();
        assert_eq!(names, ["b1.json", "c1.json"]);
        assert!(!over.exists("records/staff/a1.json").unwrap());
        assert_eq!(over.list("").unwrap(), [Name { name: "records".to_owned(), is_folder: true }]);
    }
}
