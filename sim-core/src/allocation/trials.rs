//! Runs of allocations: from lines to edits, from edits to arms, from arms to waits.

use super::ground::{patches, waits};
use super::lines::Roster;
use super::objective::Watched;
use super::problem::{Place, Runs};
use super::surface::Surface;
use crate::experiment::{ArmResult, Experiment, RunOptions, run};
use crate::ids::PatchId;
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use std::sync::OnceLock;

/// Runs of allocations upon a scenario that has none of them.
#[derive(Debug)]
pub(super) struct Trials<'a> {
    pub base: &'a Scenario,
    pub roster: &'a Roster,
    pub places: &'a [Place],
    pub watched: Watched,
    /// Most lines at one station.
    pub most_at_station: u32,
    /// Sizes of each place that are run alone.
    pub sizes: Vec<Vec<i32>>,
    /// Replications of each.
    pub replications: u32,
    pub options: RunOptions<'a>,
    /// The surface through means, and that of each replication.
    pub surface: OnceLock<Option<(Surface, Vec<Surface>)>>,
}

impl Trials<'_> {
    fn patch(&self, row: usize) -> PatchId {
        let found = self.base.region().find_patch(&self.places[row].code);
        found.expect("places are patches of the region")
    }

    /// The edits that make an allocation of the scenario.
    pub fn edits(&self, lines: &[i32]) -> Vec<Edit> {
        let placed = lines.iter().enumerate().flat_map(|(row, n)| {
            self.roster.place(self.patch(row), u32::try_from(*n).unwrap_or(0), self.most_at_station)
        });
        let mut edits = self.roster.edits(self.base, &placed.collect::<Vec<_>>());
        let fewer = self.places.iter().zip(lines).filter(|(_, n)| **n < 0);
        edits.extend(
            fewer.map(|(place, n)| Edit::new(format!("fleet.lines_less.{}", place.code), i64::from(-n))),
        );
        edits
    }

    /// The scenario with an allocation.
    pub fn scenario(&self, name: &str, lines: &[i32]) -> Result<Scenario, Problems> {
        self.base.with(&[self.edits(lines), vec![Edit::new("name", name)]].concat())
    }

    /// Runs arms on replications from `first` on.
    pub fn run(&self, arms: &[(String, Scenario)], first: u32, n: u32) -> Result<Experiment, Problems> {
        let mut arms = arms.to_vec();
        arms[0].1 = arms[0].1.with(&[Edit::new("run.replications", i64::from(n.max(1)))])?;
        Ok(run(&arms, &RunOptions { first_replication: first, ..self.options }))
    }

    /// Waits of allocations in runs, `[n_allocation][n_place][n_replication]`; empty if nothing was finished.
    fn ran(&self, allocations: &[Vec<i32>], first: u32, n: u32) -> Vec<Vec<Vec<f64>>> {
        let arm =
            |(row, lines): (usize, &Vec<i32>)| Some((row.to_string(), self.scenario("trial", lines).ok()?));
        let arms: Option<Vec<_>> = allocations.iter().enumerate().map(arm).collect();
        let experiment = arms.filter(|arms| !arms.is_empty()).and_then(|arms| self.run(&arms, first, n).ok());
        let Some(experiment) = experiment.filter(|own| !own.replications.is_empty()) else {
            return Vec::new();
        };
        experiment.arms.iter().map(|arm| own_waits(arm, self.watched)).collect()
    }

    /// The surface through the means of replications, and that of each.
    fn make_surface(&self) -> Option<(Surface, Vec<Surface>)> {
        let n = self.places.len();
        let mut asked = vec![vec![0; n]];
        let mut rows = Vec::new();
        for (row, sizes) in self.sizes.iter().enumerate() {
            for size in sizes.iter().filter(|size| **size != 0) {
                let mut lines = vec![0; n];
                lines[row] = *size;
                rows.push((row, *size));
                asked.push(lines);
            }
        }
        let waits = self.ran(&asked, 0, self.replications);
        let runs = waits.first()?.first()?.len();
        let of = |say: &dyn Fn(&Vec<f64>) -> f64| -> Vec<Vec<f64>> {
            waits.iter().map(|arm| arm.iter().map(say).collect()).collect()
        };
        let mean = through(&rows, n, &of(&|own| average(own)))?;
        let samples = (0..runs).map(|at| through(&rows, n, &of(&|own| own[at])));
        Some((mean, samples.collect::<Option<_>>()?))
    }
}

/// The surface through waits `[n_run][n_place]`, the present first and then so many lines at one place each.
fn through(rows: &[(usize, i32)], n: usize, waits: &[Vec<f64>]) -> Option<Surface> {
    let present = waits.first()?;
    let mut effects: Vec<Vec<(i32, Vec<f64>)>> = vec![Vec::new(); n];
    for ((row, size), own) in rows.iter().zip(&waits[1..]) {
        let change = own.iter().zip(present).map(|(with, without)| with - without).collect();
        effects[*row].push((*size, change));
    }
    Some(Surface::new(present.clone(), effects))
}

impl Runs for Trials<'_> {
    fn surface(&self) -> Option<&Surface> {
        self.surface.get_or_init(|| self.make_surface()).as_ref().map(|(mean, _)| mean)
    }

    fn samples(&self) -> &[Surface] {
        self.surface.get_or_init(|| self.make_surface()).as_ref().map_or(&[], |(_, samples)| samples)
    }

    fn waits_s(&self, allocations: &[Vec<i32>], first: u32, n: u32) -> Vec<Vec<Vec<f64>>> {
        self.ran(allocations, first, n)
    }
}

/// The watched response of each place in each replication; 0 where nobody waited.
pub(super) fn own_waits(arm: &ArmResult, watched: Watched) -> Vec<Vec<f64>> {
    let own = waits(arm, &patches(arm), watched).into_iter();
    own.map(|values| values.into_iter().map(|value| value.unwrap_or(0.0)).collect()).collect()
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
