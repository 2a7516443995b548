//! Games of shared cost against published numbers and laws.

use ambics::allocation::game::{
    Game, Sign, alternate_cost_avoided, core_check, equal_charge, least_core, nucleolus, prenucleolus,
    sampled_shapley, separable_costs, shapley_shares,
};
use proptest::prelude::*;

fn near(found: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(found.len(), want.len());
    assert!(found.iter().zip(want).all(|(f, w)| (f - w).abs() <= tolerance), "{found:?}, not {want:?}");
}

fn members(coalition: u64, entries: &[f64]) -> impl Iterator<Item = f64> {
    entries.iter().enumerate().filter(move |(i, _)| coalition >> i & 1 == 1).map(|(_, entry)| *entry)
}

fn airport(costs: &[f64]) -> Game {
    Game::from_fn(costs.len(), Sign::Cost, |s| members(s, costs).fold(0.0, f64::max)).unwrap()
}

fn bankruptcy(claims: &[f64], estate: f64) -> Game {
    let all: f64 = claims.iter().sum();
    Game::from_fn(claims.len(), Sign::Worth, |s| {
        (estate - (all - members(s, claims).sum::<f64>())).max(0.0).min(estate)
    })
    .unwrap()
}

#[test]
fn an_airport_is_paid_for_by_those_who_need_each_length() {
    // Littlechild and Owen (1973), Management Science 20(3), 370–372.
    let game = airport(&[8.0, 11.0, 13.0, 18.0]);
    near(&shapley_shares(&game), &[2.0, 3.0, 4.0, 9.0], 1e-9);
    near(&nucleolus(&game).unwrap().shares, &[3.25, 3.25, 3.25, 8.25], 1e-9);
    assert!(core_check(&game, &[2.0, 3.0, 4.0, 9.0]).unwrap().in_core(1e-9));
}

#[test]
fn the_talmuds_three_estates() {
    // Aumann and Maschler (1985), Journal of Economic Theory 36, 195–213: Kethubot 93a.
    let third = 100.0 / 3.0;
    let cases = [(100.0, [third; 3]), (200.0, [50.0, 75.0, 75.0]), (300.0, [50.0, 100.0, 150.0])];
    for (estate, want) in cases {
        near(&nucleolus(&bankruptcy(&[100.0, 200.0, 300.0], estate)).unwrap().shares, &want, 1e-6);
    }
}

/// Chance that all servers are busy, Erlang C, by the recursion of Erlang B.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let b = (1..=servers).fold(1.0, |b, s| load * b / (f64::from(s) + load * b));
    let n = f64::from(servers);
    n * b / (n - load * (1.0 - b))
}

#[test]
fn a_pooled_fleet_is_shared_by_shapley() {
    // Least servers with Erlang C ≤ 0.2 for loads of 4, 6 and 10 erlangs; the game is of the kind of Karsten, Slikker and van
    // Houtum (2015), Operations Research 63(2), 476–488.
    let least = |load: f64| (load.ceil() as u32 + 1..).find(|s| erlang_c(*s, load) <= 0.2).unwrap();
    let loads = [4.0, 6.0, 10.0];
    let game = Game::from_fn(3, Sign::Cost, |s| f64::from(least(members(s, &loads).sum()))).unwrap();
    assert_eq!(game.values(), [0.0, 7.0, 9.0, 14.0, 14.0, 19.0, 21.0, 26.0]);
    near(&shapley_shares(&game), &[17.0 / 3.0, 23.0 / 3.0, 38.0 / 3.0], 1e-9);
    assert!(!least_core(&game).unwrap().core_is_empty);
}

/// Navigation, flood control and power of the Tennessee Valley, thousand dollars, as in Straffin and Heaney (1981),
/// International Journal of Game Theory 10(1), 35–43.
fn tennessee() -> Game {
    let costs = [0.0, 163_520.0, 140_826.0, 301_607.0, 250_096.0, 378_821.0, 367_370.0, 412_584.0];
    Game::new(3, costs.to_vec(), Sign::Cost).unwrap()
}

#[test]
fn the_tennessee_valley_authority() {
    // Shares: Straffin and Heaney (1981); Young (1994), Handbook of Game Theory, vol. 2, chapter 34.
    let game = tennessee();
    near(&separable_costs(&game).separable, &[45_214.0, 33_763.0, 110_977.0], 1e-6);
    near(&shapley_shares(&game), &[117_829.0, 100_756.5, 193_998.5], 0.01);
    near(&alternate_cost_avoided(&game).unwrap(), &[117_476.0, 99_157.0, 195_951.0], 1.0);
    near(&nucleolus(&game).unwrap().shares, &[116_234.0, 93_540.0, 202_810.0], 1.0);
    // By hand: separable costs and a third of the 222,630 that they leave.
    near(&equal_charge(&game), &[119_424.0, 107_973.0, 185_187.0], 1e-6);
}

/// The rule of the Talmud: equal awards of half the claims, then equal losses of the other half.
fn talmud(claims: &[f64], estate: f64) -> Vec<f64> {
    let all: f64 = claims.iter().sum();
    let awards = |estate: f64| -> Vec<f64> {
        let (mut low, mut high) = (0.0, all);
        for _ in 0..200 {
            let level = 0.5 * (low + high);
            let paid: f64 = claims.iter().map(|c| (0.5 * c).min(level)).sum();
            if paid < estate { low = level } else { high = level }
        }
        claims.iter().map(|c| (0.5 * c).min(high)).collect()
    };
    if estate <= 0.5 * all {
        awards(estate)
    } else {
        claims.iter().zip(awards(all - estate)).map(|(claim, loss)| claim - loss).collect()
    }
}

/// The nucleolus of an airport whose costs rise: Sönmez's recursion.
fn airport_nucleolus(costs: &[f64]) -> Vec<f64> {
    let mut paid: Vec<f64> = Vec::new();
    let last = costs.len() - 1;
    for first in 0..last {
        let sum: f64 = paid.iter().sum();
        let level =
            (first..last).map(|k| (costs[k] - sum) / (k - first + 2) as f64).fold(f64::INFINITY, f64::min);
        paid.push(level);
    }
    paid.push(costs[last] - paid.iter().sum::<f64>());
    paid
}

fn games(sign: Sign) -> impl Strategy<Value = Game> {
    (1..=6_usize).prop_flat_map(move |n| {
        proptest::collection::vec(-5.0..20.0, 1 << n).prop_map(move |mut values| {
            values[0] = 0.0;
            Game::new(n, values, sign).unwrap()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn bankruptcies_follow_the_talmud(claims in proptest::collection::vec(1.0..100.0, 2..7), part in 0.01..0.99) {
        let estate = part * claims.iter().sum::<f64>();
        near(&nucleolus(&bankruptcy(&claims, estate)).unwrap().shares, &talmud(&claims, estate), 1e-6);
    }

    #[test]
    fn airports_follow_sonmez(mut costs in proptest::collection::vec(1.0..100.0, 2..8)) {
        costs.sort_by(f64::total_cmp);
        near(&nucleolus(&airport(&costs)).unwrap().shares, &airport_nucleolus(&costs), 1e-7);
    }

    #[test]
    fn shapley_shares_are_efficient(game in games(Sign::Worth)) {
        let sum: f64 = shapley_shares(&game).iter().sum();
        prop_assert!((sum - game.total()).abs() < 1e-12);
    }

    #[test]
    fn shapley_shares_are_additive_and_follow_the_players(a in games(Sign::Cost), turn in 0..6_usize) {
        let n = a.players();
        let moved = |s: u64| (0..n).filter(|i| s >> i & 1 == 1).fold(0, |t, i| t | 1_u64 << ((i + turn) % n));
        let b = Game::from_fn(n, Sign::Cost, |s| a.value(moved(s))).unwrap();
        let both = Game::from_fn(n, Sign::Cost, |s| a.value(s) + b.value(s)).unwrap();
        let (one, other) = (shapley_shares(&a), shapley_shares(&b));
        let sum: Vec<f64> = one.iter().zip(&other).map(|(x, y)| x + y).collect();
        near(&shapley_shares(&both), &sum, 1e-9);
        // Player i of the moved game is player i + turn of the first.
        let turned: Vec<f64> = (0..n).map(|i| one[(i + turn) % n]).collect();
        near(&other, &turned, 1e-9);
    }

    #[test]
    fn a_dummy_pays_its_own(game in games(Sign::Cost), own in -3.0..3.0) {
        let n = game.players();
        let larger = Game::from_fn(n + 1, Sign::Cost, |s| {
            game.value(s & game.everyone()) + if s >> n == 1 { own } else { 0.0 }
        }).unwrap();
        let mut want = shapley_shares(&game);
        want.push(own);
        near(&shapley_shares(&larger), &want, 1e-9);
        let mut want = prenucleolus(&game).unwrap().shares;
        want.push(own);
        near(&prenucleolus(&larger).unwrap().shares, &want, 1e-6);
    }

    #[test]
    fn the_prenucleolus_moves_with_origin_and_unit(game in games(Sign::Worth), by in 0.01..50.0, shift in -9.0..9.0) {
        let moved = Game::from_fn(game.players(), Sign::Worth, |s| by * game.value(s) + shift * f64::from(s.count_ones()));
        let want: Vec<f64> = prenucleolus(&game).unwrap().shares.iter().map(|x| by * x + shift).collect();
        near(&prenucleolus(&moved.unwrap()).unwrap().shares, &want, 1e-6);
    }

    #[test]
    fn a_concave_cost_has_shapley_and_nucleolus_in_its_core(loads in proptest::collection::vec(0.1..20.0, 2..7)) {
        let game = Game::from_fn(loads.len(), Sign::Cost, |s| members(s, &loads).sum::<f64>().sqrt()).unwrap();
        prop_assert_eq!(game.concavity_violation(), None);
        prop_assert!(core_check(&game, &shapley_shares(&game)).unwrap().in_core(1e-9));
        let found = nucleolus(&game).unwrap();
        prop_assert!(core_check(&game, &found.shares).unwrap().in_core(1e-9));
        near(&prenucleolus(&game).unwrap().shares, &found.shares, 1e-7);
        prop_assert!((least_core(&game).unwrap().excess - found.levels[0]).abs() < 1e-9);
    }
}

#[test]
fn sixteen_players_are_within_reach() {
    // Loads 1 … 16, cost = square root of the load: concave.
    let loads: Vec<f64> = (1..=16).map(f64::from).collect();
    let cost = |s: u64| members(s, &loads).sum::<f64>().sqrt();
    let game = Game::from_fn(16, Sign::Cost, cost).unwrap();
    let exact = shapley_shares(&game);
    assert!(exact.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(exact.iter().sum::<f64>(), game.total());
    let sample = sampled_shapley(16, cost, 2000, 3).unwrap();
    for ((found, error), want) in sample.shares.iter().zip(&sample.standard_errors).zip(&exact) {
        assert!((found - want).abs() < 4.5 * error && *error < 0.03, "{found} ± {error}, not {want}");
    }
    assert_eq!(game.subadditivity_violation(), None);
    let least = least_core(&game).unwrap();
    let check = core_check(&game, &least.shares).unwrap();
    assert!(!least.core_is_empty && (check.dissatisfaction - least.excess).abs() < 1e-9, "{least:?}");
}
