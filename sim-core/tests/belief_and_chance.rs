//! Whether what an intervention does to C2 is split into what is believed of it and what is chance.

use crate::scenario_files::Folder;
use ambics::experiment::{ArmResult, RunOptions, run};
use ambics::scenario::{Scenario, library_text};

const ENTRY: &str = "[[intervention]]\nname = \"mine\"\nfile = \"mine.toml\"\nfrom = 2020-01-01\n";

/// Four weeks of tiny without and with an intervention for everybody that halves incidents of those reached; so many
/// replications share a draw of its reach.
fn arms(reach: &str, (inner, replications): (u32, u32)) -> Vec<ArmResult> {
    let folder = Folder::new();
    let falls = library_text("falls_community").expect("it is shipped");
    let (head, _) = falls.split_once("[cohort]").expect("it has a cohort");
    let known = |value: f64| format!("{{ value = {value}, low = {value}, high = {value} }}");
    let (half, whole) = (known(0.5), known(1.0));
    let own = format!(
        "{head}[cohort]\n[effect]\nincidents = {half}\ntransfer = {whole}\n[reach]\n{reach}\n[cost]\nvalue = 1\nlow = 1\n\
         high = 1\nunit = \"visit\"\n"
    );
    folder.write("mine.toml", own);
    let with = |more: &str| {
        let text = format!(
            "region = \"tiny\"\n[run]\ndays = 28\nreplications = {replications}\n[prevention]\ninner = {inner}\n{more}"
        );
        Scenario::load(&folder.write("x.toml", text)).expect("a sound scenario")
    };
    let both = [("without".to_owned(), with("")), ("with".to_owned(), with(ENTRY))];
    run(&both, &RunOptions::default()).arms
}

const KNOWN: &str = "value = 0.5\nlow = 0.5\nhigh = 0.5";
const WIDE: &str = "value = 0.5\nlow = 0.0\nhigh = 1.0";

/// The share of the variance of each ICS that is belief, with its interval, and the number of draws.
fn shares(reach: &str) -> Vec<(f64, (f64, f64), usize)> {
    let both = arms(reach, (2, 100));
    let effects = both[1].c2_effects(&both[0]);
    assert!(effects.len() > 1, "tiny has several ICSs");
    let of = |own: &ambics::experiment::C2Effect| {
        let split = own.split.expect("replications share draws");
        (split.share(), split.share_interval, own.effect.n)
    };
    effects.iter().map(of).collect()
}

#[test]
fn where_all_is_known_chance_has_the_variance() {
    for (share, (low, high), draws) in shares(KNOWN) {
        assert_eq!(draws, 50);
        // With 50 pairs the standard error of a share of nothing is about 1 / √50 = 0.14.
        assert!(share < 0.29 && low == 0.0 && high < 0.5, "{share} ({low} to {high})");
    }
}

#[test]
fn what_is_believed_of_reach_shows_in_c2() {
    for ((wide, (low, _), _), (known, ..)) in shares(WIDE).into_iter().zip(shares(KNOWN)) {
        assert!(wide > known && low > 0.0, "{wide} from {low}, and {known} where reach is known");
    }
}

#[test]
fn replications_with_draws_of_their_own_are_not_split() {
    let both = arms(WIDE, (1, 4));
    let effects = both[1].c2_effects(&both[0]);
    assert!(effects.iter().all(|own| own.split.is_none() && own.effect.n == 4));
    assert!(both[0].c2_effects(&both[0]).is_empty(), "an arm without interventions has no effect");
    // One intervention has the whole effect of an ICS.
    for row in both[1].prevented(&both[0]).iter().filter(|row| row.quintile.is_none()) {
        let whole = effects.iter().find(|own| own.ics == row.ics).expect("it acts there").effect;
        let part = row.c2.expect("it prevents incidents");
        assert!((part.mean_s - whole.mean).abs() < 1e-9);
    }
}
