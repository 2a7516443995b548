use super::print;
use crate::arms;
use crate::failure::{DONE, Failure};
use ambics::region::Region;
use std::fmt::Write as _;
use std::thread::available_parallelism;

/// Prints what a question about ambics needs: nothing of the user's files, names or data.
pub(super) fn doctor() -> Result<i32, Failure> {
    print(&diagnosis()?)?;
    Ok(DONE)
}

fn diagnosis() -> Result<String, Failure> {
    let mut said = format!("ambics     {}\n", env!("CARGO_PKG_VERSION"));
    let mut line = |term: &str, fact: &str| {
        writeln!(said, "{term:<10} {fact}").expect("a string takes every text");
    };
    line("system", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    line(
        "cores",
        &available_parallelism().map_or_else(|_| "not known".to_owned(), |cores| cores.to_string()),
    );
    line("formats", "Parquet (snappy), CSV, JSON, HTML");
    for name in Region::shipped() {
        let region = Region::embedded(name)?;
        line("region", &format!("{name} {} ({} areas)", region.sources().hash, region.areas().len()));
    }
    for name in ambics::scenario::shipped() {
        let state = arms::scenario(name).map_or_else(|faults| faults.to_string(), |scenario| scenario.hash());
        line("scenario", &format!("{name} {state}"));
    }
    Ok(said)
}
