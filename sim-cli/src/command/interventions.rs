use super::print;
use crate::document::text;
use crate::failure::{DONE, Failure};
use crate::report;
use ambics::problem::{Problem, Problems};
use ambics::scenario::{library, library_text};

/// Lists the interventions that ambics ships, or prints the file of one: an example for your own.
pub(super) fn interventions(name: Option<&str>) -> Result<i32, Failure> {
    let Some(name) = name else {
        print(&text(&report::of_library(&library())))?;
        return Ok(DONE);
    };
    let Some(file) = library_text(name) else {
        let mut problems = Problems::none();
        let known: Vec<String> = library().into_iter().map(|own| own.name).collect();
        problems.push(Problem {
            file: name.to_owned(),
            path: String::new(),
            line: None,
            found: format!("`{name}`"),
            rule: "an intervention that ambics ships".to_owned(),
            hint: known.join(", "),
        });
        return Err(problems.into());
    };
    print(file)?;
    Ok(DONE)
}
