//! The vehicles of a day.

use super::calls::Index;
use super::places::Places;
use super::{DAY_S, Shown};
use ambics::ids::AreaId;
use ambics::outcome::{LogReason, LogRow, Step};
use ambics::state::VehicleStatus;
use ambics::tape::IncidentId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rows of a vehicle, and of its shifts.
#[derive(Default)]
struct Own<'e> {
    steps: Vec<&'e LogRow>,
    shifts: Vec<(i64, bool)>,
}

/// Vehicles that are on duty at some time of the day: sign, kind, home, where found, shifts, steps.
pub(super) fn listed(shown: &Shown<'_>, index: &Index, places: &mut Places<'_>) -> Vec<Value> {
    let arm = &shown.experiment.arms[0];
    let log = arm.logs.first().map_or(&[][..], Vec::as_slice);
    let region = arm.scenario.region();
    let mut incident_areas: BTreeMap<IncidentId, AreaId> = BTreeMap::new();
    let mut all: BTreeMap<(u16, u32), Own<'_>> = BTreeMap::new();
    for row in log {
        match (row.step, row.vehicle) {
            (Step::Incident(..), _) => {
                if let (Some(id), Some(area)) = (row.incident, row.area) {
                    incident_areas.entry(id).or_insert(area);
                }
            }
            (Step::Vehicle(from, to), Some(vehicle)) if shown.second(row.at) < DAY_S => {
                let own = all.entry((row.component, vehicle)).or_default();
                if matches!(row.reason, LogReason::ShiftBegins | LogReason::ShiftEnds) {
                    own.shifts.push((shown.second(row.at), row.reason == LogReason::ShiftBegins));
                }
                if from != Some(to) || matches!(row.reason, LogReason::Diverted | LogReason::StoodDown) {
                    own.steps.push(row);
                }
            }
            _ => {}
        }
    }
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut told = Vec::new();
    for ((component, vehicle), own) in all {
        let before = own.steps.partition_point(|row| shown.second(row.at) < 0);
        let steps = &own.steps[before.saturating_sub(1)..];
        let logged = arm.fleets.get(usize::from(component)).and_then(|fleet| fleet.get(vehicle as usize));
        let (Some(first), Some(logged)) = (steps.first(), logged) else { continue };
        let Some(found) = first.area else { continue };
        let (base, home) = match logged.station {
            Some(id) => (region.stations()[id.index()].code.clone(), places.station(id.index())),
            None => (region.areas()[found.index()].code.clone(), places.area(found.index())),
        };
        let number = numbers.entry(base.clone()).or_default();
        *number += 1;
        let is_off = |row: &&LogRow| matches!(row.step, Step::Vehicle(_, VehicleStatus::OffDuty));
        if steps.len() == 1 && is_off(first) {
            continue;
        }
        let sign = format!("{base}-{number}");
        let told_steps = segments(steps, shown, (index, &incident_areas), home, places);
        let found = places.area(found.index());
        told.push(json!([sign, logged.kind.name(), home, found, shifts(&own.shifts), told_steps]));
    }
    told
}

/// Begin and end of the shifts that reach into the day.
fn shifts(notes: &[(i64, bool)]) -> Vec<i64> {
    let (mut open, mut told) = (None, Vec::new());
    for (at, begins) in notes {
        match (begins, open) {
            (true, _) => open = Some(*at),
            (false, Some(begin)) => {
                if *at >= 0 {
                    told.extend([begin, *at]);
                }
                open = None;
            }
            (false, None) => {}
        }
    }
    told.extend(open.into_iter().flat_map(|begin| [begin, DAY_S]));
    told
}

/// Five numbers a step: seconds since the one before, status, place, seconds that the drive takes, incident from 1.
fn segments(
    steps: &[&LogRow],
    shown: &Shown<'_>,
    (index, incident_areas): (&Index, &BTreeMap<IncidentId, AreaId>),
    home: usize,
    places: &mut Places<'_>,
) -> Vec<i64> {
    let (mut told, mut at) = (Vec::with_capacity(5 * steps.len()), 0);
    for (row, step) in steps.iter().enumerate() {
        let Step::Vehicle(_, to) = step.step else { continue };
        let now = shown.second(step.at);
        let served = step.incident.and_then(|id| index.get(&id)).map_or(0, |row| 1 + *row as i64);
        let takes = step.arrives.map_or(0, |arrives| (shown.second(arrives) - now).max(0));
        let goal = step.incident.and_then(|id| incident_areas.get(&id)).copied();
        let place = place(step, (to, steps.get(row + 1).copied()), (home, goal), places);
        told.extend([now - at, to as i64, place as i64, takes, served]);
        at = now;
    }
    told
}

/// Where the vehicle is from now on, or will be when its drive ends.
fn place(
    step: &LogRow,
    (to, next): (VehicleStatus, Option<&LogRow>),
    (home, goal): (usize, Option<AreaId>),
    places: &mut Places<'_>,
) -> usize {
    use VehicleStatus as V;
    let area = match (to, next) {
        (V::OffDuty | V::AtStation | V::Returning | V::OnBreak | V::OffRoad, _) => return home,
        (V::ToScene, _) => goal.or(step.area),
        (V::ToHospital | V::AtHospital | V::WrapUp, _) => match step.hospital {
            Some(hospital) => return places.hospital(hospital.index()),
            None => step.area,
        },
        (V::Relocating, Some(LogRow { step: Step::Vehicle(_, V::OnStandby), area, .. })) => *area,
        (V::Relocating | V::OnScene | V::OnStandby, _) => step.area,
    };
    area.map_or(home, |area| places.area(area.index()))
}
