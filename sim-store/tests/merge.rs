//! Shards that were swept apart and are put together.

use ambics_store::{Clash, Digest, Purpose, Shard, Store, StoreError};

use crate::bench::{assert_whole, filled, key, purpose, put_batch};

#[test]
fn shards_together_are_the_whole_and_merging_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<u64> = (0..30).collect();
    let part = |name: &str| {
        let shard: Shard = name.parse().unwrap();
        filled(&folder.path().join(name.replace('/', "of")), shard.of(&all))
    };
    let whole = filled(&folder.path().join("whole"), []);
    for (name, added) in [("1/3", 10), ("2/3", 10), ("3/3", 10), ("1/3", 0)] {
        let merged = whole.merge(&part(name)).unwrap();
        assert_eq!((merged.added, merged.already), (added, 10 - added), "{name}");
        assert!(merged.clashes.is_empty() && merged.faults.is_empty());
    }
    assert_whole(&whole, 30);
}

#[test]
fn a_batch_is_merged_with_what_is_new_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let here = filled(&folder.path().join("here"), [1]);
    let there = filled(&folder.path().join("there"), []);
    put_batch(&there, &[0, 1, 2]).unwrap();
    let merged = here.merge(&there).unwrap();
    assert_eq!((merged.added, merged.already), (2, 1));
    assert_whole(&here, 3);
}

#[test]
fn a_clash_is_told_and_what_is_here_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let here = filled(&folder.path().join("here"), [0, 1]);
    let there = filled(&folder.path().join("there"), [2]);
    there.put(&key(1), &"another row", b"another result").unwrap();
    let merged = here.merge(&there).unwrap();
    let kept = here.stored(&key(1)).unwrap().unwrap().digest;
    assert_eq!(merged.clashes, [Clash { key: key(1), here: kept, there: Digest::of(b"another result") }]);
    assert_eq!(merged.added, 1);
    assert_whole(&here, 3);
}

#[test]
fn a_damaged_file_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let here = filled(&folder.path().join("here"), [0]);
    let there = filled(&folder.path().join("there"), [1, 2]);
    let path = there.path_of(&there.stored(&key(2)).unwrap().unwrap());
    std::fs::write(&path, "damaged").unwrap();
    let merged = here.merge(&there).unwrap();
    assert_eq!((merged.added, merged.faults.len()), (1, 1));
    assert_eq!((&merged.faults[0].path, merged.faults[0].keys.as_slice()), (&path, [key(2)].as_slice()));
    assert_whole(&here, 2);
}

#[test]
fn another_study_is_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let here = filled(&folder.path().join("here"), [0]);
    let other = Purpose { study: "another study".to_owned(), ..purpose() };
    let there = Store::create(folder.path().join("there"), &other).unwrap();
    assert!(matches!(here.merge(&there), Err(StoreError::OtherStudy { .. })));
    assert_whole(&here, 1);
}
