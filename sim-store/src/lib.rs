//! A store of runs: a folder that survives kills, full disks, damage and several processes at once.
//!
//! A run is named by a [`Key`], the hash of everything that decides its result. Its bytes lie in a file that is named by
//! its own hash, and one line of a ledger (`SQLite`) joins the two. A file is written, made durable and renamed before the ledger
//! names it, so that whatever is listed is whole. What is not listed does not exist, and is swept by [`Store::gc`].
//!
//! The store knows nothing of what the runs are. It promises: no run twice, no damaged byte read as good, no result
//! replaced by another, and at most what was being written lost.
//!
//! ```
//! use ambics_store::{Key, Purpose, Store};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path().join("sweep");
//! let purpose = Purpose { study: "base scenario, 2 arms".to_owned(), extension: "parquet".to_owned() };
//! let store = Store::create(&folder, &purpose)?;
//! let plan: Vec<Key> = (0..3_u64).map(|replication| Key::of(&[b"scenario", b"data", &replication.to_le_bytes()])).collect();
//! store.put(&plan[0], &"a row for the ledger", b"bytes of the file")?;
//! assert_eq!(store.missing(&plan)?, plan[1..]);
//! assert_eq!(store.get(&plan[0])?, b"bytes of the file");
//! assert!(store.verify()?.is_clean());
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod error;
mod files;
mod key;
mod ledger;
mod merge;
mod owner;
pub mod seam;
mod shard;
mod store;
mod sweep;
mod verify;
mod work;

pub use error::{StoreError, StoreResult};
pub use key::{Digest, Key, NotHex};
pub use ledger::{Failure, Stored};
pub use merge::{Clash, Merged};
pub use shard::{NotAShard, Shard};
pub use store::{Purpose, Put, Run, Store};
pub use sweep::Swept;
pub use verify::{Damage, Fault, Report};
pub use work::{Turn, Work};
