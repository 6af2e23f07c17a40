//! One HTML page that needs nothing else: no script, no address outside, its style inside and named by its digest, so that a
//! browser told by the page's own policy runs and fetches nothing, whatever a record says.
//!
//! Every text goes through [`escaped`]; there is no way to put markup in. Figures of one row become cards, groups with rates
//! get a chart above their table, long lists fold, and on A4 all of it is open and wide tables lie across.

mod figures;
mod page;
mod table;

use std::fmt::Write as _;

use super::{Bundle, visible};
use crate::text::Lang;

/// The page.
pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> String {
    page::render(bundle, lang)
}

/// The look of the page; its digest stands in the page's policy.
const STYLE: &str = include_str!("style.css");

/// A text as it may stand in an element or between the quotes of an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A bar as wide as a share, beside its figure. Its colour says nothing: more is not always better.
fn meter(per_mille: u64) -> String {
    let mut out =
        String::from("<svg class=\"meter\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    let _ = write!(
        out,
        "<rect class=\"track\" width=\"1000\" height=\"10\"/><rect class=\"first\" width=\"{}\" height=\"10\"/></svg>",
        per_mille.min(1000)
    );
    out
}

/// A whole number with its thousands apart once it is long.
fn digits(number: &impl ToString) -> String {
    let text = number.to_string();
    let (sign, plain) = text.strip_prefix('-').map_or(("", text.as_str()), |plain| ("-", plain));
    if plain.len() < 5 {
        return text;
    }
    let mut out = String::from(sign);
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
