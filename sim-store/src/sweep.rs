//! Clears away what is no use: the remains of dead processes, stray files, lines whose file is damaged.

use std::collections::BTreeSet;

use crate::error::StoreResult;
use crate::key::Key;
use crate::ledger::Stored;
use crate::store::Store;
use crate::verify::Report;

/// What [`Store::gc`] cleared away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Runs that were listed and whose file is damaged or gone: they are missing now, and a resume makes them again.
    pub forgotten: Vec<Key>,
    /// Lines of the ledger that were not what was written, and are gone.
    pub torn_lines: usize,
    /// Files that were removed.
    pub files: usize,
    /// The room that they took, bytes.
    pub bytes: u64,
}

impl Store {
    /// Verifies the store and clears it: afterwards it is clean. Other processes may go on meanwhile.
    ///
    /// A file that no line names is removed and not adopted: what its runs noted in the ledger is nowhere else, and making them
    /// again gives the same bytes.
    ///
    /// # Errors
    /// As [`Store::verify`]. What was cleared before the error stays cleared.
    pub fn gc(&self) -> StoreResult<Swept> {
        let report = self.verify()?;
        let mut swept = self.forget(&report)?;
        if report.ledger.is_some() {
            self.ledger.rebuild()?;
        }
        self.ledger.change("sweeping", |_| {
            let (runs, _) = self.ledger.runs()?;
            let remains = [self.unlisted(&runs)?, self.files.left_over()?].concat();
            for path in &remains {
                swept.bytes += self.files.remove(path)?;
            }
            swept.files = remains.len();
            self.bury_owners()
        })?;
        Ok(swept)
    }

    /// Takes lines out before any file goes: a kill between the two leaves a stray file and not a line without one.
    fn forget(&self, report: &Report) -> StoreResult<Swept> {
        if report.is_sound() {
            return Ok(Swept::default());
        }
        let suspects: BTreeSet<Key> = report.faults.iter().flat_map(|fault| &fault.keys).copied().collect();
        self.ledger.change("sweeping", |_| {
            let (runs, torn_lines) = self.ledger.runs()?;
            let (mut kept, mut forgotten) = (Vec::with_capacity(runs.len()), Vec::new());
            for run in runs {
                // Another process may have forgotten the run and stored it again since.
                if suspects.contains(&run.key) && self.damage(&run)?.is_some() {
                    forgotten.push(run.key);
                } else {
                    kept.push(run);
                }
            }
            // All lines are written anew: in a damaged table a single one may not be found.
            kept.sort_by_key(|run: &Stored| run.key);
            self.ledger.rewrite(&kept)?;
            Ok(Swept { forgotten, torn_lines, ..Swept::default() })
        })
    }

    /// Forgets the dead, whose claims are free again.
    fn bury_owners(&self) -> StoreResult<()> {
        for path in self.files.owner_files()? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !self.files.is_alive(name)? {
                self.ledger.let_go(name)?;
                self.files.remove(&path)?;
            }
        }
        Ok(())
    }
}
