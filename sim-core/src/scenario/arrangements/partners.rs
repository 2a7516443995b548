//! Partners that a proposal needs, and what a study says of each.

use super::super::report::{Fault, Report, nearest, quoted, shown};
use super::given::Given;
use crate::governance::process::{Partner, PartnerKind};
use toml::Value;

const KEYS: [&str; 2] = ["seat", "decides"];

/// What a study says of each kind of partner; all but the voluntary sector have a seat, and none decides, unless it says so.
pub(super) fn partners(given: &Given<'_>, report: &mut Report) -> Vec<Partner> {
    let table = given.table("partner");
    if let Some(table) = &table {
        table.only(&PartnerKind::ALL.map(PartnerKind::name), report);
    }
    let one = |kind: PartnerKind, report: &mut Report| {
        let usual = Partner { kind, has_seat: kind != PartnerKind::VoluntarySector, decides: false };
        let Some(own) = table.as_ref().and_then(|table| table.table(kind.name())) else { return usual };
        own.only(&KEYS, report);
        Partner {
            kind,
            has_seat: own.switch("seat", report).unwrap_or(usual.has_seat),
            decides: own.switch("decides", report).unwrap_or(usual.decides),
        }
    };
    PartnerKind::ALL.into_iter().map(|kind| one(kind, report)).collect()
}

/// The partners that a proposal names, each once.
pub(super) fn of_proposal(own: &Given<'_>, known: &[Partner], report: &mut Report) -> Vec<Partner> {
    let Some(value) = own.value("partners") else { return Vec::new() };
    let Value::Array(list) = &value else {
        let rule = "a list of partners";
        own.fault("partners", Fault::new(shown(&value), rule, "partners = [\"police\"]"), report);
        return Vec::new();
    };
    let mut found: Vec<Partner> = Vec::new();
    for name in list {
        let text = name.as_str().unwrap_or_default();
        let names = PartnerKind::ALL.map(PartnerKind::name);
        match known.iter().find(|partner| partner.kind.name() == text) {
            Some(partner) if !found.contains(partner) => found.push(*partner),
            Some(_) => own.fault("partners", Fault::new(quoted(text), "each partner once", ""), report),
            None => {
                let fault = Fault::new(quoted(text), names.join(", "), nearest(text, names));
                own.fault("partners", fault, report);
            }
        }
    }
    found
}
