//! Handover as a distribution: as published, or as a scenario states it for a hospital.

use super::plan::Plan;
use crate::ids::ServiceId;
use crate::region::{Handover, Region};
use crate::units::SimDuration;

/// Least and most mean of what lies beyond the last stated point, above it, seconds.
const LEAST_TAIL_S: f64 = 60.0;
const MOST_TAIL_S: f64 = 14_400.0;
/// Parts into which the way from one stated point to the next is cut.
const PARTS: usize = 8;
/// How near to either end the mean of such a way may lie, as a share of it; bending reaches a little further.
const MARGIN: f64 = 0.07;
/// The first duration where nothing says otherwise, seconds.
const FIRST_S: f64 = 180.0;
/// The most that parts are bent either way, as the log of an exponent.
const MOST_BEND: f64 = 9.0;

/// What a scenario states of the handovers at a hospital, arrival to clinical handover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedHandover {
    /// Mean, seconds.
    pub mean_s: f64,
    /// 90th centile, seconds; by the published shape where absent.
    pub p90_s: Option<f64>,
    /// Share over 30 minutes; by the published shape where absent.
    pub over_30: Option<f64>,
    /// Share over 60 minutes; by the published shape where absent.
    pub over_60: Option<f64>,
}

impl StatedHandover {
    /// The points that the distribution goes through: cumulative probability and seconds, rising in both.
    fn points(&self) -> Vec<(f64, f64)> {
        let share = |over: Option<f64>, s: f64| over.map(|over| (1.0 - over, s));
        let given = [self.p90_s.map(|s| (0.9, s)), share(self.over_30, 1800.0), share(self.over_60, 3600.0)];
        let mut points: Vec<(f64, f64)> = given.into_iter().flatten().collect();
        points.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
        let mut least = 0.0;
        for point in &mut points {
            point.0 = point.0.max(least);
            least = point.0;
        }
        points
    }

    /// Where the distribution begins, seconds.
    fn first_s(&self) -> f64 {
        let nearest = self.points().first().map_or(FIRST_S, |point| point.1);
        FIRST_S.min(0.2 * self.mean_s).min(0.5 * nearest)
    }

    /// The least and the most that the mean can be beside the other figures, seconds.
    #[must_use]
    pub fn possible_means_s(&self) -> (f64, f64) {
        let points = self.points();
        let Some((last_p, last_s)) = points.last().copied() else { return (0.0, f64::INFINITY) };
        let starts = std::iter::once((0.0, self.first_s())).chain(points.iter().copied());
        let mean = |share: f64| -> f64 {
            starts.clone().zip(&points).map(|(a, b)| (b.0 - a.0) * (a.1 + share * (b.1 - a.1))).sum()
        };
        let open = 1.0 - last_p;
        (
            mean(MARGIN) + open * (last_s + LEAST_TAIL_S),
            mean(1.0 - MARGIN) + if open > 0.0 { open * (last_s + MOST_TAIL_S) } else { 0.0 },
        )
    }
}

/// A published distribution on its way through stated points.
struct Through<'a> {
    published: &'a HandoverTable,
    /// Where it begins, seconds.
    first_s: f64,
    points: Vec<(f64, f64)>,
}

impl Through<'_> {
    /// The knots from the first duration to the last point. Between two points they keep the published shape, bent:
    /// the more, the nearer they lie to the earlier point; below 0, to the later one.
    fn knots(&self, bend: f64) -> Vec<(f64, f64)> {
        let mut knots = vec![(0.0, self.first_s)];
        for (p1, s1) in &self.points {
            let (p0, s0) = knots[knots.len() - 1];
            let of = |part: f64| self.published.seconds_at((p0 + part * (p1 - p0)).min(0.999_9));
            let (low, high) = (of(0.0), of(1.0));
            for k in 1..PARTS {
                if *p1 <= p0 {
                    break;
                }
                let part = k as f64 / PARTS as f64;
                let shape = if high > low { (of(part) - low) / (high - low) } else { part };
                // A little of an even rise keeps every part off the ends, before it is bent and after.
                let bent = libm::pow(0.9 * shape + 0.1 * part, libm::exp(bend));
                let rise = 0.995 * bent + 0.005 * part;
                knots.push((p0 + part * (p1 - p0), s0 + rise * (s1 - s0)));
            }
            knots.push((*p1, *s1));
        }
        knots
    }
}

/// What the knots give to the mean, seconds.
fn body_s(knots: &[(f64, f64)]) -> f64 {
    knots.windows(2).map(|w| (w[1].0 - w[0].0) * 0.5 * (w[0].1 + w[1].1)).sum()
}

/// The bend at which a rising height is 0.
fn where_zero(height: &dyn Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-MOST_BEND, MOST_BEND);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if height(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Time from arrival at an emergency department to clinical handover, as published by the service it lies in.
///
/// The distribution goes through the published shares over 15, 30 and 60 minutes and the published 90th centile,
/// and its tail is exponential with the mean that makes the whole agree with the published mean. A hospital may have its
/// own, from figures that a scenario states.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverTable {
    /// Cumulative probability and seconds, rising in both.
    knots: Vec<(f64, f64)>,
    /// Mean of what lies beyond the last knot, seconds.
    tail_s: f64,
    /// The published mean, seconds.
    pub mean_s: f64,
}

impl HandoverTable {
    /// The handover of a service over the plan's months.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, service: ServiceId) -> Self {
        let months = plan.months_of(&plan.others.handover_months);
        let rows: Vec<&Handover> = region
            .handovers
            .iter()
            .filter(|row| row.service == Some(service) && months.contains(&row.month) && row.n > 0.0)
            .collect();
        let n: f64 = rows.iter().map(|row| row.n).sum();
        if n <= 0.0 {
            let mean_s = plan.settings.get("handover_mean_s");
            return Self { knots: vec![(0.0, 0.0)], tail_s: mean_s, mean_s };
        }
        let mean_s = rows.iter().map(|row| row.n * row.mean_s).sum::<f64>() / n;
        let p90_s = rows.iter().map(|row| row.n * row.p90_s).sum::<f64>() / n;
        let over: [f64; 3] =
            std::array::from_fn(|k| rows.iter().map(|row| row.over_15_30_60_n[k]).sum::<f64>() / n);
        Self::through(over, mean_s, p90_s)
    }

    /// The distribution with these shares over 15, 30 and 60 minutes, this mean and this 90th centile.
    #[must_use]
    pub fn through(over: [f64; 3], mean_s: f64, p90_s: f64) -> Self {
        let least = 180.0;
        let mut points = vec![(0.9, p90_s)];
        points.extend([900.0, 1800.0, 3600.0].into_iter().zip(over).map(|(s, share)| (1.0 - share, s)));
        points.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut knots = vec![(0.0, least)];
        for (p, s) in points {
            let (last_p, last_s) = *knots.last().expect("the first knot is there");
            if p > last_p + 1e-6 && s > last_s && p < 0.999 {
                knots.push((p, s));
            }
        }
        let (last_p, last_s) = *knots.last().expect("the first knot is there");
        let tail_s = ((mean_s - body_s(&knots)) / (1.0 - last_p) - last_s).max(30.0);
        Self { knots, tail_s, mean_s }
    }

    /// The distribution of a hospital that states its own figures: this one scaled to the stated mean, stretched so that
    /// it goes through the figures that are stated.
    ///
    /// What the stated points leave of the mean goes to the tail; where that is not enough, the parts between the points
    /// are bent. Every mean in [`StatedHandover::possible_means_s`] comes out.
    #[must_use]
    pub fn stated(&self, stated: &StatedHandover) -> Self {
        let ratio = stated.mean_s / self.mean_s.max(1.0);
        let points = stated.points();
        if points.is_empty() {
            let knots = self.knots.iter().map(|(p, s)| (*p, s * ratio)).collect();
            return Self { knots, tail_s: self.tail_s * ratio, mean_s: stated.mean_s };
        }
        let through = Through { published: self, first_s: stated.first_s(), points };
        let rest_s = |bend: f64| stated.mean_s - body_s(&through.knots(bend));
        let (last_p, last_s) = through.points[through.points.len() - 1];
        let open = 1.0 - last_p;
        let tail_s =
            if open > 0.0 { (rest_s(0.0) / open - last_s).clamp(LEAST_TAIL_S, MOST_TAIL_S) } else { 0.0 };
        let tail_part_s = if open > 0.0 { open * (last_s + tail_s) } else { 0.0 };
        let is_met = (rest_s(0.0) - tail_part_s).abs() < 1e-6;
        let bend = if is_met { 0.0 } else { where_zero(&|bend| rest_s(bend) - tail_part_s) };
        Self { knots: through.knots(bend), tail_s, mean_s: stated.mean_s }
    }

    /// The duration at mark `u`.
    #[must_use]
    pub fn at(&self, u: f64) -> SimDuration {
        SimDuration::from_seconds(self.seconds_at(u))
    }

    fn seconds_at(&self, u: f64) -> f64 {
        let after = self.knots.partition_point(|(p, _)| *p <= u);
        let (p0, s0) = self.knots[after.max(1) - 1];
        match self.knots.get(after) {
            Some((p1, s1)) => s0 + (u - p0) * (s1 - s0) / (p1 - p0),
            None => s0 - self.tail_s * libm::log((1.0 - u).max(1e-6) / (1.0 - p0)),
        }
    }

    /// Share of handovers that take longer than so many seconds.
    #[must_use]
    pub fn share_over(&self, seconds: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if self.at(middle).seconds() > seconds { high = middle } else { low = middle }
        }
        1.0 - low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handover_gives_back_what_was_published() {
        let table = HandoverTable::through([0.85, 0.481, 0.28], 4286.0, 10_900.0);
        let n = 200_000;
        let mut values: Vec<i64> = (0..n).map(|i| table.at((f64::from(i) + 0.5) / f64::from(n)).0).collect();
        let mean = values.iter().sum::<i64>() as f64 / f64::from(n) / 1000.0;
        let over = |s: i64| values.iter().filter(|v| **v > s * 1000).count() as f64 / f64::from(n);
        assert!((mean / 4286.0 - 1.0).abs() < 0.002, "mean {mean}");
        assert!((over(1800) - 0.481).abs() < 1e-4 && (over(3600) - 0.28).abs() < 1e-4);
        assert_eq!(crate::stats::p90(&mut values).map(|v| (v as f64 / 1e5).round()), Some(109.0));
    }

    fn stated(mean_s: f64, p90_s: Option<f64>, over_30: Option<f64>, over_60: Option<f64>) -> StatedHandover {
        StatedHandover { mean_s, p90_s, over_30, over_60 }
    }

    /// Mean, 90th centile, shares over 30 and 60 minutes at 200,000 even marks.
    fn figures(table: &HandoverTable) -> [f64; 4] {
        let n = 200_000;
        let mut values: Vec<i64> = (0..n).map(|i| table.at((f64::from(i) + 0.5) / f64::from(n)).0).collect();
        let mean = values.iter().sum::<i64>() as f64 / f64::from(n) / 1000.0;
        let over = |s: i64| values.iter().filter(|v| **v > s * 1000).count() as f64 / f64::from(n);
        let (over_30, over_60) = (over(1800), over(3600));
        [mean, crate::stats::p90(&mut values).unwrap_or(0) as f64 / 1000.0, over_30, over_60]
    }

    /// Fast, usual and slow hospitals, some with atoms and without a tail, over the whole range of possible means.
    #[test]
    fn every_stated_figure_comes_out() {
        let shapes = [
            (1986.0, 0.126, 0.02),
            (4829.0, 0.301, 0.118),
            (10_938.0, 0.481, 0.28),
            (900.0, 0.0, 0.0),
            (1800.0, 0.1, 0.03),
            (2000.0, 0.2, 0.0),
            (14_400.0, 1.0, 1.0),
        ];
        let published = HandoverTable::through([0.67, 0.3, 0.12], 2178.0, 4829.0);
        for (p90_s, over_30, over_60) in shapes {
            let at = |mean_s| stated(mean_s, Some(p90_s), Some(over_30), Some(over_60));
            let (low, _) = at(900.0).possible_means_s();
            let (_, high) = at(86_400.0).possible_means_s();
            for part in [0.01, 0.2, 0.5, 0.9, 0.999] {
                let row = at(low * libm::pow(high / low, part));
                let got = figures(&published.stated(&row));
                let told = format!("{row:?}: {got:?}");
                assert!((got[0] / row.mean_s - 1.0).abs() < 0.003, "{told}");
                assert!((got[1] / p90_s - 1.0).abs() < 0.003, "{told}");
                assert!((got[2] - over_30).abs() < 1e-4 && (got[3] - over_60).abs() < 1e-4, "{told}");
            }
        }
    }

    #[test]
    fn what_is_not_stated_keeps_the_published_shape() {
        let published = HandoverTable::through([0.67, 0.3, 0.12], 2178.0, 4829.0);
        let halved = published.stated(&stated(1089.0, None, None, None));
        assert!((halved.at(0.9).seconds() - 0.5 * published.at(0.9).seconds()).abs() < 0.01);
        let share = figures(&published.stated(&stated(2178.0, None, None, Some(0.15))));
        assert!((share[0] / 2178.0 - 1.0).abs() < 0.002 && (share[3] - 0.15).abs() < 1e-4, "{share:?}");
    }
}
