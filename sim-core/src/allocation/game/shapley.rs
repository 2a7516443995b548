use std::collections::BTreeMap;

use super::{Game, GameError, within};
use crate::rng::{Key, mix64};
use serde::Serialize;

/// The most players whose coalitions fit a word of bits.
const MOST_SAMPLED_PLAYERS: usize = 64;

/// Shapley shares, exact from all coalitions: a player's mean addition over all orders of joining.
///
/// `[players]`, in the unit of the values; costs and worths alike. Shares are rounded to the last bit of the
/// total, and what that leaves goes to the player with the largest share without its sign, the lowest of equals, so that
/// they sum to the total.
///
/// # Source
/// Shapley (1953), *A value for n-person games*.
#[must_use]
pub fn shapley_shares(game: &Game) -> Vec<f64> {
    let weights = weights(game.players());
    let mut shares = vec![0.0; game.players()];
    for (player, share) in shares.iter_mut().enumerate() {
        let bit = 1 << player;
        for (coalition, value) in
            game.values().iter().enumerate().filter(|(coalition, _)| coalition & bit == 0)
        {
            *share += weights[coalition.count_ones() as usize] * (game.values()[coalition | bit] - value);
        }
    }
    settle(&mut shares, game.total());
    shares
}

/// The share of the orders in which exactly a given coalition of each size comes before a given player:
/// 1 / (n · (n − 1 over s)).
fn weights(players: usize) -> Vec<f64> {
    let mut choices = 1.0;
    let mut weights = Vec::with_capacity(players);
    for size in 0..players {
        weights.push(1.0 / (players as f64 * choices));
        choices = choices * (players - 1 - size) as f64 / (size + 1) as f64;
    }
    weights
}

/// Makes the shares sum to the total: each is rounded to the last bit of the total, and what is left goes to the largest
/// share without its sign, the lowest player of equals.
///
/// Sums of multiples of one bit are exact, so shares of one sign come to the total exactly, in whatever order they are
/// added. With both signs the bit is that of the sum of their sizes, and so is the error.
pub(super) fn settle(shares: &mut [f64], total: f64) {
    let size: f64 = shares.iter().map(|share| share.abs()).sum();
    let most = if size <= total.abs() * (1.0 + 1e-9) { total.abs() } else { size };
    let bit = most.next_up() - most;
    shares.iter_mut().for_each(|share| *share = (*share / bit).round() * bit);
    let largest = (0..shares.len()).rev().max_by(|a, b| shares[*a].abs().total_cmp(&shares[*b].abs()));
    if let Some(largest) = largest {
        shares[largest] += total - shares.iter().sum::<f64>();
    }
}

/// Shapley shares estimated from sampled orders of joining.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampledShares {
    /// Estimated shares, `[players]`; they sum to the total.
    pub shares: Vec<f64>,
    /// Standard errors of the shares over pairs of an order and its reverse, `[players]`.
    pub standard_errors: Vec<f64>,
    /// Orders used: twice the number of pairs.
    pub permutations: usize,
    /// Different coalitions whose value was asked for.
    pub coalitions: usize,
}

/// Shapley shares of up to 64 players from so many orders of joining, in pairs of an order and its reverse.
///
/// `worth` is asked once for each coalition met (a bit for each player), the empty one included; an odd number of
/// `permutations` is made even. Each order's additions sum to `worth(all) − worth(none)`, so the shares do too (rounding as
/// in [`shapley_shares`]). The same `seed` gives the same orders.
///
/// # Errors
/// [`GameError`] without players, with more than 64, with fewer than 4 permutations, or if a value is not finite.
///
/// # Source
/// Castro, Gómez and Tejada (2009), *Computers & Operations Research* 36, 1726–1730; reversed orders: Mitchell et al.
/// (2022), *Journal of Machine Learning Research* 23(43).
pub fn sampled_shapley(
    players: usize,
    worth: impl FnMut(u64) -> f64,
    permutations: usize,
    seed: u64,
) -> Result<SampledShares, GameError> {
    within(players, MOST_SAMPLED_PLAYERS)?;
    if permutations < 4 {
        return Err(GameError::Permutations { found: permutations, least: 4 });
    }
    let pairs = permutations.div_ceil(2);
    let mut known = Memo { worth, values: BTreeMap::new() };
    let (mut means, mut squares) = (vec![0.0; players], vec![0.0; players]);
    for pair in 0..pairs {
        let mut order = order(players, seed, pair as u64);
        let mut additions = vec![0.0; players];
        known.add(&order, &mut additions)?;
        order.reverse();
        known.add(&order, &mut additions)?;
        for player in 0..players {
            // Welford's running mean and squares of the pair's mean addition.
            let off = 0.5 * additions[player] - means[player];
            means[player] += off / (pair + 1) as f64;
            squares[player] += off * (0.5 * additions[player] - means[player]);
        }
    }
    let n = pairs as f64;
    let standard_errors = squares.iter().map(|s| libm::sqrt(s.max(0.0) / (n - 1.0) / n)).collect();
    let everyone = u64::MAX >> (64 - players);
    settle(&mut means, known.value(everyone)? - known.value(0)?);
    Ok(SampledShares {
        shares: means,
        standard_errors,
        permutations: 2 * pairs,
        coalitions: known.values.len(),
    })
}

/// A random order of the players: Fisher and Yates by the marks of one key.
fn order(players: usize, seed: u64, pair: u64) -> Vec<usize> {
    let key = Key(mix64(mix64(seed) ^ pair));
    let mut order: Vec<usize> = (0..players).collect();
    for last in (1..players).rev() {
        let chosen = (key.mark(last as u64) * (last + 1) as f64) as usize;
        order.swap(last, chosen.min(last));
    }
    order
}

/// A characteristic function that is asked once for each coalition.
struct Memo<F> {
    worth: F,
    values: BTreeMap<u64, f64>,
}

impl<F: FnMut(u64) -> f64> Memo<F> {
    fn value(&mut self, coalition: u64) -> Result<f64, GameError> {
        let value = *self.values.entry(coalition).or_insert_with(|| (self.worth)(coalition));
        if value.is_finite() { Ok(value) } else { Err(GameError::NotFinite { coalition, value }) }
    }

    /// Adds what each player adds when they join in this order.
    fn add(&mut self, order: &[usize], additions: &mut [f64]) -> Result<(), GameError> {
        let (mut coalition, mut before) = (0, self.value(0)?);
        for player in order {
            coalition |= 1 << player;
            let after = self.value(coalition)?;
            additions[*player] += after - before;
            before = after;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::game::{Sign, sum_over};

    fn random(players: usize, seed: u64) -> Game {
        Game::from_fn(players, Sign::Worth, |s| 10.0 * Key(mix64(seed)).mark(s) - 3.0).unwrap()
    }

    /// The mean addition over all orders, by listing them.
    fn by_orders(game: &Game, rest: u64, before: u64, shares: &mut [f64], weight: f64) {
        let left = f64::from(rest.count_ones());
        for player in (0..game.players()).filter(|p| rest >> p & 1 == 1) {
            let after = before | 1 << player;
            shares[player] += weight / left * (game.value(after) - game.value(before));
            by_orders(game, rest & !(1 << player), after, shares, weight / left);
        }
    }

    #[test]
    fn the_shares_are_the_mean_over_all_orders_and_sum_to_the_total() {
        for seed in 0..200 {
            let game = random(1 + seed as usize % 6, seed);
            let (shares, mut want) = (shapley_shares(&game), vec![0.0; game.players()]);
            by_orders(&game, game.everyone(), 0, &mut want, 1.0);
            assert!(shares.iter().zip(&want).all(|(s, w)| (s - w).abs() < 1e-12), "{shares:?} {want:?}");
            assert!((shares.iter().sum::<f64>() - game.total()).abs() < 1e-14 * 20.0);
        }
    }

    #[test]
    fn shares_of_one_sign_sum_to_the_total_to_the_last_bit() {
        for seed in 0..3000 {
            let players = 2 + seed as usize % 10;
            let loads: Vec<f64> = (0..players as u64).map(|i| 0.1 + Key(seed).mark(i)).collect();
            let game = Game::from_fn(players, Sign::Cost, |s| libm::sqrt(sum_over(s, &loads))).unwrap();
            let shares = shapley_shares(&game);
            assert_eq!(shares.iter().sum::<f64>(), game.total());
            assert_eq!(shares.iter().rev().sum::<f64>(), game.total());
        }
    }

    #[test]
    fn a_sample_is_within_its_errors_and_adds_up() {
        let game = random(8, 5);
        let exact = shapley_shares(&game);
        let sample = sampled_shapley(8, |s| game.value(s), 4000, 9).unwrap();
        for ((s, e), want) in sample.shares.iter().zip(&sample.standard_errors).zip(&exact) {
            assert!((s - want).abs() < 4.0 * e && *e > 0.0 && *e < 0.2, "{s} ± {e}, not {want}");
        }
        assert!((sample.shares.iter().sum::<f64>() - game.total()).abs() < 1e-12);
        assert!(sample.coalitions <= 256 && sample.permutations == 4000);
        assert_eq!(sample, sampled_shapley(8, |s| game.value(s), 3999, 9).unwrap());
        assert_ne!(sample.shares, sampled_shapley(8, |s| game.value(s), 4000, 10).unwrap().shares);
    }

    #[test]
    fn reversed_orders_are_exact_for_pairwise_games() {
        // Worth = number of pairs among the first 40 of 64 players: an order and its reverse give the mean of each.
        let pairs = |s: u64| f64::from((s & ((1 << 40) - 1)).count_ones());
        let sample = sampled_shapley(64, |s| pairs(s) * (pairs(s) - 1.0) / 2.0, 8, 1).unwrap();
        assert!(sample.shares[..40].iter().all(|s| (s - 19.5).abs() < 1e-9), "{:?}", sample.shares);
        assert!(sample.shares[40..].iter().all(|s| s.abs() < 1e-9));
    }

    #[test]
    fn a_sample_that_cannot_be_is_refused() {
        assert_eq!(sampled_shapley(0, |_| 0.0, 10, 1), Err(GameError::NoPlayers));
        assert_eq!(
            sampled_shapley(65, |_| 0.0, 10, 1),
            Err(GameError::TooManyPlayers { found: 65, most: 64 })
        );
        assert_eq!(sampled_shapley(3, |_| 0.0, 3, 1), Err(GameError::Permutations { found: 3, least: 4 }));
        let broken = |s: u64| if s == 7 { f64::INFINITY } else { 0.0 };
        assert!(matches!(sampled_shapley(3, broken, 4, 1), Err(GameError::NotFinite { coalition: 7, .. })));
    }
}
