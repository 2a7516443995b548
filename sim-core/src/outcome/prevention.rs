use super::records::Records;
use crate::category::Category;
use crate::ids::{AreaId, IcsId};
use crate::prevention::Tally;
use crate::region::Region;
use crate::world::STREAMS;
use std::collections::BTreeMap;

/// What an intervention did to the incidents of the window in an ICS, a deprivation quintile and a category.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PreventionRow {
    /// The intervention, by its place in the scenario.
    pub item: u16,
    /// The ICS that the incidents are of.
    pub ics: IcsId,
    /// The service that answers them, by its row in the region.
    pub service: u16,
    /// Deprivation quintile, 1 the most deprived.
    pub quintile: u8,
    /// The category.
    pub category: Category,
    /// Incidents of the cohort while the intervention was live.
    pub cohort: f64,
    /// The same, each by the share of its full force that the intervention had then.
    pub force: f64,
    /// Those of them that it was expected to reach.
    pub reached: f64,
    /// Incidents prevented, each shared among those who might have prevented it; added ones count against it.
    pub prevented: f64,
}

/// The rows of every intervention, ICS, service, quintile and category with an incident of its cohort.
pub(super) fn prevention(records: &Records, region: &Region) -> Vec<PreventionRow> {
    let tally = &records.prevention;
    let areas = region.areas().len();
    let items = tally.cohort.len() / (areas * STREAMS).max(1);
    let mut rows: BTreeMap<(usize, IcsId, u16, u8, usize), [f64; 4]> = BTreeMap::new();
    for item in 0..items {
        for (number, area) in region.areas().iter().enumerate() {
            let patch = &region.patches()[area.patch.index()];
            for category in Category::ALL {
                let row = Tally::row(areas, item, AreaId::new(number), category);
                let own = [tally.cohort[row], tally.force[row], tally.reached[row], tally.prevented[row]];
                if own[0] > 0.0 {
                    let key =
                        (item, patch.ics, patch.service.index() as u16, area.imd_quintile, category.row());
                    let sum = rows.entry(key).or_default();
                    sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
                }
            }
        }
    }
    rows.into_iter()
        .map(|((item, ics, service, quintile, category), [cohort, force, reached, prevented])| {
            PreventionRow {
                item: item as u16,
                ics,
                service,
                quintile,
                category: Category::ALL[category],
                cohort,
                force,
                reached,
                prevented,
            }
        })
        .collect()
}
