//! What others wrote can do nothing but be shown, in any format.

use sha2::{Digest as _, Sha256};

use super::*;

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</details></code><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](https://x.example/p.png)",
    "@everyone #1 https://x.example www.x.example user@x.example",
    "```\n# big\n* item\n| a | b |\n",
    "::set-output name=x::y\n::error::z",
    "\u{1b}[2J\u{202e}gnihton",
    "&lt;b&gt; \" ' ` $x$ \\ ~~x~~ <!-- -->",
];

fn page(payload: &str) -> Sheet {
    let line = vec![Run::ours("说明："), Run::theirs(payload), Run::Strong("要看".to_owned())];
    let inside = vec![Block::Item(1, Mark::Bad, line.clone())];
    let blocks =
        vec![Block::Heading(2, line.clone()), Block::Item(0, Mark::Ask, line.clone()), Block::Folded(line, inside)];
    Sheet { title: "评审 review".to_owned(), blocks }
}

/// The tags of a page of HTML or Markdown, in order.
fn tags(text: &str) -> Vec<String> {
    text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap().to_owned()).collect()
}

#[test]
fn a_payload_adds_no_tag_and_no_markup() {
    for format in [SheetFormat::Html, SheetFormat::Markdown] {
        let benign = tags(&page("plain").render(format, Lang::En));
        for payload in PAYLOADS {
            assert_eq!(tags(&page(payload).render(format, Lang::En)), benign, "{payload}");
        }
    }
}

#[test]
fn in_markdown_what_others_wrote_holds_no_mark_that_begins_anything() {
    for payload in PAYLOADS {
        let shown = page(payload).render(SheetFormat::Markdown, Lang::En);
        for code in shown.split("<code>").skip(1).map(|rest| rest.split("</code>").next().unwrap()) {
            let bare = regex_free(code);
            assert!(!bare.contains(|c: char| c.is_ascii_punctuation() || c.is_control()), "{bare}");
        }
    }
}

/// A text without its character references.
fn regex_free(text: &str) -> String {
    let mut parts = text.split("&#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once(';').map_or("", |(_, rest)| rest))
}

#[test]
fn in_a_terminal_nothing_is_obeyed() {
    for payload in PAYLOADS {
        let shown = page(payload).render(SheetFormat::Text { full: true }, Lang::En);
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
        assert!(!crate::text::has_hidden(&shown), "{shown:?}");
    }
}

#[test]
fn what_is_folded_is_shown_in_a_terminal_on_demand() {
    let shown = |full| page("x").render(SheetFormat::Text { full }, Lang::En);
    assert_eq!((shown(false).matches('✗').count(), shown(true).matches('✗').count()), (0, 1));
}

#[test]
fn the_policy_knows_the_style_by_its_hash_and_allows_nothing_else() {
    let html = page("x").render(SheetFormat::Html, Lang::Zh);
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert_eq!(base64(&Sha256::digest(style.as_bytes())), html::STYLE_HASH);
    assert!(html.contains("default-src 'none'") && !html.contains("<script") && !html.contains("http://"), "{html}");
    assert!(!html.contains("https://") && !html.contains(" style=") && !html.contains("url("));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |n: u32| char::from(DIGITS[n as usize & 63]);
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, byte| n << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let four = [digit(n >> 18), digit(n >> 12), digit(n >> 6), digit(n)];
        out.extend(four.into_iter().enumerate().map(|(at, c)| if at > chunk.len() { '=' } else { c }));
    }
    out
}

#[test]
fn a_page_that_no_comment_can_hold_leaves_out_what_is_folded() {
    let many = vec![Block::Item(0, Mark::Plain, vec![Run::ours("很长的一行说明文字".repeat(10))]); 300];
    let sheet = Sheet { title: "x".to_owned(), blocks: vec![Block::Folded(vec![Run::ours("all")], many)] };
    assert!(sheet.render(SheetFormat::Markdown, Lang::En).len() < 1000);
}
