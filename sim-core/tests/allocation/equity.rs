//! Indices of inequality against published numbers and laws.

use ambics::allocation::equity::{Places, theil_l_decomposition, theil_t_decomposition};
use proptest::prelude::*;

/// The vector in the documentation of the R package ineq (Zeileis).
const INCOMES: [f64; 10] =
    [541.0, 1463.0, 2445.0, 3438.0, 4437.0, 5401.0, 6392.0, 8304.0, 11_904.0, 22_261.0];

#[test]
fn the_incomes_of_ineq_have_its_indices() {
    let places = Places::unweighted(&INCOMES).unwrap();
    let cases = [
        (places.gini(), 0.462_091_130_267_624),
        (places.gini_corrected(), 0.513_434_6),
        (places.atkinson(0.5), 0.179_659_1),
        (places.atkinson(1.0), 0.351_825_1),
        (places.theil_t(), 0.362_341_2),
        (places.theil_l(), 0.433_594_6),
        (places.hoover(), 0.337_806_7),
    ];
    for (at, (found, want)) in cases.into_iter().enumerate() {
        assert!((found.unwrap() - want).abs() < 5e-8, "index {at}");
    }
}

type Index = fn(&Places) -> f64;

/// Indices relative to the mean, 0 if all are equal; whether a transfer from more to less always lowers it, or may leave it.
const INDICES: [(&str, Index, bool); 7] = [
    ("gini", |p| p.gini().unwrap(), true),
    ("theil T", |p| p.theil_t().unwrap(), true),
    ("theil L", |p| p.theil_l().unwrap(), true),
    ("atkinson 0.5", |p| p.atkinson(0.5).unwrap(), true),
    ("atkinson 1", |p| p.atkinson(1.0).unwrap(), true),
    ("variation", |p| p.coefficient_of_variation().unwrap(), true),
    ("hoover", |p| p.hoover().unwrap(), false),
];

fn weighted() -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((0.1..100.0, 0.1..10.0), 2..12)
}

fn places(rows: &[(f64, f64)]) -> Places {
    let (values, weights): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
    Places::new(&values, &weights).unwrap()
}

proptest! {
    #[test]
    fn indices_do_not_know_the_unit(rows in weighted(), by in 0.001..1000.0) {
        let scaled: Vec<(f64, f64)> = rows.iter().map(|(value, weight)| (by * value, weight / by)).collect();
        for (name, index, _) in INDICES {
            prop_assert!((index(&places(&rows)) - index(&places(&scaled))).abs() < 1e-12, "{}", name);
        }
    }

    #[test]
    fn indices_do_not_know_the_number_of_copies(rows in weighted(), copies in 2..4_usize) {
        let more: Vec<(f64, f64)> = rows.iter().copied().cycle().take(copies * rows.len()).collect();
        // A place of weight 2 is as two places of weight 1.
        let halves: Vec<(f64, f64)> = rows.iter().flat_map(|(v, w)| [(*v, 0.25 * w), (*v, 0.75 * w)]).collect();
        for (name, index, _) in INDICES {
            let want = index(&places(&rows));
            prop_assert!((want - index(&places(&more))).abs() < 1e-12, "{}", name);
            prop_assert!((want - index(&places(&halves))).abs() < 1e-12, "{}", name);
        }
        let spread = |rows: &[(f64, f64)]| places(rows).p90_minus_p10();
        prop_assert_eq!(spread(&rows), spread(&more));
    }

    #[test]
    fn a_transfer_from_more_to_less_lowers_them(rows in weighted(), part in 0.05..0.5) {
        let mut rows = rows;
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let last = rows.len() - 1;
        let (low, high) = (rows[0], rows[last]);
        prop_assume!(high.0 - low.0 > 1e-3);
        let before = places(&rows);
        // As much as leaves the two in their order.
        let moved = part * (high.0 - low.0) * low.1 * high.1 / (low.1 + high.1);
        rows[0].0 += moved / low.1;
        rows[last].0 -= moved / high.1;
        for (name, index, strictly) in INDICES {
            let (old, new) = (index(&before), index(&places(&rows)));
            prop_assert!(if strictly { new < old } else { new <= old + 1e-12 }, "{}: {} then {}", name, old, new);
        }
    }

    #[test]
    fn indices_are_in_their_range_and_nothing_for_equals(rows in weighted(), value in 0.1..10.0) {
        let found = places(&rows);
        for index in [found.gini(), found.atkinson(0.5), found.atkinson(1.0), found.atkinson(4.0), found.hoover()] {
            prop_assert!((0.0..1.0).contains(&index.unwrap()));
        }
        // More averse, larger.
        let averse: Vec<f64> = [0.2, 0.5, 1.0, 2.0, 5.0].map(|e| found.atkinson(e).unwrap()).to_vec();
        prop_assert!(averse.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
        let equal: Vec<(f64, f64)> = rows.iter().map(|(_, weight)| (value, *weight)).collect();
        for (name, index, _) in INDICES {
            prop_assert!(index(&places(&equal)).abs() < 1e-7, "{}", name);
        }
    }

    #[test]
    fn groups_leave_nothing(rows in weighted(), labels in proptest::collection::vec(0..4_usize, 12)) {
        let (places, labels) = (places(&rows), &labels[..rows.len()]);
        for split in [theil_t_decomposition(&places, labels), theil_l_decomposition(&places, labels)] {
            let split = split.unwrap();
            prop_assert!((split.within + split.between - split.total).abs() < 1e-12, "{:?}", split);
            prop_assert!((split.groups.iter().map(|group| group.weight_share).sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!((split.groups.iter().map(|group| group.value_share).sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_concentration_is_at_most_the_gini_index(rows in weighted(), seed in proptest::collection::vec(0.0..1.0, 12)) {
        let found = places(&rows);
        let by_rank = found.concentration(&seed[..rows.len()]).unwrap();
        prop_assert!(by_rank.abs() <= found.gini().unwrap() + 1e-12);
    }
}
