//! What an emulator was fitted to, as an Arrow record batch.

use super::Emulator;
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

/// The name of the table.
pub const EMULATOR_TABLE: &str = "emulator";

/// What the last column is.
const LEFT_OUT: &str =
    "What the emulator says of it when it is left out; null where the queue is overwhelmed.";

/// A point of one service: ratios, C2 mean, what was foretold of it.
struct Row<'a> {
    service: &'a str,
    point: [f64; 3],
    c2_mean_s: f64,
    left_out_s: Option<f64>,
}

impl Emulator {
    /// The points that were run, and what the emulator foretells of each without having seen it.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        let rows: Vec<Row<'_>> = self
            .services
            .iter()
            .flat_map(|service| {
                let each = self.points.iter().zip(&service.c2_mean_s).zip(service.left_out_s());
                each.map(|((point, c2_mean_s), left_out_s)| Row {
                    service: &service.code,
                    point: *point,
                    c2_mean_s: *c2_mean_s,
                    left_out_s,
                })
            })
            .collect();
        Table::of(
            "A point that an emulator was fitted to; the first of a service is the scenario itself.",
            &rows,
        )
        .text(column("service_code", "", "ODS code of the service."), |row| row.service)
        .number(column("hours_ratio", "", "Vehicle-hours against the scenario's own."), |row| row.point[0])
        .number(column("incidents_ratio", "", "Incidents against the scenario's own."), |row| row.point[1])
        .number(column("handover_ratio", "", "Mean handover against the scenario's own."), |row| row.point[2])
        .number(column("c2_mean_s", "s", "C2 mean, averaged over the replications."), |row| row.c2_mean_s)
        .number_or_none(column("left_out_s", "s", LEFT_OUT), |row| row.left_out_s)
        .batch()
    }
}
