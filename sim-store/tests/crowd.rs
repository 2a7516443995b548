//! Several processes on one store.

use std::io::{BufRead, BufReader};

use ambics_store::{Store, Turn};

use crate::bench::{assert_whole, filled, plan, purpose, put};
use crate::child::start;

const RUNS: u64 = 400;

#[test]
fn eight_processes_share_a_sweep_and_one_may_die() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(folder.path(), &purpose()).unwrap());
    let mut children: Vec<_> = (0..8).map(|_| start("churn", folder.path(), RUNS)).collect();
    let mut victim = children.swap_remove(3);
    while Store::open(folder.path()).unwrap().keys().unwrap().len() < 50 {
        assert!(victim.try_wait().unwrap().is_none(), "the sweep ended too soon to kill a process");
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    let mut made_by_survivors = 0;
    for child in children {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        let text = String::from_utf8(ended.stdout).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("made ")).unwrap();
        let (made, added) = line.split_once(" added ").unwrap();
        assert_eq!(made, added, "a run was made twice");
        made_by_survivors += made.parse::<u64>().unwrap();
    }
    assert!(made_by_survivors <= RUNS, "{made_by_survivors}");
    let store = Store::open(folder.path()).unwrap();
    store.gc().unwrap();
    assert_whole(&store, RUNS);
}

#[test]
fn claims_of_the_living_are_kept_and_those_of_the_dead_are_free() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), []);
    let mut holder = start("hold", folder.path(), 7);
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "holding"));
    let plan = plan(7);
    let mut work = store.work(&plan).unwrap();
    assert_eq!(work.claim(7).unwrap(), Turn::Run(plan[5..].to_vec()));
    [5, 6].iter().for_each(|&number| put(&store, number).unwrap());
    assert_eq!(work.claim(7).unwrap(), Turn::Wait);
    store.gc().unwrap();
    assert_eq!(work.claim(7).unwrap(), Turn::Wait);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(work.claim(2).unwrap(), Turn::Run(plan[..2].to_vec()));
    assert_eq!(work.claim(7).unwrap(), Turn::Run(plan[2..5].to_vec()));
    (0..5).for_each(|number| put(&store, number).unwrap());
    assert_eq!(work.claim(7).unwrap(), Turn::Done);
}

#[test]
fn a_failed_run_is_let_go_and_tried_by_the_next_resume() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(3);
    let store = filled(folder.path(), []);
    let mut work = store.work(&plan).unwrap();
    assert_eq!(work.claim(1).unwrap(), Turn::Run(vec![plan[0]]));
    store.failed(&plan[0], "no vehicle").unwrap();
    assert_eq!(work.claim(9).unwrap(), Turn::Run(plan[1..].to_vec()));
    [1, 2].iter().for_each(|&number| put(&store, number).unwrap());
    assert_eq!(work.claim(9).unwrap(), Turn::Done);
    let failures = store.failures().unwrap();
    assert_eq!((failures.len(), failures[0].message.as_str(), failures[0].times), (1, "no vehicle", 1));

    let mut next = store.work(&plan).unwrap();
    assert_eq!(next.claim(9).unwrap(), Turn::Run(vec![plan[0]]));
    put(&store, 0).unwrap();
    assert_eq!(store.failures().unwrap(), []);
    assert_whole(&store, 3);
}

#[test]
fn a_closed_store_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), 0..2);
    store.work(&plan(5)).unwrap().claim(2).unwrap();
    drop(store);
    assert_eq!(std::fs::read_dir(folder.path().join("owners")).unwrap().count(), 0);
    let again = Store::open(folder.path()).unwrap();
    assert_eq!(again.work(&plan(5)).unwrap().claim(9).unwrap(), Turn::Run(plan(5)[2..].to_vec()));
}
