//! The search for the soonest vehicle, by stations in order of the way, against a look at every vehicle.

use crate::worlds::{TINY, around_the_clock, plan, policies, run};
use ambics::Address;
use ambics::category::Category;
use ambics::governance::{BorderConfig, ComponentDecisions, Decisions};
use ambics::ids::VehicleId;
use ambics::policy::{Dispatch, Need, PolicyConfig, Sends, View};
use ambics::prevention::Programme;
use ambics::state::Incident;
use ambics::units::SimTime;
use ambics::vehicle_kind::Pool;
use ambics::world::UNREACHABLE;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rule that ships, each of whose choices is held against every vehicle that is available.
#[derive(Debug)]
struct Checked {
    shipped: Arc<dyn Dispatch>,
    /// Choices compared: with a vehicle at its station chosen, and with one on the road.
    compared: [AtomicU64; 2],
}

/// The vehicle that conveys with the fewest seconds of ordinary driving, mobilisation included; the lowest id of equals.
fn soonest(view: &View<'_>, incident: &Incident) -> Option<(u32, VehicleId)> {
    let factor = view.factor(incident.category, incident.place).max(1e-6);
    let mobilise = (view.component.stages.mobilise.mean_s / factor) as u32;
    let way = |id: VehicleId| {
        let base = view.base_s(id, incident.place);
        let seconds = u32::from(base) + if view.must_mobilise(id) { mobilise } else { 0 };
        (base < UNREACHABLE && view.vehicle(id).answers.has(incident.category)).then_some((seconds, id))
    };
    view.available().iter().filter_map(|id| way(*id)).min()
}

impl Dispatch for Checked {
    fn choose(&self, view: &View<'_>, incident: &Incident, need: &Need) -> Sends {
        let sends = self.shipped.choose(view, incident, need);
        let first = sends.iter().find(|id| view.vehicle(*id).kind.pool() == Pool::Transport);
        let urgent = matches!(incident.category, Category::C1 | Category::C2);
        if need.transport && urgent {
            assert_eq!(first, soonest(view, incident).map(|(_, id)| id));
            let stands = first.is_some_and(|id| view.must_mobilise(id));
            self.compared[usize::from(!stands)].fetch_add(1, Ordering::Relaxed);
        }
        sends
    }
}

/// Sixty ambulances in tiny, most of them at their stations: the two searches never part.
#[test]
fn stations_in_order_of_the_way_find_the_soonest_vehicle() {
    let world = ambics::world::compile(&TINY, &plan(&TINY, &[], 28));
    let component = &world.components[0];
    let fleet = around_the_clock(component, &vec![60 / component.stations.len(); component.stations.len()]);
    let borders = vec![(SimTime(0), BorderConfig::default().table(component))];
    let config: PolicyConfig = policies();
    let mut rules = config.build();
    let checked = Arc::new(Checked {
        shipped: rules.dispatch.clone(),
        compared: [AtomicU64::new(0), AtomicU64::new(0)],
    });
    rules.dispatch = checked.clone();
    let decisions = Decisions {
        components: vec![ComponentDecisions { fleet, borders, programme: Programme::default() }],
        policies: rules,
    };
    for replication in 0..4 {
        run(&world, 0, &decisions, Address::new(5, replication), &mut ());
    }
    let compared = [0, 1].map(|row: usize| checked.compared[row].load(Ordering::Relaxed));
    println!("compared, at a station and on the road: {compared:?}");
    assert!(compared.iter().all(|n| *n > 50), "{compared:?}");
}
