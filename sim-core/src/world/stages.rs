use super::mix::STREAMS;
use super::plan::Plan;
use crate::category::Category;
use crate::dist::{QuantileTable, Shape, normal_quantile};
use crate::ids::ServiceId;
use crate::region::{Disposition, JobCycle, Region, Stage};
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
            let Some(row) = prior(region, stage, disposition, category.name()) else {
                return StageTable::new(0.0, Shape::Fixed);
            };
            let (mean_s, cv) = (row.mean_s, row.cv);
            if let Some(shape) = measured(region, row) {
                return StageTable { mean_s, shape: Arc::new(shape) };
            }
            let known = shapes.iter().find(|(bits, _)| *bits == cv.to_bits()).map(|(_, shape)| shape.clone());
            let shape = known.unwrap_or_else(|| {
                let shape = Arc::new(QuantileTable::new(lognormal(cv)));
                shapes.push((cv.to_bits(), shape.clone()));
                shape
            });
            StageTable { mean_s, shape }
        };
        let dispositions = [Disposition::SeeAndTreat, Disposition::Convey];
        let ratios = plan.cycle;
        let times = |stage: StageTable, ratio: f64| StageTable { mean_s: stage.mean_s * ratio, ..stage };
        let less_s = plan.others.scene_shorter_s;
        let on_scene = |stage: StageTable| {
            let mean_s = (stage.mean_s * ratios.on_scene - less_s).max(0.0);
            StageTable { mean_s, ..stage }
        };
        Self {
            triage: Category::ALL.map(|c| of(Stage::Triage, Disposition::Any, c)),
            mobilise: times(of(Stage::Mobilise, Disposition::Any, Category::C1), ratios.mobilise),
            on_scene: dispositions.map(|d| Category::ALL.map(|c| on_scene(of(Stage::OnScene, d, c)))),
            wrap_up: dispositions.map(|d| times(of(Stage::WrapUp, d, Category::C2), ratios.wrap_up)),
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

/// The row of a stage: the category's own before `any`, its disposition before any.
fn prior<'r>(
    region: &'r Region,
    stage: Stage,
    disposition: Disposition,
    category: &str,
) -> Option<&'r JobCycle> {
    let fit = |row: &&JobCycle| {
        row.stage == stage
            && (row.disposition == disposition || row.disposition == Disposition::Any)
            && (row.category == category || row.category == "any")
    };
    let own = |row: &&JobCycle| (row.category == category, row.disposition == disposition);
    region.job_cycle.iter().filter(fit).max_by_key(own)
}

/// The shape of a stage whose quantiles were measured: linear between them, flat beyond the first and the last, of mean 1.
fn measured(region: &Region, row: &JobCycle) -> Option<QuantileTable> {
    let own = region.stage_quantiles.iter().filter(|at| {
        at.stage == row.stage && at.disposition == row.disposition && at.category == row.category
    });
    let points: Vec<(f64, f64)> = own.map(|at| (at.quantile, at.seconds)).collect();
    let (first, last) = (points.first()?, points.last()?);
    let at = |u: f64| match points.partition_point(|point| point.0 <= u) {
        0 => first.1,
        n if n == points.len() => last.1,
        n => {
            let ((u0, low), (u1, high)) = (points[n - 1], points[n]);
            low + (high - low) * (u - u0) / (u1 - u0)
        }
    };
    let between = points.windows(2).map(|pair| 0.5 * (pair[0].1 + pair[1].1) * (pair[1].0 - pair[0].0));
    let mean = first.0 * first.1 + between.sum::<f64>() + (1.0 - last.0) * last.1;
    (mean > 0.0).then(|| QuantileTable::of(|above| at(1.0 - above) / mean))
}

/// Call connect to the identification of C1, from the published mean and 90th centile.
fn c1_identified(region: &Region, plan: &Plan, service: ServiceId) -> StageTable {
    let months = plan.months_of(&plan.others.cycle_months);
    let rows: Vec<(f64, f64)> = region
        .call_times
        .iter()
        .filter(|row| row.service == Some(service) && months.contains(&row.month))
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
