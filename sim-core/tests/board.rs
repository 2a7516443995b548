//! What boards watch, counted again from the incidents and from the log.

use ambics::allocation::{BoardChange, Harm, Stated, Watched, allocate};
use ambics::category::Category;
use ambics::experiment::{ArmResult, RunOptions, run};
use ambics::outcome::{BoardMeasure, IncidentRecord, Level, Step};
use ambics::scenario::{Edit, Scenario};
use ambics::state::IncidentStatus;
use ambics::vehicle_kind::VehicleKind;

/// Two weeks of tiny at the pressure at which people wait.
fn arm() -> ArmResult {
    let tiny = Scenario::embedded("tiny/tiny").unwrap();
    let mut edits = vec![Edit::new("run.days", 14), Edit::new("run.replications", 1)];
    let codes: Vec<String> = tiny.region().icses().iter().map(|ics| ics.code.clone()).collect();
    edits.extend(codes.iter().map(|code| Edit::new(format!("demand.growth.{code}"), "+60%")));
    let scenario = tiny.with(&edits).unwrap();
    let options = RunOptions { with_incidents: true, with_log: true, ..RunOptions::default() };
    run(&[("pressed".to_owned(), scenario)], &options).arms.remove(0)
}

fn value(arm: &ArmResult, measure: BoardMeasure) -> f64 {
    let code = &arm.levels.get(Level::Trust).unwrap().codes[0];
    arm.board(Level::Trust, code, measure)[0].unwrap()
}

#[test]
fn shares_and_hours_lost_are_those_of_the_incidents() {
    let arm = arm();
    let waits = |category: Category| -> Vec<i64> {
        let own = arm.incidents[0].rows.iter().filter(|row| row.category == category);
        own.filter_map(|row: &IncidentRecord| Some((row.clock_stop? - row.clock_start).0)).collect()
    };
    for (category, limit_ms, measure) in [
        (Category::C2, 3_600_000, BoardMeasure::C2Over60Min),
        (Category::C3, 6 * 3_600_000, BoardMeasure::C3Over6H),
    ] {
        let all = waits(category);
        let long = all.iter().filter(|ms| **ms > limit_ms).count();
        assert!((value(&arm, measure) - long as f64 / all.len() as f64).abs() < 1e-12, "{measure:?}");
    }
    assert!(value(&arm, BoardMeasure::C2Over60Min) > 0.0, "somebody waits for long");
    let [over_15, over_45] =
        [BoardMeasure::LostOver15Min, BoardMeasure::LostOver45Min].map(|measure| value(&arm, measure));
    let rows = arm.replications[0].handovers.iter().filter(|row| row.level == "trust");
    let (lost, n): (f64, u64) = rows.fold((0.0, 0), |sum, row| (sum.0 + row.lost_over_15_h, sum.1 + row.n));
    assert!((over_15 - lost / 2.0).abs() < 1e-9 && over_45 > 0.0, "two weeks: {over_15} of {lost}");
    assert!(over_15 - over_45 <= n as f64 * 0.5 / 2.0, "at most half an hour a handover lies between");
    let crews = arm.replications[0].crews.iter();
    let crews = crews.filter(|row| row.level == Level::Trust && row.kind != VehicleKind::Cfr);
    let (late, shifts) = crews.fold((0, 0), |s, row| (s.0 + row.counts.overruns, s.1 + row.counts.shifts));
    assert!((value(&arm, BoardMeasure::LateFinishes) - late as f64 / shifts as f64).abs() < 1e-12);
}

#[test]
fn the_stack_is_that_of_the_log() {
    let arm = arm();
    let world = arm.scenario.world();
    let (start, end) = world.clock.window();
    let day = 86_400_000;
    let mut peaks = vec![0i64; ((end.0 - start.0) / day) as usize];
    let (mut waiting, mut today) = (0i64, None::<usize>);
    let mut rows: Vec<_> = arm.logs[0].iter().collect();
    rows.sort_by_key(|row| (row.at, row.number));
    for row in rows.iter().filter(|row| row.at < end) {
        let now = (row.at >= start).then(|| ((row.at.0 - start.0) / day) as usize);
        if now != today {
            let from = today.map_or(0, |day| day + 1);
            (from..=now.unwrap_or(0)).for_each(|day| peaks[day] = peaks[day].max(waiting));
            today = now;
        }
        if let Step::Incident(was, is) = row.step {
            waiting +=
                i64::from(is == IncidentStatus::Waiting) - i64::from(was == Some(IncidentStatus::Waiting));
        }
        if let Some(day) = now {
            peaks[day] = peaks[day].max(waiting);
        }
    }
    let mean = peaks.iter().sum::<i64>() as f64 / peaks.len() as f64;
    assert!((value(&arm, BoardMeasure::StackAtPeak) - mean).abs() < 1e-9, "{peaks:?}");
    assert!(mean > 0.0);
}

#[test]
fn a_share_can_be_made_small_and_minutes_weighed() {
    let edits = ["run.days=7", "run.replications=3"].map(|edit| Edit::parse(edit).unwrap());
    let tiny = Scenario::embedded("tiny/tiny").unwrap().with(&edits).unwrap();
    let amount = ambics::allocation::Amount::Hours(168.0);
    let asked = |stated: Stated| {
        let question = Stated { screening: 2, amount, ..stated }.question().unwrap();
        allocate(&tiny, question, &RunOptions::default()).unwrap().unwrap()
    };
    let found = asked(Stated { measure: "c2-over-60min".to_owned(), ..Stated::default() });
    let outcome = found.answers[0].outcome.as_ref().unwrap();
    let is_it = |row: &&BoardChange| {
        row.level == Level::Trust && row.watched == Watched::Board(BoardMeasure::C2Over60Min)
    };
    assert_eq!(outcome.board.iter().find(is_it).unwrap().change, outcome.mean);
    assert!(outcome.waits.iter().flatten().all(|own| (0.0..=1.0).contains(&own.mean)));
    let elastic = Stated {
        measure: "stack-at-peak".to_owned(),
        objective: "iso-elastic:1".to_owned(),
        ..Stated::default()
    };
    assert!(elastic.question().unwrap_err().to_string().contains("its ceiling is a time"));
    // Weights on C2 alone are the mean of C2, whatever is then made small.
    let text = "source = 'a test'\nyears = '2022'\nplace = 'here'\n[weight]\nC2 = 2.5";
    let harm = Some(Harm::parse("harm.toml", text).unwrap());
    let weighed = asked(Stated { harm, ..Stated::default() });
    let plain = asked(Stated::default());
    let [weighs, means] = [&weighed, &plain].map(|own| &own.answers[0]);
    let lines = |own: &ambics::allocation::Answer| own.allocation.as_ref().unwrap().lines.clone();
    assert_eq!(lines(weighs), lines(means));
    let [weighs, means] = [weighs, means].map(|own| own.outcome.as_ref().unwrap().mean.unwrap().mean);
    assert!((weighs - means).abs() < 1e-6, "{weighs} {means}");
    let [own, c2] = [&weighed, &plain].map(|own| own.present.as_ref().unwrap().waits[0].unwrap().mean);
    assert!((own - c2).abs() < 1e-6, "{own} {c2}");
}
