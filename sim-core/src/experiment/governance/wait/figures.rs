//! What patients of the service and of each ICS wait in each arrangement, paired.

use super::WaitRun;
use super::dated::Window;
use crate::experiment::governance::summary::best;
use crate::experiment::run::ArmResult;
use crate::experiment::summary::Statistic;
use crate::outcome::{Level, Measures, ReportedCategory};
use crate::stats::{Estimate, paired};

/// A statistic of response under an arrangement at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitRow {
    /// The year, from 1.
    pub year: u32,
    /// The arrangement's row in the study.
    pub arrangement: usize,
    /// `Trust` or `Ics`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// C1 or C2.
    pub category: ReportedCategory,
    /// Which statistic.
    pub statistic: Statistic,
    /// The statistic over draws, seconds.
    pub value: Option<Estimate>,
    /// Less that of the study's first arrangement, paired by draw, seconds.
    pub against_first: Option<Estimate>,
    /// Less that without any package.
    pub against_none: Option<Estimate>,
    /// Share of draws in which no arrangement has less; ties are shared.
    pub best: f64,
    /// Mean of how much more it is than the least of each draw, seconds.
    pub regret_s: f64,
}

/// What went live and what it prevented under an arrangement by the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PreventedRow {
    /// The year, from 1.
    pub year: u32,
    /// The arrangement's row in the study.
    pub arrangement: usize,
    /// `Trust` or `Ics`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// Share of proposals, over ICSs and draws, that are live by the end of the window.
    pub live: f64,
    /// Mean fit of those; `None` if none is.
    pub fit: Option<f64>,
    /// Incidents prevented a day of the window; below 0 where more are added.
    pub per_day: Option<Estimate>,
    /// Less those of the study's first arrangement, paired by draw.
    pub against_first: Option<Estimate>,
}

/// Categories that are told.
const CATEGORIES: [ReportedCategory; 2] = [ReportedCategory::C1, ReportedCategory::C2];

impl WaitRun {
    /// An arrangement at the end of a year, from 1.
    ///
    /// # Panics
    /// If no draw was finished, or there is no such year or arrangement.
    #[must_use]
    pub fn arm(&self, year: u32, arrangement: usize) -> &ArmResult {
        &self.experiment.arms[1 + (year as usize - 1) * self.study.arrangements.len() + arrangement]
    }

    /// The service and its ICSs, by code.
    #[must_use]
    pub fn places(&self) -> Vec<(Level, String)> {
        let members = self.study.ground.members.iter().map(|member| (Level::Ics, member.code.clone()));
        std::iter::once((Level::Trust, self.study.ground.service.0.clone())).chain(members).collect()
    }

    /// Waits by year, place, category, statistic and arrangement; none without a finished draw.
    #[must_use]
    pub fn rows(&self) -> Vec<WaitRow> {
        let mut rows = Vec::new();
        for year in self.years() {
            for (level, code) in self.places() {
                for category in CATEGORIES {
                    for statistic in Statistic::ALL {
                        let what = (level, code.as_str(), category, statistic);
                        rows.extend(self.of_place(year, what));
                    }
                }
            }
        }
        rows
    }

    fn years(&self) -> std::ops::RangeInclusive<u32> {
        let last = if self.experiment.arms.is_empty() { 0 } else { self.question.years };
        1..=last
    }

    fn of_place(
        &self,
        year: u32,
        (level, code, category, statistic): (Level, &str, ReportedCategory, Statistic),
    ) -> Vec<WaitRow> {
        let of = |arm: &ArmResult| values(arm, (level, code, category), statistic);
        let none = of(&self.experiment.arms[0]);
        let all: Vec<Vec<Option<f64>>> =
            (0..self.study.arrangements.len()).map(|arrangement| of(self.arm(year, arrangement))).collect();
        let known = |draw: &usize| all.iter().all(|own| own[*draw].is_some());
        let draws: Vec<usize> = (0..none.len()).filter(known).collect();
        let scores: Vec<Vec<f64>> =
            all.iter().map(|own| draws.iter().filter_map(|draw| own[*draw]).collect()).collect();
        let scores: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
        let row = |(arrangement, own): (usize, &Vec<Option<f64>>)| {
            let (best, regret_s) =
                if draws.is_empty() { (0.0, 0.0) } else { best(&scores, arrangement, -1.0) };
            WaitRow {
                year,
                arrangement,
                level,
                code: code.to_owned(),
                category,
                statistic,
                value: Estimate::of(&own.iter().flatten().copied().collect::<Vec<f64>>()),
                against_first: paired(&all[0], own),
                against_none: paired(&none, own),
                best,
                regret_s,
            }
        };
        all.iter().enumerate().map(row).collect()
    }

    /// What went live and what it prevented, by year, place and arrangement.
    #[must_use]
    pub fn prevented(&self) -> Vec<PreventedRow> {
        let mut rows = Vec::new();
        for year in self.years() {
            for (level, code) in self.places() {
                let each = |arrangement: usize| self.per_day(self.arm(year, arrangement), (level, &code));
                let all: Vec<Vec<Option<f64>>> = (0..self.study.arrangements.len()).map(each).collect();
                for (arrangement, own) in all.iter().enumerate() {
                    let (live, fit) = self.live(year, arrangement, (level, &code));
                    rows.push(PreventedRow {
                        year,
                        arrangement,
                        level,
                        code: code.clone(),
                        live,
                        fit,
                        per_day: Estimate::of(&own.iter().flatten().copied().collect::<Vec<f64>>()),
                        against_first: paired(&all[0], own),
                    });
                }
            }
        }
        rows
    }

    /// Incidents prevented a day, a value a draw.
    fn per_day(&self, arm: &ArmResult, (level, code): (Level, &str)) -> Vec<Option<f64>> {
        let region = &self.study.region;
        let days = f64::from(arm.scenario.run().days);
        let service = |row: u16| &region.services()[usize::from(row)].code;
        let of = |measures: &Measures| {
            let own = measures.prevention.iter().filter(|row| {
                *service(row.service) == self.study.ground.service.0
                    && (level == Level::Trust || region.icses()[row.ics.index()].code == code)
            });
            Some(own.map(|row| row.prevented).sum::<f64>() / days)
        };
        arm.replications.iter().map(of).collect()
    }

    /// Share of proposals live by the end of a year's window, and their mean fit.
    fn live(&self, year: u32, arrangement: usize, (level, code): (Level, &str)) -> (f64, Option<f64>) {
        let base = &self.experiment.arms[0].scenario;
        let window = Window::of(base, year);
        let members = &self.study.ground.members;
        let (mut all, mut live, mut fit) = (0_u32, 0_u32, 0.0);
        for course in self.courses.iter().map(|draw| &draw[arrangement]) {
            for (at, pair) in course.pairs.iter().enumerate() {
                if level == Level::Ics && members[at % members.len()].code != code {
                    continue;
                }
                all += 1;
                if window.from(base.run().start, pair).is_some() {
                    live += 1;
                    fit += f64::from(pair.fit);
                }
            }
        }
        (f64::from(live) / f64::from(all.max(1)), (live > 0).then(|| fit / f64::from(live)))
    }
}

/// A statistic of a place, a value a draw, seconds.
fn values(
    arm: &ArmResult,
    (level, code, category): (Level, &str, ReportedCategory),
    statistic: Statistic,
) -> Vec<Option<f64>> {
    let rows = arm.replications.first().map_or(&[][..], |measures| &measures.responses);
    let is_it = |row: &crate::outcome::ResponseRow| {
        row.level == level && row.category == category && arm.area_code(level, row.group) == code
    };
    let none = || vec![None; arm.replications.len()];
    rows.iter().position(is_it).map_or_else(none, |row| arm.values(row, statistic))
}
