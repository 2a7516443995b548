//! Who gets what, and what sharing vehicles saves.

use crate::errors::scenario_error;
use crate::running::enter_core;
use crate::scenario::Scenario as PyScenario;
use crate::table::Table;
use ambics::allocation::{
    ALLOCATION_TABLES, Amount, Chance, Harm, Limits, Need, Offers, POOLING_TABLES, Portfolio,
    PortfolioQuestion, Stated, StationQuestion, Worth, allocate as share, pooling as pool, portfolio as buy,
    simulate_placing, stations as stand,
};
use ambics::engine::Stop;
use ambics::experiment::{Progress, RunOptions};
use ambics::problem::Problems;
use ambics::scenario::Scenario;
use arrow_array::RecordBatch;
use pyo3::exceptions::{PyKeyError, PyKeyboardInterrupt};
use pyo3::prelude::*;

/// Tables, the text that the command prints, the page, and a scenario where there is one.
#[pyclass(frozen, module = "ambics")]
pub struct Shared {
    tables: Vec<(&'static str, RecordBatch)>,
    text: String,
    html: String,
    scenario: Option<Scenario>,
}

#[pymethods]
impl Shared {
    /// One of its tables.
    fn table(&self, name: &str) -> PyResult<Table> {
        let found = self.tables.iter().find(|(known, _)| *known == name);
        found
            .map(|(name, batch)| Table::new(name, batch.clone()))
            .ok_or_else(|| PyKeyError::new_err(name.to_owned()))
    }

    /// The text that the command prints.
    fn text(&self) -> &str {
        &self.text
    }

    /// The HTML page.
    fn html(&self) -> &str {
        &self.html
    }

    /// The scenario with the first method's allocation; none without one.
    fn scenario(&self) -> Option<PyScenario> {
        self.scenario.clone().map(PyScenario::of)
    }
}

/// What work found; an error if it was stopped before there was anything.
fn told<T: Send + 'static>(
    py: Python<'_>,
    threads: (usize, bool),
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&RunOptions<'_>) -> Result<Option<T>, Problems> + Send + 'static,
) -> PyResult<T> {
    let work = move |stop: &Stop, progress: &Progress| {
        work(&RunOptions { progress: Some(progress), stop: Some(stop), ..RunOptions::default() })
    };
    let (found, interrupted) = enter_core(py, threads, progress, work)?;
    match interrupted {
        Some(error) => Err(error),
        None => found
            .map_err(|problems| scenario_error(py, &problems))?
            .ok_or_else(|| PyKeyboardInterrupt::new_err("stopped before anything was finished")),
    }
}

type Words = (Vec<String>, String, (String, Option<String>, Option<String>));
type Numbers = (f64, Option<f64>, u32, bool, (Option<f64>, f64));
type Given = (String, f64, String);
type Standing = (String, f64, Option<u32>, Option<f64>, u32, bool);
type Chosen = (String, String, Option<f64>, u32);

/// Shares lines out: methods, objective and measure; ceiling, safeguard, screening and frontier; kind and number of the amount,
/// and bounds as TOML.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn allocate(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: (Words, Numbers, Given),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Shared> {
    let scenario = scenario.inner().clone();
    let (
        (methods, objective, (measure, harm, need)),
        (ceiling_s, safeguard, screening, frontier, chance),
        given,
    ) = asked;
    let (kind, number, limits) = given;
    let amount = match kind.as_str() {
        "hours" => Amount::Hours(number),
        "pounds" => Amount::Pounds(number),
        "uplift" => Amount::Share(number),
        "reshuffle" => Amount::Reshuffle(number),
        _ => Amount::AsGiven,
    };
    let harm = harm.map(|text| Harm::parse("harm", &text)).transpose();
    let harm = harm.map_err(|problems| scenario_error(py, &problems))?;
    let need = need.map(|text| Need::parse("need", &text)).transpose();
    let need = need.map_err(|problems| scenario_error(py, &problems))?;
    let limits = Limits::parse("limits", &limits).map_err(|problems| scenario_error(py, &problems))?;
    let chance = Chance { target_s: chance.0, share: chance.1 };
    let stated = Stated {
        methods,
        objective,
        ceiling_s,
        measure,
        harm,
        need,
        safeguard,
        chance,
        amount,
        limits,
        screening,
        frontier,
    };
    let question = stated.question().map_err(|problems| scenario_error(py, &problems))?;
    let work = move |options: &RunOptions<'_>| share(&scenario, question, options);
    let found = told(py, threads, progress.as_ref(), work)?;
    Ok(Shared {
        tables: ALLOCATION_TABLES.into_iter().zip(found.tables()).collect(),
        text: ambics_cli::allocated_text(&found),
        html: ambics_cli::allocated_html(&found),
        scenario: found.answers.first().and_then(|own| own.scenario.clone()),
    })
}

/// Divides what sharing saves; with a target, the least hours with which C2 has that mean.
#[pyfunction]
#[pyo3(signature = (scenario, target_s, threads, progress))]
pub fn pooling(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    target_s: Option<f64>,
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Shared> {
    let scenario = scenario.inner().clone();
    let worth = target_s.map_or(Worth::Minutes, |target_s| Worth::LeastHours { target_s });
    let work = move |options: &RunOptions<'_>| pool(&scenario, worth, options);
    let found = told(py, threads, progress.as_ref(), work)?;
    Ok(Shared {
        tables: POOLING_TABLES.into_iter().zip(found.tables()).collect(),
        text: ambics_cli::pooled_text(&found),
        html: ambics_cli::pooled_html(&found),
        scenario: None,
    })
}

/// Says what a sum buys: offers as TOML, pounds a week; objective and measure; safeguard and screening.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn portfolio(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: ((String, f64), Chosen),
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Shared> {
    let scenario = scenario.inner().clone();
    let ((text, pounds), (objective, measure, safeguard, screening)) = asked;
    let read = || {
        let offers = Offers::parse("offers", &text)?;
        let stated = Stated { objective, measure, safeguard, screening, ..Stated::default() };
        Ok(PortfolioQuestion::of(&stated.question()?, offers.offer, pounds))
    };
    let question = read().map_err(|problems| scenario_error(py, &problems))?;
    let work = move |options: &RunOptions<'_>| buy(&scenario, question, options);
    let found = told(py, threads, progress.as_ref(), work)?;
    Ok(Shared {
        tables: Portfolio::TABLES.into_iter().zip(found.tables()).collect(),
        text: ambics_cli::portfolio_text(&found),
        html: ambics_cli::portfolio_html(&found),
        scenario: found.mix.as_ref().map(|own| own.scenario.clone()),
    })
}

/// Says where vehicles would cover most: model, seconds of a drive, number, busy share, most at one; and whether to simulate it.
#[pyfunction]
#[pyo3(signature = (scenario, asked, threads, progress))]
pub fn stations(
    py: Python<'_>,
    scenario: PyRef<'_, PyScenario>,
    asked: Standing,
    threads: (usize, bool),
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Shared> {
    let scenario = scenario.inner().clone();
    let (method, within_s, place, busy, most, simulated) = asked;
    let question = StationQuestion::of(&method, within_s, place, busy, most);
    let question = question.map_err(|problems| scenario_error(py, &problems))?;
    let base = scenario.clone();
    let work = move |options: &RunOptions<'_>| {
        let found = stand(&base, question)?;
        Ok(match simulated {
            true => simulate_placing(&base, &found, options)?.map(|placed| (found, Some(placed))),
            false => Some((found, None)),
        })
    };
    let (found, placed) = told(py, threads, progress.as_ref(), work)?;
    let own = found.placed(&scenario).map_err(|problems| scenario_error(py, &problems))?;
    let mut tables = vec![("stations", found.table())];
    tables.extend(placed.as_ref().map(|own| ("placing", own.table())));
    Ok(Shared {
        tables,
        text: ambics_cli::stationed_text(&found, placed.as_ref(), &scenario),
        html: ambics_cli::stationed_html(&found, placed.as_ref(), &scenario),
        scenario: Some(own),
    })
}
