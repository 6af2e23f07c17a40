//! From bytes to a record, strictly; what stands in the way becomes findings of the reading rules.

use crate::json::Position;
use crate::ledger::Entry;
use crate::record::Record;
use crate::record::path::Key;
use crate::regulation::finding::Finding;
use crate::regulation::{coverage, reading};
use crate::schema::{self, ReadingFault, ReadingKind};
use crate::text::Message;
use crate::texts;

texts! {
    NO_FORM: "符合 schema 却读不成表单：{reason};这是程序的错误，请报告", "fits its schema and yet is no form: {reason}; this is a fault of the program, please report it";
}

/// Bytes that are no record, and why not.
pub(super) struct Unreadable {
    /// What keeps them from being one, with its place.
    pub(super) faults: Vec<(Finding, Position)>,
    pub(super) bytes: Vec<u8>,
}

/// The record in the bytes, or everything that keeps it from being one.
pub(super) fn entry(key: &Key, bytes: Vec<u8>) -> Result<Entry, Unreadable> {
    let value = match schema::read(key, &bytes) {
        Ok(value) => value,
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| finding(key, fault, &bytes)).collect();
            return Err(Unreadable { faults, bytes });
        }
    };
    match Record::from_value(key.kind, &value) {
        Ok(record) => Ok(Entry::new(key.clone(), bytes, value, record)),
        Err(source) => {
            let rule = &reading::schema_violation::RULE;
            let wrong = Message::new(&NO_FORM).with("reason", source);
            let fix = Message::new(&rule.explanation.fix);
            let finding =
                Finding { clauses: rule.clauses.into(), rule, path: key.path(), pointer: String::new(), wrong, fix };
            Err(Unreadable { faults: vec![(finding, Position { line: 1, column: 1 })], bytes })
        }
    }
}

fn finding(key: &Key, fault: ReadingFault, bytes: &[u8]) -> (Finding, Position) {
    let rule = match fault.kind {
        ReadingKind::Malformed if has_conflict_marks(bytes) => &reading::conflict_left_in::RULE,
        ReadingKind::Malformed => &reading::malformed_json::RULE,
        ReadingKind::UnknownSchema => &reading::unknown_schema::RULE,
        ReadingKind::SchemaViolation => &reading::schema_violation::RULE,
        ReadingKind::NotCanonical => &reading::not_canonical::RULE,
    };
    let clauses = match fault.kind {
        ReadingKind::SchemaViolation => coverage::demanding(key.kind, &fault.pointer).into(),
        _ => rule.clauses.into(),
    };
    let (pointer, wrong, fix) = (fault.pointer, fault.message, fault.fix);
    let finding = Finding { rule, clauses, path: key.path(), pointer, wrong, fix };
    (finding, fault.position)
}

fn has_conflict_marks(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"<<<<<<< ") || line.starts_with(b">>>>>>> "))
}
