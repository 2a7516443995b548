/// Shapley shares of `n` players from the worth of each subset; `worth[s]` is the worth of the players
/// whose bits are set in `s`, so there are 2ⁿ of them.
///
/// The shares sum to `worth[all] − worth[none]`.
///
/// # Panics
/// If the number of worths is not a power of two.
///
/// # Source
/// Shapley (1953), *A value for n-person games*.
#[must_use]
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    assert!(worth.len().is_power_of_two(), "one worth for each subset of the players");
    let players = worth.len().trailing_zeros() as usize;
    let factorial = |k: usize| (1..=k).map(|i| i as f64).product::<f64>();
    let all = factorial(players);
    let mut shares = vec![0.0; players];
    for (subset, value) in worth.iter().enumerate() {
        let size = subset.count_ones() as usize;
        for (player, share) in shares.iter_mut().enumerate().filter(|(player, _)| subset >> player & 1 == 0) {
            let weight = factorial(size) * factorial(players - size - 1) / all;
            *share += weight * (worth[subset | 1 << player] - value);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_game_with_a_known_answer() {
        // Three players; 1 alone is worth 100, 2 alone 125, 3 alone 50, {1,2} 270, {1,3} 375, {2,3} 350, all 500.
        let shares = shapley(&[0.0, 100.0, 125.0, 270.0, 50.0, 375.0, 350.0, 500.0]);
        let want = [970.0 / 6.0, 970.0 / 6.0, 1060.0 / 6.0];
        assert!(shares.iter().zip(want).all(|(s, w)| (s - w).abs() < 1e-9), "{shares:?}");
    }

    #[test]
    fn one_player_takes_it_all() {
        assert_eq!(shapley(&[3.0, 8.0]), [5.0]);
    }
}
