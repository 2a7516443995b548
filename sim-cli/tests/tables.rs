use crate::workplace::{Workplace, printed, read};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

fn parquet(path: &Path) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = builder.schema().clone();
    let batches: Vec<RecordBatch> =
        builder.with_batch_size(1 << 20).build().unwrap().map(Result::unwrap).collect();
    batches.into_iter().next().unwrap_or_else(|| RecordBatch::new_empty(schema))
}

fn names(batch: &RecordBatch) -> Vec<String> {
    batch.schema().fields().iter().map(|field| field.name().clone()).collect()
}

#[test]
fn response_is_the_table_that_was_promised() {
    let here = Workplace::new("response");
    printed(&["run", "tiny/tiny", "--replications=2", "--out", &here.argument("out")]);
    let batch = parquet(&here.path("out/response.parquet"));
    let promised =
        ["arm", "replication", "level", "area_code", "category", "incidents", "n", "mean_s", "p90_s"];
    assert_eq!(names(&batch), promised);
    let (level, category) = (batch.column(2).as_string::<i32>(), batch.column(4).as_string::<i32>());
    let (replication, incidents) =
        (batch.column(1).as_primitive::<Int64Type>(), batch.column(5).as_primitive::<Int64Type>());
    let mut sums: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    for row in (0..batch.num_rows()).filter(|row| category.value(*row) == "all") {
        *sums.entry((level.value(row), replication.value(row))).or_default() += incidents.value(row);
    }
    for number in [0, 1] {
        let of = |level| sums[&(level, number)];
        assert!(
            of("england") > 0
                && ["trust", "ics", "patch", "district"].into_iter().all(|l| of(l) == of("england"))
        );
    }
    let unit = batch.schema().field(7).metadata()["unit"].clone();
    assert_eq!(unit, "s");
}

#[test]
fn rows_without_a_response_stay_without_a_mean() {
    let here = Workplace::new("empty-rows");
    printed(&["run", "tiny/tiny", "--replications=1", "--set", "run.days=1", "--out", &here.argument("out")]);
    let batch = parquet(&here.path("out/response.parquet"));
    let (n, mean) =
        (batch.column(6).as_primitive::<Int64Type>(), batch.column(7).as_primitive::<Float64Type>());
    let empty: Vec<usize> = (0..batch.num_rows()).filter(|row| n.value(*row) == 0).collect();
    assert!(!empty.is_empty() && empty.iter().all(|row| mean.is_null(*row)));
}

#[test]
fn csv_and_parquet_say_the_same() {
    let here = Workplace::new("csv");
    let out = here.argument("out");
    printed(&[
        "compare",
        "tiny/tiny",
        "tiny/tiny-lead",
        "--replications=2",
        "--out",
        &out,
        "--csv",
        "--records",
    ]);
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "parquet") {
            let batch = parquet(&path);
            let mut csv = csv::Reader::from_path(path.with_extension("csv")).unwrap();
            assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), names(&batch));
            assert_eq!(csv.records().count(), batch.num_rows(), "{}", path.display());
        }
    }
    let batch = parquet(&here.path("out/difference.parquet"));
    let mut csv = csv::Reader::from_path(here.path("out/difference.csv")).unwrap();
    let at = names(&batch).iter().position(|name| name == "difference_s").unwrap();
    let written: Vec<Option<f64>> = csv.records().map(|row| row.unwrap()[at].parse().ok()).collect();
    assert_eq!(written, batch.column(at).as_primitive::<Float64Type>().iter().collect::<Vec<_>>());
}

#[test]
fn a_spreadsheet_takes_no_text_for_a_formula() {
    let here = Workplace::new("formula");
    let set = "name=\"=1+1\"";
    printed(&["run", "tiny/tiny", "--replications=1", "--set", set, "--out", &here.argument("out"), "--csv"]);
    let text = read(&here.path("out/response.csv"));
    assert!(text.lines().skip(1).all(|line| line.starts_with("'=1+1,")), "{}", &text[..200]);
}

#[test]
fn tables_do_not_depend_on_threads() {
    let here = Workplace::new("threads");
    for threads in ["1", "2"] {
        let out = here.argument(threads);
        let what = ["compare", "tiny/tiny", "tiny/tiny-bilateral", "--replications=4", "--records"];
        printed(&[&what[..], &["--threads", threads, "--out", &out]].concat());
    }
    for table in ["response", "incidents", "difference", "flow", "vehicle"] {
        let bytes = |threads| fs::read(here.path(threads).join(format!("{table}.parquet"))).unwrap();
        assert!(bytes("1") == bytes("2"), "{table}");
    }
}

#[test]
fn incidents_are_kept_when_asked_for() {
    let here = Workplace::new("records");
    printed(&["run", "tiny/tiny", "--replications=1", "--records", "--out", &here.argument("out")]);
    let batch = parquet(&here.path("out/incidents.parquet"));
    let at = |name: &str| names(&batch).iter().position(|n| n == name).unwrap();
    let ending = batch.column(at("ending")).as_string::<i32>();
    let hospital = batch.column(at("hospital_code")).as_string::<i32>();
    assert!(batch.num_rows() > 100);
    let ended = batch.column(at("ended_ms"));
    let arrived = |row: usize| ending.value(row) == "conveyed_ed" && ended.is_valid(row);
    assert!((0..batch.num_rows()).all(|row| arrived(row) <= hospital.is_valid(row)));
    let called = batch.column(at("called_ms")).as_primitive::<Int64Type>();
    assert!(called.values().is_sorted());
}
