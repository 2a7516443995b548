//! A key of a scenario: its path, and what may stand there.

use super::family::Family;
use super::slots::Codes;
use crate::units::Quantity;

/// A key, or a table of entries of one kind by code.
#[derive(Debug)]
pub(super) struct Key {
    /// The full path: `run.days`.
    pub path: &'static str,
    /// What stands there.
    pub kind: Kind,
    /// Its unit; empty if it has none.
    pub unit: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// The only method that takes this key, if it is a setting of a method.
    pub only: Option<&'static str>,
}

/// What may stand at a key.
#[derive(Debug)]
pub(super) enum Kind {
    /// A line of text.
    Text,
    /// The name of a file of the same folder.
    FileName,
    /// The name of a data file of the same folder: rows and columns.
    DataFile,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// The name of a region.
    RegionName,
    /// A name that the region knows.
    Name(Codes),
    /// A whole number in a range.
    Integer(i64, i64),
    /// A number in a range.
    Number(f64, f64),
    /// A ratio above 0, or a change such as `"+5%"`.
    Ratio,
    /// A quantity with its unit, in a range of its own unit (seconds, km/h, pounds).
    Quantity(Quantity, f64, f64),
    /// `true` or `false`.
    Switch,
    /// A day.
    Date,
    /// A month or a range of months.
    Months,
    /// A list of codes; empty is all.
    Codes(Codes),
    /// Entries of one kind by code.
    Map(Codes, &'static Kind),
    /// The name of a method; its settings stand beside it.
    Method(&'static Family),
}

/// A key that any method takes.
pub(super) const fn key(path: &'static str, kind: Kind, unit: &'static str, doc: &'static str) -> Key {
    Key { path, kind, unit, doc, only: None }
}
