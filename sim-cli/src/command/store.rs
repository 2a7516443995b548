use super::print;
use crate::failure::{DAMAGED, DONE, Failure};
use ambics_store::Store;
use std::path::{Path, PathBuf};

/// Checks every byte of a store.
pub(super) fn verify(dir: &Path) -> Result<i32, Failure> {
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
    print(&said)?;
    Ok(if report.is_sound() { DONE } else { DAMAGED })
}

/// Takes over the runs of other stores of the same sweep.
pub(super) fn merge(dir: &Path, from: &[PathBuf]) -> Result<i32, Failure> {
    let here = Store::open(dir)?;
    let mut clashes = 0;
    for other in from {
        let merged = here.merge(&Store::open(other)?)?;
        let mut said = format!(
            "{}: {} runs taken over, {} there already.\n",
            other.display(),
            merged.added,
            merged.already
        );
        for clash in &merged.clashes {
            said.push_str(&format!("  {} differs: {} is kept, not {}\n", clash.key, clash.here, clash.there));
        }
        clashes += merged.clashes.len();
        print(&said)?;
    }
    Ok(if clashes == 0 { DONE } else { DAMAGED })
}

/// Clears a store.
pub(super) fn gc(dir: &Path) -> Result<i32, Failure> {
    let swept = Store::open(dir)?.gc()?;
    print(&format!(
        "{} left-over files removed; {} damaged runs forgotten, which `ambics resume {}` makes again.\n",
        swept.files,
        swept.forgotten.len(),
        dir.display()
    ))?;
    Ok(DONE)
}
