//! Incidents and vehicles of a trace.

use super::ground::{Ground, Site, YEAR_S};
use super::sheet::Sheet;
use crate::category::Category;
use crate::problem::did_you_mean;
use crate::units::{SimDuration, SimTime};
use crate::world::{Outcome, Recorded};
use std::collections::BTreeMap;

/// A recorded incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// Its name in the file.
    pub incident_id: String,
    /// When it was called.
    pub at: SimTime,
    /// Row of its area.
    pub area: u16,
    /// Its category as the engine knows it; C1 where the file names another and one queue serves all.
    pub category: Category,
    /// Its category as the file names it.
    pub category_text: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// A vehicle of the fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceVehicle {
    /// Its name in the file.
    pub vehicle: String,
    /// Code of its station.
    pub station_code: String,
    /// Row of its station's area.
    pub area: u16,
    /// From when, and until when, it is on shift.
    pub shift: (SimTime, SimTime),
}

pub(super) const INCIDENTS: [&str; 8] =
    ["incident_id", "at_s", "area_code", "category", "on_scene_s", "convey", "handover_s", "hospital_code"];
pub(super) const VEHICLES: [&str; 4] = ["vehicle", "station_code", "shift_start_s", "shift_end_s"];
/// Latest instant of a trace: a hundred years.
const LATEST_S: f64 = 100.0 * YEAR_S;

/// Reads incidents; with `any_category` a category may have any name.
pub(super) fn incidents(
    sheet: &mut Sheet,
    areas: &BTreeMap<String, u16>,
    hospitals: &[Site],
    any_category: bool,
) -> Vec<IncidentRow> {
    sheet.must_have(&INCIDENTS[..7]);
    let _ = sheet.rows_of("incident_id");
    if sheet.len() > Recorded::MOST {
        let found = format!("{} incidents", sheet.len());
        sheet.fault_at((None, ""), found, "at most 1048576 incidents", "replay them in parts");
    }
    let hospitals = (0u16..).zip(hospitals).map(|(row, site)| (site.code.clone(), row)).collect();
    let n = sheet.len();
    let incident = |row| {
        let category_text = sheet.cell(row, "category").to_owned();
        IncidentRow {
            incident_id: sheet.cell(row, "incident_id").to_owned(),
            at: instant(sheet, row, "at_s"),
            area: sheet.look_up(row, "area_code", (areas, "a code of the areas")).unwrap_or(0),
            category: category(sheet, row, any_category),
            category_text,
            outcome: outcome(sheet, row, &hospitals),
        }
    };
    (0..n).map(incident).collect()
}

fn instant(sheet: &mut Sheet, row: usize, column: &'static str) -> SimTime {
    let rule = "seconds from 0 to 100 years: no time is before 0";
    SimTime(SimDuration::from_seconds(sheet.needed(row, column, (0.0, LATEST_S), rule)).0)
}

fn category(sheet: &mut Sheet, row: usize, any: bool) -> Category {
    let text = sheet.cell(row, "category").to_owned();
    let found = Category::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(&text));
    if found.is_none() && !any {
        let hint = did_you_mean(&text, Category::ALL.map(Category::name));
        sheet.fault_at((Some(row), "category"), format!("`{text}`"), "C1, C2, C3, C4 or Other", &hint);
    }
    found.unwrap_or(Category::C1)
}

fn outcome(sheet: &mut Sheet, row: usize, hospitals: &BTreeMap<String, u16>) -> Outcome {
    let rule = "seconds from 0 to a year";
    let on_scene = sheet.needed(row, "on_scene_s", (0.0, YEAR_S), rule);
    let handover = sheet.number(row, "handover_s", (0.0, YEAR_S), rule);
    let conveyed = conveyed(sheet, row);
    let named = !sheet.cell(row, "hospital_code").is_empty();
    let known = (hospitals, "a code of the hospitals");
    let hospital = if named { sheet.look_up(row, "hospital_code", known) } else { None };
    if conveyed && handover.is_some() && hospitals.is_empty() {
        sheet.fault_at((Some(row), "convey"), "a conveyance".to_owned(), "a hospital to convey to", "");
    }
    Outcome {
        on_scene: SimDuration::from_seconds(on_scene),
        handover: handover.filter(|_| conveyed).map(SimDuration::from_seconds),
        hospital,
    }
}

/// Whether the cell says that the patient was conveyed; an empty one says not.
fn conveyed(sheet: &mut Sheet, row: usize) -> bool {
    let text = sheet.cell(row, "convey").to_ascii_lowercase();
    match text.as_str() {
        "1" | "1.0" | "true" | "yes" | "y" => true,
        "" | "0" | "0.0" | "false" | "no" | "n" => false,
        _ => {
            sheet.fault_at((Some(row), "convey"), format!("`{text}`"), "1, 0, true, false or nothing", "");
            false
        }
    }
}

/// Reads vehicles; a station is the code of a station or of an area.
pub(super) fn vehicles(
    sheet: &mut Sheet,
    stations: &[Site],
    areas: &BTreeMap<String, u16>,
) -> Vec<TraceVehicle> {
    sheet.must_have(&VEHICLES[..2]);
    let _ = sheet.rows_of("vehicle");
    let mut known = areas.clone();
    known.extend(stations.iter().map(|site| (site.code.clone(), site.area)));
    let n = sheet.len();
    if n > usize::from(u16::MAX) {
        sheet.fault_at((None, ""), format!("{n} vehicles"), "at most 65535 vehicles", "");
    }
    let vehicle = |row| TraceVehicle {
        vehicle: sheet.cell(row, "vehicle").to_owned(),
        station_code: sheet.cell(row, "station_code").to_owned(),
        area: sheet
            .look_up(row, "station_code", (&known, "a code of the stations or the areas"))
            .unwrap_or(0),
        shift: shift(sheet, row),
    };
    (0..n).map(vehicle).collect()
}

fn shift(sheet: &mut Sheet, row: usize) -> (SimTime, SimTime) {
    let rule = "seconds from 0 to 100 years: no time is before 0";
    let mut at = |column| {
        let seconds = sheet.number(row, column, (0.0, LATEST_S), rule);
        seconds.map(|seconds| SimTime(SimDuration::from_seconds(seconds).0))
    };
    let (start, end) =
        (at("shift_start_s").unwrap_or(SimTime(0)), at("shift_end_s").unwrap_or(SimTime::NEVER));
    if end <= start {
        let rule = "an end of the shift after its start";
        let hint = "seconds count from the trace's 0, through midnight";
        sheet.fault_at((Some(row), "shift_end_s"), format!("{} s", end.0 / 1000), rule, hint);
    }
    (start, end)
}

/// Adds a fault for each drive that the trace may need and that is not given; at most twenty are named.
pub(super) fn drives_are_given(
    sheet: &mut Sheet,
    ground: &Ground,
    incidents: &[IncidentRow],
    vehicles: &[TraceVehicle],
) {
    let n = ground.areas.len();
    let mut is_target = vec![false; n];
    incidents.iter().for_each(|incident| is_target[usize::from(incident.area)] = true);
    vehicles.iter().for_each(|vehicle| is_target[usize::from(vehicle.area)] = true);
    ground.hospitals.iter().for_each(|site| is_target[usize::from(site.area)] = true);
    let pairs = (0..n * n).filter(|pair| is_target[pair % n] && ground.base_ms[*pair].is_nan());
    let missing: Vec<usize> = pairs.collect();
    for pair in missing.iter().take(20) {
        let found = format!("no drive from `{}` to `{}`", ground.areas[pair / n], ground.areas[pair % n]);
        let rule = "a drive from every area to each that has an incident, a station or a hospital";
        sheet.fault_at((None, "from, to"), found, rule, "");
    }
    if missing.len() > 20 {
        let found = format!("{} more drives missing", missing.len() - 20);
        sheet.fault_at((None, "from, to"), found, "every drive that may be needed", "");
    }
}
