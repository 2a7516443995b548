use crate::stats::Estimate;

/// How far something would have to change, with the sizes that the runs do not rule out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// The size at which the mean is so much faster; `None` if none that was run comes so far.
    pub value: Option<f64>,
    /// The least size that is not ruled out (95%, chance only); `None` if even the largest is.
    pub low: Option<f64>,
    /// The largest size that is not ruled out; `None` if the largest that was run may not suffice.
    pub high: Option<f64>,
    /// The largest size that was run.
    pub most: f64,
}

/// Points at which a curve is looked at between nothing and the largest size.
const GRID: u32 = 400;

impl Size {
    /// The size at which something is `faster_s` faster, from what each replication gained at rising sizes, seconds.
    ///
    /// Each replication has a curve a·x + b·x² through the origin, by least squares with weights 1/x (a straight line below
    /// three sizes): runs at neighbouring sizes differ by much luck of their own, and the curve takes all of them. The
    /// interval holds each size at which the 95% interval of the mean curve holds the target (Fieller's way round: a test
    /// turned over).
    #[must_use]
    pub fn of(sizes: &[f64], gains: &[Vec<f64>], faster_s: f64) -> Self {
        let most = sizes.last().copied().unwrap_or(0.0);
        let curves: Vec<[f64; 2]> = gains.iter().map(|gained| curve(sizes, gained)).collect();
        let grid: Vec<(f64, Estimate)> = (1..=GRID)
            .filter_map(|step| {
                let size = most * f64::from(step) / f64::from(GRID);
                let values: Vec<f64> = curves.iter().map(|[a, b]| (a + b * size) * size).collect();
                Some((size, Estimate::of(&values)?))
            })
            .collect();
        let at = |of: &dyn Fn(&Estimate) -> f64| {
            first_reaching(grid.iter().map(|(size, gained)| (*size, of(gained))), faster_s)
        };
        let half = |gained: &Estimate| gained.half_width.unwrap_or(f64::INFINITY);
        Self {
            value: at(&|gained| gained.mean),
            low: at(&|gained| gained.mean + half(gained)),
            high: at(&|gained| gained.mean - half(gained)),
            most,
        }
    }
}

/// a and b of a·x + b·x² through what was gained at each size.
fn curve(sizes: &[f64], gained: &[f64]) -> [f64; 2] {
    // With weights 1/x the normal equations hold sums of x, x², x³ and of the gains themselves.
    let sum = |of: fn(f64) -> f64| sizes.iter().map(|size| of(*size)).sum::<f64>();
    let (s1, s2, s3) = (sum(|x| x), sum(|x| x * x), sum(|x| x * x * x));
    let g0: f64 = gained.iter().sum();
    let g1: f64 = sizes.iter().zip(gained).map(|(size, gained)| size * gained).sum();
    let determinant = s1 * s3 - s2 * s2;
    if sizes.len() < 3 || determinant <= 0.0 {
        return [if s1 > 0.0 { g0 / s1 } else { 0.0 }, 0.0];
    }
    [(g0 * s3 - g1 * s2) / determinant, (s1 * g1 - s2 * g0) / determinant]
}

/// The first size at which a line through points, from the origin on, comes to `target`.
fn first_reaching(points: impl Iterator<Item = (f64, f64)>, target: f64) -> Option<f64> {
    let mut before = (0.0, 0.0);
    for (size, value) in points {
        if value >= target {
            if !value.is_finite() {
                return Some(before.0);
            }
            let part = (target - before.1) / (value - before.1);
            return Some(before.0 + part.clamp(0.0, 1.0) * (size - before.0));
        }
        before = (size, value);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

    fn gains(of: impl Fn(f64) -> f64) -> Vec<f64> {
        SIZES.iter().map(|size| of(*size)).collect()
    }

    #[test]
    fn lines_are_turned_over_with_their_band() {
        let three: Vec<Vec<f64>> = [25.0, 30.0, 35.0].map(|slope| gains(|size| slope * size)).to_vec();
        let size = Size::of(&SIZES, &three, 60.0);
        // A standard error of 5 / √3 a size, and Student's 4.303 of two degrees of freedom.
        let half = 4.302_653 * 5.0 / 3.0_f64.sqrt();
        let wanted = [60.0 / 30.0, 60.0 / (30.0 + half), 60.0 / (30.0 - half)];
        let found = [size.value, size.low, size.high].map(|own| own.expect("reached"));
        assert!(found.iter().zip(wanted).all(|(f, w)| (f - w).abs() < 1e-3), "{found:?}, {wanted:?}");
    }

    #[test]
    fn a_bend_is_followed_and_a_stray_run_is_not() {
        let bent = gains(|size| 40.0 * size - 2.0 * size * size);
        let exact = Size::of(&SIZES, &[bent.clone(), bent.clone()], 72.0);
        assert!((exact.value.expect("reached") - 2.0).abs() < 1e-3, "{exact:?}");
        let mut stray = bent.clone();
        stray[0] += 40.0;
        let near = Size::of(&SIZES, &[stray, bent.clone(), bent.clone(), bent], 72.0).value.expect("reached");
        assert!((near - 2.0).abs() < 0.35, "{near}: the first crossing of the runs would be below 1.1");
    }

    #[test]
    fn what_does_not_come_so_far_has_no_size() {
        let weak: Vec<Vec<f64>> = [1.0, 1.1].map(|slope| gains(|size| slope * size)).to_vec();
        assert_eq!(Size::of(&SIZES, &weak, 60.0), Size { value: None, low: None, high: None, most: 8.0 });
        assert_eq!(Size::of(&[], &[], 60.0).most, 0.0);
    }

    #[test]
    fn without_an_interval_nothing_is_ruled_out() {
        let size = Size::of(&[3.0], &[vec![90.0]], 60.0);
        assert!((size.value.expect("reached") - 2.0).abs() < 1e-9);
        assert_eq!((size.low, size.high), (Some(0.0), None));
    }
}
