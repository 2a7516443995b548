use super::print;
use crate::arguments::IncidentArguments;
use crate::failure::{DONE, Failure};
use crate::pack::{PackRequest, packed};
use ambics::problem::Problems;

/// Makes a profile pack.
pub(super) fn incidents(options: &IncidentArguments) -> Result<i32, Failure> {
    let columns = named(&options.columns)?;
    let packed = packed(&PackRequest {
        extract: options.extract.clone(),
        profile: options.profile.clone(),
        columns,
        look_ups: options.look_ups.clone(),
        service: options.service.clone(),
        base: options.base.clone(),
        rota: options.rota.clone(),
        out: options.out.clone(),
    })?;
    print(&packed.text)?;
    Ok(DONE)
}

/// Fields with the names of their columns.
pub(super) fn named(columns: &[String]) -> Result<Vec<(String, String)>, Problems> {
    let mut problems = Problems::none();
    let mut named = Vec::new();
    for text in columns {
        match text.split_once('=') {
            Some((field, name)) => named.push((field.trim().to_owned(), name.trim().to_owned())),
            None => {
                let rule = ("FIELD=NAME", "for example --column allocated=\"Time allocated\"");
                problems.extend(Problems::one("command line", "--column", format!("`{text}`"), rule));
            }
        }
    }
    problems.into_result(|| named)
}
