//! Sweeps: a base scenario, arms, a design over its keys, and draws of what is uncertain; thousands of runs at once.

mod axis;
mod draws;

use self::axis::Axis;
use self::draws::Draws;
use super::report::{Fault, Report, quoted};
use super::shelf::{SCENARIO, Shelf, TABLE, name_fault};
use super::{Edit, Ensemble, Scenario, at_file};
use crate::problem::{Problem, Problems};
use crate::stats::{MOST_SOBOL, grid, latin_hypercube, sobol_points};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Most runs of a sweep.
pub const MOST_RUNS: u64 = 10_000_000;

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
    draws: Option<u32>,
    fit: Option<String>,
    #[serde(default)]
    draw: BTreeMap<String, Axis>,
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

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Arm {
    name: String,
    #[serde(default)]
    set: toml::Table,
}

/// A point of a sweep: an arm, a value for each key that varies, and a draw of what is uncertain.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepPoint {
    /// Its number, from 0.
    pub number: u32,
    /// The arm's name; the base's if the sweep has no arms.
    pub arm: String,
    /// The values, in the order of [`Sweep::keys`].
    pub values: Vec<toml::Value>,
    /// Its draw, from 0: the same draw is the same values in every point.
    pub draw: u32,
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
    /// The file of a fit that draws take members of, in the sweep's folder.
    pub fit_file: Option<String>,
    arms: Vec<Arm>,
    draws: Draws,
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
        let fit = written.fit.as_ref().map(|own| Ensemble::load(&path.with_file_name(own))).transpose()?;
        let draws = written.draws.unwrap_or(0);
        let draws = Draws::of(draws, &written.draw, fit, written.seed);
        draws.check(&base)?;
        let stem = name.strip_suffix(".toml").unwrap_or(&name).to_owned();
        Ok(written.sweep(base, stem, draws))
    }

    /// The scenario of a point, with one replication: how many are run is the sweep's own.
    ///
    /// # Errors
    /// Every fault of its values, with the number of the point.
    pub fn scenario(&self, point: &SweepPoint) -> Result<Scenario, Problems> {
        let arm = self.arms.iter().find(|arm| arm.name == point.arm);
        let set = arm.iter().flat_map(|arm| arm.set.iter());
        let mut edits = self.draws.edits(point.draw as usize, &self.base);
        edits.extend(set.map(|(key, value)| Edit::new(key.clone(), value.clone())));
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

    /// How many draws each point is run under; 1 where nothing is drawn.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws.len()
    }

    /// The keys that are drawn from ranges.
    #[must_use]
    pub fn drawn_keys(&self) -> &[String] {
        &self.draws.keys
    }

    /// The values of a draw, in the order of [`Sweep::drawn_keys`], and the number of its member of the fit.
    #[must_use]
    pub fn drawn(&self, draw: u32) -> (&[toml::Value], Option<usize>) {
        let values = self.draws.values.get(draw as usize).map_or(&[][..], Vec::as_slice);
        (values, self.draws.members.get(draw as usize).copied())
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
        if self.vary.is_empty() && self.arm.is_empty() && self.draws.is_none() {
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
        faults.extend(self.faults_of_draws());
        faults
    }

    /// Faults of what is drawn.
    fn faults_of_draws(&self) -> Vec<(String, Fault)> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, found: String, rule: &str, hint: &str| {
            faults.push((key.to_owned(), Fault::new(found, rule, hint)));
        };
        let nothing = self.draw.is_empty() && self.fit.is_none();
        match self.draws {
            Some(n) if n < 2 => fault("draws", n.to_string(), "2 draws or more", "draws = 20"),
            Some(n) if nothing => fault(
                "draws",
                format!("{n}, and nothing to draw"),
                "ranges in [draw], or a fit",
                "[draw] and below it \"travel.time_factor\" = { low = 0.95, high = 1.05 }",
            ),
            None if !nothing => fault("draws", "none".to_owned(), "how many draws there are", "draws = 20"),
            _ => {}
        }
        if let Some(hint) = self.fit.as_ref().and_then(|own| name_fault(own, TABLE)) {
            let found = quoted(self.fit.as_deref().unwrap_or_default());
            fault("fit", found, "the name of a fit's table in the same folder", &hint);
        }
        for (key, axis) in &self.draw {
            let again = self.vary.contains_key(key);
            let twice = || ("a key of [vary]".to_owned(), "a key that either varies or is drawn");
            if let Some((found, rule)) = again.then(twice).or_else(|| axis.fault(true)) {
                fault(&format!("draw.{key}"), found, rule, "for example { low = 0.95, high = 1.05 }");
            }
        }
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
        let draws = u64::from(self.draws.unwrap_or(1).max(1));
        points.saturating_mul(arms).saturating_mul(draws).saturating_mul(u64::from(self.replications))
    }

    fn sweep(self, base: Scenario, stem: String, draws: Draws) -> Sweep {
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
        let drawn = each.flat_map(|own| (0..draws.len() as u32).map(move |draw| (own.clone(), draw)));
        let points = drawn
            .enumerate()
            .map(|(number, ((arm, values), draw))| SweepPoint { number: number as u32, arm, values, draw })
            .collect();
        Sweep {
            name: if self.name.is_empty() { stem } else { self.name },
            base,
            base_file: self.base,
            keys: self.vary.keys().cloned().collect(),
            ranges: self.vary.values().map(Axis::range).collect(),
            points,
            replications: self.replications,
            fit_file: self.fit,
            arms: self.arm,
            draws,
        }
    }
}
