use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const TINY: [&str; 9] = [
    "circle",
    "tiny/tiny",
    "--replications=4",
    "--seed=1",
    "--days=7",
    "--draws=60",
    "--budget=50000",
    "--set",
    "intervention=[{ name = \"falls_community\" }, { name = \"carehome_ehch\" }]",
];

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_says_whether_prevention_feeds_itself_and_how_a_budget_is_split() {
    let here = Workplace::new("circle");
    let (page, out) = (here.argument("page.html"), here.argument("out"));
    let said = printed(&[&TINY[..], &["--page", &page, "--out", &out, "--csv"]].concat());
    for part in [
        "1. Does it feed itself?",
        "2. Do both well",
        "3. What a minute of the C2 mean costs",
        "all 2 together",
        "Regret: by how much a split is expected to miss",
        "no cash",
        "the response foretells",
        "never live dispatch",
    ] {
        assert!(flat(&said).contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    let page = read(&here.path("page.html"));
    for absent in ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "<link"] {
        assert!(!page.contains(absent), "{absent}");
    }
    // Regimes, months, splits: each is a picture with words for those who do not see it.
    assert_eq!((page.matches("<svg ").count(), page.matches("role=\"img\" aria-label=").count()), (3, 3));
    assert!(page.contains("hypothetical: returns of"));
    for file in ["circle_month.csv", "circle_split.parquet", "circle_response.csv", "manifest.json"] {
        assert!(here.path("out").join(file).is_file(), "{file}");
    }
    let months = read(&here.path("out/circle_month.csv"));
    assert_eq!(months.lines().count(), 1 + 3 * 60, "three programmes of five years");
}

#[test]
fn the_json_has_every_split() {
    let document: Value = serde_json::from_str(&printed(&[&TINY[..], &["--json"]].concat())).unwrap();
    let rows = document["circle_split"].as_array().unwrap();
    assert_eq!(rows.len(), 3 * 3 * 11);
    let best = |years: u64| -> f64 {
        let own = rows.iter().filter(|row| {
            row["years"].as_u64() == Some(years) && row["programme"] == "falls_community + carehome_ehch"
        });
        own.map(|row| row["best_share"].as_f64().unwrap()).sum()
    };
    assert!([1, 3, 5].into_iter().all(|years| (best(years) - 1.0).abs() < 1e-9));
}

#[test]
fn a_scenario_without_prevention_is_a_fault_with_a_way_out() {
    let output = ambics(&["circle", "tiny/tiny", "--budget=0"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    for part in ["an intervention that prevents incidents", "pounds a year, above 0", "2 faults"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
