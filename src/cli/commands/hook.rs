//! `weibao hook`: what git's hooks call, and how they are installed.

use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::store::Store;

/// 钩子：供 git 调用；install 装入已有的克隆 / What git's hooks call; install puts them into an existing clone
#[derive(Debug, Args)]
pub struct Hook {
    #[command(subcommand)]
    which: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// 装钩子 / Installs the hooks
    Install,
}

/// The hooks of a repository of records.
pub const HOOKS: &[(&str, &str)] = &[
    ("pre-commit", "#!/bin/sh\nexec weibao hook pre-commit\n"),
    ("commit-msg", "#!/bin/sh\nexec weibao hook commit-msg \"$1\"\n"),
    ("pre-receive", "#!/bin/sh\nexec weibao hook pre-receive\n"),
];

impl Hook {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match self.which {
            Which::Install => {
                let store = session.store()?;
                install(session, &store)?;
                Ok(Exit::Clean)
            }
        }
    }
}

/// Puts the hooks where git looks for them.
pub fn install(_session: &Session<'_>, store: &Store) -> Result<(), CliError> {
    let folder = store.common_dir().join("hooks");
    let fail = |path: &std::path::Path, source| CliError::File { path: path.to_owned(), source };
    std::fs::create_dir_all(&folder).map_err(|source| fail(&folder, source))?;
    for (name, text) in HOOKS {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|source| fail(&path, source))?;
    }
    Ok(())
}

/// The names of the hooks that are not installed.
pub fn missing(store: &Store) -> Vec<&'static str> {
    let folder = store.common_dir().join("hooks");
    HOOKS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !std::fs::read_to_string(folder.join(name)).is_ok_and(|text| text.contains("weibao hook")))
        .collect()
}
