//! Where a report goes: the standard output or a file, in the format asked for, and beside it a summary for a pipeline.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::words::Trouble;
use super::{FormatArg, Globals, Whole, checked};
use crate::render::{Bundle, Format};
use crate::text::Lang;

/// How one run writes.
pub(super) struct Output<'a> {
    pub(super) globals: &'a Globals,
    /// The folder from which files are named.
    pub(super) here: &'a Path,
    pub(super) lang: Lang,
}

impl Output<'_> {
    /// Writes the report, and what is not as it must be beside it; the exit code.
    pub(super) fn write(&self, whole: &Whole, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Result<u8, Trouble> {
        let warnings: Vec<_> = std::iter::once(&whole.cover)
            .chain(&whole.parts)
            .filter_map(|document| checked::warning(document, self.lang))
            .fold(Vec::new(), |mut said, warning| {
                if !said.contains(&warning) {
                    said.push(warning);
                }
                said
            });
        let bundle = Bundle { cover: &whole.cover, parts: &whole.parts, notices: &warnings };
        let bytes = self.bytes(&bundle)?;
        // The form for machines has the fact `check`; rows of CSV have no place for it.
        if self.globals.format == FormatArg::Csv {
            for warning in &warnings {
                let _ = writeln!(stderr, "{warning}");
            }
        }
        match self.globals.output.as_deref().filter(|path| *path != Path::new("-")) {
            Some(path) => {
                let path = self.here.join(path);
                fs::write(&path, bytes).map_err(|error| Trouble::file(&path, error))?;
            }
            None => match stdout.write_all(&bytes).and_then(|()| stdout.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(Trouble::Output(error)),
                // A reader who has seen enough is no failure.
                Ok(()) | Err(_) => {}
            },
        }
        if let Some(path) = &self.globals.summary {
            let path = self.here.join(path);
            let text = bundle.render(Format::Markdown, self.lang);
            let file = fs::OpenOptions::new().create(true).append(true).open(&path);
            file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| Trouble::file(&path, error))?;
        }
        for wrong in &whole.wrong {
            let _ = writeln!(stderr, "{}", wrong.speak(self.lang));
        }
        Ok(u8::from(!whole.wrong.is_empty()))
    }

    fn bytes(&self, bundle: &Bundle<'_>) -> Result<Vec<u8>, Trouble> {
        let format = match self.globals.format {
            FormatArg::Text => Format::Text,
            FormatArg::Json => Format::Json,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Csv => Format::Csv,
            FormatArg::Html => Format::Html,
            FormatArg::Badge => Format::Badge,
            FormatArg::Xlsx => {
                let path = self.globals.output.as_deref().ok_or_else(Trouble::no_file)?;
                return bundle.workbook(self.lang).map_err(|reason| Trouble::file(path, reason));
            }
        };
        if self.globals.bom && format != Format::Csv {
            return Err(Trouble::bom_of_what());
        }
        let text = bundle.render(format, self.lang);
        Ok(if self.globals.bom { ["\u{feff}", &text].concat() } else { text }.into_bytes())
    }
}
