//! Who lives: each process that writes holds a lock on a file of its own, and the system lets go of it however the process ends.
//!
//! A lock tells more than a process number does: numbers are used again, and mean nothing in a container or on another machine.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::error::{StoreError, StoreResult};
use crate::files::Files;
use crate::seam::Step;

/// This process as the store knows it, until it is dropped.
pub(crate) struct Owner {
    name: String,
    _lock: File,
}

impl Owner {
    /// Makes and locks a file under a name that is free. The ledger must be locked, so that nobody sees the file without its lock.
    pub(crate) fn live(files: &Files) -> StoreResult<Self> {
        let folder = files.owners();
        files.make_folder(&folder)?;
        for number in 0_u32.. {
            let name = format!("{}-{number}", std::process::id());
            let path = folder.join(&name);
            files.pass(Step::Live, "making", &path)?;
            match File::create_new(&path) {
                Ok(file) => return locked(file, path).map(|lock| Self { name, _lock: lock }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(files.failed("making", &path, error)),
            }
        }
        unreachable!("no machine holds four thousand million stores open")
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

fn locked(file: File, path: PathBuf) -> StoreResult<File> {
    match file.lock() {
        Ok(()) => Ok(file),
        Err(source) => {
            // Without its lock the file would say nothing; that it cannot be removed changes nothing.
            let _ = fs::remove_file(&path);
            Err(StoreError::NoLocks { path, source })
        }
    }
}

/// Whether the owner of this file still lives.
pub(crate) fn lives(path: &Path) -> io::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
