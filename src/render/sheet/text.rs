//! A page for a terminal: lines of at most 100 columns, Chinese characters two each, no line begun by a closing mark.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{Block, Line, Mark, Sheet};
use crate::text::Lang;

/// How wide a terminal is taken to be.
pub(super) const COLUMNS: usize = 100;

pub(super) fn render(sheet: &Sheet, full: bool, lang: Lang) -> String {
    let mut out = format!("{}\n{}\n", sheet.title, "=".repeat(sheet.title.width().min(COLUMNS)));
    blocks(&sheet.blocks, 0, full, lang, &mut out);
    out
}

fn blocks(blocks: &[Block], inner: usize, full: bool, lang: Lang, out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(level, line) => {
                let text = spoken(line, lang);
                out.push('\n');
                put(&text, inner, inner, out);
                if *level == 2 {
                    out.push_str(&"-".repeat(text.width().min(COLUMNS)));
                    out.push('\n');
                }
            }
            Block::Item(depth, mark, line) => {
                let mark = match mark {
                    Mark::Plain => "·",
                    Mark::Good => "✓",
                    Mark::Ask => "?",
                    Mark::Bad => "✗",
                };
                let indent = inner + usize::from(*depth) * 2;
                put(&format!("{mark} {}", spoken(line, lang)), indent, indent + 2, out);
            }
            Block::Folded(line, inside) if full => {
                put(&spoken(line, lang), inner + 2, inner + 4, out);
                self::blocks(inside, inner + 2, full, lang, out);
            }
            Block::Folded(..) => {}
        }
    }
}

fn spoken(line: &Line, lang: Lang) -> String {
    line.iter().map(|run| run.shown(lang)).collect()
}

/// Writes a text in lines, the first and the others indented.
fn put(text: &str, first: usize, others: usize, out: &mut String) {
    let mut indent = first;
    let mut rest = text;
    loop {
        let (line, left) = cut(rest, COLUMNS.saturating_sub(indent));
        out.push_str(&" ".repeat(indent));
        out.push_str(line.trim_end());
        out.push('\n');
        rest = left.trim_start_matches(' ');
        if rest.is_empty() {
            return;
        }
        indent = others;
    }
}

/// The longest beginning of a text that fits, broken at a blank or between wide characters, and what is left.
fn cut(text: &str, width: usize) -> (&str, &str) {
    if text.width() <= width {
        return (text, "");
    }
    let mut used = 0;
    let mut fits = 0;
    let mut good = None;
    let mut better = None;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_part(before, c)) {
            good = Some(at);
            // Between two wide characters may be the middle of a name: a blank or a mark not far before is better.
            if before.is_some_and(|before| " ，。；）".contains(before)) && used * 3 >= width * 2 {
                better = Some(at);
            }
        }
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        fits = at + c.len_utf8();
        before = Some(c);
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(better.or(good).filter(|at| *at > 0).unwrap_or(fits).max(first))
}

/// Whether a line may end after one character and the next begin with the other.
fn may_part(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    let closing = |c: char| "，。；：、）》」』”’！？⟩,.;:)]}".contains(c);
    let opening = |c: char| "（《「『“‘⟨([{".contains(c);
    before == ' ' || ((wide(before) || wide(after)) && !closing(after) && !opening(before) && after != ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal_and_nothing_is_lost() {
        for text in [
            "维修单开单人登记了现场情况，".repeat(20),
            "word ".repeat(60),
            "x".repeat(350),
            "混排 mixed，文字".repeat(30),
        ] {
            let mut out = String::new();
            put(&text, 2, 4, &mut out);
            assert!(out.lines().all(|line| line.width() <= COLUMNS), "{out}");
            let bare = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(bare(&out), bare(&text));
        }
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        let mut out = String::new();
        put(&"一二三四五六七八九，".repeat(12), 0, 0, &mut out);
        assert!(out.lines().all(|line| !line.starts_with('，')), "{out}");
    }
}
