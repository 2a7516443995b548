use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

/// A planning round of the made-up region that takes a second or two.
const TINY: [&str; 6] = ["planround", "tiny/tiny", "--replications=2", "--set", "run.days=7", "--seed=3"];

#[test]
fn the_page_has_three_exhibits_that_add_up_and_fetches_nothing() {
    let here = Workplace::new("planround");
    let (page, tables) = (here.argument("page.html"), here.argument("tables"));
    let said = printed(&[&TINY[..], &["--out", &page, "--tables", &tables, "--csv"]].concat());
    let page = read(&here.path("page.html"));
    for part in
        ["1. The C2 bridge: 2023-10..2023-12 to 2024-01..2024-03", "2. Exchange rates", "3. Who gains"]
    {
        assert!(page.contains(part) && said.contains(part), "{part}\n{said}");
    }
    for absent in ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "<link"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert_eq!((page.matches("<svg ").count(), page.matches("role=\"img\" aria-label=").count()), (3, 3));
    assert_eq!(page.matches("SYNTHETIC stations, effective hours").count(), 3);
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    for file in ["bridge.csv", "rate.parquet", "leakage.csv", "manifest.json"] {
        assert!(here.path("tables").join(file).is_file(), "{file}");
    }
}

#[test]
fn the_json_holds_bars_and_rows_that_add_up() {
    let document: Value = serde_json::from_str(&printed(&[&TINY[..], &["--json"]].concat())).unwrap();
    let whole = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let bars = document["bridge"].as_array().unwrap();
    let change = whole(&bars[0], "published_after_s") - whole(&bars[0], "published_before_s");
    assert_eq!((bars.len(), bars.iter().map(|bar| whole(bar, "change_s")).sum::<f64>()), (7, change));
    let rows = document["leakage"].as_array().unwrap();
    let saved = |is_all: bool| -> f64 {
        rows.iter().filter(|row| (row["ics_code"] == "all") == is_all).map(|row| whole(row, "saved_ms")).sum()
    };
    assert_eq!((rows.len(), saved(true)), (12, saved(false)));
    assert!(document["manifest"]["identity"].is_string() && document["rate"].as_array().unwrap().len() == 80);
}

#[test]
fn faults_name_file_row_rule_and_fix_before_anything_runs() {
    let here = Workplace::new("planround-faults");
    let hours = here.file("hours.csv", "month,hours\n2023-10,9300\n2023/11,9000\n2023-12,lots\n");
    let output = ambics(&[&TINY[..], &["--hours", &hours]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    for part in ["hours.csv: row 3, month\n  found `2023/11`", "row 4, hours\n  found `lots`", "  hint  "] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(ambics(&["planround", "RYFF"]).status.code(), Some(65));
    assert_eq!(ambics(&[&TINY[..], &["--before", "2023-10"]].concat()).status.code(), Some(2));
    let nowhere = ambics(&[&TINY[..], &["--out", &here.argument("no/page.html")]].concat());
    assert_eq!(nowhere.status.code(), Some(74));
}
