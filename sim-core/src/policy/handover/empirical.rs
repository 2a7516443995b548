use super::{Arrival, Handover};
use crate::dist::normal_quantile;
use crate::rng::Purpose;
use crate::state::Department;
use crate::units::SimDuration;
use serde::{Deserialize, Serialize};

/// Handover by the published distribution, whatever else happens at the department.
///
/// The same department's same day joins handovers by a Gaussian copula, so that days differ and the distribution over
/// many days stays as published. A scenario's mean for a hospital, and its ratios by hour, multiply every duration; a
/// hospital or an hour for which its table states figures has a distribution with these.
///
/// # Source
/// AmbSYS (NHS England): handover by service and month; docs/adr/0010.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empirical {}

impl Handover for Empirical {
    fn hand_over(&self, arrival: &Arrival<'_>, _department: &mut Department) -> SimDuration {
        let mark = arrival.around.address.mark(Purpose::Handover, arrival.incident.id.0);
        let hour = usize::from(arrival.around.clock.local(arrival.now).hour_of_week % 24);
        arrival.site.handover_at(hour, joined(arrival, mark))
    }
}

/// The mark of a handover, partly its department's day.
fn joined(arrival: &Arrival<'_>, mark: f64) -> f64 {
    let share = arrival.site.day_correlation;
    if share == 0.0 {
        return mark;
    }
    let day = arrival.around.day_score(arrival.now);
    let score = libm::sqrt(share) * day + libm::sqrt(1.0 - share) * normal_quantile(mark.max(1e-15));
    0.5 * libm::erfc(-score * std::f64::consts::FRAC_1_SQRT_2)
}
