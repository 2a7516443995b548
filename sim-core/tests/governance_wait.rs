//! Arrangements in the ambulances: equal dates and fits give equal bytes, and what differs comes of dates and fits alone.

use ambics::experiment::governance::{Equity, WaitQuestion, WaitRun, wait};
use ambics::experiment::{RunOptions, Statistic};
use ambics::governance::Channel;
use ambics::outcome::{Level, ReportedCategory};
use ambics::prevention::DataSharing;
use ambics::scenario::{ArrangementStudy, Edit, Scenario};

/// A study of one trust with these arrangements, as a user's file.
fn study(service: &str, arrangements: &str) -> ArrangementStudy {
    let folder = std::env::temp_dir().join(format!("ambics-wait-{service}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("own.toml");
    let text = format!(
        "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"{service}\"\n[process]\nseed = 3\n\
         [[proposal]]\nname = \"falls_community\"\n[[proposal]]\nname = \"carehome_ehch\"\n{arrangements}"
    );
    std::fs::write(&path, text).unwrap();
    let study = ArrangementStudy::load(&path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    study
}

fn base(service: &str) -> Scenario {
    let edits = [Edit::new("run.days", 7), Edit::new("run.replications", 2)];
    Scenario::demo(service).unwrap().with(&edits).unwrap()
}

fn run(
    study: &ArrangementStudy,
    base: &Scenario,
    (years, team_hours): (u32, f64),
    threads: usize,
) -> WaitRun {
    let options = RunOptions { threads, with_incidents: true, ..RunOptions::default() };
    wait(std::slice::from_ref(study), base, WaitQuestion { years, team_hours, split: false }, &options)
        .unwrap()
}

/// Hashes of the incident tables of an arrangement at the end of a year, a draw each.
fn hashes(run: &WaitRun, year: u32, arrangement: usize) -> Vec<String> {
    run.arm(year, arrangement).incidents.iter().map(|table| table.hash()).collect()
}

fn without(run: &WaitRun) -> Vec<String> {
    run.experiment.arms[0].incidents.iter().map(|table| table.hash()).collect()
}

const FIVE: &str = "[[arrangement]]\nlike = \"today\"\n[[arrangement]]\nlike = \"bilateral\"\n\
    [[arrangement]]\nlike = \"lead\"\n[[arrangement]]\nlike = \"joint_committee\"\n[[arrangement]]\nlike = \"nested\"\n";

#[test]
fn governance_wait_of_one_ics_is_the_same_bytes_in_every_pair_of_arrangements() {
    let (study, base) = (study("R1F", FIVE), base("R1F"));
    assert_eq!(study.ground.members.len(), 1, "one ICS: every arrangement gives the same dates and fits");
    let found = run(&study, &base, (3, 250.0), 2);
    for draw in found.courses.iter().map(|draw| &draw[0]) {
        assert!(draw.iter().all(|course| course.pairs == draw[0].pairs), "{draw:?}");
    }
    for year in 1..=3 {
        let first = hashes(&found, year, 0);
        assert_eq!(first.len(), 2);
        for arrangement in 1..study.arrangements.len() {
            assert_eq!(hashes(&found, year, arrangement), first, "year {year}, arrangement {arrangement}");
        }
    }
    assert_ne!(hashes(&found, 3, 0), without(&found), "by then something is live, and it acts");
    // Where nothing is live by the end of the year there is no entry, and no byte moves.
    let idle = run(&study, &base, (1, 0.01), 2);
    assert_eq!(hashes(&idle, 1, 0), without(&idle));
    assert_eq!(without(&idle), without(&found), "no arrangement disturbs the base");
}

#[test]
fn governance_wait_knows_dates_and_fits_and_no_name() {
    let three = "[[arrangement]]\nname = \"a\"\nlike = \"lead\"\n[[arrangement]]\nname = \"b\"\nlike = \"bilateral\"\n\
        [[arrangement]]\nname = \"c\"\nlike = \"lead\"\n";
    let (study, base) = (study("RYE", three), base("RYE"));
    let found = run(&study, &base, (2, 250.0), 2);
    for draw in found.courses.iter().map(|draw| &draw[0]) {
        assert_eq!(draw[0].pairs, draw[2].pairs, "the same arrangement twice");
        assert_ne!(draw[0].pairs, draw[1].pairs, "two ways of working");
    }
    for year in 1..=2 {
        assert_eq!(hashes(&found, year, 0), hashes(&found, year, 2));
    }
    assert_ne!(hashes(&found, 2, 0), hashes(&found, 2, 1), "other dates and fits are another tape");
    let again = run(&study, &base, (2, 250.0), 1);
    assert_eq!(format!("{:?}", again.rows()), format!("{:?}", found.rows()), "any number of threads");

    let rows = found.rows();
    assert_eq!(rows.len(), 2 * found.places().len() * 2 * 2 * 3);
    let c2 = |year: u32, arrangement: usize| {
        let own = rows.iter().find(|row| {
            (row.year, row.arrangement, row.level) == (year, arrangement, Level::Trust)
                && (row.category, row.statistic) == (ReportedCategory::C2, Statistic::Mean)
        });
        own.unwrap()
    };
    for year in 1..=2 {
        assert_eq!(c2(year, 0).against_first.unwrap().mean, 0.0);
        assert_eq!((c2(year, 0).best, c2(year, 0).regret_s), (c2(year, 2).best, c2(year, 2).regret_s));
        assert!(((0..3).map(|arrangement| c2(year, arrangement).best).sum::<f64>() - 1.0).abs() < 1e-9);
    }
    let none = found.experiment.arms[0].incidents.iter().map(|table| table.rows.len()).sum::<usize>() as f64;
    let left = found.arm(2, 0).incidents.iter().map(|table| table.rows.len()).sum::<usize>() as f64;
    let prevented = found.prevented();
    let own =
        prevented.iter().find(|row| (row.year, row.arrangement, row.level) == (2, 0, Level::Trust)).unwrap();
    assert!(own.live > 0.0 && own.fit.is_some_and(|fit| fit < 1.0), "{own:?}");
    let taken = own.per_day.unwrap().mean * 14.0;
    let hours = own.released_h_per_day.unwrap().mean / own.per_day.unwrap().mean;
    assert!((0.3..4.0).contains(&hours), "{hours} vehicle-hours an incident");
    // A few at the ends of a window have their call inside and their clock start outside, or the other way round.
    assert!(taken.abs() >= 1.0 && (none - left - taken).abs() <= 5.0, "{none} less {left}: {taken}");
}

#[test]
fn governance_wait_tells_how_far_apart_icses_are() {
    let three = "[[arrangement]]\nname = \"a\"\nlike = \"lead\"\n[[arrangement]]\nname = \"b\"\nlike = \"bilateral\"\n\
        [[arrangement]]\nname = \"c\"\nlike = \"lead\"\n";
    let (study, base) = (study("RYE", three), base("RYE"));
    let found = run(&study, &base, (2, 250.0), 2);
    let (rows, equity) = (found.rows(), found.equity());
    assert_eq!(equity.len(), 2 * Equity::ALL.len() * 3);
    let of = |measure: Equity, arrangement: usize| {
        let own =
            equity.iter().find(|row| (row.year, row.measure, row.arrangement) == (2, measure, arrangement));
        own.unwrap()
    };
    for measure in Equity::ALL {
        assert_eq!(of(measure, 0).spread, of(measure, 2).spread, "the same arrangement twice");
        assert_eq!(of(measure, 2).against_first.unwrap().mean, 0.0);
        let told = of(measure, 1).against_first.unwrap().mean;
        let apart = of(measure, 1).spread.unwrap().mean - of(measure, 0).spread.unwrap().mean;
        assert!((told - apart).abs() < 1e-9 && of(measure, 1).spread.unwrap().mean > 0.0, "{measure:?}");
    }
    // Two draws: the mean of their spreads is at least the spread of their means.
    let means = rows.iter().filter(|row| {
        (row.year, row.arrangement, row.level) == (2, 1, Level::Ics)
            && (row.category, row.statistic) == (ReportedCategory::C2, Statistic::Mean)
    });
    let means: Vec<f64> = means.map(|row| row.value.unwrap().mean).collect();
    let (low, high) =
        means.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), own| (low.min(*own), high.max(*own)));
    let response = of(Equity::Response, 1);
    assert_eq!(response.parts, means.len());
    assert!(response.spread.unwrap().mean >= high - low - 1e-9, "{response:?}, {means:?}");
    let variation = response.variation.unwrap().mean;
    assert!(variation > 0.0 && variation < 1.0 && of(Equity::Effect, 1).variation.is_none());
}

#[test]
fn governance_wait_tells_every_fault_of_its_base() {
    let study = study("R1F", FIVE);
    let mut falls = toml::Table::new();
    falls.insert("name".to_owned(), "falls_community".into());
    let edits = [
        Edit::new("run.days", 400),
        Edit::new("intervention", toml::Value::Array(vec![toml::Value::Table(falls)])),
    ];
    let base = base("R1F").with(&edits).unwrap();
    let question = WaitQuestion { years: 9, team_hours: 0.0, split: false };
    let faults = wait(std::slice::from_ref(&study), &base, question, &RunOptions::default()).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["intervention", "run.days", "years", "team hours"]);
    let tiny = Scenario::embedded("tiny/tiny").unwrap();
    let question = WaitQuestion { years: 1, team_hours: 250.0, split: false };
    let faults = wait(&[study], &tiny, question, &RunOptions::default()).unwrap_err();
    assert_eq!(faults.iter().next().unwrap().path, "region");
}

/// Every channel in play, with sizes that are certain.
const MEANS: &str = "[[proposal]]\nname = \"handover programme\"\nhandover_minutes = 6\n[means]\n\
    growth_hours_per_week = 300\neffort_handover_minutes = 4\nhub_clinician_hours_per_week = 336\n\
    hub_offered_share = 0.1\nhub_minutes = 20\nhub_closed_share = 0.3\n";

#[test]
fn governance_wait_channels_are_the_same_bytes_where_they_are_equal() {
    let three = format!(
        "{MEANS}[[arrangement]]\nname = \"a\"\nlike = \"lead\"\n[[arrangement]]\nname = \"b\"\nlike = \"bilateral\"\n\
         [[arrangement]]\nname = \"c\"\nlike = \"lead\"\n"
    );
    let (study, base) = (study("RYE", &three), base("RYE"));
    let options = RunOptions { threads: 2, with_incidents: true, ..RunOptions::default() };
    let question = WaitQuestion { years: 2, team_hours: 500.0, split: true };
    let found = wait(std::slice::from_ref(&study), &base, question, &options).unwrap();
    assert_eq!(hashes(&found, 2, 0), hashes(&found, 2, 2), "no name is known");
    assert_ne!(hashes(&found, 2, 0), hashes(&found, 2, 1));
    let rostered = |arm: &ambics::experiment::ArmResult| arm.rostered_per_week.values().sum::<u32>();
    let today = rostered(&found.experiment.arms[0]);
    for arrangement in 0..3 {
        assert_eq!(rostered(found.arm(2, arrangement)), today + 300, "the same money in every arm");
    }
    let (rows, channels) = (found.rows(), found.channels());
    assert_eq!(channels.len(), 2 * found.places().len() * Channel::ALL.len());
    for (level, code) in found.places() {
        for arrangement in [1, 2] {
            let own = channels.iter().filter(|row| {
                (row.arrangement, row.level, row.code.as_str()) == (arrangement, level, code.as_str())
            });
            let shares: Vec<f64> = own.map(|row| row.share.unwrap().mean).collect();
            let whole = rows.iter().find(|row| {
                (row.year, row.arrangement, row.level, row.code.as_str())
                    == (2, arrangement, level, code.as_str())
                    && (row.category, row.statistic) == (ReportedCategory::C2, Statistic::Mean)
            });
            let difference = whole.unwrap().against_first.unwrap().mean;
            assert!(
                (shares.iter().sum::<f64>() - difference).abs() < 1e-6,
                "{code}: {shares:?}, {difference}"
            );
            if arrangement == 2 {
                assert!(shares.iter().all(|share| *share == 0.0), "{shares:?}");
            } else if level == Level::Trust {
                assert!(shares.iter().all(|share| *share != 0.0), "every channel differs: {shares:?}");
            }
        }
    }
}

#[test]
fn governance_wait_of_every_service_has_each_trust_and_ics_once() {
    let two = "[[arrangement]]\nlike = \"today\"\n[[arrangement]]\nlike = \"lead\"\n";
    let study = study("RYF", two);
    let studies = study.every_service().unwrap();
    let icses: std::collections::BTreeSet<&str> =
        studies.iter().flat_map(|study| &study.ground.members).map(|member| member.code.as_str()).collect();
    assert_eq!((studies.len(), icses.len()), (11, 42));
    let hours = |code: &str| {
        let own = studies.iter().flat_map(|study| &study.ground.members).filter(|own| own.code == code);
        own.map(|own| own.hours_per_week.value).sum::<f64>()
    };
    for all in &study.ground.all {
        let want = all.hours_per_week.value;
        assert!((hours(&all.code) - want).abs() < 1e-6 * want, "{}: the hours of its team once", all.code);
    }
    let edits = [Edit::new("run.days", 1), Edit::new("run.replications", 1)];
    let base = Scenario::embedded("england-2023").unwrap().with(&edits).unwrap();
    let question = WaitQuestion { years: 2, team_hours: 500.0, split: false };
    let found = wait(&studies, &base, question, &RunOptions::default()).unwrap();
    assert_eq!(found.places().len(), 1 + 11 + studies.iter().map(|s| s.ground.members.len()).sum::<usize>());
    assert_eq!(found.services().len(), 22);
    let england = found.prevented();
    let all =
        england.iter().find(|row| (row.year, row.level, row.arrangement) == (2, Level::England, 0)).unwrap();
    let parts = england.iter().filter(|row| (row.year, row.level, row.arrangement) == (2, Level::Trust, 0));
    let sum = parts.clone().map(|row| row.per_day.unwrap().mean).sum::<f64>();
    let released = parts.map(|row| row.released_h_per_day.unwrap().mean).sum::<f64>();
    assert!(all.live > 0.0 && (all.per_day.unwrap().mean - sum).abs() < 1e-9, "{all:?}, {sum}");
    assert!((all.released_h_per_day.unwrap().mean - released).abs() < 1e-9, "{all:?}, {released}");
    let equity = found.equity();
    assert_eq!(equity.len(), 2 * (1 + 11) * Equity::ALL.len() * 2, "years, places, measures, arrangements");
    let alone = equity.iter().find(|row| row.code == "R1F").unwrap();
    assert_eq!((alone.parts, alone.spread.unwrap().mean), (1, 0.0), "one ICS is even");
}

#[test]
fn governance_wait_takes_the_data_of_an_agreement_to_the_intervention() {
    let one =
        "[[proposal]]\nname = \"copd_rehab\"\ndata_sharing = \"nhs\"\n[[arrangement]]\nlike = \"today\"\n";
    let (study, base) = (study("R1F", one), base("R1F"));
    let found = run(&study, &base, (2, 1_000.0), 2);
    let sharing = |name: &str| {
        let own = found.coming().interventions().iter().find(|own| own.intervention.name == name);
        own.unwrap_or_else(|| panic!("{name} is live within five years")).data_sharing
    };
    assert_eq!(sharing("copd_rehab"), DataSharing::Nhs);
    assert_eq!(sharing("falls_community"), DataSharing::None);
}
