//! The files of a pack.

use super::areas::Ground;
use super::count::{Counted, PUBLISHED};
use super::read::Read;
use super::rota::Rota;
use super::stages::{Stage, name};
use super::{LEAST, PackRequest, told};
use crate::failure::Failure;
use crate::own_region::{Rows, put, put_rows, table_of};
use ambics::category::Category;
use ambics::scenario::Scenario;
use ambics::world::StatedHandover;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Name of the region of a pack, and of its folder.
const REGION: &str = "pack";
/// What each own row says of its evidence and its source.
const OWN: [&str; 2] = ["A", "counted in the user's own extract"];
/// Jobs of a category from which on its stage is told apart from the others'.
const APART: u64 = 200;

/// Writes the pack and loads its scenario; gives the scenario's file.
pub(super) fn write(
    (request, ground): (&PackRequest, &Ground<'_>),
    read: &Read,
    counted: &Counted,
    (rota, window): (Option<&Rota>, Option<(Date, Date)>),
) -> Result<PathBuf, Failure> {
    let folder = request.out.join("data").join(REGION);
    fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
    let service = request.service.as_str();
    let tables = [
        ("activity_month.csv", activity(service, counted)),
        ("response_month.csv", responses(service, counted)),
        ("resources_month.csv", resources(service, counted)),
        ("call_month.csv", calls(service, counted)),
        ("handover_month.csv", handovers(service, counted)),
        ("hour_of_week.csv", hours(table_of(&request.base, "hour_of_week.csv"), counted)),
        ("job_cycle.csv", job_cycle(&table_of(&request.base, "job_cycle.csv"), counted)),
        ("stage_quantiles.csv", quantiles(counted)),
        ("area_demand.csv", areas(ground, counted)),
    ];
    let has_rows = |(_, rows): &&(&str, Rows)| rows.len() > 1;
    for (name, rows) in tables.iter().filter(has_rows) {
        put_rows(&folder.join(name), rows)?;
    }
    let mut names: Vec<&str> = tables.iter().filter(has_rows).map(|(name, _)| *name).collect();
    if let Some(rota) = rota {
        put(&request.out.join("rota.csv"), &rota.bytes)?;
    }
    if let Some(stations) = rota.and_then(|rota| rota.stations.as_ref()) {
        put(&folder.join("stations.csv"), stations)?;
        names.push("stations.csv");
    }
    put(&folder.join("SOURCE.toml"), source(request, ground, counted, &names).as_bytes())?;
    let handover = hospitals(ground, counted);
    let has_handover = handover.len() > 1;
    if has_handover {
        put_rows(&request.out.join("handover.csv"), &handover)?;
    }
    put(&request.out.join("pack.json"), told::json(request, (ground, read), counted).as_bytes())?;
    let scenario = request.out.join("scenario.toml");
    put(&scenario, scenario_text(request, counted, (has_handover, window)).as_bytes())?;
    Scenario::load(&scenario)?;
    Ok(scenario)
}

fn head(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// A count, or nothing where it is small.
fn shown(n: u64) -> String {
    if is_small(n) { String::new() } else { n.to_string() }
}

fn month((year, month): (i16, i8)) -> String {
    format!("{year:04}-{month:02}")
}

fn activity(service: &str, counted: &Counted) -> Rows {
    let mut rows = vec![head(
        "month,service_code,days,contacts,calls_answered,incidents,c1,c1t,c2,c3,c4,hear_and_treat,see_and_treat,\
         conveyed_ed,conveyed_other,face_to_face,hcp_ift_l3_l4",
    )];
    for (key, own) in &counted.months {
        if let Some(counts) = month_counts(&own.ended) {
            let mut row =
                vec![month(*key), service.to_owned(), own.days.to_string(), String::new(), String::new()];
            row.extend(counts);
            row.push(String::new());
            rows.push(row);
        }
    }
    rows
}

/// A month's counts from `incidents` to `face_to_face`, such that none is small and none follows from the others by taking away;
/// nothing where that leaves no month.
fn month_counts(ended: &[[u64; 4]; 5]) -> Option<[String; 11]> {
    let mut face = ended.map(|ends| ends[1..].iter().sum::<u64>());
    let ending = |row: usize| ended.iter().map(|ends| ends[row]).sum::<u64>();
    let [heard, mut treated, mut to_ed, mut elsewhere] = [0, 1, 2, 3].map(ending);
    // A category is what the others leave of all: a small one is left out with its endings.
    for (face, ends) in face.iter_mut().zip(ended).filter(|(face, _)| is_small(**face)) {
        (treated, to_ed, elsewhere) = (treated - ends[1], to_ed - ends[2], elsewhere - ends[3]);
        *face = 0;
    }
    if is_small(elsewhere) {
        (to_ed, elsewhere) = (to_ed + elsewhere, 0);
    }
    if is_small(treated) || is_small(to_ed) {
        return None;
    }
    let all: u64 = face.iter().sum();
    let c1t = if face[0] == 0 { 0 } else { ended[0][2] + ended[0][3] };
    let c1t = if is_small(face[0] - c1t) { String::new() } else { shown(c1t) };
    let incidents = if is_small(heard) { String::new() } else { shown(all + heard) };
    let [c1, c2, c3, c4, _] = face.map(shown);
    let endings = [heard, treated, to_ed, elsewhere].map(shown);
    let [heard, treated, to_ed, elsewhere] = endings;
    Some([incidents, c1, c1t, c2, c3, c4, heard, treated, to_ed, elsewhere, shown(all)])
}

fn is_small(n: u64) -> bool {
    (1..LEAST).contains(&n)
}

fn responses(service: &str, counted: &Counted) -> Rows {
    let mut rows = vec![head("month,service_code,category,n,mean_s,p90_s")];
    for (key, own) in &counted.months {
        for ((category, ..), seconds) in PUBLISHED.iter().zip(&own.responses) {
            let told = Stage::of(seconds.clone()).and_then(|stage| Some((stage.p90_s()?, stage)));
            if let Some((p90_s, stage)) = told {
                let numbers = [stage.n as f64, stage.mean_s, p90_s].map(|own| format!("{own:.0}"));
                rows.push(
                    [month(*key), service.to_owned(), (*category).to_owned()]
                        .into_iter()
                        .chain(numbers)
                        .collect(),
                );
            }
        }
    }
    rows
}

fn resources(service: &str, counted: &Counted) -> Rows {
    let mut rows = vec![head("month,service_code,category,n,allocated,arriving")];
    for (key, own) in &counted.months {
        for ((category, ..), (n, allocated, arrived)) in PUBLISHED.iter().zip(own.resources) {
            // C1 less C1T are those who were not conveyed.
            let rest = own.resources[0].0 - if *category == "C1T" { n } else { 0 };
            if n >= LEAST && arrived >= LEAST && !(*category == "C1T" && is_small(rest)) {
                let numbers = [n, allocated, arrived].map(|own| own.to_string());
                rows.push(
                    [month(*key), service.to_owned(), (*category).to_owned()]
                        .into_iter()
                        .chain(numbers)
                        .collect(),
                );
            }
        }
    }
    rows
}

fn calls(service: &str, counted: &Counted) -> Rows {
    let mut rows = vec![head(
        "month,service_code,call_answer_mean_s,call_answer_p90_s,call_answer_p95_s,call_answer_p99_s,\
         c1_identified_mean_s,c1_identified_p90_s",
    )];
    for (key, own) in &counted.months {
        let told = Stage::of(own.identified.clone()).and_then(|stage| Some((stage.p90_s()?, stage.mean_s)));
        if let Some((p90_s, mean_s)) = told {
            let mut row = vec![month(*key), service.to_owned()];
            row.extend(std::iter::repeat_n(String::new(), 4));
            row.extend([format!("{mean_s:.1}"), format!("{p90_s:.0}")]);
            rows.push(row);
        }
    }
    rows
}

fn handovers(service: &str, counted: &Counted) -> Rows {
    let mut rows = vec![head(
        "month,service_code,n,unknown_n,mean_s,p90_s,over_15_n,over_30_n,over_60_n,lost_over_30_s,conveyed_ed",
    )];
    for (key, own) in &counted.months {
        let over = |limit: f64| own.handovers.iter().filter(|s| **s > limit).count() as u64;
        let counts = [900.0, 1_800.0, 3_600.0].map(over);
        let told = Stage::of(own.handovers.clone()).and_then(|stage| Some((stage.p90_s()?, stage)));
        let Some((p90_s, stage)) = told else { continue };
        if counts.iter().any(|n| (1..LEAST).contains(n)) {
            continue;
        }
        let mut row = vec![month(*key), service.to_owned(), stage.n.to_string(), String::new()];
        row.extend([stage.mean_s, p90_s].map(|own| format!("{own:.0}")));
        row.extend(counts.map(|n| n.to_string()));
        row.extend([String::new(), String::new()]);
        rows.push(row);
    }
    rows
}

fn hours(mut rows: Rows, counted: &Counted) -> Rows {
    for (hour, share) in counted.profile.iter().enumerate() {
        let own = ["own".to_owned(), hour.to_string(), format!("{share:.10}")];
        rows.push(own.into_iter().chain(OWN.map(str::to_owned)).collect());
    }
    rows
}

/// Stages that were measured, and those of the base that were not.
fn job_cycle(base: &Rows, counted: &Counted) -> Rows {
    let mut measured: BTreeSet<[String; 3]> = BTreeSet::new();
    let mut own = Rows::new();
    for ((stage, disposition, category), told) in apart(counted) {
        let key = [stage, disposition, name(category)].map(str::to_owned);
        let half = told.half_s();
        let numbers = [
            format!("{:.1}", told.mean_s),
            format!("{:.4}", told.cv),
            format!("{:.1}", (told.mean_s - half).max(0.0)),
            format!("{:.1}", told.mean_s + half),
        ];
        own.push(key.iter().cloned().chain(numbers).chain(OWN.map(str::to_owned)).collect());
        measured.insert(key);
    }
    let is_own = |row: &Vec<String>| measured.contains(&[row[0].clone(), row[1].clone(), row[2].clone()]);
    let mut rows: Rows = base.iter().filter(|row| row.len() > 2 && !is_own(row)).cloned().collect();
    rows.extend(own);
    rows
}

/// Stages as the world takes them: a category by itself only where it has enough jobs.
fn apart(counted: &Counted) -> impl Iterator<Item = (super::stages::Key, &Stage)> {
    counted.stages.iter().filter_map(|(key, stage)| {
        let is_triage = key.0 == "triage";
        (key.2.is_none() || is_triage || stage.n >= APART).then_some((*key, stage))
    })
}

fn quantiles(counted: &Counted) -> Rows {
    let mut rows = vec![head("stage,disposition,category,quantile,seconds")];
    for ((stage, disposition, category), told) in apart(counted).filter(|(_, told)| told.quantiles.len() >= 5)
    {
        for (share, seconds) in &told.quantiles {
            let key = [stage, disposition, name(category)].map(str::to_owned);
            rows.push(key.into_iter().chain([share.to_string(), format!("{seconds:.0}")]).collect());
        }
    }
    rows
}

fn areas(ground: &Ground<'_>, counted: &Counted) -> Rows {
    let mut rows = Rows::new();
    for group in &counted.groups {
        let residents = |at: &usize| ground.region.areas()[ground.areas[*at]].residents;
        let all: f64 = group.areas.iter().map(residents).sum();
        let per_week = group.n as f64 * 7.0 / counted.days;
        for at in &group.areas {
            let code = ground.region.areas()[ground.areas[*at]].code.clone();
            let own = per_week * residents(at) / all.max(f64::MIN_POSITIVE);
            rows.push(vec![code, format!("{own:.3}"), group.areas.len().to_string()]);
        }
    }
    rows.sort();
    rows.insert(0, head("area_code,incidents_per_week,merged_n"));
    rows
}

/// Handover by hospital and hour, for `handover.table`.
fn hospitals(ground: &Ground<'_>, counted: &Counted) -> Rows {
    let mut rows = vec![head("hospital_code,hour,mean_min,p90_min")];
    for ((hospital, hour), told) in &counted.handover {
        if told.mean_s < 60.0 {
            continue;
        }
        let fits = |p90_s: &f64| {
            let stated =
                StatedHandover { mean_s: told.mean_s, p90_s: Some(*p90_s), over_30: None, over_60: None };
            let (low, high) = stated.possible_means_s();
            (low + 6.0..=high - 6.0).contains(&told.mean_s)
        };
        let p90 = told.p90_s().filter(fits).map(|p90_s| format!("{:.2}", p90_s / 60.0)).unwrap_or_default();
        rows.push(vec![
            ground.region.hospitals()[*hospital].code.clone(),
            hour.map(|hour| hour.to_string()).unwrap_or_default(),
            format!("{:.2}", told.mean_s / 60.0),
            p90,
        ]);
    }
    rows
}

fn source(request: &PackRequest, ground: &Ground<'_>, counted: &Counted, names: &[&str]) -> String {
    let period = told::period(counted);
    let service = &ground.region.services()[ground.service.index()].name;
    let base = ground.region.sources();
    let mut text = format!(
        "# A profile pack: aggregates of an extract. Tables that are not here are those of the base.\n\n[region]\n\
         base = {:?}\ntitle = {:?}\nvintage = {:?}\nattribution = {:?}\n",
        request.base,
        format!("Profile pack of {service}, {period}"),
        base.vintage,
        base.attribution,
    );
    for name in names {
        let of = if *name == "stations.csv" { "list of stations" } else { "extract" };
        text.push_str(&format!(
            "\n[table.{name:?}]\npublisher = \"the user's own {of}\"\nlicence = \"the user's own\"\nperiod = {period:?}\n\
             tier = \"own\"\n"
        ));
    }
    text
}

fn scenario_text(
    request: &PackRequest,
    counted: &Counted,
    (has_handover, window): (bool, Option<(Date, Date)>),
) -> String {
    let months: Vec<String> = counted.months.keys().copied().map(month).collect();
    let span = match (months.first(), months.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}..{last}"),
        (Some(first), _) => first.clone(),
        (None, _) => String::new(),
    };
    let start = window.map(|(first, _)| first.to_string()).unwrap_or_default();
    let days = window.map_or(0, |(first, last)| (last - first).get_days() + 1).min(28);
    let mut text = format!(
        "# Made from an extract of {}: what was counted, and what stays as in {}, stands in pack.json.\n\n\
         name = \"as counted\"\nregion = \"{REGION}\"\n\n[select]\ntrusts = [\"{}\"]\n\n[run]\nstart = {start}\ndays = {days}\n\
         replications = 30\n\n[demand]\nmonths = \"{span}\"\nprofile = \"own\"                 # by hour of the week, as counted\n",
        told::period(counted),
        request.base,
        request.service,
    );
    if request.rota.is_some() {
        text.push_str("\n[fleet]\nrota = \"rota.csv\"\n");
    }
    if has_handover {
        text.push_str("\n[handover]\ntable = \"handover.csv\"          # by hospital and hour, as counted\n");
    }
    if counted.stages.contains_key(&("mobilise", "any", None)) {
        text.push_str("\n[cycle]\nmobilise_ratio = 1.0            # as counted\n");
    }
    text.push_str(&shares(counted));
    text
}

/// How categories end, as counted; a category with few keeps the assumption.
fn shares(counted: &Counted) -> String {
    let ended = counted.ended();
    let heard: u64 = ended.iter().map(|ends| ends[0]).sum();
    let attended = |ends: &[u64; 4]| ends[1..].iter().sum::<u64>();
    let conveyed = |ends: &[u64; 4]| ends[2] + ends[3];
    let usual = ended.iter().map(conveyed).sum::<u64>() as f64
        / ended.iter().map(attended).sum::<u64>().max(1) as f64;
    // One that is kept back would follow from the others: then none is told.
    let tell_heard = heard >= LEAST && !ended.iter().any(|ends| is_small(ends[0]));
    let unclear = |ends: &[u64; 4]| is_small(conveyed(ends)) || is_small(attended(ends) - conveyed(ends));
    let tell_conveyed = !ended.iter().any(unclear);
    let mut text = String::new();
    for (category, ends) in Category::ALL.iter().zip(&ended) {
        let name = category.name().to_lowercase();
        if tell_heard {
            text.push_str(&format!("hear_and_treat_share_{name} = {:.4}\n", ends[0] as f64 / heard as f64));
        }
        let (attended, conveyed) = (attended(ends), conveyed(ends));
        if tell_conveyed && *category != Category::C1 && attended > 0 {
            let tilt = conveyed as f64 / attended as f64 / usual;
            text.push_str(&format!("convey_tilt_{name} = {tilt:.4}\n"));
        }
    }
    if text.is_empty() { text } else { format!("\n[assumption]                    # as counted\n{text}") }
}
