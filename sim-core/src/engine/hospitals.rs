//! Where patients are taken, and how long crews stay there.

use super::Engine;
use super::alternatives::changed;
use crate::policy::handover::{Arrival, Handed};
use crate::state::{Around, Department, Incident};
use crate::units::{SimDuration, SimTime};
use crate::world::UNREACHABLE;

impl Engine<'_> {
    /// What stands around the department of a local hospital.
    fn around(&self, hospital: usize) -> Around<'_> {
        Around {
            clock: self.clock,
            address: &self.address,
            entity: self.component.hospitals[hospital].entity,
            days: self.handover_days.of(hospital),
        }
    }

    /// Departments as they are at time zero.
    pub(super) fn open_departments(&mut self) {
        let sites = self.component.hospitals.iter().enumerate();
        let open = |(row, site)| self.policies.handover.method.open(site, &self.around(row));
        self.state.departments = sites.map(open).collect();
    }

    /// The hospital that the rule gives; the nearest instead of one that does not exist or that no road leads to.
    pub(super) fn choose_hospital(&mut self, incident: &Incident) -> Option<u16> {
        self.bring_departments_up_to(self.state.now);
        let chosen = self.policies.hospital.choose(&self.view(), incident)?;
        let reachable = |hospital: &u16| {
            self.component.hospitals.get(usize::from(*hospital)).is_some_and(|site| {
                let (from, to) = (usize::from(incident.place), usize::from(site.place));
                self.component.travel.base_s(from, to) < UNREACHABLE
            })
        };
        let nearest = || self.component.nearest[usize::from(incident.place)].first().copied();
        Some(chosen).filter(reachable).or_else(nearest)
    }

    /// Lets walk-ins and other services' ambulances take their bays; nothing to do where bays are not followed.
    fn bring_departments_up_to(&mut self, now: SimTime) {
        for row in 0..self.state.departments.len() {
            let Some(table) = &self.component.hospitals[row].department else { continue };
            let mut department: Department = std::mem::take(&mut self.state.departments[row]);
            if department.has_bays() {
                department.bring_up_to(now, table, &self.around(row));
            }
            self.state.departments[row] = department;
        }
    }

    /// Takes all bays of a department, and lets some ambulances more wait; nothing where bays are not followed.
    pub(super) fn fill_department(&mut self, hospital: u16, waiting: u16) {
        let row = usize::from(hospital);
        self.bring_departments_up_to(self.state.now);
        let Some(table) = &self.component.hospitals[row].department else { return };
        let mut department: Department = std::mem::take(&mut self.state.departments[row]);
        if department.has_bays() {
            department.fill(self.state.now, waiting, table, &self.around(row));
        }
        self.state.departments[row] = department;
    }

    /// When the crew of a patient who has come to an emergency department is free to wrap up.
    pub(super) fn hand_over(&mut self, incident: &Incident, hospital: u16) -> Handed {
        if let Some(handover) = self.recorded(incident).and_then(|recorded| recorded.handover) {
            return Handed::whole(handover);
        }
        let row = usize::from(hospital);
        let mut department: Department = std::mem::take(&mut self.state.departments[row]);
        let arrival = Arrival {
            incident,
            site: &self.component.hospitals[row],
            around: self.around(row),
            now: self.state.now,
        };
        let handed = self.policies.handover.hand_over(&arrival, &mut department);
        self.state.departments[row] = department;
        let own = self
            .handover_sites
            .get(row)
            .map_or(handed.duration, |ratio| SimDuration((handed.duration.0 as f64 * ratio).round() as i64));
        Handed { duration: changed(own, self.done_to(incident).handover), ..handed }
    }
}
