//! Stations, demand and drives, for methods that look at who can be reached in time.

use super::location::{Bound, Cover, LocationError, Sites, mexclp};
use super::problem::Place;
use crate::scenario::Scenario;
use crate::world::World;

/// Drive within which demand is reached, seconds of an ordinary hour: an assumption.
pub const WITHIN_S: f64 = 480.0;

/// What can be reached from where. A unit is a line: 84 vehicle-hours a week, half a vehicle around the clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Expected work of each area with demand.
    pub demand: Vec<f64>,
    /// Seconds of an ordinary drive, `[n_area × n_station]`.
    pub drive_s: Vec<f64>,
    /// The place that each station lies in.
    pub place: Vec<usize>,
    /// Lines at each station as things stand.
    pub lines: Vec<u32>,
    /// Part of its time in which a line is busy: that of a vehicle to the power of a line's part of the week.
    pub busy: f64,
}

impl Reach {
    /// Of a scenario of one service.
    #[must_use]
    pub fn of(scenario: &Scenario, world: &World, places: &[Place]) -> Option<Self> {
        let component = world.components.first()?;
        let region = scenario.region();
        let (mut demand, mut drive_s) = (Vec::new(), Vec::new());
        for area in &world.demand.areas {
            let Some(at) = component.place_of_area[area.area.index()] else { continue };
            demand.push(area.resident_weight);
            let drive = |site: u16| f64::from(component.travel.base_s(site as usize, at as usize));
            drive_s.extend(component.stations.iter().map(|site| drive(site.place)));
        }
        let place_of = |patch: u16| {
            let code = &region.patches()[component.patches[patch as usize].index()].code;
            places.iter().position(|place| place.code == *code)
        };
        let place = component.stations.iter().map(|site| place_of(site.patch)).collect::<Option<Vec<_>>>()?;
        let hours = super::stations::on_duty(scenario, world, component);
        let all: f64 = hours.iter().sum();
        let load: f64 = component.stations.iter().map(|site| site.workload).sum();
        let vehicle = if all > 0.0 { (load / all).clamp(0.05, 0.95) } else { 0.5 };
        let lines = crate::governance::whole_shares((all / super::LINE_H).round() as u32, &hours);
        Some(Self { demand, drive_s, place, lines, busy: vehicle.sqrt() })
    }

    /// The areas that each station reaches.
    ///
    /// # Errors
    /// If there is no station, or a number is no amount.
    pub fn cover(&self) -> Result<Cover, LocationError> {
        let n = self.place.len();
        Ok(Sites::new(self.demand.clone(), self.drive_s.clone(), 0, vec![0; n], vec![0; n])?.cover(WITHIN_S))
    }

    /// Expected work that is not reached in time with these lines at stations, as a share.
    #[must_use]
    pub fn missed(&self, cover: &Cover, lines: &[u32]) -> f64 {
        let mut reach = vec![0u32; self.demand.len()];
        for (site, n) in lines.iter().enumerate() {
            cover.of(site).iter().for_each(|point| reach[*point as usize] += n);
        }
        let missed = self.demand.iter().zip(&reach).map(|(own, k)| own * libm::pow(self.busy, f64::from(*k)));
        missed.sum::<f64>() / self.demand.iter().sum::<f64>().max(1e-12)
    }

    /// The least that any placing of so many further lines leaves unreached, as a share, whatever the bounds of places.
    ///
    /// # Errors
    /// If the model has no answer.
    pub fn bound(&self, more: u32) -> Result<(f64, Bound), LocationError> {
        let all = self.lines.iter().sum::<u32>() + more;
        let most = self.lines.iter().map(|n| n + more).collect();
        let sites = Sites::new(self.demand.clone(), self.drive_s.clone(), all, self.lines.clone(), most)?;
        let found = mexclp::solve(&sites, WITHIN_S, &vec![self.busy; self.demand.len()])?;
        let whole: f64 = self.demand.iter().sum();
        Ok((1.0 - found.bound / whole.max(1e-12), found.proof))
    }
}
