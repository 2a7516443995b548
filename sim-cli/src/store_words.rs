//! What is said of a store: by the command, and in Python.

use crate::failure::Failure;
use ambics_store::Store;
use std::path::{Path, PathBuf};

/// Checks every byte: whether all that is listed is right, and words.
pub(crate) fn verified(dir: &Path) -> Result<(bool, String), Failure> {
    let report = Store::open(dir)?.verify()?;
    let mut said = format!("{} runs are as they were stored.\n", report.good);
    for fault in &report.faults {
        said.push_str(&format!("{}: {}\n", fault.path.display(), fault.damage));
    }
    if report.torn_lines > 0 {
        said.push_str(&format!("{} lines of the ledger are not what was written.\n", report.torn_lines));
    }
    if let Some(ledger) = &report.ledger {
        said.push_str(&format!("the ledger: {ledger}\n"));
    }
    let remains = report.unlisted.len() + report.temporaries.len();
    if remains > 0 {
        said.push_str(&format!("{remains} files that killed processes left; they are never read.\n"));
    }
    if !report.is_clean() {
        let shown = dir.display();
        said.push_str(&format!(
            "Clear them with `ambics gc {shown}`, then make what is missing with `ambics resume {shown}`.\n"
        ));
    }
    Ok((report.is_sound(), said))
}

/// Takes over runs of other stores: whether none clashes, and words.
pub(crate) fn merged(dir: &Path, from: &[PathBuf]) -> Result<(bool, String), Failure> {
    let here = Store::open(dir)?;
    let (mut clashes, mut said) = (0, String::new());
    for other in from {
        let merged = here.merge(&Store::open(other)?)?;
        said.push_str(&format!(
            "{}: {} runs taken over, {} there already.\n",
            other.display(),
            merged.added,
            merged.already
        ));
        for clash in &merged.clashes {
            let (here, there) = (&clash.here, &clash.there);
            said.push_str(&format!("  {} differs: {here} is kept, not {there}\n", clash.key));
        }
        clashes += merged.clashes.len();
    }
    Ok((clashes == 0, said))
}

/// Clears a store; words.
pub(crate) fn cleared(dir: &Path) -> Result<String, Failure> {
    let swept = Store::open(dir)?.gc()?;
    Ok(format!(
        "{} left-over files removed; {} damaged runs forgotten, which `ambics resume {}` makes again.\n",
        swept.files,
        swept.forgotten.len(),
        dir.display()
    ))
}
