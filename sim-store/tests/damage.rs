//! Stored bytes that change behind the store's back: none is read as good.

use std::fs;
use std::path::{Path, PathBuf};

use ambics_store::{Damage, Store, StoreError};

use crate::bench::{Luck, Row, assert_whole, filled, key, long, put, put_batch, result};

/// Changes the bytes in one of the ways that disks and people do; says whether they are different now.
fn damage(bytes: &mut Vec<u8>, luck: &mut Luck) -> bool {
    let before = bytes.clone();
    let place = luck.below(bytes.len());
    match luck.below(5) {
        0 => bytes[place] ^= 1 << luck.below(8),
        1 => (0..8).for_each(|_| {
            let place = luck.below(bytes.len());
            bytes[place] ^= 1 << luck.below(8);
        }),
        2 => bytes.truncate(place),
        3 => bytes.iter_mut().skip(place).take(64).for_each(|byte| *byte = 0),
        _ => bytes.extend((0..=place % 100).map(|byte| byte as u8)),
    }
    *bytes != before
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries =
        |dir: &Path| fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut all: Vec<PathBuf> =
        entries(&dir.join("runs")).iter().flat_map(|folder| entries(folder)).collect();
    all.sort();
    all
}

#[test]
fn no_damaged_file_is_read_as_good() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), 0..20);
    put_batch(&store, &[20, 21, 22]).unwrap();
    let (files, mut luck, mut damaged) = (files(folder.path()), Luck::new("damage to files"), 0);
    while damaged < 2000 {
        let path = &files[luck.below(files.len())];
        let good = fs::read(path).unwrap();
        let mut bytes = good.clone();
        if !damage(&mut bytes, &mut luck) {
            continue;
        }
        fs::write(path, &bytes).unwrap();
        let held: Vec<_> =
            store.all().unwrap().into_iter().filter(|run| store.path_of(run) == *path).collect();
        for run in &held {
            let error = store.get(&run.key).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged { path: said, .. } if said == path), "{error}");
        }
        if damaged % 20 == 0 {
            let report = store.verify().unwrap();
            assert_eq!((report.faults.len(), report.good), (1, 23 - held.len()));
        }
        fs::write(path, &good).unwrap();
        damaged += 1;
    }
    assert_whole(&store, 23);
}

#[test]
fn no_damaged_line_is_read_as_good() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), 0..40);
    store.failed(&key(50), "no vehicle was free").unwrap();
    drop(store);
    let ledger = folder.path().join("ledger.sqlite");
    let (good, mut luck, mut seen) = (fs::read(&ledger).unwrap(), Luck::new("damage to the ledger"), [0; 3]);
    let wanted = if long() { 2000 } else { 400 };
    while seen.iter().sum::<usize>() < wanted {
        let mut bytes = good.clone();
        if !damage(&mut bytes, &mut luck) {
            continue;
        }
        fs::write(&ledger, &bytes).unwrap();
        seen[trusted(folder.path())] += 1;
        // A journal of the damaged ledger must not be played back into the next one.
        let _ = fs::remove_file(folder.path().join("ledger.sqlite-journal"));
    }
    println!("refused, partly read, wholly read: {seen:?}");
    assert!(seen.iter().all(|&count| count > 0), "{seen:?}");
}

/// Reads all that the ledger gives: 0 if it was refused, 1 if runs are missing, 2 if all are there. What is there must be right.
fn trusted(dir: &Path) -> usize {
    let Ok(store) = Store::open(dir) else { return 0 };
    assert_eq!(*store.purpose(), crate::bench::purpose());
    for failure in store.failures().unwrap_or_default() {
        assert_eq!((failure.key, failure.times), (key(50), 1));
        assert_eq!(failure.message, "no vehicle was free");
    }
    let Ok(runs) = store.all() else { return 0 };
    for run in &runs {
        let row: Row = run.row().unwrap();
        assert_eq!(run.key, key(row.replication));
        assert!(row.replication < 40);
        assert_eq!(store.get(&run.key).unwrap_or_else(|_| result(row.replication)), result(row.replication));
    }
    for replication in 0..40 {
        if let Ok(bytes) = store.get(&key(replication)) {
            assert_eq!(bytes, result(replication));
        }
    }
    if runs.len() == 40 { 2 } else { 1 }
}

/// Whatever is left of a damaged ledger, gc and a resume make it whole, or it is refused.
#[test]
fn a_damaged_ledger_is_made_whole_or_refused() {
    let template = tempfile::tempdir().unwrap();
    drop(filled(template.path(), 0..12));
    let good = fs::read(template.path().join("ledger.sqlite")).unwrap();
    let (mut luck, mut healed, mut refused) = (Luck::new("healing"), 0, 0);
    for _ in 0..if long() { 1000 } else { 100 } {
        let dir = template.path();
        let mut bytes = good.clone();
        damage(&mut bytes, &mut luck);
        fs::write(dir.join("ledger.sqlite"), &bytes).unwrap();
        match heal(dir) {
            Ok(store) => {
                assert_whole(&store, 12);
                healed += 1;
            }
            Err(StoreError::LedgerDamaged { .. } | StoreError::Newer { .. } | StoreError::Io { .. }) => {
                refused += 1
            }
            Err(other) => panic!("{other}"),
        }
        fs::write(dir.join("ledger.sqlite"), &good).unwrap();
        let _ = fs::remove_file(dir.join("ledger.sqlite-journal"));
        (0..12).for_each(|replication| put_file(dir, replication));
    }
    println!("healed {healed}, refused {refused}");
    assert!(healed > 0 && refused > 0);
}

fn heal(dir: &Path) -> Result<Store, StoreError> {
    let store = Store::open(dir)?;
    store.gc()?;
    for replication in 0..12 {
        put(&store, replication)?;
    }
    Ok(store)
}

/// Puts a run's file back where it was.
fn put_file(dir: &Path, replication: u64) {
    let bytes = result(replication);
    let name = ambics_store::Digest::of(&bytes).to_string();
    let folder = dir.join("runs").join(&name[..2]);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.parquet")), bytes).unwrap();
}

#[test]
fn gc_forgets_what_is_damaged_and_a_resume_makes_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), 0..6);
    put_batch(&store, &[6, 7]).unwrap();
    let place = |number| store.path_of(&store.stored(&key(number)).unwrap().unwrap());
    fs::remove_file(place(2)).unwrap();
    fs::write(place(4), "other bytes").unwrap();
    fs::remove_file(place(5)).unwrap();
    fs::create_dir(place(5)).unwrap();
    fs::write(place(7), "others").unwrap();
    let report = store.verify().unwrap();
    assert_eq!(report.good, 3);
    assert!(report.faults.iter().any(|fault| fault.damage == Damage::Absent && fault.keys == [key(2)]));
    fs::remove_dir(place(5)).unwrap();
    let swept = store.gc().unwrap();
    let mut forgotten = [2, 4, 5, 6, 7].map(key);
    forgotten.sort_unstable();
    assert_eq!(swept.forgotten, forgotten);
    assert_eq!(store.missing(&[0, 2, 4, 5, 6, 7].map(key)).unwrap(), [2, 4, 5, 6, 7].map(key));
    [2, 4, 5, 6, 7].iter().for_each(|&number| put(&store, number).unwrap());
    assert_whole(&store, 8);
}
