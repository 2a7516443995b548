//! The virtuous circle month by month: a budget, what it prevents, what that releases, and what of it comes back.

use super::bought::{Bought, MONTHS, Priced, shared_out};
use super::pressure;

/// What a programme works in, under one belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// Vehicle-hours a year that the incidents of the place take.
    pub load_h: f64,
    /// Pounds that a vehicle-hour is worth.
    pub hour_gbp: f64,
    /// Share of what is released that goes into prevention again.
    pub reinvested: f64,
    /// Share of a budget that is lost in a year.
    pub fading: f64,
    /// Share of partnership hours that is crowded out where pressure is whole.
    pub crowding: f64,
    /// Share of what is released that is taken up by calls that were not made before; 0 leaves it out.
    pub induced: f64,
}

/// How the budget goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// It stays.
    Held,
    /// It loses what fades and gains what is reinvested.
    Fed,
}

/// One month of a programme; amounts are those of a year at that month's rate.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Month {
    /// The budget of prevention, pounds.
    pub budget_gbp: f64,
    /// What of it no reach was left for, pounds.
    pub unused_gbp: f64,
    /// Pressure, 0 to 1.
    pub pressure: f64,
    /// Partnership hours against those without pressure.
    pub effort: f64,
    /// Incidents prevented.
    pub prevented: f64,
    /// Vehicle-hours released, before any are taken up again.
    pub released_h: f64,
    /// What is left of the load, against that without a programme; calls not made before included.
    pub load: f64,
}

/// Follows a programme for as many months as there are forces. `force` is, for each intervention, its force by age in months;
/// `busy` gives the share of time that vehicles are busy at a load against today's.
///
/// Reach is what the month's budget pays for; it works by its age and by the partnership hours that pressure leaves.
/// Pressure is that of the month before, since nobody reacts to a month that is not over.
///
/// # Panics
/// If there are not as many lists of forces as interventions.
#[must_use]
pub fn months(
    items: &[Priced],
    force: &[Vec<f64>],
    (around, budget): (&Surroundings, (f64, Budget)),
    busy: &dyn Fn(f64) -> f64,
) -> Vec<Month> {
    assert_eq!(items.len(), force.len(), "each intervention has its forces");
    let mut bought = vec![Bought::default(); items.len()];
    let (mut budget_gbp, budget) = budget;
    let mut pressed = pressure(busy(1.0));
    let mut all = Vec::new();
    for _ in 0..force.first().map_or(0, Vec::len) {
        let (reach, unused_gbp) = shared_out(items, budget_gbp);
        let at_work: Vec<f64> = bought
            .iter_mut()
            .zip(&reach)
            .zip(force)
            .map(|((bought, reach), force)| {
                bought.month(*reach);
                bought.at_work(force)
            })
            .collect();
        let month = Month { budget_gbp, unused_gbp, ..around.month(items, &at_work, pressed) };
        all.push(month);
        pressed = pressure(busy(month.load));
        if budget == Budget::Fed {
            budget_gbp *= libm::pow(around.growth(&month), 1.0 / MONTHS as f64);
        }
    }
    all
}

impl Surroundings {
    /// What reach at work does under a pressure; the budget is not known here and stands at 0.
    #[must_use]
    pub fn month(&self, items: &[Priced], at_work: &[f64], pressure: f64) -> Month {
        let effort = 1.0 - self.crowding * pressure;
        let (mut prevented, mut released_h, mut left) = (0.0, 0.0, 1.0);
        for (item, reach) in items.iter().zip(at_work) {
            let own_h = item.released_h * reach * effort;
            prevented += item.prevented * reach * effort;
            released_h += own_h;
            // Interventions on the same incidents multiply and never add.
            left *= 1.0 - own_h / self.load_h;
        }
        let load = 1.0 - (1.0 - left) * (1.0 - self.induced);
        Month { pressure, effort, prevented, released_h, load, ..Month::default() }
    }

    /// The factor of a year on the budget of a month: 1 + θ s − δ, with s the pounds of what is released, and not taken up
    /// again, for a pound of it; 0 at least.
    #[must_use]
    pub fn growth(&self, month: &Month) -> f64 {
        if month.budget_gbp <= 0.0 {
            return 1.0 - self.fading;
        }
        let returns = month.released_h * (1.0 - self.induced) * self.hour_gbp / month.budget_gbp;
        (1.0 + self.reinvested * returns - self.fading).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Surroundings = Surroundings {
        load_h: 1e9,
        hour_gbp: 100.0,
        reinvested: 0.2,
        fading: 0.1,
        crowding: 0.5,
        induced: 0.0,
    };

    /// Returns of so many pounds for a pound, and reach that is never used up.
    fn item(returns: f64) -> Priced {
        Priced { cost_gbp: 1e12, prevented: 1.0, released_h: 1e10 * returns, part: 1.0 }
    }

    fn budgets(returns: f64, around: &Surroundings, busy: f64) -> Vec<f64> {
        let fed = (100.0, Budget::Fed);
        let all = months(&[item(returns)], &[vec![1.0; 61]], (around, fed), &|_| busy);
        all.iter().map(|month| month.budget_gbp).collect()
    }

    /// # Source
    /// B(t+1) = B(t) (1 + θ s − δ), which grows if and only if θ s > δ: 248.832 of 100 after five years with θ = 0.2,
    /// s = 1.5 and δ = 0.1.
    #[test]
    fn under_one_pressure_each_year_has_the_known_factor() {
        let all = budgets(1.5, &AROUND, 0.5);
        assert!((all[12] - 120.0).abs() < 1e-9 && (all[60] - 248.832).abs() < 1e-9, "{all:?}");
        let (held, less, more) =
            (budgets(0.5, &AROUND, 0.5), budgets(0.499, &AROUND, 0.5), budgets(0.501, &AROUND, 0.5));
        assert!((held[60] - 100.0).abs() < 1e-9 && less[60] < 100.0 && more[60] > 100.0);
        // Whole pressure halves what a pound returns: what grew now shrinks.
        let pressed = budgets(0.9, &AROUND, 1.0);
        assert!((pressed[12] - 99.0).abs() < 1e-9, "{pressed:?}");
    }

    #[test]
    fn a_programme_that_is_used_up_grows_no_further_than_it_can_return() {
        let small = Priced { cost_gbp: 200.0, prevented: 1.0, released_h: 3.0, part: 1.0 };
        let fed = (100.0, Budget::Fed);
        let all = months(&[small], &[vec![1.0; 1_200]], (&AROUND, fed), &|_| 0.5);
        // θ × 3 h × £100 = £60 a year come back at most, which holds a budget of £600 against a tenth that fades.
        let end = all.last().expect("a hundred years").budget_gbp;
        assert!((end - 600.0).abs() < 1.0, "{end}");
        assert!((all.last().expect("a hundred years").unused_gbp - 400.0).abs() < 1.0);
    }

    #[test]
    fn calls_not_made_before_take_their_part_of_what_comes_back() {
        let some = Surroundings { induced: 0.4, load_h: 1_000.0, ..AROUND };
        let one = Priced { cost_gbp: 100.0, prevented: 10.0, released_h: 50.0, part: 1.0 };
        let month = Month { budget_gbp: 100.0, ..some.month(&[one], &[1.0], 0.0) };
        assert!((month.load - 0.97).abs() < 1e-12 && month.released_h == 50.0);
        assert!((some.growth(&month) - (1.0 + 0.2 * 30.0 - 0.1)).abs() < 1e-12);
    }

    #[test]
    fn relief_feeds_back_through_pressure() {
        let around = Surroundings { load_h: 1_000.0, ..AROUND };
        let one = Priced { cost_gbp: 100.0, prevented: 10.0, released_h: 100.0, part: 1.0 };
        let busy = |load: f64| 0.925 * load;
        let held = (100.0, Budget::Held);
        let all = months(&[one], &[vec![1.0; 40]], (&around, held), &busy);
        let first = all[0];
        assert!((first.pressure - 0.5).abs() < 1e-12 && (first.load - 0.925).abs() < 1e-12);
        let last = all[39];
        assert!(last.pressure < 0.1 && last.released_h > first.released_h && last.budget_gbp == 100.0);
    }
}
