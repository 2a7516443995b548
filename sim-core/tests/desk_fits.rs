//! Desks that are fitted: what the services published comes out of the engine.

use ambics::Edit;
use ambics::category::Ending;
use ambics::experiment::{RunOptions, run};
use ambics::outcome::{DeskRow, Level, Measures, ReportedCategory};
use ambics::scenario::Scenario;
use ambics::world::Component;

/// Days of the published months, October 2023 to March 2024.
const DAYS: f64 = 183.0;

fn with_desks(name: &str, edits: &[Edit]) -> Scenario {
    let desks = ["policy.calls.method", "policy.clinical.method"].map(|path| Edit::new(path, "desk"));
    let edits: Vec<Edit> = desks.into_iter().chain(edits.iter().cloned()).collect();
    Scenario::embedded(name).unwrap().with(&edits).unwrap()
}

/// Off by a share of what is published, or by so much.
fn near(what: &str, got: f64, published: f64, (share, least): (f64, f64)) {
    println!("{what}: {got:.4} for {published:.4}");
    let off = (got - published).abs();
    assert!(off <= (share * published).max(least), "{what}: {got} for {published}");
}

/// Share of the incidents of the service at a position that ended as hear and treat, and incidents.
fn hear_and_treat(measures: &Measures, service: usize) -> (f64, f64) {
    let row = measures.endings.iter().find(|row| {
        let is_all = row.level == Level::Trust && row.category == ReportedCategory::All;
        is_all && usize::from(row.group) == service
    });
    let n = &row.unwrap().n;
    let all = n.iter().sum::<u64>() as f64;
    (n[Ending::HearAndTreat as usize] as f64 / all, all)
}

fn desk_of<'a>(measures: &'a Measures, code: &str) -> &'a DeskRow {
    measures.desks.iter().find(|row| row.service_code == code).unwrap()
}

/// What one service's desks did over the published months against what it published.
///
/// Bounds: the count of assessments and of calls answered are means of tens of thousands (standard error below 1%). A
/// queue near its capacity remembers for hours, so a half-year's mean wait has a standard error of some 5% and its 90th
/// centile of 8%; the fit itself is within 2%. Answer times have a floor of whole seconds, and the centiles published
/// are means of six months' centiles, which no one queue has.
fn gives_back(component: &Component, at: usize, code: &str, measures: &Measures) {
    let published = &component.desks[0];
    let mix = &component.mixes[0];
    let desk = desk_of(measures, code);
    let (share, incidents) = hear_and_treat(measures, at);
    let answered = desk.record.answer_ms.len() as f64 / incidents;
    near(&format!("{code} calls answered"), answered, published.answered_per_incident, (0.04, 0.0));
    let answer = desk.answer_s.unwrap();
    near(&format!("{code} answer mean"), answer[0], published.answer_mean_s, (0.15, 2.0));
    for (k, centile) in [90, 95, 99].into_iter().enumerate() {
        let wanted = published.answer_p90_p95_p99_s[k];
        near(&format!("{code} answer P{centile}"), answer[k + 1], wanted, (0.25, 26.0));
    }
    let assessed = desk.record.assessment_ms.len() as f64 / DAYS;
    near(&format!("{code} assessed a day"), assessed, published.assessed_per_day, (0.03, 1.0));
    let [mean_s, p90_s] = desk.assessment_s.unwrap();
    near(&format!("{code} time to assessment"), mean_s, published.assessment_mean_s, (0.15, 0.0));
    near(&format!("{code} its P90"), p90_s, published.assessment_p90_s, (0.25, 0.0));
    let heard: f64 = mix.hear_and_treat.iter().zip(mix.initial_per_day).map(|(share, n)| share * n).sum();
    near(&format!("{code} hear and treat"), share, heard / mix.incidents_per_day, (0.03, 0.0));
}

fn half_a_year_gives_back(trusts: &[&str]) {
    let edits = [
        Edit::new("select.trusts", trusts.iter().map(ToString::to_string).collect::<Vec<_>>()),
        Edit::new("run.start", "2023-10-01"),
        Edit::new("run.days", DAYS as i64),
        Edit::new("run.replications", 1),
    ];
    let scenario = with_desks("england-2023", &edits);
    let world = scenario.world();
    let experiment = run(&[("desks".to_owned(), scenario.clone())], &RunOptions::default());
    let measures = &experiment.arms[0].replications[0];
    for (at, component) in world.components.iter().enumerate() {
        let code = &scenario.region().services()[component.services[0].index()].code;
        gives_back(component, at, code, measures);
    }
}

/// Calls answered, times to answer, assessments, the time to them and hear and treat come out as each service published.
#[test]
fn desks_give_back_what_was_published() {
    half_a_year_gives_back(&["RYF", "RX6", "RYD"]);
}

#[test]
#[ignore = "long: make test-long"]
fn desks_of_every_service_give_back_what_was_published() {
    half_a_year_gives_back(&["RRU", "RX6", "RX7", "RX8", "RX9", "RYA", "RYC", "RYD", "RYF"]);
}

/// Hours are a change against those fitted: fewer call takers and clinicians lengthen both waits and treat fewer.
#[test]
fn a_tenth_fewer_hours_are_felt() {
    let edits = |ratio: f64| {
        [
            Edit::new("policy.calls.hours_ratio", ratio),
            Edit::new("policy.clinical.hours_ratio", ratio),
            Edit::new("select.trusts", vec!["RYF".to_owned()]),
            Edit::new("run.replications", 2),
        ]
    };
    let arm = |name: &str, ratio| (name.to_owned(), with_desks("england-2023", &edits(ratio)));
    let experiment = run(&[arm("as they are", 1.0), arm("a tenth fewer", 0.9)], &RunOptions::default());
    for replication in 0..2 {
        let [now, fewer] = [0, 1].map(|row: usize| &experiment.arms[row].replications[replication]);
        let (a, b) = (desk_of(now, "RYF"), desk_of(fewer, "RYF"));
        assert!(b.answer_s.unwrap()[0] > a.answer_s.unwrap()[0]);
        assert!(b.assessment_s.unwrap()[0] > a.assessment_s.unwrap()[0]);
        assert!(b.record.outcomes[0] < a.record.outcomes[0], "fewer are closed");
    }
}
