//! Made-up runs whose bytes follow from their number, and what a whole sweep of them must look like.

use std::path::Path;

use ambics_store::{Digest, Key, Purpose, Run, Store, StoreResult};
use serde::{Deserialize, Serialize};

/// Where a run lies in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub replication: u64,
    pub from: usize,
    pub bytes: usize,
}

pub fn purpose() -> Purpose {
    Purpose { study: "a base and two arms".to_owned(), extension: "parquet".to_owned() }
}

pub fn key(replication: u64) -> Key {
    Key::of(&[b"scenario", b"data", &replication.to_le_bytes(), b"1"])
}

pub fn plan(runs: u64) -> Vec<Key> {
    (0..runs).map(key).collect()
}

/// 1 to 8,192 bytes that no other run has.
pub fn result(replication: u64) -> Vec<u8> {
    let mut luck = Luck::new(&format!("result {replication}"));
    let mut bytes = vec![0; 1 + luck.below(8192)];
    luck.fill(&mut bytes);
    bytes
}

pub fn put(store: &Store, replication: u64) -> StoreResult<()> {
    let bytes = result(replication);
    let row = Row { replication, from: 0, bytes: bytes.len() };
    store.put(&key(replication), &row, &bytes).map(|_| ())
}

pub fn put_batch(store: &Store, replications: &[u64]) -> StoreResult<usize> {
    let mut file = Vec::new();
    let mut runs = Vec::new();
    for &replication in replications {
        let bytes = result(replication);
        let row = Row { replication, from: file.len(), bytes: bytes.len() };
        runs.push(Run { key: key(replication), digest: Digest::of(&bytes), row });
        file.extend(bytes);
    }
    store.put_batch(&runs, &file).map(|put| put.added)
}

/// A store with the runs of these numbers, each in a file of its own.
pub fn filled(dir: &Path, replications: impl IntoIterator<Item = u64>) -> Store {
    let store = Store::create(dir, &purpose()).unwrap();
    replications.into_iter().for_each(|replication| put(&store, replication).unwrap());
    store
}

/// The store holds the runs `0..runs`, each once, each byte as an uninterrupted sweep makes it, and nothing else.
pub fn assert_whole(store: &Store, runs: u64) {
    let mut plan = plan(runs);
    plan.sort_unstable();
    assert_eq!(store.keys().unwrap(), plan);
    for stored in store.all().unwrap() {
        assert_run(store, &stored.key);
    }
    let report = store.verify().unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.good, plan.len());
}

/// The run reads as the bytes that it was made of.
pub fn assert_run(store: &Store, key: &Key) {
    let stored = store.stored(key).unwrap().unwrap();
    let row: Row = stored.row().unwrap();
    let bytes = result(row.replication);
    assert_eq!(stored.key, self::key(row.replication));
    assert_eq!(stored.digest, Digest::of(&bytes));
    assert_eq!(store.get(key).unwrap()[row.from..row.from + row.bytes], bytes);
}

/// Whether the long tests are asked for.
pub fn long() -> bool {
    std::env::var_os("AMBICS_LONG").is_some_and(|own| own == "1")
}

/// Numbers that follow from a name: the same on every machine.
pub struct Luck(blake3::OutputReader);

impl Luck {
    pub fn new(name: &str) -> Self {
        Self(blake3::Hasher::new().update(name.as_bytes()).finalize_xof())
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    pub fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % end as u64).unwrap()
    }
}
