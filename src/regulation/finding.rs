//! Findings: what a rule says is wrong, where, and how to put it right.

use std::borrow::Cow;

use super::rule::Rule;
use crate::record::path::Key;
use crate::text::Message;

/// Something wrong with a record.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that says so.
    pub rule: &'static Rule,
    /// The clauses it is about: the rule's, or of a fault of a form those that demand the member.
    pub clauses: Cow<'static, [&'static str]>,
    /// The path of the record.
    pub path: String,
    /// JSON pointer to the place; empty for the whole record.
    pub pointer: String,
    /// What is wrong.
    pub wrong: Message,
    /// How to put it right.
    pub fix: Message,
}

/// Collects the findings of one rule on one record.
pub struct Faults<'a> {
    rule: &'static Rule,
    key: &'a Key,
    found: &'a mut Vec<Finding>,
}

impl<'a> Faults<'a> {
    /// Findings of `rule` on the record `key` go to `found`.
    pub fn new(rule: &'static Rule, key: &'a Key, found: &'a mut Vec<Finding>) -> Self {
        Self { rule, key, found }
    }

    /// Reports a fault at a JSON pointer, with the rule's own advice.
    pub fn at(&mut self, pointer: impl Into<String>, wrong: impl Into<Message>) {
        let fix = Message::new(&self.rule.explanation.fix);
        self.advise(pointer, wrong, fix);
    }

    /// Reports a fault with advice of its own.
    pub fn advise(&mut self, pointer: impl Into<String>, wrong: impl Into<Message>, fix: impl Into<Message>) {
        self.found.push(Finding {
            rule: self.rule,
            clauses: self.rule.clauses.into(),
            path: self.key.path(),
            pointer: pointer.into(),
            wrong: wrong.into(),
            fix: fix.into(),
        });
    }
}
