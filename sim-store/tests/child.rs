//! What a second process does. A test starts its own program again with a task in the environment.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ambics_store::seam::{Disk, Mishap, Seam, Trip};
use ambics_store::{Store, Turn};

use crate::bench::{plan, purpose, put, put_batch};

const TASK: &str = "AMBICS_STORE_TEST_TASK";

/// A process that does `task` on the store in `dir` for a plan of `runs`.
pub fn start(task: &str, dir: &Path, runs: u64) -> Child {
    command(&std::env::current_exe().unwrap(), &[], task, dir, runs).spawn().unwrap()
}

/// The same in a shell that first runs `limits`.
pub fn start_limited(limits: &str, task: &str, dir: &Path, runs: u64) -> Child {
    let program = std::env::current_exe().unwrap();
    let script = format!("{limits}; exec \"$0\" \"$@\"");
    command(Path::new("sh"), &["-c", &script, program.to_str().unwrap()], task, dir, runs).spawn().unwrap()
}

fn command(program: &Path, before: &[&str], task: &str, dir: &Path, runs: u64) -> Command {
    let mut command = Command::new(program);
    command.args(before).args(["child::child", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(TASK, format!("{task} {runs} {}", dir.display()));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The entry of the second process; as one test of many it has nothing to do.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let (task, rest) = task.split_once(' ').unwrap();
    let (runs, dir) = rest.split_once(' ').unwrap();
    let (runs, dir) = (runs.parse().unwrap(), Path::new(dir));
    match task.split_once('=').unwrap_or((task, "")) {
        ("churn", "") => churn(dir, runs, Arc::new(Disk)),
        ("churn", after) => churn(dir, runs, Arc::new(Trip::after(after.parse().unwrap(), Mishap::Death))),
        ("whole", _) => crate::bench::assert_whole(&Store::open(dir).unwrap(), runs),
        ("singles", _) => singles(dir, runs),
        ("hold", _) => hold(dir, runs),
        ("large", _) => large(dir),
        ("handles", _) => handles(dir),
        other => panic!("no such task: {other:?}"),
    }
}

/// Makes what is missing of the plan, singly and in batches, and prints how much it made and how much of that was there.
fn churn(dir: &Path, runs: u64, seam: Arc<dyn Seam>) {
    let store = Store::create_through(dir, &purpose(), seam).unwrap();
    store.gc().unwrap();
    let plan = plan(runs);
    let number = |key| plan.iter().position(|other| *other == key).unwrap() as u64;
    let mut work = store.work(&plan).unwrap();
    let (mut made, mut added) = (0, 0);
    loop {
        match work.claim(8).unwrap() {
            Turn::Run(keys) => {
                let numbers: Vec<u64> = keys.into_iter().map(number).collect();
                let (singly, together) = numbers.split_at(numbers.len() / 2);
                made += numbers.len();
                for &replication in singly {
                    let before = store.has(&plan[usize::try_from(replication).unwrap()]).unwrap();
                    put(&store, replication).unwrap();
                    added += usize::from(!before);
                }
                added += put_batch(&store, together).unwrap();
            }
            Turn::Wait => std::thread::sleep(Duration::from_millis(5)),
            Turn::Done => break,
        }
    }
    println!("\nmade {made} added {added}");
}

/// Puts runs one by one and prints the first error.
fn singles(dir: &Path, runs: u64) {
    let store = Store::open(dir).unwrap();
    if let Some(error) = (0..runs).find_map(|replication| put(&store, replication).err()) {
        println!("\nerror {error}");
    }
}

/// Claims runs and stays.
fn hold(dir: &Path, runs: u64) {
    let store = Store::open(dir).unwrap();
    let turn = store.work(&plan(runs)).unwrap().claim(5).unwrap();
    assert!(matches!(turn, Turn::Run(keys) if keys.len() == 5));
    println!("\nholding");
    std::thread::sleep(Duration::from_secs(600));
}

/// Puts a run of a megabyte and prints the error.
fn large(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let error = store.put(&crate::bench::key(1000), &0, &vec![7; 1 << 20]).unwrap_err();
    println!("\nerror {error}");
}

/// Takes all file handles but `spare` for each number, puts, and prints what was refused.
fn handles(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let mut taken = Vec::new();
    while let Ok(file) = std::fs::File::open(dir.join("ledger-twin")) {
        taken.push(file);
    }
    while !taken.is_empty() {
        match put(&store, 1000) {
            Err(error) => println!("\nerror {error}"),
            Ok(()) => break,
        }
        taken.pop();
    }
    println!("\nstored {}", store.has(&crate::bench::key(1000)).unwrap());
}
