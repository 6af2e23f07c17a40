//! Families of obligations: one obligation, everything that one kind of record fulfils or brings about, or all callbacks.

use crate::record::Kind;
use crate::regulation::obligation::{self, Obligation};

/// A family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// One obligation.
    Rule(&'static str),
    /// What a kind of record fulfils, or makes due.
    Kind(Kind),
    /// Calls and visits.
    Callbacks,
}

impl Family {
    /// Reads the name of a family.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if matches!(text, "callbacks" | "回访") {
            return Ok(Self::Callbacks);
        }
        if let Some(rule) = obligation::ALL.iter().find(|rule| rule.id == text) {
            return Ok(Self::Rule(rule.id));
        }
        Kind::parse(text).map(Self::Kind).ok_or_else(|| {
            let ids: Vec<_> = obligation::ALL.iter().map(|rule| rule.id).collect();
            format!("one of callbacks, a kind of record, or {}", ids.join(", "))
        })
    }

    /// Whether an obligation belongs to it.
    pub(super) fn holds(self, due: &Obligation) -> bool {
        match self {
            Self::Rule(id) => due.rule.id == id,
            Self::Kind(kind) => due.key.kind == kind || due.anchor.kind == kind,
            Self::Callbacks => due.is_callback(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_has_a_name_in_either_language() {
        assert_eq!(Family::parse("回访"), Family::parse("callbacks"));
        assert_eq!(Family::parse("维修单"), Ok(Family::Kind(Kind::Ticket)));
        assert_eq!(Family::parse("ticket_hand_in"), Ok(Family::Rule("ticket_hand_in")));
        assert!(Family::parse("tickets").is_err_and(|wrong| wrong.contains("ticket_hand_in")));
    }
}
