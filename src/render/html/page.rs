//! The frame of the page: its policy, its head, where to find what, and its sections.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::{STYLE, escaped, table};
use crate::render::{BASIS, Bundle, Cell, Document, Fact};
use crate::text::Lang;

crate::texts! {
    CONTENTS: "目录", "Contents";
}

pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> String {
    let title = escaped(bundle.cover.title.get(lang));
    let digest = Base64::encode_string(&Sha256::digest(STYLE.as_bytes()));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        lang.tag()
    );
    out.push_str("<header>\n");
    for notice in bundle.notices {
        let _ = writeln!(out, "<p class=\"notice\" role=\"alert\">{}</p>", escaped(notice));
    }
    let _ = writeln!(out, "<h1>{title}</h1>");
    facts(&mut out, bundle, bundle.cover, true, lang);
    if !bundle.parts.is_empty() {
        let _ = write!(out, "<nav aria-label=\"{}\"><ul>", CONTENTS.get(lang));
        for part in bundle.parts {
            let _ =
                write!(out, "<li><a href=\"#{0}\">{1}</a></li>", escaped(part.family()), escaped(part.title.get(lang)));
        }
        out.push_str("</ul></nav>\n");
    }
    // A page that is turned for one table stays turned: half-empty sheets between help nobody.
    let _ = writeln!(out, "</header>\n<main{}>", if is_wide(bundle.cover) { " class=\"wide\"" } else { "" });
    tables(&mut out, bundle.cover, lang);
    facts(&mut out, bundle, bundle.cover, false, lang);
    for part in bundle.parts {
        let class = if is_wide(part) { "part wide" } else { "part" };
        let (family, title) = (escaped(part.family()), escaped(part.title.get(lang)));
        let _ = writeln!(out, "<section class=\"{class}\" id=\"{family}\">\n<h2>{title}</h2>");
        facts(&mut out, bundle, part, true, lang);
        tables(&mut out, part, lang);
        facts(&mut out, bundle, part, false, lang);
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn is_wide(document: &Document) -> bool {
    document.tables.iter().any(table::is_wide)
}

/// The facts of a document: those read before its figures, or the others.
fn facts(out: &mut String, bundle: &Bundle<'_>, document: &Document, head: bool, lang: Lang) {
    // Behind a cover, what is not known needs no line.
    let behind = !std::ptr::eq(bundle.cover, document);
    let told = |fact: &&Fact| fact.is_basis() != head && !((behind || head) && fact.value == Cell::Unknown);
    let mut own = bundle.own_facts(document).filter(told).peekable();
    if own.peek().is_none() {
        return;
    }
    if !head {
        let _ = writeln!(out, "<h3>{}</h3>", BASIS.get(lang));
    }
    out.push_str("<dl class=\"facts\">");
    for fact in own {
        let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", escaped(fact.title.get(lang)), table::shown(&fact.value, lang));
    }
    out.push_str("</dl>\n");
}

fn tables(out: &mut String, document: &Document, lang: Lang) {
    for it in &document.tables {
        table::render(out, it, lang);
    }
}
