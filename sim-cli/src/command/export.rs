use super::check_log::of_file;
use super::print;
use crate::arguments::ExportArguments;
use crate::events;
use crate::failure::{DONE, Failure};
use crate::log_file;
use crate::output::whole_file;
use ambics::experiment::LogLines;
use ambics::problem::Problems;

/// Writes one replication of a log in the shape of another tool.
pub(super) fn export(options: &ExportArguments) -> Result<i32, Failure> {
    whole_file::check(&options.out)?;
    let (file, log) = log_file::read(&options.log)?;
    let file = file.display().to_string();
    let lines = LogLines::of(&log).map_err(|problems| of_file(&problems, &file))?;
    let own = events::of_replication(&lines, options.arm.as_deref(), i64::from(options.replication));
    if own.is_empty() {
        let found = format!(
            "no line of replication {} of arm {}",
            options.replication,
            options.arm.as_deref().unwrap_or("1")
        );
        let rule = ("an arm and a replication of the log", "--arm NAME and --replication N; the first is 0");
        return Err(Problems::one(file, "replication", found, rule).into());
    }
    let mut bytes = Vec::new();
    let rows = events::write(&own, options.shape, &mut bytes)?;
    whole_file::write(&options.out, &bytes)?;
    let what = if options.shape == events::Shape::Xes { "events" } else { "rows" };
    print(&format!("{}: {rows} {what} of replication {}\n", options.out.display(), options.replication))?;
    Ok(DONE)
}
