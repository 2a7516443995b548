//! The scorecard: every figure that a service publishes beside the model's, month by month, with a verdict.
//!
//! Each calendar month is a run of its own. A figure is the plain mean of its monthly values, the same months on both
//! sides; a monthly 90th centile is that of all responses of the month's replications, and no centile is averaged over
//! services. A figure holds if it lies within its tolerance, or within twice its sampling error where that is more.

mod counted;
mod figure;
mod local;
mod measure;
mod observed;
mod sampling;
#[cfg(feature = "arrow")]
mod tables;

pub use figure::{MonthlyFigure, ScoredFigure, URBAN_RURAL_C1};
pub use local::PlaceRow;
pub use measure::{Answered, Measure};
#[cfg(feature = "arrow")]
pub use tables::SCORE_TABLES;

use super::monthly::monthly_sets;
use super::published::wholly_simulated;
use super::run::{Experiment, RunOptions};
use crate::ids::ServiceId;
use crate::outcome::{Level, ReportedCategory};
use crate::problem::{Problem, Problems};
use crate::region::Month;
use crate::scenario::{Edit, Scenario};
use local::Local;

/// Told of each month that is done, and how many of how many those are.
pub type MonthTold<'a> = &'a dyn Fn(Month, usize, usize);

/// A model held against what its services published.
#[derive(Debug, Clone)]
pub struct Scorecard {
    /// The months that were run, in order.
    pub months: Vec<Month>,
    /// Services by code, then England if all of it was simulated; measures in the order of [`Measure::all`].
    pub figures: Vec<ScoredFigure>,
    /// The same month by month.
    pub monthly: Vec<MonthlyFigure>,
    /// C1 and C2 by district, ICS and rurality, over all months and replications.
    pub places: Vec<PlaceRow>,
    /// One run a month, without its incidents.
    pub experiments: Vec<Experiment>,
    /// Whether all months asked for are there.
    pub complete: bool,
}

/// Runs each of some months (`2023-10..2024-03`) as a set of its own and scores it; seed and replications are the
/// scenario's.
///
/// # Errors
/// If a month is not published, or no service is simulated whole.
pub fn scorecard(
    scenario: &Scenario,
    months: &str,
    options: &RunOptions<'_>,
    told: MonthTold<'_>,
) -> Result<Scorecard, Problems> {
    let services = whole_services(scenario)?;
    let asked = scenario.with(&[Edit::new("demand.months", months)])?.world_plan().months;
    let sets = monthly_sets(scenario, &asked)?;
    let mut local = Local::default();
    let (mut experiments, mut monthly, mut done) = (Vec::new(), Vec::new(), Vec::new());
    for (month, set) in &sets {
        let Some(counted) = counted::count(set, options, &mut local)? else { break };
        monthly.extend(figure::of_month(scenario.region(), &services, *month, &counted.of));
        experiments.push(counted.experiment);
        done.push(*month);
        told(*month, done.len(), sets.len());
    }
    Ok(Scorecard {
        figures: figure::scored(&monthly),
        monthly,
        places: local.rows(scenario.region()),
        experiments,
        complete: done.len() == sets.len(),
        months: done,
    })
}

/// The services of which every area is simulated, and `None` for England if those are all.
fn whole_services(scenario: &Scenario) -> Result<Vec<Option<ServiceId>>, Problems> {
    let region = scenario.region();
    let whole = wholly_simulated(region, scenario.areas());
    let services: Vec<ServiceId> =
        scenario.services().into_iter().filter(|service| whole[service.index()]).collect();
    let england = (services.len() == region.services.len() && services.len() > 1).then_some(None);
    let mut problems = Problems::none();
    if services.is_empty() {
        problems.push(Problem {
            file: scenario.name().to_owned(),
            path: "select".to_owned(),
            line: None,
            found: "a part of each service".to_owned(),
            rule: "at least one whole service: nothing is published of a part".to_owned(),
            hint: "select.trusts = [\"RYF\"], say".to_owned(),
        });
    }
    problems.into_result(|| services.into_iter().map(Some).chain(england).collect())
}

impl Scorecard {
    /// Whether a service holds: every figure of it that is scored lies within its bound. Services in order of code.
    #[must_use]
    pub fn holds(&self) -> Vec<(String, bool)> {
        let mut services: Vec<(String, bool)> = Vec::new();
        for figure in self.figures.iter().filter(|figure| figure.level == Level::Trust) {
            let holds = figure.within || !figure.scored;
            match services.last_mut().filter(|(code, _)| *code == figure.code) {
                Some((_, known)) => *known &= holds,
                None => services.push((figure.code.clone(), holds)),
            }
        }
        services
    }

    /// C1 mean of rural areas over that of urban ones; `None` if either has none.
    #[must_use]
    pub fn rural_over_urban_c1(&self) -> Option<f64> {
        let mean = |code: &str| {
            let mut rows = self.places.iter().filter(|row| row.level == Level::RuralUrban);
            rows.find(|row| row.code == code && row.category == ReportedCategory::C1.name())
                .map(|row| row.mean_s)
        };
        Some(mean(local::RURALITY[1])? / mean(local::RURALITY[0])?)
    }
}
