//! Rows of land masses, hospitals and stations.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::keys::{Keys, NOWHERE, Systems};
use super::row::{Row, SECONDS, nearest};
use super::rows_places::lon_lat;
use super::rows_source::TIERS;
use super::schemas;
use super::{Accepts, Area, Centres, Hospital, LandMass, OpenHours, Station};
use crate::ids::AreaId;
use std::collections::BTreeSet;

pub(super) fn read_land_masses(files: &Files) -> Loaded<LandMass> {
    let mut land_masses = read_table(&schemas::LAND_MASSES, files, |row| {
        row.text("name");
        LandMass { code: row.code("land_mass"), transfer: read_transfer(row) }
    });
    land_masses.sort_by_code(|land_mass| &land_mass.code);
    land_masses
}

fn read_transfer(row: &mut Row<'_>) -> Option<(String, f64)> {
    let hospital = row.text_or_empty("transfer_hospital_code");
    if hospital.is_empty() {
        return None;
    }
    let columns = ["transfer_low_s", "transfer_s", "transfer_high_s"];
    let times = columns.map(|column| row.number(column, SECONDS));
    row.ascending(columns, times);
    row.grade("grade");
    Some((hospital, times[1]))
}

pub(super) fn read_hospitals(
    files: &Files,
    systems: &Systems<'_>,
    land_masses: &Keys<'_>,
) -> Loaded<Hospital> {
    let mut hospitals = read_table(&schemas::HOSPITALS, files, |row| {
        let (lon, lat) = lon_lat(row);
        let opens = row.date_or_none("opens");
        let centres = read_centres(row);
        Hospital {
            code: row.code("hospital_code"),
            name: row.text("name"),
            acute_trust_code: row.code("acute_trust_code"),
            acute_trust_name: row.text("acute_trust_name"),
            ics: systems.ics(row),
            service: systems.service(row),
            lon,
            lat,
            land_mass: row.refer("land_mass", land_masses).unwrap_or(NOWHERE),
            opens,
            closes: row.date_from("closes", opens),
            open_hours: read_open_hours(row),
            accepts: row.word(
                "accepts",
                &[("all", Accepts::All), ("children", Accepts::Children), ("unknown", Accepts::Unknown)],
            ),
            centres,
        }
    });
    hospitals.sort_by_code(|hospital| &hospital.code);
    hospitals
}

/// What a hospital is a centre for; thrombectomy is checked and not used.
fn read_centres(row: &mut Row<'_>) -> Centres {
    let columns = ["major_trauma", "stroke_thrombolysis", "stroke_thrombectomy", "ppci"];
    let [major_trauma_centre, stroke_unit, _, ppci_centre] = columns
        .map(|column| row.word(column, &[("unknown", None), ("yes", Some(true)), ("no", Some(false))]));
    Centres { stroke_unit, major_trauma_centre, ppci_centre }
}

fn read_open_hours(row: &mut Row<'_>) -> OpenHours {
    const COLUMN: &str = "open_hours";
    match row.cell(COLUMN) {
        None | Some("unknown") => OpenHours::Unknown,
        Some("always") => OpenHours::Always,
        Some(cell) => between(cell).unwrap_or_else(|| {
            row.fault(COLUMN, || {
                Fault::new(quoted(cell), "always, unknown, or two times as in 08:00-22:00", "")
            });
            OpenHours::Unknown
        }),
    }
}

fn between(cell: &str) -> Option<OpenHours> {
    let (from, to) = cell.split_once('-')?;
    let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
    (from != to).then_some(OpenHours::Between(from, to))
}

fn minute_of_day(text: &str) -> Option<u16> {
    let digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())
    };
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (digits(hour)??, digits(minute)??);
    (minute < 60).then_some(60 * hour + minute).filter(|minutes| *minutes <= 24 * 60)
}

/// A transfer leads to a hospital, and a land mass with areas needs a hospital or a transfer.
pub(super) fn check_land_masses(
    land_masses: &mut Loaded<LandMass>,
    hospitals: &Loaded<Hospital>,
    areas: &Loaded<Area>,
) {
    let keys = Keys::of("hospitals.csv", hospitals, |hospital| &hospital.code);
    let open = hospitals.rows.iter().map(|h| &h.row).filter(|hospital| hospital.accepts != Accepts::Children);
    let served: BTreeSet<usize> = open.map(|hospital| hospital.land_mass).collect();
    let lived: BTreeSet<usize> = areas.rows.iter().map(|area| area.row.land_mass).collect();
    let lacks = |at: usize| lived.contains(&at) && !served.contains(&at) && !served.contains(&NOWHERE);
    let Loaded { rows, faults, .. } = land_masses;
    for (at, lined) in rows.iter().enumerate().filter(|_| keys.readable()) {
        let code = lined.row.transfer.as_ref().map(|(code, _)| code.as_str());
        let fault = || match code {
            Some(code) => Fault::new(quoted(code), keys.rule(), nearest(code, keys.codes())),
            None => {
                Fault::new(quoted(""), LAND_MASS_RULE, "name the hospital and the seconds of the transfer")
            }
        };
        if code.map_or_else(|| lacks(at), |code| keys.find(code).is_none()) {
            faults.at_cell(lined.line, "transfer_hospital_code", fault);
        }
    }
}

const LAND_MASS_RULE: &str = "a land mass with areas has a hospital that takes adults, or a transfer to one";

pub(super) fn read_stations(files: &Files, systems: &Systems<'_>, areas: &Keys<'_>) -> Loaded<Station> {
    let mut stations = read_table(&schemas::STATIONS, files, |row| {
        let (lon, lat) = lon_lat(row);
        let (service, patch) = systems.service_and_patch(row);
        Station {
            code: row.code("station_code"),
            service,
            patch,
            area: AreaId::new(row.refer("area_code", areas).unwrap_or(NOWHERE)),
            lon,
            lat,
            synthetic: row.word("data_tier", &TIERS.map(|tier| (tier, tier == "synthetic"))),
        }
    });
    stations.sort_by_code(|station| &station.code);
    stations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_hours_are_two_times() {
        assert_eq!(between("08:00-22:00"), Some(OpenHours::Between(480, 1320)));
        assert_eq!(between("20:30-24:00"), Some(OpenHours::Between(1230, 1440)));
        for wrong in
            ["8:00-22:00", "08:00", "08:00-08:00", "08:60-09:00", "24:01-09:00", "+8:00-09:00", "99:99-00:00"]
        {
            assert_eq!(between(wrong), None, "{wrong}");
        }
    }
}
