//! Response by district as a map; any figure by patch as one.

use crate::document::{Block, Document, Map, Outlines, Shades, Spot, clock};
use crate::outlines::{self, Level as Drawn};
use ambics::experiment::{Experiment, Statistic};
use ambics::outcome::Level;
use ambics::region::{Area, Patch, Region};
use ambics::scenario::Scenario;
use ambics::stats::Estimate;
use std::collections::{BTreeMap, BTreeSet};

/// The one category whose map is not greyed: its place-to-place contrast comes from geography and stations alone.
const SHOWN: &str = "C1";

/// Maps of some categories of the first arm, for the page only.
pub(crate) fn add_maps(document: &mut Document, experiment: &Experiment, categories: &[String]) {
    let Some(arm) =
        experiment.arms.first().filter(|arm| !categories.is_empty() && !arm.replications.is_empty())
    else {
        return;
    };
    let summary = arm.summary();
    let mut blocks = vec![Block::Heading(format!("By district: {}", arm.name))];
    for category in categories {
        let own = summary.iter().filter(|row| {
            row.level == Level::District
                && row.category.name() == category
                && row.statistic == Statistic::Mean
        });
        let means = own.filter_map(|row| Some((row.code.clone(), row.estimate.as_ref()?.mean))).collect();
        blocks.push(by_district(&arm.scenario, category, &means));
    }
    document.blocks.push(Block::Page(blocks));
}

/// A map of a category's mean by district; figures are seconds by code of the district.
pub(super) fn by_district(scenario: &Scenario, category: &str, means_s: &BTreeMap<String, f64>) -> Block {
    let region = scenario.region();
    let rows: Vec<usize> = places(region, means_s);
    let row_of = |district: usize| rows.iter().position(|row| *row == district);
    let spots = region
        .areas()
        .iter()
        .zip(scenario.areas())
        .map(|(area, simulated)| spot(area, row_of(area.district.index()).filter(|_| *simulated)));
    let names = rows.iter().map(|row| {
        let district = &region.districts()[*row];
        (district.name.clone(), means_s[&district.code])
    });
    let greyed = category != SHOWN;
    let doubt = if greyed {
        "Not validated: it also rests on handover by department, which is published by service only."
    } else {
        "It comes from geography, synthetic stations and how often vehicles are free; no district is adjusted."
    };
    Block::Map(Map {
        title: format!("{category} mean response by district"),
        description: format!("The figures stand in the table of districts. {doubt}"),
        label: "SYNTHETIC stations".to_owned(),
        places: names.collect(),
        shades: if greyed { Shades::Greyed } else { Shades::Fifths },
        unit: ("mean, m:ss", |seconds| clock(Some(seconds))),
        spots: spots.collect(),
        outlines: districts(scenario, &rows),
    })
}

/// A map of changes by patch, given by code with a name: pale where they are not told apart from none.
pub(super) fn changes_by_patch(
    scenario: &Scenario,
    (title, description): (String, String),
    places: &[(String, String, Estimate)],
    unit: (&'static str, fn(f64) -> String),
) -> Block {
    let region = scenario.region();
    let row_of = |patch: usize| places.iter().position(|(code, ..)| *code == region.patches()[patch].code);
    let simulated = region.areas().iter().zip(scenario.areas()).filter(|(_, simulated)| **simulated);
    Block::Map(Map {
        title,
        description,
        label: "SYNTHETIC stations".to_owned(),
        places: places.iter().map(|(_, name, change)| (name.clone(), change.mean)).collect(),
        shades: Shades::Change(places.iter().map(|(_, _, change)| change.excludes_zero()).collect()),
        unit,
        spots: simulated.map(|(area, _)| spot(area, row_of(area.patch.index()))).collect(),
        outlines: patches(region, places.iter().map(|(code, ..)| code.as_str())),
    })
}

/// The outlines of patches by their codes.
pub(super) fn patches<'c>(region: &Region, codes: impl Iterator<Item = &'c str>) -> Option<Outlines> {
    let codes: Vec<&str> = codes.collect();
    let own = |patch: &&Patch| codes.contains(&patch.code.as_str());
    let cut = |patch: &Patch| region.patches().iter().filter(|other| other.ics == patch.ics).count() > 1;
    let cut = region.patches().iter().filter(own).any(cut);
    outlines::of(Drawn::Patch, &codes).map(|shapes| Outlines {
        groups: vec![0; shapes.len()],
        shapes,
        blank: Vec::new(),
        note: if cut { "An ICS in two services is cut where they meet.".to_owned() } else { String::new() },
    })
}

/// The outlines of districts with figures, by their rows, and of the other simulated ones.
fn districts(scenario: &Scenario, rows: &[usize]) -> Option<Outlines> {
    let region = scenario.region();
    let of = |simulated: bool| -> BTreeSet<usize> {
        let areas = region.areas().iter().zip(scenario.areas()).filter(|own| *own.1 == simulated);
        areas.map(|(area, _)| area.district.index()).collect()
    };
    let (simulated, outside) = (of(true), of(false));
    let others = simulated.into_iter().filter(|row| !rows.contains(row));
    let all: Vec<usize> = rows.iter().copied().chain(others).collect();
    let own = |row: &usize| &region.districts()[*row];
    let codes: Vec<&str> = all.iter().map(|row| own(row).code.as_str()).collect();
    let mut shapes = outlines::of(Drawn::District, &codes)?;
    let blank = shapes.split_off(rows.len());
    let parts: Vec<&str> =
        rows.iter().filter(|row| outside.contains(row)).map(|row| own(row).name.as_str()).collect();
    let cut = if parts.is_empty() {
        String::new()
    } else {
        format!(" Simulated only in part: {}.", parts.join(", "))
    };
    Some(Outlines {
        shapes,
        groups: rows.iter().map(|row| own(row).ics.index()).collect(),
        blank: all[rows.len()..].iter().map(|row| own(row).name.clone()).zip(blank).collect(),
        note: format!(
            "Dark lines: between districts of different ICSs, each counted to the ICS of most of its residents.{cut}"
        ),
    })
}

/// An area on a map, in its place.
pub(super) fn spot(area: &Area, place: Option<usize>) -> Spot {
    let radius_m = (area.land_km2 * 1e6 / std::f64::consts::PI).sqrt();
    Spot { lon: area.lon, lat: area.lat, radius_m, place }
}

/// Rows of the districts that have a figure, in order of code.
fn places(region: &Region, means_s: &BTreeMap<String, f64>) -> Vec<usize> {
    let known = region.districts().iter().enumerate();
    known.filter(|(_, district)| means_s.contains_key(&district.code)).map(|(row, _)| row).collect()
}
