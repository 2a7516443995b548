use super::print;
use crate::failure::{DAMAGED, DONE, Failure};
use crate::store_words;
use std::path::{Path, PathBuf};

/// Checks every byte of a store.
pub(super) fn verify(dir: &Path) -> Result<i32, Failure> {
    let (is_sound, said) = store_words::verified(dir)?;
    print(&said)?;
    Ok(if is_sound { DONE } else { DAMAGED })
}

/// Takes over the runs of other stores of the same sweep.
pub(super) fn merge(dir: &Path, from: &[PathBuf]) -> Result<i32, Failure> {
    let (agree, said) = store_words::merged(dir, from)?;
    print(&said)?;
    Ok(if agree { DONE } else { DAMAGED })
}

/// Clears a store.
pub(super) fn gc(dir: &Path) -> Result<i32, Failure> {
    print(&store_words::cleared(dir)?)?;
    Ok(DONE)
}
