//! What prevention costs beside crews, and whether it pays for its own growth.

use super::prevention::Told;
use crate::document::{Block, Document, Grid, decimal, hundredths, share};
use ambics::experiment::{ArmResult, HORIZONS, Prevented};
use ambics::outcome::{Level, VehicleRow};
use ambics::prevention::{Circle, pressure};
use ambics::state::VehicleStatus;
use ambics::vehicle_kind::VehicleKind;

/// Pressures of the phase table.
const PRESSURES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Years over which a budget of 100 is followed.
const YEARS: u32 = 5;

pub(super) fn tables(document: &mut Document, told: &Told<'_>) {
    // What acts after the call prevents no incident: its hours are not counted here, and would stand as none.
    let rows: Vec<&Prevented> = told.whole().filter(|row| told.acts_on_incidents(row)).collect();
    if rows.is_empty() {
        return;
    }
    let arm = told.arm;
    document.table(beside_crews(arm, &rows));
    document.table(feeds_itself(told.base, arm, &rows));
    document.blocks.push(Block::Page(vec![Block::Table(phases(arm))]));
}

/// Hours for £1,000, of each intervention and of crews: what is done today beside what is done for later.
fn beside_crews(arm: &ArmResult, rows: &[&Prevented]) -> Grid {
    let mut grid = Grid::new("Vehicle-hours for £1,000: released by prevention, or bought as crews", "what")
        .words("ICS");
    for years in HORIZONS {
        grid = grid.numbers(format!("over {years}\nyear{}", if years == 1 { "" } else { "s" }));
    }
    grid = grid.words("grade");
    let hour = arm.assumed("ambulance_hour_gbp");
    for row in rows {
        let mut cells = vec![row.intervention.clone(), row.ics.clone()];
        cells.extend(row.hours_for_1000.map(|hours| hundredths(Some(hours).filter(|_| row.cost_gbp > 0.0))));
        cells.push(format!("{:?}", row.grade));
        grid.row(cells);
    }
    let mut cells = vec!["crews".to_owned(), "any".to_owned()];
    cells.extend(HORIZONS.map(|_| hundredths(Some(1_000.0 / hour))));
    cells.push("C".to_owned());
    grid.row(cells);
    grid.note(format!(
        "At central effects, discounted at {}; crews at £{hour:.0} an hour (assumption). A pound goes furthest where its row is \
         highest, until reach is used up: then the rest buys crews. Hours of prevention arise where incidents fall away, hours \
         of crews where they are rostered. `ambics circle` splits a budget between both by what they do to the C2 mean.",
        share(Some(arm.assumed("discount_rate")))
    ))
}

/// Whether what comes back keeps a programme alive.
fn feeds_itself(base: &ArmResult, arm: &ArmResult, rows: &[&Prevented]) -> Grid {
    let mut grid =
        Grid::new("Does it feed itself? Pounds of vehicle-hours released for a pound spent", "intervention")
            .words("ICS")
            .numbers("returns")
            .numbers("95%\ninterval")
            .numbers("needed,\nno pressure")
            .numbers("needed,\npressure now")
            .words("so")
            .numbers(format!("100 after\n{YEARS} years"));
    let now = busy(base).map_or(0.0, pressure);
    let hour = arm.assumed("ambulance_hour_gbp");
    for row in rows.iter().filter(|row| row.cost_gbp > 0.0) {
        let returns = |hours: f64| hours * hour / row.cost_gbp;
        let circle = circle(arm, returns(row.released_h.mean));
        let (low, high) = row.released_h.interval;
        let interval = (returns(low), returns(high));
        grid.row(vec![
            row.intervention.clone(),
            row.ics.clone(),
            hundredths(Some(circle.returns)),
            format!("{} to {}", hundredths(Some(interval.0)), hundredths(Some(interval.1))),
            hundredths(Some(circle.needed(0.0))),
            hundredths(Some(circle.needed(now))),
            verdict(interval, circle.needed(now)).to_owned(),
            decimal(Some(circle.budget_after(100.0, YEARS, now))),
        ]);
    }
    grid.note(format!(
        "A programme grows by itself if reinvested share x returns outweighs what fades in a year (assumptions: {} and {}). \
         Vehicles are busy {} of the time: pressure {now:.2}, which crowds out up to {} of the effort. Returns are of the \
         window, in which a programme may still be coming into force.",
        share(Some(arm.assumed("reinvested_share"))),
        share(Some(arm.assumed("prevention_fading"))),
        share(busy(base)),
        share(Some(arm.assumed("crowding_out"))),
    ))
}

fn verdict((low, high): (f64, f64), needed: f64) -> &'static str {
    if low > needed {
        "grows by itself"
    } else if high < needed {
        "shrinks unless paid for"
    } else {
        "not known"
    }
}

fn circle(arm: &ArmResult, returns: f64) -> Circle {
    Circle {
        returns,
        reinvested: arm.assumed("reinvested_share"),
        fading: arm.assumed("prevention_fading"),
        crowding: arm.assumed("crowding_out"),
    }
}

/// Share of the on-duty hours of ambulances in which they are not free to be sent.
fn busy(arm: &ArmResult) -> Option<f64> {
    let hours = |of: &dyn Fn(&VehicleRow) -> f64| {
        let own = |row: &&VehicleRow| row.level == Level::Trust && row.kind == VehicleKind::Dca;
        super::mean_count(arm, |measures| measures.vehicles.iter().filter(own).map(of).sum())
    };
    let worked = |row: &VehicleRow| {
        let own = VehicleStatus::ALL.iter().zip(row.status_h).filter(|(status, _)| status.is_busy());
        own.map(|(_, hours)| hours).sum::<f64>()
    };
    let on_duty = hours(&VehicleRow::on_duty_h);
    (on_duty > 0.0).then(|| hours(&worked) / on_duty)
}

/// The two regimes: the factor of a year on a programme, by its returns and by pressure.
fn phases(arm: &ArmResult) -> Grid {
    let caption = "Two regimes: factor of a year on a programme, by returns (rows) and pressure (columns)";
    let mut grid = Grid::new(caption, "returns");
    for pressure in PRESSURES {
        grid = grid.numbers(format!("{pressure:.2}"));
    }
    for returns in [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0] {
        let own = circle(arm, returns);
        let mut row = vec![format!("{returns:.2}")];
        row.extend(PRESSURES.map(|pressure| hundredths(Some(own.growth(pressure)))));
        grid.row(row);
    }
    grid.note(
        "Above 1 it grows, below 1 it shrinks. The same programme may do either, by how busy vehicles are.",
    )
}
