//! A service's own rota becomes a scenario: no hour is lost, and whatever cannot be read is told at once.

use crate::workplace::{Workplace, ambics, printed, read};
use std::fs;

fn import(here: &Workplace, rota: &str, more: &[&str]) -> (Option<i32>, String) {
    let (file, out) = (here.file("mine.csv", rota), here.argument("made"));
    let _ = fs::remove_dir_all(here.path("made"));
    let asked = ["import", "rota", &file, "--service", "R1F", "--out", &out];
    let output = ambics(&[&asked[..], more].concat());
    let [said, fault] = [output.stdout, output.stderr].map(|own| String::from_utf8(own).unwrap());
    (output.status.code(), said + &fault)
}

#[test]
fn shifts_on_days_at_stations_of_the_region() {
    let here = Workplace::new("rota-days");
    let rota = "Base,Type,On,Off,Mon,Tue,Wed,Thu,Fri,Sat,Sun\nR1F-S001,DMA,07:00,19:00,2,2,2,2,2,1,1\n\
                R1F-S001,DMA,19:00,07:00,1,1,1,1,1,1,1\nR1F-S002,SOL,0700,1900,x,x,x,x,x,,\n\
                R1F-S003,Training,07:00,19:00,1,1,1,1,1,0,0\nR1F-S003,DMA,07:00,19:00,0,0,0,0,0,0,0\n";
    let names = ["station=Base", "vehicle=Type", "start=On", "finish=Off", "monday=Mon", "tuesday=Tue"];
    let more = ["wednesday=Wed", "thursday=Thu", "friday=Fri", "saturday=Sat", "sunday=Sun"];
    let columns: Vec<&str> = names.iter().chain(&more).flat_map(|own| ["--column", own]).collect();
    let (code, said) = import(&here, rota, &columns);
    assert_eq!(code, Some(0), "{said}");
    // 12 vehicle-days of 12 hours by day, 7 by night, 5 of the car.
    for told in
        ["dca: 228.0 rostered hours", "rrv: 60.0 rostered hours", "1 row left out", "1 row without a vehicle"]
    {
        assert!(said.contains(told), "{told}\n{said}");
    }
    let made = read(&here.path("made/rota.csv"));
    let rows: Vec<&str> = made.lines().collect();
    assert_eq!(rows[0], "station_code,kind,days,start,finish,vehicles,from,to");
    assert!(rows.contains(&"R1F-S001,dca,Mon Tue Wed Thu Fri,07:00,19:00,2,,"), "{made}");
    assert!(
        rows.contains(&"R1F-S001,dca,Sat Sun,07:00,19:00,1,,")
            && rows.contains(&"R1F-S001,dca,daily,19:00,07:00,1,,")
    );
    assert_eq!(rows.len(), 5);
    let scenario = here.argument("made/scenario.toml");
    let report =
        printed(&["run", &scenario, "--replications=2", "--set=run.days=7", "--set=fleet.responders=false"]);
    assert!(report.contains("own rota"), "{report}");
}

#[test]
fn dated_shifts_at_stations_of_ones_own() {
    let here = Workplace::new("rota-dates");
    let mut rota = String::from("station,vehicle,start,finish,date\n");
    for day in 8..=28 {
        rota.push_str(&format!(
            "Newport Base,dca,06:30,18:30,{day:02}/01/2024\nNewport Base,dca,18:30,06:30,{day:02}/01/2024\n"
        ));
    }
    rota.push_str("O'Brien's Yard,dca,02:00,10:00,2024-01-20\n");
    let stations = here.file(
        "stations.csv",
        "\u{feff}station,postcode,longitude,latitude,area\nNewport Base,,-1.2821,50.70326,\nO'Brien's Yard,,,,po30 1aa\n",
    );
    let look_up = here.file("look-up.csv", "pcds,msoa21cd\nPO30 1AA,E02003592\n");
    let more = ["--stations", &stations, "--look-up", &look_up, "--column", "date=date"];
    let (code, said) = import(&here, &rota, &more);
    assert!(
        code == Some(0) && said.contains("dca: 168.0 rostered hours a week, and 1 line on some dates"),
        "{said}"
    );
    let made = read(&here.path("made/rota.csv"));
    assert!(made.contains("Newport Base,dca,daily,06:30,18:30,1,,\n"), "{made}");
    // The rota's day begins at 04:00: a shift at two in the morning of Saturday is of Friday's.
    assert!(made.contains("O'Brien's Yard,dca,Sat,02:00,10:00,1,2024-01-19,2024-01-19\n"), "{made}");
    let own = read(&here.path("made/data/own_stations/stations.csv"));
    assert!(own.contains("O'Brien's Yard,R1F,QRL,E02003592,") && own.contains(",own\n"), "{own}");
    assert!(!own.contains("R1F-S001") && own.contains("RYF-S001"));
    let scenario = here.argument("made/scenario.toml");
    let log = here.argument("run");
    printed(&[
        "run",
        &scenario,
        "--replications=1",
        "--set=run.start=2024-01-18",
        "--set=run.days=4",
        "--log",
        "--out",
        &log,
    ]);
    let traced = printed(&["export", &log, "--as", "csv", "--out", &here.argument("events.csv")]);
    assert!(!traced.is_empty());
    assert!(printed(&["run", &scenario, "--replications=2", "--set=run.days=7"]).contains("own rota"));
}

#[test]
fn every_fault_of_a_rota_is_told_once_and_nothing_is_written() {
    let here = Workplace::new("rota-faults");
    let rota = "station,vehicle,start,finish\nR1F-S01,dca,07:00,19:00\nR1F-S01,dca,19:00,07:00\nR1F-S001,spaceship,07:00,19:00\n\
                R1F-S001,dca,7 am,19:00\n";
    let (code, said) = import(&here, rota, &[]);
    assert!(code == Some(65) && said.contains("3 faults"), "{said}");
    for told in ["mine.csv:2: station", "mine.csv:4: vehicle", "mine.csv:5: start"] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    assert!(said.contains("did you mean `R1F-S001`") && !here.path("made").exists(), "{said}");
    let (code, said) = import(&here, "station,vehicle,start,finish\nR1F-S001,rrv,07:00,19:00\n", &[]);
    assert!(code == Some(65) && said.contains("an ambulance (dca) at least"), "{said}");
    let (code, said) = import(&here, rota, &["--column", "nights=x"]);
    assert!(code == Some(65) && said.contains("the name of a field"), "{said}");
    let stations = here.file(
        "stations.csv",
        "station,longitude,latitude\n=cmd,-1.28,50.70\nYork,-1.08,53.96\nA,-1.28,50.70\nA,-1.28,50.70\n",
    );
    let (code, said) = import(&here, rota, &["--stations", &stations]);
    assert!(code == Some(65) && said.contains("3 faults") && said.contains("stations.csv:3: area"), "{said}");
    let (code, said) = import(&here, "station,vehicle\nR1F-S001,dca\n", &[]);
    assert!(code == Some(65) && said.contains("no column `start`"), "{said}");
}

#[test]
fn hours_of_dates_are_told_and_count_for_cars_by_the_days_on_which_they_are_there() {
    let here = Workplace::new("rota-average");
    let mut rota = String::from("station,vehicle,start,finish,date\n");
    for day in 8..=28 {
        // Two, four and six vehicles by day in one week after the other: 336 hours a week.
        for _ in 0..2 * (1 + (day - 8) / 7) {
            rota.push_str(&format!("R1F-S001,dca,07:00,19:00,2024-01-{day:02}\n"));
        }
    }
    let (code, said) = import(&here, &rota, &["--column", "date=date"]);
    assert_eq!(code, Some(0), "{said}");
    let scenario = here.argument("made/scenario.toml");
    let run = |days: &str| {
        let days = format!("--set=run.days={days}");
        let told = printed(&["run", &scenario, "--replications=1", &days]);
        let number = |text: &str| text.replace(',', "").parse::<f64>().unwrap();
        let row = told.lines().find_map(|line| line.strip_prefix("IOW, rrv")).expect("a row of cars");
        let (before, _) =
            told.split_once(" ambulance hours a week by the scenario's own rota").expect("hours");
        (number(before.split_whitespace().last().unwrap()), number(row.split_whitespace().next().unwrap()))
    };
    let (whole, first) = (run("21"), run("7"));
    assert_eq!((whole.0, first.0), (336.0, 168.0));
    // Cars go by the hours of ambulances: twice the hours a week, over three times the weeks.
    assert!((whole.1 / first.1 - 6.0).abs() < 1.5, "{whole:?} {first:?}");
}

#[test]
fn a_workbook_is_told_how_to_become_csv() {
    let here = Workplace::new("rota-workbook");
    let out = here.argument("made");
    fs::write(here.path("mine.xlsx"), b"PK\x03\x04\x14\x00\xff\xfe").unwrap();
    let file = here.argument("mine.xlsx");
    for what in ["rota", "incidents"] {
        let output = ambics(&["import", what, &file, "--service", "R1F", "--out", &out]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(65) && said.contains("CSV UTF-8"), "{said}");
    }
}

#[test]
fn a_block_that_begins_after_the_run_is_not_there() {
    let here = Workplace::new("rota-late");
    let rota = "station_code,kind,days,start,finish,vehicles,from,to\nTNY-S001,dca,daily,07:00,19:00,4,,\n\
                TNY-S001,dca,daily,19:00,07:00,4,,\n";
    // Cars and responders are generated as a share of a rota's hours, whenever these are there: without them.
    here.file("now.csv", rota);
    here.file("late.csv", &format!("{rota}TNY-S002,dca,daily,07:00,19:00,1,2024-02-01,2024-02-20\n"));
    let told = |name: &str| {
        let text = format!(
            "name = \"rota\"\nregion = \"tiny\"\n[run]\nstart = 2024-01-10\ndays = 7\nreplications = 2\n[fleet]\nrota = \"{name}.csv\"\nresponders = false\nkind_hours_per_week.rrv = 0\n"
        );
        let scenario = here.file(&format!("{name}.toml"), &text);
        let all: serde_json::Value = serde_json::from_str(&printed(&["run", &scenario, "--json"])).unwrap();
        all["summary"].clone()
    };
    assert_eq!(told("late"), told("now"));
}
