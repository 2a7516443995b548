use super::{EquityError, Places, theil_l_decomposition, theil_t_decomposition};
use crate::stats::Estimate;
use serde::Serialize;

/// What is known of the places and does not change between replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceFacts<'a> {
    /// Weights, `[places]`: population, or 1 for each.
    pub weights: &'a [f64],
    /// A rank for the concentration index, `[places]`: deprivation, lowest first.
    pub rank: Option<&'a [f64]>,
    /// Group labels for within and between, `[places]`: ambulance trust.
    pub groups: Option<&'a [usize]>,
}

/// The indices of one thing over places, each with its mean and t interval over replications.
///
/// Each index is taken of each replication and then averaged. Chance alone makes places differ, so an index of short
/// replications is above that of the long run; compare arms with equal windows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EquityProfile {
    /// Weighted mean, in the unit of the values.
    pub mean: Estimate,
    /// Gini index.
    pub gini: Estimate,
    /// Theil's T.
    pub theil_t: Estimate,
    /// The part of T between groups, where there are groups.
    pub theil_t_between: Option<Estimate>,
    /// Theil's L.
    pub theil_l: Estimate,
    /// The part of L between groups, where there are groups.
    pub theil_l_between: Option<Estimate>,
    /// Atkinson index at aversion 0.5.
    pub atkinson_half: Estimate,
    /// Atkinson index at aversion 1.
    pub atkinson_one: Estimate,
    /// Concentration index by the rank, where there is one.
    pub concentration: Option<Estimate>,
    /// Hoover index.
    pub hoover: Estimate,
    /// Coefficient of variation.
    pub coefficient_of_variation: Estimate,
    /// Least value, in the unit of the values.
    pub min: Estimate,
    /// Largest value, in the unit of the values.
    pub max: Estimate,
    /// 90th centile less 10th by weight, in the unit of the values.
    pub p90_minus_p10: Estimate,
}

/// All indices of `values`, `[replications][places]`, as estimates over the replications.
///
/// # Errors
/// [`EquityError`] if there are no replications, if a replication cannot be used, or has a place with 0 and weight (of
/// which Theil's L and the Atkinson index at 1 have no value).
pub fn equity_profile(values: &[Vec<f64>], facts: PlaceFacts<'_>) -> Result<EquityProfile, EquityError> {
    let replications =
        values.iter().map(|own| Places::new(own, facts.weights)).collect::<Result<Vec<Places>, _>>()?;
    let of = |index: &dyn Fn(&Places) -> Result<f64, EquityError>| estimate(&replications, index);
    let by_group = |split: fn(&Places, &[usize]) -> Result<super::Decomposition, EquityError>| {
        facts.groups.map(|groups| of(&|places| Ok(split(places, groups)?.between))).transpose()
    };
    Ok(EquityProfile {
        mean: of(&|places| Ok(places.mean()))?,
        gini: of(&Places::gini)?,
        theil_t: of(&Places::theil_t)?,
        theil_t_between: by_group(theil_t_decomposition)?,
        theil_l: of(&Places::theil_l)?,
        theil_l_between: by_group(theil_l_decomposition)?,
        atkinson_half: of(&|places| places.atkinson(0.5))?,
        atkinson_one: of(&|places| places.atkinson(1.0))?,
        concentration: facts.rank.map(|rank| of(&|places| places.concentration(rank))).transpose()?,
        hoover: of(&Places::hoover)?,
        coefficient_of_variation: of(&Places::coefficient_of_variation)?,
        min: of(&|places| Ok(places.min()))?,
        max: of(&|places| Ok(places.max()))?,
        p90_minus_p10: of(&|places| Ok(places.p90_minus_p10()))?,
    })
}

/// One index of `values`, `[replications][places]`, as an estimate over the replications.
///
/// # Errors
/// [`EquityError`] if there are no replications or one cannot be used, and what the index returns.
pub fn replicated_index(
    values: &[Vec<f64>],
    weights: &[f64],
    index: impl Fn(&Places) -> Result<f64, EquityError>,
) -> Result<Estimate, EquityError> {
    let replications =
        values.iter().map(|own| Places::new(own, weights)).collect::<Result<Vec<Places>, _>>()?;
    estimate(&replications, &index)
}

fn estimate(
    replications: &[Places],
    index: &dyn Fn(&Places) -> Result<f64, EquityError>,
) -> Result<Estimate, EquityError> {
    let each = replications.iter().map(index).collect::<Result<Vec<f64>, _>>()?;
    Estimate::of(&each).ok_or(EquityError::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_the_mean_of_the_replications() {
        let values = [vec![1.0, 3.0, 4.0], vec![2.0, 2.0, 2.0]];
        let facts =
            PlaceFacts { weights: &[3.0, 1.0, 0.0], rank: Some(&[1.0, 2.0, 3.0]), groups: Some(&[0, 1, 1]) };
        let profile = equity_profile(&values, facts).unwrap();
        // The first replication has Gini 1/4 (values 1 and 3 with weights 3 and 1), the second 0.
        assert!((profile.gini.mean - 0.125).abs() < 1e-15 && profile.gini.n == 2);
        assert!((profile.gini.half_width.unwrap() - 12.706_204_736 * 0.125).abs() < 1e-8);
        assert!((profile.concentration.unwrap().mean - 0.125).abs() < 1e-15);
        assert_eq!((profile.min.mean, profile.max.mean, profile.p90_minus_p10.mean), (1.5, 2.5, 1.0));
        // A place each: all between.
        assert!((profile.theil_t_between.unwrap().mean - profile.theil_t.mean).abs() < 1e-15);
        assert!((profile.theil_l_between.unwrap().mean - profile.theil_l.mean).abs() < 1e-15);
        let alone = replicated_index(&values, facts.weights, Places::gini).unwrap();
        assert_eq!(alone, profile.gini);
    }

    #[test]
    fn a_profile_without_rank_and_groups_has_none_of_theirs() {
        let facts = PlaceFacts { weights: &[1.0, 1.0], rank: None, groups: None };
        let profile = equity_profile(&[vec![1.0, 2.0]], facts).unwrap();
        assert_eq!(
            (profile.concentration, profile.theil_t_between, profile.gini.half_width),
            (None, None, None)
        );
        assert_eq!(equity_profile(&[], facts), Err(EquityError::Empty));
        assert_eq!(equity_profile(&[vec![0.0, 2.0]], facts), Err(EquityError::Zero { place: 0 }));
        let short = equity_profile(&[vec![2.0]], facts);
        assert_eq!(short, Err(EquityError::Entries { places: 1, found: 2 }));
    }
}
