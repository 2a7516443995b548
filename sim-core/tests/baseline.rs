//! What the tiny scenario gives, to the byte. It changes only together with a *Results change* note in CHANGELOG.md.

use ambics::experiment::{ArmResult, RunOptions, run};
use ambics::outcome::{Level, Measures};
use ambics::scenario::{Edit, Scenario};
use std::fmt::Write;

/// One replication's figures as text.
fn told(arm: &ArmResult, measures: &Measures, into: &mut String) {
    let seconds = |value: Option<f64>| value.map_or("-".to_owned(), |s| format!("{s:.3}"));
    for row in measures.responses.iter().filter(|r| matches!(r.level, Level::England | Level::Ics)) {
        let code = arm.code(row.level, row.group);
        let (mean, p90) = (seconds(row.mean_s), seconds(row.p90_s));
        writeln!(
            into,
            "  {code} {}: {} incidents, n {}, mean {mean} s, p90 {p90} s",
            row.category.name(),
            row.incidents,
            row.n
        )
        .unwrap();
    }
    let all = |r: &&ambics::outcome::EndingRow| r.level == Level::England && r.category.name() == "all";
    writeln!(into, "  endings {:?}", measures.endings.iter().find(all).unwrap().n).unwrap();
    let handover = measures.handovers.iter().find(|h| h.level == "england").unwrap();
    writeln!(
        into,
        "  handovers {}, mean {} s, p90 {} s",
        handover.n,
        seconds(handover.mean_s),
        seconds(handover.p90_s)
    )
    .unwrap();
    let vehicles = measures.vehicles.iter().find(|v| v.level == Level::Trust).unwrap();
    writeln!(into, "  hours by status {:.3?}", vehicles.status_h).unwrap();
}

#[test]
fn tiny_gives_what_it_gave() {
    let names = ["tiny/tiny", "tiny/tiny-lead", "tiny/tiny-bilateral"];
    let edits = [Edit::new("run.replications", 2)];
    let arms = names.map(|name| (name.to_owned(), Scenario::embedded(name).unwrap().with(&edits).unwrap()));
    let options = RunOptions { with_incidents: true, ..RunOptions::default() };
    let mut text = String::new();
    for arm in &run(&arms, &options).arms {
        writeln!(text, "{}, rostered {:?}", arm.name, arm.rostered_per_week).unwrap();
        for (replication, (measures, incidents)) in arm.replications.iter().zip(&arm.incidents).enumerate() {
            writeln!(
                text,
                " replication {replication}: {} incidents, {}",
                incidents.rows.len(),
                incidents.hash()
            )
            .unwrap();
            told(arm, measures, &mut text);
        }
    }
    insta::assert_snapshot!("tiny", text);
}
