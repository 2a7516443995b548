//! Stations and vehicles at them: what a service's vehicles could cover if they stood elsewhere, by models without a queue.

use super::ask::fault;
use super::location::{Bound, LocationError, Sites, mclp, mexclp, p_median};
use crate::ids::StationId;
use crate::problem::Problems;
use crate::scenario::{Edit, Scenario};
use crate::vehicle_kind::VehicleKind;
use crate::world::{Component, World};

/// A model of location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StationMethod {
    /// Most demand within reach of at least one station that has vehicles.
    Mclp,
    /// Most demand expected to be reached in time, vehicles being busy part of theirs.
    Mexclp,
    /// Least mean drive to the nearest station that has vehicles.
    PMedian,
}

impl StationMethod {
    /// All, by name.
    pub const ALL: [(&'static str, Self); 3] =
        [("mclp", Self::Mclp), ("mexclp", Self::Mexclp), ("p-median", Self::PMedian)];

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, own)| *own)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StationQuestion {
    /// The model.
    pub method: StationMethod,
    /// An ordinary drive within which demand is covered, seconds.
    pub within_s: f64,
    /// Vehicles to stand, or for MCLP and the p-median stations to be used; as many as today's on average if not given.
    pub place: Option<u32>,
    /// Part of their time in which vehicles are busy; the expected load over the hours of the scenario if not given.
    pub busy: Option<f64>,
    /// Most vehicles at one station.
    pub most: u32,
}

impl StationQuestion {
    /// A question from words and numbers, or every fault in it: a drive in seconds, a share from 0 to below 1.
    ///
    /// # Errors
    /// If the model is unknown, or a number outside its range.
    pub fn of(
        method: &str,
        within_s: f64,
        place: Option<u32>,
        busy: Option<f64>,
        most: u32,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let mut fault = |path: &str, found: String, rule: (&str, &str)| {
            problems.extend(Problems::one("stations", path, found, rule));
        };
        let known = StationMethod::parse(method);
        if known.is_none() {
            fault("method", format!("`{method}`"), ("a model of location", "mexclp, mclp or p-median"));
        }
        if !(within_s > 0.0 && within_s.is_finite()) {
            fault(
                "within",
                within_s.to_string(),
                ("a drive above 0", "for example \"8 min\", or 480 seconds"),
            );
        }
        if let Some(share) = busy.filter(|share| !(0.0..1.0).contains(share)) {
            fault("busy", share.to_string(), ("a share from 0 to below 1", "for example 0.6, or 60%"));
        }
        problems.into_result(|| Self {
            method: known.unwrap_or(StationMethod::Mexclp),
            within_s,
            place,
            busy,
            most,
        })
    }
}

/// A station.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// Its code.
    pub code: String,
    /// Code of its ICS.
    pub ics_code: String,
    /// Vehicles on duty there today, on average, to the nearest whole vehicle over all stations.
    pub now: u32,
    /// Vehicles there in the model's best.
    pub best: u32,
    /// Its part of the work, as the generated pattern has it.
    pub workload: f64,
    /// Its part in the model's best: vehicles, or the demand that is nearest to it where the model only opens stations.
    pub part: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Stationed {
    /// What was asked, with what stood in for what was not given.
    pub question: StationQuestion,
    /// The stations.
    pub stands: Vec<Stand>,
    /// Areas with demand.
    pub points: usize,
    /// Value of today: share of demand covered, or mean drive in seconds for the p-median.
    pub now: f64,
    /// Value of the best that was found.
    pub best: f64,
    /// No placing has a better value.
    pub bound: f64,
    /// How the bound was obtained.
    pub proof: Bound,
    /// Stations whose place is made up.
    pub synthetic: usize,
}

/// Finds where the vehicles of one service would cover most of its demand, and how far that is from a bound.
///
/// Demand of an area is its expected workload of C1 to C4 and other incidents; drives are those of an ordinary hour.
///
/// # Errors
/// If the scenario is not of one service, or what is asked cannot be placed.
pub fn stations(scenario: &Scenario, question: StationQuestion) -> Result<Stationed, Problems> {
    let world = scenario.world();
    let services = scenario.services().len();
    let [component] = &world.components[..] else {
        let how = ("one service", "ask for each service by itself");
        return Err(fault(scenario, "select.trusts", format!("{services} services"), how));
    };
    let known = Known::of(scenario, &world, component);
    let question = StationQuestion {
        place: question.place.or(Some(known.place(question.method))),
        busy: question.busy.or(Some(known.busy)),
        ..question
    };
    known.solve(scenario, question).map_err(|error| {
        fault(
            scenario,
            "stations",
            error.to_string(),
            ("a placing that can be", "change the number or the most at one"),
        )
    })
}

impl Stationed {
    /// The scenario with its generated ambulances standing as the model's best has them: the same hours on the same shifts, at other
    /// stations. To be simulated beside the present before it is believed.
    ///
    /// # Errors
    /// If the scenario has a rota of its own, which no pattern is generated beside.
    pub fn placed(&self, scenario: &Scenario) -> Result<Scenario, Problems> {
        if scenario.data_files().iter().any(|file| file.key == "fleet.rota") {
            let how = ("a generated pattern", "move the lines of your rota file yourself");
            return Err(fault(scenario, "fleet.rota", "a rota of its own".to_owned(), how));
        }
        let sum = |of: fn(&Stand) -> f64| self.stands.iter().map(of).sum::<f64>().max(1e-9);
        let (work, parts) = (sum(|own| own.workload), sum(|own| own.part));
        let ratio = |own: &Stand| (own.part / parts / (own.workload / work) * 1e4).round().min(1e7) / 1e4;
        let edit = |own: &Stand| Edit::new(format!("fleet.station_ratio.{}", own.code), ratio(own));
        scenario.with(&self.stands.iter().map(edit).collect::<Vec<_>>())
    }
}

/// Demand, drives and vehicles of a component.
struct Known<'a> {
    scenario: &'a Scenario,
    stations: Vec<StationId>,
    demand: Vec<f64>,
    drive_s: Vec<f64>,
    now: Vec<u32>,
    workload: Vec<f64>,
    busy: f64,
}

impl<'a> Known<'a> {
    fn of(scenario: &'a Scenario, world: &World, component: &Component) -> Self {
        let mut demand = Vec::new();
        let mut drive_s = Vec::new();
        for area in &world.demand.areas {
            let Some(place) = component.place_of_area[area.area.index()] else { continue };
            demand.push(area.resident_weight);
            let sites = component.stations.iter();
            drive_s.extend(
                sites.map(|site| f64::from(component.travel.base_s(site.place as usize, place as usize))),
            );
        }
        let hours = on_duty(scenario, world, component);
        let all: f64 = hours.iter().sum();
        let load: f64 = component.stations.iter().map(|site| site.workload).sum();
        let whole = crate::governance::whole_shares((all / 168.0).round() as u32, &hours);
        let busy = if all > 0.0 { (load / all).clamp(0.0, 0.95) } else { 0.5 };
        let stations = component.stations.iter().map(|site| site.station).collect();
        let workload = component.stations.iter().map(|site| site.workload.max(1e-9)).collect();
        Self { scenario, stations, demand, drive_s, now: whole, workload, busy }
    }

    /// As many as there are: vehicles, or stations that have one.
    fn place(&self, method: StationMethod) -> u32 {
        match method {
            StationMethod::Mexclp => self.now.iter().sum(),
            _ => self.now.iter().filter(|n| **n > 0).count() as u32,
        }
    }

    fn solve(&self, scenario: &Scenario, question: StationQuestion) -> Result<Stationed, LocationError> {
        let (n, place) = (self.stations.len(), question.place.unwrap_or(0));
        let many = question.method == StationMethod::Mexclp;
        let capacity = vec![if many { question.most } else { 1 }; n];
        let sites = Sites::new(self.demand.clone(), self.drive_s.clone(), place, vec![0; n], capacity)?;
        let busy = vec![if many { question.busy.unwrap_or(0.0) } else { 0.0 }; self.demand.len()];
        let found = match question.method {
            StationMethod::Mclp => mclp::solve(&sites, question.within_s)?,
            StationMethod::Mexclp => mexclp::solve(&sites, question.within_s, &busy)?,
            StationMethod::PMedian => p_median::solve(&sites)?,
        };
        let parts = if many {
            found.vehicles.iter().map(|n| f64::from(*n)).collect()
        } else {
            self.nearest(&found.vehicles)
        };
        let all: f64 = self.demand.iter().sum();
        let now = match question.method {
            StationMethod::PMedian => self.mean_drive(),
            _ => mexclp::expected_cover(&sites, question.within_s, &busy, &self.now) / all,
        };
        let (region, own) = (scenario.region(), &self.stations);
        let stand = |(row, station): (usize, &StationId)| {
            let site = &region.stations()[station.index()];
            let ics = region.icses()[region.patches()[site.patch.index()].ics.index()].code.clone();
            Stand {
                code: site.code.clone(),
                ics_code: ics,
                now: self.now[row],
                best: found.vehicles[row],
                workload: self.workload[row],
                part: parts[row],
            }
        };
        Ok(Stationed {
            question,
            stands: own.iter().enumerate().map(stand).collect(),
            points: self.demand.len(),
            now,
            best: found.value / all,
            bound: found.bound / all,
            proof: found.proof,
            synthetic: own
                .iter()
                .filter(|own| self.scenario.region().stations()[own.index()].synthetic)
                .count(),
        })
    }

    /// Demand by the nearest of the stations that have vehicles.
    fn nearest(&self, vehicles: &[u32]) -> Vec<f64> {
        let mut parts = vec![0.0; self.stations.len()];
        for (row, demand) in self.drive_s.chunks_exact(self.stations.len()).zip(&self.demand) {
            let open = (0..row.len()).filter(|site| vehicles[*site] > 0);
            if let Some(site) = open.reduce(|best, own| if row[own] < row[best] { own } else { best }) {
                parts[site] += demand;
            }
        }
        parts
    }

    /// Mean drive from the nearest station that has a vehicle, seconds.
    fn mean_drive(&self) -> f64 {
        let rows = self.drive_s.chunks_exact(self.stations.len()).zip(&self.demand);
        let nearest = |row: &[f64]| {
            row.iter().zip(&self.now).filter(|(_, n)| **n > 0).map(|(s, _)| *s).fold(f64::INFINITY, f64::min)
        };
        rows.map(|(row, demand)| demand * nearest(row)).sum::<f64>() / self.demand.iter().sum::<f64>()
    }
}

/// Ambulance hours a week at each station.
pub(super) fn on_duty(scenario: &Scenario, world: &World, component: &Component) -> Vec<f64> {
    let decisions = scenario.decisions(world);
    let mut hours = vec![0.0; component.stations.len()];
    let fleet = decisions.components.iter().flat_map(|own| &own.fleet.vehicles);
    for vehicle in fleet.filter(|vehicle| vehicle.kind == VehicleKind::Dca) {
        let minutes: u32 = vehicle.duty.iter().map(|duty| u32::from(duty.minutes)).sum();
        if let Some(row) = component.stations.iter().position(|site| site.place == vehicle.home) {
            hours[row] += f64::from(minutes) / 60.0;
        }
    }
    hours
}
