//! Folders that are no store, or not this one.

use std::fs;
use std::path::Path;

use ambics_store::{Key, Purpose, Run, Store, StoreError};

use crate::bench::{assert_whole, filled, key, purpose, put, result};

fn refused(dir: &Path) -> StoreError {
    Store::open(dir).err().unwrap_or_else(|| panic!("{} was opened", dir.display()))
}

#[test]
fn an_empty_folder_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    for dir in [folder.path().to_owned(), folder.path().join("nothing")] {
        assert!(matches!(refused(&dir), StoreError::NotAStore { .. }));
        assert!(!dir.join("ledger.sqlite").exists(), "looking made a file");
    }
}

#[test]
fn what_is_no_ledger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), 0..40));
    let ledger = folder.path().join("ledger.sqlite");
    let good = fs::read(&ledger).unwrap();
    let cases: [(&str, Vec<u8>); 5] = [
        ("empty", Vec::new()),
        ("text", b"this is a letter to the editor, of some length, and no ledger".repeat(20)),
        ("a header alone", good[..100].to_vec()),
        ("a page and a half", good[..6000].to_vec()),
        ("zeros", vec![0; good.len()]),
    ];
    for (name, bytes) in cases {
        fs::write(&ledger, bytes).unwrap();
        let error = Store::open(folder.path()).and_then(|store| store.verify()).unwrap_err();
        assert!(matches!(error, StoreError::LedgerDamaged { .. }), "{name}: {error}");
        assert!(error.to_string().contains("no run in it is trusted"), "{error}");
    }
    fs::remove_file(&ledger).unwrap();
    fs::create_dir(&ledger).unwrap();
    assert!(matches!(refused(folder.path()), StoreError::Io { .. }));
}

#[test]
fn a_ledger_of_absurd_size_is_read_or_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), 0..3));
    let ledger = fs::OpenOptions::new().write(true).open(folder.path().join("ledger.sqlite")).unwrap();
    ledger.set_len(1 << 40).unwrap();
    if let Ok(store) = Store::open(folder.path()) {
        assert_eq!(store.get(&key(1)).unwrap(), result(1));
    }
}

#[test]
fn other_tables_are_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    connection.execute_batch("CREATE TABLE song (title TEXT); PRAGMA user_version = 1").unwrap();
    assert!(matches!(refused(folder.path()), StoreError::LedgerDamaged { .. }));
    assert!(matches!(Store::create(folder.path(), &purpose()), Err(StoreError::LedgerDamaged { .. })));
}

#[test]
fn a_later_format_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), [0]));
    let connection = rusqlite::Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 2).unwrap();
    let error = refused(folder.path());
    assert!(matches!(error, StoreError::Newer { format: 2, known: 1, .. }), "{error}");
}

#[test]
fn another_study_is_refused_and_the_same_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), [0]));
    for other in [
        Purpose { study: "another".to_owned(), ..purpose() },
        Purpose { extension: "csv".to_owned(), ..purpose() },
    ] {
        let error = Store::create(folder.path(), &other).err().unwrap();
        assert!(error.to_string().contains("another study"), "{error}");
    }
    assert_eq!(*Store::open(folder.path()).unwrap().purpose(), purpose());
    assert_whole(&filled(folder.path(), [0, 1]), 2);
}

#[test]
fn a_run_with_two_results_is_a_conflict_and_the_first_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), [0]);
    let before = store.stored(&key(0)).unwrap().unwrap();
    let error = store.put(&key(0), &1, b"another result").unwrap_err();
    let digest = ambics_store::Digest::of(b"another result");
    assert!(error.to_string().contains(&before.digest.to_string()), "{error}");
    assert!(error.to_string().contains(&digest.to_string()), "{error}");
    let twice = [1, 2].map(|row| Run { key: key(5), digest: ambics_store::Digest::of(&[row]), row });
    assert!(matches!(store.put_batch(&twice, b"both"), Err(StoreError::Conflict { .. })));
    assert_whole(&store, 1);
}

#[test]
fn a_put_again_stores_nothing_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), [0, 0, 1, 0]);
    assert_eq!(store.put(&key(0), &"another row", &result(0)).unwrap().already, 1);
    assert_whole(&store, 2);
}

#[test]
fn what_is_absent_is_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), [0]);
    assert!(matches!(store.get(&Key::of(&[b"no run"])), Err(StoreError::Absent { .. })));
    let error = store.stored(&key(0)).unwrap().unwrap().row::<Vec<u8>>().unwrap_err();
    assert!(matches!(error, StoreError::Row { .. }), "{error}");
}

#[test]
fn a_row_that_is_too_long_is_refused_and_nothing_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), [0]);
    assert!(store.put(&key(1), &"x".repeat(1 << 25), b"result").is_err());
    store.gc().unwrap();
    assert_whole(&store, 1);
    put(&store, 1).unwrap();
    assert_whole(&store, 2);
}
