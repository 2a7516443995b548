//! Rows of who calls.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::row::Row;
use super::schemas;
use super::{Given, PatientNumber};
use crate::category::Category;
use crate::condition::Condition;
use crate::patient::{AgeBand, Origin, Setting};
use std::collections::BTreeMap;

/// How far shares may lie from a sum of 1.
const SUM_TOLERANCE: f64 = 1e-6;
/// Most calls of a person in a year.
const MOST_CALLS: f64 = 1e4;

/// What stands for a row whose words are wrong; the faults say so.
const UNKNOWN: Given = Given::CallerShare;

pub(super) fn read_patients(files: &Files) -> Loaded<PatientNumber> {
    let mut words_are_known = true;
    let mut table = read_table(&schemas::PATIENTS, files, |row| {
        row.text("source");
        row.text("unit");
        let of = given(row);
        words_are_known &= of.is_some();
        let most = if of == Some(Given::CallsAYear) { 1.0..=MOST_CALLS } else { 0.0..=1.0 };
        let columns = ["low", "number", "high"];
        let values = columns.map(|column| row.number(column, most.clone()));
        row.ascending(columns, values);
        let [low, number, high] = values;
        PatientNumber { of: of.unwrap_or(UNKNOWN), number, low, high, grade: row.grade("grade") }
    });
    table.sort_by(|a, b| a.of.cmp(&b.of));
    if words_are_known && table.complete && !table.rows.is_empty() {
        check(&mut table);
    }
    table
}

/// What a row is of; a word that is not known is a fault.
fn given(row: &mut Row<'_>) -> Option<Given> {
    let (given, value) = (row.text("given"), row.text("value"));
    match row.cell("attribute")? {
        "age" => Some(Given::Age {
            condition: known(row, "given", &given, &Condition::ALL.map(Condition::name))?,
            age: known(row, "value", &value, &names(AgeBand::ALL, AgeBand::name))?,
        }),
        "setting" => Some(Given::Setting {
            age: known(row, "given", &given, &names(AgeBand::ALL, AgeBand::name))?,
            setting: known(row, "value", &value, &names(Setting::ALL, Setting::name))?,
        }),
        "origin" => Some(Given::Origin {
            category: known(row, "given", &given, &Category::ALL.map(Category::name))?,
            origin: known(row, "value", &value, &names(Origin::ALL, Origin::name))?,
        }),
        "callers" => match known(row, "value", &value, &["share", "calls_a_year"])? {
            0 => Some(Given::CallerShare),
            _ => Some(Given::CallsAYear),
        },
        other => {
            let found = quoted(other);
            row.fault("attribute", || Fault::new(found, "age, setting, origin or callers", ""));
            None
        }
    }
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|item| name(*item)).collect()
}

/// The position of a word in a list.
fn known(row: &mut Row<'_>, column: &str, word: &str, words: &[&str]) -> Option<u8> {
    let found = words.iter().position(|known| *known == word);
    if found.is_none() {
        row.fault(column, || Fault::new(quoted(word), words.join(", "), ""));
    }
    found.map(|row| row as u8)
}

/// Every share is there, and those of one word sum to 1.
fn check(table: &mut Loaded<PatientNumber>) {
    let mut sums: BTreeMap<(&str, u8), (usize, f64)> = BTreeMap::new();
    let mut numbers = 0;
    for row in table.rows.iter().map(|lined| lined.row) {
        let key = match row.of {
            Given::Age { condition, .. } => ("age", condition),
            Given::Setting { age, .. } => ("setting", age),
            Given::Origin { category, .. } => ("origin", category),
            Given::CallerShare | Given::CallsAYear => {
                numbers += 1;
                continue;
            }
        };
        let sum = sums.entry(key).or_default();
        *sum = (sum.0 + 1, sum.1 + row.number);
    }
    let groups = [
        ("age", Condition::ALL.map(Condition::name).to_vec(), AgeBand::ALL.len()),
        ("setting", names(AgeBand::ALL, AgeBand::name), Setting::ALL.len()),
        ("origin", Category::ALL.map(Category::name).to_vec(), Origin::ALL.len()),
    ];
    for (attribute, given, wanted) in groups {
        for (number, word) in given.iter().enumerate() {
            let (n, sum) = sums.get(&(attribute, number as u8)).copied().unwrap_or_default();
            let path = format!("{attribute} of {word}");
            if n < wanted {
                let found = format!("{n} rows");
                table.faults.in_file(&path, || {
                    Fault::new(found, format!("a row for each of {wanted}"), "write 0 for none")
                });
            } else if (sum - 1.0).abs() > SUM_TOLERANCE {
                let found = format!("shares of sum {sum:.8}");
                table.faults.in_file(&path, || Fault::new(found, "shares of sum 1", ""));
            }
        }
    }
    if numbers < 2 {
        let rule = "a share and a number of calls a year of frequent callers";
        table.faults.in_file("callers", || Fault::new(format!("{numbers} rows"), rule, ""));
    }
}
