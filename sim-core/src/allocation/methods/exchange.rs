use super::{AllocationMethod, AllocationProblem, Mode};
use crate::allocation::objective::is_better;
use crate::allocation::problem::{Allocation, AllocationError, Bound};
use crate::allocation::surface::Surface;
use serde::{Deserialize, Serialize};

/// Allocations up to which every one is looked at.
const MOST: usize = 1_000_000;
/// The same where each is looked at in every sample.
const MOST_SAMPLED: usize = 50_000;

/// By what lines did in runs: every allocation is looked at on the surface through them, or, where there are too many, what one
/// line after the other and then swaps of lines lead to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {}

impl AllocationMethod for Exchange {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        Ok(ranked(problem, 1)?.remove(0))
    }
}

/// The best allocations on the surface that keep to the safeguard, the best first, at most so many.
///
/// # Errors
/// If there is no surface, or nothing keeps to the bounds or the safeguard.
pub fn ranked(problem: &AllocationProblem<'_>, most: usize) -> Result<Vec<Allocation>, AllocationError> {
    let surface = problem.runs.surface().ok_or(AllocationError::NoSurface { method: "exchange" })?;
    let mut search = Search { problem, surface, weights: problem.weights(), kept: Vec::new(), most };
    let every = count(problem) <= MOST;
    if every {
        walk(problem, &mut vec![0; problem.places.len()], 0, &mut |own| {
            search.look(own);
        });
    } else {
        search.step_by_step();
    }
    if search.kept.is_empty() {
        let tolerance_per_mille =
            problem.safeguard.map_or(0, |tolerance| (1_000.0 * tolerance).round() as i32);
        let (least, most) = (problem.least.iter().sum(), problem.most.iter().sum());
        let within = problem.mode == Mode::Reshuffle || (least..=most).contains(&problem.lines);
        return Err(match within {
            true => AllocationError::Safeguard { tolerance_per_mille },
            false => AllocationError::Bounds { lines: problem.lines, least, most },
        });
    }
    let best = problem.objective.loss_s(&surface.waits_s(&search.kept[0].1), &search.weights);
    let bound = every.then_some(Bound { loss_s: best, how: "every allocation on the surface was looked at" });
    let loss = |lines: &[i32]| problem.objective.loss_s(&surface.waits_s(lines), &search.weights);
    let note = (!every).then(|| "a search by single lines and swaps: no bound".to_owned());
    let of = |(_, lines): &(Vec<f64>, Vec<i32>)| Allocation {
        loss_s: Some(loss(lines)),
        lines: lines.clone(),
        bound: bound.clone(),
        note: note.clone(),
    };
    Ok(search.kept.iter().map(of).collect())
}

/// Every allocation that keeps to lines and bounds, if there are no more than can be looked at.
pub(super) fn every(problem: &AllocationProblem<'_>) -> Option<Vec<Vec<i32>>> {
    let mut found = Vec::new();
    let mut lines = vec![0; problem.places.len()];
    (count(problem) <= MOST_SAMPLED)
        .then(|| walk(problem, &mut lines, 0, &mut |own| found.push(own.to_vec())))?;
    Some(found)
}

/// How many allocations there are at most, or more than [`MOST`].
fn count(problem: &AllocationProblem<'_>) -> usize {
    let spans = problem.least.iter().zip(&problem.most).map(|(low, high)| (high - low + 1).max(1) as usize);
    let boxes = spans.clone().try_fold(1usize, usize::checked_mul).unwrap_or(usize::MAX);
    let largest = spans.max().unwrap_or(1);
    let compositions = match problem.mode {
        Mode::Uplift => {
            choose(problem.lines.max(0) as usize + problem.places.len() - 1, problem.places.len() - 1)
        }
        Mode::Reshuffle => usize::MAX,
    };
    (boxes / largest).min(compositions)
}

fn choose(n: usize, k: usize) -> usize {
    (0..k).try_fold(1usize, |all, at| Some(all.checked_mul(n - at)? / (at + 1))).unwrap_or(usize::MAX)
}

/// Visits every allocation from place `row` on; the last place gets what is left.
fn walk(problem: &AllocationProblem<'_>, lines: &mut Vec<i32>, row: usize, visit: &mut dyn FnMut(&[i32])) {
    let given: i32 = lines[..row].iter().sum();
    let whole = if problem.mode == Mode::Uplift { problem.lines } else { 0 };
    if row + 1 == lines.len() {
        lines[row] = whole - given;
        if problem.admits(lines) {
            visit(lines);
        }
        return;
    }
    for n in problem.least[row]..=problem.most[row] {
        if problem.mode == Mode::Uplift && given + n > whole {
            break;
        }
        lines[row] = n;
        walk(problem, lines, row + 1, visit);
    }
    lines[row] = 0;
}

struct Search<'a> {
    problem: &'a AllocationProblem<'a>,
    surface: &'a Surface,
    weights: Vec<f64>,
    /// Scores and allocations, the best first.
    kept: Vec<(Vec<f64>, Vec<i32>)>,
    most: usize,
}

impl Search<'_> {
    /// Looks at an allocation; says its score if it keeps to the bounds and the safeguard.
    fn look(&mut self, lines: &[i32]) -> Option<Vec<f64>> {
        if !self.problem.admits(lines) {
            return None;
        }
        let waits = self.surface.waits_s(lines);
        if !self.problem.worse_off(&waits).is_empty() {
            return None;
        }
        let score = self.problem.objective.score(&waits, &self.weights);
        let at = self.kept.iter().position(|(known, _)| is_better(&score, known)).unwrap_or(self.kept.len());
        if at < self.most && self.kept.iter().all(|(_, known)| known != lines) {
            self.kept.insert(at, (score.clone(), lines.to_vec()));
            self.kept.truncate(self.most);
        }
        Some(score)
    }

    /// One line after the other to where it is best, then swaps of one line while one is better; the safeguard is asked for at
    /// the end, and while swapping.
    fn step_by_step(&mut self) {
        let problem = self.problem;
        let n = problem.places.len();
        let mut lines = match problem.mode {
            Mode::Uplift => problem.nearest(&vec![0.0; n]),
            Mode::Reshuffle => vec![0; n],
        };
        let mut best = self.look(&lines);
        loop {
            let mut step: Option<(Vec<f64>, Vec<i32>)> = None;
            for (to, from) in (0..n).flat_map(|to| (0..n).map(move |from| (to, from))).filter(|(a, b)| a != b)
            {
                let mut tried = lines.clone();
                tried[to] += 1;
                tried[from] -= 1;
                let Some(score) = self.look(&tried) else { continue };
                if step.as_ref().is_none_or(|(known, _)| is_better(&score, known)) {
                    step = Some((score, tried));
                }
            }
            match step {
                Some((score, tried)) if best.as_ref().is_none_or(|known| is_better(&score, known)) => {
                    (best, lines) = (Some(score), tried);
                }
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::objective::Objective;
    use crate::allocation::problem::Runs;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn every_allocation_is_looked_at() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0), (1_200.0, -10.0)]);
        let mut own = problem(4, &linear);
        let found = Exchange {}.solve(&own).expect("a surface");
        assert_eq!((found.lines.clone(), found.gap()), (vec![4, 0, 0], Some(0.0)));
        own.objective = Objective::Worst;
        assert_eq!(Exchange {}.solve(&own).expect("a surface").lines, [0, 0, 4]);
    }

    #[test]
    fn the_safeguard_of_a_reshuffle_leaves_nothing_that_harms() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0)]);
        let mut own = problem(4, &linear);
        (own.mode, own.least, own.most) = (Mode::Reshuffle, vec![-4; 2], vec![4; 2]);
        own.safeguard = None;
        assert_eq!(Exchange {}.solve(&own).expect("a surface").lines, [4, -4]);
        own.safeguard = Some(0.0);
        assert_eq!(Exchange {}.solve(&own).expect("nothing moves").lines, [0, 0]);
    }

    #[test]
    fn swaps_find_what_looking_at_all_finds() {
        let linear = Linear::of(&[(600.0, -3.0), (900.0, -2.0), (700.0, -2.5), (800.0, -1.0)]);
        let own = problem(6, &linear);
        let mut search = Search {
            problem: &own,
            surface: linear.surface().expect("a surface"),
            weights: own.weights(),
            kept: Vec::new(),
            most: 1,
        };
        search.step_by_step();
        assert_eq!(search.kept[0].1, Exchange {}.solve(&own).expect("a surface").lines);
    }
}
