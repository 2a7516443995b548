//! The seeds of the fuzz targets, and what a few hundred changes make of each target's: nothing may panic.

#[path = "../../fuzz/targets.rs"]
#[allow(dead_code, reason = "the fuzz crate names each target")]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};

/// Changes tried of each target's seeds; the fuzzer itself does the many.
const CHANGES: u64 = 250;
/// What a change may put in.
const WORDS: [&[u8]; 14] = [
    b"",
    b"-1",
    b"0",
    b"1e308",
    b"nan",
    b"inf",
    b"18446744073709551616",
    b"\"",
    b",",
    b"\n",
    b"[",
    b"=",
    b"\xff",
    b"2024-02-30",
];

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap();
    let mut seeds: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// A number from a number.
fn mix(number: u64) -> u64 {
    let mut own = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    own = (own ^ (own >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    own = (own ^ (own >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    own ^ (own >> 31)
}

/// A seed with one to four stretches of it replaced by a word, by a stretch of another seed, or by nothing.
fn changed(seeds: &[(PathBuf, Vec<u8>)], number: u64) -> Vec<u8> {
    let mut luck = number;
    let mut draw = |below: usize| {
        luck = mix(luck);
        (luck % below.max(1) as u64) as usize
    };
    let mut bytes = seeds[draw(seeds.len())].1.clone();
    for _ in 0..=draw(4) {
        let at = draw(bytes.len() + 1);
        let length = draw(24).min(bytes.len() - at);
        let word = if draw(3) == 0 {
            let other = &seeds[draw(seeds.len())].1;
            let from = draw(other.len() + 1);
            other[from..(from + draw(40)).min(other.len())].to_vec()
        } else {
            WORDS[draw(WORDS.len())].to_vec()
        };
        bytes.splice(at..at + length, word);
    }
    bytes
}

fn survive(target: &str) {
    let (_, run) = targets::TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    let seeds = seeds(target);
    assert!(seeds.len() > 2, "{target} has seeds");
    for (_, bytes) in &seeds {
        run(bytes);
    }
    for number in 0..CHANGES {
        run(&changed(&seeds, number));
    }
}

#[test]
fn scenario_files() {
    survive("scenario");
}

#[test]
fn sweep_files() {
    survive("sweep");
}

#[test]
fn region_tables() {
    survive("region");
}

#[test]
fn indicator_files() {
    survive("ambsys");
}

#[test]
fn matrix_files() {
    survive("matrix");
}

#[test]
fn trace_files() {
    survive("trace");
}

#[test]
fn ledgers() {
    survive("ledger");
}

#[test]
fn every_target_is_fuzzed_and_has_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    for (name, _) in targets::TARGETS {
        assert!(fuzz.join("fuzz_targets").join(format!("{name}.rs")).is_file(), "{name}");
    }
    assert_eq!(fs::read_dir(fuzz.join("fuzz_targets")).unwrap().count(), targets::TARGETS.len());
}
