//! Days to go-live by ICS as maps, one an arrangement, on one scale.

use super::name;
use super::wait::LABEL_OF_MAP;
use crate::document::{Block, Map, Shades, count};
use crate::report::maps::{patches, spot};
use ambics::experiment::governance::WaitRun;
use ambics::region::Region;

/// The maps; nothing without a finished draw.
pub(super) fn maps(run: &WaitRun) -> Vec<Block> {
    let study = run.study();
    let region = &study.region;
    let codes: Vec<String> = run
        .studies
        .iter()
        .flat_map(|own| own.ground.members.iter().map(|member| own.patch_code(&member.code)))
        .collect();
    let all: Vec<Vec<f64>> =
        (0..study.arrangements.len()).map(|arrangement| days(run, arrangement)).collect();
    let place_of_patch: Vec<Option<usize>> =
        region.patches().iter().map(|patch| codes.iter().position(|code| *code == patch.code)).collect();
    let one = |(parts, days): (_, &Vec<f64>)| {
        Block::Map(Map {
            title: format!("Days to go-live by ICS: {}", name(parts)),
            description: format!(
                "Mean over draws and packages; what is not live counts as {} days. One scale for all arrangements.",
                count(study.horizon_days)
            ),
            label: LABEL_OF_MAP.to_owned(),
            places: codes.iter().map(|code| named(region, code)).zip(days.iter().copied()).collect(),
            shades: Shades::Shared(all.concat()),
            unit: ("mean days", count),
            spots: region
                .areas()
                .iter()
                .map(|area| spot(area, place_of_patch[area.patch.index()]))
                .filter(|spot| spot.place.is_some())
                .collect(),
            outlines: patches(region, codes.iter().map(String::as_str)),
        })
    };
    if run.courses.is_empty() { Vec::new() } else { study.arrangements.iter().zip(&all).map(one).collect() }
}

/// The ICS of a patch, by its code and name.
fn named(region: &Region, code: &str) -> String {
    let patch = region.patches().iter().find(|patch| patch.code == code);
    let ics = patch.map(|patch| &region.icses()[patch.ics.index()]);
    ics.map_or_else(|| code.to_owned(), |ics| format!("{} {}", ics.code, ics.short_name))
}

/// Mean days to go-live of each trust's part of an ICS, in the order of trusts and members.
fn days(run: &WaitRun, arrangement: usize) -> Vec<f64> {
    let of_trust = |(at, study): (usize, &ambics::scenario::ArrangementStudy)| {
        let (n, draws) = (study.ground.members.len(), run.courses.len());
        let each = (study.proposals.len() * draws).max(1) as f64;
        let mut sums = vec![0.0; n];
        for course in run.courses.iter().map(|draw| &draw[at][arrangement]) {
            for (row, pair) in course.pairs.iter().enumerate() {
                sums[row % n] += pair.live_day.map_or(study.horizon_days, f64::from);
            }
        }
        sums.into_iter().map(move |sum| sum / each)
    };
    run.studies.iter().enumerate().flat_map(of_trust).collect()
}
