//! The same rows as Parquet: every column optional, no compression, nothing of the moment of writing in the bytes.
//!
//! Rows are taken from their lines of JSON, some ten thousand at a time, so that memory does not grow with the file.

use std::io::{BufRead, Write};
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Map, Value};

use super::{Column, Kind};

/// How many rows stand in a row group.
const GROUP: usize = 50_000;

/// Writes the rows of a table that stand in lines of JSON.
pub fn write(columns: &[Column], lines: impl BufRead, out: &mut (impl Write + Send)) -> Result<()> {
    let properties =
        WriterProperties::builder().set_created_by(concat!("weibao ", env!("CARGO_PKG_VERSION")).to_owned());
    let mut writer = SerializedFileWriter::new(out, schema(columns)?, Arc::new(properties.build()))?;
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    for line in lines.lines() {
        rows.push(serde_json::from_str(&line?).map_err(|error| ParquetError::External(Box::new(error)))?);
        if rows.len() == GROUP {
            group(writer.next_row_group()?, columns, &std::mem::take(&mut rows))?;
        }
    }
    if !rows.is_empty() {
        group(writer.next_row_group()?, columns, &rows)?;
    }
    writer.close().map(|_| ())
}

fn schema(columns: &[Column]) -> Result<TypePtr> {
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Int | Kind::Seconds => (Physical::INT64, None),
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        };
        let field = Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_logical_type(logical).build().map(Arc::new)
    });
    Type::group_type_builder("row").with_fields(fields.collect::<Result<_>>()?).build().map(Arc::new)
}

fn group<W: Write + Send>(
    mut group: SerializedRowGroupWriter<'_, W>,
    columns: &[Column],
    rows: &[Map<String, Value>],
) -> Result<()> {
    for column in columns {
        let values = rows.iter().map(|row| row.get(column.name).unwrap_or(&Value::Null));
        match column.kind {
            Kind::Text => put::<ByteArrayType, W>(&mut group, values.map(|value| value.as_str().map(ByteArray::from))),
            Kind::Int | Kind::Seconds => put::<Int64Type, W>(&mut group, values.map(Value::as_i64)),
            Kind::Bool => put::<BoolType, W>(&mut group, values.map(Value::as_bool)),
            Kind::Day => put::<Int32Type, W>(&mut group, values.map(|value| value.as_str().and_then(days))),
        }?;
    }
    group.close().map(|_| ())
}

/// Writes a column: a level for each row says whether it has a value.
fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let missing = || ParquetError::General("the schema has fewer columns than the table".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    column.close()
}

/// Days since 1970-01-01.
fn days(text: &str) -> Option<i32> {
    let day: chrono::NaiveDate = text.parse().ok()?;
    i32::try_from(day.signed_duration_since(chrono::NaiveDate::default()).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!((days("1970-01-01"), days("2026-03-15")), (Some(0), Some(20_527)));
        assert_eq!(days("soon"), None);
    }
}
