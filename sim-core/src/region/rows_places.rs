//! Rows of services, ICSs, patches, districts, neighbourhoods and areas.

use super::csv_table::{Loaded, read_table};
use super::faults::{Fault, quoted};
use super::files::Files;
use super::identity::identity;
use super::keys::{Keys, NOWHERE, Systems};
use super::row::{COUNT, Row, SHARE};
use super::schemas;
use super::{Area, District, Ics, LandMass, Neighbourhood, Patch, Service};
use crate::ids::{DistrictId, IcsId, NeighbourhoodId, ServiceId};

const LON: std::ops::RangeInclusive<f64> = -180.0..=180.0;
const LAT: std::ops::RangeInclusive<f64> = -90.0..=90.0;

/// Longitude and latitude.
pub(super) fn lon_lat(row: &mut Row<'_>) -> (f64, f64) {
    (row.number("lon", LON), row.number("lat", LAT))
}

pub(super) fn read_icses(files: &Files) -> Loaded<Ics> {
    let mut icses = read_table(&schemas::ICSES, files, |row| {
        let valid_from = row.date_or_none("valid_from");
        Ics {
            code: row.code("ics_code"),
            ons_code: row.text_or_empty("ons_code"),
            name: row.text("name"),
            short_name: row.text("short_name"),
            nhs_region_code: row.text_or_empty("nhs_region_code"),
            nhs_region_name: row.text_or_empty("nhs_region_name"),
            valid_from,
            valid_to: row.date_from("valid_to", valid_from),
        }
    });
    icses.sort_by_code(|ics| &ics.code);
    icses
}

pub(super) fn read_services(files: &Files, icses: &Keys<'_>) -> Loaded<Service> {
    let mut services = read_table(&schemas::SERVICES, files, |row| {
        row.number_or_none("residents", COUNT);
        row.number_or_none("published_stations", COUNT);
        let valid_from = row.date_or_none("valid_from");
        Service {
            code: row.code("service_code"),
            name: row.text("name"),
            short_name: row.text("short_name"),
            lead_ics: row.refer_or_none("lead_ics_code", icses).map(IcsId::new),
            lead_basis: row.text_or_empty("lead_basis"),
            valid_from,
            valid_to: row.date_from("valid_to", valid_from),
        }
    });
    services.sort_by_code(|service| &service.code);
    services
}

pub(super) fn read_patches(files: &Files, services: &Keys<'_>, icses: &Keys<'_>) -> Loaded<Patch> {
    let mut patches = read_table(&schemas::PATCHES, files, |row| {
        for (column, range) in
            [("residents", COUNT), ("published_share_of_ics", SHARE), ("published_share_of_service", SHARE)]
        {
            row.number_or_none(column, range);
        }
        check_patch_code(row);
        Patch {
            code: row.code("patch_code"),
            service: ServiceId::new(row.refer("service_code", services).unwrap_or(NOWHERE)),
            ics: IcsId::new(row.refer("ics_code", icses).unwrap_or(NOWHERE)),
            residents: 0.0,
        }
    });
    patches.sort_by_code(|patch| &patch.code);
    patches
}

fn check_patch_code(row: &mut Row<'_>) {
    let cells = ["patch_code", "service_code", "ics_code"]
        .map(|column| row.cell(column).filter(|cell| !cell.is_empty()));
    if let [Some(code), Some(service), Some(ics)] = cells
        && code.strip_prefix(service).and_then(|rest| rest.strip_prefix('-')) != Some(ics)
    {
        let hint = || format!("write {}", quoted(&format!("{service}-{ics}")));
        row.fault("patch_code", || Fault::new(quoted(code), "service code, `-`, ICS code", hint()));
    }
}

pub(super) fn read_districts(files: &Files, systems: &Systems<'_>) -> Loaded<District> {
    let mut districts = read_table(&schemas::DISTRICTS, files, |row| {
        row.number_or_none("ics_share", SHARE);
        row.number_or_none("service_share", SHARE);
        row.yes("split_ics");
        row.yes("split_service");
        District {
            code: row.code("district_code"),
            name: row.text("name"),
            ics: systems.ics(row),
            service: systems.service(row),
        }
    });
    districts.sort_by_code(|district| &district.code);
    districts
}

pub(super) fn read_neighbourhoods(
    files: &Files,
    districts: &Keys<'_>,
    systems: &Systems<'_>,
) -> Loaded<Neighbourhood> {
    let mut neighbourhoods = read_table(&schemas::NEIGHBOURHOODS, files, |row| Neighbourhood {
        code: row.code("neighbourhood_code"),
        name: row.text("name"),
        district: DistrictId::new(row.refer("district_code", districts).unwrap_or(NOWHERE)),
        patch: systems.patch(row),
    });
    neighbourhoods.sort_by_code(|neighbourhood| &neighbourhood.code);
    neighbourhoods
}

/// The tables that an area refers to.
pub(super) struct AreaKeys<'a> {
    pub systems: &'a Systems<'a>,
    pub districts: Keys<'a>,
    pub neighbourhoods: &'a Loaded<Neighbourhood>,
    pub land_masses: Keys<'a>,
}

impl<'a> AreaKeys<'a> {
    pub fn of(
        systems: &'a Systems<'a>,
        districts: &'a Loaded<District>,
        neighbourhoods: &'a Loaded<Neighbourhood>,
        land_masses: &'a Loaded<LandMass>,
    ) -> Self {
        let (districts, land_masses) = (district_keys(districts), land_mass_keys(land_masses));
        Self { systems, districts, neighbourhoods, land_masses }
    }
}

pub(super) fn district_keys(districts: &Loaded<District>) -> Keys<'_> {
    Keys::of("districts.csv", districts, |district| &district.code)
}

pub(super) fn land_mass_keys(land_masses: &Loaded<LandMass>) -> Keys<'_> {
    Keys::of("land_masses.csv", land_masses, |land_mass| &land_mass.code)
}

pub(super) fn area_keys(areas: &Loaded<Area>) -> Keys<'_> {
    Keys::of("areas.csv", areas, |area| &area.code)
}

pub(super) fn read_areas(files: &Files, keys: &AreaKeys<'_>) -> Loaded<Area> {
    let neighbourhoods = Keys::of("neighbourhoods.csv", keys.neighbourhoods, |n| &n.code);
    let mut areas = read_table(&schemas::AREAS, files, |row| {
        check_unused(row);
        let area = read_area(row, keys, &neighbourhoods);
        check_neighbourhood(row, &area, keys.neighbourhoods);
        area
    });
    areas.sort_by_code(|area| &area.code);
    check_identities(&mut areas);
    areas
}

/// Columns that are shown to people and not read by the model.
fn check_unused(row: &mut Row<'_>) {
    for share in ["ics_share", "service_share", "share_0_17", "share_85_plus"] {
        row.number_or_none(share, SHARE);
    }
}

fn read_area(row: &mut Row<'_>, keys: &AreaKeys<'_>, neighbourhoods: &Keys<'_>) -> Area {
    let code = row.code("area_code");
    let (lon, lat) = lon_lat(row);
    Area {
        identity: identity(&code),
        code,
        name: row.text("name"),
        district: DistrictId::new(row.refer("district_code", &keys.districts).unwrap_or(NOWHERE)),
        neighbourhood: NeighbourhoodId::new(
            row.refer("neighbourhood_code", neighbourhoods).unwrap_or(NOWHERE),
        ),
        patch: keys.systems.patch(row),
        lon,
        lat,
        residents: row.number("residents", COUNT),
        share_65_plus: row.number("share_65_plus", SHARE),
        share_75_plus: row.number_or_none("share_75_plus", SHARE),
        land_km2: row.number("land_km2", 0.0..=1e6),
        radius_m: row.number("radius_m", 0.0..=100_000.0),
        rural: row.rural("rural_urban"),
        imd_score: row.number("imd_score", 0.0..=100.0),
        imd_quintile: row.whole("imd_quintile", 1..=5).unwrap_or(1) as u8,
        land_mass: row.refer("land_mass", &keys.land_masses).unwrap_or(NOWHERE),
        coastal: row.yes("coastal"),
        daytime_ratio: row.number("daytime_ratio", 0.0..=1_000.0),
    }
}

/// A neighbourhood lies in one district and one patch, and so do all its areas.
fn check_neighbourhood(row: &mut Row<'_>, area: &Area, neighbourhoods: &Loaded<Neighbourhood>) {
    let Some(home) = neighbourhoods.rows.get(area.neighbourhood.index()).map(|lined| &lined.row) else {
        return;
    };
    let apart = |own: usize, its: usize| own != its && own != NOWHERE && its != NOWHERE;
    let other = [
        ("district", apart(area.district.index(), home.district.index())),
        ("service and ICS", apart(area.patch.index(), home.patch.index())),
    ];
    for (what, _) in other.iter().filter(|(_, apart)| *apart) {
        let rule = || format!("a neighbourhood of the area's own {what}");
        row.fault("neighbourhood_code", || Fault::new(quoted(&home.code), rule(), "see neighbourhoods.csv"));
    }
}

/// Two areas must not share their luck.
fn check_identities(areas: &mut Loaded<Area>) {
    let mut order: Vec<_> =
        areas.rows.iter().map(|a| (a.row.identity, a.line, a.row.code.as_str())).collect();
    order.sort_unstable();
    for pair in order.windows(2) {
        let [(first, _, other), (identity, line, code)] = pair else { continue };
        if first == identity && other != code {
            areas.faults.at_cell(*line, "area_code", || {
                let found = format!("{} beside {}", quoted(code), quoted(other));
                Fault::new(found, "two areas differ in the 30 bits made from their codes", "rename one")
            });
        }
    }
}
