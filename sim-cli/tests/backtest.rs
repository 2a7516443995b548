use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

/// Items and figures of a month of the made-up service.
const ITEMS: &str =
    "A7,A8,A9,A10,A11,A12,A15,A16,A17,A25,A26,A31,A32,A34,A35,A53,A54,A55,A56,A140,A142,A143,A144,A145,A146";
const FIGURES: &str = "354,253,1840,557,20,45,85,405,419,741";
const LATER: &str = "1706,2535,5850,1756,168,1047,2971,1756,1521,3022,1054,421,123";

/// A published file of four months, two of them after the region's own; C2 means rise by 10 s a month.
fn published(here: &Workplace) -> String {
    let months = [(2024, 2), (2024, 3), (2024, 4), (2024, 5)];
    let row = |(at, (year, month)): (usize, &(i32, i32))| {
        format!("{year},{month},Y58,TNY,TINY,3376,{FIGURES},{},{LATER}", 870 + 10 * at)
    };
    let rows: Vec<String> = months.iter().enumerate().map(row).collect();
    here.file("AmbSYS.csv", &format!("Year,Month,Region,Org Code,Org Name,{ITEMS}\n{}\n", rows.join("\n")))
}

fn asked<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let usual =
        ["backtest", "tiny/tiny", "--observed", file, "--months=2024-04..2024-05", "--replications=2"];
    usual.into_iter().chain(["--fit-months=2024-02..2024-03"]).chain(more.iter().copied()).collect()
}

#[test]
fn three_scores_stand_together_on_the_report_and_the_page() {
    let here = Workplace::new("backtest");
    let file = published(&here);
    let (page, out) = (here.argument("page.html"), here.argument("out"));
    let said = printed(&asked(&file, &["--page", &page, "--out", &out]));
    let page = read(&here.path("page.html"));
    for part in
        ["(a) frozen", "(b) rolling", "(c) conditional", "rival: last month", "rival: regression, frozen"]
    {
        assert!(page.contains(part) && said.contains(part), "{part}\n{said}");
    }
    let flowing = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flowing.contains("No trust publishes its hours"), "{said}");
    assert!(page.matches("<svg ").count() == 1 && !page.contains("<script"));
    assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
    for name in ["backtest.parquet", "backtest.csv", "scores.csv", "backtest_hours.csv", "manifest.json"] {
        assert!(here.path("out").join(name).is_file(), "{name}");
    }
    let rows = read(&here.path("out").join("backtest.csv"));
    assert_eq!(rows.lines().filter(|row| row.starts_with("TNY,2024-05,C2_mean_s")).count(), 2, "{rows}");
    let manifest: Value = serde_json::from_str(&read(&here.path("out").join("manifest.json"))).unwrap();
    assert_eq!(
        (&manifest["kind"], &manifest["observed"]["file"]),
        (&"backtest".into(), &"AmbSYS.csv".into())
    );
}

#[test]
fn a_fit_and_hours_are_read_and_their_faults_told() {
    let here = Workplace::new("backtest-fit");
    let file = published(&here);
    let fit = here.file("fit.csv", "member,weight,key,value\n0,1,fleet.hours_per_week.TNY,2100\n");
    let hours =
        here.file("hours.csv", "month,hours\n2024-02,9000\n2024-03,9000\n2024-04,9500\n2024-05,9000\n");
    let printed = printed(&asked(&file, &["--fit", &fit, "--hours", &hours, "--json"]));
    let document: Value = serde_json::from_str(&printed).unwrap();
    let scores = document["scores"].as_array().unwrap();
    let has = |name: &str| scores.iter().any(|row| row["name"] == name && row["measure"] == "C2_mean_s");
    assert!(["frozen", "rolling", "conditional", "last_month"].into_iter().all(has), "{scores:?}");
    assert_eq!(document["manifest"]["level_is_found_here"], false);
    let wrong = here.file("wrong.csv", "member,weight,key,value\n0,1,fleet.hours_per_week.XXX,2100\n");
    let output = ambics(&asked(&file, &["--fit", &wrong]));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("fit, member 0"), "{said}");
}
