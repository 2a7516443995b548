//! Shares a plan among processes, so that no two are at the same run.

use std::collections::BTreeMap;

use crate::error::StoreResult;
use crate::key::Key;
use crate::store::Store;

/// What a process is to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Make these runs: they are claimed for this process until they are stored, have failed, or the process ends.
    Run(Vec<Key>),
    /// Ask again later: other processes are at all that is left. Should they die, it is free.
    Wait,
    /// All is stored, or has failed since this process began.
    Done,
}

/// A process's way through a plan. Several processes with the same plan share it.
///
/// Claims save work and guard nothing: a run that is made twice is still stored once.
pub struct Work<'a> {
    store: &'a Store,
    ahead: Vec<Key>,
    /// How often each run had failed when this process began: it tries each once more.
    failed_before: BTreeMap<Key, u64>,
}

impl Store {
    /// Begins a way through the plan: what is stored is passed over, what failed before is tried once more.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn work(&self, plan: &[Key]) -> StoreResult<Work<'_>> {
        let failed_before =
            self.failures()?.into_iter().map(|failure| (failure.key, failure.times)).collect();
        let mut ahead = self.missing(plan)?;
        ahead.reverse();
        Ok(Work { store: self, ahead, failed_before })
    }
}

enum Standing {
    Free,
    Taken,
    Settled,
}

impl Work<'_> {
    /// Claims up to `at_most` runs, in the plan's order.
    ///
    /// # Errors
    /// Whatever the disk refuses, and then nothing is claimed.
    pub fn claim(&mut self, at_most: usize) -> StoreResult<Turn> {
        if self.ahead.is_empty() {
            return Ok(Turn::Done);
        }
        let me = self.store.owner()?.name();
        let (mut mine, mut theirs, mut seen) = (Vec::new(), Vec::new(), 0);
        let mut alive = BTreeMap::new();
        self.store.ledger.change("writing", |_| {
            for key in self.ahead.iter().rev() {
                if mine.len() == at_most {
                    break;
                }
                seen += 1;
                match self.standing(key, &mut alive)? {
                    Standing::Settled => {}
                    Standing::Taken => theirs.push(*key),
                    Standing::Free => {
                        self.store.ledger.claim(key, me)?;
                        mine.push(*key);
                    }
                }
            }
            Ok(())
        })?;
        self.ahead.truncate(self.ahead.len() - seen);
        // What others are at is asked for again only when all else is done.
        self.ahead.splice(0..0, theirs.into_iter().rev());
        Ok(match (mine.is_empty(), self.ahead.is_empty()) {
            (false, _) => Turn::Run(mine),
            (true, true) => Turn::Done,
            (true, false) => Turn::Wait,
        })
    }

    fn standing(&self, key: &Key, alive: &mut BTreeMap<String, bool>) -> StoreResult<Standing> {
        let ledger = &self.store.ledger;
        if ledger.run(key)?.is_some() {
            return Ok(Standing::Settled);
        }
        let failed = ledger.failure(key)?.map_or(0, |failure| failure.times);
        if failed > self.failed_before.get(key).copied().unwrap_or(0) {
            return Ok(Standing::Settled);
        }
        let Some(owner) = ledger.claimant(key)? else { return Ok(Standing::Free) };
        if !alive.contains_key(&owner) {
            alive.insert(owner.clone(), self.store.files.is_alive(&owner)?);
        }
        Ok(if alive[&owner] { Standing::Taken } else { Standing::Free })
    }
}
