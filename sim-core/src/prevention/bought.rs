//! What money buys of an intervention: reach, up to where it is used up, and how old that reach is.

use super::Kernel;

/// Months in a year.
pub const MONTHS: usize = 12;
/// Days in a month, on average.
const MONTH_DAYS: f64 = 365.25 / 12.0;

/// One intervention in a place, as money sees it, under one belief. Amounts are those of a year in which as many people are
/// reached as can be, at full force.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// Pounds that the whole of its reach costs.
    pub cost_gbp: f64,
    /// Incidents that it then prevents; below 0 it adds some.
    pub prevented: f64,
    /// Vehicle-hours that these would have taken.
    pub released_h: f64,
    /// Its part of a budget, against those of the others.
    pub part: f64,
}

/// The share of each intervention's whole reach that a yearly budget pays for, each from 0 to 1: in proportion to their
/// parts; what one cannot use goes to the others. Beside it what none can use.
#[must_use]
pub fn shared_out(items: &[Priced], budget_gbp: f64) -> (Vec<f64>, f64) {
    let mut bought: Vec<f64> = items.iter().map(|item| f64::from(item.cost_gbp <= 0.0)).collect();
    let mut left = budget_gbp.max(0.0);
    // Each turn uses up the money or the reach of at least one.
    for _ in 0..items.len() {
        let open = |(item, reach): &(&Priced, &f64)| **reach < 1.0 && item.part > 0.0;
        let parts: f64 = items.iter().zip(&bought).filter(open).map(|(item, _)| item.part).sum();
        if parts <= 0.0 || left <= 0.0 {
            break;
        }
        let share = left / parts;
        for (item, reach) in items.iter().zip(&mut bought).filter(|(item, reach)| open(&(item, reach))) {
            let paid = (share * item.part).min((1.0 - *reach) * item.cost_gbp);
            *reach = (*reach + paid / item.cost_gbp).min(1.0);
            left -= paid;
        }
    }
    (bought, left.max(0.0))
}

/// The mean force of an intervention in each month of its age.
#[must_use]
pub fn monthly_force(kernel: Kernel, months: usize) -> Vec<f64> {
    let day = |month: usize| (month as f64 * MONTH_DAYS).round() as u32;
    (0..months).map(|month| kernel.mean(day(month), day(month + 1))).collect()
}

/// Reach that was bought month by month, by how long it has been there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bought {
    /// The youngest last.
    by_age: Vec<f64>,
}

impl Bought {
    /// A month goes by, and then so much reach is paid for: what is more than before is new, and what is less goes from
    /// all ages alike.
    pub fn month(&mut self, reach: f64) {
        let had: f64 = self.by_age.iter().sum();
        let kept = if had > reach { reach / had } else { 1.0 };
        self.by_age.iter_mut().for_each(|own| *own *= kept);
        self.by_age.push((reach - had).max(0.0));
    }

    /// Reach at work: each part of it by the force of its age in months.
    ///
    /// # Panics
    /// If there are more months than forces.
    #[must_use]
    pub fn at_work(&self, force: &[f64]) -> f64 {
        self.by_age.iter().rev().enumerate().map(|(age, reach)| reach * force[age]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn priced(cost_gbp: f64, part: f64) -> Priced {
        Priced { cost_gbp, prevented: 0.0, released_h: 0.0, part }
    }

    #[test]
    fn money_buys_reach_until_it_is_used_up_and_then_goes_to_the_others() {
        let items = [priced(100.0, 1.0), priced(400.0, 3.0)];
        assert_eq!(shared_out(&items, 100.0), (vec![0.25, 0.1875], 0.0));
        // 150 each part: the first takes 100 of its 150, and the other has the rest.
        assert_eq!(shared_out(&items, 460.0), (vec![1.0, 0.9], 0.0));
        assert_eq!(shared_out(&items, 700.0), (vec![1.0, 1.0], 200.0));
        assert_eq!(shared_out(&[priced(0.0, 0.0)], 10.0), (vec![1.0], 10.0));
        assert_eq!(shared_out(&[], 10.0), (Vec::new(), 10.0));
    }

    #[test]
    fn a_steady_budget_has_the_force_of_the_first_day_and_a_larger_one_that_of_newer_reach() {
        let force = monthly_force(Kernel { lag_days: 30.0, ramp_days: 90.0, half_life_days: 730.0 }, 24);
        let mut steady = Bought::default();
        let mut doubled = Bought::default();
        for month in 0..24 {
            steady.month(0.5);
            doubled.month(if month < 12 { 0.5 } else { 1.0 });
            assert!((steady.at_work(&force) - 0.5 * force[month]).abs() < 1e-12);
        }
        let wanted = 0.5 * force[23] + 0.5 * force[11];
        assert!((doubled.at_work(&force) - wanted).abs() < 1e-12);
        doubled.month(0.25);
        let force = vec![1.0; 25];
        assert!((doubled.at_work(&force) - 0.25).abs() < 1e-12, "what goes is taken from all ages");
    }
}
