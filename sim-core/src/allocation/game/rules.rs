use super::shapley::settle;
use super::{Game, GameError, Sign};
use serde::Serialize;

/// The total split in proportion to `weights`, `[players]`: population, incidents, hours. Equal weights split it equally.
///
/// Looks at no coalition but that of all, so it may leave some worse off than alone: see [`super::core_check`].
///
/// # Errors
/// [`GameError`] if weights are missing, negative, not finite or all 0.
pub fn proportional(game: &Game, weights: &[f64]) -> Result<Vec<f64>, GameError> {
    game.check_entries(weights, false)?;
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return Err(GameError::NoWeight);
    }
    let mut shares: Vec<f64> = weights.iter().map(|weight| game.total() * (weight / sum)).collect();
    settle(&mut shares, game.total());
    Ok(shares)
}

/// What each player adds as the last to join, and what of the total that leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeparableCosts {
    /// Total less the value of all others together, `[players]`: a cost game's separable cost, a worth game's last
    /// addition.
    pub separable: Vec<f64>,
    /// The total less the sum of these: what a rule must still split. Not below 0 for a concave cost game.
    pub rest: f64,
}

/// The separable part of each player and the rest.
///
/// # Source
/// Young (1994), *Cost allocation*, Handbook of Game Theory vol. 2, chapter 34.
#[must_use]
pub fn separable_costs(game: &Game) -> SeparableCosts {
    let last = |player: usize| game.total() - game.value(game.everyone() & !(1 << player));
    let separable: Vec<f64> = (0..game.players()).map(last).collect();
    let rest = game.total() - separable.iter().sum::<f64>();
    SeparableCosts { separable, rest }
}

/// The equal charge method: separable parts, and the rest in equal parts.
///
/// # Source
/// Tijs and Driessen (1986), *Management Science* 32(8), 1015–1028.
#[must_use]
pub fn equal_charge(game: &Game) -> Vec<f64> {
    let SeparableCosts { mut separable, rest } = separable_costs(game);
    separable.iter_mut().for_each(|share| *share += rest / game.players() as f64);
    settle(&mut separable, game.total());
    separable
}

/// Alternate cost avoided: separable costs, and the rest in proportion to what each player avoids by joining, its cost
/// alone less its separable cost.
///
/// Of a worth game: last additions, and the rest in proportion to last addition less worth alone. Where all is
/// separable, the separable parts themselves.
///
/// # Errors
/// [`GameError::NothingAvoided`] if a player avoids less than nothing, [`GameError::NoWeight`] if none avoids anything
/// while there is a rest.
///
/// # Source
/// Ransmeier (1942), *The Tennessee Valley Authority*; Straffin and Heaney (1981), *International Journal of Game Theory*
/// 10(1), 35–43.
pub fn alternate_cost_avoided(game: &Game) -> Result<Vec<f64>, GameError> {
    share_rest(game, |player| game.alone(player))
}

/// Separable costs, remaining benefits: as [`alternate_cost_avoided`], but no player counts for more than its `benefits`
/// (`[players]`, in the unit of the costs): the smaller of cost alone and benefit stands for the cost alone.
///
/// Of a worth game, `benefits` are what a player can count on elsewhere: the larger of the two stands for the worth alone.
///
/// # Errors
/// As [`alternate_cost_avoided`]; [`GameError`] if benefits are missing or not finite.
///
/// # Source
/// Young, Okada and Hashimoto (1982), *Water Resources Research* 18(3), 463–475.
pub fn remaining_benefits(game: &Game, benefits: &[f64]) -> Result<Vec<f64>, GameError> {
    game.check_entries(benefits, true)?;
    share_rest(game, |player| match game.sign() {
        Sign::Cost => game.alone(player).min(benefits[player]),
        Sign::Worth => game.alone(player).max(benefits[player]),
    })
}

/// Separable parts, and the rest in proportion to an alternative less the separable part.
fn share_rest(game: &Game, alternative: impl Fn(usize) -> f64) -> Result<Vec<f64>, GameError> {
    let SeparableCosts { separable, rest } = separable_costs(game);
    let (factor, tiny) = (-game.sign().factor(), 1e-12 * game.scale());
    let mut avoided = Vec::with_capacity(separable.len());
    for (player, own) in separable.iter().enumerate() {
        let by = factor * (alternative(player) - own);
        if by < -tiny {
            return Err(GameError::NothingAvoided { player, avoided: by });
        }
        avoided.push(if by > tiny { by } else { 0.0 });
    }
    let sum: f64 = avoided.iter().sum();
    let mut shares = separable;
    if sum > 0.0 {
        shares.iter_mut().zip(&avoided).for_each(|(share, by)| *share += rest * (by / sum));
    } else if rest.abs() > tiny * game.players() as f64 {
        return Err(GameError::NoWeight);
    }
    settle(&mut shares, game.total());
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::game::{core_check, sum_over};

    fn near(found: &[f64], want: &[f64]) -> bool {
        found.len() == want.len() && found.iter().zip(want).all(|(f, w)| (f - w).abs() < 1e-9)
    }

    /// Two pool for 12 what costs 10 and 6 alone.
    fn two() -> Game {
        Game::new(2, vec![0.0, 10.0, 6.0, 12.0], Sign::Cost).unwrap()
    }

    #[test]
    fn two_players_avoid_the_same_and_share_the_rest_equally() {
        // Separable 6 and 2, rest 4; each avoids 4.
        let game = two();
        assert_eq!(separable_costs(&game), SeparableCosts { separable: vec![6.0, 2.0], rest: 4.0 });
        assert!(near(&alternate_cost_avoided(&game).unwrap(), &[8.0, 4.0]));
        assert!(near(&equal_charge(&game), &[8.0, 4.0]));
        assert!(near(&proportional(&game, &[3.0, 1.0]).unwrap(), &[9.0, 3.0]));
        // The first has a benefit of 7 only: it avoids 1 and the second 4.
        assert!(near(&remaining_benefits(&game, &[7.0, 99.0]).unwrap(), &[6.8, 5.2]));
    }

    #[test]
    fn a_worth_game_is_the_cost_game_turned_round() {
        let costs = [0.0, 4.0, 5.0, 7.0, 6.0, 9.0, 8.0, 10.0];
        let cost = Game::new(3, costs.to_vec(), Sign::Cost).unwrap();
        let worth = Game::new(3, costs.map(|c| -c).to_vec(), Sign::Worth).unwrap();
        let turned = |shares: Vec<f64>| shares.iter().map(|s| -s).collect::<Vec<f64>>();
        let of = |game: &Game| alternate_cost_avoided(game).unwrap();
        assert!(near(&of(&cost), &turned(of(&worth))));
        assert!(near(&equal_charge(&cost), &turned(equal_charge(&worth))));
        let benefits = [3.0, 9.0, 4.0];
        let own = remaining_benefits(&cost, &benefits).unwrap();
        assert!(near(&own, &turned(remaining_benefits(&worth, &benefits.map(|b| -b)).unwrap())));
    }

    #[test]
    fn an_additive_game_gives_each_its_own() {
        let own = [3.0, 1.0, 2.5];
        let game = Game::from_fn(3, Sign::Cost, |s| sum_over(s, &own)).unwrap();
        assert!(near(&alternate_cost_avoided(&game).unwrap(), &own));
        assert!(near(&equal_charge(&game), &own));
        assert!(core_check(&game, &own).unwrap().in_core(1e-12));
    }

    #[test]
    fn a_rule_that_has_no_ground_says_so() {
        // The first costs 1 alone and 8 more with the other.
        let game = Game::new(2, vec![0.0, 1.0, 6.0, 14.0], Sign::Cost).unwrap();
        assert_eq!(
            alternate_cost_avoided(&game),
            Err(GameError::NothingAvoided { player: 0, avoided: -7.0 })
        );
        assert_eq!(proportional(&two(), &[0.0, 0.0]), Err(GameError::NoWeight));
        let negative = proportional(&two(), &[1.0, -1.0]).unwrap_err();
        assert_eq!(negative.to_string(), "player 1 has -1; it must be finite and not negative");
        let broken = remaining_benefits(&two(), &[1.0, f64::NAN]).unwrap_err();
        assert_eq!(broken.to_string(), "player 1 has NaN; it must be finite");
        assert!(matches!(proportional(&two(), &[1.0]), Err(GameError::Entries { .. })));
    }
}
