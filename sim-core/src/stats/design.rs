//! Designs: which points of a unit cube are looked at.

use crate::rng::mix64;

/// Most dimensions of a Sobol sequence.
pub const MOST_SOBOL: usize = 24;

/// Every combination of so many levels of each dimension, the last changing fastest.
#[must_use]
pub fn grid(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut points = vec![Vec::new()];
    for n in levels {
        points =
            points.iter().flat_map(|own: &Vec<usize>| (0..*n).map(|k| [&own[..], &[k]].concat())).collect();
    }
    points
}

/// `n` points of `[0, 1)^dimensions`, one in each `n`-th of every dimension, at a random place in it.
///
/// # Source
/// McKay, Beckman & Conover (1979), *Technometrics* 21(2), 239-245.
#[must_use]
pub fn latin_hypercube(n: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut state = mix64(seed);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix64(state)
    };
    let mut points = vec![Vec::with_capacity(dimensions); n];
    for _ in 0..dimensions {
        let mut cells: Vec<usize> = (0..n).collect();
        for row in (1..n).rev() {
            cells.swap(row, (next() % (row as u64 + 1)) as usize);
        }
        for (point, cell) in points.iter_mut().zip(cells) {
            let inside = (next() >> 11) as f64 / (1u64 << 53) as f64;
            point.push((cell as f64 + inside) / n as f64);
        }
    }
    points
}

/// Degree, coefficients and first direction numbers of dimensions 2 to 24.
///
/// # Source
/// Joe & Kuo (2008), *SIAM Journal on Scientific Computing* 30(5), 2635-2654, table of 21,201 dimensions.
const DIRECTIONS: [(u32, u32, &[u32]); MOST_SOBOL - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
    (6, 19, &[1, 1, 1, 15, 7, 5]),
    (6, 22, &[1, 3, 1, 15, 13, 25]),
    (6, 25, &[1, 1, 5, 5, 19, 61]),
    (7, 1, &[1, 3, 7, 11, 23, 15, 103]),
    (7, 4, &[1, 3, 7, 13, 13, 15, 69]),
    (7, 7, &[1, 1, 3, 13, 7, 35, 63]),
    (7, 8, &[1, 3, 5, 9, 1, 25, 53]),
    (7, 14, &[1, 3, 1, 13, 9, 35, 107]),
];

/// The first `n` points of the Sobol sequence in at most [`MOST_SOBOL`] dimensions, moved by a random shift of the digits; the
/// seed 0 moves nothing.
///
/// # Panics
/// With more dimensions.
#[must_use]
pub fn sobol_points(n: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    assert!(dimensions <= MOST_SOBOL, "a Sobol sequence here has at most {MOST_SOBOL} dimensions");
    let directions: Vec<[u32; 32]> = (0..dimensions).map(direction_numbers).collect();
    let shift = |row: usize| if seed == 0 { 0 } else { (mix64(seed ^ mix64(row as u64 + 1)) >> 32) as u32 };
    let shifts: Vec<u32> = (0..dimensions).map(shift).collect();
    let mut state = vec![0_u32; dimensions];
    let mut points = Vec::with_capacity(n);
    for at in 0..n as u32 {
        if at > 0 {
            // The digit that the Gray code changes.
            let digit = at.trailing_zeros() as usize;
            state.iter_mut().zip(&directions).for_each(|(own, numbers)| *own ^= numbers[digit]);
        }
        points.push(
            state.iter().zip(&shifts).map(|(own, shift)| f64::from(own ^ shift) / 4_294_967_296.0).collect(),
        );
    }
    points
}

fn direction_numbers(dimension: usize) -> [u32; 32] {
    let Some((degree, coefficients, first)) = dimension.checked_sub(1).map(|row| DIRECTIONS[row]) else {
        return std::array::from_fn(|k| 1 << (31 - k));
    };
    let s = degree as usize;
    let mut numbers = [0_u32; 32];
    for k in 0..32 {
        numbers[k] = if k < s {
            first[k] << (31 - k)
        } else {
            let carried = numbers[k - s] ^ (numbers[k - s] >> degree);
            (1..s)
                .filter(|j| coefficients >> (s - 1 - j) & 1 == 1)
                .fold(carried, |sum, j| sum ^ numbers[k - j])
        };
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_begins_as_published() {
        let points = sobol_points(8, 3, 0);
        let first: Vec<f64> = points.iter().map(|own| own[0]).collect();
        assert_eq!(first, [0.0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125]);
        let second: Vec<f64> = points.iter().map(|own| own[1]).collect();
        assert_eq!(second, [0.0, 0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625]);
        let third: Vec<f64> = points.iter().map(|own| own[2]).collect();
        assert_eq!(third, [0.0, 0.5, 0.25, 0.75, 0.625, 0.125, 0.875, 0.375]);
    }

    #[test]
    fn every_dimension_is_stratified_and_the_first_two_together() {
        for seed in [0, 7] {
            let points = sobol_points(256, MOST_SOBOL, seed);
            for row in 0..MOST_SOBOL {
                let mut cells: Vec<u32> = points.iter().map(|own| (own[row] * 256.0) as u32).collect();
                cells.sort_unstable();
                assert_eq!(cells, (0..256).collect::<Vec<_>>(), "dimension {row}");
            }
            for (wide, tall) in [(16, 16), (4, 64), (64, 4)] {
                let cell = |own: &Vec<f64>| {
                    (own[0] * f64::from(wide)) as u32 * tall + (own[1] * f64::from(tall)) as u32
                };
                let mut cells: Vec<u32> = points.iter().map(cell).collect();
                cells.sort_unstable();
                assert_eq!(cells, (0..256).collect::<Vec<_>>(), "{wide} by {tall}");
            }
        }
    }

    #[test]
    fn a_hypercube_has_one_point_in_each_part_and_follows_its_seed() {
        let points = latin_hypercube(50, 3, 4);
        for row in 0..3 {
            let mut cells: Vec<usize> = points.iter().map(|own| (own[row] * 50.0) as usize).collect();
            cells.sort_unstable();
            assert_eq!(cells, (0..50).collect::<Vec<_>>());
        }
        assert_eq!(points, latin_hypercube(50, 3, 4));
        assert_ne!(points, latin_hypercube(50, 3, 5));
    }

    #[test]
    fn the_last_dimension_of_a_grid_changes_fastest() {
        assert_eq!(grid(&[2, 2]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
        assert_eq!(grid(&[]), [[0; 0]]);
    }
}
