//! Strict reading and canonical printing of JSON, knowing nothing of what it says.
//!
//! Records are I-JSON (RFC 7493) and narrower: what two readers could understand differently is refused here, each
//! defect with its own words, line and column. A text that is read and printed in canonical order has one spelling,
//! so equal records are equal bytes. Written by hand because `serde_json` keeps the last of two equal names, rounds
//! large numbers, and counts columns in bytes.
//!
//! Reading is one pass that remembers only byte offsets; lines and columns are worked out when there is a fault.

mod build;
mod chars;
mod corpus;
mod fault;
mod found;
mod locate;
mod ordered;
mod parse;
mod print;
mod properties;

pub use fault::{Fault, FaultKind, Position};
pub use locate::{Places, locate, position, span};
pub use ordered::{Ordered, OrderedValue, parse_ordered};
pub use parse::{LARGEST_INTEGER, MAX_BYTES, MAX_DEPTH, parse, tidy};
pub use print::{Order, is_canonical, print, quote};

#[cfg(test)]
mod tests {
    /// Other crates could turn these features of `serde_json` on for all: then members would keep the order they came
    /// in, or numbers their spelling, and equal records would no longer be equal values.
    #[test]
    fn no_feature_of_serde_json_changes_what_a_value_is() {
        let value: serde_json::Value = serde_json::from_str("{\"b\": 1, \"a\": 1.50}").unwrap();
        assert_eq!(value.to_string(), "{\"a\":1.5,\"b\":1}");
    }
}
