//! Where words and figures go: the only printing there is. A reader who leaves early ends the run quietly.

use std::io::{self, Write};

use serde_json::Value;

use super::columns::tame;
use super::{CliError, Format};
use crate::text::{Lang, Message};

/// The two streams, the language and the format of a run.
pub struct Out<'a> {
    /// Results.
    pub stdout: &'a mut dyn Write,
    /// What is said about them.
    pub stderr: &'a mut dyn Write,
    /// The language of both.
    pub lang: Lang,
    /// How results are written.
    pub format: Format,
}

impl Out<'_> {
    /// A line of the result.
    pub fn line(&mut self, text: &str) -> Result<(), CliError> {
        writeln!(self.stdout, "{text}").map_err(pipe)
    }

    /// Text of the result that brings its own line ends.
    pub fn text(&mut self, text: &str) -> Result<(), CliError> {
        self.stdout.write_all(text.as_bytes()).map_err(pipe)
    }

    /// A sentence as a line of the result.
    pub fn say(&mut self, message: impl Into<Message>) -> Result<(), CliError> {
        let text = message.into().speak(self.lang);
        self.line(&text)
    }

    /// A sentence beside the result.
    pub fn note(&mut self, message: impl Into<Message>) -> Result<(), CliError> {
        let text = message.into().speak(self.lang);
        writeln!(self.stderr, "{text}").map_err(pipe)
    }

    /// What another program said, beside the result: each line marked, none of them able to command the terminal.
    pub fn quote(&mut self, said: &str) -> Result<(), CliError> {
        for line in said.lines() {
            writeln!(self.stderr, "  | {}", tame(line)).map_err(pipe)?;
        }
        Ok(())
    }

    /// A result for machines: `format` names what it is and its version.
    pub fn json(&mut self, format: &str, mut members: Value) -> Result<(), CliError> {
        if let Value::Object(members) = &mut members {
            members.insert("format".to_owned(), Value::from(format));
        }
        let text = serde_json::to_string_pretty(&members).unwrap_or_default();
        self.line(&text)
    }

    /// Whether results are for machines.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Hands everything over.
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.stdout.flush().and_then(|()| self.stderr.flush()).map_err(pipe)
    }
}

fn pipe(error: io::Error) -> CliError {
    if error.kind() == io::ErrorKind::BrokenPipe { CliError::ReaderLeft } else { CliError::Output(error) }
}
