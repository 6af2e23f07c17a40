//! A page as one HTML file: no script, nothing loaded, and a policy that forbids both. The style is ours and known to
//! the policy by its hash.

use std::fmt::Write as _;

use super::{Block, Line, Mark, Run, Sheet};
use crate::text::Lang;

const STYLE: &str = include_str!("sheet.css");

/// SHA-256 of [`STYLE`] in base64; a test compares.
pub(super) const STYLE_HASH: &str = "ClB309U2FVAqronFjiL4iWkEJxSIXGdA8TkFuG2gG5c=";

pub(super) fn render(sheet: &Sheet, lang: Lang) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
        lang.tag(),
        text(&sheet.title),
        text(&sheet.title),
    );
    blocks(&sheet.blocks, lang, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn blocks(blocks: &[Block], lang: Lang, out: &mut String) {
    for block in blocks {
        let _ = match block {
            Block::Heading(level, line) => writeln!(out, "<h{level}>{}</h{level}>", escaped(line, lang)),
            Block::Item(depth, mark, line) => {
                let class = match mark {
                    Mark::Plain => "plain",
                    Mark::Good => "good",
                    Mark::Ask => "ask",
                    Mark::Bad => "bad",
                };
                writeln!(out, "<p class=\"{class} d{depth}\">{}</p>", escaped(line, lang))
            }
            Block::Folded(line, inside) => {
                let _ = writeln!(out, "<details><summary>{}</summary>", escaped(line, lang));
                self::blocks(inside, lang, out);
                writeln!(out, "</details>")
            }
        };
    }
}

fn escaped(line: &Line, lang: Lang) -> String {
    line.iter()
        .map(|run| {
            let shown = text(&run.shown(lang));
            match run {
                Run::Ours(_) => shown,
                Run::Strong(_) => format!("<b>{shown}</b>"),
                // Each in a direction of its own: what it holds turns nothing around it.
                Run::Theirs(_) => format!("<bdi>{shown}</bdi>"),
            }
        })
        .collect()
}

/// A text that is nothing but text, between tags and in quoted attributes.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
