//! When a vehicle that has come to an emergency department hands its patient over.
//!
//! A method says how long a patient waits for clinical handover. Release and cohorting stand beside it: they free the
//! crew before that, whatever the method.

mod bays;
mod cohort;
mod empirical;
mod release;

pub use bays::Bays;
pub use cohort::Cohort;
pub use empirical::Empirical;
pub use release::Release;

use super::View;
use crate::state::{Around, Department, Incident};
use crate::units::{HOUR_MS, SimDuration, SimTime};
use crate::world::HospitalSite;
use std::sync::Arc;

/// A vehicle with a patient at an emergency department.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// The hospital.
    pub site: &'a HospitalSite,
    /// Calendar, luck and days of the department.
    pub around: Around<'a>,
    /// When.
    pub now: SimTime,
}

/// A rule of handover.
pub trait Handover: Send + Sync + std::fmt::Debug {
    /// The department of a hospital before anything has come.
    fn open(&self, site: &HospitalSite, around: &Around<'_>) -> Department {
        let _ = (site, around);
        Department::default()
    }

    /// Time from arrival to clinical handover; the department is the rule's memory and may change.
    fn hand_over(&self, arrival: &Arrival<'_>, department: &mut Department) -> SimDuration;
}

crate::methods! {
    /// A rule of handover as a scenario names it.
    HandoverConfig => Handover { Empirical(Empirical) = "empirical", Bays(Bays) = "bays" }
}

/// What freed a crew before clinical handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FreedBy {
    /// The release of the vehicle after a limit: the patient is moved into the department.
    Release,
    /// Another crew looks after the patient.
    Cohort,
}

/// A crew that is freed while its patient still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freed {
    /// By what.
    pub by: FreedBy,
    /// How much longer the crew would have stayed; the patient waits on for as long.
    pub saved: SimDuration,
}

/// The answer to an arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// Time from arrival until the crew has handed the patient over.
    pub duration: SimDuration,
    /// Whether that was before clinical handover.
    pub freed: Option<Freed>,
}

impl Handed {
    /// A handover that nothing shortens.
    #[must_use]
    pub const fn whole(duration: SimDuration) -> Self {
        Self { duration, freed: None }
    }
}

/// The rules of handover in force.
#[derive(Debug, Clone)]
pub struct HandoverRules {
    /// How long a patient waits for clinical handover.
    pub method: Arc<dyn Handover>,
    /// Release of vehicles after a limit, if there is one.
    pub release: Option<Release>,
    /// Cohorting, if crews do so.
    pub cohort: Option<Cohort>,
}

impl HandoverRules {
    /// A method alone.
    #[must_use]
    pub const fn new(method: Arc<dyn Handover>) -> Self {
        Self { method, release: None, cohort: None }
    }

    /// When the crew of an arrival is free to wrap up; the earlier of release and cohorting counts, release in a tie.
    #[must_use]
    pub fn hand_over(&self, arrival: &Arrival<'_>, department: &mut Department) -> Handed {
        let whole = self.method.hand_over(arrival, department);
        let cohort = self.cohort.as_ref().and_then(|rule| rule.frees_after(whole, arrival.now, department));
        let release = self.release.as_ref().and_then(|rule| rule.frees_after(whole, arrival));
        let earliest = match (release, cohort) {
            (Some(release), Some(cohort)) if cohort < release => Some((FreedBy::Cohort, cohort)),
            (Some(release), _) => Some((FreedBy::Release, release)),
            (None, cohort) => cohort.map(|after| (FreedBy::Cohort, after)),
        };
        let handed = earliest.map_or(Handed::whole(whole), |(by, duration)| Handed {
            duration,
            freed: Some(Freed { by, saved: whole - duration }),
        });
        if self.cohort.is_some() {
            department.crew_stays_until(arrival.now + handed.duration);
        }
        handed
    }
}

/// The handover that a patient who came to a hospital now would expect.
///
/// Where bays are followed: the wait for the next bay, as those before hold theirs, and a mean handover. Elsewhere the
/// hospital's mean at this hour.
#[must_use]
pub fn expected_handover(view: &View<'_>, hospital: u16) -> SimDuration {
    let site = &view.component.hospitals[usize::from(hospital)];
    let department = view.state.departments.get(usize::from(hospital)).filter(|known| known.has_bays());
    match (department, &site.department) {
        (Some(department), Some(table)) => {
            let now = view.now();
            let ahead = |time: SimTime| (time.0.div_euclid(HOUR_MS) - now.0.div_euclid(HOUR_MS)) as usize;
            let open = |time| table.bays[(usize::from(view.hour_of_week) + ahead(time)) % table.bays.len()];
            department.next_start(now, &open) - now + SimDuration::from_seconds(table.service.mean_s)
        }
        _ => SimDuration::from_seconds(site.mean_handover_s(usize::from(view.hour_of_week % 24))),
    }
}
