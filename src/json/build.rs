//! What the reader builds: one grammar, several trees.

use serde_json::{Map, Value};

/// What the reader makes values of. Offsets are those of the value's first byte and behind its last.
pub(super) trait Build {
    /// A value.
    type Value;
    /// The members of an object as they come.
    type Members: Default;

    /// `null`, `true`, `false`, an integer or a string.
    fn scalar(&self, scalar: Scalar, start: usize, end: usize) -> Self::Value;
    /// A list.
    fn list(&self, items: Vec<Self::Value>, start: usize, end: usize) -> Self::Value;
    /// Adds a member; false if the name is there already.
    fn member(&self, members: &mut Self::Members, name: String, value: Self::Value) -> bool;
    /// An object.
    fn object(&self, members: Self::Members, start: usize, end: usize) -> Self::Value;
}

/// A value without parts.
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    Text(String),
}

/// Makes `serde_json` values, and finds names that stand twice while inserting them.
pub(super) struct ToValue;

impl Build for ToValue {
    type Value = Value;
    type Members = Map<String, Value>;

    fn scalar(&self, scalar: Scalar, _: usize, _: usize) -> Value {
        match scalar {
            Scalar::Null => Value::Null,
            Scalar::Bool(value) => Value::Bool(value),
            Scalar::Integer(value) => Value::from(value),
            Scalar::Text(value) => Value::String(value),
        }
    }

    fn list(&self, items: Vec<Value>, _: usize, _: usize) -> Value {
        Value::Array(items)
    }

    fn member(&self, members: &mut Self::Members, name: String, value: Value) -> bool {
        members.insert(name, value).is_none()
    }

    fn object(&self, members: Self::Members, _: usize, _: usize) -> Value {
        Value::Object(members)
    }
}
