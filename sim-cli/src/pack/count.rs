//! Counting what was read into aggregates.

use super::LEAST;
use super::areas::{Ground, Group, merged};
use super::read::{Incident, Read};
use super::stages::{Durations, Key, Stage};
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

const HOURS: usize = 168;
const CATEGORIES: usize = 5;

/// The categories of published tables: C1, C1T, C2, C3, C4.
pub(super) const PUBLISHED: [(&str, usize, bool); 5] =
    [("C1", 0, false), ("C1T", 0, true), ("C2", 1, false), ("C3", 2, false), ("C4", 3, false)];

/// The row of the endings at emergency departments.
const TO_ED: usize = 2;

/// What one month tells, over its days within the extract.
#[derive(Debug, Clone, Default)]
pub(super) struct Month {
    pub days: u32,
    /// Incidents by category and ending.
    pub ended: [[u64; 4]; CATEGORIES],
    /// Attended, allocated, arrived and seconds of response by published category.
    pub resources: [(u64, u64, u64); 5],
    pub responses: [Vec<f64>; 5],
    /// From call connect to clock start, of C1.
    pub identified: Vec<f64>,
    pub handovers: Vec<f64>,
}

/// What an extract tells.
#[derive(Debug)]
pub(super) struct Counted {
    /// Incidents of whole days.
    pub incidents: u64,
    /// Incidents of days that are not whole.
    pub partial: u64,
    pub days: f64,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub months: BTreeMap<(i16, i8), Month>,
    pub groups: Vec<Group>,
    /// Incidents by hour of the week, small hours put together with their neighbours, against the length of each.
    pub profile: Vec<f64>,
    /// Hours that were put together.
    pub hours_merged: usize,
    pub stages: BTreeMap<Key, Stage>,
    /// Handover of a hospital, by local hour or over all.
    pub handover: BTreeMap<(usize, Option<u8>), Stage>,
}

impl Counted {
    pub fn of(read: &Read, ground: &Ground<'_>) -> Self {
        let span = span(&read.incidents);
        let inside = |incident: &&Incident| {
            span.is_some_and(|(first, last)| (first..=last).contains(&incident.local.date()))
        };
        let own: Vec<&Incident> = read.incidents.iter().filter(inside).collect();
        let days = span.map_or(0.0, |(first, last)| f64::from((last - first).get_days() + 1));
        let mut areas = vec![0; ground.areas.len()];
        let mut hours = [0u64; HOURS];
        let mut durations = Durations::default();
        let mut months: BTreeMap<(i16, i8), Month> = BTreeMap::new();
        if let Some((first, last)) = span {
            for date in first.series(jiff::Span::new().days(1)).take_while(|date| *date <= last) {
                months.entry((date.year(), date.month())).or_default().days += 1;
            }
        }
        for incident in &own {
            areas[incident.area] += 1;
            hours[hour_of_week(incident)] += 1;
            durations.add(incident);
            let month = (incident.local.year(), incident.local.month());
            months.entry(month).or_default().add(incident);
        }
        let (profile, hours_merged) = profile(&hours, span);
        let handover = handover(&own);
        Self {
            incidents: own.len() as u64,
            partial: (read.incidents.len() - own.len()) as u64,
            days,
            first: span.map(|(first, _)| first),
            last: span.map(|(_, last)| last),
            months,
            groups: merged(ground, &areas),
            profile,
            hours_merged,
            stages: durations.told(),
            handover,
        }
    }

    /// Sums over months.
    pub fn ended(&self) -> [[u64; 4]; CATEGORIES] {
        let mut sum = [[0; 4]; CATEGORIES];
        for month in self.months.values() {
            for (row, own) in sum.iter_mut().zip(&month.ended) {
                row.iter_mut().zip(own).for_each(|(sum, n)| *sum += n);
            }
        }
        sum
    }
}

impl Month {
    fn add(&mut self, incident: &Incident) {
        self.ended[incident.category][incident.ending] += 1;
        if incident.category == 0 {
            self.identified.push((incident.start - incident.call) as f64);
        }
        if incident.ending == 0 {
            return;
        }
        let arrived = incident.responses.iter().filter(|own| own.at_scene.is_some()).count() as u64;
        let first = incident.responses.iter().filter_map(|own| own.at_scene).min();
        let stop = incident.stop.or(first);
        // The clock of a C1 that is conveyed stops when the vehicle arrives that conveys.
        let conveys = incident.responses.iter().find(|own| own.at_hospital.is_some());
        let transport = conveys.and_then(|own| own.at_scene);
        for (row, (_, category, conveyed)) in PUBLISHED.iter().enumerate() {
            if incident.category != *category || (*conveyed && incident.ending < 2) {
                continue;
            }
            let own = &mut self.resources[row];
            *own = (own.0 + 1, own.1 + incident.responses.len() as u64, own.2 + arrived);
            let stop = if *conveyed { transport } else { stop };
            self.responses[row].extend(stop.map(|stop| (stop - incident.start).max(0) as f64));
        }
        self.handovers.extend(departments(incident).map(|(_, seconds)| seconds));
    }
}

/// The first and the last whole day of the calls.
fn span(incidents: &[Incident]) -> Option<(Date, Date)> {
    let first = incidents.iter().map(|incident| incident.local).min()?;
    let last = incidents.iter().map(|incident| incident.local).max()?;
    // Half an hour without a call is usual at night; more than that, and the day is not whole.
    let begins = Time::constant(0, 30, 0, 0);
    let ends = Time::constant(23, 30, 0, 0);
    let first = if first.time() <= begins { first.date() } else { first.date().tomorrow().ok()? };
    let last = if last.time() >= ends { last.date() } else { last.date().yesterday().ok()? };
    (first <= last).then_some((first, last))
}

fn hour_of_week(incident: &Incident) -> usize {
    let day = incident.local.date().weekday().to_monday_zero_offset() as usize;
    day * 24 + incident.local.hour() as usize
}

/// Shares of a week by its hours, and how many hours were put together.
fn profile(hours: &[u64; HOURS], span: Option<(Date, Date)>) -> (Vec<f64>, usize) {
    let mut days = [0u64; 7];
    if let Some((first, last)) = span {
        for date in first.series(jiff::Span::new().days(1)).take_while(|date| *date <= last) {
            days[date.weekday().to_monday_zero_offset() as usize] += 1;
        }
    }
    let mut rates = vec![0.0; HOURS];
    let mut together = 0;
    for (day, n_days) in days.iter().enumerate().filter(|(_, n)| **n > 0) {
        let mut from = 0;
        while from < 24 {
            let count = |to: usize| hours[day * 24 + from..day * 24 + to].iter().sum::<u64>();
            let mut to = from + 1;
            while to < 24
                && (count(to) < LEAST || hours[day * 24 + to..day * 24 + 24].iter().sum::<u64>() < LEAST)
            {
                to += 1;
            }
            let rate = count(to) as f64 / ((to - from) as f64 * *n_days as f64);
            rates[day * 24 + from..day * 24 + to].fill(rate);
            together += if to - from > 1 { to - from } else { 0 };
            from = to;
        }
    }
    let sum: f64 = rates.iter().sum();
    (rates.iter().map(|rate| rate / sum.max(f64::MIN_POSITIVE)).collect(), together)
}

/// Handovers at emergency departments: hospital and local hour where they are known, and seconds.
fn departments(incident: &Incident) -> impl Iterator<Item = (Option<(usize, u8)>, f64)> {
    let own = incident.responses.iter().filter(|_| incident.ending == TO_ED);
    own.filter_map(|own| Some((own.hospital, (own.handover? - own.at_hospital?) as f64)))
}

/// Handover of each hospital over all hours and in each; an hour with few is left to the others.
fn handover(incidents: &[&Incident]) -> BTreeMap<(usize, Option<u8>), Stage> {
    let mut seconds: BTreeMap<(usize, Option<u8>), Vec<f64>> = BTreeMap::new();
    for (at, own) in incidents.iter().flat_map(|incident| departments(incident)) {
        let Some((hospital, hour)) = at else { continue };
        for key in [(hospital, None), (hospital, Some(hour))] {
            seconds.entry(key).or_default().push(own);
        }
    }
    seconds.into_iter().filter_map(|(key, own)| Some((key, Stage::of(own)?))).collect()
}
