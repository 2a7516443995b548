use super::{AllocationMethod, AllocationProblem, Mode, ranked};
use crate::allocation::objective::is_better;
use crate::allocation::problem::{Allocation, AllocationError};
use crate::allocation::ranking::{
    Direction, Next, SequentialRules, SequentialSelection, ocba_fractions, ocba_increments,
};
use serde::{Deserialize, Serialize};

/// Candidates that a screen leaves.
const CANDIDATES: usize = 20;
/// Replications of each candidate before anything is dropped.
const FIRST: u32 = 10;
/// The first replication of selections: the screen has not seen it, nor the runs of results.
const SELECTION: u32 = 10_000;

/// The best of the screen's candidates by a budget of replications, most of them for those hard to tell apart.
///
/// # Source
/// Chen, Lin, Yücesan and Chick (2000), *Discrete Event Dynamic Systems* 10, 251-270.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ocba {}

/// The best of the screen's candidates with a guarantee: within a second of the best with 95% confidence, if it is told apart
/// before the replications run out.
///
/// # Source
/// Kim and Nelson (2006), *Operations Research* 54(3), 475-488 (KN++).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KimNelson {}

/// Swaps of single lines, each tried in runs on the same luck, while one is better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocalSearch {}

impl AllocationMethod for Ocba {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let lines = candidates(problem)?;
        let mut losses = losses(problem, &lines, SELECTION, FIRST);
        for _ in 0..10 {
            let (means, sds) = (summary(&losses), spread(&losses));
            let Ok(fractions) = ocba_fractions(&means, &sds, Direction::Minimise) else { break };
            let so_far: Vec<u32> = losses.iter().map(|own| own.len() as u32).collect();
            let Ok(more) = ocba_increments(&so_far, &fractions, 2 * lines.len() as u32) else { break };
            for (row, n) in more.iter().enumerate().filter(|(_, n)| **n > 0) {
                let own = super::simulated::losses(problem, &lines[row..=row], SELECTION + so_far[row], *n);
                losses[row].extend(own.into_iter().flatten());
            }
        }
        let runs: usize = losses.iter().map(Vec::len).sum();
        let note = format!("the best of {} candidates in {runs} runs by OCBA; no guarantee", lines.len());
        Ok(chosen(&lines, &summary(&losses), note))
    }
}

/// Most rounds of a selection.
const MOST_ROUNDS: u32 = 200;
/// What does not matter, seconds.
const INDIFFERENCE_S: f64 = 1.0;

impl AllocationMethod for KimNelson {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let lines = candidates(problem)?;
        let rules = SequentialRules {
            confidence: 0.95,
            indifference: INDIFFERENCE_S,
            first_stage: FIRST as usize,
            direction: Direction::Minimise,
        };
        let Ok(mut selection) = SequentialSelection::new(lines.len(), rules) else {
            return Ok(chosen(&lines, &[0.0], "the screen leaves one candidate".to_owned()));
        };
        let mut at = 0;
        while let (Next::Sample(rows), true) = (selection.next(), at < MOST_ROUNDS) {
            let asked: Vec<Vec<i32>> = rows.iter().map(|row| lines[*row].clone()).collect();
            let own = losses(problem, &asked, SELECTION + at, FIRST);
            let n = own.iter().map(Vec::len).min().unwrap_or(0);
            if n == 0 {
                break;
            }
            for round in 0..n {
                let mut all = vec![0.0; lines.len()];
                rows.iter().zip(&own).for_each(|(row, values)| all[*row] = values[round]);
                if selection.observe(&all).is_err() {
                    break;
                }
            }
            at += n as u32;
        }
        let left = selection.survivors();
        let best =
            left.iter().copied().min_by(|a, b| selection.means()[*a].total_cmp(&selection.means()[*b]));
        let note = match left.len() {
            1 => format!(
                "within {INDIFFERENCE_S} s of the best of {} candidates with 95% confidence (KN++, {} runs)",
                lines.len(),
                selection.replications()
            ),
            n => format!(
                "{n} of {} candidates are not told apart after {at} replications each (KN++)",
                lines.len()
            ),
        };
        let lines = lines[best.unwrap_or(0)].clone();
        Ok(Allocation { note: Some(note), ..Allocation::by_rule(lines) })
    }
}

/// Rounds of a local search at most.
const MOST_STEPS: usize = 12;

impl AllocationMethod for LocalSearch {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        let n = problem.places.len();
        let mut lines = match problem.mode {
            Mode::Uplift => {
                problem.by_weight(&problem.places.iter().map(|own| own.served_h).collect::<Vec<_>>())
            }
            Mode::Reshuffle => vec![0; n],
        };
        let weights = problem.weights();
        let mut steps = 0;
        while steps < MOST_STEPS {
            let mut tried = vec![lines.clone()];
            for (to, from) in (0..n).flat_map(|to| (0..n).map(move |from| (to, from))).filter(|(a, b)| a != b)
            {
                let mut own = lines.clone();
                own[to] += 1;
                own[from] -= 1;
                tried.extend(problem.admits(&own).then_some(own));
            }
            let waits = means(&problem.runs.waits_s(&tried, SELECTION, FIRST));
            let keeps = |row: &usize| *row == 0 || problem.worse_off(&waits[*row]).is_empty();
            let score = |row: usize| problem.objective.score(&waits[row], &weights);
            let better =
                |best: usize, row: usize| if is_better(&score(row), &score(best)) { row } else { best };
            match (0..waits.len()).filter(keeps).reduce(better) {
                Some(row) if row > 0 => lines = tried.swap_remove(row),
                _ => break,
            }
            steps += 1;
        }
        let note = format!("{steps} swaps by runs of {FIRST} replications; a local best, no bound");
        Ok(Allocation { note: Some(note), ..Allocation::by_rule(lines) })
    }
}

/// The screen: the best allocations on the surface of runs that keep to the safeguard.
fn candidates(problem: &AllocationProblem<'_>) -> Result<Vec<Vec<i32>>, AllocationError> {
    Ok(ranked(problem, CANDIDATES)?.into_iter().map(|own| own.lines).collect())
}

/// The objective of each allocation in each replication, seconds.
fn losses(problem: &AllocationProblem<'_>, lines: &[Vec<i32>], first: u32, n: u32) -> Vec<Vec<f64>> {
    let weights = problem.weights();
    let of = |places: &Vec<Vec<f64>>| {
        let runs = places.first().map_or(0, Vec::len);
        let at = |run: usize| places.iter().map(|own| own[run]).collect::<Vec<f64>>();
        (0..runs).map(|run| problem.objective.loss_s(&at(run), &weights).min(1e9)).collect()
    };
    let own: Vec<Vec<f64>> = problem.runs.waits_s(lines, first, n).iter().map(of).collect();
    if own.is_empty() { vec![Vec::new(); lines.len()] } else { own }
}

/// Mean waits of places, `[n_allocation][n_place]`.
fn means(waits: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    waits
        .iter()
        .map(|places| places.iter().map(|own| own.iter().sum::<f64>() / own.len().max(1) as f64).collect())
        .collect()
}

fn summary(losses: &[Vec<f64>]) -> Vec<f64> {
    losses.iter().map(|own| own.iter().sum::<f64>() / own.len().max(1) as f64).collect()
}

fn spread(losses: &[Vec<f64>]) -> Vec<f64> {
    let sd = |own: &Vec<f64>| crate::stats::Estimate::of(own).and_then(|e| e.sd).unwrap_or(0.0);
    losses.iter().map(sd).collect()
}

fn chosen(lines: &[Vec<i32>], means: &[f64], note: String) -> Allocation {
    let best = (0..means.len().min(lines.len())).min_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0);
    Allocation { note: Some(note), ..Allocation::by_rule(lines[best].clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::methods::Exchange;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn without_chance_selections_and_swaps_find_the_best_of_the_screen() {
        let linear = Linear::of(&[(600.0, -30.0), (900.0, -20.0), (1_200.0, -10.0)]);
        let own = problem(4, &linear);
        let best = Exchange {}.solve(&own).expect("a surface").lines;
        assert_eq!(KimNelson {}.solve(&own).expect("a choice").lines, best);
        assert_eq!(Ocba {}.solve(&own).expect("a choice").lines, best);
        assert_eq!(LocalSearch {}.solve(&own).expect("swaps").lines, best);
    }
}
