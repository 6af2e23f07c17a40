//! GitHub-flavoured Markdown; what people wrote cannot end a cell, become markup, call anybody, or link anywhere.

use std::fmt::Write as _;

use super::{BASIS, Bundle, Cell, ColumnKind, Document, NOTHING};
use crate::text::Lang;

/// What stands in the middle of a word that would otherwise be more than a word: it shows nothing and cuts the text in two.
const CUT: &str = "<!-- -->";

pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (place, document) in bundle.documents().enumerate() {
        let depth = if place == 0 { "#" } else { "\n##" };
        one(&mut out, bundle, document, depth, lang);
    }
    out
}

fn one(out: &mut String, bundle: &Bundle<'_>, document: &Document, depth: &str, lang: Lang) {
    let _ = writeln!(out, "{depth} {}", document.title.get(lang));
    let facts = |head: bool| bundle.own_facts(document).filter(move |fact| fact.is_basis() != head);
    if facts(true).next().is_some() {
        out.push('\n');
    }
    for fact in facts(true) {
        let _ = writeln!(out, "- {}: {}", fact.title.get(lang), shown(&fact.value, lang));
    }
    for table in &document.tables {
        let _ = write!(out, "\n{}# {}\n\n", depth.trim_start(), table.title.get(lang));
        if table.rows.is_empty() {
            let _ = writeln!(out, "{}", NOTHING.get(lang));
            continue;
        }
        let heads = table.read().map(|(_, column)| escaped(column.title.get(lang)));
        let _ = writeln!(out, "| {} |", heads.collect::<Vec<_>>().join(" | "));
        let rule = |kind| if matches!(kind, ColumnKind::Int | ColumnKind::Cents) { "---:" } else { "---" };
        let rules = table.read().map(|(_, column)| rule(column.kind));
        let _ = writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "));
        for row in &table.rows {
            let cells = table.read().filter_map(|(place, _)| row.cells.get(place)).map(|cell| shown(cell, lang));
            let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        for row in table.rows.iter().filter(|row| !row.notes.is_empty()) {
            let head = row.cells.first().map(|cell| shown(cell, lang)).unwrap_or_default();
            let _ = write!(out, "\n- {head}\n");
            for note in row.spoken_notes(lang) {
                let _ = writeln!(out, "  - {}", escaped(&note));
            }
        }
    }
    if facts(false).next().is_some() {
        let _ = write!(out, "\n{}# {}\n\n", depth.trim_start(), BASIS.get(lang));
    }
    for fact in facts(false) {
        let _ = writeln!(out, "- {}: {}", fact.title.get(lang), shown(&fact.value, lang));
    }
}

fn shown(cell: &Cell, lang: Lang) -> String {
    let spoken = cell.spoken(lang);
    match cell {
        _ if spoken.is_empty() => "-".to_owned(),
        // A number's sign begins no list.
        Cell::Int(_) | Cell::Cents(_) => spoken,
        _ => escaped(&spoken),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or(' ');
    for (place, c) in chars.iter().copied().enumerate() {
        let (before, after) = (if place == 0 { ' ' } else { at(place - 1) }, at(place + 1));
        match c {
            '\\' | '|' | '`' | '*' | '[' | ']' | '~' => out.extend(['\\', c]),
            // Between letters it marks nothing; elsewhere it may.
            '_' if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => out.push(c),
            '_' => out.push_str("\\_"),
            // A number of an issue, a heading.
            '#' => out.extend(["\\#", CUT]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '$' => out.push_str("&#36;"),
            // Somebody's name, an address of mail.
            '@' => out.extend(["@", CUT]),
            // An address, or a picture by its name; a time of day has two digits behind its colon.
            ':' if after == '/' || (names(after) && !clock(after, at(place + 2), at(place + 3))) => {
                out.extend([":", CUT]);
            }
            // `www.` alone makes an address.
            '.' if place > 2 && chars[place - 3..place].iter().all(|c| c.eq_ignore_ascii_case(&'w')) => {
                out.extend([".", CUT]);
            }
            // The beginning of a list.
            '-' | '+' if place == 0 => out.extend(['\\', c]),
            '.' | ')' if place > 0 && chars[..place].iter().all(char::is_ascii_digit) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

const fn names(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_')
}

/// Whether minutes or seconds stand there.
const fn clock(tens: char, ones: char, then: char) -> bool {
    tens.is_ascii_digit() && ones.is_ascii_digit() && !then.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_becomes_markup() {
        assert_eq!(
            escaped("a|b <img src=x> `c` *d* [e](f) ~~g~~"),
            "a\\|b &lt;img src=x&gt; \\`c\\` \\*d\\* \\[e\\](f) \\~\\~g\\~\\~"
        );
        assert_eq!(escaped("_x_ month_6 a_"), "\\_x\\_ month_6 a\\_");
        assert_eq!(escaped("$x^2$"), "&#36;x^2&#36;");
    }

    #[test]
    fn nobody_is_called_and_no_issue_is_named() {
        assert_eq!(escaped("@octocat, #12"), "@<!-- -->octocat, \\#<!-- -->12");
        assert_eq!(escaped("a@b.example"), "a@<!-- -->b.example");
    }

    #[test]
    fn no_address_becomes_a_link_and_no_word_a_picture() {
        assert_eq!(escaped("https://x.example www.x.example"), "https:<!-- -->//x.example www.<!-- -->x.example");
        assert_eq!(escaped(":smile: :+1: :100:"), ":<!-- -->smile: :<!-- -->+1: :<!-- -->100:");
        assert_eq!(escaped("2026-03-02T12:00:00+08:00"), "2026-03-02T12:00:00+08:00");
    }

    #[test]
    fn no_list_begins() {
        assert_eq!(escaped("- a"), "\\- a");
        assert_eq!(escaped("12. a"), "12\\. a");
        assert_eq!(escaped("1) a"), "1\\) a");
        assert_eq!(shown(&Cell::Int(-3), Lang::En), "-3");
    }
}
