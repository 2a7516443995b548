//! temporary
use ambics::Address;
use ambics::engine::{Engine, Stop};
use ambics::governance::*;
use ambics::outcome::*;
use ambics::policy::*;
use ambics::region::{Month, Region};
use ambics::state::State;
use ambics::tape::record;
use ambics::units::*;
use ambics::world::*;
use std::collections::BTreeMap;
use std::path::Path;

#[allow(clippy::too_many_lines, clippy::disallowed_methods, clippy::unwrap_used)]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let code = args.get(1).map_or("RYF", |s| s.as_str());
    let hours: Option<f64> = args.get(2).and_then(|s| s.parse().ok());
    let set: BTreeMap<String, String> = args[3.min(args.len())..]
        .iter()
        .filter_map(|a| a.split_once('='))
        .map(|(a, b)| (a.into(), b.into()))
        .collect();
    let get = |k: &str, d: &str| set.get(k).cloned().unwrap_or(d.to_string());
    let t = std::time::Instant::now();
    let region = Region::load(Path::new("scenarios/data/england-2022")).unwrap();
    eprintln!("load {:?}", t.elapsed());
    let s = region.services().iter().position(|s| s.code == code).unwrap();
    let areas: Vec<bool> =
        region.areas().iter().map(|a| region.patches()[a.patch.index()].service.index() == s).collect();
    let months = ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
        .iter()
        .map(|m| Month::parse(m).unwrap())
        .collect();
    let mut settings = Settings::new(
        &region,
        &BTreeMap::from_iter(set.iter().filter_map(|(k, v)| Some((k.clone(), v.parse().ok()?)))),
    );
    settings.travel_time_factor = get("tf", "1").parse().unwrap();
    let plan = Plan {
        areas: areas.clone(),
        start: jiff::civil::date(2024, 1, 10),
        days: get("days", "28").parse().unwrap(),
        lead_in: SimDuration::from_hours(48),
        months,
        profile: get("profile", "ambulance_blend"),
        growth: BTreeMap::new(),
        day_effect: true,
        special_days: true,
        settings,
        joined: vec![],
    };
    let t = std::time::Instant::now();
    let world = compile(&region, &plan);
    eprintln!("compile {:?}", t.elapsed());
    let c = &world.components[0];
    eprintln!(
        "own {} places {} targets {} stations {} workload {:.0}",
        c.places.n_own,
        c.places.len(),
        c.places.n_target,
        c.stations.len(),
        c.stations.iter().map(|s| s.workload).sum::<f64>()
    );
    let h = hours.unwrap_or(region.effective_hours()[s].hours_per_week);
    let mut hpw = vec![0.0; region.services().len()];
    hpw[s] = h;
    let curve: [f64; 168] =
        region.profiles().iter().find(|p| p.name == "rota").unwrap().share.clone().try_into().unwrap();
    let fp = FleetPlan {
        hours_per_week: hpw,
        patch_hours: vec![None; region.patches().len()],
        curve,
        uplift: Uplift { hours_per_week: 0.0, arrangement: ArrangementConfig::Today(Today {}).build() },
        uplift_from: SimTime(0),
    };
    let n = c.patches.len();
    let ground = Ground {
        patch_code: vec![String::new(); n],
        residents: vec![1.0; n],
        service_share: vec![1.0],
        uplift_share: 1.0,
    };
    let cfg: PolicyConfig = toml::from_str(&format!(
        r#"
[dispatch]
method = "closest_available"
divert_gain = "{}"
reach = "{}"
[queue]
method = "longest_wait_less_travel"
travel_weight = {}
reach = "{}"
reach_less_urgent = "{}"
escalate_c3 = "{}"
escalate_c4 = "{}"
escalate_other = "{}"
[hospital]
method = "nearest_open"
"#,
        get("dg", "2 min"),
        get("dr", "45 min"),
        get("w", "2.0"),
        get("r", "60 min"),
        get("rl", "40 min"),
        get("e3", "110 min"),
        get("e4", "150 min"),
        get("eo", "120 min")
    ))
    .unwrap();
    let t = std::time::Instant::now();
    let decisions = Decisions::build(&[(c, ground)], &fp, &BorderConfig::default(), cfg.build());
    eprintln!("decisions {:?} vehicles {}", t.elapsed(), decisions.components[0].fleet.vehicles.len());
    let levels = Levels::new(&region, &areas);
    for rep in 0..get("reps", "3").parse().unwrap() {
        let address = Address::new(1, rep);
        let t = std::time::Instant::now();
        let mut e = Engine::new(&world, 0, &decisions, address, State::new());
        let mut r = Recorder::new(&world, 0, &decisions.components[0].fleet, region.patches().len(), false);
        let own: Vec<_> = c.places.area[..c.places.n_own].to_vec();
        let mut rows = 0;
        let mut tt = std::time::Duration::ZERO;
        for week in world.clock.weeks() {
            let t2 = std::time::Instant::now();
            let tape = record(&world.demand, &world.clock, &address, week, &own);
            tt += t2.elapsed();
            rows += tape.rows.len();
            e.advance(&tape, world.clock.horizon(), &mut r, &Stop::new());
        }
        e.close(&mut r);
        let el = t.elapsed();
        let waiting = e.state().waiting().len();
        let recs = r.finish();
        let t3 = std::time::Instant::now();
        let m = measure(&recs, &region, &levels, &areas, plan.start);
        let mt = t3.elapsed();
        print!(
            "rep {rep} {rows} rows {el:?} (tape {tt:?}) measure {mt:?} {:.0}/s wait {waiting} ",
            rows as f64 / el.as_secs_f64()
        );
        for row in m.responses.iter().filter(|r| r.level == Level::Trust) {
            print!(
                "{} {}/{:.1}/{:.1} ",
                row.category.name(),
                row.n,
                row.mean_s.unwrap_or(0.0) / 60.0,
                row.p90_s.unwrap_or(0.0) / 60.0
            );
        }
        let v = m.vehicles.iter().find(|v| v.level == Level::Trust).unwrap();
        let ho = m.handovers.iter().find(|v| v.level == "trust").unwrap();
        println!(
            "util {:.2} onduty {:.0} handover {} {:.1} {:.1}",
            v.unit_hour_utilisation().unwrap_or(0.0),
            v.on_duty_h(),
            ho.n,
            ho.mean_s.unwrap_or(0.0) / 60.0,
            ho.p90_s.unwrap_or(0.0) / 60.0
        );
    }
}
