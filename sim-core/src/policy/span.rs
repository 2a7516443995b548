use crate::units::{Quantity, SimDuration};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A duration in a method's settings: written with its unit, `"22 min"`; a bare number is a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub SimDuration);

impl Span {
    /// The span in whole minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self(SimDuration(minutes * crate::units::MINUTE_MS))
    }

    /// Milliseconds.
    #[inline]
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0.0
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = |found: &dyn std::fmt::Display| {
            de::Error::custom(format_args!(
                "found {found}; a duration states its unit, for example \"22 min\""
            ))
        };
        let value = toml::Value::deserialize(deserializer)?;
        let toml::Value::String(text) = &value else { return Err(wrong(&value)) };
        let seconds = Quantity::Duration.parse(text).ok_or_else(|| wrong(&value))?;
        if !(0.0..=3.2e8).contains(&seconds) {
            return Err(de::Error::custom(format_args!(
                "found {value}; a duration lies between 0 and 10 years"
            )));
        }
        Ok(Self(SimDuration::from_seconds(seconds)))
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{} s", self.0.seconds()))
    }
}
