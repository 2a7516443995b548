//! How evenly an arrangement treats ICSs: dates, effects and responses.

use super::WaitRun;
use super::figures::{over_draws, values};
use crate::experiment::governance::summary::mean_date;
use crate::experiment::run::ArmResult;
use crate::experiment::summary::Statistic;
use crate::outcome::{Level, ReportedCategory};
use crate::scenario::ArrangementStudy;
use crate::stats::{Estimate, paired};

/// Of what ICSs may have more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equity {
    /// The mean day of go-live over what is wanted; what is never live counts as the horizon. The same in every year.
    Dates,
    /// The C2 mean less that without any package.
    Effect,
    /// The C2 mean.
    Response,
    /// Incidents prevented, of a thousand.
    Prevented,
}

impl Equity {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Dates, Self::Effect, Self::Response, Self::Prevented];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::Effect => "effect",
            Self::Response => "response",
            Self::Prevented => "prevented",
        }
    }

    /// Unit of its spread.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Dates => "days",
            Self::Effect | Self::Response => "s",
            Self::Prevented => "incidents of 1000",
        }
    }

    /// Whether its mean is far from 0, so that a deviation may be held against it.
    const fn has_variation(self) -> bool {
        matches!(self, Self::Dates | Self::Response)
    }
}

/// How far apart ICSs are under an arrangement at the end of a year. Each ICS counts alike; chance is in it, and widens it.
#[derive(Debug, Clone, PartialEq)]
pub struct EquityRow {
    /// The year, from 1.
    pub year: u32,
    /// The arrangement's row in the study.
    pub arrangement: usize,
    /// `Trust`; where there are several also `England`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// Of what.
    pub measure: Equity,
    /// ICSs of the place; where there are several trusts, parts of ICSs.
    pub parts: usize,
    /// Highest less lowest of a draw, in [`Equity::unit`].
    pub spread: Option<Estimate>,
    /// Less that of the study's first arrangement, paired by draw.
    pub against_first: Option<Estimate>,
    /// Coefficient of variation over ICSs; `None` for effect and prevention, whose mean may be 0.
    pub variation: Option<Estimate>,
    /// Less that of the study's first arrangement, paired by draw.
    pub variation_against_first: Option<Estimate>,
}

/// A value a draw.
type ByDraw = Vec<Option<f64>>;

/// An ICS of a trust: the trust's and the ICS's rows in the studies, its level and code.
type Part = (usize, usize, Level, String);

impl WaitRun {
    /// How evenly ICSs are treated, by year, place, measure and arrangement; none without a finished draw.
    #[must_use]
    pub fn equity(&self) -> Vec<EquityRow> {
        let wholes: Vec<(Level, String)> = self
            .places()
            .into_iter()
            .filter(|(level, _)| matches!(level, Level::Trust | Level::England))
            .collect();
        let mut rows = Vec::new();
        for year in self.years() {
            for place in &wholes {
                let parts = self.parts(place);
                for measure in Equity::ALL {
                    rows.extend(self.equity_of(year, (place, &parts), measure));
                }
            }
        }
        rows
    }

    fn parts(&self, (level, code): &(Level, String)) -> Vec<Part> {
        let several = self.studies.len() > 1;
        let of = |(at, study): (usize, &ArrangementStudy)| -> Vec<Part> {
            let members = study.ground.members.iter().enumerate();
            members
                .map(|(member, own)| match several {
                    true => (at, member, Level::Patch, study.patch_code(&own.code)),
                    false => (at, member, Level::Ics, own.code.clone()),
                })
                .collect()
        };
        let studies = self.studies.iter().enumerate();
        studies
            .filter(|(_, own)| *level != Level::Trust || own.ground.service.0 == *code)
            .flat_map(of)
            .collect()
    }

    fn equity_of(
        &self,
        year: u32,
        (place, parts): (&(Level, String), &[Part]),
        measure: Equity,
    ) -> Vec<EquityRow> {
        let of = |arrangement: usize| {
            let own: Vec<Vec<Option<f64>>> =
                parts.iter().map(|part| self.of_part(part, (year, arrangement), measure)).collect();
            let by_draw = |index: fn(&[f64]) -> Option<f64>| -> ByDraw {
                let of_draw = |draw: usize| {
                    let known: Vec<f64> = own.iter().filter_map(|part| part[draw]).collect();
                    index(&known)
                };
                (0..self.courses.len()).map(of_draw).collect()
            };
            (by_draw(spread), by_draw(if measure.has_variation() { variation } else { |_| None }))
        };
        let all: Vec<_> = (0..self.study().arrangements.len()).map(of).collect();
        let row = |(arrangement, (apart, varied)): (usize, &(ByDraw, ByDraw))| EquityRow {
            year,
            arrangement,
            level: place.0,
            code: place.1.clone(),
            measure,
            parts: parts.len(),
            spread: over_draws(apart),
            against_first: paired(&all[0].0, apart),
            variation: over_draws(varied),
            variation_against_first: paired(&all[0].1, varied),
        };
        all.iter().enumerate().map(row).collect()
    }

    /// What an ICS has, a value a draw.
    fn of_part(
        &self,
        (at, member, level, code): &Part,
        (year, arrangement): (u32, usize),
        measure: Equity,
    ) -> Vec<Option<f64>> {
        let (base, arm) = (&self.experiment.arms[0], self.arm(year, arrangement));
        let c2 = |arm: &ArmResult| values(arm, (*level, code, ReportedCategory::C2), Statistic::Mean);
        match measure {
            Equity::Dates => {
                let horizon = self.studies[*at].horizon_days;
                let courses = self.courses.iter().map(|draw| &draw[*at][arrangement]);
                courses.map(|course| mean_date(course, horizon, |own| own == *member)).collect()
            }
            Equity::Response => c2(arm),
            Equity::Effect => {
                c2(arm).into_iter().zip(c2(base)).map(|(own, none)| Some(own? - none?)).collect()
            }
            Equity::Prevented => {
                let days = f64::from(base.scenario.run().days);
                let all = incidents(base, *level, code);
                let taken = self.per_day(arm, (*level, code)).into_iter().zip(all);
                taken.map(|(taken, all)| all.map(|all| 1_000.0 * days * taken.unwrap_or(0.0) / all)).collect()
            }
        }
    }
}

/// Incidents of the window, a value a draw; `None` where there is none.
fn incidents(arm: &ArmResult, level: Level, code: &str) -> Vec<Option<f64>> {
    let known = arm.levels.get(level).map(|known| &known.codes);
    let group = known.and_then(|codes| codes.iter().position(|own| own == code));
    let of = |measures: &crate::outcome::Measures| {
        let row = measures.response(level, group? as u16, ReportedCategory::All)?;
        (row.incidents > 0).then_some(row.incidents as f64)
    };
    arm.replications.iter().map(of).collect()
}

/// Highest less lowest; `None` without a value.
fn spread(values: &[f64]) -> Option<f64> {
    let high = values.iter().copied().reduce(f64::max)?;
    values.iter().copied().reduce(f64::min).map(|low| high - low)
}

/// Deviation over a whole, by its mean; `None` where the mean is not above 0.
fn variation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean > 0.0).then(|| libm::sqrt(squares / n) / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_is_zero_apart_and_what_has_no_mean_has_no_variation() {
        assert_eq!((spread(&[4.0, 4.0]), variation(&[4.0, 4.0])), (Some(0.0), Some(0.0)));
        assert_eq!((spread(&[2.0, 6.0, 4.0, 4.0]), variation(&[2.0, 6.0])), (Some(4.0), Some(0.5)));
        assert_eq!((spread(&[]), variation(&[]), variation(&[-1.0, 1.0])), (None, None, None));
    }
}
