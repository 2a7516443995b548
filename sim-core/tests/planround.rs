//! The planning round: what must add up does, and what changes nothing gives nothing.

use crate::scenario_files::Folder;
use ambics::experiment::RunOptions;
use ambics::experiment::planround::{Group, MonthlyHours, PlanQuestions, PlanRound, Source, plan_round};
use ambics::scenario::{Edit, Scenario};

fn tiny() -> Scenario {
    let edits = [Edit::new("run.replications", 3), Edit::new("run.days", 7)];
    Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap()
}

/// Two steps only, so that a test takes a second or two.
fn questions(scenario: &Scenario) -> PlanQuestions {
    PlanQuestions { steps: vec![0.0, 5.0], ..PlanQuestions::of(scenario).unwrap() }
}

fn answered(questions: &PlanQuestions, threads: usize) -> PlanRound {
    plan_round(&tiny(), questions, &RunOptions { threads, ..RunOptions::default() }).unwrap()
}

#[test]
fn bars_and_rows_add_up_exactly_for_any_number_of_threads() {
    let questions = questions(&tiny());
    assert_eq!(
        [&questions.before, &questions.after, &questions.winter],
        ["2023-10..2023-12", "2024-01..2024-03", "2023-12..2024-02"]
    );
    let (one, two) = (answered(&questions, 1), answered(&questions, 2));
    let exhibits = |round: &PlanRound| format!("{:?}{:?}{:?}", round.bridge, round.rates, round.leakage);
    assert_eq!(exhibits(&one), exhibits(&two));

    let bridge = &one.bridge;
    assert_eq!(bridge.bars.iter().map(|bar| bar.seconds).sum::<i64>(), bridge.change_s());
    // (1840·878 + 1799·900 + 1933·990) / 5572 = 924 and (1877·922 + 1721·878 + 1803·832) / 5401 = 878, published.
    assert_eq!(bridge.published_s, [924, 878]);
    let exact: f64 = bridge.bars.iter().filter_map(|bar| Some(bar.estimate?.mean)).sum();
    assert!((exact - bridge.change_s() as f64).abs() < 1.0, "{exact}");
    assert!(bridge.bars.iter().all(|bar| bar.estimate.is_some_and(|e| e.n == 3)));

    // Two ICSs and two departments.
    assert_eq!(one.leakage.len(), 4);
    for row in &one.leakage {
        assert_eq!(row.cells.iter().map(|cell| cell.saved_ms).sum::<i64>(), row.all.saved_ms, "{}", row.code);
        assert!(row.cells.iter().chain([&row.all]).all(|cell| cell.saved_h.n == 3), "every cell is paired");
        let hours: f64 = row.cells.iter().map(|cell| cell.saved_h.mean).sum();
        assert!((hours - row.all.saved_h.mean).abs() < 1e-9);
    }
    let gain = |source: Source| -> i64 {
        one.leakage.iter().filter(|row| row.source == source).map(|row| row.all.saved_ms).sum()
    };
    assert!(
        gain(Source::Hours) > 0 && gain(Source::Handover) > 0,
        "a region of two ICSs gains by 100 hours a week"
    );
}

#[test]
fn what_changes_nothing_gives_exactly_nothing() {
    let usual = questions(&tiny());
    let still = PlanQuestions {
        added_hours_per_week: 0.0,
        handover_shorter_s: 0.0,
        after: usual.before.clone(),
        ..usual
    };
    let round = answered(&still, 1);
    for row in &round.leakage {
        assert!(row.cells.iter().all(|cell| cell.saved_ms == 0), "{row:?}");
        assert_eq!((row.all.saved_ms, row.home_share()), (0, None));
    }
    assert!(
        round.bridge.bars.iter().all(|bar| bar.seconds == 0 && bar.estimate.is_some_and(|e| e.mean == 0.0))
    );
    let unmoved = round.rates.iter().filter(|rate| rate.steps == 0.0);
    assert!(
        unmoved.clone().count() == 20 && unmoved.clone().all(|r| r.change_s.is_some_and(|e| e.mean == 0.0))
    );
    // Five steps of a lever move something.
    assert!(round.rates.iter().filter(|r| r.steps > 0.0).all(|r| r.change_s.is_some_and(|e| e.mean != 0.0)));
}

#[test]
fn a_file_of_hours_takes_the_place_of_the_residual() {
    let (usual, scenario) = (questions(&tiny()), tiny());
    assert!(answered(&usual, 2).bridge.bars.iter().all(|bar| bar.group != Group::Hours));
    // A tenth more hours a day in the later period.
    let text =
        "month,hours\n2023-10,9300\n2023-11,9000\n2023-12,9300\n2024-01,10230\n2024-02,9570\n2024-03,10230\n";
    let hours = Some(MonthlyHours::read("hours.csv", text).unwrap());
    let bridge = answered(&PlanQuestions { hours, ..usual.clone() }, 2).bridge;
    let of = |group: Group| bridge.bars.iter().find(|bar| bar.group == group).unwrap();
    assert!(of(Group::Hours).estimate.unwrap().mean < -20.0, "{bridge:?}");
    assert_eq!(bridge.bars.iter().map(|bar| bar.seconds).sum::<i64>(), bridge.change_s());

    let short = Some(MonthlyHours::read("hours.csv", "month,hours\n2023-10,9300\n").unwrap());
    let told = plan_round(&scenario, &PlanQuestions { hours: short, ..usual }, &RunOptions::default());
    let told = told.unwrap_err().to_string();
    assert!(told.contains("hours.csv: month: found no row for 2023-11, 2023-12"), "{told}");
}

#[test]
fn questions_that_cannot_be_asked_are_told() {
    let usual = questions(&tiny());
    let fault = |questions: &PlanQuestions, scenario: &Scenario| {
        plan_round(scenario, questions, &RunOptions::default()).unwrap_err().to_string()
    };
    let unknown = PlanQuestions { winter: "2019-12..2020-02".to_owned(), ..usual.clone() };
    assert!(fault(&unknown, &tiny()).contains("2023-10..2024-03"));
    let lead = Scenario::embedded("tiny/tiny-lead").unwrap();
    assert!(fault(&usual, &lead).contains("no uplift"));
    let england = Scenario::embedded("england-2023").unwrap();
    assert!(fault(&usual, &england).contains("one whole ambulance service"));
}

#[test]
fn months_of_single_inputs_move_only_those() {
    let own = |edits: &[Edit]| {
        let world = tiny().with(edits).unwrap().world();
        let component = world.components[0].clone();
        (component.mixes[0].clone(), component.hospitals[0].handover.mean_s, component.stations.clone())
    };
    let (usual, handover_s, stations) = own(&[]);
    let (mix, unmoved_s, placed) = own(&[Edit::new("demand.disposition_months", "2023-12")]);
    assert!((mix.incidents_per_day - usual.incidents_per_day).abs() < 1e-9);
    assert_eq!((unmoved_s, placed), (handover_s, stations.clone()));
    // Hear and treat of December: 426 of 3,120 + 426 incidents.
    let heard: f64 = (0..5).map(|k| mix.hear_and_treat[k] * mix.initial_per_day[k]).sum();
    assert!((heard / mix.incidents_per_day - 426.0 / 3546.0).abs() < 1e-9);
    let (mix, winter_s, placed) = own(&[Edit::new("handover.months", "2023-12")]);
    assert_eq!((mix, winter_s, placed), (usual.clone(), 1716.0, stations));
    let (more, ..) = own(&[Edit::new("demand.hear_and_treat_more", 0.01)]);
    let share =
        |mix: &ambics::world::Mix| mix.face_to_face_per_day.iter().sum::<f64>() / mix.incidents_per_day;
    assert!((share(&usual) - share(&more) - 0.01).abs() < 1e-9);
    assert_eq!((more.initial_per_day, more.conveyed), (usual.initial_per_day, usual.conveyed));
}

#[test]
fn a_department_that_takes_nobody_is_named_and_has_no_row() {
    assert!(answered(&questions(&tiny()), 1).took_nobody.is_empty(), "both departments take patients");
    // A third one, for children only: the model knows no age.
    let folder = Folder::new();
    for (file, bytes) in ambics_scenarios::region_files("tiny").unwrap() {
        let mut bytes = bytes.to_vec();
        if *file == "hospitals.csv" {
            let third = "T03,Eastbury Children's,TA2,Eastbury Hospitals,QT2,TNY,-1.57000,51.16000,mainland,,,always,\
                         children,synthetic,no,no,no,no,\n";
            bytes.extend(third.bytes());
        }
        folder.write(&format!("data/tiny/{file}"), bytes);
    }
    let text =
        "name = \"children\"\nregion = \"tiny\"\n[run]\nstart = 2024-01-10\ndays = 7\nreplications = 1\n";
    let scenario = folder.write("children.toml", text);
    let scenario = Scenario::load(&scenario).unwrap();
    let round = plan_round(&scenario, &questions(&scenario), &RunOptions::default()).unwrap();
    assert_eq!(round.took_nobody, [("T03".to_owned(), "Eastbury Children's".to_owned())]);
    let rows: Vec<&str> = round.leakage.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(rows, ["QT1", "QT2", "T01", "T02"]);
}
