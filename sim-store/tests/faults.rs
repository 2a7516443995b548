//! A disk that refuses any one step: the error says what and where, and the store is as it was.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use ambics_store::seam::{Mishap, Seam, Step, Trip};
use ambics_store::{Store, StoreError, StoreResult};

use crate::bench::{assert_run, assert_whole, filled, key, plan, purpose, put, put_batch};

const FAULTS: [(i32, &str); 4] =
    [(28, "disk full"), (30, "file system is read-only"), (5, "disk error"), (24, "too many open files")];

/// Does `deed` once for each step that it takes, with that step failing. Gives the number of steps.
fn each_step_fails(deed: impl Fn(&Store) -> StoreResult<()>) -> u64 {
    let mut steps = 0;
    for (number, words) in FAULTS {
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            drop(filled(folder.path(), [0, 1]));
            let trip = Arc::new(Trip::after(at, Mishap::Errno(number)));
            let store = Store::open_through(folder.path(), trip.clone()).unwrap();
            let done = deed(&store);
            let met = trip.met();
            // A file on a bad block is damage that a sweep deals with, and no reason to stop.
            let dealt_with = met == Some(Step::Read) && words == "disk error";
            assert_eq!(done.is_err(), met.is_some() && !dealt_with, "step {at}, {met:?}, {words}: {done:?}");
            drop(store);
            if let Err(error) = done {
                assert_says(&error, words, folder.path());
            }
            assert_goes_on(folder.path(), &deed);
            steps = at;
            if met.is_none() {
                break;
            }
        }
    }
    steps
}

fn assert_says(error: &StoreError, words: &str, dir: &Path) {
    let text = error.to_string();
    let resume = format!("then go on with `ambics resume {}`", dir.display());
    assert!(text.starts_with(words) && text.ends_with(&resume), "{text}");
    let StoreError::Io { path, .. } = error else { panic!("{error:?}") };
    assert!(path.starts_with(dir) && text.contains(&path.display().to_string()), "{text}");
}

fn assert_goes_on(dir: &Path, deed: &impl Fn(&Store) -> StoreResult<()>) {
    let store = Store::open(dir).unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_run(&store, &key(0));
    assert_run(&store, &key(1));
    deed(&store).unwrap();
    store.gc().unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn a_put_survives_a_fault_at_each_step() {
    let steps = each_step_fails(|store| put(store, 7));
    assert!(steps >= 10, "{steps} steps");
}

#[test]
fn a_batch_survives_a_fault_at_each_step_whole_or_not_at_all() {
    let steps = each_step_fails(|store| {
        let done = put_batch(store, &[7, 8, 9]);
        let here = [7, 8, 9].map(|number| store.has(&key(number)).unwrap());
        assert!(here == [done.is_ok(); 3], "{here:?}");
        done.map(|_| ())
    });
    assert!(steps >= 10, "{steps} steps");
}

#[test]
fn claims_notes_and_sweeps_survive_a_fault_at_each_step() {
    let steps = each_step_fails(|store| {
        store.work(&plan(5))?.claim(2)?;
        store.failed(&key(3), "no vehicle")?;
        std::fs::write(store.dir().join("tmp/1-0.0"), "of a dead process").unwrap();
        std::fs::write(store.dir().join("runs/stray"), "of nobody").unwrap();
        store.gc().map(|_| ())
    });
    assert!(steps >= 10, "{steps} steps");
}

#[test]
fn a_merge_survives_a_fault_at_each_step() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path(), 0..4);
    let steps = each_step_fails(|store| store.merge(&from).map(|_| ()));
    assert!(steps >= 20, "{steps} steps");
}

#[test]
fn a_store_is_made_after_a_fault_at_each_step() {
    for at in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("new");
        let trip = Arc::new(Trip::after(at, Mishap::Errno(28)));
        let made = Store::create_through(&dir, &purpose(), trip.clone());
        let tripped = trip.met().is_some();
        assert_eq!(made.is_err(), tripped, "step {at}");
        drop(made);
        assert_whole(&filled(&dir, 0..2), 2);
        if !tripped {
            assert!(at >= 4, "{at} steps");
            break;
        }
    }
}

#[test]
fn a_fault_of_any_kind_has_words() {
    for kind in [io::ErrorKind::QuotaExceeded, io::ErrorKind::PermissionDenied, io::ErrorKind::Interrupted] {
        let error = StoreError::Io {
            doing: "writing",
            path: "store/tmp/1-0.0".into(),
            bytes: Some(12),
            dir: "store".into(),
            source: kind.into(),
        };
        let text = error.to_string();
        assert!(text.contains(" while writing store/tmp/1-0.0 (12 bytes): "), "{text}");
    }
}

#[test]
fn errors_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    fn moves<T: Send>() {}
    crosses::<StoreError>();
    moves::<Store>();
}

/// Writes down each step that is asked for.
#[derive(Default)]
struct Diary(Mutex<Vec<Step>>);

impl Seam for Diary {
    fn pass(&self, step: Step, _: &Path) -> io::Result<()> {
        self.0.lock().unwrap().push(step);
        Ok(())
    }
}

#[test]
fn a_file_is_durable_before_it_is_named_and_named_before_it_is_listed() {
    use Step::{Append, Begin, Commit, Create, Rename, Sync, SyncFolder, Write, WriteRest};
    let folder = tempfile::tempdir().unwrap();
    let diary = Arc::new(Diary::default());
    let store = Store::create_through(folder.path(), &purpose(), diary.clone()).unwrap();
    put(&store, 0).unwrap();
    let place = store.path_of(&store.stored(&key(0)).unwrap().unwrap());
    std::fs::remove_file(place).unwrap();
    store.gc().unwrap();
    diary.0.lock().unwrap().clear();
    put(&store, 0).unwrap();
    let steps = diary.0.lock().unwrap().clone();
    assert_eq!(steps, [Create, Write, WriteRest, Sync, Begin, Rename, SyncFolder, Append, Commit]);
}
