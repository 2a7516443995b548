//! What the places' waits add up to: the sum, a sum that minds the worst more, or the worst alone.

use super::{MarginalAllocation, MarginalProblem, Proof, QueueError, at_least_zero, greedy};

/// How the waits of places with weights become one number to make small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// Σ w d: the total wait.
    Utilitarian,
    /// Σ w d^{1+ε} / (1+ε): convex and increasing in the wait, so long waits count more; ε = 0 is the sum.
    ///
    /// Iso-elastic welfare is Σ w u^{1−ε} / (1−ε) of a positive utility; a wait is a harm, not a utility, and this
    /// is the form of the same elasticity that needs no invented zero.
    IsoElastic {
        /// Aversion to inequality, 0 or above, finite.
        epsilon: f64,
    },
    /// The worst place first, then the second worst, and so on; weights play no part. The limit of ε → ∞.
    MinMax,
}

/// Disutility of a wait `d ≥ 0` under aversion `epsilon`: d^{1+ε} / (1+ε); infinite for an infinite wait.
///
/// # Source
/// Atkinson (1970), *Journal of Economic Theory* 2(3), 244–263 (the elasticity), mirrored for a harm.
#[must_use]
pub fn iso_elastic(d: f64, epsilon: f64) -> f64 {
    libm::pow(d, 1.0 + epsilon) / (1.0 + epsilon)
}

impl Objective {
    /// Allocates `units` equal units over places with weights `weights`, `bounds` (least, most) and `wait(j, n)`.
    ///
    /// `wait` is to be decreasing in `n`, 0 or above, and may be infinite. The value is the objective (for `MinMax` the
    /// longest wait). `MinMax` gives each unit to the place that waits longest, and that has been proved optimal in
    /// the lexicographic sense for decreasing waits and equal units (Luss); where a wait does not fall, or stays infinite, its proof is
    /// `Bounded` from the most that each place could get alone.
    ///
    /// # Errors
    /// If lengths differ, or a weight, a bound, a wait or ε is outside its range.
    ///
    /// # Source
    /// Fox (1966), *Management Science* 13(3), 210–216; Luss (1999), *Operations Research* 47(3), 361–378 (equitable
    /// resource allocation, lexicographic minimax).
    pub fn allocate(
        self,
        units: u32,
        weights: &[f64],
        bounds: &[(u32, u32)],
        wait: &dyn Fn(usize, u32) -> f64,
    ) -> Result<MarginalAllocation, QueueError> {
        if weights.len() != bounds.len() {
            let (found, wanted) = (weights.len(), bounds.len());
            return Err(QueueError::Length { name: "weights", found, wanted });
        }
        let epsilon = match self {
            Self::Utilitarian => 0.0,
            Self::IsoElastic { epsilon } => at_least_zero("epsilon", epsilon)?,
            Self::MinMax => return min_max(units, bounds, wait),
        };
        for &weight in weights {
            at_least_zero("weight", weight)?;
        }
        let cost = |j: usize, n: u32| {
            let disutility = iso_elastic(checked(wait(j, n)), epsilon);
            // Nobody's infinite wait is no harm: 0 times infinity is 0 here.
            if weights[j] == 0.0 && disutility == f64::INFINITY { 0.0 } else { weights[j] * disutility }
        };
        let prices = vec![1.0; bounds.len()];
        Ok(greedy(&MarginalProblem::new(bounds, &prices, f64::from(units), &cost)?))
    }
}

/// A wait, or NaN where it is negative, which the problem refuses.
fn checked(wait: f64) -> f64 {
    if wait >= 0.0 { wait } else { f64::NAN }
}

/// Each unit to the place that waits longest and may have one; ties go to the lowest index.
fn min_max(
    units: u32,
    bounds: &[(u32, u32)],
    wait: &dyn Fn(usize, u32) -> f64,
) -> Result<MarginalAllocation, QueueError> {
    // Building the problem checks bounds and waits, and cuts the bounds at the units there are.
    let prices = vec![1.0; bounds.len()];
    MarginalProblem::new(bounds, &prices, f64::from(units), &|j, n| checked(wait(j, n)))?;
    let mut given: Vec<u32> = bounds.iter().map(|b| b.0).collect();
    let mut left = units - given.iter().sum::<u32>();
    let mut falling = true;
    while left > 0 {
        let open = (0..bounds.len()).filter(|&j| given[j] < bounds[j].1).map(|j| (j, wait(j, given[j])));
        let Some((place, longest)) = open.reduce(|best, next| if next.1 > best.1 { next } else { best })
        else {
            break;
        };
        given[place] += 1;
        left -= 1;
        falling &= wait(place, given[place]) < longest || longest == f64::INFINITY;
    }
    let value = (0..bounds.len()).map(|j| wait(j, given[j])).fold(0.0, f64::max);
    let spare = units - bounds.iter().map(|b| b.0).sum::<u32>();
    let alone = |j: usize| (bounds[j].0..=bounds[j].1.min(bounds[j].0 + spare)).map(move |n| wait(j, n));
    let bound = (0..bounds.len()).map(|j| alone(j).fold(f64::INFINITY, f64::min)).fold(0.0, f64::max);
    let gap = if value == bound { 0.0 } else { value - bound };
    let proof = if falling && value < f64::INFINITY { Proof::Optimal } else { Proof::Bounded { bound, gap } };
    Ok(MarginalAllocation { units: given, value, left: f64::from(left), proof })
}

/// The waits, longest first, of the best allocation in the lexicographic sense, by trying all: for tests.
///
/// # Errors
/// If there are more than ten million combinations of the bounds.
pub fn lexicographic_exhaustive(
    units: u32,
    bounds: &[(u32, u32)],
    wait: &dyn Fn(usize, u32) -> f64,
) -> Result<Vec<f64>, QueueError> {
    let found: f64 = bounds.iter().map(|b| f64::from(b.1.saturating_sub(b.0)) + 1.0).product();
    if found > 1e7 {
        return Err(QueueError::OutOfRange { name: "combinations", found, rule: "ten million at most" });
    }
    let mut best: Option<Vec<f64>> = None;
    let mut given: Vec<u32> = bounds.iter().map(|b| b.0).collect();
    loop {
        if given.iter().map(|&n| u64::from(n)).sum::<u64>() <= u64::from(units) {
            let mut waits: Vec<f64> = given.iter().enumerate().map(|(j, &n)| wait(j, n)).collect();
            waits.sort_by(|a, b| b.total_cmp(a));
            if best.as_ref().is_none_or(|least| shorter(&waits, least)) {
                best = Some(waits);
            }
        }
        let Some(place) = (0..bounds.len()).rev().find(|&j| given[j] < bounds[j].1) else { break };
        given[place] += 1;
        (place + 1..bounds.len()).for_each(|j| given[j] = bounds[j].0);
    }
    let lower = bounds.iter().map(|b| f64::from(b.0)).sum();
    best.ok_or(QueueError::BudgetBelowBounds { lower, budget: f64::from(units) })
}

/// Whether the first place where two lists differ is smaller in `a`.
fn shorter(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).find(|(x, y)| x != y).is_some_and(|(x, y)| x < y)
}
