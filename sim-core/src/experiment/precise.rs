//! Running until results are as precise as was asked.

use super::replicate::{Prepared, prepare};
use super::run::{ArmResult, Experiment, RunOptions, in_pool, run_prepared};
use super::summary::Statistic;
use crate::outcome::{Level, ReportedCategory};
use crate::scenario::{Edit, Scenario};
use crate::stats::{LookAhead, Precision, Reached, Target, Verdict};

/// Replications that are run at once beyond the first ten: the result does not depend on it.
const STEP: u32 = 5;
/// Replications above which a result is fit for decisions.
pub const DECISION_GRADE: usize = 30;

/// A measure whose precision is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The arm's name.
    pub arm: String,
    /// England where all of it is simulated, else the services.
    pub level: Level,
    /// The area's code.
    pub code: String,
    /// Which category.
    pub category: ReportedCategory,
    /// Mean or 90th centile.
    pub statistic: Statistic,
}

/// How precise a headline measure is.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadlinePrecision {
    /// Which measure.
    pub headline: Headline,
    /// Its mean and half width.
    pub precision: Precision,
}

/// How precise the headline measures of a run became that went on until they were precise enough.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachedPrecision {
    /// The share of each mean that half its interval is to be within.
    pub target: f64,
    /// The replications after which every measure was within the target and stayed so; `None`: not within the most.
    pub met_at: Option<usize>,
    /// How precise each headline measure is.
    pub measures: Vec<HeadlinePrecision>,
}

/// Mean and 90th centile of C1 to C4, of England if all of it is simulated, else of each service.
#[must_use]
pub fn headlines(arm: &ArmResult) -> Vec<(Headline, usize)> {
    let Some(first) = arm.replications.first() else { return Vec::new() };
    let widest = if arm.levels.get(Level::England).is_some() { Level::England } else { Level::Trust };
    let wanted = [ReportedCategory::C1, ReportedCategory::C2, ReportedCategory::C3, ReportedCategory::C4];
    let rows = first.responses.iter().enumerate();
    rows.filter(|(_, row)| row.level == widest && wanted.contains(&row.category))
        .flat_map(|(at, row)| {
            Statistic::ALL.map(|statistic| {
                let code = arm.code(row.level, row.group);
                let (arm, category) = (arm.name.clone(), row.category);
                (Headline { arm, level: widest, code, category, statistic }, at)
            })
        })
        .collect()
}

/// Runs arms until half the 95% interval of every headline measure of every arm is within a share of its mean, and has stayed so for
/// five replications more (a twentieth of them beyond 100); at most so many replications. The first arm's own number is not asked.
///
/// What comes out is that of the same arms with as many replications, byte for byte, and what was reached. A checkpoint holds its own
/// replications: `options.from` is not asked.
///
/// # Panics
/// As [`super::run`].
///
/// # Source
/// Hoad, Robinson and Davies (2010), *Journal of the Operational Research Society* 61(11), 1632-1644.
#[must_use]
pub fn run_precise(
    arms: &[(String, Scenario)],
    (target, most): (f64, u32),
    options: &RunOptions<'_>,
) -> Experiment {
    in_pool(options.threads, || {
        let scenarios: Vec<&Scenario> = arms.iter().map(|(_, scenario)| scenario).collect();
        let mut search = Search { arms, prepared: prepare(&scenarios), target, look: None };
        search.run(most, options)
    })
}

struct Search<'a> {
    arms: &'a [(String, Scenario)],
    prepared: Vec<Prepared>,
    target: f64,
    look: Option<LookAhead>,
}

impl Search<'_> {
    fn run(&mut self, most: u32, options: &RunOptions<'_>) -> Experiment {
        let mut all: Option<Experiment> = None;
        let mut done = 0;
        while done < most {
            let n = if done == 0 { 10.min(most) } else { STEP.min(most - done) };
            let more = self.chunk(done, n, options);
            let is_whole = more.complete;
            let wanted = self.look_at(&more);
            match &mut all {
                None => all = Some(more),
                Some(all) => append(all, more),
            }
            done += n;
            if let (Some(wanted), Some(all)) = (wanted, &mut all) {
                truncate(all, wanted);
                break;
            }
            if !is_whole {
                break;
            }
        }
        let mut experiment = all.expect("at least one replication is asked for");
        let n = experiment.replications.len().max(1);
        let number = Edit::new("run.replications", i64::try_from(n).unwrap_or(i64::MAX));
        for arm in &mut experiment.arms {
            arm.scenario =
                arm.scenario.with(std::slice::from_ref(&number)).expect("a number of replications");
        }
        let measures = self.precision(&experiment);
        let met_at = self.look.as_ref().and_then(|look| match look.verdict() {
            Verdict::Met { at } => Some(at),
            Verdict::NeedMore => None,
        });
        experiment.precision = Some(ReachedPrecision { target: self.target, met_at, measures });
        experiment
    }

    fn chunk(&self, first: u32, n: u32, options: &RunOptions<'_>) -> Experiment {
        let number = [Edit::new("run.replications", i64::from(n))];
        let mut arms = self.arms.to_vec();
        arms[0].1 = arms[0].1.with(&number).expect("a number of replications");
        run_prepared(&arms, &self.prepared, &RunOptions { first_replication: first, from: None, ..*options })
    }

    /// Looks at replications one after the other; says after how many there were enough.
    fn look_at(&mut self, more: &Experiment) -> Option<usize> {
        let values: Vec<Vec<Option<f64>>> = more
            .arms
            .iter()
            .flat_map(|arm| headlines(arm).into_iter().map(|(own, row)| arm.values(row, own.statistic)))
            .collect();
        if values.is_empty() {
            return None;
        }
        let target = Target::share(self.target);
        let look = self.look.get_or_insert_with(|| LookAhead::new(vec![target; values.len()]));
        for at in 0..more.replications.len() {
            let row: Vec<Option<f64>> = values.iter().map(|own| own[at]).collect();
            if look.push(&row) != Verdict::NeedMore {
                return Some(look.replications());
            }
        }
        None
    }

    fn precision(&self, experiment: &Experiment) -> Vec<HeadlinePrecision> {
        let Some(look) = &self.look else { return Vec::new() };
        let all = experiment.arms.iter().flat_map(headlines).map(|(headline, _)| headline);
        all.zip(look.precision())
            .map(|(headline, precision)| HeadlinePrecision { headline, precision })
            .collect()
    }
}

impl HeadlinePrecision {
    /// Whether more replications would do.
    #[must_use]
    pub const fn is_reached(&self) -> bool {
        matches!(self.precision.reached, Reached::Yes | Reached::NeverVaried)
    }

    /// In words: reached, or why not.
    #[must_use]
    pub const fn so(&self) -> &'static str {
        match self.precision.reached {
            Reached::Yes => "reached",
            Reached::NeverVaried => "never varied",
            Reached::TooWide => "too wide",
            Reached::TooFew => "too few replications",
            Reached::HoldsZero => "its interval holds 0",
        }
    }
}

/// Adds replications that follow.
fn append(all: &mut Experiment, more: Experiment) {
    all.replications.extend(more.replications);
    all.complete &= more.complete;
    for (own, more) in all.arms.iter_mut().zip(more.arms) {
        own.replications.extend(more.replications);
        own.numbers.extend(more.numbers);
        own.incidents.extend(more.incidents);
        own.by_month.extend(more.by_month);
        own.logs.extend(more.logs);
    }
}

/// Keeps the first replications.
fn truncate(all: &mut Experiment, n: usize) {
    all.replications.truncate(n);
    for arm in &mut all.arms {
        arm.replications.truncate(n);
        arm.numbers.truncate(n);
        arm.incidents.truncate(n);
        arm.by_month.truncate(n);
        arm.logs.truncate(n);
    }
}
