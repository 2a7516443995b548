use super::print;
use crate::arguments::ReproduceArguments;
use crate::failure::{DAMAGED, DONE, Failure, INTERRUPTED};
use crate::reproduction::reproduced;
use crate::running;

/// Runs again what a manifest says, and says whether it is identical.
pub(super) fn reproduce(options: &ReproduceArguments) -> Result<i32, Failure> {
    let folder = options.folder.as_deref();
    let (found, _) = running::watched(|progress, stop| {
        reproduced(&options.manifest, folder, usize::from(options.threads), (progress, stop))
    });
    let Some(found) = found? else {
        eprintln!("ambics: stopped; nothing is said.");
        return Ok(INTERRUPTED);
    };
    print(&found.text())?;
    Ok(if found.differs.is_empty() { DONE } else { DAMAGED })
}
