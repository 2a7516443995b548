//! Edits: a key and the value it takes, which may be a change of the present one.

use super::keys::{Kind, Slot, slot};
use super::parse::nests_too_deep;
use super::report::{Fault, quoted};
use super::value::{Change, span_text, stated};
use super::{Scenario, at_file};
use crate::problem::Problems;
use crate::units::Quantity;
use std::fmt;
use toml::Value;

/// A key and the value that it takes, such as `fleet.hours_per_week.RYF=+5%`.
///
/// A text that states a change (`"+5%"`, `"x1.2"`, `"-30 min"`) changes the present value of a number or a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub(super) path: String,
    pub(super) value: Value,
}

impl Edit {
    /// An edit of the key at a dotted path.
    ///
    /// ```
    /// use ambics::scenario::Edit;
    /// assert_eq!(Edit::new("run.days", 7), Edit::parse("run.days = 7").expect("a key and a value"));
    /// assert_eq!(Edit::new("run.lead_in", "+1 day"), Edit::parse("run.lead_in=+1 day").expect("a key and a value"));
    /// ```
    #[must_use]
    pub fn new(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { path: path.into(), value: value.into() }
    }

    /// The dotted path of the key.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it states a change of the present value rather than a value.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.value.as_str().is_some_and(|text| Change::parse(text).is_some())
    }

    /// The value as a table holds it: a text without quotation marks.
    #[must_use]
    pub fn value_text(&self) -> String {
        self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned)
    }

    /// Reads `key=value`: the value is TOML, else a text.
    ///
    /// # Errors
    /// If there is no key before a `=`.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        let (path, value) =
            text.split_once('=').map(|(path, value)| (path.trim(), value.trim())).unwrap_or_default();
        if path.is_empty() {
            let hint = "for example run.days=7 or fleet.hours_per_week.RYF=+5%";
            return Err(at_file(EDITS.into(), Fault::new(quoted(text), "key=value", hint)));
        }
        let as_toml = if nests_too_deep(value) { None } else { value.parse::<Value>().ok() };
        Ok(Self::new(path, as_toml.unwrap_or_else(|| Value::from(value))))
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::String(text) => write!(f, "{}={text}", self.path),
            value => write!(f, "{}={value}", self.path),
        }
    }
}

impl Scenario {
    /// The edit that adds so much to the number at a path; `None` where no number stands.
    pub(crate) fn plus(&self, path: &str, by: f64) -> Option<Edit> {
        let present = self.present(&self.settings, path)?;
        let form = Form::at(path, Some(&present)).filter(|form| form.quantity().is_none())?;
        Some(Edit::new(path, form.value(form.number(&present)? + by)))
    }
}

/// What edits are called where a file would be named.
pub(super) const EDITS: &str = "edit";

/// The value to which an edit's value leads, given the present one.
pub(super) fn absolute(path: &str, value: &Value, present: Option<&Value>) -> Result<Value, Fault> {
    let Some((text, change)) = value.as_str().and_then(|text| Some((text, Change::parse(text)?))) else {
        return Ok(value.clone());
    };
    let Some(form) = Form::at(path, present) else { return Ok(value.clone()) };
    let rule = match form.quantity() {
        Some(Quantity::Duration) => "a value, or a change such as \"+5%\", \"x1.2\" or \"-30 min\"",
        _ => "a value, or a change such as \"+5%\" or \"x1.2\"",
    };
    let present = present.and_then(|value| form.number(value));
    let present =
        present.ok_or_else(|| Fault::new(quoted(text), "a value, since there is none to change", ""))?;
    let changed = change.of(present, form.quantity()).filter(|number| number.is_finite());
    changed.map(|number| form.value(number)).ok_or_else(|| Fault::new(quoted(text), rule, ""))
}

/// The form of a number that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Whole,
    Number,
    Quantity(Quantity),
    /// A duration in a method's settings.
    Span,
}

impl Form {
    pub fn at(path: &str, present: Option<&Value>) -> Option<Self> {
        let kind = match slot(path) {
            Slot::Key(key) => &key.kind,
            Slot::Entry(_, kind) => kind,
            Slot::Setting => return Self::of_setting(present?),
            Slot::Group | Slot::Unknown => return None,
        };
        match kind {
            Kind::Integer(..) => Some(Self::Whole),
            Kind::Number(..) | Kind::Ratio => Some(Self::Number),
            Kind::Quantity(quantity, ..) => Some(Self::Quantity(*quantity)),
            _ => None,
        }
    }

    fn of_setting(present: &Value) -> Option<Self> {
        match present {
            Value::Integer(_) | Value::Float(_) => Some(Self::Number),
            Value::String(text) => Quantity::Duration.parse(text).map(|_| Self::Span),
            _ => None,
        }
    }

    pub const fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Quantity(quantity) => Some(quantity),
            Self::Span => Some(Quantity::Duration),
            Self::Whole | Self::Number => None,
        }
    }

    pub fn number(self, value: &Value) -> Option<f64> {
        match self.quantity() {
            Some(quantity) => quantity.parse(value.as_str()?),
            None => value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)),
        }
    }

    pub fn value(self, number: f64) -> Value {
        match self {
            Self::Whole => Value::Integer(number.round() as i64),
            Self::Number => Value::Float(number),
            Self::Quantity(quantity) => Value::from(stated(quantity, number)),
            Self::Span => Value::from(span_text(number)),
        }
    }
}
