//! The hypercube solved state by state.

use super::levels::Levels;
use super::{Hypercube, HypercubeError, WhenAllBusy, shape};

/// Sweeps after which the solution is given up.
const SWEEPS: usize = 20_000;

/// Steady state of a hypercube: who is busy, and who answers whom.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactHypercube {
    /// `[2^units]`: share of time in each state, bit `i` set while unit `i` is busy; nobody waits.
    ///
    /// Sums to 1 less `queued`.
    pub share_of_time: Vec<f64>,
    /// Share of time with all busy and somebody waiting; 0 with loss.
    pub queued: f64,
    /// `[units]`: busy fraction.
    pub workload: Vec<f64>,
    /// Share of time with all units busy: the share of demands that wait, or are lost.
    pub all_busy: f64,
    /// `[units][streams]`: share of all dispatches that send this unit to this stream at once.
    pub dispatch_at_once: Vec<Vec<f64>>,
    /// `[streams]`: share of all dispatches that one unit makes to this stream from the queue, the same for each.
    pub dispatch_from_queue: Vec<f64>,
    primary: Vec<usize>,
    stream_share: Vec<f64>,
}

/// Solves the 2ⁿ balance equations by Gauss–Seidel; at most 12 units.
///
/// After each sweep the states with equally many busy are scaled to Erlang's known mass, which makes it settle in a few
/// dozen sweeps. Units are alike in service, and preferences may differ by stream.
///
/// # Errors
/// If there are more than 12 units, or the iteration does not settle.
///
/// # Source
/// Larson (1974), *Computers & Operations Research* 1(1), 67–95; Larson and Odoni (1981), *Urban Operations
/// Research*, 5.4.
pub fn exact(cube: &Hypercube) -> Result<ExactHypercube, HypercubeError> {
    if cube.units > 12 {
        let found = cube.units as f64;
        return Err(HypercubeError::OutOfRange { name: "units", found, rule: "12 at most to be exact" });
    }
    let levels = Levels::of(cube);
    let up = up_rates(cube);
    let share = steady_state(cube, &levels, &up)?;
    Ok(summary(cube, &levels, share))
}

/// `[state * units + unit]`: rate at which the state gains this unit.
fn up_rates(cube: &Hypercube) -> Vec<f64> {
    let states = 1usize << cube.units;
    let mut up = vec![0.0; states * cube.units];
    for state in 0..states - 1 {
        for stream in &cube.streams {
            up[state * cube.units + first_idle(state, &stream.preference)] += stream.rate;
        }
    }
    up
}

/// The unit that a demand gets in a state that has an idle one.
fn first_idle(state: usize, preference: &[usize]) -> usize {
    *preference.iter().find(|&&unit| state >> unit & 1 == 0).expect("a state below the last has an idle unit")
}

fn steady_state(cube: &Hypercube, levels: &Levels, up: &[f64]) -> Result<Vec<f64>, HypercubeError> {
    let units = cube.units;
    let states = 1usize << units;
    let arrivals = cube.arrival_rate();
    let mut order: Vec<usize> = (0..states).collect();
    order.sort_by_key(|state| state.count_ones());
    let mut share = vec![1.0; states];
    rescale(&mut share, levels);
    let mut moved = 0.0_f64;
    for _ in 0..SWEEPS {
        moved = 0.0;
        for &state in &order {
            let mut into = 0.0;
            for unit in 0..units {
                let bit = 1 << unit;
                into += if state & bit == 0 {
                    cube.service_rate * share[state | bit]
                } else {
                    up[(state ^ bit) * units + unit] * share[state ^ bit]
                };
            }
            let leaves = if state + 1 == states { 0.0 } else { arrivals };
            let new = into / (leaves + cube.service_rate * f64::from(state.count_ones()));
            moved = moved.max((new - share[state]).abs());
            share[state] = new;
        }
        rescale(&mut share, levels);
        if moved < 1e-15 {
            return Ok(share);
        }
    }
    if moved < 1e-12 { Ok(share) } else { Err(HypercubeError::NotSettled { sweeps: SWEEPS, moved }) }
}

/// Gives the states with k units busy their share of time together.
fn rescale(share: &mut [f64], levels: &Levels) {
    let mut sum = vec![0.0; levels.busy.len()];
    for (state, p) in share.iter().enumerate() {
        sum[state.count_ones() as usize] += p;
    }
    for (state, p) in share.iter_mut().enumerate() {
        let level = state.count_ones() as usize;
        if sum[level] > 0.0 {
            *p *= levels.busy[level] / sum[level];
        }
    }
}

fn summary(cube: &Hypercube, levels: &Levels, share: Vec<f64>) -> ExactHypercube {
    let units = cube.units;
    let mut workload = vec![levels.queued; units];
    for (state, p) in share.iter().enumerate() {
        (0..units).filter(|unit| state >> unit & 1 == 1).for_each(|unit| workload[unit] += p);
    }
    let (arrivals, all_busy) = (cube.arrival_rate(), levels.all_busy());
    let dispatched = match cube.when_all_busy {
        WhenAllBusy::Queue => arrivals,
        WhenAllBusy::Loss => arrivals * (1.0 - all_busy),
    };
    let mut at_once = vec![vec![0.0; cube.streams.len()]; units];
    for (column, stream) in cube.streams.iter().enumerate() {
        for (state, p) in share.iter().enumerate().take(share.len() - 1) {
            at_once[first_idle(state, &stream.preference)][column] += stream.rate / dispatched * p;
        }
    }
    let from_queue = |rate: f64| match cube.when_all_busy {
        WhenAllBusy::Queue => rate / arrivals * all_busy / units as f64,
        WhenAllBusy::Loss => 0.0,
    };
    ExactHypercube {
        share_of_time: share,
        queued: levels.queued,
        workload,
        all_busy,
        dispatch_at_once: at_once,
        dispatch_from_queue: cube.streams.iter().map(|s| from_queue(s.rate)).collect(),
        primary: cube.streams.iter().map(|s| s.preference[0]).collect(),
        stream_share: cube.streams.iter().map(|s| s.rate / arrivals).collect(),
    }
}

impl ExactHypercube {
    /// Share of all dispatches that send `unit` to `stream`, at once or from the queue; all sum to 1.
    ///
    /// # Panics
    /// If there is no such unit or stream.
    #[must_use]
    pub fn dispatch_share(&self, unit: usize, stream: usize) -> f64 {
        self.dispatch_at_once[unit][stream] + self.dispatch_from_queue[stream]
    }

    /// Share of all dispatches that send a unit to a stream which prefers another.
    #[must_use]
    pub fn inter_response_area(&self) -> f64 {
        let foreign = |stream: usize| {
            let units = (0..self.workload.len()).filter(move |&unit| unit != self.primary[stream]);
            units.map(move |unit| self.dispatch_share(unit, stream)).sum::<f64>()
        };
        (0..self.primary.len()).map(foreign).sum()
    }

    /// Mean drive over all dispatches; `travel` is `[units][streams]`, from where a unit waits when idle.
    ///
    /// A unit sent from the queue leaves from the atom of its last job: `between` is `[streams][streams]`, from and to.
    /// Without `between` it is taken to leave from its base, which overstates or understates by what that differs.
    ///
    /// # Errors
    /// If a table has the wrong shape or an entry that is not finite.
    ///
    /// # Source
    /// Larson and Odoni (1981), *Urban Operations Research*, 5.4.4.
    pub fn mean_travel(
        &self,
        travel: &[Vec<f64>],
        between: Option<&[Vec<f64>]>,
    ) -> Result<f64, HypercubeError> {
        let (units, streams) = (self.workload.len(), self.primary.len());
        shape("travel", travel, units, streams)?;
        let sum = |share: &dyn Fn(usize, usize) -> f64| -> f64 {
            (0..units).map(|u| (0..streams).map(|s| share(u, s) * travel[u][s]).sum::<f64>()).sum()
        };
        let Some(between) = between else { return Ok(sum(&|u, s| self.dispatch_share(u, s))) };
        shape("travel between streams", between, streams, streams)?;
        let row = |from: usize| (0..streams).map(|to| self.stream_share[to] * between[from][to]).sum::<f64>();
        let queued: f64 = (0..streams).map(|from| self.stream_share[from] * row(from)).sum();
        let waited = units as f64 * self.dispatch_from_queue.iter().sum::<f64>();
        Ok(sum(&|u, s| self.dispatch_at_once[u][s]) + waited * queued)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stream;
    use super::*;

    fn two(when: WhenAllBusy, rates: [f64; 2]) -> ExactHypercube {
        let stream = |rate, preference: [usize; 2]| Stream { rate, preference: preference.to_vec() };
        let streams = vec![stream(rates[0], [0, 1]), stream(rates[1], [1, 0])];
        exact(&Hypercube::new(2, 1.0, streams, when).unwrap()).unwrap()
    }

    #[test]
    fn two_units_by_hand() {
        // Loss, all demand prefers unit 0 at rate 1: P(0 busy) = 1/2; P(both) = Erlang B(2, 1) = 1/5.
        let cube = two(WhenAllBusy::Loss, [1.0, 0.0]);
        assert!((cube.workload[0] - 0.5).abs() < 1e-14 && (cube.all_busy - 0.2).abs() < 1e-14);
        assert!((cube.workload[1] - 0.3).abs() < 1e-14, "the load carried is 0.8");
        assert!((cube.inter_response_area() - 0.3 / 0.8).abs() < 1e-14);
    }

    #[test]
    fn mirrored_demand_gives_equal_workloads_and_travel_by_distance() {
        let cube = two(WhenAllBusy::Queue, [0.6, 0.6]);
        assert!((cube.workload[0] - 0.6).abs() < 1e-14 && (cube.workload[1] - 0.6).abs() < 1e-14);
        let travel = [vec![1.0, 3.0], vec![3.0, 1.0]];
        let foreign = cube.inter_response_area();
        let mean = cube.mean_travel(&travel, None).unwrap();
        assert!((mean - (1.0 + 2.0 * foreign)).abs() < 1e-14);
        // From the queue a unit leaves from a random atom: half the time at the right one.
        let free = cube.mean_travel(&travel, Some(&[vec![0.0, 8.0], vec![8.0, 0.0]])).unwrap();
        let at_once: f64 = (0..2).map(|u| cube.dispatch_at_once[u][1 - u]).sum();
        assert!((free - (1.0 - cube.all_busy + 2.0 * at_once + 4.0 * cube.all_busy)).abs() < 1e-14);
        assert!(cube.mean_travel(&travel[..1], None).is_err());
    }
}
