//! Prediction for a month and the backtest, on a made-up service whose published figures are made here.

use crate::region_files::{Broken, season, with_table};
use ambics::ambsys::{AmbSys, ResponseTimes};
use ambics::experiment::backtest::{
    Backtest, BacktestQuestions, C2_MEAN, Measure, Score, TrustMeasure, backtest,
};
use ambics::experiment::planround::MonthlyHours;
use ambics::experiment::{RunOptions, monthly_sets, run};
use ambics::outcome::{Level, ReportedCategory};
use ambics::region::{Month, Region};
use ambics::scenario::{Edit, Ensemble, Scenario};
use std::collections::BTreeMap;
use std::path::Path;

const CUT: &str = "tests/data/ambsys/AmbSYS_cut.csv";

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn tiny() -> Scenario {
    Scenario::embedded("tiny/tiny").unwrap().with(&[Edit::new("run.replications", 2)]).unwrap()
}

/// Published figures of the service by month and item.
type Figures = BTreeMap<Month, BTreeMap<&'static str, i64>>;

/// Twelve months of the service, each a little busier than the one before, the later half beyond the region's tables.
fn figures() -> Figures {
    figures_of(|row| 100 + row)
}

/// Twelve months of the service, so busy in each: 100 is as usual.
fn figures_of(busy: impl Fn(i64) -> i64) -> Figures {
    let of = |(row, month): (usize, Month)| {
        let days = i64::from(month.days());
        let busy = busy(row as i64);
        let n = |per_day: i64| per_day * days * busy / 100;
        let (c1, c2, c3, c4, heard) = (n(12), n(60), n(18), n(1), n(13));
        let face = c1 + c2 + c3 + c4 + n(5);
        let (ed, other) = (face * 6 / 10, face / 20);
        let handover = 1500 + 20 * row as i64;
        let items = [
            ("A7", face + heard),
            ("A8", c1),
            ("A9", c1 * 7 / 10),
            ("A10", c2),
            ("A11", c3),
            ("A12", c4),
            ("A17", heard),
            ("A53", ed),
            ("A54", other),
            ("A55", face - ed - other),
            ("A56", face),
            ("A15", 45),
            ("A16", 85),
            ("A25", 420),
            ("A26", 750),
            ("A28", 500),
            ("A29", 900),
            ("A31", 900 + 3 * row as i64),
            ("A32", 1750),
            ("A34", 2500),
            ("A35", 5800),
            ("A37", 3700),
            ("A38", 8400),
            ("A39", c1 * 2),
            ("A40", c1 * 3 / 2),
            ("A43", c2 * 13 / 10),
            ("A44", c2 * 11 / 10),
            ("A45", c3 * 17 / 10),
            ("A46", c3 * 11 / 10),
            ("A140", ed),
            ("A141", ed * handover),
            ("A142", handover),
            ("A143", 2 * handover),
            ("A144", ed * 6 / 10),
            ("A145", ed / 4),
            ("A146", ed / 15),
        ];
        (month, items.into_iter().collect())
    };
    month("2023-08").to(month("2024-07")).into_iter().enumerate().map(of).collect()
}

/// The file of some figures.
fn published(figures: &Figures) -> AmbSys {
    let mut items: Vec<&str> = figures.values().flat_map(|month| month.keys().copied()).collect();
    items.sort_unstable();
    items.dedup();
    let mut lines = vec![format!("Year,Month,Region,Org Code,Org Name,{}", items.join(","))];
    for (month, own) in figures {
        let cells = items.iter().map(|item| own.get(item).map_or_else(|| ".".to_owned(), i64::to_string));
        let cells: Vec<String> = cells.collect();
        lines.push(format!("{},{},Y58,TNY,TINY,{}", month.year, month.month, cells.join(",")));
    }
    AmbSys::read("published.csv", lines.join("\n").as_bytes()).unwrap()
}

fn questions(months: (&str, &str), fit: (&str, &str)) -> BacktestQuestions {
    let to = |(first, last): (&str, &str)| month(first).to(month(last));
    BacktestQuestions {
        months: to(months),
        fit_months: to(fit),
        fit: None,
        hours: None,
        update_at_breaks: false,
    }
}

fn tested(figures: &Figures, questions: &BacktestQuestions) -> Backtest {
    backtest(&tiny(), &published(figures), questions, &RunOptions::default()).unwrap()
}

/// Predictions of a score by month and measure.
fn of(backtest: &Backtest, score: Score) -> Vec<(Month, String, f64, (f64, f64))> {
    let own = backtest.rows.iter().filter(|row| row.score == score);
    own.map(|row| (row.month, row.measure.name(), row.predicted.mean_s, row.predicted.interval_s)).collect()
}

#[test]
fn a_month_as_published_is_the_regions_own_table() {
    let cut = AmbSys::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(CUT)).unwrap();
    let own = Region::embedded("england-2022").unwrap();
    let march = [month("2024-03")];
    let over = cut.laid_over(&own, &march, ResponseTimes::LaidOver);
    assert_eq!(over.activity(), own.activity());
    assert_eq!(over.handovers(), own.handovers());
    assert_eq!(over.call_times(), own.call_times());
    assert_eq!(over.clinical(), own.clinical());
    assert_eq!(over.resources(), own.resources());
    assert_eq!(over.responses(), own.responses());
    assert!(own.handovers().iter().filter(|row| row.month == march[0]).count() >= 11);
    assert_ne!(over.sources().hash, own.sources().hash);
    let handover = over.sources().tables.iter().find(|table| table.file == "handover_month.csv").unwrap();
    assert!(handover.period.contains("2024-03 laid over from") && handover.period.contains("AmbSYS_cut.csv"));
}

#[test]
fn response_times_that_are_taken_out_are_gone() {
    let figures = figures();
    let own = tiny().region().clone();
    let months = [month("2024-03"), month("2024-06")];
    let over = published(&figures).laid_over(&own, &months, ResponseTimes::TakenOut);
    assert!(over.responses().iter().all(|row| !months.contains(&row.month)));
    assert!(over.responses().iter().any(|row| row.month == month("2024-02")));
    let june = over.activity().iter().find(|row| row.month == months[1]).unwrap();
    assert_eq!(june.c1_to_c4[1], figures[&months[1]].get("A10").map(|n| *n as f64));
}

#[test]
fn months_after_the_regions_tables_are_predicted() {
    let tested = tested(&figures(), &questions(("2024-05", "2024-06"), ("2024-01", "2024-04")));
    assert!(tested.complete && tested.skipped.is_empty());
    let frozen = of(&tested, Score::Frozen);
    assert_eq!(frozen.len(), 2 * 10);
    assert!(frozen.iter().all(|(_, _, mean, (low, high))| low < mean && mean < high));
    assert_eq!(of(&tested, Score::Rolling).len(), 20);
    assert!(of(&tested, Score::Conditional).is_empty());
    assert!(tested.level_is_found_here && tested.fitted["TNY"] > 0.0);
    // What the level was fitted to comes out: the C2 means of the fit's months differ by 1% only.
    let c2 = tested.score_of("frozen", C2_MEAN).unwrap();
    assert!(c2.n == 2 && c2.coverage.is_some());
    let last =
        tested.rows.iter().find(|row| row.measure == C2_MEAN && row.month == month("2024-06")).unwrap();
    assert_eq!((last.observed_s, last.rivals.last_month_s), (Some(930.0), Some(927.0)));
    assert_eq!(last.rivals.last_year_s, None);
}

#[test]
fn no_response_time_of_a_predicted_month_enters_its_prediction() {
    let own = figures();
    let asked = questions(("2024-05", "2024-06"), ("2024-02", "2024-04"));
    let before = tested(&own, &asked);
    let mut other = own;
    for at in ["2024-05", "2024-06"] {
        let cells = other.get_mut(&month(at)).unwrap();
        ["A25", "A26", "A28", "A29", "A31", "A32", "A34", "A35", "A37", "A38"]
            .iter()
            .for_each(|item| *cells.get_mut(item).unwrap() *= 2);
    }
    let after = tested(&other, &asked);
    assert_eq!(of(&before, Score::Frozen), of(&after, Score::Frozen));
    let first = |backtest: &Backtest| -> Vec<_> {
        of(backtest, Score::Rolling).into_iter().filter(|row| row.0 == month("2024-05")).collect()
    };
    assert_eq!(first(&before), first(&after));
    assert_ne!(of(&before, Score::Rolling), of(&after, Score::Rolling), "June looks back on May");
}

#[test]
fn a_month_without_handover_is_left_out_and_counted() {
    let mut figures = figures();
    for item in ["A140", "A141", "A142", "A143", "A144", "A145", "A146"] {
        figures.get_mut(&month("2024-05")).unwrap().remove(item);
    }
    let tested = tested(&figures, &questions(("2024-05", "2024-06"), ("2024-03", "2024-04")));
    let told: Vec<_> = tested.skipped.iter().map(|s| (s.month, s.score, s.reason)).collect();
    assert_eq!(told, [(month("2024-05"), None, "no handover is published")]);
    let june = tested.rows.iter().find(|row| row.score == Score::Rolling).unwrap();
    assert_eq!((june.month, june.gaps), (month("2024-06"), 1));
}

#[test]
fn the_regression_finds_the_line_that_the_figures_lie_on() {
    let mut figures = figures();
    let line =
        |incidents: f64, days: f64, handover: f64| 200.0 + 90.0 * (incidents / days).ln() + 0.2 * handover;
    for (at, cells) in &mut figures {
        // Handover goes its own way, or the two could not be told apart.
        let handover = 1400 + i64::from(at.month) * i64::from(at.month) * 5;
        cells.insert("A142", handover);
        cells.insert("A141", handover * cells["A140"]);
        let c2 = line(cells["A7"] as f64, f64::from(at.days()), handover as f64);
        cells.insert("A31", c2.round() as i64);
    }
    let tested = tested(&figures, &questions(("2024-06", "2024-06"), ("2023-10", "2024-05")));
    let found = tested.regression.as_ref().unwrap();
    let row = tested.rows.iter().find(|row| row.measure == C2_MEAN).unwrap();
    // Published means are whole seconds: half a second each way over eight months.
    assert!((row.rivals.regression_s.unwrap() - row.observed_s.unwrap()).abs() < 3.0, "{found:?}");
    assert!((row.rivals.regression_updated_s.unwrap() - row.observed_s.unwrap()).abs() < 3.0);
    assert!((found.per_handover_s - 0.2).abs() < 0.02 && found.n == 8, "{found:?}");
}

/// The service with so few hours that C2 answers to them.
fn stretched() -> Scenario {
    let edits = [Edit::new("fleet.hours_per_week.TNY", 1_600), Edit::new("run.replications", 6)];
    tiny().with(&edits).unwrap()
}

/// C2 means by month of the stretched service with its hours multiplied, on luck of its own.
fn modelled(figures: &Figures, factors: &[(Month, f64)]) -> Figures {
    let own = stretched().with(&[Edit::new("run.seed", 77)]).unwrap();
    let months: Vec<Month> = factors.iter().map(|(month, _)| *month).collect();
    let over = published(figures).laid_over(own.region(), &months, ResponseTimes::TakenOut);
    let own = own.on(std::sync::Arc::new(over)).unwrap();
    let hours = own.hours_in_force()[0].hours_per_week;
    let mut made = figures.clone();
    for ((month, set), (_, factor)) in monthly_sets(&own, &months).unwrap().into_iter().zip(factors) {
        let arm = set.with(&[Edit::new("fleet.hours_per_week.TNY", hours * factor)]).unwrap();
        let result = run(&[("made".to_owned(), arm)], &RunOptions::default());
        let of = |m: &ambics::outcome::Measures| m.response(Level::Trust, 0, ReportedCategory::C2)?.mean_s;
        let means: Vec<f64> = result.arms[0].replications.iter().filter_map(of).collect();
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        made.get_mut(&month).unwrap().insert("A31", mean.round() as i64);
    }
    made
}

#[test]
fn hours_of_a_file_give_back_what_they_made() {
    let factors = [
        ("2024-01", 1.0),
        ("2024-02", 1.0),
        ("2024-03", 1.0),
        ("2024-04", 0.88),
        ("2024-05", 1.0),
        ("2024-06", 1.15),
    ]
    .map(|(at, factor)| (month(at), factor));
    let figures = modelled(&figures(), &factors);
    let hours = hours_of(&factors);
    let asked =
        BacktestQuestions { hours: Some(hours), ..questions(("2024-04", "2024-06"), ("2024-01", "2024-03")) };
    let tested = backtest(&stretched(), &published(&figures), &asked, &RunOptions::default()).unwrap();
    let error = |name| tested.score_of(name, C2_MEAN).unwrap();
    let (frozen, conditional) = (error("frozen"), error("conditional"));
    assert_eq!((frozen.n, conditional.n), (3, 3));
    // Six replications on each side: C2 means of a month have a standard error of 2 to 3%, and so has the level.
    assert!(conditional.mape < 0.12, "{conditional:?}");
    assert!(frozen.mape > 2.0 * conditional.mape, "{frozen:?} beside {conditional:?}");
    let implied: Vec<f64> = tested
        .rows
        .iter()
        .filter(|row| row.measure == C2_MEAN && row.score == Score::Frozen)
        .map(|row| (row.implied.unwrap() - row.level).exp())
        .collect();
    assert!(implied[0] < 0.95 && implied[2] > 1.06, "{implied:?}");
}

/// A file of hours of the service, by month.
fn hours_of(factors: &[(Month, f64)]) -> BTreeMap<String, MonthlyHours> {
    let mut text = "service_code,month,hours\n".to_owned();
    for (at, factor) in factors {
        text.push_str(&format!("TNY,{at},{}\n", 9_000.0 * factor * f64::from(at.days()) / 30.0));
    }
    MonthlyHours::by_service("hours.csv", &text, &["TNY".to_owned()]).unwrap()
}

#[test]
fn hours_of_a_file_are_not_counted_beside_those_that_follow_load() {
    // An eighth more incidents from April on, and hours that rise by as much: the month's run has most of them already.
    let factors: Vec<(Month, f64)> = month("2024-01")
        .to(month("2024-06"))
        .into_iter()
        .map(|at| (at, if at < month("2024-04") { 1.0 } else { 1.125 }))
        .collect();
    let figures = modelled(&figures_of(|row| if row < 8 { 800 } else { 900 } / 8), &factors);
    let asked = BacktestQuestions {
        hours: Some(hours_of(&factors)),
        ..questions(("2024-04", "2024-06"), ("2024-01", "2024-03"))
    };
    let tested = backtest(&stretched(), &published(&figures), &asked, &RunOptions::default()).unwrap();
    let conditional = tested.score_of("conditional", C2_MEAN).unwrap();
    // As above: standard errors of 2 to 3%. Hours counted twice would be a tenth too many, and C2 a third too short.
    assert!(conditional.n == 3 && conditional.mape < 0.12, "{conditional:?}");
}

/// The stretched service, run twice a month, in a place with one table more.
fn in_place(copy: &Broken) -> Scenario {
    let twice = stretched().with(&[Edit::new("run.replications", 2)]).unwrap();
    twice.on(std::sync::Arc::new(copy.load().unwrap())).unwrap()
}

/// The rows of a score and measure by month.
fn rows(tested: &Backtest, score: Score, measure: Measure) -> BTreeMap<Month, TrustMeasure> {
    let own = tested.rows.iter().filter(|row| row.score == score && row.measure == measure);
    own.map(|row| (row.month, row.clone())).collect()
}

fn asked_of(scenario: &Scenario, figures: &Figures, questions: &BacktestQuestions) -> Backtest {
    backtest(scenario, &published(figures), questions, &RunOptions::default()).unwrap()
}

#[test]
fn the_season_moves_c2_by_its_ratio_and_all_else_by_the_hours_that_stand_for_it() {
    let may = month("2024-05");
    let with = in_place(&with_table("season.csv", &season(|at| if at == 5 { 1.2 } else { 1.0 })));
    let without = in_place(&Broken::new());
    let hours =
        hours_of(&month("2024-02").to(month("2024-06")).into_iter().map(|at| (at, 1.0)).collect::<Vec<_>>());
    let asked =
        BacktestQuestions { hours: Some(hours), ..questions(("2024-05", "2024-06"), ("2024-02", "2024-04")) };
    let (with, without) = (asked_of(&with, &figures(), &asked), asked_of(&without, &figures(), &asked));
    let ratio = |score, measure, at: &Month| {
        let seconds = |of: &Backtest| rows(of, score, measure)[at].predicted.mean_s;
        seconds(&with) / seconds(&without)
    };
    assert!((ratio(Score::Frozen, C2_MEAN, &may) - 1.2).abs() < 1e-9);
    assert!((ratio(Score::Rolling, C2_MEAN, &may) - 1.2).abs() < 1e-9);
    let c3 = Measure { category: ReportedCategory::C3, ..C2_MEAN };
    assert!(ratio(Score::Frozen, c3, &may) > 1.0, "fewer hours lengthen C3 too");
    // Months as in the fit stay as they are, and so do hours of a file, which hold their season.
    assert_eq!(ratio(Score::Frozen, C2_MEAN, &month("2024-06")), 1.0);
    assert_eq!(ratio(Score::Conditional, C2_MEAN, &may), 1.0);
    let row = &rows(&with, Score::Frozen, C2_MEAN)[&may];
    assert!((row.season - 1.2_f64.ln()).abs() < 1e-12 && row.read_at < row.level, "{row:?}");
    let implied = |of: &Backtest| rows(of, Score::Frozen, C2_MEAN)[&may].implied.unwrap();
    assert!(implied(&with) > implied(&without), "what the season explains is no lack of hours");
    let conditional = &rows(&with, Score::Conditional, C2_MEAN)[&may];
    assert_eq!((conditional.season, conditional.read_at), (0.0, conditional.level));
}

#[test]
fn levels_of_the_fit_have_their_season_taken_out() {
    let asked = questions(("2024-04", "2024-04"), ("2024-02", "2024-03"));
    let mut seasonal = figures();
    for (at, ratio) in [("2024-02", 1.25), ("2024-03", 0.8)] {
        let c2 = seasonal.get_mut(&month(at)).unwrap().get_mut("A31").unwrap();
        *c2 = (*c2 as f64 * ratio).round() as i64;
    }
    let table = season(|at| match at {
        2 => 1.25,
        3 => 0.8,
        _ => 1.0,
    });
    let with = asked_of(&in_place(&with_table("season.csv", &table)), &seasonal, &asked);
    let without = asked_of(&in_place(&Broken::new()), &figures(), &asked);
    // Published means are whole seconds: half a second of 700 each way, with C2 at least as steep as hours.
    assert!((with.fitted["TNY"] / without.fitted["TNY"] - 1.0).abs() < 0.001, "{:?}", with.fitted);
}

#[test]
fn the_interval_is_as_wide_as_levels_drift() {
    let asked = questions(("2024-05", "2024-07"), ("2024-03", "2024-04"));
    let drifting = tiny().with(&[Edit::new("assumption.drift_start_sd", 0.18)]).unwrap();
    let tested = asked_of(&drifting, &figures(), &asked);
    let own = |score, measure, at| {
        let row = &rows(&tested, score, measure)[&month(at)];
        let (low, high) = row.predicted.interval_s;
        let all = (high / low).ln() / (2.0 * 1.644_853_626_951_472_7);
        (row.months_ahead, row.predicted.own_sd.powi(2), all.powi(2))
    };
    for (at, months) in [("2024-05", 1), ("2024-06", 2), ("2024-07", 3)] {
        let (ahead, own_variance, all) = own(Score::Frozen, C2_MEAN, at);
        // Of two replications: chance of a month against their mean is 1 + 1/2 of that of a month.
        let chance = (all - own_variance) / 1.5;
        let drift = 0.18 * 0.18 + 0.055 * 0.055 * f64::from(months) - chance;
        assert!(ahead == months && (own_variance - drift).abs() < 1e-9, "{at}: {own_variance} for {drift}");
        assert_eq!(own(Score::Rolling, C2_MEAN, at).0, 1, "the month before is known");
    }
    for measure in Measure::all() {
        let ((_, own_variance, _), (_, c2, _)) =
            (own(Score::Frozen, measure, "2024-05"), own(Score::Frozen, C2_MEAN, "2024-05"));
        let left = tested.discrepancy[measure.row()].powi(2);
        let is_between = left - 1e-12 <= own_variance && own_variance <= c2.max(left) + 1e-12;
        assert!(is_between, "{}: {own_variance}, {left} of the fit", measure.name());
    }
    // Fitted to later months, the nearest is what is known.
    let back = asked_of(&drifting, &figures(), &questions(("2024-01", "2024-02"), ("2024-03", "2024-04")));
    assert_eq!(rows(&back, Score::Frozen, C2_MEAN)[&month("2024-01")].months_ahead, 2);
}

#[test]
fn levels_begin_anew_at_a_break() {
    let mut figures = figures();
    for (_, cells) in figures.range_mut(month("2024-04")..) {
        *cells.get_mut("A31").unwrap() *= 2;
    }
    let rows_of = "kind,service_code,date,grade,source\nhub,TNY,2024-04-10,D,made up\n";
    let place = in_place(&with_table("breaks.csv", rows_of));
    let asked = questions(("2024-04", "2024-06"), ("2024-01", "2024-03"));
    let stays = asked_of(&place, &figures, &asked);
    let anew = asked_of(&place, &figures, &BacktestQuestions { update_at_breaks: true, ..asked.clone() });
    assert_eq!((stays.breaks.len(), anew.breaks.len()), (1, 1));
    let [april, may, june] = ["2024-04", "2024-05", "2024-06"].map(month);
    let (still, now) = (rows(&stays, Score::Frozen, C2_MEAN), rows(&anew, Score::Frozen, C2_MEAN));
    let implied = |at: &Month| now[at].implied.unwrap();
    let fitted = stays.fitted["TNY"].ln();
    assert!([april, may, june].iter().all(|at| (still[at].level - fitted).abs() < 1e-12));
    assert!((now[&april].level - fitted).abs() < 1e-12, "nothing is known since the break");
    assert_eq!(now[&may].level, implied(&april));
    assert!((now[&june].level - 0.5 * (implied(&april) + implied(&may))).abs() < 1e-12);
    assert_eq!((now[&may].months_ahead, now[&june].months_ahead, still[&june].months_ahead), (1, 1, 3));
    // Nothing of the fit's months is left in the rolling level of May.
    assert!((rows(&anew, Score::Rolling, C2_MEAN)[&may].level - implied(&april)).abs() < 1e-12);
    let before = "kind,service_code,date,grade,source\nhub,,2023-12-31,D,made up\n";
    let outside = asked_of(
        &in_place(&with_table("breaks.csv", before)),
        &figures,
        &BacktestQuestions { update_at_breaks: true, ..asked },
    );
    assert!(
        outside.breaks.is_empty() && outside.rows == stays.rows,
        "a break outside the months counts for nothing"
    );
}

#[test]
fn members_of_a_fit_widen_the_interval_and_state_the_hours() {
    let table =
        "member,weight,key,value\n0,0.5,fleet.hours_per_week.TNY,2050\n1,0.5,fleet.hours_per_week.TNY,1700\n";
    let fit = Ensemble::read("fit.csv", table.as_bytes().to_vec()).unwrap();
    let asked = questions(("2024-05", "2024-05"), ("2024-03", "2024-04"));
    let alone = BacktestQuestions { fit: Some(Ensemble::one(fit.members[0].edits.clone())), ..asked.clone() };
    let both = BacktestQuestions { fit: Some(fit), ..asked };
    let (alone, both) = (tested(&figures(), &alone), tested(&figures(), &both));
    assert!(!both.level_is_found_here && both.fitted["TNY"] == 1.0 && both.members == 2);
    let c2 = |backtest: &Backtest| backtest.rows.iter().find(|row| row.measure == C2_MEAN).unwrap().predicted;
    assert!(c2(&both).mean_s > c2(&alone).mean_s, "fewer hours are slower");
}

#[test]
fn what_cannot_be_asked_is_told() {
    let published = published(&figures());
    let told = |scenario: &Scenario, questions: &BacktestQuestions| {
        backtest(scenario, &published, questions, &RunOptions::default()).unwrap_err().to_string()
    };
    let late = told(&tiny(), &questions(("2024-08", "2024-08"), ("2024-03", "2024-04")));
    assert!(late.contains("months: found 2024-08") && late.contains("it has 2023-08..2024-07"), "{late}");
    let desk = Scenario::embedded("tiny/tiny-call-desk").unwrap();
    let desk = told(&desk, &questions(("2024-05", "2024-05"), ("2024-03", "2024-04")));
    assert!(desk.contains("policy.calls"), "{desk}");
}
