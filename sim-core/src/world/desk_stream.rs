//! Who would come to a desk over many weeks: one recorded stream, on which every trial of a fit is run.

use super::demand::fading_weights;
use crate::dist::normal_quantile;
use crate::rng::{join, mix64, u53};
use crate::units::{DAY_MS, HOUR_MS, SimDuration, SimTime};

/// Hours of a week.
pub(super) const HOURS: usize = 168;

/// Mean time to a further arrival, seconds.
const FURTHER_WITHIN_S: f64 = 300.0;

/// How arrivals at a desk differ by hour and by day.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskDemand {
    /// Arrivals in an ordinary week by local hour of the week, those that they bring left out.
    pub by_hour: [f64; HOURS],
    /// Coefficient of variation of the days' arrivals.
    pub day_cv: f64,
    /// Lag-one correlation of the days.
    pub day_lag1: f64,
    /// Further arrivals that each brings within minutes.
    pub further: f64,
}

impl DeskDemand {
    /// Arrivals in an ordinary week, further ones included.
    #[must_use]
    pub fn per_week(&self) -> f64 {
        self.by_hour.iter().sum::<f64>() * (1.0 + self.further)
    }
}

/// Instants of arrival over whole weeks, and a normal score for each day of the desk's own luck.
#[derive(Debug)]
pub(super) struct DeskStream {
    pub arrivals: Vec<SimTime>,
    pub weeks: usize,
    /// Normal scores of the days on which people at the desk are more or fewer.
    pub staff_days: Vec<f64>,
}

impl DeskStream {
    /// About so many arrivals, over 3 weeks at least and 200 at most; the same whenever it is asked for.
    pub fn record(demand: &DeskDemand, wanted: usize) -> Self {
        let per_week = demand.per_week().max(1.0);
        let weeks = (wanted as f64 / per_week).clamp(3.0, 200.0) as usize;
        let busy = day_scores(weeks * 7, demand.day_lag1, 1);
        let sigma = libm::sqrt(libm::log1p(demand.day_cv * demand.day_cv));
        let mut arrivals = Vec::with_capacity((per_week * weeks as f64 * 1.05) as usize + 64);
        // Unit exponential steps through the expected number of arrivals.
        let (mut ahead, mut n) = (step(0), 0u64);
        for hour in 0..weeks * HOURS {
            let factor = libm::exp(sigma * busy[hour / 24] - 0.5 * sigma * sigma);
            let expected = demand.by_hour[hour % HOURS] * factor;
            let mut left = expected;
            while ahead < left {
                left -= ahead;
                let within = (expected - left) / expected;
                let at = SimTime(hour as i64 * HOUR_MS + (within * HOUR_MS as f64) as i64);
                arrivals.push(at);
                let others = (demand.further + u53(mix64(join(13, n)))).floor() as u64;
                let later =
                    |other: u64| SimDuration::from_seconds(FURTHER_WITHIN_S * step(n + (other << 40)));
                arrivals.extend((1..=others).map(|other| at + later(other)));
                n += 1;
                ahead = step(n);
            }
            ahead -= left;
        }
        arrivals.sort_unstable();
        Self { arrivals, weeks, staff_days: day_scores(weeks * 7, 0.0, 2) }
    }

    /// Mark `what` of arrival `row`.
    pub fn mark(&self, what: u64, row: usize) -> f64 {
        u53(mix64(join(what + 16, row as u64)))
    }

    /// People at the desk by hour of the stream, if its staff differs so much between days.
    pub fn people(&self, staff: &[u32; HOURS], day_sigma: f64, least: u32) -> Vec<u32> {
        let factors: Vec<f64> = self.staff_days.iter().map(|score| staff_factor(day_sigma, *score)).collect();
        (0..self.weeks * HOURS).map(|hour| on_duty(staff[hour % HOURS], factors[hour / 24], least)).collect()
    }
}

fn step(n: u64) -> f64 {
    -libm::log1p(-u53(mix64(join(15, n))))
}

/// Row of the hour of an instant.
pub(super) fn hour_of(at: SimTime) -> usize {
    (at.0 / HOUR_MS) as usize
}

/// Days of an instant's stream, of which the first is left out of every count.
pub(super) fn is_warm(at: SimTime) -> bool {
    at.0 >= DAY_MS
}

/// People at a desk on a day of normal score `score` against an ordinary day; the mean over days is near 1.
#[must_use]
pub fn staff_factor(day_sigma: f64, score: f64) -> f64 {
    libm::exp(-day_sigma * score.clamp(-3.0, 3.0) - 0.5 * day_sigma * day_sigma)
}

/// Whole people of those planned on a day; so many at least.
#[must_use]
pub fn on_duty(planned: u32, factor: f64, least: u32) -> u32 {
    (libm::round(f64::from(planned) * factor) as u32).max(least)
}

/// Normal scores of days: marks faded over days, then put in order of rank, so that every stream has as many bad days
/// as it should.
pub(super) fn day_scores(days: usize, lag1: f64, what: u64) -> Vec<f64> {
    let weights = fading_weights(lag1);
    let normal = |day: usize| normal_quantile(u53(mix64(join(what, day as u64))).max(1e-12));
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
