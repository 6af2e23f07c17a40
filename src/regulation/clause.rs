//! The regulation's clauses.
