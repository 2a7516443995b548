//! What a handover takes once there is a bay: a log-normal, changed as little as the published figures ask for.

use super::department::HandoverFigures;
use super::department_fit::{Waits, unusual};
use super::stages::StageTable;
use crate::dist::QuantileTable;
use std::sync::Arc;

/// The least part of the mean that the service is.
const LEAST_SERVICE: f64 = 0.3;
/// What it costs to miss the mean by all of it because waits are too long.
const MISSED: f64 = 400.0;
/// The spreads of service that are tried, as coefficients of variation.
const SPREADS: [f64; 8] = [0.25, 0.4, 0.5, 0.65, 0.85, 1.1, 1.4, 1.8];
/// Cells of the distribution of service, and where the first and the last one end, minutes.
const CELLS: usize = 200;
const FIRST_END_MIN: f64 = 0.5;
const LAST_END_MIN: f64 = 2_880.0;
/// Points of a cell at which the wait is looked up.
const WITHIN: usize = 4;
/// The figures: mean against the wanted one, shares over the 90th centile, 30 and 60 minutes.
const FIGURES: usize = 4;
/// How much a figure may be missed: the more, the more it asks of the log-normal.
const SLACK: [f64; FIGURES] = [1e-6, 5e-5, 5e-5, 5e-5];
/// Most steps of Newton's method, and the parts of a step that are tried.
const STEPS: usize = 100;
const HALVINGS: [f64; 8] = [1.0, 0.5, 0.25, 0.06, 0.015, 0.004, 0.001, 0.000_1];

type Vector = [f64; FIGURES];

/// A service time, and what comes of it.
pub(super) struct Service {
    pub mean_s: f64,
    pub figures: HandoverFigures,
    /// How far it is from a log-normal, its figures from those wanted, and its department from what is usual.
    pub misfit: f64,
    /// Share of each cell.
    shares: Vec<f64>,
}

impl Service {
    /// As the engine draws it.
    pub fn table(&self) -> StageTable {
        let ends = ends();
        let mut over = vec![1.0];
        for share in &self.shares {
            over.push((over[over.len() - 1] - share).max(0.0));
        }
        let seconds = |above: f64| {
            let cell = over[1..].partition_point(|rest| *rest > above).min(CELLS - 1);
            let part = (over[cell] - above) / (over[cell] - over[cell + 1]).max(1e-12);
            60.0 * (ends[cell] + part.clamp(0.0, 1.0) * (ends[cell + 1] - ends[cell]))
        };
        let shape = QuantileTable::of(|above| seconds(above) / self.mean_s);
        StageTable { mean_s: self.mean_s, shape: Arc::new(shape) }
    }
}

/// The service that gives the wanted figures behind these waits: of the log-normals that are tried, the one that has
/// to be changed least, so changed.
pub(super) fn best_service(waits: &Waits, day_sigma: f64, wanted: &HandoverFigures) -> Service {
    let wait_s = waits.mean_s();
    let mean_s = (wanted.mean_s - wait_s).max(LEAST_SERVICE * wanted.mean_s);
    let missed = (wait_s + mean_s) / wanted.mean_s - 1.0;
    let misfit = unusual(wait_s / wanted.mean_s, day_sigma) + MISSED * missed * missed;
    let over = waits.share_over();
    let ends = ends();
    let effects = effects(&ends, &over, wanted);
    let goal = [mean_s / wanted.mean_s, 0.1, wanted.over_30, wanted.over_60];
    let tried = SPREADS.map(|cv| tilted(&lognormal_cells(&ends, mean_s, cv), &effects, &goal));
    let (change, shares) = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).expect("there are spreads");
    let service_s: f64 =
        60.0 * shares.iter().zip(ends.windows(2)).map(|(q, e)| q * 0.5 * (e[0] + e[1])).sum::<f64>();
    let longer = |minutes: f64| handovers_over(minutes, &ends, &over, &shares);
    let figures = HandoverFigures {
        mean_s: wait_s + service_s,
        p90_s: 60.0 * where_falls_to(0.1, &longer),
        over_30: longer(30.0),
        over_60: longer(60.0),
    };
    Service { mean_s: service_s, figures, misfit: misfit + change, shares }
}

/// Ends of the cells in minutes; each but the first is a fixed part longer than the one before.
fn ends() -> Vec<f64> {
    let ratio = libm::log(LAST_END_MIN / FIRST_END_MIN) / (CELLS - 1) as f64;
    std::iter::once(0.0).chain((0..CELLS).map(|k| FIRST_END_MIN * libm::exp(ratio * k as f64))).collect()
}

/// Share of waits longer than so many minutes.
fn waits_over(minutes: f64, over: &[f64]) -> f64 {
    if minutes < 0.0 {
        return 1.0;
    }
    let row = (minutes as usize).min(over.len() - 2);
    over[row] + (minutes - row as f64).min(1.0) * (over[row + 1] - over[row])
}

/// Share of handovers longer than so many minutes whose service lies in a cell.
fn cell_over(minutes: f64, cell: &[f64], over: &[f64]) -> f64 {
    let at = |k: usize| cell[0] + (k as f64 + 0.5) / WITHIN as f64 * (cell[1] - cell[0]);
    (0..WITHIN).map(|k| waits_over(minutes - at(k), over)).sum::<f64>() / WITHIN as f64
}

/// What each cell gives to each figure.
fn effects(ends: &[f64], over: &[f64], wanted: &HandoverFigures) -> Vec<Vector> {
    let of = |cell: &[f64]| {
        let share = |minutes: f64| cell_over(minutes, cell, over);
        let mean = 30.0 * (cell[0] + cell[1]) / wanted.mean_s;
        [mean, share(wanted.p90_s / 60.0), share(30.0), share(60.0)]
    };
    ends.windows(2).map(of).collect()
}

fn handovers_over(minutes: f64, ends: &[f64], over: &[f64], shares: &[f64]) -> f64 {
    shares.iter().zip(ends.windows(2)).map(|(share, cell)| share * cell_over(minutes, cell, over)).sum()
}

/// The minutes at which a falling share comes to `wanted`.
fn where_falls_to(wanted: f64, share: &dyn Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, LAST_END_MIN);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if share(middle) > wanted { low = middle } else { high = middle }
    }
    high
}

/// Shares of a log-normal's cells.
fn lognormal_cells(ends: &[f64], mean_s: f64, cv: f64) -> Vec<f64> {
    let variance = libm::log1p(cv * cv);
    let middle = libm::log(mean_s / 60.0) - 0.5 * variance;
    let below = |minutes: f64| match minutes > 0.0 {
        true => 0.5 * libm::erfc((middle - libm::log(minutes)) / libm::sqrt(2.0 * variance)),
        false => 0.0,
    };
    ends.windows(2).map(|cell| (below(cell[1]) - below(cell[0])).max(1e-15)).collect()
}

/// The shares nearest to given ones, by relative entropy, whose figures are as wanted but for the slack; and how far
/// they are, with what the slack costs.
///
/// # Source
/// Csiszár (1975), *The Annals of Probability* 3(1), 146–158: such shares are the given ones times the exponential of
/// a sum of the effects. Newton's method finds its weights, for the problem is convex.
fn tilted(given: &[f64], effects: &[Vector], goal: &Vector) -> (f64, Vec<f64>) {
    let mut weights = [0.0; FIGURES];
    let mut here = Tilt::at(&weights, given, effects, goal);
    for _ in 0..STEPS {
        let step = here.step(&weights, effects, goal);
        let lower = HALVINGS.into_iter().find_map(|part| {
            let trial: Vector = std::array::from_fn(|j| weights[j] - part * step[j]);
            let there = Tilt::at(&trial, given, effects, goal);
            (there.height < here.height).then_some((trial, there))
        });
        let Some(lower) = lower else { break };
        let gain = here.height - lower.1.height;
        (weights, here) = lower;
        if gain < 1e-9 {
            break;
        }
    }
    (here.cost(&weights, effects, goal), here.shares)
}

/// Shares changed by weights, and the height of the dual problem there.
struct Tilt {
    height: f64,
    shares: Vec<f64>,
}

impl Tilt {
    fn at(weights: &Vector, given: &[f64], effects: &[Vector], goal: &Vector) -> Self {
        let score = |effect: &Vector| -> f64 { weights.iter().zip(effect).map(|(w, e)| w * e).sum() };
        let scores: Vec<f64> = effects.iter().map(score).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let mut shares: Vec<f64> =
            given.iter().zip(&scores).map(|(share, score)| share * libm::exp(score - most)).collect();
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        let slack: f64 = weights.iter().zip(SLACK).map(|(w, slack)| 0.5 * slack * w * w).sum();
        Self { height: libm::log(sum) + most - score(goal) + slack, shares }
    }

    /// The relative entropy of the shares against those given, and what the slack costs. At the solution this is the
    /// height below 0; before it, more.
    fn cost(&self, weights: &Vector, effects: &[Vector], goal: &Vector) -> f64 {
        let missed = |j: usize| {
            self.shares.iter().zip(effects).map(|(share, effect)| share * effect[j]).sum::<f64>() - goal[j]
        };
        let part = |j: usize| {
            let (missed, slack) = (missed(j), SLACK[j]);
            weights[j] * (missed + 0.5 * slack * weights[j]) + 0.5 * missed * missed / slack
        };
        (0..FIGURES).map(part).sum::<f64>() - self.height
    }

    /// Newton's step from here.
    fn step(&self, weights: &Vector, effects: &[Vector], goal: &Vector) -> Vector {
        let mut mean = [0.0; FIGURES];
        let mut squares = [[0.0; FIGURES]; FIGURES];
        for (share, effect) in self.shares.iter().zip(effects) {
            for j in 0..FIGURES {
                mean[j] += share * effect[j];
                (0..FIGURES).for_each(|k| squares[j][k] += share * effect[j] * effect[k]);
            }
        }
        let slope = std::array::from_fn(|j| mean[j] - goal[j] + SLACK[j] * weights[j]);
        for j in 0..FIGURES {
            (0..FIGURES).for_each(|k| squares[j][k] -= mean[j] * mean[k]);
            squares[j][j] += SLACK[j];
        }
        solved(squares, slope)
    }
}

/// The solution of a system whose matrix is symmetric and positive.
fn solved(mut matrix: [Vector; FIGURES], mut right: Vector) -> Vector {
    for j in 0..FIGURES {
        for k in j + 1..FIGURES {
            let part = matrix[k][j] / matrix[j][j];
            (j..FIGURES).for_each(|column| matrix[k][column] -= part * matrix[j][column]);
            right[k] -= part * right[j];
        }
    }
    for j in (0..FIGURES).rev() {
        let known: f64 = (j + 1..FIGURES).map(|k| matrix[j][k] * right[k]).sum();
        right[j] = (right[j] - known) / matrix[j][j];
    }
    right
}
