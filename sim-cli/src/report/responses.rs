//! Response times of one arm: by service beside the published ones, and by ICS.

use super::areas::{self, Shown};
use super::estimates::Estimates;
use super::{CATEGORIES, FEW};
use crate::document::{Document, Grid, clock, clock_interval, count};
use ambics::experiment::{ArmResult, PublishedFigure, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::stats::Estimate;

/// What is shown of what: a category's mean or P90.
type What = (ReportedCategory, Statistic);

pub(super) fn by_service(document: &mut Document, arm: &ArmResult) {
    document.heading("Response times by service");
    let estimates = Estimates::of(arm);
    let services = areas::services(arm);
    match (services.len() <= FEW, arm.replications.len()) {
        (true, _) => services.iter().for_each(|service| document.table(of_service(service, arm, &estimates))),
        (false, 1) => compact(document, Statistic::Mean, (arm, &services), &estimates),
        (false, _) => CATEGORIES.into_iter().for_each(|category| {
            document.table(of_measure((category, Statistic::Mean), &services, arm, &estimates));
        }),
    }
    if services.len() > FEW {
        compact(document, Statistic::P90, (arm, &services), &estimates);
    }
    document.paragraph(explained(arm));
}

/// What the intervals and the published figures are.
fn explained(arm: &ArmResult) -> String {
    let days = arm.scenario.run().days;
    let published = "The published mean is over all incidents of the months; a published P90 is the lowest to the \
                     highest month, since centiles are never averaged.";
    match arm.replications.len() {
        1 => published.to_owned(),
        _ => format!(
            "The interval of the mean covers chance only. The window like one you will see: 95% of single windows of \
             {days} days lie in that range, chance only. {published}"
        ),
    }
}

fn titled(caption: String, first: &str, estimates: &Estimates) -> Grid {
    Grid::new(caption, first)
        .numbers("simulated\nmean")
        .numbers("95% interval\nof the mean")
        .numbers("a window like\none you will see")
        .numbers(months_head(estimates))
}

fn months_head(estimates: &Estimates) -> String {
    estimates.months().map_or_else(|| "published".to_owned(), |months| format!("published\n{months}"))
}

fn of_service(service: &Shown, arm: &ArmResult, estimates: &Estimates) -> Grid {
    let caption = format!("{}: response, m:ss or h:mm:ss", service.label);
    let mut grid = titled(caption, "measure", estimates);
    for category in ReportedCategory::ALL.into_iter().filter(has_clock) {
        for statistic in Statistic::ALL {
            let label = format!("{} {}", category.name(), name(statistic));
            grid.row(cells(label, service, (category, statistic), estimates));
        }
    }
    let n = count(attended(service, arm));
    grid.note(format!("{n} incidents a replication were answered by a vehicle."))
}

/// Whether a category's response is published.
const fn has_clock(category: &ReportedCategory) -> bool {
    !matches!(category, ReportedCategory::Other | ReportedCategory::All)
}

/// How a statistic is called in a table.
pub(super) const fn name(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Mean => "mean",
        Statistic::P90 => "P90",
    }
}

fn of_measure(what: What, services: &[Shown], arm: &ArmResult, estimates: &Estimates) -> Grid {
    let caption = format!("{} {} response, m:ss or h:mm:ss", what.0.name(), name(what.1));
    let mut grid = titled(caption, "service", estimates);
    for service in services {
        let label = arm.area_name(service.level, &service.code);
        grid.row(cells(label, service, what, estimates));
    }
    grid
}

fn cells(label: String, area: &Shown, what: What, estimates: &Estimates) -> Vec<String> {
    let estimate = estimates.get(area, what.0, what.1);
    vec![
        label,
        clock(estimate.map(|e| e.mean)),
        clock_interval(estimate.and_then(Estimate::interval)),
        clock_interval(estimates.window(area, what.0, what.1)),
        published(estimates.published(area, what.0), what.1),
    ]
}

/// A published figure; several months' centiles are a range.
pub(super) fn published(figure: Option<PublishedFigure>, statistic: Statistic) -> String {
    let range = figure.map(|figure| figure.range_s(statistic));
    match range {
        Some((low, high)) if low < high => clock_interval(range),
        _ => clock(range.map(|(low, _)| low)),
    }
}

/// Two categories a table, simulated beside published, without intervals: they stand in the table `summary`.
fn compact(
    document: &mut Document,
    statistic: Statistic,
    (arm, services): (&ArmResult, &[Shown]),
    estimates: &Estimates,
) {
    let abreast = if statistic == Statistic::Mean { CATEGORIES.len() } else { 2 };
    for categories in CATEGORIES.chunks(abreast) {
        let months = estimates.months().unwrap_or_default();
        let of = categories.iter().map(|own| own.name()).collect::<Vec<_>>().join(", ");
        let caption = format!("Response, {} of {of}, m:ss or h:mm:ss; published {months}", name(statistic));
        let mut grid = Grid::new(caption, "service");
        for category in categories {
            grid = grid.numbers(category.name()).numbers("published");
        }
        for service in services {
            let pair = |category: &ReportedCategory| {
                let mean = estimates.get(service, *category, statistic).map(|e| e.mean);
                [clock(mean), published(estimates.published(service, *category), statistic)]
            };
            let label = arm.area_name(service.level, &service.code);
            grid.row(std::iter::once(label).chain(categories.iter().flat_map(pair)).collect());
        }
        document.table(grid);
    }
}

/// How many incidents stand behind the figures of a service.
fn attended(service: &Shown, arm: &ArmResult) -> f64 {
    super::mean_count(arm, |measures| {
        let row = measures.responses.iter().find(|row| {
            row.category == ReportedCategory::All
                && row.level == service.level
                && arm.code(row.level, row.group) == service.code
        });
        row.map_or(0.0, |row| row.n as f64)
    })
}

pub(super) fn by_ics(document: &mut Document, arm: &ArmResult) {
    document.heading("Mean response by ICS");
    let estimates = Estimates::of(arm);
    let has_interval = arm.replications.len() > 1;
    let caption = if has_interval {
        "Mean response and half the width of its 95% interval, m:ss or h:mm:ss"
    } else {
        "Mean response, m:ss or h:mm:ss"
    };
    let mut grid = Grid::new(caption, "ICS");
    for category in CATEGORIES {
        grid = grid.numbers(category.name());
        grid = if has_interval { grid.numbers("+/-") } else { grid };
    }
    for ics in areas::of(arm, Level::Ics) {
        let figures = CATEGORIES.into_iter().flat_map(|category| {
            let estimate = estimates.get(&ics, category, Statistic::Mean);
            let half = has_interval.then(|| clock(estimate.and_then(|e| e.half_width)));
            std::iter::once(clock(estimate.map(|e| e.mean))).chain(half)
        });
        grid.row(std::iter::once(ics.label.clone()).chain(figures).collect());
    }
    document.table(
        grid.note("Not validated: no response time is published by ICS. No ranking where intervals overlap."),
    );
}
