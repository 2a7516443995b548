//! Those who wait for a vehicle, and what a vehicle that looks for work sees of them at first.

use super::{Incident, State};
use crate::category::Category;
use crate::ids::IncidentRow;
use crate::units::SimTime;
use crate::vehicle_kind::Kinds;
use crate::world::Component;
use serde::{Deserialize, Serialize};

/// How urgent an incident is while it waits, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Urgency {
    /// C1 without a vehicle that conveys.
    Immediate = 0,
    /// C2; what has escalated; a further vehicle for a C1 patient who has one on the way, or there.
    Urgent = 1,
    /// C3.
    C3 = 2,
    /// Other.
    Other = 3,
    /// C4.
    C4 = 4,
}

impl Urgency {
    /// Number of degrees.
    pub const COUNT: usize = 5;
}

/// Where an incident stands among those who wait: the most urgent first, then who asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Turn {
    /// How urgent it is.
    pub urgency: Urgency,
    /// From when what it lacks has been asked for.
    pub asked: SimTime,
}

/// What a vehicle that looks for work sees first of an incident that waits: all that most looks need, 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// From when what it lacks has been asked for.
    pub asked: SimTime,
    /// Its row.
    pub row: IncidentRow,
    /// The own place where it is.
    pub place: u16,
    /// The local patch of that place.
    pub patch: u16,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Its category.
    pub category: Category,
    /// The kinds of vehicle that may serve what it lacks.
    pub wants: Kinds,
}

impl Waiting {
    fn new(row: IncidentRow, incident: &Incident, component: &Component) -> Self {
        Self {
            asked: incident.asked,
            row,
            place: incident.place,
            patch: incident.patch,
            urgency: incident.urgency(),
            category: incident.category,
            wants: incident.wants(component),
        }
    }

    const fn turn(&self) -> Turn {
        Turn { urgency: self.urgency, asked: self.asked }
    }
}

impl State {
    /// Incidents that wait for a vehicle: the most urgent first, then who asked first.
    #[must_use]
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    pub(crate) fn join_queue(&mut self, row: IncidentRow, component: &Component) {
        let waiting = Waiting::new(row, self.incident(row), component);
        let at = self.waiting.partition_point(|other| (other.turn(), other.row) < (waiting.turn(), row));
        self.waiting.insert(at, waiting);
        self.incidents[row.index()].turn = Some(waiting.turn());
    }

    pub(crate) fn leave_queue(&mut self, row: IncidentRow) {
        if let Some(turn) = self.incidents[row.index()].turn.take() {
            let at = self.queue_slot(row, turn);
            self.waiting.remove(at);
        }
    }

    /// Brings what vehicles see of an incident that waits up to what it is now.
    pub(crate) fn refresh_queue(&mut self, row: IncidentRow, component: &Component) {
        let incident = self.incident(row);
        let Some(turn) = incident.turn else { return };
        let now = Waiting::new(row, incident, component);
        if now.turn() == turn {
            let at = self.queue_slot(row, turn);
            self.waiting[at] = now;
        } else {
            self.leave_queue(row);
            self.join_queue(row, component);
        }
    }

    fn queue_slot(&self, row: IncidentRow, turn: Turn) -> usize {
        self.waiting.partition_point(|other| (other.turn(), other.row) < (turn, row))
    }

    /// Whether what vehicles see of the first who wait is what these are.
    pub(crate) fn queue_is_current(&self, component: &Component) -> bool {
        let is_current = |seen: &Waiting| *seen == Waiting::new(seen.row, self.incident(seen.row), component);
        self.waiting.iter().take(100).all(is_current)
    }
}
