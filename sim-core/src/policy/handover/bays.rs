use super::{Arrival, Empirical, Handover};
use crate::policy::{Span, bounds};
use crate::rng::Purpose;
use crate::state::{Around, Department};
use crate::units::SimDuration;
use crate::world::HospitalSite;
use serde::{Deserialize, Serialize};

/// Handover as a queue for bays: a patient waits for the bay that falls free first, and is then handed over.
///
/// Ambulances and walk-ins are taken first come first served. Occupancy, its difference between days, and the handover
/// once there is a bay are fitted so that each department reproduces its published (or the scenario's) mean, 90th
/// centile and shares over 30 and 60 minutes with the bays it has; `handover.bays_added` then acts on that
/// department. All settings are assumptions, grade D: no open data gives them by department.
///
/// # Source
/// Kiefer and Wolfowitz (1955) for the queue; the use here: docs/adr/0021.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bays {
    /// Walk-ins who compete for the same bays, for each ambulance.
    #[serde(deserialize_with = "bounds::ratio")]
    pub walk_ins: f64,
    /// How long a patient holds a bay; it gives the number of bays where none is stated, and is then fitted.
    pub occupancy: Span,
    /// Coefficient of variation of that time.
    #[serde(deserialize_with = "bounds::variation")]
    pub occupancy_cv: f64,
}

impl Handover for Bays {
    fn open(&self, site: &HospitalSite, around: &Around<'_>) -> Department {
        site.department.as_ref().map_or_else(Department::default, |table| Department::open(table, around))
    }

    fn hand_over(&self, arrival: &Arrival<'_>, department: &mut Department) -> SimDuration {
        let Some(table) = arrival.site.department.as_ref().filter(|_| department.has_bays()) else {
            return Empirical {}.hand_over(arrival, department);
        };
        let (around, id) = (&arrival.around, arrival.incident.id.0);
        department.bring_up_to(arrival.now, table, around);
        let holds = around.address.mark(Purpose::BayTime, id);
        let start = department.admit(arrival.now, holds, table, around);
        start - arrival.now + table.service.at(around.address.mark(Purpose::Handover, id))
    }
}
