//! A kill at any moment costs what was being written, and a resume makes exactly the rest.

use std::path::Path;
use std::time::{Duration, Instant};

use ambics_store::Store;

use crate::bench::{Luck, assert_whole, long, plan, purpose};
use crate::child::start;

const RUNS: u64 = 2000;

#[derive(Debug, Default)]
struct Seen {
    kills: usize,
    sweeps: usize,
    in_a_ledger_change: usize,
    left_temporaries: usize,
    left_unlisted: usize,
    slowest_restart: Duration,
}

#[test]
fn random_kills_lose_nothing_and_repeat_nothing() {
    let (wanted, mut seen) = (if long() { 200 } else { 20 }, Seen::default());
    while seen.kills < wanted {
        let folder = tempfile::tempdir().unwrap();
        sweep_with_kills(folder.path(), wanted, &mut seen);
        assert_whole(&Store::open(folder.path()).unwrap(), RUNS);
        seen.sweeps += 1;
    }
    println!("{seen:?}");
    assert!(seen.slowest_restart <= Duration::from_secs(2), "{seen:?}");
}

#[allow(clippy::disallowed_methods, reason = "the time of a restart is what is tested")]
fn sweep_with_kills(dir: &Path, wanted: usize, seen: &mut Seen) {
    loop {
        let mut child = start("churn", dir, RUNS);
        if seen.kills == wanted {
            assert!(child.wait_with_output().unwrap().status.success());
            return;
        }
        let instant = Luck::new(&format!("kill {}", seen.kills)).below(60_000) as u64;
        std::thread::sleep(Duration::from_micros(instant));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            return;
        }
        seen.kills += 1;
        let journal = std::fs::metadata(dir.join("ledger.sqlite-journal"));
        seen.in_a_ledger_change += usize::from(journal.is_ok_and(|about| about.len() > 0));
        if let Ok(store) = Store::open(dir) {
            let report = store.verify().unwrap();
            assert!(report.is_sound(), "{report:?}");
            seen.left_temporaries += report.temporaries.len();
            seen.left_unlisted += report.unlisted.len();
        }
        let from = Instant::now();
        let store = Store::create(dir, &purpose()).unwrap();
        store.gc().unwrap();
        store.missing(&plan(RUNS)).unwrap();
        seen.slowest_restart = seen.slowest_restart.max(from.elapsed());
    }
}

/// Every numbered step of a small sweep is the last one of a process once.
#[test]
fn a_death_before_any_step_is_made_good() {
    let runs = 12;
    let mut deaths = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let ended = start(&format!("churn={deaths}"), folder.path(), runs).wait_with_output().unwrap();
        if let Ok(store) = Store::open(folder.path()) {
            assert!(store.verify().unwrap().is_sound(), "after step {deaths}");
        }
        let resumed = start("churn", folder.path(), runs).wait_with_output().unwrap();
        assert!(resumed.status.success(), "after step {deaths}: {resumed:?}");
        assert_whole(&Store::open(folder.path()).unwrap(), runs);
        if ended.status.success() {
            break;
        }
        deaths += 1;
    }
    // 8 files of 8 steps each, before counting folders, claims and sweeps.
    assert!(deaths >= 8 * 8, "{deaths} deaths");
    println!("{deaths} deaths");
}
