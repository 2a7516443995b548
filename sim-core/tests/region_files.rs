//! Loading a region: every fault is found in one pass, with its place and its hint, and nothing panics.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, and not the functions that tests share"
)]

use ambics::problem::{Problem, Problems};
use ambics::region::{NEEDED_ASSUMPTIONS, Region};
use ambics::rng::code64;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cells of a table; the first row holds the names of the columns.
pub(crate) type Sheet = Vec<Vec<String>>;

/// A copy of the tiny region in a folder of its own, to be broken.
pub(crate) struct Broken(PathBuf);

impl Broken {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("region-{}-{number}", std::process::id()));
        let copy = Self(root.join("tiny"));
        fs::create_dir_all(&copy.0).unwrap();
        for (file, bytes) in ambics_scenarios::region_files("tiny").unwrap() {
            copy.write(file, bytes);
        }
        copy
    }

    pub(crate) fn write(&self, file: &str, bytes: &[u8]) {
        fs::write(self.0.join(file), bytes).unwrap();
    }

    pub(crate) fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.0.join(file)).unwrap()
    }

    /// Rewrites a table cell by cell.
    pub(crate) fn edit(&self, file: &str, change: impl FnOnce(&mut Sheet)) -> &Self {
        let mut sheet = to_sheet(&self.bytes(file));
        change(&mut sheet);
        self.write(file, &to_bytes(&sheet));
        self
    }

    /// Writes one cell; rows are counted as in an editor.
    pub(crate) fn set(&self, file: &str, row: usize, column: &str, value: &str) -> &Self {
        self.edit(file, |sheet| {
            let at = sheet[0].iter().position(|name| name == column).unwrap();
            value.clone_into(&mut sheet[row - 1][at]);
        })
    }

    /// Replaces a text that is there.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = String::from_utf8(self.bytes(file)).unwrap();
        assert!(text.contains(from), "{file} holds {from}");
        self.write(file, text.replacen(from, to, 1).as_bytes());
        self
    }

    /// Adds a row after the last.
    pub(crate) fn add(&self, file: &str, row: &str) -> &Self {
        let mut bytes = self.bytes(file);
        bytes.extend(format!("{row}\n").bytes());
        self.write(file, &bytes);
        self
    }

    /// Takes rows out.
    pub(crate) fn drop_rows(&self, file: &str, which: impl Fn(&[String]) -> bool) -> &Self {
        self.edit(file, |sheet| sheet.retain(|row| !which(row)))
    }

    pub(crate) fn load(&self) -> Result<Region, Problems> {
        Region::load(&self.0)
    }

    /// Loads, and asserts that exactly these faults are found: file, path, part of what was found, part of
    /// the rule or the hint.
    pub(crate) fn expect(&self, expected: &[(&str, &str, &str, &str)]) {
        let problems = self.load().expect_err("the region is broken");
        for (file, path, found, says) in expected {
            let is = |p: &Problem| {
                p.file == *file
                    && p.path == *path
                    && p.found.contains(found)
                    && format!("{} {}", p.rule, p.hint).contains(says)
            };
            assert!(problems.iter().any(is), "no `{file}: {path}: {found}; {says}` among {problems}");
        }
        assert_eq!(problems.len(), expected.len(), "more faults than were made: {problems}");
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        fs::remove_dir_all(self.0.parent().unwrap()).unwrap();
    }
}

pub(crate) fn to_sheet(bytes: &[u8]) -> Sheet {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn to_bytes(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    sheet.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

#[test]
fn tiny_loads_from_a_folder_as_from_the_program() {
    let copy = Broken::new();
    let (loaded, embedded) = (copy.load().unwrap(), Region::embedded("tiny").unwrap());
    assert_eq!(loaded, embedded);
    assert_eq!(loaded.name(), "tiny");
    assert_eq!((loaded.services().len(), loaded.icses().len(), loaded.areas().len()), (1, 2, 12));
    assert_eq!(loaded.patches()[0].residents, 148_000.0);
    assert_eq!(loaded.profile("flat").map(<[f64]>::len), Some(168));
    assert_eq!(loaded.profile("flatt"), None);
    assert!(NEEDED_ASSUMPTIONS.iter().all(|name| loaded.assumption(name).is_finite()));
}

#[test]
fn england_loads_with_its_places() {
    let england = Region::embedded("england-2022").unwrap();
    let places =
        [england.services().len(), england.icses().len(), england.patches().len(), england.districts().len()];
    assert_eq!(places, [11, 42, 49, 309]);
    // One neighbourhood of 1,425 lost its areas to the majority rule.
    let small = [england.neighbourhoods().len(), england.areas().len(), england.hospitals().len()];
    assert_eq!(small, [1_424, 6_856, 181]);
    let identities: BTreeSet<u32> = england.areas().iter().map(|area| area.identity).collect();
    assert_eq!(identities.len(), 6_856);
    assert!(identities.iter().all(|identity| *identity < 1 << 30));
    let patches: f64 = england.patches().iter().map(|patch| patch.residents).sum();
    assert_eq!(patches, england.areas().iter().map(|area| area.residents).sum::<f64>());
    let devon = england.find_patch("RYF-QJK").unwrap();
    assert_eq!(england.patches()[devon.index()].service, england.find_service("RYF").unwrap());
}

#[test]
fn an_unknown_name_is_told_the_nearest() {
    let problems = Region::embedded("england-2023").unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems.to_string().contains("did you mean `england-2022`?"), "{problems}");
}

#[test]
fn ids_do_not_depend_on_the_order_of_rows() {
    let copy = Broken::new();
    for (file, _) in
        ambics_scenarios::region_files("tiny").unwrap().iter().filter(|(file, _)| file.ends_with(".csv"))
    {
        copy.edit(file, |sheet| sheet[1..].reverse());
    }
    let (turned, straight) = (copy.load().unwrap(), Region::embedded("tiny").unwrap());
    assert_ne!(turned.sources().hash, straight.sources().hash);
    assert_eq!(
        format!("{turned:?}").replace(&turned.sources().hash, ""),
        format!("{straight:?}").replace(&straight.sources().hash, "")
    );
}

#[test]
fn a_table_saved_by_a_spreadsheet_is_read() {
    let copy = Broken::new();
    for file in ["areas.csv", "services.csv", "special_days.csv"] {
        let text = String::from_utf8(copy.bytes(file)).unwrap().replace('\n', "\r\n");
        copy.write(file, format!("\u{feff}{text},,,\r\n\r\n").as_bytes());
    }
    assert_eq!(copy.load().unwrap().areas(), Region::embedded("tiny").unwrap().areas());
}

#[test]
fn lines_are_counted_as_in_an_editor() {
    let copy = Broken::new();
    copy.set("areas.csv", 3, "lon", "east");
    let text = String::from_utf8(copy.bytes("areas.csv")).unwrap();
    copy.write("areas.csv", text.replacen('\n', "\r\n\r\n\n", 1).as_bytes());
    copy.expect(&[("areas.csv", "row 5, lon", "`east`", "a number from -180 to 180")]);
}

#[test]
fn numbers_are_checked() {
    let copy = Broken::new();
    for (row, column, value) in [
        (2, "residents", "-1"),
        (2, "lon", "181"),
        (2, "lat", "NaN"),
        (3, "residents", "inf"),
        (3, "share_65_plus", "12%"),
        (4, "residents", "12,000"),
        (4, "imd_quintile", "6"),
        (5, "share_75_plus", "1.2"),
        (5, "radius_m", ""),
        (6, "daytime_ratio", "one"),
        (7, "imd_quintile", "02"),
    ] {
        copy.set("areas.csv", row, column, value);
    }
    copy.set("response_month.csv", 2, "p90_s", "1e999").set("activity_month.csv", 2, "days", "32");
    copy.expect(&[
        ("areas.csv", "row 2, residents", "`-1`", "a number from 0"),
        ("areas.csv", "row 2, lon", "`181`", "from -180 to 180"),
        ("areas.csv", "row 2, lat", "`NaN`", "from -90 to 90"),
        ("areas.csv", "row 3, residents", "`inf`", "a number from 0"),
        ("areas.csv", "row 3, share_65_plus", "`12%`", "write a share: 0.12"),
        ("areas.csv", "row 4, residents", "`12,000`", "no separator of thousands"),
        ("areas.csv", "row 4, imd_quintile", "`6`", "a whole number from 1 to 5"),
        ("areas.csv", "row 5, share_75_plus", "`1.2`", "a number from 0 to 1"),
        ("areas.csv", "row 5, radius_m", "an empty cell", "a number from 0"),
        ("areas.csv", "row 6, daytime_ratio", "`one`", "a number from 0"),
        ("areas.csv", "row 7, imd_quintile", "`02`", "a whole number from 1 to 5"),
        ("response_month.csv", "row 2, p90_s", "`1e999`", "a number from 0"),
        ("activity_month.csv", "row 2, days", "`32`", "a whole number from 1 to 31"),
    ]);
}

#[test]
fn references_lead_somewhere() {
    let copy = Broken::new();
    copy.set("areas.csv", 2, "district_code", "D1").set("areas.csv", 3, "ics_code", "QTI");
    copy.set("areas.csv", 4, "neighbourhood_code", "N09").set("areas.csv", 5, "land_mass", "mainlnd");
    copy.set("services.csv", 2, "lead_ics_code", "QT3").set("hospitals.csv", 2, "service_code", "TNX");
    copy.set("stations.csv", 2, "area_code", "A2").set("activity_month.csv", 2, "service_code", "england");
    copy.set("special_days.csv", 2, "service_code", "TNYY").set(
        "land_masses.csv",
        2,
        "transfer_hospital_code",
        "T03",
    );
    copy.set("land_masses.csv", 2, "transfer_s", "60").set("land_masses.csv", 2, "transfer_low_s", "61");
    copy.set("land_masses.csv", 2, "transfer_high_s", "62").set("land_masses.csv", 2, "grade", "E");
    copy.expect(&[
        ("areas.csv", "row 2, district_code", "`D1`", "did you mean `D01`?"),
        ("areas.csv", "row 3, ics_code", "`QTI`", "a code of icses.csv did you mean `QT1`?"),
        ("areas.csv", "row 4, neighbourhood_code", "`N09`", "did you mean `N01`?"),
        ("areas.csv", "row 5, land_mass", "`mainlnd`", "did you mean `mainland`?"),
        ("services.csv", "row 2, lead_ics_code", "`QT3`", "did you mean `QT1`?"),
        ("hospitals.csv", "row 2, service_code", "`TNX`", "did you mean `TNY`?"),
        ("stations.csv", "row 2, area_code", "`A2`", "did you mean `A02`?"),
        ("activity_month.csv", "row 2, service_code", "`england`", "did you mean `England`?"),
        ("special_days.csv", "row 2, service_code", "`TNYY`", "did you mean `TNY`?"),
        ("land_masses.csv", "row 2, transfer_hospital_code", "`T03`", "did you mean `T01`?"),
        ("land_masses.csv", "row 2, transfer_s", "60", "at least 61 (transfer_low_s)"),
        ("land_masses.csv", "row 2, grade", "`E`", "a grade A, B, C or D"),
    ]);
}

#[test]
fn the_first_line_names_the_columns() {
    let copy = Broken::new();
    copy.replace("areas.csv", ",residents,", ",resident,").replace("areas.csv", "imd_score", "lat");
    copy.edit("hospitals.csv", |sheet| sheet.iter_mut().for_each(|row| drop(row.remove(11))));
    copy.edit("stations.csv", |sheet| {
        sheet
            .iter_mut()
            .enumerate()
            .for_each(|(at, row)| row.push(if at == 0 { "beds".into() } else { "1".into() }));
    });
    let semicolons = String::from_utf8(copy.bytes("hour_band.csv")).unwrap().replace(',', ";");
    copy.write("hour_band.csv", semicolons.as_bytes());
    copy.write("icses.csv", b"");
    copy.write("travel_law.csv", b"rural_urban,km,seconds,grade,source\n");
    copy.expect(&[
        ("areas.csv", "header, residents", "no such column", "every column"),
        ("areas.csv", "header, resident", "an unknown column", "did you mean `residents`?"),
        ("areas.csv", "header, imd_score", "no such column", "every column"),
        ("areas.csv", "header, lat", "the same column again", "each column is there once"),
        ("hospitals.csv", "header, open_hours", "no such column", "open_hours,accepts"),
        ("stations.csv", "header, beds", "an unknown column", "take it out"),
        ("hour_band.csv", "row 1", "`hour_of_week;hour_band`", "cells separated by commas"),
        ("icses.csv", "row 1", "an empty file", "ics_code,ons_code"),
        ("travel_law.csv", "", "no row", "the table has a row"),
    ]);
}

#[test]
fn words_are_among_the_allowed() {
    let copy = Broken::new();
    copy.set("areas.csv", 2, "rural_urban", "rual").set("areas.csv", 2, "coastal", "true");
    copy.set("hospitals.csv", 2, "accepts", "childen").set("hospitals.csv", 2, "open_hours", "8-22");
    copy.set("standards.csv", 2, "statistic", "p95").set("response_month.csv", 2, "category", "C5");
    copy.set("assumptions.csv", 2, "grade", "good").set("special_days.csv", 2, "grade", "A-derived");
    copy.set("stations.csv", 2, "data_tier", "syntetic").set("hospitals.csv", 3, "ppci", "maybe");
    copy.expect(&[
        ("areas.csv", "row 2, rural_urban", "`rual`", "did you mean `rural`?"),
        ("areas.csv", "row 2, coastal", "`true`", "one of no, yes"),
        ("hospitals.csv", "row 2, accepts", "`childen`", "did you mean `children`?"),
        ("hospitals.csv", "row 2, open_hours", "`8-22`", "two times as in 08:00-22:00"),
        ("hospitals.csv", "row 3, ppci", "`maybe`", "one of unknown, yes, no"),
        ("standards.csv", "row 2, statistic", "`p95`", "did you mean `p90`?"),
        ("response_month.csv", "row 2, category", "`C5`", "did you mean `C1`?"),
        ("assumptions.csv", "row 2, grade", "`good`", "a grade A, B, C or D"),
        ("stations.csv", "row 2, data_tier", "`syntetic`", "did you mean `synthetic`?"),
    ]);
}

/// Adds a table that the tiny region does without, and says whence it is.
fn add_table(copy: &Broken, file: &str, text: &str) {
    copy.write(file, text.as_bytes());
    let entry = "publisher = \"none\"\nlicence = \"none\"\nperiod = \"any\"\ntier = \"synthetic\"";
    copy.add("SOURCE.toml", &format!("\n[table.\"{file}\"]\n{entry}"));
}

/// A copy of the tiny region with one table more.
pub(crate) fn with_table(file: &str, text: &str) -> Broken {
    let copy = Broken::new();
    add_table(&copy, file, text);
    copy
}

#[test]
fn rows_of_breaks_are_checked() {
    let header = "kind,service_code,date,grade,source\n";
    let rows = "release_45,TNY,2024-01-03,C,a letter\nhub,,2023-11-01,B,a report\n";
    let sound = with_table("breaks.csv", &format!("{header}{rows}")).load().unwrap();
    let dates: Vec<String> = sound.breaks().iter().map(|at| at.date.to_string()).collect();
    assert_eq!((dates, sound.breaks()[0].service), (vec!["2023-11-01".into(), "2024-01-03".into()], None));
    let rows = "release45,TNZ,3 January 2024,Q,\nhub,TNY,2024-01-03,C,one\nhub,TNY,2024-01-03,C,again\n";
    with_table("breaks.csv", &format!("{header}{rows}")).expect(&[
        ("breaks.csv", "row 2, kind", "`release45`", "did you mean `release_45`?"),
        ("breaks.csv", "row 2, service_code", "`TNZ`", "did you mean `TNY`?"),
        ("breaks.csv", "row 2, date", "`3 January 2024`", "a date as in 2023-10-31"),
        ("breaks.csv", "row 2, grade", "`Q`", "a grade A, B, C or D"),
        ("breaks.csv", "row 2, source", "an empty cell", "a text"),
        ("breaks.csv", "row 4, kind", "`hub TNY 2024-01-03`", "see row 3 too"),
    ]);
}

const SEASON: &str = "month_of_year,c2_ratio,low,high,years,grade,source\n";

/// A table of the season with such a ratio in each month of the year.
pub(crate) fn season(ratio: impl Fn(u8) -> f64) -> String {
    let row = |month| format!("{month},{},0.01,100,5,C,made up\n", ratio(month));
    SEASON.to_owned() + &(1..=12).map(row).collect::<String>()
}

#[test]
fn the_season_has_twelve_months_or_none() {
    let sound = with_table("season.csv", &season(|month| 1.0 + 0.01 * f64::from(month))).load().unwrap();
    let months: Vec<u8> = sound.season().iter().map(|row| row.month_of_year).collect();
    assert_eq!((months, sound.season()[11].c2_ratio), ((1..=12).collect(), 1.12));
    assert_eq!((sound.season()[0].c2_ratio_range, sound.season()[0].years), ([0.01, 100.0], 5));
    assert!(with_table("season.csv", SEASON).load().unwrap().season().is_empty());
    let england = Region::embedded("england-2022").unwrap();
    let logs = england.season().iter().map(|row| row.c2_ratio.ln());
    assert!(england.season().len() == 12 && logs.sum::<f64>().abs() < 1e-3, "a year is as a year is");
    let broken = with_table("season.csv", &season(|_| 1.0));
    broken.set("season.csv", 2, "c2_ratio", "0").set("season.csv", 3, "high", "0.9");
    broken.set("season.csv", 4, "month_of_year", "5").set("season.csv", 5, "years", "0");
    broken.set("season.csv", 7, "source", "").set("season.csv", 8, "grade", "good");
    broken.expect(&[
        ("season.csv", "row 2, c2_ratio", "`0`", "a number from 0.01 to 100"),
        ("season.csv", "row 3, high", "0.9", "at least 1 (c2_ratio)"),
        ("season.csv", "row 6, month_of_year", "`5`", "see row 4 too"),
        ("season.csv", "row 5, years", "`0`", "a whole number from 1 to 1000"),
        ("season.csv", "row 7, source", "an empty cell", "a text"),
        ("season.csv", "row 8, grade", "`good`", "a grade A, B, C or D"),
        ("season.csv", "", "11 months", "the 12 months of the year, from 1 add 3"),
    ]);
}

#[test]
fn rows_stand_once() {
    let copy = Broken::new();
    for (file, row) in [
        ("areas.csv", 4),
        ("activity_month.csv", 3),
        ("travel_factor.csv", 5),
        ("hour_band.csv", 9),
        ("assumptions.csv", 2),
    ] {
        copy.edit(file, |sheet| sheet.push(sheet[row - 1].clone()));
    }
    copy.edit("patches.csv", |sheet| sheet[2] = sheet[1].clone());
    copy.set("hospitals.csv", 3, "hospital_code", "T01");
    let last = |file: &str| format!("row {}, ", to_sheet(&copy.bytes(file)).len());
    copy.expect(&[
        (
            "areas.csv",
            &(last("areas.csv") + "area_code"),
            "`A03`",
            "one row for each area_code see row 4 too",
        ),
        ("activity_month.csv", &(last("activity_month.csv") + "month"), "`2023-11 TNY`", "see row 3 too"),
        ("travel_factor.csv", &(last("travel_factor.csv") + "purpose"), "`convey night", "see row 5 too"),
        ("hour_band.csv", &(last("hour_band.csv") + "hour_of_week"), "`7`", "see row 9 too"),
        ("assumptions.csv", &(last("assumptions.csv") + "name"), "`ambulance_hour_gbp`", "see row 2 too"),
        ("patches.csv", "row 3, patch_code", "`TNY-QT1`", "see row 2 too"),
        ("hospitals.csv", "row 3, hospital_code", "`T01`", "see row 2 too"),
        // Without the patch of the eastern ICS, what lies there has none.
        ("neighbourhoods.csv", "row 5, ics_code", "`QT2` with service `TNY`", "TNY has QT1"),
        ("areas.csv", "row 9, ics_code", "`QT2` with service `TNY`", "a row of patches.csv"),
        ("areas.csv", "row 10, ics_code", "`QT2`", ""),
        ("areas.csv", "row 11, ics_code", "`QT2`", ""),
        ("areas.csv", "row 12, ics_code", "`QT2`", ""),
        ("areas.csv", "row 13, ics_code", "`QT2`", ""),
        ("stations.csv", "row 4, ics_code", "`QT2`", ""),
    ]);
}

#[test]
fn two_areas_do_not_share_their_luck() {
    let mut seen = BTreeMap::new();
    let met = (0..).map(|n| format!("M{n}")).find_map(|code| {
        let other = seen.insert(code64(&code) & ((1 << 29) - 1), code.clone());
        other.map(|other| (other, code))
    });
    let (first, second) = met.unwrap();
    let copy = Broken::new();
    copy.set("areas.csv", 4, "area_code", &first).set("areas.csv", 5, "area_code", &second).set(
        "areas.csv",
        6,
        "lon",
        "x",
    );
    copy.expect(&[
        ("areas.csv", "row 5, area_code", &second, "rename one"),
        ("areas.csv", "row 6, lon", "`x`", ""),
    ]);
}

#[test]
fn an_area_lies_where_its_neighbourhood_lies() {
    let copy = Broken::new();
    copy.set("areas.csv", 2, "district_code", "D02").set("areas.csv", 3, "ics_code", "QT2");
    copy.set("patches.csv", 2, "patch_code", "TNYQT1").set("districts.csv", 2, "split_ics", "");
    copy.set("stations.csv", 2, "ics_code", "QT9").set("stations.csv", 3, "service_code", "TMY");
    copy.expect(&[
        ("areas.csv", "row 2, neighbourhood_code", "`N01`", "a neighbourhood of the area's own district"),
        (
            "areas.csv",
            "row 3, neighbourhood_code",
            "`N01`",
            "a neighbourhood of the area's own service and ICS",
        ),
        ("patches.csv", "row 2, patch_code", "`TNYQT1`", "write `TNY-QT1`"),
        ("districts.csv", "row 2, split_ics", "an empty cell", "one of no, yes"),
        ("stations.csv", "row 2, ics_code", "`QT9`", "did you mean `QT1`?"),
        ("stations.csv", "row 3, service_code", "`TMY`", "did you mean `TNY`?"),
    ]);
}

#[test]
fn a_profile_has_168_hours_of_sum_1() {
    let copy = Broken::new();
    copy.drop_rows("hour_of_week.csv", |row| row[0] == "flat" && (row[1] == "5" || row[1] == "99"));
    copy.edit("hour_of_week.csv", |sheet| {
        let row = sheet.iter_mut().find(|row| row[0] == "rota").unwrap();
        row[2] = "0.5".into();
    });
    copy.set("hour_of_week.csv", 2, "hour_of_week", "168").set("hour_of_week.csv", 3, "share", "-0.1");
    copy.drop_rows("hour_band.csv", |row| row[0] == "167").set("hour_band.csv", 2, "hour_band", "nigth");
    copy.expect(&[
        ("hour_of_week.csv", "profile flat", "166 hours", "add 5, 99"),
        ("hour_of_week.csv", "profile rota", "shares of sum 1.49", "shares of sum 1"),
        ("hour_of_week.csv", "row 2, hour_of_week", "`168`", "from 0 to 167"),
        ("hour_of_week.csv", "row 3, share", "`-0.1`", "from 0 to 1"),
        ("hour_band.csv", "", "167 hours", "add 167"),
        ("hour_band.csv", "row 2, hour_band", "`nigth`", "did you mean `night`?"),
    ]);
}

#[test]
fn the_travel_law_rises_from_0_km() {
    let copy = Broken::new();
    copy.drop_rows("travel_law.csv", |row| row[0] == "urban" && row[1] != "0");
    copy.drop_rows("travel_law.csv", |row| row[0] == "rural" && row[1] == "0");
    copy.set("travel_law.csv", 4, "seconds", "1").set("travel_law.csv", 6, "km", "2.580").set(
        "travel_law.csv",
        8,
        "km",
        "far",
    );
    copy.drop_rows("travel_factor.csv", |row| row[..3] == ["lights", "night", "rural"]);
    copy.drop_rows("travel_factor.csv", |row| row[..3] == ["return", "peak", "urban"]);
    copy.set("travel_factor.csv", 2, "high", "0.5").set("travel_factor.csv", 3, "factor", "0");
    copy.expect(&[
        ("travel_law.csv", "urban", "rows: 1", "at least 2 rows"),
        ("travel_law.csv", "row 2, km", "a first knot at 2.58 km", "add a row of 0 km"),
        ("travel_law.csv", "row 4, seconds", "1", "km and seconds increase together"),
        ("travel_law.csv", "row 6, km", "2.58", "more than the 2.58 of row 2"),
        ("travel_law.csv", "row 3, seconds", "", "km and seconds increase together"),
        ("travel_law.csv", "row 8, km", "`far`", "from 0 to 2000"),
        ("travel_factor.csv", "lights, night, rural", "no row", "a factor for each"),
        ("travel_factor.csv", "return, peak, urban", "no row", "a factor for each"),
        ("travel_factor.csv", "row 2, high", "0.5", "at least 0.95 (factor)"),
        ("travel_factor.csv", "row 3, factor", "`0`", "from 0.01 to 100"),
    ]);
}

#[test]
fn every_stage_has_a_duration() {
    let copy = Broken::new();
    copy.drop_rows("job_cycle.csv", |row| row[0] == "mobilise" || row[2] == "C3");
    copy.drop_rows("job_cycle.csv", |row| row[..2] == ["wrap_up", "see_and_treat"]);
    copy.add("job_cycle.csv", "triage,convey,C3,60,0.5,30,90,D,none")
        .add("job_cycle.csv", "on_scen,convey,C3,60,0.5,70,90,Z,none");
    copy.expect(&[
        ("job_cycle.csv", "mobilise, any", "no row for C1, C2, C3, C4, Other", "each stage has a duration"),
        ("job_cycle.csv", "triage, any", "no row for C3", "each stage has a duration"),
        ("job_cycle.csv", "wrap_up, see_and_treat", "no row for", "one row of category any"),
        ("job_cycle.csv", "row 8, disposition", "`convey`", "any, for triage and mobilise"),
        ("job_cycle.csv", "row 9, stage", "`on_scen`", "did you mean `on_scene`?"),
        ("job_cycle.csv", "row 9, mean_s", "60", "at least 70 (low_mean_s)"),
        ("job_cycle.csv", "row 9, grade", "`Z`", "a grade"),
    ]);
}

#[test]
fn dates_are_dates() {
    let copy = Broken::new();
    copy.set("standards.csv", 2, "valid_from", "2022-13-01").set("standards.csv", 3, "valid_from", "");
    copy.set("special_days.csv", 2, "date", "01/06/2024").set("special_days.csv", 3, "date", "2023-02-29");
    copy.set("hospitals.csv", 2, "opens", "2024-10-06").set("hospitals.csv", 2, "closes", "2024-10-05");
    copy.set("handover_month.csv", 2, "month", "2023-00").set("call_month.csv", 3, "month", "2023-1");
    copy.set("icses.csv", 2, "valid_from", "2022-07-01T00:00");
    copy.expect(&[
        ("standards.csv", "row 2, valid_from", "`2022-13-01`", "a date as in 2023-10-31"),
        ("standards.csv", "row 3, valid_from", "an empty cell", "a date as in 2023-10-31"),
        ("special_days.csv", "row 2, date", "`01/06/2024`", "a date as in"),
        ("special_days.csv", "row 3, date", "`2023-02-29`", "a date as in"),
        ("hospitals.csv", "row 2, closes", "2024-10-05", "2024-10-06 or later"),
        ("handover_month.csv", "row 2, month", "`2023-00`", "a month as in 2023-10"),
        ("call_month.csv", "row 3, month", "`2023-1`", "a month as in 2023-10"),
        ("icses.csv", "row 2, valid_from", "`2022-07-01T00:00`", "a date as in"),
    ]);
}

#[test]
fn assumptions_lie_in_their_range() {
    let copy = Broken::new();
    copy.drop_rows("assumptions.csv", |row| row[0] == "day_effect_lag1");
    copy.replace("assumptions.csv", "spread_daytime_share", "spread_daytim_share");
    copy.set("assumptions.csv", 4, "value", "25").set("assumptions.csv", 5, "unit", "");
    let share = to_sheet(&copy.bytes("assumptions.csv"))
        .iter()
        .position(|row| row[0] == "hear_and_treat_share_c2")
        .unwrap()
        + 1;
    copy.set("assumptions.csv", share, "high", "1.5").set(
        "effective_hours.csv",
        2,
        "effective_hours_per_week",
        "many",
    );
    copy.expect(&[
        ("assumptions.csv", "day_effect_lag1", "no such row", "the model reads"),
        ("assumptions.csv", "spread_daytime_share", "no such row", "rename `spread_daytim_share`"),
        ("assumptions.csv", "row 4, high", "20", "at least 25 (value)"),
        ("assumptions.csv", "row 5, unit", "an empty cell", "a text"),
        ("assumptions.csv", &format!("row {share}, high"), "`1.5`", "from 0 to 1"),
        ("effective_hours.csv", "row 2, effective_hours_per_week", "`many`", "a number"),
    ]);
}

#[test]
fn a_service_and_a_land_mass_have_what_they_need() {
    let copy = Broken::new();
    copy.drop_rows("stations.csv", |row| row[0] == "TNY-S001");
    copy.edit("areas.csv", |sheet| sheet[1][21] = "wight".into()).add("land_masses.csv", "wight,Isle,,,,,,");
    copy.edit("areas.csv", |sheet| sheet[1..].iter_mut().for_each(|row| row[10] = "0".into()));
    copy.add("services.csv", "NEW,New Service,NEW,,,,,,,").add("patches.csv", "NEW-QT1,NEW,QT1,,,,,");
    copy.edit("neighbourhoods.csv", |sheet| {
        sheet.push(["N99", "New", "D01", "QT1", "NEW"].map(str::to_owned).to_vec())
    });
    copy.edit("areas.csv", |sheet| {
        let mut area = sheet[2].clone();
        (area[0], area[3], area[5]) = ("A99".into(), "N99".into(), "NEW".into());
        sheet.push(area);
    });
    copy.expect(&[
        ("land_masses.csv", "row 3, transfer_hospital_code", "an empty cell", "name the hospital"),
        ("services.csv", "row 2, service_code", "`TNY`", "the areas of a service have residents"),
        ("services.csv", "row 3, service_code", "`NEW`", "the areas of a service have residents"),
        ("services.csv", "row 3, service_code", "`NEW`", "has a station"),
        ("services.csv", "row 3, service_code", "`NEW`", "effective_hours.csv"),
    ]);
}

#[test]
fn rows_have_the_shape_of_the_first_line() {
    let copy = Broken::new();
    copy.replace("areas.csv", "Westport 01", "Westport, 01").replace(
        "hospitals.csv",
        "Eastbury Hospital",
        "\"Eastbury\nHospital\"",
    );
    copy.add("districts.csv", "D09,\"Open").add("stations.csv", "TNY-S009,TNY");
    copy.set("areas.csv", 3, "lon", "x");
    copy.expect(&[
        ("areas.csv", "row 2", "25 cells", "24 cells, as in the first line"),
        ("areas.csv", "row 3, lon", "`x`", ""),
        ("hospitals.csv", "row 3", "a cell over several lines", "close the quotation mark"),
        ("districts.csv", "row 5", "2 cells", "close every one"),
        ("stations.csv", "row 5", "2 cells", "7 cells"),
    ]);
}

#[test]
fn files_are_there_and_can_be_read() {
    let copy = Broken::new();
    let path = |file: &str| copy.0.join(file);
    fs::rename(path("hospitals.csv"), path("hospital.csv")).unwrap();
    fs::remove_file(path("standards.csv")).unwrap();
    fs::create_dir(path("standards.csv")).unwrap();
    fs::File::create(path("special_days.csv")).unwrap().set_len((64 << 20) + 1).unwrap();
    copy.write("travel_factor.csv", &[b'x'; (1 << 20) + 1]);
    let latin: Vec<u8> =
        copy.bytes("icses.csv").into_iter().map(|byte| if byte == b'E' { 0xE9 } else { byte }).collect();
    copy.write("icses.csv", &latin);
    copy.set("areas.csv", 2, "lat", "x");
    copy.expect(&[
        ("hospitals.csv", "", "no such file", "did you mean `hospital.csv`?"),
        ("standards.csv", "", "is a directory", "a file that can be read"),
        ("special_days.csv", "", "a longer file", "at most 64 MiB"),
        ("travel_factor.csv", "row 1", "a longer line", "at most 1 MiB"),
        ("icses.csv", "row 2", "bytes that are no UTF-8", "save the file as `CSV UTF-8`"),
        ("icses.csv", "row 3", "bytes that are no UTF-8", "save the file as `CSV UTF-8`"),
        ("areas.csv", "row 2, lat", "`x`", ""),
    ]);
    let missing = Region::load(&copy.0.join("nowhere")).unwrap_err();
    assert!(
        missing.len() == 1 && missing.to_string().contains("a region is a folder of tables"),
        "{missing}"
    );
}

#[test]
fn every_table_says_where_it_comes_from() {
    let copy = Broken::new();
    copy.replace("SOURCE.toml", "[table.\"stations.csv\"]", "[table.\"station.csv\"]");
    copy.replace("SOURCE.toml", "title = ", "titel = ").replace(
        "SOURCE.toml",
        "tier = \"synthetic\"",
        "tier = \"syntetic\"",
    );
    copy.replace("SOURCE.toml", "licence = \"same licence as this repository\"", "licence = \"\"");
    copy.set("areas.csv", 2, "lat", "x");
    copy.expect(&[
        ("SOURCE.toml", "table", "`station.csv`", "did you mean `stations.csv`?"),
        ("SOURCE.toml", "table.\"stations.csv\"", "no entry", "publisher, licence, period and tier"),
        ("SOURCE.toml", "region.title", "nothing", "a text"),
        ("SOURCE.toml", "table.\"services.csv\".tier", "`syntetic`", "did you mean `synthetic`?"),
        ("SOURCE.toml", "table.\"services.csv\".licence", "an empty text", "a text"),
        ("areas.csv", "row 2, lat", "`x`", ""),
    ]);
    copy.write("SOURCE.toml", b"[region]\ntitle = \n");
    copy.expect(&[("SOURCE.toml", "row 2", "", "a TOML file"), ("areas.csv", "row 2, lat", "`x`", "")]);
    fs::remove_file(copy.0.join("SOURCE.toml")).unwrap();
    copy.expect(&[("SOURCE.toml", "", "no such file", ""), ("areas.csv", "row 2, lat", "`x`", "")]);
}

#[test]
fn two_hundred_faults_of_a_file_are_shown() {
    let copy = Broken::new();
    copy.edit("hour_of_week.csv", |sheet| sheet[1..].iter_mut().for_each(|row| row[2] = "much".into()));
    copy.set("areas.csv", 2, "lat", "x");
    let problems = copy.load().unwrap_err();
    assert_eq!(problems.len(), 201);
    let hidden = format!("{} more faults", to_sheet(&copy.bytes("hour_of_week.csv")).len() - 1 - 199);
    assert!(problems.iter().any(|p| p.found == hidden && p.file == "hour_of_week.csv"), "{problems}");
}

/// A way to damage a file.
#[derive(Debug, Clone)]
enum Damage {
    Truncate(usize),
    Byte(usize, u8),
    Insert(usize, Vec<u8>),
    Cell(usize, usize, String),
    SwapCells(usize, usize),
    SwapRows(usize, usize),
    DropColumn(usize),
    DropRow(usize),
    DoubleRow(usize),
}

fn damages() -> impl Strategy<Value = Damage> {
    let cells = prop::sample::select(vec![
        "",
        " ",
        "NaN",
        "-inf",
        "1e308",
        "-0",
        "0",
        "1",
        "-1",
        "168",
        "\"",
        "\n",
        "\0",
        "England",
        "A01",
        "QT2",
        "2024-02-30",
        "9999-12-31",
        "0000-01",
        "any",
        "always",
        "00:00-24:00",
        "é",
        "E02000001",
        "99999999999999999999",
        ",,,,",
    ]);
    prop_oneof![
        any::<usize>().prop_map(Damage::Truncate),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (any::<usize>(), prop::collection::vec(any::<u8>(), 1..20))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<usize>(), any::<usize>(), cells).prop_map(|(row, column, cell)| Damage::Cell(
            row,
            column,
            cell.to_owned()
        )),
        (any::<usize>(), any::<usize>()).prop_map(|(row, column)| Damage::SwapCells(row, column)),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Damage::SwapRows(a, b)),
        any::<usize>().prop_map(Damage::DropColumn),
        any::<usize>().prop_map(Damage::DropRow),
        any::<usize>().prop_map(Damage::DoubleRow),
    ]
}

fn damaged(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let (mut raw, mut sheet) = (bytes.to_vec(), to_sheet(bytes));
    let (n_row, n_column) = (sheet.len(), sheet[0].len());
    match damage {
        Damage::Truncate(at) => raw.truncate(at % raw.len()),
        Damage::Byte(at, byte) => {
            let at = at % raw.len();
            raw[at] = *byte;
        }
        Damage::Insert(at, garbage) => {
            drop(raw.splice(at % raw.len()..at % raw.len(), garbage.iter().copied()))
        }
        Damage::Cell(row, column, cell) => sheet[row % n_row][column % n_column].clone_from(cell),
        Damage::SwapCells(row, column) => sheet[row % n_row].swap(column % n_column, (column / 7) % n_column),
        Damage::SwapRows(a, b) => sheet.swap(a % n_row, b % n_row),
        Damage::DropColumn(column) => sheet.iter_mut().for_each(|row| drop(row.remove(column % n_column))),
        Damage::DropRow(row) => drop(sheet.remove(row % n_row)),
        Damage::DoubleRow(row) => sheet.push(sheet[row % n_row].clone()),
    }
    if matches!(damage, Damage::Truncate(_) | Damage::Byte(..) | Damage::Insert(..)) {
        raw
    } else {
        to_bytes(&sheet)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_damage_makes_the_loader_panic(first in (any::<usize>(), damages()), second in (any::<usize>(), damages())) {
        let copy = Broken::new();
        let files: Vec<&str> = ambics_scenarios::region_files("tiny").unwrap().iter().map(|(file, _)| *file).filter(|f| f.ends_with(".csv")).collect();
        for (at, damage) in [first, second] {
            let file = files[at % files.len()];
            let bytes = ambics_scenarios::table("tiny", file).unwrap();
            copy.write(file, &damaged(bytes, &damage));
        }
        // What loads must be sound: every id is a row, every share is a share.
        match copy.load() {
            Ok(region) => {
                prop_assert!(region.areas().iter().all(|a| a.patch.index() < region.patches().len() && a.land_mass < region.land_masses().len()));
                prop_assert!(region.profiles().iter().all(|p| p.share.len() == 168));
                prop_assert_eq!(region.hour_bands().len(), 168);
                prop_assert_eq!(region.travel_factors().len(), 24);
            }
            Err(problems) => prop_assert!(!problems.is_empty() && !problems.to_string().is_empty()),
        }
    }

    #[test]
    fn no_source_makes_the_loader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<usize>()) {
        let copy = Broken::new();
        let mut source = copy.bytes("SOURCE.toml");
        let at = at % source.len();
        source.splice(at..at, bytes);
        copy.write("SOURCE.toml", &source);
        let _ = copy.load().map_err(|problems| problems.to_string());
    }
}
