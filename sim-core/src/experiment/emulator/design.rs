//! Where an emulator is run: points that fill a box of ratios to the scenario's own inputs.

/// An input that an emulator turns, as a ratio to the scenario's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Effective vehicle-hours of the service.
    Hours,
    /// Incidents of all categories.
    Incidents,
    /// Mean handover at every emergency department of the service.
    Handover,
}

impl Input {
    /// All, in the order of every point.
    pub const ALL: [Self; 3] = [Self::Hours, Self::Incidents, Self::Handover];

    /// The name used in questions, files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Incidents => "incidents",
            Self::Handover => "handover",
        }
    }

    /// Its place in a point.
    #[must_use]
    pub const fn row(self) -> usize {
        self as usize
    }
}

/// Least and highest ratio of each input.
pub type Ranges = [(f64, f64); 3];

/// The usual ranges: a tenth of hours and incidents either way, two fifths of handover.
pub const USUAL_RANGES: Ranges = [(0.9, 1.1), (0.9, 1.1), (0.6, 1.4)];

/// Points inside the box unless told otherwise.
pub const USUAL_POINTS: u32 = 64;

/// Direction numbers of the second and third coordinate, as the first terms and the polynomial that gives the others.
const DIRECTIONS: [(&[u32], u32); 2] = [(&[1], 0), (&[1, 3], 1)];
const BITS: usize = 32;

/// The point of the scenario itself, the corners of the box, and so many points that fill it evenly; rounded to six
/// decimals, so that a file gives them back exactly.
#[must_use]
pub fn design(ranges: &Ranges, inside: u32) -> Vec<[f64; 3]> {
    let corner =
        |number: usize| std::array::from_fn(|k| if number >> k & 1 == 0 { ranges[k].0 } else { ranges[k].1 });
    let filled = sobol(inside)
        .into_iter()
        .map(|unit| std::array::from_fn(|k| ranges[k].0 + (ranges[k].1 - ranges[k].0) * unit[k]));
    let points = std::iter::once([1.0; 3]).chain((0..8).map(corner)).chain(filled);
    points.map(|point: [f64; 3]| point.map(|ratio| (ratio * 1e6).round() / 1e6)).collect()
}

/// The first points of a Sobol sequence in three dimensions, each moved to the middle of its own cell.
///
/// # Source
/// Sobol (1967), *USSR Computational Mathematics and Mathematical Physics* 7(4), 86–112; direction numbers of Joe and Kuo
/// (2008), *SIAM Journal on Scientific Computing* 30(5), 2635–2654.
fn sobol(n: u32) -> Vec<[f64; 3]> {
    let first: [u32; BITS] = std::array::from_fn(|k| 1 << (BITS - 1 - k));
    let directions = [first, directions(DIRECTIONS[0]), directions(DIRECTIONS[1])];
    let half = 0.5 / f64::from(n.max(1));
    let coordinate = |number: u32, directions: &[u32; BITS]| {
        let bits = (0..BITS).filter(|k| number >> k & 1 == 1).fold(0, |x, k| x ^ directions[k]);
        (f64::from(bits) / 2f64.powi(BITS as i32) + half).min(1.0)
    };
    (0..n).map(|number| std::array::from_fn(|k| coordinate(number, &directions[k]))).collect()
}

/// The direction numbers that follow from the first ones by their polynomial.
fn directions((first, polynomial): (&[u32], u32)) -> [u32; BITS] {
    let degree = first.len();
    let mut numbers = [0u32; BITS];
    for k in 0..BITS {
        numbers[k] = match first.get(k) {
            Some(m) => m << (BITS - 1 - k),
            None => {
                let own = numbers[k - degree] ^ (numbers[k - degree] >> degree);
                (1..degree)
                    .filter(|j| polynomial >> (degree - 1 - j) & 1 == 1)
                    .fold(own, |number, j| number ^ numbers[k - j])
            }
        };
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interval_of_every_input_holds_one_point() {
        let points = sobol(64);
        for k in 0..3 {
            let mut cells: Vec<usize> = points.iter().map(|point| (point[k] * 64.0) as usize).collect();
            cells.sort_unstable();
            assert_eq!(cells, (0..64).collect::<Vec<_>>());
        }
        // Any two inputs: every cell of 8 × 8 holds one point.
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let cell = |point: &[f64; 3]| (point[a] * 8.0) as usize * 8 + (point[b] * 8.0) as usize;
            let mut cells: Vec<usize> = points.iter().map(cell).collect();
            cells.sort_unstable();
            cells.dedup();
            assert_eq!(cells.len(), 64, "inputs {a} and {b}");
        }
    }

    #[test]
    fn the_scenario_and_the_corners_are_there() {
        let points = design(&USUAL_RANGES, USUAL_POINTS);
        assert_eq!((points.len(), points[0]), (73, [1.0; 3]));
        assert!(points.contains(&[0.9, 1.1, 0.6]) && points.contains(&[1.1, 1.1, 1.4]));
        let inside =
            |point: &[f64; 3]| (0..3).all(|k| point[k] >= USUAL_RANGES[k].0 && point[k] <= USUAL_RANGES[k].1);
        assert!(points.iter().all(inside));
    }
}
