//! Maximal covering: the most demand within reach of at least one of `place` sites.

use super::{LocationError, Sites, Siting, mexclp};

/// The sites that cover the most demand within `radius`, with a bound above.
///
/// It is MEXCLP with a busy fraction of 0: a second vehicle over a point adds nothing.
/// # Errors
/// If the solver fails on a small problem.
/// # Source
/// Church and ReVelle (1974), *Papers of the Regional Science Association* 32, 101–118.
pub fn solve(sites: &Sites, radius: f64) -> Result<Siting, LocationError> {
    mexclp::solve(sites, radius, &vec![0.0; sites.demand().len()])
}
