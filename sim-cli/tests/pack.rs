//! A trust's own extract, made by the engine, becomes a pack; the pack gives the engine's means back and tells nothing else.

use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file below a folder, as text.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(texts(&path));
        } else {
            all.push((
                path.display().to_string(),
                String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned(),
            ));
        }
    }
    all
}

/// Mean and half of its interval of the response of each category, in seconds.
fn means(arguments: &[&str]) -> BTreeMap<String, (f64, f64)> {
    let told: Value = serde_json::from_str(&printed(&[arguments, &["--json"]].concat())).unwrap();
    let rows = told["summary"].as_array().unwrap();
    let own = rows.iter().filter(|row| row["level"] == "trust" && row["statistic"] == "mean");
    own.map(|row| {
        let number = |name: &str| row[name].as_f64().unwrap();
        (
            row["category"].as_str().unwrap().to_owned(),
            (number("mean_s"), 0.5 * (number("high_s") - number("low_s"))),
        )
    })
    .collect()
}

/// The extract with a column of names, and identifiers where codes, words and times belong; gives the planted texts.
fn planted(extract: &str) -> (String, Vec<String>) {
    let mut lines = extract.lines();
    let mut text = format!("{},patient,note\n", lines.next().unwrap());
    let mut tokens = Vec::new();
    for (number, line) in lines.enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let mut more = [String::new(), String::new()];
        if number % 60 == 7 && tokens.len() < 200 {
            let token = format!("QZ{:07}Smith", 9_430_000 + 7 * tokens.len());
            match tokens.len() % 8 {
                0 => more[0] = token.clone(),
                1 => more[1] = format!("=HYPERLINK({token})"),
                2 => cells[1] = token.clone(),
                3 => cells[2] = token.clone(),
                4 => cells[3] = token.clone(),
                5 => cells[4] = token.clone(),
                6 => cells[13] = token.clone(),
                _ => cells[0] = token.clone(),
            }
            tokens.push(token);
        }
        text.push_str(&format!("{},{},{}\n", cells.join(","), more[0], more[1]));
    }
    (text, tokens)
}

#[test]
fn a_pack_of_a_hundred_thousand_rows_gives_the_engines_means_and_no_identifier() {
    let here = Workplace::new("pack");
    let (out, extract, pack) = (here.argument("out"), here.argument("extract.csv"), here.argument("pack"));
    let days = "run.days=24";
    printed(&[
        "run",
        "south-west",
        "--set=run.start=2024-01-08",
        "--set",
        days,
        "--replications=1",
        "--log",
        "--out",
        &out,
    ]);
    let said = printed(&["export", &out, "--as", "extract", "--out", &extract]);
    let rows: u64 = said.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(rows > 100_000, "{said}");
    let (text, tokens) = planted(&read(&here.path("extract.csv")));
    assert_eq!(tokens.len(), 200);
    fs::write(here.path("extract.csv"), text).unwrap();
    let made = ambics(&["import", "incidents", &extract, "--service", "RYF", "--out", &pack]);
    let said = String::from_utf8(made.stdout).unwrap() + &String::from_utf8(made.stderr).unwrap();
    assert!(made.status.success(), "{said}");
    for left_out in ["category of no known word", "outside the service's areas", "a time that cannot be read"]
    {
        assert!(said.contains(&format!("25 rows left out: {left_out}")), "{left_out}\n{said}");
    }
    let files = texts(&here.path("pack"));
    assert!(files.len() > 10);
    for (name, text) in files.iter().chain([&("what is printed".to_owned(), said.clone())]) {
        let found = tokens.iter().find(|token| text.contains(*token) || text.contains("QZ9"));
        assert!(found.is_none(), "{name} holds {found:?}");
    }
    // The engine's means lie within the intervals of both, where one month is drawn and another is simulated.
    let window = ["--set=run.start=2024-01-10", "--set=run.days=28", "--replications=10"];
    let engine = means(&[&["run", "south-west"][..], &window].concat());
    let own = means(&[&["run", &format!("{pack}/scenario.toml")][..], &window].concat());
    for name in ["C1", "C2", "C3", "C4"] {
        let ((engine, its), (pack, half)) = (engine[name], own[name]);
        assert!((engine - pack).abs() < its + half, "{name}: {engine} ± {its} and {pack} ± {half}");
    }
}

#[test]
fn no_count_of_a_pack_is_small() {
    let here = Workplace::new("pack-small");
    let (out, extract, pack) = (here.argument("out"), here.argument("extract.csv"), here.argument("pack"));
    printed(&["run", "south-west", "--set=run.days=9", "--replications=1", "--log", "--out", &out]);
    printed(&["export", &out, "--as", "extract", "--out", &extract]);
    // One response in twelve: most areas have had fewer than eight incidents.
    let text = read(&here.path("extract.csv"));
    let few = text.lines().enumerate().filter(|(row, _)| *row == 0 || row % 12 == 0).map(|(_, line)| line);
    fs::write(here.path("extract.csv"), few.collect::<Vec<_>>().join("\n")).unwrap();
    let said = printed(&["import", "incidents", &extract, "--service", "RYF", "--out", &pack]);
    let told: Value = serde_json::from_str(&read(&here.path("pack/pack.json"))).unwrap();
    let days = said.split(" (").nth(1).unwrap().split(' ').next().unwrap().parse::<f64>().unwrap();
    // Areas that are told together have the same rate by residents: as much as they have had together is at least eight.
    let areas = read(&here.path("pack/data/pack/area_demand.csv"));
    let mut merged = 0;
    for row in areas.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (per_week, n): (f64, u32) = (cells[1].parse().unwrap(), cells[2].parse().unwrap());
        assert!(n > 1 || per_week * days / 7.0 > 7.99, "{row}");
        merged += u32::from(n > 1);
    }
    assert!(merged > 400, "{merged}");
    for table in ["activity_month", "resources_month", "handover_month", "response_month"] {
        let path = here.path(&format!("pack/data/pack/{table}.csv"));
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        for row in text.lines().skip(1) {
            for (name, cell) in head.iter().zip(row.split(',')).filter(|(name, _)| **name != "days") {
                let small = cell.parse::<u64>().is_ok_and(|n| (1..8).contains(&n));
                assert!(!small, "{table}, {name}: {row}");
            }
        }
    }
    // Nor does one follow from others by taking away.
    let text = read(&here.path("pack/data/pack/activity_month.csv"));
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let n = |name: &str| cells[head.iter().position(|own| *own == name).unwrap()].parse::<i64>().ok();
        let less = |all: &str, parts: &[&str]| {
            Some(n(all)? - parts.iter().map(|part| n(part)).sum::<Option<i64>>()?)
        };
        let rests = [
            less("incidents", &["face_to_face"]),
            less("face_to_face", &["c1", "c2", "c3", "c4"]),
            less("face_to_face", &["see_and_treat", "conveyed_ed"]),
            less("face_to_face", &["see_and_treat", "conveyed_other"]),
            less("c1", &["c1t"]),
        ];
        for (at, rest) in rests.into_iter().enumerate() {
            assert!(rest.is_none_or(|rest| rest == 0 || rest >= 8), "{at}: {rest:?} of {row}");
        }
    }
    assert!(text.lines().count() > 1 && told["incidents"].as_u64().unwrap() > 1_000);
    printed(&["run", &format!("{pack}/scenario.toml"), "--replications=1", "--set=run.days=2"]);
}

#[test]
fn a_pack_says_what_is_missing_and_overwrites_nothing() {
    let here = Workplace::new("pack-faults");
    let extract = here.file("extract.csv", "incident_id,when\n1,2024-01-01 00:00:00\n");
    let asked = |more: &[&str]| {
        let pack = here.argument("pack");
        let all = [&["import", "incidents", &extract, "--service", "RYF", "--out", &pack][..], more].concat();
        let output = ambics(&all);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = asked(&[]);
    assert!(
        code == Some(65) && said.contains("no column `call_connect`") && said.contains("--column"),
        "{said}"
    );
    let (code, said) = asked(&["--profile", "ads"]);
    assert!(code == Some(65) && said.contains("no column for `allocated`"), "{said}");
    let (code, said) = asked(&["--column", "alocated=x"]);
    assert!(code == Some(65) && said.contains("allocated"), "{said}");
    let (code, said) = asked(&["--profile", "mine"]);
    assert!(code == Some(65) && said.contains("TOML"), "{said}");
    let pack = here.argument("other");
    let all = ["import", "incidents", &extract, "--service", "RYG", "--out", &pack];
    assert!(String::from_utf8(ambics(&all).stderr).unwrap().contains("RYF"));
    fs::create_dir_all(here.path("pack")).unwrap();
    fs::write(here.path("pack/mine.txt"), "mine").unwrap();
    let (code, said) = asked(&[]);
    assert!(code == Some(74) && said.contains("did not write"), "{said}");
}

#[test]
fn a_log_leaves_in_the_shapes_of_other_tools() {
    let here = Workplace::new("export");
    let out = here.argument("out");
    printed(&["run", "tiny/tiny", "--set=run.days=3", "--replications=2", "--log", "--out", &out]);
    let file = |shape: &str, replication: &str| {
        let own = here.argument(&format!("{shape}-{replication}"));
        printed(&["export", &out, "--as", shape, "--out", &own, "--replication", replication]);
        read(Path::new(&own))
    };
    let events = file("csv", "1");
    assert!(events.starts_with("case_id,activity,timestamp,lifecycle,resource,"), "{events:.100}");
    let xes = file("xes", "1");
    let n = |text: &str, what: &str| text.matches(what).count();
    assert_eq!(n(&xes, "<event>"), events.lines().count() - 1);
    assert_eq!(n(&xes, "<trace>"), n(&xes, "</trace>"));
    assert_ne!(events, file("csv", "0"));
    let vidigi = file("vidigi", "1");
    let used = n(&vidigi, ",resource_use,");
    assert!(used > 100 && n(&vidigi, ",resource_use_end,") <= used, "{used}");
    assert_eq!(n(&vidigi, ",arrival_departure,arrival,"), n(&events, ",call connected,"));
    let output =
        ambics(&["export", &out, "--as", "csv", "--out", &here.argument("none"), "--replication", "7"]);
    assert!(output.status.code() == Some(65) && !here.path("none").exists());
}

/// The extract with its area codes, in column `at`, as an older look-up would have them: codes of LSOAs, some of them split since.
fn by_lsoa(extract: &str, at: usize) -> (String, String, String) {
    let mut lines = extract.lines();
    let mut text = format!("{}\n", lines.next().unwrap());
    let (mut older, mut newer) =
        (String::from("LSOA11CD,LSOA21CD\n"), String::from("\u{feff}LSOA21CD,MSOA21CD\n"));
    let mut known = BTreeMap::new();
    for line in lines {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let msoa = std::mem::take(&mut cells[at]);
        let n = known.len();
        let number = *known.entry(msoa.clone()).or_insert(n);
        let own = [format!("E0110{number:04}"), format!("E0120{number:04}")];
        if number == n {
            for lsoa in &own {
                older.push_str(&format!("E0100{number:04},{lsoa}\n"));
                newer.push_str(&format!("{lsoa},{msoa}\n"));
            }
        }
        cells[at] = format!("e0100{number:04}");
        text.push_str(&format!("{}\n", cells.join(",")));
    }
    (text, older, newer)
}

#[test]
fn codes_of_older_areas_lead_to_the_same_pack_by_look_ups() {
    let here = Workplace::new("pack-look-up");
    let (out, extract) = (here.argument("out"), here.argument("extract.csv"));
    printed(&["run", "R1F", "--set=run.days=21", "--replications=1", "--log", "--out", &out]);
    printed(&["export", &out, "--as", "extract", "--out", &extract]);
    let import = |extract: &str, pack: &str, look_ups: &[&str]| {
        let pack = here.argument(pack);
        let asked = ["import", "incidents", extract, "--service", "R1F", "--out", &pack];
        let output = ambics(&[&asked[..], look_ups].concat());
        let [said, fault] = [output.stdout, output.stderr].map(|own| String::from_utf8(own).unwrap());
        (output.status.code(), said + &fault)
    };
    assert_eq!(import(&extract, "plain", &[]).0, Some(0));
    let text = read(&here.path("extract.csv"));
    let at = text.lines().next().unwrap().split(',').position(|name| name == "area_code").unwrap();
    let (text, older, newer) = by_lsoa(&text, at);
    let extract = here.file("lsoa.csv", &text);
    let (older, newer) = (here.file("older.csv", &older), here.file("newer.csv", &newer));
    let both = ["--look-up", &older, "--look-up", &newer];
    let (code, said) = import(&extract, "looked", &both);
    assert!(code == Some(0) && said.contains("looked up: LSOA11CD to LSOA21CD"), "{said}");
    let demand = |pack: &str| read(&here.path(&format!("{pack}/data/pack/area_demand.csv")));
    assert_eq!(demand("looked"), demand("plain"));
    assert!(read(&here.path("looked/pack.json")).contains("LSOA21CD to MSOA21CD"));
    // The first code leads to two areas now: nobody can say in which its incidents were.
    let areas: Vec<String> =
        demand("plain").lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect();
    let split = read(&here.path("newer.csv"));
    let first = split.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    let other = areas.iter().find(|code| **code != first).unwrap();
    let newer = here.file("split.csv", &split.replacen(&first, other, 1));
    let (code, said) = import(&extract, "doubt", &["--look-up", &older, "--look-up", &newer]);
    let n = text.lines().filter(|line| line.contains("e01000000")).count();
    assert!(
        code == Some(0) && said.contains(&format!("{n} rows left out: a code that the look-ups lead to")),
        "{said}"
    );
    // What is no look-up is refused, and nothing of it is told.
    let (code, said) = import(&extract, "wrong", &["--look-up", &extract]);
    assert!(code == Some(65) && said.contains("Office for National Statistics"), "{said}");
    let headless = here.file("headless.csv", "Smith,EX1 1AA\n");
    let (_, said) = import(&extract, "wrong", &["--look-up", &headless]);
    assert!(!said.contains("Smith") && !said.contains("EX1"), "{said}");
}

#[test]
fn a_pack_takes_an_own_rota_along_with_its_stations() {
    let here = Workplace::new("pack-rota");
    let (out, extract) = (here.argument("out"), here.argument("extract.csv"));
    let [rota, pack] = ["rota", "pack"].map(|name| here.argument(name));
    let days = ["--set=run.start=2024-01-08", "--set=run.days=14"];
    printed(&[&["run", "R1F", "--replications=1", "--log", "--out", &out][..], &days].concat());
    printed(&["export", &out, "--as", "extract", "--out", &extract]);
    let stations = here.file("stations.csv", "station,longitude,latitude\nNewport Base,-1.2821,50.70326\n");
    let shifts = "station,vehicle,start,finish\nNewport Base,dca,07:00,19:00\nNewport Base,dca,19:00,07:00\n";
    let shifts = here.file("shifts.csv", &format!("{shifts}{}", "Newport Base,dca,07:00,19:00\n".repeat(9)));
    printed(&["import", "rota", &shifts, "--service", "R1F", "--stations", &stations, "--out", &rota]);
    let incidents = ["import", "incidents", &extract, "--service", "R1F", "--rota", &rota, "--out", &pack];
    printed(&incidents);
    let own = read(&here.path("pack/data/pack/stations.csv"));
    assert!(own.contains("Newport Base,R1F,QRL,") && !own.contains("R1F-S001") && own.contains("RYF-S001"));
    assert_eq!(read(&here.path("pack/rota.csv")), read(&here.path("rota/rota.csv")));
    let said = printed(&["run", &format!("{pack}/scenario.toml"), "--replications=2", "--set=run.days=7"]);
    assert!(said.contains("OWN DATA: 1 station as supplied; the rota is the scenario's own"), "{said}");
    // A rota of dates: its own window within that of the extract, or none.
    let dated = |from: &str, to: &str| {
        let head = "station_code,kind,days,start,finish,vehicles,from,to";
        let row = format!("Newport Base,dca,daily,07:00,19:00,4,{from},{to}");
        fs::write(here.path("rota/rota.csv"), format!("{head}\n{row}\n")).unwrap();
        fs::remove_dir_all(here.path("pack")).unwrap_or_default();
        let output = ambics(&incidents);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(dated("2024-01-15", "2024-02-20").0, Some(0));
    let scenario = read(&here.path("pack/scenario.toml"));
    assert!(scenario.contains("start = 2024-01-15\ndays = 7\n"), "{scenario}");
    let (code, said) = dated("2025-01-15", "2025-02-20");
    assert!(code == Some(65) && said.contains("dates from 2025-01-15 to 2025-02-20"), "{said}");
    assert!(!here.path("pack").exists());
}
