//! What is wanted: a measure of a group, and the value that it is to have.

use crate::experiment::{ArmResult, Statistic, area_name};
use crate::outcome::{Level, Levels, Measures, ReportedCategory};
use crate::problem::{Problem, Problems, did_you_mean};
use crate::scenario::Scenario;
use crate::units::Quantity;

/// Longest target, seconds: a run ends a day after its window.
const LONGEST_S: f64 = 86_400.0;

/// A measure of a group and the value that it is to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    level: Level,
    code: String,
    category: ReportedCategory,
    statistic: Statistic,
    target_s: f64,
}

impl Goal {
    /// Reads a measure such as `C2 mean`, the code of a group, and a target such as `30 min`. Without a code the group
    /// is the only service, or England.
    ///
    /// # Errors
    /// Every fault of the three.
    pub fn parse(
        scenario: &Scenario,
        measure: &str,
        of: Option<&str>,
        target: &str,
    ) -> Result<Self, Problems> {
        let (measured, group, target) = (statistic(measure), group(scenario, of), seconds(target));
        match (measured, group, target) {
            (Ok((category, statistic)), Ok((level, code)), Ok(target_s)) => {
                Ok(Self { level, code, category, statistic, target_s })
            }
            (measured, group, target) => {
                let mut problems = Problems::none();
                let faults = [measured.err(), group.err(), target.err()];
                faults.into_iter().flatten().for_each(|more| problems.extend(more));
                Err(problems)
            }
        }
    }

    /// Which level.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// The group's code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Which category.
    #[must_use]
    pub const fn category(&self) -> ReportedCategory {
        self.category
    }

    /// Which statistic.
    #[must_use]
    pub const fn statistic(&self) -> Statistic {
        self.statistic
    }

    /// The value that it is to have, seconds.
    #[must_use]
    pub const fn target_s(&self) -> f64 {
        self.target_s
    }

    /// The measure in words: `C2 mean`, `C1 90th centile`.
    #[must_use]
    pub fn measure(&self) -> String {
        let statistic = match self.statistic {
            Statistic::Mean => "mean",
            Statistic::P90 => "90th centile",
        };
        format!("{} {statistic}", self.category.name())
    }

    /// The measure in each replication of an arm, seconds.
    ///
    /// # Errors
    /// If a replication has no response of the category there.
    pub(super) fn values(&self, arm: &ArmResult) -> Result<Vec<f64>, Problems> {
        let group = arm.levels.get(self.level).and_then(|known| known.codes.binary_search(&self.code).ok());
        let row = |measures: &Measures| {
            let is_it = |group: usize| {
                let fits = |r: &crate::outcome::ResponseRow| {
                    (r.level, usize::from(r.group), r.category) == (self.level, group, self.category)
                };
                measures.responses.iter().position(fits)
            };
            is_it(group?)
        };
        let values = arm.replications.first().and_then(row).map(|row| arm.values(row, self.statistic));
        let known: Option<Vec<f64>> = values.and_then(|values| values.into_iter().collect());
        known.ok_or_else(|| {
            let found =
                format!("a replication without a response of {} in {}", self.category.name(), self.code);
            let rule = "a measure that every replication has";
            only(fault("goal", found, rule, "take more days (run.days) or a larger group"))
        })
    }
}

fn statistic(measure: &str) -> Result<(ReportedCategory, Statistic), Problems> {
    let parts: Vec<&str> =
        measure.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let category =
        |text: &str| ReportedCategory::ALL.into_iter().find(|c| c.name().eq_ignore_ascii_case(text));
    let statistic = |text: &str| Statistic::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(text));
    let read = match parts.as_slice() {
        [a, b] => category(a).zip(statistic(b)).or_else(|| category(b).zip(statistic(a))),
        _ => None,
    };
    let rule = "a category (C1, C1T, C2, C3, C4, Other or all) and `mean` or `p90`";
    read.ok_or_else(|| only(fault("goal", format!("\"{measure}\""), rule, "for example \"C2 mean\"")))
}

fn group(scenario: &Scenario, of: Option<&str>) -> Result<(Level, String), Problems> {
    let region = scenario.region();
    let levels = Levels::new(region, scenario.areas());
    let whole = || {
        let code = |level: Level| levels.get(level).map(|known| known.codes.as_slice());
        match (code(Level::Trust), code(Level::England)) {
            (Some([only]), _) => Some((Level::Trust, only.clone())),
            (_, Some([england])) => Some((Level::England, england.clone())),
            _ => None,
        }
    };
    let rule = "the code of a group that is simulated: a service, ICS, patch or district, or England";
    let Some(of) = of.map(str::trim) else {
        return whole().ok_or_else(|| {
            only(fault("of", "no group".to_owned(), rule, "several services are simulated: name one"))
        });
    };
    let by = |same: &dyn Fn(Level, &str) -> bool| {
        levels.groupings.iter().find_map(|known| {
            let code = known.codes.iter().find(|code| same(known.level, code))?;
            Some((known.level, code.clone()))
        })
    };
    by(&|_, code| code.eq_ignore_ascii_case(of))
        .or_else(|| by(&|level, code| area_name(region, level, code).eq_ignore_ascii_case(of)))
        .ok_or_else(|| {
            let known = [Level::England, Level::Trust, Level::Ics, Level::Patch];
            let codes = known.iter().filter_map(|level| levels.get(*level)).flat_map(|known| &known.codes);
            let hint = did_you_mean(of, codes.map(String::as_str));
            only(fault("of", format!("\"{of}\""), rule, &hint))
        })
}

fn seconds(target: &str) -> Result<f64, Problems> {
    let inside = |seconds: &f64| *seconds > 0.0 && *seconds <= LONGEST_S;
    let hint = if target.trim().parse::<f64>().is_ok() {
        format!("write its unit: \"{} min\"", target.trim())
    } else {
        "for example \"30 min\"".to_owned()
    };
    let rule = "a duration above 0 and at most 24 h, with its unit";
    let read = Quantity::Duration.parse(target).filter(inside);
    read.ok_or_else(|| only(fault("target", format!("\"{target}\""), rule, &hint)))
}

fn fault(path: &str, found: String, rule: &str, hint: &str) -> Problem {
    let (file, path) = ("seek".to_owned(), path.to_owned());
    Problem { file, path, line: None, found, rule: rule.to_owned(), hint: hint.to_owned() }
}

pub(super) fn only(problem: Problem) -> Problems {
    let mut problems = Problems::none();
    problems.push(problem);
    problems
}

/// The fault of a search with fewer than two replications.
pub(super) fn too_few(replications: u32) -> Problems {
    let hint = "10 or more, for example --replications 10";
    only(fault("run.replications", replications.to_string(), "at least 2: one gives no interval", hint))
}
