//! What a backtest asks.

use crate::ambsys::AmbSys;
use crate::experiment::planround::MonthlyHours;
use crate::policy::calls::CallConfig;
use crate::problem::{Problem, Problems};
use crate::region::{Break, Month, Region};
use crate::scenario::{Ensemble, Scenario};
use std::collections::{BTreeMap, BTreeSet};

/// Months before the first that are laid over too, for rivals that look back.
const BACK: i16 = 6;

/// What a backtest asks. [`BacktestQuestions::of`] gives the usual questions.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestQuestions {
    /// The months predicted, in order.
    pub months: Vec<Month>,
    /// The months of the fit, in order: they give the level of hours, the model's own error and the regression.
    pub fit_months: Vec<Month>,
    /// Plausible sets of parameters; without one the scenario is taken as it stands and its hours are fitted here.
    pub fit: Option<Ensemble>,
    /// Hours by month of some services, for the conditional score.
    pub hours: Option<BTreeMap<String, MonthlyHours>>,
    /// Whether nothing from before a break counts for the level of hours after it.
    pub update_at_breaks: bool,
}

impl BacktestQuestions {
    /// The usual questions for some months: fitted to the scenario's own months before the first of them.
    #[must_use]
    pub fn of(scenario: &Scenario, months: Vec<Month>) -> Self {
        let first = months.iter().min().copied();
        let own = scenario.world_plan().months.into_iter();
        let fit_months = own.filter(|month| first.is_none_or(|first| *month < first)).collect();
        Self { months, fit_months, fit: None, hours: None, update_at_breaks: false }
    }

    /// All months that are run, in order.
    #[must_use]
    pub fn all_months(&self) -> Vec<Month> {
        let all: BTreeSet<Month> = self.fit_months.iter().chain(&self.months).copied().collect();
        all.into_iter().collect()
    }

    /// The months of a file that are laid over the region.
    pub(super) fn laid_over(&self, published: &AmbSys) -> Vec<Month> {
        let all = self.all_months();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
        let within = first.later(-BACK)..=*last;
        published.months().into_iter().filter(|month| within.contains(month)).collect()
    }

    /// The scenarios of the fit's members and their weights; the scenario itself without a fit.
    pub(super) fn members(&self, scenario: &Scenario) -> Result<(Vec<Scenario>, Vec<f64>), Problems> {
        match &self.fit {
            Some(fit) => {
                Ok((fit.scenarios(scenario)?, fit.members.iter().map(|member| member.weight).collect()))
            }
            None => Ok((vec![scenario.clone()], vec![1.0])),
        }
    }

    /// The months of the fit that a file of hours has, and its hours a week over them; `None` without such a month.
    pub(super) fn usual_hours(&self, hours: &MonthlyHours) -> Option<(Vec<Month>, f64)> {
        let has = |month: &Month| hours.per_week(&[*month]).is_ok();
        let known: Vec<Month> = self.fit_months.iter().copied().filter(has).collect();
        let usual = hours.per_week(&known).ok()?;
        Some((known, usual))
    }

    /// The breaks that lie between the first month of the fit and the last month predicted.
    pub(super) fn breaks(&self, region: &Region) -> Vec<Break> {
        let all = self.all_months();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
        let (from, until) = (first.first_day(), last.later(1).first_day());
        let within = |at: &&Break| from < at.date && at.date < until;
        region.breaks().iter().filter(within).cloned().collect()
    }

    /// The month of the latest break of a service before a month or in it, if levels are to begin anew there.
    pub(super) fn since(&self, region: &Region, code: &str, month: Month) -> Option<Month> {
        let own = region.find_service(code);
        let breaks = self.breaks(region).into_iter().filter(|_| self.update_at_breaks);
        let of = breaks.filter(|at| at.service.is_none() || at.service == own);
        of.map(|at| Month { year: at.date.year(), month: at.date.month() }).filter(|at| *at <= month).max()
    }

    pub(super) fn check(&self, scenario: &Scenario, published: &AmbSys) -> Result<(), Problems> {
        let mut problems = Problems::none();
        let known = published.months();
        let span = match (known.first(), known.last()) {
            (Some(first), Some(last)) => format!("it has {first}..{last}"),
            _ => "it has no month".to_owned(),
        };
        if self.months.is_empty() {
            problems.push(fault(
                "months",
                ("no month", "a month to predict"),
                "for example 2024-01..2024-03",
            ));
        }
        let asked = self.months.iter().map(|month| ("months", month));
        for (path, month) in asked.chain(self.fit_months.iter().map(|month| ("fit_months", month))) {
            if !known.contains(month) {
                let rule = format!("months of {}", published.file());
                problems.push(fault(path, (&month.to_string(), &rule), &span));
            }
        }
        if matches!(scenario.policy().desks.calls, CallConfig::Desk(_)) {
            let rule =
                "calls answered at once: a call desk is fitted to the response times of the month itself";
            problems.push(fault(
                "policy.calls",
                ("a call desk", rule),
                "policy.calls.method = \"immediate\"",
            ));
        }
        problems.into_result(|| ())
    }
}

fn fault(path: &str, (found, rule): (&str, &str), hint: &str) -> Problem {
    Problem {
        file: "backtest".to_owned(),
        path: path.to_owned(),
        line: None,
        found: found.to_owned(),
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    }
}
