//! What changes on a terminal from one picture to the next: only the text that differs is sent, for slow lines.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

/// What turns one picture into the next, the cursor standing below the last line before and after.
///
/// Lines that stay are passed over; in one that differs, writing begins at the first character that does.
pub fn redrawn(before: &[String], after: &[String]) -> String {
    let mut out = String::new();
    if !before.is_empty() {
        let _ = write!(out, "\u{1b}[{}A", before.len());
    }
    for (n, line) in after.iter().enumerate() {
        match before.get(n) {
            Some(old) if old == line => {}
            Some(old) => {
                let same = common(old, line);
                let _ = write!(out, "\u{1b}[{}G{}\u{1b}[K", line[..same].width() + 1, &line[same..]);
            }
            None => out.push_str(line),
        }
        out.push_str("\r\n");
    }
    // Lines that are no longer there.
    out.push_str("\u{1b}[J");
    out
}

/// How many bytes two lines have in common at the front, in whole characters.
fn common(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_first_picture_is_written_as_it_is() {
        assert_eq!(redrawn(&[], &lines(&["a", "b"])), "a\r\nb\r\n\u{1b}[J");
    }

    #[test]
    fn what_stays_is_not_sent_again() {
        let sent = redrawn(&lines(&["事件 E01", "到位 12:34"]), &lines(&["事件 E01", "到位 12:29"]));
        assert_eq!(sent, "\u{1b}[2A\r\n\u{1b}[9G29\u{1b}[K\r\n\u{1b}[J");
        assert!(!sent.contains("E01"));
    }

    #[test]
    fn lines_come_and_go() {
        assert_eq!(redrawn(&lines(&["a"]), &lines(&["a", "b"])), "\u{1b}[1A\r\nb\r\n\u{1b}[J");
        assert_eq!(redrawn(&lines(&["a", "b"]), &lines(&["a"])), "\u{1b}[2A\r\n\u{1b}[J");
    }

    #[test]
    fn a_line_that_grows_is_continued() {
        assert_eq!(redrawn(&lines(&["ab"]), &lines(&["abc"])), "\u{1b}[1A\u{1b}[3Gc\u{1b}[K\r\n\u{1b}[J");
    }
}
