//! Codes and names in a scenario against those of its region.

use super::keys::{Codes, KEYS, Kind};
use super::layer::{Layer, codes_of};
use super::report::{Fault, Place, Report, nearest, quoted};
use super::selection::Selection;
use crate::region::Region;
use crate::vehicle_kind::{Pool, VehicleKind};
use std::collections::BTreeSet;

/// Local hours of the day as codes.
const HOURS_OF_DAY: [&str; 24] = [
    "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23",
];

/// A code and the names it goes by.
type Known<'a> = (&'a str, Vec<&'a str>);

/// The codes of a region, each with its names.
fn known(region: &Region, codes: Codes) -> Vec<Known<'_>> {
    match codes {
        Codes::Service => {
            region.services.iter().map(|s| (s.code.as_str(), vec![s.short_name.as_str(), &s.name])).collect()
        }
        Codes::Ics => region
            .icses
            .iter()
            .map(|i| (i.code.as_str(), vec![i.short_name.as_str(), &i.name, &i.ons_code]))
            .collect(),
        Codes::District => {
            region.districts.iter().map(|d| (d.code.as_str(), vec![d.name.as_str()])).collect()
        }
        Codes::Patch => region.patches.iter().map(|p| (p.code.as_str(), Vec::new())).collect(),
        Codes::ServiceOrPatch => {
            [Codes::Service, Codes::Patch].into_iter().flat_map(|kind| known(region, kind)).collect()
        }
        Codes::ServiceOrHospital => {
            [Codes::Service, Codes::Hospital].into_iter().flat_map(|kind| known(region, kind)).collect()
        }
        Codes::Profile => region.profiles.iter().map(|p| (p.name.as_str(), Vec::new())).collect(),
        Codes::SoloKind => {
            let kinds = VehicleKind::ALL.into_iter().filter(|kind| kind.pool() == Pool::Solo);
            kinds.map(|kind| (kind.name(), Vec::new())).collect()
        }
        Codes::Assumption => region.assumptions.iter().map(|a| (a.name.as_str(), Vec::new())).collect(),
        Codes::Hospital => {
            region.hospitals.iter().map(|h| (h.code.as_str(), vec![h.name.as_str()])).collect()
        }
        Codes::Station => region.stations.iter().map(|s| (s.code.as_str(), Vec::new())).collect(),
        Codes::Hour => HOURS_OF_DAY.iter().map(|hour| (*hour, Vec::new())).collect(),
    }
}

const fn rule(codes: Codes) -> &'static str {
    match codes {
        Codes::Service => "the ODS code of an ambulance service of the region",
        Codes::Ics => "the ODS code of an ICS of the region",
        Codes::District => "the GSS code of a district of the region",
        Codes::Patch => "the code of a patch of the region, such as RYF-QVV",
        Codes::ServiceOrPatch => "the code of a service or of a patch of the region",
        Codes::Profile => "an hour-of-week profile of the region",
        Codes::SoloKind => "a kind of vehicle that treats alone",
        Codes::Assumption => "an assumption of the region",
        Codes::Hospital => "the code of a hospital of the region",
        Codes::Station => "the code of a station of the region",
        Codes::ServiceOrHospital => "the code of a service or of a hospital of the region",
        Codes::Hour => "a local hour of the day in two digits, 00 to 23",
    }
}

/// The first code of its kind in the region.
pub(super) fn example_code(region: &Region, codes: Codes) -> String {
    known(region, codes).first().map_or_else(|| "CODE".to_owned(), |(code, _)| (*code).to_owned())
}

/// What a service is called, or the nearest code: how to mend an unknown one.
pub(super) fn hint(region: &Region, codes: Codes, found: &str) -> String {
    let known = known(region, codes);
    let by_name =
        |name: &str| known.iter().find(|(_, names)| names.iter().any(|n| n.eq_ignore_ascii_case(name)));
    if let Some((code, _)) = by_name(found) {
        return format!("write its code: `{code}`");
    }
    let hint = nearest(found, known.iter().map(|(code, _)| *code));
    let names = known.iter().flat_map(|(_, names)| names.iter().copied());
    let nearest_name = nearest(found, names);
    let meant = nearest_name.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?"));
    match meant.and_then(|name| Some((name, by_name(name)?.0))) {
        Some((name, code)) if !hint.starts_with("did you mean") => format!("did you mean `{code}` ({name})?"),
        _ => hint,
    }
}

/// Codes that the selection's rules look at come first; the others may lie outside it.
fn is_of_selection(path: &str) -> bool {
    path.starts_with("select.")
}

/// Reports codes and names that the region does not know; says whether the selection's own are all known.
pub(super) fn check_known(region: &Region, settings: &Layer, report: &mut Report) -> bool {
    let mut is_sound = true;
    for key in KEYS {
        let Some(codes) = codes_of(&key.kind) else { continue };
        let allowed: BTreeSet<&str> = known(region, codes).into_iter().map(|(code, _)| code).collect();
        for (path, code, place) in stated(settings, key.path, &key.kind) {
            if !allowed.contains(code.as_str()) {
                is_sound &= !is_of_selection(key.path);
                let fault = || Fault::new(quoted(&code), rule(codes), hint(region, codes, &code));
                report.at_with(&place, &path, fault);
            }
        }
    }
    is_sound
}

/// Reports codes that the region knows and the selection leaves out.
pub(super) fn check_selected(region: &Region, selection: &Selection, settings: &Layer, report: &mut Report) {
    for key in KEYS.iter().filter(|key| !is_of_selection(key.path)) {
        let Some(codes) = codes_of(&key.kind) else { continue };
        // A patient may be taken to a hospital outside the selection.
        let anywhere = matches!(
            codes,
            Codes::Profile
                | Codes::Assumption
                | Codes::SoloKind
                | Codes::Hospital
                | Codes::Station
                | Codes::ServiceOrHospital
                | Codes::Hour
        );
        if anywhere {
            continue;
        }
        let is_known = |code: &str| known(region, codes).iter().any(|(known, _)| *known == code);
        for (path, code, place) in stated(settings, key.path, &key.kind) {
            if is_known(&code) && !selection.holds(region, codes, &code) {
                let hint = "leave it out, or widen `select`";
                report.at(&place, &path, Fault::new(quoted(&code), "a code inside the selection", hint));
            }
        }
    }
}

/// Every code that stands at a key: its path, the code, and where.
fn stated(settings: &Layer, path: &str, kind: &Kind) -> Vec<(String, String, Place)> {
    if let Kind::Map(..) = kind {
        let entry =
            |(code, place): (&str, &Place)| (format!("{path}.{code}"), code.to_owned(), place.clone());
        return settings.names_below(path).into_iter().map(entry).collect();
    }
    let Some(setting) = settings.get(path) else { return Vec::new() };
    let at = |item: usize| {
        let line = setting.lines.get(item).copied().flatten().or(setting.place.line);
        Place { line, ..setting.place.clone() }
    };
    let texts = match &setting.value {
        toml::Value::Array(items) => {
            items.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
        }
        value => value.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
    };
    texts.into_iter().enumerate().map(|(item, code)| (path.to_owned(), code, at(item))).collect()
}
