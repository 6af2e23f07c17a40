//! From a JSON pointer to a place in the text, for findings and their excerpts.

use std::ops::Range;

use super::fault::Position;
use super::ordered::{Ordered, parse_ordered, steps};

/// The place of the value a pointer leads to; of its nearest ancestor that is there, if it is absent.
/// Nothing if the bytes cannot be read.
pub fn locate(bytes: &[u8], pointer: &str) -> Option<Position> {
    span(bytes, pointer).map(|span| Position::of(bytes, span.start))
}

/// The bytes of the value a pointer leads to, or of its nearest ancestor that is there.
pub fn span(bytes: &[u8], pointer: &str) -> Option<Range<usize>> {
    parse_ordered(bytes).ok().map(|root| nearest(&root, pointer).span.clone())
}

/// The places of one text, read once for many pointers.
#[derive(Debug)]
pub struct Places<'a> {
    bytes: &'a [u8],
    root: Option<Ordered>,
}

impl<'a> Places<'a> {
    /// The places of a text.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, root: parse_ordered(bytes).ok() }
    }

    /// The place of the value a pointer leads to, or of its nearest ancestor that is there; the start if nothing can be read.
    pub fn locate(&self, pointer: &str) -> Position {
        Position::of(self.bytes, self.root.as_ref().map_or(0, |root| nearest(root, pointer).span.start))
    }
}

fn nearest<'a>(root: &'a Ordered, pointer: &str) -> &'a Ordered {
    let mut here = root;
    for step in steps(pointer) {
        match here.step(&step) {
            Some(inner) => here = inner,
            None => break,
        }
    }
    here
}

/// The place of a byte offset.
pub fn position(bytes: &[u8], offset: usize) -> Position {
    Position::of(bytes, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "{\n  \"站点\": \"S00001\",\n  \"签字\": [\n    {\n      \"谁\": \"张伟\", \"at\": 7\n    }\n  ]\n}\n";

    fn at(pointer: &str) -> (usize, usize) {
        let position = locate(TEXT.as_bytes(), pointer).unwrap();
        (position.line, position.column)
    }

    #[test]
    fn a_value_is_found_by_line_and_column_in_characters() {
        assert_eq!(at(""), (1, 1));
        assert_eq!(at("/站点"), (2, 9));
        assert_eq!(at("/签字/0/at"), (5, 24));
    }

    #[test]
    fn an_absent_value_is_shown_at_what_should_hold_it() {
        assert_eq!(at("/签字/0/digest"), (4, 5));
        assert_eq!(at("/签字/3/digest"), (3, 9));
        assert_eq!(at("/nothing"), (1, 1));
    }

    #[test]
    fn the_name_of_a_section_will_do() {
        assert_eq!(at("签字/0"), (4, 5));
    }

    #[test]
    fn bytes_that_are_no_record_have_no_places() {
        assert_eq!(locate(b"{", ""), None);
    }
}
