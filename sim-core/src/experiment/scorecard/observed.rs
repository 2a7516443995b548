use super::measure::{Answered, Measure};
use super::sampling::{of_mean, of_p90, of_share, of_vehicles};
use crate::experiment::summary::Statistic;
use crate::ids::ServiceId;
use crate::region::{Month, Region};

/// A figure as published, and its standard error: a share of it, or points of 1 for a share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observed {
    pub value: f64,
    pub error: f64,
}

/// What a service published of a measure in a month, or England without a service; `None` if it did not.
pub(super) fn observed(
    region: &Region,
    service: Option<ServiceId>,
    month: Month,
    measure: Measure,
) -> Option<Observed> {
    match measure {
        Measure::Response(category, statistic) => {
            let mut rows = region.responses.iter();
            let row = rows.find(|row| {
                row.service == service && row.month == month && row.category == category.name()
            })?;
            let (n, mean, p90) = (row.n, row.mean_s, row.p90_s);
            (n > 0.0 && mean > 0.0 && p90 > 0.0).then(|| match statistic {
                Statistic::Mean => Observed { value: mean, error: of_mean(n, mean, p90) },
                Statistic::P90 => Observed { value: p90, error: of_p90(n, mean, p90) },
            })
        }
        Measure::Share(answered) => {
            let mut rows = region.activity.iter();
            let row = rows.find(|row| row.service == service && row.month == month)?;
            let count = match answered {
                Answered::ConveyedEd => row.conveyed_ed,
                Answered::SeeAndTreat => row.see_and_treat,
                Answered::HearAndTreat => row.hear_and_treat,
            };
            let n = row.incidents.filter(|n| *n > 0.0)?;
            let value = count? / n;
            Some(Observed { value, error: of_share(n, value) })
        }
        Measure::Arriving(category) => {
            let mut rows = region.resources.iter();
            let row = rows.find(|row| {
                row.service == service && row.month == month && row.category == category.name()
            })?;
            let value = (row.n > 0.0).then(|| row.arriving / row.n)?;
            Some(Observed { value, error: of_vehicles(row.n, value) })
        }
    }
}

/// England's C2 mean as the sum of its services: total seconds over incidents.
pub(super) fn england_c2_mean(region: &Region, month: Month) -> Option<Observed> {
    let rows = || {
        let own = |row: &&crate::region::Response| row.service.is_some() && row.month == month;
        region.responses.iter().filter(own).filter(|row| row.category == "C2" && row.n > 0.0)
    };
    let n: f64 = rows().map(|row| row.n).sum();
    let value = (n > 0.0).then(|| rows().map(|row| row.n * row.mean_s).sum::<f64>() / n)?;
    let seconds = |row: &crate::region::Response| row.n * row.mean_s * of_mean(row.n, row.mean_s, row.p90_s);
    let variance: f64 = rows().map(|row| seconds(row) * seconds(row)).sum();
    Some(Observed { value, error: libm::sqrt(variance) / n / value })
}
