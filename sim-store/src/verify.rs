//! Looks at every stored byte and says what is not as it was stored.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use crate::error::{StoreError, StoreResult};
use crate::key::{Digest, Key};
use crate::ledger::Stored;
use crate::store::Store;

/// How a stored file differs from what was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Absent,
    /// It is shorter or longer.
    Length {
        /// The size that was stored, bytes.
        stored: u64,
        /// The size that it has, bytes.
        found: u64,
    },
    /// It has other bytes.
    Content {
        /// The hash of the bytes that it has.
        found: Digest,
    },
    /// It cannot be read.
    Unreadable {
        /// What the system said.
        why: String,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => write!(f, "the file is listed and not there"),
            Self::Length { stored, found } => {
                write!(f, "the file has {found} bytes and {stored} were stored")
            }
            Self::Content { found } => {
                write!(f, "the file has other bytes than were stored (their hash is {found})")
            }
            Self::Unreadable { why } => write!(f, "the file cannot be read ({why})"),
        }
    }
}

/// A stored file that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub damage: Damage,
    /// The runs that it held.
    pub keys: Vec<Key>,
}

/// What a look at the whole store found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many runs are as they were stored.
    pub good: usize,
    /// The files that are not.
    pub faults: Vec<Fault>,
    /// How many lines of the ledger are not what was written.
    pub torn_lines: usize,
    /// What `SQLite` finds wrong with the ledger as a file.
    pub ledger: Option<String>,
    /// Files that no line of the ledger names: published by a process that died before it could list them, or strange.
    pub unlisted: Vec<PathBuf>,
    /// Files that dead processes were writing.
    pub temporaries: Vec<PathBuf>,
}

impl Report {
    /// Whether all that is listed is as it was stored. Unlisted and temporary files are no harm: they are never read.
    pub const fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.torn_lines == 0 && self.ledger.is_none()
    }

    /// Whether it is sound and there is nothing else in it.
    pub const fn is_clean(&self) -> bool {
        self.is_sound() && self.unlisted.is_empty() && self.temporaries.is_empty()
    }
}

impl Store {
    /// Reads every stored byte and checks it.
    ///
    /// # Errors
    /// [`StoreError::LedgerDamaged`] if the ledger cannot be read at all; whatever the disk refuses. Damage to files is no
    /// error: it is in the report.
    pub fn verify(&self) -> StoreResult<Report> {
        let mut report = Report::default();
        let (runs, torn) = self.ledger.still(|| {
            let (runs, torn) = self.ledger.runs()?;
            report.unlisted = self.unlisted(&runs)?;
            report.temporaries = self.files.left_over()?;
            report.ledger = self.ledger.complaint()?;
            Ok((runs, torn))
        })?;
        report.torn_lines = torn;
        for held in by_file(&runs).into_values() {
            match self.damage(held[0])? {
                None => report.good += held.len(),
                Some((path, damage)) => {
                    report.faults.push(Fault {
                        path,
                        damage,
                        keys: held.iter().map(|run| run.key).collect(),
                    });
                }
            }
        }
        Ok(report)
    }

    /// What is wrong with the run's file.
    pub(crate) fn damage(&self, run: &Stored) -> StoreResult<Option<(PathBuf, Damage)>> {
        match self.files.read(run) {
            Ok(_) => Ok(None),
            Err(StoreError::Damaged { path, damage, .. }) => Ok(Some((path, damage))),
            Err(StoreError::Io { path, source, .. }) if is_of_this_file(&source) => {
                Ok(Some((path, Damage::Unreadable { why: source.to_string() })))
            }
            Err(other) => Err(other),
        }
    }

    /// Published files that none of these runs lies in.
    pub(crate) fn unlisted(&self, runs: &[Stored]) -> StoreResult<Vec<PathBuf>> {
        let listed: BTreeSet<PathBuf> = runs.iter().map(|run| self.files.place(&run.file)).collect();
        Ok(self.files.published()?.into_iter().filter(|path| !listed.contains(path)).collect())
    }
}

/// Whether the fault is the file's, such as a bad block or a folder in its place, and not the process's.
fn is_of_this_file(error: &std::io::Error) -> bool {
    const EIO: i32 = 5;
    error.kind() == std::io::ErrorKind::IsADirectory || (cfg!(unix) && error.raw_os_error() == Some(EIO))
}

/// The runs by file and size, so that each file is read once.
pub(crate) fn by_file(runs: &[Stored]) -> BTreeMap<(Digest, u64), Vec<&Stored>> {
    let mut files: BTreeMap<(Digest, u64), Vec<&Stored>> = BTreeMap::new();
    for run in runs {
        files.entry((run.file, run.bytes)).or_default().push(run);
    }
    files
}
