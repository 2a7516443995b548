//! The bodies of a region as one table.

use ambics::experiment::governance::entities;
use ambics::region::{Body, Region};
use std::collections::BTreeSet;

#[test]
fn every_body_of_england_is_in_the_table_of_entities() {
    let region = Region::embedded("england-2022").expect("england is shipped");
    let found = entities(&region);
    let bodies = |body: Body| -> BTreeSet<&str> {
        found.iter().filter(|e| e.body == Some(body) && !e.code.is_empty()).map(|e| e.code.as_str()).collect()
    };
    let kinds = [Body::AmbulanceService, Body::Ics, Body::NhsRegion].map(|body| bodies(body).len());
    assert_eq!(kinds, [11, 42, 7]);
    let trusts: BTreeSet<&str> = region.hospitals().iter().map(|h| h.acute_trust_code.as_str()).collect();
    assert_eq!(bodies(Body::AcuteTrust), trusts);
    let of = |code: &str, quantity: &str| {
        found.iter().find(|e| e.code == code && e.quantity == quantity).expect("the region says it")
    };
    assert_eq!(
        (of("RYF", "lead_ics").words.as_str(), of("RYF", "lead_ics").source.as_str()),
        ("Dorset", "published")
    );
    assert_eq!(of("RRU", "lead_ics").words, "unknown");
    // Handover is published by service: ICSs of one service have the same, and another service has another.
    let handover = |code| of(code, "handover_mean_s").value.expect("published");
    assert_eq!(handover("QVV"), handover("QT6"));
    assert!((handover("QVV") - handover("QMJ")).abs() > 60.0);
    let longest = found.iter().find(|e| e.quantity == "judged on: longest handover of an ambulance");
    assert_eq!(longest.and_then(|e| e.value), Some(45.0));
    assert!(found.iter().filter(|e| e.range.is_some()).all(|e| e.grade.is_some() && !e.source.is_empty()));
}
