//! Maximum expected covering: vehicles are busy a fraction q of the time, several may share a site.

use super::milp::{CELLS, Programme};
use super::{Bound, Cover, LocationError, Sites, Siting, length};

/// Steps of the subgradient method.
const STEPS: u32 = 3_000;

/// Vehicles at each site that cover the most demand in expectation, Σ dᵢ (1 − qᵢ^kᵢ), with a bound above.
///
/// `busy_fraction` is `[n_points]`, each in [0, 1); kᵢ counts the vehicles within `radius` of point i. Greedy
/// and best swaps, then a Lagrangian bound; a problem small enough is closed by an integer programme.
/// # Errors
/// If a busy fraction is missing or out of range, or the solver fails.
/// # Source
/// Daskin (1983), *Transportation Science* 17(1), 48–70.
pub fn solve(sites: &Sites, radius: f64, busy_fraction: &[f64]) -> Result<Siting, LocationError> {
    length("busy_fraction", busy_fraction.len(), sites.demand.len())?;
    if let Some(index) = busy_fraction.iter().position(|q| !(0.0..1.0).contains(q)) {
        return Err(LocationError::BusyFraction { index, found: busy_fraction[index] });
    }
    let mut model = Model::new(sites, sites.cover(radius), busy_fraction);
    model.greedy();
    model.swaps();
    let value = model.value(&model.vehicles);
    if let Some(programme) = model.programme().filter(Programme::fits) {
        let whole = |x: &f64| libm::round(*x).max(0.0) as u32;
        let best: Vec<u32> = programme.solve()?[..sites.n_sites()].iter().map(whole).collect();
        let exact = model.value(&best);
        let vehicles = if exact > value { best } else { model.vehicles };
        let value = exact.max(value);
        return Ok(Siting { vehicles, value, bound: value, proof: Bound::IntegerProgramme });
    }
    let bound = model.lagrangian(value).max(value);
    Ok(Siting { vehicles: model.vehicles, value, bound, proof: Bound::Lagrangian })
}

/// The value of vehicles at each site: Σ dᵢ (1 − qᵢ^kᵢ).
///
/// # Panics
/// If `vehicles` or `busy_fraction` is too short.
#[must_use]
pub fn expected_cover(sites: &Sites, radius: f64, busy_fraction: &[f64], vehicles: &[u32]) -> f64 {
    Model::new(sites, sites.cover(radius), busy_fraction).value(vehicles)
}

/// The Lagrangian bound above on the demand covered, whatever the size.
///
/// # Panics
/// If `busy_fraction` is too short.
#[must_use]
pub fn relaxation(sites: &Sites, radius: f64, busy_fraction: &[f64]) -> f64 {
    let mut model = Model::new(sites, sites.cover(radius), busy_fraction);
    model.greedy();
    model.lagrangian(model.value(&model.vehicles))
}

struct Model<'a> {
    sites: &'a Sites,
    cover: Cover,
    busy: &'a [f64],
    vehicles: Vec<u32>,
    reach: Vec<u32>,
    /// What the next vehicle, and what the last one, adds at each point.
    next: Vec<f64>,
    last: Vec<f64>,
}

impl<'a> Model<'a> {
    fn new(sites: &'a Sites, cover: Cover, busy: &'a [f64]) -> Self {
        let n = sites.demand.len();
        let vehicles = vec![0; sites.n_sites()];
        let mut model =
            Self { sites, cover, busy, vehicles, reach: vec![0; n], next: vec![0.0; n], last: vec![0.0; n] };
        for point in 0..n {
            model.note(point);
        }
        model
    }

    /// What the k-th vehicle (from 1) adds at a point.
    fn step(&self, point: usize, k: u32) -> f64 {
        let q = self.busy[point];
        if k == 0 { 0.0 } else { self.sites.demand[point] * (1.0 - q) * libm::pow(q, f64::from(k - 1)) }
    }

    fn note(&mut self, point: usize) {
        let k = self.reach[point];
        (self.last[point], self.next[point]) = (self.step(point, k), self.step(point, k + 1));
    }

    fn shift(&mut self, site: usize, add: bool) {
        for at in 0..self.cover.points[site].len() {
            let point = self.cover.points[site][at] as usize;
            if add {
                self.reach[point] += 1;
            } else {
                self.reach[point] -= 1;
            }
            self.note(point);
        }
        if add { self.vehicles[site] += 1 } else { self.vehicles[site] -= 1 }
    }

    fn gain(&self, site: usize) -> f64 {
        self.cover.points[site].iter().map(|p| self.next[*p as usize]).sum()
    }

    fn loss(&self, site: usize) -> f64 {
        self.cover.points[site].iter().map(|p| self.last[*p as usize]).sum()
    }

    /// The site with room that gains most, ties to the lowest.
    fn best(&self) -> Option<(usize, f64)> {
        let open = (0..self.vehicles.len()).filter(|j| self.vehicles[*j] < self.sites.capacity[*j]);
        open.map(|j| (j, self.gain(j))).fold(None, |best, (j, gain)| match best {
            Some((_, most)) if gain <= most => best,
            _ => Some((j, gain)),
        })
    }

    fn greedy(&mut self) {
        for site in 0..self.vehicles.len() {
            for _ in 0..self.sites.fixed[site] {
                self.shift(site, true);
            }
        }
        let placed: u32 = self.sites.fixed.iter().sum();
        for _ in placed..self.sites.place {
            let (site, _) = self.best().expect("the problem has room for all");
            self.shift(site, true);
        }
    }

    /// Moves one vehicle at a time to where it adds most, until no move helps.
    fn swaps(&mut self) {
        let least = 1e-12 * self.sites.demand.iter().sum::<f64>();
        loop {
            let mut better: Option<(usize, usize, f64)> = None;
            for from in 0..self.vehicles.len() {
                if self.vehicles[from] <= self.sites.fixed[from] {
                    continue;
                }
                let loss = self.loss(from);
                self.shift(from, false);
                if let Some((to, gain)) = self.best()
                    && gain - loss > better.map_or(least, |b| b.2)
                {
                    better = Some((from, to, gain - loss));
                }
                self.shift(from, true);
            }
            let Some((from, to, _)) = better else { return };
            self.shift(from, false);
            self.shift(to, true);
        }
    }

    fn reached(&self, vehicles: &[u32]) -> Vec<u32> {
        let mut reach = vec![0; self.reach.len()];
        for (points, n) in self.cover.points.iter().zip(vehicles) {
            for point in points {
                reach[*point as usize] += n;
            }
        }
        reach
    }

    fn worth(&self, point: usize, k: u32) -> f64 {
        self.sites.demand[point] * (1.0 - libm::pow(self.busy[point], f64::from(k)))
    }

    fn value(&self, vehicles: &[u32]) -> f64 {
        self.reached(vehicles).iter().enumerate().map(|(i, k)| self.worth(i, *k)).sum()
    }

    /// The number of vehicles that a point buys at a price each, up to `most`.
    fn bought(&self, point: usize, price: f64, most: u32) -> u32 {
        let (mut low, mut high) = (0, most);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.step(point, middle) > price { low = middle } else { high = middle - 1 }
        }
        low
    }

    /// The best placing when each site earns the prices of the points that it covers, and its worth.
    fn placing(&self, price: &[f64]) -> (Vec<u32>, f64) {
        let earned = |p: &Vec<u32>| p.iter().map(|i| price[*i as usize]).sum::<f64>();
        let earns: Vec<f64> = self.cover.points.iter().map(earned).collect();
        let mut order: Vec<usize> = (0..earns.len()).collect();
        order.sort_by(|a, b| earns[*b].total_cmp(&earns[*a]).then(a.cmp(b)));
        let mut vehicles = self.sites.fixed.clone();
        let mut left = self.sites.place - vehicles.iter().sum::<u32>();
        for site in order {
            let more = left.min(self.sites.capacity[site] - vehicles[site]);
            vehicles[site] += more;
            left -= more;
        }
        let worth = vehicles.iter().zip(&earns).map(|(n, e)| f64::from(*n) * e).sum();
        (vehicles, worth)
    }

    /// The least value seen of the relaxation that prices kᵢ ≤ Σ aᵢⱼ xⱼ: each is a bound above.
    fn lagrangian(&self, value: f64) -> f64 {
        let most = self.reached(&self.sites.capacity);
        let mut price: Vec<f64> = (0..self.next.len()).map(|i| 0.5 * (self.next[i] + self.last[i])).collect();
        let (mut best, mut scale, mut stale) = (f64::INFINITY, 1.0, 0);
        for _ in 0..STEPS {
            let (vehicles, worth) = self.placing(&price);
            let bought: Vec<u32> = (0..price.len()).map(|i| self.bought(i, price[i], most[i])).collect();
            let kept = |i: usize| self.worth(i, bought[i]) - price[i] * f64::from(bought[i]);
            let bound = worth + (0..price.len()).map(kept).sum::<f64>();
            stale = if bound < best - 1e-9 * best.abs() { 0 } else { stale + 1 };
            best = best.min(bound);
            if stale == 20 {
                (scale, stale) = (scale * 0.7, 0);
            }
            let slope: Vec<f64> = (self.reached(&vehicles).iter().zip(&bought))
                .map(|(has, buys)| f64::from(*has) - f64::from(*buys))
                .collect();
            let square: f64 = slope.iter().map(|s| s * s).sum();
            if square == 0.0 || best <= value {
                break;
            }
            let step = scale * (bound - value).max(0.0) / square;
            for (price, slope) in price.iter_mut().zip(&slope) {
                *price = (*price - step * slope).max(0.0);
            }
        }
        best
    }

    /// Sites first, then for each point the vehicles that reach it; none where it is too large to be tried.
    fn programme(&self) -> Option<Programme> {
        if self.reach.len().saturating_mul(self.vehicles.len()) > CELLS {
            return None;
        }
        let mut programme = Programme::default();
        for (&low, &high) in self.sites.fixed.iter().zip(&self.sites.capacity) {
            programme.column(0.0, (f64::from(low), f64::from(high)), true);
        }
        let all = (0..self.vehicles.len()).map(|j| (j, 1.0)).collect();
        programme.rows.push((all, f64::from(self.sites.place)));
        let mut over: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.reach.len()];
        for (site, points) in self.cover.points.iter().enumerate() {
            for point in points {
                over[*point as usize].push((site, -1.0));
            }
        }
        let most = self.reached(&self.sites.capacity);
        for (point, mut row) in over.into_iter().enumerate() {
            let levels = most[point].min(self.sites.place);
            for k in (1..=levels).take_while(|k| self.step(point, *k) > 0.0) {
                row.push((programme.column(self.step(point, k), (0.0, 1.0), false), 1.0));
            }
            programme.rows.push((row, 0.0));
        }
        Some(programme)
    }
}
