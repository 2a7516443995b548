//! The virtuous circle and the split of a budget: measured in tiny, moved by what it should be moved by, won by nobody by
//! construction.

#![allow(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, and not the functions that tests share"
)]

use crate::scenario_files::Folder;
use ambics::experiment::RunOptions;
use ambics::experiment::circle::{CircleQuestions, CircleRun, Measured, Optimum, circle};
use ambics::scenario::{Edit, Scenario, library_text};

const QUESTIONS: CircleQuestions =
    CircleQuestions { budget_gbp: Some(100_000.0), days: 28, draws: 200, induced: false };

/// Tiny with an intervention of this price and effect, for everybody; edits read its file again, in its folder.
fn tiny(pounds: f64, ratio: &str) -> (Scenario, Folder) {
    let folder = Folder::new();
    let falls = library_text("falls_community").unwrap();
    let (head, _) = falls.split_once("[cohort]").unwrap();
    let own = format!(
        "{head}[cohort]\n[effect]\nincidents = {ratio}\n[reach]\nvalue = 0.3\nlow = 0.2\nhigh = 0.4\n[timing]\nramp_days = 30\n\
         [cost]\nvalue = {pounds}\nlow = {pounds}\nhigh = {pounds}\nunit = \"visit\"\n"
    );
    folder.write("mine.toml", own);
    let text = "region = \"tiny\"\n[run]\nreplications = 8\nstart = 2024-01-10\n[[intervention]]\nname = \"mine\"\n\
                file = \"mine.toml\"\n";
    (Scenario::load(&folder.write("x.toml", text)).unwrap(), folder)
}

fn found((scenario, _): &(Scenario, Folder), questions: &CircleQuestions) -> CircleRun {
    circle(scenario, questions, &RunOptions::default()).unwrap().unwrap()
}

const STRONG: &str = "{ value = 0.6, low = 0.55, high = 0.65 }";

/// The same programme at £2 and at £2,000 a visit: nobody wins by construction.
#[test]
fn what_is_cheap_takes_the_budget_and_what_is_dear_leaves_it_to_crews() {
    let (cheap, dear) = (found(&tiny(2.0, STRONG), &QUESTIONS), found(&tiny(2_000.0, STRONG), &QUESTIONS));
    let (cheap, dear) = (&cheap.programmes[0], &dear.programmes[0]);
    let last = |own: &ambics::experiment::circle::ProgrammeResult| own.splits[2].clone();
    assert_eq!(last(dear).optimum, Optimum::Crews);
    let rows = last(cheap).rows;
    assert!(rows[1].against_crews_s.high < 0.0 && rows[0].best_share == 0.0, "{:?}", rows[1]);
    assert!(!matches!(last(cheap).optimum, Optimum::Crews), "{:?}", last(cheap).optimum);
    // A pound that returns more than is needed grows in every draw, and one that does not in none.
    assert!(cheap.course.returns.low > cheap.course.needed_now.mean && cheap.course.grows_share > 0.9);
    assert!(dear.course.returns.high < dear.course.needed.low && dear.course.grows_share == 0.0);
    for split in cheap.splits.iter().chain(&dear.splits) {
        let best: f64 = split.rows.iter().map(|row| row.best_share).sum();
        assert!((best - 1.0).abs() < 1e-9 && split.rows.iter().all(|row| row.regret_s >= 0.0));
    }
    // The boundary shows on both sides: a hypothetical programme that grows, or one that dies.
    let regimes = |own: &ambics::experiment::circle::ProgrammeResult| -> Vec<bool> {
        own.phases.iter().map(|phase| phase.fixed[0].stable).collect()
    };
    assert_eq!((regimes(dear), regimes(cheap)), (vec![true, true, false], vec![false, false, true]));
}

#[test]
fn an_effect_of_nothing_moves_nothing_and_costs_what_crews_would_do() {
    let none = found(&tiny(50.0, "{ value = 1.0, low = 1.0, high = 1.0 }"), &QUESTIONS);
    let own = &none.programmes[0];
    assert_eq!((own.course.returns.mean, own.course.returns.high, own.course.grows_share), (0.0, 0.0, 0.0));
    assert!(
        own.course.months.iter().all(|month| month.c2_change_s.low == 0.0 && month.c2_change_s.high == 0.0)
    );
    assert_eq!((own.minute.gbp_a_minute, own.splits[0].optimum), (None, Optimum::Crews));
    assert_eq!(none.check.run_s.unwrap().mean, 0.0);
}

#[test]
fn the_response_has_the_signs_of_a_queue_and_foretells_the_programme_itself() {
    let found = found(&tiny(50.0, STRONG), &QUESTIONS);
    let central = found.response.central();
    for measured in Measured::ALL {
        let at = |hours, incidents| central.at(measured, (hours, incidents));
        assert!(at(1.1, 1.0) < at(1.0, 1.0) && at(1.0, 1.1) > at(1.0, 1.0), "{measured:?}");
    }
    assert!(found.check.released_share > 0.05, "{:?}", found.check);
    let run = found.check.run_s.unwrap();
    // Wider than the interval of the run: the response has its own doubt, of a like size.
    let wide = 2.0 * run.half_width.unwrap();
    assert!((run.mean - found.check.foretold_s).abs() < wide, "{:?}", found.check);
    // Hours that incidents take are those that vehicles were on jobs.
    let weeks = 365.25 / 7.0;
    assert!(found.place.load_h < found.place.hours_per_week * weeks, "{:?}", found.place);
}

/// Calls that were not made before come to bought capacity as they do to released capacity.
#[test]
fn induced_calls_meet_crews_and_prevention_alike() {
    let scenario = tiny(50.0, STRONG);
    let without = found(&scenario, &QUESTIONS);
    let with = found(&scenario, &CircleQuestions { induced: true, ..QUESTIONS });
    let (a, b) = (&without.programmes[0], &with.programmes[0]);
    for row in [0, 10] {
        let (a, b) = (a.splits[2].rows[row].c2_s.mean, b.splits[2].rows[row].c2_s.mean);
        assert!(b > a, "row {row}: {b} with calls that were not made before, {a} without");
    }
    assert!(b.course.returns == a.course.returns && b.course.needed.mean > a.course.needed.mean);
}

#[test]
fn the_same_question_has_the_same_answer_for_any_number_of_threads() {
    let (scenario, _folder) = tiny(50.0, STRONG);
    let scenario = scenario.with(&[Edit::new("run.replications", 4)]).unwrap();
    let questions = CircleQuestions { days: 7, draws: 50, ..QUESTIONS };
    let tables = |threads| {
        let options = RunOptions { threads, ..RunOptions::default() };
        circle(&scenario, &questions, &options).unwrap().unwrap().tables()
    };
    let (one, two) = (tables(1), tables(2));
    assert_eq!(one.len(), 3);
    for ((name, a), (_, b)) in one.iter().zip(&two) {
        assert!(a == b && a.num_rows() > 0, "{name}");
        assert!(a.schema().fields().iter().all(|field| field.metadata()["doc"].ends_with('.')), "{name}");
    }
}

#[test]
fn all_faults_of_a_question_come_in_one_list() {
    let plain = Scenario::embedded("tiny/tiny").unwrap().with(&[Edit::new("run.replications", 2)]).unwrap();
    let questions = CircleQuestions { budget_gbp: Some(-1.0), days: 1, draws: 1, induced: false };
    let faults = circle(&plain, &questions, &RunOptions::default()).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|own| own.path.as_str()).collect();
    assert_eq!(paths, ["intervention", "run.replications", "budget", "days", "draws"]);
    let far = CircleQuestions { budget_gbp: Some(1e9), ..QUESTIONS };
    let told = circle(&tiny(50.0, STRONG).0, &far, &RunOptions::default()).unwrap_err().to_string();
    assert!(told.contains("at most half of the"), "{told}");
}
