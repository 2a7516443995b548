//! A programme month by month over the draws: whether it feeds itself.

use super::belief::Meeting;
use super::response::Measured;
use super::spread::Spread;
use crate::prevention::{Budget, MONTHS, Month, months, pressure};

/// A month of a programme over the draws; amounts are those of a year at that month's rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CourseMonth {
    /// Month from 0.
    pub month: usize,
    /// Budget, pounds.
    pub budget_gbp: Spread,
    /// Pressure, 0 to 1.
    pub pressure: Spread,
    /// Partnership hours against those without pressure.
    pub effort: Spread,
    /// Incidents prevented.
    pub prevented: Spread,
    /// Vehicle-hours released.
    pub released_h: Spread,
    /// C2 mean of the place less that without a programme, seconds.
    pub c2_change_s: Spread,
}

/// A programme that begins with a budget and is fed by what comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Month by month.
    pub months: Vec<CourseMonth>,
    /// Pounds of vehicle-hours released for a pound spent, over the years at a budget that is held.
    pub returns: Spread,
    /// Returns at which a programme holds itself without pressure.
    pub needed: Spread,
    /// The same under the pressure of today.
    pub needed_now: Spread,
    /// Share of the draws in which the budget is larger after the years than at first.
    pub grows_share: f64,
    /// Budget after the years against that at first.
    pub after: Spread,
    /// The number of the draw whose returns are at the high end of what is believed.
    pub(super) high_draw: usize,
}

impl Course {
    pub(super) fn of(all: &[Meeting<'_>], budget_gbp: f64) -> Self {
        let fed: Vec<Vec<Month>> = all.iter().map(|own| own.months((budget_gbp, Budget::Fed), 1.0)).collect();
        let returns: Vec<f64> = all.iter().map(|own| own.returns(budget_gbp)).collect();
        let needed = |pressed: &dyn Fn(&Meeting<'_>) -> f64| {
            let back = |own: &Meeting<'_>| {
                let kept = (1.0 - own.around.crowding * pressed(own)) * (1.0 - own.around.induced);
                (own.around.reinvested * kept).max(1e-9)
            };
            let each: Vec<f64> = all.iter().map(|own| own.around.fading / back(own)).collect();
            // Draws in which next to nothing is reinvested need returns beyond all bounds: the centre is a ratio of means.
            let fading: f64 = all.iter().map(|own| own.around.fading).sum();
            Spread { mean: fading / all.iter().map(back).sum::<f64>(), ..Spread::of(&each) }
        };
        let after: Vec<f64> =
            fed.iter().map(|own| own.last().map_or(0.0, |month| month.budget_gbp) / budget_gbp).collect();
        let mut order: Vec<usize> = (0..returns.len()).collect();
        order.sort_by(|a, b| returns[*a].total_cmp(&returns[*b]).then(a.cmp(b)));
        let high = (0.975 * (order.len().max(1) - 1) as f64).round() as usize;
        Self {
            months: (0..fed[0].len()).map(|month| at(month, all, &fed)).collect(),
            needed: needed(&|_| 0.0),
            needed_now: needed(&|own| pressure(own.answer.at(Measured::Busy, (1.0, 1.0)))),
            grows_share: after.iter().filter(|own| **own > 1.0).count() as f64 / after.len() as f64,
            after: Spread::of(&after),
            high_draw: order[high],
            returns: Spread::of(&returns),
        }
    }
}

fn at(month: usize, all: &[Meeting<'_>], fed: &[Vec<Month>]) -> CourseMonth {
    let of = |pick: &dyn Fn(&Month) -> f64| {
        Spread::of(&fed.iter().map(|own| pick(&own[month])).collect::<Vec<f64>>())
    };
    let change = |(own, fed): (&Meeting<'_>, &Vec<Month>)| {
        let c2 = |load: f64| own.answer.at(Measured::C2OfPlace, (1.0, load));
        c2(fed[month].load) - c2(1.0)
    };
    CourseMonth {
        month,
        budget_gbp: of(&|m| m.budget_gbp),
        pressure: of(&|m| m.pressure),
        effort: of(&|m| m.effort),
        prevented: of(&|m| m.prevented),
        released_h: of(&|m| m.released_h),
        c2_change_s: Spread::of(&all.iter().zip(fed).map(change).collect::<Vec<f64>>()),
    }
}

impl Meeting<'_> {
    /// Follows the programme with a budget, at hours of the place against the scenario's own.
    pub fn months(&self, budget: (f64, Budget), hours: f64) -> Vec<Month> {
        let busy = |load: f64| self.answer.at(Measured::Busy, (hours, load));
        months(&self.items, &self.force, (self.around, budget), &busy)
    }

    /// Pounds of vehicle-hours released for a pound, without pressure, over the years at a budget that is held.
    pub fn returns(&self, budget_gbp: f64) -> f64 {
        let free = months(&self.items, &self.force, (self.around, (budget_gbp, Budget::Held)), &|_| 0.0);
        let released: f64 = free.iter().map(|month| month.released_h).sum::<f64>() / MONTHS as f64;
        let spent: f64 =
            free.iter().map(|month| month.budget_gbp - month.unused_gbp).sum::<f64>() / MONTHS as f64;
        if spent > 0.0 { released * self.around.hour_gbp / spent } else { 0.0 }
    }
}
