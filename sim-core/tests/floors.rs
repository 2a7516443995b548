//! The house: imports go down only, some words are banned, nothing is too long, every method is documented.

use ambics::governance::ArrangementConfig;
use ambics::policy::calls::CallConfig;
use ambics::policy::clinical::ClinicalConfig;
use ambics::policy::patience::PatienceConfig;
use ambics::policy::reserve::ReserveConfig;
use ambics::policy::safety_plan::SafetyPlanConfig;
use ambics::policy::{DispatchConfig, HandoverConfig, HospitalConfig, QueueConfig};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of each floor; imports go to the same floor or down.
const FLOORS: [&[&str]; 11] = [
    &["units", "ids", "category", "condition", "patient", "vehicle_kind", "problem", "methods"],
    &["rng", "dist", "stats", "calendar"],
    &["region"],
    &["world"],
    &["tape", "state"],
    &["policy", "prevention", "governance"],
    &["engine"],
    &["outcome"],
    &["scenario", "ambsys"],
    &["experiment", "store", "trace"],
    &["allocation"],
];

/// Words that the core does without: no panic by chance, no order by chance, no wall clock, no printing, no generator.
const BANNED: [&str; 13] = [
    "partial_cmp",
    ".unwrap(",
    "HashMap",
    "HashSet",
    "println!",
    "print!",
    "eprintln!",
    "dbg!",
    "Instant::now",
    "SystemTime",
    "thread_rng",
    "unsafe ",
    "rand::",
];

/// A source file of the core: its path under `src`, and its text.
struct File {
    path: PathBuf,
    text: String,
}

impl File {
    /// The text before the tests, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().map(|(number, line)| (number, line.split("//").next().unwrap()))
    }

    /// The lines before the tests, numbered from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(row, line)| (row + 1, line));
        lines.take_while(|(_, line)| *line != "#[cfg(test)]" || !self.tests_follow())
    }

    fn tests_follow(&self) -> bool {
        self.text.contains("#[cfg(test)]\nmod tests {")
    }

    /// The room that the file belongs to: the folder or file right under `src`.
    fn room(&self) -> String {
        let first = self.path.components().next().unwrap();
        Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
    }

    /// The rooms whose items it names.
    fn named(&self) -> Vec<(usize, String)> {
        let mut named = Vec::new();
        for (number, line) in self.code() {
            for (_, rest) in line.match_indices("crate::").map(|(at, word)| (at, &line[at + word.len()..])) {
                let group = rest.strip_prefix('{').map(|inner| inner.split('}').next().unwrap());
                let parts = group.map_or_else(|| vec![rest], |inner| inner.split(',').collect());
                named.extend(parts.into_iter().map(|part| (number, word(part.trim()))));
            }
        }
        named
    }
}

/// The name that a path begins with.
fn word(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push(File { path: path.strip_prefix(root()).unwrap().to_owned(), text });
            }
        }
    }
    assert!(found.len() > 50, "the sources are found");
    found
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// All that is wrong, one line each.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let without = files().into_iter().filter(|file| floor(&file.room()).is_none() && file.room() != "lib");
    none(&without.map(|file| format!("{} is on no floor", file.path.display())).collect::<Vec<_>>());
}

#[test]
fn imports_go_down_only() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| file.room() != "lib") {
        let own = floor(&file.room());
        for (line, room) in file.named() {
            // `crate::Address` and `crate::methods!` stand in lib.rs for rooms of floors 0 and 1.
            let other = if room.starts_with(char::is_uppercase) { Some(1) } else { floor(&room) };
            if other.is_none() || other > own {
                faults.push(format!("{}:{line} uses {room}, which is above it", file.path.display()));
            }
        }
        let is_root = file.path.components().count() == 1
            || file.path.ends_with(Path::new(&file.room()).join("mod.rs"));
        let climbs = |line: &str| {
            if is_root { line.starts_with("use super::") } else { line.contains("super::super::super::") }
        };
        let climbing = file.code().filter(|(_, line)| climbs(line));
        faults.extend(
            climbing
                .map(|(line, _)| format!("{}:{line} climbs out of its room by super", file.path.display())),
        );
    }
    none(&faults);
}

#[test]
fn banned_words_are_absent() {
    let mut faults = Vec::new();
    for file in files() {
        for (line, code) in file.code() {
            let found = BANNED.iter().filter(|banned| code.contains(**banned));
            faults.extend(found.map(|banned| format!("{}:{line} says {banned}", file.path.display())));
        }
    }
    none(&faults);
}

#[test]
fn files_and_functions_are_short() {
    let mut faults = Vec::new();
    let mut lengths = Vec::new();
    for file in files() {
        let lines: Vec<&str> = file.lines().map(|(_, line)| line).collect();
        if lines.len() > 400 {
            faults.push(format!("{} has {} lines without tests", file.path.display(), lines.len()));
        }
        for (row, length) in functions(&lines) {
            lengths.push(length);
            if length > 60 {
                faults.push(format!("{}:{} is a function of {length} lines", file.path.display(), row + 1));
            }
        }
    }
    none(&faults);
    lengths.sort_unstable();
    let (median, p90) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    println!(
        "{} functions: median {median} lines, 90th centile {p90}, longest {}",
        lengths.len(),
        lengths[lengths.len() - 1]
    );
    assert!(median <= 10 && p90 <= 30, "median {median}, 90th centile {p90}");
}

/// Where functions begin, and their lines from `fn` to the closing brace: rustfmt puts both at one indentation.
fn functions(lines: &[&str]) -> Vec<(usize, usize)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_function = |line: &str| {
        let code = line.trim_start();
        !code.starts_with("//") && code.split(" fn ").count() + usize::from(code.starts_with("fn ")) == 2
    };
    let starts = lines.iter().enumerate().filter(|(_, line)| is_function(line));
    starts
        .map(|(row, first)| {
            let one_line = first.ends_with('}') || first.ends_with(';');
            let closes =
                |line: &&str| indent(line) == indent(first) && (line.trim() == "}" || line.ends_with(';'));
            let length = if one_line {
                1
            } else {
                2 + lines[row + 1..].iter().take_while(|line| !closes(line)).count()
            };
            (row, length)
        })
        .collect()
}

/// Every registered method: folder of its family, name.
fn methods() -> Vec<(&'static str, &'static str)> {
    let families = [
        ("policy/dispatch", DispatchConfig::NAMES),
        ("policy/queue", QueueConfig::NAMES),
        ("policy/hospital", HospitalConfig::NAMES),
        ("policy/handover", HandoverConfig::NAMES),
        ("policy/calls", CallConfig::NAMES),
        ("policy/clinical", ClinicalConfig::NAMES),
        ("policy/patience", PatienceConfig::NAMES),
        ("policy/reserve", ReserveConfig::NAMES),
        ("policy/safety_plan", SafetyPlanConfig::NAMES),
        ("governance/arrangement", ArrangementConfig::NAMES),
    ];
    families.iter().flat_map(|(folder, names)| names.iter().map(move |name| (*folder, *name))).collect()
}

#[test]
fn every_method_has_its_file_with_a_documented_struct() {
    for (folder, name) in methods() {
        let path = root().join(folder).join(format!("{name}.rs"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} has its file {}", path.display()));
        let lines: Vec<&str> = text.lines().collect();
        let row = lines.iter().position(|line| line.starts_with("pub struct")).unwrap();
        let above =
            lines[..row].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("///"));
        assert!(above.clone().any(|line| line.starts_with("///")), "{name} says what it does");
    }
}

#[test]
fn every_method_is_in_the_schema() {
    let schema = ambics::scenario::schema().to_string();
    for (_, name) in methods() {
        assert!(schema.contains(&format!("\"{name}\"")), "the schema lists {name}");
    }
}

#[test]
fn every_method_is_in_the_glossary() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/glossary.md");
    let glossary = fs::read_to_string(&path).expect("docs/glossary.md is there");
    let of_allocation = ambics::allocation::MethodConfig::NAMES.iter().map(|name| ("allocation", *name));
    for (_, name) in methods().into_iter().chain(of_allocation) {
        assert!(glossary.contains(&format!("`{name}`")), "docs/glossary.md explains `{name}`");
    }
}
