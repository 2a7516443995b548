//! A quadratic with a Gaussian process on what it leaves, fitted to values at some points.
//!
//! Coordinates run from -1 to 1. The process has a squared-exponential kernel with a length for each input, and a nugget
//! for what is not smooth: chance, and rotas that move by whole vehicles. The quadratic's coefficients are integrated out;
//! lengths and nugget are those of the highest restricted likelihood on a fixed search. The quantity that a value is left
//! out of is exact: coefficients and process are those without it.
//!
//! # Source
//! Rasmussen and Williams (2006), *Gaussian Processes for Machine Learning*, chapter 2.7; Dubrule (1983), *Mathematical
//! Geology* 15(6), 687–699, for leaving one out.

use crate::stats::t_quantile;
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

/// Coefficients of a quadratic in three inputs.
const TERMS: usize = 10;
/// Fewest values that a surface is fitted to: two a coefficient.
pub const FEWEST: usize = 2 * TERMS;

/// A point, each coordinate from -1 to 1.
pub type Point = [f64; 3];

/// Lengths and nugget of a Gaussian process, as powers of two.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// How far each input goes until the process has changed much, as a power of two of half its range.
    pub log2_length: [f64; 3],
    /// Variance of what is not smooth against that of the process, as a power of two.
    pub log2_nugget: f64,
}

/// A value that a surface gives at a point, and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The value.
    pub mean: f64,
    /// Standard deviation of the smooth surface there.
    pub smooth_sd: f64,
    /// The same of one more value there, with what is not smooth.
    pub sd: f64,
}

/// A fitted surface.
#[derive(Debug, Clone)]
pub struct Surface {
    points: Vec<Point>,
    values: Vec<f64>,
    shape: Shape,
    solved: Solved,
}

/// What is solved once for a shape.
#[derive(Debug, Clone)]
struct Solved {
    /// Lower factor of the correlations with the nugget.
    lower: DMatrix<f64>,
    /// The quadratic's terms divided by that factor.
    terms: DMatrix<f64>,
    /// Lower factor of the squares of those.
    squares: DMatrix<f64>,
    coefficients: DVector<f64>,
    /// What the quadratic leaves, divided by the first factor.
    left: DVector<f64>,
    variance: f64,
    /// Twice the negative logarithm of the restricted likelihood, but for a constant.
    cost: f64,
}

impl Surface {
    /// The surface of the highest restricted likelihood; `None` with fewer than [`FEWEST`] points, or without variation.
    ///
    /// # Panics
    /// If there is not one value for each point.
    #[must_use]
    pub fn fit(points: Vec<Point>, values: Vec<f64>) -> Option<Self> {
        let shape = search(&|shape| solve(&points, &values, shape).map(|solved| solved.cost))?;
        Self::with(points, values, shape)
    }

    /// The surface of a shape that is known.
    ///
    /// # Panics
    /// If there is not one value for each point.
    #[must_use]
    pub fn with(points: Vec<Point>, values: Vec<f64>, shape: Shape) -> Option<Self> {
        assert_eq!(points.len(), values.len(), "a value for each point");
        let solved = solve(&points, &values, &shape)?;
        Some(Self { points, values, shape, solved })
    }

    /// Lengths and nugget.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// The value at a point.
    #[must_use]
    pub fn at(&self, point: &Point) -> Level {
        let (mean, spread) = self.combined((&self.near(point), &terms(point)));
        let smooth = (1.0 - spread).max(0.0);
        let sd = |share: f64| (self.solved.variance * share).sqrt();
        Level { mean, smooth_sd: sd(smooth), sd: sd(smooth + nugget(&self.shape)) }
    }

    /// The value at a point less that at another, with the standard deviation of the smooth surface.
    #[must_use]
    pub fn between(&self, to: &Point, from: &Point) -> (f64, f64) {
        let near: DVector<f64> = self.near(to) - self.near(from);
        let terms: DVector<f64> = terms(to) - terms(from);
        let (mean, spread) = self.combined((&near, &terms));
        let own = 2.0 - 2.0 * correlation(to, from, &self.shape);
        (mean, (self.solved.variance * (own - spread).max(0.0)).sqrt())
    }

    /// What each value was foretold to be by a surface that had not seen it.
    #[must_use]
    pub fn left_out(&self) -> Vec<f64> {
        let solved = &self.solved;
        let n = self.values.len();
        let inverse = forward(&solved.lower, &DMatrix::identity(n, n));
        let explained = forward(&solved.squares, &solved.terms.tr_mul(&inverse));
        let weighted = inverse.tr_mul(&solved.left);
        let miss = |row: usize| {
            let weight = inverse.column(row).norm_squared() - explained.column(row).norm_squared();
            weighted[row] / weight
        };
        self.values.iter().enumerate().map(|(row, value)| value - miss(row)).collect()
    }

    /// The share of the values' variation that [`Self::left_out`] foretells: 1 is all, 0 is no better than the mean.
    #[must_use]
    pub fn q2(&self) -> f64 {
        let mean = self.values.iter().sum::<f64>() / self.values.len() as f64;
        let all: f64 = self.values.iter().map(|value| (value - mean) * (value - mean)).sum();
        1.0 - self.missed().map(|miss| miss * miss).sum::<f64>() / all
    }

    /// Root of the mean square by which [`Self::left_out`] misses.
    #[must_use]
    pub fn typical_miss(&self) -> f64 {
        (self.missed().map(|miss| miss * miss).sum::<f64>() / self.values.len() as f64).sqrt()
    }

    fn missed(&self) -> impl Iterator<Item = f64> + '_ {
        self.left_out().into_iter().zip(&self.values).map(|(told, value)| value - told)
    }

    /// The factor from a standard deviation to half a 95% interval.
    #[must_use]
    pub fn t(&self) -> f64 {
        t_quantile(self.values.len() - TERMS)
    }

    /// Correlations of a point with all others.
    fn near(&self, point: &Point) -> DVector<f64> {
        DVector::from_iterator(
            self.points.len(),
            self.points.iter().map(|own| correlation(own, point, &self.shape)),
        )
    }

    /// The mean of a combination, and how much of its own variance the values take away.
    fn combined(&self, (near, terms): (&DVector<f64>, &DVector<f64>)) -> (f64, f64) {
        let solved = &self.solved;
        let scaled = forward_one(&solved.lower, near);
        let mean = terms.dot(&solved.coefficients) + scaled.dot(&solved.left);
        let unknown = forward_one(&solved.squares, &(terms - solved.terms.tr_mul(&scaled)));
        (mean, scaled.norm_squared() - unknown.norm_squared())
    }
}

/// All that follows from points, values and a shape; `None` where it cannot be solved.
fn solve(points: &[Point], values: &[f64], shape: &Shape) -> Option<Solved> {
    let n = points.len();
    if n < FEWEST {
        return None;
    }
    let nugget = nugget(shape);
    let correlations = DMatrix::from_fn(n, n, |i, j| {
        correlation(&points[i], &points[j], shape) + if i == j { nugget } else { 0.0 }
    });
    let lower = correlations.cholesky()?.unpack();
    let quadratic = DMatrix::from_fn(n, TERMS, |row, term| terms(&points[row])[term]);
    let terms = forward(&lower, &quadratic);
    let scaled = forward_one(&lower, &DVector::from_column_slice(values));
    let squares = terms.tr_mul(&terms).cholesky()?;
    let coefficients = squares.solve(&terms.tr_mul(&scaled));
    let squares = squares.unpack();
    let mut left = scaled;
    for (term, coefficient) in coefficients.iter().enumerate() {
        left.axpy(-coefficient, &terms.column(term), 1.0);
    }
    let free = (n - TERMS) as f64;
    let variance = left.norm_squared() / free;
    let logs = |matrix: &DMatrix<f64>| matrix.diagonal().iter().map(|value| libm::log(*value)).sum::<f64>();
    let cost = free * libm::log(variance) + 2.0 * logs(&lower) + 2.0 * logs(&squares);
    cost.is_finite().then_some(Solved { lower, terms, squares, coefficients, left, variance, cost })
}

/// The terms of a full quadratic.
fn terms([a, b, c]: &Point) -> DVector<f64> {
    DVector::from_column_slice(&[1.0, *a, *b, *c, a * a, b * b, c * c, a * b, a * c, b * c])
}

fn correlation(a: &Point, b: &Point, shape: &Shape) -> f64 {
    let scaled = |k: usize| (a[k] - b[k]) / libm::exp2(shape.log2_length[k]);
    libm::exp(-0.5 * (0..3).map(|k| scaled(k) * scaled(k)).sum::<f64>())
}

fn nugget(shape: &Shape) -> f64 {
    libm::exp2(shape.log2_nugget)
}

fn forward(lower: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    lower.solve_lower_triangular(right).expect("a Cholesky factor has a positive diagonal")
}

fn forward_one(lower: &DMatrix<f64>, right: &DVector<f64>) -> DVector<f64> {
    lower.solve_lower_triangular(right).expect("a Cholesky factor has a positive diagonal")
}

/// Powers of two from which lengths and nuggets may come.
const LENGTHS: (f64, f64) = (-1.0, 4.0);
const NUGGETS: (f64, f64) = (-20.0, 7.0);
/// Where the search looks first.
const FIRST_LENGTHS: [f64; 3] = [-0.5, 1.0, 2.5];
const FIRST_NUGGETS: [f64; 4] = [-15.0, -9.0, -3.0, 3.0];
/// First and last step of the search from there.
const STEPS: (f64, f64) = (1.0, 1.0 / 64.0);

/// The shape of the lowest cost: best of a grid, then better neighbours, nearer and nearer. Ties stay with the first.
fn search(cost: &dyn Fn(&Shape) -> Option<f64>) -> Option<Shape> {
    let mut best: Option<(f64, Shape)> = None;
    for number in 0..27 {
        let log2_length = [number % 3, number / 3 % 3, number / 9].map(|k| FIRST_LENGTHS[k]);
        for log2_nugget in FIRST_NUGGETS {
            better(&mut best, Shape { log2_length, log2_nugget }, cost);
        }
    }
    let mut step = STEPS.0;
    while step >= STEPS.1 {
        let (before, centre) = best?;
        for (coordinate, sign) in (0..4).flat_map(|coordinate| [(coordinate, 1.0), (coordinate, -1.0)]) {
            better(&mut best, moved(&centre, coordinate, sign * step), cost);
        }
        if best?.0 >= before {
            step *= 0.5;
        }
    }
    best.map(|(_, shape)| shape)
}

fn better(best: &mut Option<(f64, Shape)>, shape: Shape, cost: &dyn Fn(&Shape) -> Option<f64>) {
    if let Some(found) = cost(&shape)
        && best.is_none_or(|(lowest, _)| found < lowest)
    {
        *best = Some((found, shape));
    }
}

/// A shape with one of its four numbers moved, within what is allowed.
fn moved(shape: &Shape, coordinate: usize, by: f64) -> Shape {
    let mut shape = *shape;
    match shape.log2_length.get_mut(coordinate) {
        Some(length) => *length = (*length + by).clamp(LENGTHS.0, LENGTHS.1),
        None => shape.log2_nugget = (shape.log2_nugget + by).clamp(NUGGETS.0, NUGGETS.1),
    }
    shape
}
