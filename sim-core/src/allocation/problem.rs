//! What is to be allocated, and within which bounds.

use super::cover::Reach;
use super::objective::Objective;
use super::surface::Surface;
use std::fmt::Debug;
use std::sync::Arc;

/// A place that lines can go to: a patch, with what the runs of the present say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Code of the patch.
    pub code: String,
    /// Code of its ICS.
    pub ics_code: String,
    /// Short name of its ICS.
    pub name: String,
    /// Residents.
    pub residents: f64,
    /// Mean deprivation score of its residents' areas; more is more deprived.
    pub deprivation: f64,
    /// Share of its residents who live in rural areas.
    pub rural: f64,
    /// Residents by need: each counts for more the more deprived its area is, as much as demand unmet there is assumed.
    pub need: f64,
    /// What an incident there costs against the mean of the service: its vehicle-hours in runs, or as published.
    pub cost: f64,
    /// Incidents a week.
    pub incidents: f64,
    /// Incidents a week of the category that is looked at.
    pub weight: f64,
    /// Ambulance hours a week rostered at its stations.
    pub rostered_h: f64,
    /// Vehicle-hours a week on jobs at its incidents, whoever came.
    pub served_h: f64,
    /// What is looked at, as things stand: a response in seconds, or what boards watch in its unit.
    pub present_s: f64,
    /// The mean response to C1, seconds: about what is left of a wait where nobody queues.
    pub unqueued_s: f64,
}

/// Whether lines come on top, or go from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// So many lines more.
    Uplift,
    /// What one place gains, others lose: so many lines may move.
    Reshuffle,
}

/// Runs that a method may ask for; all allocations meet the same luck.
pub trait Runs: Debug {
    /// What lines did in runs of one place at a time; `None` if no run was finished. Made when first asked for.
    fn surface(&self) -> Option<&Surface>;

    /// The same of each replication by itself: each is one sample of what may come. Empty if no run was finished.
    fn samples(&self) -> &[Surface];

    /// The response that is watched, seconds, of each allocation, place and replication: `n` replications from `first` on.
    /// Fewer of them, or none, if a stop was asked for.
    fn waits_s(&self, allocations: &[Vec<i32>], first: u32, n: u32) -> Vec<Vec<Vec<f64>>>;
}

/// What has to hold in samples of what may come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The wait that the place that waits longest is to keep to, seconds; `None`: the worst samples are made good instead.
    pub target_s: Option<f64>,
    /// In what share of samples, or beyond which share the worst begin.
    pub share: f64,
}

impl Default for Chance {
    /// The worst tenth of samples.
    fn default() -> Self {
        Self { target_s: None, share: 0.9 }
    }
}

/// An allocation problem in whole lines: for each place a whole number of lines more or, in a reshuffle, fewer.
#[derive(Debug, Clone)]
pub struct AllocationProblem<'a> {
    /// The places.
    pub places: Vec<Place>,
    /// More lines, or a reshuffle of those that are there.
    pub mode: Mode,
    /// Lines to be given out; in a reshuffle the most that may move.
    pub lines: i32,
    /// Vehicle-hours a week of a line.
    pub line_h: f64,
    /// Fewest lines of each place.
    pub least: Vec<i32>,
    /// Most lines of each place.
    pub most: Vec<i32>,
    /// Whether what is watched is a wait.
    pub is_wait: bool,
    /// What is made small.
    pub objective: Objective,
    /// By how much of its present wait a place may become worse; `None`: there is no safeguard.
    pub safeguard: Option<f64>,
    /// What samples are to meet, for the method that looks at them.
    pub chance: Chance,
    /// Who can be reached in time from where, for methods that look at cover.
    pub reach: Option<Arc<Reach>>,
    /// Runs, for methods that ask for them.
    pub runs: &'a dyn Runs,
}

impl AllocationProblem<'_> {
    /// Weights of the places in the objective.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        self.places.iter().map(|place| place.weight).collect()
    }

    /// Waits as things stand, seconds.
    #[must_use]
    pub fn present_s(&self) -> Vec<f64> {
        self.places.iter().map(|place| place.present_s).collect()
    }

    /// Whether an allocation keeps to the number of lines and to the bounds of each place.
    #[must_use]
    pub fn admits(&self, lines: &[i32]) -> bool {
        let inside =
            lines.iter().zip(&self.least).zip(&self.most).all(|((x, low), high)| low <= x && x <= high);
        let sum: i32 = lines.iter().sum();
        let moved: i32 = lines.iter().filter(|x| **x > 0).sum();
        let counts = match self.mode {
            Mode::Uplift => sum == self.lines,
            Mode::Reshuffle => sum == 0 && moved <= self.lines,
        };
        lines.len() == self.places.len() && inside && counts
    }

    /// Whether waits keep to the safeguard: the places that do not.
    #[must_use]
    pub fn worse_off(&self, waits_s: &[f64]) -> Vec<usize> {
        let Some(tolerance) = self.safeguard else { return Vec::new() };
        let before = self.places.iter().map(|place| place.present_s * (1.0 + tolerance) + 1e-9);
        waits_s
            .iter()
            .zip(before)
            .enumerate()
            .filter(|(_, (after, most))| *after > most)
            .map(|(row, _)| row)
            .collect()
    }

    /// Whole lines by weight, by largest remainder within the bounds; of a reshuffle, what the places' shares of all hours
    /// would have to change by.
    #[must_use]
    pub fn by_weight(&self, weights: &[f64]) -> Vec<i32> {
        let all: f64 = weights.iter().sum();
        let share = |row: usize| if all > 0.0 { weights[row] / all } else { 0.0 };
        let hours: f64 = self.places.iter().map(|place| place.rostered_h).sum();
        let wanted: Vec<f64> = (0..self.places.len())
            .map(|row| match self.mode {
                Mode::Uplift => share(row) * f64::from(self.lines),
                Mode::Reshuffle => (share(row) * hours - self.places[row].rostered_h) / self.line_h,
            })
            .collect();
        self.nearest(&wanted)
    }

    /// The allocation of whole lines nearest to what is wanted, one line after the other: first who is furthest short.
    #[must_use]
    pub fn nearest(&self, wanted: &[f64]) -> Vec<i32> {
        let mut lines: Vec<i32> = self.least.iter().map(|low| (*low).max(0)).collect();
        if self.mode == Mode::Uplift {
            for _ in lines.iter().sum::<i32>()..self.lines {
                match self.furthest(wanted, &lines, 1) {
                    Some(row) => lines[row] += 1,
                    None => break,
                }
            }
            return lines;
        }
        lines.fill(0);
        for _ in 0..self.lines {
            let (Some(to), Some(from)) =
                (self.furthest(wanted, &lines, 1), self.furthest(wanted, &lines, -1))
            else {
                break;
            };
            let (short, over) = (wanted[to] - f64::from(lines[to]), f64::from(lines[from]) - wanted[from]);
            if to == from || short.max(over) < 0.5 || short.min(over) <= 0.0 {
                break;
            }
            lines[to] += 1;
            lines[from] -= 1;
        }
        lines
    }

    /// The place furthest short of what is wanted, or furthest over it, that can take a step; the first of equals.
    fn furthest(&self, wanted: &[f64], lines: &[i32], step: i32) -> Option<usize> {
        let can = |row: &usize| (self.least[*row]..=self.most[*row]).contains(&(lines[*row] + step));
        let short = |row: usize| f64::from(step) * (wanted[row] - f64::from(lines[row]));
        (0..lines.len()).filter(can).reduce(|best, row| if short(row) > short(best) { row } else { best })
    }
}

/// How good an allocation could be at best, and how that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// No allocation has less than this loss in the method's own model, seconds.
    pub loss_s: f64,
    /// How it was obtained.
    pub how: &'static str,
}

/// What a method gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// Lines of each place, in the order of the problem.
    pub lines: Vec<i32>,
    /// The loss in the method's own model, seconds; `None`: the method has none.
    pub loss_s: Option<f64>,
    /// The bound in the same model; `None`: the method proves nothing.
    pub bound: Option<Bound>,
    /// What the method says of its answer.
    pub note: Option<String>,
}

impl Allocation {
    /// Lines without a model behind them.
    #[must_use]
    pub fn by_rule(lines: Vec<i32>) -> Self {
        Self { lines, loss_s: None, bound: None, note: None }
    }

    /// The loss beyond the bound, as a share of it; never negative.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let (loss, bound) = (self.loss_s?, self.bound.as_ref()?.loss_s);
        (loss.is_finite() && bound > 0.0).then(|| ((loss - bound) / bound).max(0.0))
    }
}

/// Why a method gives no allocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// The bounds leave nothing.
    #[error(
        "no allocation of {lines} lines keeps to the bounds of the places: their least sum to {least}, their most to {most}"
    )]
    Bounds {
        /// Lines to be given out.
        lines: i32,
        /// Sum of the fewest.
        least: i32,
        /// Sum of the most.
        most: i32,
    },
    /// Nothing keeps to the safeguard.
    #[error(
        "no allocation that was looked at keeps every place within {tolerance_per_mille} per mille of its present wait"
    )]
    Safeguard {
        /// The tolerance, thousandths.
        tolerance_per_mille: i32,
    },
    /// No allocation meets the target often enough.
    #[error(
        "no allocation that was looked at keeps the longest wait to the target in {share_per_mille} of 1,000 samples; the best \
             does in {best_per_mille}"
    )]
    Chance {
        /// The share asked for, thousandths.
        share_per_mille: i32,
        /// The largest share that was found, thousandths.
        best_per_mille: i32,
    },
    /// The method models waits, and something else is watched.
    #[error("{method} is a model of waits: it says nothing of what is watched here; ask `exchange`")]
    NoWait {
        /// The method.
        method: &'static str,
    },
    /// The method looks at cover, and no station or demand is known.
    #[error("{method} needs stations and demand, and there are none")]
    NoReach {
        /// The method.
        method: &'static str,
    },
    /// The method asks for runs that were not made.
    #[error("{method} needs what runs say of lines, and no run was finished")]
    NoSurface {
        /// The method.
        method: &'static str,
    },
}

/// A method of allocation: from the problem to whole lines, with its bound where it has one.
pub trait AllocationMethod: Send + Sync + std::fmt::Debug {
    /// Lines for each place.
    ///
    /// # Errors
    /// If no allocation keeps to the bounds or the safeguard in the method's own model.
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError>;
}
