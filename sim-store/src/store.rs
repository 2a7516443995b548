//! The store itself: put a run in, ask for it, see what is missing.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::error::{StoreError, StoreResult};
use crate::files::Files;
use crate::key::{Digest, Key};
use crate::ledger::{Failure, Ledger, Stored};
use crate::owner::Owner;
use crate::seam::{Disk, Seam};

/// What a store is for, written when it is made and asked for ever after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The study whose runs these are: enough text for a resume to need nothing but the folder.
    pub study: String,
    /// The extension of the stored files, without a dot, such as `parquet`.
    pub extension: String,
}

/// A run that goes into a file with others.
#[derive(Debug, Clone)]
pub struct Run<R> {
    /// What the run is.
    pub key: Key,
    /// The hash of what came out of this run alone: the same whichever file it lies in.
    pub digest: Digest,
    /// What the ledger notes with it, as JSON; for instance where in the file the run is.
    pub row: R,
}

/// What a put did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Put {
    /// Runs that are stored now and were not before.
    pub added: usize,
    /// Runs that were stored already with the same result.
    pub already: usize,
}

/// A folder of runs, opened by one process. Any number of processes may have it open.
///
/// It can be sent to another thread, and be used by one at a time. It must not be used across a `fork`.
pub struct Store {
    pub(crate) dir: PathBuf,
    pub(crate) purpose: Purpose,
    pub(crate) ledger: Ledger,
    pub(crate) files: Files,
    owner: OnceCell<Owner>,
    written: Cell<u64>,
}

impl Store {
    /// Makes a store in `dir`, or opens the one that is there if it is for the same purpose.
    ///
    /// # Errors
    /// [`StoreError::OtherStudy`] if it is not; whatever the disk refuses.
    pub fn create(dir: impl AsRef<Path>, purpose: &Purpose) -> StoreResult<Self> {
        Self::create_through(dir.as_ref(), purpose, Arc::new(Disk))
    }

    /// As [`Store::create`], on a disk that may be made to fail.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create_through(dir: &Path, purpose: &Purpose, seam: Arc<dyn Seam>) -> StoreResult<Self> {
        let new = !Ledger::place(dir).exists();
        Files::new(dir, &purpose.extension, seam.clone()).make_folder(dir)?;
        let (ledger, found) = Ledger::create(dir, seam.clone(), purpose)?;
        if found != *purpose {
            let (here, asked) = (found.digest(), purpose.digest());
            return Err(StoreError::OtherStudy { dir: dir.to_owned(), here, asked });
        }
        let store = Self::of(dir, found, ledger, seam);
        if new {
            store.files.sync_folder(dir)?;
        }
        Ok(store)
    }

    /// Opens the store in `dir`.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`], [`StoreError::LedgerDamaged`], [`StoreError::Newer`]; whatever the disk refuses.
    pub fn open(dir: impl AsRef<Path>) -> StoreResult<Self> {
        Self::open_through(dir.as_ref(), Arc::new(Disk))
    }

    /// As [`Store::open`], on a disk that may be made to fail.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_through(dir: &Path, seam: Arc<dyn Seam>) -> StoreResult<Self> {
        if !fs::exists(Ledger::place(dir)).unwrap_or(true) {
            return Err(StoreError::NotAStore { dir: dir.to_owned() });
        }
        let (ledger, purpose) = Ledger::open(dir, seam.clone())?;
        Ok(Self::of(dir, purpose, ledger, seam))
    }

    fn of(dir: &Path, purpose: Purpose, ledger: Ledger, seam: Arc<dyn Seam>) -> Self {
        let files = Files::new(dir, &purpose.extension, seam);
        Self { dir: dir.to_owned(), purpose, ledger, files, owner: OnceCell::new(), written: Cell::new(0) }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the store is for.
    pub const fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// Stores one run in a file of its own. Its digest is the hash of the bytes.
    ///
    /// When this returns, the run outlives a kill and a power cut. A run that is stored already with the same bytes is left as it is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it is stored with other bytes; [`StoreError::Row`]; whatever the disk refuses.
    pub fn put<R: Serialize>(&self, key: &Key, row: &R, bytes: &[u8]) -> StoreResult<Put> {
        self.put_batch(&[Run { key: *key, digest: Digest::of(bytes), row }], bytes)
    }

    /// Stores several runs in one file, all or none. One file and one change of the ledger cost the same for one run and for a
    /// hundred.
    ///
    /// # Errors
    /// As [`Store::put`], and then no run of the batch is stored.
    pub fn put_batch<R: Serialize>(&self, runs: &[Run<R>], bytes: &[u8]) -> StoreResult<Put> {
        let (file, size) = (Digest::of(bytes), bytes.len() as u64);
        let lines: Vec<Stored> = runs.iter().map(|run| line(run, file, size)).collect::<StoreResult<_>>()?;
        self.put_lines(lines, bytes)
    }

    pub(crate) fn put_lines(&self, lines: Vec<Stored>, bytes: &[u8]) -> StoreResult<Put> {
        let all = lines.len();
        let lines = self.new_among(lines)?;
        let Some(file) = lines.first().map(|line| line.file) else {
            return Ok(Put { added: 0, already: all });
        };
        let name = format!("{}.{}", self.owner()?.name(), self.written.replace(self.written.get() + 1));
        let aside = self.files.write_aside(&name, bytes)?;
        // The name is given while the ledger is locked, so that no sweep takes a file that is about to be listed for a stray one.
        let added = self.ledger.change("writing", |_| {
            let lines = self.new_among(lines)?;
            if !lines.is_empty() {
                self.files.publish(&aside, &file)?;
                self.ledger.append(&lines)?;
            }
            Ok(lines.len())
        });
        if !matches!(added, Ok(1..)) {
            self.files.discard(&aside);
        }
        added.map(|added| Put { added, already: all - added })
    }

    fn new_among(&self, lines: Vec<Stored>) -> StoreResult<Vec<Stored>> {
        let mut new: Vec<Stored> = Vec::with_capacity(lines.len());
        for line in lines {
            let twin = new.iter().find(|other| other.key == line.key).cloned();
            match self.ledger.run(&line.key)?.or(twin) {
                None => new.push(line),
                Some(here) if here.digest == line.digest => {}
                Some(here) => {
                    return Err(StoreError::Conflict {
                        key: line.key,
                        here: here.digest,
                        offered: line.digest,
                    });
                }
            }
        }
        Ok(new)
    }

    /// Notes that a run failed and lets go of it. A resume tries it again; a later [`Store::put`] clears the note.
    ///
    /// # Errors
    /// Whatever the disk refuses.
    pub fn failed(&self, key: &Key, message: &str) -> StoreResult<()> {
        self.ledger.change("writing", |_| self.ledger.fail(key, message))
    }

    /// The runs that failed and have not been stored since, in the order of keys.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn failures(&self) -> StoreResult<Vec<Failure>> {
        self.ledger.failures()
    }

    /// The bytes of the file that holds the run, checked against their hash.
    ///
    /// # Errors
    /// [`StoreError::Absent`]; [`StoreError::Damaged`] if they are not what was stored; whatever the disk refuses.
    pub fn get(&self, key: &Key) -> StoreResult<Vec<u8>> {
        let run = self.stored(key)?.ok_or_else(|| StoreError::Absent { key: *key, dir: self.dir.clone() })?;
        self.files.read(&run)
    }

    /// What the ledger says of the run, if it is stored.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn stored(&self, key: &Key) -> StoreResult<Option<Stored>> {
        self.ledger.run(key)
    }

    /// Whether the run is stored.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn has(&self, key: &Key) -> StoreResult<bool> {
        Ok(self.stored(key)?.is_some())
    }

    /// All runs that are stored, in the order of keys.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn all(&self) -> StoreResult<Vec<Stored>> {
        Ok(self.ledger.runs()?.0)
    }

    /// The keys of all runs that are stored, in order.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn keys(&self) -> StoreResult<Vec<Key>> {
        Ok(self.all()?.into_iter().map(|run| run.key).collect())
    }

    /// Those of the plan that are not stored, in the plan's order.
    ///
    /// # Errors
    /// Whatever the ledger refuses.
    pub fn missing(&self, plan: &[Key]) -> StoreResult<Vec<Key>> {
        let here: BTreeSet<Key> = self.keys()?.into_iter().collect();
        Ok(plan.iter().filter(|key| !here.contains(key)).copied().collect())
    }

    /// Where the run's file is, for a reader that maps it. Its bytes are not checked.
    pub fn path_of(&self, run: &Stored) -> PathBuf {
        self.files.place(&run.file)
    }

    /// This process's name in the store, made when it first writes.
    pub(crate) fn owner(&self) -> StoreResult<&Owner> {
        if self.owner.get().is_none() {
            let owner = self.ledger.change("locking", |_| Owner::live(&self.files))?;
            // Nobody else can have set it: a store is used by one thread at a time.
            let _ = self.owner.set(owner);
        }
        Ok(self.owner.get().expect("the owner was set just above"))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let Some(owner) = self.owner.get() else { return };
        // What is not tidied here is tidied by the next gc: the lock is let go of in any case.
        let _ = self.ledger.change("locking", |_| {
            self.ledger.let_go(owner.name())?;
            self.files.remove(&self.files.owners().join(owner.name()))
        });
    }
}

fn line<R: Serialize>(run: &Run<R>, file: Digest, bytes: u64) -> StoreResult<Stored> {
    let row = serde_json::to_string(&run.row).map_err(|source| StoreError::Row { key: run.key, source })?;
    Ok(Stored { key: run.key, digest: run.digest, file, bytes, row })
}
