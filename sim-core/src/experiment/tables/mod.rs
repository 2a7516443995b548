//! The result tables of an experiment as Arrow record batches: one schema each, units in the names of the columns.
//!
//! Rows come in order of arm as given, replication, level, area code and category; the same experiment gives the same
//! rows on every machine and for any number of threads.

mod incident;
mod measured;
mod summarised;

use super::run::Experiment;
use arrow_array::RecordBatch;

/// The names of the tables in the order in which they are given.
pub const TABLES: [&str; 12] = [
    "response",
    "ending",
    "handover",
    "vehicle",
    "flow",
    "served",
    "standard",
    "summary",
    "published",
    "difference",
    "channel",
    "incident",
];

impl Experiment {
    /// Every table with its name; `difference` and `channel` hold each arm against the first one. `incident` is there
    /// if incidents were kept.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let mut tables = vec![
            ("response", measured::response(self)),
            ("ending", measured::ending(self)),
            ("handover", measured::handover(self)),
            ("vehicle", measured::vehicle(self)),
            ("flow", measured::flow(self)),
            ("served", measured::served(self)),
            ("standard", measured::standard(self)),
            ("summary", summarised::summary(self)),
            ("published", summarised::published(self)),
        ];
        if self.arms.len() > 1 {
            let comparison = self.compare(0);
            tables.push(("difference", summarised::difference(self, &comparison)));
            tables.push(("channel", summarised::channel(&comparison)));
        }
        if self.arms.iter().any(|arm| !arm.incidents.is_empty()) {
            tables.push(("incident", incident::incident(self)));
        }
        tables
    }
}
