use super::{Direction, RankingError, check_confidence, check_first_stage, check_indifference};

/// What a sequential selection is to guarantee.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SequentialRules {
    /// Probability that the chosen system is the best, wherever the best is ahead by the indifference or more.
    pub confidence: f64,
    /// The least difference worth detecting, in the unit of the observations.
    pub indifference: f64,
    /// Replications of all systems before the first is dropped; at least 2, and 10 or more for the guarantee to be good.
    pub first_stage: usize,
    /// Which way is better.
    pub direction: Direction,
}

/// What a selection wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// One more replication of each of these systems, lowest first, on the same luck.
    Sample(Vec<usize>),
    /// Nothing: this system is chosen.
    Chosen(usize),
}

/// KN++: all systems still in are replicated together, and a system is dropped as soon as another is ahead of it by more than
/// chance explains. Variances are those of *differences*, estimated afresh after each round, so common random numbers
/// make it stop sooner and leave the guarantee as it is.
///
/// Feed it one observation of each system at a time. It holds pairs: memory is of the order of systems squared.
/// A system i goes after r rounds if another, l, has Σ(X_l − X_i) > max(0, h² S²_il / 2δ − rδ/2), with h² = 2η(r − 1),
/// η = ½[(2α / (k − 1))^(−2/(r−1)) − 1], S² the variance of the differences so far. Two that never differ at all end on the
/// lowest.
///
/// The guarantee holds as the indifference goes to 0; with normal observations and a first stage of 10 it is met. It is about
/// the best *mean*, and says nothing where two are closer than the indifference.
///
/// # Source
/// Kim and Nelson (2006), *Operations Research* 54(3), 475–488; dropping rule: Kim and Nelson (2001), *ACM Transactions
/// on Modeling and Computer Simulation* 11(3), 251–273, with c = 1.
#[derive(Debug, Clone, PartialEq)]
pub struct SequentialSelection {
    rules: SequentialRules,
    rounds: usize,
    /// Systems still in, lowest first.
    survivors: Vec<usize>,
    /// Round in which each was dropped.
    dropped: Vec<Option<usize>>,
    /// Running means of the observations, as observed; those of dropped systems stay.
    means: Vec<f64>,
    /// Running means and sums of squares of the differences of pairs, more for better, `[systems][lower system]`.
    pairs: Vec<Vec<(f64, f64)>>,
}

impl SequentialSelection {
    /// A selection between so many systems, before its first round.
    ///
    /// # Errors
    /// [`RankingError`] with fewer than two systems, or if the rules cannot be met.
    pub fn new(systems: usize, rules: SequentialRules) -> Result<Self, RankingError> {
        check_confidence(systems, rules.confidence)?;
        check_indifference(rules.indifference)?;
        check_first_stage(rules.first_stage, 2)?;
        Ok(Self {
            rules,
            rounds: 0,
            survivors: (0..systems).collect(),
            dropped: vec![None; systems],
            means: vec![0.0; systems],
            pairs: (0..systems).map(|lower| vec![(0.0, 0.0); lower]).collect(),
        })
    }

    /// Rounds observed.
    #[must_use]
    pub const fn rounds(&self) -> usize {
        self.rounds
    }

    /// The systems still in, lowest first.
    #[must_use]
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// The round in which each system was dropped, `[systems]`; `None` for those still in.
    #[must_use]
    pub fn dropped(&self) -> &[Option<usize>] {
        &self.dropped
    }

    /// Mean of each system over the rounds it was in, `[systems]`.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Replications used by all systems.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.dropped.iter().map(|round| round.unwrap_or(self.rounds)).sum()
    }

    /// What to do next.
    #[must_use]
    pub fn next(&self) -> Next {
        match self.survivors.as_slice() {
            [chosen] => Next::Chosen(*chosen),
            survivors => Next::Sample(survivors.to_vec()),
        }
    }

    /// Takes in one observation of each system, `[systems]`, and drops those that are behind. Entries of dropped systems
    /// are not read.
    ///
    /// # Errors
    /// [`RankingError::Ended`] if one is chosen; [`RankingError`] if observations are missing or not finite: nothing changes.
    pub fn observe(&mut self, observations: &[f64]) -> Result<Next, RankingError> {
        if let [chosen] = self.survivors[..] {
            return Err(RankingError::Ended { chosen });
        }
        if observations.len() != self.means.len() {
            return Err(RankingError::Entries { systems: self.means.len(), found: observations.len() });
        }
        if let Some(system) = self.survivors.iter().copied().find(|i| !observations[*i].is_finite()) {
            return Err(RankingError::NotFinite { system, value: observations[system] });
        }
        self.rounds += 1;
        self.take(observations);
        if self.rounds >= self.rules.first_stage {
            self.screen();
        }
        Ok(self.next())
    }

    /// Welford's running means and squares, of observations and of differences.
    fn take(&mut self, observations: &[f64]) {
        let n = self.rounds as f64;
        let gain = |system: usize| self.rules.direction.gain(observations[system]);
        for (at, system) in self.survivors.iter().enumerate() {
            self.means[*system] += (observations[*system] - self.means[*system]) / n;
            for lower in &self.survivors[..at] {
                let (mean, squares) = &mut self.pairs[*system][*lower];
                let difference = gain(*system) - gain(*lower);
                let off = difference - *mean;
                *mean += off / n;
                *squares += off * (difference - *mean);
            }
        }
    }

    /// Drops the systems that some other is ahead of, all compared before any is dropped.
    fn screen(&mut self) {
        let systems = self.survivors.clone();
        let ahead = |system: usize, other: usize| {
            let (lead, room) = (self.lead(other, system), self.room(other, system));
            // Two that are level for good: the lowest stays.
            lead > room || (room == 0.0 && lead == 0.0 && other < system)
        };
        let behind: Vec<usize> = systems
            .iter()
            .copied()
            .filter(|system| systems.iter().any(|other| other != system && ahead(*system, *other)))
            .collect();
        for system in behind {
            self.dropped[system] = Some(self.rounds);
            self.survivors.retain(|other| *other != system);
        }
    }

    /// The sum of a system's differences to another.
    fn lead(&self, system: usize, other: usize) -> f64 {
        let n = self.rounds as f64;
        if system > other { n * self.pairs[system][other].0 } else { -n * self.pairs[other][system].0 }
    }

    /// By how much one may be ahead of another by chance.
    fn room(&self, system: usize, other: usize) -> f64 {
        let (n, delta) = (self.rounds as f64, self.rules.indifference);
        let variance = self.pairs[system.max(other)][system.min(other)].1 / (n - 1.0);
        let beta = (1.0 - self.rules.confidence) / (self.means.len() - 1) as f64;
        // h² = (n − 1)[(2β)^(−2/(n−1)) − 1]
        let h2 = (n - 1.0) * libm::expm1(-2.0 / (n - 1.0) * libm::log(2.0 * beta));
        (0.5 * (h2 * variance / delta - n * delta)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, mix64};
    use statrs::distribution::{ContinuousCDF, Normal};

    const RULES: SequentialRules = SequentialRules {
        confidence: 0.95,
        indifference: 1.0,
        first_stage: 10,
        direction: Direction::Maximise,
    };

    /// Runs a selection on normal observations with standard deviation 2, of which `common` is shared luck.
    fn run(means: &[f64], common: f64, seed: u64, rules: SequentialRules) -> (usize, usize) {
        let law = Normal::standard();
        let mut selection = SequentialSelection::new(means.len(), rules).unwrap();
        loop {
            let key = Key(mix64(mix64(seed) ^ selection.rounds() as u64));
            let luck = |i: usize| law.inverse_cdf(key.mark(i as u64) + 1e-17);
            let one = |(i, mean): (usize, &f64)| {
                mean + 2.0 * (common.sqrt() * luck(99) + (1.0 - common).sqrt() * luck(i))
            };
            let all: Vec<f64> = means.iter().enumerate().map(one).collect();
            if let Next::Chosen(chosen) = selection.observe(&all).unwrap() {
                return (chosen, selection.replications());
            }
        }
    }

    /// Share of correct selections and mean replications, the best being the last.
    fn share(means: &[f64], common: f64, rules: SequentialRules) -> (f64, f64) {
        let runs: Vec<(usize, usize)> = (0..2000).map(|seed| run(means, common, seed, rules)).collect();
        let right = runs.iter().filter(|(chosen, _)| *chosen + 1 == means.len()).count() as f64;
        let used: usize = runs.iter().map(|(_, used)| used).sum();
        (right / runs.len() as f64, used as f64 / runs.len() as f64)
    }

    #[test]
    fn the_guarantee_is_met_where_the_best_is_ahead_by_the_indifference() {
        // Nominal 0.95 less 3 standard errors of 2,000 runs.
        let least = 0.95 - 3.0 * (0.95 * 0.05 / 2000.0_f64).sqrt();
        let mut used = Vec::new();
        for common in [0.0, 0.75] {
            for systems in [2, 5, 8] {
                let mut means = vec![0.0; systems];
                means[systems - 1] = 1.0;
                let (right, replications) = share(&means, common, RULES);
                assert!(right >= least, "{right} of {systems} systems with {common} in common");
                used.push(replications);
            }
        }
        // Common luck leaves a quarter of the variance of a difference, and of the replications under half; two systems
        // are at their first stage then.
        assert!((1..3).all(|at| used[at + 3] < 0.5 * used[at]), "{used:?}");
    }

    #[test]
    fn less_is_better_where_that_is_asked_and_far_systems_go_early() {
        let rules = SequentialRules { direction: Direction::Minimise, ..RULES };
        let (right, used) = share(&[9.0, 6.0, 3.0, 1.0], 0.0, rules);
        let slippage = share(&[2.0, 2.0, 2.0, 1.0], 0.0, rules);
        assert!(right > 0.99 && used < 0.6 * slippage.1, "{right} {used} {slippage:?}");
    }

    #[test]
    fn nothing_is_dropped_in_the_first_stage_and_the_dropped_are_not_read() {
        let mut selection = SequentialSelection::new(3, RULES).unwrap();
        for round in 0..9 {
            let noise = 3.0 * f64::from(round % 2);
            assert_eq!(selection.observe(&[0.0, 9.0 + noise, 9.5 - noise]), Ok(Next::Sample(vec![0, 1, 2])));
        }
        assert_eq!(selection.observe(&[0.0, 9.0, 9.0]), Ok(Next::Sample(vec![1, 2])));
        assert_eq!(selection.dropped(), [Some(10), None, None]);
        assert!(selection.observe(&[f64::NAN, 9.0, 9.0]).is_ok());
        let before = selection.clone();
        let broken = selection.observe(&[0.0, f64::INFINITY, 9.0]);
        assert_eq!(broken, Err(RankingError::NotFinite { system: 1, value: f64::INFINITY }));
        assert_eq!(selection, before);
        assert_eq!((selection.rounds(), selection.replications()), (11, 32));
    }

    #[test]
    fn two_that_never_differ_end_on_the_lowest() {
        let mut selection = SequentialSelection::new(2, SequentialRules { first_stage: 3, ..RULES }).unwrap();
        let seen: Vec<Next> = (0..3).map(|_| selection.observe(&[4.0, 4.0]).unwrap()).collect();
        assert_eq!(seen[2], Next::Chosen(0));
        assert_eq!(selection.observe(&[4.0, 4.0]), Err(RankingError::Ended { chosen: 0 }));
        assert_eq!(selection.means(), [4.0, 4.0]);
    }

    #[test]
    fn rules_that_cannot_be_met_are_refused() {
        let new = |systems, rules| SequentialSelection::new(systems, rules).unwrap_err();
        assert_eq!(new(1, RULES), RankingError::Systems { found: 1, least: 2 });
        let guess = SequentialRules { confidence: 0.5, ..RULES };
        assert_eq!(new(2, guess), RankingError::Confidence { found: 0.5, least: 0.5 });
        let sure = SequentialRules { confidence: 1.0, ..RULES };
        assert!(matches!(new(2, sure), RankingError::Confidence { .. }));
        let none = SequentialRules { indifference: 0.0, ..RULES };
        assert_eq!(new(2, none), RankingError::Indifference { found: 0.0 });
        let short = SequentialRules { first_stage: 1, ..RULES };
        assert_eq!(new(2, short), RankingError::FirstStage { found: 1, least: 2 });
    }
}
