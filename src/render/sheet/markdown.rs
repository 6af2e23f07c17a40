//! A page as Markdown for a comment on a pull request. What others wrote stands in `<code>` with every mark of ASCII as
//! a character reference: no markup begins there, no link, no mention, no reference to an issue.

use std::fmt::Write as _;

use super::{Block, Line, Mark, Run, Sheet};
use crate::text::Lang;

/// GitHub takes 65,536 characters in a comment; what is folded goes first when a page is longer.
const MOST: usize = 60_000;

pub(super) fn render(sheet: &Sheet, lang: Lang) -> String {
    let whole = page(sheet, true, lang);
    if whole.len() <= MOST { whole } else { page(sheet, false, lang) }
}

fn page(sheet: &Sheet, folded: bool, lang: Lang) -> String {
    let mut out = format!("## {}\n\n", words(&sheet.title));
    blocks(&sheet.blocks, folded, lang, &mut out);
    out
}

fn blocks(blocks: &[Block], folded: bool, lang: Lang, out: &mut String) {
    let mut in_list = false;
    for block in blocks {
        match block {
            Block::Heading(level, line) => {
                let _ = write!(out, "\n{} {}\n\n", "#".repeat(usize::from(*level) + 1), escaped(line, lang));
            }
            Block::Item(depth, mark, line) => {
                let mark = match mark {
                    Mark::Plain => "",
                    Mark::Good => "✅ ",
                    Mark::Ask => "❓ ",
                    Mark::Bad => "❌ ",
                };
                let _ = writeln!(out, "{}- {mark}{}", "  ".repeat(usize::from(*depth)), escaped(line, lang));
            }
            Block::Folded(line, inside) if folded => {
                if in_list {
                    out.push('\n');
                }
                let _ = write!(out, "<details><summary>{}</summary>\n\n", escaped(line, lang));
                self::blocks(inside, folded, lang, out);
                out.push_str("\n</details>\n\n");
            }
            Block::Folded(..) => {}
        }
        in_list = matches!(block, Block::Item(..));
    }
}

fn escaped(line: &Line, lang: Lang) -> String {
    let mut out = String::new();
    for run in line {
        match run {
            Run::Ours(text) => out.push_str(&words(text)),
            Run::Strong(text) => {
                let _ = write!(out, "<b>{}</b>", words(text));
            }
            Run::Theirs(_) => {
                let _ = write!(out, "<code>{}</code>", references(&run.shown(lang)));
            }
        }
    }
    out
}

/// Our own words: what could be taken for markup is a reference.
fn words(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '<' | '>' | '&' | '*' | '_' | '`' | '[' | ']' | '|' | '#' | '~' | '\\' | '@' | '$' => {
                format!("&#{};", u32::from(c))
            }
            '\n' => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// Every mark of ASCII as a reference.
fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() || c.is_ascii_control() {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}
