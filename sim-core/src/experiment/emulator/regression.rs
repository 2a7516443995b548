//! The regression that stands beside an emulator: published C2 mean on published incidents and handover.

use crate::ids::ServiceId;
use crate::region::{Month, Region};
use crate::stats::t_quantile;
use serde::{Deserialize, Serialize};

/// What is said wherever its coefficients are shown.
pub const NOT_AN_EFFECT: &str = "The regression's handover coefficient is not the effect of a handover intervention: handover \
and C2 both rise when the system is full, so a month of long handovers has long queues for other reasons too. The emulator \
changes handover alone.";

/// Coefficients that are fitted: a constant, incidents, handover.
const COEFFICIENTS: usize = 3;

/// A month as it was published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedMonth {
    /// The month.
    pub month: Month,
    /// Incidents a day, all categories.
    pub incidents_per_day: f64,
    /// Mean handover, seconds.
    pub handover_mean_s: f64,
    /// C2 mean, seconds.
    pub c2_mean_s: f64,
}

/// A coefficient with half its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coefficient {
    /// Seconds of C2 mean.
    pub seconds: f64,
    /// Half its 95% t interval, seconds.
    pub half_width_s: f64,
}

/// C2 mean on incidents and handover over published months, by ordinary least squares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regression {
    /// First and last month.
    pub months: [String; 2],
    /// How many months.
    pub n: usize,
    /// Seconds of C2 mean for 1% more incidents than the months' average.
    pub incidents_1_percent: Coefficient,
    /// Seconds of C2 mean for one minute more of mean handover.
    pub handover_1_min: Coefficient,
    /// Share of the variation between the months that it describes.
    pub r2: f64,
    /// Correlation of incidents and handover between the months: near 1 or -1 their coefficients cannot be told apart.
    pub correlation: f64,
}

/// The months of a service whose incidents, handover and C2 mean are all published.
#[must_use]
pub fn published_months(region: &Region, service: ServiceId) -> Vec<PublishedMonth> {
    let months = region.responses.iter().filter(|row| row.service == Some(service) && row.category == "C2");
    let complete = months.filter_map(|c2| {
        let handover =
            region.handovers.iter().find(|row| row.service == Some(service) && row.month == c2.month)?;
        let activity =
            region.activity.iter().find(|row| row.service == Some(service) && row.month == c2.month)?;
        Some(PublishedMonth {
            month: c2.month,
            incidents_per_day: activity.incidents? / f64::from(activity.days),
            handover_mean_s: Some(handover.mean_s).filter(|_| handover.n > 0.0)?,
            c2_mean_s: c2.mean_s,
        })
    });
    complete.collect()
}

impl Regression {
    /// The regression over some months; `None` where they are too few, or incidents and handover move as one.
    #[must_use]
    pub fn over(months: &[PublishedMonth]) -> Option<Self> {
        let n = months.len();
        let (first, last) = (months.first()?, months.last()?);
        if n <= COEFFICIENTS {
            return None;
        }
        let column = |of: fn(&PublishedMonth) -> f64| -> (f64, Vec<f64>) {
            let mean = months.iter().map(of).sum::<f64>() / n as f64;
            (mean, months.iter().map(|month| of(month) - mean).collect())
        };
        let (incidents, x) = column(|month| month.incidents_per_day);
        let (_, z) = column(|month| month.handover_mean_s);
        let (_, y) = column(|month| month.c2_mean_s);
        let (xx, zz, xz) = (dot(&x, &x), dot(&z, &z), dot(&x, &z));
        let whole = xx * zz - xz * xz;
        if whole.is_nan() || whole <= 1e-9 * xx * zz {
            return None;
        }
        let (xy, zy, yy) = (dot(&x, &y), dot(&z, &y), dot(&y, &y));
        let slopes = [(zz * xy - xz * zy) / whole, (xx * zy - xz * xy) / whole];
        let left = (yy - slopes[0] * xy - slopes[1] * zy).max(0.0);
        let free = n - COEFFICIENTS;
        let variance = left / free as f64;
        let half = |inverse: f64| t_quantile(free) * (variance * inverse / whole).sqrt();
        let of = |slope: f64, inverse: f64, unit: f64| Coefficient {
            seconds: rounded(slope * unit),
            half_width_s: rounded(half(inverse) * unit),
        };
        Some(Self {
            months: [first, last].map(|month| month.month.to_string()),
            n,
            incidents_1_percent: of(slopes[0], zz, 0.01 * incidents),
            handover_1_min: of(slopes[1], xx, 60.0),
            r2: rounded(if yy > 0.0 { 1.0 - left / yy } else { 0.0 }),
            correlation: rounded(xz / (xx * zz).sqrt()),
        })
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Six decimals, which a file gives back exactly.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(number: i8, (incidents_per_day, handover_mean_s): (f64, f64), c2_mean_s: f64) -> PublishedMonth {
        let month = Month { year: 2023, month: number };
        PublishedMonth { month, incidents_per_day, handover_mean_s, c2_mean_s }
    }

    #[test]
    fn a_plane_is_found_again() {
        let given = [(100.0, 1500.0), (110.0, 1400.0), (105.0, 1700.0), (95.0, 1600.0), (120.0, 1450.0)];
        let plane = |(incidents, handover): (f64, f64)| 200.0 + 3.0 * incidents + 0.5 * handover;
        let months: Vec<PublishedMonth> =
            given.iter().zip(1..).map(|(given, number)| month(number, *given, plane(*given))).collect();
        let found = Regression::over(&months).expect("five months");
        // 1% of 106 incidents a day at 3 s each; 60 s at 0.5 s each.
        assert!((found.incidents_1_percent.seconds - 3.18).abs() < 1e-6, "{found:?}");
        assert!((found.handover_1_min.seconds - 30.0).abs() < 1e-6 && found.r2 > 0.999_999);
        assert_eq!((found.n, found.months[0].as_str(), found.months[1].as_str()), (5, "2023-01", "2023-05"));
    }

    #[test]
    fn three_months_or_inputs_that_move_as_one_give_nothing() {
        let line = |k: i8| month(k, (100.0 + f64::from(k), 1500.0 + 10.0 * f64::from(k)), 900.0);
        assert_eq!(Regression::over(&(1..=6).map(line).collect::<Vec<_>>()), None);
        assert_eq!(Regression::over(&[month(1, (1.0, 2.0), 3.0), month(2, (2.0, 1.0), 3.0)]), None);
    }
}
