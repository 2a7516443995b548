use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const FIT: &str =
    "member,weight,key,value\n0,0.75,fleet.hours_per_week.TNY,2100\n1,0.25,fleet.hours_per_week.TNY,1900\n";

fn c2(document: &Value, table: &str) -> Value {
    let is_it =
        |row: &&Value| row["level"] == "trust" && row["category"] == "C2" && row["statistic"] == "mean";
    document[table].as_array().unwrap().iter().find(is_it).unwrap().clone()
}

#[test]
fn members_count_by_their_weights_and_what_is_set_stands_over_them() {
    let here = Workplace::new("ensemble-weights");
    let fit = here.file("fit.csv", FIT);
    let given = |more: &[&str]| -> Value {
        let base = ["run", "tiny/tiny", "--fit", &fit, "--set=run.days=7", "--replications=3", "--json"];
        serde_json::from_str(&printed(&[&base[..], more].concat())).unwrap()
    };
    let all = c2(&given(&["--ensemble"]), "ensemble");
    let one = |member: &str| c2(&given(&[member]), "summary")["mean_s"].as_f64().unwrap();
    let mean = 0.75 * one("--member=0") + 0.25 * one("--member=1");
    assert!((all["mean_s"].as_f64().unwrap() - mean).abs() < 1e-6, "{all}: {mean}");
    let share = |name: &str| all[name].as_f64().unwrap();
    assert!(share("parameters_share") > 0.0 && share("chance_share") > 0.0, "{all}");
    let set = c2(&given(&["--ensemble", "--set=fleet.hours_per_week.TNY=2100"]), "ensemble");
    assert_eq!(set["parameters_share"], 0.0);
}

#[test]
fn the_text_shares_the_variance_out_and_the_folder_holds_the_table() {
    let here = Workplace::new("ensemble-folder");
    let fit = here.file("fit.csv", FIT);
    let out = here.argument("out");
    let base = ["run", "tiny/tiny", "--fit", &fit, "--ensemble", "--set=run.days=7", "--replications=2"];
    let text = printed(&[&base[..], &["--csv", "--out", &out]].concat());
    assert!(
        text.contains("SYNTHETIC") && text.contains("parameters") && text.contains("2 sets of the fit"),
        "{text}"
    );
    let table = read(&here.path("out/ensemble.csv"));
    assert_eq!(table.lines().count(), 1 + 16, "{table}");
    assert!(here.path("out/report.html").is_file());
}

#[test]
fn every_set_needs_a_fit() {
    let output = ambics(&["run", "tiny/tiny", "--ensemble"]);
    assert_eq!(output.status.code(), Some(2));
}
