//! The hypercube by a few unknowns, one per unit, instead of 2ⁿ.

use super::levels::Levels;
use super::{Hypercube, HypercubeError, MOST_LOAD, Stream, WhenAllBusy, shape};

/// Sweeps after which an iteration is given up.
const SWEEPS: usize = 10_000;
/// Change of a workload at which an iteration has settled.
const SETTLED: f64 = 1e-12;

/// What the approximations return; they have no bound on their error.
#[derive(Debug, Clone, PartialEq)]
pub struct Approximation {
    /// `[units]`: busy fraction.
    pub workload: Vec<f64>,
    /// `[units][streams]`: share of all dispatches that send this unit to this stream; all sum to 1.
    pub dispatch_share: Vec<Vec<f64>>,
    /// Share of time with all units busy.
    pub all_busy: f64,
    /// Mean service time of a dispatch.
    pub mean_service: f64,
    /// Sweeps made.
    pub sweeps: usize,
}

/// Mean service times `[units][streams]`, in the unit of the rates: travel from base and time at the job.
#[derive(Debug, Clone, Copy)]
pub struct ServiceTimes<'a>(pub &'a [Vec<f64>]);

/// Larson's correction factors Q(N, ρ, j), j from 0 to N − 1, of a system with `load` erlangs.
///
/// # Errors
/// If there is no unit, or the load is not above 0 (and below the units where it queues).
///
/// # Source
/// Larson (1975), *Operations Research* 23(5), 845–868; Larson and Odoni (1981), 5.5.
pub fn larson_q(units: usize, load: f64, when_all_busy: WhenAllBusy) -> Result<Vec<f64>, HypercubeError> {
    if units == 0 || units > 1_000 {
        return Err(HypercubeError::OutOfRange { name: "units", found: units as f64, rule: "1 to 1,000" });
    }
    if !(load > 0.0 && load <= MOST_LOAD * units as f64) {
        let rule = "above 0, and a million erlangs a unit at most";
        return Err(HypercubeError::OutOfRange { name: "load", found: load, rule });
    }
    if when_all_busy == WhenAllBusy::Queue && load >= units as f64 {
        return Err(HypercubeError::Overload { load, units });
    }
    Ok(Levels::new(units, load, when_all_busy).corrections())
}

/// Larson's approximation: workloads of alike units from their preferences, with a queue or with loss.
///
/// `sweeps` ends the iteration early; `None` goes on until no workload moves by 1e-12. The mean workload is Erlang's,
/// exactly; single ones are within about 1–2% of [`super::exact`] as a rule, worse where preferences are very uneven.
///
/// # Errors
/// If the iteration does not settle.
///
/// # Source
/// Larson (1975), *Operations Research* 23(5), 845–868; Larson and Odoni (1981), *Urban Operations Research*, 5.5.
pub fn larson(cube: &Hypercube, sweeps: Option<usize>) -> Result<Approximation, HypercubeError> {
    let levels = Levels::of(cube);
    let corrections = levels.corrections();
    let mean = levels.mean_workload();
    let service = 1.0 / cube.service_rate;
    let from_queue = match cube.when_all_busy {
        WhenAllBusy::Queue => cube.load() * levels.all_busy() / cube.units as f64,
        WhenAllBusy::Loss => 0.0,
    };
    let mut workload = vec![mean; cube.units];
    let limit = sweeps.unwrap_or(SWEEPS);
    let (mut made, mut moved) = (0, f64::INFINITY);
    while made < limit && moved >= SETTLED {
        let offered = offered(cube, &corrections, &workload, &|_, _| service);
        let mut next: Vec<f64> = offered.iter().map(|v| (v + from_queue) / (1.0 + v)).collect();
        let scale = mean * cube.units as f64 / next.iter().sum::<f64>();
        next.iter_mut().for_each(|p| *p = (*p * scale).min(1.0));
        moved = workload.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        workload = next;
        made += 1;
    }
    if sweeps.is_none() && moved >= SETTLED {
        return Err(HypercubeError::NotSettled { sweeps: made, moved });
    }
    let dispatch_share = shares(cube, &levels, &corrections, &workload);
    Ok(Approximation {
        workload,
        dispatch_share,
        all_busy: levels.all_busy(),
        mean_service: service,
        sweeps: made,
    })
}

/// Jarvis's approximation for a loss system whose service times depend on unit and atom.
///
/// The service rate of `cube` is not used, nor its [`WhenAllBusy`]: demand that finds all units busy is lost. The mean
/// service time is part of the solution, because it depends on who answers whom.
///
/// # Errors
/// If a service time is not above 0 and finite, the table has the wrong shape, or the iteration does not settle.
///
/// # Source
/// Jarvis (1985), *Management Science* 31(2), 235–239.
pub fn jarvis(cube: &Hypercube, times: ServiceTimes<'_>) -> Result<Approximation, HypercubeError> {
    check(cube, times)?;
    let arrivals = cube.arrival_rate();
    let time = |unit: usize, stream: usize| times.0[unit][stream];
    let mut workload = vec![0.0; cube.units];
    let mut mean = 0.0;
    for (column, stream) in cube.streams.iter().enumerate() {
        let first = stream.preference[0];
        workload[first] += stream.rate * time(first, column);
        mean += stream.rate / arrivals * time(first, column);
    }
    workload.iter_mut().for_each(|p| *p = p.min(1.0));
    let mut moved = f64::INFINITY;
    for sweep in 1..=SWEEPS {
        let levels = Levels::new(cube.units, arrivals * mean, WhenAllBusy::Loss);
        let corrections = levels.corrections();
        let offered = offered(cube, &corrections, &workload, &time);
        let next: Vec<f64> = offered.iter().map(|v| v / (1.0 + v)).collect();
        let change = workload.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        workload = next;
        let dispatch_share = shares_of_loss(cube, &corrections, &workload);
        let weighted = |(unit, row): (usize, &Vec<f64>)| -> f64 {
            row.iter().enumerate().map(|(stream, share)| share * time(unit, stream)).sum()
        };
        let next_mean: f64 = dispatch_share.iter().enumerate().map(weighted).sum();
        moved = change.max((next_mean / mean - 1.0).abs());
        mean = next_mean;
        if moved < SETTLED {
            let all_busy = Levels::new(cube.units, arrivals * mean, WhenAllBusy::Loss).all_busy();
            return Ok(Approximation {
                workload,
                dispatch_share,
                all_busy,
                mean_service: mean,
                sweeps: sweep,
            });
        }
    }
    Err(HypercubeError::NotSettled { sweeps: SWEEPS, moved })
}

fn check(cube: &Hypercube, times: ServiceTimes<'_>) -> Result<(), HypercubeError> {
    shape("service times", times.0, cube.units, cube.streams.len())?;
    let most = MOST_LOAD * cube.units as f64 / cube.arrival_rate();
    match times.0.iter().flatten().find(|time| **time <= 0.0 || **time > most) {
        Some(&found) => Err(HypercubeError::OutOfRange {
            name: "service time",
            found,
            rule: "above 0, and a million erlangs a unit at most",
        }),
        None => Ok(()),
    }
}

/// Chance that each unit of a preference, by its place there, is the one sent, its own idleness left out.
fn reach(stream: &Stream, corrections: &[f64], workload: &[f64]) -> Vec<f64> {
    let mut busy = 1.0;
    let step = |(place, &unit): (usize, &usize)| {
        let chance = corrections[place] * busy;
        busy *= workload[unit];
        chance
    };
    stream.preference.iter().enumerate().map(step).collect()
}

/// `[units]`: load that would be sent at once to a unit which is always idle.
fn offered(
    cube: &Hypercube,
    corrections: &[f64],
    workload: &[f64],
    time: &dyn Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let mut load = vec![0.0; cube.units];
    for (column, stream) in cube.streams.iter().enumerate() {
        let chances = reach(stream, corrections, workload);
        for (&unit, chance) in stream.preference.iter().zip(chances) {
            load[unit] += stream.rate * chance * time(unit, column);
        }
    }
    load
}

/// Share of dispatches by unit and stream when those who find all busy are lost; each stream's sum to its share.
fn shares_of_loss(cube: &Hypercube, corrections: &[f64], workload: &[f64]) -> Vec<Vec<f64>> {
    let arrivals = cube.arrival_rate();
    let mut share = vec![vec![0.0; cube.streams.len()]; cube.units];
    for (column, stream) in cube.streams.iter().enumerate() {
        let chances = reach(stream, corrections, workload);
        let sent = stream.preference.iter().zip(chances).map(|(&unit, c)| (unit, c * (1.0 - workload[unit])));
        let sent: Vec<(usize, f64)> = sent.collect();
        let sum: f64 = sent.iter().map(|(_, chance)| chance).sum();
        for (unit, chance) in sent {
            share[unit][column] = stream.rate / arrivals * chance / sum.max(f64::MIN_POSITIVE);
        }
    }
    share
}

/// Share of dispatches by unit and stream; with a queue each unit takes its part of those who waited.
fn shares(cube: &Hypercube, levels: &Levels, corrections: &[f64], workload: &[f64]) -> Vec<Vec<f64>> {
    let mut share = shares_of_loss(cube, corrections, workload);
    if cube.when_all_busy == WhenAllBusy::Queue {
        let (all_busy, arrivals, units) = (levels.all_busy(), cube.arrival_rate(), cube.units as f64);
        for row in &mut share {
            for (cell, stream) in row.iter_mut().zip(&cube.streams) {
                *cell = *cell * (1.0 - all_busy) + stream.rate / arrivals * all_busy / units;
            }
        }
    }
    share
}
