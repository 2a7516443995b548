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

impl Size {
    /// The size at which something is `faster_s` faster, from paired changes at rising sizes, seconds.
    ///
    /// Between two sizes the change is taken as a straight line, from none at size 0. The interval holds each size at which
    /// the 95% interval of the change holds the target (Fieller's way round: a test turned over).
    #[must_use]
    pub fn of(points: &[(f64, Estimate)], faster_s: f64) -> Self {
        let at = |of: &dyn Fn(&Estimate) -> f64| {
            let line = points.iter().map(|(size, change)| (*size, -of(change)));
            first_reaching(line, faster_s)
        };
        let half = |change: &Estimate| change.half_width.unwrap_or(f64::INFINITY);
        Self {
            value: at(&|change| change.mean),
            low: at(&|change| change.mean - half(change)),
            high: at(&|change| change.mean + half(change)),
            most: points.last().map_or(0.0, |(size, _)| *size),
        }
    }
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

    fn change(mean: f64, half_width: f64) -> Estimate {
        Estimate { n: 10, mean, sd: Some(1.0), half_width: Some(half_width), prediction_half_width: None }
    }

    #[test]
    fn a_line_is_turned_over_with_its_band() {
        let points: Vec<(f64, Estimate)> =
            [1.0, 2.0, 4.0].map(|size| (size, change(-30.0 * size, 10.0))).to_vec();
        let size = Size::of(&points, 60.0);
        assert_eq!(size.value, Some(2.0));
        // Faster by 30 a size and 10 more or less: 60 lies in the band from 50 / 30 to 70 / 30.
        let (low, high) = (size.low.expect("reached"), size.high.expect("reached"));
        assert!((low - 50.0 / 30.0).abs() < 0.01 && (high - 70.0 / 30.0).abs() < 0.01, "{low} to {high}");
    }

    #[test]
    fn what_does_not_come_so_far_has_no_size() {
        let size = Size::of(&[(1.0, change(-5.0, 1.0)), (2.0, change(-9.0, 1.0))], 60.0);
        assert_eq!(size, Size { value: None, low: None, high: None, most: 2.0 });
        let wide = Size::of(&[(5.0, change(-50.0, 30.0))], 60.0);
        assert!(wide.value.is_none() && wide.high.is_none() && wide.low.is_some());
        assert_eq!(Size::of(&[], 60.0).most, 0.0);
    }

    #[test]
    fn without_an_interval_nothing_is_ruled_out() {
        let one = Estimate { half_width: None, ..change(-90.0, 0.0) };
        let size = Size::of(&[(3.0, one)], 60.0);
        assert_eq!((size.value, size.low, size.high), (Some(2.0), Some(0.0), None));
    }
}
