//! Sweeps: the points of a design, and runs that depend on nothing but their point and replication.
#![cfg(feature = "arrow")]

use ambics::engine::Stop;
use ambics::experiment::{RunOptions, SweepRun, SweepRunner, run, sweep_table};
use ambics::outcome::{Level, ReportedCategory};
use ambics::scenario::Sweep;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder with the tiny city and a sweep file; gone when it is dropped.
struct Place(PathBuf);

impl Place {
    fn new(name: &str, text: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("ambics-core-sweep-{name}-{}", std::process::id()));
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/tiny");
        fs::create_dir_all(&folder).unwrap();
        fs::copy(tiny.join("tiny.toml"), folder.join("tiny.toml")).unwrap();
        fs::write(folder.join("sweep.toml"), format!("kind = \"sweep\"\nbase = \"tiny.toml\"\n{text}"))
            .unwrap();
        Self(folder)
    }

    fn sweep(&self) -> Sweep {
        Sweep::load(&self.0.join("sweep.toml")).unwrap_or_else(|faults| panic!("{faults}"))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const SHORT: &str = "[[arm]]\nname = \"short\"\nset = { \"run.days\" = 1, \"run.lead_in\" = \"0 h\" }\n";

fn grid(name: &str) -> Place {
    let vary = "replications = 4\n[vary]\n\"travel.time_factor\" = [0.8, 1.2]\n\"cycle.on_scene_ratio\" = [0.9, 1.0]\n";
    Place::new(name, &format!("{vary}{SHORT}"))
}

fn all(sweep: &Sweep, runner: &SweepRunner) -> Vec<SweepRun> {
    let of = |point| runner.run(point, 0, sweep.replications, &Stop::new()).unwrap();
    sweep.points.iter().flat_map(of).collect()
}

#[test]
fn a_run_is_the_same_alone_and_among_others_and_in_any_order() {
    let place = grid("alone");
    let sweep = place.sweep();
    let runner = SweepRunner::new(std::sync::Arc::new(sweep.clone()));
    let together = all(&sweep, &runner);
    assert_eq!(together.len(), 16);
    for run in together.iter().rev() {
        let point = &sweep.points[run.point as usize];
        let alone = SweepRunner::new(std::sync::Arc::new(sweep.clone()))
            .run(point, run.replication, 1, &Stop::new())
            .unwrap();
        assert_eq!(alone, std::slice::from_ref(run));
        assert_eq!(alone[0].digest(), run.digest());
    }
    let digests: BTreeSet<[u8; 32]> = together.iter().map(SweepRun::digest).collect();
    assert_eq!(digests.len(), 16, "points and replications differ");
}

#[test]
fn a_point_gives_what_its_scenario_gives_by_itself() {
    let place = grid("itself");
    let sweep = place.sweep();
    let runs = all(&sweep, &SweepRunner::new(std::sync::Arc::new(sweep.clone())));
    let point = &sweep.points[2];
    let edits = [ambics::scenario::Edit::new("run.replications", 4)];
    let scenario = sweep.scenario(point).unwrap().with(&edits).unwrap();
    let whole = run(&[("short".to_owned(), scenario)], &RunOptions::default());
    let own: Vec<Option<f64>> = runs.iter().filter(|run| run.point == 2).map(SweepRun::c2_mean_s).collect();
    let is_c2 = |level: Level, category| level == Level::England && category == ReportedCategory::C2;
    let wanted: Vec<Option<f64>> = whole.arms[0]
        .replications
        .iter()
        .map(|own| own.responses.iter().find(|row| is_c2(row.level, row.category)).unwrap().mean_s)
        .collect();
    assert!(wanted.iter().all(Option::is_some));
    assert_eq!(own, wanted);
}

#[test]
fn longer_drives_make_longer_responses_at_the_same_luck() {
    let place = grid("drives");
    let sweep = place.sweep();
    let runs = all(&sweep, &SweepRunner::new(std::sync::Arc::new(sweep.clone())));
    let row = sweep.keys.iter().position(|key| key == "travel.time_factor").unwrap();
    let mean = |wanted: f64| {
        let near = |run: &&SweepRun| sweep.points[run.point as usize].values[row].as_float() == Some(wanted);
        let own: Vec<f64> = runs.iter().filter(near).filter_map(SweepRun::c2_mean_s).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    assert!(mean(1.2) > mean(0.8), "{} for {}", mean(1.2), mean(0.8));
    let incidents = |point: u32| -> Vec<u64> {
        let own = runs.iter().filter(|run| run.point == point);
        own.map(|run| {
            run.rows.iter().filter(|row| row.level == Level::England).map(|row| row.incidents).sum()
        })
        .collect()
    };
    assert_eq!(incidents(0), incidents(3), "all points meet the same incidents");
}

#[test]
fn a_stop_leaves_no_half_run() {
    let place = grid("stop");
    let sweep = place.sweep();
    let stop = Stop::new();
    stop.ask();
    assert_eq!(
        SweepRunner::new(std::sync::Arc::new(sweep.clone())).run(&sweep.points[0], 0, 4, &stop).unwrap(),
        []
    );
}

#[test]
fn the_table_has_a_row_for_every_area_and_category_of_every_run() {
    let place = grid("table");
    let sweep = place.sweep();
    let runs = all(&sweep, &SweepRunner::new(std::sync::Arc::new(sweep.clone())));
    let table = sweep_table(&runs);
    assert_eq!(table.num_rows(), runs.iter().map(|run| run.rows.len()).sum::<usize>());
    let names: Vec<String> = table.schema().fields().iter().map(|field| field.name().clone()).collect();
    let wanted = [
        "point",
        "arm",
        "replication",
        "level",
        "area_code",
        "category",
        "incidents",
        "n",
        "mean_s",
        "p90_s",
    ];
    assert_eq!(names, wanted);
    assert!(runs.iter().all(|run| run.rows.iter().all(|row| row.n <= row.incidents)));
}

#[test]
fn designs_stay_in_their_ranges_and_follow_their_seed() {
    let text = |design: &str, seed: u32| {
        format!(
            "design = \"{design}\"\npoints = 32\nreplications = 1\nseed = {seed}\n[vary]\n\
             \"travel.time_factor\" = {{ low = 0.9, high = 1.1 }}\n\
             \"cycle.on_scene_ratio\" = {{ low = 0.5, high = 2.0, log = true }}\n"
        )
    };
    for design in ["latin_hypercube", "sobol"] {
        let values = |seed: u32| -> Vec<[f64; 2]> {
            let place = Place::new(&format!("{design}-{seed}"), &text(design, seed));
            let sweep = place.sweep();
            assert_eq!(sweep.keys, ["cycle.on_scene_ratio", "travel.time_factor"]);
            sweep.points.iter().map(|own| [0, 1].map(|k| own.values[k].as_float().unwrap())).collect()
        };
        let points = values(3);
        assert_eq!(points.len(), 32);
        assert!(points.iter().all(|[ratio, time]| (0.5..2.0).contains(ratio) && (0.9..1.1).contains(time)));
        // Half of the points lie below the geometric mean: the range is of logarithms.
        assert_eq!(points.iter().filter(|own| own[0] < 1.0).count(), 16, "{design}");
        assert_eq!(points.iter().filter(|own| own[1] < 1.0).count(), 16, "{design}");
        assert_eq!(points, values(3));
        assert_ne!(points, values(4));
    }
}

#[test]
fn every_arm_has_every_point() {
    let arms = "[[arm]]\nname = \"a\"\nset = { \"run.days\" = 1 }\n[[arm]]\nname = \"b\"\nset = { \"run.days\" = 2 }\n";
    let place = Place::new(
        "arms",
        &format!("replications = 3\n[vary]\n\"travel.time_factor\" = [0.9, 1.0, 1.1]\n{arms}"),
    );
    let sweep = place.sweep();
    assert_eq!((sweep.points.len(), sweep.runs()), (6, 18));
    for (number, point) in sweep.points.iter().enumerate() {
        assert_eq!(point.number as usize, number);
        let scenario = sweep.scenario(point).unwrap();
        assert_eq!(scenario.run().days, if point.arm == "a" { 1 } else { 2 });
    }
    let values = |from: usize| -> Vec<f64> {
        sweep.points[from..from + 3].iter().map(|own| own.values[0].as_float().unwrap()).collect()
    };
    assert_eq!((values(0), values(3)), (vec![0.9, 1.0, 1.1], vec![0.9, 1.0, 1.1]));
}

#[test]
fn a_part_of_england_has_its_services_mean() {
    let place = Place::new(
        "part",
        &format!(
            "replications = 1\n[vary]\n\"travel.time_factor\" = [1.0]\n{}",
            SHORT.replace("\"run.days\" = 1", "\"run.days\" = 1, \"select.ics\" = [\"QT1\"]")
        ),
    );
    let sweep = place.sweep();
    let runs = all(&sweep, &SweepRunner::new(std::sync::Arc::new(sweep.clone())));
    assert!(runs[0].rows.iter().all(|row| row.level != Level::England), "a part has no row of England");
    assert!(runs[0].c2_mean_s().is_some_and(|mean| mean > 60.0), "{:?}", runs[0].c2_mean_s());
}

#[test]
fn the_example_is_sound() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/tiny/sweep.toml");
    let sweep = Sweep::load(&file).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((sweep.points.len(), sweep.runs()), (6, 30));
    assert!(sweep.points.iter().all(|point| sweep.scenario(point).is_ok()));
}

const DRAWN: &str = "replications = 2\ndraws = 3\nseed = 4\n[vary]\n\"travel.time_factor\" = [0.8, 1.2]\n[draw]\n\"cycle.on_scene_ratio\" = { low = 0.8, high = 1.2 }\n";

#[test]
fn every_point_meets_the_same_draws_and_the_draws_differ() {
    let place = Place::new("draws", &format!("{DRAWN}{SHORT}"));
    let sweep = place.sweep();
    assert_eq!((sweep.points.len(), sweep.draws(), sweep.runs()), (6, 3, 12));
    assert_eq!(sweep.points.iter().map(|own| own.draw).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
    let drawn: BTreeSet<String> = (0..3).map(|draw| sweep.drawn(draw).0[0].to_string()).collect();
    assert_eq!(drawn.len(), 3);
    let ratio = |point: usize| {
        let text = sweep.scenario(&sweep.points[point]).unwrap().canonical();
        text.lines().find(|line| line.starts_with("cycle.on_scene_ratio ")).unwrap().to_owned()
    };
    assert!(ratio(0) == ratio(3) && ratio(1) == ratio(4) && ratio(0) != ratio(1), "{}", ratio(0));
    let one = Place::new("draws-one", &format!("{}{SHORT}", DRAWN.replace("[0.8, 1.2]", "[1.2]")));
    let one = one.sweep();
    let known = |sweep: &Sweep, point: usize| sweep.scenario(&sweep.points[point]).unwrap().hash();
    assert_eq!(known(&one, 2), known(&sweep, 5), "another design leaves the draws as they are");
}

#[test]
fn a_fit_is_drawn_by_weight_and_laid_below_what_arms_set() {
    let text = "replications = 1\ndraws = 4\nfit = \"fit.csv\"\n[[arm]]\nname = \"as fitted\"\n[[arm]]\nname = \"set\"\nset = { \"travel.time_factor\" = 0.9 }\n";
    let place = Place::new("fit", text);
    let members = "member,weight,key,value\n0,0.75,travel.time_factor,1.1\n1,0.25,travel.time_factor,1.3\n";
    fs::write(place.0.join("fit.csv"), members).unwrap();
    let sweep = place.sweep();
    let factor = |point: usize| {
        let text = sweep.scenario(&sweep.points[point]).unwrap().canonical();
        text.lines().find(|line| line.starts_with("travel.time_factor ")).unwrap().to_owned()
    };
    let factors: Vec<String> = (0..4).map(factor).collect();
    assert_eq!(factors.iter().filter(|own| own.contains("1.1")).count(), 3, "{factors:?}");
    assert_eq!(factors.iter().filter(|own| own.contains("1.3")).count(), 1, "{factors:?}");
    assert!((4..8).all(|point| factor(point).contains("0.9")));
}

#[test]
fn draws_that_cannot_be_are_told() {
    let wrong = [
        ("replications = 1\ndraws = 3\n", "nothing to draw"),
        ("replications = 1\n[draw]\n\"travel.time_factor\" = { low = 0.9, high = 1.1 }\n", "how many draws"),
        (
            "replications = 1\ndraws = 1\n[draw]\n\"travel.time_factor\" = { low = 0.9, high = 1.1 }\n",
            "2 draws or more",
        ),
        ("replications = 1\ndraws = 2\n[draw]\n\"travel.time_factor\" = [0.9, 1.1]\n", "low and high"),
        ("replications = 1\ndraws = 2\nfit = \"../fit.csv\"\n", "same folder"),
        (
            "replications = 1\ndraws = 2\n[vary]\n\"travel.time_factor\" = [1.0]\n[draw]\n\"travel.time_factor\" = { low = 0.9, high = 1.1 }\n",
            "either varies or is drawn",
        ),
        (
            "replications = 1\ndraws = 20000000\n[draw]\n\"travel.time_factor\" = { low = 0.9, high = 1.1 }\n",
            "10,000,000",
        ),
    ];
    for (row, (text, part)) in wrong.into_iter().enumerate() {
        let place = Place::new(&format!("wrong-{row}"), &format!("{text}{SHORT}"));
        let faults = Sweep::load(&place.0.join("sweep.toml")).expect_err(part).to_string();
        assert!(faults.contains(part), "{part}: {faults}");
    }
}
