//! Vehicles for an incident beside what was published, C1 without community first responders, and moves of idle vehicles.

use super::areas::Shown;
use super::{mean, mean_count};
use crate::document::{Document, Grid, clock, count, hundredths};
use ambics::category::Category;
use ambics::experiment::ArmResult;
use ambics::outcome::{Level, Measures, ReportedCategory, ResourceRow};
use ambics::world::Resources;

/// The categories for which resources are published.
const PUBLISHED: [Category; 4] = [Category::C1, Category::C2, Category::C3, Category::C4];

pub(super) fn tables(document: &mut Document, arm: &ArmResult, services: &[Shown]) {
    let trusts = || services.iter().filter(|service| service.level == Level::Trust);
    let caption =
        "Vehicles for an attended incident: allocated and arriving, with the published means beside them";
    let heads = ["allocated", "as\npublished", "arriving", "as\npublished", "diverted\naway"];
    let mut grid = heads.into_iter().fold(Grid::new(caption, "service"), |grid, head| grid.numbers(head));
    for service in trusts() {
        PUBLISHED.into_iter().for_each(|category| grid_row(&mut grid, arm, service, category));
    }
    document
        .table(grid.note("What is allocated and does not arrive was diverted, or stood down on its way."));
    document.table(around(arm, trusts()));
}

fn row<'m>(measures: &'m Measures, service: &Shown, category: Category) -> Option<&'m ResourceRow> {
    let mut rows = measures.resources.iter();
    rows.find(|row| row.level == service.level && row.code == service.code && row.category == category)
}

fn grid_row(grid: &mut Grid, arm: &ArmResult, service: &Shown, category: Category) {
    let region = arm.scenario.region();
    let published = region
        .find_service(&service.code)
        .map(|id| Resources::compile(region, &arm.scenario.world_plan(), id)[category.row()]);
    let of = |per: fn(&ResourceRow) -> f64| hundredths(mean(arm, |m| row(m, service, category).map(per)));
    let diverted = mean_count(arm, |m| row(m, service, category).map_or(0.0, |r| r.counts.diverted as f64));
    grid.row(vec![
        format!("{}, {}", arm.area_name(service.level, &service.code), category.name()),
        of(ResourceRow::allocated),
        hundredths(published.map(|resources| resources.allocated)),
        of(ResourceRow::arriving),
        hundredths(published.map(|resources| resources.arriving)),
        count(diverted),
    ]);
}

/// C1 with and without community first responders, and how far idle vehicles are moved.
fn around<'a>(arm: &ArmResult, trusts: impl Iterator<Item = &'a Shown>) -> Grid {
    let caption = "C1 with and without community first responders, m:ss; moves of idle ambulances to posts";
    let mut grid = Grid::new(caption, "service")
        .numbers("C1 mean")
        .numbers("without\nresponders")
        .numbers("moves")
        .numbers("miles in a\nstraight line");
    for service in trusts {
        let group =
            arm.levels.get(service.level).and_then(|g| g.codes.iter().position(|c| *c == service.code));
        let c1 = |m: &Measures| {
            let group = group? as u16;
            m.response(service.level, group, ReportedCategory::C1).and_then(|row| row.mean_s)
        };
        let without = |m: &Measures| row(m, service, Category::C1)?.without_responders.map(|(mean, _)| mean);
        let moved = |of: fn(&ambics::outcome::VehicleRow) -> f64| {
            let own = |v: &&ambics::outcome::VehicleRow| v.level == service.level && v.code == service.code;
            mean_count(arm, |m| m.vehicles.iter().filter(own).map(of).sum())
        };
        grid.row(vec![
            arm.area_name(service.level, &service.code),
            clock(mean(arm, c1)),
            clock(mean(arm, without)),
            count(moved(|v| v.moves as f64)),
            count(moved(|v| v.moved_km / 1.609_344)),
        ]);
    }
    grid
}
