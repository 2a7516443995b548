//! The tables of operation: each fault is found with its place, and each figure is what was published.

use crate::region_files::Broken;
use crate::worlds::{ENGLAND, TINY, plan};
use ambics::category::Category;
use ambics::condition::Condition;
use ambics::region::{Centres, Month, Region};
use ambics::vehicle_kind::VehicleKind;
use ambics::world::{Component, Desks, Plan, Resources};

/// The plan of all of a region over a year from April.
fn year_from(region: &Region, year: i16) -> Plan {
    let month = |n: i8| Month { year: year + i16::from(n > 12), month: (n - 1) % 12 + 1 };
    Plan { months: (4..16).map(month).collect(), ..plan(region, &[], 7) }
}

fn resources(region: &Region, plan: &Plan, code: &str) -> [Resources; 5] {
    Resources::compile(region, plan, region.find_service(code).unwrap())
}

#[test]
fn resources_are_checked() {
    let copy = Broken::new();
    copy.set("resources_month.csv", 2, "allocated", "1").set("resources_month.csv", 3, "n", "0");
    copy.set("resources_month.csv", 4, "category", "C5").set("resources_month.csv", 5, "arriving", "");
    copy.set("resources_month.csv", 6, "service_code", "TNX").set("resources_month.csv", 7, "month", "2023");
    copy.expect(&[
        ("resources_month.csv", "row 2, allocated", "1", "(arriving)"),
        ("resources_month.csv", "row 3, n", "`0`", "a number from 1"),
        ("resources_month.csv", "row 4, category", "`C5`", "did you mean `C1`?"),
        ("resources_month.csv", "row 5, arriving", "an empty cell", "a number from 0"),
        ("resources_month.csv", "row 6, service_code", "`TNX`", "did you mean `TNY`?"),
        ("resources_month.csv", "row 7, month", "`2023`", "a month as in 2023-10"),
    ]);
}

#[test]
fn clinical_assessments_and_answering_are_checked() {
    let copy = Broken::new();
    copy.set("clinical_month.csv", 2, "assessed_n", "many").set(
        "clinical_month.csv",
        3,
        "assessment_p90_s",
        "-1",
    );
    copy.set("call_month.csv", 2, "call_answer_p95_s", "1e7").set("activity_month.csv", 2, "contacts", "x");
    copy.expect(&[
        ("clinical_month.csv", "row 2, assessed_n", "`many`", "a number from 0"),
        ("clinical_month.csv", "row 3, assessment_p90_s", "`-1`", "a number from 0"),
        ("call_month.csv", "row 2, call_answer_p95_s", "`1e7`", "a number from 0"),
        ("activity_month.csv", "row 2, contacts", "`x`", "a number from 0"),
    ]);
}

/// The published means of England in 2023-24, by division of the published totals.
#[test]
fn resources_of_england_are_those_published() {
    let months = year_from(&ENGLAND, 2023).months;
    for (category, wanted) in [
        ("C1", [2.08, 1.55]),
        ("C1T", [2.05, 1.56]),
        ("C2", [1.37, 1.07]),
        ("C3", [1.7, 1.07]),
        ("C4", [1.59, 1.05]),
    ] {
        let rows = ENGLAND
            .resources()
            .iter()
            .filter(|row| row.service.is_none() && row.category == category && months.contains(&row.month));
        let sums = rows.fold([0.0; 3], |[n, a, b], row| [n + row.n, a + row.allocated, b + row.arriving]);
        // 1.075 of C3 stands in the reference as 1.07.
        let near = |sum: f64, wanted: f64| (sum / sums[0] - wanted).abs() < 0.006;
        assert!(near(sums[1], wanted[0]) && near(sums[2], wanted[1]), "{category}: {sums:?}");
    }
}

#[test]
fn resources_without_figures_are_those_of_england_and_then_assumed() {
    let copy = Broken::new();
    copy.edit("resources_month.csv", |sheet| {
        sheet.retain(|row| row[2] != "C4");
        sheet.iter_mut().filter(|row| row[2] == "C2").for_each(|row| row[1] = "England".into());
        sheet[1][4] = "9999".into();
    });
    let region = copy.load().unwrap();
    let [c1, c2, c3, c4, other] = resources(&region, &plan(&region, &[], 7), "TNY");
    let [own_c1, own_c2, own_c3, ..] = resources(&TINY, &plan(&TINY, &[], 7), "TNY");
    assert!(c1.allocated > own_c1.allocated && c1.arriving == own_c1.arriving);
    assert_eq!((c2, c3), (own_c2, own_c3));
    assert_eq!((c4.allocated, c4.arriving), (1.59, 1.05));
    assert_eq!(other.allocated, 1.59);
}

#[test]
fn desks_say_what_was_published() {
    let year = year_from(&ENGLAND, 2023);
    let of = |code: &str| Desks::compile(&ENGLAND, &year, ENGLAND.find_service(code).unwrap());
    let (south_west, wight) = (of("RYF"), of("R1F"));
    // Table of the reference: 5.0 s over 2023-24.
    assert!((south_west.answer_mean_s - 5.0).abs() < 0.3, "{south_west:?}");
    assert!(south_west.answer_p90_p95_p99_s.windows(2).all(|pair| pair[0] <= pair[1]));
    assert!(south_west.contacts_per_incident > south_west.answered_per_incident);
    assert!(south_west.answered_per_incident > 1.0 && south_west.assessed_per_day > 100.0);
    // The Isle of Wight published no assessment: England's time, and its part of England's number by incidents.
    assert!(wight.assessed_per_day > 5.0 && wight.assessed_per_day < 20.0, "{wight:?}");
    assert!(wight.assessment_p90_s > wight.assessment_mean_s && wight.assessment_mean_s > 0.0);
    let tiny = Desks::compile(&TINY, &plan(&TINY, &[], 7), TINY.find_service("TNY").unwrap());
    assert_eq!((tiny.answer_mean_s, tiny.assessment_mean_s), (6.0, 2700.0));
    assert!(
        (tiny.contacts_per_incident - 1.5).abs() < 1e-3 && (tiny.answered_per_incident - 1.15).abs() < 1e-3
    );
}

#[test]
fn conditions_of_a_category_sum_to_1() {
    let copy = Broken::new();
    copy.drop_rows("conditions.csv", |row| row[0] == "C2" && row[1] == "stroke");
    copy.edit("conditions.csv", |sheet| {
        let row = sheet.iter_mut().find(|row| row[0] == "C4" && row[1] == "falls").unwrap();
        (row[2], row[3], row[4]) = ("0.9".into(), "0.9".into(), "0.9".into());
    });
    copy.set("conditions.csv", 2, "share", "0.5").set("conditions.csv", 3, "grade", "E");
    copy.set("conditions.csv", 4, "source", "");
    copy.expect(&[
        ("conditions.csv", "category C2", "no row for stroke", "each category has each condition"),
        ("conditions.csv", "category C4", "shares of sum 1.5", "shares of sum 1"),
        ("conditions.csv", "category C1", "shares of sum 1.4", "give the rest to other"),
        ("conditions.csv", "row 2, high", "0.06819", "at least 0.5 (share)"),
        ("conditions.csv", "row 3, grade", "`E`", "a grade A, B, C or D"),
        ("conditions.csv", "row 4, source", "an empty cell", "a text"),
    ]);
}

#[test]
fn a_condition_that_cannot_be_read_is_no_missing_one() {
    let copy = Broken::new();
    copy.set("conditions.csv", 2, "condition", "fals").set("conditions.csv", 12, "category", "C5");
    copy.set("conditions.csv", 13, "share", "12%");
    copy.expect(&[
        ("conditions.csv", "row 2, condition", "`fals`", "did you mean `falls`?"),
        ("conditions.csv", "row 12, category", "`C5`", "did you mean `C1`?"),
        ("conditions.csv", "row 13, share", "`12%`", "write a share"),
    ]);
}

#[test]
fn kinds_of_vehicle_are_checked() {
    let copy = Broken::new();
    copy.drop_rows("vehicle_kinds.csv", |row| row[0] == "falls");
    copy.set("vehicle_kinds.csv", 2, "conveys", "no").set("vehicle_kinds.csv", 2, "c4", "0");
    copy.set("vehicle_kinds.csv", 2, "conditions", "falls").set(
        "vehicle_kinds.csv",
        3,
        "conditions",
        "any strok",
    );
    copy.set("vehicle_kinds.csv", 3, "c1", "1.5").set("vehicle_kinds.csv", 4, "hours_share", "0.7");
    copy.set("vehicle_kinds.csv", 4, "mobilise_mean_s", "59").set(
        "vehicle_kinds.csv",
        5,
        "stops_c1_clock",
        "maybe",
    );
    copy.expect(&[
        ("vehicle_kinds.csv", "falls", "no such row", "every kind of vehicle has a row"),
        ("vehicle_kinds.csv", "row 2, conveys", "`no`", "takes patients to hospital"),
        ("vehicle_kinds.csv", "row 2, c4", "`0`", "may answer every category"),
        ("vehicle_kinds.csv", "row 2, conditions", "a list", "may answer any condition"),
        ("vehicle_kinds.csv", "row 3, conditions", "`strok`", "did you mean `stroke`?"),
        ("vehicle_kinds.csv", "row 3, c1", "`1.5`", "from 0 to 1"),
        ("vehicle_kinds.csv", "row 4, high_hours_share", "0.6", "at least 0.7 (hours_share)"),
        ("vehicle_kinds.csv", "row 4, mobilise_mean_s", "59", "at least 60 (low_mobilise_s)"),
        ("vehicle_kinds.csv", "row 5, stops_c1_clock", "`maybe`", "one of no, yes"),
    ]);
}

#[test]
fn a_kind_that_cannot_be_read_is_no_missing_one() {
    let copy = Broken::new();
    copy.set("vehicle_kinds.csv", 3, "kind", "rvr").set("vehicle_kinds.csv", 4, "conditions", "");
    copy.expect(&[
        ("vehicle_kinds.csv", "row 3, kind", "`rvr`", "did you mean `rrv`?"),
        ("vehicle_kinds.csv", "row 4, conditions", "an empty cell", "a text"),
    ]);
}

#[test]
fn shifts_are_lost_in_every_month_of_the_year() {
    let copy = Broken::new();
    copy.drop_rows("abstraction.csv", |row| row[0] == "7" || row[0] == "9");
    copy.set("abstraction.csv", 2, "low", "0.2").set("abstraction.csv", 3, "persistence", "1.1");
    copy.expect(&[
        ("abstraction.csv", "", "10 months", "add 7, 9"),
        ("abstraction.csv", "row 2, lost_share", "0.076", "at least 0.2 (low)"),
        ("abstraction.csv", "row 3, persistence", "`1.1`", "from 0 to 1"),
    ]);
    let unread = Broken::new();
    unread.set("abstraction.csv", 5, "month_of_year", "13");
    unread.expect(&[("abstraction.csv", "row 5, month_of_year", "`13`", "a whole number from 1 to 12")]);
}

fn tiny() -> Component {
    let plan = plan(&TINY, &[], 7);
    Component::compile(&TINY, &plan, &plan.groups(&TINY)[0])
}

/// A mark spread evenly over [0, 1) gives back the shares of the table.
#[test]
fn a_mark_gives_the_conditions_of_the_table() {
    let component = tiny();
    let n = 100_000;
    for row in TINY.conditions() {
        let marks = (0..n).map(|k| (f64::from(k) + 0.5) / f64::from(n));
        let hits = marks.filter(|u| component.condition(row.category, *u) == row.condition).count();
        let share = hits as f64 / f64::from(n);
        // An interval of the line holds its length in marks, to within one.
        assert!((share - row.share).abs() <= 1.01 / f64::from(n), "{row:?}: {share}");
    }
}

#[test]
fn kinds_are_what_their_table_says() {
    let component = tiny();
    assert!(VehicleKind::ALL.iter().enumerate().all(|(row, kind)| component.kinds[row].kind == *kind));
    assert!(Category::ALL.into_iter().all(|category| {
        Condition::ALL.into_iter().all(|c| component.kind(VehicleKind::Dca).may_answer(category, c) == 1.0)
    }));
    let falls = component.kind(VehicleKind::Falls);
    assert_eq!(falls.may_answer(Category::C3, Condition::Falls), 1.0);
    assert_eq!(falls.may_answer(Category::C3, Condition::Stroke), 0.0);
    assert_eq!(falls.may_answer(Category::C1, Condition::Falls), 0.0);
    assert!(!component.kind(VehicleKind::Cfr).conveys && component.kind(VehicleKind::Cfr).stops_c1_clock);
}

#[test]
fn a_hospital_is_the_centre_that_its_row_says() {
    let component = tiny();
    let [west, east] = [component.hospitals[0].centres, component.hospitals[1].centres];
    for condition in [Condition::Stroke, Condition::MajorTrauma, Condition::Stemi] {
        assert_eq!(
            (west.suits(condition), east.suits(condition)),
            (Some(true), Some(false)),
            "{condition:?}"
        );
    }
    assert_eq!(east.suits(Condition::Falls), Some(true));
    // No list of centres for angioplasty was found: no hospital of England is known to be one, or not to be one.
    assert!(ENGLAND.hospitals().iter().all(|hospital| hospital.centres.ppci_centre.is_none()));
    let known = |pick: fn(Centres) -> Option<bool>| {
        ENGLAND.hospitals().iter().filter(|hospital| pick(hospital.centres) == Some(true)).count()
    };
    assert!(known(|c| c.major_trauma_centre) >= 22 && known(|c| c.stroke_unit) >= 60);
}
