use std::collections::BTreeMap;

use super::{EquityError, Places};
use serde::Serialize;

impl Places {
    /// Theil's T: mean of x/μ · ln(x/μ). Most moved by the places with most; 0 if all are equal.
    ///
    /// A place with 0 adds 0, the limit.
    ///
    /// # Errors
    /// [`EquityError::Mean`] if all values are 0.
    ///
    /// # Source
    /// Theil (1967), *Economics and Information Theory*.
    pub fn theil_t(&self) -> Result<f64, EquityError> {
        let term = |ratio: f64| if ratio > 0.0 { ratio * libm::log(ratio) } else { 0.0 };
        Ok(self.relative()?.map(|(_, ratio, share)| share * term(ratio)).sum::<f64>().max(0.0))
    }

    /// Theil's L, the mean log deviation: mean of ln(μ/x). Most moved by the places with least; 0 if all are equal.
    ///
    /// # Errors
    /// [`EquityError::Zero`] if a place has 0.
    ///
    /// # Source
    /// Theil (1967), *Economics and Information Theory*.
    pub fn theil_l(&self) -> Result<f64, EquityError> {
        let relative = self.without_zeros()?.relative()?;
        Ok((-relative.map(|(_, ratio, share)| share * libm::log(ratio)).sum::<f64>()).max(0.0))
    }

    /// The Atkinson index: the share of the whole that could go if the rest were equal and no worse, at this aversion to
    /// inequality. Within 0 to 1; 1 − (mean of (x/μ)^(1−ε))^(1/(1−ε)), and at ε = 1 one less the geometric mean over μ.
    ///
    /// Takes more for better: of waits it weighs the *best* served places most. At ε = 0 it is 0.
    ///
    /// # Errors
    /// [`EquityError::Aversion`] if ε is negative or not finite, [`EquityError::Zero`] if ε is 1 or more and a place has 0,
    /// [`EquityError::Mean`] if all values are 0.
    ///
    /// # Source
    /// Atkinson (1970), *Journal of Economic Theory* 2(3), 244–263.
    pub fn atkinson(&self, aversion: f64) -> Result<f64, EquityError> {
        if !(aversion >= 0.0 && aversion.is_finite()) {
            return Err(EquityError::Aversion { aversion });
        }
        let power = 1.0 - aversion;
        let counted = if power > 0.0 { self } else { self.without_zeros()? };
        let logs: Vec<(f64, f64)> =
            counted.relative()?.map(|(_, ratio, share)| (libm::log(ratio), share)).collect();
        let log_equal = if power == 0.0 {
            logs.iter().map(|(log, share)| share * log).sum()
        } else {
            // Less the largest term, so that no power overflows; as 1 + something, so that none near 1 is lost.
            let most = logs.iter().map(|(log, _)| power * log).fold(f64::NEG_INFINITY, f64::max);
            let off: f64 = logs.iter().map(|(log, share)| share * libm::expm1(power * log - most)).sum();
            (most + libm::log1p(off)) / power
        };
        Ok((-libm::expm1(log_equal)).clamp(0.0, 1.0))
    }
}

/// An index split by groups of places: ambulance trusts, say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decomposition {
    /// The index of all places.
    pub total: f64,
    /// What the inequality inside groups makes of it.
    pub within: f64,
    /// What the differences between the groups' means make of it: the index if each place had its group's mean.
    pub between: f64,
    /// The groups that have weight, by rising label.
    pub groups: Vec<GroupInequality>,
}

/// One group of places in a decomposition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupInequality {
    /// The label given.
    pub group: usize,
    /// Share of the weight.
    pub weight_share: f64,
    /// Share of the whole of the values.
    pub value_share: f64,
    /// Weighted mean.
    pub mean: f64,
    /// The index inside the group; 0 for a group whose values are all 0.
    pub index: f64,
}

/// Theil's T within and between groups, each group inside weighted by its share of the *values*; the two sum to the total.
///
/// `groups` is a label for each place, `[places]`.
///
/// # Errors
/// [`EquityError`] if labels are missing or all values are 0.
///
/// # Source
/// Shorrocks (1980), *Econometrica* 48(3), 613–625.
pub fn theil_t_decomposition(places: &Places, groups: &[usize]) -> Result<Decomposition, EquityError> {
    let total = places.theil_t()?;
    let parts = split(places, groups, |group| if group.mean() > 0.0 { group.theil_t() } else { Ok(0.0) })?;
    let within = parts.iter().map(|part| part.value_share * part.index).sum();
    let term = |part: &GroupInequality| {
        let ratio = part.mean / places.mean();
        if ratio > 0.0 { part.value_share * libm::log(ratio) } else { 0.0 }
    };
    let between = parts.iter().map(term).sum::<f64>().max(0.0);
    Ok(Decomposition { total, within, between, groups: parts })
}

/// Theil's L within and between groups, each group inside weighted by its share of the *weight*; the two sum to the total.
///
/// `groups` is a label for each place, `[places]`.
///
/// # Errors
/// [`EquityError`] if labels are missing or a place has 0.
///
/// # Source
/// Shorrocks (1980), *Econometrica* 48(3), 613–625.
pub fn theil_l_decomposition(places: &Places, groups: &[usize]) -> Result<Decomposition, EquityError> {
    let total = places.theil_l()?;
    let parts = split(places, groups, Places::theil_l)?;
    let within = parts.iter().map(|part| part.weight_share * part.index).sum();
    let term = |part: &GroupInequality| part.weight_share * libm::log(places.mean() / part.mean);
    let between = parts.iter().map(term).sum::<f64>().max(0.0);
    Ok(Decomposition { total, within, between, groups: parts })
}

/// The groups of the places that have weight, by rising label.
fn split(
    places: &Places,
    groups: &[usize],
    index: impl Fn(&Places) -> Result<f64, EquityError>,
) -> Result<Vec<GroupInequality>, EquityError> {
    if groups.len() != places.len() {
        return Err(EquityError::Entries { places: places.len(), found: groups.len() });
    }
    let mut members: BTreeMap<usize, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for (place, value, share) in places.counted() {
        let (values, weights) = members.entry(groups[place]).or_default();
        values.push(value);
        weights.push(share);
    }
    let part = |(group, (values, weights)): (usize, (Vec<f64>, Vec<f64>))| {
        let own = Places::new(&values, &weights)?;
        let weight_share: f64 = weights.iter().sum();
        let value_share = weight_share * own.mean() / places.mean();
        Ok(GroupInequality { group, weight_share, value_share, mean: own.mean(), index: index(&own)? })
    };
    members.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, want: f64) -> bool {
        (found - want).abs() < 1e-14
    }

    #[test]
    fn small_indices_by_hand() {
        // 1 and 3: ratios 1/2 and 3/2.
        let places = Places::unweighted(&[1.0, 3.0]).unwrap();
        let (low, high) = (0.5_f64.ln(), 1.5_f64.ln());
        assert!(near(places.theil_t().unwrap(), 0.25 * low + 0.75 * high));
        assert!(near(places.theil_l().unwrap(), -0.5 * (low + high)));
        assert!(near(places.atkinson(1.0).unwrap(), 1.0 - 3_f64.sqrt() / 2.0));
        // Harmonic mean 1.5 over 2; and at aversion 0 nothing.
        assert!(near(places.atkinson(2.0).unwrap(), 0.25));
        assert_eq!(places.atkinson(0.0), Ok(0.0));
        // Towards the least over the mean as aversion grows, without overflow.
        let poor = Places::unweighted(&[1e-9, 1.0]).unwrap();
        assert!((poor.atkinson(200.0).unwrap() - (1.0 - 2e-9)).abs() < 1e-10);
    }

    #[test]
    fn the_atkinson_index_is_continuous_at_one() {
        let places = Places::new(&[1.0, 4.0, 9.0, 2.0], &[2.0, 1.0, 1.0, 3.0]).unwrap();
        let at_one = places.atkinson(1.0).unwrap();
        for off in [1e-3, 1e-6, 1e-9, 1e-12, 1e-15] {
            for aversion in [1.0 + off, 1.0 - off] {
                let found = places.atkinson(aversion).unwrap();
                assert!((found - at_one).abs() < 0.5 * off + 1e-15, "at {aversion}: {found}, not {at_one}");
            }
        }
    }

    #[test]
    fn zeros_are_told_where_logarithms_are() {
        let places = Places::new(&[2.0, 0.0, 6.0], &[1.0, 1.0, 2.0]).unwrap();
        assert_eq!(places.theil_l(), Err(EquityError::Zero { place: 1 }));
        assert_eq!(places.atkinson(1.0), Err(EquityError::Zero { place: 1 }));
        assert_eq!(places.atkinson(-0.1), Err(EquityError::Aversion { aversion: -0.1 }));
        assert!(places.theil_t().is_ok() && places.atkinson(0.5).is_ok());
        // A place without weight has no say.
        assert!(Places::new(&[2.0, 0.0], &[1.0, 0.0]).unwrap().theil_l().is_ok());
    }

    #[test]
    fn groups_split_an_index_and_leave_nothing() {
        let places = Places::new(&[1.0, 2.0, 5.0, 4.0, 4.0, 9.0], &[2.0, 1.0, 3.0, 1.0, 1.0, 0.5]).unwrap();
        for groups in [[0, 0, 7, 7, 7, 0], [3, 3, 3, 3, 3, 3], [0, 1, 2, 3, 4, 5]] {
            for split in [theil_t_decomposition(&places, &groups), theil_l_decomposition(&places, &groups)] {
                let split = split.unwrap();
                assert!(near(split.within + split.between, split.total), "{split:?}");
            }
        }
        // One group is all within; a place each is all between.
        assert!(near(theil_t_decomposition(&places, &[3; 6]).unwrap().between, 0.0));
        assert!(near(theil_l_decomposition(&places, &[0, 1, 2, 3, 4, 5]).unwrap().within, 0.0));
        // Between is the index of the groups' means.
        let split = theil_t_decomposition(&places, &[0, 0, 7, 7, 7, 0]).unwrap();
        let means: Vec<f64> = split.groups.iter().map(|part| part.mean).collect();
        let weights: Vec<f64> = split.groups.iter().map(|part| part.weight_share).collect();
        let of_means = Places::new(&means, &weights).unwrap();
        assert!(near(split.between, of_means.theil_t().unwrap()));
        assert_eq!(split.groups.iter().map(|part| part.group).collect::<Vec<_>>(), [0, 7]);
        let short = theil_t_decomposition(&places, &[1]);
        assert_eq!(short, Err(EquityError::Entries { places: 6, found: 1 }));
    }
}
