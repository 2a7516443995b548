//! Where the lines of a patch stand: at which station, and on which shift.

use crate::governance::Fleet;
use crate::ids::{PatchId, StationId};
use crate::scenario::{Edit, RotaLine, Scenario, written};
use crate::vehicle_kind::VehicleKind;
use crate::world::{Component, World};
use std::collections::BTreeMap;

/// Local hours at which a shift of a line may start.
const STARTS: [usize; 10] = [6, 7, 8, 10, 12, 14, 16, 18, 19, 22];
/// Hours of a line's shift.
const SHIFT_H: usize = 12;
/// Vehicle-hours a week of a line: one ambulance, twelve hours, every day.
pub const LINE_H: f64 = 7.0 * SHIFT_H as f64;
const WEEK: usize = 168;

/// The stations of a scenario's patches, with what stands there, so that lines can be put where they are missing.
#[derive(Debug)]
pub struct Roster {
    /// Hour-of-week shares that a rota follows; sums to 1.
    curve: [f64; WEEK],
    patches: BTreeMap<PatchId, Vec<Post>>,
    own: BTreeMap<StationId, Vec<RotaLine>>,
}

/// A station: its part of the patch's work, and the ambulances that stand there in each hour of the week.
#[derive(Debug, Clone)]
struct Post {
    station: StationId,
    workload: f64,
    cover: [f64; WEEK],
    lines: u32,
}

impl Roster {
    /// Reads what a scenario has at its stations.
    #[must_use]
    pub fn of(scenario: &Scenario, world: &World) -> Self {
        let decisions = scenario.decisions(world);
        let mut patches: BTreeMap<PatchId, Vec<Post>> = BTreeMap::new();
        for (component, own) in world.components.iter().zip(&decisions.components) {
            for (row, site) in component.stations.iter().enumerate() {
                let cover = cover_at(component, &own.fleet, row);
                let post = Post { station: site.station, workload: site.workload.max(1e-9), cover, lines: 0 };
                patches.entry(component.patches[site.patch as usize]).or_default().push(post);
            }
        }
        Self {
            curve: scenario.fleet(&world.clock).curve,
            patches,
            own: scenario.own_lines().into_iter().collect(),
        }
    }

    /// Whether a patch has a station.
    #[must_use]
    pub fn has_station(&self, patch: PatchId) -> bool {
        self.patches.contains_key(&patch)
    }

    /// So many lines in a patch, one after the other, each on the shift and at the station where ambulances fall shortest of the
    /// week's curve and of the station's part of the patch's work; at most so many at one station.
    #[must_use]
    pub fn place(&self, patch: PatchId, lines: u32, most: u32) -> Vec<(StationId, RotaLine)> {
        let mut posts = self.patches.get(&patch).cloned().unwrap_or_default();
        let work: f64 = posts.iter().map(|post| post.workload).sum();
        let mut placed = Vec::new();
        for _ in 0..lines {
            let hours: f64 = posts.iter().flat_map(|post| post.cover).sum::<f64>() + LINE_H;
            let missing: Vec<f64> = (0..WEEK)
                .map(|hour| hours * self.curve[hour] - posts.iter().map(|post| post.cover[hour]).sum::<f64>())
                .collect();
            let start =
                most_of(STARTS.iter().copied(), |start| shift(*start).map(|hour| missing[hour]).sum());
            let short = |row: &usize| {
                let own = posts[*row].cover.iter().sum::<f64>();
                hours * posts[*row].workload / work - own
            };
            let free = (0..posts.len()).filter(|row| posts[*row].lines < most);
            let (Some(start), Some(row)) = (start, most_of(free, short)) else { break };
            posts[row].lines += 1;
            shift(start).for_each(|hour| posts[row].cover[hour] += 1.0);
            let line = RotaLine {
                vehicles: 1,
                kind: VehicleKind::Dca,
                days: [true; 7],
                start: start as u16 * 60,
                minutes: SHIFT_H as u16 * 60,
            };
            placed.push((posts[row].station, line));
        }
        placed
    }

    /// The edits that put lines on top of those that the scenario states itself.
    #[must_use]
    pub fn edits(&self, scenario: &Scenario, placed: &[(StationId, RotaLine)]) -> Vec<Edit> {
        let mut by_station: BTreeMap<StationId, Vec<RotaLine>> = BTreeMap::new();
        for (station, line) in placed {
            let own = || self.own.get(station).cloned().unwrap_or_default();
            add(by_station.entry(*station).or_insert_with(own), *line);
        }
        let stations = scenario.region().stations();
        let edit = |(station, mut lines): (StationId, Vec<RotaLine>)| {
            lines.sort_by_key(|line| (line.start, line.kind, line.days));
            Edit::new(format!("fleet.lines.{}", stations[station.index()].code), written(&lines))
        };
        by_station.into_iter().map(edit).collect()
    }
}

/// One vehicle more on a line that is there, or the line itself.
fn add(lines: &mut Vec<RotaLine>, line: RotaLine) {
    let same = |own: &&mut RotaLine| RotaLine { vehicles: own.vehicles, ..line } == **own;
    match lines.iter_mut().find(same) {
        Some(own) => own.vehicles += line.vehicles,
        None => lines.push(line),
    }
}

/// The hours of the week of a daily shift.
fn shift(start: usize) -> impl Iterator<Item = usize> {
    (0..7).flat_map(move |day| (0..SHIFT_H).map(move |hour| (day * 24 + start + hour) % WEEK))
}

/// The first candidate with the largest value.
fn most_of(candidates: impl Iterator<Item = usize>, value: impl Fn(&usize) -> f64) -> Option<usize> {
    candidates
        .map(|at| (value(&at), at))
        .reduce(|best, own| if own.0 > best.0 { own } else { best })
        .map(|(_, at)| at)
}

/// Ambulances of a station on duty in each hour of the week, by the part of the hour.
fn cover_at(component: &Component, fleet: &Fleet, station: usize) -> [f64; WEEK] {
    let site = &component.stations[station];
    let first = component.stations.iter().position(|other| other.place == site.place);
    let mut cover = [0.0; WEEK];
    // Vehicles know the place that they are at home at, so stations at one place share theirs; the first has them.
    let own = fleet
        .vehicles
        .iter()
        .filter(|v| v.kind == VehicleKind::Dca && v.home == site.place && first == Some(station));
    for duty in own.flat_map(|vehicle| &vehicle.duty) {
        for minute in 0..u32::from(duty.minutes) {
            cover[((u32::from(duty.from) + minute) / 60) as usize % WEEK] += 1.0 / 60.0;
        }
    }
    cover
}
