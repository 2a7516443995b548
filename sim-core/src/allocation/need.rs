//! Published indices of need and of what an ambulance costs where people live far apart, as a user gives them by ICS.

use super::problem::Place;
use crate::problem::{Problem, Problems};
use crate::region::Region;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Indices by ICS against England's mean, with who publishes them. They weigh the shares of one method, `need-weighted`.
///
/// No such figure is in a region: what England publishes with its allocations changes by the year, and was not at hand.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Who publishes them.
    pub source: String,
    /// For which years.
    pub years: String,
    /// Need of a resident against the mean, by code of the ICS; takes nothing from the assumption on unmet demand.
    #[serde(default)]
    pub need: BTreeMap<String, f64>,
    /// What an emergency ambulance costs there against the mean; stands in the place of hours an incident in the runs.
    #[serde(default)]
    pub cost: BTreeMap<String, f64>,
}

const RULE: &str =
    "source and years, and [need] or [cost] with an index above 0 and at most 10 for each ICS of the service";
const HINT: &str = "for example source = \"…\", years = \"2025/26\", [cost] QVV = 1.02";

fn fault(file: &str, line: Option<usize>, found: String) -> Problems {
    let mut problems = Problems::none();
    problems.push(Problem {
        file: file.to_owned(),
        path: "need".to_owned(),
        line,
        found,
        rule: RULE.to_owned(),
        hint: HINT.to_owned(),
    });
    problems
}

impl Need {
    /// Reads a TOML text; `file` is what it is called in faults.
    ///
    /// ```
    /// use ambics::allocation::Need;
    /// let text = "source = 'allocations'\nyears = '2025/26'\n[cost]\nQVV = 1.02";
    /// assert_eq!(Need::parse("need.toml", text).expect("sound").cost["QVV"], 1.02);
    /// assert!(Need::parse("need.toml", "[cost]\nQVV = 1.02").is_err(), "nobody says so");
    /// ```
    ///
    /// # Errors
    /// If it is not TOML, has other keys, names no source or years, has no index, or one that is not above 0 and at most 10.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let given: Self = toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            fault(file, line, error.message().to_owned())
        })?;
        let unsaid = |text: &str| text.trim().is_empty();
        if unsaid(&given.source) || unsaid(&given.years) {
            return Err(fault(file, None, "no source, or no years".to_owned()));
        }
        let mut all = given.need.iter().chain(&given.cost);
        if let Some((code, index)) = all.find(|(_, index)| !(**index > 0.0 && **index <= 10.0)) {
            return Err(fault(file, None, format!("{code} = {index}")));
        }
        if given.need.is_empty() && given.cost.is_empty() {
            return Err(fault(file, None, "no index".to_owned()));
        }
        Ok(given)
    }

    /// Weighs places by them. A table that is given has to name the ICS of every place; other ICSs of the region may stand in it.
    pub(super) fn weigh(&self, places: &mut [Place], region: &Region) -> Result<(), Problems> {
        let known = |code: &String| region.icses().iter().any(|own| own.code == *code);
        if let Some(code) = self.need.keys().chain(self.cost.keys()).find(|code| !known(code)) {
            return Err(fault("need", None, format!("`{code}`, which is no ICS")));
        }
        for place in places {
            let of = |table: &BTreeMap<String, f64>| match table.get(&place.ics_code) {
                None if !table.is_empty() => {
                    Err(fault("need", None, format!("no index for {}", place.ics_code)))
                }
                index => Ok(index.copied()),
            };
            let (need, cost) = (of(&self.need)?, of(&self.cost)?);
            place.need *= need.unwrap_or(1.0);
            place.cost = cost.unwrap_or(place.cost);
        }
        Ok(())
    }

    /// The sentence that stands wherever shares by them stand.
    #[must_use]
    pub fn said(&self) -> String {
        let of = match (self.need.is_empty(), self.cost.is_empty()) {
            (true, _) => "cost of an emergency ambulance",
            (_, true) => "need",
            _ => "need and of the cost of an emergency ambulance",
        };
        format!(
            "Method need-weighted takes indices of {of} by ICS as given: {} ({}). Not checked here.",
            self.source, self.years
        )
    }
}
