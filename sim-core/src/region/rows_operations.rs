//! Rows of conditions, kinds of vehicle, shifts lost and the season.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::row::{RATIO, Row, SECONDS, SHARE, nearest};
use super::schemas;
use super::{Abstraction, ConditionShare, SeasonMonth, VehicleKindRow};
use crate::category::Category;
use crate::condition::Condition;
use crate::vehicle_kind::VehicleKind;
use std::ops::RangeInclusive;

/// How far the shares of a category may lie from 1.
const SUM_TOLERANCE: f64 = 1e-6;
/// A ratio whose logarithm is taken.
const POSITIVE_RATIO: RangeInclusive<f64> = 0.01..=100.0;
/// Years that a ratio may rest on.
const YEARS: RangeInclusive<u32> = 1..=1_000;

/// A value between its low and its high: the three columns, in rising order, and where they may lie.
fn ranged(row: &mut Row<'_>, columns: [&str; 3], range: &RangeInclusive<f64>) -> [f64; 3] {
    let values = columns.map(|column| row.number(column, range.clone()));
    row.ascending(columns, values);
    values
}

/// A row and whether its words could be read: where one could not, nothing is said of rows that lack.
struct Named<T> {
    known: bool,
    row: T,
}

/// Whether every row of a table says which it is.
fn all_known<T>(table: &Loaded<Named<T>>) -> bool {
    table.complete && table.rows.iter().all(|lined| lined.row.known)
}

pub(super) fn read_conditions(files: &Files) -> Loaded<ConditionShare> {
    let categories = Category::ALL.map(|category| (category.name(), category));
    let conditions = Condition::ALL.map(|condition| (condition.name(), condition));
    let mut table = read_table(&schemas::CONDITIONS, files, |row| {
        row.text("source");
        let known = is_word(row, "category", &categories) && is_word(row, "condition", &conditions);
        let [low, share, high] = ranged(row, ["low", "share", "high"], &SHARE);
        let share = ConditionShare {
            category: row.word("category", &categories),
            condition: row.word("condition", &conditions),
            share,
            low,
            high,
            grade: row.grade("grade"),
        };
        Named { known, row: share }
    });
    table.sort_by(|a, b| (a.row.category, a.row.condition).cmp(&(b.row.category, b.row.condition)));
    if all_known(&table) {
        Category::ALL.into_iter().for_each(|category| check_category(&mut table, category));
    }
    table.map(|named| named.row)
}

fn is_word<T>(row: &mut Row<'_>, column: &str, words: &[(&str, T)]) -> bool {
    let cell = row.cell(column);
    words.iter().any(|(word, _)| cell == Some(*word))
}

/// A category has each condition, and their shares sum to 1.
fn check_category(table: &mut Loaded<Named<ConditionShare>>, category: Category) {
    let rows = table.rows.iter().map(|lined| lined.row.row);
    let own: Vec<ConditionShare> = rows.filter(|row| row.category == category).collect();
    let lacks = |condition: &Condition| own.iter().all(|row| row.condition != *condition);
    let missing: Vec<&str> = Condition::ALL.into_iter().filter(lacks).map(Condition::name).collect();
    let sum: f64 = own.iter().map(|row| row.share).sum();
    let path = format!("category {}", category.name());
    if !missing.is_empty() {
        let found = format!("no row for {}", missing.join(", "));
        table
            .faults
            .in_file(&path, || Fault::new(found, "each category has each condition", "write 0 for none"));
    } else if (sum - 1.0).abs() > SUM_TOLERANCE {
        let found = format!("shares of sum {sum:.8}");
        table.faults.in_file(&path, || Fault::new(found, "shares of sum 1", "give the rest to other"));
    }
}

pub(super) fn read_vehicle_kinds(files: &Files) -> Loaded<VehicleKindRow> {
    let names = VehicleKind::ALL.map(|kind| (kind.name(), kind));
    let mut kinds = read_table(&schemas::VEHICLE_KINDS, files, |row| {
        let known = is_word(row, "kind", &names);
        check_ambulance(row);
        Named { known, row: read_kind(row, &names) }
    });
    kinds.sort_by(|a, b| a.row.kind.cmp(&b.row.kind));
    if all_known(&kinds) {
        let Loaded { rows, faults, .. } = &mut kinds;
        for kind in
            VehicleKind::ALL.iter().filter(|kind| rows.iter().all(|lined| lined.row.row.kind != **kind))
        {
            let hint = "give it no hours if there is none";
            faults
                .in_file(kind.name(), || Fault::new("no such row", "every kind of vehicle has a row", hint));
        }
    }
    kinds.map(|named| named.row)
}

fn read_kind(row: &mut Row<'_>, names: &[(&str, VehicleKind)]) -> VehicleKindRow {
    row.text("source");
    let [low_hours, hours_share, high_hours] =
        ranged(row, ["low_hours_share", "hours_share", "high_hours_share"], &RATIO);
    let [low_s, mobilise_mean_s, high_s] =
        ranged(row, ["low_mobilise_s", "mobilise_mean_s", "high_mobilise_s"], &SECONDS);
    VehicleKindRow {
        kind: row.word("kind", names),
        conveys: row.yes("conveys"),
        stops_c1_clock: row.yes("stops_c1_clock"),
        answers: ANSWERS.map(|column| row.number(column, SHARE)),
        conditions: read_answered(row),
        hours_share,
        hours_share_range: [low_hours, high_hours],
        mobilise_mean_s,
        mobilise_range_s: [low_s, high_s],
        grade: row.grade("grade"),
    }
}

/// The columns of the shares that a kind may answer, in order of category.
const ANSWERS: [&str; 5] = ["c1", "c2", "c3", "c4", "other"];

/// A double-crewed ambulance conveys and may be sent to everything: else some incident would wait for ever.
fn check_ambulance(row: &mut Row<'_>) {
    let is = |row: &mut Row<'_>, column: &str, word: &str| row.cell(column) == Some(word);
    if !is(row, "kind", VehicleKind::Dca.name()) {
        return;
    }
    if is(row, "conveys", "no") {
        row.fault("conveys", || Fault::new("`no`", "an ambulance (dca) takes patients to hospital", ""));
    }
    for column in ANSWERS {
        if row.cell(column).and_then(|cell| cell.parse().ok()) == Some(0.0) {
            row.fault(column, || Fault::new("`0`", "an ambulance (dca) may answer every category", ""));
        }
    }
    if row.cell("conditions").is_some_and(|cell| !cell.is_empty() && cell != "any") {
        row.fault("conditions", || {
            Fault::new("a list", "an ambulance (dca) may answer any condition", "write any")
        });
    }
}

/// The conditions that a kind may answer: `any`, or names with a blank between.
fn read_answered(row: &mut Row<'_>) -> [bool; Condition::COUNT] {
    const COLUMN: &str = "conditions";
    let cell = row.text(COLUMN);
    let names = || Condition::ALL.iter().map(|condition| condition.name());
    let unknown = cell.split_whitespace().find(|word| *word != "any" && !names().any(|name| name == *word));
    if let Some(word) = unknown {
        row.fault(COLUMN, || {
            Fault::new(
                quoted(word),
                "any, or conditions with a blank between",
                nearest(word, names().chain(["any"])),
            )
        });
    }
    let given = |word: &str| cell.split_whitespace().any(|other| other == word);
    Condition::ALL.map(|condition| given("any") || given(condition.name()))
}

pub(super) fn read_abstraction(files: &Files) -> Loaded<Abstraction> {
    let mut months = read_table(&schemas::ABSTRACTION, files, |row| {
        row.text("source");
        let [low, lost_share, high] = ranged(row, ["low", "lost_share", "high"], &SHARE);
        let columns = ["low_persistence", "persistence", "high_persistence"];
        let [low_persistence, persistence, high_persistence] = ranged(row, columns, &SHARE);
        Abstraction {
            month_of_year: row.whole("month_of_year", 1..=12).unwrap_or(0) as u8,
            lost_share,
            lost_share_range: [low, high],
            persistence,
            persistence_range: [low_persistence, high_persistence],
            grade: row.grade("grade"),
        }
    });
    months.sort_by(|a, b| a.month_of_year.cmp(&b.month_of_year));
    check_year(&mut months, |row| row.month_of_year);
    months
}

/// The season of C2: no row, or the 12 months of the year.
pub(super) fn read_season(files: &Files) -> Loaded<SeasonMonth> {
    let mut months = read_table(&schemas::SEASON, files, |row| {
        let [low, c2_ratio, high] = ranged(row, ["low", "c2_ratio", "high"], &POSITIVE_RATIO);
        SeasonMonth {
            month_of_year: row.whole("month_of_year", 1..=12).unwrap_or(0) as u8,
            c2_ratio,
            c2_ratio_range: [low, high],
            years: row.whole("years", YEARS).unwrap_or(0),
            grade: row.grade("grade"),
            source: row.text("source"),
        }
    });
    months.sort_by(|a, b| a.month_of_year.cmp(&b.month_of_year));
    if !months.rows.is_empty() {
        check_year(&mut months, |row| row.month_of_year);
    }
    months
}

/// Every month of the year has its row; says nothing where a month could not be read.
fn check_year<T>(months: &mut Loaded<T>, month_of_year: impl Fn(&T) -> u8) {
    let given = |month: u8| months.rows.iter().any(|lined| month_of_year(&lined.row) == month);
    let missing: Vec<String> =
        (1..=12).filter(|month| !given(*month)).map(|month| month.to_string()).collect();
    if months.complete && !given(0) && !missing.is_empty() {
        let hint = format!("add {}", missing.join(", "));
        let found = format!("{} months", 12 - missing.len());
        months.faults.in_file("", || Fault::new(found, "the 12 months of the year, from 1", hint));
    }
}
