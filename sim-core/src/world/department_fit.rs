//! How a department's free numbers are found: one recorded stream of arrivals, a search, and a few spreads.

use super::bays::BayQueue;
use super::demand::fading_weights;
use super::department::{DepartmentPrior, HOURS, HandoverFigures, day_factor};
use super::stages::StageTable;
use crate::dist::{Shape, normal_quantile};
use crate::rng::{join, mix64, u53};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use std::sync::LazyLock;

/// Arrivals of the streams: that finds where to begin, on which is searched, on which the service is settled.
pub(super) const ROUGH: usize = 40_000;
pub(super) const FINE: usize = 300000;
pub(super) const LONG: usize = 600_000;
/// Trials of the search.
pub(super) const ROUNDS: usize = 32;
/// Where the search begins: the difference between days, and the part of the mean that is waiting for a bay.
pub(super) const FIRST_SIGMA: f64 = 0.3;
pub(super) const FIRST_WAIT: f64 = 0.4;
/// The part of the mean that waiting for a bay may be.
const WAIT_SHARE: std::ops::RangeInclusive<f64> = 0.15..=0.7;
/// The spreads of service that are tried, as coefficients of variation.
const SPREADS: [f64; 8] = [0.25, 0.4, 0.5, 0.65, 0.85, 1.1, 1.4, 1.8];
/// Points of the distribution of service.
const POINTS: usize = 40;
/// Waits and handovers are counted by the minute, up to two days.
const MINUTES: usize = 2880;

/// Arrivals at a department over whole weeks: the same whatever is tried.
pub(super) struct Stream {
    arrivals: Vec<Arrival>,
    /// Normal score of each day.
    days: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Arrival {
    at: SimTime,
    is_ambulance: bool,
    /// Occupancy against its mean.
    holds: f32,
}

impl Stream {
    pub(super) fn record(prior: &DepartmentPrior, wanted: usize) -> Self {
        let weekly = (prior.ambulances_per_week + prior.others_per_week + prior.walk_ins_per_week).max(1.0);
        let weeks = (wanted as f64 / weekly).clamp(4.0, 2_000.0) as usize;
        let mark = |what: u64, n: usize| u53(mix64(join(what, n as u64)));
        let by_ambulance = (prior.ambulances_per_week + prior.others_per_week) / weekly;
        let shape = occupancy_shape(prior.occupancy_cv);
        let cumulative = rising(&prior.profile);
        let mut arrivals = Vec::with_capacity(wanted + wanted / 8);
        let mut at = 0.0;
        while arrivals.len() < 2 * wanted.max(100) {
            let n = arrivals.len();
            at -= libm::log1p(-mark(1, n)) / weekly;
            if at >= weeks as f64 {
                break;
            }
            arrivals.push(Arrival {
                at: SimTime(
                    (at as i64) * HOURS as i64 * HOUR_MS + within_week(&cumulative, at - libm::floor(at)),
                ),
                is_ambulance: mark(2, n) < by_ambulance,
                holds: shape.shape.quantile(mark(3, n)) as f32,
            });
        }
        Self { arrivals, days: day_scores(weeks * 7, prior.day_lag1) }
    }

    /// How many ambulances waited so many minutes for a bay, in a department with this occupancy and this difference
    /// between days; and the mean wait, seconds.
    pub(super) fn waits(&self, prior: &DepartmentPrior, holds_s: f64, day_sigma: f64) -> Waits {
        let most = prior.bays.iter().copied().max().unwrap_or(1);
        let mut bays = BayQueue::empty(most);
        let is_flat = prior.bays.iter().all(|b| *b == most);
        let open = |time: SimTime| prior.bays[(time.0 / HOUR_MS) as usize % HOURS];
        let factor: Vec<f64> =
            self.days.iter().map(|score| 1000.0 * holds_s * day_factor(day_sigma, *score)).collect();
        let mut waits = Waits { n: 0, sum_s: 0.0, minutes: vec![0; MINUTES] };
        let counted_from = self.arrivals.len() / 50;
        for (row, arrival) in self.arrivals.iter().enumerate() {
            let start =
                if is_flat { bays.start_if_all_open(arrival.at) } else { bays.start(arrival.at, &open) };
            let day = (start.0 / (24 * HOUR_MS)) as usize;
            let holds = factor[day.min(factor.len() - 1)] * f64::from(arrival.holds);
            bays.take(start, SimDuration(holds as i64));
            if arrival.is_ambulance && row >= counted_from {
                waits.count((start - arrival.at).0);
            }
        }
        waits
    }
}

fn rising(profile: &[f64; HOURS]) -> [f64; HOURS + 1] {
    let sum: f64 = profile.iter().sum();
    let mut cumulative = [0.0; HOURS + 1];
    for hour in 0..HOURS {
        cumulative[hour + 1] = cumulative[hour] + profile[hour] / sum.max(1e-12);
    }
    cumulative
}

/// Milliseconds into the week at which a share of its arrivals has come.
fn within_week(cumulative: &[f64; HOURS + 1], share: f64) -> i64 {
    let hour = cumulative.partition_point(|c| *c <= share).clamp(1, HOURS) - 1;
    let width = (cumulative[hour + 1] - cumulative[hour]).max(1e-12);
    (((share - cumulative[hour]) / width).clamp(0.0, 1.0) * HOUR_MS as f64) as i64 + hour as i64 * HOUR_MS
}

/// Normal scores of days: marks faded over days, then put in order of rank, so that every stream has as many bad days
/// as it should.
fn day_scores(days: usize, lag1: f64) -> Vec<f64> {
    let weights = fading_weights(lag1);
    let normal = |day: usize| normal_quantile(u53(mix64(join(4, day as u64))).max(1e-12));
    let marks: Vec<f64> = (0..days + weights.len()).map(normal).collect();
    let faded = |day: usize| -> f64 {
        weights.iter().enumerate().map(|(back, w)| w * marks[day + weights.len() - back]).sum()
    };
    let raw: Vec<f64> = (0..days).map(faded).collect();
    let mut order: Vec<usize> = (0..days).collect();
    order.sort_by(|a, b| raw[*a].total_cmp(&raw[*b]).then(a.cmp(b)));
    let mut scores = vec![0.0; days];
    for (rank, day) in order.into_iter().enumerate() {
        scores[day] = normal_quantile((rank as f64 + 0.5) / days as f64);
    }
    scores
}

/// Waits of ambulances for a bay.
pub(super) struct Waits {
    n: u32,
    sum_s: f64,
    minutes: Vec<u32>,
}

impl Waits {
    pub(super) fn mean_s(&self) -> f64 {
        self.sum_s / f64::from(self.n.max(1))
    }

    fn count(&mut self, wait_ms: i64) {
        self.n += 1;
        self.sum_s += wait_ms as f64 / 1000.0;
        // Row 0 holds those who did not wait.
        let minute = (wait_ms + 59_999) / 60_000;
        self.minutes[(minute as usize).min(MINUTES - 1)] += 1;
    }
}

/// A service time, and what comes of it.
pub(super) struct Service {
    pub service_s: f64,
    pub service_cv: f64,
    pub figures: HandoverFigures,
    /// Sum of squares; 1 is a figure at its tolerance.
    pub misfit: f64,
}

/// The service whose mean gives the wanted mean, and whose spread comes nearest to the other figures.
pub(super) fn best_service(waits: &Waits, wanted: &HandoverFigures) -> Service {
    let wait_s = waits.mean_s();
    let service_s = (wanted.mean_s - wait_s).max((1.0 - WAIT_SHARE.end()) * wanted.mean_s);
    let outside =
        (wait_s / wanted.mean_s).clamp(*WAIT_SHARE.start(), *WAIT_SHARE.end()) - wait_s / wanted.mean_s;
    let tried = SPREADS.iter().zip(SPREAD_POINTS.iter()).map(|(cv, points)| {
        let figures = figures(waits, service_s, points);
        let figures = HandoverFigures { mean_s: wait_s + service_s, ..figures };
        let misfit = misfit(&figures, wanted) + 400.0 * outside * outside;
        Service { service_s, service_cv: *cv, misfit, figures }
    });
    tried.min_by(|a, b| a.misfit.total_cmp(&b.misfit)).expect("there are spreads")
}

static SPREAD_POINTS: LazyLock<[[f64; POINTS]; 8]> = LazyLock::new(|| {
    SPREADS.map(|cv| {
        let sigma = libm::sqrt(libm::log(1.0 + cv * cv));
        let at =
            |k: usize| libm::exp(sigma * (normal_quantile((k as f64 + 0.5) / POINTS as f64) - 0.5 * sigma));
        let mut values: [f64; POINTS] = std::array::from_fn(at);
        // The last point holds the whole tail, so that the mean is 1.
        values[POINTS - 1] = POINTS as f64 - values[..POINTS - 1].iter().sum::<f64>();
        values
    })
});

/// Handover as wait and service, independent of each other.
fn figures(waits: &Waits, service_s: f64, points: &[f64; POINTS]) -> HandoverFigures {
    let mut minutes = vec![0u32; 2 * MINUTES];
    for (row, n) in waits.minutes.iter().enumerate().filter(|(_, n)| **n > 0) {
        let wait = if row == 0 { 0.0 } else { row as f64 - 0.5 };
        for point in points {
            let minute = wait + service_s * point / 60.0;
            minutes[(minute as usize).min(2 * MINUTES - 1)] += n;
        }
    }
    let all = f64::from(waits.n.max(1)) * POINTS as f64;
    let over = |from: usize| minutes[from..].iter().map(|n| f64::from(*n)).sum::<f64>() / all;
    let mut below = 0.0;
    let p90 = minutes.iter().position(|n| {
        below += f64::from(*n);
        below >= 0.9 * all
    });
    let p90_s = 60.0 * (p90.unwrap_or(0) as f64 + 0.5);
    HandoverFigures { mean_s: 0.0, p90_s, over_30: over(30), over_60: over(60) }
}

fn misfit(got: &HandoverFigures, wanted: &HandoverFigures) -> f64 {
    let square = |x: f64| x * x;
    square((got.mean_s / wanted.mean_s - 1.0) / 0.03)
        + square((got.p90_s / wanted.p90_s - 1.0) / 0.04)
        + square((got.over_30 - wanted.over_30) / 0.02)
        + square((got.over_60 - wanted.over_60) / 0.02)
}

pub(super) fn occupancy_shape(cv: f64) -> StageTable {
    StageTable::new(1.0, if cv > 0.0 { Shape::Lognormal { cv } } else { Shape::Fixed })
}
