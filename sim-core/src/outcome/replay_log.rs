//! Proves a log legal, or names every row that is not and the rule that it breaks.

use super::log::{LogReason, LogRow, Step};
use crate::state::legal::{INCIDENT_EDGES, VEHICLE_EDGES};
use crate::state::{IncidentStatus, VehicleStatus};
use crate::tape::IncidentId;
use crate::units::SimTime;
use std::collections::BTreeMap;
use std::fmt;

/// What every log obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogRule {
    /// Rows are numbered from 0 without a gap.
    Numbered,
    /// Time never goes back.
    InOrder,
    /// A vehicle or an incident steps from the status that it is in.
    Chained,
    /// Every step is one that the tables of legal steps hold.
    LegalStep,
    /// A vehicle is on a job if and only if it works on an incident that is open.
    TiedWhileBusy,
    /// A vehicle takes another incident only by being sent to it.
    OneJob,
    /// Who is treated, conveyed or handed over has a vehicle that does it; who ends has none left.
    VehicleThere,
    /// A vehicle off shift is neither idle nor sent from anything but another drive to a scene.
    OnShift,
    /// Shifts begin and end in turn.
    ShiftsAlternate,
    /// A vehicle and an incident begin once.
    BeginsOnce,
    /// An incident ends once, in one of the ways there are, and nothing follows.
    EndsOnce,
    /// What has begun is followed to its end, or to where the log stops.
    Tiled,
}

impl LogRule {
    /// The rule in one sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Numbered => "rows are numbered from 0 without a gap",
            Self::InOrder => "time never goes back",
            Self::Chained => "a vehicle or an incident steps from the status that it is in",
            Self::LegalStep => "every step is in the tables of legal steps",
            Self::TiedWhileBusy => "a vehicle on a job, and no other, works on an open incident",
            Self::OneJob => "a vehicle takes another incident only by being sent to it",
            Self::VehicleThere => {
                "who is treated, conveyed or handed over has a vehicle that does it; who ends has none left"
            }
            Self::OnShift => "a vehicle off shift is neither idle nor sent, but for a diversion",
            Self::ShiftsAlternate => "a vehicle's shifts begin and end in turn",
            Self::BeginsOnce => "a vehicle and an incident begin once",
            Self::EndsOnce => "an incident ends once, and nothing follows",
            Self::Tiled => "what has begun is followed to its end or to where the log stops",
        }
    }
}

/// A row of a log that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illegal {
    /// Position of the row in the log, from 0.
    pub row: usize,
    /// The rule.
    pub rule: LogRule,
    /// What the row says.
    pub found: String,
}

impl fmt::Display for Illegal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}; the rule: {}", self.row, self.found, self.rule.sentence())
    }
}

/// How much a legal log holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogCounts {
    /// Rows.
    pub rows: u64,
    /// Steps of vehicles and incidents, notes left out.
    pub steps: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Incidents.
    pub incidents: u64,
    /// Steps taken of each edge of [`VEHICLE_EDGES`].
    pub vehicle_edges: [u64; VEHICLE_EDGES.len()],
    /// Steps taken of each edge of [`INCIDENT_EDGES`].
    pub incident_edges: [u64; INCIDENT_EDGES.len()],
}

impl Default for LogCounts {
    fn default() -> Self {
        let (vehicle_edges, incident_edges) = ([0; VEHICLE_EDGES.len()], [0; INCIDENT_EDGES.len()]);
        Self { rows: 0, steps: 0, vehicles: 0, incidents: 0, vehicle_edges, incident_edges }
    }
}

impl LogCounts {
    /// Adds another log's.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.steps += other.steps;
        self.vehicles += other.vehicles;
        self.incidents += other.incidents;
        self.vehicle_edges.iter_mut().zip(other.vehicle_edges).for_each(|(sum, more)| *sum += more);
        self.incident_edges.iter_mut().zip(other.incident_edges).for_each(|(sum, more)| *sum += more);
    }
}

#[derive(Debug, Clone, Copy)]
struct VehicleTrack {
    status: VehicleStatus,
    incident: Option<IncidentId>,
    on_shift: bool,
    stopped: bool,
    last: usize,
}

#[derive(Debug, Clone, Copy)]
struct IncidentTrack {
    status: IncidentStatus,
    /// Vehicles tied to it.
    tied: u32,
    stopped: bool,
    last: usize,
}

/// Replays the log of one replication, component after component, and proves it legal.
///
/// # Errors
/// Every row that breaks a rule, in order; after a fault the replay goes on from what the row says.
pub fn replay_log(rows: &[LogRow]) -> Result<LogCounts, Vec<Illegal>> {
    let mut replay = Replay::default();
    for (row, entry) in rows.iter().enumerate() {
        if row == 0 || rows[row - 1].component != entry.component {
            replay.close();
        }
        replay.row(row, entry);
    }
    replay.close();
    let mut faults = replay.faults;
    faults.sort_by_key(|fault| (fault.row, fault.rule));
    if faults.is_empty() { Ok(replay.counts) } else { Err(faults) }
}

#[derive(Default)]
struct Replay {
    counts: LogCounts,
    vehicles: BTreeMap<u32, VehicleTrack>,
    incidents: BTreeMap<IncidentId, IncidentTrack>,
    next: u32,
    now: SimTime,
    faults: Vec<Illegal>,
}

impl Replay {
    fn fault(&mut self, row: usize, rule: LogRule, found: impl Into<String>) {
        self.faults.push(Illegal { row, rule, found: found.into() });
    }

    /// The end of a component's log.
    fn close(&mut self) {
        let (vehicles, incidents) = (std::mem::take(&mut self.vehicles), std::mem::take(&mut self.incidents));
        for (vehicle, track) in vehicles.into_iter().filter(|(_, track)| !track.stopped) {
            self.fault(track.last, LogRule::Tiled, format!("the last row of vehicle {vehicle}"));
        }
        for (id, track) in incidents.into_iter().filter(|(_, track)| !track.stopped) {
            self.fault(track.last, LogRule::Tiled, format!("the last row of incident {id}"));
        }
        (self.next, self.now) = (0, SimTime(i64::MIN));
    }

    fn row(&mut self, row: usize, entry: &LogRow) {
        if entry.number != self.next {
            let found = format!("number {} where {} was next", entry.number, self.next);
            self.fault(row, LogRule::Numbered, found);
        }
        if entry.at < self.now {
            self.fault(row, LogRule::InOrder, format!("{} ms after {} ms", entry.at.0, self.now.0));
        }
        (self.next, self.now) = (entry.number.wrapping_add(1), entry.at);
        self.counts.rows += 1;
        match entry.step {
            Step::Vehicle(from, to) => self.vehicle(row, entry, (from, to)),
            Step::Incident(from, to) => self.incident(row, entry, (from, to)),
        }
    }

    fn vehicle(&mut self, row: usize, entry: &LogRow, (from, to): (Option<VehicleStatus>, VehicleStatus)) {
        let Some(number) = entry.vehicle else {
            return self.fault(row, LogRule::BeginsOnce, "a vehicle's step without a vehicle");
        };
        let known = self.vehicles.get(&number).copied();
        let track = match (known, from) {
            (None, None) => {
                self.counts.vehicles += 1;
                VehicleTrack { status: to, incident: None, on_shift: false, stopped: false, last: row }
            }
            (Some(track), Some(from)) => {
                self.vehicle_step(row, entry, (track, from, to));
                track
            }
            (known, _) => {
                let found = if known.is_some() { "begins again" } else { "steps before it begins" };
                self.fault(row, LogRule::BeginsOnce, format!("vehicle {number} {found}"));
                let new =
                    VehicleTrack { status: to, incident: None, on_shift: true, stopped: false, last: row };
                known.unwrap_or(new)
            }
        };
        let on_shift = self.shift(row, entry, track.on_shift);
        self.tie(row, entry, (track.incident, to));
        let track = VehicleTrack {
            status: to,
            incident: entry.incident,
            on_shift,
            stopped: entry.reason == LogReason::Stops,
            last: row,
        };
        self.vehicles.insert(number, track);
    }

    /// One step: from where the vehicle is, legal, on shift, with one job.
    fn vehicle_step(
        &mut self,
        row: usize,
        entry: &LogRow,
        (track, from, to): (VehicleTrack, VehicleStatus, VehicleStatus),
    ) {
        let step = || format!("{} to {}", from.name(), to.name());
        if track.status != from || track.stopped {
            let found = format!("{} while it is {}", step(), track.status.name());
            self.fault(row, LogRule::Chained, found);
        }
        let sent = to == VehicleStatus::ToScene && is_step(entry.reason);
        if from == to && !sent {
            if entry.incident != track.incident {
                self.fault(row, LogRule::OneJob, "another incident without being sent to it");
            }
            return;
        }
        self.counts.steps += 1;
        match VEHICLE_EDGES.iter().position(|(f, t, _)| (*f, *t) == (from, to)) {
            Some(edge) => self.counts.vehicle_edges[edge] += 1,
            None => self.fault(row, LogRule::LegalStep, step()),
        }
        if to.is_busy() && !sent && entry.incident != track.incident {
            self.fault(row, LogRule::OneJob, format!("{} with another incident", step()));
        }
        let idle = to.is_available() || sent && from != VehicleStatus::ToScene;
        if idle && !track.on_shift {
            self.fault(row, LogRule::OnShift, format!("{} off shift", step()));
        }
        if to == VehicleStatus::OffDuty && track.on_shift {
            self.fault(row, LogRule::OnShift, format!("{} within its shift", step()));
        }
    }

    /// Whether the vehicle is on shift after the row.
    fn shift(&mut self, row: usize, entry: &LogRow, on_shift: bool) -> bool {
        let becomes = match entry.reason {
            LogReason::ShiftBegins => true,
            LogReason::ShiftEnds => false,
            _ => return on_shift,
        };
        if becomes == on_shift {
            self.fault(row, LogRule::ShiftsAlternate, entry.reason.name());
        }
        becomes
    }

    /// Ties a vehicle to the incident that it works on now, and unties it from the one before.
    fn tie(&mut self, row: usize, entry: &LogRow, (before, to): (Option<IncidentId>, VehicleStatus)) {
        if let Some(track) = before.and_then(|id| self.incidents.get_mut(&id)) {
            track.tied = track.tied.saturating_sub(1);
        }
        let now = entry.incident.and_then(|id| self.incidents.get_mut(&id));
        let open = match now {
            Some(track) => {
                track.tied += 1;
                track.status != IncidentStatus::Ended
            }
            None => false,
        };
        if open != to.is_busy() {
            let found = match entry.incident {
                Some(id) => format!("{} with incident {id}", to.name()),
                None => format!("{} without an incident", to.name()),
            };
            self.fault(row, LogRule::TiedWhileBusy, found);
        }
    }

    fn incident(&mut self, row: usize, entry: &LogRow, (from, to): (Option<IncidentStatus>, IncidentStatus)) {
        let Some(id) = entry.incident else {
            return self.fault(row, LogRule::BeginsOnce, "an incident's step without an incident");
        };
        let known = self.incidents.get(&id).copied();
        let tied = known.map_or(0, |track| track.tied);
        match (known, from) {
            (None, None) => {
                self.counts.incidents += 1;
                if to != IncidentStatus::Triage && entry.reason != LogReason::Begins {
                    self.fault(row, LogRule::LegalStep, format!("begins as {}", to.name()));
                }
            }
            (Some(track), Some(from)) => self.incident_step(row, entry, (track, from, to)),
            (Some(_), None) => self.fault(row, LogRule::BeginsOnce, format!("incident {id} begins again")),
            (None, Some(_)) => {
                self.fault(row, LogRule::BeginsOnce, format!("incident {id} steps before it begins"));
            }
        }
        let stopped = to == IncidentStatus::Ended || entry.reason == LogReason::Stops;
        self.incidents.insert(id, IncidentTrack { status: to, tied, stopped, last: row });
    }

    /// One step: from where the incident is, legal, and with the vehicle that it takes.
    fn incident_step(
        &mut self,
        row: usize,
        entry: &LogRow,
        (track, from, to): (IncidentTrack, IncidentStatus, IncidentStatus),
    ) {
        let step = || format!("{} to {}", from.name(), to.name());
        if track.status == IncidentStatus::Ended {
            return self.fault(row, LogRule::EndsOnce, format!("{} after its end", step()));
        }
        if track.status != from || track.stopped {
            let found = format!("{} while it is {}", step(), track.status.name());
            self.fault(row, LogRule::Chained, found);
        }
        if (to == IncidentStatus::Ended) != matches!(entry.reason, LogReason::Ended(_)) {
            self.fault(row, LogRule::EndsOnce, format!("{} as `{}`", step(), entry.reason.name()));
        }
        if from == to {
            return;
        }
        self.counts.steps += 1;
        match INCIDENT_EDGES.iter().position(|(f, t, _)| (*f, *t) == (from, to)) {
            Some(edge) => self.counts.incident_edges[edge] += 1,
            None => self.fault(row, LogRule::LegalStep, step()),
        }
        let needs = !matches!(
            to,
            IncidentStatus::Triage
                | IncidentStatus::Ready
                | IncidentStatus::Waiting
                | IncidentStatus::WithTeam
                | IncidentStatus::Ended
        );
        if needs && track.tied == 0 || to == IncidentStatus::Ended && track.tied > 0 {
            let found = format!("{} with {} vehicles", step(), track.tied);
            self.fault(row, LogRule::VehicleThere, found);
        }
    }
}

/// Whether a row of a vehicle may be a step, and is no note.
const fn is_step(reason: LogReason) -> bool {
    !matches!(reason, LogReason::Begins | LogReason::Stops | LogReason::ShiftBegins | LogReason::ShiftEnds)
}
