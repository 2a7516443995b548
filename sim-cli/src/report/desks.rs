//! The call and clinical stage, where a rule of it is on.

use super::{mean, mean_count};
use crate::document::{Document, Grid, clock, count, share};
use ambics::engine::DeskKind;
use ambics::experiment::ArmResult;
use ambics::outcome::{DeskRow, Measures};
use ambics::policy::clinical::Outcome;
use ambics::world::Desks;
use std::collections::BTreeSet;

/// Head of a row that holds what the service of the row before published: its months' means, and means of centiles.
const PUBLISHED: &str = "  published";

pub(super) fn tables(document: &mut Document, arm: &ArmResult) {
    let rows = || arm.replications.iter().flat_map(|m| &m.desks);
    let services: BTreeSet<&str> = rows().map(|row| row.service_code.as_str()).collect();
    if services.is_empty() {
        return;
    }
    document.heading("Call and clinical desks, patience, safety plan");
    if rows().any(|row| row.answer_s.is_some()) {
        document.table(calls(arm, &services));
    }
    if rows().any(|row| row.assessment_s.is_some()) {
        document.table(clinical(arm, &services));
    }
    if rows().any(|row| row.record.lost.iter().any(|n| *n > 0)) {
        document.table(lost(arm, &services));
    }
    if rows().any(|row| !row.record.levels.is_empty()) {
        document.table(levels(arm, &services));
    }
}

/// Whether times to answer were published in those months.
fn answers(figures: &Desks) -> bool {
    figures.answer_mean_s > 0.0
}

/// Whether assessments were.
fn assesses(figures: &Desks) -> bool {
    figures.assessed_per_day > 0.0
}

fn find<'a>(measures: &'a Measures, service: &str) -> Option<&'a DeskRow> {
    measures.desks.iter().find(|row| row.service_code == service)
}

/// Mean over replications of a number of a service.
fn part(arm: &ArmResult, service: &str, of: impl Fn(&DeskRow) -> Option<f64>) -> Option<f64> {
    mean(arm, |m| find(m, service).and_then(&of))
}

fn number(arm: &ArmResult, service: &str, of: impl Fn(&DeskRow) -> u64) -> String {
    count(mean_count(arm, |m| find(m, service).map_or(0.0, |row| of(row) as f64)))
}

fn calls(arm: &ArmResult, services: &BTreeSet<&str>) -> Grid {
    let mut grid = Grid::new("Calls of the window: wait for an answer, m:ss, of those answered", "service");
    let heads = [
        "contacts",
        "abandoned",
        "further\ncalls",
        "mean",
        "P90",
        "P95",
        "P99",
        "utilisation",
        "first call\nto scene",
    ];
    for head in heads {
        grid = grid.numbers(head);
    }
    let published = arm.published_desks();
    for service in services {
        let mut row = vec![(*service).to_owned(), number(arm, service, DeskRow::contacts)];
        row.push(number(arm, service, |row| row.record.abandoned));
        row.push(number(arm, service, |row| row.record.duplicates));
        row.extend((0..4).map(|at| clock(part(arm, service, |row| row.answer_s.map(|s| s[at])))));
        row.push(share(part(arm, service, |row| row.utilisation(DeskKind::Calls))));
        row.push(clock(part(arm, service, DeskRow::whole_wait_s)));
        grid.row(row);
        let known = |(code, figures): &&(&str, _)| code == service && answers(figures);
        if let Some((_, figures)) = published.iter().find(known) {
            let [p90, p95, p99] = figures.answer_p90_p95_p99_s;
            let times = [figures.answer_mean_s, p90, p95, p99].map(|s| clock(Some(s)));
            let blank = || std::iter::repeat_n(String::new(), 3);
            let name = std::iter::once(PUBLISHED.to_owned());
            grid.row(name.chain(blank()).chain(times).chain(blank().take(2)).collect());
        }
    }
    grid
}

fn clinical(arm: &ArmResult, services: &BTreeSet<&str>) -> Grid {
    let mut grid =
        Grid::new("Clinical assessments of the window: wait for one, m:ss, and what they led to", "service");
    let heads =
        ["assessed", "mean", "P90", "utilisation", "closed", "upgraded", "downgraded", "called\nback"];
    for head in heads.into_iter().chain(["dispatched", "none free\nin time"]) {
        grid = grid.numbers(head);
    }
    let published = arm.published_desks();
    for service in services {
        let mut row = vec![(*service).to_owned()];
        row.push(number(arm, service, |row| row.record.assessment_ms.len() as u64));
        row.extend((0..2).map(|at| clock(part(arm, service, |row| row.assessment_s.map(|s| s[at])))));
        row.push(share(part(arm, service, |row| row.utilisation(DeskKind::Clinical))));
        row.extend(
            Outcome::ALL.map(|outcome| number(arm, service, |row| row.record.outcomes[outcome as usize])),
        );
        grid.row(row);
        let known = |(code, figures): &&(&str, _)| code == service && assesses(figures);
        if let Some((_, figures)) = published.iter().find(known) {
            let assessed = count(figures.assessed_per_day * f64::from(arm.scenario.run().days));
            let times = [figures.assessment_mean_s, figures.assessment_p90_s].map(|s| clock(Some(s)));
            let row = [PUBLISHED.to_owned(), assessed].into_iter().chain(times);
            grid.row(row.chain(std::iter::repeat_n(String::new(), 7)).collect());
        }
    }
    grid
}

fn lost(arm: &ArmResult, services: &BTreeSet<&str>) -> Grid {
    let mut grid = Grid::new("Incidents of the window that no vehicle reached", "service");
    for head in ["cancelled", "came by\nthemselves", "passed on"] {
        grid = grid.numbers(head);
    }
    for service in services {
        let n = (0..3).map(|ending| number(arm, service, |row| row.record.lost[ending]));
        grid.row(std::iter::once((*service).to_owned()).chain(n).collect());
    }
    grid
}

fn levels(arm: &ArmResult, services: &BTreeSet<&str>) -> Grid {
    let mut grid = Grid::new("Levels of the safety plan: hours of the window in force", "service")
        .words("level")
        .numbers("hours")
        .numbers("passed on");
    let rows = || arm.replications.iter().flat_map(|m| &m.desks);
    let known: BTreeSet<u8> = rows().flat_map(|row| row.record.levels.keys().copied()).collect();
    for service in services {
        for level in &known {
            let sum = |row: &DeskRow| row.record.levels.get(level).copied().unwrap_or_default();
            let hours = part(arm, service, |row| Some(sum(row).0 as f64 / 3.6e6)).unwrap_or(0.0);
            let name = if *level == 0 { "none".to_owned() } else { level.to_string() };
            grid.row(vec![(*service).to_owned(), name, count(hours), number(arm, service, |row| sum(row).1)]);
        }
    }
    grid
}
