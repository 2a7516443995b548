//! Results by month in published codes: what they are against the measures of the same run, and how they are read back.

use ambics::ambsys::{AmbSys, ItemKind, OrgLevel};
use ambics::category::Category;
use ambics::experiment::{ArmResult, RunOptions, run, whole_months};
use ambics::outcome::{Level, ReportedCategory};
use ambics::region::Month;
use ambics::scenario::{Edit, Scenario};

fn tiny(name: &str, edits: &[&str]) -> Scenario {
    let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
    Scenario::embedded(name).unwrap().with(&edits).unwrap()
}

fn arm(scenario: Scenario) -> ArmResult {
    let options = RunOptions { by_month: true, ..RunOptions::default() };
    run(&[("arm".to_owned(), scenario)], &options).arms.remove(0)
}

const FEBRUARY: [&str; 3] = ["run.start=2023-02-01", "run.days=28", "run.replications=2"];

#[test]
fn a_month_of_results_is_what_the_measures_say() {
    let arm = arm(tiny("tiny/tiny", &FEBRUARY));
    assert!(arm.incidents.is_empty(), "incidents are not kept unless asked for");
    let month = Month { year: 2023, month: 2 };
    for (table, measures) in arm.by_month.iter().zip(&arm.replications) {
        for (level, code, own) in
            [(Level::Trust, "TNY", "TNY"), (Level::England, "England", "Eng"), (Level::Ics, "QT1", "QT1")]
        {
            let value = |item: &str| table.value(own, month, item).unwrap_or_else(|| panic!("{own} {item}"));
            let rows = measures
                .responses
                .iter()
                .filter(|row| row.level == level && arm.code(level, row.group) == code);
            let categories = [
                ("C1", "A8", "A24"),
                ("C1T", "A9", "A27"),
                ("C2", "A10", "A30"),
                ("C3", "A11", "A33"),
                ("C4", "A12", "A36"),
            ];
            for row in rows {
                let Some((_, n, total)) = categories.iter().find(|(name, ..)| *name == row.category.name())
                else {
                    continue;
                };
                assert_eq!(value(n) as u64, row.n, "{code} {n}");
                // Each response is rounded to a second: the sum is off by less than half a second for each.
                let exact = row.mean_s.unwrap_or(0.0) * row.n as f64;
                assert!((value(total) as f64 - exact).abs() <= 0.5 * row.n as f64, "{code} {total}");
            }
            let ending = measures
                .endings
                .iter()
                .find(|row| {
                    row.level == level
                        && arm.code(level, row.group) == code
                        && row.category == ReportedCategory::All
                })
                .unwrap();
            let ended = [("A17", 0), ("A55", 1), ("A53", 2), ("A54", 3)];
            ended
                .iter()
                .for_each(|(item, row)| assert_eq!(value(item) as u64, ending.n[*row], "{code} {item}"));
            assert_eq!(value("A7"), value("A17") + value("A56"));
            assert_eq!(value("A56"), value("A53") + value("A54") + value("A55"));
            let c2 = measures
                .resources
                .iter()
                .find(|row| row.level == level && row.code == code && row.category == Category::C2)
                .unwrap();
            assert_eq!((value("A43") as u64, value("A44") as u64), (c2.counts.allocated, c2.counts.arrived));
            // Handovers of incidents from before the window are measured and have no month of their own here.
            let handover =
                measures.handovers.iter().find(|row| row.level == level.name() && row.code == code).unwrap();
            let (n, all) = (value("A140"), handover.n as i64);
            assert!(n <= all && n >= all - 5, "{n} of {all}");
            assert!(value("A144") >= value("A145") && value("A145") >= value("A146") && value("A147") >= 0);
        }
        for item in ["A13", "A49", "A106", "A115", "A148"] {
            assert_eq!(table.value("TNY", month, item), None, "the model has no {item}");
        }
        assert!(table.check().breaches.is_empty());
    }
}

#[test]
fn months_of_a_long_run_are_parts_of_the_whole() {
    let arm = arm(tiny("tiny/tiny", &["run.start=2023-02-01", "run.days=59", "run.replications=1"]));
    let table = &arm.by_month[0];
    let months = table.months();
    assert_eq!(months.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2023-02", "2023-03"]);
    let n: i64 = months.iter().map(|month| table.value("TNY", *month, "A10").unwrap()).sum();
    let level = Level::Trust;
    let whole = arm.replications[0]
        .responses
        .iter()
        .find(|row| row.level == level && row.category == ReportedCategory::C2);
    assert_eq!(n as u64, whole.unwrap().n);
    // The first month alone is the first month of both: the same luck.
    let alone = arm_of_february();
    let february = months[0];
    for item in ["A8", "A10", "A30", "A32", "A53", "A55", "A17"] {
        assert_eq!(alone.value("TNY", february, item), table.value("TNY", february, item), "{item}");
    }
}

fn arm_of_february() -> AmbSys {
    let mut february = FEBRUARY;
    february[2] = "run.replications=1";
    arm(tiny("tiny/tiny", &february)).by_month.remove(0)
}

#[test]
fn what_is_written_is_read_back_by_the_importer() {
    let arm = arm(tiny("tiny/tiny", &FEBRUARY));
    for (level, codes) in [(OrgLevel::Trust, &["Eng", "TNY"][..]), (OrgLevel::Icb, &["QT1", "QT2"])] {
        let written = arm.ambsys(level).unwrap();
        let read = AmbSys::read("ambsys_model.csv", written.csv().as_bytes()).unwrap();
        assert_eq!((read.figures(), read.items()), (written.figures(), written.items()));
        assert_eq!(read.organisations(), written.organisations());
        let found: Vec<&str> = read.organisations().iter().map(|o| o.code.as_str()).collect();
        assert_eq!(found, codes);
        assert!(read.report().dropped.is_empty());
        let checks = read.check();
        assert!(checks.breaches.is_empty() && checks.means > 0, "{checks:?}");
        assert_eq!(checks.sums > 0, level == OrgLevel::Trust);
    }
}

#[test]
fn averages_are_of_the_replications_and_whole() {
    let arm = arm(tiny("tiny/tiny", &FEBRUARY));
    let month = Month { year: 2023, month: 2 };
    let average = arm.ambsys(OrgLevel::Trust).unwrap();
    for item in average.items().iter().filter(|item| matches!(item.kind, ItemKind::Count | ItemKind::Total)) {
        if ["A7", "A56"].contains(&item.code.as_str()) {
            continue;
        }
        let own =
            arm.by_month.iter().map(|run| run.value("TNY", month, &item.code).unwrap_or(0)).sum::<i64>();
        let value = average.value("TNY", month, &item.code).unwrap_or(0);
        assert!((2 * value - own).abs() <= 1, "{}: {value} of {own} over two", item.code);
    }
    let one = tiny("tiny/tiny", &["run.start=2023-02-01", "run.days=28", "run.replications=1"]);
    let one = self::arm(one);
    let (average, run) = (one.ambsys(OrgLevel::Trust).unwrap(), &one.by_month[0]);
    for figure in average.figures() {
        let code = &average.organisations()[usize::from(figure.organisation)].code;
        let item = &average.items()[usize::from(figure.item)].code;
        assert_eq!(run.value(code, month, item), Some(figure.value), "{code} {item}");
    }
}

#[test]
fn calls_are_there_where_the_model_has_a_call_desk() {
    let month = Month { year: 2023, month: 2 };
    let desk = arm(tiny("tiny/tiny-call-desk", &FEBRUARY));
    for (table, measures) in desk.by_month.iter().zip(&desk.replications) {
        let record = &measures.desks[0];
        assert_eq!(table.value("TNY", month, "A1"), Some(record.record.answer_ms.len() as i64));
        assert_eq!(table.value("TNY", month, "A0"), Some(record.contacts() as i64));
        let p90 = table.value("Eng", month, "A114").unwrap() as f64;
        assert!((p90 - record.answer_s.unwrap()[1]).abs() <= 0.5);
    }
    assert_eq!(arm_of_february().value("TNY", month, "A1"), None);
}

#[test]
fn only_whole_months_have_results_by_month() {
    let fault = |edits: &[&str]| whole_months(&tiny("tiny/tiny", edits)).unwrap_err().to_string();
    let said = fault(&[]);
    for part in [
        "run.start, run.days",
        "7 days from 2024-01-10",
        "whole calendar months",
        "run.start=2024-01-01 with run.days=31",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(fault(&["run.start=2023-02-01", "run.days=27"]).contains("27 days"));
    assert!(fault(&["run.start=2023-02-02", "run.days=27"]).contains("from 2023-02-02"));
    let months = whole_months(&tiny("tiny/tiny", &["run.start=2023-12-01", "run.days=62"])).unwrap();
    assert_eq!(months.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2023-12", "2024-01"]);
}

#[test]
fn services_are_in_the_nhs_region_in_which_they_are_published() {
    let england = Scenario::embedded("england-2023").unwrap();
    let region = england.region();
    let published = [
        ("R1F", "Y59"),
        ("RRU", "Y56"),
        ("RX6", "Y63"),
        ("RX7", "Y62"),
        ("RX8", "Y63"),
        ("RX9", "Y60"),
        ("RYA", "Y60"),
        ("RYC", "Y61"),
        ("RYD", "Y59"),
        ("RYE", "Y59"),
        ("RYF", "Y58"),
    ];
    for (code, nhs_region) in published {
        let service = region.services().iter().position(|service| service.code == code).unwrap();
        let found = ambics::experiment::nhs_region_of(region, ambics::ids::ServiceId::new(service));
        assert_eq!(found.as_deref(), Some(nhs_region), "{code}");
    }
}
