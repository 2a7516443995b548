//! How good the predictions were.

use super::level::mean;
use super::measure::{C2_MEAN, Measure};
use super::{Backtest, Score, TrustMeasure};
use crate::experiment::summary::Statistic;
use crate::outcome::ReportedCategory;
use crate::region::Month;
use std::collections::BTreeMap;

/// How good a score or a rival was in a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// `frozen`, `rolling`, `conditional`, `last_month`, `last_year`, `regression` or `regression_updated`.
    pub name: &'static str,
    /// In which measure.
    pub measure: Measure,
    /// Trust-months with a prediction and a published figure.
    pub n: usize,
    /// Mean of the absolute relative errors.
    pub mape: f64,
    /// Mean of the relative errors: above 0 it predicts too late a response.
    pub bias: f64,
    /// Share of published figures inside the 90% interval; none for rivals.
    pub coverage: Option<f64>,
}

/// A trust's bias, told in hours.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustBias {
    /// ODS code.
    pub service: String,
    /// Months with a published C2 mean.
    pub n: usize,
    /// By which share the frozen hours would have to change for the published C2 means to come out.
    pub hours_change: f64,
    /// Lowest and highest of its months.
    pub range: (f64, f64),
    /// Mean relative error of the frozen C2 mean.
    pub c2_bias: f64,
}

/// England's C2 mean of a month, from trusts by their published C2 incidents.
#[derive(Debug, Clone, PartialEq)]
pub struct EnglandMonth {
    /// The month.
    pub month: Month,
    /// Which score.
    pub score: Score,
    /// Predicted, seconds.
    pub predicted_s: f64,
    /// From the published figures of the same trusts, seconds.
    pub observed_s: f64,
    /// Trusts that are in it.
    pub trusts: usize,
}

type Rival = (&'static str, fn(&TrustMeasure) -> Option<f64>);

/// The rivals and their names.
const RIVALS: [Rival; 4] = [
    ("last_month", |row| row.rivals.last_month_s),
    ("last_year", |row| row.rivals.last_year_s),
    ("regression", |row| row.rivals.regression_s),
    ("regression_updated", |row| row.rivals.regression_updated_s),
];

impl Backtest {
    /// Every score and every rival in every measure in which it says something.
    #[must_use]
    pub fn scored(&self) -> Vec<Scored> {
        let mut all = Vec::new();
        for measure in Measure::all() {
            for score in Score::ALL {
                let rows =
                    || self.rows.iter().filter(move |row| row.score == score && row.measure == measure);
                let pairs = rows().filter_map(|row| Some((row.predicted.mean_s, row.observed_s?)));
                let inside = rows().filter_map(|row| {
                    let (low, high) = row.predicted.interval_s;
                    Some(f64::from((low..=high).contains(&row.observed_s?)))
                });
                let coverage = mean(inside);
                all.extend(scored(score.name(), measure, pairs).map(|row| Scored { coverage, ..row }));
            }
            for (name, rival) in RIVALS {
                let frozen =
                    self.rows.iter().filter(|row| row.score == Score::Frozen && row.measure == measure);
                let pairs = frozen.filter_map(|row| Some((rival(row)?, row.observed_s?)));
                all.extend(scored(name, measure, pairs));
            }
        }
        all
    }

    /// How good a score or rival was in a measure.
    #[must_use]
    pub fn score_of(&self, name: &str, measure: Measure) -> Option<Scored> {
        self.scored().into_iter().find(|row| row.name == name && row.measure == measure)
    }

    /// The bias of each trust as a change of its hours, over the months predicted.
    #[must_use]
    pub fn bias(&self) -> Vec<TrustBias> {
        let mut by_trust: BTreeMap<&str, Vec<&TrustMeasure>> = BTreeMap::new();
        let frozen = self.rows.iter().filter(|row| row.score == Score::Frozen && row.measure == C2_MEAN);
        frozen.for_each(|row| by_trust.entry(&row.service).or_default().push(row));
        let of = |(code, rows): (&str, Vec<&TrustMeasure>)| {
            let changes: Vec<f64> = rows.iter().filter_map(|row| Some(row.implied? - row.level)).collect();
            let errors = rows.iter().filter_map(|row| Some(row.predicted.mean_s / row.observed_s? - 1.0));
            let share = |log: f64| libm::exp(log) - 1.0;
            Some(TrustBias {
                service: code.to_owned(),
                n: changes.len(),
                hours_change: share(mean(changes.iter().copied())?),
                range: (
                    share(changes.iter().copied().fold(f64::INFINITY, f64::min)),
                    share(changes.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
                ),
                c2_bias: mean(errors)?,
            })
        };
        by_trust.into_iter().filter_map(of).collect()
    }

    /// The C2 mean of all trusts together, by score and month.
    #[must_use]
    pub fn england(&self) -> Vec<EnglandMonth> {
        let mut sums: BTreeMap<(Score, Month), [f64; 4]> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.measure == C2_MEAN) {
            let (Some(observed), Some(n)) = (row.observed_s, row.c2_incidents) else { continue };
            let sum = sums.entry((row.score, row.month)).or_default();
            *sum = [sum[0] + n, sum[1] + n * row.predicted.mean_s, sum[2] + n * observed, sum[3] + 1.0];
        }
        let of =
            |((score, month), [n, predicted, observed, trusts]): ((Score, Month), [f64; 4])| EnglandMonth {
                month,
                score,
                predicted_s: predicted / n,
                observed_s: observed / n,
                trusts: trusts as usize,
            };
        sums.into_iter().map(of).collect()
    }

    /// The 90th centile over the mean by category: predicted frozen and published, each the mean over trust-months.
    #[must_use]
    pub fn ratios(&self) -> Vec<(ReportedCategory, f64, f64)> {
        let figure = |row: &TrustMeasure, statistic: Statistic| {
            let other = Measure { category: row.measure.category, statistic };
            let is_it = |at: &&TrustMeasure| {
                (at.score, at.month, at.measure) == (row.score, row.month, other) && at.service == row.service
            };
            self.rows.iter().find(is_it).and_then(|at| Some((at.predicted.mean_s, at.observed_s?)))
        };
        let of = |category: ReportedCategory| {
            let means = self.rows.iter().filter(move |row| {
                row.score == Score::Frozen && row.measure == Measure { category, statistic: Statistic::Mean }
            });
            let pairs: Vec<(f64, f64)> = means
                .filter_map(|row| {
                    let (mean, p90) = (figure(row, Statistic::Mean)?, figure(row, Statistic::P90)?);
                    Some((p90.0 / mean.0, p90.1 / mean.1))
                })
                .collect();
            let (predicted, observed) =
                (mean(pairs.iter().map(|pair| pair.0))?, mean(pairs.iter().map(|pair| pair.1))?);
            Some((category, predicted, observed))
        };
        Measure::all().into_iter().step_by(2).filter_map(|measure| of(measure.category)).collect()
    }
}

fn scored(name: &'static str, measure: Measure, pairs: impl Iterator<Item = (f64, f64)>) -> Option<Scored> {
    let errors: Vec<f64> = pairs.map(|(predicted, observed)| predicted / observed - 1.0).collect();
    Some(Scored {
        name,
        measure,
        n: errors.len(),
        mape: mean(errors.iter().map(|error| error.abs()))?,
        bias: mean(errors.iter().copied())?,
        coverage: None,
    })
}
