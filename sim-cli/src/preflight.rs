//! What a run would cost, before it begins: one that nobody can have meant is refused.

use crate::arguments::RunArguments;
use crate::arms::Arm;
use ambics::problem::Problems;
use ambics::scenario::{Scenario, Sweep};

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

/// Steps beyond which a sweep takes weeks on a hundred machines.
const MOST_SWEPT_STEPS: f64 = 1e14;

/// Incidents of a replication, its lead-in too.
fn incidents(scenario: &Scenario) -> f64 {
    let areas = scenario.region().areas().iter().zip(scenario.areas());
    let residents: f64 = areas.filter(|(_, own)| **own).map(|(area, _)| area.residents).sum();
    residents * PER_RESIDENT_DAY * (f64::from(scenario.run().days) + LEAD_IN_DAYS)
}

/// Steps to simulate, and bytes to keep until they are written.
fn estimate(arms: &[Arm], options: &RunArguments) -> (f64, f64) {
    let (mut steps, mut bytes) = (0.0, 0.0);
    for (_, scenario) in arms {
        let most = if options.precision.is_some() { options.most } else { scenario.run().replications };
        let n = incidents(scenario) * f64::from(most);
        steps += STEPS * n;
        bytes += n * if options.records { RECORD_BYTES } else { 0.0 };
        bytes += n * if options.log { STEPS * STEP_BYTES } else { 0.0 };
    }
    (steps, bytes)
}

/// Refuses a sweep that cannot end, or with a run that cannot, unless it is asked for all the same. The first point speaks for all.
pub(crate) fn check_sweep(sweep: &Sweep, anyway: bool) -> Result<(), Problems> {
    let Some(point) = sweep.points.first().filter(|_| !anyway) else { return Ok(()) };
    let of_one = STEPS * incidents(&sweep.scenario(point)?);
    let all = of_one * sweep.runs() as f64;
    if of_one <= MOST_STEPS && all <= MOST_SWEPT_STEPS {
        return Ok(());
    }
    let found = format!("{} runs of about {of_one:.0e} steps each, {all:.0e} in all", sweep.runs());
    let rule = (
        "a sweep of at most 10^14 steps of vehicles and incidents, and 10^12 a run",
        "fewer points, draws, replications or days; --anyway sweeps it all the same",
    );
    Err(Problems::one("command line", "", found, rule))
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
