//! Bounds that a user states, and those that follow from what is asked.

use super::ask::{Amount, fault};
use super::lines::LINE_H;
use super::problem::{Mode, Place};
use crate::problem::{Problem, Problems};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// Bounds of places, by code of a patch or of its ICS.
#[derive(Debug, Clone, PartialEq, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Fewest lines more.
    pub least: BTreeMap<String, i32>,
    /// Most lines more.
    pub most: BTreeMap<String, i32>,
    /// Most lines more at one station: make-ready and parking.
    pub most_at_station: Option<u32>,
    /// Fewest lines more of each patch whose residents mostly live in rural areas.
    pub rural_least: Option<i32>,
    /// Vehicles that can be had; each line wants one, and a part of one in reserve.
    pub vehicles: Option<u32>,
    /// Vehicles in reserve for each on a line.
    pub spare: f64,
    /// Weight of an ICS's incidents in the objective, beside 1.
    pub weight: BTreeMap<String, f64>,
}

/// Share of residents in rural areas from which a patch is rural.
const RURAL: f64 = 0.5;

impl Limits {
    /// Reads a TOML text of bounds; `file` is what it is called in faults.
    ///
    /// ```
    /// use ambics::allocation::Limits;
    /// let limits = Limits::parse("limits.toml", "most_at_station = 2\n[most]\nQVV = 3").expect("sound bounds");
    /// assert_eq!((limits.most["QVV"], limits.most_at_station), (3, Some(2)));
    /// assert!(Limits::parse("limits.toml", "mots = 3").is_err());
    /// ```
    ///
    /// # Errors
    /// If it is not TOML, or has other keys.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let mut problems = Problems::none();
            problems.push(Problem {
                file: file.to_owned(),
                path: "limits".to_owned(),
                line,
                found: error.message().to_owned(),
                rule: "tables least, most and weight by patch or ICS; most_at_station, rural_least, vehicles and spare".to_owned(),
                hint: "for example [most] and below it QVV = 3".to_owned(),
            });
            problems
        })
    }

    fn of<T: Copy>(map: &BTreeMap<String, T>, place: &Place) -> Option<T> {
        map.get(&place.code).or_else(|| map.get(&place.ics_code)).copied()
    }

    /// The weight of a place's incidents, beside 1.
    pub(super) fn weight_of(&self, place: &Place) -> f64 {
        Self::of(&self.weight, place).unwrap_or(1.0)
    }

    /// How many of these lines there are vehicles for.
    pub(super) fn manned(&self, mode: Mode, lines: i32) -> i32 {
        let most = self.vehicles.map(|n| (f64::from(n) / (1.0 + self.spare) + 1e-9).floor() as i32);
        most.filter(|_| mode == Mode::Uplift).map_or(lines, |most| lines.min(most))
    }

    /// Bounds name places; weights are not negative; a rota of its own is not reshuffled.
    pub(super) fn check(&self, base: &Scenario, mode: Mode, places: &[Place]) -> Result<(), Problems> {
        let mut names = self.least.keys().chain(self.most.keys()).chain(self.weight.keys());
        let is_known =
            |name: &String| places.iter().any(|place| place.code == *name || place.ics_code == *name);
        if let Some(unknown) = names.find(|name| !is_known(name)) {
            let known = places.iter().map(|place| place.code.as_str()).collect::<Vec<_>>().join(", ");
            let hint = format!("one of {known}, or its ICS");
            return Err(fault(base, "limits", unknown.clone(), ("a patch or an ICS of the service", &hint)));
        }
        if let Some((code, weight)) = self.weight.iter().find(|(_, own)| !own.is_finite() || **own < 0.0) {
            return Err(fault(
                base,
                "limits.weight",
                format!("{code} = {weight}"),
                ("a weight of 0 or more", ""),
            ));
        }
        if !(0.0..=10.0).contains(&self.spare) {
            let rule = ("vehicles in reserve for each on a line, from 0 to 10", "for example 0.25");
            return Err(fault(base, "limits.spare", self.spare.to_string(), rule));
        }
        let has_rota = base.data_files().iter().any(|file| file.key == "fleet.rota");
        if mode == Mode::Reshuffle && has_rota {
            let hint = "ask for hours more, or leave fleet.rota out";
            let rule = "lines more, where the scenario has a rota of its own";
            return Err(fault(base, "fleet.rota", "a reshuffle".to_owned(), (rule, hint)));
        }
        Ok(())
    }

    /// Fewest and most lines of each place: the user's own within what can be.
    pub(super) fn bounds(
        &self,
        places: &[Place],
        (mode, lines, amount): (Mode, i32, Amount),
        has_station: &[bool],
    ) -> Vec<(i32, i32)> {
        let bound = |(place, has_station): (&Place, &bool)| {
            if !has_station {
                return (0, 0);
            }
            let (low, high) = match (mode, amount) {
                (Mode::Reshuffle, Amount::Reshuffle(share)) => moved(place, share, lines),
                _ => (0, lines),
            };
            let rural = self.rural_least.filter(|_| place.rural >= RURAL && mode == Mode::Uplift);
            let least = Self::of(&self.least, place).or(rural).unwrap_or(low);
            let most = Self::of(&self.most, place).unwrap_or(high);
            (least.max(low), most.min(high))
        };
        places.iter().zip(has_station).map(bound).collect()
    }
}

/// Lines that a place may lose and gain in a reshuffle: a share of its own, at least one, and it keeps one; it may gain twice as
/// many.
fn moved(place: &Place, share: f64, lines: i32) -> (i32, i32) {
    let there = (place.rostered_h / LINE_H).floor() as i32;
    let lost = ((f64::from(there) * share).floor() as i32).max(1).min(there - 1).max(0);
    (-lost, lines.min(2 * lost.max(1)))
}

/// The sizes that are run alone: both ends and points between, as far as they are something.
pub(super) fn sizes((low, high): (i32, i32)) -> Vec<i32> {
    let mut sizes = vec![low, low / 2, (high + 3) / 4, (high + 1) / 2, high];
    sizes.sort_unstable();
    sizes.dedup();
    sizes.retain(|size| *size != 0);
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_wants_a_vehicle_and_part_of_one_in_reserve() {
        let limits = Limits::parse("l.toml", "vehicles = 10\nspare = 0.25").expect("sound");
        assert_eq!((limits.manned(Mode::Uplift, 12), limits.manned(Mode::Uplift, 5)), (8, 5));
        assert_eq!(limits.manned(Mode::Reshuffle, 12), 12);
    }

    #[test]
    fn ends_and_points_between_are_run() {
        assert_eq!(sizes((0, 11)), [3, 6, 11]);
        assert_eq!(sizes((-3, 6)), [-3, -1, 2, 3, 6]);
        assert!(sizes((0, 0)).is_empty());
    }
}
