//! A region that builds on one that is shipped, and the two tables that only an own region has.

use ambics::category::Ending;
use ambics::experiment::{RunOptions, run};
use ambics::region::Region;
use ambics::scenario::Scenario;
use std::fs;
use std::path::{Path, PathBuf};

/// A scenario in a folder of its own, on a region that builds on tiny and has these tables.
struct Own(PathBuf);

const SOURCE: &str = "[region]\nbase = \"tiny\"\ntitle = \"own\"\nvintage = \"now\"\nattribution = \"own\"\n";

impl Own {
    fn new(name: &str, tables: &[(&str, &str)]) -> Self {
        let root =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("base-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let own = Self(root);
        fs::create_dir_all(own.region()).unwrap();
        let mut source = SOURCE.to_owned();
        for (table, text) in tables {
            fs::write(own.region().join(table), text).unwrap();
            source.push_str(&format!(
                "[table.\"{table}\"]\npublisher = \"me\"\nlicence = \"own\"\nperiod = \"now\"\ntier = \"own\"\n"
            ));
        }
        fs::write(own.region().join("SOURCE.toml"), source).unwrap();
        let scenario = "region = \"own\"\n[run]\nstart = 2024-01-10\ndays = 14\nreplications = 2\n\
                        [demand]\nmonths = \"2023-10..2024-03\"\n";
        fs::write(own.0.join("scenario.toml"), scenario).unwrap();
        own
    }

    fn region(&self) -> PathBuf {
        self.0.join("data/own")
    }

    fn scenario(&self) -> Scenario {
        Scenario::load(&self.0.join("scenario.toml")).unwrap()
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn fault(folder: &Path) -> String {
    Region::load(folder).unwrap_err().to_string()
}

#[test]
fn what_a_folder_leaves_out_comes_from_its_base() {
    let own = Own::new("plain", &[]);
    let (loaded, tiny) = (Region::load(&own.region()).unwrap(), Region::embedded("tiny").unwrap());
    assert_eq!(loaded.areas(), tiny.areas());
    assert_eq!(loaded.job_cycle(), tiny.job_cycle());
    assert_eq!((loaded.name(), loaded.sources().title.as_str()), ("own", "own"));
    assert_eq!(loaded.sources().tables, tiny.sources().tables, "each table keeps its source");
    assert_eq!(loaded.sources().hash, tiny.sources().hash, "the same bytes");
}

#[test]
fn an_own_table_goes_before_the_base_and_needs_its_source() {
    let table = "hour_of_week,hour_band\n".to_owned()
        + &(0..168).map(|hour| format!("{hour},night\n")).collect::<String>();
    let own = Own::new("table", &[("hour_band.csv", &table)]);
    let (loaded, tiny) = (Region::load(&own.region()).unwrap(), Region::embedded("tiny").unwrap());
    assert_ne!(loaded.hour_bands(), tiny.hour_bands());
    assert_ne!(loaded.sources().hash, tiny.sources().hash);
    let tier = |region: &Region| {
        region.sources().tables.iter().find(|table| table.file == "hour_band.csv").unwrap().tier.clone()
    };
    assert_eq!((tier(&loaded).as_str(), tier(&tiny).as_str()), ("own", "synthetic"));
    fs::write(own.region().join("SOURCE.toml"), SOURCE).unwrap();
    assert!(fault(&own.region()).contains("hour_band.csv"), "a table without a source");
    fs::write(own.region().join("SOURCE.toml"), SOURCE.replace("tiny", "tony")).unwrap();
    let said = fault(&own.region());
    assert!(said.contains("region.base") && said.contains("`tony`") && said.contains("tiny"), "{said}");
}

#[test]
fn incidents_come_where_they_were_counted() {
    let own = Own::new(
        "areas",
        &[("area_demand.csv", "area_code,incidents_per_week,merged_n\nA03,30,1\nA07,10,2\n")],
    );
    let options = RunOptions { with_incidents: true, ..RunOptions::default() };
    let scenario = own.scenario();
    let code = |area: ambics::ids::AreaId| scenario.region().areas()[area.index()].code.clone();
    let arm = run(&[("own".to_owned(), own.scenario())], &options).arms.remove(0);
    let mut counts = std::collections::BTreeMap::new();
    for row in arm.incidents.iter().flat_map(|set| &set.rows) {
        *counts.entry(code(row.area)).or_insert(0u32) += 1;
    }
    let (a, b) = (f64::from(counts["A03"]), f64::from(counts["A07"]));
    assert_eq!(counts.len(), 2, "{counts:?}");
    assert!(a + b > 1_000.0 && (a / (a + b) - 0.75).abs() < 0.05, "{counts:?}");
    fs::write(own.region().join("area_demand.csv"), "area_code,incidents_per_week,merged_n\nA99,1,1\n")
        .unwrap();
    assert!(fault(&own.region()).contains("A99"));
}

#[test]
fn a_stage_has_the_shape_that_was_measured() {
    let rows = "stage,disposition,category,quantile,seconds\n\
                on_scene,see_and_treat,any,0.5,1000\non_scene,see_and_treat,any,0.6,2000\n";
    let own = Own::new("stages", &[("stage_quantiles.csv", rows)]);
    let options = RunOptions { with_incidents: true, ..RunOptions::default() };
    let arm = run(&[("own".to_owned(), own.scenario())], &options).arms.remove(0);
    let mean_s = Region::embedded("tiny")
        .unwrap()
        .job_cycle()
        .iter()
        .find(|row| {
            row.stage == ambics::region::Stage::OnScene
                && row.disposition == ambics::region::Disposition::SeeAndTreat
        })
        .unwrap()
        .mean_s;
    // Half at 1,000, two fifths at 2,000, the rest between: a mean of 1,450 that is stretched to the stage's own.
    let (short, long) = (mean_s * 1_000.0 / 1_450.0, mean_s * 2_000.0 / 1_450.0);
    let alone =
        |row: &&ambics::outcome::IncidentRecord| row.ending == Ending::SeeAndTreat && row.arrived == 1;
    let times: Vec<f64> = arm.incidents[0]
        .rows
        .iter()
        .filter(alone)
        .filter_map(|row| Some((row.left? - row.reached?).0 as f64 / 1_000.0))
        .collect();
    let near =
        |to: f64| times.iter().filter(|time| (**time - to).abs() < 1.0).count() as f64 / times.len() as f64;
    assert!(times.len() > 100, "{}", times.len());
    assert!(
        (near(short) - 0.5).abs() < 0.12 && (near(long) - 0.4).abs() < 0.12,
        "{} {}",
        near(short),
        near(long)
    );
    fs::write(own.region().join("stage_quantiles.csv"), rows.replace("2000", "900")).unwrap();
    assert!(fault(&own.region()).contains("do not fall"));
}
