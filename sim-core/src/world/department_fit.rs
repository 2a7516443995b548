//! How a department's free numbers are found: one recorded stream of arrivals, and a search.

use super::bays::BayQueue;
use super::department::{DepartmentPrior, HOURS, day_factor};
use super::desk_stream::day_scores;
use super::stages::StageTable;
use crate::dist::Shape;
use crate::rng::{join, mix64, u53};
use crate::units::{HOUR_MS, SimDuration, SimTime};

/// Arrivals of the streams: that finds where to begin, on which is searched, on which the service is settled.
pub(super) const ROUGH: usize = 40_000;
pub(super) const FINE: usize = 60_000;
pub(super) const LONG: usize = 2_000_000;
/// Trials of the search.
pub(super) const ROUNDS: usize = 32;
/// What is usual, and where the search begins: the difference between days, and the part of the mean that is waiting
/// for a bay. Assumed, grade D.
pub(super) const USUAL_SIGMA: f64 = 0.3;
pub(super) const USUAL_WAIT: f64 = 0.4;
/// How far from usual either may be before it counts.
const USUAL_WIDTH: f64 = 0.15;
/// What that counts against a change of the service, as relative entropy.
const PULL: f64 = 0.05;
/// Waits are counted by the minute, up to two days.
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
        let weeks = (wanted as f64 / weekly).clamp(4.0, 20_000.0) as usize;
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
        Self { arrivals, days: day_scores(weeks * 7, prior.day_lag1, 4) }
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

    /// For each whole minute, the share of ambulances that wait longer.
    pub(super) fn share_over(&self) -> Vec<f64> {
        let mut longer = self.n;
        let rest = |n: &u32| {
            longer -= n;
            f64::from(longer) / f64::from(self.n.max(1))
        };
        self.minutes.iter().map(rest).collect()
    }

    fn count(&mut self, wait_ms: i64) {
        self.n += 1;
        self.sum_s += wait_ms as f64 / 1000.0;
        // Row 0 holds those who did not wait.
        let minute = (wait_ms + 59_999) / 60_000;
        self.minutes[(minute as usize).min(MINUTES - 1)] += 1;
    }
}

/// What it costs that waiting is not the usual part of the mean, or days do not differ as usual.
pub(super) fn unusual(wait_share: f64, day_sigma: f64) -> f64 {
    let (wait, day) = ((wait_share - USUAL_WAIT) / USUAL_WIDTH, (day_sigma - USUAL_SIGMA) / USUAL_WIDTH);
    PULL * (wait * wait + day * day)
}

pub(super) fn occupancy_shape(cv: f64) -> StageTable {
    StageTable::new(1.0, if cv > 0.0 { Shape::Lognormal { cv } } else { Shape::Fixed })
}
