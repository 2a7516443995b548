//! Runs of a sweep: one replication of one point, the same wherever and with whomever it is run.

use super::replicate::{Prepared, prepare, prepare_beside};
use super::run::{RunOptions, run_prepared};
use crate::engine::Stop;
use crate::outcome::{Level, ReportedCategory, Table, column};
use crate::problem::Problems;
use crate::scenario::{Edit, Sweep, SweepPoint};
use arrow_array::RecordBatch;
use std::sync::Arc;

/// Levels whose response is kept.
const LEVELS: [Level; 3] = [Level::England, Level::Trust, Level::Ics];

/// What one run gave: a row for each area and category.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepRun {
    /// The point's number.
    pub point: u32,
    /// The arm's name.
    pub arm: String,
    /// The replication, from 0.
    pub replication: u32,
    /// The response by area and category.
    pub rows: Vec<SweepRow>,
}

/// The response of an area and category in a run.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepRow {
    /// Which level.
    pub level: Level,
    /// The area's code.
    pub code: String,
    /// The category.
    pub category: ReportedCategory,
    /// Incidents of the window.
    pub incidents: u64,
    /// Those with a response.
    pub n: u64,
    /// Mean response, seconds.
    pub mean_s: Option<f64>,
    /// Its 90th centile, seconds.
    pub p90_s: Option<f64>,
}

impl SweepRun {
    /// BLAKE3 of all that it gave, whichever file it lies in.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        for row in &self.rows {
            let words = format!("{}\0{}\0{}\0", row.level.name(), row.code, row.category.name());
            hasher.update(words.as_bytes());
            hasher.update(&row.incidents.to_le_bytes()).update(&row.n.to_le_bytes());
            for value in [row.mean_s, row.p90_s] {
                hasher.update(&value.map_or(u64::MAX, f64::to_bits).to_le_bytes());
            }
        }
        *hasher.finalize().as_bytes()
    }

    /// The mean response to C2 of everything simulated, seconds.
    #[must_use]
    pub fn c2_mean_s(&self) -> Option<f64> {
        let c2 = |level: Level| {
            self.rows.iter().filter(move |row| row.level == level && row.category == ReportedCategory::C2)
        };
        if let Some(england) = c2(Level::England).next() {
            return england.mean_s;
        }
        // A part of England has no row of its own: its services together, by those with a response.
        let (mut n, mut seconds) = (0, 0.0);
        for row in c2(Level::Trust) {
            n += row.n;
            seconds += row.mean_s.unwrap_or(0.0) * row.n as f64;
        }
        (n > 0).then(|| seconds / n as f64)
    }
}

/// Runs points of a sweep; what they have alike with the base is compiled once.
#[derive(Debug)]
pub struct SweepRunner {
    sweep: Arc<Sweep>,
    ready: Prepared,
}

impl SweepRunner {
    /// Compiles the base.
    #[must_use]
    pub fn new(sweep: Arc<Sweep>) -> Self {
        let ready = prepare(&[&sweep.base]).remove(0);
        Self { sweep, ready }
    }

    /// The point of this number.
    #[must_use]
    pub fn point(&self, number: u32) -> Option<&SweepPoint> {
        self.sweep.points.get(number as usize)
    }

    /// Runs replications of a point, in their order; those that a stop left unfinished are missing.
    ///
    /// # Errors
    /// Every fault of the point's values.
    pub fn run(
        &self,
        point: &SweepPoint,
        first: u32,
        n: u32,
        stop: &Stop,
    ) -> Result<Vec<SweepRun>, Problems> {
        let scenario = self.sweep.scenario(point)?.with(&[Edit::new("run.replications", i64::from(n))])?;
        let ready = prepare_beside(&scenario, (&self.sweep.base, &self.ready));
        let options = RunOptions { first_replication: first, stop: Some(stop), ..RunOptions::default() };
        let experiment = run_prepared(&[(point.arm.clone(), scenario)], &[ready], &options);
        let arm = &experiment.arms[0];
        let of = |(measures, replication): (&crate::outcome::Measures, &u32)| SweepRun {
            point: point.number,
            arm: point.arm.clone(),
            replication: *replication,
            rows: measures
                .responses
                .iter()
                .filter(|row| LEVELS.contains(&row.level))
                .map(|row| SweepRow {
                    level: row.level,
                    code: arm.code(row.level, row.group),
                    category: row.category,
                    incidents: row.incidents,
                    n: row.n,
                    mean_s: row.mean_s,
                    p90_s: row.p90_s,
                })
                .collect(),
        };
        Ok(arm.replications.iter().zip(&experiment.replications).map(of).collect())
    }
}

/// Runs as one tidy table.
#[must_use]
pub fn sweep_table(runs: &[SweepRun]) -> RecordBatch {
    let rows: Vec<(&SweepRun, &SweepRow)> =
        runs.iter().flat_map(|run| run.rows.iter().map(move |row| (run, row))).collect();
    Table::of("Response of runs of a sweep, by area and category.", &rows)
        .whole(column("point", "", "Number of the point, as in points."), |(run, _)| u64::from(run.point))
        .text(column("arm", "", "Name of the arm."), |(run, _)| run.arm.as_str())
        .whole(column("replication", "", "Number of the replication, from 0."), |(run, _)| {
            u64::from(run.replication)
        })
        .text(column("level", "", "england, trust or ics."), |(_, row)| row.level.name())
        .text(column("area_code", "", "ODS code, or England."), |(_, row)| row.code.as_str())
        .text(column("category", "", "C1, C1T, C2, C3, C4, Other, or all."), |(_, row)| row.category.name())
        .whole(column("incidents", "", "Incidents of the window."), |(_, row)| row.incidents)
        .whole(column("n", "", "Those with a response."), |(_, row)| row.n)
        .number_or_none(column("mean_s", "s", "Mean response."), |(_, row)| row.mean_s)
        .number_or_none(column("p90_s", "s", "90th centile of the response."), |(_, row)| row.p90_s)
        .batch()
}
