//! Meal breaks: when they fall due, begin, end, are interrupted and are missed.

use super::{CrewFact, Engine, Observer};
use crate::ids::VehicleId;
use crate::policy::Moment;
use crate::state::{Event, Leg, Meal, VehicleStatus};

impl Engine<'_> {
    /// A break falls due: an idle crew goes for it at once, one on its way to the station when it gets there, a busy
    /// one when it is free.
    pub(super) fn break_opens(&mut self, id: VehicleId, crew: u32, observer: &mut impl Observer) {
        if self.is_gone(id, crew) {
            return;
        }
        self.state.crews[id.index()].meal = Meal::Due;
        self.tell(id, CrewFact::BreakDue, observer);
        self.update_answers(id);
        let status = self.state.vehicle(id).status;
        if status.is_available() && status != VehicleStatus::Returning {
            let place = self.view().place(id);
            self.clear_job(id, observer);
            self.goes_to_break(id, place, observer);
        }
    }

    /// An idle crew whose break is due takes it at its station, or drives there; says whether it does.
    pub(super) fn goes_to_break(&mut self, id: VehicleId, place: u16, observer: &mut impl Observer) -> bool {
        let home = self.home(id);
        let Some(meal) = self.meal_break(id).filter(|_| self.state.crew(id).meal == Meal::Due) else {
            return false;
        };
        if let Some(drive) = self.way_home(id, place, home) {
            self.drive_to_post(id, (place, home), drive, observer);
            return true;
        }
        self.state.crews[id.index()].meal = Meal::Begun;
        self.set_status(id, VehicleStatus::OnBreak, observer);
        let vehicle = &mut self.state.vehicles[id.index()];
        vehicle.leg = Leg::at(home, self.state.now);
        let job = vehicle.job;
        self.schedule(meal.length, Event::BreakEnds { vehicle: id, job });
        true
    }

    /// Whether a crew is on its meal break or on its way to it.
    pub(super) fn is_resting(&self, id: VehicleId) -> bool {
        matches!(self.state.crew(id).meal, Meal::Due | Meal::Begun)
    }

    /// The window closes: a break that has not begun is missed.
    pub(super) fn break_closes(&mut self, id: VehicleId, crew: u32, observer: &mut impl Observer) {
        if !self.is_gone(id, crew) && self.state.crew(id).meal == Meal::Due {
            self.closes_meal(id, observer);
            self.update_answers(id);
        }
    }

    /// Tells how a break went that is due or under way.
    pub(super) fn closes_meal(&mut self, id: VehicleId, observer: &mut impl Observer) {
        let what = match self.state.crew(id).meal {
            Meal::NotDue | Meal::Over => return,
            Meal::Due => CrewFact::BreakMissed,
            Meal::Begun => CrewFact::BreakTaken,
        };
        self.state.crews[id.index()].meal = Meal::Over;
        self.tell(id, what, observer);
    }

    pub(super) fn break_ends(&mut self, id: VehicleId, job: u32, observer: &mut impl Observer) {
        if self.is_stale(id, job) {
            return;
        }
        self.closes_meal(id, observer);
        self.update_answers(id);
        self.free(id, self.home(id), Moment::VehiclePassing, observer);
    }

    /// A crew that is sent out during its break has had it.
    pub(super) fn leaves_break(&mut self, id: VehicleId, observer: &mut impl Observer) {
        if self.state.vehicle(id).status == VehicleStatus::OnBreak && self.state.crew(id).meal == Meal::Begun
        {
            self.state.crews[id.index()].meal = Meal::Over;
            self.tell(id, CrewFact::BreakInterrupted, observer);
            self.update_answers(id);
        }
    }
}
