use super::run::{ArmResult, Experiment};
use crate::region::Sources;
use crate::scenario::{DataFile, Scenario, TODAY};
use crate::world::Clock;
use serde::Serialize;
use std::collections::BTreeMap;

/// What every report says.
pub const SENTENCES: [&str; 5] = [
    "This comparison does not estimate the effect of any existing organisation.",
    "Differences arise only through the channels listed; the sizes of the channel changes are inputs you chose or \
     assumptions.",
    "ICS figures come from synthetic stations and fitted hours; they are not published statistics and not for \
     performance management.",
    "Intervals are 95% and cover chance only, between replications on the same inputs; parameters and assumptions are \
     held fixed.",
    "Intended use: planning, never live dispatch, strike or surge tactics.",
];

/// What makes a result reproducible and readable. A figure without one does not exist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Version of ambics.
    pub ambics_version: String,
    /// BLAKE3 of version, arms, data, seed and replications, hexadecimal; threads and clocks stand outside.
    pub identity: String,
    /// The seed of all luck.
    pub seed: u64,
    /// Replications asked for.
    pub replications_asked: u32,
    /// Numbers of the replications that are there, from 0.
    pub replications: Vec<u32>,
    /// Whether all asked for are there.
    pub complete: bool,
    /// Threads asked for, 0 for all cores; the result does not depend on them.
    pub threads: usize,
    /// Name of the region.
    pub region: String,
    /// BLAKE3 of the region's tables, hexadecimal.
    pub data_hash: String,
    /// What the arrangement `today` means.
    pub today: &'static str,
    /// The arms, the baseline first.
    pub arms: Vec<ManifestArm>,
    /// The assumptions, with the first arm's values.
    pub assumptions: Vec<ManifestAssumption>,
    /// The checkpoint that the arms went on from; `None`: they ran from the beginning.
    pub checkpoint: Option<ManifestCheckpoint>,
    /// The attribution that every figure carries.
    pub attribution: String,
    /// Where the tables come from.
    pub sources: Vec<ManifestSource>,
    /// What every report says.
    pub sentences: [&'static str; 5],
}

/// What the arms have in common up to an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManifestCheckpoint {
    /// Hash of the scenario that ran up to there.
    pub scenario_hash: String,
    /// The instant, milliseconds since the lead-in began.
    pub at_ms: i64,
}

/// An arm: what was decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManifestArm {
    /// Its name.
    pub name: String,
    /// BLAKE3 of the canonical text, hexadecimal.
    pub scenario_hash: String,
    /// The whole scenario, defaults included; a scenario file itself.
    pub scenario: String,
    /// The data files that it has read.
    pub data_files: Vec<ManifestFile>,
    /// Name of the arrangement.
    pub arrangement: &'static str,
    /// Hours a week that it adds.
    pub uplift_hours_per_week: f64,
    /// First day measured.
    pub start: String,
    /// Days measured.
    pub days: u32,
    /// Time zero of the incident table, UTC.
    pub time_zero_utc: String,
    /// Hours of today's rota.
    pub hours: Vec<ManifestHours>,
    /// Rostered hours a week by patch, today's and the uplift's together.
    pub rostered_hours_per_week: BTreeMap<String, u32>,
    /// Values of assumptions that differ from the first arm's.
    pub assumptions_differing: BTreeMap<String, f64>,
    /// What is odd without being wrong.
    pub warnings: Vec<String>,
}

/// A data file of a scenario's folder: what it is to the scenario, and its content's hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManifestFile {
    /// The key that names it.
    pub key: &'static str,
    /// Its name.
    pub name: String,
    /// BLAKE3 of its bytes, hexadecimal.
    pub blake3: String,
}

/// Hours of a service or a patch, and how they are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManifestHours {
    /// ODS code of the service, or code of the patch.
    pub code: String,
    /// Effective vehicle-hours a week: those with which the model reproduces the published times.
    pub effective_hours_per_week: f64,
    /// The region's assumption; `None`: the scenario's own hours.
    pub assumption: Option<String>,
}

/// An assumption and the value in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManifestAssumption {
    /// Name.
    pub name: String,
    /// Value in force.
    pub value: f64,
    /// Lowest value thought possible.
    pub low: f64,
    /// Highest value thought possible.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Evidence: A published, B proxy, C back-calculated, D opinion or default.
    pub grade: &'static str,
    /// Where it is from.
    pub source: String,
    /// Whether the scenario gives the value.
    pub set_by_scenario: bool,
}

/// Where a table of the region comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManifestSource {
    /// File name.
    pub file: String,
    /// Publisher.
    pub publisher: String,
    /// Licence.
    pub licence: String,
    /// Period covered.
    pub period: String,
    /// `published`, `derived`, `assumption`, `synthetic`, `fitted` or `own`.
    pub tier: String,
}

impl Experiment {
    /// The manifest of this experiment, run with so many threads (0 for all cores).
    ///
    /// # Panics
    /// If there is no arm.
    #[must_use]
    pub fn manifest(&self, threads: usize) -> Manifest {
        let first = &self.arms.first().expect("an experiment has at least one arm").scenario;
        let (run, region) = (first.run(), first.region());
        Manifest {
            ambics_version: env!("CARGO_PKG_VERSION").to_owned(),
            identity: self.identity(),
            seed: run.seed,
            replications_asked: run.replications,
            replications: self.replications.clone(),
            complete: self.complete,
            threads,
            region: region.name().to_owned(),
            data_hash: region.sources().hash.clone(),
            today: TODAY,
            arms: self.arms.iter().map(|arm| manifest_arm(arm, first)).collect(),
            assumptions: assumptions(first),
            checkpoint: self
                .branched
                .as_ref()
                .map(|(hash, at)| ManifestCheckpoint { scenario_hash: hash.clone(), at_ms: at.0 }),
            attribution: region.sources().attribution.clone(),
            sources: sources(region.sources()),
            sentences: SENTENCES,
        }
    }

    fn identity(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(env!("CARGO_PKG_VERSION"));
        for arm in &self.arms {
            part(&arm.name);
            part(&arm.scenario.hash());
            part(&arm.scenario.region().sources().hash);
        }
        // An arm that goes on from its own checkpoint is the run that was never stopped.
        let branch = |(hash, _): &&(String, _)| self.arms.iter().any(|arm| arm.scenario.hash() != *hash);
        if let Some((hash, at)) = self.branched.as_ref().filter(branch) {
            part(hash);
            part(&at.0.to_string());
        }
        part(&self.arms[0].scenario.run().seed.to_string());
        self.replications.iter().for_each(|number| part(&number.to_string()));
        hasher.finalize().to_hex().to_string()
    }
}

fn manifest_arm(arm: &ArmResult, first: &Scenario) -> ManifestArm {
    let scenario = &arm.scenario;
    let run = scenario.run();
    let hours = scenario.hours_in_force().into_iter().map(|hours| ManifestHours {
        code: hours.code,
        effective_hours_per_week: hours.hours_per_week,
        assumption: hours.assumption,
    });
    let pairs = scenario.assumptions_in_force().into_iter().zip(first.assumptions_in_force());
    let differing = pairs.filter(|(own, its)| own.value != its.value);
    ManifestArm {
        name: arm.name.clone(),
        scenario_hash: scenario.hash(),
        scenario: scenario.canonical(),
        data_files: scenario.data_files().iter().map(data_file).collect(),
        arrangement: scenario.arrangement().name(),
        uplift_hours_per_week: scenario.uplift_hours_per_week(),
        start: run.start.to_string(),
        days: run.days,
        time_zero_utc: Clock::new(run.start, run.days, run.lead_in).origin().to_string(),
        hours: hours.collect(),
        rostered_hours_per_week: arm.rostered_per_week.clone(),
        assumptions_differing: differing.map(|(own, _)| (own.given.name.clone(), own.value)).collect(),
        warnings: scenario.warnings().iter().map(ToString::to_string).collect(),
    }
}

fn data_file(file: &DataFile) -> ManifestFile {
    ManifestFile { key: file.key, name: file.name.clone(), blake3: file.blake3.clone() }
}

fn assumptions(scenario: &Scenario) -> Vec<ManifestAssumption> {
    let in_force = scenario.assumptions_in_force().into_iter().map(|assumption| {
        let given = assumption.given;
        ManifestAssumption {
            name: given.name.clone(),
            value: assumption.value,
            low: given.low,
            high: given.high,
            unit: given.unit.clone(),
            grade: given.grade.name(),
            source: given.source.clone(),
            set_by_scenario: assumption.value != given.value,
        }
    });
    in_force.collect()
}

fn sources(sources: &Sources) -> Vec<ManifestSource> {
    let tables = sources.tables.iter().map(|table| ManifestSource {
        file: table.file.clone(),
        publisher: table.publisher.clone(),
        licence: table.licence.clone(),
        period: table.period.clone(),
        tier: table.tier.clone(),
    });
    tables.collect()
}
