//! What a sum of money buys, on a service small enough to look at every mix.

use ambics::allocation::{Objective, Offers, Portfolio, PortfolioQuestion, Stated, portfolio};
use ambics::experiment::RunOptions;
use ambics::scenario::{Edit, Scenario};

const OFFERS: &str = "
[[offer]]
name = \"a line\"
lines_in = \"QT1\"
gbp_per_week = 7000
most = 2
[[offer]]
name = \"shorter drives\"
gbp_per_week = 6000
set = { \"travel.time_factor\" = \"x0.8\" }
[[offer]]
name = \"longer drives\"
gbp_per_week = 100
set = { \"travel.time_factor\" = \"x1.5\" }
";

fn tiny() -> Scenario {
    let base = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
    base.with(&[Edit::new("run.days", 7), Edit::new("run.replications", 4)]).expect("sound edits")
}

fn bought(pounds: f64, threads: usize) -> Portfolio {
    let stated = Stated { screening: 4, ..Stated::default() }.question().expect("a sound question");
    let offers = Offers::parse("offers.toml", OFFERS).expect("sound offers").offer;
    let question = PortfolioQuestion::of(&stated, offers, pounds);
    let options = RunOptions { threads, ..RunOptions::default() };
    portfolio(&tiny(), question, &options).expect("a sound scenario").expect("runs")
}

#[test]
fn a_mix_keeps_to_the_sum_and_leaves_out_what_harms() {
    let found = bought(13_500.0, 0);
    let mix = found.mix.as_ref().expect("buying nothing is a mix too");
    assert!(mix.pounds <= 13_500.0 && found.every);
    assert_eq!(mix.units, [1, 1, 0], "a line and shorter drives are all that helps and fits");
    let mean =
        |own: &ambics::allocation::Bought| own.outcome.as_ref().and_then(|o| o.mean).expect("runs").mean;
    let alone: Vec<f64> = found.alone.iter().flatten().map(mean).collect();
    assert!(alone[1] < 0.0 && alone[2] > 0.0, "shorter drives help, longer ones harm: {alone:?}");
    assert!(mean(mix) < alone[1].min(alone[2]));
}

#[test]
fn it_is_the_same_on_any_number_of_threads() {
    let [one, three] = [1, 3].map(|threads| bought(13_500.0, threads));
    assert_eq!(one.mix.map(|own| own.outcome), three.mix.map(|own| own.outcome));
}

#[test]
fn a_small_sum_buys_what_it_can_and_a_tiny_one_is_refused() {
    let found = bought(6_500.0, 0);
    assert!(found.alone[0].is_none(), "a line is too dear");
    assert_eq!(found.mix.expect("a mix").units, [0, 1, 0]);
    let stated = Stated { screening: 2, ..Stated::default() }.question().expect("a sound question");
    assert_eq!(stated.objective, Objective::Utilitarian);
    let offers = Offers::parse("offers.toml", OFFERS).expect("sound offers").offer;
    let question = PortfolioQuestion::of(&stated, offers, 10.0);
    let refused = portfolio(&tiny(), question, &RunOptions::default()).expect_err("nothing costs so little");
    assert!(refused.iter().any(|own| own.hint.contains("£100")), "{refused}");
}

#[test]
fn an_offer_that_does_not_fit_the_scenario_is_named() {
    let stated = Stated { screening: 2, ..Stated::default() }.question().expect("a sound question");
    let text = "[[offer]]\nname = \"odd\"\ngbp_per_week = 1\nset = { \"fleet.nothing\" = 3 }\n\
                [[offer]]\nname = \"far\"\nlines_in = \"QVV\"";
    for (row, part) in [(0, "fleet.nothing"), (1, "QVV")] {
        let offers = Offers::parse("offers.toml", text).expect("sound offers").offer;
        let question = PortfolioQuestion::of(&stated, vec![offers[row].clone()], 1e6);
        let refused = portfolio(&tiny(), question, &RunOptions::default()).expect_err("it does not fit");
        assert!(refused.to_string().contains(part), "{refused}");
        let named = offers[row].name.as_str();
        assert!(row == 1 || refused.iter().all(|own| own.file.contains(named)), "{refused}");
    }
}
