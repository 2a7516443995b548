//! Which part of a region a scenario is about.

use super::keys::Codes;
use super::layer::Layer;
use crate::ids::PatchId;
use crate::region::{Area, Region};

/// The areas simulated, and what lies in them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selection {
    /// For each area of the region, whether it is simulated.
    pub areas: Vec<bool>,
    /// For each patch of the region, residents of its areas that are simulated; `None` if there is no such area.
    pub residents: Vec<Option<f64>>,
}

/// The keys of a selection and what their codes are of.
pub(super) const KEYS: [(&str, Codes); 3] =
    [("select.trusts", Codes::Service), ("select.ics", Codes::Ics), ("select.districts", Codes::District)];

impl Selection {
    /// The areas that lie in every list that is not empty.
    pub fn of(region: &Region, settings: &Layer) -> Self {
        let lists = KEYS.map(|(key, codes)| (settings.codes(key), codes));
        let inside = |area: &Area| {
            lists.iter().all(|(list, codes)| list.is_empty() || list.contains(&code_of(region, area, *codes)))
        };
        let areas: Vec<bool> = region.areas.iter().map(inside).collect();
        let mut residents = vec![None; region.patches.len()];
        for (area, _) in region.areas.iter().zip(&areas).filter(|(_, simulated)| **simulated) {
            let sum: &mut Option<f64> = &mut residents[area.patch.index()];
            *sum = Some(sum.unwrap_or(0.0) + area.residents);
        }
        Self { areas, residents }
    }

    /// Whether some simulated area has this code.
    pub fn holds(&self, region: &Region, codes: Codes, code: &str) -> bool {
        self.simulated(region).any(|area| match codes {
            Codes::ServiceOrPatch => {
                [Codes::Service, Codes::Patch].iter().any(|kind| code_of(region, area, *kind) == code)
            }
            _ => code_of(region, area, codes) == code,
        })
    }

    /// The simulated areas.
    pub fn simulated<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Area> {
        region.areas.iter().zip(&self.areas).filter(|(_, simulated)| **simulated).map(|(area, _)| area)
    }

    /// The patches with a simulated area.
    pub fn patches(&self) -> impl Iterator<Item = PatchId> + '_ {
        self.residents
            .iter()
            .enumerate()
            .filter(|(_, people)| people.is_some())
            .map(|(row, _)| PatchId::new(row))
    }

    /// Rows of the services with a simulated area, in order.
    pub fn services(&self, region: &Region) -> Vec<usize> {
        let mut rows: Vec<usize> =
            self.patches().map(|patch| region.patches[patch.index()].service.index()).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// All residents simulated.
    pub fn people(&self) -> f64 {
        self.residents.iter().flatten().sum()
    }
}

/// The code of the service, ICS, district or patch that an area lies in.
pub(super) fn code_of<'a>(region: &'a Region, area: &Area, codes: Codes) -> &'a str {
    let patch = &region.patches[area.patch.index()];
    match codes {
        Codes::Service => &region.services[patch.service.index()].code,
        Codes::Ics => &region.icses[patch.ics.index()].code,
        Codes::District => &region.districts[area.district.index()].code,
        Codes::Patch | Codes::ServiceOrPatch => &patch.code,
        Codes::Profile
        | Codes::Assumption
        | Codes::SoloKind
        | Codes::Hospital
        | Codes::Station
        | Codes::ServiceOrHospital
        | Codes::Hour => "",
    }
}
