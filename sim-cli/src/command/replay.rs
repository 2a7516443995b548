use super::print;
use crate::arguments::ReplayArguments;
use crate::failure::{DONE, Failure};
use crate::output::{self, Folder};
use ambics::trace::{Replay, Trace};
use ambics::units::{SimDuration, SimTime};
use std::path::Path;

/// Replays a trace and gives its incident table.
pub(super) fn replay(path: &Path, options: &ReplayArguments) -> Result<i32, Failure> {
    let trace = Trace::load(path)?;
    let folder = options.out.as_deref().map(Folder::open).transpose()?;
    let replay = trace.replay();
    let table = replay.table();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if options.json {
        print(&format!("{:#}\n", serde_json::json!({ output::REPLAY: output::list(&table) })))?;
    } else if options.csv && folder.is_none() {
        print(&output::csv_text(&table)?)?;
    } else {
        print(&summary(&name, &replay))?;
    }
    if let Some(folder) = &folder {
        let about = serde_json::json!({
            "kind": output::REPLAY,
            "trace": name,
            "incidents": table.num_rows(),
        });
        let files = output::write_tables(folder, &[(output::REPLAY, table)], options.csv, about)?;
        eprintln!("ambics: {files} files in {}", folder.file("").display());
    }
    Ok(DONE)
}

/// What happened, in a few lines.
fn summary(name: &str, replay: &Replay) -> String {
    let n = replay.rows.len();
    let count =
        |is: &dyn Fn(&ambics::trace::Replayed) -> bool| replay.rows.iter().filter(|row| is(row)).count();
    let given = replay.trace.incidents.iter().map(|incident| incident.at);
    let waits: Vec<SimDuration> =
        given.zip(&replay.rows).filter_map(|(at, row)| Some(row.reached? - at)).collect();
    let sum: SimDuration = SimDuration(waits.iter().map(|wait| wait.0).sum());
    let mean = SimDuration(sum.0 / waits.len().max(1) as i64);
    let longest = waits.iter().max().copied().unwrap_or(SimDuration::ZERO);
    let last = replay.rows.iter().filter_map(|row| row.freed).max().unwrap_or(SimTime(0));
    format!(
        "{name}: {n} incidents, {} vehicles, {} areas; nothing is drawn\n\
         answered        {}\n\
         waited          {}\n\
         from the road   {}\n\
         conveyed        {}\n\
         call to arrival {mean} on average, {longest} at most (m:ss)\n\
         last one ends   {} s\n",
        replay.trace.vehicles.len(),
        replay.trace.ground.areas.len(),
        waits.len(),
        count(&|row| row.queued || row.assigned.is_none()),
        count(&|row| row.from_road),
        count(&|row| row.at_hospital.is_some()),
        last.0 as f64 / 1000.0,
    )
}
