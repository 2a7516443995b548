use super::{EquityError, Places};

impl Places {
    /// The Gini index: half the mean difference between two places drawn by weight, over the mean. 0 if all are equal; below 1.
    ///
    /// # Errors
    /// [`EquityError::Mean`] if all values are 0.
    ///
    /// # Source
    /// Gini (1912), *Variabilità e mutabilità*; by weight: Lerman and Yitzhaki (1989), *Journal of Econometrics* 42, 43–47.
    pub fn gini(&self) -> Result<f64, EquityError> {
        self.relative().map(drop)?;
        Ok(self.by_order(&self.sorted(), |a, b| a.1 == b.1))
    }

    /// The Gini index over what it can be at most if one place has all: G / (1 − Σ share²), which for places that count
    /// alike is n / (n − 1) times G.
    ///
    /// # Errors
    /// [`EquityError::Mean`] if all values are 0, [`EquityError::OnePlace`] if one place has all the weight.
    pub fn gini_corrected(&self) -> Result<f64, EquityError> {
        if self.counted().count() < 2 {
            return Err(EquityError::OnePlace);
        }
        let alike: f64 = self.counted().map(|(_, _, share)| share * share).sum();
        Ok(self.gini()? / (1.0 - alike))
    }

    /// The concentration index by a rank: twice the covariance of value and rank share, over the mean. Within −1 to 1;
    /// above 0 if values fall on high ranks, below 0 if on low ones.
    ///
    /// `rank` is `[places]`, any numbers that put the places in order; places of equal rank share the middle of theirs.
    /// With deciles of deprivation from 1, the most deprived, an index below 0 says that the most deprived have more.
    ///
    /// # Errors
    /// [`EquityError`] if ranks are missing or not finite, or all values are 0.
    ///
    /// # Source
    /// Kakwani, Wagstaff and van Doorslaer (1997), *Journal of Econometrics* 77, 87–103.
    pub fn concentration(&self, rank: &[f64]) -> Result<f64, EquityError> {
        if rank.len() != self.len() {
            return Err(EquityError::Entries { places: self.len(), found: rank.len() });
        }
        if let Some(place) = rank.iter().position(|rank| !rank.is_finite()) {
            return Err(EquityError::Rank { place, rank: rank[place] });
        }
        self.relative().map(drop)?;
        let mut all: Vec<(usize, f64, f64)> = self.counted().collect();
        // Adding 0 makes −0 and 0 the same rank.
        all.sort_by(|a, b| (rank[a.0] + 0.0).total_cmp(&(rank[b.0] + 0.0)));
        Ok(self.by_order(&all, |a, b| rank[a.0] == rank[b.0]))
    }

    /// Twice the covariance of relative value and rank share of places in an order, with the runs that are alike.
    fn by_order(
        &self,
        order: &[(usize, f64, f64)],
        alike: impl Fn(&(usize, f64, f64), &(usize, f64, f64)) -> bool,
    ) -> f64 {
        let (mut below, mut sum) = (0.0, 0.0);
        for run in order.chunk_by(alike) {
            let share: f64 = run.iter().map(|(_, _, share)| share).sum();
            let off = 2.0 * below + share - 1.0;
            sum += run.iter().map(|(_, value, share)| share * (value / self.mean() - 1.0) * off).sum::<f64>();
            below += share;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, mix64};

    #[test]
    fn small_indices_by_hand() {
        let gini = |values: &[f64], weights: &[f64]| Places::new(values, weights).unwrap().gini().unwrap();
        assert_eq!(gini(&[3.0, 3.0, 3.0], &[1.0, 5.0, 2.0]), 0.0);
        // One has all of two: 1/2, and 1 corrected. 1 and 3, the first with three times the weight: 3 · 2 / 16 / 1.5.
        assert_eq!(gini(&[0.0, 8.0], &[1.0, 1.0]), 0.5);
        assert_eq!(Places::unweighted(&[0.0, 8.0]).unwrap().gini_corrected(), Ok(1.0));
        assert!((gini(&[1.0, 3.0], &[3.0, 1.0]) - 0.25).abs() < 1e-15);
        assert_eq!(
            Places::new(&[1.0, 3.0], &[1.0, 0.0]).unwrap().gini_corrected(),
            Err(EquityError::OnePlace)
        );
    }

    #[test]
    fn the_gini_index_is_the_mean_difference() {
        for seed in 0..200 {
            let key = Key(mix64(seed));
            let n = 1 + seed % 9;
            // Values in whole numbers tie.
            let values: Vec<f64> = (0..n).map(|i| (6.0 * key.mark(i)).floor() + 0.5).collect();
            let weights: Vec<f64> = (0..n).map(|i| (4.0 * key.mark(i + 50)).floor() + 0.25).collect();
            let all = || values.iter().zip(&weights);
            let whole: f64 = weights.iter().sum();
            let mean = all().map(|(v, w)| v * w).sum::<f64>() / whole;
            let apart: f64 = all().map(|(v, w)| all().map(|(u, x)| w * x * (v - u).abs()).sum::<f64>()).sum();
            let places = Places::new(&values, &weights).unwrap();
            let want = apart / (2.0 * whole * whole * mean);
            assert!((places.gini().unwrap() - want).abs() < 1e-14, "seed {seed}");
            // By its own value a place's rank gives the Gini index, and turned round its negative.
            let turned: Vec<f64> = values.iter().map(|v| -v).collect();
            assert!((places.concentration(&values).unwrap() - want).abs() < 1e-14);
            assert!((places.concentration(&turned).unwrap() + want).abs() < 1e-14);
        }
    }

    #[test]
    fn a_concentration_says_which_ranks_have_more() {
        let places = Places::unweighted(&[4.0, 3.0, 2.0, 1.0]).unwrap();
        // Most for the first decile. 2 Σ x R / (n mean) − 1 with R = 1/8, 3/8, 5/8, 7/8: 2 · 3.75 / 10 − 1.
        assert!((places.concentration(&[1.0, 4.0, 7.0, 9.0]).unwrap() + 0.25).abs() < 1e-15);
        // All of one rank: nothing falls on any.
        assert!(places.concentration(&[5.0; 4]).unwrap().abs() < 1e-15);
        // Two ranks: 7 of 10 on the first half.
        assert!((places.concentration(&[1.0, 1.0, 2.0, 2.0]).unwrap() + 0.2).abs() < 1e-15);
        assert_eq!(places.concentration(&[1.0]), Err(EquityError::Entries { places: 4, found: 1 }));
        let broken = [1.0, f64::INFINITY, 2.0, 3.0];
        assert_eq!(places.concentration(&broken), Err(EquityError::Rank { place: 1, rank: f64::INFINITY }));
    }
}
