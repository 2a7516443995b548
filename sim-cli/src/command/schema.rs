use super::print;
use crate::failure::{DONE, Failure};
use std::fs;
use std::path::Path;

/// Prints the JSON Schema of a scenario file, or writes it to a file.
pub(super) fn schema(out: Option<&Path>) -> Result<i32, Failure> {
    let text = format!("{:#}\n", ambics::scenario::schema());
    match out {
        Some(path) => fs::write(path, text).map_err(Failure::file("write", path))?,
        None => print(&text)?,
    }
    Ok(DONE)
}
