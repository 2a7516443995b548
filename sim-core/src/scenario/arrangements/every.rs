//! One study for every ambulance service of its region.

use super::ArrangementStudy;
use super::ground::Ground;
use crate::ids::ServiceId;
use crate::problem::{Problem, Problems};
use crate::region::{Patch, Ranged};

impl ArrangementStudy {
    /// The same study for each service of its region, in the region's order. An ICS that has several services gives each
    /// the same part of its team's hours: a relationship costs hours whatever its size.
    ///
    /// # Errors
    /// If an arrangement is of listed ICSs, or the region says nothing of a service's partnerships.
    pub fn every_service(&self) -> Result<Vec<Self>, Problems> {
        let mut problems = Problems::none();
        for parts in self.arrangements.iter().filter(|parts| !parts.is_general()) {
            problems.push(self.problem(
                format!("arrangement {}", parts.name),
                ("groups of listed ICSs", "groups that fit any service: each or all"),
                "leave it out where every service is looked at",
            ));
        }
        let mut studies = Vec::new();
        for (at, service) in self.region.services().iter().enumerate() {
            match Ground::of(&self.region, ServiceId::new(at)) {
                Some(ground) => studies.push(self.of(ground)),
                None => problems.push(self.problem(
                    service.code.clone(),
                    ("no rows", "a service whose partnerships the region has"),
                    "see partnerships.csv",
                )),
            }
        }
        problems.into_result(|| studies)
    }

    fn of(&self, mut ground: Ground) -> Self {
        let region = &self.region;
        for member in &mut ground.members {
            let is_own = |patch: &&Patch| region.icses()[patch.ics.index()].code == member.code;
            let part = 1.0 / region.patches().iter().filter(is_own).count().max(1) as f64;
            let Ranged { value, low, high } = member.hours_per_week;
            member.hours_per_week = Ranged { value: value * part, low: low * part, high: high * part };
        }
        Self { ground, ..self.clone() }
    }

    fn problem(&self, path: String, (found, rule): (&str, &str), hint: &str) -> Problem {
        Problem {
            file: self.name.clone(),
            path,
            line: None,
            found: found.to_owned(),
            rule: rule.to_owned(),
            hint: hint.to_owned(),
        }
    }
}
