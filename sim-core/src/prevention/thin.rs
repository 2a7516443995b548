//! What a programme leaves of a week's incidents.

use super::credit::{MOST, credit};
use super::programme::{Drawn, Programme, Spot};
use crate::category::Category;
use crate::ids::AreaId;
use crate::patient::Patient;
use crate::rng::{Address, Purpose, join};
use crate::tape::{IncidentId, Row, Tape};
use crate::units::{HOUR_MS, SimTime};
use crate::world::{Component, Patients, STREAMS, World, caller_entity};
use serde::{Deserialize, Serialize};

/// First layer of incidents that an intervention adds, and how many such layers there are.
const ADDED_LAYER: u8 = 2;
const ADDED_LAYERS: u64 = 12;
/// Identities that are looked at for one whose patient belongs to the cohort.
const TRIES: u16 = 2_048;

/// What a programme did to the incidents of the window, by (intervention, area, category).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Incidents of the cohort while the intervention was live.
    pub cohort: Vec<f64>,
    /// The same, each by the share of its full force that the intervention had then.
    pub force: Vec<f64>,
    /// Those of them that it was expected to reach.
    pub reached: Vec<f64>,
    /// Incidents prevented, each shared among those who might have prevented it; added ones count against it.
    pub prevented: Vec<f64>,
}

impl Tally {
    /// An empty tally of so many interventions and areas.
    #[must_use]
    pub fn new(items: usize, areas: usize) -> Self {
        let zeros = || vec![0.0; items * areas * STREAMS];
        Self { cohort: zeros(), force: zeros(), reached: zeros(), prevented: zeros() }
    }

    /// The row of an intervention in an area and category, for a region of so many areas.
    #[inline]
    #[must_use]
    pub const fn row(areas: usize, item: usize, area: AreaId, category: Category) -> usize {
        (item * areas + area.index()) * STREAMS + category.row()
    }

    /// Adds what another component gave.
    pub fn merge(&mut self, other: &Self) {
        if other.cohort.is_empty() {
            return;
        }
        if self.cohort.is_empty() {
            return self.clone_from(other);
        }
        let pairs = [
            (&mut self.cohort, &other.cohort),
            (&mut self.force, &other.force),
            (&mut self.reached, &other.reached),
            (&mut self.prevented, &other.prevented),
        ];
        for (own, more) in pairs {
            own.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

/// A programme at work in one component and replication.
#[derive(Debug)]
pub struct Thinning<'w> {
    world: &'w World,
    component: &'w Component,
    patients: &'w Patients,
    address: Address,
    drawn: Vec<Drawn<'w>>,
    /// Where each area's incidents count, and until when.
    window: (SimTime, SimTime),
    tally: Tally,
    /// Who meets in an incident: row and probability; and their parts.
    meeting: Vec<usize>,
    alone: Vec<f64>,
    parts: Vec<f64>,
}

impl<'w> Thinning<'w> {
    /// `None` if there is nothing to do. What lies outside `counted` is thinned and not counted.
    #[must_use]
    pub fn new(
        world: &'w World,
        component: usize,
        programme: &'w Programme,
        address: Address,
        counted: (SimTime, SimTime),
    ) -> Option<Self> {
        let patients = world.patients.as_ref().filter(|_| !programme.is_empty())?;
        let (start, end) = world.clock.window();
        Some(Self {
            world,
            component: &world.components[component],
            patients,
            address,
            drawn: programme.drawn(&address),
            window: (start.max(counted.0), end.min(counted.1)),
            tally: Tally::new(programme.items.len(), world.demand.areas.len()),
            meeting: Vec::with_capacity(MOST),
            alone: Vec::with_capacity(MOST),
            parts: Vec::with_capacity(MOST),
        })
    }

    /// The incidents that are left of a week, with those that are added; in order of time.
    ///
    /// What is left is a subset whatever else is done: each (incident, intervention) has one mark of its own, and an
    /// incident is gone if any of its marks says so.
    #[must_use]
    pub fn thin(&mut self, tape: &Tape) -> Tape {
        let mut left = Vec::with_capacity(tape.rows.len());
        let mut added = Vec::new();
        for row in &tape.rows {
            if !self.is_prevented(tape, row, &mut added) {
                left.push(*row);
            }
        }
        if !added.is_empty() {
            left.extend(added);
            let areas = &self.world.demand.areas;
            left.sort_unstable_by_key(|row| {
                (row.at_ms, areas[row.area as usize].identity, row.layer, row.ordinal)
            });
        }
        Tape { week: tape.week, rows: left }
    }

    /// What has been counted.
    #[must_use]
    pub fn tally(self) -> Tally {
        self.tally
    }

    fn is_prevented(&mut self, tape: &Tape, row: &Row, added: &mut Vec<Row>) -> bool {
        let demand = &self.world.demand.areas[row.area as usize];
        let Some(place) = self.component.place_of_area[row.area as usize] else { return false };
        let id = IncidentId::new(demand.identity, tape.week.number, row.layer, row.ordinal);
        let at = tape.time(row);
        let spot = Spot {
            area: AreaId(row.area),
            identity: demand.identity,
            patch: self.component.patch[place as usize],
            quintile: demand.quintile,
        };
        let category = Category::from_row(row.category);
        let patient = self.patient(id, spot, category);
        self.meeting.clear();
        self.alone.clear();
        let counts = self.window.0 <= at && at < self.window.1;
        let areas = self.world.demand.areas.len();
        let mut gone = false;
        for (item, drawn) in self.drawn.iter().enumerate() {
            if !drawn.cohort.holds(category, &patient) {
                continue;
            }
            let Some(force) = drawn.force(spot.patch, at) else { continue };
            let reached = drawn.reached[usize::from(spot.quintile)] * force;
            let tally_row = Tally::row(areas, item, spot.area, category);
            if counts {
                self.tally.cohort[tally_row] += 1.0;
                self.tally.force[tally_row] += force;
                self.tally.reached[tally_row] += reached;
            }
            let (chance, is_open) = self.chance(drawn, &patient, spot.identity, reached);
            let mark = |purpose| self.address.mark(purpose, join(id.0, drawn.entity));
            if chance > 0.0 {
                self.meeting.push(item);
                self.alone.push(chance);
                gone |= is_open && mark(Purpose::Prevention) < chance / share_open(drawn, reached);
            } else if is_open && mark(Purpose::Reach) < -chance / share_open(drawn, reached) {
                added.push(self.further(tape, row, (id, drawn), spot));
                if counts {
                    self.tally.prevented[tally_row] -= 1.0;
                }
            }
        }
        if gone && counts {
            credit(&self.alone, &mut self.parts);
            let whole: f64 = self.parts.iter().sum();
            for (item, part) in self.meeting.iter().zip(&self.parts) {
                self.tally.prevented[Tally::row(areas, *item, spot.area, category)] += part / whole;
            }
        }
        gone
    }

    /// The probability that an intervention prevents an incident (below 0: adds one), and whether the person is one whom
    /// it has reached: of a programme for people the person is reached or not, and stays so.
    fn chance(&self, drawn: &Drawn<'_>, patient: &Patient, identity: u32, reached: f64) -> (f64, bool) {
        let chance = reached * drawn.prevents;
        let Some(caller) = patient.caller.filter(|_| drawn.cohort.frequent_callers) else {
            return (chance, true);
        };
        let person = join(caller_entity(identity, caller), drawn.entity);
        (chance, self.address.mark(Purpose::Reach, person) < reached)
    }

    fn patient(&self, id: IncidentId, spot: Spot, category: Category) -> Patient {
        let condition = self.component.condition(category, self.address.mark(Purpose::Condition, id.0));
        self.patients.of(&self.address, id.0, (spot.area.index(), spot.identity), (category, condition))
    }

    /// A further incident of the cohort like one of the tape, at another instant of its week: of the identities that may be
    /// its own, the first whose patient belongs to the cohort.
    fn further(&self, tape: &Tape, row: &Row, (id, drawn): (IncidentId, &Drawn<'_>), spot: Spot) -> Row {
        let own = join(id.0, drawn.entity);
        let layer = ADDED_LAYER + (drawn.entity % ADDED_LAYERS) as u8;
        let category = Category::from_row(row.category);
        let belongs = |ordinal: &u16| {
            let id = IncidentId::new(spot.identity, tape.week.number, layer, *ordinal);
            drawn.cohort.holds(category, &self.patient(id, spot, category))
        };
        let first = own as u16;
        let ordinal = (0..TRIES).map(|more| first.wrapping_add(more)).find(belongs).unwrap_or(first);
        let when = self.address.key(Purpose::Reach, own).mark(1);
        let length = tape.week.hours as i64 * HOUR_MS;
        Row { at_ms: ((when * length as f64) as i64).min(length - 1) as u32, layer, ordinal, ..*row }
    }
}

/// What a mark is held against: of a programme for people, those who are not reached have been left out already.
fn share_open(drawn: &Drawn<'_>, reached: f64) -> f64 {
    if drawn.cohort.frequent_callers && reached > 0.0 { reached } else { 1.0 }
}
