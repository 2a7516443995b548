//! An embedder's own dispatch rule: own patch first, and a vehicle of another only if it saves more than eight minutes.
//!
//! Run it with `cargo run --release --example own_dispatch`. It prints the C2 mean of each ICS of the tiny region with
//! the rule that ships and with this one, on the same incidents. A rule sees the present, read-only, and returns plain
//! data; the engine does the rest.

use ambics::Address;
use ambics::experiment::{Prepared, prepare};
use ambics::ids::VehicleId;
use ambics::outcome::{Level, Levels, ReportedCategory, measure};
use ambics::policy::{Dispatch, Need, Sends, View};
use ambics::scenario::Scenario;
use ambics::state::Incident;
use ambics::units::SimDuration;
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

/// The C2 mean of each ICS over ten replications of one arm, minutes.
fn c2_minutes(scenario: &Scenario, arm: &Prepared) -> Vec<f64> {
    let (region, plan) = (scenario.region(), scenario.world_plan());
    let levels = Levels::new(region, &plan.areas);
    let mut sums = vec![0.0; region.icses().len()];
    for replication in 0..10 {
        let records = arm.replicate(region, Address::new(1, replication));
        let measures = measure(&records, region, &levels, &plan.areas, (plan.start, plan.days));
        for (group, sum) in sums.iter_mut().enumerate() {
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
    let shipped = prepare(&[&scenario]).remove(0);
    let mut decisions = (*shipped.decisions).clone();
    decisions.policies.dispatch = Arc::new(OwnPatchFirst { borrow_gain: SimDuration::from_minutes(8.0) });
    let own = Prepared { decisions: Arc::new(decisions), ..shipped.clone() };
    let names = scenario.region().icses().iter().map(|ics| ics.name.clone());
    let both = c2_minutes(&scenario, &shipped).into_iter().zip(c2_minutes(&scenario, &own));
    names.zip(both).map(|(name, (closest, own))| (name, closest, own)).collect()
}

/// Prints both rules side by side.
pub fn main() {
    println!("C2 mean, minutes                        closest   own patch first");
    for (name, closest, own) in both_rules() {
        println!("{name:38} {closest:8.2} {own:17.2}");
    }
}
