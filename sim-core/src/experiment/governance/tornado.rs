//! One number at a time: what each does to the difference of the arrangements, all else at its value.

use super::draws::process;
use crate::governance::process::{Number, Workroom};
use crate::region::PartnershipQuantity;
use crate::rng::Address;
use crate::scenario::{ArrangementStudy, Fixed, Part};
use rayon::prelude::*;

/// A number at its lowest and at its highest, by arrangement: live share less that of the first arrangement.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// Its name.
    pub name: &'static str,
    /// With the number at its lowest.
    pub at_low: Vec<f64>,
    /// With everything at its value.
    pub at_value: Vec<f64>,
    /// With the number at its highest.
    pub at_high: Vec<f64>,
}

impl Swing {
    /// The widest movement of any arrangement against the first.
    #[must_use]
    pub fn widest(&self) -> f64 {
        let ends = self.at_low.iter().zip(&self.at_high);
        ends.map(|(low, high)| (high - low).abs()).fold(0.0, f64::max)
    }
}

/// Every number in turn, at the middle number of team hours; the widest first, ties by name.
///
/// Luck is the same at each of the values, so that a swing is of the number alone.
#[must_use]
pub fn tornado(study: &ArrangementStudy, draws: u32) -> Vec<Swing> {
    if draws == 0 {
        return Vec::new();
    }
    let members = [
        PartnershipQuantity::EngagementHours,
        PartnershipQuantity::Maturity,
        PartnershipQuantity::Relationship,
    ];
    let numbers = Number::ALL.iter().filter(|number| !is_idle(study, **number));
    let certain = |part: &Part| {
        study.arrangements.iter().map(|parts| parts.range(*part)).all(|range| range.low == range.high)
    };
    let names: Vec<&'static str> = numbers
        .map(|number| number.name())
        .chain(Part::ALL.iter().filter(|part| !certain(part)).map(|part| part.name()))
        .chain(members.iter().map(|quantity| quantity.name()))
        .collect();
    let at_value = against_first(study, draws, Fixed::AllBut { name: "", is_high: false });
    let swing = |name: &&'static str| {
        let at = |is_high| against_first(study, draws, Fixed::AllBut { name, is_high });
        Swing { name, at_low: at(false), at_value: at_value.clone(), at_high: at(true) }
    };
    let mut swings: Vec<Swing> = names.par_iter().map(swing).collect();
    swings.retain(|swing| swing.widest() > 0.0);
    swings.sort_by(|a, b| b.widest().total_cmp(&a.widest()).then(a.name.cmp(b.name)));
    swings
}

/// Whether nothing in a study looks at a number, so that it can move no date.
fn is_idle(study: &ArrangementStudy, number: Number) -> bool {
    match number {
        Number::EngagementCost | Number::RiskWeight => true,
        Number::OverrideProbability | Number::OverrideDays => study.override_after == 0,
        Number::PartnerRelationship | Number::PartnershipDays | Number::PartnershipSlots => {
            study.proposals.iter().all(|proposal| proposal.partners.is_empty())
        }
        Number::MoralHazard => {
            study.arrangements.iter().all(|parts| parts.range(Part::RiskShare).high <= 0.0)
        }
        _ => false,
    }
}

/// Mean live share of each arrangement less that of the first.
fn against_first(study: &ArrangementStudy, draws: u32, fixed: Fixed<'_>) -> Vec<f64> {
    let discipline = study.discipline.build();
    let (benefits, residents) = study.weights();
    let hours = study.team_hours[study.team_hours.len() / 2];
    let mut sums = vec![0.0; study.arrangements.len()];
    let mut room = Workroom::default();
    for draw in 0..draws {
        let address = Address::new(study.seed, draw);
        let believed = study.believed(&address, fixed);
        let ground = (&believed.numbers, believed.members.as_slice());
        for (sum, design) in sums.iter_mut().zip(&believed.designs) {
            let course = process(study, ground, design, (hours, &*discipline)).run(&address, &mut room);
            *sum += course.live_share(&benefits, &residents, study.horizon_days);
        }
    }
    sums.iter().map(|sum| (sum - sums[0]) / f64::from(draws)).collect()
}
