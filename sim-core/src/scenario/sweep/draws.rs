//! What nobody knows exactly, drawn for the whole of a sweep: the same sets of values for every point.

use super::axis::Axis;
use crate::problem::Problems;
use crate::scenario::{Edit, Ensemble, Scenario};
use crate::stats::latin_hypercube;
use std::collections::BTreeMap;

/// Draws of a sweep: each is a set of values that every point meets.
#[derive(Debug, Clone, Default)]
pub(super) struct Draws {
    /// Keys drawn from ranges, in alphabetical order.
    pub keys: Vec<String>,
    /// A draw: the values of the keys.
    pub values: Vec<Vec<toml::Value>>,
    /// A draw: the row of its member of the fit, if there is one.
    pub members: Vec<usize>,
    fit: Option<Ensemble>,
}

impl Draws {
    /// One draw for each part of every range and of the fit's weights, as a Latin hypercube mixes them. The luck of draws is not
    /// that of the design.
    pub fn of(n: u32, ranges: &BTreeMap<String, Axis>, fit: Option<Ensemble>, seed: u64) -> Self {
        let dimensions = ranges.len() + usize::from(fit.is_some());
        let cube = latin_hypercube(n as usize, dimensions, !seed);
        let values =
            cube.iter().map(|own| own.iter().zip(ranges.values()).map(|(u, axis)| axis.at(*u)).collect());
        let members = fit.iter().flat_map(|fit| cube.iter().map(|own| member(fit, own[ranges.len()])));
        Self {
            keys: ranges.keys().cloned().collect(),
            values: values.collect(),
            members: members.collect(),
            fit,
        }
    }

    /// How many there are; 1 where nothing is drawn.
    pub fn len(&self) -> usize {
        self.values.len().max(1)
    }

    /// What a draw changes in a scenario: the member of the fit first, then the values.
    pub fn edits(&self, draw: usize, scenario: &Scenario) -> Vec<Edit> {
        let member = self.fit.as_ref().zip(self.members.get(draw)).map(|(fit, row)| &fit.members[*row]);
        let mut edits = member.map_or_else(Vec::new, |member| member.edits_for(scenario));
        let values = self.values.get(draw).into_iter().flatten();
        edits.extend(self.keys.iter().zip(values).map(|(key, value)| Edit::new(key.clone(), value.clone())));
        edits
    }

    /// Makes sure that each member can be laid over the base.
    pub fn check(&self, base: &Scenario) -> Result<(), Problems> {
        self.fit.iter().try_for_each(|fit| fit.scenarios(base).map(|_| ()))
    }
}

/// The member at this place, from 0 to below 1, of the weights laid end to end.
fn member(fit: &Ensemble, u: f64) -> usize {
    let mut below = 0.0;
    let ends = fit.members.iter().position(|own| {
        below += own.weight;
        u < below
    });
    ends.unwrap_or(fit.members.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Member;

    #[test]
    fn members_come_by_their_weights() {
        let of = |number: u32, weight: f64| Member { number, weight, edits: Vec::new() };
        let fit = Ensemble { members: vec![of(0, 0.5), of(1, 0.3), of(2, 0.2)] };
        let draws = Draws::of(1_000, &BTreeMap::new(), Some(fit.clone()), 7);
        let count = |row: usize| draws.members.iter().filter(|own| **own == row).count();
        assert_eq!([count(0), count(1), count(2)], [500, 300, 200], "one in each thousandth");
        assert_eq!((member(&fit, 0.0), member(&fit, 0.999_999)), (0, 2));
        assert_eq!(Draws::default().len(), 1);
    }
}
