//! Which stations are near each place, so that a search for a vehicle looks at the near ones first.

use super::component::StationSite;
use super::travel::{Travel, UNREACHABLE};

/// The places at which stations stand, in order of the drive to each target place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StationOrder {
    /// The places that hold a station, once each, in order.
    pub places: Vec<u16>,
    /// Rows of `places` for each target, nearest first, `[target][places]`.
    order: Vec<u16>,
}

impl StationOrder {
    /// The order for the first `n_target` places.
    #[must_use]
    pub fn compile(stations: &[StationSite], travel: &Travel, n_target: usize) -> Self {
        let mut places: Vec<u16> = stations.iter().map(|site| site.place).collect();
        places.sort_unstable();
        places.dedup();
        let mut order = Vec::with_capacity(n_target * places.len());
        for target in 0..n_target {
            let seconds = travel.to(target);
            let first = order.len();
            order.extend(0..places.len() as u16);
            order[first..].sort_unstable_by_key(|row| (seconds[places[*row as usize] as usize], *row));
        }
        Self { places, order }
    }

    /// The row of the stations at a place.
    #[must_use]
    pub fn row(&self, place: u16) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }

    /// Rows of stations with the seconds of their drives to a target, nearest first, as far as a road leads.
    #[inline]
    pub fn to<'a>(&'a self, seconds: &'a [u16], target: usize) -> impl Iterator<Item = (usize, u16)> + 'a {
        let n = self.places.len();
        let rows = self.order[target * n..(target + 1) * n].iter();
        rows.map(move |row| (*row as usize, seconds[self.places[*row as usize] as usize]))
            .take_while(|(_, seconds)| *seconds < UNREACHABLE)
    }
}
