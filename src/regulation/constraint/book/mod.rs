//! TODO
use crate::regulation::rule::Rule;
/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[];
