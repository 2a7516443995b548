//! What a notebook shows of a table: its first rows, and behind each head what the column is.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field};

/// Rows that are shown.
const SHOWN: usize = 10;

/// The table as HTML.
pub(crate) fn html(name: &str, batch: &RecordBatch) -> String {
    let (rows, schema) = (batch.num_rows(), batch.schema());
    let part = if rows > SHOWN { format!("; the first {SHOWN}") } else { String::new() };
    let plural = if rows == 1 { "row" } else { "rows" };
    let mut out = format!(
        "<div style=\"overflow-x:auto\"><table><caption style=\"text-align:left;font-weight:600\">{}: {rows} \
         {plural}{part}</caption><thead><tr>",
        escaped(name)
    );
    for field in schema.fields() {
        out.push_str(&head(field));
    }
    out.push_str("</tr></thead><tbody>");
    for row in 0..rows.min(SHOWN) {
        out.push_str("<tr>");
        for column in batch.columns() {
            let (text, side) = cell(column, row);
            out.push_str(&format!("<td style=\"text-align:{side}\">{text}</td>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    out
}

/// The head of a column, which says what it is where a pointer rests on it.
fn head(field: &Field) -> String {
    let told = |key: &str| field.metadata().get(key).map(String::as_str);
    let unit = told("unit").map_or_else(String::new, |unit| format!(" Unit: {unit}."));
    let said = format!("{}{unit}", told("doc").unwrap_or_default());
    format!("<th scope=\"col\" title=\"{}\">{}</th>", escaped(said.trim()), escaped(field.name()))
}

/// A cell and the side at which it stands; what is missing is empty.
fn cell(column: &dyn Array, row: usize) -> (String, &'static str) {
    let is_known = !column.is_null(row);
    match column.data_type() {
        DataType::Float64 => {
            let value = is_known.then(|| column.as_primitive::<Float64Type>().value(row));
            (value.map(number).unwrap_or_default(), "right")
        }
        DataType::Int64 => {
            let value = is_known.then(|| column.as_primitive::<Int64Type>().value(row));
            (value.map(|value| value.to_string()).unwrap_or_default(), "right")
        }
        DataType::Boolean => {
            let value = is_known.then(|| column.as_boolean().value(row));
            (value.map(|value| value.to_string()).unwrap_or_default(), "left")
        }
        DataType::Utf8 => {
            (if is_known { escaped(column.as_string::<i32>().value(row)) } else { String::new() }, "left")
        }
        // A kind that no table has today.
        _ => ("?".to_owned(), "left"),
    }
}

/// As many digits as a reader wants: one decimal from a hundred on, else three, without zeros at the end.
fn number(value: f64) -> String {
    let digits = if value.abs() >= 100.0 { 1 } else { 3 };
    let text = format!("{value:.digits$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
