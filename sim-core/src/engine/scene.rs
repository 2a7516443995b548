//! At the scene: who arrives first, who leads, who conveys, who is asked for and who is stood down.

use super::{Engine, Fact, Observer};
use crate::category::{Category, Ending};
use crate::ids::{IncidentRow, VehicleId};
use crate::policy::Moment;
use crate::state::{Event, IncidentStatus, VehicleStatus};
use crate::units::SimTime;
use crate::vehicle_kind::Pool;

impl Engine<'_> {
    pub(super) fn reaches_scene(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        let row = self.state.vehicle(id).incident.expect("a vehicle under way has an incident");
        self.set_status(id, VehicleStatus::OnScene, observer);
        observer.see(&Fact::Arrived { incident: self.state.incident(row), vehicle: id });
        let pool = self.state.vehicle(id).kind.pool();
        self.first_on_scene(row, id, observer);
        if pool == Pool::Responder {
            if self.state.incident(row).is_attended() {
                self.release(id, row, observer);
            }
            return;
        }
        let is_first = !self.state.incident(row).is_attended();
        let counts = !(is_first && self.is_uncounted(self.state.incident(row)));
        self.state.incidents[row.index()].arrived += u8::from(counts);
        if self.state.incident(row).is_attended() {
            self.joins(row, id, job, observer);
        } else {
            self.leads(row, id, job, observer);
        }
        self.dispatch(row, Moment::BackUp, observer);
    }

    /// The first arrival that counts: for C1 any trained responder, else a clinician.
    fn first_on_scene(&mut self, row: IncidentRow, id: VehicleId, observer: &mut impl Observer) {
        let now = self.state.now;
        let kind = self.state.vehicle(id).kind;
        let is_clinician = kind.pool() != Pool::Responder;
        let stops_c1 = self.component.kind(kind).stops_c1_clock;
        let incident = &mut self.state.incidents[row.index()];
        let is_c1 = incident.category == Category::C1;
        if incident.reached == SimTime::NEVER && (is_clinician || is_c1 && stops_c1) {
            incident.reached = now;
            if is_c1 {
                self.stop_clock(row, id, observer);
            }
        }
    }

    /// The first clinician treats; what is then known of the patient says who else is wanted.
    fn leads(&mut self, row: IncidentRow, id: VehicleId, job: u32, observer: &mut impl Observer) {
        let now = self.state.now;
        let ending = self.state.incident(row).attended_ending;
        let conveyed = ending != Ending::SeeAndTreat;
        let stay = self.on_scene(self.state.incident(row), conveyed);
        let conveys = self.state.vehicle(id).kind.pool() == Pool::Transport;
        let incident = &mut self.state.incidents[row.index()];
        incident.lead = Some(id);
        incident.attended = now;
        incident.treated = now + stay;
        self.set_stage(row, IncidentStatus::OnScene, observer);
        let incident = &mut self.state.incidents[row.index()];
        if !conveyed {
            incident.leaves = now + stay;
            self.schedule(stay, Event::VehicleLeavesScene { vehicle: id, job });
            self.stop_clock(row, id, observer);
        } else if conveys {
            self.takes_patient(row, id, job, observer);
        }
        self.stand_down_surplus(row, observer);
    }

    /// A further vehicle arrives: it takes the patient if a vehicle that conveys was wanted, else it helps.
    fn joins(&mut self, row: IncidentRow, id: VehicleId, job: u32, observer: &mut impl Observer) {
        let conveys = self.state.vehicle(id).kind.pool() == Pool::Transport;
        let incident = self.state.incident(row);
        let conveyed = incident.attended_ending != Ending::SeeAndTreat;
        if conveys && conveyed && incident.transport.is_none() {
            self.takes_patient(row, id, job, observer);
            self.stand_down_surplus(row, observer);
        }
    }

    /// The vehicle that conveys is there: the patient leaves when treatment on scene is over, and loaded.
    fn takes_patient(&mut self, row: IncidentRow, id: VehicleId, job: u32, observer: &mut impl Observer) {
        let now = self.state.now;
        let load = self.component.stages.load;
        let incident = &mut self.state.incidents[row.index()];
        incident.transport = Some(id);
        incident.transport_reached = now;
        let is_lead = incident.lead == Some(id);
        incident.leaves = if is_lead { incident.treated } else { incident.treated.max(now + load) };
        let stay = incident.leaves - now;
        self.schedule(stay, Event::VehicleLeavesScene { vehicle: id, job });
        self.stop_clock(row, id, observer);
        observer.see(&Fact::TransportArrived { incident: self.state.incident(row), vehicle: id });
    }

    pub(super) fn leaves_scene(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        let row = self.state.vehicle(id).incident.expect("a vehicle on scene has an incident");
        self.state.leave_queue(row);
        self.release_others(row, id, observer);
        self.update_lacks(row);
        let incident = *self.state.incident(row);
        if incident.attended_ending == Ending::SeeAndTreat {
            self.set_status(id, VehicleStatus::WrapUp, observer);
            self.set_stage(row, IncidentStatus::Treated, observer);
            let wrap_up = self.wrap_up(&incident, false);
            self.schedule(wrap_up, Event::VehicleClears { vehicle: id, job });
            return;
        }
        let given = self.recorded(&incident).and_then(|recorded| recorded.hospital);
        let hospital = given.or_else(|| self.choose_hospital(&incident));
        match hospital {
            Some(hospital) => self.sets_off(id, job, &incident, hospital),
            None => self.hands_to_transfer(id, job, &incident),
        }
        self.set_status(id, VehicleStatus::ToHospital, observer);
        self.set_stage(row, IncidentStatus::ToHospital, observer);
    }

    /// Releases all vehicles but one: first those on the way, so that nobody takes over from one that is not wanted.
    fn release_others(&mut self, row: IncidentRow, kept: VehicleId, observer: &mut impl Observer) {
        for on_the_way in [true, false] {
            for id in self.state.incident(row).sent.into_iter().flatten().filter(|id| *id != kept) {
                let vehicle = self.state.vehicle(id);
                let still_here = vehicle.incident == Some(row);
                if still_here && (vehicle.status == VehicleStatus::ToScene) == on_the_way {
                    self.release(id, row, observer);
                }
            }
        }
    }

    /// Once a clinician is there, vehicles on the way beyond those wanted are stood down, the last to arrive first; one
    /// that conveys comes on if the patient needs it. Responders on scene or on the way are released.
    fn stand_down_surplus(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        // What is now known of the patient first: nobody stood down here comes back for what is not lacking.
        self.update_lacks(row);
        self.wait_or_leave(row);
        for id in self.state.incident(row).sent.into_iter().flatten() {
            if self.state.vehicle(id).kind.pool() == Pool::Responder {
                self.release(id, row, observer);
            }
        }
        while let Some(id) = self.surplus(row) {
            self.release(id, row, observer);
        }
    }

    /// The vehicle on the way that arrives last of those not wanted.
    fn surplus(&self, row: IncidentRow) -> Option<VehicleId> {
        let incident = self.state.incident(row);
        let sent = || incident.sent.into_iter().flatten();
        if sent().count() <= usize::from(incident.wanted) {
            return None;
        }
        let lacks_transport = incident.transport.is_none() && incident.attended_ending != Ending::SeeAndTreat;
        let conveys = |id: &VehicleId| self.state.vehicle(*id).kind.pool() == Pool::Transport;
        let on_the_way = || sent().filter(|id| self.state.vehicle(*id).status == VehicleStatus::ToScene);
        let arrival = |id: &VehicleId| (self.state.vehicle(*id).leg.arrives, *id);
        let kept = on_the_way().filter(conveys).min_by_key(arrival).filter(|_| lacks_transport);
        on_the_way().filter(|id| Some(*id) != kept).max_by_key(arrival)
    }

    /// Lets a vehicle go that is on the way to, or at, an incident which has no more need of it.
    pub(super) fn release(&mut self, id: VehicleId, row: IncidentRow, observer: &mut impl Observer) {
        let place = self.view().place(id);
        let on_the_way = self.state.vehicle(id).status == VehicleStatus::ToScene;
        if on_the_way {
            observer.see(&Fact::StoodDown { incident: self.state.incident(row), vehicle: id });
        }
        self.leave(id, row);
        self.update_lacks(row);
        self.wait_or_leave(row);
        let moment = if on_the_way { Moment::VehicleStoodDown } else { Moment::VehicleFree };
        self.free(id, place, moment, observer);
    }
}
