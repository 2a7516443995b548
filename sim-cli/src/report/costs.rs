//! What interventions cost, for what they free: capacity first, cash last.

use super::prevention::Told;
use crate::document::{Block, Chart, Document, Grid, Mark, count, decimal};
use ambics::experiment::{ArmResult, C2Part, Expected, Need};

const DAYS_A_YEAR: f64 = 365.25;
/// What stands where an interval holds zero: a cost divided by it has neither mean nor ends.
const NOT_TOLD: &str = "cannot be told";

/// Reach against need, as a table and drawn.
pub(super) fn reach(document: &mut Document, arm: &ArmResult) {
    document.table(need(arm));
    chart(document, arm);
}

/// Pounds for something of which the interval lies above zero: `1,755 [785, 14,446]`.
fn each(cost_gbp: f64, (mean, (low, high)): (f64, (f64, f64))) -> String {
    if cost_gbp <= 0.0 {
        return "-".to_owned();
    }
    if low <= 0.0 {
        return NOT_TOLD.to_owned();
    }
    format!("{} [{}, {}]", count(cost_gbp / mean), count(cost_gbp / high), count(cost_gbp / low))
}

/// Pounds for what each intervention freed.
pub(super) fn costs(told: &Told<'_>) -> Grid {
    let mut grid = Grid::new("What it cost, for what it freed: pounds [95% interval]", "intervention")
        .words("ICS")
        .numbers("cost £")
        .numbers("for an hour\nreleased")
        .numbers("for an incident\nprevented")
        .numbers("a year for a minute\noff the C2 mean")
        .numbers("cash £");
    let (arm, hour) = (told.arm, told.arm.assumed("ambulance_hour_gbp"));
    for row in told.whole() {
        let mut cells = vec![row.intervention.clone(), row.ics.clone(), count(row.cost_gbp)];
        let of = |own: Expected| each(row.cost_gbp, (own.mean, own.interval));
        let prevents = told.acts_on_incidents(row);
        let or_none = |cell: String| if prevents { cell } else { "-".to_owned() };
        cells.extend([
            or_none(of(row.released_h)),
            or_none(of(row.prevented)),
            minute(row.cost_gbp * DAYS_A_YEAR / f64::from(arm.scenario.run().days), row.c2),
            or_none(count(row.released_h.mean.max(0.0) * hour * arm.assumed("cashable_share"))),
        ]);
        grid.row(cells);
    }
    grid.note(format!(
        "{NOT_TOLD}: the interval of what is freed holds 0, so that it is not known whether there is any. Hours are marginal \
         capacity for other patients; nobody is stood down by them. Costs at central values. Cash: the part of hours, at \
         £{hour:.0} each, that is ever taken out as money (assumption: {:.0}%). Savings of others are not counted.",
        100.0 * arm.assumed("cashable_share")
    ))
}

/// Pounds a year for each minute off the C2 mean of the ICS.
fn minute(gbp_a_year: f64, c2: Option<C2Part>) -> String {
    let Some(c2) = c2 else { return "-".to_owned() };
    let Some((low, high)) = c2.interval_s else { return NOT_TOLD.to_owned() };
    // Below 0 is faster: minutes won are the other way round.
    each(gbp_a_year, (-c2.mean_s / 60.0, (-high / 60.0, -low / 60.0)))
}

/// Reach against need by deprivation quintile.
fn need(arm: &ArmResult) -> Grid {
    let mut grid = Grid::new(
        "Reach against need, for 1,000 residents a year, by deprivation quintile (1 the most deprived)",
        "ICS",
    )
    .words("quintile")
    .numbers("residents")
    .numbers("calls\nmade")
    .numbers("need (range,\nassumption)")
    .numbers("reached")
    .numbers("prevented\n[95% interval]")
    .numbers("prevented\nof need");
    for Need { ics, quintile, residents, expressed, need, reached, prevented } in arm.need() {
        let share = |need: f64| format!("{:.2}%", 100.0 * prevented.mean / need.max(1e-9));
        grid.row(vec![
            ics,
            quintile.to_string(),
            count(residents),
            count(expressed),
            format!("{} ({} to {})", count(need.value), count(need.low), count(need.high)),
            decimal(Some(reached)),
            format!("{:.2} [{:.2}, {:.2}]", prevented.mean, prevented.interval.0, prevented.interval.1),
            share(need.value),
        ]);
    }
    grid.note(
        "Calls rise with deprivation. Whether need does so faster is not published for any area: need is calls made times an \
         assumption of grade D, 1 with a wide range. Calls by quintile follow the model's own spread of demand, a proxy. \
         Reached: incidents of people reached, all interventions.",
    )
}

/// What is prevented by quintile, of each ICS.
fn chart(document: &mut Document, arm: &ArmResult) {
    let rows: Vec<(String, Vec<Option<Mark>>)> = arm
        .need()
        .into_iter()
        .map(|row| {
            let own = row.prevented;
            let label = format!("{:.2}", own.mean);
            let mark = Mark { value: own.mean, interval: Some(own.interval), label };
            (format!("{}, quintile {}", row.ics, row.quintile), vec![Some(mark)])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    document.blocks.push(Block::Chart(Chart {
        title: "Incidents prevented for 1,000 residents a year, by deprivation quintile".to_owned(),
        description: "A dot with its 95% interval for each quintile, 1 the most deprived; the numbers stand in the table."
            .to_owned(),
        axis: "prevented for 1,000 residents a year".to_owned(),
        label: "SYNTHETIC stations".to_owned(),
        series: vec!["all interventions".to_owned()],
        rows,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_has_ends_only_where_something_is_won_beyond_doubt() {
        assert_eq!(each(1_000.0, (10.0, (5.0, 20.0))), "100 [50, 200]");
        assert_eq!(each(1_000.0, (10.0, (-1.0, 20.0))), NOT_TOLD);
        assert_eq!(each(0.0, (10.0, (5.0, 20.0))), "-");
    }

    #[test]
    fn a_minute_is_won_where_the_difference_is_below_zero() {
        let c2 = |mean_s, interval_s| minute(120.0, Some(C2Part { mean_s, interval_s }));
        assert_eq!(c2(-60.0, Some((-80.0, -40.0))), "120 [90, 180]");
        assert_eq!(c2(60.0, Some((40.0, 80.0))), NOT_TOLD);
        assert_eq!((c2(-60.0, None), minute(120.0, None)), (NOT_TOLD.to_owned(), "-".to_owned()));
    }
}
