use super::EquityError;

/// Values of places with their weights: population, or 1 for each.
///
/// Values are finite and not negative, of one unit; weights are finite, not negative, and not all 0. A place without weight
/// counts in no index, not even as the least or the most. Only ratios of weights matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    values: Vec<f64>,
    /// Shares of the weight, `[places]`, which sum to 1.
    shares: Vec<f64>,
    mean: f64,
}

impl Places {
    /// Places from `values` and `weights`, both `[places]`.
    ///
    /// # Errors
    /// [`EquityError`] if there are none, if the lists differ in length, or if a value or weight cannot be used.
    pub fn new(values: &[f64], weights: &[f64]) -> Result<Self, EquityError> {
        if values.is_empty() {
            return Err(EquityError::Empty);
        }
        if weights.len() != values.len() {
            return Err(EquityError::Entries { places: values.len(), found: weights.len() });
        }
        let broken = |list: &[f64]| list.iter().position(|entry| !entry.is_finite() || *entry < 0.0);
        if let Some(place) = broken(values) {
            return Err(EquityError::Value { place, value: values[place] });
        }
        if let Some(place) = broken(weights) {
            return Err(EquityError::Weight { place, weight: weights[place] });
        }
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 || !sum.is_finite() {
            return Err(EquityError::WeightSum { sum });
        }
        let shares: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let mean = values.iter().zip(&shares).map(|(value, share)| value * share).sum();
        Ok(Self { values: values.to_vec(), shares, mean })
    }

    /// Places that count alike: each index without weights.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn unweighted(values: &[f64]) -> Result<Self, EquityError> {
        Self::new(values, &vec![1.0; values.len()])
    }

    /// Number of places, those without weight included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no places; there always are.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Weighted mean.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The least value of a place with weight.
    #[must_use]
    pub fn min(&self) -> f64 {
        self.counted().map(|(_, value, _)| value).fold(f64::INFINITY, f64::min)
    }

    /// The largest value of a place with weight.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.counted().map(|(_, value, _)| value).fold(0.0, f64::max)
    }

    /// The weighted quantile by nearest rank: the least value with at least the share `quantile` of the weight at or below
    /// it (to 1e-12 of the weight).
    ///
    /// # Errors
    /// [`EquityError::Quantile`] unless `quantile` is above 0 and at most 1.
    pub fn quantile(&self, quantile: f64) -> Result<f64, EquityError> {
        if !(quantile > 0.0 && quantile <= 1.0) {
            return Err(EquityError::Quantile { quantile });
        }
        let mut below = 0.0;
        for (_, value, share) in self.sorted() {
            below += share;
            if below >= quantile - 1e-12 {
                return Ok(value);
            }
        }
        Ok(self.max())
    }

    /// The 90th centile less the 10th, in the unit of the values.
    #[must_use]
    pub fn p90_minus_p10(&self) -> f64 {
        let at = |quantile| self.quantile(quantile).expect("within 0 to 1");
        at(0.9) - at(0.1)
    }

    /// Standard deviation of the places over their mean; the deviation is that of all places, not of a sample.
    ///
    /// # Errors
    /// [`EquityError::Mean`] if all values are 0.
    pub fn coefficient_of_variation(&self) -> Result<f64, EquityError> {
        let relative = self.relative()?;
        Ok(libm::sqrt(relative.map(|(_, ratio, share)| share * (ratio - 1.0) * (ratio - 1.0)).sum()))
    }

    /// The share of the whole that would have to move for all places to have the mean: Hoover, or Ricci–Schutz.
    ///
    /// # Errors
    /// [`EquityError::Mean`] if all values are 0.
    ///
    /// # Source
    /// Hoover (1936), *Review of Economics and Statistics* 18(4), 162–171.
    pub fn hoover(&self) -> Result<f64, EquityError> {
        Ok(self.relative()?.map(|(_, ratio, share)| 0.5 * share * (ratio - 1.0).abs()).sum())
    }

    /// Places with weight: their number, value and share of the weight.
    pub(super) fn counted(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        let each = self.values.iter().zip(&self.shares).enumerate();
        each.filter(|(_, (_, share))| **share > 0.0).map(|(place, (value, share))| (place, *value, *share))
    }

    /// As [`Self::counted`], by rising value, the lowest place first of equals.
    pub(super) fn sorted(&self) -> Vec<(usize, f64, f64)> {
        let mut all: Vec<(usize, f64, f64)> = self.counted().collect();
        all.sort_by(|a, b| a.1.total_cmp(&b.1));
        all
    }

    /// As [`Self::counted`], with values as multiples of the mean.
    pub(super) fn relative(&self) -> Result<impl Iterator<Item = (usize, f64, f64)>, EquityError> {
        if self.mean > 0.0 && self.mean.is_finite() {
            Ok(self.counted().map(|(place, value, share)| (place, value / self.mean, share)))
        } else {
            Err(EquityError::Mean { mean: self.mean })
        }
    }

    /// The lowest place with weight whose value is 0, as an error.
    pub(super) fn without_zeros(&self) -> Result<&Self, EquityError> {
        match self.counted().find(|(_, value, _)| *value == 0.0) {
            Some((place, _, _)) => Err(EquityError::Zero { place }),
            None => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_refused() {
        let new = |values: &[f64], weights: &[f64]| Places::new(values, weights).unwrap_err();
        assert_eq!(new(&[], &[]), EquityError::Empty);
        assert_eq!(new(&[1.0], &[1.0, 2.0]), EquityError::Entries { places: 1, found: 2 });
        assert_eq!(new(&[1.0, -2.0], &[1.0; 2]), EquityError::Value { place: 1, value: -2.0 });
        assert!(matches!(new(&[f64::NAN], &[1.0]), EquityError::Value { place: 0, .. }));
        assert_eq!(new(&[1.0], &[-1.0]), EquityError::Weight { place: 0, weight: -1.0 });
        assert_eq!(new(&[1.0; 2], &[0.0; 2]), EquityError::WeightSum { sum: 0.0 });
        let none = Places::unweighted(&[0.0, 0.0]).unwrap();
        assert_eq!(none.hoover(), Err(EquityError::Mean { mean: 0.0 }));
        assert_eq!(none.quantile(0.0), Err(EquityError::Quantile { quantile: 0.0 }));
    }

    #[test]
    fn spread_goes_by_weight_and_skips_places_without() {
        let places = Places::new(&[9.0, 1.0, 5.0, 100.0, 0.0], &[1.0, 1.0, 8.0, 0.0, 0.0]).unwrap();
        assert_eq!((places.min(), places.max(), places.len()), (1.0, 9.0, 5));
        assert_eq!((places.quantile(0.1), places.quantile(0.11)), (Ok(1.0), Ok(5.0)));
        assert_eq!((places.quantile(0.9), places.quantile(0.91)), (Ok(5.0), Ok(9.0)));
        assert_eq!(places.p90_minus_p10(), 4.0);
        assert_eq!(places.mean(), 5.0);
        // Squares 16 twice at a tenth each: 3.2; and 4 away twice at a tenth each, over twice the mean.
        assert!((places.coefficient_of_variation().unwrap() - 3.2_f64.sqrt() / 5.0).abs() < 1e-15);
        assert!((places.hoover().unwrap() - 0.08).abs() < 1e-15);
    }

    #[test]
    fn equal_weights_are_nearest_ranks() {
        for n in 1..60_usize {
            let values: Vec<f64> = (1..=n).rev().map(|v| v as f64).collect();
            let places = Places::unweighted(&values).unwrap();
            assert_eq!(places.quantile(0.9), Ok((n * 9).div_ceil(10) as f64), "of {n}");
            assert_eq!(places.quantile(0.1), Ok(n.div_ceil(10) as f64), "of {n}");
        }
    }
}
