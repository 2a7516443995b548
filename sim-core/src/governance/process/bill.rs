//! What engagement costs, who bears it, and what sharing the risk does to the effort.

use super::design::Design;
use super::member::Member;
use super::numbers::{Number, Numbers};
use super::plan::Group;

/// What a member's engagement costs, and what it pays once risk is shared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bill {
    /// Pounds of its own: hours that it funds, and its part of the trust's hours by residents.
    pub own_gbp: f64,
    /// (1 − g) of its own, and g of the group's by residents.
    pub paid_gbp: f64,
}

/// Effort against that of a member that bears all of its cost: 1 − μ g (1 − w), for a pooled share `g` and a weight `w`.
#[must_use]
pub fn effort_under_shared_risk(moral_hazard: f64, g: f64, weight: f64) -> f64 {
    1.0 - moral_hazard * g * (1.0 - weight)
}

/// A member's part of its group's residents.
pub(super) fn weight(group: &Group, members: &[Member], member: usize) -> f64 {
    members[member].residents / group.members.iter().map(|m| members[*m].residents).sum::<f64>()
}

/// Hours worked as bills: those of a holder's team fall on who funds it.
pub(super) fn bills<'a>(
    (members, numbers): (&[Member], &Numbers),
    groups: &[Group],
    design_of: impl Fn(&Group) -> &'a Design,
    (trust_hours, ics_hours): (f64, &[f64]),
) -> Vec<Bill> {
    let rate = numbers.get(Number::EngagementCost);
    let residents: f64 = members.iter().map(|m| m.residents).sum();
    let mut bills = vec![Bill::default(); members.len()];
    for group in groups {
        let design = design_of(group);
        let holder = group.holder();
        let given = |m: usize| if m == holder { 1.0 } else { design.members_pay } * members[m].hours_per_week;
        let funded = group.members.iter().map(|m| given(*m)).sum::<f64>().max(1e-9);
        for &member in &group.members {
            let of_holder = ics_hours[holder] * given(member) / funded;
            let own = if member == holder { 0.0 } else { ics_hours[member] };
            let of_trust = trust_hours * members[member].residents / residents;
            bills[member].own_gbp = rate * (own + of_holder + of_trust);
        }
        let pool: f64 = group.members.iter().map(|m| bills[*m].own_gbp).sum();
        for &member in &group.members {
            let own = bills[member].own_gbp;
            let pooled = weight(group, members, member) * pool;
            bills[member].paid_gbp = (1.0 - design.risk_share) * own + design.risk_share * pooled;
        }
    }
    bills
}
