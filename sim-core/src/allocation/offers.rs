//! Things that money can buy beside a rota line in an ICS: each with its price and what it changes in a scenario.

use super::ask::fault;
use super::lines::LINE_H;
use crate::problem::{Problem, Problems};
use crate::scenario::{Edit, Scenario};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Most offers of a question.
pub const MOST_OFFERS: usize = 12;
/// Most units of one.
const MOST_UNITS: u32 = 20;
/// What stands for the number of units in a text.
const UNITS: &str = "{n}";

/// Something that can be bought in whole units.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// What it is.
    pub name: String,
    /// Pounds a week of one unit; a rota line without one costs its hours at the price that the region assumes.
    pub gbp_per_week: Option<f64>,
    /// Most units.
    #[serde(default = "one")]
    pub most: u32,
    /// A patch or an ICS that gets a rota line for each unit.
    pub lines_in: Option<String>,
    /// Keys of the scenario with a number, and what each unit adds to it.
    #[serde(default)]
    pub add: BTreeMap<String, f64>,
    /// Keys of the scenario and the values that they take. A change (`"x1.1"`, `"-2 min"`) is made once for each unit, `{n}`
    /// in a text is the number of units, and anything else is one unit's only.
    #[serde(default)]
    pub set: toml::Table,
    /// Whence the price and the size are.
    #[serde(default)]
    pub source: String,
}

const fn one() -> u32 {
    1
}

/// A list of offers.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offers {
    /// The offers.
    #[serde(default)]
    pub offer: Vec<Offer>,
}

impl Offers {
    /// Reads a TOML text of `[[offer]]` tables; `file` is what it is called in faults.
    ///
    /// ```
    /// use ambics::allocation::Offers;
    /// let text = "[[offer]]\nname = \"a line in Dorset\"\nlines_in = \"QVV\"\nmost = 3";
    /// assert_eq!(Offers::parse("offers.toml", text).expect("sound offers").offer[0].most, 3);
    /// assert!(Offers::parse("offers.toml", "[[offer]]\nname = \"nothing\"").is_err());
    /// ```
    ///
    /// # Errors
    /// Every fault of the list.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let mut tell = |path: String, line: Option<usize>, found: String, (rule, hint): (&str, &str)| {
            problems.push(Problem {
                file: file.to_owned(),
                path,
                line,
                found,
                rule: rule.to_owned(),
                hint: hint.to_owned(),
            });
        };
        let read: Result<Self, toml::de::Error> = toml::from_str(text);
        let offers = match read {
            Ok(offers) => offers,
            Err(error) => {
                let line =
                    error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                let hint = "for example [[offer]] with name, gbp_per_week, most and lines_in or [offer.set]";
                tell("offer".to_owned(), line, error.message().to_owned(), ("a list of offers", hint));
                Self::default()
            }
        };
        for (row, offer) in offers.offer.iter().enumerate() {
            let again = offers.offer[..row].iter().any(|own| own.name == offer.name);
            for (key, found, rule, hint) in offer.faults(again) {
                tell(format!("offer[{row}].{key}"), None, found, (rule, hint));
            }
        }
        if !(1..=MOST_OFFERS).contains(&offers.offer.len()) {
            tell(
                "offer".to_owned(),
                None,
                offers.offer.len().to_string(),
                ("from 1 to 12 offers", "[[offer]]"),
            );
        }
        problems.into_result(|| offers)
    }
}

type OfferFault = (&'static str, String, &'static str, &'static str);

impl Offer {
    fn faults(&self, again: bool) -> Vec<OfferFault> {
        let mut faults: Vec<OfferFault> = Vec::new();
        if self.name.trim().is_empty() || again {
            faults.push(("name", format!("`{}`", self.name), "a name of its own", ""));
        }
        if !(1..=MOST_UNITS).contains(&self.most) {
            faults.push(("most", self.most.to_string(), "from 1 to 20 units", ""));
        }
        if self.lines_in.is_some() != (self.set.is_empty() && self.add.is_empty()) {
            let hint = "lines_in = \"QVV\", or [offer.set] or [offer.add] with keys of a scenario";
            faults.push(("set", "both or neither".to_owned(), "either lines_in, or set and add", hint));
        }
        match self.gbp_per_week {
            Some(price) if !(price.is_finite() && price > 0.0) => {
                faults.push(("gbp_per_week", price.to_string(), "pounds a week of one unit, above 0", ""));
            }
            None if self.lines_in.is_none() => {
                let hint = "only a rota line has a price of its own: that of its hours";
                faults.push(("gbp_per_week", "no price".to_owned(), "pounds a week of one unit", hint));
            }
            _ => {}
        }
        let fixed = |edit: &Edit| !edit.is_change() && !edit.value_text().contains(UNITS);
        if self.most > 1 && self.edits().iter().any(fixed) {
            let hint = "state a change such as \"x1.1\", {n} in a text, or [offer.add]; or leave most out";
            faults.push(("most", self.most.to_string(), "1, where a value is the same for any number", hint));
        }
        faults
    }

    fn edits(&self) -> Vec<Edit> {
        self.set.iter().map(|(path, value)| Edit::new(path.clone(), value.clone())).collect()
    }

    /// Pounds a week of one unit, at so much for a vehicle-hour.
    pub(super) fn price(&self, hour_gbp: f64) -> f64 {
        self.gbp_per_week.unwrap_or(LINE_H * hour_gbp)
    }

    /// A scenario with so many units of what it sets; lines are placed elsewhere.
    pub(super) fn applied(&self, scenario: Scenario, units: u32) -> Result<Scenario, Problems> {
        if units == 0 {
            return Ok(scenario);
        }
        let (changes, fixed): (Vec<Edit>, Vec<Edit>) = self.edits().into_iter().partition(Edit::is_change);
        let stated = |edit: &Edit| match edit.value_text() {
            text if text.contains(UNITS) => Edit::new(edit.path(), text.replace(UNITS, &units.to_string())),
            _ => edit.clone(),
        };
        let fixed: Vec<Edit> = fixed.iter().map(stated).collect();
        let mut own = if fixed.is_empty() { scenario } else { scenario.with(&fixed)? };
        for _ in 0..if changes.is_empty() { 0 } else { units } {
            own = own.with(&changes)?;
        }
        let added = |(path, by): (&String, &f64)| {
            let edit = own.plus(path, f64::from(units) * by);
            edit.ok_or_else(|| {
                let rule =
                    ("a key of the scenario at which a number stands", "state it in the scenario first");
                fault(&own, &format!("offer \"{}\".add", self.name), path.clone(), rule)
            })
        };
        let added = self.add.iter().map(added).collect::<Result<Vec<_>, _>>()?;
        if added.is_empty() { Ok(own) } else { own.with(&added) }
    }

    /// The row of the patch that gets its lines; a code of an ICS is that ICS's patch.
    pub(super) fn place(&self, places: &[super::Place], base: &Scenario) -> Result<Option<usize>, Problems> {
        let Some(code) = &self.lines_in else { return Ok(None) };
        let row = places.iter().position(|place| place.code == *code || place.ics_code == *code);
        row.map(Some).ok_or_else(|| {
            let known = places.iter().map(|place| place.code.as_str()).collect::<Vec<_>>().join(", ");
            let hint = format!("one of {known}, or its ICS");
            let path = format!("offer \"{}\".lines_in", self.name);
            fault(base, &path, code.clone(), ("a patch or an ICS of the service", &hint))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_list_is_told() {
        let faults = |text: &str| Offers::parse("o.toml", text).expect_err("faults").iter().count();
        assert_eq!(faults(""), 1);
        assert_eq!(faults("[[offer]]\nname = \"\"\nmost = 0"), 4);
        let twice = "[[offer]]\nname = \"a\"\nlines_in = \"Q\"\n[[offer]]\nname = \"a\"\nlines_in = \"Q\"";
        assert_eq!(faults(twice), 1);
        let fixed = "[[offer]]\nname = \"a\"\ngbp_per_week = 1\nmost = 2\nset = { \"run.days\" = 7 }";
        assert_eq!(faults(fixed), 1);
        assert!(Offers::parse("o.toml", &fixed.replace("= 7", "= \"+50%\"")).is_ok());
        assert!(Offers::parse("o.toml", &fixed.replace("set", "add")).is_ok());
    }

    #[test]
    fn a_change_is_made_once_for_each_unit() {
        let base = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let text = "[[offer]]\nname = \"a\"\ngbp_per_week = 1\nmost = 3\nset = { \"travel.time_factor\" = \"x0.9\" }";
        let offer = Offers::parse("o.toml", text).expect("sound").offer.remove(0);
        let own = offer.applied(base.clone(), 3).expect("a scenario");
        assert_eq!(
            own.hash(),
            base.with(&[Edit::new("travel.time_factor", 0.9_f64.powi(3))]).expect("sound").hash()
        );
        assert_eq!(offer.applied(base.clone(), 0).expect("the same").hash(), base.hash());
    }
    #[test]
    fn a_number_is_added_for_each_unit() {
        let base = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        let text = "[[offer]]\nname = \"a\"\ngbp_per_week = 1\nmost = 3\nadd = { \"run.days\" = 2 }";
        let offer = Offers::parse("o.toml", text).expect("sound").offer.remove(0);
        let days = base.run().days;
        assert_eq!(offer.applied(base.clone(), 3).expect("a scenario").run().days, days + 6);
        let text = text.replace("run.days", "run.start");
        let offer = Offers::parse("o.toml", &text).expect("sound").offer.remove(0);
        let refused = offer.applied(base, 1).expect_err("a day is no number");
        assert!(refused.to_string().contains("a number stands"), "{refused}");
    }
}
