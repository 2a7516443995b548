use super::clock::Clock;
use super::mix::{Mix, STREAMS};
use super::plan::{Plan, Settings};
use crate::ids::{AreaId, IcsId, PatchId, ServiceId};
use crate::region::{Month, Region};
use crate::rng::code64;
use jiff::civil::Date;
use nalgebra::DMatrix;

/// Hours of a week.
const HOURS: usize = 168;
/// Days back that a day effect remembers.
const MEMORY: usize = 7;

/// Where incidents come from: rates by service, weights by area, profiles by hour, effects by day.
#[derive(Debug, Clone)]
pub struct Demand {
    /// One row for each service of the region.
    pub services: Vec<ServiceDemand>,
    /// One row for each area of the region.
    pub areas: Vec<AreaDemand>,
    /// Share of a week's incidents of residents by local hour of the week.
    pub profile: [f64; HOURS],
    /// The same for daytime people.
    pub daytime_profile: [f64; HOURS],
    /// For each row of the clock's dates and each service, demand against an ordinary day.
    pub special: Vec<Vec<f64>>,
    /// The shared day effect.
    pub day_effect: DayEffect,
    /// What visitors add to the daytime demand of the coast in August, as a share; half of it in July and September.
    pub visitor_share: f64,
}

/// Demand of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceDemand {
    /// Incidents in an ordinary week, hear and treat included.
    pub per_week: f64,
    /// Share of them spread by daytime people rather than by residents.
    pub daytime_share: f64,
    /// Cumulative share by initial category.
    pub category_cumulative: [f64; STREAMS],
}

/// Demand of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaDemand {
    /// The area.
    pub area: AreaId,
    /// 30 bits from its code.
    pub identity: u32,
    /// Its service.
    pub service: ServiceId,
    /// Its ICS.
    pub ics: IcsId,
    /// Its patch.
    pub patch: PatchId,
    /// Share of the service's demand of residents.
    pub resident_weight: f64,
    /// Share of the service's demand of daytime people.
    pub daytime_weight: f64,
    /// Its deprivation quintile from 0, the most deprived first.
    pub quintile: u8,
    /// Whether it lies on the coast.
    pub coastal: bool,
    /// Demand against the published level.
    pub growth: f64,
}

impl Demand {
    /// Daytime demand of an area in a month (from 1) against a month without visitors.
    #[must_use]
    pub fn visitors(&self, area: &AreaDemand, month: i8) -> f64 {
        match (area.coastal, month) {
            (true, 8) => 1.0 + self.visitor_share,
            (true, 7 | 9) => 1.0 + 0.5 * self.visitor_share,
            _ => 1.0,
        }
    }
}

/// A log-normal effect of mean 1 for each (ICS, date): correlated between ICSs, fading over days.
///
/// It is always computed from the whole region's ICSs, so that a selection sees the same days.
#[derive(Debug, Clone)]
pub struct DayEffect {
    cv: f64,
    /// For each ICS: 64 bits from its code.
    pub codes: Vec<u64>,
    factor: DMatrix<f64>,
    weights: [f64; MEMORY],
}

impl DayEffect {
    fn compile(region: &Region, plan: &Plan) -> Self {
        let settings = &plan.settings;
        let within = settings.get("day_effect_correlation_within_service");
        let between = settings.get("day_effect_correlation_between_services");
        let home = main_service(region);
        let n = region.icses.len();
        let correlation = DMatrix::from_fn(n, n, |i, j| match (i == j, home[i] == home[j]) {
            (true, _) => 1.0,
            (false, true) => within.min(0.999),
            (false, false) => between.min(within).min(0.999),
        });
        let factor = correlation.cholesky().map_or_else(|| DMatrix::identity(n, n), |c| c.unpack());
        let lag1 = settings.get("day_effect_lag1");
        Self {
            cv: if plan.day_effect { settings.get("day_effect_cv") } else { 0.0 },
            codes: region.icses.iter().map(|ics| code64(&ics.code)).collect(),
            factor,
            weights: fading_weights(lag1),
        }
    }

    /// No effect on any day.
    #[must_use]
    pub fn none() -> Self {
        Self { cv: 0.0, codes: Vec::new(), factor: DMatrix::identity(0, 0), weights: fading_weights(0.0) }
    }

    /// The effect on an ICS of a date, given the normal marks of all ICSs and dates (`normal(ics, days back)`).
    #[must_use]
    pub fn effect(&self, ics: IcsId, normal: &dyn Fn(usize, usize) -> f64) -> f64 {
        if self.cv <= 0.0 {
            return 1.0;
        }
        let row = ics.index();
        let mut z = 0.0;
        for (back, weight) in self.weights.iter().enumerate() {
            for other in 0..=row {
                z += weight * self.factor[(row, other)] * normal(other, back);
            }
        }
        let variance = libm::log1p(self.cv * self.cv);
        libm::exp(libm::sqrt(variance) * z - 0.5 * variance)
    }
}

/// Weights of a moving average of unit variance whose lag-one correlation is near `lag1`: a stateless stand-in
/// for an autoregression.
#[must_use]
pub fn fading_weights(lag1: f64) -> [f64; MEMORY] {
    let raw: [f64; MEMORY] = std::array::from_fn(|k| libm::pow(lag1.clamp(0.0, 0.95), k as f64));
    let norm = libm::sqrt(raw.iter().map(|w| w * w).sum());
    raw.map(|w| w / norm)
}

/// For each ICS, the service that covers most of its people.
fn main_service(region: &Region) -> Vec<ServiceId> {
    (0..region.icses.len())
        .map(|ics| {
            let here = region.patches.iter().filter(|p| p.ics.index() == ics);
            here.max_by(|a, b| a.residents.total_cmp(&b.residents)).map_or(ServiceId(0), |p| p.service)
        })
        .collect()
}

impl Demand {
    /// Each area's share of its service's residents' demand.
    #[must_use]
    pub fn resident_weights(region: &Region, plan: &Plan) -> Vec<f64> {
        areas(region, plan).into_iter().map(|area| area.resident_weight).collect()
    }

    /// Share of a week's incidents by local hour of the week, as the plan's profile says.
    #[must_use]
    pub fn compiled_profile(region: &Region, plan: &Plan) -> [f64; HOURS] {
        profile(region, &plan.profile)
    }

    /// Compiles the demand of the whole region; a selection only chooses which areas are recorded.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, clock: &Clock) -> Self {
        let daytime_share = plan.settings.get("spread_daytime_share");
        let services = (0..region.services.len())
            .map(|s| {
                let mix = Mix::compile(region, plan, ServiceId::new(s));
                ServiceDemand {
                    per_week: mix.incidents_per_day * 7.0,
                    daytime_share: if is_counted(region, ServiceId::new(s)) { 0.0 } else { daytime_share },
                    category_cumulative: mix.category_cumulative(),
                }
            })
            .collect();
        Self {
            services,
            areas: areas(region, plan),
            profile: profile(region, &plan.profile),
            daytime_profile: profile(region, "daytime"),
            special: clock.dates().iter().map(|date| special(region, plan, *date)).collect(),
            day_effect: DayEffect::compile(region, plan),
            visitor_share: plan.settings.get("spread_visitor_share_august"),
        }
    }
}

/// The named profile; flat where the region has none of that name.
fn profile(region: &Region, name: &str) -> [f64; HOURS] {
    let found = region.profiles.iter().find(|p| p.name == name);
    std::array::from_fn(|hour| found.map_or(1.0 / HOURS as f64, |p| p.share[hour]))
}

/// Each service's demand on a date against an ordinary day of the plan's months.
fn special(region: &Region, plan: &Plan, date: Date) -> Vec<f64> {
    let on = |service: usize, date: Date| {
        let days = region.special_days.iter().filter(|d| d.date == date);
        let here = days.filter(|d| d.service.is_none_or(|s| s.index() == service));
        here.filter_map(|d| d.demand_factor).product::<f64>()
    };
    (0..region.services.len())
        .map(|service| if plan.special_days { on(service, date) / usual(region, plan, service) } else { 1.0 })
        .collect()
}

/// Mean special-day factor over the plan's months: the published averages hold their special days already.
fn usual(region: &Region, plan: &Plan, service: usize) -> f64 {
    let days: i32 = plan.months.iter().map(|m| days_of(*m)).sum();
    let extra: f64 = region
        .special_days
        .iter()
        .filter(|d| plan.months.contains(&Month { year: d.date.year(), month: d.date.month() }))
        .filter(|d| d.service.is_none_or(|s| s.index() == service))
        .filter_map(|d| Some(d.demand_factor? - 1.0))
        .sum();
    if days > 0 { 1.0 + extra / f64::from(days) } else { 1.0 }
}

fn days_of(month: Month) -> i32 {
    Date::new(month.year, month.month, 1).map_or(30, |first| i32::from(first.days_in_month()))
}

/// Whether a service's incidents were counted by area: then residents and daytime people are not told apart.
fn is_counted(region: &Region, service: ServiceId) -> bool {
    region
        .area_demand
        .iter()
        .any(|row| region.patches[region.areas[row.area.index()].patch.index()].service == service)
}

/// Lays counts over the weights of the services that have them; an area without a row has had no incident.
fn with_counts(region: &Region, weights: &mut [(f64, f64)]) {
    if region.area_demand.is_empty() {
        return;
    }
    let counted: Vec<bool> =
        (0..region.services.len()).map(|service| is_counted(region, ServiceId::new(service))).collect();
    for (area, weight) in region.areas.iter().zip(weights.iter_mut()) {
        if counted[region.patches[area.patch.index()].service.index()] {
            *weight = (0.0, 0.0);
        }
    }
    for row in &region.area_demand {
        weights[row.area.index()] = (row.incidents_per_week, row.incidents_per_week);
    }
}

fn areas(region: &Region, plan: &Plan) -> Vec<AreaDemand> {
    let mut weights = weights(region, &plan.settings);
    with_counts(region, &mut weights);
    let mut sums = vec![(0.0, 0.0); region.services.len()];
    for (area, (resident, daytime)) in region.areas.iter().zip(&weights) {
        let sum = &mut sums[region.patches[area.patch.index()].service.index()];
        *sum = (sum.0 + resident, sum.1 + daytime);
    }
    region
        .areas
        .iter()
        .zip(&weights)
        .enumerate()
        .map(|(row, (area, (resident, daytime)))| {
            let patch = &region.patches[area.patch.index()];
            let (all_residents, all_daytime) = sums[patch.service.index()];
            AreaDemand {
                area: AreaId::new(row),
                identity: area.identity,
                service: patch.service,
                ics: patch.ics,
                patch: area.patch,
                resident_weight: if all_residents > 0.0 { resident / all_residents } else { 0.0 },
                daytime_weight: if all_daytime > 0.0 { daytime / all_daytime } else { 0.0 },
                quintile: area.imd_quintile.saturating_sub(1),
                coastal: area.coastal,
                growth: plan.growth.get(&patch.ics).copied().unwrap_or(1.0),
            }
        })
        .collect()
}

/// For each area, unscaled weights of residents' and of daytime people's demand.
///
/// Residents count by age and deprivation: e^(a·points of people aged 65 or more) · e^(b·standard deviations of the
/// IMD score).
/// # Source
/// Coefficients: our regression on London wards, 2014 (`assumptions.csv`); grade D outside London.
fn weights(region: &Region, settings: &Settings) -> Vec<(f64, f64)> {
    let age = settings.get("spread_age_per_point");
    let deprivation = settings.get("spread_deprivation_per_sd");
    let people: f64 = region.areas.iter().map(|a| a.residents).sum::<f64>().max(1.0);
    let mean = region.areas.iter().map(|a| a.residents * a.imd_score).sum::<f64>() / people;
    let variance =
        region.areas.iter().map(|a| a.residents * (a.imd_score - mean) * (a.imd_score - mean)).sum::<f64>();
    let sd = libm::sqrt(variance / people).max(1e-9);
    region
        .areas
        .iter()
        .map(|a| {
            let tilt = age * 100.0 * (a.share_65_plus - 0.185) + deprivation * (a.imd_score - mean) / sd;
            let resident = a.residents * libm::exp(tilt);
            (resident, resident * a.daytime_ratio)
        })
        .collect()
}
