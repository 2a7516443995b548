use super::mix::STREAMS;
use super::plan::Plan;
use crate::category::Category;
use crate::dist::{QuantileTable, Shape, normal_quantile};
use crate::ids::ServiceId;
use crate::region::{Disposition, Handover, Region, Stage};
use crate::units::SimDuration;
use std::sync::Arc;

/// The duration of a stage: a mean and a shape of mean 1.
#[derive(Debug, Clone, PartialEq)]
pub struct StageTable {
    /// Mean, seconds.
    pub mean_s: f64,
    /// Inverse of the shape.
    pub shape: Arc<QuantileTable>,
}

impl StageTable {
    /// A stage of this mean and shape.
    #[must_use]
    pub fn new(mean_s: f64, shape: Shape) -> Self {
        Self { mean_s, shape: Arc::new(QuantileTable::new(shape)) }
    }

    /// The duration at mark `u`.
    #[inline]
    #[must_use]
    pub fn at(&self, u: f64) -> SimDuration {
        SimDuration::from_seconds(self.mean_s * self.shape.quantile(u))
    }
}

/// The durations of a job's stages, shared by all services of a component but for the identification of C1.
#[derive(Debug, Clone, PartialEq)]
pub struct Stages {
    /// Call connect to dispatch code, `[category]`; the row of C1 is not used.
    pub triage: [StageTable; STREAMS],
    /// Call connect to the identification of C1, `[local service]`.
    pub c1_identified: Vec<StageTable>,
    /// Assignment to moving off.
    pub mobilise: StageTable,
    /// On scene, `[conveyed][category]`.
    pub on_scene: [[StageTable; STREAMS]; 2],
    /// To clear, `[conveyed]`.
    pub wrap_up: [StageTable; 2],
    /// Handover at places that are not emergency departments.
    pub handover_other: StageTable,
    /// What a vehicle that conveys needs with a patient who is being treated when it arrives.
    pub load: SimDuration,
}

impl Stages {
    /// Compiles the priors of a region.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, services: &[ServiceId]) -> Self {
        let mut shapes: Vec<(u64, Arc<QuantileTable>)> = Vec::new();
        let mut of = |stage, disposition, category: Category| -> StageTable {
            let (mean_s, cv) = prior(region, stage, disposition, category.name());
            let known = shapes.iter().find(|(bits, _)| *bits == cv.to_bits()).map(|(_, shape)| shape.clone());
            let shape = known.unwrap_or_else(|| {
                let shape = Arc::new(QuantileTable::new(lognormal(cv)));
                shapes.push((cv.to_bits(), shape.clone()));
                shape
            });
            StageTable { mean_s, shape }
        };
        let dispositions = [Disposition::SeeAndTreat, Disposition::Convey];
        Self {
            triage: Category::ALL.map(|c| of(Stage::Triage, Disposition::Any, c)),
            mobilise: of(Stage::Mobilise, Disposition::Any, Category::C1),
            on_scene: dispositions.map(|d| Category::ALL.map(|c| of(Stage::OnScene, d, c))),
            wrap_up: dispositions.map(|d| of(Stage::WrapUp, d, Category::C2)),
            load: SimDuration::from_seconds(plan.settings.get("load_time_s")),
            c1_identified: services.iter().map(|s| c1_identified(region, plan, *s)).collect(),
            handover_other: StageTable::new(
                plan.settings.get("handover_other_mean_s"),
                lognormal(plan.settings.get("handover_other_cv")),
            ),
        }
    }
}

fn lognormal(cv: f64) -> Shape {
    if cv > 0.0 { Shape::Lognormal { cv } } else { Shape::Fixed }
}

/// Mean and coefficient of variation of a stage: the category's own row before `any`, its disposition before any.
fn prior(region: &Region, stage: Stage, disposition: Disposition, category: &str) -> (f64, f64) {
    let fit = |row: &&crate::region::JobCycle| {
        row.stage == stage
            && (row.disposition == disposition || row.disposition == Disposition::Any)
            && (row.category == category || row.category == "any")
    };
    let own = |row: &&crate::region::JobCycle| (row.category == category, row.disposition == disposition);
    region.job_cycle.iter().filter(fit).max_by_key(own).map_or((0.0, 0.0), |row| (row.mean_s, row.cv))
}

/// Call connect to the identification of C1, from the published mean and 90th centile.
fn c1_identified(region: &Region, plan: &Plan, service: ServiceId) -> StageTable {
    let rows: Vec<(f64, f64)> = region
        .call_times
        .iter()
        .filter(|row| row.service == Some(service) && plan.months.contains(&row.month))
        .filter_map(|row| Some((row.c1_identified_mean_s?, row.c1_identified_p90_s?)))
        .collect();
    let n = rows.len() as f64;
    if rows.is_empty() {
        return StageTable::new(
            plan.settings.get("c1_identified_mean_s"),
            lognormal(plan.settings.get("c1_identified_cv")),
        );
    }
    let mean = rows.iter().map(|r| r.0).sum::<f64>() / n;
    let ratio = rows.iter().map(|r| r.1).sum::<f64>() / n / mean.max(1.0);
    // The ratio P90 / mean of a log-normal is e^(z s − s²/2); its smaller root is the flatter shape.
    let z = normal_quantile(0.9);
    let s = z - libm::sqrt((z * z - 2.0 * libm::log(ratio.max(1.0))).max(0.0));
    StageTable::new(mean, lognormal(libm::sqrt(libm::exp(s * s) - 1.0)))
}

/// Time from arrival at an emergency department to clinical handover, as published by the service it lies in.
///
/// The distribution goes through the published shares over 15, 30 and 60 minutes and the published 90th centile,
/// and its tail is exponential with the mean that makes the whole agree with the published mean.
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
        let rows: Vec<&Handover> = region
            .handovers
            .iter()
            .filter(|row| row.service == Some(service) && plan.months.contains(&row.month) && row.n > 0.0)
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
        let body: f64 = knots.windows(2).map(|w| (w[1].0 - w[0].0) * 0.5 * (w[0].1 + w[1].1)).sum();
        let (last_p, last_s) = *knots.last().expect("the first knot is there");
        let tail_s = ((mean_s - body) / (1.0 - last_p) - last_s).max(30.0);
        Self { knots, tail_s, mean_s }
    }

    /// The duration at mark `u`.
    #[must_use]
    pub fn at(&self, u: f64) -> SimDuration {
        let after = self.knots.partition_point(|(p, _)| *p <= u);
        let (p0, s0) = self.knots[after.max(1) - 1];
        let seconds = match self.knots.get(after) {
            Some((p1, s1)) => s0 + (u - p0) * (s1 - s0) / (p1 - p0),
            None => s0 - self.tail_s * libm::log((1.0 - u).max(1e-6) / (1.0 - p0)),
        };
        SimDuration::from_seconds(seconds)
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
}
