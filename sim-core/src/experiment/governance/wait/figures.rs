//! What patients of the service and of each ICS wait in each arrangement, paired.

use super::dated::Window;
use super::{WaitRun, places};
use crate::experiment::governance::summary::best;
use crate::experiment::prevention::spared_h;
use crate::experiment::run::ArmResult;
use crate::experiment::served::ServedHours;
use crate::experiment::summary::Statistic;
use crate::governance::Channel;
use crate::governance::process::Course;
use crate::ids::{IcsId, ServiceId};
use crate::outcome::{Level, Measures, ReportedCategory};
use crate::scenario::{ArrangementStudy, Scenario};
use crate::stats::{Estimate, paired};

/// A statistic of response under an arrangement at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitRow {
    /// The year, from 1.
    pub year: u32,
    /// The arrangement's row in the study.
    pub arrangement: usize,
    /// `Trust` or `Ics`; where there are several trusts also `England`, and `Patch` in place of `Ics`.
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
    /// `Trust` or `Ics`; where there are several trusts also `England`, and `Patch` in place of `Ics`.
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
    /// Vehicle-hours a day of the window that these would have taken, and those that teams attend in an ambulance's place.
    pub released_h_per_day: Option<Estimate>,
    /// Less those of the study's first arrangement, paired by draw.
    pub released_against_first: Option<Estimate>,
}

/// What of a difference one channel carries, at the end of the last year.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelRow {
    /// The arrangement's row in the study; the first has none.
    pub arrangement: usize,
    /// The level of the place.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// The channel.
    pub channel: Channel,
    /// Its Shapley share of the difference of the C2 mean from the first arrangement, seconds; shares add to the difference.
    pub share: Option<Estimate>,
}

/// Categories that are told.
const CATEGORIES: [ReportedCategory; 2] = [ReportedCategory::C1, ReportedCategory::C2];

impl WaitRun {
    /// The first study: of the arrangements and of what is wanted it speaks for all.
    #[must_use]
    pub fn study(&self) -> &ArrangementStudy {
        &self.studies[0]
    }

    /// An arrangement at the end of a year, from 1.
    ///
    /// # Panics
    /// If no draw was finished, or there is no such year or arrangement.
    #[must_use]
    pub fn arm(&self, year: u32, arrangement: usize) -> &ArmResult {
        &self.experiment.arms[1 + (year as usize - 1) * self.study().arrangements.len() + arrangement]
    }

    /// Where waits are told, by code: the service and its ICSs; of several services England, each of them, and each one's
    /// part of each ICS.
    #[must_use]
    pub fn places(&self) -> Vec<(Level, String)> {
        places(self.studies.iter())
    }

    /// The base with the first arrangement's packages on their median days, at the end of [`super::MIDDLE`] or of the last year
    /// if that is sooner: what would have to be true is asked of it.
    #[must_use]
    pub const fn coming(&self) -> &Scenario {
        &self.coming
    }

    /// Mean seconds off handover under an arrangement at the end of the last year, over ICSs by residents.
    #[must_use]
    pub fn handover_off_s(&self, arrangement: usize) -> Option<Estimate> {
        Estimate::of(&self.handover_s.iter().map(|draw| draw[arrangement]).collect::<Vec<f64>>())
    }

    /// What of each difference from the first arrangement each channel carries; none where it was not asked for.
    #[must_use]
    pub fn channels(&self) -> Vec<ChannelRow> {
        let mut rows = Vec::new();
        let n = self.shares.first().map_or(0, Vec::len);
        for arrangement in 1..=n {
            for (at, (level, code)) in self.places().into_iter().enumerate() {
                let of = |channel: Channel| {
                    let draws = self.shares.iter().map(|draw| draw[arrangement - 1][at].as_ref());
                    let own: Option<Vec<f64>> =
                        draws.map(|shares| shares.map(|shares| shares[channel as usize])).collect();
                    own.and_then(|own| Estimate::of(&own))
                };
                let row = |channel: Channel| ChannelRow {
                    arrangement,
                    level,
                    code: code.clone(),
                    channel,
                    share: of(channel),
                };
                rows.extend(Channel::ALL.map(row));
            }
        }
        rows
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

    pub(super) fn years(&self) -> std::ops::RangeInclusive<u32> {
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
            (0..self.study().arrangements.len()).map(|arrangement| of(self.arm(year, arrangement))).collect();
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
                value: over_draws(own),
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
        let Some(hours) = self.experiment.arms.first().map(ServedHours::of) else { return rows };
        for year in self.years() {
            for (level, code) in self.places() {
                let place = (level, code.as_str());
                let arms = || (0..self.study().arrangements.len()).map(|at| self.arm(year, at));
                let all: Vec<Vec<Option<f64>>> = arms().map(|arm| self.per_day(arm, place)).collect();
                let released: Vec<Vec<Option<f64>>> =
                    arms().map(|arm| self.released(arm, place, &hours)).collect();
                for (arrangement, own) in all.iter().enumerate() {
                    let (live, fit) = self.live(year, arrangement, place);
                    rows.push(PreventedRow {
                        year,
                        arrangement,
                        level,
                        code: code.clone(),
                        live,
                        fit,
                        per_day: over_draws(own),
                        against_first: paired(&all[0], own),
                        released_h_per_day: over_draws(&released[arrangement]),
                        released_against_first: paired(&released[0], &released[arrangement]),
                    });
                }
            }
        }
        rows
    }

    /// Incidents prevented a day, a value a draw.
    pub(super) fn per_day(&self, arm: &ArmResult, place: (Level, &str)) -> Vec<Option<f64>> {
        let days = f64::from(arm.scenario.run().days);
        let of = |measures: &Measures| {
            let own = measures.prevention.iter().filter(|row| self.holds(place, (row.ics, row.service)));
            Some(own.map(|row| row.prevented).sum::<f64>() / days)
        };
        arm.replications.iter().map(of).collect()
    }

    /// Vehicle-hours released a day, a value a draw: of what is prevented, and of what teams attend in an ambulance's place,
    /// each incident with the hours that it takes without packages.
    fn released(&self, arm: &ArmResult, place: (Level, &str), hours: &ServedHours) -> Vec<Option<f64>> {
        let region = &self.study().region;
        let days = f64::from(arm.scenario.run().days);
        let service = |row: u16| ServiceId::new(usize::from(row));
        let of = |measures: &Measures| {
            let prevented =
                measures.prevention.iter().filter(|row| self.holds(place, (row.ics, row.service)));
            let prevented_h = prevented
                .map(|row| row.prevented * hours.each((row.ics, service(row.service)), row.category));
            let attended_h = measures.teams.iter().filter_map(|row| {
                let ics = region.find_ics(&row.ics_code)?;
                let is_own = self.holds(place, (ics, row.service));
                is_own.then(|| spared_h(row, (ics, service(row.service)), hours))
            });
            Some((prevented_h.sum::<f64>() + attended_h.sum::<f64>()) / days)
        };
        arm.replications.iter().map(of).collect()
    }

    /// Whether a place holds the part of an ICS that a service answers.
    fn holds(&self, place: (Level, &str), (ics, service): (IcsId, u16)) -> bool {
        let region = &self.study().region;
        let code = &region.services()[usize::from(service)].code;
        let study = self.studies.iter().find(|study| study.ground.service.0 == *code);
        study.is_some_and(|study| is_in(study, &region.icses()[ics.index()].code, place))
    }

    /// Share of proposals live by the end of a year's window, and their mean fit.
    fn live(&self, year: u32, arrangement: usize, place: (Level, &str)) -> (f64, Option<f64>) {
        let base = &self.experiment.arms[0].scenario;
        let window = Window::of(base, year);
        let (mut all, mut live, mut fit) = (0_u32, 0_u32, 0.0);
        for (study, course) in self.courses_of(arrangement) {
            let members = &study.ground.members;
            for (at, pair) in course.pairs.iter().enumerate() {
                if !is_in(study, &members[at % members.len()].code, place) {
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

    /// Every course of an arrangement, with the trust it is of.
    pub fn courses_of(&self, arrangement: usize) -> impl Iterator<Item = (&ArrangementStudy, &Course)> {
        let of_draw = move |draw| self.studies.iter().zip(draw);
        let draws = self.courses.iter().flat_map(of_draw);
        draws.map(move |(study, own): (&ArrangementStudy, &Vec<Course>)| (study, &own[arrangement]))
    }
}

/// The estimate over the draws that have a value.
pub(super) fn over_draws(values: &[Option<f64>]) -> Option<Estimate> {
    Estimate::of(&values.iter().flatten().copied().collect::<Vec<f64>>())
}

/// Whether a trust's part of an ICS lies in a place.
fn is_in(study: &ArrangementStudy, ics: &str, (level, code): (Level, &str)) -> bool {
    match level {
        Level::Trust => study.ground.service.0 == code,
        Level::Ics => ics == code,
        Level::Patch => study.patch_code(ics) == code,
        _ => true,
    }
}

/// A statistic of a place, a value a draw, seconds.
pub(super) fn values(
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
