//! The runs that a response is measured by.

use super::place::Place;
use crate::problem::{Problem, Problems};
use crate::scenario::{Edit, Scenario};
use jiff::ToSpan;

/// The arms, and what they change.
#[derive(Debug)]
pub(super) struct Arms {
    /// The first is the scenario without interventions, the last the programme at its central values.
    pub list: Vec<(String, Scenario)>,
    /// For each arm but the last: incidents of the place against the scenario's own.
    pub incidents: Vec<f64>,
}

/// How far incidents of the place are moved either way.
const INCIDENTS: f64 = 0.10;
/// Least and most share of the place's hours that are added.
const HOURS: (f64, f64) = (0.10, 0.50);
/// Days that the programme has been live when it is run, so that it is in force.
const LIVE_DAYS: i32 = 365;
const WEEKS_A_YEAR: f64 = 365.25 / 7.0;

pub(super) fn arms(
    scenario: &Scenario,
    days: u32,
    (place, budget_gbp): (&Place, f64),
) -> Result<Arms, Problems> {
    let nothing: Vec<String> = Vec::new();
    let base =
        scenario.with(&[Edit::new("run.days", i64::from(days)), Edit::new("intervention", nothing)])?;
    let added = hours(&base, (place, budget_gbp))?;
    let mut list = vec![("without interventions".to_owned(), base.clone())];
    let mut incidents = vec![1.0];
    for more in [0.0, 0.5, 1.0] {
        for ratio in [1.0, 1.0 - INCIDENTS, 1.0 + INCIDENTS] {
            if more == 0.0 && ratio == 1.0 {
                continue;
            }
            let name = format!("{:.0} hours a week more, incidents x{ratio:.2}", more * added);
            let edits = [more_hours(&base, place, more * added), moved(&base, place, ratio)].concat();
            list.push((name, base.with(&edits)?));
            incidents.push(ratio);
        }
    }
    list.push(("programme".to_owned(), programme(scenario, days)?));
    Ok(Arms { list, incidents })
}

/// Hours a week that the highest level adds: what the budget buys at the lowest price, within what can be told apart.
fn hours(base: &Scenario, (place, budget_gbp): (&Place, f64)) -> Result<f64, Problems> {
    let region = base.region();
    let simulated: f64 =
        region.areas().iter().zip(base.areas()).filter(|(_, is_in)| **is_in).map(|(a, _)| a.residents).sum();
    let people: f64 = place.patches.iter().map(|(_, people)| people).sum();
    let all: f64 = base
        .hours_in_force()
        .iter()
        .filter(|own| region.services().iter().any(|service| service.code == own.code))
        .map(|own| own.hours_per_week)
        .sum();
    let own = all * people / simulated.max(1.0);
    let price = base.assumptions_in_force().into_iter().find(|row| row.given.name == "ambulance_hour_gbp");
    let lowest = price.map_or(1.0, |row| row.value.min(row.given.low)).max(1.0);
    let bought = budget_gbp / WEEKS_A_YEAR / lowest;
    if bought > HOURS.1 * own {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: "circle".to_owned(),
            path: "budget".to_owned(),
            line: None,
            found: format!("{budget_gbp} pounds a year, or up to {bought:.0} vehicle-hours a week"),
            rule: format!(
                "at most half of the {own:.0} hours a week of the place: beyond that nothing was measured"
            ),
            hint: format!("at most {:.0} pounds a year", HOURS.1 * own * WEEKS_A_YEAR * lowest),
        });
        return Err(problems);
    }
    Ok(bought.max(HOURS.0 * own).ceil())
}

/// Hours on top of the rota that stands, over the patches of the place by their residents.
fn more_hours(base: &Scenario, place: &Place, hours: f64) -> Vec<Edit> {
    if hours <= 0.0 {
        return Vec::new();
    }
    let people: f64 = place.patches.iter().map(|(_, people)| people).sum();
    let each = place.patches.iter().map(|(patch, own)| {
        let code = &base.region().patches()[patch.index()].code;
        Edit::new(format!("arrangement.hours_per_week.{code}"), hours * own / people)
    });
    std::iter::once(Edit::new("arrangement.method", "table")).chain(each).collect()
}

/// Incidents of the place, all categories alike.
fn moved(base: &Scenario, place: &Place, ratio: f64) -> Vec<Edit> {
    if ratio == 1.0 {
        return Vec::new();
    }
    let (region, plan) = (base.region(), base.world_plan());
    let each = place.icses.iter().map(|code| {
        let own = region.find_ics(code).and_then(|ics| plan.growth.get(&ics)).copied().unwrap_or(1.0);
        Edit::new(format!("demand.growth.{code}"), own * ratio)
    });
    each.collect()
}

/// The scenario with its interventions at their central values, each live for a year when the window begins.
fn programme(scenario: &Scenario, days: u32) -> Result<Scenario, Problems> {
    let from = scenario.run().start.saturating_sub(LIVE_DAYS.days()).to_string();
    let mut edits = vec![Edit::new("run.days", i64::from(days)), Edit::new("prevention.draw", false)];
    edits.extend(
        scenario
            .interventions()
            .iter()
            .map(|own| Edit::new(format!("intervention.{}.from", own.intervention.name), from.clone())),
    );
    scenario.with(&edits)
}
