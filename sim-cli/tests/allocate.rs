use crate::workplace::{Workplace, ambics, printed, read};
use serde_json::Value;

const TINY: [&str; 7] =
    ["allocate", "tiny/tiny", "--replications=2", "--screening=2", "--set", "run.days=7", "--hours=170"];

#[test]
fn table_page_document_and_scenario_say_the_same() {
    let here = Workplace::new("allocate");
    let (page, out, own) = (here.argument("page.html"), here.argument("out"), here.argument("own.toml"));
    let asked = ["--method=exchange", "--method=greedy-erlang", "--safeguard=0%", "--frontier"];
    let all = [&TINY[..], &asked, &["--page", &page, "--out", &out, "--write", &own]].concat();
    let said = printed(&all);
    let page = read(&here.path("page.html"));
    for part in ["Who gets what", "greedy-erlang", "safeguard", "SYNTHETIC", "not rostered ones"] {
        assert!(page.contains(part) && said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    let document: Value = serde_json::from_str(&printed(&[&TINY[..], &asked, &["--json"]].concat())).unwrap();
    let rows = document["allocation"].as_array().unwrap();
    let lines: i64 =
        rows.iter().filter(|row| row["method"] == "exchange").map(|row| row["lines"].as_i64().unwrap()).sum();
    assert_eq!(lines, 2);
    assert_eq!(document["allocation_frontier"].as_array().unwrap().len(), 11);
    assert_eq!(read(&here.path("out/allocation_method.csv")).lines().count(), 3);
    assert!(read(&here.path("own.toml")).contains("lines."), "the lines stand in the scenario");
}

#[test]
fn every_fault_of_a_question_is_told_at_once() {
    let output = ambics(&["allocate", "tiny/tiny", "--method=magic", "--objective=fairest", "--measure=c9"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(65), "{said}");
    for part in ["magic", "fairest", "c9", "exchange"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn bounds_hold_and_name_places() {
    let here = Workplace::new("allocate-limits");
    let file = here.argument("limits.toml");
    std::fs::write(here.path("limits.toml"), "[most]\nNOWHERE = 1\n").unwrap();
    let output = ambics(&[&TINY[..], &["--limits", &file]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(65) && said.contains("NOWHERE") && said.contains("one of"),
        "{said}"
    );
}

#[test]
fn every_service_has_a_row() {
    let asked =
        ["allocate", "tiny/tiny", "--every-service", "--uplift=5%", "--replications=2", "--screening=2"];
    let said = printed(&[&asked[..], &["--set", "run.days=7", "--safeguard=0%"]].concat());
    assert!(
        said.contains("service by service") && said.lines().all(|line| line.chars().count() <= 120),
        "{said}"
    );
}

#[test]
fn pooling_and_stations_say_what_they_are_not() {
    let pooled = printed(&["pooling", "tiny/tiny", "--replications=2", "--set", "run.days=7"]);
    assert!(pooled.contains("not a proposal of payment") && pooled.contains("HYPOTHETICAL"), "{pooled}");
    let hours = [
        "pooling",
        "tiny/tiny",
        "--least-hours",
        "--target=25 min",
        "--replications=2",
        "--set",
        "run.days=7",
        "--json",
    ];
    let document: Value = serde_json::from_str(&printed(&hours)).unwrap();
    assert!(document["pooling"][0]["alone"].as_f64().unwrap() > 0.0);
    let stations = printed(&["stations", "tiny/tiny"]);
    assert!(
        stations.contains("No station is recommended") && stations.contains("Nothing is better than"),
        "{stations}"
    );
    for said in [pooled, stations] {
        assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    }
}

const OFFERS: &str = "[[offer]]\nname = \"a line\"\nlines_in = \"QT1\"\ngbp_per_week = 7000\nmost = 2\n\
                      [[offer]]\nname = \"shorter drives\"\ngbp_per_week = 6000\nsource = \"a guess of ours\"\n\
                      set = { \"travel.time_factor\" = \"x0.8\" }\n";

#[test]
fn a_sum_buys_offers_alone_and_mixed() {
    let here = Workplace::new("portfolio");
    let (offers, page, own) =
        (here.argument("offers.toml"), here.argument("page.html"), here.argument("own.toml"));
    std::fs::write(here.path("offers.toml"), OFFERS).unwrap();
    let asked = ["portfolio", "tiny/tiny", "--offers", &offers, "--budget", "£14k", "--replications=2"];
    let all =
        [&asked[..], &["--screening=2", "--set", "run.days=7", "--page", &page, "--write", &own]].concat();
    let said = printed(&all);
    for part in
        ["What £14,000 a week buys", "a line", "shorter drives", "the mix", "a guess of ours", "SYNTHETIC"]
    {
        assert!(said.contains(part) && read(&here.path("page.html")).contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    assert!(!said.contains("winner") && !said.contains("recommend"), "{said}");
    assert!(read(&here.path("own.toml")).contains("time_factor"));
    std::fs::write(here.path("offers.toml"), OFFERS.replace("gbp_per_week = 6000", "gbp_per_week = -1"))
        .unwrap();
    let output = ambics(&asked);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("offer[1].gbp_per_week"), "{said}");
}

#[test]
fn pooling_between_trusts_is_titled_a_bound() {
    let asked = ["allocate", "tiny/tiny", "--every-service", "--between", "--uplift=5%", "--replications=2"];
    let said = printed(&[&asked[..], &["--screening=2", "--set", "run.days=7"]].concat());
    for part in ["A bound", "HYPOTHETICAL", "no proposal"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
}

#[test]
fn a_chance_that_nothing_meets_is_refused_with_the_best_there_is() {
    let asked = ["--method=sample-average", "--target", "1 s", "--chance", "100%"];
    let said = printed(&[&TINY[..], &asked].concat());
    assert!(said.contains("No allocation") && said.contains("samples"), "{said}");
    let said = printed(&[&TINY[..], &["--method=sample-average"]].concat());
    assert!(said.contains("worst 10% of"), "{said}");
}

#[test]
fn weighed_minutes_name_who_says_so_and_count_no_lives() {
    let here = Workplace::new("allocate-harm");
    let file = here.argument("harm.toml");
    std::fs::write(
        here.path("harm.toml"),
        "source = \"a panel of the trust\"\nyears = \"2024\"\nplace = \"England\"\n[weight]\nC1 = 4\nC2 = 1\n",
    )
    .unwrap();
    let said = printed(&[&TINY[..], &["--harm", &file]].concat());
    for part in ["harm-weighted", "a panel of the trust", "2024", "no lives"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    std::fs::write(here.path("harm.toml"), "[weight]\nC1 = 4\n").unwrap();
    let output = ambics(&[&TINY[..], &["--harm", &file]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(65) && said.contains("source"), "{said}");
}

#[test]
fn shares_by_need_take_published_indices_where_they_are_given() {
    let here = Workplace::new("allocate-need");
    let file = here.argument("need.toml");
    fn asked<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&TINY[..], &["--method=need-weighted"], more].concat()
    }
    let stand_in = printed(&asked(&[]));
    let one_line = stand_in.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains("no published need index") && one_line.contains("--need"), "{stand_in}");
    let lines = |text: &str, code: &str| {
        let row = text.lines().find(|line| line.starts_with(code)).expect("a row of the ICS").to_owned();
        row.split_whitespace().find_map(|word| word.parse::<f64>().ok()).expect("lines")
    };
    let write = |text: &str| std::fs::write(here.path("need.toml"), text).unwrap();
    let said_by = "source = \"allocations\"\nyears = \"2025/26\"\n";
    for (dear, cheap) in [("QT1", "QT2"), ("QT2", "QT1")] {
        write(&format!("{said_by}[cost]\n{dear} = 9\n{cheap} = 0.1\n"));
        let said = printed(&asked(&["--need", &file]));
        let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains("allocations (2025/26)") && !one_line.contains("no published"), "{said}");
        assert!(lines(&said, dear) > lines(&said, cheap), "{said}");
    }
    for (wrong, part) in [("[cost]\nQT1 = 1\n", "source"), ("", "source")] {
        write(wrong);
        let output = ambics(&asked(&["--need", &file]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(65) && said.contains(part), "{said}");
    }
    for (table, part) in
        [("[need]\nQT1 = 1.1\n", "QT2"), ("[need]\nXXX = 1\n", "XXX"), ("[need]\nQT1 = 0\n", "QT1 = 0")]
    {
        write(&format!("{said_by}{table}"));
        let output = ambics(&asked(&["--need", &file]));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(65) && said.contains(part), "{said}");
    }
}

#[test]
fn a_placing_is_simulated_beside_the_present() {
    let here = Workplace::new("stations-simulated");
    let own = here.argument("own.toml");
    let asked = ["stations", "tiny/tiny", "--simulate", "--replications=2", "--set", "run.days=7"];
    let said = printed(&[&asked[..], &["--write", &own]].concat());
    for part in
        ["What the placing does, simulated", "the whole service", "stack at the day's peak", "SYNTHETIC"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    assert!(read(&here.path("own.toml")).contains("station_ratio."), "the placing is a scenario");
    let document: Value = serde_json::from_str(&printed(&[&asked[..], &["--json"]].concat())).unwrap();
    assert!(document["placing"].as_array().is_some_and(|rows| !rows.is_empty()));
}
