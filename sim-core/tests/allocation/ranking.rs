//! Ranking and selection against published numbers.

use ambics::allocation::ranking::{
    Direction, FirstStage, dudewicz_dalal_h, largest_remainder, ocba_fractions, two_stage_counts,
};

#[test]
fn ocba_has_the_fractions_of_its_rule() {
    // The rule of Chen, Lin, Yücesan and Chick (2000), Discrete Event Dynamic Systems 10, 251–270.
    let (means, sds) = ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 1.0, 2.0, 2.0, 3.0]);
    let found = ocba_fractions(&means, &sds, Direction::Minimise).unwrap();
    let want = [0.27755, 0.24026, 0.24026, 0.10678, 0.13515];
    assert!(found.iter().zip(want).all(|(f, w)| (f - w).abs() < 5e-6), "{found:?}");
    assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-15);
    let counts = largest_remainder(&found, 1000).unwrap();
    assert_eq!(counts, [278, 240, 240, 107, 135]);
    // Nothing but the sign changes where more is better.
    let turned =
        ocba_fractions(&means.map(|m| 7.0 - 2.0 * m), &sds.map(|s| 2.0 * s), Direction::Maximise).unwrap();
    assert!(found.iter().zip(&turned).all(|(f, t)| (f - t).abs() < 1e-15));
}

#[test]
fn the_inventory_example_of_two_stages() {
    // Law and Kelton, Simulation Modeling and Analysis, inventory example: k = 5, n₀ = 20, P = 0.90, d = 1.
    let h = dudewicz_dalal_h(5, 0.9, 20).unwrap();
    assert!((h - 2.747).abs() < 6e-4, "{h}");
    let stage = FirstStage { replications: 20, h, indifference: 1.0 };
    let counts = two_stage_counts(&[14.52, 7.96, 9.45, 8.25, 6.20], stage).unwrap();
    assert_eq!(counts, [110, 61, 72, 63, 47]);
}

#[test]
fn the_constants_of_law_and_kelton() {
    // Law and Kelton, table of h₁ (selecting the best of k), first stages of 20 and 40.
    let tables = [
        (0.90, 20, [1.896, 2.342, 2.583, 2.747, 2.870, 2.969, 3.051, 3.121, 3.182]),
        (0.90, 40, [1.852, 2.283, 2.514, 2.669, 2.785, 2.878, 2.954, 3.019, 3.076]),
        (0.95, 20, [2.453, 2.872, 3.101, 3.258, 3.377, 3.472, 3.551, 3.619, 3.679]),
        (0.95, 40, [2.386, 2.786, 3.003, 3.150, 3.260, 3.349, 3.422, 3.484, 3.539]),
    ];
    for (confidence, first_stage, row) in tables {
        for (systems, want) in (2..).zip(row) {
            let found = dudewicz_dalal_h(systems, confidence, first_stage).unwrap();
            assert!(
                (found - want).abs() < 1.01e-3,
                "{found}, not {want}: {systems} {confidence} {first_stage}"
            );
        }
    }
}
