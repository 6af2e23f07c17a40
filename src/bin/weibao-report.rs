//! `weibao-report`: figures from a repository of records. Clock and environment are read here and nowhere else.

use std::process::ExitCode;

use weibao::cli::report::{Surroundings, run};
use weibao::record::instant::Instant;

/// A record is many small values, made and dropped at once: this allocator is quicker at that than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::disallowed_methods, reason = "the clock and the environment enter here, once")]
fn main() -> ExitCode {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = i64::try_from(seconds).ok().and_then(Instant::from_unix);
    let (Some(now), Ok(here)) = (now, std::env::current_dir()) else {
        return ExitCode::from(2);
    };
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    ExitCode::from(run(std::env::args_os(), &Surroundings { now, here, locale }))
}
