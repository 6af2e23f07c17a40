//! The program of staff, reviewers and hooks: reads clock, environment and arguments, calls the command line, exits.
#![expect(clippy::disallowed_methods, reason = "the programs are where clock and environment enter")]

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use weibao::cli::{self, Surroundings};
use weibao::record::instant::Instant;
use weibao::{server, store};

/// A record is many small values, made and dropped at once: this allocator is quicker at that than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Some(now) = clock() else {
        return ExitCode::from(2);
    };
    let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let path = |name: &str| std::env::var_os(name).map(Into::into);
    let surroundings = Surroundings {
        now,
        here: std::env::current_dir().unwrap_or_default(),
        locale: text("LC_ALL").or_else(|| text("LC_MESSAGES")).or_else(|| text("LANG")),
        terminal: std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && std::io::stdout().is_terminal(),
        coloured: std::io::stdout().is_terminal() && text("NO_COLOR").is_none(),
        program: std::env::current_exe().ok(),
        pause: |seconds| {
            std::thread::sleep(Duration::from_secs(seconds));
            clock()
        },
        ssh_is_set: path("GIT_SSH_COMMAND")
            .or_else(|| path("GIT_SSH"))
            .is_some_and(|it: std::path::PathBuf| it != std::path::Path::new("")),
        git: store::Surroundings {
            git_dir: path("GIT_DIR"),
            index_file: path("GIT_INDEX_FILE"),
            quarantine: path("GIT_QUARANTINE_PATH"),
        },
        outside: server::Outside {
            asked: std::env::var_os("SSH_ORIGINAL_COMMAND"),
            web: server::request::VARIABLES.iter().filter_map(|name| Some((*name, text(name)?))).collect(),
            pusher: text(server::run::PUSHER),
            certificate: server::receipts::CERTIFICATE_VARIABLES
                .iter()
                .filter_map(|(short, name)| Some((*short, text(name)?)))
                .collect(),
        },
    };
    ExitCode::from(cli::run(std::env::args_os(), &surroundings).code())
}

fn clock() -> Option<Instant> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    i64::try_from(seconds).ok().and_then(Instant::from_unix)
}
