//! The free parameters of a calibration: at most five for each service, and those that all share.

use crate::scenario::{Edit, Scenario};

/// A free parameter: a key of a scenario, on the scale of its logarithm.
#[derive(Debug, Clone, PartialEq)]
pub struct Dial {
    /// The key: `practice.drive.RYF`.
    pub key: String,
    /// ODS code of the service whose own it is; `None`: all services share it.
    pub service: Option<String>,
    /// Its value in the scenario.
    pub present: f64,
    /// Mean and standard deviation of the logarithm before the figures are seen; services' own ratios lie around 1.
    pub prior: (f64, f64),
    /// How far the logarithm goes for a slope.
    pub step: f64,
}

/// A parameter of every service: the table of its key, standard deviation of the prior, and step.
const OWN: [(&str, f64, f64); 5] = [
    ("fleet.hours_per_week", 0.5, -0.02),
    ("practice.drive", 0.3, 0.06),
    ("practice.cars", 0.8, 0.3),
    ("practice.rate_c3", 0.6, 0.2),
    ("practice.rate_c4", 0.8, 0.25),
];

/// A parameter that all share: its key, standard deviation of the prior, and step.
const SHARED: [(&str, f64, f64); 7] = [
    ("cycle.mobilise_ratio", 0.4, 0.25),
    ("travel.time_factor", 0.1, 0.06),
    ("policy.queue.travel_weight", 0.7, 0.4),
    ("policy.queue.rate_c3", 0.7, 0.2),
    ("policy.queue.rate_c4", 0.7, 0.25),
    ("policy.queue.rate_other", 0.7, 0.4),
    ("assumption.handover_day_correlation", 0.5, 0.4),
];

/// Hours of a service are whole, all else has four digits.
const DIGITS: f64 = 1e4;

impl Dial {
    /// The edit that gives it a value on the scale of the logarithm.
    #[must_use]
    pub fn edit(&self, log: f64) -> Edit {
        Edit::new(self.key.as_str(), self.value(log))
    }

    /// The value that is set for a logarithm.
    #[must_use]
    pub fn value(&self, log: f64) -> f64 {
        let value = libm::exp(log);
        if value > 100.0 { value.round() } else { (value * DIGITS).round() / DIGITS }
    }

    /// The logarithm of the present value.
    #[must_use]
    pub fn start(&self) -> f64 {
        libm::log(self.present.max(1e-6))
    }
}

/// The free parameters of a scenario: each service's own, and the shared ones where they are asked for.
pub(super) fn of(scenario: &Scenario, shared: bool) -> Vec<Dial> {
    let codes: Vec<String> =
        scenario.services().iter().map(|s| scenario.region().services()[s.index()].code.clone()).collect();
    let own = codes.iter().flat_map(|code| {
        OWN.iter().filter_map(move |&(table, sd, step)| {
            let key = format!("{table}.{code}");
            let present = present(scenario, &key).or((table != OWN[0].0).then_some(1.0))?;
            // Hours have no middle of their own: the prior only keeps them from running away.
            let middle = if table == OWN[0].0 { libm::log(present) } else { 0.0 };
            Some(Dial { key, service: Some(code.clone()), present, prior: (middle, sd), step })
        })
    });
    let of_all = SHARED.iter().filter(|_| shared).filter_map(|&(key, sd, step)| {
        let present = present(scenario, key)?;
        let prior = (libm::log(present), sd);
        Some(Dial { key: key.to_owned(), service: None, present, prior, step })
    });
    own.chain(of_all).collect()
}

/// The value in force of a key that is a number; a rule that is not chosen has none.
fn present(scenario: &Scenario, key: &str) -> Option<f64> {
    scenario.knob(key).ok()?.present().filter(|value| *value > 0.0)
}
