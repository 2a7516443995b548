use super::levels::Level;
use super::records::Records;
use crate::region::Region;
use crate::state::VehicleStatus;
use crate::units::HOUR_MS;
use crate::vehicle_kind::VehicleKind;
use std::collections::BTreeMap;

/// Vehicle-hours of the window, of vehicles stationed in a trust, an ICS or a patch.
#[derive(Debug, Clone, PartialEq)]
pub struct VehicleRow {
    /// Trust, ICS or patch.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// The kind of the vehicles.
    pub kind: VehicleKind,
    /// Hours in each status, in the order of [`VehicleStatus::ALL`].
    pub status_h: [f64; VehicleStatus::ALL.len()],
    /// Moves while idle to posts that are not its station.
    pub moves: u64,
    /// Their kilometres in a straight line.
    pub moved_km: f64,
}

impl VehicleRow {
    /// Hours on duty, overrun included.
    #[must_use]
    pub fn on_duty_h(&self) -> f64 {
        // Summed as the busy hours are, and not as a difference: utilisation never exceeds 1 by rounding.
        VehicleStatus::ALL
            .into_iter()
            .filter(|s| *s != VehicleStatus::OffDuty)
            .map(|s| self.status_h[s as usize])
            .sum()
    }

    /// Share of the hours on duty spent on jobs; `None` without hours.
    #[must_use]
    pub fn unit_hour_utilisation(&self) -> Option<f64> {
        let busy = VehicleStatus::ALL
            .into_iter()
            .filter(|s| s.is_busy())
            .map(|s| self.status_h[s as usize])
            .sum::<f64>();
        let on_duty = self.on_duty_h();
        (on_duty > 0.0).then(|| busy / on_duty)
    }
}

/// Hours on jobs that vehicles of one patch gave to incidents of another.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowRow {
    /// Patch of the vehicle.
    pub vehicle_patch: String,
    /// Patch of the incident.
    pub incident_patch: String,
    /// Hours on jobs.
    pub hours: f64,
}

/// Hours rostered in an ICS beside hours served to its residents.
#[derive(Debug, Clone, PartialEq)]
pub struct ServedRow {
    /// The ICS.
    pub ics_code: String,
    /// Vehicle-hours rostered at its stations.
    pub rostered_h: f64,
    /// Hours on jobs of vehicles stationed in it.
    pub worked_h: f64,
    /// Hours on jobs at incidents in it, whoever came.
    pub served_h: f64,
    /// The part of these that vehicles stationed in it gave.
    pub served_by_own_h: f64,
}

fn hours(ms: i64) -> f64 {
    ms as f64 / HOUR_MS as f64
}

fn codes(region: &Region, patch: usize) -> [(Level, &str); 3] {
    let p = &region.patches[patch];
    [
        (Level::Trust, &region.services[p.service.index()].code),
        (Level::Ics, &region.icses[p.ics.index()].code),
        (Level::Patch, &p.code),
    ]
}

/// Vehicle-hours by trust, ICS and patch, and by kind; a kind that a group does not have is left out.
#[must_use]
pub fn vehicles(records: &Records, region: &Region) -> Vec<VehicleRow> {
    let mut sums: BTreeMap<(Level, &str, VehicleKind), VehicleSums> = BTreeMap::new();
    for patch in 0..region.patches.len() {
        for kind in VehicleKind::ALL {
            let of = VehicleStatus::ALL.map(|s| records.status_ms[Records::status_row(patch, kind, s)]);
            if of.iter().any(|ms| *ms > 0) {
                let moves = if kind == VehicleKind::Dca { records.moves[patch] } else { (0, 0) };
                for (level, code) in codes(region, patch) {
                    sums.entry((level, code, kind)).or_default().add(of, moves);
                }
            }
        }
    }
    let row = |((level, code, kind), sums): ((Level, &str, VehicleKind), VehicleSums)| VehicleRow {
        level,
        code: code.to_owned(),
        kind,
        status_h: sums.ms.map(hours),
        moves: sums.moves.0,
        moved_km: sums.moves.1 as f64 / 1000.0,
    };
    sums.into_iter().map(row).collect()
}

#[derive(Default)]
struct VehicleSums {
    ms: [i64; VehicleStatus::ALL.len()],
    moves: (u64, u64),
}

impl VehicleSums {
    fn add(&mut self, ms: [i64; VehicleStatus::ALL.len()], moves: (u64, u64)) {
        self.ms.iter_mut().zip(ms).for_each(|(sum, ms)| *sum += ms);
        self.moves = (self.moves.0 + moves.0, self.moves.1 + moves.1);
    }
}

/// Hours that crossed, and hours that did not, from patch to patch.
#[must_use]
pub fn flows(records: &Records, region: &Region) -> Vec<FlowRow> {
    let n = region.patches.len();
    let used = (0..n * n).filter(|at| records.flow_ms[*at] > 0);
    used.map(|at| FlowRow {
        vehicle_patch: region.patches[at / n].code.clone(),
        incident_patch: region.patches[at % n].code.clone(),
        hours: hours(records.flow_ms[at]),
    })
    .collect()
}

/// Hours rostered in beside hours served to each ICS.
#[must_use]
pub fn served(records: &Records, region: &Region, simulated: &[bool]) -> Vec<ServedRow> {
    let n = region.patches.len();
    let ics_of = |patch: usize| region.patches[patch].ics.index();
    let mut sums = vec![[0i64; 4]; region.icses.len()];
    for from in 0..n {
        sums[ics_of(from)][0] += records.rostered_ms[from];
        for to in 0..n {
            let ms = records.flow_ms[from * n + to];
            sums[ics_of(from)][1] += ms;
            sums[ics_of(to)][2] += ms;
            sums[ics_of(from)][3] += if ics_of(from) == ics_of(to) { ms } else { 0 };
        }
    }
    let mut shown = vec![false; region.icses.len()];
    region
        .areas
        .iter()
        .zip(simulated)
        .filter(|(_, s)| **s)
        .for_each(|(area, _)| shown[ics_of(area.patch.index())] = true);
    let rows = sums.into_iter().zip(&region.icses).zip(shown).filter(|(_, shown)| *shown);
    rows.map(|((sum, ics), _)| {
        let [rostered_h, worked_h, served_h, served_by_own_h] = sum.map(hours);
        ServedRow { ics_code: ics.code.clone(), rostered_h, worked_h, served_h, served_by_own_h }
    })
    .collect()
}
