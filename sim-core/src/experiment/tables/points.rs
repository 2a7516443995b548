//! What a search for a target tried.

use crate::experiment::seek::{Point, Seek};
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

impl Seek {
    /// The values that were tried, in order: a row each.
    #[must_use]
    pub fn table(&self) -> RecordBatch {
        let target_s = self.goal.target_s();
        let side =
            |sign: f64| move |p: &Point| p.estimate.half_width.map(|half| p.estimate.mean + sign * half);
        Table::of("Values of a key that a search for a target tried, on the same tapes.", &self.points)
            .text(column("key", "", "The key that was turned."), |_| self.knob.path())
            .number(column("value", "", "The value, in the unit of the column `unit`."), |p| p.value)
            .text(column("unit", "", "The unit of the value."), |_| self.knob.unit())
            .whole(column("n_replications", "replications", "Replications."), |p| p.estimate.n as u64)
            .number(column("mean_s", "s", "The measure, on average over the replications."), |p| {
                p.estimate.mean
            })
            .number_or_none(column("low_s", "s", "Lower end of its 95% interval, chance only."), side(-1.0))
            .number_or_none(column("high_s", "s", "Upper end of its 95% interval, chance only."), side(1.0))
            .number(column("over_target_s", "s", "The measure less the target."), |p| {
                p.estimate.mean - target_s
            })
            .batch()
    }
}
