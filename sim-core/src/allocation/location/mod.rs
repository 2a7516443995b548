//! Where vehicles stand: covering and median models, each with a proven bound beside its value.

pub mod cross_ics;
pub mod dmexclp;
pub mod mclp;
pub mod mexclp;
pub mod milp;
pub mod p_median;

use std::fmt;

pub use milp::MilpError;

/// What is wrong with a location problem.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LocationError {
    /// A list or table has the wrong length.
    #[error("{what} has {found} entries, not {wanted}")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length that fits the problem.
        wanted: usize,
    },
    /// A number that must be finite and not negative is neither.
    #[error("{what}[{index}] is {found}: it must be finite and not negative")]
    NotAmount {
        /// Which list.
        what: &'static str,
        /// Where in it.
        index: usize,
        /// What stands there.
        found: f64,
    },
    /// A busy fraction outside [0, 1).
    #[error("the busy fraction of point {index} is {found}: it must lie in [0, 1)")]
    BusyFraction {
        /// Which point.
        index: usize,
        /// What stands there.
        found: f64,
    },
    /// More vehicles are fixed at a site than may stand there.
    #[error("site {site}: {fixed} fixed, capacity {capacity}")]
    FixedAboveCapacity {
        /// Which site.
        site: usize,
        /// Vehicles that must stand there.
        fixed: u32,
        /// Vehicles that may stand there.
        capacity: u32,
    },
    /// The number to place is below what is fixed or above what there is room for.
    #[error("{place} to place: at least {fixed} are fixed, at most {room} have room")]
    Place {
        /// How many to place.
        place: u32,
        /// The sum of the fixed.
        fixed: u64,
        /// The sum of the capacities.
        room: u64,
    },
    /// Gains that rise from one unit to the next.
    #[error("the gain of unit {index} is {found}: gains must not rise, and none is negative")]
    Gains {
        /// Which unit, from 0.
        index: usize,
        /// Its gain.
        found: f64,
    },
    /// No site, or for a median model none to place.
    #[error("there is no site to choose")]
    NoSite,
    /// The integer programme had no answer.
    #[error(transparent)]
    Milp(#[from] MilpError),
}

/// A location problem: demand at points, sites, and how far each point is from each site.
///
/// `demand` is `[n_points]` (incidents per hour, or people); `distance` is `[n_points × n_sites]`, row by
/// row, in the unit of `radius` (seconds or metres). At site `j` stand from `fixed[j]` to `capacity[j]`
/// vehicles, `place` in all, the fixed among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    demand: Vec<f64>,
    distance: Vec<f64>,
    place: u32,
    fixed: Vec<u32>,
    capacity: Vec<u32>,
}

impl Sites {
    /// A checked problem; see the type for shapes.
    ///
    /// # Errors
    /// If a length does not fit, a number is negative or not finite, or `place` cannot be met.
    pub fn new(
        demand: Vec<f64>,
        distance: Vec<f64>,
        place: u32,
        fixed: Vec<u32>,
        capacity: Vec<u32>,
    ) -> Result<Self, LocationError> {
        let n_sites = capacity.len();
        if n_sites == 0 {
            return Err(LocationError::NoSite);
        }
        length("fixed", fixed.len(), n_sites)?;
        length("distance", distance.len(), demand.len().saturating_mul(n_sites))?;
        amounts("demand", &demand)?;
        amounts("distance", &distance)?;
        for (site, (&fixed, &capacity)) in fixed.iter().zip(&capacity).enumerate() {
            if fixed > capacity {
                return Err(LocationError::FixedAboveCapacity { site, fixed, capacity });
            }
        }
        let total = |of: &[u32]| of.iter().map(|&n| u64::from(n)).sum::<u64>();
        let (least, room) = (total(&fixed), total(&capacity));
        if u64::from(place) < least || u64::from(place) > room {
            return Err(LocationError::Place { place, fixed: least, room });
        }
        // More than all of them never stand at one site.
        let capacity = capacity.into_iter().map(|most| most.min(place)).collect();
        Ok(Self { demand, distance, place, fixed, capacity })
    }

    /// A problem where each site takes one and none is fixed.
    ///
    /// # Errors
    /// As [`Sites::new`].
    pub fn one_each(
        demand: Vec<f64>,
        distance: Vec<f64>,
        n_sites: usize,
        place: u32,
    ) -> Result<Self, LocationError> {
        Self::new(demand, distance, place, vec![0; n_sites], vec![1; n_sites])
    }

    /// Demand of each point.
    #[must_use]
    pub fn demand(&self) -> &[f64] {
        &self.demand
    }

    /// How many sites there are.
    #[must_use]
    pub fn n_sites(&self) -> usize {
        self.capacity.len()
    }

    /// The points within `radius` of each site, its edge included.
    #[must_use]
    pub fn cover(&self, radius: f64) -> Cover {
        let n = self.n_sites();
        let mut points = vec![Vec::new(); n];
        for (point, row) in (0_u32..).zip(self.distance.chunks_exact(n)) {
            for (site, _) in row.iter().enumerate().filter(|(_, d)| **d <= radius) {
                points[site].push(point);
            }
        }
        Cover { points }
    }
}

fn length(what: &'static str, found: usize, wanted: usize) -> Result<(), LocationError> {
    if found == wanted { Ok(()) } else { Err(LocationError::Length { what, found, wanted }) }
}

fn amounts(what: &'static str, list: &[f64]) -> Result<(), LocationError> {
    match list.iter().position(|x| !(x.is_finite() && *x >= 0.0)) {
        Some(index) => Err(LocationError::NotAmount { what, index, found: list[index] }),
        None => Ok(()),
    }
}

/// For each site the points that it covers, in rising order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    points: Vec<Vec<u32>>,
}

impl Cover {
    /// The points that a site covers.
    ///
    /// # Panics
    /// If there is no such site.
    #[must_use]
    pub fn of(&self, site: usize) -> &[u32] {
        &self.points[site]
    }

    /// How many sites there are.
    #[must_use]
    pub fn n_sites(&self) -> usize {
        self.points.len()
    }
}

/// How a bound was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// An integer programme was solved to the end.
    IntegerProgramme,
    /// Branch and bound ended with no node open.
    BranchAndBound,
    /// The best value of a Lagrangian relaxation.
    Lagrangian,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IntegerProgramme => "integer programme solved to the end",
            Self::BranchAndBound => "branch and bound to the end",
            Self::Lagrangian => "Lagrangian relaxation",
        })
    }
}

/// Vehicles at each site, what they are worth, and what no other choice can beat.
#[derive(Debug, Clone, PartialEq)]
pub struct Siting {
    /// Vehicles at each site.
    pub vehicles: Vec<u32>,
    /// The objective: demand covered, or demand-weighted distance.
    pub value: f64,
    /// No choice is better than this (above for covering, below for distance).
    pub bound: f64,
    /// How the bound was obtained.
    pub proof: Bound,
}

impl Siting {
    /// The distance from value to bound as a share of the bound; 0 if the value is proven best.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let off = (self.bound - self.value).abs();
        if off == 0.0 { 0.0 } else { off / self.bound.abs().max(f64::MIN_POSITIVE) }
    }
}
