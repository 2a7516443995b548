//! The first line: which columns say what a row is about, and which hold items.

use crate::region::faults::{Fault, Faults, quoted};
use std::collections::BTreeMap;

/// Names that files give to a column, in lower case and with blanks.
const YEAR: [&str; 1] = ["year"];
const MONTH: [&str; 1] = ["month"];
const REGION: [&str; 3] = ["region", "region code", "nhs region code"];
const CODE: [&str; 7] =
    ["org code", "organisation code", "ods code", "icb code", "ics code", "trust code", "org_code"];
const NAME: [&str; 6] = ["org name", "organisation name", "icb name", "ics name", "trust name", "name"];

/// The columns of a file.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub year: usize,
    pub month: usize,
    pub region: Option<usize>,
    pub code: usize,
    pub name: Option<usize>,
    /// Place and code of each item.
    pub items: Vec<(usize, String)>,
    /// Names of the other columns.
    pub left_out: Vec<String>,
    /// Cells of the line.
    pub width: usize,
}

impl Header {
    /// Reads the first line; `None` if a column without which nothing can be read is not there.
    pub fn of(cells: &[String], faults: &mut Faults) -> Option<Self> {
        let names: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        if let [only] = cells
            && only.contains([';', '\t'])
        {
            faults
                .at_row(1, || Fault::new(quoted(only), "cells separated by commas", "save it as CSV again"));
            return None;
        }
        let mut taken = BTreeMap::new();
        let mut the = |column: &'static str, known: &[&str], needed: bool, faults: &mut Faults| {
            let places: Vec<usize> =
                (0..names.len()).filter(|at| known.contains(&names[*at].as_str())).collect();
            taken.extend(places.iter().map(|at| (*at, column)));
            if places.len() > 1 || (needed && places.is_empty()) {
                let found = if places.is_empty() { "no such column" } else { "more than one such column" };
                let rule = format!("one column, named {}", known.join(", or "));
                faults.at_header(column, || Fault::new(found, rule, FIRST));
            }
            places.first().copied()
        };
        let year = the("Year", &YEAR, true, faults);
        let month = the("Month", &MONTH, true, faults);
        let code = the("Org Code", &CODE, true, faults);
        let region = the("Region", &REGION, false, faults);
        let name = the("Org Name", &NAME, false, faults);
        let (items, left_out) = items(cells, |at| taken.contains_key(&at), faults);
        let width = cells.len();
        Some(Self { year: year?, month: month?, code: code?, region, name, items, left_out, width })
    }
}

const FIRST: &str = "the first line is Year,Month,Region,Org Code,Org Name, and then the codes of the items";

fn plain(cell: &str) -> String {
    cell.trim().to_lowercase().replace('_', " ")
}

/// The code of an item: an `A` and a number.
fn item_code(cell: &str) -> Option<String> {
    let code = cell.trim().to_ascii_uppercase();
    let digits = code.strip_prefix('A')?;
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(code)
}

/// The columns of items, and the names of those that are none.
fn items(
    cells: &[String],
    is_taken: impl Fn(usize) -> bool,
    faults: &mut Faults,
) -> (Vec<(usize, String)>, Vec<String>) {
    let (mut items, mut left_out): (Vec<(usize, String)>, Vec<String>) = (Vec::new(), Vec::new());
    for (at, cell) in cells.iter().enumerate().filter(|(at, _)| !is_taken(*at)) {
        match item_code(cell) {
            Some(code) if items.iter().any(|(_, known)| *known == code) => {
                faults
                    .at_header(&code, || Fault::new("the same column again", "each item has one column", ""));
            }
            Some(code) => items.push((at, code)),
            None => left_out.push(cell.trim().to_owned()),
        }
    }
    if items.is_empty() {
        faults.at_header("", || {
            Fault::new("no column of an item", "columns of items, as A7, A8 and A25", FIRST)
        });
    }
    (items, left_out)
}
