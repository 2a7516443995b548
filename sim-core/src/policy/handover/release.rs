use super::Arrival;
use crate::rng::Purpose;
use crate::units::SimDuration;
use jiff::civil::Date;

/// Release of the vehicle a fixed time after arrival: the patient is moved into the department, handed over or not.
///
/// It happens with a probability (compliance) by department and local hour, on and after the day the rule goes live
/// there, and never for a share of patients who are excluded. The patient goes on waiting in the department for as
/// long as the crew would have stayed; both are counted, side by side.
///
/// # Source
/// NHS England (2025), *Urgent and emergency care plan 2025/26*: handover within 45 minutes. Compliance and exclusions
/// are assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// Time from arrival to release.
    pub after: SimDuration,
    /// Probability of compliance by row of the region's hospitals.
    pub compliance: Vec<f64>,
    /// Share of that compliance which holds in each local hour of the day.
    pub by_hour: [f64; 24],
    /// Share of patients who are never released.
    pub exclusions: f64,
    /// The day from which the rule holds, by row of the region's hospitals; `None`: from the beginning.
    pub from: Vec<Option<Date>>,
}

impl Release {
    /// When the crew is released, if it is; `whole` is the time to clinical handover.
    #[must_use]
    pub fn frees_after(&self, whole: SimDuration, arrival: &Arrival<'_>) -> Option<SimDuration> {
        if whole <= self.after {
            return None;
        }
        let due = arrival.around.clock.local(arrival.now + self.after);
        let hospital = arrival.site.hospital.index();
        let live = self.from.get(hospital).copied().flatten();
        let is_live = live.is_none_or(|day| arrival.around.clock.dates()[due.date as usize] >= day);
        let key = arrival.around.address.key(Purpose::Release, arrival.incident.id.0);
        let compliance = self.compliance.get(hospital).copied().unwrap_or(0.0)
            * self.by_hour[usize::from(due.hour_of_week % 24)];
        let complies = key.mark(0) < compliance && key.mark(1) >= self.exclusions;
        (is_live && complies).then_some(self.after)
    }
}
