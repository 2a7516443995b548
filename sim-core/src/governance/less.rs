//! Lines taken out of a generated pattern: the reverse of placing them.

use super::fleet::FleetPlan;
use super::rota::{Line, SHIFT_HOURS};
use crate::world::Component;

/// Shifts of a line: one on every day.
const SHIFTS: u32 = 7;
const WEEK: usize = 168;

/// Takes the lines that the plan wants out of each patch off its generated pattern, and says the hours taken from each local
/// service.
///
/// A line is seven shifts of twelve hours. One after the other goes the shift in whose hours the patch has most beyond the curve of the
/// week, and of those the one at the station that has most beyond its part of the work; the first of equals. A station keeps a line's worth, and what
/// no road joins to a hospital keeps all. The other shifts stay as they are.
pub(super) fn take_out(component: &Component, generated: &mut [Vec<Line>], plan: &FleetPlan) -> Vec<f64> {
    let mut taken = vec![0.0; component.services.len()];
    for (local, patch) in component.patches.iter().enumerate() {
        let lines = plan.lines_less.get(patch.index()).copied().unwrap_or(0);
        for _ in 0..lines * SHIFTS {
            let Some((scope, row)) = most_beyond(component, generated, plan, local) else { break };
            generated[scope].remove(row);
            taken[component.patch_service[local] as usize] += f64::from(SHIFT_HOURS);
        }
    }
    taken
}

/// The shift of a patch that is missed least.
fn most_beyond(
    component: &Component,
    generated: &[Vec<Line>],
    plan: &FleetPlan,
    patch: usize,
) -> Option<(usize, usize)> {
    let is_own = |line: &Line| component.stations[line.station as usize].patch as usize == patch;
    let mut cover = [0.0; WEEK];
    let mut at = vec![(0.0, 0u32); component.stations.len()];
    for line in generated.iter().flatten().filter(|line| is_own(line)) {
        hours_of(line).for_each(|hour| cover[hour] += 1.0);
        let own = &mut at[line.station as usize];
        *own = (own.0 + f64::from(line.hours), own.1 + 1);
    }
    let hours = cover.iter().sum::<f64>() - f64::from(SHIFT_HOURS);
    let sites = component.stations.iter().filter(|site| site.patch as usize == patch);
    let work: f64 = sites.map(|site| site.workload.max(1e-9)).sum();
    let may_go = |line: &Line| {
        let site = &component.stations[line.station as usize];
        let joined = !component.nearest[site.place as usize].is_empty();
        is_own(line) && joined && u32::from(line.hours) == SHIFT_HOURS && at[line.station as usize].1 > SHIFTS
    };
    let beyond = |line: &Line| {
        let of_week: f64 = hours_of(line).map(|hour| cover[hour] - plan.curve[hour] * hours).sum();
        let station = line.station as usize;
        let of_station = at[station].0 - hours * component.stations[station].workload.max(1e-9) / work;
        (of_week, of_station)
    };
    let rows = generated.iter().enumerate().flat_map(|(scope, lines)| {
        lines
            .iter()
            .enumerate()
            .filter(|(_, line)| may_go(line))
            .map(move |(row, line)| ((scope, row), beyond(line)))
    });
    let more = |a: (f64, f64), b: (f64, f64)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).is_gt();
    rows.reduce(|best, own| if more(own.1, best.1) { own } else { best }).map(|(place, _)| place)
}

fn hours_of(line: &Line) -> impl Iterator<Item = usize> {
    let start = usize::from(line.start);
    (start..start + usize::from(line.hours)).map(|hour| hour % WEEK)
}
