//! Numeric keys that a search can turn: the range of each, its present value, and how a value of it is written.

use super::Scenario;
use super::codes::example_code;
use super::edit::{EDITS, Edit, Form};
use super::keys::{Codes, KEYS, Key, Kind, Slot, slot};
use super::report::{Fault, Place, Report, nearest, quoted};
use crate::problem::Problems;
use crate::units::Quantity;
use toml::Value;

/// The least ratio that a search tries.
const LEAST_RATIO: f64 = 0.01;
/// The highest ratio that a key takes.
const MOST_RATIO: f64 = 100.0;
/// How far a search goes from the value in force, as a ratio, where the key's range is wide.
const REACH: f64 = 10.0;
/// First step from a value of 0, where hours are in force: as a share of them.
const FIRST_SHARE: f64 = 0.02;
/// Steps in which a range without a present value to go by is walked.
const STEPS: f64 = 20.0;
/// Width beyond which a range says nothing of how far to step.
const WIDE: f64 = 1e4;

/// A numeric key of a scenario that a search can turn.
///
/// ```
/// use ambics::scenario::Scenario;
/// let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
/// let hours = tiny.knob("fleet.hours_per_week.TNY").expect("a numeric key");
/// assert_eq!(hours.unit(), "hours a week");
/// assert!(hours.range().0 >= 1.0);
/// assert!(tiny.knob("run.start").is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Knob {
    path: String,
    form: Form,
    unit: String,
    present: Option<f64>,
    legal: (f64, f64),
    range: (f64, f64),
    step: f64,
}

impl Knob {
    /// The dotted path of the key.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The unit of its values; `s` for a duration.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self.form.quantity() {
            Some(Quantity::Duration) => "s",
            Some(Quantity::Speed) => "km/h",
            Some(Quantity::Money) => "GBP",
            None => &self.unit,
        }
    }

    /// Whether its values are durations, in seconds.
    #[must_use]
    pub fn is_duration(&self) -> bool {
        self.form.quantity() == Some(Quantity::Duration)
    }

    /// Whether its values are whole numbers.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.form == Form::Whole
    }

    /// The value in force; `None` if nothing says it.
    #[must_use]
    pub const fn present(&self) -> Option<f64> {
        self.present
    }

    /// Least and highest value that a search may try: the key's own range, the range that the region's assumptions
    /// state, or a tenth to ten times the value in force where that is less.
    #[must_use]
    pub const fn range(&self) -> (f64, f64) {
        self.range
    }

    /// A first step away from a value of 0.
    #[must_use]
    pub const fn step(&self) -> f64 {
        self.step
    }

    /// The edit that sets it.
    #[must_use]
    pub fn edit(&self, value: f64) -> Edit {
        Edit::new(self.path.clone(), self.form.value(value))
    }

    /// The same with values only between two texts, such as `30000` and `"40 min"`.
    ///
    /// # Errors
    /// If they are no values of the key, or not in order within its range.
    pub fn between(mut self, low: &str, high: &str) -> Result<Self, Problems> {
        let read = |text: &str| {
            let bare = text.trim().replace([',', '_'], "");
            let value = if self.form.quantity().is_some() {
                Value::from(text.trim())
            } else {
                bare.parse().map_or_else(|_| Value::from(text.trim()), Value::Float)
            };
            self.form.number(&value).filter(|number| number.is_finite())
        };
        let inside = |number: &f64| (self.legal.0..=self.legal.1).contains(number);
        let ends = read(low).filter(inside).zip(read(high).filter(inside));
        let Some(ends) = ends.filter(|(low, high)| low < high) else {
            let found = format!("{} to {}", quoted(low), quoted(high));
            let example = self.form.quantity().map_or("", Quantity::example);
            let hint = if example.is_empty() { String::new() } else { format!("for example {example}") };
            let rule = format!("two values in order, from {} to {}", self.legal.0, self.legal.1);
            return Err(fault(&self.path, Fault::new(found, rule, hint)));
        };
        self.range = ends;
        Ok(self)
    }
}

impl Scenario {
    /// A numeric key that a search can turn.
    ///
    /// # Errors
    /// If there is no such key, if it is no number, or if it says how to measure rather than what is simulated.
    pub fn knob(&self, path: &str) -> Result<Knob, Problems> {
        let path = path.trim();
        let present = self.present(&self.settings, path);
        let wrong = |rule: &str, hint: String| Err(fault(path, Fault::new(quoted(path), rule, hint)));
        let (kind, unit) = match slot(path) {
            Slot::Unknown => {
                let known = KEYS.iter().map(|key| key.path);
                return wrong("a numeric key of a scenario", nearest(path, known));
            }
            Slot::Group => return wrong("a numeric key, not a table of keys", String::new()),
            Slot::Key(Key { path, kind: Kind::Map(codes, _), .. }) => {
                return wrong("a key of one entry", format!("for example {}", self.entry(path, *codes)));
            }
            Slot::Key(key) => (Some(&key.kind), key.unit),
            Slot::Entry(key, kind) => (Some(kind), key.unit),
            Slot::Setting => (None, ""),
        };
        if path.starts_with("run.") {
            let hint = "fleet.hours_per_week, handover.mean and demand.growth are such keys".to_owned();
            return wrong("a key of what is simulated, not of how it is measured", hint);
        }
        let Some(form) = form(path, present.as_ref()) else {
            return wrong("a numeric key", "what it holds is no number".to_owned());
        };
        let own = self.region.assumptions.iter().find(|a| path.strip_prefix("assumption.") == Some(&a.name));
        let present = present.and_then(|value| form.number(&value));
        let legal = own.map_or_else(|| range(kind), |own| (own.low, own.high));
        let legal = present.map_or(legal, |present| (legal.0.min(present), legal.1.max(present)));
        let knob = Knob {
            unit: own.map_or(unit, |own| &own.unit).to_owned(),
            step: self.first_step(unit, legal),
            range: reach(legal, present),
            legal,
            path: path.to_owned(),
            form,
            present,
        };
        // An unknown code is told now, by the rules of every edit.
        self.with(&[knob.edit(present.unwrap_or(knob.range.0))])?;
        Ok(knob)
    }

    /// How an entry of a table by code is named.
    fn entry(&self, path: &str, codes: Codes) -> String {
        let of_service = self.services().first().map(|id| self.region.services[id.index()].code.clone());
        let own = of_service.filter(|_| matches!(codes, Codes::Service | Codes::ServiceOrPatch));
        format!("{path}.{}", own.unwrap_or_else(|| example_code(&self.region, codes)))
    }

    fn first_step(&self, unit: &str, range: (f64, f64)) -> f64 {
        let width = range.1 - range.0;
        match unit {
            "hours a week" => {
                FIRST_SHARE * self.hours_in_force().iter().map(|h| h.hours_per_week).sum::<f64>()
            }
            _ if width <= WIDE => width / STEPS,
            _ => 1.0,
        }
    }
}

fn form(path: &str, present: Option<&Value>) -> Option<Form> {
    let form = Form::at(path, present)?;
    let is_whole = matches!(slot(path), Slot::Setting) && present.is_some_and(Value::is_integer);
    Some(if is_whole { Form::Whole } else { form })
}

/// The legal range of a kind, as numbers; a setting of a method is checked when it is set.
const fn range(kind: Option<&Kind>) -> (f64, f64) {
    match kind {
        Some(Kind::Integer(low, high)) => (*low as f64, *high as f64),
        Some(Kind::Number(low, high) | Kind::Quantity(_, low, high)) => (*low, *high),
        Some(Kind::Ratio) => (LEAST_RATIO, MOST_RATIO),
        _ => (0.0, 1e6),
    }
}

/// A range as far as a search goes in it.
fn reach((low, high): (f64, f64), present: Option<f64>) -> (f64, f64) {
    match present.filter(|present| *present > 0.0 && high > 1.0) {
        Some(present) => (low.max(present / REACH), high.min(present * REACH)),
        None => (low, high),
    }
}

fn fault(path: &str, fault: Fault) -> Problems {
    let mut report = Report::default();
    report.at(&Place { file: EDITS.into(), line: None }, path, fault);
    report.into_problems()
}
