//! Which hospital a patient is taken to.

mod diversion;
mod home_ics;
mod least_expected_delay;
mod nearest_open;
mod specialty;

pub use diversion::Diversion;
pub use home_ics::HomeIcs;
pub use least_expected_delay::LeastExpectedDelay;
pub use nearest_open::NearestOpen;
pub use specialty::Specialty;

use super::View;
use crate::region::TravelPurpose;
use crate::state::Incident;
use crate::units::SimDuration;

/// A rule of hospital choice.
pub trait HospitalChoice: Send + Sync + std::fmt::Debug {
    /// The local hospital for an incident that leaves the scene now; `None` if none can be reached.
    fn choose(&self, view: &View<'_>, incident: &Incident) -> Option<u16>;
}

crate::methods! {
    /// A rule of hospital choice as a scenario names it.
    HospitalConfig => HospitalChoice {
        NearestOpen(NearestOpen) = "nearest_open",
        LeastExpectedDelay(LeastExpectedDelay) = "least_expected_delay",
        Diversion(Diversion) = "diversion",
        HomeIcs(HomeIcs) = "home_ics",
        Specialty(Specialty) = "specialty",
    }
}

/// The hospitals at hand that are open now, nearest first; all at hand if none is open.
pub fn candidates<'a>(view: &View<'a>, incident: &Incident) -> impl Iterator<Item = u16> + use<'a> {
    let near = &view.component.nearest[usize::from(incident.place)];
    let (hospitals, hour) = (&view.component.hospitals, view.hour_of_week);
    let any_open = near.iter().any(|h| hospitals[usize::from(*h)].is_open(hour));
    near.iter().copied().filter(move |h| !any_open || hospitals[usize::from(*h)].is_open(hour))
}

/// Expected drive of an incident's patient to a hospital at hand.
#[must_use]
pub fn conveyance(view: &View<'_>, incident: &Incident, hospital: u16) -> SimDuration {
    let (component, place) = (view.component, usize::from(incident.place));
    let to = usize::from(component.hospitals[usize::from(hospital)].place);
    let rural = component.places.rural[place];
    let factor = component.travel.factor(TravelPurpose::Convey, view.hour_of_week, rural);
    SimDuration::from_seconds(f64::from(component.travel.base_s(place, to)) * factor)
}
