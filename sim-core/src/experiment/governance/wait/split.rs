//! What of a difference between two arrangements each channel carries: Shapley shares over their 32 subsets.

use super::Draw;
use super::figures::values;
use super::reached::Reached;
use crate::experiment::run::RunOptions;
use crate::experiment::summary::Statistic;
use crate::governance::Channel;
use crate::outcome::{Level, ReportedCategory};
use crate::stats::shapley;
use std::collections::BTreeMap;

/// Number of subsets of the channels.
const SUBSETS: usize = 1 << Channel::ALL.len();

/// The C2 mean of each place, seconds; `None` where it has no patient.
type Means = Vec<Option<f64>>;

/// Shares of the channels in the difference of the C2 mean of each place, seconds, in the order of [`Channel::ALL`]; `None`
/// where a place has no patient in one of the subsets.
pub(super) type Shares = Vec<Option<Vec<f64>>>;

impl Draw<'_> {
    /// Splits the difference of an arrangement from the first in one draw; every subset runs on the draw's own tapes, once
    /// for each that is unlike the others. `None` if it was stopped.
    pub(super) fn split(
        &self,
        (own, first): (&[Reached], &[Reached]),
        places: &[(Level, String)],
        options: &RunOptions<'_>,
    ) -> Option<Shares> {
        let differing = own.iter().zip(first).fold(0, |all, (own, first)| all | own.differing(first));
        let masks: Vec<usize> = (0..SUBSETS).filter(|subset| subset & !differing == 0).collect();
        let mixed = |subset: &usize| {
            let reached: Vec<Reached> =
                own.iter().zip(first).map(|(own, first)| own.mixed(first, *subset)).collect();
            (format!("subset {subset}"), self.scenario(&reached))
        };
        let arms: Vec<_> = masks.iter().map(mixed).collect();
        let found = self.run(&arms, options);
        if !found.complete {
            return None;
        }
        let means = found.arms.iter().map(|arm| {
            let mean = |(level, code): &(Level, String)| {
                let own = values(arm, (*level, code.as_str(), ReportedCategory::C2), Statistic::Mean);
                own.first().copied().flatten()
            };
            places.iter().map(mean).collect()
        });
        let of: BTreeMap<usize, Means> = masks.iter().copied().zip(means).collect();
        let share = |place: usize| {
            let worth: Option<Vec<f64>> =
                (0..SUBSETS).map(|subset| of[&(subset & differing)][place]).collect();
            worth.map(|worth| shapley(&worth))
        };
        Some((0..places.len()).map(share).collect())
    }
}
