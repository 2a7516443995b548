//! The file of a checkpoint.

use crate::arguments::RunArguments;
use crate::arms::Arm;
use crate::failure::Failure;
use ambics::experiment::Checkpoint;
use std::fs;

/// The checkpoint that the arms go on from, if the options name one; it fits them all.
pub(crate) fn begin(arms: &[Arm], options: &RunArguments) -> Result<Option<Checkpoint>, Failure> {
    let Some(path) = &options.from else { return Ok(None) };
    let file = path.display().to_string();
    let text = fs::read_to_string(path).map_err(Failure::file("read", path))?;
    let checkpoint = Checkpoint::from_json(&text, &file)?;
    checkpoint.fits(arms, &file)?;
    Ok(Some(checkpoint))
}
