//! The lines of the ledger: what is stored, what failed, who is at what.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;

use super::Ledger;
use crate::error::{StoreError, StoreResult};
use crate::key::{Digest, Key, sealed};
use crate::seam::Step;

/// A run that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What the run is.
    pub key: Key,
    /// What came out of it; for a file of one run, the hash of the file.
    pub digest: Digest,
    /// The hash of the file that holds it, alone or with others.
    pub file: Digest,
    /// The size of that file, bytes.
    pub bytes: u64,
    /// What the caller noted with it, as JSON.
    pub row: String,
}

impl Stored {
    /// What the caller noted with the run.
    ///
    /// # Errors
    /// The row is not such a value.
    pub fn row<R: DeserializeOwned>(&self) -> StoreResult<R> {
        serde_json::from_str(&self.row).map_err(|source| StoreError::Row { key: self.key, source })
    }

    fn seal(&self) -> [u8; 32] {
        let bytes = self.bytes.to_le_bytes();
        let parts: [&[u8]; 5] =
            [self.key.as_bytes(), self.digest.as_bytes(), self.file.as_bytes(), &bytes, self.row.as_bytes()];
        sealed("ambics store, run, 1", &parts)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let parts = || -> rusqlite::Result<(Self, [u8; 32])> {
            let stored = Self {
                key: Key::from_bytes(row.get(0)?),
                digest: Digest::from_bytes(row.get(1)?),
                file: Digest::from_bytes(row.get(2)?),
                bytes: row.get::<_, i64>(3)?.cast_unsigned(),
                row: row.get(4)?,
            };
            Ok((stored, row.get(5)?))
        };
        whole(parts(), |stored| stored.seal())
    }
}

/// A run that failed, so that the next resume tries it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the run is.
    pub key: Key,
    /// What went wrong the last time.
    pub message: String,
    /// How often it has failed.
    pub times: u64,
}

impl Failure {
    fn seal(&self) -> [u8; 32] {
        sealed(
            "ambics store, failure, 1",
            &[self.key.as_bytes(), self.message.as_bytes(), &self.times.to_le_bytes()],
        )
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let parts = || -> rusqlite::Result<(Self, [u8; 32])> {
            let times = row.get::<_, i64>(2)?.cast_unsigned();
            Ok((Self { key: Key::from_bytes(row.get(0)?), message: row.get(1)?, times }, row.get(3)?))
        };
        whole(parts(), |failure| failure.seal())
    }
}

/// The line if its seal is that of its parts; none if a part is of another type or the seal is not; an error if `SQLite` has one.
fn whole<T>(
    line: rusqlite::Result<(T, [u8; 32])>,
    seal: impl Fn(&T) -> [u8; 32],
) -> rusqlite::Result<Option<T>> {
    match line {
        Ok((line, found)) if seal(&line) == found => Ok(Some(line)),
        Err(error) if error.sqlite_error_code().is_some() => Err(error),
        _ => Ok(None),
    }
}

const RUN: &str = "SELECT key, digest, file, bytes, \"row\", seal FROM run";
const FAILURE: &str = "SELECT key, message, times, seal FROM failure";

impl Ledger {
    /// The run's line, if there is a whole one.
    pub(crate) fn run(&self, key: &Key) -> StoreResult<Option<Stored>> {
        self.read("reading", |c| {
            let mut query = c.prepare_cached(&format!("{RUN} WHERE key = ?1"))?;
            let line = query.query_row([key.as_bytes()], Stored::read).optional()?.flatten();
            Ok(line.filter(|line| line.key == *key))
        })
    }

    /// All whole lines in the order of keys, and how many are not whole.
    pub(crate) fn runs(&self) -> StoreResult<(Vec<Stored>, usize)> {
        self.read("reading", |c| {
            let lines: Vec<Option<Stored>> =
                c.prepare(RUN)?.query_map([], Stored::read)?.collect::<rusqlite::Result<_>>()?;
            let all = lines.len();
            let whole: Vec<Stored> = lines.into_iter().flatten().collect();
            let torn = all - whole.len();
            Ok((whole, torn))
        })
    }

    /// Writes the lines of runs whose files are in place, within a change.
    pub(crate) fn append(&self, runs: &[Stored]) -> StoreResult<()> {
        self.pass(Step::Append, "writing")?;
        self.read("writing", |c| runs.iter().try_for_each(|run| write(c, run)))
    }

    /// Replaces all lines of runs by these, within a change.
    pub(crate) fn rewrite(&self, runs: &[Stored]) -> StoreResult<()> {
        self.read("writing", |c| c.execute("DELETE FROM run", []))?;
        self.append(runs)
    }

    /// Notes a failure and lets go of the run, within a change.
    pub(crate) fn fail(&self, key: &Key, message: &str) -> StoreResult<()> {
        self.pass(Step::Append, "writing")?;
        let times = self.failure(key)?.map_or(1, |before| before.times + 1);
        let failure = Failure { key: *key, message: message.to_owned(), times };
        self.read("writing", |c| {
            let line = (key.as_bytes(), message, times.cast_signed(), failure.seal());
            c.prepare_cached("INSERT OR REPLACE INTO failure VALUES (?1, ?2, ?3, ?4)")?.execute(line)?;
            c.prepare_cached("DELETE FROM claim WHERE key = ?1")?.execute([key.as_bytes()])?;
            Ok(())
        })
    }

    /// The run's failure, if it has a whole line.
    pub(crate) fn failure(&self, key: &Key) -> StoreResult<Option<Failure>> {
        self.read("reading", |c| {
            let mut query = c.prepare_cached(&format!("{FAILURE} WHERE key = ?1"))?;
            Ok(query.query_row([key.as_bytes()], Failure::read).optional()?.flatten())
        })
    }

    /// All failures in the order of keys.
    pub(crate) fn failures(&self) -> StoreResult<Vec<Failure>> {
        self.read("reading", |c| {
            let lines: Vec<Option<Failure>> =
                c.prepare(FAILURE)?.query_map([], Failure::read)?.collect::<rusqlite::Result<_>>()?;
            Ok(lines.into_iter().flatten().collect())
        })
    }

    /// Who is at this run. A name that cannot be read is nobody's.
    pub(crate) fn claimant(&self, key: &Key) -> StoreResult<Option<String>> {
        self.read("reading", |c| {
            let mut query = c.prepare_cached("SELECT owner FROM claim WHERE key = ?1")?;
            query.query_row([key.as_bytes()], |row| Ok(row.get(0).ok())).optional().map(Option::flatten)
        })
    }

    /// Notes who is at this run, within a change.
    pub(crate) fn claim(&self, key: &Key, owner: &str) -> StoreResult<()> {
        self.read("writing", |c| {
            c.prepare_cached("INSERT OR REPLACE INTO claim VALUES (?1, ?2)")?.execute((key.as_bytes(), owner))
        })?;
        Ok(())
    }

    /// Lets go of all that this owner was at, within a change.
    pub(crate) fn let_go(&self, owner: &str) -> StoreResult<()> {
        self.read("writing", |c| c.execute("DELETE FROM claim WHERE owner = ?1", [owner]))?;
        Ok(())
    }
}

fn write(connection: &Connection, run: &Stored) -> rusqlite::Result<()> {
    let (key, digest, file) = (run.key.as_bytes(), run.digest.as_bytes(), run.file.as_bytes());
    connection.prepare_cached("INSERT OR REPLACE INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
        key,
        digest,
        file,
        run.bytes.cast_signed(),
        &run.row,
        run.seal(),
    ))?;
    connection.prepare_cached("DELETE FROM claim WHERE key = ?1")?.execute([key])?;
    connection.prepare_cached("DELETE FROM failure WHERE key = ?1")?.execute([key])?;
    Ok(())
}
