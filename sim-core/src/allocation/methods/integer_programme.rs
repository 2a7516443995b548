use super::{AllocationMethod, AllocationProblem, Mode};
use crate::allocation::location::cross_ics::{self, Share};
use crate::allocation::problem::{Allocation, AllocationError, Bound};
use crate::allocation::surface::Surface;
use serde::{Deserialize, Serialize};

/// What lines in one place save all places together in runs, made concave and added up: the best sum, by an integer programme.
///
/// # Source
/// Fox (1966), *Management Science* 13(3), 210-216 (the greedy rule that it equals where units cost alike).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntegerProgramme {}

impl AllocationMethod for IntegerProgramme {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let method = "integer-programme";
        let surface = problem.runs.surface().ok_or(AllocationError::NoSurface { method })?;
        let shares: Vec<Share> = (0..problem.places.len()).map(|row| share(problem, surface, row)).collect();
        let low: i32 = problem.least.iter().sum();
        let given = if problem.mode == Mode::Uplift { problem.lines } else { 0 };
        let bounds =
            AllocationError::Bounds { lines: problem.lines, least: low, most: problem.most.iter().sum() };
        let units = cross_ics::solve(&shares, f64::from(given - low), 0.0).map_err(|_| bounds)?;
        let wanted: Vec<f64> =
            units.iter().zip(&problem.least).map(|(n, least)| f64::from(*n) + f64::from(*least)).collect();
        let lines = problem.nearest(&wanted);
        let weights: f64 = problem.weights().iter().sum();
        let now = mean(problem, &problem.present_s());
        let saved = |units: &[u32]| -> f64 {
            let own = shares.iter().zip(units).zip(&problem.least).enumerate();
            let of = |(row, ((share, n), least)): (usize, ((&Share, &u32), &i32))| match *least > 0 {
                true => saved_by(problem, surface, row, *least) + share.benefit(*n),
                false => share.benefit(*n) - share.benefit(units_of(-least)),
            };
            own.map(of).sum::<f64>() / weights
        };
        let own: Vec<u32> = lines.iter().zip(&problem.least).map(|(n, least)| units_of(n - least)).collect();
        let bound = Bound {
            loss_s: now - saved(&units),
            how: "integer programme of concave gains, solved to the end",
        };
        Ok(Allocation { loss_s: Some(now - saved(&own)), bound: Some(bound), ..Allocation::by_rule(lines) })
    }
}

fn units_of(lines: i32) -> u32 {
    u32::try_from(lines).unwrap_or(0)
}

fn mean(problem: &AllocationProblem<'_>, waits_s: &[f64]) -> f64 {
    crate::allocation::objective::mean(waits_s, &problem.weights())
}

/// Waiting that lines in a place take from all places, seconds a week.
fn saved_by(problem: &AllocationProblem<'_>, surface: &Surface, from: usize, lines: i32) -> f64 {
    let weights = problem.weights().into_iter().enumerate();
    weights.map(|(to, weight)| -weight * surface.effect_s(from, to, lines)).sum()
}

/// What each further line of a place saves all places, from its fewest on, never rising.
fn share(problem: &AllocationProblem<'_>, surface: &Surface, from: usize) -> Share {
    let saved = |lines: i32| saved_by(problem, surface, from, lines);
    let (low, high) = (problem.least[from], problem.most[from]);
    let gains: Vec<f64> = (low..high).map(|n| saved(n + 1) - saved(n)).collect();
    let range = (0, units_of(high - low));
    Share { weight: 1.0, gains: falling(&gains), range, today: range, unit_cost_gbp: 1.0 }
}

/// The nearest gains that never rise and are never negative: neighbours that rise share their mean.
fn falling(gains: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for gain in gains {
        blocks.push((*gain, 1));
        while let [.., (before, n), (after, m)] = blocks[..] {
            if before >= after {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push(((before * n as f64 + after * m as f64) / (n + m) as f64, n + m));
        }
    }
    blocks.iter().flat_map(|(mean, n)| std::iter::repeat_n(mean.max(0.0), *n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::methods::Exchange;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn where_gains_add_up_it_is_the_best_of_all_and_says_so() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0), (1_200.0, -10.0)]);
        let mut own = problem(5, &linear);
        own.most = vec![2, 2, 5];
        let found = IntegerProgramme {}.solve(&own).expect("an allocation");
        let best = Exchange {}.solve(&own).expect("a surface");
        assert_eq!((found.lines.clone(), found.lines.len()), (best.lines.clone(), 3));
        let (loss, known) = (found.loss_s.expect("a loss"), best.loss_s.expect("a loss"));
        assert!((loss - known).abs() < 1e-9 && found.gap() == Some(0.0), "{loss} {known}");
        own.mode = Mode::Reshuffle;
        (own.least, own.most) = (vec![-2; 3], vec![2; 3]);
        assert_eq!(IntegerProgramme {}.solve(&own).expect("moves").lines, [2, 0, -2]);
    }

    #[test]
    fn gains_that_rise_are_shared() {
        assert_eq!(falling(&[5.0, 1.0, 3.0, -1.0]), [5.0, 2.0, 2.0, 0.0]);
        assert_eq!(falling(&[1.0, 2.0, 6.0]), [3.0, 3.0, 3.0]);
    }
}
