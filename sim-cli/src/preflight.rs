//! What a run would cost, before it begins: one that nobody can have meant is refused.

use crate::arguments::RunArguments;
use crate::arms::Arm;
use ambics::problem::Problems;

/// Incidents of a resident in a day, hear and treat included: 26,000 a day of 56.5 million.
const PER_RESIDENT_DAY: f64 = 26_000.0 / 56.5e6;
/// Days of a lead-in, about.
const LEAD_IN_DAYS: f64 = 7.0;
/// Steps of an incident and its vehicles, about; a step is a row of a log.
const STEPS: f64 = 12.0;
/// Bytes of an incident's record with its table, and of a step's.
const RECORD_BYTES: f64 = 500.0;
const STEP_BYTES: f64 = 300.0;
/// Steps beyond which a run takes weeks on one machine: 10¹².
const MOST_STEPS: f64 = 1e12;
/// Bytes beyond which what is kept does not fit into the memory of most machines: 16 GB.
const MOST_BYTES: f64 = 16e9;

/// Steps to simulate, and bytes to keep until they are written.
fn estimate(arms: &[Arm], options: &RunArguments) -> (f64, f64) {
    let (mut steps, mut bytes) = (0.0, 0.0);
    for (_, scenario) in arms {
        let areas = scenario.region().areas().iter().zip(scenario.areas());
        let residents: f64 = areas.filter(|(_, own)| **own).map(|(area, _)| area.residents).sum();
        let run = scenario.run();
        let n =
            residents * PER_RESIDENT_DAY * (f64::from(run.days) + LEAD_IN_DAYS) * f64::from(run.replications);
        steps += STEPS * n;
        bytes += n * if options.records { RECORD_BYTES } else { 0.0 };
        bytes += n * if options.log { STEPS * STEP_BYTES } else { 0.0 };
    }
    (steps, bytes)
}

/// Refuses what cannot end or not be held, unless it is asked for all the same.
pub(crate) fn check(arms: &[Arm], options: &RunArguments) -> Result<(), Problems> {
    let (steps, bytes) = estimate(arms, options);
    if options.anyway || (steps <= MOST_STEPS && bytes <= MOST_BYTES) {
        return Ok(());
    }
    let found = if bytes > MOST_BYTES {
        format!("about {:.0} GB of records and log to keep", bytes / 1e9)
    } else {
        format!("about {steps:.0e} steps of vehicles and incidents: weeks on one machine")
    };
    let rule = (
        "a run of at most 10^12 steps that keeps at most 16 GB",
        "fewer replications or days; a sweep (ambics sweep) writes as it goes on; --anyway runs it all the same",
    );
    Err(Problems::one("command line", "", found, rule))
}
