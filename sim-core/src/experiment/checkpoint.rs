//! A run that stands still at an instant: saved, loaded, gone on with, or branched into arms with other rules.

use super::replicate::{Part, Piece, Prepared, prepare, stand};
use super::run::{RunOptions, in_pool};
use crate::engine::Stop;
use crate::problem::{Problem, Problems};
use crate::rng::Address;
use crate::scenario::Scenario;
use crate::units::SimTime;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Every replication of one scenario as it stands at an instant, with what it has recorded so far.
///
/// What comes after is the same to the byte as in a run that was never stopped. An arm that goes on from it may have
/// other rules of operation and other borders; it keeps its ground (region, selection, window, assumptions, demand),
/// its seed and its fleet, since what has happened was made of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    ambics_version: String,
    scenario: String,
    scenario_hash: String,
    ground: String,
    fleet: String,
    seed: u64,
    at: SimTime,
    replications: Vec<Standing>,
}

/// One replication that stands still: a part for each component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Standing {
    number: u32,
    parts: Vec<Part>,
}

/// The part of a checkpoint file that every version can read.
#[derive(Deserialize)]
struct Header {
    ambics_version: String,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Checkpoint {
    /// Runs a scenario's replications up to an instant of its calendar, not past its window; `None` if a stop was asked
    /// for. Every incident is kept; the log if it was asked for.
    #[must_use]
    pub fn make(scenario: &Scenario, at: SimTime, options: &RunOptions<'_>) -> Option<Self> {
        in_pool(options.threads, || Self::make_here(scenario, at, options))
    }

    fn make_here(scenario: &Scenario, at: SimTime, options: &RunOptions<'_>) -> Option<Self> {
        let prepared = prepare(&[scenario]).pop().expect("one scenario gives one arm");
        let never = Stop::new();
        let stop = options.stop.unwrap_or(&never);
        let n_patches = scenario.region().patches().len();
        let piece = Piece {
            n_patches,
            incidents: true,
            log: options.with_log,
            from: None,
            start: options.start,
            until: at,
        };
        let (seed, first) = (scenario.run().seed, options.first_replication);
        let one = |number: u32| {
            let address = Address::new(seed, number);
            let part = |c| stand(&prepared, c, address, piece, stop);
            let parts: Option<Vec<Part>> =
                (0..prepared.world.components.len()).into_par_iter().map(part).collect();
            Some(Standing { number, parts: parts? })
        };
        let numbers = (first..first + scenario.run().replications).into_par_iter();
        Some(Self {
            ambics_version: VERSION.to_owned(),
            scenario: scenario.name().to_owned(),
            scenario_hash: scenario.hash(),
            ground: ground(scenario),
            fleet: fleet(&prepared),
            seed,
            at,
            replications: numbers.map(one).collect::<Option<Vec<Standing>>>()?,
        })
    }

    /// Whether arms can go on from here.
    ///
    /// # Errors
    /// Every way in which an arm is not what the checkpoint was made of, with `file` as the checkpoint's name.
    pub fn fits(&self, arms: &[(String, Scenario)], file: &str) -> Result<(), Problems> {
        let mut problems = Problems::none();
        for (name, arm) in arms {
            let mut unlike = |path: &str, found: String, rule: String, hint: &str| {
                let hint = hint.to_owned();
                problems.push(Problem {
                    file: file.to_owned(),
                    path: format!("{name}: {path}"),
                    line: None,
                    found,
                    rule,
                    hint,
                });
            };
            let (run, kept) = (arm.run(), self.replications.len());
            if run.seed != self.seed {
                let rule = format!("the checkpoint's seed: {}", self.seed);
                unlike("run.seed", run.seed.to_string(), rule, "--seed gives it");
            }
            if run.replications as usize != kept {
                let rule = format!("the checkpoint's replications: {kept}");
                unlike("run.replications", run.replications.to_string(), rule, "--replications gives it");
            }
            let of = &self.scenario;
            if ground(arm) != self.ground {
                let rule = format!("the region, selection, window, start, demand and assumptions of {of}");
                unlike("ground", "another one".to_owned(), rule, "only rules of operation may differ");
            } else if prepare(&[arm]).iter().any(|prepared| fleet(prepared) != self.fleet) {
                let rule = format!("the vehicles and shifts of {of}");
                unlike("fleet", "another one".to_owned(), rule, "only rules of operation may differ");
            }
        }
        problems.into_result(|| ())
    }

    /// The instant at which it stands, since the lead-in began.
    #[must_use]
    pub const fn at(&self) -> SimTime {
        self.at
    }

    /// Name and hash of the scenario that it was made of.
    #[must_use]
    pub fn scenario(&self) -> (&str, &str) {
        (&self.scenario, &self.scenario_hash)
    }

    /// The numbers of its replications.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.replications.iter().map(|standing| standing.number)
    }

    /// The parts of a replication, one for each component.
    pub(super) fn parts(&self, number: u32) -> Option<&[Part]> {
        let standing = self.replications.iter().find(|standing| standing.number == number);
        standing.map(|standing| standing.parts.as_slice())
    }

    /// The checkpoint as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a checkpoint has only text keys")
    }

    /// Reads a checkpoint.
    ///
    /// # Errors
    /// A text that is none, or that another version has written; `file` is its name.
    pub fn from_json(text: &str, file: &str) -> Result<Self, Problems> {
        let fault = |path: &str, found: String, rule: String| {
            let (path, hint) = (path.to_owned(), String::new());
            let mut problems = Problems::none();
            problems.push(Problem { file: file.to_owned(), path, line: None, found, rule, hint });
            problems
        };
        let unreadable =
            |error: serde_json::Error| fault("", error.to_string(), "a checkpoint of ambics".to_owned());
        let header: Header = serde_json::from_str(text).map_err(unreadable)?;
        if header.ambics_version != VERSION {
            let rule = format!("a checkpoint of this version: {VERSION}");
            return Err(fault("ambics_version", header.ambics_version, rule));
        }
        serde_json::from_str(text).map_err(unreadable)
    }
}

/// What has happened was made of this: the tables, all that the world is compiled for, and what the run began with.
fn ground(scenario: &Scenario) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(scenario.region().sources().hash.as_bytes());
    hasher.update(format!("{:?}", scenario.world_plan()).as_bytes());
    hasher.update(format!("{:?}", scenario.live()).as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// All vehicles, their stations and their shifts.
fn fleet(prepared: &Prepared) -> String {
    let mut hasher = blake3::Hasher::new();
    for component in &prepared.decisions.components {
        hasher.update(format!("{:?}", component.fleet).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
