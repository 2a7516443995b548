//! Crews and their shifts, and what vehicles do by hour of the week.

use super::levels::Level;
use super::records::Records;
use crate::engine::CrewFact;
use crate::governance::Provider;
use crate::region::Region;
use crate::state::VehicleStatus;
use crate::units::{HOUR_MS, SimTime};
use crate::vehicle_kind::VehicleKind;
use crate::world::Clock;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const KINDS: usize = VehicleKind::ALL.len();
const PROVIDERS: usize = Provider::ALL.len();
const WEEK: usize = 168;

/// What some crews did in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CrewCounts {
    /// Shifts that began, those lost left out.
    pub shifts: u64,
    /// Shifts lost to sickness and training.
    pub lost: u64,
    /// Jobs that ran on after the end of a shift.
    pub overruns: u64,
    /// Milliseconds of jobs after the end of a shift.
    pub overtime_ms: i64,
    /// Meal breaks whose window opened.
    pub breaks_due: u64,
    /// Meal breaks taken whole.
    pub breaks_taken: u64,
    /// Meal breaks cut short by an incident.
    pub breaks_interrupted: u64,
    /// Meal breaks that did not begin within their window.
    pub breaks_missed: u64,
    /// Milliseconds rostered.
    pub rostered_ms: i64,
    /// What the rostered hours cost, thousandths of a penny.
    pub millipence: i64,
}

impl CrewCounts {
    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.shifts += other.shifts;
        self.lost += other.lost;
        self.overruns += other.overruns;
        self.overtime_ms += other.overtime_ms;
        self.breaks_due += other.breaks_due;
        self.breaks_taken += other.breaks_taken;
        self.breaks_interrupted += other.breaks_interrupted;
        self.breaks_missed += other.breaks_missed;
        self.rostered_ms += other.rostered_ms;
        self.millipence += other.millipence;
    }

    fn see(&mut self, what: CrewFact) {
        match what {
            CrewFact::Started => self.shifts += 1,
            CrewFact::Lost => self.lost += 1,
            CrewFact::Overran(by) => {
                self.overruns += 1;
                self.overtime_ms += by.0;
            }
            CrewFact::BreakDue => self.breaks_due += 1,
            CrewFact::BreakTaken => self.breaks_taken += 1,
            CrewFact::BreakInterrupted => self.breaks_interrupted += 1,
            CrewFact::BreakMissed => self.breaks_missed += 1,
        }
    }
}

/// Vehicle time of one local hour of the week, ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HourTime {
    /// On duty, overrun included.
    pub on_duty: i64,
    /// Free to be sent.
    pub available: i64,
    /// On a meal break.
    pub on_break: i64,
    /// Off the road.
    pub off_road: i64,
}

impl HourTime {
    fn add(&mut self, other: &Self) {
        self.on_duty += other.on_duty;
        self.available += other.available;
        self.on_break += other.on_break;
        self.off_road += other.off_road;
    }

    fn spend(&mut self, status: VehicleStatus, ms: i64) {
        self.on_duty += ms;
        match status {
            VehicleStatus::OnBreak => self.on_break += ms,
            VehicleStatus::OffRoad => self.off_road += ms,
            status if status.is_available() => self.available += ms,
            _ => {}
        }
    }
}

/// Sums over crews and over the hours of the week; empty until something is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CrewRecords {
    /// By (patch, kind, provider).
    counts: Vec<CrewCounts>,
    /// By (patch, kind, local hour of the week).
    hours: Vec<HourTime>,
}

impl CrewRecords {
    fn count(&mut self, patch: usize, kind: VehicleKind, provider: Provider) -> &mut CrewCounts {
        let at = (patch * KINDS + kind as usize) * PROVIDERS + provider as usize;
        if self.counts.len() <= at {
            self.counts.resize((patch + 1) * KINDS * PROVIDERS, CrewCounts::default());
        }
        &mut self.counts[at]
    }

    /// Counts what a crew of a patch has told.
    pub(super) fn see(&mut self, patch: usize, (kind, provider): (VehicleKind, Provider), what: CrewFact) {
        self.count(patch, kind, provider).see(what);
    }

    /// Counts rostered time at a price.
    pub(super) fn roster(
        &mut self,
        patch: usize,
        (kind, provider): (VehicleKind, Provider),
        (ms, pence_per_hour): (i64, u32),
    ) {
        let counts = self.count(patch, kind, provider);
        counts.rostered_ms += ms;
        counts.millipence += ms * i64::from(pence_per_hour) * 1000 / HOUR_MS;
    }

    /// Spreads a span of a status over the local hours in which it lies.
    pub(super) fn spend(
        &mut self,
        (patch, kind): (usize, VehicleKind),
        status: VehicleStatus,
        (from, until): (SimTime, SimTime),
        clock: &Clock,
    ) {
        if status == VehicleStatus::OffDuty {
            return;
        }
        let first = (patch * KINDS + kind as usize) * WEEK;
        if self.hours.len() < first + WEEK {
            self.hours.resize((patch + 1) * KINDS * WEEK, HourTime::default());
        }
        let own = &mut self.hours[first..first + WEEK];
        let mut at = from;
        while at < until {
            let (local, ends) = clock.local_until(at);
            let next = until.min(ends);
            own[usize::from(local.hour_of_week)].spend(status, (next - at).0);
            at = next;
        }
    }

    /// What the crews of some patches did together, of every kind and provider; responders on call are no crews.
    pub(super) fn of(&self, is_own: impl Fn(usize) -> bool) -> CrewCounts {
        let mut sum = CrewCounts::default();
        let is_crew = |at: usize| VehicleKind::ALL[at / PROVIDERS % KINDS] != VehicleKind::Cfr;
        let own =
            self.counts.iter().enumerate().filter(|(at, _)| is_crew(*at) && is_own(at / PROVIDERS / KINDS));
        own.for_each(|(_, counts)| sum.add(counts));
        sum
    }

    /// Adds what another component gave.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), CrewCounts::default());
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, more)| sum.add(more));
        if self.hours.len() < other.hours.len() {
            self.hours.resize(other.hours.len(), HourTime::default());
        }
        self.hours.iter_mut().zip(&other.hours).for_each(|(sum, more)| sum.add(more));
    }
}

/// What the crews of a trust or an ICS did, by kind of vehicle and provider.
#[derive(Debug, Clone, PartialEq)]
pub struct CrewRow {
    /// Trust or ICS.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// The kind of the vehicles.
    pub kind: VehicleKind,
    /// Who provides the crews.
    pub provider: Provider,
    /// What they did.
    pub counts: CrewCounts,
}

impl CrewRow {
    /// Rostered hours.
    #[must_use]
    pub fn rostered_h(&self) -> f64 {
        self.counts.rostered_ms as f64 / HOUR_MS as f64
    }

    /// Hours of jobs after the end of a shift.
    #[must_use]
    pub fn overtime_h(&self) -> f64 {
        self.counts.overtime_ms as f64 / HOUR_MS as f64
    }

    /// What the rostered hours cost, pounds; 0 within the trust's own hours.
    #[must_use]
    pub fn cost_gbp(&self) -> f64 {
        self.counts.millipence as f64 / 100_000.0
    }
}

/// Vehicle-hours of a trust's vehicles of a kind in one local hour of the week, over the window.
#[derive(Debug, Clone, PartialEq)]
pub struct AvailabilityRow {
    /// The trust's code.
    pub code: String,
    /// The kind of the vehicles.
    pub kind: VehicleKind,
    /// Local hour of the week, 0 = Monday 00:00 to 01:00.
    pub hour_of_week: u8,
    /// The hour's vehicle time.
    pub time: HourTime,
}

/// What crews did by trust and ICS, kind and provider; what a group does not have is left out.
#[must_use]
pub fn crews(records: &Records, region: &Region) -> Vec<CrewRow> {
    let mut sums: BTreeMap<(Level, &str, VehicleKind, Provider), CrewCounts> = BTreeMap::new();
    for (at, counts) in records.crews.counts.iter().enumerate() {
        if *counts == CrewCounts::default() {
            continue;
        }
        let (kind, provider) = (VehicleKind::ALL[at / PROVIDERS % KINDS], Provider::ALL[at % PROVIDERS]);
        let patch = &region.patches[at / PROVIDERS / KINDS];
        let trust = region.services[patch.service.index()].code.as_str();
        let ics = region.icses[patch.ics.index()].code.as_str();
        for (level, code) in [(Level::Trust, trust), (Level::Ics, ics)] {
            sums.entry((level, code, kind, provider)).or_default().add(counts);
        }
    }
    let row = |((level, code, kind, provider), counts): ((Level, &str, _, _), CrewCounts)| CrewRow {
        level,
        code: code.to_owned(),
        kind,
        provider,
        counts,
    };
    sums.into_iter().map(row).collect()
}

/// Vehicle-hours by trust, kind and local hour of the week.
#[must_use]
pub fn availability(records: &Records, region: &Region) -> Vec<AvailabilityRow> {
    let mut sums: BTreeMap<(&str, VehicleKind), [HourTime; WEEK]> = BTreeMap::new();
    for (at, hours) in records.crews.hours.chunks(WEEK).enumerate() {
        if hours.iter().all(|hour| *hour == HourTime::default()) {
            continue;
        }
        let trust = region.services[region.patches[at / KINDS].service.index()].code.as_str();
        let sum = sums.entry((trust, VehicleKind::ALL[at % KINDS])).or_insert([HourTime::default(); WEEK]);
        sum.iter_mut().zip(hours).for_each(|(sum, more)| sum.add(more));
    }
    let rows = sums.into_iter().flat_map(|((code, kind), hours)| {
        hours.into_iter().enumerate().map(move |(hour, time)| AvailabilityRow {
            code: code.to_owned(),
            kind,
            hour_of_week: hour as u8,
            time,
        })
    });
    rows.collect()
}
