//! The linear programme that both the least core and the nucleolus repeat.

use super::lp::Programme;
use super::{Game, GameError, members, sum_over};

/// A game in the normal form of savings: each player alone has 0, more is better, and the largest value is 1 in size.
///
/// The nucleolus and the least core move with such a change of origin and unit, and rounding is then told from value.
pub(super) struct Savings {
    players: usize,
    /// Savings of each coalition, `[2^players]`.
    pub values: Vec<f64>,
    unit: f64,
    alone: Vec<f64>,
    factor: f64,
}

impl Savings {
    pub fn of(game: &Game) -> Self {
        let factor = game.sign().factor();
        let alone: Vec<f64> = (0..game.players()).map(|player| factor * game.alone(player)).collect();
        let saved = |(coalition, value): (usize, &f64)| factor * value - sum_over(coalition as u64, &alone);
        let mut values: Vec<f64> = game.values().iter().enumerate().map(saved).collect();
        let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let unit = if largest > 1e-12 * game.scale() { largest } else { 1.0 };
        values.iter_mut().for_each(|value| *value /= unit);
        Self { players: game.players(), values, unit, alone, factor }
    }

    pub fn total(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// Shares of the savings as shares of the game.
    pub fn shares(&self, savings: &[f64]) -> Vec<f64> {
        savings.iter().zip(&self.alone).map(|(own, alone)| self.factor * (own * self.unit + alone)).collect()
    }

    /// An excess in the unit of the game.
    pub const fn excess(&self, excess: f64) -> f64 {
        excess * self.unit
    }

    /// The coalitions but those of nobody and of all.
    pub fn proper(&self) -> std::ops::Range<u64> {
        1..(1 << self.players) - 1
    }

    /// The division that makes the largest excess of the `active` coalitions least, while the `fixed` ones have their
    /// sums and, with `floors`, each player has at least what they have alone.
    ///
    /// Solved from the side of its dual, whose rows are players and not coalitions.
    pub fn least_excess(
        &self,
        active: &[u64],
        fixed: &[(u64, f64)],
        floors: &[usize],
    ) -> Result<LeastExcess, GameError> {
        let mut columns: Vec<Vec<f64>> = active.iter().map(|s| self.column(*s, 1.0, 1.0)).collect();
        let mut costs: Vec<f64> = active.iter().map(|s| self.values[*s as usize]).collect();
        for (coalition, sum) in fixed {
            columns.extend([self.column(*coalition, 1.0, 0.0), self.column(*coalition, -1.0, 0.0)]);
            costs.extend([*sum, -sum]);
        }
        columns.extend(floors.iter().map(|player| self.column(1 << player, 1.0, 0.0)));
        costs.extend(floors.iter().map(|_| 0.0));
        let mut right = vec![0.0; self.players];
        right.push(1.0);
        let found = Programme { columns: &columns, costs: &costs, right: &right }.optimum()?;
        let found = found.ok_or(GameError::Unsolved { pivots: 0 })?;
        let (savings, weights) = (found.prices[..self.players].to_vec(), &found.activities[..active.len()]);
        let binding =
            active.iter().copied().zip(weights.iter().copied()).filter(|(_, w)| *w > 1e-6).collect();
        Ok(LeastExcess { excess: found.prices[self.players], savings, binding })
    }

    fn column(&self, coalition: u64, sign: f64, last: f64) -> Vec<f64> {
        let mut column = vec![0.0; self.players + 1];
        members(coalition).for_each(|player| column[player] = sign);
        column[self.players] = last;
        column
    }
}

/// What [`Savings::least_excess`] comes to.
pub(super) struct LeastExcess {
    pub excess: f64,
    pub savings: Vec<f64>,
    /// The coalitions that have the largest excess in *every* best division, with their dual weights, which sum to 1.
    ///
    /// A basic dual solution is a ratio of determinants of matrices of 0 and 1, so what is above 0 is above 1e-6.
    pub binding: Vec<(u64, f64)>,
}
