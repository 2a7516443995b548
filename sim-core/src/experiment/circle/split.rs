//! The best split of a yearly budget between today's crews and prevention.

use super::belief::Meeting;
use super::place::Place;
use super::response::Measured;
use super::spread::Spread;
use crate::experiment::HORIZONS;
use crate::prevention::{Budget, MONTHS, shared_out};

const WEEKS_A_YEAR: f64 = 365.25 / 7.0;
/// Steps from all crews to all prevention.
const STEPS: usize = 10;

/// A share of the budget for prevention, the rest for crews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SplitRow {
    /// Share of the budget for prevention; what it cannot use buys crews.
    pub prevention: f64,
    /// Vehicle-hours a week that are bought.
    pub crews_h_per_week: Spread,
    /// C2 mean of the place over the horizon, discounted, seconds.
    pub c2_s: Spread,
    /// The same less that with all crews, seconds.
    pub against_crews_s: Spread,
    /// Hours that patients of all places and categories wait, a week, less those with all crews.
    pub waited_h_per_week: Spread,
    /// Share of the draws in which no other split gives a shorter C2 mean; the least share of equals counts.
    pub best_share: f64,
    /// By how much it is expected to miss the best split of each draw, seconds.
    pub regret_s: f64,
}

/// Where the best split lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Optimum {
    /// All crews: the next split is longer beyond doubt.
    Crews,
    /// All prevention: the split before it is longer beyond doubt.
    Prevention,
    /// Between, and told from both corners.
    Between(f64),
    /// The split of the shortest expected C2 mean, which is not told from one that has more crews or more prevention.
    NotTold(f64),
}

/// Splits over one horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Years.
    pub years: u32,
    /// From all crews to all prevention.
    pub rows: Vec<SplitRow>,
    /// Where the best one lies.
    pub optimum: Optimum,
    /// Pounds a year beyond which prevention has no reach left.
    pub used_up_gbp: Spread,
}

/// What one split does in one draw over each horizon.
#[derive(Debug, Clone, Copy)]
struct Done {
    crews_h: f64,
    c2_s: [f64; HORIZONS.len()],
    waited_h: [f64; HORIZONS.len()],
}

pub(super) fn splits(all: &[Meeting<'_>], (budget_gbp, rate): (f64, f64), place: &Place) -> Vec<Split> {
    let shares: Vec<f64> = (0..=STEPS).map(|step| step as f64 / STEPS as f64).collect();
    let done: Vec<Vec<Done>> = shares
        .iter()
        .map(|share| all.iter().map(|own| own.split((budget_gbp, *share), rate, place)).collect())
        .collect();
    let used_up: Vec<f64> = all.iter().map(|own| own.items.iter().map(|item| item.cost_gbp).sum()).collect();
    let used_up_gbp = Spread::of(&used_up);
    let each = HORIZONS.into_iter().enumerate();
    each.map(|(horizon, years)| of_horizon((horizon, years), &shares, &done, used_up_gbp)).collect()
}

fn of_horizon(
    (horizon, years): (usize, u32),
    shares: &[f64],
    done: &[Vec<Done>],
    used_up_gbp: Spread,
) -> Split {
    let c2 = |row: usize, draw: usize| done[row][draw].c2_s[horizon];
    let draws = done[0].len();
    let best: Vec<usize> = (0..draws).map(|draw| lowest(shares.len(), &|row| c2(row, draw))).collect();
    let spread = |of: &dyn Fn(usize) -> f64| Spread::of(&(0..draws).map(of).collect::<Vec<f64>>());
    let row = |(row, share): (usize, &f64)| SplitRow {
        prevention: *share,
        crews_h_per_week: spread(&|draw| done[row][draw].crews_h),
        c2_s: spread(&|draw| c2(row, draw)),
        against_crews_s: spread(&|draw| c2(row, draw) - c2(0, draw)),
        waited_h_per_week: spread(&|draw| {
            done[row][draw].waited_h[horizon] - done[0][draw].waited_h[horizon]
        }),
        best_share: best.iter().filter(|best| **best == row).count() as f64 / draws as f64,
        regret_s: (0..draws).map(|draw| c2(row, draw) - c2(best[draw], draw)).sum::<f64>() / draws as f64,
    };
    let rows: Vec<SplitRow> = shares.iter().enumerate().map(row).collect();
    let optimum = optimum(shares, &|row| spread(&|draw| c2(row, draw)).mean, &|a, b| {
        spread(&|draw| c2(a, draw) - c2(b, draw))
    });
    Split { years, rows, optimum, used_up_gbp }
}

/// Least difference that counts, seconds: what is nearer is the same.
const SAME_S: f64 = 1e-6;

/// The first row whose value no other undercuts.
fn lowest(n: usize, value: &dyn Fn(usize) -> f64) -> usize {
    (1..n).fold(0, |best, row| if value(row) < value(best) - SAME_S { row } else { best })
}

/// Where the best split lies, from the mean of each and the spread of one less another over the same draws.
fn optimum(shares: &[f64], mean: &dyn Fn(usize) -> f64, less: &dyn Fn(usize, usize) -> Spread) -> Optimum {
    let (best, last) = (lowest(shares.len(), mean), shares.len() - 1);
    let is_longer = |row: usize| less(row, best).low > SAME_S;
    match best {
        0 if is_longer(1) => Optimum::Crews,
        row if row == last && is_longer(last - 1) => Optimum::Prevention,
        row if row > 0 && row < last && is_longer(0) && is_longer(last) => Optimum::Between(shares[row]),
        row => Optimum::NotTold(shares[row]),
    }
}

impl Meeting<'_> {
    fn split(&self, (budget_gbp, share): (f64, f64), rate: f64, place: &Place) -> Done {
        let for_prevention = share * budget_gbp;
        let (_, unused_gbp) = shared_out(&self.items, for_prevention);
        let crews_h = (budget_gbp - for_prevention + unused_gbp) / self.around.hour_gbp / WEEKS_A_YEAR;
        let hours = 1.0 + crews_h / place.hours_per_week;
        // New capacity draws calls that were not made before, be it bought or released.
        let drawn = self.around.induced * crews_h * WEEKS_A_YEAR / self.around.load_h;
        let months = self.months((for_prevention, Budget::Held), hours);
        let at = |measured: Measured, load: f64| self.answer.at(measured, (hours, load + drawn));
        let over = |measured: Measured| -> [f64; HORIZONS.len()] {
            let (mut sum, mut worth) = (0.0, 0.0);
            let mut means = Vec::with_capacity(months.len());
            for (number, month) in months.iter().enumerate() {
                let discount = libm::pow(1.0 + rate, -(number as f64 + 0.5) / MONTHS as f64);
                sum += discount * at(measured, month.load);
                worth += discount;
                means.push(sum / worth);
            }
            HORIZONS.map(|years| means[years as usize * MONTHS - 1])
        };
        Done { crews_h, c2_s: over(Measured::C2OfPlace), waited_h: over(Measured::Waited) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: [f64; 3] = [0.0, 0.5, 1.0];

    fn told(means: [f64; 3], half: f64) -> Optimum {
        let less = |a: usize, b: usize| {
            let mean = means[a] - means[b];
            Spread { mean, low: mean - half, high: mean + half }
        };
        optimum(&SHARES, &|row| means[row], &less)
    }

    #[test]
    fn a_corner_is_named_only_where_the_draws_agree() {
        assert_eq!(told([10.0, 12.0, 14.0], 1.0), Optimum::Crews);
        assert_eq!(told([10.0, 12.0, 14.0], 3.0), Optimum::NotTold(0.0));
        assert_eq!(told([14.0, 12.0, 10.0], 1.0), Optimum::Prevention);
        assert_eq!(told([12.0, 10.0, 12.0], 1.0), Optimum::Between(0.5));
        assert_eq!(told([12.0, 10.0, 10.5], 1.0), Optimum::NotTold(0.5));
    }

    #[test]
    fn of_equals_the_one_with_the_least_prevention_counts() {
        assert_eq!(lowest(3, &|row| [5.0, 4.0, 4.0][row]), 1);
        assert_eq!(lowest(3, &|_| 4.0), 0);
    }
}
