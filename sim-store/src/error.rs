//! What can go wrong with a store, where, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::key::{Digest, Key};
use crate::verify::Damage;

/// What the store's functions give.
pub type StoreResult<T> = Result<T, StoreError>;

/// A fault of the disk, of the ledger or of the caller. Each says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused a read or a write. What was stored before is as it was.
    #[error("{} while {doing} {}{}: {}, then go on with `ambics resume {}`", wrong(source), path.display(), Bytes(*bytes), cure(source), dir.display())]
    Io {
        /// What was being done, as in "writing".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// How many bytes were to be written, where that is known.
        bytes: Option<u64>,
        /// The store's folder.
        dir: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process kept the ledger locked for a minute.
    #[error(
        "{} was locked by another process for {seconds} s: if none is running, the file system may not let go of locks (copy the \
         store to a local disk); else wait, then go on with `ambics resume {}`",
        path.display(), dir.display()
    )]
    Locked {
        /// The ledger.
        path: PathBuf,
        /// The store's folder.
        dir: PathBuf,
        /// How long was waited, seconds.
        seconds: u64,
    },
    /// The file system has no locks, so that two processes could spoil each other's work.
    #[error("{} is on a file system without locks: put the store on another one", path.display())]
    NoLocks {
        /// The file that could not be locked.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The ledger cannot be read as one.
    #[error(
        "{} is not a ledger that can be read ({what}): no run in it is trusted. Put a copy of the ledger back, or sweep again into \
         an empty folder",
        path.display()
    )]
    LedgerDamaged {
        /// The ledger.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The folder holds no store.
    #[error("{} holds no store: there is no ledger.sqlite in it. Start one with `ambics sweep`", dir.display())]
    NotAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// The store was made for something else.
    #[error(
        "{} holds the runs of another study ({here}, not {asked}): give another folder, or go on with the study it was made for by \
         `ambics resume {}`",
        dir.display(), dir.display()
    )]
    OtherStudy {
        /// The store's folder.
        dir: PathBuf,
        /// The hash of the purpose that the store was made for.
        here: Digest,
        /// The hash of the purpose that was asked for.
        asked: Digest,
    },
    /// The store was written by a later version.
    #[error("{} has format {format}, and this version reads up to {known}: use the version that wrote it, or a later one", path.display())]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// The format it has.
        format: i64,
        /// The latest format that is known here.
        known: i64,
    },
    /// A run gave another result than before. Nothing was changed.
    #[error(
        "run {key} is stored with result {here} and came again with result {offered}: the same inputs gave two results, so something \
         beside them acts (another build, another machine, a fault). What is stored was kept. Please report it"
    )]
    Conflict {
        /// The run.
        key: Key,
        /// The digest that is stored.
        here: Digest,
        /// The digest that came.
        offered: Digest,
    },
    /// A stored file is not what was stored.
    #[error("{}: {damage}. `ambics gc {}` forgets its runs, and `ambics resume {}` makes them again", path.display(), dir.display(), dir.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
        /// The store's folder.
        dir: PathBuf,
    },
    /// The run is not in the store.
    #[error("run {key} is not in {}: `ambics resume {}` makes what is missing", dir.display(), dir.display())]
    Absent {
        /// The run.
        key: Key,
        /// The store's folder.
        dir: PathBuf,
    },
    /// A row does not go into JSON, or does not come out of it as what was asked for.
    #[error("the row of run {key} is not the JSON that was expected: {source}")]
    Row {
        /// The run.
        key: Key,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

struct Bytes(Option<u64>);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |bytes| write!(f, " ({bytes} bytes)"))
    }
}

const EIO: i32 = 5;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;

fn sayings(source: &io::Error) -> (Option<&'static str>, &'static str) {
    use io::ErrorKind as K;
    match (source.kind(), source.raw_os_error()) {
        (K::StorageFull, _) => (Some("disk full"), "free some space"),
        (K::QuotaExceeded, _) => (Some("disk quota used up"), "free some space or ask for more"),
        (K::FileTooLarge, _) => {
            (Some("file larger than allowed"), "raise the limit on file sizes (`ulimit -f`)")
        }
        (K::ReadOnlyFilesystem, _) => {
            (Some("file system is read-only"), "make it writable or copy the store elsewhere")
        }
        (K::PermissionDenied, _) => (Some("permission denied"), "give yourself the right to write there"),
        (_, Some(EMFILE | ENFILE)) if cfg!(unix) => {
            (Some("too many open files"), "close some or raise the limit (`ulimit -n`)")
        }
        (_, Some(EIO)) if cfg!(unix) => (Some("disk error"), "check the disk and the system's log"),
        _ => ledger_sayings(source),
    }
}

/// `SQLite` hides the system's error number behind a few words of its own.
fn ledger_sayings(source: &io::Error) -> (Option<&'static str>, &'static str) {
    let inner = source.get_ref().and_then(|inner| inner.downcast_ref::<rusqlite::Error>());
    match inner.and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::SystemIoFailure) => {
            (Some("disk error"), "check the disk, its free space and the limit on file sizes (`ulimit -f`)")
        }
        Some(ErrorCode::CannotOpen) => (
            Some("file cannot be opened"),
            "check the rights to it and the limit on open files (`ulimit -n`)",
        ),
        _ => (None, "put it right"),
    }
}

fn wrong(source: &io::Error) -> String {
    sayings(source).0.map_or_else(|| source.to_string(), |name| format!("{name} ({source})"))
}

fn cure(source: &io::Error) -> &'static str {
    sayings(source).1
}

/// How long another process may keep the ledger, seconds. A put keeps it for milliseconds.
pub(crate) const PATIENCE_S: u64 = 60;

impl StoreError {
    /// What `SQLite` said about the ledger at `path`, in the store's words.
    pub(crate) fn of_ledger(doing: &'static str, path: &Path, dir: &Path, source: rusqlite::Error) -> Self {
        let kind = match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                return Self::Locked { path: path.to_owned(), dir: dir.to_owned(), seconds: PATIENCE_S };
            }
            Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
            Some(ErrorCode::ReadOnly) => io::ErrorKind::ReadOnlyFilesystem,
            Some(ErrorCode::PermissionDenied) => io::ErrorKind::PermissionDenied,
            Some(ErrorCode::OutOfMemory) => io::ErrorKind::OutOfMemory,
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::TooBig,
            ) => io::ErrorKind::Other,
            _ => return Self::LedgerDamaged { path: path.to_owned(), what: source.to_string() },
        };
        let source = io::Error::new(kind, source);
        Self::Io { doing, path: path.to_owned(), bytes: None, dir: dir.to_owned(), source }
    }
}
