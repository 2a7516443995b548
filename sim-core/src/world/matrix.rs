//! Driving times from outside: what a matrix states goes before the travel law.

use super::places::Places;
use super::travel::{Factors, UNREACHABLE};
use crate::ids::AreaId;
use crate::region::{HourBand, TravelPurpose};

/// Driving times between areas that somebody routed or measured.
///
/// Rows are in order of area of departure, area of arrival, hour band and purpose, each once. The rows of a pair all
/// have seconds, or none has.
#[derive(Debug, Clone)]
pub struct Matrix {
    id: String,
    drives: Vec<Drive>,
}

/// Seconds from the centroid of one area to that of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drive {
    /// Where it begins.
    pub from: AreaId,
    /// Where it ends.
    pub to: AreaId,
    /// The hours for which it is stated; `None`: all.
    pub band: Option<HourBand>,
    /// What it is stated for; `None`: ordinary driving, from which the other purposes follow.
    pub purpose: Option<TravelPurpose>,
    /// Seconds; `None`: no road leads there.
    pub seconds: Option<f64>,
}

/// Every purpose.
const PURPOSES: [TravelPurpose; 4] =
    [TravelPurpose::Lights, TravelPurpose::Ordinary, TravelPurpose::Convey, TravelPurpose::Return];
/// Every hour band; day comes first, for its factor of ordinary driving is the law's own.
const BANDS: [HourBand; 3] = [HourBand::Day, HourBand::Peak, HourBand::Night];

impl Drive {
    /// What a row is stated for: its pair, then its hours and its purpose.
    #[must_use]
    pub fn key(&self) -> (AreaId, AreaId, Option<HourBand>, Option<TravelPurpose>) {
        (self.from, self.to, self.band, self.purpose)
    }

    fn pair(&self) -> (AreaId, AreaId) {
        (self.from, self.to)
    }
}

/// Two matrices are the same if their ids are: an id is made from the bytes that were read.
impl PartialEq for Matrix {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Matrix {
    /// The matrix of these rows, which are in order of their keys; `id` says which bytes they are from.
    #[must_use]
    pub fn new(id: String, drives: Vec<Drive>) -> Self {
        debug_assert!(drives.is_sorted_by(|a, b| a.key() < b.key()), "rows are in order, each once");
        Self { id, drives }
    }

    /// Each pair of areas once.
    pub fn pairs(&self) -> impl Iterator<Item = (AreaId, AreaId)> {
        self.drives.chunk_by(|a, b| a.pair() == b.pair()).map(|rows| rows[0].pair())
    }

    /// Puts ordinary driving over the law's seconds, `[n_target][n_place]`, and gives what is stated beyond it.
    pub(super) fn lay_over(
        &self,
        base_s: &mut [u16],
        places: &Places,
        factors: &Factors,
        time_factor: f64,
    ) -> Exact {
        let mut exact = Exact::default();
        let place_of = places.by_area();
        let place = |area: AreaId| place_of.get(area.index()).copied().flatten();
        for rows in self.drives.chunk_by(|a, b| a.pair() == b.pair()) {
            let (Some(from), Some(to)) = (place(rows[0].from), place(rows[0].to)) else { continue };
            if to >= places.n_target {
                continue;
            }
            let (pair, rural) = (to * places.len() + from, usize::from(places.rural[to]));
            let stated = Stated { rows, factors, rural };
            if rows[0].seconds.is_none() {
                base_s[pair] = UNREACHABLE;
                continue;
            }
            if let Some(seconds) = stated.ordinary() {
                base_s[pair] = (seconds * time_factor + 0.5).min(f64::from(UNREACHABLE - 1)) as u16;
            }
            exact.keep(pair, &stated, time_factor);
        }
        exact.cells.iter_mut().flatten().for_each(|cell| cell.sort_unstable_by_key(|(pair, _)| *pair));
        exact
    }
}

/// The rows of one pair, and the region's factors where it ends.
struct Stated<'a> {
    rows: &'a [Drive],
    factors: &'a Factors,
    rural: usize,
}

impl Stated<'_> {
    fn row(&self, purpose: Option<TravelPurpose>, band: Option<HourBand>) -> Option<f64> {
        self.rows.iter().find(|row| (row.purpose, row.band) == (purpose, band)).and_then(|row| row.seconds)
    }

    fn factor(&self, purpose: TravelPurpose, band: HourBand) -> f64 {
        self.factors[purpose as usize][band as usize][self.rural]
    }

    /// Ordinary seconds: stated for all hours, or from a band and its factor; `None`: the law's hold.
    fn ordinary(&self) -> Option<f64> {
        let of = |purpose: Option<TravelPurpose>| {
            let banded = |band: HourBand| {
                Some(self.row(purpose, Some(band))? / self.factor(TravelPurpose::Ordinary, band))
            };
            let whole = self.row(purpose, None);
            whole.or_else(|| BANDS.into_iter().find_map(banded))
        };
        of(None).or_else(|| of(Some(TravelPurpose::Ordinary)))
    }

    /// Seconds stated for a purpose in an hour band: its own row, its purpose's, its band's times the purpose's factor.
    fn exact(&self, purpose: TravelPurpose, band: HourBand) -> Option<f64> {
        let follows = || {
            let ratio = self.factor(purpose, band) / self.factor(TravelPurpose::Ordinary, band);
            Some(self.row(None, Some(band))? * ratio)
        };
        self.row(Some(purpose), Some(band)).or_else(|| self.row(Some(purpose), None)).or_else(follows)
    }
}

/// Seconds of drives that a matrix states for a purpose or an hour band, `[purpose][hour band]`, by pair of places.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Exact {
    cells: [[Vec<(u32, f64)>; 3]; 4],
}

impl Exact {
    fn keep(&mut self, pair: usize, stated: &Stated<'_>, time_factor: f64) {
        if stated.rows.iter().all(|row| row.purpose.is_none() && row.band.is_none()) {
            return;
        }
        for purpose in PURPOSES {
            for band in BANDS {
                let seconds = stated.exact(purpose, band).map(|seconds| (pair as u32, seconds * time_factor));
                self.cells[purpose as usize][band as usize].extend(seconds);
            }
        }
    }

    /// The seconds stated for a pair, `to × n_place + from`.
    #[inline]
    pub fn seconds(&self, pair: usize, purpose: TravelPurpose, band: HourBand) -> Option<f64> {
        let cell = &self.cells[purpose as usize][band as usize];
        let at = cell.binary_search_by_key(&(pair as u32), |(pair, _)| *pair).ok()?;
        Some(cell[at].1)
    }
}
