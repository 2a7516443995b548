use super::PlanQuestions;
use super::arms::{Arms, departments, shorter_handover};
use super::change::c2_sums_ms;
use crate::experiment::run::Experiment;
use crate::outcome::{HandoverRow, Level};
use crate::scenario::Edit;
use crate::stats::Estimate;
use crate::units::HOUR_MS;

/// What a row of the leakage matrix changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Vehicle-hours are added in an ICS.
    Hours,
    /// The mean handover of an emergency department falls.
    Handover,
}

impl Source {
    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Handover => "handover",
        }
    }
}

/// C2 patient-hours a week that the patients of one ICS are spared.
#[derive(Debug, Clone, PartialEq)]
pub struct LeakageCell {
    /// ODS code of the patients' ICS.
    pub ics: String,
    /// Response time saved over all replications, milliseconds; the cells of a row add up to the row's.
    pub saved_ms: i64,
    /// Patient-hours saved a week, paired by replication.
    pub saved_h: Estimate,
}

/// A row of the leakage matrix: who gains from a change in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Leakage {
    /// What is changed.
    pub source: Source,
    /// ODS code of the ICS, or code of the hospital.
    pub code: String,
    /// Its name.
    pub name: String,
    /// ODS code of the ICS in which it lies: the diagonal.
    pub home_ics: String,
    /// One cell an ICS, in order of the codes.
    pub cells: Vec<LeakageCell>,
    /// The same as a cell, over the whole service.
    pub all: LeakageCell,
}

impl Leakage {
    /// Share of the gain that stays in the home ICS; `None` where no gain is certain, since a share of nothing says
    /// nothing.
    #[must_use]
    pub fn home_share(&self) -> Option<f64> {
        let home = self.cells.iter().find(|cell| cell.ics == self.home_ics)?;
        let is_gain = self.all.saved_h.interval().is_some_and(|(low, _)| low > 0.0);
        is_gain.then(|| home.saved_ms as f64 / self.all.saved_ms as f64)
    }
}

/// A row that has been asked for.
pub(super) struct Asked {
    source: Source,
    code: String,
    name: String,
    home_ics: String,
    arm: usize,
}

/// Asks for a row for each ICS and for each emergency department of the service.
pub(super) fn ask(arms: &mut Arms<'_>, questions: &PlanQuestions) -> Vec<Asked> {
    let (present, service) = (arms.present, arms.service);
    let region = present.region();
    let mut asked = Vec::new();
    for patch in region.patches().iter().filter(|patch| patch.service == service) {
        let ics = &region.icses()[patch.ics.index()];
        let edits = [
            Edit::new("arrangement.method", "table"),
            Edit::new(format!("arrangement.hours_per_week.{}", patch.code), questions.added_hours_per_week),
        ];
        let arm = arms.add(format!("hours in {}", ics.code), present, &edits);
        asked.push(Asked {
            source: Source::Hours,
            code: ics.code.clone(),
            name: ics.short_name.clone(),
            home_ics: ics.code.clone(),
            arm,
        });
    }
    for department in departments(present, service) {
        let Some(edit) = shorter_handover(department, questions.handover_shorter_s) else { continue };
        let (hospital, _) = department;
        let arm = arms.add(format!("handover at {}", hospital.code), present, &[edit]);
        asked.push(Asked {
            source: Source::Handover,
            code: hospital.code.clone(),
            name: hospital.name.clone(),
            home_ics: region.icses()[hospital.ics.index()].code.clone(),
            arm,
        });
    }
    asked
}

impl Asked {
    /// Whether it is of a department that no simulated patient was taken to: one for children, say, or one that is shut.
    pub fn took_nobody(&self, experiment: &Experiment, base: usize) -> bool {
        let has = |row: &HandoverRow| row.level == "hospital" && row.code == self.code && row.n > 0;
        let replications = &experiment.arms[base].replications;
        self.source == Source::Handover && !replications.iter().any(|m| m.handovers.iter().any(has))
    }

    /// Code and name of the place.
    pub fn place(&self) -> (String, String) {
        (self.code.clone(), self.name.clone())
    }

    /// The row, from the arms that were run; `None` without a replication.
    pub fn answer(&self, experiment: &Experiment, base: usize) -> Option<Leakage> {
        let (base, arm) = (&experiment.arms[base], &experiment.arms[self.arm]);
        let saved = |level: Level| -> Vec<Vec<i64>> {
            let each = c2_sums_ms(base, level).into_iter().zip(c2_sums_ms(arm, level));
            each.map(|(base, arm)| base.iter().zip(&arm).map(|(b, a)| b - a).collect()).collect()
        };
        let weeks = f64::from(base.scenario.run().days) / 7.0;
        let cell = |ics: &str, saved: &[Vec<i64>], column: usize| -> Option<LeakageCell> {
            let each = || saved.iter().map(|row| row[column]);
            let hours: Vec<f64> = each().map(|ms| ms as f64 / HOUR_MS as f64 / weeks).collect();
            Some(LeakageCell { ics: ics.to_owned(), saved_ms: each().sum(), saved_h: Estimate::of(&hours)? })
        };
        let by_ics = saved(Level::Ics);
        let codes = &base.levels.get(Level::Ics)?.codes;
        let cells = codes.iter().enumerate().map(|(column, ics)| cell(ics, &by_ics, column));
        Some(Leakage {
            source: self.source,
            code: self.code.clone(),
            name: self.name.clone(),
            home_ics: self.home_ics.clone(),
            cells: cells.collect::<Option<_>>()?,
            all: cell("all", &saved(Level::Trust), 0)?,
        })
    }
}
