//! The store's files: written aside, made durable, then named by their own hash.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{StoreError, StoreResult};
use crate::key::Digest;
use crate::ledger::Stored;
use crate::seam::{Seam, Step};
use crate::verify::Damage;

/// The folders beside the ledger.
pub(crate) struct Files {
    dir: PathBuf,
    extension: String,
    seam: Arc<dyn Seam>,
}

impl Files {
    pub(crate) fn new(dir: &Path, extension: &str, seam: Arc<dyn Seam>) -> Self {
        Self { dir: dir.to_owned(), extension: extension.to_owned(), seam }
    }

    /// Where live processes have their locks.
    pub(crate) fn owners(&self) -> PathBuf {
        self.dir.join("owners")
    }

    fn temporaries(&self) -> PathBuf {
        self.dir.join("tmp")
    }

    fn runs(&self) -> PathBuf {
        self.dir.join("runs")
    }

    /// Where the file of this hash is: spread over 256 folders, so that none grows long.
    pub(crate) fn place(&self, file: &Digest) -> PathBuf {
        let name = file.to_string();
        self.runs().join(&name[..2]).join(format!("{name}.{}", self.extension))
    }

    /// Writes the bytes aside and makes them durable.
    pub(crate) fn write_aside(&self, name: &str, bytes: &[u8]) -> StoreResult<PathBuf> {
        self.make_folder(&self.temporaries())?;
        let path = self.temporaries().join(name);
        let written = || -> io::Result<()> {
            self.seam.pass(Step::Create, &path)?;
            let mut file = File::create(&path)?;
            let (first, rest) = bytes.split_at(bytes.len() / 2);
            self.seam.pass(Step::Write, &path)?;
            file.write_all(first)?;
            self.seam.pass(Step::WriteRest, &path)?;
            file.write_all(rest)?;
            self.seam.pass(Step::Sync, &path)?;
            file.sync_all()
        };
        written().map_err(|source| {
            self.discard(&path);
            let bytes = Some(bytes.len() as u64);
            StoreError::Io { doing: "writing", path: path.clone(), bytes, dir: self.dir.clone(), source }
        })?;
        Ok(path)
    }

    /// Gives a file that was written aside its lasting name, durably.
    pub(crate) fn publish(&self, aside: &Path, file: &Digest) -> StoreResult<()> {
        let place = self.place(file);
        let folder = place.parent().expect("a place lies in the folder of its first two digits");
        self.make_folder(folder)?;
        self.pass(Step::Rename, "renaming", aside)?;
        fs::rename(aside, &place).map_err(|error| self.failed("renaming to", &place, error))?;
        self.sync_folder(folder)
    }

    /// Removes a file that was written aside. It may be gone, and `gc` sweeps what stays.
    pub(crate) fn discard(&self, aside: &Path) {
        let _ = fs::remove_file(aside);
    }

    /// Makes the folder and those above it, durably, unless it is there.
    pub(crate) fn make_folder(&self, folder: &Path) -> StoreResult<()> {
        if folder.is_dir() {
            return Ok(());
        }
        self.pass(Step::Create, "making", folder)?;
        fs::create_dir_all(folder).map_err(|error| self.failed("making", folder, error))?;
        // A name alone lies in the folder at hand, whose path is empty here.
        let above = folder.parent().map(|own| if own.as_os_str().is_empty() { Path::new(".") } else { own });
        above.map_or(Ok(()), |above| self.sync_folder(above))
    }

    /// Makes the names in a folder durable. Where a folder cannot be opened as a file, the system sees to it itself.
    pub(crate) fn sync_folder(&self, folder: &Path) -> StoreResult<()> {
        self.pass(Step::SyncFolder, "making durable", folder)?;
        if cfg!(unix) {
            let synced = File::open(folder).and_then(|open| open.sync_all());
            synced.map_err(|error| self.failed("making durable", folder, error))?;
        }
        Ok(())
    }

    /// The bytes of a run's file, if they are those that were stored.
    pub(crate) fn read(&self, run: &Stored) -> StoreResult<Vec<u8>> {
        let path = self.place(&run.file);
        let damaged =
            |damage| StoreError::Damaged { path: self.place(&run.file), damage, dir: self.dir.clone() };
        self.pass(Step::Read, "reading", &path)?;
        let failed = |error: io::Error| match error.kind() {
            ErrorKind::NotFound => damaged(Damage::Absent),
            _ => self.failed("reading", &path, error),
        };
        let file = File::open(&path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?.len();
        // A length is compared first: no file that grew absurdly is read into memory.
        if found != run.bytes {
            return Err(damaged(Damage::Length { stored: run.bytes, found }));
        }
        let mut bytes = Vec::new();
        file.take(run.bytes).read_to_end(&mut bytes).map_err(failed)?;
        match Digest::of(&bytes) {
            digest if digest == run.file => Ok(bytes),
            found => Err(damaged(Damage::Content { found })),
        }
    }

    /// All files that could be runs', in the order of their names.
    pub(crate) fn published(&self) -> StoreResult<Vec<PathBuf>> {
        let mut all = Vec::new();
        for folder in self.listed(&self.runs())? {
            if folder.is_dir() {
                all.extend(self.listed(&folder)?);
            } else {
                all.push(folder);
            }
        }
        Ok(all)
    }

    /// The owners' files, in the order of their names.
    pub(crate) fn owner_files(&self) -> StoreResult<Vec<PathBuf>> {
        self.listed(&self.owners())
    }

    /// What processes wrote aside and never published, in the order of names: only that of dead ones.
    pub(crate) fn left_over(&self) -> StoreResult<Vec<PathBuf>> {
        let mut dead = Vec::new();
        for path in self.listed(&self.temporaries())? {
            let owner = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            if !self.is_alive(owner)? {
                dead.push(path);
            }
        }
        Ok(dead)
    }

    /// Whether the process that has this name in the store still lives.
    pub(crate) fn is_alive(&self, owner: &str) -> StoreResult<bool> {
        // A name from a damaged line may be no file's name: nobody has it.
        if owner.is_empty() || !owner.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Ok(false);
        }
        let lock = self.owners().join(owner);
        crate::owner::lives(&lock).map_err(|error| self.failed("asking for the lock of", &lock, error))
    }

    /// Removes a file, which may be gone already. Says how many bytes it had.
    pub(crate) fn remove(&self, path: &Path) -> StoreResult<u64> {
        self.pass(Step::Remove, "removing", path)?;
        let bytes = fs::symlink_metadata(path).map_or(0, |about| about.len());
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.failed("removing", path, error)),
            _ => Ok(bytes),
        }
    }

    fn listed(&self, folder: &Path) -> StoreResult<Vec<PathBuf>> {
        self.pass(Step::List, "listing", folder)?;
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| self.failed("listing", folder, error))?,
        };
        let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
        let mut paths = paths.map_err(|error| self.failed("listing", folder, error))?;
        paths.sort_unstable();
        Ok(paths)
    }

    pub(crate) fn pass(&self, step: Step, doing: &'static str, path: &Path) -> StoreResult<()> {
        self.seam.pass(step, path).map_err(|error| self.failed(doing, path, error))
    }

    pub(crate) fn failed(&self, doing: &'static str, path: &Path, source: io::Error) -> StoreError {
        StoreError::Io { doing, path: path.to_owned(), bytes: None, dir: self.dir.clone(), source }
    }
}
