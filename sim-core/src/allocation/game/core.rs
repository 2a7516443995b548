use super::excess::Savings;
use super::shapley::settle;
use super::{Game, GameError, sum_over};
use serde::Serialize;

/// How a division stands with the coalition that likes it least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CoreCheck {
    /// The coalition with the largest excess, a bit for each player, the lowest of equals; 0 for a game of one.
    pub coalition: u64,
    /// Its excess in the unit of the values: what it would save by acting alone. Not above 0 where nobody objects.
    pub dissatisfaction: f64,
    /// Sum of the shares less the total.
    pub imbalance: f64,
}

impl CoreCheck {
    /// Whether the division is in the core: it shares the total, and no coalition does better alone, to `tolerance` (in
    /// the unit of the values).
    #[must_use]
    pub fn in_core(&self, tolerance: f64) -> bool {
        self.dissatisfaction <= tolerance && self.imbalance.abs() <= tolerance
    }
}

/// Which coalition a division suits least, and by how much, over all coalitions but those of nobody and of all.
///
/// `shares` is `[players]`. The excess is v(S) − x(S) of a worth, x(S) − c(S) of a cost.
///
/// # Errors
/// [`GameError`] if shares are missing or not finite.
///
/// # Source
/// Gillies (1959), *Solutions to general non-zero-sum games*, Annals of Mathematics Studies 40.
pub fn core_check(game: &Game, shares: &[f64]) -> Result<CoreCheck, GameError> {
    game.check_entries(shares, true)?;
    let imbalance = shares.iter().sum::<f64>() - game.total();
    let excess =
        |coalition: u64| game.sign().factor() * (game.value(coalition) - sum_over(coalition, shares));
    let mut worst = CoreCheck { coalition: 0, dissatisfaction: 0.0, imbalance };
    for coalition in 1..game.everyone() {
        let dissatisfaction = excess(coalition);
        if worst.coalition == 0 || dissatisfaction > worst.dissatisfaction {
            worst = CoreCheck { coalition, dissatisfaction, imbalance };
        }
    }
    Ok(worst)
}

/// The least that the worst-off coalition must put up with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeastCore {
    /// The least largest excess, in the unit of the values: above 0 the core is empty by so much; below 0 each coalition
    /// can be left with so much.
    pub excess: f64,
    /// A division that has it, `[players]`; others may too.
    pub shares: Vec<f64>,
    /// Coalitions at that excess in every such division, with weights that sum to 1 and cover each player equally: the
    /// proof that no division does better.
    pub binding: Vec<(u64, f64)>,
    /// Whether the core is empty: the excess is above 1e-9 of the largest value.
    pub core_is_empty: bool,
}

/// The least core of a game, by one linear programme over all coalitions but those of nobody and of all.
///
/// A game of one player has nobody to object: its excess is 0.
///
/// # Errors
/// [`GameError::Unsolved`] if rounding keeps the programme from its end.
///
/// # Source
/// Shapley and Shubik (1966), *Econometrica* 34(4), 805–827; that the weights prove it: Bondareva (1963) and Shapley
/// (1967), *Naval Research Logistics Quarterly* 14, 453–460.
pub fn least_core(game: &Game) -> Result<LeastCore, GameError> {
    if game.players() == 1 {
        return Ok(LeastCore {
            excess: 0.0,
            shares: vec![game.total()],
            binding: vec![],
            core_is_empty: false,
        });
    }
    let savings = Savings::of(game);
    let active: Vec<u64> = savings.proper().collect();
    let least = savings.least_excess(&active, &[(game.everyone(), savings.total())], &[])?;
    let excess = savings.excess(least.excess);
    let mut shares = savings.shares(&least.savings);
    settle(&mut shares, game.total());
    Ok(LeastCore { excess, shares, binding: least.binding, core_is_empty: excess > 1e-9 * game.scale() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::game::{Sign, prenucleolus};
    use crate::rng::{Key, mix64};

    #[test]
    fn a_majority_has_an_empty_core() {
        // Two of three get 1: whatever is shared, some pair has at most 2/3.
        let game = Game::from_fn(3, Sign::Worth, |s| f64::from(s.count_ones() > 1)).unwrap();
        let least = least_core(&game).unwrap();
        assert!(least.core_is_empty && (least.excess - 1.0 / 3.0).abs() < 1e-12, "{least:?}");
        assert_eq!(least.binding.iter().map(|(s, _)| *s).collect::<Vec<u64>>(), [3, 5, 6]);
        let check = core_check(&game, &[0.5, 0.5, 0.0]).unwrap();
        assert_eq!((check.coalition, check.dissatisfaction, check.imbalance), (0b101, 0.5, 0.0));
        assert!(!check.in_core(0.1) && check.in_core(0.5));
    }

    #[test]
    fn a_cost_is_objected_to_from_above() {
        // Alone 10 and 6, together 12.
        let game = Game::new(2, vec![0.0, 10.0, 6.0, 12.0], Sign::Cost).unwrap();
        let check = core_check(&game, &[11.0, 1.0]).unwrap();
        assert_eq!((check.coalition, check.dissatisfaction), (0b01, 1.0));
        let least = least_core(&game).unwrap();
        assert!(!least.core_is_empty && (least.excess + 2.0).abs() < 1e-12, "{least:?}");
        assert!((least.shares[0] - 8.0).abs() < 1e-12 && (least.shares[1] - 4.0).abs() < 1e-12);
        assert!(matches!(core_check(&game, &[1.0]), Err(GameError::Entries { players: 2, found: 1 })));
        assert!(matches!(core_check(&game, &[1.0, f64::NAN]), Err(GameError::Entry { player: 1, .. })));
    }

    #[test]
    fn the_least_core_is_reached_and_its_weights_prove_it() {
        for seed in 0..100_u64 {
            let players = 2 + seed as usize % 6;
            let game = Game::from_fn(players, Sign::Worth, |s| 5.0 * Key(mix64(seed)).mark(s)).unwrap();
            let least = least_core(&game).unwrap();
            let check = core_check(&game, &least.shares).unwrap();
            assert!((check.dissatisfaction - least.excess).abs() < 1e-9, "{least:?} {check:?}");
            let cover = |i: usize| -> f64 {
                least.binding.iter().filter(|(s, _)| s >> i & 1 == 1).map(|(_, w)| w).sum()
            };
            let value: f64 = least.binding.iter().map(|(s, w)| w * game.value(*s)).sum();
            assert!((1..players).all(|i| (cover(i) - cover(0)).abs() < 1e-9));
            assert!((value - cover(0) * game.total() - least.excess).abs() < 1e-9, "{least:?}");
            let nucleolus = prenucleolus(&game).unwrap();
            assert!((nucleolus.levels[0] - least.excess).abs() < 1e-9);
        }
    }

    #[test]
    fn one_player_has_nobody_to_object() {
        let game = Game::new(1, vec![0.0, 4.0], Sign::Cost).unwrap();
        assert!(!least_core(&game).unwrap().core_is_empty);
        assert_eq!(core_check(&game, &[4.0]).unwrap().coalition, 0);
    }
}
