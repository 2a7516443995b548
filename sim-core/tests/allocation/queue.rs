//! Known answers of the queues and of staffing, and greedy allocation against trying all.

use ambics::allocation::queue::{
    CutOffQueue, DelayQueue, FiniteQueue, MarginalProblem, Objective, Proof, erlang_b, erlang_b_continuous,
    erlang_c, erlang_c_wait, exhaustive, greedy, halfin_whitt_delay, iso_elastic, lexicographic_exhaustive,
    priority_waits,
};

/// Load that loses 1% with 10, 20, 50 and 100 servers. Source: the standard tables of Erlang's loss formula.
#[test]
fn one_percent_loss() {
    for (servers, want) in [(10, 4.46), (20, 12.03), (50, 37.9), (100, 84.06)] {
        let (mut low, mut high) = (0.0, f64::from(servers));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if erlang_b(servers, middle) < 0.01 { low = middle } else { high = middle }
        }
        assert!((low - want).abs() < 0.01, "{servers}: {low}");
    }
}

/// A clinic of 3 doctors, 6 patients an hour, 20 minutes each.
///
/// Source: Gross and Harris, Fundamentals of Queueing Theory, p. 72.
#[test]
fn clinic_of_three() {
    let queue = DelayQueue::new(6.0, 3.0, 3.0).expect("stable");
    let got = [queue.mean_waiting(), queue.mean_number(), queue.mean_wait(), queue.mean_wait() + 1.0 / 3.0];
    let want = [8.0 / 9.0, 26.0 / 9.0, 4.0 / 27.0, 13.0 / 27.0];
    assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() < 1e-12), "{got:?}");
    let wide = FiniteQueue::new(6.0, 3.0, 3, 500).expect("valid");
    assert!((wide.share_of_time()[0] - 1.0 / 9.0).abs() < 1e-12);
}

/// A bank of 3 and of 4 clerks. Source: Ciw documentation, Getting Started, part 4 (theory: Erlang C).
#[test]
fn bank_of_three_and_of_four() {
    for (servers, want) in [(3.0, 40.0 / 9.0), (4.0, 20.0 / 23.0)] {
        let wait = DelayQueue::new(0.2, 0.1, servers).expect("stable").mean_wait();
        assert!((wait - want).abs() < 1e-12, "{servers}: {wait}");
        assert!((erlang_c_wait(servers, 2.0) * 10.0 - want).abs() < 1e-12);
    }
}

/// Two classes at one server. Source: Cobham (1954), in the figures of Ciw's tests: 2 and 6 in the system.
#[test]
fn two_classes_at_one_server() {
    let waits = priority_waits(&[0.2, 0.6], 1.0, 1.0, 1.0).expect("valid");
    assert!((waits[0] - 1.0).abs() < 1e-12 && (waits[1] - 5.0).abs() < 1e-12, "{waits:?}");
    let queue = CutOffQueue { urgent_rate: 0.2, other_rate: 0.6, service_rate: 1.0, servers: 1, reserve: 0 };
    let same = queue.waits().expect("valid");
    assert!((same.urgent - 1.0).abs() < 1e-12 && (same.other - 5.0).abs() < 1e-12, "{same:?}");
}

/// M/M/2 with one place to wait. Source: simmer vignette on queueing systems (M/M/c/k).
#[test]
fn two_servers_and_one_place() {
    let queue = FiniteQueue::new(3.0, 4.0, 2, 1).expect("valid");
    assert!((queue.mean_number() - 0.76234).abs() < 1e-5, "{}", queue.mean_number());
    assert!((queue.turned_away() - 0.049_360_2).abs() < 1e-6, "{}", queue.turned_away());
}

/// 100 erlangs, 105 to 120 servers. Source: Erlang (1917); Halfin and Whitt (1981), their limit of the delay.
#[test]
fn square_root_against_erlang() {
    let cases = [
        (105, 0.515_707, 0.504_539),
        (110, 0.237_008, 0.223_361),
        (115, 0.095_441, 0.084_69),
        (120, 0.033_196, 0.026_881),
    ];
    for (servers, exact, limit) in cases {
        assert!((erlang_c(servers, 100.0) - exact).abs() < 1e-6, "{servers}");
        let beta = (f64::from(servers) - 100.0) / 10.0;
        assert!((halfin_whitt_delay(beta) - limit).abs() < 1e-6, "{servers}");
    }
}

/// Between whole numbers of servers the loss falls and is log-convex enough to join them smoothly.
#[test]
fn loss_between_whole_servers() {
    for load in [0.05, 1.7, 9.0, 60.0] {
        let along: Vec<f64> = (0..80).map(|i| erlang_b_continuous(f64::from(i) * 0.25, load)).collect();
        assert!(along.windows(2).all(|w| w[1] < w[0]), "{load}");
        assert!(
            along.windows(3).all(|w| w[0] - w[1] >= w[1] - w[2] - 1e-12),
            "{load}: convex in the servers"
        );
        assert!((along[40] - erlang_b(10, load)).abs() < 1e-15);
    }
}

/// Twelve vehicles over loads 4, 2.5 and 1.2, the number waiting to be least.
///
/// Source: Fox (1966), Management Science 13(3), 210–216 (marginal analysis).
#[test]
fn twelve_vehicles_over_three_places() {
    let loads = [4.0, 2.5, 1.2];
    let waiting = |j: usize, n: u32| loads[j] * erlang_c_wait(f64::from(n), loads[j]);
    let problem = MarginalProblem::new(&[(0, 12); 3], &[1.0; 3], 12.0, &waiting).expect("valid");
    let best = greedy(&problem);
    assert_eq!((&best.units[..], best.proof), (&[6, 4, 2][..], Proof::Optimal));
    assert!((best.value - 1.777_616_198).abs() < 1e-8, "{}", best.value);
    assert_eq!(exhaustive(&problem).expect("small").units, best.units);
    // The same through the objective: mean waits weighted by demand.
    let wait = |j: usize, n: u32| erlang_c_wait(f64::from(n), loads[j]);
    let same = Objective::Utilitarian.allocate(12, &loads, &[(0, 12); 3], &wait).expect("valid");
    assert_eq!(same.units, best.units);
}

/// SplitMix64 of a counter.
fn mark(seed: u64, i: &mut u64) -> f64 {
    *i += 1;
    let mut x = seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(i.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Places, units and falling costs; convex, or with gains in any order. Gains are whole, so that sums are exact.
fn random(seed: u64, convex: bool) -> (Vec<(u32, u32)>, u32, Vec<Vec<f64>>) {
    let mut i = 0;
    let mut up_to = |most: u32| (mark(seed, &mut i) * f64::from(most + 1)) as u32;
    let (places, units) = (1 + up_to(5), up_to(8));
    let mut free = units;
    let mut bounds = Vec::new();
    let mut cost = Vec::new();
    for _ in 0..places {
        let lower = up_to(2).min(free);
        free -= lower;
        bounds.push((lower, lower + up_to(8)));
        let mut gains: Vec<u32> = (0..20).map(|_| up_to(30)).collect();
        if convex {
            gains.sort_unstable_by(|a, b| b.cmp(a));
        }
        let step = |height: &mut f64, gain: &u32| {
            *height -= f64::from(*gain);
            Some(*height)
        };
        let start = f64::from(600 + up_to(50));
        let mut row = vec![start];
        row.extend(gains.iter().scan(start, step));
        cost.push(row);
    }
    (bounds, units, cost)
}

/// All of 10,000 random convex instances of up to 8 vehicles and 6 sites.
#[test]
fn greedy_is_trying_all_on_ten_thousand_convex_instances() {
    let mut several = 0;
    for seed in 0..10_000 {
        let (bounds, units, cost) = random(seed, true);
        let prices = vec![1.0; bounds.len()];
        let of = |j: usize, n: u32| cost[j][n as usize];
        let problem = MarginalProblem::new(&bounds, &prices, f64::from(units), &of).expect("valid");
        let (best, got) = (exhaustive(&problem).expect("small"), greedy(&problem));
        assert_eq!((got.value, got.proof), (best.value, Proof::Optimal), "seed {seed}");
        let fits = got.units.iter().zip(&bounds).all(|(n, b)| (b.0..=b.1).contains(n));
        assert!(fits && got.units.iter().sum::<u32>() <= units, "seed {seed}");
        several += u32::from(bounds.len() > 2 && units > 4);
    }
    assert!(several > 2_000, "only {several} are of any size");
}

/// The Lagrangian bound lies below the best, whatever the costs and prices; greedy lies above it by its gap at most.
#[test]
fn the_bound_is_below_the_best() {
    let (mut open, mut missed) = (0, 0);
    for seed in 0..3_000 {
        let (bounds, units, cost) = random(seed, seed % 2 == 0);
        let mut i = 1 << 32;
        let price = |_| 1.0 + libm::floor(3.0 * mark(seed, &mut i)) / 2.0;
        let prices: Vec<f64> = bounds.iter().map(price).collect();
        let of = |j: usize, n: u32| cost[j][n as usize];
        let budget = 1.0 + 2.0 * f64::from(units);
        let problem = MarginalProblem::new(&bounds, &prices, budget, &of).expect("valid");
        let (best, got) = (exhaustive(&problem).expect("small"), greedy(&problem));
        let Proof::Bounded { bound, gap } = got.proof else {
            assert_eq!(got.value, best.value, "seed {seed}");
            continue;
        };
        assert!(
            bound <= best.value + 1e-9 && best.value <= got.value,
            "seed {seed}: {bound} {best:?} {got:?}"
        );
        assert!((got.value - bound - gap).abs() < 1e-9);
        let spent: f64 = got.units.iter().zip(&prices).map(|(&n, p)| f64::from(n) * p).sum();
        assert!(spent <= budget + 1e-9 && (budget - spent - got.left).abs() < 1e-9);
        open += 1;
        missed += u32::from(got.value > best.value);
    }
    assert!(open > 500 && missed > 20, "of {open} greedy missed {missed}");
}

/// Random queues: each attitude to inequality against trying all.
#[test]
fn each_objective_is_trying_all() {
    for seed in 0..400 {
        let mut i = 0;
        let places = 2 + (seed % 3) as usize;
        let loads: Vec<f64> = (0..places).map(|_| 0.2 + 1.5 * mark(seed, &mut i)).collect();
        let weights: Vec<f64> = (0..places).map(|_| 0.1 + mark(seed, &mut i)).collect();
        let bounds: Vec<(u32, u32)> = loads.iter().map(|load| (*load as u32 + 1, 9)).collect();
        let units = bounds.iter().map(|b| b.0).sum::<u32>() + 4;
        let wait = |j: usize, n: u32| erlang_c_wait(f64::from(n), loads[j]);
        for epsilon in [0.0, 0.5, 2.0] {
            let got =
                Objective::IsoElastic { epsilon }.allocate(units, &weights, &bounds, &wait).expect("valid");
            let cost = |j: usize, n: u32| weights[j] * iso_elastic(wait(j, n), epsilon);
            let problem = MarginalProblem::new(&bounds, &vec![1.0; places], f64::from(units), &cost);
            let best = exhaustive(&problem.expect("valid")).expect("small");
            assert_eq!((got.units, got.proof), (best.units, Proof::Optimal), "{seed} {epsilon}");
        }
        let got = Objective::MinMax.allocate(units, &weights, &bounds, &wait).expect("valid");
        let mut waits: Vec<f64> = got.units.iter().enumerate().map(|(j, &n)| wait(j, n)).collect();
        waits.sort_by(|a, b| b.total_cmp(a));
        assert_eq!(waits, lexicographic_exhaustive(units, &bounds, &wait).expect("small"), "{seed}");
        assert_eq!((got.value, got.proof), (waits[0], Proof::Optimal));
    }
}

/// More aversion does not lengthen the worst wait here, and a very large one finds the allocation of the worst first.
#[test]
fn aversion_leads_from_the_sum_to_the_worst() {
    let (loads, weights) = ([4.0, 0.3, 1.1], [0.2, 3.0, 1.0]);
    let wait = |j: usize, n: u32| erlang_c_wait(f64::from(n), loads[j]);
    let bounds = [(5, 20), (1, 20), (2, 20)];
    let worst = |objective: Objective| {
        let units = objective.allocate(12, &weights, &bounds, &wait).expect("valid").units;
        (0..3).map(|j| wait(j, units[j])).fold(0.0, f64::max)
    };
    let along: Vec<f64> =
        [0.0, 1.0, 4.0, 40.0].iter().map(|&epsilon| worst(Objective::IsoElastic { epsilon })).collect();
    assert!(along.windows(2).all(|w| w[1] <= w[0]), "{along:?}");
    assert_eq!(along[3], worst(Objective::MinMax));
    assert!(along[0] > along[3], "the case tells them apart: {along:?}");
    assert!(Objective::IsoElastic { epsilon: -1.0 }.allocate(12, &loads, &bounds, &wait).is_err());
}

/// Where the units cannot make every queue stable, no allocation is called the best of the worst.
#[test]
fn too_few_units_are_not_called_optimal() {
    let loads = [4.5, 0.5];
    let wait = |j: usize, n: u32| erlang_c_wait(f64::from(n), loads[j]);
    let got = Objective::MinMax.allocate(3, &[1.0; 2], &[(0, 9); 2], &wait).expect("valid");
    assert_eq!(got.value, f64::INFINITY);
    assert!(matches!(got.proof, Proof::Bounded { .. }));
}
