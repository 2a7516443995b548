use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

/// Two months of the made-up region.
const TINY: [&str; 4] = ["scorecard", "tiny/tiny", "--months=2023-11..2023-12", "--replications=2"];

#[test]
fn the_page_shows_every_figure_and_draws_what_is_synthetic() {
    let here = Workplace::new("scorecard");
    let (page, tables) = (here.argument("page.html"), here.argument("tables"));
    let said = printed(&[&TINY[..], &["--page", &page, "--out", &tables]].concat());
    assert!(
        said.contains("of 1 services hold") && said.lines().all(|line| line.chars().count() <= 110),
        "{said}"
    );
    for figure in ["C1 mean", "C4 p90", "conveyed to ED", "hear and treat", "C3 arriving"] {
        assert!(said.lines().any(|line| line.starts_with(figure)), "{figure}\n{said}");
    }
    let page = read(&here.path("page.html"));
    for absent in ["<script", "http://", "https://", "src=", "href=", "url(", "@import", "<link"] {
        assert!(!page.contains(absent), "{absent}");
    }
    // One scatter and the maps of C1 and C2.
    assert_eq!((page.matches("<svg ").count(), page.matches("SYNTHETIC stations</text>").count()), (3, 3));
    assert_eq!(page.matches(">not validated</text>").count(), 1, "the map of C2 is greyed");
    let districts = read(&here.path("tables").join("district_response.csv"));
    assert!(districts.starts_with("area_code,area_name,category,n,mean_s,p90_s,validated\n"), "{districts}");
    assert!(districts.lines().skip(1).all(|row| row.ends_with(",false")) && districts.lines().count() > 4);
    let scores = read(&here.path("tables").join("scorecard.csv"));
    assert_eq!(scores.lines().count(), 1 + 17, "{scores}");
    assert!(here.path("tables").join("manifest.json").is_file());
}

#[test]
fn a_fit_file_changes_the_figures_and_a_stored_backtest_is_told() {
    let here = Workplace::new("scorecard-fit");
    let fit = here.file("fit.csv", "member,weight,key,value\n0,1,travel.time_factor,1.3\n");
    let backtest = "service_code,month,measure,score,predicted,low,high,observed\n\
                    TNY,2023-11,C2 mean,frozen,950,800,1100,900\n";
    here.file("backtest.csv", backtest);
    let folder = here.argument("");
    let c1 = |more: &[&str]| -> f64 {
        let document: Value =
            serde_json::from_str(&printed(&[&TINY[..], &["--json"], more].concat())).unwrap();
        let rows = document["scorecard"].as_array().unwrap();
        rows.iter().find(|row| row["measure"] == "C1 mean").unwrap()["model"].as_f64().unwrap()
    };
    let (as_it_is, slower) = (c1(&[]), c1(&["--fit", &fit]));
    assert!(slower > as_it_is * 1.05, "{as_it_is} {slower}: every drive is 30% longer");
    let said = printed(&[&TINY[..], &["--backtest", &folder]].concat());
    assert!(said.contains("frozen C2 mean"), "{said}");
    let broken = here.file("broken.csv", "member,weight,key,value\n0,1,travel.tme_factor,1.3\n");
    let output = ambics(&[&TINY[..], &["--fit", &broken]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("travel.tme_factor"), "{said}");
}

#[test]
fn a_run_draws_the_maps_that_are_asked_for() {
    let here = Workplace::new("maps");
    let out = here.argument("out");
    let base = ["run", "tiny/tiny", "--replications=2", "--out", &out];
    printed(&[&base[..], &["--map", "C1", "--map", "C2"]].concat());
    let page = read(&here.path("out/report.html"));
    assert_eq!(page.matches("SYNTHETIC stations</text>").count(), 2);
    assert_eq!((page.matches(">not validated</text>").count(), page.matches("<svg ").count()), (1, 2));
    printed(&base);
    assert!(!read(&here.path("out/report.html")).contains("<svg "));
    assert_eq!(ambics(&[&base[..], &["--map", "C9"]].concat()).status.code(), Some(2));
}

#[test]
fn districts_of_england_are_drawn_by_their_outlines_and_those_of_an_invented_region_by_cells() {
    let here = Workplace::new("outlines");
    let page = |scenario: &str, out: &str| {
        let base = ["run", scenario, "--replications=1", "--set", "run.days=1", "--map", "C2", "--map", "C1"];
        printed(&[&base[..], &["--out", &here.argument(out)]].concat());
        read(&here.path(&format!("{out}/report.html")))
    };
    let drawn = page("south-west", "a");
    let map = drawn.split("<g transform").nth(1).unwrap().split("</g>").next().unwrap();
    let scenario = ambics::scenario::Scenario::embedded("south-west").unwrap();
    let region = scenario.region();
    let own = region.areas().iter().zip(scenario.areas()).filter(|own| *own.1);
    let districts: std::collections::BTreeSet<_> = own.map(|(area, _)| area.district.index()).collect();
    assert_eq!(map.matches("<title>").count(), districts.len());
    let with_figure = map.matches("<title>").count() - map.matches(": no figure").count();
    assert!(with_figure > 20, "{with_figure}");
    for row in districts {
        assert!(map.contains(&format!("<title>{}: ", region.districts()[row].name)));
    }
    assert_eq!(drawn.matches("Outlines: Office for National Statistics").count(), 2, "beside each map");
    assert!(drawn.len() < 3_000_000 && drawn == page("south-west", "b"));
    let cells = page("tiny/tiny", "tiny");
    assert!(cells.contains("SYNTHETIC stations</text>") && !cells.contains("evenodd"));
}
