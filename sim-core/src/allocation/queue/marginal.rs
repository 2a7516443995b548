//! Whole units to places, one at a time, to where the next one is worth most.

use super::{QueueError, at_least_zero, positive};

/// Places that share a budget of whole units; the sum of their costs is to be as small as it can be.
///
/// `cost[j][n - lower[j]]` is what place `j` costs with `n` units, for `n` from `lower[j]` to the length of the row;
/// it may be infinite (a queue that grows for ever), never NaN nor −∞. Weights and attitudes to inequality are
/// in the costs already ([`super::Objective`]).
#[derive(Debug, Clone, PartialEq)]
pub struct MarginalProblem {
    cost: Vec<Vec<f64>>,
    lower: Vec<u32>,
    unit_cost: Vec<f64>,
    budget: f64,
}

/// What is known about an allocation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Proof {
    /// No allocation is better: the units cost the same everywhere and every place's cost is convex (checked).
    Optimal,
    /// No allocation is below `bound` (Lagrangian); this one is `gap` above it.
    Bounded {
        /// Lower bound on the value of every allocation.
        bound: f64,
        /// Value less bound, 0 or above.
        gap: f64,
    },
}

/// Units of each place, their value, and how good that is.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginalAllocation {
    /// `[n_place]`: units.
    pub units: Vec<u32>,
    /// Sum of the places' costs; infinite where one place still is.
    pub value: f64,
    /// Budget not spent: nothing affordable lowers a cost.
    pub left: f64,
    /// Optimal, or within a bound.
    pub proof: Proof,
}

impl MarginalProblem {
    /// Costs by place and units; `bounds[j]` is the least and most units of place `j`, both included.
    ///
    /// `unit_cost[j]` is the price of one unit at place `j`, and `budget` is in the same money; all 1 and a whole
    /// number give so many units.
    ///
    /// # Errors
    /// If lengths differ, a bound is upside down or above 100,000, a price or a cost is outside its range, or the lower
    /// bounds exceed the budget.
    pub fn new(
        bounds: &[(u32, u32)],
        unit_cost: &[f64],
        budget: f64,
        cost: &dyn Fn(usize, u32) -> f64,
    ) -> Result<Self, QueueError> {
        if unit_cost.len() != bounds.len() {
            let (found, wanted) = (unit_cost.len(), bounds.len());
            return Err(QueueError::Length { name: "unit costs", found, wanted });
        }
        at_least_zero("budget", budget)?;
        for &price in unit_cost {
            positive("unit cost", price)?;
        }
        let rows = bounds.iter().zip(unit_cost).enumerate();
        let table = rows.map(|(place, (&bound, &price))| row(place, bound, (price, budget), cost));
        let cost = table.collect::<Result<_, _>>()?;
        let lower: Vec<u32> = bounds.iter().map(|b| b.0).collect();
        let least: f64 = lower.iter().zip(unit_cost).map(|(&n, price)| f64::from(n) * price).sum();
        if least > budget + tolerance(budget) {
            return Err(QueueError::BudgetBelowBounds { lower: least, budget });
        }
        Ok(Self { cost, lower, unit_cost: unit_cost.to_vec(), budget })
    }

    /// Sum of the costs of an allocation given as units above the lower bounds.
    fn value(&self, above: &[usize]) -> f64 {
        self.cost.iter().zip(above).map(|(row, &n)| row[n]).sum()
    }

    /// Budget above the lower bounds.
    fn free(&self) -> f64 {
        let least: f64 = self.lower.iter().zip(&self.unit_cost).map(|(&n, price)| f64::from(n) * price).sum();
        self.budget - least
    }

    fn equal_prices(&self) -> bool {
        self.unit_cost.windows(2).all(|pair| pair[0] == pair[1])
    }

    fn convex(&self) -> bool {
        self.cost.iter().all(|row| is_convex(row))
    }

    /// How far the budget is overdrawn and the bound when a unit of money is charged at `price`.
    fn charged(&self, price: f64) -> (f64, f64) {
        let (mut spent, mut bound) = (0.0, 0.0);
        for (row, unit) in self.cost.iter().zip(&self.unit_cost) {
            let (n, least) = row
                .iter()
                .enumerate()
                .map(|(n, cost)| (n, cost + price * unit * n as f64))
                .min_by(|a, b| a.1.total_cmp(&b.1))
                .expect("every place has at least one number of units");
            spent += unit * n as f64;
            bound += least;
        }
        (spent - self.free(), bound - price * self.free())
    }

    /// The best Lagrangian bound: concave in the price of money, so found by halving.
    fn lagrangian(&self) -> f64 {
        let (over, mut best) = self.charged(0.0);
        if over <= 0.0 || best == f64::INFINITY {
            return best;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while self.charged(high).0 > 0.0 && high < 1e300 {
            high *= 4.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            let (over, bound) = self.charged(middle);
            best = best.max(bound);
            if over > 0.0 { low = middle } else { high = middle }
        }
        best
    }

    /// Worth of one more unit at place `j` per unit of money; `None` where it cannot have one or gains nothing.
    fn gain(&self, j: usize, n: usize, free: f64) -> Option<f64> {
        let (now, next) = (self.cost[j][n], *self.cost[j].get(n + 1)?);
        if self.unit_cost[j] > free + tolerance(self.budget) {
            return None;
        }
        let gain = if now == f64::INFINITY { f64::INFINITY } else { (now - next) / self.unit_cost[j] };
        (gain > 0.0).then_some(gain)
    }
}

/// One place's costs over its bounds, and no further than the budget reaches.
fn row(
    place: usize,
    (lower, upper): (u32, u32),
    (price, budget): (f64, f64),
    cost: &dyn Fn(usize, u32) -> f64,
) -> Result<Vec<f64>, QueueError> {
    let reach = libm::floor((budget + tolerance(budget)) / price).min(f64::from(u32::MAX)) as u32;
    let last = upper.min(reach.max(lower));
    if lower > upper || last > 100_000 {
        let rule = "a least not above the most, and no more than 100,000 units";
        return Err(QueueError::OutOfRange { name: "bound", found: f64::from(lower.max(last)), rule });
    }
    let checked = |units: u32| {
        let found = cost(place, units);
        let ok = !found.is_nan() && found > f64::NEG_INFINITY;
        ok.then_some(found)
            .ok_or(QueueError::OutOfRange { name: "cost", found, rule: "a number above −∞" })
    };
    (lower..=last).map(checked).collect()
}

/// Whether each further unit gains no more than the one before it, to the rounding of the costs.
fn is_convex(row: &[f64]) -> bool {
    row.windows(3).all(|w| {
        let scale = w[1].abs().max(w[2].abs());
        w[0] == f64::INFINITY
            || w[1] < f64::INFINITY && (w[0] - w[1]) - (w[1] - w[2]) >= -1e-12 * scale.max(w[0].abs())
    })
}

/// What sums of prices may miss the budget by.
fn tolerance(budget: f64) -> f64 {
    1e-9 * budget.max(1.0)
}

/// Gives the units one at a time to the place that gains most per unit of money; ties go to the lowest index.
///
/// A place whose cost is infinite comes first. Stops when nothing affordable lowers a cost. With equal prices and
/// convex costs the result is optimal (`Proof::Optimal`); otherwise the proof is the Lagrangian bound, which also
/// has the gap between whole and divisible units in it.
///
/// # Source
/// Fox (1966), *Management Science* 13(3), 210–216 (discrete optimisation via marginal analysis); bound: Everett
/// (1963), *Operations Research* 11(3), 399–417.
#[must_use]
pub fn greedy(problem: &MarginalProblem) -> MarginalAllocation {
    let mut above = vec![0; problem.cost.len()];
    let mut free = problem.free();
    loop {
        let gains = above.iter().enumerate().filter_map(|(j, &n)| Some((j, problem.gain(j, n, free)?)));
        let best = gains.reduce(|best, next| if next.1 > best.1 { next } else { best });
        let Some((place, _)) = best else { break };
        above[place] += 1;
        free -= problem.unit_cost[place];
    }
    finish(problem, &above, free, problem.equal_prices() && problem.convex())
}

fn finish(problem: &MarginalProblem, above: &[usize], free: f64, optimal: bool) -> MarginalAllocation {
    let value = problem.value(above);
    let proof = if optimal {
        Proof::Optimal
    } else {
        let bound = problem.lagrangian().min(value);
        Proof::Bounded { bound, gap: if value == bound { 0.0 } else { value - bound } }
    };
    let units = problem.lower.iter().zip(above).map(|(&lower, &n)| lower + n as u32).collect();
    MarginalAllocation { units, value, left: free.max(0.0), proof }
}

/// The best allocation by trying all: for tests and for very few units.
///
/// Ties go to the first in order of the places' units, fewest first.
///
/// # Errors
/// If there are more than ten million combinations of the bounds.
pub fn exhaustive(problem: &MarginalProblem) -> Result<MarginalAllocation, QueueError> {
    let combinations: f64 = problem.cost.iter().map(|row| row.len() as f64).product();
    if combinations > 1e7 {
        let rule = "ten million at most";
        return Err(QueueError::OutOfRange { name: "combinations", found: combinations, rule });
    }
    let mut best: Option<(f64, Vec<usize>, f64)> = None;
    let mut above = vec![0; problem.cost.len()];
    loop {
        let spent: f64 = above.iter().zip(&problem.unit_cost).map(|(&n, price)| n as f64 * price).sum();
        let (free, value) = (problem.free() - spent, problem.value(&above));
        let fits = free >= -tolerance(problem.budget);
        if fits && best.as_ref().is_none_or(|(least, _, _)| value < *least) {
            best = Some((value, above.clone(), free));
        }
        if !advance(&mut above, &problem.cost) {
            break;
        }
    }
    let (_, above, free) = best.expect("the lower bounds fit the budget");
    Ok(finish(problem, &above, free, true))
}

/// The next combination, as an odometer counts; false after the last.
fn advance(above: &mut [usize], cost: &[Vec<f64>]) -> bool {
    for (n, row) in above.iter_mut().zip(cost).rev() {
        *n += 1;
        if *n < row.len() {
            return true;
        }
        *n = 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_infinite_place_comes_first_and_ties_go_to_the_lowest() {
        let cost = |j: usize, n: u32| {
            if j == 2 && n < 2 { f64::INFINITY } else { 6.0 / f64::from(n + 1) }
        };
        let problem = MarginalProblem::new(&[(0, 9), (0, 9), (0, 9)], &[1.0; 3], 3.0, &cost).unwrap();
        let best = greedy(&problem);
        assert_eq!((best.units, best.proof, best.left), (vec![1, 0, 2], Proof::Optimal, 0.0));
    }

    #[test]
    fn bounds_hold_and_useless_units_stay_unspent() {
        let cost = |_: usize, n: u32| 5.0 - f64::from(n.min(3));
        let problem = MarginalProblem::new(&[(1, 2), (0, 9)], &[1.0; 2], 10.0, &cost).unwrap();
        let best = greedy(&problem);
        assert_eq!((best.units, best.left), (vec![2, 3], 5.0));
    }

    #[test]
    fn faults_are_named() {
        let flat = |_: usize, _: u32| 1.0;
        let lower = MarginalProblem::new(&[(3, 4)], &[1.0], 2.0, &flat);
        assert!(matches!(lower, Err(QueueError::BudgetBelowBounds { .. })));
        assert!(MarginalProblem::new(&[(4, 3)], &[1.0], 9.0, &flat).is_err());
        assert!(MarginalProblem::new(&[(0, 3)], &[], 9.0, &flat).is_err());
        assert!(MarginalProblem::new(&[(0, 3)], &[0.0], 9.0, &flat).is_err());
        assert!(MarginalProblem::new(&[(0, 3)], &[1.0], 9.0, &|_, _| f64::NAN).is_err());
    }

    #[test]
    fn a_cost_that_is_not_convex_is_seen() {
        let cost = |j: usize, n: u32| if j == 0 { 10.0 - 8.0 * f64::from(n / 2) } else { 3.0 - f64::from(n) };
        let problem = MarginalProblem::new(&[(0, 2), (0, 2)], &[1.0; 2], 2.0, &cost).unwrap();
        let (best, got) = (exhaustive(&problem).unwrap(), greedy(&problem));
        assert_eq!((best.value, got.value), (5.0, 11.0));
        let Proof::Bounded { bound, gap } = got.proof else { panic!("not convex") };
        assert!(bound <= 5.0 && gap >= 6.0, "{bound} {gap}");
    }
}
