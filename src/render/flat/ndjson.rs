//! A row as a line of JSON: members in the order of the columns, null where nothing is known.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Column, Datum};

/// A row as a line, its end included.
pub fn line(columns: &[Column], row: &[Datum]) -> String {
    // Strings, numbers and a map with string keys cannot fail to serialize.
    serde_json::to_string(&Line { columns, row }).unwrap_or_default() + "\n"
}

struct Line<'a> {
    columns: &'a [Column],
    row: &'a [Datum],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, datum) in self.columns.iter().zip(self.row) {
            map.serialize_entry(column.name, datum)?;
        }
        map.end()
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Bool(yes) => serializer.serialize_bool(*yes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use crate::text::Text;

    const MEANING: Text = Text { zh: "", en: "" };

    #[test]
    fn a_row_has_every_column_in_order_and_null_is_written() {
        let column = |name, kind| Column { name, kind, meaning: &MEANING };
        let columns = [column("b", Kind::Text), column("a", Kind::Int)];
        assert_eq!(
            line(&columns, &[Datum::Text("\"门\"\n".to_owned()), Datum::Null]),
            "{\"b\":\"\\\"门\\\"\\n\",\"a\":null}\n"
        );
    }
}
