//! An embedder's own dispatch rule: own patch first, and a vehicle of another only if it saves more than eight minutes.
//!
//! Run it with `cargo run --release --example own_dispatch`. It prints the C2 mean of each ICS of the tiny region with
//! the rule that ships and with this one, on the same incidents. A rule sees the present, read-only, and returns plain
//! data; the engine does the rest.

use ambics::Address;
use ambics::engine::{Engine, Stop};
use ambics::ids::VehicleId;
use ambics::outcome::{Level, Levels, Recorder, ReportedCategory, measure};
use ambics::policy::{Dispatch, Need, Sends, View};
use ambics::scenario::Scenario;
use ambics::state::{Incident, State};
use ambics::tape::record;
use ambics::units::SimDuration;
use ambics::world::World;
use std::sync::Arc;

/// Own patch first; a vehicle of another patch answers only if it is there sooner by more than `borrow_gain`.
#[derive(Debug)]
pub struct OwnPatchFirst {
    /// What crossing a border must save.
    pub borrow_gain: SimDuration,
}

impl Dispatch for OwnPatchFirst {
    fn choose(&self, view: &View<'_>, incident: &Incident, _need: &Need) -> Sends {
        // The soonest vehicle of the incident's patch and of the others; ties end on the lowest id.
        let mut soonest: [Option<(SimDuration, VehicleId)>; 2] = [None, None];
        for &id in view.available() {
            let Some(drive) = view.drive(id, incident) else { continue };
            let best = &mut soonest[usize::from(view.patch(id) != incident.patch)];
            if best.is_none_or(|known| (drive, id) < known) {
                *best = Some((drive, id));
            }
        }
        match soonest {
            [Some((own, id)), Some((other, _))] if own <= other + self.borrow_gain => Sends::one(id),
            [_, Some((_, id))] | [Some((_, id)), None] => Sends::one(id),
            [None, None] => Sends::none(),
        }
    }
}

/// The C2 mean of each ICS over ten replications, minutes: with the rule that ships, or with one of our own.
fn c2_minutes(scenario: &Scenario, world: &World, own: Option<Arc<dyn Dispatch>>) -> Vec<(String, f64)> {
    let (region, plan) = (scenario.region(), scenario.world_plan());
    let mut decisions = scenario.decisions(world);
    decisions.policies.dispatch = own.unwrap_or(decisions.policies.dispatch);
    let levels = Levels::new(region, &plan.areas);
    let mut sums: Vec<(String, f64)> = region.icses().iter().map(|ics| (ics.name.clone(), 0.0)).collect();
    for replication in 0..10 {
        let address = Address::new(1, replication);
        let fleet = &decisions.components[0].fleet;
        let mut recorder = Recorder::new(world, 0, fleet, region.patches().len(), false);
        let mut engine = Engine::new(world, 0, &decisions, address, State::new());
        let places = &world.components[0].places;
        for week in world.clock.weeks() {
            let tape = record(&world.demand, &world.clock, &address, week, &places.area[..places.n_own]);
            engine.advance(&tape, world.clock.horizon(), &mut recorder, &Stop::new());
        }
        let measures = measure(&recorder.finish(), region, &levels, &plan.areas, plan.start);
        for (group, (_, sum)) in sums.iter_mut().enumerate() {
            let row = measures.response(Level::Ics, group as u16, ReportedCategory::C2);
            *sum += row.and_then(|r| r.mean_s).expect("every ICS has C2 incidents in a week") / 60.0 / 10.0;
        }
    }
    sums
}

/// The C2 mean of each ICS with the rule that ships and with our own, minutes.
#[must_use]
pub fn both_rules() -> Vec<(String, f64, f64)> {
    let scenario = Scenario::embedded("tiny/tiny").expect("tiny ships with ambics");
    let world = scenario.world();
    let own = OwnPatchFirst { borrow_gain: SimDuration::from_minutes(8.0) };
    let shipped = c2_minutes(&scenario, &world, None);
    let with_own = c2_minutes(&scenario, &world, Some(Arc::new(own)));
    shipped.into_iter().zip(with_own).map(|((name, closest), (_, own))| (name, closest, own)).collect()
}

/// Prints both rules side by side.
pub fn main() {
    println!("C2 mean, minutes                        closest   own patch first");
    for (name, closest, own) in both_rules() {
        println!("{name:38} {closest:8.2} {own:17.2}");
    }
}
