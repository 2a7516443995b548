use super::by_hours::days;
use crate::document::{Document, Grid, count, counted};
use ambics::experiment::governance::{GovernanceRun, RealPackage};

/// Real packages beside what `today` takes, and whether the ranges hold them.
pub(super) fn table(document: &mut Document, found: &GovernanceRun) {
    let (real, Some(today)) = (found.real_packages(), found.today()) else { return };
    if real.is_empty() {
        return;
    }
    document.heading("Beside real packages");
    let horizon = found.study.horizon_days;
    let mut grid = Grid::new("Simulated under today: days from being wanted to live", "team hours a week");
    for hours in &found.study.team_hours {
        grid = grid.numbers(count(*hours));
    }
    let ranges = || found.summaries.iter().map(|level| level[today].since_wanted);
    for (name, at) in [("5th centile", 0), ("median", 1), ("95th centile", 2)] {
        let cells = ranges().map(|range| days(range[at], horizon));
        grid.row(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    document.table(grid);
    let mut grid = Grid::new("Real packages: first public statement to live", "package, place")
        .numbers("first said")
        .numbers("live")
        .numbers("days")
        .numbers("in range at\nteam hours");
    for own in &real {
        grid.row(row(found, own));
    }
    document.table(grid.note(
        "Days and sources stand in packages.csv; what was not found is unknown, never guessed. A first public statement is not \
         the day on which work began: real times are longer or shorter by what is not told.",
    ));
    document.paragraph(sentence(found, today, &real));
}

fn row(found: &GovernanceRun, own: &RealPackage<'_>) -> Vec<String> {
    let unknown = || "unknown".to_owned();
    let date = |date: Option<jiff::civil::Date>| match (date, own.package.precision) {
        (None, _) => unknown(),
        (Some(date), "month") => date.strftime("%Y-%m").to_string(),
        (Some(date), _) => date.to_string(),
    };
    let hours = |within: &Vec<bool>| {
        let held = found.study.team_hours.iter().zip(within).filter(|(_, held)| **held);
        let held: Vec<String> = held.map(|(hours, _)| hours.to_string()).collect();
        if held.is_empty() { "none".to_owned() } else { held.join(" ") }
    };
    vec![
        format!("{}, {}", own.package.name, own.package.place),
        date(own.package.first_public),
        date(own.package.live),
        own.days.map_or_else(unknown, |days| count(f64::from(days))),
        own.within.as_ref().map_or_else(unknown, hours),
    ]
}

/// How many of those with both days the ranges hold, and which they do not.
fn sentence(found: &GovernanceRun, today: usize, real: &[RealPackage<'_>]) -> String {
    let horizon = found.study.horizon_days;
    let ranges = || found.summaries.iter().map(|level| level[today].since_wanted);
    let low = ranges().filter_map(|range| range[0]).fold(horizon, f64::min);
    // Beyond the horizon at one number of team hours is beyond it for all together.
    let high = ranges().map(|range| range[2]).try_fold(0.0, |most, high| Some(f64::max(most, high?)));
    let dated: Vec<(&RealPackage<'_>, f64)> =
        real.iter().filter_map(|own| Some((own, f64::from(own.days?)))).collect();
    let outside = |days: f64| days < low || high.is_some_and(|high| days > high);
    let left_out: Vec<String> = dated
        .iter()
        .filter(|(_, days)| outside(*days))
        .map(|(own, days)| format!("{}, {} ({})", own.package.name, own.package.place, count(*days)))
        .collect();
    let not = if left_out.is_empty() { "none".to_owned() } else { left_out.join("; ") };
    format!(
        "Of {} with both days known, the range over all numbers of team hours, {} to {} days, covers {}. Not covered: {not}. \
         A package that is ordered does not go through this process, so that one left out is no fault of a number; that one is \
         covered proves none.",
        counted(dated.len(), "real package"),
        count(low),
        days(high, horizon),
        dated.len() - left_out.len()
    )
}
