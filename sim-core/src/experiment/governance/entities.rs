//! Who there is: every ambulance service, ICS, acute trust and NHS England region, with what is known or thought of each.

use crate::ids::{IcsId, ServiceId};
use crate::region::{Area, Body, Grade, Partnership, Ranged, Region};
use std::collections::BTreeMap;

/// One thing known or thought of one body, or of a service and an ICS together.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Whose it is; `None` is a service and an ICS together.
    pub body: Option<Body>,
    /// ODS code, `SERVICE-ICS` where it is of both.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub quantity: String,
    /// Its value; `None` where it is words or unknown.
    pub value: Option<f64>,
    /// Lowest and highest thought possible, where it is judged.
    pub range: Option<[f64; 2]>,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What is known in words: who leads, where that is known.
    pub words: String,
    /// Evidence, where the region grades it.
    pub grade: Option<Grade>,
    /// Whence.
    pub source: String,
}

/// Everything that a region says of its bodies, body by body.
#[must_use]
pub fn entities(region: &Region) -> Vec<Entity> {
    let mut found: Vec<Entity> = region.partnerships().iter().map(|row| partnership(region, row)).collect();
    found.extend(leads(region));
    found.extend((0..region.icses().len()).flat_map(|ics| profile(region, IcsId::new(ics))));
    found.extend(counted(region));
    found.extend(judged(region));
    found.sort_by(|a, b| (a.body, &a.code, &a.quantity).cmp(&(b.body, &b.code, &b.quantity)));
    found
}

fn partnership(region: &Region, row: &Partnership) -> Entity {
    let service = row.service.map(|id| &region.services()[id.index()]);
    let ics = row.ics.map(|id| &region.icses()[id.index()]);
    let (body, code, name) = match (service, ics) {
        (Some(service), None) => (Some(Body::AmbulanceService), service.code.clone(), service.name.clone()),
        (None, Some(ics)) => (Some(Body::Ics), ics.code.clone(), ics.short_name.clone()),
        (service, ics) => {
            let of = |a: Option<&String>, b: Option<&String>, with: &str| {
                [a, b].into_iter().flatten().cloned().collect::<Vec<_>>().join(with)
            };
            let codes = (service.map(|s| &s.code), ics.map(|i| &i.code));
            let names = (service.map(|s| &s.short_name), ics.map(|i| &i.short_name));
            (None, of(codes.0, codes.1, "-"), of(names.0, names.1, " and "))
        }
    };
    let Ranged { value, low, high } = row.range;
    Entity {
        body,
        code,
        name,
        quantity: row.quantity.name().to_owned(),
        value: Some(value),
        range: Some([low, high]),
        unit: row.quantity.unit().to_owned(),
        words: String::new(),
        grade: Some(row.grade),
        source: row.source.clone(),
    }
}

/// Who holds each service's contract, and how that is known.
fn leads(region: &Region) -> impl Iterator<Item = Entity> + '_ {
    region.services().iter().map(|service| {
        let lead = service.lead_ics.map(|ics| region.icses()[ics.index()].short_name.clone());
        Entity {
            body: Some(Body::AmbulanceService),
            code: service.code.clone(),
            name: service.name.clone(),
            quantity: "lead_ics".to_owned(),
            value: None,
            range: None,
            unit: String::new(),
            words: lead.unwrap_or_else(|| "unknown".to_owned()),
            grade: None,
            source: service.lead_basis.clone(),
        }
    })
}

/// What an ICS is like. Handover is published by ambulance service: an ICS is given that of the services of its residents.
fn profile(region: &Region, ics: IcsId) -> Vec<Entity> {
    let own = &region.icses()[ics.index()];
    let patch = |area: &Area| &region.patches()[area.patch.index()];
    let areas = || region.areas().iter().filter(|area| patch(area).ics == ics);
    let residents: f64 = areas().map(|area| area.residents).sum();
    let mean = |of: &dyn Fn(&Area) -> f64| {
        areas().map(|area| area.residents * of(area)).sum::<f64>() / residents.max(1.0)
    };
    let handover: BTreeMap<ServiceId, f64> = handovers(region);
    let known = areas().all(|area| handover.contains_key(&patch(area).service));
    let handover_s = known.then(|| mean(&|area| handover[&patch(area).service]));
    let areas_csv = "areas.csv, over residents";
    let quantities = [
        ("residents", Some(residents), "people", "areas.csv"),
        (
            "share_75_plus",
            Some(mean(&|area| area.share_75_plus.unwrap_or(area.share_65_plus))),
            "share",
            areas_csv,
        ),
        ("imd_score", Some(mean(&|area| area.imd_score)), "score", areas_csv),
        ("share_rural", Some(mean(&|area| f64::from(u8::from(area.rural)))), "share", areas_csv),
        (
            "handover_mean_s",
            handover_s,
            "s",
            "handover_month.csv: of the services of its residents, since no ICS's own is published",
        ),
    ];
    let entity = |(quantity, value, unit, source): (&str, Option<f64>, &str, &str)| Entity {
        body: Some(Body::Ics),
        code: own.code.clone(),
        name: own.short_name.clone(),
        quantity: quantity.to_owned(),
        value,
        range: None,
        unit: unit.to_owned(),
        words: String::new(),
        grade: None,
        source: source.to_owned(),
    };
    quantities.into_iter().map(entity).collect()
}

/// Mean handover of each service over all its published months, seconds.
fn handovers(region: &Region) -> BTreeMap<ServiceId, f64> {
    let mut sums: BTreeMap<ServiceId, [f64; 2]> = BTreeMap::new();
    for month in region.handovers() {
        if let Some(service) = month.service {
            let [n, seconds] = sums.entry(service).or_default();
            *n += month.n;
            *seconds += month.n * month.mean_s;
        }
    }
    sums.into_iter().filter(|(_, [n, _])| *n > 0.0).map(|(id, [n, seconds])| (id, seconds / n)).collect()
}

/// The acute trusts with how many of their departments take ambulances, and the NHS England regions with their ICSs.
fn counted(region: &Region) -> Vec<Entity> {
    let mut counts: BTreeMap<(Body, &str, &str), u32> = BTreeMap::new();
    let trusts =
        region.hospitals().iter().map(|h| (Body::AcuteTrust, &h.acute_trust_code, &h.acute_trust_name));
    let regions =
        region.icses().iter().map(|ics| (Body::NhsRegion, &ics.nhs_region_code, &ics.nhs_region_name));
    for (body, code, name) in trusts.chain(regions) {
        *counts.entry((body, code, name)).or_default() += 1;
    }
    let entity = |((body, code, name), n): ((Body, &str, &str), u32)| {
        let of =
            if body == Body::AcuteTrust { ("departments", "hospitals.csv") } else { ("icses", "icses.csv") };
        Entity {
            body: Some(body),
            code: code.to_owned(),
            name: name.to_owned(),
            quantity: of.0.to_owned(),
            value: Some(f64::from(n)),
            range: None,
            unit: String::new(),
            words: String::new(),
            grade: None,
            source: of.1.to_owned(),
        }
    };
    counts.into_iter().map(entity).collect()
}

/// What each kind of body is judged on: of all of its kind, so the code is empty.
fn judged(region: &Region) -> impl Iterator<Item = Entity> + '_ {
    region.judged_on().iter().map(|row| Entity {
        body: Some(row.body),
        code: String::new(),
        name: "all".to_owned(),
        quantity: format!("judged on: {}", row.measure),
        value: row.bound,
        range: None,
        unit: row.unit.clone(),
        words: String::new(),
        grade: Some(row.grade),
        source: row.source.clone(),
    })
}
