//! History matching: a space-filling screen, and what it rules out.

use super::trials::{Trial, Trials};
use crate::rng::{join, mix64, u53};
use nalgebra::{DMatrix, DVector};

/// How far the screen goes from the scenario's own value, in steps of a slope.
const REACH: f64 = 2.0;
/// Candidates for the shared parameters, and for each service's own beside each of them.
const SHARED: u64 = 64;
const OWN: u64 = 200;
/// A candidate is ruled out from this implausibility of its second-worst figure on.
const IMPLAUSIBLE: f64 = 3.0;
/// Weight of the ridge in the fit of a figure, against one run.
const RIDGE: f64 = 0.05;

/// What a screen left.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// Vectors that were run.
    pub runs: u32,
    /// For each service, the share of its candidates that is not ruled out.
    pub left: Vec<(String, f64)>,
    /// The best of what was run, the most plausible candidate among it: where the least squares begin.
    pub start: Vec<f64>,
}

/// Runs a Latin hypercube of vectors, fits each figure by a quadratic without products, and looks through candidates.
///
/// # Source
/// Vernon, Goldstein and Bower (2010), *Bayesian Analysis* 5, 619–669: implausibility is the distance of the expected
/// figure from the published one against tolerance and the fit's own error.
pub(super) fn screen(trials: &Trials<'_>, runs: u32) -> Option<Screened> {
    let start = trials.start();
    let design: Vec<Vec<f64>> = (0..runs).map(|run| point(trials, &start, (run, runs))).collect();
    let mut known: Vec<Trial> = vec![trials.run(&start)?];
    for logs in &design {
        known.push(trials.run(logs)?);
    }
    let mut screened = look(trials, &start, &known, runs);
    known.push(trials.run(&screened.start)?);
    let misfit = |trial: &&Trial| trials.misfit(trial);
    if let Some(best) = known.iter().min_by(|a, b| misfit(a).total_cmp(&misfit(b))) {
        screened.start.clone_from(&best.logs);
    }
    Some(screened)
}

/// A point of the Latin hypercube: in each dimension every stratum once, in an order of its own.
fn point(trials: &Trials<'_>, start: &[f64], (run, runs): (u32, u32)) -> Vec<f64> {
    let place = |column: usize| {
        let key = |other: u32| mix64(join(column as u64 + 1, u64::from(other)));
        let rank = (0..runs).filter(|other| (key(*other), *other) < (key(run), run)).count() as f64;
        let within = u53(mix64(join(key(run), 7)));
        2.0 * ((rank + within) / f64::from(runs)) - 1.0
    };
    let each = trials.dials.iter().zip(start).enumerate();
    each.map(|(column, (dial, log))| log + REACH * dial.step * place(column)).collect()
}

/// A quadratic without products for each figure of a service.
struct Quadratic {
    /// Columns of the parameters that touch the service.
    columns: Vec<usize>,
    /// Coefficients, `[feature][figure]`.
    coefficients: DMatrix<f64>,
    /// Standard error of each figure's fit.
    error: Vec<f64>,
}

impl Quadratic {
    fn fit(trials: &Trials<'_>, start: &[f64], known: &[Trial], service: &str) -> Self {
        let touches = |c: &usize| trials.dials[*c].service.as_deref().is_none_or(|own| own == service);
        let columns: Vec<usize> = (0..trials.dials.len()).filter(touches).collect();
        let rows: Vec<usize> =
            (0..trials.targets.len()).filter(|t| trials.targets[*t].service == service).collect();
        let features: Vec<DVector<f64>> =
            known.iter().map(|trial| features(trials, start, &columns, &trial.logs)).collect();
        let x = DMatrix::from_fn(known.len(), features[0].len(), |row, column| features[row][column]);
        let misses: Vec<DVector<f64>> = known.iter().map(|trial| trials.misses(trial)).collect();
        let y = DMatrix::from_fn(known.len(), rows.len(), |row, column| misses[row][rows[column]]);
        let cross = x.transpose() * &x + DMatrix::identity(x.ncols(), x.ncols()) * RIDGE;
        let coefficients = cross.cholesky().map_or_else(
            || DMatrix::zeros(x.ncols(), rows.len()),
            |factor| factor.solve(&(x.transpose() * &y)),
        );
        let freedom = known.len().saturating_sub(x.ncols()).max(1) as f64;
        let left = &y - &x * &coefficients;
        let error = left.column_iter().map(|column| (column.norm_squared() / freedom).sqrt()).collect();
        Self { columns, coefficients, error }
    }

    /// Implausibility of the figures at a vector, the worst first; and the sum of squares.
    fn implausible(&self, trials: &Trials<'_>, start: &[f64], logs: &[f64]) -> (f64, f64) {
        let expected = self.coefficients.transpose() * features(trials, start, &self.columns, logs);
        let mut each: Vec<f64> = expected
            .iter()
            .zip(&self.error)
            .map(|(miss, error)| miss.abs() / (1.0 + error * error).sqrt())
            .collect();
        each.sort_by(|a, b| b.total_cmp(a));
        (each.get(1).copied().unwrap_or(0.0), expected.norm_squared())
    }
}

/// One, each parameter in steps from the start, and its square.
fn features(trials: &Trials<'_>, start: &[f64], columns: &[usize], logs: &[f64]) -> DVector<f64> {
    let steps = |c: &usize| (logs[*c] - start[*c]) / trials.dials[*c].step / REACH;
    let linear: Vec<f64> = columns.iter().map(steps).collect();
    let squares = linear.iter().map(|x| x * x);
    DVector::from_iterator(
        1 + 2 * columns.len(),
        std::iter::once(1.0).chain(linear.iter().copied()).chain(squares),
    )
}

fn look(trials: &Trials<'_>, start: &[f64], known: &[Trial], runs: u32) -> Screened {
    let mut services: Vec<String> = trials.targets.iter().map(|target| target.service.clone()).collect();
    services.dedup();
    let fits: Vec<Quadratic> =
        services.iter().map(|service| Quadratic::fit(trials, start, known, service)).collect();
    let mark = |candidate: u64, column: usize| 2.0 * u53(mix64(join(candidate + 1, column as u64))) - 1.0;
    let moved = |column: usize, candidate: u64| {
        start[column] + REACH * trials.dials[column].step * mark(candidate, column)
    };
    let is_shared = |column: &usize| trials.dials[*column].service.is_none();
    let has_shared = (0..start.len()).any(|c| is_shared(&c));
    let mut best: Option<(f64, Vec<f64>)> = None;
    let mut left = vec![0.0; services.len()];
    let shared = if has_shared { SHARED } else { 1 };
    for candidate in 0..shared {
        let mut logs = start.to_vec();
        (0..start.len()).filter(is_shared).for_each(|c| logs[c] = moved(c, candidate));
        let mut misfit = 0.0;
        for (row, fit) in fits.iter().enumerate() {
            let own: Vec<usize> = fit.columns.iter().copied().filter(|c| !is_shared(c)).collect();
            let mut nearest = (f64::INFINITY, Vec::new());
            for candidate in 0..OWN {
                let mut at = logs.clone();
                own.iter().for_each(|c| at[*c] = moved(*c, SHARED + candidate));
                let (implausible, squares) = fit.implausible(trials, start, &at);
                left[row] += f64::from(u8::from(implausible < IMPLAUSIBLE)) / (shared * OWN) as f64;
                let squares = squares + trials.pulls(&at).norm_squared() / services.len() as f64;
                if squares < nearest.0 {
                    nearest = (squares, own.iter().map(|c| at[*c]).collect());
                }
            }
            misfit += nearest.0;
            own.iter().zip(nearest.1).for_each(|(c, log)| logs[*c] = log);
        }
        if best.as_ref().is_none_or(|(known, _)| misfit < *known) {
            best = Some((misfit, logs));
        }
    }
    let start = best.map_or_else(|| start.to_vec(), |(_, logs)| logs);
    Screened { runs, left: services.into_iter().zip(left).collect(), start }
}
