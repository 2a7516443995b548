//! A workforce plan of a study: who has how many staff, who leaves, who comes.

use super::super::report::{Fault, Report};
use super::given::Given;
use crate::governance::workforce::{Recruits, Workforce};
use std::ops::RangeInclusive;

const KEYS: [&str; 6] =
    ["name", "staff", "posts", "leaving_per_year", "sickness_share", "sickness_change_per_year"];
const RECRUITS: [&str; 2] = ["per_month", "training_months"];
const STAFF: RangeInclusive<f64> = 1.0..=1e6;

/// Staff of services or ICSs, and the recruits whom all may take.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkforceStudy {
    /// What each is called, and its staff.
    pub services: Vec<(String, Workforce)>,
    /// Recruits whom all may take.
    pub recruits: Recruits,
}

/// The workforce of a study, if it has one: nothing of it has a value unless the study gives it.
pub(super) fn workforce(given: &Given<'_>, report: &mut Report) -> Option<WorkforceStudy> {
    let tables = given.tables("workforce", report);
    let services: Vec<(String, Workforce)> = tables.iter().map(|own| service(own, report)).collect();
    let Some(own) = given.table("recruits") else {
        if !services.is_empty() {
            let hint = "[recruits] per_month = 20, training_months = 12";
            given.fault("recruits", Fault::new("no [recruits]", "recruits of a workforce", hint), report);
        }
        return None;
    };
    own.only(&RECRUITS, report);
    let per_month = needed(&own, RECRUITS[0], &(0.0..=1e5), report);
    let training = own.whole_number(RECRUITS[1], 0..=120, report).unwrap_or(0);
    let recruits = Recruits { per_month, training_months: training as u32 };
    (!services.is_empty()).then_some(WorkforceStudy { services, recruits })
}

fn service(own: &Given<'_>, report: &mut Report) -> (String, Workforce) {
    own.only(&KEYS, report);
    let staff = needed(own, "staff", &STAFF, report);
    let workforce = Workforce {
        staff,
        posts: own.number("posts", &STAFF, report).unwrap_or(staff),
        leaving_per_year: needed(own, "leaving_per_year", &(0.0..=5.0), report),
        sickness: needed(own, "sickness_share", &(0.0..=0.9), report),
        sickness_change_per_year: own
            .number("sickness_change_per_year", &(-0.5..=0.5), report)
            .unwrap_or(0.0),
    };
    (own.text("name", report).unwrap_or_else(|| "service".to_owned()), workforce)
}

/// A number that a study has to give: nobody's staff is known here.
fn needed(own: &Given<'_>, key: &str, range: &RangeInclusive<f64>, report: &mut Report) -> f64 {
    if own.value(key).is_none() {
        own.fault(key, Fault::new(format!("no {key}"), "a number: none is assumed", ""), report);
    }
    own.number(key, range, report).unwrap_or(*range.start())
}
