use crate::workplace::{Workplace, ambics, printed, read};
use ambics::ambsys::AmbSys;
use serde_json::Value;

/// Six months of the published series, every row.
const CUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sim-core/tests/data/ambsys/AmbSYS_cut.csv");

fn said(output: &std::process::Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_published_file_is_described() {
    let text = printed(&["import", "ambsys", CUT]);
    for part in [
        "114: 99 kept, 15 dropped",
        "9746 (7126 missing: 7126 `.`)",
        "1 england, 7 region, 11 trust",
        "2017-08 to 2024-03, 6",
        "Rows dropped",
        "every figure is missing",
        "WEST MIDLANDS AMBULANCE SERVICE",
        "A34 (c3_response_mean_s)",
        "6418.7",
        "mean is total over count",
        "8 broke a rule",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let london = text.lines().find(|line| line.starts_with("RRU ")).unwrap();
    assert!(london.contains("2022-10") && london.contains("2022-11"), "{london}");
}

#[test]
fn sums_and_means_are_printed_and_centiles_refused() {
    let asked = ["import", "ambsys", CUT, "--total", "A8", "--mean", "A25", "--months", "2022-10"];
    let text = printed(&asked);
    for part in [
        "A8 (c1_incidents)",
        "70772",
        "A25 (c1_response_mean_s)",
        "596.48",
        "left out rather than taken as zero: RRU 2022-10",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let json: Value = serde_json::from_str(&printed(&[&asked[..], &["--json"]].concat())).unwrap();
    assert_eq!(json["total"][0]["value"], 70_772);
    assert_eq!(
        (&json["mean"][0]["total"], &json["mean"][0]["missing"][0][0]),
        (&42_214_374.into(), &"RRU".into())
    );
    let refused = ambics(&["import", "ambsys", CUT, "--mean", "A26"]);
    assert_eq!(refused.status.code(), Some(65));
    assert!(said(&refused).contains("neither by adding nor by averaging"), "{}", said(&refused));
    let months = ambics(&["import", "ambsys", CUT, "--total", "A8", "--months", "winter"]);
    assert_eq!(months.status.code(), Some(65));
    assert!(said(&months).contains("2023-10..2024-03"), "{}", said(&months));
}

#[test]
fn tables_are_written_with_a_manifest() {
    let here = Workplace::new("ambsys-tables");
    let out = here.argument("out");
    printed(&["import", "ambsys", CUT, "--out", &out, "--csv"]);
    let manifest: Value = serde_json::from_str(&read(&here.path("out/manifest.json"))).unwrap();
    assert_eq!((manifest["kind"].as_str(), manifest["figures"].as_u64()), (Some("ambsys"), Some(9_746)));
    assert_eq!(manifest["files"].as_array().unwrap().len(), 14);
    let figures = read(&here.path("out/ambsys.csv"));
    assert_eq!(figures.lines().count(), 9_747);
    assert!(figures.contains("2024-03,trust,RYF,A26,c1_response_p90_s,centile,1108\n"));
    assert!(read(&here.path("out/ambsys_dropped.csv")).contains("22,2017-12,R1F,every figure is missing\n"));
    let json: Value = serde_json::from_str(&printed(&["import", "ambsys", CUT, "--json"])).unwrap();
    assert_eq!(json["ambsys"].as_array().unwrap().len(), 9_746);
    assert_eq!(json["ambsys_breach"].as_array().unwrap().len(), 8);
}

#[test]
fn every_fault_of_a_file_has_its_row() {
    let here = Workplace::new("ambsys-faults");
    let file = here.file("x.csv", "Year,Month,Org Code,A7\n2024,3,RYF,many\n2024,13,RYE,1\n");
    let output = ambics(&["import", "ambsys", &file]);
    assert_eq!(output.status.code(), Some(65));
    let said = said(&output);
    for part in ["x.csv:2: row 2, A7", "found `many`", "x.csv:3: row 3, Month", "2 faults"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn results_are_written_in_the_published_shape() {
    let here = Workplace::new("ambsys-results");
    let out = here.argument("out");
    let month =
        ["--set", "run.start=2023-02-01", "--set", "run.days=28", "--replications=1", "--metrics=ambsys"];
    printed(&[&["compare", "tiny/tiny", "tiny/tiny-lead", "--csv", "--out", &out][..], &month].concat());
    for file in ["ambsys_model.csv", "ambsys_model_icb.csv", "ambsys_model_2.csv", "ambsys_model_icb_2.csv"] {
        let table = AmbSys::load(&here.path("out").join(file)).unwrap();
        assert!(table.check().breaches.is_empty() && !table.figures().is_empty(), "{file}");
    }
    let said_of_it = printed(&["import", "ambsys", &here.argument("out/ambsys_model.csv")]);
    assert!(
        said_of_it.contains("2 kept, 0 dropped") && said_of_it.contains("0 broke a rule"),
        "{said_of_it}"
    );
    let long = read(&here.path("out/ambsys.csv"));
    assert!(long.starts_with("arm,replication,month,level,org_code,item_code,item,kind,value\n"));
    assert!(long.contains("2023-02,trust,TNY,A10,c2_incidents,count,"));
    printed(&["run", "tiny/tiny", "--replications=1", "--out", &out]);
    assert!(!here.path("out/ambsys_model_2.csv").exists() && !here.path("out/ambsys.parquet").exists());
}

#[test]
fn results_by_month_need_whole_months() {
    let here = Workplace::new("ambsys-window");
    let output = ambics(&["run", "tiny/tiny", "--metrics=ambsys", "--out", &here.argument("out")]);
    assert_eq!(output.status.code(), Some(65));
    assert!(said(&output).contains("whole calendar months") && !here.path("out").exists());
    assert_eq!(ambics(&["run", "tiny/tiny", "--metrics=ambsys"]).status.code(), Some(2), "it needs a folder");
}
