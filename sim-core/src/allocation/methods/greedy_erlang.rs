use super::{AllocationMethod, AllocationProblem, Mode};
use crate::allocation::objective::Objective;
use crate::allocation::problem::{Allocation, AllocationError, Bound, Place};
use crate::allocation::queue::{MarginalProblem, Proof, erlang_c_wait, greedy};
use serde::{Deserialize, Serialize};

/// Line by line to where the next one is worth most, by Erlang's delay formula for each place alone.
///
/// Every place is taken as if only its own vehicles came, and its load is the one by which its queue explains today's wait
/// beyond that of C1. Where costs are convex no other allocation is better in this model.
///
/// # Source
/// Erlang (1917); Fox (1966), *Management Science* 13(3), 210-216 (greedy allocation of whole units).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GreedyErlang {}

impl AllocationMethod for GreedyErlang {
    fn solve(&self, problem: &AllocationProblem<'_>) -> Result<Allocation, AllocationError> {
        if !problem.is_wait {
            return Err(AllocationError::NoWait { method: "greedy-erlang" });
        }
        let queues: Vec<Queue> =
            problem.places.iter().map(|place| Queue::of(place, problem.line_h)).collect();
        let waits =
            |lines: &[i32]| queues.iter().zip(lines).map(|(own, n)| own.wait_s(*n)).collect::<Vec<_>>();
        let weights = problem.weights();
        let loss = |lines: &[i32]| problem.objective.loss_s(&waits(lines), &weights);
        let keeps = |(lines, _): &(Vec<i32>, _)| problem.worse_off(&waits(lines)).is_empty();
        if let Some((lines, how)) = additive(problem, &queues).filter(keeps) {
            let bound = Some(Bound { loss_s: loss(&lines), how });
            return Ok(Allocation { loss_s: Some(loss(&lines)), bound, ..Allocation::by_rule(lines) });
        }
        let lines = by_steps(problem, &waits);
        let note = "line by line by the objective: no bound".to_owned();
        Ok(Allocation { loss_s: Some(loss(&lines)), note: Some(note), ..Allocation::by_rule(lines) })
    }
}

/// Where the objective is a sum over places and costs are convex, the greedy allocation and its proof.
fn additive(problem: &AllocationProblem<'_>, queues: &[Queue]) -> Option<(Vec<i32>, &'static str)> {
    let harm = |wait_s: f64| match problem.objective {
        Objective::Utilitarian => Some(wait_s),
        Objective::IsoElastic { epsilon, ceiling_s } if wait_s < ceiling_s => {
            Some(harm(ceiling_s - wait_s, epsilon))
        }
        _ => None,
    };
    let weights = problem.weights();
    let low = problem.least.clone();
    // Units are lines above the least of each place, so that none is negative.
    let units: i32 = match problem.mode {
        Mode::Uplift => problem.lines - low.iter().sum::<i32>(),
        Mode::Reshuffle => return None,
    };
    let bounds: Vec<(u32, u32)> = low
        .iter()
        .zip(&problem.most)
        .map(|(low, high)| (0, u32::try_from(high - low).unwrap_or(0)))
        .collect();
    let cost = |row: usize, n: u32| {
        let wait = queues[row].wait_s(low[row] + i32::try_from(n).unwrap_or(i32::MAX));
        weights[row] * harm(wait).unwrap_or(f64::INFINITY)
    };
    let known = (0..queues.len()).all(|row| cost(row, 0).is_finite());
    let budget = f64::from(u32::try_from(units).ok()?);
    let prices = vec![1.0; bounds.len()];
    let found = greedy(&MarginalProblem::new(&bounds, &prices, budget, &cost).ok().filter(|_| known)?);
    let lines: Vec<i32> =
        found.units.iter().zip(&low).map(|(n, low)| low + i32::try_from(*n).unwrap_or(0)).collect();
    let is_sound = problem.admits(&lines) && found.proof == Proof::Optimal;
    is_sound.then_some((lines, "greedy by Erlang's formula, where costs are convex (Fox 1966)"))
}

/// Minus the iso-elastic welfare of so much worth.
fn harm(worth_s: f64, epsilon: f64) -> f64 {
    if (epsilon - 1.0).abs() < 1e-9 {
        return -libm::log(worth_s);
    }
    -libm::pow(worth_s, 1.0 - epsilon) / (1.0 - epsilon)
}

/// Line by line to the best place, and in a reshuffle from the one that minds it least.
fn by_steps(problem: &AllocationProblem<'_>, waits: &dyn Fn(&[i32]) -> Vec<f64>) -> Vec<i32> {
    use crate::allocation::objective::is_better;
    let n = problem.places.len();
    let weights = problem.weights();
    let mut lines = match problem.mode {
        Mode::Uplift => problem.least.iter().map(|low| (*low).max(0)).collect(),
        Mode::Reshuffle => vec![0; n],
    };
    let steps = problem.lines - lines.iter().sum::<i32>();
    for _ in 0..steps.max(0) {
        let froms: Vec<Option<usize>> = match problem.mode {
            Mode::Uplift => vec![None],
            Mode::Reshuffle => (0..n).map(Some).collect(),
        };
        let mut best: Option<(Vec<f64>, Vec<i32>)> = None;
        for (to, from) in (0..n).flat_map(|to| froms.iter().map(move |from| (to, *from))) {
            let mut tried: Vec<i32> = lines.clone();
            tried[to] += 1;
            from.into_iter().for_each(|from| tried[from] -= 1);
            let inside = (0..n).all(|row| (problem.least[row]..=problem.most[row]).contains(&tried[row]));
            let own = waits(&tried);
            if !inside || from == Some(to) || (from.is_some() && !problem.worse_off(&own).is_empty()) {
                continue;
            }
            let score = problem.objective.score(&own, &weights);
            if best.as_ref().is_none_or(|(known, _)| is_better(&score, known)) {
                best = Some((score, tried));
            }
        }
        let now = problem.objective.score(&waits(&lines), &weights);
        match best {
            Some((score, tried)) if problem.mode == Mode::Uplift || is_better(&score, &now) => lines = tried,
            _ => break,
        }
    }
    lines
}

/// A place as a queue of its own.
#[derive(Debug)]
struct Queue {
    /// Ambulances on duty, on average.
    servers: f64,
    /// Ambulances more for a line.
    line: f64,
    /// The load that explains today's wait.
    load: f64,
    /// Seconds of a job.
    job_s: f64,
    /// What remains of the wait without a queue, seconds.
    unqueued_s: f64,
}

impl Queue {
    fn of(place: &Place, line_h: f64) -> Self {
        let servers = (place.rostered_h / 168.0).max(0.1);
        let job_s = if place.incidents > 0.0 { 3_600.0 * place.served_h / place.incidents } else { 3_600.0 };
        let unqueued_s = place.unqueued_s.min(place.present_s);
        let queue = (place.present_s - unqueued_s).max(1.0) / job_s.max(1.0);
        // The wait rises with the load, from none to without end: halve the interval.
        let (mut low, mut high) = (0.0, servers);
        for _ in 0..80 {
            let middle = 0.5 * (low + high);
            if erlang_c_wait(servers, middle) < queue { low = middle } else { high = middle }
        }
        Self { servers, line: line_h / 168.0, load: low, job_s, unqueued_s }
    }

    fn wait_s(&self, lines: i32) -> f64 {
        let servers = self.servers + f64::from(lines) * self.line;
        if servers <= self.load {
            return f64::INFINITY;
        }
        self.unqueued_s + self.job_s * erlang_c_wait(servers, self.load)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::tests::{Linear, problem};

    #[test]
    fn the_queue_explains_todays_wait() {
        let linear = Linear::of(&[(600.0, -1.0), (2_400.0, -1.0)]);
        for place in &problem(1, &linear).places {
            let queue = Queue::of(place, 84.0);
            assert!((queue.wait_s(0) - place.present_s).abs() < 0.5, "{}", queue.wait_s(0));
            assert!(queue.wait_s(1) < queue.wait_s(0) && queue.wait_s(-1) > queue.wait_s(0));
        }
    }

    #[test]
    fn greedy_is_as_good_as_looking_at_all() {
        let linear = Linear::of(&[(900.0, -1.0), (1_500.0, -1.0), (2_400.0, -1.0)]);
        for objective in ["utilitarian", "iso-elastic:1", "worst"] {
            let mut own = problem(5, &linear);
            own.objective = Objective::parse(objective, 7_200.0).expect("an objective");
            let found = GreedyErlang {}.solve(&own).expect("an allocation");
            let queues: Vec<Queue> = own.places.iter().map(|place| Queue::of(place, 84.0)).collect();
            let loss = |lines: &[i32]| {
                let waits: Vec<f64> = queues.iter().zip(lines).map(|(q, n)| q.wait_s(*n)).collect();
                own.objective.loss_s(&waits, &own.weights())
            };
            let all = (0..=5).flat_map(|a| (0..=5 - a).map(move |b| [a, b, 5 - a - b]));
            let least = all.map(|lines| loss(&lines)).fold(f64::INFINITY, f64::min);
            assert!((loss(&found.lines) - least).abs() < 1e-6, "{objective}: {:?}", found.lines);
        }
    }
}
