//! What lies behind the response times: endings, handover, utilisation, and hours rostered beside hours served.

use super::areas::{self, Shown};
use super::{mean, mean_count};
use crate::document::{Document, Grid, clock, count, share};
use ambics::category::Ending;
use ambics::experiment::ArmResult;
use ambics::outcome::{EndingRow, HandoverRow, Level, Measures, ReportedCategory, ServedRow, VehicleRow};
use ambics::state::VehicleStatus;
use ambics::vehicle_kind::VehicleKind;

pub(super) fn tables(document: &mut Document, arm: &ArmResult) {
    let services = areas::services(arm);
    document.heading("Endings, handover, vehicles");
    document.table(endings(arm, &services));
    document.table(handover(arm, &services));
    freed(arm, &services).into_iter().for_each(|grid| document.table(grid));
    document.table(vehicles(arm, &services));
    super::resources::tables(document, arm, &services);
    super::crews::tables(document, arm, &services);
    document.heading("Hours rostered in, and hours served to, each ICS");
    document.table(served(arm));
}

fn endings(arm: &ArmResult, services: &[Shown]) -> Grid {
    let caption = "How incidents ended: share of all incidents of the window";
    let mut grid = Grid::new(caption, "service").numbers("incidents");
    let mut shown = vec![
        (Ending::HearAndTreat, "hear and\ntreat"),
        (Ending::SeeAndTreat, "see and\ntreat"),
        (Ending::ConveyedEd, "conveyed\nto an ED"),
        (Ending::ConveyedOther, "conveyed\nelsewhere"),
        (Ending::Open, "open"),
    ];
    if arm.scenario.has_teams() {
        shown.push((Ending::OtherResponder, "by a\nteam"));
    }
    for (_, head) in &shown {
        grid = grid.numbers(*head);
    }
    for service in services {
        let n = |ending: Option<Ending>| mean_count(arm, |m| ended(arm, m, service, ending));
        let all = n(None);
        let mut row = vec![arm.area_name(service.level, &service.code), count(all)];
        row.extend(shown.iter().map(|(ending, _)| share((all > 0.0).then(|| n(Some(*ending)) / all))));
        grid.row(row);
    }
    grid
}

/// Incidents of all categories that ended so, or all of them.
fn ended(arm: &ArmResult, measures: &Measures, area: &Shown, ending: Option<Ending>) -> f64 {
    let fits = |row: &&EndingRow| {
        row.category == ReportedCategory::All
            && row.level == area.level
            && arm.code(row.level, row.group) == area.code
    };
    let row = measures.endings.iter().find(fits);
    row.map_or(0, |row| ending.map_or_else(|| row.n.iter().sum(), |ending| row.n[ending as usize])) as f64
}

fn handover(arm: &ArmResult, services: &[Shown]) -> Grid {
    let caption =
        "Handover at emergency departments: m:ss, share of handovers, vehicle-hours lost beyond 15 minutes";
    let mut grid = Grid::new(caption, "service").numbers("handovers").numbers("mean").numbers("P90");
    for over in ["over\n15 min", "over\n30 min", "over\n45 min", "over\n60 min", "hours\nlost"] {
        grid = grid.numbers(over);
    }
    for service in services {
        let find = |m: &Measures| -> Option<HandoverRow> {
            m.handovers
                .iter()
                .find(|row| row.level == service.level.name() && row.code == service.code)
                .cloned()
        };
        let part = |of: fn(&HandoverRow) -> Option<f64>| mean(arm, |m| find(m).as_ref().and_then(of));
        let n = part(|row| Some(row.n as f64)).unwrap_or(0.0);
        let mut row = vec![arm.area_name(service.level, &service.code), count(n)];
        row.extend([clock(part(|row| row.mean_s)), clock(part(|row| row.p90_s))]);
        for limit in 0..4 {
            let over = mean(arm, |m| find(m).map(|row| row.over_n[limit] as f64));
            row.push(share(over.filter(|_| n > 0.0).map(|over| over / n)));
        }
        row.push(count(part(|row| Some(row.lost_over_15_h)).unwrap_or(0.0)));
        grid.row(row);
    }
    grid
}

/// Crews freed before clinical handover, and the patients who waited on, by service and by hospital; `None` where no
/// crew was.
fn freed(arm: &ArmResult, services: &[Shown]) -> Option<Grid> {
    let is_freed = |row: &HandoverRow| row.released_n + row.cohorted_n > 0;
    if !arm.replications.iter().any(|m| m.handovers.iter().any(is_freed)) {
        return None;
    }
    let caption = "Vehicles freed before clinical handover, beside the patients who waited on for as long";
    let mut grid = Grid::new(caption, "service, hospital").numbers("handovers").numbers("over\n45 min");
    for head in ["moved into\ndepartment", "hours\nreleased", "crews\ncohorted", "hours\ncohorted"] {
        grid = grid.numbers(head);
    }
    let mut shown: Vec<(&str, String, String)> = Vec::new();
    for service in services {
        let name = arm.area_name(service.level, &service.code);
        shown.push((service.level.name(), service.code.clone(), name));
    }
    for hospital in arm.scenario.region().hospitals() {
        shown.push(("hospital", hospital.code.clone(), hospital.name.clone()));
    }
    for (level, code, name) in shown {
        let find = |m: &Measures| -> Option<HandoverRow> {
            m.handovers.iter().find(|row| row.level == level && row.code == code).cloned()
        };
        if !arm.replications.iter().any(|m| find(m).is_some_and(|row| is_freed(&row))) {
            continue;
        }
        let part = |of: fn(&HandoverRow) -> f64| mean_count(arm, |m| find(m).as_ref().map_or(0.0, of));
        let n = part(|row| row.n as f64);
        let over = part(|row| row.over_n[2] as f64);
        let mut row = vec![name, count(n), share((n > 0.0).then(|| over / n))];
        row.push(count(part(|row| row.released_n as f64)));
        row.push(count(part(|row| row.released_h)));
        row.push(count(part(|row| row.cohorted_n as f64)));
        row.push(count(part(|row| row.cohorted_h)));
        grid.row(row);
    }
    Some(grid.note("A released patient is moved into the department and goes on waiting there: the hours are moved, not gone."))
}

fn vehicles(arm: &ArmResult, services: &[Shown]) -> Grid {
    let caption =
        "Vehicle-hours on duty in the window, and shares of them; utilisation is the share spent on jobs";
    let mut grid = Grid::new(caption, "service").numbers("on duty").numbers("utilisation");
    let shown = [
        (VehicleStatus::AtStation, "at\nstation"),
        (VehicleStatus::Returning, "returning"),
        (VehicleStatus::ToScene, "to\nscene"),
        (VehicleStatus::OnScene, "on\nscene"),
        (VehicleStatus::ToHospital, "to\nhospital"),
        (VehicleStatus::AtHospital, "at\nhospital"),
        (VehicleStatus::WrapUp, "wrap-up"),
    ];
    for (_, head) in shown {
        grid = grid.numbers(head);
    }
    for service in services.iter().filter(|service| service.level == Level::Trust) {
        let find = |m: &Measures| -> Option<VehicleRow> {
            let dca = |row: &&VehicleRow| {
                row.kind == VehicleKind::Dca && row.level == service.level && row.code == service.code
            };
            m.vehicles.iter().find(dca).cloned()
        };
        let on_duty = mean_count(arm, |m| find(m).map_or(0.0, |row| row.on_duty_h()));
        let utilisation = mean(arm, |m| find(m).and_then(|row| row.unit_hour_utilisation()));
        let mut row = vec![arm.area_name(service.level, &service.code), count(on_duty), share(utilisation)];
        for (status, _) in shown {
            let hours = mean_count(arm, |m| find(m).map_or(0.0, |row| row.status_h[status as usize]));
            row.push(share((on_duty > 0.0).then(|| hours / on_duty)));
        }
        grid.row(row);
    }
    grid
}

fn served(arm: &ArmResult) -> Grid {
    let caption = "Vehicle-hours in the window: rostered at stations of the ICS, and spent on jobs";
    let mut grid = Grid::new(caption, "ICS")
        .numbers("rostered\nin it")
        .numbers("worked by its\nvehicles")
        .numbers("served to its\nresidents")
        .numbers("served by\nits own");
    for ics in areas::of(arm, Level::Ics) {
        let sum = |of: fn(&ServedRow) -> f64| {
            mean_count(arm, |m| m.served.iter().find(|row| row.ics_code == ics.code).map_or(0.0, of))
        };
        let served = sum(|row| row.served_h);
        let own = (served > 0.0).then(|| sum(|row| row.served_by_own_h) / served);
        grid.row(vec![
            ics.label.clone(),
            count(sum(|row| row.rostered_h)),
            count(sum(|row| row.worked_h)),
            count(served),
            share(own),
        ]);
    }
    grid.note("Vehicles are dispatched trust-wide, so an ICS is served by other vehicles than those rostered in it.")
}
