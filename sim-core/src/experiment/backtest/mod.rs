//! Prediction of a month from its published inputs, and how good it was: the backtest.
//!
//! A trust-month is predicted from its incidents by category, its dispositions and its handover alone. Its response times
//! are held against the prediction afterwards, and no run can look at them: the place that is run has none of the months.
//! Three scores always stand together: hours frozen at the fit, hours updated by what was published up to the month
//! before, and hours from a user's file.

mod curve;
mod drift;
mod level;
mod measure;
mod observed;
mod predict;
mod questions;
mod rivals;
mod score;
mod season;
mod simulate;
#[cfg(feature = "arrow")]
mod tables;

pub use curve::Curve;
pub use level::WEIGHTS;
pub use measure::{C2_MEAN, Measure};
pub use predict::Predicted;
pub use questions::BacktestQuestions;
pub use rivals::{Regression, Rivals};
pub use score::{EnglandMonth, Scored, TrustBias};
pub use simulate::LEVELS;
#[cfg(feature = "arrow")]
pub use tables::BACKTEST_TABLES;

use super::run::RunOptions;
use crate::ambsys::{AmbSys, ResponseTimes};
use crate::problem::Problems;
use crate::region::{Break, Month};
use crate::scenario::Scenario;
use drift::{Drift, apart, distance};
use level::{mean, rolled};
use observed::Observed;
use predict::{Levels, Predictor};
use rivals::rivals;
use season::Season;
use simulate::{Runs, codes, simulate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the hours of a prediction come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Score {
    /// The level of the fit, whatever was published since.
    Frozen,
    /// One level a trust, updated with what was published up to the month before.
    Rolling,
    /// The level of the fit times the hours of a user's file.
    Conditional,
}

impl Score {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Frozen, Self::Rolling, Self::Conditional];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Rolling => "rolling",
            Self::Conditional => "conditional",
        }
    }
}

/// A measure of a trust-month: predicted, published, and what the rivals say.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustMeasure {
    /// ODS code of the service.
    pub service: String,
    /// The month.
    pub month: Month,
    /// What is predicted.
    pub measure: Measure,
    /// Where the hours come from.
    pub score: Score,
    /// The prediction.
    pub predicted: Predicted,
    /// The published figure, seconds; `None`: not published.
    pub observed_s: Option<f64>,
    /// What simpler predictions say.
    pub rivals: Rivals,
    /// Logarithm of the factor on the scenario's hours that is the trust's level, its season taken out.
    pub level: f64,
    /// Logarithm of the factor at which the published C2 mean comes out, its season taken out.
    pub implied: Option<f64>,
    /// By how much the season moves the logarithm of the C2 mean against the fit's months; 0: no season.
    pub season: f64,
    /// Logarithm of the factor on the scenario's hours at which it is read: the level, with the season put in.
    pub read_at: f64,
    /// Months from what is known of the level.
    pub months_ahead: u32,
    /// How many of the three months right before gave the rolling level nothing.
    pub gaps: u32,
    /// Published C2 incidents.
    pub c2_incidents: Option<f64>,
}

/// A trust-month that was not predicted, or not in a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// ODS code of the service.
    pub service: String,
    /// The month.
    pub month: Month,
    /// The score that lacks it; `None`: all.
    pub score: Option<Score>,
    /// Why.
    pub reason: &'static str,
}

/// Predictions, what was published, and the settings behind both.
#[derive(Debug, Clone)]
pub struct Backtest {
    /// What was asked.
    pub questions: BacktestQuestions,
    /// What was run, on the place with the file's months laid over.
    pub scenario: Scenario,
    /// Name of the published file.
    pub file: String,
    /// Every measure of every trust-month and score, in order of score, service, month and measure.
    pub rows: Vec<TrustMeasure>,
    /// Trust-months left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// Level of the fit by trust, as a factor on the scenario's hours.
    pub fitted: BTreeMap<String, f64>,
    /// Whether the levels were found here from the months of the fit; else the fit states the hours.
    pub level_is_found_here: bool,
    /// Standard deviation of the model's own error by measure, on the logarithm, as the months of the fit tell it. What
    /// an interval holds is at least the drift of levels in earlier years: [`Predicted::own_sd`].
    pub discrepancy: [f64; Measure::COUNT],
    /// The regression, if the months were enough.
    pub regression: Option<Regression>,
    /// Replications of each month.
    pub replications: usize,
    /// Members of the fit.
    pub members: usize,
    /// Breaks between the first month of the fit and the last predicted.
    pub breaks: Vec<Break>,
    /// Whether all months were run.
    pub complete: bool,
}

/// Predicts months of a published file and holds them against it; seed and replications are the scenario's own.
///
/// # Errors
/// If the questions cannot be asked of the file or the scenario.
pub fn backtest(
    scenario: &Scenario,
    published: &AmbSys,
    questions: &BacktestQuestions,
    options: &RunOptions<'_>,
) -> Result<Backtest, Problems> {
    questions.check(scenario, published)?;
    let over =
        published.laid_over(scenario.region(), &questions.laid_over(published), ResponseTimes::TakenOut);
    let scenario = scenario.on(Arc::new(over))?;
    let (members, weights) = questions.members(&scenario)?;
    let observed = Observed { published, region: scenario.region() };
    let runs = simulate(&members, &observed, &questions.all_months(), options)?;
    let predictor = Predictor {
        runs: &runs,
        weights: &weights,
        discrepancy: [0.0; Measure::COUNT],
        season: Season::of(scenario.region().season(), &questions.fit_months),
        drift: Drift::of(&scenario),
    };
    let levels = Levels::of(&predictor, &observed, &questions.fit_months, questions.fit.is_some());
    let predictor = predictor.with_discrepancy(&observed, &levels, &questions.fit_months);
    let regression = Regression::fit(&observed, &codes(&scenario), &questions.fit_months);
    let asked = Asked {
        questions,
        observed,
        predictor: &predictor,
        levels: &levels,
        regression: regression.as_ref(),
    };
    let (rows, skipped) = asked.rows(&runs);
    Ok(Backtest {
        questions: questions.clone(),
        file: published.file().to_owned(),
        rows,
        skipped,
        fitted: levels.fitted.iter().map(|(code, level)| (code.clone(), libm::exp(*level))).collect(),
        level_is_found_here: levels.is_found_here,
        discrepancy: predictor.discrepancy.map(f64::sqrt),
        replications: runs.replications,
        members: members.len(),
        breaks: questions.breaks(scenario.region()),
        complete: runs.complete,
        regression,
        scenario,
    })
}

/// All that a row is made from.
struct Asked<'a> {
    questions: &'a BacktestQuestions,
    observed: Observed<'a>,
    predictor: &'a Predictor<'a>,
    levels: &'a Levels,
    regression: Option<&'a Regression>,
}

impl Asked<'_> {
    fn rows(&self, runs: &Runs) -> (Vec<TrustMeasure>, Vec<Skipped>) {
        let asked = |month: &Month| self.questions.months.contains(month);
        let mut skipped: Vec<Skipped> = runs
            .skipped
            .iter()
            .filter(|((_, month), _)| asked(month))
            .map(|((service, month), reason)| skipped(service, *month, None, reason))
            .collect();
        let mut rows = Vec::new();
        for score in Score::ALL {
            for (code, month) in runs.of.keys().filter(|(_, month)| asked(month)) {
                match self.placed(score, code, *month) {
                    Ok(placed) => rows.extend(self.of_month(score, (code, *month), placed)),
                    Err(Some(reason)) => skipped.push(self::skipped(code, *month, Some(score), reason)),
                    Err(None) => {}
                }
            }
        }
        (rows, skipped)
    }

    /// Where a score takes a trust-month's hours from; else why it cannot, unless nobody asked.
    fn placed(&self, score: Score, code: &str, month: Month) -> Result<Placed, Option<&'static str>> {
        let since = self.questions.since(self.observed.region, code, month);
        let (fitted, anew) = self.levels.since(code, (since, month));
        let ahead = anew.map_or_else(|| distance(&self.questions.fit_months, month), |at| apart(at, month));
        let frozen = Placed { level: fitted, gaps: 0, months_ahead: ahead, in_season: true };
        match score {
            Score::Frozen => Ok(frozen),
            Score::Rolling => {
                let rolled = rolled(&self.levels.implied[code], month, fitted, since);
                let months_ahead = rolled.latest.map_or(ahead, |latest| apart(latest, month));
                Ok(Placed { level: rolled.level, gaps: rolled.gaps, months_ahead, ..frozen })
            }
            Score::Conditional => {
                let change = self.change_of_hours(code, month)?;
                Ok(Placed { level: fitted + change, in_season: false, ..frozen })
            }
        }
    }

    /// By how much the hours of the user's file change the level of a month, on the logarithm: the file's ratio to its
    /// months of the fit, less what the month's run had already followed its load by against those months.
    fn change_of_hours(&self, code: &str, month: Month) -> Result<f64, Option<&'static str>> {
        let Some(hours) = &self.questions.hours else { return Err(None) };
        let own = hours.get(code).ok_or(Some("the file of hours has no row of the service"))?;
        let (known, usual) =
            self.questions.usual_hours(own).ok_or(Some("the file of hours has no month of the fit"))?;
        let now = own.per_week(&[month]).map_err(|_| Some("the file of hours has no row of the month"))?;
        let followed = |at: Month| {
            let followed = &self.predictor.runs.followed;
            followed.get(&(code.to_owned(), at)).copied().unwrap_or(0.0)
        };
        let usually = mean(known.into_iter().map(followed)).unwrap_or(0.0);
        Ok(libm::log(now / usual) - (followed(month) - usually))
    }

    fn of_month(&self, score: Score, at: (&str, Month), placed: Placed) -> Vec<TrustMeasure> {
        let (code, month) = at;
        let Placed { level, gaps, months_ahead, in_season } = placed;
        let read_at = if in_season { self.predictor.in_season(at, level) } else { level };
        let row = |measure: Measure| {
            Some(TrustMeasure {
                service: code.to_owned(),
                month,
                measure,
                score,
                predicted: self.predictor.predicted(at, measure, (read_at, months_ahead))?,
                observed_s: self.observed.figure(code, month, measure),
                rivals: rivals(&self.observed, at, measure, self.regression),
                level,
                implied: self.levels.implied[code].get(&month).copied(),
                season: if in_season { self.predictor.season.offset(month) } else { 0.0 },
                read_at,
                months_ahead,
                gaps,
                c2_incidents: self.observed.c2_incidents(code, month),
            })
        };
        Measure::all().into_iter().filter_map(row).collect()
    }
}

/// The level of hours of a trust-month in a score.
#[derive(Debug, Clone, Copy)]
struct Placed {
    level: f64,
    gaps: u32,
    /// Months from what is known of the level.
    months_ahead: u32,
    /// Whether the season moves it: hours of a user's file hold theirs.
    in_season: bool,
}

fn skipped(service: &str, month: Month, score: Option<Score>, reason: &'static str) -> Skipped {
    Skipped { service: service.to_owned(), month, score, reason }
}
