//! A day of a simulated service as one page that plays it: vehicles, those who wait, and hospitals, on a map.
//!
//! The page holds its script, its style and its data; nothing is fetched. Drives are straight lines between places, not roads.

mod calls;
mod ground;
mod places;
mod vehicles;

use ambics::experiment::Experiment;
use ambics::units::SimTime;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use places::Places;
use serde_json::{Value, json};

const TEMPLATE: &str = include_str!("player.html");
const STYLE: &str = include_str!("player.css");
const SCRIPTS: [&str; 3] =
    [include_str!("player_day.js"), include_str!("player_map.js"), include_str!("player.js")];
/// Base64 of the SHA-256 of the three scripts one after the other: the policy of the page allows no other script.
/// A test of the page computes it again.
const HASH: &str = "O4qEGrr7ceFxHmUAxPD/FeZZEAKUbaaZSy6NwXAsN5o=";
/// Metres of a unit of place.
const UNIT_M: f64 = 100.0;
/// Seconds of a day of the player, from 04:00.
pub(super) const DAY_S: i64 = 86_400;

/// The first arm and its first replication, from 04:00 of a date.
pub(super) struct Shown<'e> {
    pub experiment: &'e Experiment,
    /// When the day begins.
    pub start: SimTime,
    /// Time zero, milliseconds of UTC.
    origin_ms: i64,
    zone: TimeZone,
}

impl Shown<'_> {
    /// Second of the day; below 0 before it.
    pub fn second(&self, at: SimTime) -> i64 {
        at.0.div_euclid(1_000) - self.start.0.div_euclid(1_000)
    }

    fn local(&self, second: i64) -> jiff::civil::DateTime {
        let at = Timestamp::from_millisecond(self.origin_ms + self.start.0 + 1_000 * second);
        self.zone.to_datetime(at.unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// Second and local time of each piece of the clock: two on a day on which it changes.
    fn clock(&self) -> Vec<Value> {
        let mut pieces = vec![json!([0, self.local(0).to_string()])];
        for hour in 1..24 {
            let minutes = |hour: i64| i32::from(self.local(3_600 * hour).hour()) * 60;
            if (minutes(hour) - minutes(hour - 1)).rem_euclid(1_440) != 60 {
                pieces.push(json!([3_600 * hour, self.local(3_600 * hour).to_string()]));
            }
        }
        pieces
    }
}

/// The page of the day that begins at 04:00 of a date; nothing if the run does not hold it. Incidents and log must have been kept.
pub(crate) fn page(experiment: &Experiment, date: Date) -> Option<String> {
    let world = experiment.arms.first()?.scenario.world();
    let start = world.clock.at(date.at(4, 0, 0, 0))?;
    let origin_ms = world.clock.origin().as_millisecond();
    let zone = TimeZone::get("Europe/London").ok()?;
    let data = day(&Shown { experiment, start, origin_ms, zone }).to_string();
    // Without this sign no text can end the element that holds the data, or begin another.
    let data = data.replace('<', "\\u003c");
    let mut page = TEMPLATE.replacen("{{hash}}", HASH, 1);
    page = page.replacen("{{style}}", STYLE, 1).replacen("{{script}}", &SCRIPTS.concat(), 1);
    // Last, so that what is put in is not searched for marks.
    Some(page.replacen("{{data}}", &data, 1))
}

fn day(shown: &Shown<'_>) -> Value {
    let arm = &shown.experiment.arms[0];
    let (scenario, region) = (&arm.scenario, arm.scenario.region());
    let mut places = Places::of(scenario);
    let (incidents, index) = calls::listed(shown, &mut places);
    let vehicles = vehicles::listed(shown, &index, &mut places);
    let of_service = |service| scenario.services().contains(&service);
    let stations = region.stations().iter().enumerate().filter(|(_, own)| of_service(own.service));
    let stations: Vec<Value> = stations.map(|(row, own)| json!([places.station(row), own.code])).collect();
    let hospitals = region.hospitals().iter().enumerate();
    let known = |row: usize, places: &Places<'_>| places.names_hospital(row);
    let hospitals: Vec<Value> = hospitals
        .filter(|(row, own)| of_service(own.service) || known(*row, &places))
        .map(|(row, _)| row)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|row| json!([places.hospital(row), region.hospitals()[row].code, region.hospitals()[row].name]))
        .collect();
    let ground = ground::Ground::of(scenario, &places);
    let icses: Vec<Value> = places
        .icses
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let (own, (x, y)) = (&region.icses()[*row], ground.middle(at));
            json!([own.code, own.short_name, ground.colours[at], x, y])
        })
        .collect();
    let manifest = shown.experiment.manifest(0);
    json!({
        "format": 1,
        "scenario": arm.name,
        "services": scenario.services().iter().map(|id| &region.services()[id.index()].name).collect::<Vec<_>>(),
        "region": manifest.region,
        "seed": manifest.seed,
        "replication": shown.experiment.replications.first(),
        "version": manifest.ambics_version,
        "data_hash": manifest.data_hash,
        "scenario_hash": manifest.arms[0].scenario_hash,
        "attribution": manifest.attribution,
        "clock": shown.clock(),
        "seconds": DAY_S,
        "unit_m": UNIT_M,
        "ground": ground.told(),
        "icses": icses,
        "stations": stations,
        "hospitals": hospitals,
        "vehicles": vehicles,
        "incidents": incidents,
        "places": places.rows,
    })
}
