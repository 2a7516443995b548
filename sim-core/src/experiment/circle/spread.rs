//! A number over draws of what is believed.

/// Mean and 95% interval over draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// 2.5% point.
    pub low: f64,
    /// 97.5% point.
    pub high: f64,
}

impl Spread {
    /// Of some values; of none it is all zero.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        if n == 0 {
            return Self { mean: 0.0, low: 0.0, high: 0.0 };
        }
        let end = |share: f64| sorted[(share * (n - 1) as f64).round() as usize];
        Self { mean: values.iter().sum::<f64>() / n as f64, low: end(0.025), high: end(0.975) }
    }

    /// Whether zero lies outside the interval.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// The same, multiplied.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let (a, b) = (self.low * factor, self.high * factor);
        Self { mean: self.mean * factor, low: a.min(b), high: a.max(b) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_those_of_the_middle_95_of_100() {
        let values: Vec<f64> = (0..=200).rev().map(f64::from).collect();
        assert_eq!(Spread::of(&values), Spread { mean: 100.0, low: 5.0, high: 195.0 });
        assert!(Spread::of(&values).excludes_zero() && !Spread::of(&[-1.0, 1.0]).excludes_zero());
        assert_eq!(Spread::of(&[2.0]).times(-3.0), Spread { mean: -6.0, low: -6.0, high: -6.0 });
    }
}
