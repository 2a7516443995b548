//! The folder that a rota becomes: the rota in the scenario's columns, the scenario, and a region with the service's own stations.

use super::pattern::Line;
use super::stations::Stations;
use super::{REGION, RotaRequest};
use crate::failure::Failure;
use crate::own_region::{Rows, put, put_rows, table_of};
use crate::pack::Ground;
use ambics::scenario::Scenario;
use jiff::civil::Date;
use std::fs;
use std::path::PathBuf;

const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Writes the folder and loads its scenario; gives the scenario's file.
pub(super) fn write(
    request: &RotaRequest,
    ground: &Ground<'_>,
    stations: &Stations,
    (lines, first): (&[Line], Option<Date>),
) -> Result<PathBuf, Failure> {
    let out = &request.out;
    fs::create_dir_all(out).map_err(Failure::file("make", out))?;
    put_rows(&out.join("rota.csv"), &rota(stations, lines))?;
    let region = if request.stations.is_some() {
        let folder = out.join("data").join(REGION);
        fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
        put_rows(&folder.join("stations.csv"), &with_own(request, ground, stations))?;
        put(&folder.join("SOURCE.toml"), source(request, ground).as_bytes())?;
        REGION
    } else {
        &request.base
    };
    let scenario = out.join("scenario.toml");
    put(&scenario, scenario_text(request, region, first).as_bytes())?;
    Scenario::load(&scenario)?;
    Ok(scenario)
}

fn rota(stations: &Stations, lines: &[Line]) -> Rows {
    let head = ["station_code", "kind", "days", "start", "finish", "vehicles", "from", "to"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    rows.extend(lines.iter().map(|line| {
        let (station, kind, start, finish) = line.shift;
        let days: Vec<&str> = (0..7).filter(|day| line.days[*day]).map(|day| NAMES[day]).collect();
        let days = if days.len() == 7 { "daily".to_owned() } else { days.join(" ") };
        let dates = line.rota_dates().map(|(from, to)| [from.to_string(), to.to_string()]);
        let [from, to] = dates.unwrap_or_default();
        let station = stations.all[station].code.clone();
        vec![
            station,
            kind.name().to_owned(),
            days,
            time(start),
            time(finish),
            line.vehicles.to_string(),
            from,
            to,
        ]
    }));
    rows
}

/// The stations of the base, with the service's own in place of its synthetic ones.
fn with_own(request: &RotaRequest, ground: &Ground<'_>, stations: &Stations) -> Rows {
    let mut rows = table_of(&request.base, "stations.csv");
    rows.retain(|row| row.get(1) != Some(&request.service));
    for station in &stations.all {
        let Some((at, lon, lat)) = station.own else { continue };
        let area = &ground.region.areas()[ground.areas[at]];
        let ics = ground.region.patches()[area.patch.index()].ics;
        rows.push(vec![
            station.code.clone(),
            request.service.clone(),
            ground.region.icses()[ics.index()].code.clone(),
            area.code.clone(),
            format!("{lon:.5}"),
            format!("{lat:.5}"),
            "own".to_owned(),
        ]);
    }
    rows
}

fn source(request: &RotaRequest, ground: &Ground<'_>) -> String {
    let base = ground.region.sources();
    let service = &ground.region.services()[ground.service.index()].name;
    format!(
        "# A service's own stations. Tables that are not here are those of the base.\n\n[region]\nbase = {:?}\ntitle = {:?}\n\
         vintage = {:?}\nattribution = {:?}\n\n[table.\"stations.csv\"]\npublisher = \"the user's own list, and the base's for other \
         services\"\nlicence = \"the user's own\"\nperiod = {:?}\ntier = \"own\"\n",
        request.base,
        format!("Own stations of {service}"),
        base.vintage,
        base.attribution,
        base.vintage,
    )
}

fn scenario_text(request: &RotaRequest, region: &str, first: Option<Date>) -> String {
    // A rota of dates is there on its dates alone.
    let start = first.map_or_else(String::new, |first| {
        format!("\n[run]\nstart = {first}               # the first date of the rota\n")
    });
    format!(
        "# Made from a rota of {service}: rostered hours as they stand there, in place of the fitted effective hours.\n\n\
         name = \"own rota\"\nregion = {region:?}\n\n[select]\ntrusts = [{service:?}]\n{start}\n[fleet]\nrota = \"rota.csv\"\n",
        service = request.service,
    )
}
