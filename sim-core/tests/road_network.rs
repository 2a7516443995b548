//! Travel over the region's network: the shortest way, around water, and never between land masses.

use crate::region_files::Broken;
use crate::scenario_files::{Folder, faults};
use crate::worlds::{ENGLAND, plan};
use ambics::problem::Problem;
use ambics::region::Region;
use ambics::scenario::Scenario;
use ambics::world::{DrivingLaw, Places, Plan, Travel, UNREACHABLE, compile, distance_km};
use std::fmt::Write as _;

const LINKS: &str = "area_links.csv";
const POINTS: &str = "trunk_points.csv";
const SPEEDS: &str = "network_speed.csv";

/// A tiny region where 60 km/h are driven off the trunk roads, 120 on a motorway, and with these links and points.
fn with_network(links: &[(&str, &str)], points: &str) -> Broken {
    let copy = Broken::new();
    let mut rows = String::from("from_area,to_area,people_per_km2\n");
    links.iter().for_each(|(a, b)| writeln!(rows, "{a},{b},800").unwrap());
    copy.write(LINKS, rows.as_bytes());
    let header = "chain,position,kind,lon,lat,people_per_km2,area_1,area_2,area_3\n";
    copy.write(POINTS, format!("{header}{points}").as_bytes());
    let speeds = "name,people_per_km2,value,unit,grade,source\n\
        local,100,60,km/h,D,test\nlocal,5000,60,km/h,D,test\nmotorway,,120,km/h,D,test\ndual,,90,km/h,D,test\n\
        crowding,,0,exponent,D,test\naccess_detour,,1,ratio,D,test\nramp_s,,10,s,D,test\nengine_s,,0,s,D,test\n";
    copy.write(SPEEDS, speeds.as_bytes());
    for file in [LINKS, POINTS, SPEEDS] {
        let entry = ["publisher", "licence", "period"].map(|key| format!("{key} = \"test\"\n")).concat();
        copy.add("SOURCE.toml", &format!("[table.\"{file}\"]\n{entry}tier = \"own\""));
    }
    copy
}

fn by_network(region: &Region, services: &[&str]) -> Plan {
    let mut plan = plan(region, services, 7);
    plan.settings.driving = DrivingLaw::Network;
    plan
}

/// Seconds of ordinary driving between two areas of a region of one component.
fn drive_s(region: &Region, from: &str, to: &str) -> u16 {
    let world = compile(region, &by_network(region, &[]));
    let part = &world.components[0];
    let place = |code| {
        part.places.area.iter().position(|area| Some(*area) == region.find_area(code)).expect("a place")
    };
    part.travel.base_s(place(from), place(to))
}

fn km(region: &Region, from: &str, to: &str) -> f64 {
    let area = |code| &region.areas()[region.find_area(code).expect("an area").index()];
    distance_km(area(from), area(to))
}

/// Whether two times are the same but for a second of rounding.
fn is_near(found: u16, wanted: f64) -> bool {
    (f64::from(found) - wanted).abs() <= 1.0
}

#[test]
fn the_way_around_a_bay_is_driven() {
    // A01 and A04 face each other over water: no link joins them, and the road leads around by A02 and A05.
    let region = with_network(&[("A01", "A02"), ("A02", "A05"), ("A05", "A04")], "").load().unwrap();
    let around = km(&region, "A01", "A02") + km(&region, "A02", "A05") + km(&region, "A05", "A04");
    assert!(is_near(drive_s(&region, "A01", "A04"), 60.0 * around), "60 km/h along the links");
    assert!(around > 1.5 * km(&region, "A01", "A04"), "and it is a detour");
}

#[test]
fn equal_speeds_take_longer_to_what_lies_further_along() {
    let chain = ["A01", "A02", "A04", "A06", "A11", "A08", "A09"];
    let links: Vec<(&str, &str)> = chain.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let region = with_network(&links, "").load().unwrap();
    let times: Vec<u16> = chain.iter().map(|to| drive_s(&region, chain[0], to)).collect();
    assert_eq!(times[0], 0);
    assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
}

#[test]
fn a_motorway_is_joined_driven_and_left() {
    let links = [("A01", "A06"), ("A06", "A09")];
    let ends = "M1,1,motorway,-1.96,51.02,800,A01,,\nM1,2,motorway,-1.55,51.18,800,A09,,\n";
    let (without, with) = (with_network(&links, "").load(), with_network(&links, ends).load());
    let (without, with) = (without.unwrap(), with.unwrap());
    // Both ends lie on a centroid: 10 s on, 120 km/h, 10 s off.
    let wanted = 20.0 + 30.0 * km(&with, "A01", "A09");
    assert!(is_near(drive_s(&with, "A01", "A09"), wanted));
    assert!(drive_s(&without, "A01", "A09") > drive_s(&with, "A01", "A09"));
    assert_eq!(drive_s(&without, "A01", "A06"), drive_s(&with, "A01", "A06"), "the short way keeps off it");
}

#[test]
fn an_area_without_a_link_is_reached_by_the_straight_line() {
    let region = with_network(&[("A01", "A02")], "").load().unwrap();
    let world = compile(&region, &plan(&region, &[], 7));
    let part = &world.components[0];
    let place = |code| part.places.area.iter().position(|a| Some(*a) == region.find_area(code)).unwrap();
    let straight = part.travel.base_s(place("A01"), place("A12"));
    // The straight-line law alone rounds to 100 m: 50 m are 6 s at 30 km/h.
    assert!(drive_s(&region, "A01", "A12").abs_diff(straight) <= 6);
}

/// Places and travel of the South West, which has the Scilly Isles.
fn south_west() -> (Places, Travel) {
    let mut world = compile(&ENGLAND, &by_network(&ENGLAND, &["RYF"]));
    let part = world.components.remove(0);
    (part.places, part.travel)
}

#[test]
fn the_way_back_takes_as_long_and_no_way_leads_to_the_isles() {
    let (places, travel) = south_west();
    let mut parted = 0;
    for to in 0..places.n_own {
        assert_eq!(travel.base_s(to, to), 0);
        for from in 0..to {
            assert_eq!(travel.base_s(from, to), travel.base_s(to, from));
            let road = travel.base_s(from, to) != UNREACHABLE;
            assert_eq!(road, places.land_mass[from] == places.land_mass[to]);
            parted += usize::from(!road);
        }
    }
    assert_eq!(parted, places.n_own - 1, "Scilly is one area, and parted from all others");
}

#[test]
fn no_way_over_a_third_place_is_shorter() {
    let (places, travel) = south_west();
    let on_land: Vec<usize> =
        (0..places.n_own).filter(|p| places.land_mass[*p] == places.land_mass[0]).collect();
    let some: Vec<usize> = on_land.into_iter().step_by(9).collect();
    for (&a, &b) in some.iter().flat_map(|a| some.iter().map(move |b| (a, b))) {
        for &over in &some {
            let legs = u32::from(travel.base_s(a, over)) + u32::from(travel.base_s(over, b));
            // Three times are rounded to seconds.
            assert!(u32::from(travel.base_s(a, b)) <= legs + 1, "{a} to {b} over {over}");
        }
    }
}

#[test]
fn speeds_are_those_of_roads_and_twice_compiled_is_the_same() {
    let (places, travel) = south_west();
    let (_, again) = south_west();
    assert_eq!(travel, again);
    let pairs = (0..places.n_own).flat_map(|to| (0..to).map(move |from| (from, to)));
    for (from, to) in pairs.filter(|pair| travel.base_s(pair.0, pair.1) != UNREACHABLE) {
        let speed = places.distance_km(from, to) / f64::from(travel.base_s(from, to)) * 3_600.0;
        assert!(speed < 110.0, "{from} to {to} at {speed} km/h");
    }
}

#[test]
fn the_exe_is_driven_around() {
    // Exmouth and Dawlish face each other, 6 km apart; the lowest bridge is near Exeter.
    let (places, travel) = south_west();
    let named = |name: &str| {
        places
            .area
            .iter()
            .position(|a| ENGLAND.areas()[a.index()].name == name)
            .expect("an area of that name")
    };
    let ratio = |a: &str, b: &str| {
        let (a, b) = (named(a), named(b));
        f64::from(travel.base_s(a, b)) / 60.0 / places.distance_km(a, b)
    };
    let across_exe = ratio("East Devon 020", "Teignbridge 008");
    assert!(across_exe > 2.0, "Exmouth to Dawlish: {across_exe} minutes a kilometre");
    assert!(ratio("Plymouth 022", "Cornwall 033") < across_exe);
}

#[test]
fn the_network_law_needs_a_network() {
    let folder = Folder::new();
    let path = folder.write("x.toml", "region = \"tiny\"\nrun.days = 7\ntravel.law = \"network\"\n");
    let found: Vec<Problem> = faults(Scenario::load(&path));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].line, found[0].path.as_str()), (Some(3), "travel.law"));
    assert!(found[0].rule.contains(LINKS));
    let path = folder
        .write("y.toml", "region = \"england-2022\"\nselect.trusts = [\"RYF\"]\ntravel.law = \"network\"\n");
    assert!(Scenario::load(&path).is_ok());
}

#[test]
fn every_fault_of_a_network_is_found() {
    let copy =
        with_network(&[("A01", "A02"), ("A03", "A03"), ("A04", "A99")], "M1,1,road,-1.96,51.02,800,A01,,\n");
    copy.drop_rows(SPEEDS, |row| row[0] == "dual").set(SPEEDS, 4, "people_per_km2", "300");
    copy.expect(&[
        (LINKS, "row 3, to_area", "the same area twice", "a link joins two areas"),
        (LINKS, "row 4, to_area", "`A99`", "a code of areas.csv"),
        (POINTS, "row 2, kind", "`road`", "one of motorway, dual, crossing"),
        (SPEEDS, "row 4, people_per_km2", "a density", "for `local` and for nothing else"),
        (SPEEDS, "dual", "no row", "every number of the network law has a row"),
    ]);
}
