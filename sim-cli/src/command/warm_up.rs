use super::print;
use crate::arguments::WarmUpArguments;
use crate::document::text;
use crate::failure::{DONE, Failure, INTERRUPTED};
use crate::{arms, report, running};
use ambics::experiment::{LEAST_DAYS, warm_up as ask};
use ambics::scenario::Edit;

/// Replications for a service that is named by its code.
const REPLICATIONS: u32 = 10;

/// Says whether a run's lead-in is long enough.
pub(super) fn warm_up(options: &WarmUpArguments) -> Result<i32, Failure> {
    let scenario = arms::of_service(&options.scenario, REPLICATIONS, &options.simulation)?;
    let days = scenario.run().days.max(LEAST_DAYS);
    let scenario = scenario.with(&[Edit::new("run.days", i64::from(days))])?;
    let (found, _) =
        running::watched(|told, stop| ask(&scenario, &options.simulation.run_options(told, stop)));
    let Some(found) = found? else {
        eprintln!("ambics: stopped before any replication was finished; nothing is said.");
        return Ok(INTERRUPTED);
    };
    print(&text(&report::of_warm_up(&found, &scenario)))?;
    Ok(DONE)
}
