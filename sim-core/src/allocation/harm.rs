//! Waits weighed by how much harm a minute of them is said to do: only when asked for, and only with who says so.

use super::objective::Watched;
use crate::problem::{Problem, Problems};
use serde::Deserialize;

/// Weights of a minute of waiting by category, with their source. They order waits; they are no lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harm {
    /// Of C1, C2, C3 and C4, thousandths.
    pub weights: [u32; 4],
    /// Who says so.
    pub source: String,
    /// Of which years.
    pub years: String,
    /// Of which place.
    pub place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    weight: Weights,
    source: String,
    years: String,
    place: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE", default)]
#[derive(Default)]
struct Weights {
    c1: f64,
    c2: f64,
    c3: f64,
    c4: f64,
}

impl Harm {
    /// Reads a TOML text; `file` is what it is called in faults.
    ///
    /// ```
    /// use ambics::allocation::Harm;
    /// let text = "source = 'a panel'\nyears = '2019'\nplace = 'England'\n[weight]\nC1 = 5\nC2 = 1.5";
    /// assert_eq!(Harm::parse("harm.toml", text).expect("sound").weights, [5_000, 1_500, 0, 0]);
    /// assert!(Harm::parse("harm.toml", "[weight]\nC2 = 1").is_err(), "nobody says so");
    /// ```
    ///
    /// # Errors
    /// If it is not TOML, has other keys, names no source, years or place, or has weights that are negative, above 1,000 or all 0.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let fault = |line: Option<usize>, found: String| {
            let mut problems = Problems::none();
            problems.push(Problem {
                file: file.to_owned(),
                path: "harm".to_owned(),
                line,
                found,
                rule: "source, years and place, and [weight] with C1 to C4 from 0 to 1,000, not all 0"
                    .to_owned(),
                hint:
                    "for example source = \"…\", years = \"2021-22\", place = \"England\", [weight] C2 = 1.0"
                        .to_owned(),
            });
            problems
        };
        let given: Given = toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            fault(line, error.message().to_owned())
        })?;
        let Weights { c1, c2, c3, c4 } = given.weight;
        let all = [c1, c2, c3, c4];
        if all.iter().any(|own| !(0.0..=1_000.0).contains(own)) || all.iter().all(|own| *own == 0.0) {
            return Err(fault(None, format!("weights {all:?}")));
        }
        for (name, text) in [("source", &given.source), ("years", &given.years), ("place", &given.place)] {
            if text.trim().is_empty() {
                return Err(fault(None, format!("{name} = \"\"")));
            }
        }
        let weights = all.map(|own| (own * 1_000.0).round() as u32);
        Ok(Self { weights, source: given.source, years: given.years, place: given.place })
    }

    /// What is watched with them.
    #[must_use]
    pub const fn watched(&self) -> Watched {
        Watched::Weighted(self.weights)
    }

    /// The sentence that stands wherever weighed waits stand.
    #[must_use]
    pub fn said(&self) -> String {
        let [c1, c2, c3, c4] = self.weights.map(|own| f64::from(own) / 1_000.0);
        format!(
            "Minutes of waiting are weighed C1 {c1}, C2 {c2}, C3 {c3}, C4 {c4}: {} ({}, {}). An assumption of who gave it; weighed \
             minutes are no lives and no deaths.",
            self.source, self.years, self.place
        )
    }
}
