//! Control variates: what a replication's known luck says of its measure.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use thiserror::Error;

use super::{Estimate, t_quantile};

/// Something a replication draws whose true mean is known, such as its incidents or its offered hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Control<'a> {
    /// Its value in each replication, in their order.
    pub values: &'a [f64],
    /// Its true mean: from the model's inputs, never from these values.
    pub known_mean: f64,
}

/// Why there is no adjusted mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ControlError {
    /// Each control takes one degree of freedom, and one more value than these is needed.
    #[error("{n} replications are too few for {controls} controls: at least {} are needed", controls + 3)]
    TooFew {
        /// Replications.
        n: usize,
        /// Controls.
        controls: usize,
    },
    /// A control does not have one value for each replication.
    #[error("control {control} has {found} values for {n} replications")]
    Length {
        /// Number of the control, from 0.
        control: usize,
        /// Its values.
        found: usize,
        /// Replications.
        n: usize,
    },
    /// A value or a known mean is not finite.
    #[error("a value of the measure or of a control is not finite")]
    NotFinite,
    /// A control does not vary, or is a sum of multiples of others.
    #[error("the controls do not vary, or not on their own")]
    Collinear,
}

/// A mean adjusted by controls. Units are those of the measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Controlled {
    /// Number of replications.
    pub n: usize,
    /// The adjusted mean.
    pub mean: f64,
    /// Half the width of its 95% interval, by Student's t with n − q − 1 degrees of freedom for q controls.
    pub half_width: f64,
    /// What the measure moves by when a control moves by one of its own unit.
    pub slopes: Vec<f64>,
    /// Share of the variance between replications that the controls explain, 0 to 1; chance alone gives about q / (n
    /// − 1).
    pub explained: f64,
    /// Share of the variance of the mean that they save, estimated: 1 − (1 − R²)(n − 1)/(n − q − 1) · (n − 2)/(n − q
    /// − 2), the first two factors an unbiased share left over, and the last [`loss_factor`]. Below 0 they cost more
    /// than they save.
    pub saved: f64,
}

impl Controlled {
    /// The interval of the adjusted mean.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        (self.mean - self.half_width, self.mean + self.half_width)
    }
}

/// What the estimated slopes of q controls cost in variance: (n − 2) / (n − q − 2), for normal values.
///
/// # Panics
/// If n is not above q + 2.
///
/// # Source
/// Lavenberg, Moeller and Welch (1982), *Operations Research* 30(1), 182–202.
#[must_use]
pub fn loss_factor(n: usize, controls: usize) -> f64 {
    assert!(n > controls + 2, "more replications than controls, and two");
    (n - 2) as f64 / (n - controls - 2) as f64
}

/// The mean of a measure over replications, adjusted for how far the controls' means lie from their known ones.
///
/// ȳ − Σ bⱼ (x̄ⱼ − μⱼ), with the slopes b of a least-squares line: its value at the known means. The interval is that
/// of the line at this point. For values that are jointly normal with the controls the mean has no bias and the
/// interval is exact; for others both hold as n grows, and the bias is of the order 1/n. Where values are skewed, as
/// waits are in a busy system, compare with the plain mean.
///
/// It misleads with controls chosen after a look at the results, with many of them (use two or three at 30
/// replications), and with a known mean that is not that of the draws: the mean is then wrong by the slope times the
/// fault, however narrow its interval. Where an intervention changes a control's mean in an arm, its known mean there
/// is another.
///
/// # Errors
/// See [`ControlError`].
///
/// # Source
/// Lavenberg and Welch (1981), *Management Science* 27(3), 322–335.
pub fn controlled(values: &[f64], controls: &[Control<'_>]) -> Result<Controlled, ControlError> {
    let (n, q) = (values.len(), controls.len());
    check(values, controls)?;
    let plain = Estimate::of(values).expect("there are at least three values");
    let y = DVector::from_iterator(n, values.iter().map(|own| own - plain.mean));
    let columns: Vec<Column> =
        controls.iter().map(Column::of).collect::<Option<_>>().ok_or(ControlError::Collinear)?;
    let x = DMatrix::from_fn(n, q, |row, column| columns[column].scaled[row]);
    let off = DVector::from_iterator(q, columns.iter().map(|own| own.off));
    let root = correlations(&x)?;
    let slopes = root.solve(&(x.transpose() * &y));
    let (all, left) = (y.norm_squared(), (&y - &x * &slopes).norm_squared());
    let free = n - q - 1;
    // Squared length of the way from the controls' means to their known ones, in the metric of the line.
    let away = off.dot(&root.solve(&off));
    let variance = left / free as f64 * (1.0 / n as f64 + away);
    let explained = if all > 0.0 { 1.0 - left / all } else { 0.0 };
    let left_over = (1.0 - explained) * (n - 1) as f64 / free as f64;
    Ok(Controlled {
        n,
        mean: plain.mean - slopes.dot(&off),
        half_width: t_quantile(free) * variance.sqrt(),
        slopes: slopes.iter().zip(&columns).map(|(slope, own)| slope / own.scale).collect(),
        explained,
        saved: 1.0 - left_over * loss_factor(n, q),
    })
}

fn check(values: &[f64], controls: &[Control<'_>]) -> Result<(), ControlError> {
    let n = values.len();
    if n < controls.len() + 3 {
        return Err(ControlError::TooFew { n, controls: controls.len() });
    }
    if let Some(control) = controls.iter().position(|own| own.values.len() != n) {
        return Err(ControlError::Length { control, found: controls[control].values.len(), n });
    }
    let finite = |own: &[f64]| own.iter().all(|value| value.is_finite());
    let sound = finite(values) && controls.iter().all(|own| finite(own.values) && own.known_mean.is_finite());
    if sound { Ok(()) } else { Err(ControlError::NotFinite) }
}

/// A control about its mean, of length one, so that controls of unlike units weigh alike in the sums.
struct Column {
    scaled: Vec<f64>,
    off: f64,
    scale: f64,
}

impl Column {
    /// `None` where nothing varies beyond rounding.
    fn of(control: &Control<'_>) -> Option<Self> {
        let mean = control.values.iter().sum::<f64>() / control.values.len() as f64;
        let scale = control.values.iter().map(|own| (own - mean) * (own - mean)).sum::<f64>().sqrt();
        (scale > 1e-12 * mean.abs() && scale > 0.0).then(|| Self {
            scaled: control.values.iter().map(|own| (own - mean) / scale).collect(),
            off: (mean - control.known_mean) / scale,
            scale,
        })
    }
}

/// The correlations of the columns, taken apart.
fn correlations(x: &DMatrix<f64>) -> Result<Cholesky<f64, Dyn>, ControlError> {
    let root = Cholesky::new(x.transpose() * x).ok_or(ControlError::Collinear)?;
    // A column that the others explain but for 1 in 10¹⁰ has no slope of its own.
    let own = root.l_dirty().diagonal();
    if own.iter().all(|left| left * left > 1e-10) { Ok(root) } else { Err(ControlError::Collinear) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_distr::StandardNormal;
    use rand_pcg::Pcg64Mcg;

    #[test]
    fn one_control_has_the_line_of_the_textbook() {
        // x̄ = 3, ȳ = 4, Sxx = 10, Sxy = 9, Syy = 10: slope 0.9, so 3.1 at x = 2; left over 10 − 8.1 = 1.9, with 3
        // degrees; variance 1.9/3 · (1/5 + 1/10); t(0.975, 3) = 3.182446.
        let (x, y) = ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 3.0, 5.0, 6.0]);
        let told = controlled(&y, &[Control { values: &x, known_mean: 2.0 }]).expect("five values");
        assert!((told.mean - (4.0 - 0.9)).abs() < 1e-12 && (told.slopes[0] - 0.9).abs() < 1e-12, "{told:?}");
        assert!((told.half_width - 3.182_446 * (1.9_f64 / 3.0 * 0.3).sqrt()).abs() < 1e-5, "{told:?}");
        assert!((told.explained - 0.81).abs() < 1e-12);
        assert!((told.saved - (1.0 - 0.19 * 4.0 / 3.0 * 3.0 / 2.0)).abs() < 1e-12);
    }

    #[test]
    fn no_control_is_the_plain_mean() {
        let y = [2.0, 4.0, 3.0, 5.0, 6.5];
        let (told, plain) = (controlled(&y, &[]).expect("five"), Estimate::of(&y).expect("five"));
        assert!((told.mean - plain.mean).abs() < 1e-12);
        assert!((told.half_width - plain.half_width.expect("five")).abs() < 1e-9);
        assert!(told.saved.abs() < 1e-12 && told.explained == 0.0);
    }

    #[test]
    fn normals_keep_their_mean_their_coverage_and_lose_what_the_formula_says() {
        // Of 8,000 studies of 20: y = 50 + 3 a + 4 b + 5 e with controls a and b of known mean, so R² = 1/2 in truth and
        // the variance of the mean falls from 50/20 to 25/20 · 18/16.
        let (n, studies) = (20, 8_000_usize);
        let (mut means, mut held) = (Vec::new(), 0_usize);
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        for _ in 0..studies {
            let mut draw = || -> Vec<f64> { (0..n).map(|_| rng.sample(StandardNormal)).collect() };
            let (a, b, e) = (draw(), draw(), draw());
            let y: Vec<f64> = (0..n).map(|k| 50.0 + 3.0 * a[k] + 4.0 * b[k] + 5.0 * e[k]).collect();
            let b: Vec<f64> = b.iter().map(|own| 1000.0 + 70.0 * own).collect();
            let controls =
                [Control { values: &a, known_mean: 0.0 }, Control { values: &b, known_mean: 1000.0 }];
            let told = controlled(&y, &controls).expect("twenty");
            let (low, high) = told.interval();
            held += usize::from(low <= 50.0 && 50.0 <= high);
            means.push(told.mean);
        }
        let told = Estimate::of(&means).expect("studies");
        let variance = told.sd.map(|sd| sd * sd).expect("studies");
        let want = 25.0 / 20.0 * loss_factor(20, 2);
        // Standard errors: of the mean √(want / 8000) = 0.0133, of a variance √(2 / 8000) = 1.6%, of coverage 0.24%.
        assert!((told.mean - 50.0).abs() < 4.0 * (want / studies as f64).sqrt(), "{told:?}");
        assert!(
            (variance / want - 1.0).abs() < 4.0 * (2.0 / studies as f64).sqrt(),
            "{variance}, not {want}"
        );
        let share = held as f64 / studies as f64;
        assert!((share - 0.95).abs() < 4.0 * 0.0024, "{share}");
    }

    #[test]
    fn what_cannot_be_fitted_is_said() {
        let y = [1.0, 2.0, 4.0, 3.0, 5.0, 9.0];
        let own = |values| Control { values, known_mean: 0.0 };
        let twice: Vec<f64> = y.iter().map(|value| 2.0 * value + 1.0).collect();
        let (flat, broken) = ([0.1; 6], [f64::NAN; 6]);
        assert_eq!(controlled(&y[..3], &[own(&y[..3])]), Err(ControlError::TooFew { n: 3, controls: 1 }));
        assert_eq!(controlled(&y, &[own(&y[..3])]), Err(ControlError::Length { control: 0, found: 3, n: 6 }));
        assert_eq!(controlled(&y, &[own(&flat)]), Err(ControlError::Collinear));
        assert_eq!(controlled(&y, &[own(&y), own(&twice)]), Err(ControlError::Collinear));
        assert_eq!(controlled(&y, &[own(&broken)]), Err(ControlError::NotFinite));
        let said = ControlError::TooFew { n: 3, controls: 1 }.to_string();
        assert_eq!(said, "3 replications are too few for 1 controls: at least 4 are needed");
    }
}
