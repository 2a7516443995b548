//! Crews: shifts, overtime, meal breaks and what blocks on top cost; ambulances available by time of day.

use super::areas::Shown;
use super::{mean, mean_count};
use crate::document::{Document, Grid, count, share};
use ambics::experiment::ArmResult;
use ambics::governance::Provider;
use ambics::outcome::{AvailabilityRow, CrewCounts, CrewRow, Level, Measures};
use ambics::vehicle_kind::VehicleKind;

/// Hours of a column of the table by time of day.
const STEP_H: usize = 4;
const BREAKS: [&str; 4] = ["breaks\ndue", "taken", "inter-\nrupted", "missed"];
const COST: &str = "cost £";

pub(super) fn tables(document: &mut Document, arm: &ArmResult, services: &[Shown]) {
    let trusts = || services.iter().filter(|service| service.level == Level::Trust);
    let grid = Grid::new("Crews: what was rostered, and what became of it", "service");
    let heads = ["rostered\nhours", "shifts", "lost", "overtime\nhours"];
    let mut grid = heads.into_iter().chain(BREAKS).chain([COST]).fold(grid, |grid, head| grid.numbers(head));
    for service in trusts() {
        for kind in VehicleKind::ALL {
            for provider in Provider::ALL {
                grid_row(&mut grid, arm, service, (kind, provider));
            }
        }
    }
    // Where the scenario has no breaks, or pays for nothing on top, there is nothing to say.
    let grid = if grid.is_all(BREAKS[0], "0") { grid.without(&BREAKS) } else { grid };
    document.table(if grid.is_all(COST, "0") { grid.without(&[COST]) } else { grid });
    document.table(by_time_of_day(arm, trusts()));
}

/// The crews of one kind and provider, if there are any.
fn grid_row(grid: &mut Grid, arm: &ArmResult, service: &Shown, (kind, provider): (VehicleKind, Provider)) {
    let is_it = |row: &&CrewRow| {
        row.level == service.level && row.code == service.code && row.kind == kind && row.provider == provider
    };
    if !arm.replications.iter().any(|m| m.crews.iter().any(|row| is_it(&row))) {
        return;
    }
    let sum = |of: &dyn Fn(&CrewRow) -> f64| mean_count(arm, |m| m.crews.iter().find(is_it).map_or(0.0, of));
    let n = |of: fn(&CrewCounts) -> u64| count(sum(&|row| of(&row.counts) as f64));
    let name = match provider {
        Provider::Trust => kind.name().to_owned(),
        other => format!("{} {}", other.name(), kind.name()),
    };
    grid.row(vec![
        format!("{}, {}", arm.area_name(service.level, &service.code), name.replace('_', " ")),
        count(sum(&CrewRow::rostered_h)),
        n(|counts| counts.shifts),
        n(|counts| counts.lost),
        count(sum(&CrewRow::overtime_h)),
        n(|counts| counts.breaks_due),
        n(|counts| counts.breaks_taken),
        n(|counts| counts.breaks_interrupted),
        n(|counts| counts.breaks_missed),
        count(sum(&CrewRow::cost_gbp)),
    ]);
}

/// The share of ambulances on duty that are free to be sent, by time of day.
fn by_time_of_day<'a>(arm: &ArmResult, trusts: impl Iterator<Item = &'a Shown>) -> Grid {
    let caption = "Ambulances on duty that are free to be sent, by local time of day";
    let mut grid = Grid::new(caption, "service");
    for from in (0..24).step_by(STEP_H) {
        grid = grid.numbers(format!("{from:02}:00-\n{:02}:00", from + STEP_H));
    }
    for service in trusts {
        let mut row = vec![arm.area_name(service.level, &service.code)];
        row.extend((0..24).step_by(STEP_H).map(|from| share(mean(arm, |m| available(m, service, from)))));
        grid.row(row);
    }
    grid
}

fn available(measures: &Measures, service: &Shown, from: usize) -> Option<f64> {
    let fits = |row: &&AvailabilityRow| {
        let hour = usize::from(row.hour_of_week) % 24;
        row.code == service.code && row.kind == VehicleKind::Dca && (from..from + STEP_H).contains(&hour)
    };
    let rows = || measures.availability.iter().filter(fits);
    let on_duty: i64 = rows().map(|row| row.time.on_duty).sum();
    let free: i64 = rows().map(|row| row.time.available).sum();
    (on_duty > 0).then(|| free as f64 / on_duty as f64)
}
