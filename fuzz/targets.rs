// What each fuzz target does with bytes. Shared by the fuzz crate and by the test of the seeds: nothing here may panic, abort, or take
// long, whatever the bytes are.

use ambics::ambsys::AmbSys;
use ambics::experiment::{RunOptions, run};
use ambics::region::Region;
use ambics::scenario::{Edit, Scenario, Sweep};
use ambics::trace::Trace;
use ambics_store::{Key, Purpose, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// A target: its name, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// The targets.
pub const TARGETS: [Target; 7] = [
    ("scenario", scenario),
    ("sweep", sweep),
    ("region", region),
    ("ambsys", ambsys),
    ("matrix", matrix),
    ("trace", trace),
    ("ledger", ledger),
];

/// The repository's scenarios.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder of the workspace").join("scenarios")
}

/// A folder for one call, in memory where there is one.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}

/// A scenario file beside tiny's own; a sound one is run for a day if it is of the tiny region.
pub fn scenario(bytes: &[u8]) {
    let place = folder();
    let file = place.path().join("own.toml");
    fs::write(&file, bytes).expect("a temporary file");
    let Ok(scenario) = Scenario::load(&file) else { return };
    let _ = scenario.hash();
    let is_small = scenario.region().areas().len() < 100 && scenario.run().days <= 3_660;
    if is_small {
        let short =
            [Edit::new("run.days", 1), Edit::new("run.replications", 1), Edit::new("run.lead_in", "1 h")];
        if let Ok(short) = scenario.with(&short) {
            let options = RunOptions { threads: 1, ..RunOptions::default() };
            drop(run(&[("fuzzed".to_owned(), short)], &options));
        }
    }
}

/// A sweep file beside tiny: its points are made, none is run.
pub fn sweep(bytes: &[u8]) {
    let place = folder();
    let tiny = fs::read(shipped().join("tiny/tiny.toml")).expect("tiny is shipped");
    fs::write(place.path().join("tiny.toml"), tiny).expect("a temporary file");
    let file = place.path().join("sweep.toml");
    fs::write(&file, bytes).expect("a temporary file");
    if let Ok(sweep) = Sweep::load(&file) {
        sweep.points.iter().take(3).for_each(|point| drop(sweep.scenario(point)));
    }
}

/// One table of tiny's region, the first byte says which, in place of the shipped one.
pub fn region(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let from = shipped().join("tiny/data/tiny");
    let mut tables: Vec<PathBuf> = fs::read_dir(&from)
        .expect("the tables are shipped")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    tables.sort();
    let place = folder();
    for (row, table) in tables.iter().enumerate() {
        let to = place.path().join(table.file_name().expect("a file"));
        if row == usize::from(*which) % tables.len() {
            fs::write(to, rest).expect("a temporary file");
        } else {
            fs::copy(table, to).expect("a temporary file");
        }
    }
    drop(Region::load(place.path()));
}

/// A file in the shape of the published indicators.
pub fn ambsys(bytes: &[u8]) {
    drop(AmbSys::read("own.csv", bytes));
}

/// A matrix of driving times beside a scenario of tiny.
pub fn matrix(bytes: &[u8]) {
    let place = folder();
    fs::write(place.path().join("m.csv"), bytes).expect("a temporary file");
    let text = "name = \"m\"\nregion = \"tiny\"\n[travel]\nmatrix = \"m.csv\"\n";
    fs::write(place.path().join("m.toml"), text).expect("a temporary file");
    if let Ok(scenario) = Scenario::load(&place.path().join("m.toml")) {
        drop(scenario.world());
    }
}

/// One file of the shipped trace, the first byte says which; a sound one is replayed.
pub fn trace(bytes: &[u8]) {
    let Some((which, rest)) = bytes.split_first() else { return };
    let names = [
        "trace.toml",
        "areas.csv",
        "hospitals.csv",
        "incidents.csv",
        "matrix.csv",
        "stations.csv",
        "vehicles.csv",
    ];
    let place = folder();
    for (row, name) in names.iter().enumerate() {
        let to = place.path().join(name);
        if row == usize::from(*which) % names.len() {
            fs::write(to, rest).expect("a temporary file");
        } else {
            fs::copy(shipped().join("trace").join(name), to).expect("a temporary file");
        }
    }
    if let Ok(trace) = Trace::load(&place.path().join("trace.toml")) {
        drop(trace.replay());
    }
}

/// The ledger of a store.
pub fn ledger(bytes: &[u8]) {
    let place = folder();
    let purpose = Purpose { study: "{}".to_owned(), extension: "parquet".to_owned() };
    drop(Store::create(place.path(), &purpose));
    fs::write(place.path().join("ledger.sqlite"), bytes).expect("a temporary file");
    if let Ok(store) = Store::open(place.path()) {
        drop(store.verify());
        drop(store.missing(&[Key::of(&[b"a run"])]));
        drop(store.all());
        drop(store.gc());
    }
}
