use super::exact::ExactTravel;
use super::matrix::Exact;
use super::network;
use super::places::Places;
use super::plan::{DrivingLaw, Plan, Settings};
use crate::ids::ServiceId;
use crate::region::{HourBand, Region, TravelPurpose};

/// The travel time that says: no road leads there.
pub const UNREACHABLE: u16 = u16::MAX;

/// Ordinary driving time by straight-line distance, urban and rural: linear between knots.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelLaw {
    /// For urban and rural: distance in km and time in seconds, both rising.
    knots: [Vec<(f64, f64)>; 2],
    factor: f64,
}

impl TravelLaw {
    /// The law of a region, every time multiplied by the scenario's factor.
    #[must_use]
    pub fn new(region: &Region, settings: &Settings) -> Self {
        let knots = [false, true].map(|rural| {
            let of = region.travel_knots.iter().filter(|k| k.rural == rural);
            of.map(|k| (k.km, k.seconds)).collect()
        });
        Self { knots, factor: settings.travel_time_factor }
    }

    /// Seconds from one place to another: the mean of the laws of both ends.
    pub(super) fn between(&self, places: &Places, from: usize, to: usize) -> f64 {
        let km = places.distance_km(from, to);
        0.5 * (self.seconds(places.rural[from], km) + self.seconds(places.rural[to], km))
    }

    /// The multiplier of every driving time.
    pub(super) const fn factor(&self) -> f64 {
        self.factor
    }

    /// Seconds to drive `km` (straight line) in an urban or rural area.
    #[must_use]
    pub fn seconds(&self, rural: bool, km: f64) -> f64 {
        let knots = &self.knots[usize::from(rural)];
        let after = knots.partition_point(|(at, _)| *at <= km).clamp(1, knots.len() - 1);
        let ((x0, y0), (x1, y1)) = (knots[after - 1], knots[after]);
        self.factor * (y0 + (km - x0) * (y1 - y0) / (x1 - x0))
    }
}

/// Driving times of a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Travel {
    n_place: usize,
    /// Seconds of ordinary driving, `[n_target][n_place]`: a row holds the drives that end at its target.
    base_s: Vec<u16>,
    /// Seconds from the centroid to the edge of each own place; incidents lie at √mark of it.
    within_s: Vec<f32>,
    /// Multipliers, `[purpose][hour band][rural]`.
    factor: Factors,
    /// The hour band of each local hour of the week.
    bands: Vec<HourBand>,
    /// Drives whose seconds a matrix states for a purpose or an hour band.
    stated: Exact,
    /// Drives to the millisecond, where they are given; they then go before all else here.
    pub exact: Option<Box<ExactTravel>>,
}

/// What a drive is for, when, and to what kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trip {
    /// What it is for.
    pub purpose: TravelPurpose,
    /// The local hour of the week at which it begins.
    pub hour_of_week: u8,
    /// Whether the incident's end, or the station of a return, is rural.
    pub rural: bool,
}

/// Multipliers of ordinary driving, `[purpose][hour band][rural]`.
pub(super) type Factors = [[[f64; 2]; 3]; 4];

impl Travel {
    /// Compiles the driving times of a component's places.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, services: &[ServiceId], places: &Places) -> Self {
        let law = TravelLaw::new(region, &plan.settings);
        let mut base_s = match plan.settings.driving {
            DrivingLaw::StraightLine => base(places, &law),
            DrivingLaw::Network => network::base(region, places, &law),
        };
        let own = own_ratios(region, plan, services, places);
        practise(&mut base_s, places, &own);
        let detour = plan.settings.get("intra_area_detour");
        let within_s = (0..places.n_own)
            .map(|place| {
                let km = region.areas[places.area[place].index()].radius_m / 1000.0 * detour;
                if plan.settings.within_area {
                    (law.seconds(places.rural[place], km) * own[place]) as f32
                } else {
                    0.0
                }
            })
            .collect();
        let mut factor = [[[1.0; 2]; 3]; 4];
        for f in &region.travel_factors {
            factor[f.purpose as usize][f.band as usize][usize::from(f.rural)] = f.factor;
        }
        let stated = plan.matrix.as_ref().map_or_else(Exact::default, |matrix| {
            matrix.lay_over(&mut base_s, places, &factor, plan.settings.travel_time_factor)
        });
        let bands = region.hour_bands.clone();
        Self { n_place: places.len(), base_s, within_s, factor, bands, stated, exact: None }
    }

    /// Drives as they were given, between `n` places; those that are not given cannot be driven.
    #[must_use]
    pub fn given(n: usize, exact: ExactTravel) -> Self {
        let road = |pair: usize| if exact.is_given(pair % n, pair / n) { 0 } else { UNREACHABLE };
        Self {
            n_place: n,
            base_s: (0..n * n).map(road).collect(),
            within_s: vec![0.0; n],
            factor: [[[1.0; 2]; 3]; 4],
            bands: vec![HourBand::Day; 168],
            stated: Exact::default(),
            exact: Some(Box::new(exact)),
        }
    }

    /// Seconds of ordinary driving from any place to a target; [`UNREACHABLE`] where no road leads.
    #[inline]
    #[must_use]
    pub fn base_s(&self, from: usize, to: usize) -> u16 {
        self.base_s[to * self.n_place + from]
    }

    /// The row of drives that end at a target, by place of departure.
    #[inline]
    #[must_use]
    pub fn to(&self, target: usize) -> &[u16] {
        &self.base_s[target * self.n_place..(target + 1) * self.n_place]
    }

    /// Seconds from the centroid of an own place to an incident that lies at mark `within`.
    #[inline]
    #[must_use]
    pub fn within_s(&self, place: usize, within: f64) -> f64 {
        f64::from(self.within_s[place]) * libm::sqrt(within)
    }

    /// Seconds of a drive between two places, with `within_s` ordinary seconds at right angles at its end.
    ///
    /// What a matrix states for the purpose and the hour holds as it stands; else ordinary driving is multiplied.
    #[must_use]
    pub fn drive_s(&self, (from, to): (u16, u16), trip: Trip, within_s: f64) -> f64 {
        let factor = self.factor(trip.purpose, trip.hour_of_week, trip.rural);
        let pair = to as usize * self.n_place + from as usize;
        let band = self.bands[trip.hour_of_week as usize];
        if let Some(seconds) = self.stated.seconds(pair, trip.purpose, band) {
            let within_s = within_s * factor;
            return libm::sqrt(seconds * seconds + within_s * within_s);
        }
        let base = f64::from(self.base_s[pair]);
        libm::sqrt(base * base + within_s * within_s) * factor
    }

    /// Multiplier of a drive for a purpose, at a local hour of the week, to an urban or rural place.
    #[inline]
    #[must_use]
    pub fn factor(&self, purpose: TravelPurpose, hour_of_week: u8, rural: bool) -> f64 {
        self.factor[purpose as usize][self.bands[hour_of_week as usize] as usize][usize::from(rural)]
    }
}

/// The driving ratio of the service of each place; where it is none of the component's, of the one whose areas are nearest.
fn own_ratios(region: &Region, plan: &Plan, services: &[ServiceId], places: &Places) -> Vec<f64> {
    let service = |place: usize| {
        let own = region.patches[region.areas[places.area[place].index()].patch.index()].service;
        match services {
            _ if services.contains(&own) => own,
            [one] => *one,
            _ => {
                let km = |own: &usize| places.distance_km(*own, place);
                let nearest = (0..places.n_own).min_by(|a, b| km(a).total_cmp(&km(b))).unwrap_or(0);
                region.patches[region.areas[places.area[nearest].index()].patch.index()].service
            }
        }
    };
    (0..places.len()).map(|place| plan.practice_of(service(place)).drive).collect()
}

/// Driving times as a service drives: its ratio at the place of departure.
fn practise(base_s: &mut [u16], places: &Places, own: &[f64]) {
    for row in base_s.chunks_exact_mut(places.len()) {
        for (seconds, ratio) in row.iter_mut().zip(own) {
            if *seconds != UNREACHABLE && ratio.to_bits() != 1.0_f64.to_bits() {
                let scaled = f64::from(*seconds) * ratio + 0.5;
                *seconds = scaled.min(f64::from(UNREACHABLE - 1)) as u16;
            }
        }
    }
}

fn base(places: &Places, law: &TravelLaw) -> Vec<u16> {
    // A fine table of the law at 100 m steps: the law is asked millions of times.
    const STEPS_PER_KM: f64 = 10.0;
    let fine = [false, true].map(|rural| -> Vec<f32> {
        (0..=6000).map(|step| law.seconds(rural, f64::from(step) / STEPS_PER_KM) as f32).collect()
    });
    let n = places.len();
    let mut base = Vec::with_capacity(places.n_target * n);
    for to in 0..places.n_target {
        for from in 0..n {
            if places.land_mass[from] != places.land_mass[to] {
                base.push(UNREACHABLE);
                continue;
            }
            let step = ((places.distance_km(from, to) * STEPS_PER_KM + 0.5) as usize).min(6000);
            let ends =
                fine[usize::from(places.rural[from])][step] + fine[usize::from(places.rural[to])][step];
            base.push((0.5 * ends + 0.5).min(f32::from(UNREACHABLE - 1)) as u16);
        }
    }
    base
}
