//! The list of what is stored: `SQLite` tables whose every line carries a hash of itself.

mod lines;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

pub use self::lines::{Failure, Stored};
use crate::error::{PATIENCE_S, StoreError, StoreResult};
use crate::key::{Digest, sealed};
use crate::seam::{Seam, Step};
use crate::store::Purpose;

/// The format of the ledger that this version writes, and the latest that it reads.
pub(crate) const FORMAT: i64 = 1;
const APPLICATION: i32 = 0x616d_6273;
const LONGEST_VALUE_BYTES: i32 = 1 << 24;

/// Tables without row numbers: the key is the place, so that a run cannot have two lines.
const TABLES: [&str; 4] = [
    "CREATE TABLE purpose (one INTEGER PRIMARY KEY CHECK (one = 1), study TEXT NOT NULL, extension TEXT NOT NULL, seal BLOB NOT NULL) STRICT",
    "CREATE TABLE run (key BLOB PRIMARY KEY, digest BLOB NOT NULL, file BLOB NOT NULL, bytes INTEGER NOT NULL, \"row\" TEXT NOT NULL, seal BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE failure (key BLOB PRIMARY KEY, message TEXT NOT NULL, times INTEGER NOT NULL, seal BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE claim (key BLOB PRIMARY KEY, owner TEXT NOT NULL) STRICT, WITHOUT ROWID",
];

/// A connection to the ledger of the store in `dir`.
pub(crate) struct Ledger {
    connection: Connection,
    path: PathBuf,
    dir: PathBuf,
    seam: Arc<dyn Seam>,
}

impl Ledger {
    /// Where the ledger of the store in `dir` is.
    pub(crate) fn place(dir: &Path) -> PathBuf {
        dir.join("ledger.sqlite")
    }

    /// Opens the ledger, which must be one.
    pub(crate) fn open(dir: &Path, seam: Arc<dyn Seam>) -> StoreResult<(Self, Purpose)> {
        let ledger = Self::connect(dir, seam, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let purpose = ledger.checked_purpose()?;
        Ok((ledger, purpose))
    }

    /// Opens the ledger, or makes it if there is none yet.
    pub(crate) fn create(dir: &Path, seam: Arc<dyn Seam>, purpose: &Purpose) -> StoreResult<(Self, Purpose)> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let ledger = Self::connect(dir, seam, flags)?;
        if ledger.has_no_table()? {
            ledger.change("making the ledger", |tx| {
                // Another process may have been faster.
                if ledger.has_no_table()? {
                    ledger.make_tables(tx, purpose)?;
                }
                Ok(())
            })?;
        }
        let found = ledger.checked_purpose()?;
        Ok((ledger, found))
    }

    fn connect(dir: &Path, seam: Arc<dyn Seam>, access: OpenFlags) -> StoreResult<Self> {
        let path = Self::place(dir);
        let failed = |error| StoreError::of_ledger("opening", &path, dir, error);
        let connection =
            Connection::open_with_flags(&path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        prepare(&connection).map_err(failed)?;
        Ok(Self { connection, path, dir: dir.to_owned(), seam })
    }

    fn has_no_table(&self) -> StoreResult<bool> {
        self.read("reading", |c| c.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0)))
    }

    fn make_tables(&self, tx: &Transaction<'_>, purpose: &Purpose) -> StoreResult<()> {
        let made = || -> rusqlite::Result<()> {
            tx.pragma_update(None, "application_id", APPLICATION)?;
            tx.pragma_update(None, "user_version", FORMAT)?;
            for table in TABLES {
                tx.execute_batch(table)?;
            }
            tx.execute(
                "INSERT INTO purpose VALUES (1, ?1, ?2, ?3)",
                (&purpose.study, &purpose.extension, seal_of(purpose)),
            )?;
            Ok(())
        };
        made().map_err(|error| self.failed("making the ledger", error))
    }

    fn checked_purpose(&self) -> StoreResult<Purpose> {
        let format: i64 =
            self.read("reading", |c| c.pragma_query_value(None, "user_version", |row| row.get(0)))?;
        if format > FORMAT {
            return Err(StoreError::Newer { path: self.path.clone(), format, known: FORMAT });
        }
        let tables: Vec<String> = self.read("reading", |c| {
            c.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid")?
                .query_map([], |row| row.get(0))?
                .collect()
        })?;
        if format != FORMAT || tables != TABLES {
            return Err(self.damaged("its tables are not those of a store"));
        }
        let line = self.read("reading", |c| {
            c.query_row("SELECT study, extension, seal FROM purpose", [], |row| {
                Ok((Purpose { study: row.get(0)?, extension: row.get(1)? }, row.get::<_, [u8; 32]>(2)?))
            })
            .optional()
        })?;
        match line {
            Some((purpose, seal)) if seal == seal_of(&purpose) => Ok(purpose),
            _ => Err(self.damaged("what it is for cannot be read")),
        }
    }

    /// Reads without locking others out for longer than the read.
    pub(crate) fn read<T>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> StoreResult<T> {
        query(&self.connection).map_err(|error| self.failed(doing, error))
    }

    /// Changes the ledger while no other process can: all of it happens, or nothing.
    pub(crate) fn change<T>(
        &self,
        doing: &'static str,
        edit: impl FnOnce(&Transaction<'_>) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.pass(Step::Begin, doing)?;
        let tx = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
            .map_err(|error| self.failed(doing, error))?;
        let made = edit(&tx)?;
        self.pass(Step::Commit, doing)?;
        tx.commit().map_err(|error| self.failed(doing, error))?;
        Ok(made)
    }

    /// Looks at ledger and folders while no other process changes them; on a medium that nobody can write, just looks.
    pub(crate) fn still<T>(&self, look: impl FnOnce() -> StoreResult<T>) -> StoreResult<T> {
        if self.read("reading", |c| c.is_readonly("main"))? {
            return look();
        }
        self.change("locking", |_| look())
    }

    /// Asks the seam for a step in the ledger.
    pub(crate) fn pass(&self, step: Step, doing: &'static str) -> StoreResult<()> {
        self.seam.pass(step, &self.path).map_err(|source| StoreError::Io {
            doing,
            path: self.path.clone(),
            bytes: None,
            dir: self.dir.clone(),
            source,
        })
    }

    pub(crate) fn failed(&self, doing: &'static str, error: rusqlite::Error) -> StoreError {
        StoreError::of_ledger(doing, &self.path, &self.dir, error)
    }

    fn damaged(&self, what: &str) -> StoreError {
        StoreError::LedgerDamaged { path: self.path.clone(), what: what.to_owned() }
    }

    /// What `SQLite` finds wrong with the file, at most one line.
    pub(crate) fn complaint(&self) -> StoreResult<Option<String>> {
        let line: String =
            self.read("checking", |c| c.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)))?;
        Ok(Some(line).filter(|line| line != "ok"))
    }
}

impl Ledger {
    /// Writes the file anew from its lines of runs. What failed and who is at what is let go of: it is made again.
    pub(crate) fn rebuild(&self) -> StoreResult<()> {
        self.pass(Step::Begin, "sweeping")?;
        self.read("sweeping", |c| c.execute_batch("DELETE FROM claim; DELETE FROM failure; VACUUM"))
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(PATIENCE_S))?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES)?;
    // A rollback journal needs locks only; a write-ahead log needs memory that all processes share, which no network share has.
    connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
    )
}

fn seal_of(purpose: &Purpose) -> [u8; 32] {
    sealed("ambics store, purpose, 1", &[purpose.study.as_bytes(), purpose.extension.as_bytes()])
}

impl Purpose {
    /// The hash by which two purposes are told apart.
    pub fn digest(&self) -> Digest {
        Digest::from_bytes(seal_of(self))
    }
}
