//! Games of shared cost or worth among the ICSs of one trust: what each would owe or gain.
//!
//! A characteristic function gives each coalition of players (a set of bits) its least cost, or its worth, when it acts
//! alone. The rules of this room split the total: the Shapley shares, the nucleolus, the core and the rules of practice.
//! None of them says what is fair; each says what follows from one idea of it.

mod core;
mod excess;
mod intervals;
mod lp;
mod nucleolus;
mod rules;
mod shapley;

pub use core::{CoreCheck, LeastCore, core_check, least_core};
pub use intervals::{ReplicatedShares, replicated_shares};
pub use nucleolus::{MOST_NUCLEOLUS_PLAYERS, Nucleolus, nucleolus, prenucleolus};
pub use rules::{
    SeparableCosts, alternate_cost_avoided, equal_charge, proportional, remaining_benefits, separable_costs,
};
pub use shapley::{SampledShares, sampled_shapley, shapley_shares};

use thiserror::Error;

/// The most players of a game that lists all its coalitions.
pub const MOST_PLAYERS: usize = 16;

/// What is wrong with a game, or with what is asked of it.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum GameError {
    /// Nobody to share.
    #[error("a game needs at least one player")]
    NoPlayers,
    /// More players than a method lists coalitions for.
    #[error("{found} players; this method takes at most {most}")]
    TooManyPlayers {
        /// Players given.
        found: usize,
        /// Players that the method can take.
        most: usize,
    },
    /// The characteristic function does not have one value for each coalition.
    #[error("{found} values; {players} players have {expected} coalitions, the empty one included")]
    Length {
        /// Players.
        players: usize,
        /// Values wanted.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// Nobody costs or earns something.
    #[error("the empty coalition has the value {value}; it must be 0")]
    EmptyNotZero {
        /// Value given.
        value: f64,
    },
    /// A value is not a finite number.
    #[error("coalition {coalition:#b} has the value {value}, which is not finite")]
    NotFinite {
        /// The coalition, a bit for each player.
        coalition: u64,
        /// Value given.
        value: f64,
    },
    /// A list that goes by player has another length.
    #[error("{found} entries for {players} players")]
    Entries {
        /// Players of the game.
        players: usize,
        /// Entries given.
        found: usize,
    },
    /// An entry of a list that goes by player cannot be used.
    #[error("player {player} has {value}; it must be finite{}", if *.signed { "" } else { " and not negative" })]
    Entry {
        /// Player, from 0.
        player: usize,
        /// Value given.
        value: f64,
        /// Whether a negative entry is allowed.
        signed: bool,
    },
    /// Nothing to be in proportion to.
    #[error("the weights sum to 0")]
    NoWeight,
    /// A player saves nothing by joining: the rule has no share for it.
    #[error(
        "player {player} would avoid a cost of {avoided} by joining; the rule needs it not to be negative"
    )]
    NothingAvoided {
        /// Player, from 0.
        player: usize,
        /// Cost alone less separable cost.
        avoided: f64,
    },
    /// The players together do worse than each alone, so no division suits each of them.
    #[error(
        "together {together}, each alone {alone} in sum: no division gives each its own; use the prenucleolus"
    )]
    NoImputation {
        /// Value of all together.
        together: f64,
        /// Sum of the values of each alone.
        alone: f64,
    },
    /// Too few permutations for a standard error.
    #[error("{found} permutations; at least {least} are needed")]
    Permutations {
        /// Permutations asked for.
        found: usize,
        /// Permutations needed.
        least: usize,
    },
    /// Replications of a game do not agree on the number of players, or there are none.
    #[error("replication {replication} has {found} players, the first has {expected}")]
    Replications {
        /// Replication, from 0.
        replication: usize,
        /// Players of the first replication.
        expected: usize,
        /// Players found.
        found: usize,
    },
    /// The linear programme did not come to its end within its pivots.
    #[error("the linear programme was not solved within {pivots} pivots")]
    Unsolved {
        /// Pivots made.
        pivots: usize,
    },
}

/// Whether a coalition's value is a cost to be borne or a worth to be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// More is worse: a coalition objects when it is charged more than its own cost.
    Cost,
    /// More is better: a coalition objects when it is given less than its own worth.
    Worth,
}

impl Sign {
    /// 1 for a worth, −1 for a cost: what turns values into worths.
    const fn factor(self) -> f64 {
        match self {
            Self::Cost => -1.0,
            Self::Worth => 1.0,
        }
    }
}

/// Two coalitions at which a property of a game fails most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Violation {
    /// The two coalitions, a bit for each player.
    pub coalitions: (u64, u64),
    /// By how much the inequality fails, in the unit of the values; above 0.
    pub by: f64,
}

/// A characteristic function: the cost or worth of each coalition of at most [`MOST_PLAYERS`] players.
///
/// Values are `[2^players]` by coalition, whose bit `i` is player `i`; finite; the empty coalition has 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    players: usize,
    values: Vec<f64>,
    sign: Sign,
}

impl Game {
    /// A game from the value of each coalition, `[2^players]` by bit set.
    ///
    /// # Errors
    /// [`GameError`] without players, with too many, or if values are missing, not finite or not 0 for nobody.
    pub fn new(players: usize, values: Vec<f64>, sign: Sign) -> Result<Self, GameError> {
        within(players, MOST_PLAYERS)?;
        let (expected, found) = (1 << players, values.len());
        if found != expected {
            return Err(GameError::Length { players, expected, found });
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(GameError::NotFinite { coalition: at as u64, value: values[at] });
        }
        if values[0] != 0.0 {
            return Err(GameError::EmptyNotZero { value: values[0] });
        }
        Ok(Self { players, values, sign })
    }

    /// A game from a function of the coalition, asked once for each but the empty one, in the order of their bits.
    ///
    /// # Errors
    /// As [`Game::new`].
    pub fn from_fn(players: usize, sign: Sign, mut value: impl FnMut(u64) -> f64) -> Result<Self, GameError> {
        within(players, MOST_PLAYERS)?;
        let values =
            (0..1_u64 << players).map(|coalition| if coalition == 0 { 0.0 } else { value(coalition) });
        Self::new(players, values.collect(), sign)
    }

    /// Number of players.
    #[must_use]
    pub const fn players(&self) -> usize {
        self.players
    }

    /// Whether values are costs or worths.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        self.sign
    }

    /// Value of a coalition.
    ///
    /// # Panics
    /// If the coalition has a bit beyond the players.
    #[must_use]
    pub fn value(&self, coalition: u64) -> f64 {
        self.values[coalition as usize]
    }

    /// Values of all coalitions, `[2^players]`.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The coalition of all players.
    #[must_use]
    pub const fn everyone(&self) -> u64 {
        (1 << self.players) - 1
    }

    /// Value of all players together: what is shared.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.value(self.everyone())
    }

    /// Value of a player alone.
    ///
    /// # Panics
    /// If there is no such player.
    #[must_use]
    pub fn alone(&self, player: usize) -> f64 {
        self.value(1 << player)
    }

    /// The two disjoint coalitions that lose most by joining, v(S∪T) < v(S) + v(T); `None` if the game is
    /// super-additive (to rounding: 1e-9 of its largest value).
    #[must_use]
    pub fn superadditivity_violation(&self) -> Option<Violation> {
        self.worst_union(1.0)
    }

    /// The two disjoint coalitions whose union has most above their sum, v(S∪T) > v(S) + v(T); `None` if the game is
    /// sub-additive. A cost game that is not sub-additive has coalitions that should not pool.
    #[must_use]
    pub fn subadditivity_violation(&self) -> Option<Violation> {
        self.worst_union(-1.0)
    }

    /// The two coalitions, S∪{i} and S∪{j}, with v(S∪{i,j}) + v(S) furthest below v(S∪{i}) + v(S∪{j}); `None` if the game
    /// is convex: a player adds the more the larger the coalition. A convex worth game has its Shapley shares in the core.
    ///
    /// # Source
    /// Shapley (1971), *International Journal of Game Theory* 1, 11–26: these pairs are enough.
    #[must_use]
    pub fn convexity_violation(&self) -> Option<Violation> {
        self.worst_pair(1.0)
    }

    /// As [`Self::convexity_violation`] for a concave game, the good case of costs: a player adds the less the larger the
    /// coalition.
    #[must_use]
    pub fn concavity_violation(&self) -> Option<Violation> {
        self.worst_pair(-1.0)
    }

    /// The largest value without its sign; what rounding is measured by.
    fn scale(&self) -> f64 {
        self.values.iter().fold(0.0, |most, value| value.abs().max(most))
    }

    fn worst_union(&self, factor: f64) -> Option<Violation> {
        let mut worst = Violation { coalitions: (0, 0), by: 1e-9 * self.scale() };
        for union in 1..=self.everyone() {
            // Each split of the union once: the part that has its lowest player.
            let (lowest, whole) = (union & union.wrapping_neg(), self.value(union));
            let rest = union ^ lowest;
            let mut other = rest;
            while other != 0 {
                let own = union ^ other;
                let by = factor * (self.value(own) + self.value(other) - whole);
                if by > worst.by {
                    worst = Violation { coalitions: (own, other), by };
                }
                other = (other - 1) & rest;
            }
        }
        (worst.coalitions.0 != 0).then_some(worst)
    }

    fn worst_pair(&self, factor: f64) -> Option<Violation> {
        let mut worst = Violation { coalitions: (0, 0), by: 1e-9 * self.scale() };
        for base in 0..=self.everyone() {
            for i in (0..self.players).filter(|i| base >> i & 1 == 0) {
                for j in (i + 1..self.players).filter(|j| base >> j & 1 == 0) {
                    let (own, other) = (base | 1 << i, base | 1 << j);
                    let apart = self.value(own) + self.value(other);
                    let by = factor * (apart - self.value(own | other) - self.value(base));
                    if by > worst.by {
                        worst = Violation { coalitions: (own, other), by };
                    }
                }
            }
        }
        (worst.coalitions.0 != 0).then_some(worst)
    }

    /// One finite entry for each player, or what is wrong with them.
    fn check_entries(&self, entries: &[f64], signed: bool) -> Result<(), GameError> {
        if entries.len() != self.players {
            return Err(GameError::Entries { players: self.players, found: entries.len() });
        }
        match entries.iter().position(|entry| !entry.is_finite() || (!signed && *entry < 0.0)) {
            Some(player) => Err(GameError::Entry { player, value: entries[player], signed }),
            None => Ok(()),
        }
    }
}

/// The players of a coalition, lowest first.
pub(crate) fn members(coalition: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |player| coalition >> player & 1 == 1)
}

/// The sum of the members' entries, lowest player first.
pub(crate) fn sum_over(coalition: u64, entries: &[f64]) -> f64 {
    members(coalition).map(|player| entries[player]).sum()
}

const fn within(players: usize, most: usize) -> Result<(), GameError> {
    match players {
        0 => Err(GameError::NoPlayers),
        found if found > most => Err(GameError::TooManyPlayers { found, most }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], sign: Sign) -> Game {
        Game::new(values.len().trailing_zeros() as usize, values.to_vec(), sign).unwrap()
    }

    #[test]
    fn a_game_that_is_none_is_refused() {
        let new = |players, values: &[f64]| Game::new(players, values.to_vec(), Sign::Cost).unwrap_err();
        assert_eq!(new(0, &[0.0]), GameError::NoPlayers);
        assert_eq!(new(17, &[]), GameError::TooManyPlayers { found: 17, most: 16 });
        assert_eq!(new(2, &[0.0; 3]), GameError::Length { players: 2, expected: 4, found: 3 });
        assert_eq!(new(1, &[2.0, 3.0]), GameError::EmptyNotZero { value: 2.0 });
        assert!(matches!(new(1, &[0.0, f64::NAN]), GameError::NotFinite { coalition: 1, .. }));
        assert_eq!(
            Game::from_fn(99, Sign::Cost, |_| 0.0),
            Err(GameError::TooManyPlayers { found: 99, most: 16 })
        );
    }

    #[test]
    fn the_worst_union_is_named() {
        // Players 0 and 2 lose 3 by joining; 0 and 1 lose 1.
        let game = of(&[0.0, 2.0, 2.0, 3.0, 4.0, 3.0, 6.0, 9.0], Sign::Worth);
        assert_eq!(game.superadditivity_violation(), Some(Violation { coalitions: (1, 4), by: 3.0 }));
        // The whole has 4 more than {0, 2} and 1 beside each other.
        assert_eq!(game.subadditivity_violation(), Some(Violation { coalitions: (0b101, 0b10), by: 4.0 }));
    }

    #[test]
    fn an_additive_game_is_all_of_them_and_a_maximum_is_concave() {
        let sum = Game::from_fn(4, Sign::Worth, |s| sum_over(s, &[0.1, 0.2, 0.3, 0.7])).unwrap();
        assert_eq!((sum.superadditivity_violation(), sum.subadditivity_violation()), (None, None));
        assert_eq!((sum.convexity_violation(), sum.concavity_violation()), (None, None));
        let costs = [8.0, 11.0, 13.0, 18.0];
        let airport =
            Game::from_fn(4, Sign::Cost, |s| members(s).map(|i| costs[i]).fold(0.0, f64::max)).unwrap();
        assert_eq!((airport.concavity_violation(), airport.subadditivity_violation()), (None, None));
        // Players 2 and 3 alone cost 13 + 18, together 18.
        assert_eq!(airport.convexity_violation(), Some(Violation { coalitions: (4, 8), by: 13.0 }));
        assert_eq!(airport.superadditivity_violation().map(|v| v.by), Some(13.0));
    }

    #[test]
    fn a_majority_game_is_superadditive_and_not_convex() {
        let majority = Game::from_fn(3, Sign::Worth, |s| f64::from(s.count_ones() > 1)).unwrap();
        assert_eq!(majority.superadditivity_violation(), None);
        assert_eq!(majority.convexity_violation(), Some(Violation { coalitions: (0b11, 0b101), by: 1.0 }));
    }
}
