//! The values that a key of a sweep takes.

use serde::Deserialize;

/// Most points of one axis.
const MOST_STEPS: u32 = 10_000;

/// The values of a key.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Axis {
    Values(Vec<toml::Value>),
    Range(Range),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range {
    pub low: f64,
    pub high: f64,
    steps: Option<u32>,
    #[serde(default)]
    log: bool,
}

impl Axis {
    pub const fn range(&self) -> Option<(f64, f64, bool)> {
        match self {
            Self::Values(_) => None,
            Self::Range(range) => Some((range.low, range.high, range.log)),
        }
    }

    pub fn fault(&self, filled: bool) -> Option<(String, &'static str)> {
        match self {
            Self::Values(_) if filled => {
                Some(("a list".to_owned(), "low and high, for a design that fills space"))
            }
            Self::Values(values) if values.is_empty() => Some(("no value".to_owned(), "at least one value")),
            Self::Values(_) => None,
            Self::Range(range) => range.fault(filled),
        }
    }

    pub fn len(&self) -> u64 {
        match self {
            Self::Values(values) => values.len() as u64,
            Self::Range(range) => u64::from(range.steps.unwrap_or(1)),
        }
    }

    pub fn values(&self) -> Vec<toml::Value> {
        match self {
            Self::Values(values) => values.clone(),
            Self::Range(range) => {
                let steps = range.steps.unwrap_or(1);
                (0..steps).map(|k| range.at(f64::from(k) / f64::from((steps - 1).max(1))).into()).collect()
            }
        }
    }

    pub fn at(&self, u: f64) -> toml::Value {
        match self {
            Self::Values(values) => values[0].clone(),
            Self::Range(range) => range.at(u).into(),
        }
    }
}

impl Range {
    fn fault(&self, filled: bool) -> Option<(String, &'static str)> {
        let Self { low, high, steps, log } = *self;
        let found = || format!("{low} to {high}");
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Some((found(), "low below high"));
        }
        if log && low <= 0.0 {
            return Some((found(), "low above 0, for a range of logarithms"));
        }
        match steps {
            Some(_) if filled => Some(("steps".to_owned(), "no steps, for a design that fills space")),
            None if !filled => Some(("no steps".to_owned(), "steps, for a grid")),
            Some(n) if !(2..=MOST_STEPS).contains(&n) => Some((n.to_string(), "from 2 to 10,000 steps")),
            _ => None,
        }
    }

    fn at(&self, u: f64) -> f64 {
        if self.log {
            libm::exp(libm::log(self.low) + u * (libm::log(self.high) - libm::log(self.low)))
        } else {
            self.low + u * (self.high - self.low)
        }
    }
}
