//! Sweeps through the real command: kills, shards, damage, and what a store says.

use crate::workplace::{Workplace, ambics, printed, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A sweep of `points` × 10 short runs, in a folder of its own beside the tiny region.
fn sweep_in(here: &Workplace, points: u32) -> PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/tiny");
    let base = std::fs::read_to_string(shipped.join("tiny.toml")).unwrap();
    std::fs::write(here.path("tiny.toml"), base).unwrap();
    copy(&shipped.join("data"), &here.path("data"));
    let text = format!(
        "kind = \"sweep\"\nbase = \"tiny.toml\"\ndesign = \"latin_hypercube\"\npoints = {points}\nreplications = 10\n\
         [vary]\n\"travel.time_factor\" = {{ low = 0.8, high = 1.2 }}\n[[arm]]\nname = \"short\"\n\
         set = {{ \"run.days\" = 1, \"run.lead_in\" = \"0 h\" }}\n"
    );
    let file = here.path("sweep.toml");
    std::fs::write(&file, text).unwrap();
    file
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

fn swept(file: &Path, out: &Path, more: &[&str]) -> String {
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    printed(&[&["sweep", file, "--out", out], more].concat())
}

/// What a store holds: the digest of every run by its key.
fn digests(dir: &Path) -> BTreeMap<String, String> {
    let store = ambics_store::Store::open(dir).unwrap();
    assert!(store.verify().unwrap().is_sound());
    store.all().unwrap().iter().map(|run| (run.key.to_string(), run.digest.to_string())).collect()
}

#[test]
fn a_sweep_is_stored_told_and_gone_on_with() {
    let here = Workplace::new("sweep");
    let file = sweep_in(&here, 6);
    let said = swept(&file, &here.path("runs"), &["--threads=2"]);
    for part in ["60 of 60 runs", "6 points", "scan_parquet", "not decision grade"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    assert_eq!(read(&here.path("runs/points.csv")).lines().count(), 7);
    let all = digests(&here.path("runs"));
    assert_eq!(all.len(), 60);
    // Nothing is left to do, on another number of threads and in parts neither.
    let again = printed(&["resume", here.path("runs").to_str().unwrap(), "--threads=1"]);
    assert!(again.contains("60 of 60 runs") && digests(&here.path("runs")) == all);
    for part in ["1/3", "2/3", "3/3"] {
        swept(&file, &here.path(&format!("part-{}", &part[..1])), &["--shard", part]);
    }
    let parts: Vec<String> = (1..=3).map(|k| here.argument(&format!("part-{k}"))).collect();
    printed(&["merge", &parts[0], &parts[1], &parts[2]]);
    assert_eq!(digests(&here.path("part-1")), all);
}

#[test]
fn damage_is_found_forgotten_and_made_good() {
    let here = Workplace::new("sweep-damage");
    let file = sweep_in(&here, 3);
    let runs = here.path("runs");
    swept(&file, &runs, &[]);
    let all = digests(&runs);
    let stored = ambics_store::Store::open(&runs).unwrap();
    let hurt = stored.path_of(&stored.all().unwrap()[0]);
    let mut bytes = std::fs::read(&hurt).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&hurt, bytes).unwrap();
    drop(stored);
    let dir = runs.to_str().unwrap();
    let output = ambics(&["verify", dir]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(74) && said.contains("ambics gc"), "{said}");
    assert!(printed(&["gc", dir]).contains("forgotten"));
    printed(&["resume", dir]);
    assert_eq!(digests(&runs), all);
}

#[test]
fn another_sweep_and_a_changed_one_are_refused() {
    let here = Workplace::new("sweep-changed");
    let file = sweep_in(&here, 3);
    swept(&file, &here.path("runs"), &[]);
    let text = read(&file).replace("high = 1.2", "high = 1.3");
    std::fs::write(&file, text).unwrap();
    let runs = here.argument("runs");
    let output = ambics(&["resume", &runs]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("new folder"), "{said}");
    let output = ambics(&["sweep", file.to_str().unwrap(), "--out", &runs]);
    assert_eq!(output.status.code(), Some(74), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_fault_of_a_sweep_is_told() {
    let here = Workplace::new("sweep-faults");
    let file = sweep_in(&here, 3);
    let broken = "kind = \"swept\"\nbase = \"../tiny.toml\"\ndesign = \"grid\"\nreplications = 0\n[vary]\n\
                  \"travel.time_factor\" = { low = 2, high = 1, steps = 3 }\n";
    std::fs::write(&file, broken).unwrap();
    let output = ambics(&["sweep", file.to_str().unwrap(), "--out", &here.argument("runs")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    for part in ["kind", "replications", "low below high", "same folder", "4 faults"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!here.path("runs").exists());
    let huge = "kind = \"sweep\"\nbase = \"tiny.toml\"\nreplications = 100000\n[vary]\n\
                \"travel.time_factor\" = { low = 1, high = 2, steps = 1000 }\n";
    std::fs::write(&file, huge).unwrap();
    let output = ambics(&["sweep", file.to_str().unwrap(), "--out", &here.argument("runs")]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("at most 10,000,000 runs"));
}

#[test]
fn draws_are_told_apart_from_chance_and_stand_in_the_points() {
    let here = Workplace::new("sweep-draws");
    let file = sweep_in(&here, 2);
    let fit = "member,weight,key,value\n0,0.5,cycle.mobilise_ratio,0.8\n1,0.5,cycle.mobilise_ratio,2.5\n";
    std::fs::write(here.path("fit.csv"), fit).unwrap();
    let drawn =
        "draws = 4\nfit = \"fit.csv\"\n[draw]\n\"cycle.on_scene_ratio\" = { low = 0.7, high = 1.4 }\n[vary]";
    let text = read(&file).replace("replications = 10", "replications = 3").replace("[vary]", drawn);
    std::fs::write(&file, text).unwrap();
    let said = swept(&file, &here.path("runs"), &[]);
    for part in [
        "24 of 24 runs",
        "2 points under each of 4 draws",
        "on_scene_ratio",
        "members of fit.csv",
        "of draws",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    let points = read(&here.path("runs/points.csv"));
    let head = points.lines().next().unwrap();
    assert_eq!(head, "point,arm,draw,member,travel.time_factor,cycle.on_scene_ratio");
    let of = |row: usize| points.lines().nth(row).unwrap().split(',').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        (&of(1)[2..4], &of(1)[5]),
        (&of(5)[2..4], &of(5)[5]),
        "draws are alike for every point\n{points}"
    );
    assert_ne!(of(1)[5], of(2)[5]);
    // Parts of it are the same runs.
    for part in ["1/2", "2/2"] {
        swept(&file, &here.path(&format!("part-{}", &part[..1])), &["--shard", part]);
    }
    printed(&["merge", &here.argument("part-1"), &here.argument("part-2")]);
    assert_eq!(digests(&here.path("part-1")), digests(&here.path("runs")));
}

#[test]
fn a_sweep_that_nobody_can_mean_is_refused_before_it_begins() {
    let here = Workplace::new("sweep-absurd");
    let england = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/england-2023.toml");
    std::fs::copy(england, here.path("england-2023.toml")).unwrap();
    let file = here.path("sweep.toml");
    let text = "kind = \"sweep\"\nbase = \"england-2023.toml\"\ndesign = \"list\"\nreplications = 9000000\n\
                [[arm]]\nname = \"a year\"\nset = { \"run.days\" = 365 }\n";
    std::fs::write(&file, text).unwrap();
    let output = ambics(&["sweep", file.to_str().unwrap(), "--out", &here.argument("runs"), "--preview"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("--anyway"), "{said}");
    assert!(!here.path("runs").exists());
}

/// Kills a sweep at random instants and goes on with it, until it is whole: the same runs as of one that nobody killed.
#[test]
fn kills_lose_nothing_and_double_nothing() {
    let (points, kills) =
        if std::env::var("AMBICS_LONG").is_ok_and(|own| own == "1") { (200, 200) } else { (40, 20) };
    let here = Workplace::new("sweep-kills");
    let file = sweep_in(&here, points);
    swept(&file, &here.path("whole"), &[]);
    let whole = digests(&here.path("whole"));
    assert_eq!(whole.len(), points as usize * 10);
    let runs = here.path("runs");
    let mut luck = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..kills {
        luck ^= luck << 13;
        luck ^= luck >> 7;
        luck ^= luck << 17;
        let mut child = Command::new(env!("CARGO_BIN_EXE_ambics"))
            .args(["sweep", file.to_str().unwrap(), "--out", runs.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + luck % 400));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    swept(&file, &runs, &[]);
    assert_eq!(digests(&runs), whole);
}

#[test]
fn points_that_are_the_same_scenario_are_refused() {
    let here = Workplace::new("sweep-alike");
    let file = sweep_in(&here, 3);
    let text = "kind = \"sweep\"\nbase = \"tiny.toml\"\nreplications = 2\n[vary]\n\"travel.time_factor\" = [0.9, 1.1, 0.9]\n";
    std::fs::write(&file, text).unwrap();
    let output = ambics(&["sweep", file.to_str().unwrap(), "--out", &here.argument("runs")]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("points 0 and 2"), "{said}");
    assert!(!here.path("runs").exists());
}

#[test]
fn a_store_may_be_named_by_a_word() {
    let here = Workplace::new("sweep-word");
    let file = sweep_in(&here, 2);
    let output = Command::new(env!("CARGO_BIN_EXE_ambics"))
        .current_dir(file.parent().unwrap())
        .args(["sweep", "sweep.toml", "--out", "runs"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(digests(&here.path("runs")).len(), 20);
}
