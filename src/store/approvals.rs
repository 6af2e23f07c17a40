//! Refs that lead to a small file instead of a commit: where approvals are kept.

use git2::{ErrorCode, ObjectType};

use super::{Id, Store, StoreFault};

impl Store {
    /// The objects behind the refs that begin with a prefix, by name.
    pub fn refs_under(&self, prefix: &str) -> Result<Vec<(String, Id)>, StoreFault> {
        let mut found = Vec::new();
        for reference in self.repo.references_glob(&format!("{prefix}*"))? {
            let reference = reference?;
            if let (Ok(name), Some(id)) = (reference.name(), reference.target()) {
                found.push((name.to_owned(), Id(id)));
            }
        }
        found.sort();
        Ok(found)
    }

    /// A file of at most `most` bytes by its object; nothing if it is larger or no file.
    pub fn small_file(&self, id: Id, most: usize) -> Result<Option<Vec<u8>>, StoreFault> {
        let header = self.repo.odb()?.read_header(id.0);
        match header {
            Ok((size, ObjectType::Blob)) if size <= most => self.file(id).map(Some),
            Ok(_) => Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a ref away, if it still leads to this object.
    pub fn remove_ref(&self, name: &str, leads_to: Id) -> Result<(), StoreFault> {
        let mut reference = self.repo.find_reference(name)?;
        if reference.target() == Some(leads_to.0) {
            reference.delete()?;
        }
        Ok(())
    }

    /// Writes a file and a ref that leads to it, whatever it led to.
    pub fn write_ref_to(&self, name: &str, bytes: &[u8]) -> Result<Id, StoreFault> {
        let id = self.repo.blob(bytes)?;
        self.repo.reference(name, id, true, "weibao approve")?;
        Ok(Id(id))
    }
}
