//! Known answers of the hypercube, exact and approximate, and the one against the other.

use ambics::allocation::hypercube::{
    Hypercube, ServiceTimes, Stream, WhenAllBusy, exact, jarvis, larson, larson_q,
};

fn close(got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len());
    assert!(got.iter().zip(want).all(|(g, w)| (g - w).abs() <= tolerance), "{got:?} is not {want:?}");
}

/// The example of three units with atom 1 (rate 0.25) apart from atom 2, which ranks the units alike.
fn book() -> Hypercube {
    let stream = |rate, preference: [usize; 3]| Stream { rate, preference: preference.to_vec() };
    let streams = vec![
        stream(0.25, [0, 1, 2]),
        stream(0.25, [0, 1, 2]),
        stream(0.25, [0, 2, 1]),
        stream(0.35, [1, 0, 2]),
        stream(0.4, [2, 0, 1]),
    ];
    Hypercube::new(3, 1.0, streams, WhenAllBusy::Queue).expect("the book's example")
}

/// Source: Larson and Odoni (1981), Urban Operations Research, 5.4.3–5.4.4.
#[test]
fn three_units_exactly() {
    let cube = exact(&book()).expect("three units");
    close(&cube.workload, &[0.5574, 0.4734, 0.4693], 5e-5);
    assert!((cube.all_busy - 0.23684).abs() < 5e-6);
    assert!((cube.inter_response_area() - 0.43529).abs() < 1e-4);
    assert!((cube.dispatch_share(0, 0) - 0.087).abs() < 5e-4);
    let all: f64 = (0..3).map(|u| (0..5).map(|s| cube.dispatch_share(u, s)).sum::<f64>()).sum();
    assert!((all - 1.0).abs() < 1e-12);
}

/// Source: Larson and Odoni (1981), Urban Operations Research, 5.5.3.
#[test]
fn three_units_by_larsons_approximation() {
    close(&larson_q(3, 1.5, WhenAllBusy::Queue).expect("stable"), &[1.0, 0.73684, 0.63158], 5e-6);
    let three = larson(&book(), Some(3)).expect("three sweeps");
    close(&three.workload, &[0.5627, 0.4716, 0.4657], 2e-4);
    let settled = larson(&book(), None).expect("settles");
    close(&settled.workload, &three.workload, 1e-3);
}

/// SplitMix64 of a counter.
fn mark(seed: u64, i: &mut u64) -> f64 {
    *i += 1;
    let mut x = seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(i.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Units and atoms at random in a square, the nearest preferred; returns the cube and the distances.
fn random(seed: u64, units: usize, atoms: usize, when: WhenAllBusy) -> (Hypercube, Vec<Vec<f64>>) {
    let mut i = 0;
    let mut point = || (mark(seed, &mut i), mark(seed, &mut i));
    let bases: Vec<(f64, f64)> = (0..units).map(|_| point()).collect();
    let places: Vec<(f64, f64)> = (0..atoms).map(|_| point()).collect();
    let weights: Vec<f64> = (0..atoms).map(|_| 0.2 + point().0).collect();
    let busy = 0.2 + 0.5 * point().0;
    let scale = busy * units as f64 / weights.iter().sum::<f64>();
    let distance = |b: (f64, f64), p: (f64, f64)| (b.0 - p.0).abs() + (b.1 - p.1).abs();
    let stream = |(place, weight): (&(f64, f64), &f64)| {
        let mut preference: Vec<usize> = (0..units).collect();
        preference.sort_by(|&a, &b| distance(bases[a], *place).total_cmp(&distance(bases[b], *place)));
        Stream { rate: weight * scale, preference }
    };
    let streams = places.iter().zip(&weights).map(stream).collect();
    let travel = bases.iter().map(|b| places.iter().map(|p| distance(*b, *p)).collect()).collect();
    (Hypercube::new(units, 1.0, streams, when).expect("valid"), travel)
}

/// Solves the balance equations by elimination, the queue cut at many places, with no use of Erlang's masses.
fn by_elimination(cube: &Hypercube, places: usize) -> Vec<f64> {
    let n = cube.units();
    let (cubes, size) = (1usize << n, (1usize << n) + places);
    let mut q = nalgebra::DMatrix::<f64>::zeros(size, size);
    let mut flow = |from: usize, to: usize, rate: f64| {
        q[(to, from)] += rate;
        q[(from, from)] -= rate;
    };
    let full = cubes - 1;
    for state in 0..cubes {
        for unit in (0..n).filter(|u| state >> u & 1 == 1) {
            flow(state, state ^ 1 << unit, 1.0);
        }
        for s in cube.streams().iter().filter(|_| state != full) {
            let unit = s.preference.iter().find(|&&u| state >> u & 1 == 0).expect("one is idle");
            flow(state, state | 1 << unit, s.rate);
        }
    }
    for place in 0..places {
        flow(full + place, full + place + 1, cube.arrival_rate());
        flow(full + place + 1, full + place, n as f64);
    }
    q.row_mut(0).fill(1.0);
    let mut right = nalgebra::DVector::zeros(size);
    right[0] = 1.0;
    let p = q.lu().solve(&right).expect("irreducible");
    let tail: f64 = p.iter().skip(cubes).sum();
    (0..n).map(|u| tail + (0..cubes).filter(|s| s >> u & 1 == 1).map(|s| p[s]).sum::<f64>()).collect()
}

#[test]
fn sweeps_solve_the_balance_equations() {
    for seed in 0..12 {
        let units = 2 + seed as usize % 5;
        let (loss, _) = random(seed, units, 9, WhenAllBusy::Loss);
        close(&exact(&loss).expect("settles").workload, &by_elimination(&loss, 0), 1e-11);
        let (queue, _) = random(seed, units, 9, WhenAllBusy::Queue);
        close(&exact(&queue).expect("settles").workload, &by_elimination(&queue, 200), 1e-10);
    }
}

/// Larson (1975) reports errors of about 1 to 2%; here over random places, whose preferences are more uneven than a city's.
#[test]
fn the_approximation_is_near() {
    let (mut errors, mut absolute) = (Vec::new(), 0.0_f64);
    for seed in 100..160 {
        let when = if seed % 2 == 0 { WhenAllBusy::Queue } else { WhenAllBusy::Loss };
        let (cube, _) = random(seed, 5 + seed as usize % 4, 30, when);
        let (true_load, near) = (exact(&cube).expect("settles"), larson(&cube, None).expect("settles"));
        for (e, a) in true_load.workload.iter().zip(&near.workload) {
            errors.push((a / e - 1.0).abs());
            absolute = absolute.max((a - e).abs());
        }
        let all: f64 = near.dispatch_share.iter().flatten().sum();
        assert!((all - 1.0).abs() < 1e-9);
        let mean: f64 = near.workload.iter().sum::<f64>() - true_load.workload.iter().sum::<f64>();
        assert!(mean.abs() < 1e-9, "the mean workload is exact");
    }
    errors.sort_by(f64::total_cmp);
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let (p90, worst) = (errors[errors.len() * 9 / 10], errors[errors.len() - 1]);
    assert!(mean < 0.015 && p90 < 0.03 && absolute < 0.04, "{mean} {p90} {worst} {absolute}");
}

/// Jarvis with equal service times is near the exact loss hypercube; with unequal ones the workloads add up to the load.
#[test]
fn jarvis_is_near() {
    let (mut sum, mut count) = (0.0, 0.0);
    for seed in 200..220 {
        let (cube, travel) = random(seed, 5, 12, WhenAllBusy::Loss);
        let equal = vec![vec![1.0; 12]; 5];
        let flat = jarvis(&cube, ServiceTimes(&equal)).expect("settles");
        let true_load = exact(&cube).expect("settles").workload;
        close(&flat.workload, &true_load, 0.03);
        assert!((flat.mean_service - 1.0).abs() < 1e-12);
        // Service is longer with the distance.
        let times: Vec<Vec<f64>> =
            travel.iter().map(|row| row.iter().map(|d| 0.8 + 0.4 * d).collect()).collect();
        let near = jarvis(&cube, ServiceTimes(&times)).expect("settles");
        let carried: f64 = cube.arrival_rate() * (1.0 - near.all_busy) * near.mean_service;
        sum += (near.workload.iter().sum::<f64>() / carried - 1.0).abs();
        count += 1.0;
        let all: f64 = near.dispatch_share.iter().flatten().sum();
        assert!((all - 1.0).abs() < 1e-9);
    }
    assert!(sum / count < 0.02, "workloads add up to the load carried: {}", sum / count);
}

/// Two units and two atoms with four service times, against the nine states of who serves whom.
#[test]
fn jarvis_against_the_chain_of_who_serves_whom() {
    let times = vec![vec![0.8, 1.4], vec![1.3, 0.9]];
    let (rates, prefer) = ([0.5, 0.3], [[0, 1], [1, 0]]);
    // A state is what each unit does: 0 idle, 1 + stream otherwise.
    let mut q = nalgebra::DMatrix::<f64>::zeros(9, 9);
    for (a, b) in (0..3).flat_map(|a| (0..3).map(move |b| (a, b))) {
        let mut flow = |next: [usize; 2], rate: f64| {
            let (from, to) = (3 * a + b, 3 * next[0] + next[1]);
            q[(to, from)] += rate;
            q[(from, from)] -= rate;
        };
        for unit in 0..2 {
            let mut next = [a, b];
            if next[unit] > 0 {
                let done = 1.0 / times[unit][next[unit] - 1];
                next[unit] = 0;
                flow(next, done);
            }
        }
        for stream in 0..2 {
            let mut next = [a, b];
            if let Some(&unit) = prefer[stream].iter().find(|&&u| next[u] == 0) {
                next[unit] = 1 + stream;
                flow(next, rates[stream]);
            }
        }
    }
    q.row_mut(0).fill(1.0);
    let mut right = nalgebra::DVector::zeros(9);
    right[0] = 1.0;
    let p = q.lu().solve(&right).expect("irreducible");
    let first: f64 = (3..9).map(|s| p[s]).sum();
    let second: f64 = (0..9).filter(|s| s % 3 > 0).map(|s| p[s]).sum();
    let stream = |s: usize| Stream { rate: rates[s], preference: prefer[s].to_vec() };
    let cube = Hypercube::new(2, 1.0, vec![stream(0), stream(1)], WhenAllBusy::Loss).expect("valid");
    let near = jarvis(&cube, ServiceTimes(&times)).expect("settles");
    close(&near.workload, &[first, second], 0.01);
}

#[test]
fn twelve_units_and_faults() {
    let (cube, travel) = random(7, 12, 40, WhenAllBusy::Queue);
    let solved = exact(&cube).expect("settles");
    let mean: f64 = solved.workload.iter().sum::<f64>() / 12.0;
    assert!((mean - cube.arrival_rate() / 12.0).abs() < 1e-10);
    assert!(solved.mean_travel(&travel, None).expect("shape") > 0.0);
    let (large, _) = random(8, 13, 5, WhenAllBusy::Loss);
    assert!(exact(&large).is_err() && larson(&large, None).is_ok());
    let bad = |preference: Vec<usize>, rate| {
        Hypercube::new(2, 1.0, vec![Stream { rate, preference }], WhenAllBusy::Queue).is_err()
    };
    assert!(bad(vec![0], 1.0) && bad(vec![0, 0], 1.0) && bad(vec![0, 1], 2.0) && bad(vec![0, 1], f64::NAN));
    // Many units at little load: no power leaves the range of a float.
    let quiet = larson_q(1_000, 1e-3, WhenAllBusy::Loss).expect("valid");
    assert!((quiet[0] - 1.0).abs() < 1e-9 && quiet.iter().all(|q| !q.is_nan()));
}
