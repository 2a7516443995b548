//! Two trusts that lend each other vehicles while enough of their own are idle.

use super::ChainError;

/// States beyond which the chain is refused.
const STATES: usize = 2_000_000;
/// Sweeps after which the solution is given up.
const SWEEPS: usize = 20_000;

/// When, how many and how fast a trust lends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lending {
    /// Lends while at least so many of its vehicles are idle; 1 lends the last one (full pooling).
    pub if_idle: u32,
    /// Vehicles on loan at one time, at most; `u32::MAX` for no cap.
    pub most_lent: u32,
    /// Services per unit of time of a vehicle on loan; below the lender's own rate if the drive is longer.
    pub service_rate: f64,
}

/// One of the two trusts. Rates are per unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LendingTrust {
    /// Incidents per unit of time.
    pub arrival_rate: f64,
    /// Services per unit of time of a vehicle at home.
    pub service_rate: f64,
    /// Vehicles.
    pub vehicles: u32,
    /// The rule by which it lends; `None` never does.
    pub lends: Option<Lending>,
}

/// What the rule does to each of the two trusts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LendingOutcome {
    /// Share of the trust's incidents that neither trust can answer.
    pub loss: [f64; 2],
    /// Share of the trust's incidents that the other trust answers.
    pub answered_by_other: [f64; 2],
    /// Mean number of the trust's vehicles on loan.
    pub on_loan: [f64; 2],
    /// Busy fraction of the trust's vehicles, at home and on loan; 0 without vehicles.
    pub busy_fraction: [f64; 2],
}

/// Solves the loss chain of two trusts: an incident goes to its own trust, else to the other if that lends, else is lost.
///
/// Nobody waits, and a vehicle on loan stays until its job is done. With both lending the last vehicle at their own rates,
/// and equal rates, it is Erlang B of all vehicles and all load; without lending, Erlang B of each.
///
/// # Errors
/// If a rate or a rule is outside its range, the chain has more than two million states, or it does not settle.
///
/// # Source
/// Balance equations of a finite Markov chain, by Gauss–Seidel to a sum of changes of 1e-14 (Stewart 1994,
/// *Introduction to the Numerical Solution of Markov Chains*, chapter 3); end points: Erlang (1917).
pub fn lend_if_idle(trusts: &[LendingTrust; 2]) -> Result<LendingOutcome, ChainError> {
    trusts.iter().try_for_each(check)?;
    let sizes = trusts.map(|trust| size(&trust));
    let states = sizes[0] * sizes[1];
    if states > STATES as f64 {
        return Err(ChainError::TooManyStates { states, limit: STATES });
    }
    let chain = Chain { trusts, fleet: trusts.map(|trust| fleet(&trust)) };
    let share = chain.steady_state()?;
    Ok(chain.outcome(&share))
}

fn check(trust: &LendingTrust) -> Result<(), ChainError> {
    let out = |name, found, rule| Err(ChainError::OutOfRange { name, found, rule });
    if !(trust.arrival_rate.is_finite() && trust.arrival_rate >= 0.0) {
        return out("arrival rate", trust.arrival_rate, "0 or above, and finite");
    }
    let rates = [Some(trust.service_rate), trust.lends.map(|lends| lends.service_rate)];
    for rate in rates.into_iter().flatten() {
        if !(rate.is_finite() && rate > 0.0) {
            return out("service rate", rate, "above 0 and finite");
        }
    }
    match trust.lends {
        Some(lends) if lends.if_idle == 0 => out("idle vehicles to lend", 0.0, "1 or more"),
        _ => Ok(()),
    }
}

/// Vehicles at work at home and on loan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fleet {
    home: u32,
    lent: u32,
}

/// Loans that must be told apart from work at home: none where neither the rate nor the cap tells them apart.
fn loans_apart(trust: &LendingTrust) -> u32 {
    match trust.lends {
        None => 0,
        Some(lends) if lends.service_rate == trust.service_rate && lends.most_lent >= trust.vehicles => 0,
        Some(lends) => lends.most_lent.min(trust.vehicles),
    }
}

/// Number of states of one fleet, as a float that cannot overflow.
fn size(trust: &LendingTrust) -> f64 {
    let (vehicles, loans) = (f64::from(trust.vehicles), f64::from(loans_apart(trust)));
    (loans + 1.0) * (vehicles + 1.0 - loans / 2.0)
}

/// The states of one fleet, by loans and then by work at home.
fn fleet(trust: &LendingTrust) -> Vec<Fleet> {
    let loans = 0..=loans_apart(trust);
    loans.flat_map(|lent| (0..=trust.vehicles - lent).map(move |home| Fleet { home, lent })).collect()
}

/// The row of a state among [`fleet`]'s.
fn row(trust: &LendingTrust, state: Fleet) -> usize {
    let (vehicles, lent) = (trust.vehicles as usize, state.lent as usize);
    // Rows before: sum of vehicles + 1 − l over l below lent.
    lent * (vehicles + 1) - lent * lent.saturating_sub(1) / 2 + state.home as usize
}

struct Chain<'a> {
    trusts: &'a [LendingTrust; 2],
    fleet: [Vec<Fleet>; 2],
}

/// What an incident meets.
enum Answer {
    Own,
    Other,
    Lost,
}

/// Transitions into each state: `from[start[s]..start[s + 1]]` with rates alike, and the rate out of `s`.
struct Inflow {
    start: Vec<usize>,
    from: Vec<u32>,
    rate: Vec<f64>,
    out: Vec<f64>,
}

impl Chain<'_> {
    fn states(&self) -> usize {
        self.fleet[0].len() * self.fleet[1].len()
    }

    fn at(&self, state: usize) -> [Fleet; 2] {
        let second = self.fleet[1].len();
        [self.fleet[0][state / second], self.fleet[1][state % second]]
    }

    fn index(&self, at: [Fleet; 2]) -> usize {
        row(&self.trusts[0], at[0]) * self.fleet[1].len() + row(&self.trusts[1], at[1])
    }

    fn idle(&self, at: [Fleet; 2], trust: usize) -> u32 {
        self.trusts[trust].vehicles - at[trust].home - at[trust].lent
    }

    /// Who answers an incident of `trust`.
    fn answer(&self, at: [Fleet; 2], trust: usize) -> Answer {
        if self.idle(at, trust) > 0 {
            return Answer::Own;
        }
        let other = 1 - trust;
        let lends = |rule: Lending| self.idle(at, other) >= rule.if_idle && at[other].lent < rule.most_lent;
        if self.trusts[other].lends.is_some_and(lends) { Answer::Other } else { Answer::Lost }
    }

    /// Calls `go(next, rate)` for each way out of a state, in a fixed order.
    fn ways_out(&self, at: [Fleet; 2], go: &mut dyn FnMut([Fleet; 2], f64)) {
        for (trust, rates) in self.trusts.iter().enumerate() {
            let mut next = at;
            match self.answer(at, trust) {
                Answer::Own => next[trust].home += 1,
                Answer::Other if loans_apart(&self.trusts[1 - trust]) > 0 => next[1 - trust].lent += 1,
                Answer::Other => next[1 - trust].home += 1,
                Answer::Lost => {}
            }
            if next != at && rates.arrival_rate > 0.0 {
                go(next, rates.arrival_rate);
            }
            let mut next = at;
            if at[trust].home > 0 {
                next[trust].home -= 1;
                go(next, f64::from(at[trust].home) * rates.service_rate);
            }
            if let Some(lends) = rates.lends.filter(|_| at[trust].lent > 0) {
                let mut next = at;
                next[trust].lent -= 1;
                go(next, f64::from(at[trust].lent) * lends.service_rate);
            }
        }
    }

    fn inflow(&self) -> Inflow {
        let states = self.states();
        let (mut start, mut out) = (vec![0; states + 1], vec![0.0; states]);
        for (state, out) in out.iter_mut().enumerate() {
            self.ways_out(self.at(state), &mut |next, rate| {
                start[self.index(next) + 1] += 1;
                *out += rate;
            });
        }
        (0..states).for_each(|state| start[state + 1] += start[state]);
        let (mut from, mut rate) = (vec![0; start[states]], vec![0.0; start[states]]);
        let mut free = start.clone();
        for state in 0..states {
            self.ways_out(self.at(state), &mut |next, flow| {
                let slot = &mut free[self.index(next)];
                (from[*slot], rate[*slot]) = (state as u32, flow);
                *slot += 1;
            });
        }
        Inflow { start, from, rate, out }
    }

    /// Share of time in each state, by sweeps to and fro.
    fn steady_state(&self) -> Result<Vec<f64>, ChainError> {
        let (states, inflow) = (self.states(), self.inflow());
        let mut share = vec![1.0 / states as f64; states];
        let mut moved = f64::INFINITY;
        for _ in 0..SWEEPS {
            let before = share.clone();
            (0..states).chain((0..states).rev()).for_each(|state| inflow.balance(state, &mut share));
            let sum: f64 = share.iter().sum();
            share.iter_mut().for_each(|p| *p /= sum);
            moved = before.iter().zip(&share).map(|(a, b)| (a - b).abs()).sum();
            if moved < 1e-14 {
                return Ok(share);
            }
        }
        if moved < 1e-12 { Ok(share) } else { Err(ChainError::NotSettled { sweeps: SWEEPS, moved }) }
    }

    fn outcome(&self, share: &[f64]) -> LendingOutcome {
        let (mut loss, mut other, mut busy) = ([0.0; 2], [0.0; 2], [0.0; 2]);
        for (state, p) in share.iter().enumerate() {
            let at = self.at(state);
            for trust in 0..2 {
                busy[trust] += p * f64::from(at[trust].home + at[trust].lent);
                match self.answer(at, trust) {
                    Answer::Own => {}
                    Answer::Other => other[trust] += p,
                    Answer::Lost => loss[trust] += p,
                }
            }
        }
        // Little's law: loans made per unit of time, times how long each takes.
        let on_loan = [0, 1].map(|lender| {
            let rate = self.trusts[lender].lends.map_or(1.0, |lends| lends.service_rate);
            other[1 - lender] * self.trusts[1 - lender].arrival_rate / rate
        });
        let busy_fraction = [0, 1].map(|t| busy[t] / f64::from(self.trusts[t].vehicles.max(1)));
        LendingOutcome { loss, answered_by_other: other, on_loan, busy_fraction }
    }
}

impl Inflow {
    /// Puts a state in balance with its neighbours; a state that is never left keeps its share.
    fn balance(&self, state: usize, share: &mut [f64]) {
        if self.out[state] <= 0.0 {
            return;
        }
        let ways = self.start[state]..self.start[state + 1];
        let into: f64 = ways.map(|way| self.rate[way] * share[self.from[way] as usize]).sum();
        share[state] = into / self.out[state];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trust(arrival_rate: f64, vehicles: u32, lends: Option<Lending>) -> LendingTrust {
        LendingTrust { arrival_rate, service_rate: 1.0, vehicles, lends }
    }

    #[test]
    fn rows_count_as_the_fleet_does() {
        for (vehicles, most_lent) in [(5, 3), (4, 9), (0, 2), (3, 0)] {
            let lends = Some(Lending { if_idle: 1, most_lent, service_rate: 0.5 });
            let trust = trust(1.0, vehicles, lends);
            let states = fleet(&trust);
            assert_eq!(states.len() as f64, size(&trust));
            assert!(states.iter().enumerate().all(|(i, &state)| row(&trust, state) == i));
        }
    }

    #[test]
    fn one_vehicle_lent_more_slowly_by_hand() {
        // Trust 0 has one vehicle and no incidents, trust 1 none and λ = 2: a vehicle at 1/2 per unit of time.
        let lends = Some(Lending { if_idle: 1, most_lent: 1, service_rate: 0.5 });
        let out = lend_if_idle(&[trust(0.0, 1, lends), trust(2.0, 0, None)]).unwrap();
        assert!((out.loss[1] - 0.8).abs() < 1e-12 && (out.on_loan[0] - 0.8).abs() < 1e-12);
        assert!((out.busy_fraction[0] - 0.8).abs() < 1e-12 && out.busy_fraction[1] == 0.0);
    }

    #[test]
    fn loans_told_apart_or_not_are_the_same() {
        let rule = |service_rate| Some(Lending { if_idle: 2, most_lent: 99, service_rate });
        let solve = |rate| lend_if_idle(&[trust(3.0, 4, rule(rate)), trust(5.0, 6, rule(rate))]).unwrap();
        let (merged, apart) = (solve(1.0), solve(1.0 + 1e-13));
        for t in 0..2 {
            assert!((merged.loss[t] - apart.loss[t]).abs() < 1e-10);
            assert!((merged.on_loan[t] - apart.on_loan[t]).abs() < 1e-10);
        }
    }

    #[test]
    fn nothing_comes_nothing_is_lost_and_faults_are_named() {
        let out = lend_if_idle(&[trust(0.0, 2, None), trust(0.0, 3, None)]).unwrap();
        assert_eq!((out.loss, out.busy_fraction), ([0.0; 2], [0.0; 2]));
        let lends = |if_idle, service_rate| Some(Lending { if_idle, most_lent: 5, service_rate });
        let with = |rule| lend_if_idle(&[trust(1.0, 2, rule), trust(1.0, 3, None)]);
        assert!(with(lends(0, 1.0)).is_err() && with(lends(1, 0.0)).is_err());
        let large = lend_if_idle(&[trust(1.0, u32::MAX, None), trust(1.0, u32::MAX, None)]);
        assert!(matches!(large, Err(ChainError::TooManyStates { .. })));
    }
}
