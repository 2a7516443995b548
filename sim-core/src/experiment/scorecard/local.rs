use crate::category::{Category, Ending};
use crate::outcome::{IncidentRecord, Level};
use crate::region::Region;
use crate::stats::p90;
use std::collections::BTreeMap;

/// The categories that are told by place.
const CATEGORIES: [Category; 2] = [Category::C1, Category::C2];
/// Codes of the two kinds of area.
pub(super) const RURALITY: [&str; 2] = ["urban", "rural"];

/// Responses by place over all months and replications: districts, ICSs, and urban and rural areas.
#[derive(Debug, Clone, Default)]
pub(super) struct Local {
    /// Milliseconds, by level, row in it, and category.
    responses: BTreeMap<(Level, usize, Category), Vec<u32>>,
}

/// The response of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// `District`, `Ics` or `RuralUrban`.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// `C1` or `C2`.
    pub category: &'static str,
    /// Responses over all months and replications.
    pub n: u64,
    /// Mean response, seconds.
    pub mean_s: f64,
    /// 90th centile of all these responses, seconds.
    pub p90_s: f64,
}

impl Local {
    /// Counts an incident that a vehicle answered.
    pub fn add(&mut self, incident: &IncidentRecord, region: &Region) {
        let answered = [Ending::SeeAndTreat, Ending::ConveyedEd, Ending::ConveyedOther];
        let Some(stop) = incident.clock_stop.filter(|_| answered.contains(&incident.ending)) else { return };
        if !CATEGORIES.contains(&incident.category) {
            return;
        }
        let area = &region.areas[incident.area.index()];
        let places = [
            (Level::District, area.district.index()),
            (Level::Ics, region.patches[area.patch.index()].ics.index()),
            (Level::RuralUrban, usize::from(area.rural)),
        ];
        let response = (stop - incident.clock_start).0.max(0) as u32;
        for (level, row) in places {
            self.responses.entry((level, row, incident.category)).or_default().push(response);
        }
    }

    /// Adds another month's.
    pub fn join(&mut self, more: Self) {
        for (place, values) in more.responses {
            self.responses.entry(place).or_default().extend(values);
        }
    }

    /// The rows in order of level, place and category.
    pub fn rows(mut self, region: &Region) -> Vec<PlaceRow> {
        let row = |((level, row, category), values): (&(Level, usize, Category), &mut Vec<u32>)| {
            let n = values.len() as u64;
            let sum: u64 = values.iter().map(|ms| u64::from(*ms)).sum();
            let (code, name) = match level {
                Level::District => (&region.districts[*row].code, &region.districts[*row].name),
                Level::Ics => (&region.icses[*row].code, &region.icses[*row].short_name),
                _ => return place(RURALITY[*row], RURALITY[*row], (*level, *category, n, sum), p90(values)),
            };
            place(code, name, (*level, *category, n, sum), p90(values))
        };
        self.responses.iter_mut().map(row).collect()
    }
}

fn place(
    code: &str,
    name: &str,
    (level, category, n, sum): (Level, Category, u64, u64),
    p90: Option<u32>,
) -> PlaceRow {
    PlaceRow {
        level,
        code: code.to_owned(),
        name: name.to_owned(),
        category: if category == Category::C1 { "C1" } else { "C2" },
        n,
        mean_s: sum as f64 / n as f64 / 1000.0,
        p90_s: f64::from(p90.unwrap_or(0)) / 1000.0,
    }
}
