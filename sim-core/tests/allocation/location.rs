//! Location models against published answers and against every choice on small instances.

use ambics::allocation::location::{Bound, Sites, cross_ics, dmexclp, mclp, mexclp, p_median};

fn mark(i: u64) -> f64 {
    let x = i.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

fn table(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(format!("tests/data/location/{name}"))
        .expect("the table is beside the tests");
    text.lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect()
}

/// Points in clusters, sites among them; distance in the unit square.
fn spatial(seed: u64, points: usize, sites: usize) -> (Vec<f64>, Vec<f64>) {
    let at = |i: usize, what: u64| mark(seed * 1_000_003 + i as u64 * 8 + what);
    let place = |i: usize| {
        let centre = 100_000 + (at(i, 0) * 12.0) as usize;
        let spread = if at(i, 1) < 0.7 { 0.08 } else { 1.0 };
        [2, 3].map(|c| at(centre, c) * (1.0 - spread) + at(i, c + 2) * spread)
    };
    let demand = (0..points).map(|i| 0.1 + at(i, 6) * at(i, 7) * 3.0).collect();
    let mut distance = Vec::new();
    for i in 0..points {
        let p = place(i);
        for j in 0..sites {
            let s = place(50_000 + j);
            distance.push((p[0] - s[0]).hypot(p[1] - s[1]));
        }
    }
    (demand, distance)
}

/// Every way to place `left` vehicles within the capacities.
fn placings(capacity: &[u32], left: u32) -> Vec<Vec<u32>> {
    let Some((most, rest)) = capacity.split_first() else {
        return if left == 0 { vec![vec![]] } else { vec![] };
    };
    let each = |n| placings(rest, left - n).into_iter().map(move |tail| [vec![n], tail].concat());
    (0..=left.min(*most)).flat_map(each).collect()
}

fn pmed1() -> Sites {
    // OR-Library (Beasley): where an edge stands twice the last line counts.
    let n = 100;
    let mut d = vec![1e6; n * n];
    for row in table("pmed1.csv") {
        let v: Vec<usize> = row.iter().map(|x| x.parse().expect("a whole number")).collect();
        d[(v[0] - 1) * n + v[1] - 1] = v[2] as f64;
        d[(v[1] - 1) * n + v[0] - 1] = v[2] as f64;
    }
    for k in 0..n {
        d[k * n + k] = 0.0;
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                d[i * n + j] = d[i * n + j].min(d[i * n + k] + d[k * n + j]);
            }
        }
    }
    Sites::one_each(vec![1.0; n], d, n, 5).expect("a valid instance")
}

#[test]
fn or_library_pmed1_is_5819_proven() {
    let found = p_median::solve(&pmed1()).unwrap();
    assert_eq!((found.value, found.bound, found.gap()), (5819.0, 5819.0, 0.0), "{}", found.proof);
    assert_eq!(found.proof, Bound::BranchAndBound);
}

#[test]
fn san_francisco_four_stores() {
    // PySAL spopt, test_mclp.py and test_p_median.py: 21 tracts uncovered, mean 2982.1268579890657 m.
    let rows = table("sf_205x16.csv");
    let number = |s: &String| s.parse::<f64>().unwrap();
    let demand: Vec<f64> = rows.iter().map(|r| number(&r[1])).collect();
    let distance: Vec<f64> = rows.iter().flat_map(|r| r[2..].iter().map(number)).collect();
    let sites = Sites::one_each(demand.clone(), distance, 16, 4).unwrap();
    let covering = mclp::solve(&sites, 5000.0).unwrap();
    assert_eq!(covering.gap(), 0.0);
    let cover = sites.cover(5000.0);
    let open: Vec<usize> = (0..16).filter(|j| covering.vehicles[*j] == 1).collect();
    let bare = (0..205).filter(|i| !open.iter().any(|j| cover.of(*j).contains(i))).count();
    assert_eq!(bare, 21);
    let median = p_median::solve(&sites).unwrap();
    assert_eq!(median.gap(), 0.0);
    let mean = median.value / demand.iter().sum::<f64>();
    assert!((mean - 2_982.126_857_989_065_7).abs() < 1e-9, "{mean}");
    assert_eq!(median.vehicles, covering.vehicles, "the same four stores solve both");
}

#[test]
fn covering_of_the_reference_simulator() {
    // JEMSS.jl test/test_mclp.jl (Ridler): four points, three sites.
    let cover = [[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1]];
    let distance = (0..4).flat_map(|i| (0..3).map(move |j| 1.0 - f64::from(cover[j][i]))).collect::<Vec<_>>();
    let want = [(0.0, [0, 0, 0]), (4.0, [1, 0, 0]), (6.0, [0, 1, 1]), (6.0, [1, 1, 1])];
    for (place, (value, vehicles)) in (0..).zip(want) {
        let sites = Sites::one_each(vec![2.0, 2.0, 1.0, 1.0], distance.clone(), 3, place).unwrap();
        let found = mclp::solve(&sites, 0.5).unwrap();
        assert_eq!((found.value, found.bound, &found.vehicles[..]), (value, value, &vehicles[..]));
    }
}

#[test]
fn small_instances_agree_with_every_choice() {
    for seed in 1..40 {
        let (demand, distance) = spatial(seed, 14, 5);
        let q: Vec<f64> = (0..14).map(|i| 0.8 * mark(seed * 977 + i)).collect();
        let capacity = vec![2, 1, 3, 2, 1];
        let fixed = vec![0, u32::from(seed % 3 == 0), 0, 0, 0];
        let sites = Sites::new(demand.clone(), distance.clone(), 4, fixed.clone(), capacity.clone()).unwrap();
        let found = mexclp::solve(&sites, 0.35, &q).unwrap();
        let all = placings(&capacity, 4).into_iter().filter(|v| v[1] >= fixed[1]);
        let best = all.map(|v| mexclp::expected_cover(&sites, 0.35, &q, &v)).fold(0.0, f64::max);
        assert!((found.value - best).abs() < 1e-9 * best, "seed {seed}: {} {best}", found.value);
        let (bound, relaxed) = (mexclp::relaxation(&sites, 0.35, &q), found.bound);
        assert!(bound >= best * (1.0 - 1e-12) && relaxed >= best * (1.0 - 1e-9), "seed {seed}: {bound}");
        let one = Sites::one_each(demand.clone(), distance.clone(), 5, 2).unwrap();
        let median = p_median::solve(&one).unwrap();
        let length = |v: &Vec<u32>| -> f64 {
            let near = |i: usize| {
                let open = (0..5).filter(|j| v[*j] == 1).map(|j| distance[i * 5 + j]);
                demand[i] * open.fold(f64::INFINITY, f64::min)
            };
            (0..14).map(near).sum()
        };
        let least = placings(&[1; 5], 2).iter().map(length).fold(f64::INFINITY, f64::min);
        assert!((median.value - least).abs() < 1e-9, "seed {seed}: {} {least}", median.value);
        assert!(median.bound <= least + 1e-9);
    }
}

#[test]
fn a_county_is_placed_within_one_percent_of_its_bound() {
    let (demand, distance) = spatial(7, 700, 96);
    let sites = Sites::new(demand, distance, 100, vec![0; 96], vec![3; 96]).unwrap();
    for (q, radius) in [(0.4, 0.12), (0.6, 0.2), (0.7, 0.12)] {
        let found = mexclp::solve(&sites, radius, &[q; 700]).unwrap();
        eprintln!("q {q} r {radius}: {} of {} gap {}", found.value, found.bound, found.gap());
        assert_eq!(found.proof, Bound::Lagrangian);
        assert_eq!(found.vehicles.iter().sum::<u32>(), 100);
        assert!(found.bound >= found.value && found.gap() < 0.01, "{}", found.gap());
    }
}

#[test]
fn the_online_rule_sends_where_it_adds_most() {
    let (demand, distance) = spatial(3, 60, 9);
    let sites = Sites::one_each(demand.clone(), distance, 9, 1).unwrap();
    let cover = sites.cover(0.3);
    let (mut reach, idle, q) = (vec![0; 60], [0, 4, 4, 7], [0.3; 60]);
    let worth = |extra: usize| {
        let mut vehicles = [0; 9];
        idle.iter().chain([&extra]).for_each(|j| vehicles[*j] += 1);
        mexclp::expected_cover(&sites, 0.3, &q, &vehicles)
    };
    let best = dmexclp::best_site(&cover, &demand, 0.3, &idle, &mut reach).unwrap();
    assert!((0..9).all(|j| worth(j) <= worth(best) + 1e-9));
    let twins = Sites::one_each(vec![1.0], vec![0.1, 0.1], 2, 1).unwrap();
    assert_eq!(dmexclp::best_site(&twins.cover(1.0), &[1.0], 0.3, &[], &mut [0]), Some(0), "ties go low");
}

#[test]
fn crews_across_ics_match_every_choice() {
    for seed in 0..30_u64 {
        let at = |j: u64, k: u64| mark(seed * 131 + j * 17 + k);
        let share = |j: u64| {
            let mut gains: Vec<f64> = (0..4).map(|k| at(j, k)).collect();
            gains.sort_by(|a, b| b.total_cmp(a));
            let cost = if seed % 2 == 0 { 1.0 } else { 1.0 + at(j, 9) };
            cross_ics::Share {
                weight: 0.5 + at(j, 8),
                gains,
                range: (1, 5),
                today: (2, 2),
                unit_cost_gbp: cost,
            }
        };
        let shares: Vec<_> = (0..3).map(share).collect();
        let worth = |x: &[u32]| -> f64 { shares.iter().zip(x).map(|(s, n)| s.weight * s.benefit(*n)).sum() };
        let cost =
            |x: &[u32]| -> f64 { shares.iter().zip(x).map(|(s, n)| s.unit_cost_gbp * f64::from(*n)).sum() };
        let found = cross_ics::solve(&shares, 11.0, 1.5).unwrap();
        let all = (3..=12).flat_map(|n| placings(&[4; 3], n));
        let all = all.filter(|x| x.iter().all(|n| *n >= 1) && cost(x) <= 9.5);
        let best = all.map(|x| worth(&x)).fold(0.0, f64::max);
        assert!(cost(&found) <= 9.5 + 1e-9 && (worth(&found) - best).abs() < 1e-9, "seed {seed}: {found:?}");
    }
}
