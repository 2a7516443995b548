//! The teams of fire and rescue and of the voluntary sector, as shipped: on duty, waited for, full, and handing back.

use crate::scenario_files::Folder;
use ambics::category::Ending;
use ambics::experiment::{Experiment, RunOptions, run};
use ambics::outcome::{Level, ReportedCategory, TeamRow};
use ambics::scenario::{Scenario, library, library_text};
use ambics::units::HOUR_MS;

/// Shipped, with the hours a day that a team of it is on duty.
const SHIPPED: [(&str, i64); 2] = [("fire_falls_response", 24), ("voluntary_falls_response", 12)];
/// The patches of tiny.
const PATCHES: i64 = 2;
const DAYS: i64 = 28;

/// Tiny without an intervention and with one, in a winter without a change of clocks.
fn beside_without(folder: &Folder, (days, replications): (i64, u32), entry: &str) -> Experiment {
    let of = |more: &str| {
        let text = format!(
            "region = \"tiny\"\n[run]\nstart = 2024-01-08\ndays = {days}\nreplications = {replications}\n[prevention]\n\
             draw = false\n{more}"
        );
        Scenario::load(&folder.write("x.toml", text)).expect("a sound scenario")
    };
    let arms = [("without".to_owned(), of("")), ("with".to_owned(), of(entry))];
    run(&arms, &RunOptions { with_incidents: true, with_log: true, ..RunOptions::default() })
}

/// The shipped team before everybody: it has its own hours, places, visits and hand-back, and more work than it can do.
fn busy(name: &str) -> Experiment {
    let folder = Folder::new();
    let text = library_text(name).expect("it is shipped");
    let (head, rest) = text.split_once("[cohort]").expect("it has a cohort");
    let (_, team) = rest.split_once("[team]").expect("it has a team");
    let all = "{ value = 1.0, low = 1.0, high = 1.0 }";
    folder.write(
        "mine.toml",
        format!("{head}[cohort]\n[effect]\nattended = {all}\ntransfer = {all}\n[team]{team}"),
    );
    let entry = format!(
        "[[intervention]]\nname = \"{name}\"\nfile = \"mine.toml\"\nfrom = 2020-01-01\nreach = 1.0\n"
    );
    beside_without(&folder, (DAYS, 2), &entry)
}

fn rows(found: &Experiment) -> impl Iterator<Item = &TeamRow> {
    found.arms[1].replications.iter().flat_map(|measures| &measures.teams)
}

fn sum(found: &Experiment, of: impl Fn(&TeamRow) -> u64) -> u64 {
    rows(found).map(of).sum()
}

#[test]
fn a_shipped_team_is_on_duty_waited_for_full_and_hands_back() {
    for (name, hours_a_day) in SHIPPED {
        let found = busy(name);
        let team =
            library().into_iter().find(|own| own.name == name).and_then(|own| own.team).expect("a team");
        for measures in &found.arms[1].replications {
            let on_duty: i64 = measures.teams.iter().map(|row| row.record.on_duty_ms).sum();
            assert_eq!(on_duty, PATCHES * DAYS * hours_a_day * HOUR_MS, "{name}: one team a patch");
        }
        let (offered, taken) = (sum(&found, |row| row.record.offered()), sum(&found, |row| row.record.taken));
        let refused = [0, 1, 2].map(|reason| sum(&found, |row| row.record.refused[reason]));
        assert_eq!(offered, taken + refused.iter().sum::<u64>(), "{name}");
        // Round the clock nobody is off duty; twelve hours a day half of the night's incidents are refused for it.
        assert_eq!(refused[0] == 0, hours_a_day == 24, "{name}: {refused:?}");
        assert!(refused[1] + refused[2] > 0 && taken > 100, "{name}: {taken} taken, {refused:?}");
        let (attended, back) =
            (sum(&found, |row| row.record.attended_n()), sum(&found, |row| row.record.handed_back));
        let (share, n) = (team.bounce_back.value, (attended + back) as f64);
        let error = (share * (1.0 - share) / n).sqrt();
        assert!((back as f64 / n - share).abs() < 4.0 * error, "{name}: {back} of {n} handed back");
        assert!(
            rows(&found).all(|row| row.wait_min.is_some_and(|[mean, _]| mean > 0.0)),
            "{name}: nobody waited"
        );
        let legal = found.arms[1].logs.iter().all(|log| ambics::outcome::replay_log(log).is_ok());
        assert!(legal, "{name}: what a team does is legal");
    }
}

/// Firefighters who go to C1 beside an ambulance are blocks of first responders in a rota: they stop the clock of C1 if they
/// come first, and end no incident.
#[test]
fn co_responders_are_blocks_of_a_rota_and_stop_the_clock_of_c1_alone() {
    let folder = Folder::new();
    let blocks = "station_code,kind,days,start,finish,vehicles,answers,provider\n\
                  TNY-S001,cfr,daily,00:00,00:00,2,C1,voluntary\n\
                  TNY-S002,cfr,daily,00:00,00:00,2,C1,voluntary\n\
                  TNY-S003,cfr,daily,00:00,00:00,2,C1,voluntary\n";
    folder.write("fire.csv", blocks);
    let found = beside_without(&folder, (DAYS, 4), "[fleet]\nextra_rota = \"fire.csv\"\n");
    let of = |arm: usize, category: ReportedCategory| -> Vec<(f64, u64)> {
        let all = found.arms[arm].replications.iter();
        let own = all.map(|measures| measures.response(Level::Trust, 0, category).expect("there are some"));
        own.map(|row| (row.mean_s.expect("some are answered"), row.n)).collect()
    };
    for ((before, n), (after, m)) in of(0, ReportedCategory::C1).into_iter().zip(of(1, ReportedCategory::C1))
    {
        assert!(after < before - 5.0, "C1 mean {before} s, and {after} s with co-responders");
        assert!(n.abs_diff(m) <= 1 + n / 100, "{n} and {m} C1 incidents have their response");
    }
    let c2 = |arm| of(arm, ReportedCategory::C2).iter().map(|(mean, _)| mean).sum::<f64>() / 4.0;
    assert!((c2(1) / c2(0) - 1.0).abs() < 0.05, "C2 mean {} s, and {} s", c2(0), c2(1));
    let ended = |arm: usize| -> u64 {
        let all = found.arms[arm].replications.iter().flat_map(|measures| &measures.endings);
        let own = all.filter(|row| row.level == Level::Trust && row.category == ReportedCategory::All);
        own.map(|row| row.n[Ending::OtherResponder as usize]).sum()
    };
    assert_eq!(ended(1), 0, "the ambulance comes too");
}

#[cfg(feature = "arrow")]
#[test]
fn the_table_of_teams_says_what_shipped_teams_did_in_a_year() {
    use arrow_array::{Array, Int64Array, StringArray};
    for (name, _) in SHIPPED {
        let entry = format!("[[intervention]]\nname = \"{name}\"\nfrom = 2020-01-01\nreach = 1.0\n");
        let found = beside_without(&Folder::new(), (364, 2), &entry);
        let tables = found.tables();
        let (_, table) = tables.iter().find(|(own, _)| *own == "teams").expect("there are teams");
        let column = |own: &str| table.column_by_name(own).expect("a column").clone();
        let names = column("intervention");
        let names = names.as_any().downcast_ref::<StringArray>().expect("text");
        assert!(names.iter().all(|own| own == Some(name)) && !names.is_empty());
        let total = |own: &str| -> u64 {
            let numbers = column(own);
            numbers.as_any().downcast_ref::<Int64Array>().expect("counts").iter().flatten().sum::<i64>()
                as u64
        };
        assert_eq!(total("offered_n"), sum(&found, |row| row.record.offered()), "{name}");
        assert!(total("attended_n") > 0 && total("handed_back_n") > 0, "{name}");
        assert!(total("visited_n") <= total("taken_n") && total("taken_n") <= total("offered_n"), "{name}");
        let work = found.arms[1].team_work(&found.arms[0]);
        assert!(work.iter().map(|row| row.spared_h.map_or(0.0, |own| own.mean)).sum::<f64>() > 0.0, "{name}");
    }
}
