//! Larson's hypercube: how busy each vehicle is when the next one answers for the one that is out.
//!
//! Units and atoms are numbered from 0. Rates are per one unit of time; service times in that unit.

mod approximate;
mod exact;
mod levels;

pub use approximate::{Approximation, ServiceTimes, jarvis, larson, larson_q};
pub use exact::{ExactHypercube, exact};

/// Erlangs a unit beyond which idle time is lost in rounding.
const MOST_LOAD: f64 = 1e6;

/// What happens to a demand that finds every unit busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAllBusy {
    /// It waits, first come first served, without limit.
    Queue,
    /// It is lost: answered from outside at no cost to the units.
    Loss,
}

/// Demand of one atom (or of several that rank the units alike).
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// Demands per unit of time.
    pub rate: f64,
    /// Every unit once, the preferred first; the first is the one whose response area this is.
    pub preference: Vec<usize>,
}

/// Units, what they do, and who asks for them; valid by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypercube {
    units: usize,
    service_rate: f64,
    streams: Vec<Stream>,
    when_all_busy: WhenAllBusy,
}

/// Why a hypercube cannot be set up or solved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HypercubeError {
    /// A number is outside its range.
    #[error("{name} is {found}; it must be {rule}")]
    OutOfRange {
        /// What the number stands for.
        name: &'static str,
        /// The number given.
        found: f64,
        /// The allowed range.
        rule: &'static str,
    },
    /// A stream's preference is not every unit once.
    #[error("preference of stream {stream} must name each of the {units} units once")]
    Preference {
        /// Row of the stream.
        stream: usize,
        /// Number of units.
        units: usize,
    },
    /// The queue would grow for ever.
    #[error("offered load {load} must be below the {units} units")]
    Overload {
        /// Arrival rate over service rate.
        load: f64,
        /// Number of units.
        units: usize,
    },
    /// A table has the wrong shape.
    #[error("{name} must be {rows} rows of {columns}")]
    Shape {
        /// What the table holds.
        name: &'static str,
        /// Rows that it needs.
        rows: usize,
        /// Columns that it needs.
        columns: usize,
    },
    /// The iteration did not settle.
    #[error("no convergence in {sweeps} sweeps; the last moved {moved}")]
    NotSettled {
        /// Sweeps made.
        sweeps: usize,
        /// Largest change of the last one.
        moved: f64,
    },
}

impl Hypercube {
    /// `units` vehicles of one `service_rate`, demand streams and what befalls a demand when all are busy.
    ///
    /// # Errors
    /// If a number is outside its range, a preference is not every unit once, or a queue would grow for ever.
    pub fn new(
        units: usize,
        service_rate: f64,
        streams: Vec<Stream>,
        when_all_busy: WhenAllBusy,
    ) -> Result<Self, HypercubeError> {
        let out = |name, found, rule| Err(HypercubeError::OutOfRange { name, found, rule });
        if units == 0 || units > 1_000 {
            return out("units", units as f64, "1 to 1,000");
        }
        if !(service_rate.is_finite() && service_rate > 0.0) {
            return out("service rate", service_rate, "above 0 and finite");
        }
        for (row, stream) in streams.iter().enumerate() {
            if !(stream.rate.is_finite() && stream.rate >= 0.0) {
                return out("rate of a stream", stream.rate, "0 or above, and finite");
            }
            let mut named = stream.preference.clone();
            named.sort_unstable();
            if !named.into_iter().eq(0..units) {
                return Err(HypercubeError::Preference { stream: row, units });
            }
        }
        let total: f64 = streams.iter().map(|s| s.rate).sum();
        if !(total.is_finite() && total > 0.0) {
            return out("sum of the rates", total, "above 0 and finite");
        }
        let load = total / service_rate;
        if when_all_busy == WhenAllBusy::Queue && load >= units as f64 {
            return Err(HypercubeError::Overload { load, units });
        }
        if load > MOST_LOAD * units as f64 {
            return out("load", load, "a million erlangs a unit at most");
        }
        Ok(Self { units, service_rate, streams, when_all_busy })
    }

    /// Demands per unit of time of all streams.
    #[must_use]
    pub fn arrival_rate(&self) -> f64 {
        self.streams.iter().map(|s| s.rate).sum()
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// The demand streams.
    #[must_use]
    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    fn load(&self) -> f64 {
        self.arrival_rate() / self.service_rate
    }
}

/// Checks that a table has so many rows of so many finite numbers.
fn shape(name: &'static str, table: &[Vec<f64>], rows: usize, columns: usize) -> Result<(), HypercubeError> {
    if table.len() == rows && table.iter().all(|row| row.len() == columns) {
        return match table.iter().flatten().find(|x| !x.is_finite()) {
            Some(&found) => Err(HypercubeError::OutOfRange { name, found, rule: "finite" }),
            None => Ok(()),
        };
    }
    Err(HypercubeError::Shape { name, rows, columns })
}
