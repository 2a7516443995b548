//! What must hold between the settings of a scenario and its region, once every code is known.

use super::assumed::check_assessment;
use super::codes;
use super::layer::Layer;
use super::others::{ACTIVITY_MONTHS, check_handover, missing};
use super::report::{Fault, Place, Report, shown};
use super::selection::{KEYS as SELECT, Selection, code_of};
use super::value::{date, months, ranges};
use crate::ids::ServiceId;
use crate::region::{Activity, Assumption, Handover, Month, NEEDED_ASSUMPTIONS, Region};
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// The key that chooses the travel law, and the word for the road network.
pub(super) const LAW: &str = "travel.law";
pub(super) const NETWORK: &str = "network";

/// Codes listed in one hint.
const LISTED: usize = 8;

/// Checks a scenario's settings against its region; what is odd without being wrong goes to `warnings`.
pub(super) fn check(region: &Region, settings: &Layer, report: &mut Report, warnings: &mut Report) {
    check_assumptions(region, settings, report, warnings);
    check_uplift(settings, report);
    check_law(region, settings, report);
    check_assessment(settings, report);
    super::aid::check(settings, report);
    if !codes::check_known(region, settings, report) {
        return;
    }
    let selection = Selection::of(region, settings);
    check_overlap(region, &selection, settings, report);
    if selection.simulated(region).next().is_none() {
        return;
    }
    codes::check_selected(region, &selection, settings, report);
    check_stations(region, &selection, settings, report);
    check_months(region, &selection, settings, report);
    check_handover(region, &selection, settings, report);
    warn_of_handover(region, &selection, settings, warnings);
    warn_of_fence(settings, warnings);
    warn_of_late_uplift(settings, warnings);
    warn_of_taking_twice(settings, warnings);
}

/// The network law has a network.
fn check_law(region: &Region, settings: &Layer, report: &mut Report) {
    let Some(setting) = settings.get(LAW).filter(|_| settings.text(LAW) == Some(NETWORK)) else { return };
    if region.area_links.is_empty() || region.network_numbers.is_empty() {
        let rule = "a region with area_links.csv and network_speed.csv";
        let hint = "use \"straight_line\", or give the region a network";
        report.at(&setting.place, LAW, Fault::new(format!("\"{NETWORK}\""), rule, hint));
    }
}

/// Where the selection is narrowed last, or the region is named.
fn place_of_selection(settings: &Layer) -> Option<&Place> {
    let narrows = |key: &&str| !settings.codes(key).is_empty();
    let narrowest = SELECT.iter().rev().map(|(key, _)| *key).find(narrows);
    settings.get(narrowest.unwrap_or("region")).map(|setting| &setting.place)
}

/// Each code of the selection adds something to it.
fn check_overlap(region: &Region, selection: &Selection, settings: &Layer, report: &mut Report) {
    for (key, kind) in SELECT {
        let Some(setting) = settings.get(key) else { continue };
        for (item, code) in settings.codes(key).into_iter().enumerate() {
            if selection.holds(region, kind, code) {
                continue;
            }
            let line = setting.lines.get(item).copied().flatten().or(setting.place.line);
            let place = Place { line, ..setting.place.clone() };
            let rule = "each code of `select` shares areas with the other lists of `select`";
            report.at(&place, key, Fault::new(format!("\"{code}\""), rule, neighbours(region, (kind, code))));
        }
    }
}

/// The services and ICSs in which the areas of a code lie.
fn neighbours(region: &Region, (kind, code): (super::keys::Codes, &str)) -> String {
    let own = || region.areas.iter().filter(|area| code_of(region, area, kind) == code);
    let others = SELECT.iter().filter(|(_, other)| *other != kind && *other != super::keys::Codes::District);
    let listed = others.map(|(key, other)| {
        let codes: BTreeSet<&str> = own().map(|area| code_of(region, area, *other)).collect();
        format!("{key} {}", some(codes.into_iter()))
    });
    format!("it lies in {}", listed.collect::<Vec<_>>().join(" and "))
}

/// The first codes of a list.
fn some<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<&str> = codes.collect();
    let more =
        if codes.len() > LISTED { format!(" and {} more", codes.len() - LISTED) } else { String::new() };
    format!("{}{more}", codes[..codes.len().min(LISTED)].join(", "))
}

/// Each service simulated has a station for its vehicles.
fn check_stations(region: &Region, selection: &Selection, settings: &Layer, report: &mut Report) {
    let stands = |service: usize| {
        let inside = |area: crate::ids::AreaId| {
            let patch = region.areas[area.index()].patch;
            selection.areas[area.index()] && region.patches[patch.index()].service.index() == service
        };
        region.stations.iter().any(|station| inside(station.area))
    };
    let without: Vec<usize> =
        selection.services(region).into_iter().filter(|service| !stands(*service)).collect();
    let Some(place) = place_of_selection(settings) else { return };
    for service in without {
        let found = format!("no station of {} in the selection", region.services[service].code);
        report.at(
            place,
            "select",
            Fault::new(found, "a station for each service simulated", "widen the selection"),
        );
    }
}

/// Demand and its mix are published for each month and each service simulated.
fn check_months(region: &Region, selection: &Selection, settings: &Layer, report: &mut Report) {
    for key in ACTIVITY_MONTHS {
        let Some(setting) = settings.get(key) else { continue };
        let wanted = months(&setting.value).unwrap_or_default();
        for (missing, rule, hint) in gaps(region, selection, &wanted, &|service| published(region, service)) {
            report.at(&setting.place, key, Fault::new(missing, rule, hint));
        }
    }
}

/// What is missing of the months wanted, with the rule and a hint; services with the same gap are one fault.
pub(super) fn gaps(
    region: &Region,
    selection: &Selection,
    wanted: &[Month],
    published: &dyn Fn(usize) -> BTreeSet<Month>,
) -> Vec<(String, String, String)> {
    let mut gaps: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for service in selection.services(region) {
        let published = published(service);
        if let Some(missing) = missing(wanted, &published) {
            let published: Vec<Month> = published.into_iter().collect();
            gaps.entry((missing, ranges(&published))).or_default().push(&region.services[service].code);
        }
    }
    let told = |((missing, published), services): ((String, String), Vec<&str>)| {
        let rule = format!("months published for {}", some(services.into_iter()));
        let hint = if published.is_empty() {
            "none is published".to_owned()
        } else {
            format!("published: {published}")
        };
        (missing, rule, hint)
    };
    gaps.into_iter().map(told).collect()
}

/// The months for which a service's incidents are published by category and ending.
fn published(region: &Region, service: usize) -> BTreeSet<Month> {
    let whole = |row: &&Activity| {
        let endings = [row.incidents, row.face_to_face, row.hear_and_treat, row.conveyed_ed];
        row.service == Some(ServiceId::new(service))
            && row.c1_to_c4.iter().chain(&endings).all(Option::is_some)
    };
    region.activity.iter().filter(whole).map(|row| row.month).collect()
}

fn warn_of_handover(region: &Region, selection: &Selection, settings: &Layer, warnings: &mut Report) {
    let Some(setting) = settings.get("demand.months") else { return };
    let wanted = months(&setting.value).unwrap_or_default();
    let is_known = |service: usize| {
        let fits = |row: &Handover| {
            row.service == Some(ServiceId::new(service)) && wanted.contains(&row.month) && row.n > 0.0
        };
        region.handovers.iter().any(fits)
    };
    let unknown = selection.services(region).into_iter().filter(|service| !is_known(*service));
    let codes: Vec<&str> = unknown.map(|service| region.services[service].code.as_str()).collect();
    if !codes.is_empty() {
        let found = format!("no published handover for {}", some(codes.into_iter()));
        let rule = "the assumption handover_mean_s stands in at their hospitals";
        warnings.at(&setting.place, "demand.months", Fault::new(found, rule, "choose other months"));
    }
}

/// Only an arrangement that places an uplift has one.
fn check_uplift(settings: &Layer, report: &mut Report) {
    let key = "arrangement.uplift_hours_per_week";
    let Some(uplift) = settings.get(key).filter(|uplift| uplift.value.as_float() > Some(0.0)) else { return };
    let hint = match settings.text("arrangement.method") {
        Some("today") => "choose \"lead\", \"bilateral\" or \"table\" as arrangement.method",
        Some("table") => "leave it out: arrangement.hours_per_week states the hours of each patch",
        _ => return,
    };
    let rule = "no hours, with this arrangement.method";
    report.at(&uplift.place, key, Fault::new(shown(&uplift.value), rule, hint));
}

fn warn_of_late_uplift(settings: &Layer, warnings: &mut Report) {
    let day = |path: &str| settings.value(path).and_then(|value| date(value).ok());
    let days = settings.value("run.days").and_then(Value::as_integer).unwrap_or(0);
    let (Some(setting), Some(from), Some(start)) =
        (settings.get("arrangement.from"), day("arrangement.from"), day("run.start"))
    else {
        return;
    };
    let end = jiff::Span::new().try_days(days).ok().and_then(|days| start.checked_add(days).ok());
    if end.is_some_and(|end| from >= end) {
        let rule = "a day before the window ends; the uplift never stands";
        warnings.at(&setting.place, "arrangement.from", Fault::new(from.to_string(), rule, ""));
    }
}

/// Fitted hours are those with which responses come out as published: what crews lose in life is not in them.
fn warn_of_taking_twice(settings: &Layer, warnings: &mut Report) {
    let is_fitted =
        settings.get("fleet.rota").is_none() && settings.numbers("fleet.hours_per_week").next().is_none();
    let is_on = |key: &str, value: bool| settings.value(key).and_then(Value::as_bool) == Some(value);
    let breaks = settings.text("policy.breaks.method").is_some_and(|method| method != "none");
    let lost = is_on("fleet.abstraction", true) && is_on("fleet.gross_up", false);
    let what = [("policy.breaks.method", breaks, "meal breaks"), ("fleet.abstraction", lost, "lost shifts")];
    for (key, _, name) in what.into_iter().filter(|(_, is_on, _)| is_fitted && *is_on) {
        let Some(setting) = settings.get(key) else { continue };
        let rule = format!(
            "hours that hold {name}: the fitted effective hours are net of them, so that they are taken twice"
        );
        let hint = "give back what they take (fleet.hours_per_week), or give your rota (fleet.rota)";
        warnings.at(&setting.place, key, Fault::new(shown(&setting.value), rule, hint));
    }
}

fn warn_of_fence(settings: &Layer, warnings: &mut Report) {
    let key = "border.ring_fence";
    let fence = settings.get(key).filter(|fence| fence.value.as_float() > Some(0.0));
    if let Some(fence) = fence {
        let rule = "Hypothetical: no English ambulance trust dispatches inside ICS borders.";
        warnings.at(&fence.place, key, Fault::new(shown(&fence.value), rule, "a stress test"));
    }
}

/// A value outside its range is allowed and said; one that cannot be is a fault.
fn check_assumptions(region: &Region, settings: &Layer, report: &mut Report, warnings: &mut Report) {
    for (name, value, setting) in settings.numbers("assumption") {
        let Some(given) = region.assumptions.iter().find(|assumption| assumption.name == name) else {
            continue;
        };
        let path = format!("assumption.{name}");
        let (low, high) = possible(given);
        if !(low..=high).contains(&value) {
            let rule = format!("a value that is possible: {}", bounds(low, high));
            let hint = format!("its range is {} to {}", given.low, given.high);
            report.at(&setting.place, &path, Fault::new(value.to_string(), rule, hint));
        } else if !(given.low..=given.high).contains(&value) {
            let rule = format!("a value outside its range of {} to {}", given.low, given.high);
            warnings.at(&setting.place, &path, Fault::new(value.to_string(), rule, ""));
        }
        if !NEEDED_ASSUMPTIONS.contains(&name) {
            let rule = "a number that made the region's tables; here it changes nothing";
            warnings.at(
                &setting.place,
                &path,
                Fault::new(value.to_string(), rule, "change the table instead"),
            );
        }
    }
}

/// What an assumption can be at all, by its unit and the sign of its range.
fn possible(given: &Assumption) -> (f64, f64) {
    match given.unit.as_str() {
        "share" => (0.0, 1.0),
        "correlation" => (-1.0, 1.0),
        _ if given.low >= 0.0 => (0.0, 1e12),
        _ => (-1e12, 1e12),
    }
}

fn bounds(low: f64, high: f64) -> String {
    if high < 1e12 { format!("from {low} to {high}") } else { format!("at least {low}") }
}
