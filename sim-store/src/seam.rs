//! Where the store touches the disk: each step asks here first, so that a test can make the nth one fail.

use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A step that can fail, named as what is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A temporary file or a folder is made.
    Create,
    /// The first half of a file is written.
    Write,
    /// The second half is written: a fault here leaves a torn file.
    WriteRest,
    /// The file is made durable.
    Sync,
    /// The ledger is locked for writing.
    Begin,
    /// The file gets its lasting name.
    Rename,
    /// That name is made durable.
    SyncFolder,
    /// Lines are written to the ledger.
    Append,
    /// The ledger makes them durable.
    Commit,
    /// A file is read.
    Read,
    /// A folder is listed.
    List,
    /// A file is removed.
    Remove,
    /// The file that says that this process lives is made and locked.
    Live,
}

/// What is asked before each step. [`Disk`] always agrees; a test may refuse, or end the process.
pub trait Seam: Send + Sync {
    /// Says whether the step may go on.
    ///
    /// # Errors
    /// The fault that the step is to meet instead of happening.
    fn pass(&self, step: Step, path: &Path) -> io::Result<()>;
}

/// The disk as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Seam for Disk {
    fn pass(&self, _: Step, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// How a step that is chosen by its number goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The system answers with this error number.
    Errno(i32),
    /// The process ends at once, without clearing anything up.
    Death,
}

/// A disk on which one step goes wrong, for tests of the store and of whoever uses it.
#[derive(Debug)]
pub struct Trip {
    at: u64,
    mishap: Mishap,
    passed: AtomicU64,
    met: OnceLock<Step>,
}

impl Trip {
    /// Lets `at` steps pass, lets the next one go wrong and all later ones pass.
    pub const fn after(at: u64, mishap: Mishap) -> Self {
        Self { at, mishap, passed: AtomicU64::new(0), met: OnceLock::new() }
    }

    /// The step that went wrong, if it was reached.
    pub fn met(&self) -> Option<Step> {
        self.met.get().copied()
    }
}

impl Seam for Trip {
    fn pass(&self, step: Step, _: &Path) -> io::Result<()> {
        if self.passed.fetch_add(1, Ordering::Relaxed) != self.at {
            return Ok(());
        }
        self.met.get_or_init(|| step);
        match self.mishap {
            Mishap::Errno(number) => Err(io::Error::from_raw_os_error(number)),
            Mishap::Death => std::process::abort(),
        }
    }
}
