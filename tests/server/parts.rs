//! The programs of other people that these tests need, and what to do where they are missing.

use std::path::{Path, PathBuf};

/// A program by name, on the path or where systems keep their servers.
#[expect(clippy::disallowed_methods, reason = "a test has to find programs where the machine keeps them")]
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// A program by name; without it the test is skipped, or fails where everything must be there.
#[expect(clippy::disallowed_methods, reason = "CI says so in its environment")]
#[expect(clippy::print_stdout, reason = "whoever runs the tests shall see what was not tried")]
pub(crate) fn need(name: &str) -> Option<PathBuf> {
    let found = find(name);
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{name} is not installed, and CI must have it");
        println!("skipped: {name} is not installed");
    }
    found
}

/// A port of this machine that nobody listens to just now.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until somebody listens to a port; whether that came to be.
pub(crate) fn listens(port: u16) -> bool {
    (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
    })
}

/// Makes a file that can be run.
pub(crate) fn program(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}
