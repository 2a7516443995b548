//! The hypercube's known answer: three vehicles that answer each other's areas in a fixed order.

use super::facility::{Tally, Traffic, decisions, holds, observe, one_group};
use crate::worlds::boundless;
use ambics::dist::Shape;
use ambics::policy::{Dispatch, Need, Policies, Sends, View};
use ambics::state::Incident;
use std::sync::Arc;

/// The first available vehicle of the place's list.
#[derive(Debug)]
struct InOrder(Vec<[u32; 3]>);

impl Dispatch for InOrder {
    fn choose(&self, view: &View<'_>, incident: &Incident, _need: &Need) -> Sends {
        let list = self.0[incident.place as usize];
        let rank = |id: u32| list.iter().position(|unit| *unit == id);
        view.available().iter().min_by_key(|id| rank(id.0)).map_or(Sends::none(), |id| Sends::one(*id))
    }
}

/// Vehicles 0, 1 and 2 have the areas {0, 1, 2}, {3} and {4}: atoms 1, 2, 4; atoms 3, 5, 6; and the third area.
const OWN: [&[usize]; 3] = [&[0, 1, 2], &[3], &[4]];

fn responses(tally: &Tally) -> f64 {
    tally.all().served as f64
}

/// Share of the responses in which a vehicle goes to another's area.
fn crossing(tally: &Tally) -> f64 {
    let own = |unit: usize| OWN[unit].iter().map(|place| tally.served_by[unit][*place]).sum::<u64>();
    1.0 - (0..3).map(own).sum::<u64>() as f64 / responses(tally)
}

/// # Source
/// Larson and Odoni, *Urban Operations Research* (1981), sections 5.4.3 and 5.4.4: workloads 0.5574, 0.4734 and 0.4693;
/// all busy 0.23684; responses to another's area 0.43529; of all responses, vehicle 1 to atom 1 0.087.
#[test]
fn the_three_vehicles_of_larson_and_odoni() {
    let traffic = Traffic {
        unit_s: 60.0,
        streams: &[(&[0], 0.25), (&[1], 0.25), (&[2], 0.25), (&[3], 0.35), (&[4], 0.4)],
        categories: [0.0, 1.0, 0.0, 0.0, 0.0],
        service: 1.0,
        shape: Shape::Exponential,
    };
    let order = vec![[0, 1, 2], [0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1]];
    let rules = Policies { dispatch: Arc::new(InOrder(order)), ..boundless().build() };
    let world = traffic.world(60);
    let decisions = decisions(&world, &[1, 1, 1], 0.0, rules);
    let tallies = observe(&traffic, &world, &decisions, 40, (1, one_group));
    for (unit, known) in [0.5574, 0.4734, 0.4693].into_iter().enumerate() {
        holds(&format!("hypercube: workload of vehicle {}", unit + 1), known, &tallies, |t| t.workload(unit));
    }
    holds("hypercube: P(all busy)", 0.23684, &tallies, |t| t.groups[0].delayed());
    holds("hypercube: to another's area", 0.43529, &tallies, crossing);
    holds("hypercube: vehicle 1 to atom 1", 0.087, &tallies, |t| t.served_by[0][0] as f64 / responses(t));
}
