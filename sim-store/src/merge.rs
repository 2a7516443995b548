//! Takes another store's runs into this one.

use crate::error::{StoreError, StoreResult};
use crate::key::{Digest, Key};
use crate::ledger::Stored;
use crate::store::Store;
use crate::verify::{Fault, by_file};

/// A run that the two stores hold with different results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The run.
    pub key: Key,
    /// The digest here, which was kept.
    pub here: Digest,
    /// The digest there.
    pub there: Digest,
}

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Runs that were taken over.
    pub added: usize,
    /// Runs that were here already with the same result.
    pub already: usize,
    /// Runs with another result here. If there are any, the two were not made by the same program from the same data.
    pub clashes: Vec<Clash>,
    /// Files there that are damaged, and were not taken.
    pub faults: Vec<Fault>,
}

impl Store {
    /// Takes all runs of `from` that are not here, each file checked against its hash. What is here is never replaced, and a
    /// merge that was cut short can be done again.
    ///
    /// # Errors
    /// [`StoreError::OtherStudy`] if the stores are not for the same purpose; whatever the disk refuses. Clashes and damaged
    /// files are no errors: they are in what is returned, and all other runs are taken.
    pub fn merge(&self, from: &Self) -> StoreResult<Merged> {
        if self.purpose != from.purpose {
            let (here, asked) = (self.purpose.digest(), from.purpose.digest());
            return Err(StoreError::OtherStudy { dir: self.dir.clone(), here, asked });
        }
        let mut merged = Merged::default();
        for held in by_file(&from.all()?).into_values() {
            self.take_file(from, &held, &mut merged)?;
        }
        Ok(merged)
    }

    fn take_file(&self, from: &Self, held: &[&Stored], merged: &mut Merged) -> StoreResult<()> {
        let mut new = Vec::new();
        for there in held {
            match self.stored(&there.key)? {
                None => new.push((*there).clone()),
                Some(here) if here.digest == there.digest => merged.already += 1,
                Some(here) => {
                    merged.clashes.push(Clash { key: there.key, here: here.digest, there: there.digest });
                }
            }
        }
        let Some(first) = new.first() else { return Ok(()) };
        match from.files.read(first) {
            Ok(bytes) => {
                let put = self.put_lines(new, &bytes)?;
                merged.added += put.added;
                merged.already += put.already;
            }
            Err(StoreError::Damaged { path, damage, .. }) => {
                merged.faults.push(Fault { path, damage, keys: new.iter().map(|run| run.key).collect() });
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }
}
