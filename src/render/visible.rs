//! What people wrote, on one line, with nothing in it that is obeyed rather than read.
//!
//! A terminal obeys control characters, a browser and a spreadsheet the marks that turn the direction of writing or
//! show nothing at all: the former become a replacement mark, the latter are written out as `[U+202E]`.

use std::fmt::Write as _;

/// The text as every renderer may show it.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c if hidden(c) => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a character shows nothing, or turns how others are shown.
const fn hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}"), "a[U+202E]b[U+2066]c[U+200B]d[U+FEFF]");
        assert_eq!(visible("\u{e0041}"), "[U+E0041]");
    }

    #[test]
    fn what_a_terminal_obeys_is_replaced_and_lines_are_joined() {
        assert_eq!(visible("a\u{1b}[31m\r\nb\tc\u{9b}"), "a\u{fffd}[31m  b c\u{fffd}");
    }

    #[test]
    fn what_people_write_stays() {
        assert_eq!(visible("𠮷田 (3号楼) é – “ok”"), "𠮷田 (3号楼) é – “ok”");
    }
}
