//! A trace of twelve incidents, computed by hand from the rules of a replay, to the millisecond.
//!
//! Areas A (0, 0), B (6000, 0), C (12000, 0), D (6000, 8000); V1 stands at A, V2 at C; hospital H1 at B, H2 at D. The
//! tables are in `scenarios/trace`. A leg to a scene or a hospital is minutes × 60 000. Back it is divided by 0.95:
//!
//! - A→C 900 000 / 0.95 = 947 368.42 → 947 368
//! - B→A 540 000 / 0.95 = 568 421.05 → 568 421
//! - B→C 420 000 / 0.95 = 442 105.26 → 442 105
//! - C→C 90 000 / 0.95 = 94 736.84 → 94 737
//! - D→A 735 000 / 0.95 = 773 684.21 → 773 684
//! - D→C 690 000 / 0.95 = 726 315.79 → 726 316

use ambics::category::Category;
use ambics::trace::{Replay, Settings, Trace};
use std::fs;
use std::path::{Path, PathBuf};

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/trace")
}

/// The shipped trace with some of its files replaced.
fn with(replaced: &[(&str, &str)]) -> Result<Trace, ambics::problem::Problems> {
    let text = |name: &str| -> Result<String, ambics::problem::Problems> {
        let own = replaced.iter().find(|(file, _)| *file == name).map(|(_, text)| (*text).to_owned());
        Ok(own.unwrap_or_else(|| fs::read_to_string(shipped().join(name)).unwrap()))
    };
    let settings = Settings::parse("trace.toml", &text("trace.toml").unwrap())?;
    Trace::read(settings, text)
}

/// Vehicle, queued, from the road, then: assigned, reached, left scene, at hospital, freed, home; hospital.
type Line = (u32, bool, bool, [i64; 6], Option<u16>);

const NONE: i64 = -1;

/// What the rules give, by hand. `V1` is row 0, `V2` row 1; `H1` is row 0, `H2` row 1.
const BY_HAND: [Line; 12] = [
    // i01 at 0 in A. V1 A→A 120 000, V2 C→A 960 000: V1. 0 + 120 000 = 120 000; + 1 200 000 = 1 320 000. From A: H1
    // 480 000, H2 720 000: H1 at 1 800 000; + 900 000 = 2 700 000. It then serves i04.
    (0, false, false, [0, 120_000, 1_320_000, 1_800_000, 2_700_000, NONE], Some(0)),
    // i02 at 60 500 in C. V1 is out; V2 C→C 90 000: 150 500; + 900 000 = 1 050 500. It then serves i03.
    (1, false, false, [60_500, 150_500, 1_050_500, NONE, 1_050_500, NONE], None),
    // i03 at 300 000 in D: both are out. V2 is free at 1 050 500 in C; C→D 720 000: 1 770 500; + 600 000 = 2 370 500;
    // H2 is named: D→D 180 000: 2 550 500; + 1 500 000 = 4 050 500. On its way back i06 takes it.
    (1, true, false, [1_050_500, 1_770_500, 2_370_500, 2_550_500, 4_050_500, NONE], Some(1)),
    // i04 at 300 000 in B, after i03 in the file. V1 is free at 2 700 000 in B; B→B 150 000: 2 850 000; + 450 250 =
    // 3 300 250. On its way back i05 takes it.
    (0, true, false, [2_700_000, 2_850_000, 3_300_250, NONE, 3_300_250, NONE], None),
    // i05 at 3 700 000 in D. V2 is out until 4 050 500. V1 left B at 3 300 250: 399 750 / 568 421 = 0.70327 of the way
    // to A: x = 6000 − 4219.6 = 1780.4, nearest A. A→D 720 000: 4 420 000; + 1 500 000 = 5 920 000. An empty handover:
    // not conveyed. At that very instant i08 takes it.
    (0, false, true, [3_700_000, 4_420_000, 5_920_000, NONE, 5_920_000, NONE], None),
    // i06 at 4 060 000 in C. V2 left D at 4 050 500: 9 500 / 726 316 = 0.013 of the way to C: nearest D. D→C 690 000:
    // 4 750 000; + 300 125 = 5 050 125. From C: H1 450 000, H2 720 000: H1 at 5 500 125; a handover of 0: free then.
    // B→C 442 105: home at 5 942 230, before i07 of the same instant.
    (1, false, true, [4_060_000, 4_750_000, 5_050_125, 5_500_125, 5_500_125, 5_942_230], Some(0)),
    // i07 at 5 942 230 in A. V1 is out with i08; V2 has just come home: C→A 960 000: 6 902 230; no time on scene. On
    // its way back i09 takes it.
    (1, false, false, [5_942_230, 6_902_230, 6_902_230, NONE, 6_902_230, NONE], None),
    // i08 at 5 920 000 in D, called before i07. V1 is freed in D at this instant, before the incident, and has gone no
    // way: D→D 180 000. V2 left B at 5 500 125: 419 875 / 442 105 = 0.95 of the way: nearest C, C→D 720 000. V1:
    // 6 100 000; + 120 000 = 6 220 000; H2 is named: D→D 180 000: 6 400 000; + 60 000 = 6 460 000; D→A 773 684.
    (0, false, true, [5_920_000, 6_100_000, 6_220_000, 6_400_000, 6_460_000, 7_233_684], Some(1)),
    // i09 at 7 376 000 in B. V1 is home: A→B 480 000. V2 left A at 6 902 230: 473 770 / 947 368 = 0.50009 of the way to
    // C: x = 6001, nearest B: B→B 150 000: 7 526 000; + 600 000 = 8 126 000; B→C 442 105.
    (1, false, true, [7_376_000, 7_526_000, 8_126_000, NONE, 8_126_000, 8_568_105], None),
    // i10 at 7 400 000 in C. V2 is out; V1 A→C 900 000: 8 300 000; + 200 000 = 8 500 000. From C: H1 450 000, H2
    // 720 000: H1 at 8 950 000; + 300 000 = 9 250 000; B→A 568 421.
    (0, false, false, [7_400_000, 8_300_000, 8_500_000, 8_950_000, 9_250_000, 9_818_421], Some(0)),
    // i11 at 20 000 000 in D. Both are home: A→D 720 000, C→D 720 000: the lowest row, V1. 20 720 000; + 60 000 =
    // 20 780 000; D→A 773 684.
    (0, false, false, [20_000_000, 20_720_000, 20_780_000, NONE, 20_780_000, 21_553_684], None),
    // i12 at the same instant in B: V1 is gone. C→B 450 000: 20 450 000; + 90 000 = 20 540 000; H1 is named: B→B
    // 150 000: 20 690 000; + 120 000 = 20 810 000; B→C 442 105.
    (1, false, false, [20_000_000, 20_450_000, 20_540_000, 20_690_000, 20_810_000, 21_252_105], Some(0)),
];

fn lines(replay: &Replay) -> Vec<Line> {
    let line = |row: &ambics::trace::Replayed| {
        let at = |time: Option<ambics::units::SimTime>| time.map_or(NONE, |at| at.0);
        assert_eq!(row.mobilised, row.assigned, "mobilisation takes no time");
        assert_eq!(row.handed_over, row.at_hospital.and(row.freed), "free when handed over");
        let instants =
            [row.assigned, row.reached, row.left_scene, row.at_hospital, row.freed, row.home].map(at);
        (row.vehicle.unwrap(), row.queued, row.from_road, instants, row.hospital)
    };
    replay.rows.iter().map(line).collect()
}

/// The same places in degrees: the same areas are nearest, so every instant is the same.
const IN_DEGREES: &str = "area_code,lon,lat\nA,-3.0,50.5\nB,-2.9,50.5\nC,-2.8,50.5\nD,-2.9,50.6\n";
const IN_KM: &str = "area_code,x_km,y_km\nA,0,0\nB,6,0\nC,12,0\nD,6,8\n";

#[test]
fn a_trace_computed_by_hand_is_exact_to_the_millisecond() {
    let given = lines(&Trace::load(&shipped().join("trace.toml")).unwrap().replay());
    for (row, (given, by_hand)) in given.iter().zip(&BY_HAND).enumerate() {
        assert_eq!(given, by_hand, "i{:02}", row + 1);
    }
    assert_eq!(given.len(), BY_HAND.len());
    for areas in [IN_DEGREES, IN_KM] {
        assert_eq!(lines(&with(&[("areas.csv", areas)]).unwrap().replay()), BY_HAND, "{areas}");
    }
}

#[test]
fn seconds_are_minutes_and_a_later_start_is_only_later() {
    let text = fs::read_to_string(shipped().join("matrix.csv")).unwrap();
    let seconds = text.lines().map(|line| match line.rsplit_once(',') {
        Some((pair, minutes)) if minutes != "minutes" => {
            format!("{pair},{}\n", minutes.parse::<f64>().unwrap() * 60.0)
        }
        _ => line.replace("minutes", "seconds\n"),
    });
    let seconds: String = seconds.collect();
    assert_eq!(lines(&with(&[("matrix.csv", &seconds)]).unwrap().replay()), BY_HAND);
    // Two years and some weeks later, over many ends of weeks: 70 000 000.25 s.
    let incidents = fs::read_to_string(shipped().join("incidents.csv")).unwrap();
    let later = incidents.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[1].parse::<f64>() {
            Ok(at) => format!("{},{},{}\n", cells[0], at + 70_000_000.25, cells[2..].join(",")),
            Err(_) => format!("{line}\n"),
        }
    });
    let later: String = later.collect();
    let shifted = lines(&with(&[("incidents.csv", &later)]).unwrap().replay());
    for ((v, queued, road, at, hospital), by_hand) in shifted.into_iter().zip(BY_HAND) {
        let back = at.map(|at| if at == NONE { NONE } else { at - 70_000_000_250 });
        assert_eq!((v, queued, road, back, hospital), by_hand);
    }
}

#[test]
fn mobilisation_is_of_a_vehicle_at_its_station_only() {
    let toml = fs::read_to_string(shipped().join("trace.toml"))
        .unwrap()
        .replace("mobilisation_s = 0", "mobilisation_s = 30.5");
    let replay = with(&[("trace.toml", &toml)]).unwrap().replay();
    let mobilised: Vec<i64> =
        replay.rows.iter().map(|row| (row.mobilised.unwrap() - row.assigned.unwrap()).0).collect();
    assert_eq!(replay.rows[0].reached.unwrap().0, 150_500, "from the station: 30.5 s later");
    assert_eq!((mobilised[2], mobilised[4]), (0, 0), "from a hospital's door, and from the road, at once");
}

#[test]
fn off_shift_no_vehicle_is_sent_and_a_job_begun_is_finished() {
    // V2 begins at 1000 s and ends at 3000 s; V1 ends at 100 s, on its first job.
    let vehicles = "vehicle,station_code,shift_start_s,shift_end_s\nV1,A,,100\nV2,C,1000,3000\n";
    let replay = with(&[("vehicles.csv", vehicles)]).unwrap().replay();
    let rows = &replay.rows;
    assert_eq!(rows[0].freed.unwrap().0, 2_700_000, "V1 finishes i01 as ever");
    assert_eq!(rows[0].home, None, "and is off duty then");
    // i02 waits in C from 60 500 until V2 begins: C→C 90 000.
    assert_eq!((rows[1].queued, rows[1].vehicle, rows[1].assigned.unwrap().0), (true, Some(1), 1_000_000));
    // V2 is free of i02 at 1 990 000, takes i03, and after it nothing: its shift has ended.
    assert_eq!(rows[2].assigned.unwrap().0, 1_990_000);
    assert!(rows[3..].iter().all(|row| row.assigned.is_none() && row.vehicle.is_none()));
}

#[test]
fn the_queue_may_go_by_category_and_a_vehicle_under_way_may_be_diverted() {
    let toml = fs::read_to_string(shipped().join("trace.toml")).unwrap();
    let by_category = toml.replace("\"first_in_first_out\"", "\"by_category\"");
    let incidents =
        fs::read_to_string(shipped().join("incidents.csv")).unwrap().replace("i04,300,B,C2", "i04,300,B,C1");
    let of = |toml: &str| with(&[("trace.toml", toml), ("incidents.csv", &incidents)]).unwrap().replay();
    // V2 is free first, at 1 050 500: i03 is the head of one queue, i04 the more urgent of two.
    assert_eq!(of(&toml).rows[2].assigned.unwrap().0, 1_050_500);
    assert_eq!(of(&by_category).rows[3].assigned.unwrap().0, 1_050_500);
    // At 60 500 V1 is under way to i01, of C2: it is turned to a C1 in A if that is allowed.
    let urgent = incidents.replace("i04,300,B,C1", "i04,300,B,C2").replace("i02,60.5,C,C3", "i02,60.5,A,C1");
    let divert = toml.replace("diversion = false", "diversion = true");
    let of = |toml: &str| with(&[("trace.toml", toml), ("incidents.csv", &urgent)]).unwrap().replay();
    assert_eq!((of(&toml).rows[1].vehicle, of(&toml).rows[0].diversions), (Some(1), 0));
    assert_eq!((of(&divert).rows[1].vehicle, of(&divert).rows[0].diversions), (Some(0), 1));
}

#[test]
fn every_fault_of_every_file_is_told_at_once() {
    let faults = with(&[
        ("areas.csv", "area_code,x_m,y_m\nA,0,0\nB,6000,zero\nC,12000,0\nD,6000,8000\nA,1,1\n"),
        ("matrix.csv", "from,to,minutes\nA,B,-1\nA,E,3\nA,C,1\nA,C,2\nB,C,\n"),
        ("vehicles.csv", "vehicle,station_code,shift_start_s,shift_end_s\nV1,S9,,\nV1,S1,10,5\n"),
        (
            "incidents.csv",
            "incident_id,at_s,area_code,category,on_scene_s,convey,handover_s,hospital_code\n\
             i1,-0.001,A,C2,inf,1,60,H7\ni1,1,B,C2,,maybe,nan,\n",
        ),
    ])
    .unwrap_err();
    let told: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.file, fault.path)).collect();
    let expected = [
        "areas.csv row 5, area_code",
        "areas.csv row 2, y_m",
        "incidents.csv row 2, incident_id",
        "incidents.csv row 1, at_s",
        "incidents.csv row 1, on_scene_s",
        "incidents.csv row 1, hospital_code",
        "incidents.csv row 2, on_scene_s",
        "incidents.csv row 2, handover_s",
        "incidents.csv row 2, convey",
        "vehicles.csv row 2, vehicle",
        "vehicles.csv row 1, station_code",
        "vehicles.csv row 2, shift_end_s",
        "matrix.csv row 1, minutes",
        "matrix.csv row 2, to",
        "matrix.csv row 4, from, to",
        "matrix.csv row 5, minutes",
    ];
    assert_eq!(told, expected, "{faults}");
    let station = faults.iter().find(|fault| fault.path == "row 1, station_code").unwrap();
    assert_eq!((station.line, station.hint.as_str()), (Some(2), "did you mean `S1`?"));
}

#[test]
fn a_matrix_without_a_unit_or_with_a_gap_is_refused() {
    let text = fs::read_to_string(shipped().join("matrix.csv")).unwrap();
    let told = |text: &str| with(&[("matrix.csv", text)]).unwrap_err().to_string();
    assert!(told(&text.replace("minutes", "time")).contains("one of the columns minutes, seconds"));
    assert!(told(&text.replace("D,B,10\n", "")).contains("no drive from `D` to `B`"));
    assert!(told("").contains("matrix.csv"));
    let toml = |text: &str| Settings::parse("t.toml", text).unwrap_err().to_string();
    assert!(toml("areas = '../areas.csv'\nreturn_facto = 1\nqueue = 'fifo'").starts_with("3 faults"));
    assert!(toml("diversion = maybe").contains("t.toml:1"));
}

#[test]
fn a_column_may_have_another_usual_name_and_the_folder_other_columns() {
    let vehicles = "vehicle_id,area_code,notes\nV1,A,old\nV2,C,new\n";
    let matrix =
        fs::read_to_string(shipped().join("matrix.csv")).unwrap().replace("from,to", "from_area,to_area");
    let replaced = with(&[("vehicles.csv", vehicles), ("matrix.csv", &matrix)]);
    assert_eq!(lines(&replaced.unwrap().replay()), BY_HAND);
    let near = with(&[("hospitals.csv", "hospital_code,area_cod\nH1,B\n")]).unwrap_err().to_string();
    assert!(near.contains("did you mean `area_code`?"), "{near}");
}

#[test]
fn any_category_will_do_where_one_queue_serves_all() {
    let incidents =
        fs::read_to_string(shipped().join("incidents.csv")).unwrap().replace(",C2,", ",emergency,");
    assert_eq!(lines(&with(&[("incidents.csv", &incidents)]).unwrap().replay()), BY_HAND);
    let toml = fs::read_to_string(shipped().join("trace.toml"))
        .unwrap()
        .replace("first_in_first_out", "by_category");
    let both = with(&[("incidents.csv", &incidents), ("trace.toml", &toml)]);
    assert!(both.unwrap_err().iter().all(|fault| fault.path.ends_with(", category")));
    let read = with(&[]).unwrap().incidents;
    assert_eq!((read[4].category, read[6].category), (Category::C1, Category::C4));
}
