//! A new repository, as the store can read it, whatever the person's own defaults are.

use std::path::Path;

use super::{Store, StoreFault};

impl Store {
    /// Makes an empty repository with branch `main` in a folder, which is made too.
    pub fn create(path: &Path) -> Result<Self, StoreFault> {
        Self::init(path, false)
    }

    /// The same without a working tree.
    pub fn create_bare(path: &Path) -> Result<Self, StoreFault> {
        Self::init(path, true)
    }

    fn init(path: &Path, bare: bool) -> Result<Self, StoreFault> {
        let mut options = git2::RepositoryInitOptions::new();
        options.bare(bare).initial_head("main").external_template(false).no_reinit(true).mkpath(true);
        git2::Repository::init_opts(path, &options)?;
        Self::open(path)
    }
}
