use super::check_log::of_file;
use super::print;
use crate::failure::{DONE, Failure};
use crate::log_file;
use ambics::experiment;
use ambics::problem::{Problem, Problems};
use std::path::Path;

/// Prints one incident's story.
pub(super) fn trace(path: &Path, incident_id: &str, replication: Option<u32>) -> Result<i32, Failure> {
    let (file, log) = log_file::read(path)?;
    let file = file.display().to_string();
    let story = experiment::trace(&log, incident_id, replication.map(i64::from));
    match story.map_err(|problems| of_file(&problems, &file))? {
        Some(story) => print(&story.text).map(|()| DONE),
        None => Err(absent(&file, incident_id, replication).into()),
    }
}

fn absent(file: &str, incident_id: &str, replication: Option<u32>) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.to_owned(),
        path: "incident_id".to_owned(),
        line: None,
        found: replication.map_or_else(
            || incident_id.to_owned(),
            |number| format!("{incident_id} in replication {number}"),
        ),
        rule: "an incident of the log".to_owned(),
        hint: "the column `incident_id` of the log, or of the table that --records writes".to_owned(),
    });
    problems
}
