//! How waiting and busy vehicles answer to hours and incidents of a place: measured, not assumed.

use super::arms::Arms;
use super::place::Place;
use crate::dist::normal_quantile;
use crate::experiment::run::{ArmResult, Experiment};
use crate::experiment::served::ServedHours;
use crate::outcome::{Level as Group, Measures, ReportedCategory};
use crate::rng::Key;
use crate::stats::{Estimate, paired, t_quantile};
use nalgebra::{DMatrix, DVector};

/// What is measured at each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    /// C2 mean of the residents of the place, seconds.
    C2OfPlace,
    /// C2 mean of all that are simulated, seconds.
    C2OfAll,
    /// Hours that patients of all categories and places wait for a response, a week.
    Waited,
    /// Share of the on-duty time of ambulances that they are busy, everywhere.
    Busy,
}

impl Measured {
    /// All.
    pub const ALL: [Self; 4] = [Self::C2OfPlace, Self::C2OfAll, Self::Waited, Self::Busy];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C2OfPlace => "c2_mean_place_s",
            Self::C2OfAll => "c2_mean_all_s",
            Self::Waited => "waited_h_per_week",
            Self::Busy => "busy_share",
        }
    }

    fn of(self, measures: &Measures, arm: &ArmResult, place: &Place) -> Option<f64> {
        match self {
            Self::C2OfPlace => {
                let codes = &arm.levels.get(Group::Ics)?.codes;
                let is_in = |group: u16| place.icses.contains(&codes[usize::from(group)]);
                mean_response(measures, Group::Ics, (ReportedCategory::C2, &is_in)).map(|(mean, _)| mean)
            }
            Self::C2OfAll => {
                mean_response(measures, Group::Trust, (ReportedCategory::C2, &|_| true)).map(|(mean, _)| mean)
            }
            Self::Waited => {
                let (mean, n) = mean_response(measures, Group::Trust, (ReportedCategory::All, &|_| true))?;
                Some(mean * n / 3_600.0 / f64::from(arm.scenario.run().days) * 7.0)
            }
            Self::Busy => busy(measures),
        }
        .filter(|value| *value > 0.0)
    }
}

type Which<'a> = (ReportedCategory, &'a dyn Fn(u16) -> bool);

/// Mean response of some groups of a level, and the number of responses.
fn mean_response(measures: &Measures, level: Group, (category, is_in): Which<'_>) -> Option<(f64, f64)> {
    let rows = measures.responses.iter().filter(|row| row.level == level && row.category == category);
    let (sum, n) = rows
        .filter(|row| is_in(row.group))
        .fold((0.0, 0.0), |(sum, n), row| (sum + row.mean_s.unwrap_or(0.0) * row.n as f64, n + row.n as f64));
    (n > 0.0).then(|| (sum / n, n))
}

fn busy(measures: &Measures) -> Option<f64> {
    let own = measures
        .vehicles
        .iter()
        .filter(|row| row.level == Group::Trust && row.kind == crate::vehicle_kind::VehicleKind::Dca);
    let (busy, on_duty) = own.fold((0.0, 0.0), |(busy, all), row| {
        let on_duty = row.on_duty_h();
        (busy + row.unit_hour_utilisation().unwrap_or(0.0) * on_duty, all + on_duty)
    });
    (on_duty > 0.0).then(|| busy / on_duty)
}

/// A level of hours and incidents that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Rostered hours of the place against the scenario's own.
    pub hours: f64,
    /// Incidents of the place against the scenario's own.
    pub incidents: f64,
    /// Mean over replications of each of [`Measured::ALL`].
    pub values: [f64; Measured::ALL.len()],
}

/// Terms of the logarithm of a measure: hours and incidents as logarithms, to the second power.
const TERMS: usize = 6;
type Coefficients = [f64; TERMS];

fn terms((hours, incidents): (f64, f64)) -> Coefficients {
    let (h, d) = (libm::log(hours), libm::log(incidents));
    [1.0, h, d, h * h, d * d, h * d]
}

/// A response surface for each measure: a full quadratic of logarithms by least squares, and the same with each
/// replication left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// What was run; the first is the scenario without interventions.
    pub levels: Vec<Level>,
    fitted: [Coefficients; Measured::ALL.len()],
    /// By replication: what the fit without it is beyond the mean of all such fits.
    left_out: Vec<[Coefficients; Measured::ALL.len()]>,
}

/// The response under one belief about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    own: [f64; Measured::ALL.len()],
    fitted: [Coefficients; Measured::ALL.len()],
}

impl Response {
    /// From the runs; `None` where a replication of some level lacks a measure.
    pub(super) fn measured(experiment: &Experiment, arms: &Arms, place: &Place) -> Option<Self> {
        let n_levels = arms.incidents.len();
        let own = place.rostered(&experiment.arms[0]);
        let mut values = Vec::with_capacity(n_levels);
        for arm in &experiment.arms[..n_levels] {
            let each: Option<Vec<[f64; 4]>> = arm.replications.iter().map(|m| all(m, arm, place)).collect();
            values.push(each?);
        }
        let n = experiment.replications.len();
        let kept = |out: Option<usize>| -> Vec<[f64; 4]> {
            values.iter().map(|each| mean_without(each, out)).collect()
        };
        let points: Vec<(f64, f64)> = experiment.arms[..n_levels]
            .iter()
            .zip(&arms.incidents)
            .map(|(arm, incidents)| (place.rostered(arm) / own, *incidents))
            .collect();
        let solve = solver(&points)?;
        let means = kept(None);
        let levels = points.iter().zip(&means).map(|((hours, incidents), values)| Level {
            hours: *hours,
            incidents: *incidents,
            values: *values,
        });
        let fits: Vec<[Coefficients; 4]> = (0..n).map(|out| solve(&kept(Some(out)))).collect();
        let centre: [Coefficients; 4] = std::array::from_fn(|m| {
            std::array::from_fn(|t| fits.iter().map(|fit| fit[m][t]).sum::<f64>() / n as f64)
        });
        let beyond = |fit: &[Coefficients; 4]| {
            std::array::from_fn(|m| std::array::from_fn(|t| fit[m][t] - centre[m][t]))
        };
        Some(Self {
            levels: levels.collect(),
            fitted: solve(&means),
            left_out: fits.iter().map(beyond).collect(),
        })
    }

    /// The response as it was fitted.
    #[must_use]
    pub fn central(&self) -> Answer {
        Answer { own: self.levels[0].values, fitted: self.fitted }
    }

    /// One draw of it: around the fit with the covariance that leaving out each replication gives, as wide as Student's t
    /// has it for so many.
    ///
    /// # Source
    /// The jackknife: Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 11.
    #[must_use]
    pub fn drawn(&self, key: Key) -> Answer {
        let n = self.left_out.len();
        let mut fitted = self.fitted;
        if n < 2 {
            return Answer { own: self.levels[0].values, fitted };
        }
        let wide = ((n - 1) as f64 / n as f64).sqrt() * t_quantile(n - 1) / 1.96;
        for (row, beyond) in self.left_out.iter().enumerate() {
            let score = wide * normal_quantile(key.mark(row as u64).max(1e-12));
            for (own, beyond) in fitted.iter_mut().flatten().zip(beyond.iter().flatten()) {
                *own += score * beyond;
            }
        }
        Answer { own: self.levels[0].values, fitted }
    }
}

impl Answer {
    /// A measure at hours and incidents of the place against the scenario's own.
    #[must_use]
    pub fn at(&self, measured: Measured, point: (f64, f64)) -> f64 {
        let row = measured as usize;
        let beyond = terms(point).into_iter().zip(self.fitted[row]).skip(1).map(|(term, own)| term * own);
        self.own[row] * libm::exp(beyond.sum::<f64>())
    }
}

fn all(measures: &Measures, arm: &ArmResult, place: &Place) -> Option<[f64; 4]> {
    let mut values = [0.0; 4];
    for (value, measured) in values.iter_mut().zip(Measured::ALL) {
        *value = measured.of(measures, arm, place)?;
    }
    Some(values)
}

/// Means over replications, one of them left out.
fn mean_without(each: &[[f64; 4]], out: Option<usize>) -> [f64; 4] {
    let n = each.len() - usize::from(out.is_some());
    std::array::from_fn(|m| {
        let kept = each.iter().enumerate().filter(|(row, _)| Some(*row) != out);
        kept.map(|(_, values)| values[m]).sum::<f64>() / n as f64
    })
}

/// Least squares over the points: from the means at each to coefficients of their logarithms; `None` where the points do
/// not tell the terms apart.
fn solver(points: &[(f64, f64)]) -> Option<impl Fn(&[[f64; 4]]) -> [Coefficients; 4] + use<>> {
    let x = DMatrix::from_fn(points.len(), TERMS, |row, term| terms(points[row])[term]);
    let inverse = x.clone().pseudo_inverse(1e-10).ok().filter(|_| x.rank(1e-10) == TERMS)?;
    Some(move |means: &[[f64; 4]]| {
        std::array::from_fn(|m| {
            let y = DVector::from_iterator(means.len(), means.iter().map(|values| libm::log(values[m])));
            let solved = &inverse * y;
            std::array::from_fn(|term| solved[term])
        })
    })
}

/// The response against a run of the programme itself, at its central values and a year old.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// Share of the place's load that the programme released in the run.
    pub released_share: f64,
    /// What it did to the C2 mean of the place, paired with the run without it, seconds.
    pub run_s: Option<Estimate>,
    /// What the response foretells of so much less load, seconds.
    pub foretold_s: f64,
}

impl Check {
    pub(super) fn of(experiment: &Experiment, arms: &Arms, (place, response): (&Place, &Response)) -> Self {
        let (base, arm) = (&experiment.arms[0], &experiment.arms[arms.incidents.len()]);
        let c2 = |arm: &ArmResult| -> Vec<Option<f64>> {
            arm.replications.iter().map(|m| Measured::C2OfPlace.of(m, arm, place)).collect()
        };
        let hours = ServedHours::of(base);
        let scale = 365.25 / f64::from(arm.scenario.run().days) / arm.replications.len().max(1) as f64;
        let released: f64 = arm
            .replications
            .iter()
            .flat_map(|measures| &measures.prevention)
            .map(|row| {
                let service = crate::ids::ServiceId::new(usize::from(row.service));
                row.prevented * hours.each((row.ics, service), row.category)
            })
            .sum();
        let released_share = released * scale / place.load_h.max(1.0);
        let central = response.central();
        let at = |incidents: f64| central.at(Measured::C2OfPlace, (1.0, incidents));
        Self {
            released_share,
            run_s: paired(&c2(base), &c2(arm)),
            foretold_s: at(1.0 - released_share) - at(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_surface_is_found_again() {
        let points: Vec<(f64, f64)> =
            [1.0, 1.05, 1.1].into_iter().flat_map(|h| [0.9, 1.0, 1.1].map(|d| (h, d))).collect();
        let known = [3.0, -2.0, 4.0, 1.5, 2.5, -3.0];
        let value = |point| libm::exp(terms(point).iter().zip(known).map(|(t, k)| t * k).sum());
        let means: Vec<[f64; 4]> = points.iter().map(|p| [value(*p); 4]).collect();
        let solved = solver(&points).expect("nine points tell six terms apart")(&means);
        for (found, wanted) in solved[2].iter().zip(known) {
            assert!((found - wanted).abs() < 1e-6, "{solved:?}");
        }
        assert!(solver(&points[..5]).is_none(), "five points cannot");
    }

    #[test]
    fn draws_have_the_covariance_of_the_jackknife() {
        let own = |t0: f64| [[0.0, t0, 0.0, 0.0, 0.0, 0.0]; 4];
        let level = Level { hours: 1.0, incidents: 1.0, values: [1_000.0; 4] };
        let left_out = vec![own(0.3), own(-0.1), own(-0.2)];
        let response = Response { levels: vec![level], fitted: own(-2.0), left_out };
        let address = |k| crate::rng::Address::new(3, k).key(crate::rng::Purpose::Effect, 1);
        let n = 4_000;
        let slopes: Vec<f64> = (0..n).map(|k| response.drawn(address(k)).fitted[0][1]).collect();
        let mean = slopes.iter().sum::<f64>() / f64::from(n);
        let variance = slopes.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / f64::from(n);
        let wide = t_quantile(2) / 1.96;
        let wanted = 2.0 / 3.0 * 0.14 * wide * wide;
        // The variance of so many draws has a relative standard error of the square root of 2 / n.
        assert!(
            (variance / wanted - 1.0).abs() < 4.0 * (2.0 / f64::from(n)).sqrt(),
            "{variance} for {wanted}"
        );
        assert!((mean + 2.0).abs() < 4.0 * (wanted / f64::from(n)).sqrt(), "{mean}");
    }
}
