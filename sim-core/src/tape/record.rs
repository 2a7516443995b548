use super::{BASE_LAYER, GROWTH_LAYER, IncidentId};
use crate::dist::{normal_quantile, poisson_quantile};
use crate::ids::{AreaId, IcsId, PatchId};
use crate::rng::{Address, Purpose, join};
use crate::units::{HOUR_MS, SimTime};
use crate::world::{AreaDemand, Clock, Demand, ServiceDemand, Week};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One incident on the tape: 12 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Milliseconds from the week's Monday 00:00 to call connect.
    pub at_ms: u32,
    /// Row of the area in the region.
    pub area: u32,
    /// Number within (area, week, layer).
    pub ordinal: u16,
    /// Layer.
    pub layer: u8,
    /// Row of the initial category.
    pub category: u8,
}

/// The incidents of one local week in a set of areas, in order of time; ties by area code and ordinal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tape {
    /// The week.
    pub week: Week,
    /// The incidents.
    pub rows: Vec<Row>,
}

impl Tape {
    /// The instant of call connect of a row.
    #[inline]
    #[must_use]
    pub fn time(&self, row: &Row) -> SimTime {
        SimTime(self.week.start.0 + i64::from(row.at_ms))
    }
}

/// Records the incidents of a week in some areas.
///
/// It sees no fleet, no policy and no arrangement, and what it gives for an area does not depend on the other areas.
#[must_use]
pub fn record(demand: &Demand, clock: &Clock, address: &Address, week: &Week, areas: &[AreaId]) -> Tape {
    let mut recorder =
        Recorder { demand, clock, address, week, days: BTreeMap::new(), curves: BTreeMap::new() };
    let mut rows = Vec::new();
    for area in areas {
        recorder.area(&demand.areas[area.index()], &mut rows);
    }
    rows.sort_unstable_by_key(|row: &Row| {
        (row.at_ms, demand.areas[row.area as usize].identity, row.layer, row.ordinal)
    });
    Tape { week: *week, rows }
}

struct Recorder<'a> {
    demand: &'a Demand,
    clock: &'a Clock,
    address: &'a Address,
    week: &'a Week,
    /// Day effects of an ICS, one for each date of the week.
    days: BTreeMap<IcsId, Vec<f64>>,
    curves: BTreeMap<PatchId, Arc<Curves>>,
}

/// Cumulative expected demand over the hours of a week, in ordinary weeks: `[0]` residents, `[1]` daytime people.
struct Curves {
    cumulative: [Vec<f64>; 2],
}

impl Curves {
    fn total(&self, source: usize) -> f64 {
        self.cumulative[source].last().copied().unwrap_or(0.0)
    }

    /// The instant at which the share `u` of the curve has passed, ms from the week's start.
    fn instant(&self, source: usize, u: f64) -> u32 {
        let curve = &self.cumulative[source];
        let want = u * self.total(source);
        let hour = curve.partition_point(|sum| *sum <= want).min(curve.len() - 1);
        let before = if hour == 0 { 0.0 } else { curve[hour - 1] };
        let share = (want - before) / (curve[hour] - before);
        let within = (share * HOUR_MS as f64).clamp(0.0, (HOUR_MS - 1) as f64);
        (hour as i64 * HOUR_MS + within as i64) as u32
    }
}

impl Recorder<'_> {
    fn area(&mut self, area: &AreaDemand, rows: &mut Vec<Row>) {
        let curves = self.curves(area);
        let service = &self.demand.services[area.service.index()];
        let middle = self.clock.hours()[self.week.first_hour + self.week.hours / 2].date as usize;
        let visitors = self.demand.visitors(area, self.clock.dates()[middle].month());
        let by_source = [
            (1.0 - service.daytime_share) * area.resident_weight * curves.total(0),
            service.daytime_share * area.daytime_weight * curves.total(1) * visitors,
        ];
        let mean = service.per_week * (by_source[0] + by_source[1]);
        if mean.is_nan() || mean <= 0.0 {
            return;
        }
        let daytime = by_source[1] / (by_source[0] + by_source[1]);
        let layers = [(BASE_LAYER, mean), (GROWTH_LAYER, mean * (area.growth - 1.0).max(0.0))];
        for (layer, mean) in layers {
            let entity = IncidentId::new(area.identity, self.week.number, layer, 0).0;
            let count = poisson_quantile(self.address.key(Purpose::Count, entity), mean);
            for ordinal in 0..count.min(u32::from(u16::MAX)) {
                let id = IncidentId::new(area.identity, self.week.number, layer, ordinal as u16);
                if area.growth < 1.0 && self.address.mark(Purpose::Growth, id.0) >= area.growth {
                    continue;
                }
                rows.push(self.row(area, service, &curves, (id, daytime)));
            }
        }
    }

    fn row(
        &self,
        area: &AreaDemand,
        service: &ServiceDemand,
        curves: &Curves,
        (id, daytime): (IncidentId, f64),
    ) -> Row {
        let source = usize::from(self.address.mark(Purpose::Source, id.0) < daytime);
        let u = self.address.mark(Purpose::Category, id.0);
        let category = service.category_cumulative.iter().position(|sum| u < *sum).unwrap_or(0);
        Row {
            at_ms: curves.instant(source, self.address.mark(Purpose::Instant, id.0)),
            area: area.area.0,
            ordinal: id.0 as u16,
            layer: (id.0 >> 16 & 0xF) as u8,
            category: category as u8,
        }
    }

    fn curves(&mut self, area: &AreaDemand) -> Arc<Curves> {
        if let Some(curves) = self.curves.get(&area.patch) {
            return curves.clone();
        }
        let curves = Arc::new(self.make_curves(area));
        self.curves.insert(area.patch, curves.clone());
        curves
    }

    fn make_curves(&mut self, area: &AreaDemand) -> Curves {
        let first_date = self.clock.hours()[self.week.first_hour].date as usize;
        let days = self.days(area.ics, first_date).clone();
        let hours = &self.clock.hours()[self.week.first_hour..self.week.first_hour + self.week.hours];
        let curve = |profile: &[f64; 168]| {
            let mut sum = 0.0;
            let add = |hour: &crate::world::LocalHour| {
                let date = hour.date as usize;
                let special = self.demand.special[date][area.service.index()];
                sum += profile[hour.hour_of_week as usize] * special * days[date - first_date];
                sum
            };
            hours.iter().map(add).collect::<Vec<f64>>()
        };
        Curves { cumulative: [&self.demand.profile, &self.demand.daytime_profile].map(curve) }
    }

    fn days(&mut self, ics: IcsId, first_date: usize) -> &Vec<f64> {
        let (demand, address) = (self.demand, self.address);
        let monday = i64::from(self.week.number) * 7;
        let effects = &demand.day_effect;
        let dates = self.clock.dates();
        self.days.entry(ics).or_insert_with(|| {
            let last = dates.len().min(first_date + 7);
            (0..last - first_date)
                .map(|day| {
                    effects.effect(ics, &|other, back| {
                        let date = (monday + day as i64 - back as i64) as u64;
                        let mark = address.mark(Purpose::DemandDay, join(effects.codes[other], date));
                        normal_quantile(mark.max(1e-12))
                    })
                })
                .collect()
        })
    }
}
