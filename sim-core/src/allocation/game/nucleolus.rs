use super::excess::Savings;
use super::shapley::settle;
use super::{Game, GameError, members, within};
use nalgebra::{DMatrix, DVector};
use serde::Serialize;

/// The most players whose nucleolus is solved for: 1,022 coalitions in each of up to ten linear programmes.
pub const MOST_NUCLEOLUS_PLAYERS: usize = 10;

/// The division that makes the worst-off coalition as content as it can be, then the next, and so on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nucleolus {
    /// Shares, `[players]`, in the unit of the values; they sum to the total.
    pub shares: Vec<f64>,
    /// The excess at which each stage settled, largest first: above 0 a coalition would do better alone. The first is
    /// the bound of what any division can do for its worst-off coalition.
    pub levels: Vec<f64>,
}

/// The nucleolus: of the divisions that give each player at least what it has alone, the one whose excesses, sorted from
/// the largest, are least in the order of a dictionary.
///
/// Successive linear programmes (at most one for each player). Coalitions that are at the largest excess in every
/// best division are those with a dual weight; their sums are then fixed, and so is whatever they span.
///
/// # Errors
/// [`GameError::TooManyPlayers`] above [`MOST_NUCLEOLUS_PLAYERS`]; [`GameError::NoImputation`] if the players together do
/// worse than each alone.
///
/// # Source
/// Schmeidler (1969), *SIAM Journal on Applied Mathematics* 17(6), 1163–1170; Maschler, Peleg and Shapley (1979),
/// *Mathematics of Operations Research* 4(4), 303–338.
pub fn nucleolus(game: &Game) -> Result<Nucleolus, GameError> {
    let alone: f64 = (0..game.players()).map(|player| game.alone(player)).sum();
    let together = game.total();
    if game.sign().factor() * (alone - together) > 1e-9 * game.scale() {
        return Err(GameError::NoImputation { together, alone });
    }
    solve(game, true)
}

/// The prenucleolus: as [`nucleolus`] over all divisions of the total, also those that give a player less than it has
/// alone. The two are the same wherever the core is not empty.
///
/// # Errors
/// [`GameError::TooManyPlayers`] above [`MOST_NUCLEOLUS_PLAYERS`].
pub fn prenucleolus(game: &Game) -> Result<Nucleolus, GameError> {
    solve(game, false)
}

fn solve(game: &Game, own_at_least: bool) -> Result<Nucleolus, GameError> {
    within(game.players(), MOST_NUCLEOLUS_PLAYERS)?;
    let savings = Savings::of(game);
    let mut span = Span::new(game.players());
    let mut fixed = Vec::new();
    let mut levels = Vec::new();
    let total = if own_at_least { savings.total().max(0.0) } else { savings.total() };
    span.adopt(game.everyone());
    fixed.push((game.everyone(), total));
    while fixed.len() < game.players() {
        let active: Vec<u64> = savings.proper().filter(|s| !span.holds(*s)).collect();
        let floors: Vec<usize> =
            (0..game.players()).filter(|player| own_at_least && !span.holds(1 << player)).collect();
        let least = savings.least_excess(&active, &fixed, &floors)?;
        let before = fixed.len();
        for (coalition, _) in least.binding {
            if span.adopt(coalition) {
                fixed.push((coalition, savings.values[coalition as usize] - least.excess));
            }
        }
        if fixed.len() == before {
            return Err(GameError::Unsolved { pivots: 0 });
        }
        levels.push(savings.excess(least.excess));
    }
    let mut shares = savings.shares(&meet(&fixed)?);
    settle(&mut shares, game.total());
    Ok(Nucleolus { shares, levels })
}

/// The one division in which the coalitions have their sums.
fn meet(fixed: &[(u64, f64)]) -> Result<Vec<f64>, GameError> {
    let matrix = DMatrix::from_fn(fixed.len(), fixed.len(), |row, player| {
        f64::from(u8::from(fixed[row].0 >> player & 1 == 1))
    });
    let sums = DVector::from_fn(fixed.len(), |row, _| fixed[row].1);
    let found = matrix.lu().solve(&sums).ok_or(GameError::Unsolved { pivots: 0 })?;
    Ok(found.iter().copied().collect())
}

/// The linear span of coalitions as vectors of 0 and 1, in echelon form.
struct Span {
    players: usize,
    /// Rows with their pivots, which are 1.
    rows: Vec<(usize, Vec<f64>)>,
}

impl Span {
    const fn new(players: usize) -> Self {
        Self { players, rows: Vec::new() }
    }

    /// What is left of a coalition once the span is taken out, with its largest entry.
    fn rest(&self, coalition: u64) -> (usize, Vec<f64>) {
        let mut rest = vec![0.0; self.players];
        members(coalition).for_each(|player| rest[player] = 1.0);
        for (pivot, row) in &self.rows {
            let times = rest[*pivot];
            rest.iter_mut().zip(row).for_each(|(entry, own)| *entry -= times * own);
            rest[*pivot] = 0.0;
        }
        let largest = (0..self.players).rev().max_by(|a, b| rest[*a].abs().total_cmp(&rest[*b].abs()));
        (largest.expect("a game has players"), rest)
    }

    /// Whether the sum of a coalition follows from those of the span. Entries are ratios of small determinants, so what
    /// is not 0 is far from it.
    fn holds(&self, coalition: u64) -> bool {
        let (largest, rest) = self.rest(coalition);
        rest[largest].abs() < 1e-7
    }

    /// Takes a coalition in; `false` if it was in the span.
    fn adopt(&mut self, coalition: u64) -> bool {
        let (pivot, mut rest) = self.rest(coalition);
        let by = rest[pivot];
        if by.abs() < 1e-7 {
            return false;
        }
        rest.iter_mut().for_each(|entry| *entry /= by);
        self.rows.push((pivot, rest));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::lp::Programme;
    use super::*;
    use crate::allocation::game::{Sign, sum_over};
    use crate::rng::{Key, mix64};

    /// Whether a division is the prenucleolus, by Kohlberg's criterion in Sobolev's form: at each level, a side payment that
    /// takes from no coalition at or above it gives nothing to any of them either.
    ///
    /// As a linear programme from its dual: the coalitions are balanced with a positive weight on each.
    fn is_prenucleolus(game: &Game, shares: &[f64]) -> bool {
        let factor = game.sign().factor();
        let excess = |s: u64| factor * (game.value(s) - sum_over(s, shares));
        let mut levels: Vec<f64> = (1..game.everyone()).map(excess).collect();
        levels.sort_by(f64::total_cmp);
        levels.iter().all(|level| {
            let above: Vec<u64> = (1..game.everyone()).filter(|s| excess(*s) >= level - 1e-7).collect();
            balanced(&above, game.players())
        })
    }

    /// Whether weights of at least ε on all of these coalitions, scaled, cover each player equally: max ε of
    /// Σ (ε + extra_S) e_S = scale · 1 with Σ scale = 1.
    fn balanced(coalitions: &[u64], players: usize) -> bool {
        let bit = |s: u64, i: usize| f64::from(u8::from(s >> i & 1 == 1));
        let mut columns: Vec<Vec<f64>> =
            coalitions.iter().map(|s| (0..players).map(|i| bit(*s, i)).collect()).collect();
        columns.push((0..players).map(|i| coalitions.iter().map(|s| bit(*s, i)).sum()).collect());
        let mut costs = vec![0.0; coalitions.len()];
        costs.push(1.0);
        let found = Programme { columns: &columns, costs: &costs, right: &vec![1.0; players] }.optimum();
        found.unwrap().is_some_and(|found| found.value > 1e-8)
    }

    fn random(players: usize, seed: u64, sign: Sign, whole: bool) -> Game {
        Game::from_fn(players, sign, |s| {
            let luck = 10.0 * Key(mix64(seed)).mark(s);
            if whole { luck.floor() } else { luck }
        })
        .unwrap()
    }

    #[test]
    fn random_games_meet_kohlbergs_criterion() {
        // Values in whole numbers make the duals degenerate; those of chance do not.
        for seed in 0..300 {
            let (players, whole) = (2 + seed as usize % 5, seed % 2 == 0);
            let sign = if seed % 3 == 0 { Sign::Cost } else { Sign::Worth };
            let game = random(players, seed, sign, whole);
            let found = prenucleolus(&game).unwrap();
            assert!(is_prenucleolus(&game, &found.shares), "seed {seed}: {found:?}");
            assert!(found.levels.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{found:?}");
            // The criterion tells a division that is not it.
            let mut moved = found.shares.clone();
            moved[0] += 0.01;
            moved[1] -= 0.01;
            assert!(!is_prenucleolus(&game, &moved), "seed {seed}");
        }
    }

    /// Excesses from the largest.
    fn sorted(game: &Game, shares: &[f64]) -> Vec<f64> {
        let factor = game.sign().factor();
        let mut all: Vec<f64> =
            (1..game.everyone()).map(|s| factor * (game.value(s) - sum_over(s, shares))).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        all
    }

    #[test]
    fn no_other_division_has_smaller_excesses() {
        // Where what each has alone binds, the nucleolus is not the prenucleolus.
        let mut differ = 0;
        for seed in 0..120_u64 {
            let players = 3 + seed as usize % 3;
            let total = 10.0 + 4.0 * Key(seed).mark(0);
            let game = Game::from_fn(players, Sign::Worth, |s| match s.count_ones() {
                1 => 2.0 * Key(mix64(seed)).mark(s),
                n if n as usize == players => total,
                _ => 12.0 * Key(mix64(seed)).mark(s),
            })
            .unwrap();
            let found = nucleolus(&game).unwrap();
            let best = sorted(&game, &found.shares);
            assert!((0..players).all(|i| found.shares[i] >= game.alone(i) - 1e-9), "{found:?}");
            differ += u32::from(
                prenucleolus(&game)
                    .unwrap()
                    .shares
                    .iter()
                    .zip(&found.shares)
                    .any(|(a, b)| (a - b).abs() > 1e-6),
            );
            let surplus = total - (0..players).map(|i| game.alone(i)).sum::<f64>();
            for trial in 0..400_u64 {
                let key = Key(mix64(seed * 1000 + trial));
                // Other imputations, near and far.
                let by = libm::pow(10.0, -4.0 * key.mark(99));
                let parts: Vec<f64> = (0..players as u64).map(|i| -libm::log(1.0 - key.mark(i))).collect();
                let sum: f64 = parts.iter().sum();
                let other: Vec<f64> = (0..players)
                    .map(|i| (1.0 - by) * found.shares[i] + by * (game.alone(i) + surplus * parts[i] / sum))
                    .collect();
                let first = best.iter().zip(sorted(&game, &other)).find(|(a, b)| (*a - b).abs() > 1e-9);
                assert!(
                    first.is_none_or(|(best, other)| other > *best),
                    "seed {seed}: {other:?} beats {found:?}"
                );
            }
        }
        assert!(differ > 10, "the floors bound in {differ} games only");
    }

    #[test]
    fn a_dummy_gets_its_own_and_equals_get_equal_shares() {
        // Player 3 adds 2 to whatever it joins; the others are alike.
        let game = Game::from_fn(4, Sign::Worth, |s| {
            f64::from((s & 7).count_ones().pow(2)) + f64::from(s >> 3 == 1) * 2.0
        })
        .unwrap();
        let shares = nucleolus(&game).unwrap().shares;
        assert!(shares.iter().zip([3.0, 3.0, 3.0, 2.0]).all(|(s, w)| (s - w).abs() < 1e-12), "{shares:?}");
    }

    #[test]
    fn one_player_has_it_all_and_eleven_are_too_many() {
        let one = Game::new(1, vec![0.0, 7.0], Sign::Cost).unwrap();
        assert_eq!(nucleolus(&one).unwrap().shares, [7.0]);
        let many = Game::from_fn(11, Sign::Cost, |s| f64::from(s.count_ones())).unwrap();
        assert_eq!(nucleolus(&many), Err(GameError::TooManyPlayers { found: 11, most: 10 }));
        let worse = Game::new(2, vec![0.0, 1.0, 1.0, 3.0], Sign::Cost).unwrap();
        assert_eq!(nucleolus(&worse), Err(GameError::NoImputation { together: 3.0, alone: 2.0 }));
        assert_eq!(prenucleolus(&worse).unwrap().shares, [1.5, 1.5]);
    }

    #[test]
    fn ten_players_are_solved() {
        for seed in 0..3 {
            let game = random(10, 77 + seed, Sign::Worth, seed == 0);
            let found = prenucleolus(&game).unwrap();
            assert!(is_prenucleolus(&game, &found.shares) || seed > 0, "{found:?}");
            assert!((found.shares.iter().sum::<f64>() - game.total()).abs() < 1e-9);
        }
    }
}
