//! What is believed of an intervention, as many draws: what a few replications cannot show.

use super::{Counted, Expected};
use crate::experiment::run::ArmResult;
use crate::prevention::{Item, QUINTILES};
use crate::rng::Address;
use crate::scenario::Chosen;

/// Draws of what is believed.
const DRAWS: u32 = 2_000;
/// The replication numbers of these draws begin here: no run has them.
const FIRST: u32 = u32::MAX / 2;
/// Half the width of a 95% interval in standard deviations.
const HALF_95: f64 = 1.96;

/// Share of a cohort's incidents that an intervention at full force prevents, by quintile: one draw.
type Draw = [f64; QUINTILES];

/// An intervention's draws: those of the replications, and many more.
pub(super) struct Belief {
    of_replications: Vec<Draw>,
    many: Vec<Draw>,
}

/// What comes of them in one group.
pub(super) struct Believed {
    pub prevented: Expected,
    pub from_belief: f64,
}

impl Belief {
    pub fn of(chosen: &Chosen, arm: &ArmResult) -> Self {
        let item = Item {
            intervention: chosen.intervention.clone(),
            live: Vec::new(),
            reach_by_quintile: chosen.reach_by_quintile(&arm.scenario.targeting()),
        };
        let draw = |address: Option<&Address>| {
            let drawn = item.drawn(address);
            drawn.reached.map(|reached| reached * drawn.prevents)
        };
        let inner = arm.scenario.replications_per_draw();
        let n = arm.replications.len();
        if inner == 0 {
            return Self { of_replications: vec![draw(None); n], many: vec![draw(None)] };
        }
        Self {
            of_replications: (0..n).map(|place| draw(Some(&arm.address(place).outer(inner)))).collect(),
            many: (0..DRAWS)
                .map(|number| draw(Some(&Address::new(arm.scenario.run().seed, FIRST + number))))
                .collect(),
        }
    }

    /// Incidents prevented in a group: what replications counted beyond what their own draws let expect, and the mean and
    /// spread of what many draws let expect.
    ///
    /// # Source
    /// Control variates with a known mean: Law (2015), *Simulation Modeling and Analysis*, section 11.4.
    pub fn prevented(&self, counted: &[Counted]) -> Believed {
        let n = counted.len().max(1) as f64;
        let force: Draw = std::array::from_fn(|q| counted.iter().map(|own| own.force[q]).sum::<f64>() / n);
        let expected = |draw: &Draw, force: &Draw| draw.iter().zip(force).map(|(p, f)| p * f).sum::<f64>();
        let beyond: Vec<f64> = counted
            .iter()
            .zip(&self.of_replications)
            .map(|(own, draw)| own.prevented - expected(draw, &own.force))
            .collect();
        let mut believed: Vec<f64> = self.many.iter().map(|draw| expected(draw, &force)).collect();
        believed.sort_by(f64::total_cmp);
        let (beyond_mean, chance) = mean_and_variance(&beyond);
        let (centre, belief) = mean_and_variance(&believed);
        let half = HALF_95 * (chance / n).sqrt();
        let end = |share: f64| {
            let row = (share * (believed.len() - 1) as f64).round() as usize;
            believed[row] - centre
        };
        let mean = centre + beyond_mean;
        let interval = (mean - end(0.025).hypot(half), mean + end(0.975).hypot(half));
        let all = belief + chance;
        Believed {
            prevented: Expected { mean, interval },
            from_belief: if all > 0.0 { belief / all } else { 0.0 },
        }
    }
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, if n > 1.0 { squares / (n - 1.0) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(prevented: f64) -> Counted {
        Counted { prevented, force: [200.0; QUINTILES], ..Counted::default() }
    }

    #[test]
    fn a_few_replications_take_the_spread_of_many_draws() {
        let draw = |p: f64| [p; QUINTILES];
        let many: Vec<Draw> = (0..=100).map(|k| draw(f64::from(k) / 1_000.0)).collect();
        // Both replications drew an effect far above the mean, and counted what it lets expect.
        let belief = Belief { of_replications: vec![draw(0.09), draw(0.09)], many };
        let own = belief.prevented(&[counted(91.0), counted(89.0)]);
        assert!((own.prevented.mean - 50.0).abs() < 1e-9, "{:?}", own.prevented);
        let (low, high) = own.prevented.interval;
        assert!((low - 2.5).abs() < 1.0 && (high - 97.5).abs() < 1.0, "{low} to {high}");
        assert!(own.from_belief > 0.99);
    }

    #[test]
    fn without_draws_the_interval_is_chance_alone() {
        let own = [0.05; QUINTILES];
        let belief = Belief { of_replications: vec![own; 3], many: vec![own] };
        let found = belief.prevented(&[counted(40.0), counted(50.0), counted(60.0)]);
        let (low, high) = found.prevented.interval;
        assert!((found.prevented.mean - 50.0).abs() < 1e-9 && found.from_belief == 0.0);
        assert!(
            (high - 50.0 - HALF_95 * (100.0_f64 / 3.0).sqrt()).abs() < 1e-9
                && (low + high - 100.0).abs() < 1e-9
        );
    }
}
