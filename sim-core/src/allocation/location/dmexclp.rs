//! The online relocation rule of dynamic MEXCLP: the site where one more idle vehicle adds most.

use super::Cover;

/// The site whose marginal coverage Σ dᵢ (1 − q) q^kᵢ is largest; ties go to the lowest.
///
/// `idle` holds the site of each idle vehicle; the freed one is not among them. `reach` is working memory,
/// `[n_points]`, overwritten with kᵢ, the idle vehicles that reach each point. `None` without sites.
/// # Panics
/// If `reach` and `demand` differ in length, or a site or point is out of range.
/// # Source
/// Jagtenberg, Bhulai and van der Mei (2015), *Operations Research for Health Care* 4, 27–35.
#[must_use]
pub fn best_site(
    cover: &Cover,
    demand: &[f64],
    busy_fraction: f64,
    idle: &[usize],
    reach: &mut [u32],
) -> Option<usize> {
    assert_eq!(reach.len(), demand.len(), "one count for each point");
    reach.fill(0);
    for &site in idle {
        for &point in cover.of(site) {
            reach[point as usize] += 1;
        }
    }
    best_of(cover, demand, busy_fraction, reach, 0..cover.n_sites())
}

/// The same among some sites, where `reach` is known already.
#[must_use]
pub fn best_of(
    cover: &Cover,
    demand: &[f64],
    busy_fraction: f64,
    reach: &[u32],
    sites: impl Iterator<Item = usize>,
) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for site in sites {
        let gain = marginal(cover.of(site), demand, busy_fraction, reach);
        if best.is_none_or(|(_, most)| gain > most) {
            best = Some((site, gain));
        }
    }
    best.map(|(site, _)| site)
}

fn marginal(points: &[u32], demand: &[f64], busy_fraction: f64, reach: &[u32]) -> f64 {
    let each = |&point: &u32| {
        let at = point as usize;
        demand[at] * (1.0 - busy_fraction) * libm::pow(busy_fraction, f64::from(reach[at]))
    };
    points.iter().map(each).sum()
}
