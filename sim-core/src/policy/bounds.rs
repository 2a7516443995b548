//! What a number in a method's settings may be; another one is a fault of the scenario.

use serde::{Deserialize, Deserializer, de};
use std::ops::RangeInclusive;

/// What a share must be.
pub(crate) const SHARE: &str = "a share lies between 0 and 1";
const AMOUNT: &str = "an amount lies between 0 and 1,000,000";
const RATIO: &str = "a ratio lies between 0 and 100";
const VARIATION: &str = "a coefficient of variation lies between 0 and 5";

/// What every other number must be.
pub(crate) const FROM_ZERO: [&str; 3] = [AMOUNT, RATIO, VARIATION];

/// Reads a share or a probability.
pub(super) fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    within(deserializer, 0.0..=1.0, SHARE)
}

/// Reads a weight, or an amount of something.
pub(super) fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    within(deserializer, 0.0..=1e6, AMOUNT)
}

/// Reads how many of something there are for each of something else.
pub(super) fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    within(deserializer, 0.0..=100.0, RATIO)
}

/// Reads a coefficient of variation.
pub(super) fn variation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    within(deserializer, 0.0..=5.0, VARIATION)
}

/// Reads a share, where there is one.
pub(super) fn some_share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    share(deserializer).map(Some)
}

/// Reads an amount of something, where there is one.
pub(super) fn some_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    amount(deserializer).map(Some)
}

/// Reads how many of something there are for each of something else, where that is said.
pub(super) fn some_ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    ratio(deserializer).map(Some)
}

/// A number of a range; what is not a number lies in none.
fn within<'de, D: Deserializer<'de>>(
    deserializer: D,
    range: RangeInclusive<f64>,
    rule: &str,
) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    let fault = || de::Error::custom(format_args!("found {value}; {rule}"));
    range.contains(&value).then_some(value).ok_or_else(fault)
}
