//! By-pass: suspected stroke, major trauma and STEMI go to a centre, by a longer drive.

use crate::worlds::{TINY, decide, hours, plan, policies, records, run};
use ambics::Address;
use ambics::condition::Condition;
use ambics::engine::{Fact, Observer};
use ambics::policy::hospital::Specialty;
use ambics::policy::{HospitalConfig, PolicyConfig, Span};
use ambics::region::Centres;
use ambics::world::{World, compile};

/// Those who call for a centre: how many came to an emergency department, to a centre, and their drive in milliseconds.
#[derive(Debug, Default, PartialEq)]
struct ToCentres {
    arrived: i64,
    at_centre: i64,
    drive: i64,
    flags: Vec<Centres>,
}

impl Observer for ToCentres {
    fn see(&mut self, fact: &Fact<'_>) {
        if let Fact::Handover { incident, hospital, arrival, .. } = fact
            && matches!(incident.condition, Condition::Stroke | Condition::MajorTrauma | Condition::Stemi)
        {
            let suits = self.flags[usize::from(*hospital)].suits(incident.condition);
            self.arrived += 1;
            self.at_centre += i64::from(suits == Some(true));
            self.drive += (*arrival - incident.leaves).0;
        }
    }
}

fn specialty(limit_minutes: i64) -> PolicyConfig {
    let rule = Specialty { bypass_limit: Span::minutes(limit_minutes) };
    PolicyConfig { hospital: HospitalConfig::Specialty(rule), ..policies() }
}

/// Twenty weeks on one tape: all patients who call for a centre reach it, and no one does beyond the limit.
#[test]
fn by_pass_brings_patients_to_centres_by_a_longer_drive() {
    let world = compile(&TINY, &plan(&TINY, &[], 140));
    let told = |rules: &PolicyConfig| {
        let decisions = decide(&TINY, &world, &hours(&TINY, 1.0), rules, 0.0);
        let flags = world.components[0].hospitals.iter().map(|site| site.centres).collect();
        let mut seen = ToCentres { flags, ..ToCentres::default() };
        run(&world, 0, &decisions, Address::new(1, 0), &mut seen);
        println!("{} of {} at a centre, drive {} ms", seen.at_centre, seen.arrived, seen.drive);
        seen
    };
    let (nearest, centres) = (told(&policies()), told(&specialty(600)));
    assert!(nearest.at_centre < nearest.arrived, "some live nearer to another department");
    assert_eq!(centres.at_centre, centres.arrived, "every one reaches a centre");
    assert!(centres.at_centre > nearest.at_centre);
    assert!(centres.drive * nearest.arrived > nearest.drive * centres.arrived, "by a longer drive");
    assert_eq!(told(&specialty(0)), nearest, "none is driven further than the limit");
}

#[test]
fn a_centre_that_is_not_known_is_not_used() {
    let mut world = compile(&TINY, &plan(&TINY, &[], 28));
    let table = |world: &World, rules: &PolicyConfig| {
        let decisions = decide(&TINY, world, &hours(&TINY, 1.0), rules, 0.0);
        records(&TINY, world, 0, &decisions, Address::new(1, 0)).incidents.unwrap()
    };
    assert_ne!(table(&world, &specialty(45)), table(&world, &policies()), "known centres are felt");
    for site in &mut world.components[0].hospitals {
        site.centres = Centres::default();
    }
    assert_eq!(table(&world, &specialty(45)), table(&world, &policies()));
}
