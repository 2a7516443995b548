//! What could be gained if an uplift went to any service of England: a bound, since no body can share lines out so.

use super::methods::ranked;
use super::problem::{AllocationProblem, Mode, Runs};
use super::surface::Surface;
use super::told::Allocated;

/// Surfaces that are known already.
#[derive(Debug)]
struct Known<'a>(&'a Surface);

impl Runs for Known<'_> {
    fn surface(&self) -> Option<&Surface> {
        Some(self.0)
    }

    fn samples(&self) -> &[Surface] {
        &[]
    }

    fn waits_s(&self, _: &[Vec<i32>], _: u32, _: u32) -> Vec<Vec<Vec<f64>>> {
        Vec::new()
    }
}

/// Lines of each service if the lines of all were one: one after the other to where the next takes most waiting from all
/// incidents together, by what lines did in each service's own runs. A service gets at most twice its own.
///
/// `None` if a service was not asked in runs, or lines were moved and not added.
#[must_use]
pub fn between(all: &[Allocated]) -> Option<Vec<i32>> {
    let services: Vec<(&Allocated, &Surface)> =
        all.iter().map(|own| Some((own, own.surface.as_ref()?))).collect::<Option<_>>()?;
    if all.iter().any(|own| own.mode == Mode::Reshuffle) {
        return None;
    }
    let worth: Vec<Vec<f64>> = services.iter().map(|(own, surface)| worth(own, surface)).collect();
    let lines: i32 = all.iter().map(|own| own.lines).sum();
    let mut given = vec![0_usize; all.len()];
    for _ in 0..lines {
        let gain = |row: usize| Some(worth[row].get(given[row] + 1)? - worth[row][given[row]]);
        let open = (0..all.len()).filter_map(|row| Some((row, gain(row)?)));
        let (row, _) = open.reduce(|best, own| if own.1 > best.1 { own } else { best })?;
        given[row] += 1;
    }
    Some(given.into_iter().map(|n| n as i32).collect())
}

/// Waiting that so many lines take from a service's incidents, seconds a week, from none to twice its own lines.
fn worth(own: &Allocated, surface: &Surface) -> Vec<f64> {
    let runs = Known(surface);
    let waiting = |lines: &[i32]| -> f64 {
        let waits = surface.waits_s(lines);
        waits.iter().zip(&own.places).map(|(wait, place)| wait * place.weight).sum()
    };
    let now = waiting(&vec![0; own.places.len()]);
    (0..=2 * own.lines)
        .map(|lines| {
            let problem = AllocationProblem {
                places: own.places.clone(),
                mode: Mode::Uplift,
                lines,
                line_h: super::LINE_H,
                least: vec![0; own.places.len()],
                most: own.bounds.iter().map(|(_, most)| if *most > 0 { lines } else { 0 }).collect(),
                is_wait: own.question.watched.is_wait(),
                objective: own.question.objective,
                safeguard: own.question.safeguard,
                chance: own.question.chance,
                reach: None,
                runs: &runs,
            };
            ranked(&problem, 1).map_or(0.0, |best| now - waiting(&best[0].lines))
        })
        .collect()
}
