//! Sweeps: a base scenario, arms, and a design over its keys, thousands of runs at once.

use super::report::{Fault, Report, quoted};
use super::shelf::{SCENARIO, Shelf, name_fault};
use super::{Edit, Scenario, at_file};
use crate::problem::{Problem, Problems};
use crate::stats::{MOST_SOBOL, grid, latin_hypercube, sobol_points};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Most runs of a sweep.
pub const MOST_RUNS: u64 = 10_000_000;
/// Most points of one axis.
const MOST_STEPS: u32 = 10_000;

/// A sweep file as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    #[serde(default)]
    name: String,
    base: String,
    #[serde(default)]
    design: Design,
    points: Option<u32>,
    replications: u32,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    vary: BTreeMap<String, Axis>,
    #[serde(default)]
    arm: Vec<Arm>,
}

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Design {
    #[default]
    Grid,
    LatinHypercube,
    Sobol,
    List,
}

/// The values of a key.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Axis {
    Values(Vec<toml::Value>),
    Range(Range),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    low: f64,
    high: f64,
    steps: Option<u32>,
    #[serde(default)]
    log: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    name: String,
    #[serde(default)]
    set: toml::Table,
}

/// A point of a sweep: an arm, and a value for each key that varies.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepPoint {
    /// Its number, from 0.
    pub number: u32,
    /// The arm's name; the base's if the sweep has no arms.
    pub arm: String,
    /// The values, in the order of [`Sweep::keys`].
    pub values: Vec<toml::Value>,
}

/// A sweep: points, and replications of each.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Its name; the file's if it gives none.
    pub name: String,
    /// What is edited.
    pub base: Scenario,
    /// Its file, in the sweep's folder.
    pub base_file: String,
    /// The keys that vary, in alphabetical order.
    pub keys: Vec<String>,
    /// The range of each of them, if it has one: low, high, and whether it goes in even ratios.
    pub ranges: Vec<Option<(f64, f64, bool)>>,
    /// The points: arm by arm.
    pub points: Vec<SweepPoint>,
    /// Replications of each point.
    pub replications: u32,
    arms: Vec<Arm>,
}

impl Sweep {
    /// Loads a sweep: `kind = "sweep"`, a `base` in the same folder, a design over `[vary]`, and `[[arm]]` tables.
    ///
    /// # Errors
    /// Every fault of the file and of its base. Whether each point is a sound scenario is seen when it is made.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let file = path.display().to_string();
        let shelf = Shelf::Folder(path.parent().unwrap_or(Path::new("")).to_owned());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown: Arc<str> = file.as_str().into();
        let text = shelf.first(path, &name).map_err(|fault| at_file(shown.clone(), fault))?;
        let written: Written =
            toml::from_str(&text).map_err(|error| at_file(shown.clone(), syntax(&error)))?;
        let mut report = Report::default();
        let place = super::report::Place { file: shown, line: None };
        for (key, fault) in written.faults() {
            report.at(&place, &key, fault);
        }
        if let Some(hint) = name_fault(&written.base, SCENARIO) {
            let rule = "the name of a scenario file in the same folder";
            report.at(&place, "base", Fault::new(quoted(&written.base), rule, hint));
        }
        if !report.is_empty() {
            return Err(report.into_problems());
        }
        let base = Scenario::load(&path.with_file_name(&written.base))?;
        let stem = name.strip_suffix(".toml").unwrap_or(&name).to_owned();
        Ok(written.sweep(base, stem))
    }

    /// The scenario of a point, with one replication: how many are run is the sweep's own.
    ///
    /// # Errors
    /// Every fault of its values, with the number of the point.
    pub fn scenario(&self, point: &SweepPoint) -> Result<Scenario, Problems> {
        let arm = self.arms.iter().find(|arm| arm.name == point.arm);
        let set = arm.iter().flat_map(|arm| arm.set.iter());
        let mut edits: Vec<Edit> = set.map(|(key, value)| Edit::new(key.clone(), value.clone())).collect();
        edits.extend(
            self.keys.iter().zip(&point.values).map(|(key, value)| Edit::new(key.clone(), value.clone())),
        );
        edits.push(Edit::new("run.replications", 1));
        self.base.with(&edits).map_err(|faults| {
            let mut named = Problems::none();
            for fault in faults.iter() {
                let file = format!("point {} ({})", point.number, point.arm);
                named.push(Problem { file, ..fault.clone() });
            }
            named
        })
    }

    /// How many runs there are.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.points.len() as u64 * u64::from(self.replications)
    }
}

fn syntax(error: &toml::de::Error) -> Fault {
    let hint = "kind = \"sweep\", base = \"file.toml\", replications = 10, and below [vary] keys with values";
    Fault::new(error.message().to_owned(), "a sweep file", hint)
}

impl Written {
    fn faults(&self) -> Vec<(String, Fault)> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, found: String, rule: &str, hint: &str| {
            faults.push((key.to_owned(), Fault::new(found, rule, hint)));
        };
        if self.kind != "sweep" {
            fault("kind", quoted(&self.kind), "`sweep`", "kind = \"sweep\"");
        }
        if self.replications == 0 {
            fault("replications", "0".to_owned(), "a whole number from 1 on", "");
        }
        let filled = matches!(self.design, Design::LatinHypercube | Design::Sobol);
        if filled && self.points.is_none_or(|n| n == 0) {
            fault("points", "none".to_owned(), "how many points this design has", "points = 100");
        }
        if self.design == Design::Sobol && self.vary.len() > MOST_SOBOL {
            fault(
                "vary",
                format!("{} keys", self.vary.len()),
                "at most 10 keys for sobol",
                "latin_hypercube takes any number",
            );
        }
        if self.design == Design::List && !self.vary.is_empty() {
            fault(
                "vary",
                format!("{} keys", self.vary.len()),
                "arms alone make a list",
                "state each point as [[arm]], or take a grid",
            );
        }
        if self.vary.is_empty() && self.arm.is_empty() {
            fault(
                "vary",
                "nothing".to_owned(),
                "keys that vary, or arms",
                "[vary] and below it \"travel.time_factor\" = [0.9, 1.1]",
            );
        }
        let runs = self.count();
        if runs > MOST_RUNS {
            fault("points", format!("{runs} runs"), "at most 10,000,000 runs", "fewer steps or replications");
        }
        faults.extend(self.faults_of_parts(filled));
        faults
    }

    /// Faults of single keys and arms.
    fn faults_of_parts(&self, filled: bool) -> Vec<(String, Fault)> {
        let hint = "for example { low = 0.9, high = 1.1, steps = 5 }";
        let axis = |(key, axis): (&String, &Axis)| {
            let (found, rule) = axis.fault(filled)?;
            Some((format!("vary.{key}"), Fault::new(found, rule, hint)))
        };
        let arm = |(row, arm): (usize, &Arm)| {
            let again = self.arm[..row].iter().any(|own| own.name == arm.name);
            let rule = "a name unlike those of the other arms";
            let fault = || (format!("arm[{row}].name"), Fault::new(quoted(&arm.name), rule, ""));
            (again || arm.name.trim().is_empty()).then(fault)
        };
        self.vary.iter().filter_map(axis).chain(self.arm.iter().enumerate().filter_map(arm)).collect()
    }

    /// Runs in all, as far as they can be counted.
    fn count(&self) -> u64 {
        let points = match self.design {
            Design::Grid => self.vary.values().fold(1_u64, |all, axis| all.saturating_mul(axis.len())),
            Design::List => 1,
            Design::LatinHypercube | Design::Sobol => u64::from(self.points.unwrap_or(1)),
        };
        let arms = self.arm.len().max(1) as u64;
        points.saturating_mul(arms).saturating_mul(u64::from(self.replications))
    }

    fn sweep(self, base: Scenario, stem: String) -> Sweep {
        let axes: Vec<&Axis> = self.vary.values().collect();
        let n = self.points.unwrap_or(0) as usize;
        let along = |cube: Vec<Vec<f64>>| -> Vec<Vec<toml::Value>> {
            cube.iter().map(|own| own.iter().zip(&axes).map(|(u, axis)| axis.at(*u)).collect()).collect()
        };
        let values: Vec<Vec<toml::Value>> = match self.design {
            Design::List => vec![Vec::new()],
            Design::LatinHypercube => along(latin_hypercube(n, axes.len(), self.seed)),
            Design::Sobol => along(sobol_points(n, axes.len(), self.seed)),
            Design::Grid => {
                let each: Vec<Vec<toml::Value>> = axes.iter().map(|axis| axis.values()).collect();
                let rows = grid(&each.iter().map(Vec::len).collect::<Vec<_>>());
                rows.iter()
                    .map(|row| row.iter().zip(&each).map(|(at, own)| own[*at].clone()).collect())
                    .collect()
            }
        };
        let names: Vec<String> = match self.arm.is_empty() {
            true => vec![base.name().to_owned()],
            false => self.arm.iter().map(|arm| arm.name.clone()).collect(),
        };
        let each = names.iter().flat_map(|arm| values.iter().map(move |own| (arm.clone(), own.clone())));
        let points = each
            .enumerate()
            .map(|(number, (arm, values))| SweepPoint { number: number as u32, arm, values })
            .collect();
        Sweep {
            name: if self.name.is_empty() { stem } else { self.name },
            base,
            base_file: self.base,
            keys: self.vary.keys().cloned().collect(),
            ranges: self.vary.values().map(Axis::range).collect(),
            points,
            replications: self.replications,
            arms: self.arm,
        }
    }
}

impl Axis {
    const fn range(&self) -> Option<(f64, f64, bool)> {
        match self {
            Self::Values(_) => None,
            Self::Range(range) => Some((range.low, range.high, range.log)),
        }
    }

    fn fault(&self, filled: bool) -> Option<(String, &'static str)> {
        match self {
            Self::Values(_) if filled => {
                Some(("a list".to_owned(), "low and high, for a design that fills space"))
            }
            Self::Values(values) if values.is_empty() => Some(("no value".to_owned(), "at least one value")),
            Self::Values(_) => None,
            Self::Range(range) => range.fault(filled),
        }
    }

    fn len(&self) -> u64 {
        match self {
            Self::Values(values) => values.len() as u64,
            Self::Range(range) => u64::from(range.steps.unwrap_or(1)),
        }
    }

    fn values(&self) -> Vec<toml::Value> {
        match self {
            Self::Values(values) => values.clone(),
            Self::Range(range) => {
                let steps = range.steps.unwrap_or(1);
                (0..steps).map(|k| range.at(f64::from(k) / f64::from((steps - 1).max(1))).into()).collect()
            }
        }
    }

    fn at(&self, u: f64) -> toml::Value {
        match self {
            Self::Values(values) => values[0].clone(),
            Self::Range(range) => range.at(u).into(),
        }
    }
}

impl Range {
    fn fault(&self, filled: bool) -> Option<(String, &'static str)> {
        let Self { low, high, steps, log } = *self;
        let found = || format!("{low} to {high}");
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Some((found(), "low below high"));
        }
        if log && low <= 0.0 {
            return Some((found(), "low above 0, for a range of logarithms"));
        }
        match steps {
            Some(_) if filled => Some(("steps".to_owned(), "no steps, for a design that fills space")),
            None if !filled => Some(("no steps".to_owned(), "steps, for a grid")),
            Some(n) if !(2..=MOST_STEPS).contains(&n) => Some((n.to_string(), "from 2 to 10,000 steps")),
            _ => None,
        }
    }

    fn at(&self, u: f64) -> f64 {
        if self.log {
            libm::exp(libm::log(self.low) + u * (libm::log(self.high) - libm::log(self.low)))
        } else {
            self.low + u * (self.high - self.low)
        }
    }
}
