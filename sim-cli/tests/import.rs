use crate::workplace::{Workplace, ambics, printed, read};
use ambics::scenario::Scenario;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use std::fs;
use std::sync::Arc;

const CODES: &str = "code\nA01\nA08\nA12\n";

/// OSRM `/table/v1/driving/…`, as it answers.
const OSRM: &str = r#"{"code":"Ok","durations":[[0,2400.5,null],[2398.1,0,1203],[2700,1210.9,0]],
    "destinations":[{"hint":"x","distance":4.2,"name":"High Street","location":[-1.96,51.02]}],
    "sources":[{"hint":"x","distance":4.2,"name":"High Street","location":[-1.96,51.02]}]}"#;
/// openrouteservice `/v2/matrix/driving-car`.
const ORS: &str = r#"{"durations":[[0.0,2400.5,null],[2398.1,0.0,1203.0],[2700.0,1210.9,0.0]],
    "destinations":[{"location":[-1.96,51.02],"snapped_distance":4.2}],
    "sources":[{"location":[-1.96,51.02],"snapped_distance":4.2}],
    "metadata":{"attribution":"openrouteservice.org | OpenStreetMap contributors","service":"matrix",
    "timestamp":1700000000000,"query":{"profile":"driving-car","responseType":"json","metrics":["duration"]}}}"#;
/// Valhalla `/sources_to_targets`, and the same with `verbose: false`.
const VALHALLA: &str = r#"{"algorithm":"costmatrix","units":"kilometers","sources_to_targets":[
    [{"distance":0,"time":0,"to_index":0,"from_index":0},{"distance":33.1,"time":2400.5,"to_index":1,"from_index":0},
     {"distance":null,"time":null,"to_index":2,"from_index":0}],
    [{"distance":33,"time":2398.1,"to_index":0,"from_index":1},{"distance":0,"time":0,"to_index":1,"from_index":1},
     {"distance":14.2,"time":1203,"to_index":2,"from_index":1}],
    [{"distance":36,"time":2700,"to_index":0,"from_index":2},{"distance":14,"time":1210.9,"to_index":1,"from_index":2},
     {"distance":0,"time":0,"to_index":2,"from_index":2}]],
    "sources":[[{"lon":-1.96,"lat":51.02}]],"targets":[[{"lon":-1.96,"lat":51.02}]]}"#;
const VALHALLA_BRIEF: &str = r#"{"algorithm":"costmatrix","units":"kilometers","sources_to_targets":{
    "distances":[[0,33.1,null],[33,0,14.2],[36,14,0]],
    "durations":[[0,2400.5,null],[2398.1,0,1203],[2700,1210.9,0]]}}"#;

const LONG: &str = "from,to,seconds\nA01,A01,0\nA01,A08,2400.5\nA01,A12,\nA08,A01,2398.1\nA08,A08,0\nA08,A12,1203\n\
    A12,A01,2700\nA12,A08,1210.9\nA12,A12,0\n";

/// The faults that an import of this answer prints.
fn refused(answer: &str, codes: &str) -> String {
    let here = Workplace::new(&format!("refused-{}", answer.len() * 1_000 + codes.len()));
    let (answer, codes) = (here.file("answer.json", answer), here.file("codes.csv", codes));
    let out = here.argument("matrix.csv");
    let output = ambics(&["import", "matrix", &answer, "--codes", &codes, "--out", &out]);
    assert_eq!(output.status.code(), Some(65));
    assert!(!here.path("matrix.csv").exists(), "nothing is written");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_shape_becomes_the_same_matrix_that_a_scenario_takes() {
    let here = Workplace::new("shapes");
    let codes = here.file("codes.csv", CODES);
    let out = here.argument("matrix.csv");
    let scenario = here.file("x.toml", "region = \"tiny\"\ntravel.matrix = \"matrix.csv\"\n");
    for answer in [OSRM, ORS, VALHALLA, VALHALLA_BRIEF] {
        let answer = here.file("answer.json", answer);
        let said = printed(&["import", "matrix", &answer, "--codes", &codes, "--out", &out]);
        assert!(said.ends_with("9 pairs in seconds, 1 of them without a road\n"), "{said}");
        assert_eq!(read(&here.path("matrix.csv")), LONG);
    }
    assert!(printed(&["check", &scenario]).contains("the travel law gives the driving times of these pairs"));
}

#[test]
fn targets_may_be_others_than_the_sources() {
    let here = Workplace::new("targets");
    let (from, to) = (here.file("from.csv", "name,code\nx,A01\n"), here.file("to.csv", "code\nA08\nA12\n"));
    let answer = here.file("answer.json", r#"{"code":"Ok","durations":[[2400,2700.5]]}"#);
    let out = here.argument("matrix.csv");
    printed(&["import", "matrix", &answer, "--codes", &from, "--to-codes", &to, "--out", &out]);
    assert_eq!(read(&here.path("matrix.csv")), "from,to,seconds\nA01,A08,2400\nA01,A12,2700.5\n");
}

#[test]
fn what_is_missing_is_named() {
    let has = |answer: &str, codes: &str, words: &[&str]| {
        let said = refused(answer, codes);
        words.iter().for_each(|word| assert!(said.contains(word), "{word}: {said}"));
    };
    has("{", CODES, &["answer.json", "JSON"]);
    has(r#"{"code":"NoTable","message":"No table found"}"#, CODES, &["code", "\"NoTable\" No table found"]);
    has(
        r#"{"code":"Ok","distances":[[0]]}"#,
        CODES,
        &["neither `durations`", "code, distances", "durations too"],
    );
    has(r#"{"sources_to_targets":{"distances":[]}}"#, CODES, &["sources_to_targets.durations", "no array"]);
    has(r#"{"durations":[[0,1],7]}"#, "code\nA01\nA08\n", &["durations[1]", "no array"]);
    has(
        r#"{"durations":[[0,-1],["x",0]]}"#,
        "code\nA01\nA08\n",
        &["durations[0][1]", "durations[1][0]", "2 faults"],
    );
    has(r#"{"durations":[[0,1]]}"#, CODES, &["1 rows of times", "3 codes", "row 0", "--to-codes"]);
    has(
        r#"{"sources_to_targets":[[{"time":0,"from_index":0,"to_index":0},{"from_index":0,"to_index":1}]]}"#,
        CODES,
        &["sources_to_targets[0][1]", "no `time`"],
    );
    has(
        r#"{"sources_to_targets":[[{"time":0,"from_index":1,"to_index":0}]]}"#,
        CODES,
        &["from_index 1, to_index 0"],
    );
    has(r#"{"durations":[[0]]}"#, "area\nA01\n", &["codes.csv", "no column `code`"]);
    has(r#"{"durations":[[0]]}"#, "code\nA01\nA01\n", &["row 3", "`A01` again"]);
    has(r#"{"durations":[[0]]}"#, "code\n", &["no row below the first"]);
}

/// Writes r5py's columns as its tables keep them, absent times as numbers that are none.
fn parquet(minutes: Vec<f64>) -> Vec<u8> {
    let fields = vec![
        Field::new("from_id", DataType::Utf8, false),
        Field::new("to_id", DataType::Utf8, false),
        Field::new("travel_time", DataType::Float64, true),
    ];
    let codes = |codes: &[&str]| Arc::new(StringArray::from(codes.to_vec())) as ArrayRef;
    let columns: Vec<ArrayRef> = vec![
        codes(&["A01", "A08", "A12"]),
        codes(&["A08", "A01", "A01"]),
        Arc::new(Float64Array::from(minutes)),
    ];
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn parquet_is_read_as_csv_is() {
    let here = Workplace::new("parquet");
    fs::write(here.path("matrix.parquet"), parquet(vec![40.25, 41.0, f64::NAN])).unwrap();
    here.file("matrix.csv", "from_id,to_id,travel_time\nA01,A08,40.25\nA08,A01,41\nA12,A01,\n");
    let world = |name: &str| {
        let text = format!("region = \"tiny\"\ntravel.matrix = \"{name}\"\ntravel.matrix_unit = \"min\"\n");
        Scenario::load(&here.path(&here.file("x.toml", &text))).unwrap().world()
    };
    let (csv, parquet) = (world("matrix.csv"), world("matrix.parquet"));
    assert_eq!(csv.components[0].travel, parquet.components[0].travel);
    let law = Scenario::embedded("tiny/tiny").unwrap().world();
    assert_ne!(csv.components[0].travel, law.components[0].travel);
}

#[test]
fn faults_of_parquet_name_their_rows() {
    let here = Workplace::new("parquet-faults");
    fs::write(here.path("matrix.parquet"), parquet(vec![40.0, -1.0, 4000.0])).unwrap();
    let text = "region = \"tiny\"\ntravel.matrix = \"matrix.parquet\"\ntravel.matrix_unit = \"min\"\n";
    let said = String::from_utf8(ambics(&["check", &here.file("x.toml", text)]).stderr).unwrap();
    assert!(said.contains("matrix.parquet:2: row 2, time\n  found \"-1\""), "{said}");
    assert!(said.contains("matrix.parquet:3: row 3, time\n") && said.ends_with("2 faults\n"), "{said}");
    let whole = fs::read(here.path("matrix.parquet")).unwrap();
    fs::write(here.path("matrix.parquet"), &whole[..whole.len() / 2]).unwrap();
    let output = ambics(&["check", &here.argument("x.toml")]);
    assert_eq!(output.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&output.stderr).contains("bytes that are no Parquet"));
}

#[test]
fn returns_become_a_table_that_a_scenario_takes() {
    let here = Workplace::new("handover-returns");
    let days = "acute_trust_code,date,handovers,mean_min,over_30,over_60\n\
                TA1,2024-01-01,100,30,40,10\nTA1,2024-01-02,300,50,160,70\n";
    let (days, out) = (here.file("days.csv", days), here.argument("handover.csv"));
    let said = printed(&["import", "handover", &days, "--scenario", "tiny/tiny", "--out", &out]);
    assert!(said.contains("1 hospitals of 1 acute trusts"), "{said}");
    assert_eq!(read(&here.path("handover.csv")).lines().nth(1), Some("T01,,45.00,,0.5000,0.2000"));
    let text = "region = \"tiny\"\nrun.days = 7\nhandover.table = \"handover.csv\"\n";
    let own = here.file("own.toml", text);
    let mean = |scenario: &str| -> f64 {
        let folder = here.argument("out");
        printed(&["run", scenario, "--replications=2", "--out", &folder, "--csv", "--set", "run.days=7"]);
        let table = read(&here.path("out/handover.csv"));
        let mut lines = table.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = |name: &str| names.iter().position(|known| *known == name).unwrap();
        let row = lines.find(|line| line.split(',').any(|cell| cell == "T01")).unwrap();
        row.split(',').nth(at("mean_s")).unwrap().parse().unwrap()
    };
    let (stated, as_it_is) = (mean(&own), mean("tiny/tiny"));
    assert!(stated > 1.2 * as_it_is, "{stated} {as_it_is}: 45 minutes are far more than as published");
}
