//! From what a user writes to the questions of a backtest, for the command and for Python.

use ambics::ambsys::Choice;
use ambics::experiment::backtest::BacktestQuestions;
use ambics::experiment::planround::MonthlyHours;
use ambics::problem::{Problem, Problems};
use ambics::region::Month;
use ambics::scenario::{Ensemble, Scenario};
use std::fs;
use std::path::{Path, PathBuf};

/// What a user asks of a backtest.
#[derive(Debug, Clone, Default)]
pub struct BacktestGiven {
    /// The months to predict: `2024-01..2024-03`.
    pub months: String,
    /// The months of the fit; the scenario's own before the first month predicted if not given.
    pub fit_months: Option<String>,
    /// The file of a fit.
    pub fit: Option<PathBuf>,
    /// The file of hours by service and month.
    pub hours: Option<PathBuf>,
    /// Whether nothing from before a break counts after it.
    pub update_at_breaks: bool,
}

impl BacktestGiven {
    /// The questions.
    ///
    /// # Errors
    /// Every fault of the months and of the files.
    pub fn questions(&self, scenario: &Scenario) -> Result<BacktestQuestions, Problems> {
        let mut problems = Problems::none();
        let mut keep = |faults: Problems| problems.extend(faults);
        let asked = months("--months", &self.months).map_err(&mut keep).unwrap_or_default();
        let mut questions = BacktestQuestions::of(scenario, asked);
        if let Some(given) = &self.fit_months {
            questions.fit_months = months("--fit-months", given).map_err(&mut keep).unwrap_or_default();
        }
        questions.fit = self.fit.as_deref().and_then(|path| Ensemble::load(path).map_err(&mut keep).ok());
        questions.hours =
            self.hours.as_deref().and_then(|path| hours(path, scenario).map_err(&mut keep).ok());
        questions.update_at_breaks = self.update_at_breaks;
        problems.into_result(|| questions)
    }
}

/// The months of `2024-01..2024-03`, or of one month.
fn months(option: &str, given: &str) -> Result<Vec<Month>, Problems> {
    let fault = (format!("`{given}`"), "a month, or a first and a last one", "2024-01..2024-03");
    Choice::months(given).map(|(first, last)| first.to(last)).ok_or_else(|| one(option, fault))
}

type HoursByService = std::collections::BTreeMap<String, MonthlyHours>;

/// The hours of the scenario's services.
fn hours(path: &Path, scenario: &Scenario) -> Result<HoursByService, Problems> {
    let file = path.display().to_string();
    let read = fs::read(path).map_err(|error| error.kind().to_string());
    let text =
        read.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "bytes that are no UTF-8".to_owned()));
    let rule = "a CSV file in UTF-8 with the columns service_code, month and hours";
    let text = text.map_err(|found| one(&file, (found, rule, "save it as CSV UTF-8")))?;
    let region = scenario.region();
    let services = scenario.services().into_iter().map(|id| region.services()[id.index()].code.clone());
    MonthlyHours::by_service(&file, &text, &services.collect::<Vec<_>>())
}

/// One fault.
fn one(file: &str, (found, rule, hint): (String, &str, &str)) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.to_owned(),
        path: String::new(),
        line: None,
        found,
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    });
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let given = BacktestGiven {
            months: "2024-03..2024-01".to_owned(),
            fit: Some("no-fit.csv".into()),
            hours: Some("no-hours.csv".into()),
            ..BacktestGiven::default()
        };
        let told = given.questions(&tiny).expect_err("three faults");
        let files: Vec<&str> = told.iter().map(|fault| fault.file.as_str()).collect();
        assert_eq!(files, ["--months", "no-fit.csv", "no-hours.csv"]);
    }

    #[test]
    fn the_scenarios_own_months_before_are_those_of_the_fit() {
        let tiny = Scenario::embedded("tiny/tiny").expect("shipped");
        let given = BacktestGiven { months: "2024-01..2024-02".to_owned(), ..BacktestGiven::default() };
        let questions = given.questions(&tiny).expect("sound");
        let months: Vec<String> = questions.fit_months.iter().map(Month::to_string).collect();
        assert_eq!(months, ["2023-10", "2023-11", "2023-12"]);
    }
}
