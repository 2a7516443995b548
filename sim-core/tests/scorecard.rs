//! The scorecard: what it counts is what the runs gave, and a cut of the real one keeps loose bounds.

use ambics::experiment::scorecard::{Answered, Measure, Scorecard, scorecard};
use ambics::experiment::{RunOptions, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::scenario::{Edit, Scenario};

const C2_MEAN: Measure = Measure::Response(ReportedCategory::C2, Statistic::Mean);

fn tiny(replications: u32) -> Scenario {
    Scenario::embedded("tiny/tiny").unwrap().with(&[Edit::new("run.replications", replications)]).unwrap()
}

fn scored(scenario: &Scenario, months: &str, threads: usize) -> Scorecard {
    scorecard(scenario, months, &RunOptions { threads, ..RunOptions::default() }, &|_, _, _| ()).unwrap()
}

#[test]
fn a_month_is_that_months_own_run() {
    let card = scored(&tiny(1), "2023-11..2023-12", 1);
    assert_eq!(card.months.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2023-11", "2023-12"]);
    // The tiny region is of one service: no England besides it.
    assert_eq!((card.figures.len(), card.monthly.len()), (17, 34));
    for (experiment, month) in card.experiments.iter().zip(&card.months) {
        let arm = &experiment.arms[0];
        assert_eq!(arm.scenario.run().start.to_string(), format!("{month}-01"));
        assert!(arm.incidents.is_empty(), "no incident is kept");
        let row = arm.replications[0]
            .responses
            .iter()
            .find(|row| row.level == Level::Trust && row.category == ReportedCategory::C2);
        let own =
            card.monthly.iter().find(|figure| figure.month == *month && figure.measure == C2_MEAN).unwrap();
        // Each time is rounded to a second before it is added up.
        assert!((own.model - row.unwrap().mean_s.unwrap()).abs() < 0.5);
    }
    let figure = card.figures.iter().find(|figure| figure.measure == C2_MEAN).unwrap();
    // (900 + 990) / 2 published, from the region's table.
    assert_eq!((figure.n_months, figure.published), (2, 945.0));
    let months: Vec<f64> =
        card.monthly.iter().filter(|figure| figure.measure == C2_MEAN).map(|figure| figure.model).collect();
    assert!((figure.model - f64::midpoint(months[0], months[1])).abs() < 1e-9);
}

#[test]
fn pieces_and_threads_change_nothing() {
    // 14 replications of one service are two pieces.
    let (one, two) = (scored(&tiny(14), "2024-01", 1), scored(&tiny(14), "2024-01", 2));
    assert_eq!((&one.figures, &one.places), (&two.figures, &two.places));
    assert_eq!(one.experiments[0].replications, (0..14).collect::<Vec<u32>>());
    assert_eq!(one.experiments[0].arms[0].scenario.run().replications, 14);
    let fewer = scored(&tiny(13), "2024-01", 2);
    assert_ne!(one.figures, fewer.figures, "the last replication counts");
}

#[test]
fn districts_add_up_to_the_service() {
    let card = scored(&tiny(2), "2024-01", 0);
    let sum = |level: Level| -> (u64, f64) {
        let rows = card.places.iter().filter(|row| row.level == level && row.category == "C1");
        rows.fold((0, 0.0), |(n, s), row| (n + row.n, s + row.n as f64 * row.mean_s))
    };
    let (n, seconds) = sum(Level::District);
    assert!(n > 0 && sum(Level::Ics).0 == n && sum(Level::RuralUrban).0 == n);
    let c1 = Measure::Response(ReportedCategory::C1, Statistic::Mean);
    let mean = card.figures.iter().find(|figure| figure.measure == c1).unwrap().model;
    assert!((seconds / n as f64 - mean).abs() < 0.5, "{} and {mean}", seconds / n as f64);
}

#[test]
fn months_that_nobody_published_and_parts_of_a_service_are_refused() {
    let refused = |scenario: &Scenario, months: &str| {
        scorecard(scenario, months, &RunOptions::default(), &|_, _, _| ()).unwrap_err().to_string()
    };
    assert!(refused(&tiny(1), "2031-01").contains("2031-01"));
    let part = tiny(1).with(&[Edit::parse("select.ics=[\"QT1\"]").unwrap()]).unwrap();
    assert!(refused(&part, "2024-01").contains("at least one whole service"));
}

/// The 60-second cut of `make validate`: one replication of two months of two services. The bounds are far wider than
/// those of the scorecard, and far narrower than a model without its queues, its handover or its hours would keep. The
/// standard error of one replication of two months is about a tenth of C2 to C4, whose days are uneven, and a
/// hundredth of C1; that of a share is below 0.002.
#[test]
fn a_cut_of_the_real_scorecard_keeps_loose_bounds() {
    let edits = [Edit::parse("select.trusts=[\"RYF\", \"RYC\"]").unwrap(), Edit::new("run.replications", 1)];
    let scenario = Scenario::embedded("england-2023").unwrap().with(&edits).unwrap();
    let card = scored(&scenario, "2023-11..2023-12", 0);
    assert_eq!(card.figures.len(), 2 * 17);
    for figure in &card.figures {
        let bound = match figure.measure {
            Measure::Response(ReportedCategory::C1 | ReportedCategory::C1T, _) => 0.5,
            Measure::Response(ReportedCategory::C2, _) => 1.0,
            Measure::Response(..) => 2.0,
            Measure::Share(Answered::HearAndTreat | Answered::SeeAndTreat | Answered::ConveyedEd) => 0.03,
            Measure::Arriving(_) => 0.15,
        };
        let off = figure.off();
        let lowest = if figure.measure.by_difference() { -bound } else { -bound / (1.0 + bound) };
        assert!((lowest..=bound).contains(&off), "{} {}: {off:+.3}", figure.code, figure.measure.name());
    }
    let ratio = card.rural_over_urban_c1().unwrap();
    assert!((1.1..2.5).contains(&ratio), "rural areas wait longer: {ratio}");
}
