//! Posts of a user's own and nested compliance tables: every fault is found, and vehicles stand where they say.

use crate::scenario_files::{Folder, faults};
use crate::worlds::tapes;
use ambics::Address;
use ambics::category::Category;
use ambics::engine::{Engine, Stop};
use ambics::experiment::{RunOptions, run};
use ambics::problem::{Problem, Problems};
use ambics::region::Region;
use ambics::scenario::{Edit, Scenario};
use ambics::state::{State, VehicleStatus};
use ambics::units::{MINUTE_MS, SimTime};
use ambics::vehicle_kind::Pool;

fn tiny(name: &str, edits: &[Edit]) -> Scenario {
    Scenario::embedded(&format!("tiny/{name}")).unwrap().with(edits).unwrap()
}

/// A scenario on tiny with these posts and this table.
fn load(posts: &str, table: Option<&str>, method: &str) -> Result<Scenario, Problems> {
    let folder = Folder::new();
    folder.write("posts.csv", posts);
    let mut text = "region = \"tiny\"\nrelocation.posts = \"posts.csv\"\n".to_owned();
    if let Some(table) = table {
        folder.write("held.csv", table);
        text += "relocation.table = \"held.csv\"\n";
    }
    let method = format!("policy.relocation.method = \"{method}\"\npolicy.relocation.within = \"90 min\"\n");
    Scenario::load(&folder.write("x.toml", text + &method))
}

/// File, line, column and what was found of each fault.
fn places(problems: &[Problem]) -> Vec<(&str, usize, &str, &str)> {
    let short = |p: &Problem| if p.file.ends_with("posts.csv") { "posts" } else { "held" };
    problems.iter().map(|p| (short(p), p.line.unwrap(), p.path.as_str(), p.found.as_str())).collect()
}

const POSTS: &str = "post_code,service_code,area_code\nWEST,TNY,A01\nEAST,TNY,A08\n";

// --- faults ---

#[test]
fn every_fault_of_posts_and_table_is_found_at_once() {
    let posts = "post_code,service_code,area_code,station_code,rank\n\
                 P1,TNY,A01,,1\n\
                 P1,TNY,A03,,2\n\
                 P3,TNX,A04,,3\n\
                 P4,TNY,A99,,4\n\
                 P5,TNY,A05,TNY-S001,5\n\
                 P6,TNY,,,6\n\
                 P7,TNY,,TNY-S009,7\n\
                 P8,TNY,A01,,8\n\
                 P9,TNY,A07,,2\n\
                 P10,TNY,A08,,0\n\
                 P11,TNY,A10,,\n\
                 TNY-S001,TNY,A11,,12\n\
                 ,TNY,A12,,13\n\
                 P14,TNY\n";
    let table = "service_code,idle_n,post_code\n\
                 TNY,1,P1\n\
                 TNX,1,P1\n\
                 TNY,none,P1\n\
                 TNY,2,P99\n\
                 TNY,2,P4\n";
    let problems = faults(load(posts, Some(table), "compliance_table"));
    let expected = [
        ("posts", 3, "post_code", "\"P1\""),
        ("posts", 4, "service_code", "\"TNX\""),
        ("posts", 5, "area_code", "\"A99\""),
        ("posts", 6, "area_code", "\"A05\""),
        ("posts", 7, "area_code", "an empty text"),
        ("posts", 8, "station_code", "\"TNY-S009\""),
        ("posts", 9, "area_code", "A01 again"),
        ("posts", 10, "rank", "2"),
        ("posts", 11, "rank", "\"0\""),
        ("posts", 12, "rank", "no rank"),
        ("posts", 13, "post_code", "\"TNY-S001\""),
        ("posts", 14, "post_code", "an empty text"),
        ("posts", 15, "", "2 cells"),
        ("held", 3, "service_code", "\"TNX\""),
        ("held", 4, "idle_n", "\"none\""),
        ("held", 5, "post_code", "\"P99\""),
    ];
    assert_eq!(places(&problems), expected, "P4 is wrong in its own row alone");
    let hint = |row: usize| problems[row].hint.as_str();
    assert_eq!((hint(0), hint(2)), ("row 2 has it", "did you mean `A09`?"));
    assert_eq!(hint(3), "fill area_code, or station_code, and not both");
    assert_eq!(problems[15].rule, "a post of relocation.posts, or the code of a station");
}

#[test]
fn posts_that_cannot_be_read_are_the_only_fault() {
    let table = "service_code,idle_n,post_code\nTNY,1,P1\n";
    let columns = faults(load("post,service_code,area_code\nP1,TNY,A01\n", Some(table), "compliance_table"));
    assert_eq!(
        places(&columns),
        [("posts", 1, "post", "an unknown column"), ("posts", 1, "post_code", "no such column")]
    );
    let folder = Folder::new();
    folder.write("held.csv", table);
    let text = "region = \"tiny\"\nrelocation.posts = \"post.csv\"\nrelocation.table = \"held.csv\"\n";
    let absent = faults(Scenario::load(&folder.write("x.toml", text)));
    let found: Vec<_> = absent.iter().map(|p| (p.path.as_str(), p.found.as_str())).collect();
    assert_eq!(found, [("relocation.posts", "no such file")]);
}

#[test]
fn a_table_that_is_not_nested_names_its_rows() {
    let found = |rows: &str| {
        let table = format!("service_code,idle_n,post_code\n{rows}");
        let problems = faults(load(POSTS, Some(&table), "compliance_table"));
        problems.iter().map(|p| (p.line.unwrap(), p.found.clone())).collect::<Vec<_>>()
    };
    let at = |line: usize, found: &str| vec![(line, found.to_owned())];
    assert_eq!(found("TNY,1,WEST\nTNY,2,EAST\nTNY,2,TNY-S001\n"), at(3, "no row for WEST at 2"));
    assert_eq!(found("TNY,1,WEST\nTNY,2,WEST\n"), at(3, "no new post at 2"));
    assert_eq!(found("TNY,1,WEST\nTNY,1,EAST\n"), at(3, "EAST, a further new post at 1"));
    assert_eq!(found("TNY,2,WEST\nTNY,2,EAST\n"), at(2, "2"));
    assert_eq!(found("TNY,1,WEST\nTNY,1,WEST\n"), at(3, "\"WEST\""));
    assert_eq!(found("TNY,2,EAST\nTNY,1,WEST\nTNY,2,WEST\n"), [], "rows stand in any order");
}

#[test]
fn a_post_lies_where_its_service_is() {
    let england = Region::embedded("england-2022").unwrap();
    let code = |row: usize| england.services()[row].code.as_str();
    let of = |area: &ambics::region::Area| england.patches()[area.patch.index()].service.index();
    let elsewhere = england.areas().iter().find(|area| of(area) == 1).unwrap();
    let folder = Folder::new();
    folder.write("p.csv", format!("post_code,service_code,area_code\nP,{},{}\n", code(0), elsewhere.code));
    let text =
        "region = \"england-2022\"\nrelocation.posts = \"p.csv\"\npolicy.relocation.method = \"dmexclp\"\n";
    let settings = "policy.relocation.busy_fraction = 0.5\npolicy.relocation.standard = \"12 min\"\n\
                    policy.relocation.within = \"20 min\"\n";
    let problems = faults(Scenario::load(&folder.write("x.toml", format!("{text}{settings}"))));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].rule, format!("a place of {}", code(0)));
    assert_eq!(problems[0].hint, format!("it lies in the area of {}", code(1)));
}

#[test]
fn posts_that_no_rule_uses_are_a_warning() {
    let found = |scenario: &Scenario| {
        let warnings = scenario.warnings().iter();
        warnings.map(|warning| (warning.path.clone(), warning.found.clone())).collect::<Vec<_>>()
    };
    let today = [Edit::new("policy.relocation.method", "return_to_base")];
    let unused = found(&tiny("tiny-posts-table", &today));
    let because = "posts, with policy.relocation.method = \"return_to_base\"".to_owned();
    let expected = ["relocation.posts", "relocation.table"].map(|key| (key.to_owned(), because.clone()));
    assert_eq!(unused, expected);
    assert_eq!(found(&tiny("tiny-posts-table", &[])), []);
    let table = "service_code,idle_n,post_code\nTNY,1,WEST\n";
    let listed = load(POSTS, Some(table), "priority_list").unwrap();
    assert_eq!(listed.warnings()[0].rule, "the rule that reads it");
    let west = tiny("tiny-posts-table", &[Edit::new("select.ics", vec!["QT1"])]);
    let outside = "posts of TNY outside the selection: 2".to_owned();
    assert_eq!(found(&west), [("relocation.table".to_owned(), outside)]);
    assert_eq!(order(&west).len(), 4, "A01, A05 and two stations");
}

// --- where vehicles stand ---

#[test]
fn a_service_without_posts_is_a_warning() {
    let england = Region::embedded("england-2022").unwrap();
    let (service, other) = (&england.services()[0], &england.services()[1]);
    let own = |area: &&ambics::region::Area| england.patches()[area.patch.index()].service.index() == 0;
    let area = &england.areas().iter().find(own).unwrap().code;
    let folder = Folder::new();
    folder.write("p.csv", format!("post_code,service_code,area_code\nP,{},{area}\n", service.code));
    folder.write("h.csv", format!("service_code,idle_n,post_code\n{},1,P\n", service.code));
    let text = format!(
        "region = \"england-2022\"\nselect.trusts = [\"{}\", \"{}\"]\nrelocation.posts = \"p.csv\"\n\
         relocation.table = \"h.csv\"\n[policy.relocation]\nmethod = \"compliance_table\"\nwithin = \"20 min\"\n",
        service.code, other.code
    );
    let scenario = Scenario::load(&folder.write("x.toml", text)).unwrap();
    let found: Vec<&str> = scenario.warnings().iter().map(|warning| warning.found.as_str()).collect();
    assert_eq!(found, [format!("no post of {}", other.code), format!("no row of {}", other.code)]);
    let world = scenario.world();
    let held = |part: &ambics::world::Component| (part.services[0], part.posts.held[0].len());
    let stations = |row: usize| england.stations().iter().filter(|s| s.service.index() == row).count();
    let lengths: Vec<_> = world.components.iter().map(held).map(|(id, n)| (id.index(), n)).collect();
    assert!(lengths.contains(&(0, 1)), "{lengths:?}");
    assert!(lengths.iter().any(|(id, n)| *id == 1 && *n > 1 && *n <= stations(1)), "{lengths:?}");
}

/// The codes of the areas of the posts of tiny's service, in order of need; a station has a star.
fn order(scenario: &Scenario) -> Vec<String> {
    let (world, areas) = (scenario.world(), scenario.region().areas());
    let part = &world.components[0];
    let code = |place: u16| &areas[part.places.area[usize::from(place)].index()].code;
    let star = |standby: bool| if standby { "" } else { "*" };
    part.posts.by_service[0]
        .iter()
        .map(|post| format!("{}{}", code(post.place), star(post.standby)))
        .collect()
}

#[test]
fn ranks_go_before_expected_coverage() {
    let rows = |text: &str| order(&load(text, None, "priority_list").unwrap());
    let ranked =
        rows("post_code,service_code,station_code,area_code,rank\nA,TNY,TNY-S002,,7\nB,TNY,,A12,3\n");
    assert_eq!(ranked[..2], ["A12", "A06*"]);
    assert_eq!(ranked.len(), 4, "stations stay posts: {ranked:?}");
    let free = rows("post_code,service_code,area_code\nB,TNY,A12\nA,TNY,A01\n");
    let again = rows("post_code,service_code,area_code\nA,TNY,A01\nB,TNY,A12\n");
    assert_eq!((&free, free.len()), (&again, 5));
    assert_ne!(free[0], "A12", "the last corner adds least");
    let synthetic = order(&tiny("tiny-priority-list", &[]));
    assert!(synthetic.iter().all(|area| area != "A12"));
}

/// Ambulances that can be sent: where each stands or is going to, and whether all of them stand.
fn idle(state: &State) -> (Vec<u16>, bool) {
    let all = state.vehicles().iter().filter(|v| v.kind.pool() == Pool::Transport && v.status.is_available());
    let stands = |status| matches!(status, VehicleStatus::AtStation | VehicleStatus::OnStandby);
    let mut places: Vec<u16> = all.clone().map(|vehicle| vehicle.leg.to).collect();
    places.sort_unstable();
    (places, all.clone().all(|vehicle| stands(vehicle.status)))
}

/// Looks at a run of a scenario every minute of its window.
fn every_minute(scenario: &Scenario, mut look: impl FnMut(&State)) {
    let (world, address) = (scenario.world(), Address::new(1, 0));
    let decisions = scenario.decisions(&world);
    let mut engine = Engine::new(&world, 0, &decisions, address, State::new());
    let (from, until) = world.clock.window();
    for tape in tapes(&world, 0, &address) {
        let end = SimTime(tape.week.start.0 + tape.week.hours as i64 * 60 * MINUTE_MS).min(until);
        let mut at = engine.state().now();
        while at < end {
            at = SimTime((at.0 + MINUTE_MS).min(end.0));
            engine.advance(&tape, at, &mut (), &Stop::new());
            if at >= from {
                look(engine.state());
            }
        }
    }
}

/// Six ambulances around the clock, two at each station, and a third of the demand.
fn six(table: &str) -> Scenario {
    let folder = Folder::new();
    for name in ["tiny-posts.csv", "tiny-posts-table.csv"] {
        folder.write(name, ambics_scenarios::data_file(&format!("tiny/{name}")).unwrap());
    }
    let rota = (1..=3).map(|n| format!("TNY-S00{n},dca,daily,07:00,07:00,2\n")).collect::<String>();
    folder.write("rota.csv", format!("station_code,kind,days,start,finish,vehicles\n{rota}"));
    let text = "region = \"tiny\"\nrun.days = 14\nfleet.rota = \"rota.csv\"\nfleet.kind_hours_per_week.rrv = 0\n\
                demand.growth.QT1 = 0.35\ndemand.growth.QT2 = 0.35\nrelocation.posts = \"tiny-posts.csv\"\n\
                [policy.relocation]\nmethod = \"compliance_table\"\nwithin = \"5 h\"\n";
    Scenario::load(&folder.write("x.toml", format!("{table}{text}"))).unwrap()
}

/// For each number of idle vehicles, how often all of them stood, and how often they stood at the first posts of the
/// table that tiny ships.
fn followed(scenario: &Scenario) -> [(u32, u32); 7] {
    let order = ["A01", "A08", "A06", "A05", "A02", "A09"];
    let (world, areas) = (scenario.world(), scenario.region().areas());
    let row = |code: &str| areas.iter().position(|area| area.code == code).unwrap();
    let table = order.map(|code| world.components[0].place_of_area[row(code)].unwrap());
    let mut counts = [(0, 0); 7];
    every_minute(scenario, |state| {
        let (places, all_stand) = idle(state);
        let mut held = table[..places.len()].to_vec();
        held.sort_unstable();
        if all_stand {
            counts[places.len()].0 += 1;
            counts[places.len()].1 += u32::from(places == held);
        }
    });
    counts
}

#[test]
fn a_table_of_ones_own_is_followed_at_each_number_of_idle_vehicles() {
    let own = followed(&six("relocation.table = \"tiny-posts-table.csv\"\n"));
    for (n, (stood, held)) in own.into_iter().enumerate().skip(1) {
        assert!(stood > 20, "{n} idle vehicles are seen to stand: {own:?}");
        assert_eq!(stood, held, "{n} idle vehicles stand at the first {n} posts: {own:?}");
    }
    let order_of_need = followed(&six(""));
    assert!(order_of_need[1..6].iter().any(|(stood, held)| held < stood), "{order_of_need:?}");
}

#[test]
fn a_post_of_ones_own_near_the_demand_is_held() {
    let at_west = |scenario: &Scenario| {
        let (world, mut with_idle, mut there) = (scenario.world(), 0, 0);
        let areas = scenario.region().areas();
        let west = world.components[0].place_of_area[areas.iter().position(|a| a.code == "A01").unwrap()];
        every_minute(scenario, |state| {
            let (places, _) = idle(state);
            with_idle += u32::from(!places.is_empty());
            there += u32::from(places.contains(&west.unwrap()));
        });
        f64::from(there) / f64::from(with_idle)
    };
    assert_eq!(at_west(&tiny("tiny", &[])), 0.0);
    assert!(at_west(&tiny("tiny-posts", &[])) > 0.5, "the first in order of need is held whenever it can be");
}

/// On common tapes C1 in the area of a post is reached sooner than from the stations alone.
#[test]
fn a_post_of_ones_own_is_felt_where_it_is() {
    let edits = [Edit::new("run.replications", 12), Edit::new("run.days", 28)];
    let arms = ["tiny", "tiny-posts"].map(|name| (name.to_owned(), tiny(name, &edits)));
    let all = run(&arms, &RunOptions { with_incidents: true, ..RunOptions::default() });
    let areas = arms[0].1.region().areas();
    let means = all.arms.iter().map(|arm| {
        let mean = |table: &ambics::outcome::IncidentTable| {
            let own = table
                .rows
                .iter()
                .filter(|row| areas[row.area.index()].code == "A01" && row.category == Category::C1);
            let times: Vec<f64> =
                own.filter_map(|row| Some((row.clock_stop? - row.clock_start).seconds())).collect();
            times.iter().sum::<f64>() / times.len() as f64
        };
        arm.incidents.iter().map(mean).collect::<Vec<f64>>()
    });
    let means: Vec<Vec<f64>> = means.collect();
    let falls: Vec<f64> = means[0].iter().zip(&means[1]).map(|(today, posts)| today - posts).collect();
    let n = falls.len() as f64;
    let mean = falls.iter().sum::<f64>() / n;
    let error = (falls.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
    assert!(mean > 3.0 * error && mean > 0.0, "C1 in A01 falls by {mean:.1} s ± {error:.1}");
}

#[test]
fn posts_are_in_the_hash_and_a_study_reads_them_once() {
    let scenario = tiny("tiny-posts-table", &[]);
    let keys: Vec<_> = scenario.data_files().iter().map(|file| file.key).collect();
    assert_eq!(keys, ["relocation.posts", "relocation.table"]);
    assert!(scenario.data_files().iter().all(|file| scenario.canonical().contains(&file.blake3)));
    assert_eq!(scenario.world_plan(), scenario.with(&[Edit::new("run.seed", 2)]).unwrap().world_plan());
    assert_ne!(scenario.world_plan(), tiny("tiny-posts", &[]).world_plan());
}
