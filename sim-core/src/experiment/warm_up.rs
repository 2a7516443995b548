//! Whether a run's lead-in is long enough: what its first days say against the rest.

use super::run::{ArmResult, RunOptions, run};
use crate::category::Category;
#[cfg(feature = "arrow")]
use crate::outcome::{Table, column};
use crate::problem::{Problem, Problems};
use crate::scenario::{Edit, Scenario};
use crate::stats::{Truncation, Welch, mser5};
#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
#[cfg(feature = "arrow")]
use jiff::{ToSpan, civil::Date};

const DAY_MS: i64 = 86_400_000;
/// Days on either side of a smoothed one: whole weeks, so that no weekday is taken for a beginning.
const WINDOW: usize = 3;
/// Fewest days that are looked at: MSER-5 wants ten batches of five.
pub const LEAST_DAYS: u32 = 50;

/// What the days of a run say of its beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct WarmUp {
    /// Replications.
    pub replications: usize,
    /// Mean response to C2 on each day of the window, over replications, seconds.
    pub days_s: Vec<f64>,
    /// The same smoothed over a week (Welch).
    pub smoothed_s: Vec<f64>,
    /// The standard error of a smoothed day, seconds.
    pub error_s: f64,
    /// The first day from which every smoothed one stays within twice that error of the rest; `None`: there is none in the first half.
    pub settles_at: Option<usize>,
    /// Days that MSER-5 would leave out.
    pub truncation: Option<Truncation>,
    /// The first week less the rest, seconds, with the half width of its 95% interval.
    pub first_week_s: Option<(f64, f64)>,
}

/// The name of the table of days.
#[cfg(feature = "arrow")]
pub const WARM_UP_TABLE: &str = "warm_up";

#[cfg(feature = "arrow")]
impl WarmUp {
    /// The days of the window that began on this date, a row each.
    #[must_use]
    pub fn table(&self, start: Date) -> RecordBatch {
        let of = |row: usize| {
            let date = start.saturating_add((row as i64).days()).to_string();
            (date, self.days_s[row], self.smoothed_s.get(row).copied())
        };
        let rows: Vec<(String, f64, Option<f64>)> = (0..self.days_s.len()).map(of).collect();
        Table::of("Mean response to C2 by day of the window, over replications.", &rows)
            .text(
                column("date", "", "The day on which clocks start, 24 hours from the window's start."),
                |row| &row.0,
            )
            .number(column("c2_mean_s", "s", "Mean response to C2."), |row| row.1)
            .number_or_none(
                column(
                    "smoothed_s",
                    "s",
                    "The same, smoothed over a week (Welch), less at the start; null on the last three days.",
                ),
                |row| row.2,
            )
            .batch()
    }
}

/// Runs a scenario and looks at its C2 day by day: a window that begins with an empty service would begin too fast.
///
/// Demand has seasons, so a run of one month compares its first week with later ones of another load: read the first week's difference
/// beside it.
///
/// # Errors
/// If the window is shorter than [`LEAST_DAYS`].
pub fn warm_up(scenario: &Scenario, options: &RunOptions<'_>) -> Result<Option<WarmUp>, Problems> {
    let days = scenario.run().days;
    if days < LEAST_DAYS {
        let mut problems = Problems::none();
        problems.push(Problem {
            file: scenario.name().to_owned(),
            path: "run.days".to_owned(),
            line: None,
            found: days.to_string(),
            rule: format!("at least {LEAST_DAYS} days, to tell a beginning from the rest"),
            hint: "for example --set run.days=84".to_owned(),
        });
        return Err(problems);
    }
    let steady = scenario.with(&[Edit::new("run.days", i64::from(days))])?;
    let experiment = run(&[("warm-up".to_owned(), steady)], &RunOptions { with_incidents: true, ..*options });
    let arm = &experiment.arms[0];
    let window = arm.scenario.world().clock.window();
    let series: Vec<Vec<f64>> =
        (0..arm.incidents.len()).map(|row| by_day(arm, row, window.0.0, days)).collect();
    Ok(told(&series))
}

/// Mean response to C2 by day of the clock's start, 24 hours each from the start of the window; a day without any takes the last.
fn by_day(arm: &ArmResult, row: usize, start_ms: i64, days: u32) -> Vec<f64> {
    let mut sums = vec![(0.0, 0u32); days as usize];
    for incident in arm.incidents[row].rows.iter().filter(|own| own.category == Category::C2) {
        let day = (incident.clock_start.0 - start_ms).div_euclid(DAY_MS);
        let own = usize::try_from(day).ok().and_then(|day| sums.get_mut(day));
        if let Some(((sum, n), stop)) = own.zip(incident.clock_stop) {
            *sum += (stop - incident.clock_start).0 as f64 / 1_000.0;
            *n += 1;
        }
    }
    let mut last = 0.0;
    sums.into_iter()
        .map(|(sum, n)| {
            last = if n > 0 { sum / f64::from(n) } else { last };
            last
        })
        .collect()
}

fn told(series: &[Vec<f64>]) -> Option<WarmUp> {
    let welch = Welch::of(series, WINDOW)?;
    let n = series.len();
    let days = welch.averaged.len() as f64;
    let mean = welch.averaged.iter().sum::<f64>() / days;
    let spread: f64 =
        welch.averaged.iter().map(|own| (own - mean) * (own - mean)).sum::<f64>() / (days - 1.0);
    let error_s = (spread / (2 * WINDOW + 1) as f64).sqrt();
    let first: Vec<f64> = series.iter().map(|own| average(&own[..7]) - average(&own[7..])).collect();
    let first = crate::stats::Estimate::of(&first);
    Some(WarmUp {
        replications: n,
        settles_at: welch.settles_at(2.0 * error_s),
        truncation: mser5(&welch.averaged),
        days_s: welch.averaged,
        smoothed_s: welch.smoothed,
        error_s,
        first_week_s: first.and_then(|own| Some((own.mean, own.half_width?))),
    })
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_begins_empty_is_found_out_and_a_settled_one_is_not() {
        let noise = |k: usize, r: usize| ((k * 7 + r * 13) % 11) as f64 - 5.0;
        let of = |start: f64| -> Vec<Vec<f64>> {
            let day = |k: usize, r: usize| 1_500.0 - start * libm::exp(-(k as f64) / 4.0) + noise(k, r);
            (0..5).map(|r| (0..84).map(|k| day(k, r)).collect()).collect()
        };
        let (empty, settled) = (told(&of(900.0)).expect("days"), told(&of(0.0)).expect("days"));
        let (low, half) = empty.first_week_s.expect("five replications");
        assert!(low + half < -200.0 && empty.truncation.expect("days").observations >= 5, "{empty:?}");
        assert!(settled.truncation.expect("days").observations <= 10, "{settled:?}");
        assert!(settled.settles_at.is_some_and(|day| day < 7), "{settled:?}");
        let (mean, half) = settled.first_week_s.expect("five replications");
        assert!(mean.abs() < half + 1.0, "{settled:?}");
    }
}
