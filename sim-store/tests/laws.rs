//! Whatever is done in whatever order, the store agrees with a list in memory.

use std::collections::BTreeMap;

use ambics_store::{Store, StoreError};
use proptest::prelude::*;

use crate::bench::{filled, key, plan, purpose, put, put_batch, result};

const RUNS: u64 = 8;

#[derive(Debug, Clone)]
enum Deed {
    Put(u64),
    Batch(Vec<u64>),
    Other(u64),
    Fail(u64),
    Lose(u64),
    Sweep,
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..RUNS).prop_map(Deed::Put),
        2 => proptest::collection::vec(0..RUNS, 1..5).prop_map(Deed::Batch),
        1 => (0..RUNS).prop_map(Deed::Other),
        1 => (0..RUNS).prop_map(Deed::Fail),
        1 => (0..RUNS).prop_map(Deed::Lose),
        1 => Just(Deed::Sweep),
        1 => Just(Deed::Reopen),
    ]
}

fn lose(store: &Store, number: u64, held: &mut BTreeMap<u64, Vec<u8>>) {
    let Some(run) = store.stored(&key(number)).unwrap() else { return };
    let gone = store.path_of(&run);
    std::fs::remove_file(&gone).unwrap();
    held.retain(|&other, _| store.path_of(&store.stored(&key(other)).unwrap().unwrap()) != gone);
    store.gc().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_store_agrees_with_a_list(deeds in proptest::collection::vec(deed(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = filled(folder.path(), []);
        let mut held: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
        for deed in deeds {
            match deed {
                Deed::Put(number) => {
                    put(&store, number).unwrap();
                    held.insert(number, result(number));
                }
                Deed::Batch(numbers) => {
                    put_batch(&store, &numbers).unwrap();
                    held.extend(numbers.into_iter().map(|number| (number, result(number))));
                }
                Deed::Other(number) => {
                    let clash = held.contains_key(&number);
                    if clash {
                        let put = store.put(&key(number), &0, b"other");
                        let refused = matches!(put, Err(StoreError::Conflict { .. }));
                        prop_assert!(refused);
                    }
                }
                Deed::Fail(number) => store.failed(&key(number), "failed").unwrap(),
                Deed::Lose(number) => lose(&store, number, &mut held),
                Deed::Sweep => prop_assert_eq!(store.gc().unwrap().forgotten, []),
                Deed::Reopen => {
                    drop(store);
                    store = Store::create(folder.path(), &purpose()).unwrap();
                }
            }
            let missing: Vec<_> = (0..RUNS).filter(|number| !held.contains_key(number)).map(key).collect();
            prop_assert_eq!(store.missing(&plan(RUNS)).unwrap(), missing);
        }
        store.gc().unwrap();
        let report = store.verify().unwrap();
        prop_assert!(report.is_clean());
        prop_assert_eq!(report.good, held.len());
    }
}
