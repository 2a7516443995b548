//! The p-median: `place` sites so that the demand-weighted distance to the nearest is least.

use super::{Bound, LocationError, Sites, Siting};

/// Nodes of branch and bound before it stops with a gap.
const NODES: u32 = 400;
/// Steps of the subgradient method at the root, and at a later node.
const STEPS: (u32, u32) = (1_500, 60);

/// The sites with the least Σ dᵢ min distance, with a bound below. A site counts once, whatever its capacity;
/// one with vehicles fixed is chosen, one with capacity 0 is not.
///
/// Greedy, vertex substitution, then a Lagrangian relaxation of the assignment within branch and bound.
/// # Errors
/// If no site is to be placed, or more than there are sites to choose.
/// # Source
/// Teitz and Bart (1968), *Operations Research* 16(5), 955–961; Cornuéjols, Fisher and Nemhauser (1977),
/// *Management Science* 23(8), 789–810.
pub fn solve(sites: &Sites) -> Result<Siting, LocationError> {
    let state: Vec<State> = (sites.fixed.iter().zip(&sites.capacity))
        .map(|(fixed, room)| match (fixed, room) {
            (1.., _) => State::In,
            (_, 0) => State::Out,
            _ => State::Free,
        })
        .collect();
    let count = |of: State| state.iter().filter(|s| **s == of).count();
    let (fixed, room) = (count(State::In) as u64, (count(State::In) + count(State::Free)) as u64);
    if sites.place == 0 {
        return Err(LocationError::NoSite);
    }
    if u64::from(sites.place) < fixed || u64::from(sites.place) > room {
        return Err(LocationError::Place { place: sites.place, fixed, room });
    }
    let mut search = Search::new(sites);
    search.start(&state);
    let (bound, proof) = search.close(state);
    let vehicles = (0..sites.n_sites()).map(|j| u32::from(search.chosen.contains(&j))).collect();
    Ok(Siting { vehicles, value: search.value, bound, proof })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    In,
    Out,
    Free,
}

struct Node {
    state: Vec<State>,
    price: Vec<f64>,
    bound: f64,
}

struct Search {
    /// Demand × distance, point by point.
    cost: Vec<f64>,
    n: usize,
    place: usize,
    whole: bool,
    chosen: Vec<usize>,
    value: f64,
}

impl Search {
    fn new(sites: &Sites) -> Self {
        let n = sites.n_sites();
        let cost: Vec<f64> = (sites.distance.chunks_exact(n).zip(&sites.demand))
            .flat_map(|(row, d)| row.iter().map(move |x| x * d))
            .collect();
        let whole = cost.iter().all(|c| libm::trunc(*c) == *c && *c < 1e9);
        Self { cost, n, place: sites.place as usize, whole, chosen: Vec::new(), value: f64::INFINITY }
    }

    fn total(&self, chosen: &[usize]) -> f64 {
        let nearest = |row: &[f64]| chosen.iter().map(|j| row[*j]).fold(f64::INFINITY, f64::min);
        self.cost.chunks_exact(self.n).map(nearest).sum()
    }

    fn keep(&mut self, mut chosen: Vec<usize>) {
        let value = self.total(&chosen);
        if value < self.value {
            chosen.sort_unstable();
            (self.chosen, self.value) = (chosen, value);
        }
    }

    /// Greedy, then the best exchange of one site for another until none helps.
    fn start(&mut self, state: &[State]) {
        let of = |wanted: State| (0..self.n).filter(move |j| state[*j] == wanted);
        let mut chosen: Vec<usize> = of(State::In).collect();
        let held = chosen.len();
        while chosen.len() < self.place {
            let free = of(State::Free).filter(|j| !chosen.contains(j));
            let trial = |j: usize| self.total(&[&chosen[..], &[j]].concat());
            let best = free.map(|j| (trial(j), j)).min_by(|a, b| a.0.total_cmp(&b.0));
            chosen.push(best.expect("enough sites to choose").1);
        }
        loop {
            let now = self.total(&chosen);
            let mut better = (now - 1e-12 * now, None);
            for at in held..chosen.len() {
                for to in of(State::Free).filter(|j| !chosen.contains(j)) {
                    let mut trial = chosen.clone();
                    trial[at] = to;
                    let value = self.total(&trial);
                    if value < better.0 {
                        better = (value, Some((at, to)));
                    }
                }
            }
            let Some((at, to)) = better.1 else { break };
            chosen[at] = to;
        }
        self.keep(chosen);
    }

    /// Branch and bound, the lowest bound last in; the bound that holds for all.
    fn close(&mut self, state: Vec<State>) -> (f64, Bound) {
        let nearest = |row: &[f64]| row.iter().copied().fold(f64::INFINITY, f64::min);
        let price = self.cost.chunks_exact(self.n).map(nearest).collect();
        let mut open = vec![Node { state, price, bound: f64::NEG_INFINITY }];
        let mut steps = STEPS.0;
        for _ in 0..NODES {
            let Some(mut node) = open.pop() else { return (self.value, Bound::BranchAndBound) };
            let split = self.relax(&mut node, steps);
            steps = STEPS.1;
            if let Some(site) = split.filter(|_| !self.beaten(node.bound)) {
                for side in [State::Out, State::In] {
                    let mut state = node.state.clone();
                    state[site] = side;
                    open.push(Node { state, price: node.price.clone(), bound: node.bound });
                }
            }
            open.retain(|node| !self.beaten(node.bound));
        }
        let bound = open.iter().map(|node| node.bound).fold(self.value, f64::min);
        (bound, if open.is_empty() { Bound::BranchAndBound } else { Bound::Lagrangian })
    }

    /// Whether nothing with this bound can be better than what is held.
    fn beaten(&self, bound: f64) -> bool {
        let bound = if self.whole { libm::ceil(bound - 1e-6) } else { bound };
        bound >= self.value - if self.whole { 0.0 } else { 1e-12 * self.value.abs() }
    }

    /// Raises a node's bound; returns the free site to split on, `None` if no choice is left.
    fn relax(&mut self, node: &mut Node, steps: u32) -> Option<usize> {
        let held = node.state.iter().filter(|s| **s == State::In).count();
        let free = node.state.iter().filter(|s| **s == State::Free).count();
        if held > self.place || held + free < self.place {
            node.bound = f64::INFINITY;
            return None;
        }
        let mut price = node.price.clone();
        let (mut scale, mut stale, mut split) = (1.0, 0, None);
        for _ in 0..steps {
            let (order, bound) = self.priced(&node.state, &price, held);
            stale += 1;
            if bound > node.bound || split.is_none() {
                (node.price, stale, split) = (price.clone(), 0, order.get(held).copied());
            }
            node.bound = node.bound.max(bound);
            self.keep(order.clone());
            if self.beaten(node.bound) || held == self.place || held + free == self.place {
                break;
            }
            if stale == 15 {
                (scale, stale) = (scale * 0.7, 0);
            }
            self.climb(&mut price, &order, scale * (1.02 * self.value - bound).max(0.0));
        }
        if held == self.place || held + free == self.place {
            node.bound = f64::INFINITY;
            return None;
        }
        split
    }

    /// The sites that the prices choose, those held first, and the value of the relaxation.
    fn priced(&self, state: &[State], price: &[f64], held: usize) -> (Vec<usize>, f64) {
        let mut saved = vec![0.0; self.n];
        for (row, price) in self.cost.chunks_exact(self.n).zip(price) {
            for (saved, cost) in saved.iter_mut().zip(row) {
                *saved += (cost - price).min(0.0);
            }
        }
        let mut order: Vec<usize> = (0..self.n).filter(|j| state[*j] == State::In).collect();
        let mut free: Vec<usize> = (0..self.n).filter(|j| state[*j] == State::Free).collect();
        free.sort_by(|a, b| saved[*a].total_cmp(&saved[*b]).then(a.cmp(b)));
        order.extend(free.into_iter().take(self.place - held));
        let bound = price.iter().sum::<f64>() + order.iter().map(|j| saved[*j]).sum::<f64>();
        (order, bound)
    }

    /// One step up the subgradient: a point served by none pays more, one served twice pays less.
    fn climb(&self, price: &mut [f64], order: &[usize], room: f64) {
        let rows = self.cost.chunks_exact(self.n).zip(price.iter());
        let slope: Vec<f64> = rows
            .map(|(row, price)| 1.0 - order.iter().filter(|j| row[**j] < *price).count() as f64)
            .collect();
        let square: f64 = slope.iter().map(|s| s * s).sum();
        if square > 0.0 {
            for (price, slope) in price.iter_mut().zip(&slope) {
                *price += room / square * slope;
            }
        }
    }
}
