//! What is said of a planning round.

mod bridge;
mod leakage;
mod rates;

use super::{closing, header};
use crate::document::{Block, Document, count, share};
use ambics::experiment::Experiment;
use ambics::experiment::Statistic;
use ambics::experiment::planround::{Group, Lever, Load, PlanRound, Rate, Source};

/// What stands across every figure.
const LABEL: &str = "SYNTHETIC stations, effective hours";

/// The report of a planning round.
pub(crate) fn of_plan(round: &PlanRound) -> Document {
    let Some(base) = round.experiment.arms.first() else { return Document::default() };
    let region = base.scenario.region();
    let name = region.services().iter().find(|service| service.code == round.service);
    let name = name.map_or(round.service.as_str(), |service| service.name.as_str());
    let mut document =
        Document { title: format!("Planning round: {name} ({})", round.service), ..Document::default() };
    // The head says what all arms begin with.
    let first = Experiment { arms: vec![base.clone()], ..round.experiment.clone() };
    header::begin(&mut document, &first, &[]);
    document.heading("In short");
    document.blocks.push(Block::List(in_short(round)));
    bridge::exhibit(&mut document, round);
    rates::exhibit(&mut document, round);
    leakage::exhibit(&mut document, round);
    document.heading("What is known, what is assumed, what nobody can know from this");
    document.blocks.push(Block::List(limits(round)));
    closing::end(&mut document, &round.experiment);
    document
}

/// One sentence an exhibit.
fn in_short(round: &PlanRound) -> Vec<String> {
    let mut sentences = Vec::new();
    let bridge = &round.bridge;
    let causes = bridge.bars.iter().filter(|bar| !matches!(bar.group, Group::Interaction | Group::Residual));
    if let (Some(largest), Some(left)) = (
        causes.max_by_key(|bar| (bar.seconds.abs(), std::cmp::Reverse(bar.group))),
        bridge.bars.iter().find(|bar| bar.group == Group::Residual),
    ) {
        sentences.push(format!(
            "Bridge: the published C2 mean moved by {:+} s from {} to {}. The largest computed bar is {} with {:+} s; \
             {:+} s stay unexplained by what is published.",
            bridge.change_s(),
            bridge.periods[0],
            bridge.periods[1],
            bridge::name(largest.group, round.questions.hours.is_some()).to_lowercase(),
            largest.seconds,
            left.seconds
        ));
    }
    let five = |lever: Lever| rate(round, (Load::Present, lever, Statistic::Mean), MIDDLE);
    let told: Vec<String> = Lever::ALL
        .into_iter()
        .filter_map(|lever| {
            let change = five(lever)?.change_s?;
            Some(format!("{} {:.0} s", lever.step(), change.mean / MIDDLE))
        })
        .collect();
    if !told.is_empty() {
        sentences.push(format!(
            "Exchange rates: at the present load one step moves the C2 mean by (a fifth of five steps) {}.",
            told.join(", ")
        ));
    }
    let home: Vec<f64> = round
        .leakage
        .iter()
        .filter(|row| row.source == Source::Hours)
        .filter_map(ambics::experiment::planround::Leakage::home_share)
        .collect();
    if let (Some(low), Some(high)) =
        (home.iter().copied().reduce(f64::min), home.iter().copied().reduce(f64::max))
    {
        sentences.push(format!(
            "Leakage: of the C2 gain from {} vehicle-hours a week in one ICS, {} to {} stays with that ICS's own \
             patients; the rest goes to its neighbours, because dispatch is trust-wide.",
            count(round.questions.added_hours_per_week),
            share(Some(low)),
            share(Some(high))
        ));
    }
    sentences
}

/// Steps by which rates are told in short and held against hours.
const MIDDLE: f64 = 5.0;

/// A rate of the round.
fn rate(round: &PlanRound, (load, lever, statistic): (Load, Lever, Statistic), steps: f64) -> Option<&Rate> {
    let is_it = |rate: &&Rate| {
        rate.load == load && rate.lever == lever && rate.statistic == statistic && rate.steps == steps
    };
    round.rates.iter().find(is_it)
}

/// What stands behind the figures.
fn limits(round: &PlanRound) -> Vec<String> {
    let hours = match &round.questions.hours {
        Some(hours) => format!(
            "Hours: {} gives hours by month. Only their ratios are used; the level stays that of the effective hours.",
            hours.file()
        ),
        None => "Hours: no trust publishes its vehicle-hours by month, so the hours bar cannot be computed from public \
                 data. It is inside the residual, together with all else that is not published. --hours FILE computes it."
            .to_owned(),
    };
    vec![
        "Published and used as it stands: incidents, categories, hear and treat, conveyance, handover, vehicles for an \
         incident, time to identify C1 and C2 response, by month, of this service."
            .to_owned(),
        "Effective: the hours are those with which this model gives the published C2 mean. They are no rostered and no \
         produced hours; never compare them between trusts, and read +1% as +1% of what you now put out."
            .to_owned(),
        "Synthetic: stations stand at made-up places, and the rota pattern is generated. The leakage matrix depends on \
         both; your own rota (fleet.rota) and posts move it."
            .to_owned(),
        "Assumption: handover is published by ambulance service, not by department, so every department of the service has \
         the same distribution. A minute less scales it: the long waits fall most. Time on scene is not published by month \
         and does not differ between the periods."
            .to_owned(),
        hours,
        "A rate is the effect of changing that input alone in this model. It is not the coefficient of a regression: \
         handover and C2 both rise when the system is full."
            .to_owned(),
        "Nobody can know from this: how crews, hospitals or callers would behave under the change, what a bar was caused \
         by, and whether an ICS pays its fair share. Departments of other services, to which this service also conveys, are \
         not moved."
            .to_owned(),
    ]
}
