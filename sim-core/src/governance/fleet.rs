use super::arrangement::{Ground, Uplift};
use super::kinds::{KindHours, Responder, answers, on_call};
use super::less::take_out;
use super::rota::{Line, lines, whole_shares};
use super::shift::{Layer, Shift, Timetable};
use super::supply::{Block, Supply};
use super::terms::Terms;
use crate::category::Categories;
use crate::units::SimTime;
use crate::vehicle_kind::VehicleKind;
use crate::world::{Component, StationSite};

/// Minutes of a week.
pub const WEEK_MINUTES: u16 = 10_080;

/// A stretch of duty in the local week, from a minute for some minutes; it may run past Sunday midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duty {
    /// First local minute of the week, 0 = Monday 00:00.
    pub from: u16,
    /// Minutes; [`WEEK_MINUTES`] is the whole week without end.
    pub minutes: u16,
}

impl Duty {
    /// Around the week without end.
    pub const ALWAYS: Self = Self { from: 0, minutes: WEEK_MINUTES };

    /// Whether it never ends.
    #[must_use]
    pub const fn is_endless(self) -> bool {
        self.minutes >= WEEK_MINUTES
    }
}

/// A vehicle and when it is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetVehicle {
    /// Its kind.
    pub kind: VehicleKind,
    /// The place it is at home at.
    pub home: u16,
    /// The categories that its crew may be sent to.
    pub answers: Categories,
    /// Its duty, in order, without overlap; neighbouring shifts are one stretch.
    pub duty: Vec<Duty>,
    /// Local minutes of the week at which one crew takes over from another within a stretch, in order.
    pub changes: Vec<u16>,
    /// From when it exists.
    pub from: SimTime,
    /// On whose terms it is there.
    pub terms: Terms,
    /// 64 bits from its station's code and its number there.
    pub entity: u64,
}

impl FleetVehicle {
    /// An ambulance of the trust that is on duty around the clock from the beginning.
    #[must_use]
    pub fn around_the_clock(home: u16, entity: u64) -> Self {
        Self {
            kind: VehicleKind::Dca,
            home,
            answers: Categories::ALL,
            duty: vec![Duty::ALWAYS],
            changes: Vec::new(),
            from: SimTime(0),
            terms: Terms::TRUST,
            entity,
        }
    }

    /// The part of a window in which it exists.
    fn share_of(&self, (start, end): (SimTime, SimTime)) -> f64 {
        let there = self.terms.until.min(end).0 - self.from.max(start).0;
        there.max(0) as f64 / (end.0 - start.0).max(1) as f64
    }
}

/// The vehicles of a component: ambulances of today first, then those of the uplift, then other kinds, then blocks on
/// top and responders; each in order of station.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fleet {
    /// The vehicles; a [`crate::ids::VehicleId`] is a row here.
    pub vehicles: Vec<FleetVehicle>,
    /// The local patch of each vehicle.
    pub patch: Vec<u16>,
    /// Rostered ambulance hours a week in each local patch, on average over the window, without blocks on top.
    pub hours_by_patch: Vec<u32>,
    /// How planned shifts are lost; `None`: none is.
    pub abstraction: Option<super::Abstraction>,
}

/// The hours of one arm, as numbers: what stands today, and the uplift with its placement.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetPlan {
    /// Hours a week of today's rota, one entry for each service of the region.
    pub hours_per_week: Vec<f64>,
    /// Hours a week that replace a patch's part of its service's hours, one entry for each patch of the region.
    pub patch_hours: Vec<Option<f64>>,
    /// Lines taken out of the generated pattern, one entry for each patch of the region; none where it is empty.
    pub lines_less: Vec<u32>,
    /// A station's part of the generated pattern against its part of the work, one entry for each station of the region; each has
    /// its part where it is empty.
    pub station_ratio: Vec<f64>,
    /// Share of a week's vehicles on duty in each local hour of the week.
    pub curve: [f64; 168],
    /// What the arrangement adds, and where.
    pub uplift: Uplift,
    /// From when the uplift is there.
    pub uplift_from: SimTime,
    /// The window over which hours that are there for a part of it are averaged.
    pub window: (SimTime, SimTime),
    /// What stands beside the pattern of ambulances, or in its place.
    pub supply: Supply,
}

impl Fleet {
    /// Builds the fleet of a component.
    ///
    /// Today's hours of a service stand by workload over its stations; the uplift stands where the arrangement puts it.
    #[must_use]
    pub fn build(component: &Component, ground: &Ground, plan: &FleetPlan) -> Self {
        let mut fleet = Self {
            hours_by_patch: vec![0; component.patches.len()],
            abstraction: plan.supply.abstraction,
            ..Self::default()
        };
        let mut generated = todays(component, ground, plan);
        let taken = take_out(component, &mut generated, plan);
        let replaced =
            |kind| plan.supply.rota.as_ref().is_some_and(|rota| rota.iter().any(|b| b.kind == kind));
        match &plan.supply.rota {
            Some(rota) => fleet.add_blocks(component, rota),
            None => fleet.add(component, shifts(generated.iter().flatten()), Layer::TODAY),
        }
        // Cars go by the hours of ambulances before lines were taken out.
        let mut today = fleet.hours_by_service(component, plan.window);
        if plan.supply.rota.is_none() {
            today.iter_mut().zip(&taken).for_each(|(own, taken)| *own += taken);
        }
        let mut added = Vec::new();
        for placement in plan.uplift.place(component, ground) {
            added.extend(lines(&placement.weights, plan.supply.planned(placement.hours), &plan.curve));
        }
        fleet.add(component, shifts(&added), Layer { from: plan.uplift_from, number: 1, ..Layer::TODAY });
        fleet.hours_by_patch =
            fleet.ambulance_hours(plan.window).into_iter().map(|hours| libm::round(hours) as u32).collect();
        for (kind, hours) in plan.supply.kinds.iter().filter(|(kind, _)| !replaced(*kind)) {
            let share = kind_share(ground, plan, (*hours, today.iter().sum()));
            let own = own_hours(component, &today, (*kind, *hours));
            let lines = kind_lines(component, plan, (&own, share));
            let answers = answers(component.kind(*kind));
            let layer = Layer { kind: *kind, answers, number: 2 + *kind as u64, ..Layer::TODAY };
            fleet.add(component, shifts(&lines), layer);
        }
        fleet.add_blocks(component, &plan.supply.extra);
        if !replaced(VehicleKind::Cfr) {
            fleet.add_responders(component, &plan.supply, &today);
        }
        fleet
    }

    /// Rostered ambulance hours a week so far, by local service.
    fn hours_by_service(&self, component: &Component, window: (SimTime, SimTime)) -> Vec<f64> {
        let mut hours = vec![0.0; component.services.len()];
        for (patch, own) in self.ambulance_hours(window).into_iter().enumerate() {
            hours[component.patch_service[patch] as usize] += libm::round(own);
        }
        hours
    }

    /// Rostered ambulance hours a week by local patch, on average over the window.
    fn ambulance_hours(&self, window: (SimTime, SimTime)) -> Vec<f64> {
        let mut hours = vec![0.0; self.hours_by_patch.len()];
        let ambulances = self.vehicles.iter().zip(&self.patch).filter(|(v, _)| v.kind == VehicleKind::Dca);
        for (vehicle, patch) in ambulances {
            let minutes = vehicle.duty.iter().map(|duty| u32::from(duty.minutes)).sum::<u32>();
            hours[*patch as usize] += vehicle.share_of(window) * f64::from(minutes) / 60.0;
        }
        hours
    }

    /// Joins shifts into vehicles, station by station: a shift goes to the first vehicle there that is free.
    fn add(&mut self, component: &Component, mut shifts: Vec<Shift>, layer: Layer) {
        shifts.sort_unstable();
        for station in shifts.chunk_by(|a, b| a.station == b.station) {
            let site = &component.stations[station[0].station as usize];
            let mut vehicles: Vec<Timetable> = Vec::new();
            for shift in station {
                let free = vehicles.iter_mut().find(|vehicle| vehicle.is_free(shift.duty));
                match free {
                    Some(vehicle) => vehicle.take(shift.duty),
                    None => vehicles.push(Timetable::of(shift.duty)),
                }
            }
            for (number, timetable) in vehicles.iter().enumerate() {
                self.vehicles.push(FleetVehicle {
                    kind: layer.kind,
                    home: site.place,
                    answers: layer.answers,
                    duty: timetable.stretches(),
                    changes: timetable.changes(),
                    from: layer.from,
                    terms: layer.terms,
                    entity: layer.entity(site.entity, number as u64),
                });
                self.patch.push(site.patch);
            }
        }
    }

    /// The rows of a rota at this component's stations; rows on the same terms share vehicles.
    fn add_blocks(&mut self, component: &Component, blocks: &[Block]) {
        let mut layers: Vec<(Layer, Vec<Shift>)> = Vec::new();
        for block in blocks {
            let found = component.stations.iter().position(|site| site.station == block.station);
            let Some(station) = found else { continue };
            let layer = Layer::of(block);
            let row = layers.iter().position(|(known, _)| *known == layer).unwrap_or_else(|| {
                layers.push((layer, Vec::new()));
                layers.len() - 1
            });
            let each = || block.shifts.iter().map(|duty| Shift { station: station as u16, duty: *duty });
            layers[row].1.extend((0..block.vehicles).flat_map(|_| each()));
        }
        layers.sort_by_key(|(layer, _)| layer.order());
        layers.into_iter().for_each(|(layer, shifts)| self.add(component, shifts, layer));
    }

    /// Community first responders at home in this component's own rural areas: the hours of a service are spread
    /// evenly over its schemes.
    fn add_responders(&mut self, component: &Component, supply: &Supply, ambulance_hours: &[f64]) {
        let kind = component.kind(VehicleKind::Cfr);
        let of = |r: &Responder| Some((component.place_of_area[r.area.index()]?, r.entity));
        let own: Vec<(u16, u64)> = supply.responders.iter().filter_map(of).collect();
        let service = |home: u16| component.service_of(home as usize);
        for &(home, entity) in &own {
            let schemes = own.iter().filter(|(other, _)| service(*other) == service(home)).count();
            let produced =
                ambulance_hours[service(home)] * component.practice[service(home)].cars / supply.gross_up;
            self.vehicles.push(FleetVehicle {
                kind: VehicleKind::Cfr,
                answers: answers(kind),
                duty: on_call(entity, kind.hours_share * produced / schemes as f64),
                ..FleetVehicle::around_the_clock(home, entity)
            });
            self.patch.push(component.patch[home as usize]);
        }
    }
}

/// Hours of a kind for each ambulance hour of today.
fn kind_share(ground: &Ground, plan: &FleetPlan, (hours, ambulance_hours): (KindHours, f64)) -> f64 {
    match hours {
        KindHours::Share(share) => share,
        KindHours::Whole(_) if ambulance_hours <= 0.0 => 0.0,
        KindHours::Whole(hours) => hours * ground.uplift_share * plan.supply.gross_up / ambulance_hours,
    }
}

/// Ambulance hours of each service, by which a kind's hours go: cars by each service's own practice too.
fn own_hours(
    component: &Component,
    ambulance_hours: &[f64],
    (kind, hours): (VehicleKind, KindHours),
) -> Vec<f64> {
    let is_usual = kind == VehicleKind::Rrv && matches!(hours, KindHours::Share(_));
    let cars = |service: usize| if is_usual { component.practice[service].cars } else { 1.0 };
    ambulance_hours.iter().enumerate().map(|(service, hours)| hours * cars(service)).collect()
}

/// The pattern of a kind that treats alone: by workload over the stations of each service.
fn kind_lines(component: &Component, plan: &FleetPlan, (ambulance_hours, share): (&[f64], f64)) -> Vec<Line> {
    let of = |(service, hours): (usize, &f64)| {
        let own = |patch: u16| component.patch_service[patch as usize] as usize == service;
        let weight = |s: &StationSite| if own(s.patch) { s.workload } else { 0.0 };
        let weights: Vec<f64> = component.stations.iter().map(weight).collect();
        lines(&weights, (hours * share).round() as u32, &plan.curve)
    };
    ambulance_hours.iter().enumerate().flat_map(of).collect()
}

fn shifts<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Shift> {
    lines.into_iter().map(Shift::of).collect()
}

/// The generated pattern of today's ambulances, one entry for each scope of a service.
fn todays(component: &Component, ground: &Ground, plan: &FleetPlan) -> Vec<Vec<Line>> {
    let mut today = Vec::new();
    for (local, service) in component.services.iter().enumerate() {
        let whole = plan.hours_per_week[service.index()] * ground.service_share[local];
        for (mut weights, hours) in service_scopes(component, plan, local, whole) {
            let cover = cover_of_islands(component, &mut weights);
            let hours = plan.supply.planned(hours);
            let left = hours.saturating_sub(cover.iter().map(|line| u32::from(line.hours)).sum());
            today.push(cover);
            today.push(lines(&weights, left, &plan.curve));
        }
    }
    today
}

/// Weights over the stations and hours, one entry for each patch whose hours are given and one for the rest.
fn service_scopes(
    component: &Component,
    plan: &FleetPlan,
    service: usize,
    whole: f64,
) -> Vec<(Vec<f64>, u32)> {
    let workload = |keep: &dyn Fn(usize) -> bool| -> Vec<f64> {
        let ratio = |s: &StationSite| plan.station_ratio.get(s.station.index()).copied().unwrap_or(1.0);
        let weight = |s: &StationSite| if keep(s.patch as usize) { s.workload * ratio(s) } else { 0.0 };
        component.stations.iter().map(weight).collect()
    };
    let of = |patch: usize| component.patch_service[patch] as usize == service;
    let given = |patch: usize| plan.patch_hours[component.patches[patch].index()];
    let mut scopes: Vec<(Vec<f64>, u32)> = (0..component.patches.len())
        .filter(|p| of(*p))
        .filter_map(|p| Some((workload(&|q| q == p), given(p)?.round() as u32)))
        .collect();
    let all: f64 = workload(&of).iter().sum();
    let rest = workload(&|p| of(p) && given(p).is_none());
    let share = if all > 0.0 { rest.iter().sum::<f64>() / all } else { 0.0 };
    scopes.push((rest, (whole * share).round() as u32));
    scopes
}

/// One vehicle round the clock on each land mass without a hospital, at its busiest station; its stations are then left
/// out of `weights`, unless they are all there is.
///
/// No vehicle comes there from elsewhere, and a share by workload would leave it without one for most of the week.
fn cover_of_islands(component: &Component, weights: &mut [f64]) -> Vec<Line> {
    let mass = |station: usize| component.places.land_mass[component.stations[station].place as usize];
    let cut_off = |station: usize| component.nearest[component.stations[station].place as usize].is_empty();
    let mut islands: Vec<u8> =
        (0..weights.len()).filter(|s| weights[*s] > 0.0 && cut_off(*s)).map(mass).collect();
    islands.sort_unstable();
    islands.dedup();
    let mut cover = Vec::new();
    for island in islands {
        let own: Vec<f64> =
            (0..weights.len()).map(|s| if mass(s) == island { weights[s] } else { 0.0 }).collect();
        let busiest = (0..own.len()).max_by(|a, b| own[*a].total_cmp(&own[*b]).then(b.cmp(a))).unwrap_or(0);
        let only = (0..own.len()).map(|s| if s == busiest { own[s] } else { 0.0 }).collect::<Vec<f64>>();
        cover.extend(lines(&only, 168, &[1.0 / 168.0; 168]));
        if (0..weights.len()).any(|s| weights[s] > 0.0 && mass(s) != island) {
            (0..weights.len()).filter(|s| mass(*s) == island).for_each(|s| weights[s] = 0.0);
        }
    }
    cover
}

/// Splits an uplift's whole hours over local rows by weight; kept beside the fleet for its callers.
pub(super) fn split(hours: f64, weights: &[f64]) -> Vec<u32> {
    whole_shares(hours.round().max(0.0) as u32, weights)
}
