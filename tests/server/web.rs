//! A real web server in front of the CGI program: `cgi_server.py`, with Basic authentication.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command};

use crate::parts;

/// The running server.
pub(crate) struct Web {
    child: Child,
    pub(crate) port: u16,
}

impl Web {
    /// Starts it over a CGI program, for these people (`name:password`); nothing where there is no Python.
    pub(crate) fn start(program: &Path, people: &[&str]) -> Option<Self> {
        let python = parts::need("python3")?;
        let port = parts::free_port();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/server/cgi_server.py");
        let mut command = Command::new(python);
        command.arg(script).arg(port.to_string()).arg(program).args(people);
        let started = Self { child: command.spawn().unwrap(), port };
        assert!(parts::listens(port), "the web server does not start");
        Some(started)
    }

    /// One request, written by hand as wang-jun; gives the whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // wang-jun:secret
        let who = "Authorization: Basic d2FuZy1qdW46c2VjcmV0\r\n";
        let text = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{who}{headers}\r\n");
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
