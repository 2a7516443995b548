//! What interventions did to the C2 mean: of all together, split into belief and chance, and the part of each.

use super::{Expected, Prevented};
use crate::experiment::run::ArmResult;
use crate::outcome::{Level, Measures, ReportedCategory};
use crate::stats::{Estimate, VarianceSplit};

/// Least part of the hours moved either way that has to be left over for an effect on C2 to be shared by them.
const LEAST_LEFT: f64 = 0.25;

/// What all interventions of an arm together did to the C2 mean of an ICS's residents, seconds; below 0 is faster.
#[derive(Debug, Clone, PartialEq)]
pub struct C2Effect {
    /// ODS code of the ICS.
    pub ics: String,
    /// The arm less its base, paired by replication. Where replications share a draw of what is believed, of the means of
    /// each draw: replications of one draw are not independent.
    pub effect: Estimate,
    /// The variance of one replication's effect: between draws it is belief, within them chance. `None` where each
    /// replication has a draw of its own or none is drawn, with fewer than two draws, or where nothing varies.
    pub split: Option<VarianceSplit>,
}

/// An intervention's part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct C2Part {
    /// Seconds; below 0 is faster.
    pub mean_s: f64,
    /// 95% interval: of the whole effect, and of how it is shared; `None` with fewer than two draws.
    pub interval_s: Option<(f64, f64)>,
}

impl ArmResult {
    /// What all interventions together did to the C2 mean of each ICS in which some act; none where the arm differs from
    /// `base` in more than its interventions.
    #[must_use]
    pub fn c2_effects(&self, base: &Self) -> Vec<C2Effect> {
        if !differs_in_interventions_alone(self, base) {
            return Vec::new();
        }
        let region = self.scenario.region();
        let acts_in = |code: &str| {
            let own = region.find_ics(code);
            self.scenario.interventions().iter().any(|chosen| {
                let patches = region.patches().iter().zip(&chosen.patches);
                patches.into_iter().any(|(patch, is_in)| *is_in && Some(patch.ics) == own)
            })
        };
        let Some(icses) = self.levels.get(Level::Ics) else { return Vec::new() };
        let here = icses.codes.iter().filter(|code| acts_in(code));
        here.filter_map(|code| self.c2_effect(base, code)).collect()
    }

    fn c2_effect(&self, base: &Self, ics: &str) -> Option<C2Effect> {
        let c2 = |arm: &Self, measures: &Measures| {
            let group = arm.levels.get(Level::Ics)?.codes.iter().position(|code| code == ics)?;
            measures.response(Level::Ics, group as u16, ReportedCategory::C2)?.mean_s
        };
        let pairs = self.replications.iter().zip(&base.replications);
        let differences = pairs.map(|(own, its)| Some(c2(self, own)? - c2(base, its)?));
        let (effect, split) = self.over_draws(differences);
        Some(C2Effect { ics: ics.to_owned(), effect: effect?, split })
    }

    /// Gives each row its part of the effect on C2.
    pub(super) fn share_c2(&self, base: &Self, rows: &mut [Prevented]) {
        let effects = self.c2_effects(base);
        let acts = || self.scenario.interventions().iter().map(|own| own.intervention.acts);
        let one = acts().count() == 1;
        let by_hours = acts().all(|own| own.is_on_incidents_alone());
        let parts: Vec<Option<C2Part>> = rows
            .iter()
            .map(|row| {
                let whole = effects.iter().find(|own| own.ics == row.ics)?.effect;
                let here: Vec<&Prevented> =
                    rows.iter().filter(|other| other.ics == row.ics && other.quintile.is_none()).collect();
                if by_hours {
                    part(whole, row, &here)
                } else {
                    (one && row.quintile.is_none())
                        .then(|| C2Part { mean_s: whole.mean, interval_s: whole.interval() })
                }
            })
            .collect();
        rows.iter_mut().zip(parts).for_each(|(row, part)| row.c2 = part);
    }
}

/// Whether two arms differ in their interventions and in nothing else, and `base` has none.
fn differs_in_interventions_alone(arm: &ArmResult, base: &ArmResult) -> bool {
    let others = |arm: &ArmResult| -> Vec<String> {
        let ours = ["name = ", "intervention = ", "prevention."];
        let text = arm.scenario.canonical();
        text.lines().filter(|line| ours.iter().all(|own| !line.starts_with(own))).map(str::to_owned).collect()
    };
    base.scenario.interventions().is_empty() && others(arm) == others(base)
}

/// A row's part of an effect by the hours that it released, where those of all leave enough over.
///
/// The interval holds that of the whole effect and the doubt about the hours that it is shared by, the more so where an
/// intervention releases none on average. A quintile has the doubt of its intervention by its own doubt about hours.
fn part(whole: Estimate, row: &Prevented, here: &[&Prevented]) -> Option<C2Part> {
    let moved: f64 = here.iter().map(|own| own.released_h.mean.abs()).sum();
    let left: f64 = here.iter().map(|own| own.released_h.mean).sum();
    if moved <= 0.0 || left.abs() <= LEAST_LEFT * moved {
        return None;
    }
    let own = here.iter().find(|own| own.intervention == row.intervention)?;
    let others = here.iter().filter(|other| other.intervention != row.intervention);
    let doubt: f64 = others.map(|other| half(other.released_h) * half(other.released_h)).sum();
    let share = own.released_h.mean / left;
    let of_share = ((1.0 - share) * half(own.released_h)).hypot(share * doubt.sqrt()) / left.abs();
    let mean_s = whole.mean * row.released_h.mean / left;
    let size = if half(own.released_h) > 0.0 { half(row.released_h) / half(own.released_h) } else { 1.0 };
    let interval_s = whole.half_width.map(|wide| {
        let wide = size * (share * wide).hypot(whole.mean * of_share);
        (mean_s - wide, mean_s + wide)
    });
    Some(C2Part { mean_s, interval_s })
}

/// Half the width of an interval.
fn half(expected: Expected) -> f64 {
    (expected.interval.1 - expected.interval.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::Grade;

    fn row(name: &str, quintile: Option<u8>, (mean, half): (f64, f64)) -> Prevented {
        let expected = |mean: f64| Expected { mean, interval: (mean - half, mean + half) };
        Prevented {
            intervention: name.to_owned(),
            title: name.to_owned(),
            grade: Grade::A,
            ics: "QVV".to_owned(),
            quintile,
            cohort: 1_000.0,
            prevented: expected(mean),
            released_h: expected(mean),
            cost_gbp: 0.0,
            hours_for_1000: [0.0; 3],
            from_belief: 0.0,
            c2: None,
        }
    }

    #[test]
    fn one_intervention_has_the_whole_effect_and_its_interval() {
        let whole = Estimate::of(&[-9.0, -10.0, -11.0]).expect("three values");
        let (all, fifth) = (row("a", None, (300.0, 100.0)), row("a", Some(1), (60.0, 20.0)));
        let told = part(whole, &all, &[&all]).expect("hours are released");
        assert_eq!((told.mean_s, told.interval_s), (-10.0, whole.interval()));
        let told = part(whole, &fifth, &[&all]).expect("hours are released");
        assert!((told.mean_s + 2.0).abs() < 1e-12, "{told:?}");
        let (low, high) = told.interval_s.expect("three values");
        assert!((high - low - 0.2 * 2.0 * whole.half_width.expect("three values")).abs() < 1e-12);
    }

    #[test]
    fn one_that_releases_nothing_on_average_has_the_doubt_of_its_hours() {
        let whole = Estimate::of(&[-10.0; 5]).expect("five values");
        let (sure, none) = (row("a", None, (300.0, 0.0)), row("b", None, (0.0, 90.0)));
        let told = part(whole, &none, &[&sure, &none]).expect("hours are released");
        let (low, high) = told.interval_s.expect("five values");
        assert!(told.mean_s == 0.0 && (high - 3.0).abs() < 1e-12 && (low + 3.0).abs() < 1e-12, "{told:?}");
    }

    #[test]
    fn what_is_moved_both_ways_is_not_shared() {
        let whole = Estimate::of(&[-10.0, -9.0]).expect("two values");
        let (less, more) = (row("a", None, (300.0, 10.0)), row("b", None, (-250.0, 10.0)));
        assert_eq!(part(whole, &less, &[&less, &more]), None);
    }
}
