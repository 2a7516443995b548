//! Which way the process of governance goes, at 200 draws of the shipped study over the range of team hours.
//!
//! A direction is a consequence of the mechanism with the shipped ranges. Where a range moves and a direction with it, the
//! direction goes, not the range.

use ambics::engine::Stop;
use ambics::experiment::governance::{ArmSummary, Depth, GovernanceRun, MEMBERS, break_even, governance};
use ambics::governance::process::{DisciplineConfig, FinishFirst};
use ambics::region::Ranged;
use ambics::scenario::ArrangementStudy;

const NOTHING_MORE: Depth = Depth::BRIEF;

/// The shipped study, with 200 draws.
fn study() -> ArrangementStudy {
    ArrangementStudy::embedded("south-west-arrangements").unwrap().with(Some(200), None)
}

fn run(study: &ArrangementStudy) -> GovernanceRun {
    governance(study, NOTHING_MORE, 0, &Stop::new()).unwrap()
}

/// An arrangement at a number of team hours.
fn at<'a>(run: &'a GovernanceRun, name: &str, hours: f64) -> &'a ArmSummary {
    let arm = run.study.arrangements.iter().position(|parts| parts.name == name).unwrap();
    let level = run.study.team_hours.iter().position(|own| *own == hours).unwrap();
    &run.summaries[level][arm]
}

#[test]
fn governance_order_turns_with_the_hours_of_the_team() {
    let run = run(&study());
    let share = |name: &str, hours| at(&run, name, hours).live_share;
    for hours in [60.0, 125.0] {
        assert!(share("lead", hours) > share("bilateral", hours), "lead at {hours}");
    }
    assert!(share("bilateral", 1_000.0) > share("lead", 1_000.0), "bilateral at 1,000");
    // Where the trust has hardly any hours, a relationship of its own for each ICS is years away.
    assert!(at(&run, "bilateral", 60.0).never > at(&run, "lead", 60.0).never);
    assert_eq!(at(&run, "bilateral", 1_000.0).fit, Some(1.0));
    assert!(at(&run, "lead", 1_000.0).fit.unwrap() < 1.0);
}

#[test]
fn governance_of_two_ics_with_ample_hours_is_better_bilateral() {
    let mut study = study();
    let order = ["bilateral", "lead"];
    study.arrangements.retain(|parts| order.contains(&parts.name.as_str()));
    let chart = break_even(&study, 200);
    let lead = &chart.cells[0];
    let row = |n: usize| &lead[MEMBERS.iter().position(|members| *members == n).unwrap()];
    assert!(row(2).last().unwrap()[0] < 0.0, "two ICSs at 1,000 hours: {:?}", row(2));
    assert!(row(8)[0][0] > 0.0, "eight ICSs at 60 hours: {:?}", row(8));
    // At the ends of the range of hours the order is the same for any number of ICSs but one.
    for members in &MEMBERS[1..] {
        let (least, most) = (row(*members)[0][0], row(*members).last().unwrap()[0]);
        assert!(least > 0.0 && most < 0.0, "{members} ICSs: {least} at 60 hours, {most} at 1,000");
    }
    let is_even = |cell: &[f64; 2]| cell[0].abs() < 1e-12 && (cell[1] - 0.5).abs() < 1e-9;
    assert!(row(1).iter().all(is_even), "one ICS: nobody to share with: {:?}", row(1));
}

#[test]
fn governance_tells_probability_of_being_best_and_regret() {
    let run = run(&study());
    for level in &run.summaries {
        let best: f64 = level.iter().map(|arm| arm.best).sum();
        assert!((best - 1.0).abs() < 1e-9, "{best}");
        assert!(level.iter().all(|arm| arm.regret >= 0.0 && arm.regret_days >= 0.0));
        let least = level.iter().map(|arm| arm.regret).fold(f64::INFINITY, f64::min);
        let most = level.iter().map(|arm| arm.live_share).fold(0.0, f64::max);
        let own = level.iter().find(|arm| arm.regret == least).unwrap();
        assert_eq!(own.live_share, most, "the least regret is that of the highest mean");
    }
}

#[test]
fn governance_first_date_turns_on_the_discipline() {
    let mut study = study();
    // At 60 hours standing relationships take all in most months, and the horizon would have to be decades.
    let first = |study: &ArrangementStudy| at(&run(study), "bilateral", 125.0).days[0];
    study.horizon_days = 10_000.0;
    let in_order = first(&study).unwrap();
    study.discipline = DisciplineConfig::FinishFirst(FinishFirst {});
    let finishing = first(&study).unwrap();
    assert!(in_order > 2.0 * finishing, "{in_order} against {finishing}");
}

#[test]
fn governance_joint_committee_turns_on_quota_set_up_and_ratification() {
    let joint = |study: &mut ArrangementStudy, text: &str| {
        let folder = std::env::temp_dir().join(format!("ambics-joint-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let whole = format!(
            "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"RYF\"\n[[proposal]]\nname = \"a\"\n\
             [[arrangement]]\nlike = \"lead\"\n[[arrangement]]\nlike = \"joint_committee\"\n{text}\n"
        );
        let path = folder.join("own.toml");
        std::fs::write(&path, whole).unwrap();
        study.arrangements = ArrangementStudy::load(&path).unwrap().arrangements;
        std::fs::remove_dir_all(&folder).unwrap();
        let run = run(study);
        at(&run, "joint committee", 250.0).live_share - at(&run, "lead", 250.0).live_share
    };
    let mut study = study();
    study.team_hours = vec![250.0];
    let free = joint(&mut study, "quota = 0.51\nset_up_days = 0\nmembers = \"adopt\"");
    let slow = joint(&mut study, "quota = 1.0");
    assert!(free > 0.0, "free to set up and binding: {free}");
    assert!(slow < 0.0, "unanimous, set up and ratified: {slow}");
}

#[test]
fn governance_nested_gains_where_ics_differ() {
    let mut study = study();
    study.team_hours = vec![300.0];
    let more = |study: &ArrangementStudy| {
        let run = run(study);
        at(&run, "nested", 300.0).live_share - at(&run, "lead", 300.0).live_share
    };
    let alike = {
        let mut study = study.clone();
        study.ground.members.iter_mut().for_each(|member| member.profile = [0.0; 3]);
        more(&study)
    };
    study.ground.members.iter_mut().enumerate().for_each(|(k, member)| {
        member.profile = [[2.0, -2.0][k % 2], [-1.5, 1.5][k % 2], [1.5, -1.5][(k / 2) % 2]];
    });
    for (number, range) in &mut study.numbers {
        if number.name() == "fit_loss" {
            *range = Ranged { value: 0.45, low: 0.3, high: 0.6 };
        }
    }
    let different = more(&study);
    assert!(different > alike, "{different} against {alike}");
    assert!(different > 0.0, "nested above lead where ICSs differ much: {different}");
}

#[test]
fn governance_does_not_depend_on_threads() {
    let study = study().with(Some(30), None);
    let [one, two] =
        [1, 2].map(|threads| governance(&study, NOTHING_MORE, threads, &Stop::new()).unwrap().summaries);
    assert_eq!(one, two);
}

#[test]
fn governance_study_tells_every_fault() {
    let folder = std::env::temp_dir().join(format!("ambics-faults-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("own.toml");
    let text = "kind = \"arrangement\"\nregion = \"england-2022\"\nservice = \"RYF\"\ncolour = 1\n[process]\nyears = \"five\"\n\
                discipline = \"lifo\"\nteam_hours_per_week = [100, 60]\n[number]\nscope_hours = { value = 9, low = 10, high = 20 }\n\
                [[workforce]]\nstaff = 0\n[partner.fire]\nseat = true\n\
                [[proposal]]\nwork_ratio = 0\npartners = [\"fire\"]\n[[arrangement]]\nlike = \"leed\"\n[[arrangement]]\nlike = \"lead\"\nlead = \"QXX\"\n\
                groups = [[\"QVV\", \"QVV\"]]\ntailoring = 2\n";
    std::fs::write(&path, text).unwrap();
    let problems = ArrangementStudy::load(&path).unwrap_err();
    std::fs::remove_dir_all(&folder).unwrap();
    let said: Vec<String> = problems.iter().map(|problem| problem.path.clone()).collect();
    for path in [
        "kind",
        "colour",
        "process.years",
        "process.discipline",
        "process.team_hours_per_week",
        "number.scope_hours.value",
        "workforce[0].staff",
        "workforce[0].leaving_per_year",
        "recruits",
        "partner.fire",
        "proposal[0].name",
        "arrangement[0].like",
        "arrangement[1].lead",
        "arrangement[1].groups",
        "arrangement[1].tailoring",
    ] {
        assert!(said.iter().any(|own| own == path), "{path} is said: {said:?}");
    }
}

/// A study with some lines more, at 250 team hours.
fn with_lines(name: &str, lines: &str) -> ArrangementStudy {
    let folder = std::env::temp_dir().join(format!("ambics-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let whole = format!(
        "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"RYF\"\n[process]\ndraws = 200\n\
         team_hours_per_week = [250]\n{lines}\n[[arrangement]]\nlike = \"today\"\n[[arrangement]]\nlike = \"lead\"\n"
    );
    let path = folder.join("own.toml");
    std::fs::write(&path, whole).unwrap();
    let study = ArrangementStudy::load(&path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    study
}

#[test]
fn governance_joint_committee_turns_on_its_quota_alone() {
    let mut study = study();
    study.team_hours = vec![250.0];
    let places = |quota: f64| {
        let mut study = study.clone();
        let folder = std::env::temp_dir().join(format!("ambics-quota-{quota}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("own.toml");
        let text = format!(
            "kind = \"arrangements\"\nregion = \"england-2022\"\nservice = \"RYF\"\n[[proposal]]\nname = \"a\"\n\
             [[arrangement]]\nlike = \"lead\"\n[[arrangement]]\nlike = \"joint_committee\"\nset_up_days = 120\n\
             members = \"adopt\"\nquota = {quota}\n"
        );
        std::fs::write(&path, text).unwrap();
        study.arrangements = ArrangementStudy::load(&path).unwrap().arrangements;
        std::fs::remove_dir_all(&folder).unwrap();
        let run = run(&study);
        at(&run, "joint committee", 250.0).live_share - at(&run, "lead", 250.0).live_share
    };
    let (majority, all) = (places(0.51), places(1.0));
    assert!(majority > 0.0 && all < 0.0, "binding, as soon set up as a lead: {majority} at 0.51, {all} at 1");
}

#[test]
fn governance_pressure_delays_every_arrangement_and_can_be_left_out() {
    let with = |crowding: &str| {
        run(&with_lines("pressure", &format!("[number]\n{crowding}\n[[proposal]]\nname = \"a\"")))
    };
    let (usual, none) = (with(""), with("team_crowding_out = 0"));
    for (usual, none) in usual.summaries[0].iter().zip(&none.summaries[0]) {
        assert!(usual.live_share < none.live_share, "{} and {}", usual.live_share, none.live_share);
    }
    let pressure = &usual.study.pressure;
    assert!(pressure.iter().all(|own| (0.0..=1.0).contains(&own.share)) && pressure.len() == 61);
    assert!(pressure.iter().any(|own| own.share == 1.0) && pressure.iter().any(|own| own.share == 0.0));
}

#[test]
fn governance_partners_without_seat_who_decide_delay_most() {
    let median = |name: &str, lines: &str| {
        let run = run(&with_lines(name, &format!("[[proposal]]\nname = \"a\"\n{lines}")));
        [0, 1].map(|arm: usize| run.summaries[0][arm].live_share)
    };
    let none = median("partners-none", "");
    let police = median("partners-police", "partners = [\"police\"]");
    let voluntary = median(
        "partners-vcse",
        "partners = [\"voluntary_sector\"]\n[partner.voluntary_sector]\ndecides = true",
    );
    for arm in 0..2 {
        assert!(none[arm] > police[arm] && police[arm] > voluntary[arm], "{none:?} {police:?} {voluntary:?}");
    }
}

#[test]
fn governance_themes_explain_the_variance_and_do_not_depend_on_threads() {
    let study = study();
    let depth = Depth { theme_draws: 100, ..NOTHING_MORE };
    let [one, two] = [1, 2].map(|threads| {
        governance(&study.clone().with(Some(2), None), depth, threads, &Stop::new()).unwrap().themes
    });
    assert_eq!(one, two);
    assert_eq!((one.len(), one[0].arms.len()), (8, 4));
    for arm in 0..4 {
        let total: f64 = one.iter().map(|own| own.arms[arm].total).sum();
        let error = one.iter().map(|own| own.arms[arm].errors[1].powi(2)).sum::<f64>().sqrt();
        assert!(total > 1.0 - 4.0 * error - 0.1, "totals hold all of the variance: {total} +- {error}");
        assert!(one.iter().all(|own| own.arms[arm].total >= 0.0));
    }
}

#[test]
fn governance_puts_real_packages_beside_today() {
    let run = run(&study());
    let real = run.real_packages();
    let dated: Vec<_> = real.iter().filter(|own| own.within.is_some()).collect();
    assert!(real.len() >= 10 && dated.len() == 8, "{} of {}", dated.len(), real.len());
    let days = |name: &str, place: &str| {
        let own = real.iter().find(|own| own.package.name == name && own.package.place == place).unwrap();
        own.days
    };
    assert_eq!(days("Right Care Right Person", "London"), Some(157));
    assert_eq!(days("falls car", "West Essex"), None);
    let mut without = run.clone();
    without.study.arrangements[0].name = "own".into();
    assert!(without.real_packages().is_empty(), "nothing stands for what there is");
}
