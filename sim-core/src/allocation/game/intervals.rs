use super::{Game, GameError};
use crate::stats::Estimate;
use serde::Serialize;

/// Shares of a game that was played in each of several replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplicatedShares {
    /// Shares in each replication, `[replications][players]`; those of a replication sum to its own total.
    pub shares: Vec<Vec<f64>>,
    /// Mean and t interval of each player's share over the replications, `[players]`.
    pub players: Vec<Estimate>,
    /// Mean and t interval of the total. The mean shares sum to its mean; the intervals do not add up.
    pub total: Estimate,
}

/// A rule of sharing applied to one game for each replication, and each player's mean share with its t interval.
///
/// The rule is applied before the mean is taken: the mean of the shares, which for a rule that is not additive in the
/// game (the nucleolus) is not the share of the mean game.
///
/// # Errors
/// [`GameError::NoPlayers`] without games, [`GameError::Replications`] if they differ in players, and what the rule returns.
pub fn replicated_shares(
    games: &[Game],
    rule: impl Fn(&Game) -> Result<Vec<f64>, GameError>,
) -> Result<ReplicatedShares, GameError> {
    let expected = games.first().ok_or(GameError::NoPlayers)?.players();
    if let Some((replication, game)) = games.iter().enumerate().find(|(_, game)| game.players() != expected) {
        return Err(GameError::Replications { replication, expected, found: game.players() });
    }
    let shares = games.iter().map(rule).collect::<Result<Vec<Vec<f64>>, GameError>>()?;
    let estimate = |values: Vec<f64>| Estimate::of(&values).expect("there is at least one game");
    let player = |player: usize| estimate(shares.iter().map(|own| own[player]).collect());
    let players = (0..expected).map(player).collect();
    let total = estimate(games.iter().map(Game::total).collect());
    Ok(ReplicatedShares { players, total, shares })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::game::{Sign, proportional, shapley_shares};

    #[test]
    fn each_replication_adds_up_and_the_mean_has_its_interval() {
        let games: Vec<Game> = [10.0, 12.0, 17.0]
            .map(|all| Game::new(2, vec![0.0, 10.0, 6.0, all], Sign::Cost).unwrap())
            .to_vec();
        let found = replicated_shares(&games, |game| Ok(shapley_shares(game))).unwrap();
        assert_eq!(found.shares, [[7.0, 3.0], [8.0, 4.0], [10.5, 6.5]]);
        assert_eq!((found.players[0].mean, found.players[1].mean, found.total.mean), (8.5, 4.5, 13.0));
        // sd of 7, 8, 10.5 is 1.802776; t(0.975, 2) = 4.302653.
        let half = found.players[0].half_width.unwrap();
        assert!((half - 4.302_653 * 1.802_776 / 3_f64.sqrt()).abs() < 1e-5, "{half}");
    }

    #[test]
    fn games_that_do_not_go_together_are_refused() {
        let game = |n| Game::from_fn(n, Sign::Cost, |s| s as f64).unwrap();
        let shapley = |game: &Game| Ok(shapley_shares(game));
        assert_eq!(replicated_shares(&[], shapley), Err(GameError::NoPlayers));
        let want = GameError::Replications { replication: 1, expected: 2, found: 3 };
        assert_eq!(replicated_shares(&[game(2), game(3)], shapley), Err(want));
        let broken = replicated_shares(&[game(2)], |game| proportional(game, &[0.0, 0.0]));
        assert_eq!(broken, Err(GameError::NoWeight));
    }
}
