//! Rows that go by area and that a region may have: incidents counted, and the road network: links between areas, points of trunk roads, and speeds.

use super::csv_table::{Loaded, read_table};
use super::faults::Fault;
use super::files::Files;
use super::keys::Keys;
use super::schemas;
use super::{AreaDemandRow, AreaLink, NetworkNumber, NetworkQuantity, TrunkKind, TrunkPoint};
use crate::ids::AreaId;

const KINDS: [(&str, TrunkKind); 3] =
    [("motorway", TrunkKind::Motorway), ("dual", TrunkKind::Dual), ("crossing", TrunkKind::Crossing)];

const QUANTITIES: [(&str, NetworkQuantity); 7] = [
    ("local", NetworkQuantity::Local),
    ("motorway", NetworkQuantity::Motorway),
    ("dual", NetworkQuantity::Dual),
    ("crowding", NetworkQuantity::Crowding),
    ("access_detour", NetworkQuantity::AccessDetour),
    ("ramp_s", NetworkQuantity::RampS),
    ("engine_s", NetworkQuantity::EngineS),
];

/// Residents per square kilometre that a row may state.
const DENSITY: std::ops::RangeInclusive<f64> = 1.0..=100_000.0;

pub(super) fn read_area_demand(files: &Files, areas: &Keys<'_>) -> Loaded<AreaDemandRow> {
    let mut rows = read_table(&schemas::AREA_DEMAND, files, |row| AreaDemandRow {
        area: AreaId::new(row.refer("area_code", areas).unwrap_or(0)),
        incidents_per_week: row.number("incidents_per_week", 0.0..=1e6),
        merged_n: row.whole("merged_n", 1..=10_000).unwrap_or(1),
    });
    rows.sort_by(|a, b| a.area.cmp(&b.area));
    rows
}

pub(super) fn read_area_links(files: &Files, areas: &Keys<'_>) -> Loaded<AreaLink> {
    let mut links = read_table(&schemas::AREA_LINKS, files, |row| {
        let [from, to] = ["from_area", "to_area"].map(|column| row.refer(column, areas));
        if from.is_some() && from == to {
            row.fault("to_area", || Fault::new("the same area twice", "a link joins two areas", ""));
        }
        let [from, to] = [from, to].map(|area| AreaId::new(area.unwrap_or(0)));
        AreaLink { from, to, people_per_km2: row.number("people_per_km2", DENSITY) }
    });
    links.sort_by(|a, b| (a.from, a.to).cmp(&(b.from, b.to)));
    links
}

pub(super) fn read_trunk_points(files: &Files, areas: &Keys<'_>) -> Loaded<TrunkPoint> {
    let mut points = read_table(&schemas::TRUNK_POINTS, files, |row| TrunkPoint {
        chain: row.code("chain"),
        position: row.whole("position", 1..=9_999).unwrap_or(0),
        kind: row.word("kind", &KINDS),
        lon: row.number("lon", -180.0..=180.0),
        lat: row.number("lat", -90.0..=90.0),
        people_per_km2: row.number("people_per_km2", DENSITY),
        areas: ["area_1", "area_2", "area_3"].map(|column| row.refer_or_none(column, areas).map(AreaId::new)),
    });
    points.sort_by(|a, b| (&a.chain, a.position).cmp(&(&b.chain, b.position)));
    points
}

pub(super) fn read_network_speed(files: &Files) -> Loaded<NetworkNumber> {
    let mut numbers = read_table(&schemas::NETWORK_SPEED, files, |row| {
        row.grade("grade");
        let quantity = row.word("name", &QUANTITIES);
        let people_per_km2 = row.number_or_none("people_per_km2", DENSITY);
        if (quantity == NetworkQuantity::Local) != people_per_km2.is_some() {
            row.fault("people_per_km2", || {
                Fault::new(if people_per_km2.is_some() { "a density" } else { "nothing" }, DENSITY_RULE, "")
            });
        }
        let range = match quantity {
            NetworkQuantity::Local | NetworkQuantity::Motorway | NetworkQuantity::Dual => 1.0..=200.0,
            NetworkQuantity::Crowding => 0.0..=1.0,
            NetworkQuantity::AccessDetour => 0.1..=10.0,
            NetworkQuantity::RampS | NetworkQuantity::EngineS => 0.0..=3_600.0,
        };
        NetworkNumber { quantity, people_per_km2, value: row.number("value", range) }
    });
    numbers.sort_by(|a, b| {
        let people = |number: &NetworkNumber| number.people_per_km2.unwrap_or(0.0);
        a.quantity.cmp(&b.quantity).then(people(a).total_cmp(&people(b)))
    });
    check_names(&mut numbers);
    numbers
}

const DENSITY_RULE: &str = "a density for `local` and for nothing else";

/// Where there is a number, there are all.
fn check_names(numbers: &mut Loaded<NetworkNumber>) {
    let Loaded { rows, faults, complete, .. } = numbers;
    for (name, quantity) in QUANTITIES.iter().filter(|_| *complete) {
        if rows.iter().all(|lined| lined.row.quantity != *quantity) {
            faults.in_file(name, || Fault::new("no row", "every number of the network law has a row", ""));
        }
    }
}
