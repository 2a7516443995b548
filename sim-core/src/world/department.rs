//! An emergency department as a queue for bays, fitted to what is published about its handovers.

use super::department_fit::{FINE, LONG, ROUGH, ROUNDS, Stream, USUAL_SIGMA, USUAL_WAIT};
use super::department_service::best_service;
use super::handover_table::HandoverTable;
use super::stages::StageTable;
use crate::dist::Shape;
use crate::stats::{halving, simplex};

/// Hours of a week.
pub(super) const HOURS: usize = 168;

/// What is assumed of a department whose handovers are to be reproduced. All of it is grade D.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentPrior {
    /// Bays that take ambulance patients and walk-ins, by local hour of the week; 0 counts as 1.
    pub bays: [u16; HOURS],
    /// Its own ambulances in an ordinary week.
    pub ambulances_per_week: f64,
    /// Ambulances of other services in an ordinary week.
    pub others_per_week: f64,
    /// Walk-ins who compete for the same bays in an ordinary week.
    pub walk_ins_per_week: f64,
    /// Share of a week's arrivals by local hour of the week.
    pub profile: [f64; HOURS],
    /// Coefficient of variation of the time that a patient holds a bay.
    pub occupancy_cv: f64,
    /// Lag-one correlation of its days.
    pub day_lag1: f64,
}

/// What is published about the handovers of a department, arrival to clinical handover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverFigures {
    /// Mean, seconds.
    pub mean_s: f64,
    /// 90th centile, seconds.
    pub p90_s: f64,
    /// Share over 30 minutes.
    pub over_30: f64,
    /// Share over 60 minutes.
    pub over_60: f64,
}

impl HandoverFigures {
    /// The figures of a distribution whose every duration is multiplied by `ratio`.
    #[must_use]
    pub fn of(table: &HandoverTable, ratio: f64) -> Self {
        Self {
            mean_s: table.mean_s * ratio,
            p90_s: table.at(0.9).seconds() * ratio,
            over_30: table.share_over(1800.0 / ratio),
            over_60: table.share_over(3600.0 / ratio),
        }
    }
}

/// A department as a queue for bays.
///
/// Given: the bays and who comes. Fitted, so that the handovers come out as published: how long a patient holds a
/// bay, how much days differ in that, and the distribution of the handover itself once a bay is free. Assumed:
/// first come first served among ambulances and walk-ins, the arrival profile, the spread of occupancy. Grade D: no
/// open data tells these apart by department.
#[derive(Debug, Clone, PartialEq)]
pub struct DepartmentTable {
    /// Bays open by local hour of the week.
    pub bays: [u16; HOURS],
    /// Walk-ins an hour by local hour of the week.
    pub walk_ins_per_hour: [f64; HOURS],
    /// Ambulances of other services an hour by local hour of the week.
    pub others_per_hour: [f64; HOURS],
    /// How long a patient holds a bay on an ordinary day.
    pub occupancy: StageTable,
    /// The handover itself, once there is a bay.
    pub service: StageTable,
    /// Spread of the log of occupancy between days.
    pub day_sigma: f64,
    /// What the fit gives back of the figures it was made for.
    pub fitted: HandoverFigures,
}

impl DepartmentTable {
    /// The most bays that are open in any hour.
    #[must_use]
    pub fn most_bays(&self) -> u16 {
        self.bays.iter().copied().max().unwrap_or(1).max(1)
    }

    /// Occupancy of a day of normal score `score` against an ordinary day.
    #[must_use]
    pub fn day_factor(&self, score: f64) -> f64 {
        day_factor(self.day_sigma, score)
    }

    /// This department with so many bays more (or fewer) in every hour; all else stays as fitted.
    #[must_use]
    pub fn with_added(mut self, added: i32) -> Self {
        for bays in &mut self.bays {
            *bays = u16::try_from((i32::from(*bays) + added).max(1)).unwrap_or(u16::MAX);
        }
        self
    }

    /// The department whose handovers, by its own queue, come nearest to the published figures.
    ///
    /// The handover once there is a bay is a log-normal, changed as little as the figures ask for behind the waits of
    /// the queue. Load and difference of days are those with which it is changed least, near to what is usual, for the
    /// figures alone hardly tell the two apart (Nelder–Mead on one recorded stream of arrivals, so that the search is
    /// smooth and always the same). All of it is grade D.
    ///
    /// # Source
    /// Csiszár (1975), *The Annals of Probability* 3(1), 146–158, for the least change (relative entropy); Nelder and
    /// Mead (1965), *The Computer Journal* 7(4), 308–313; common random numbers as in Law (2015), *Simulation Modeling
    /// and Analysis*, chapter 11.
    #[must_use]
    pub fn fit(prior: &DepartmentPrior, wanted: &HandoverFigures) -> Self {
        let weekly = prior.ambulances_per_week + prior.others_per_week + prior.walk_ins_per_week;
        let bay_hours: f64 = prior.bays.iter().map(|b| f64::from((*b).max(1))).sum();
        let holds_s = |load: f64| load * bay_hours * 3600.0 / weekly.max(1e-6);
        let trial = |stream: &Stream, at: [f64; 2]| {
            let waits = stream.waits(prior, holds_s(libm::exp(at[0])), at[1].abs());
            best_service(&waits, at[1].abs(), wanted)
        };
        let rough = Stream::record(prior, ROUGH);
        let load = halving((-1.5, 0.1), 6, USUAL_WAIT * wanted.mean_s, &|load| {
            rough.waits(prior, holds_s(libm::exp(load)), USUAL_SIGMA).mean_s()
        });
        let fine = Stream::record(prior, FINE);
        let found = simplex([load, USUAL_SIGMA], ROUNDS, &|at| trial(&fine, at).misfit);
        let best = trial(&Stream::record(prior, LONG), found);
        let per_hour = |weekly: f64| prior.profile.map(|share| share * weekly);
        Self {
            bays: prior.bays.map(|bays| bays.max(1)),
            walk_ins_per_hour: per_hour(prior.walk_ins_per_week),
            others_per_hour: per_hour(prior.others_per_week),
            occupancy: StageTable::new(holds_s(libm::exp(found[0])), lognormal(prior.occupancy_cv)),
            service: best.table(),
            day_sigma: found[1].abs(),
            fitted: best.figures,
        }
    }
}

/// Occupancy of a day against an ordinary one; its mean over days is near 1.
///
/// No day counts as further than 1.8 standard deviations from an ordinary one: on the worst days departments escalate.
pub(super) fn day_factor(sigma: f64, score: f64) -> f64 {
    libm::exp(sigma * (score.clamp(-1.8, 1.8) - 0.5 * sigma))
}

fn lognormal(cv: f64) -> Shape {
    if cv > 0.0 { Shape::Lognormal { cv } } else { Shape::Fixed }
}
