//! The two regimes of a programme as a picture: its budget against pressure.

use super::belief::Meeting;
use super::course::Course;
use super::response::Measured;
use crate::prevention::{Budget, Month, Priced, Surroundings, pressure, shared_out};

/// A point at which neither budget nor pressure moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixedPoint {
    /// Pressure, 0 to 1.
    pub pressure: f64,
    /// Budget, pounds a year.
    pub budget_gbp: f64,
    /// Whether what lies near it comes to it.
    pub stable: bool,
}

/// Budget and pressure under one belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Which belief.
    pub name: String,
    /// Whether nobody believes it: returns are multiplied so that the other regime shows.
    pub hypothetical: bool,
    /// Pounds of vehicle-hours for a pound, without pressure.
    pub returns: f64,
    /// For pressures from 0 to 1: the budget below which a programme grows and above which it shrinks; 0 where it shrinks
    /// from any.
    pub holds: Vec<(f64, f64)>,
    /// For budgets from 0 on: the pressure that they lead to.
    pub rests: Vec<(f64, f64)>,
    /// Where both meet.
    pub fixed: Vec<FixedPoint>,
    /// Pressure and budget month by month, from half the budget, the whole, and twice.
    pub courses: Vec<Vec<(f64, f64)>>,
    /// The highest budget of the picture, pounds a year.
    pub most_gbp: f64,
}

const POINTS: usize = 60;
/// How far beyond the boundary the hypothetical returns are.
const BEYOND: f64 = 1.6;

pub(super) fn phases(
    (central, all): (&Meeting<'_>, &[Meeting<'_>]),
    budget_gbp: f64,
    course: &Course,
) -> Vec<Phase> {
    let around = central.around;
    let returns = central.returns(budget_gbp);
    let needed = around.fading / (around.reinvested * (1.0 - around.induced)).max(1e-9);
    let wanted = if returns > needed { needed / BEYOND } else { needed * BEYOND };
    let other: Vec<Priced> = central
        .items
        .iter()
        .map(|item| Priced { released_h: item.released_h * wanted / returns, ..item.clone() })
        .collect();
    let mut phases = vec![
        Phase::of("central values", central, budget_gbp),
        Phase::of("high end of what is believed", &all[course.high_draw], budget_gbp),
    ];
    if returns > 0.0 {
        let side = Meeting { items: other, force: central.force.clone(), ..*central };
        let name = format!("hypothetical: returns of {wanted:.2}");
        phases.push(Phase { hypothetical: true, ..Phase::of(&name, &side, budget_gbp) });
    }
    phases
}

/// A programme at its mean force over the years, so that it has points at rest.
struct Lasting<'a> {
    items: &'a [Priced],
    force: Vec<f64>,
    around: &'a Surroundings,
    busy: &'a dyn Fn(f64) -> f64,
}

impl Lasting<'_> {
    fn month(&self, budget_gbp: f64, pressed: f64) -> Month {
        let (reach, unused_gbp) = shared_out(self.items, budget_gbp);
        let at_work: Vec<f64> = reach.iter().zip(&self.force).map(|(own, force)| own * force).collect();
        Month { budget_gbp, unused_gbp, ..self.around.month(self.items, &at_work, pressed) }
    }

    fn growth(&self, budget_gbp: f64, pressed: f64) -> f64 {
        self.around.growth(&self.month(budget_gbp, pressed))
    }

    /// The pressure that a budget leads to: the highest, where there are several.
    fn rests(&self, budget_gbp: f64) -> f64 {
        let next = |pressed: f64| pressure((self.busy)(self.month(budget_gbp, pressed).load));
        let beyond = |pressed: f64| next(pressed) - pressed;
        let grid = |k: usize| 1.0 - k as f64 / POINTS as f64;
        let bracket = (0..POINTS).find(|k| beyond(grid(*k)) <= 0.0 && beyond(grid(k + 1)) >= 0.0);
        bracket.map_or(0.0, |k| bisect((grid(k + 1), grid(k)), &beyond))
    }

    /// The budget at which a programme holds itself under a pressure; 0 where it shrinks from any.
    fn holds(&self, pressed: f64, most_gbp: f64) -> f64 {
        let beyond = |budget: f64| self.growth(budget, pressed) - 1.0;
        let grid = |k: usize| most_gbp * k as f64 / POINTS as f64;
        let least = grid(1) / 100.0;
        if beyond(least) <= 0.0 {
            return 0.0;
        }
        let crossing = (1..=POINTS).find(|k| beyond(grid(*k)) <= 0.0);
        crossing.map_or(most_gbp, |k| bisect((grid(k - 1).max(least), grid(k)), &beyond))
    }
}

/// Where a function that is above 0 at one end and not at the other crosses it.
fn bisect((mut above, mut below): (f64, f64), value: &dyn Fn(f64) -> f64) -> f64 {
    for _ in 0..50 {
        let middle = f64::midpoint(above, below);
        if value(middle) > 0.0 {
            above = middle;
        } else {
            below = middle;
        }
    }
    f64::midpoint(above, below)
}

impl Phase {
    fn of(name: &str, own: &Meeting<'_>, budget_gbp: f64) -> Self {
        let busy = |load: f64| own.answer.at(Measured::Busy, (1.0, load));
        let mean = |force: &Vec<f64>| force.iter().sum::<f64>() / force.len().max(1) as f64;
        let lasting = Lasting {
            items: &own.items,
            force: own.force.iter().map(mean).collect(),
            around: own.around,
            busy: &busy,
        };
        let whole: f64 = own.items.iter().map(|item| item.cost_gbp).sum();
        let most_gbp = (2.5 * budget_gbp).max(1.2 * whole);
        let share = |k: usize| k as f64 / POINTS as f64;
        let holds: Vec<(f64, f64)> =
            (0..=POINTS).map(|k| (share(k), lasting.holds(share(k), most_gbp))).collect();
        let rests: Vec<(f64, f64)> =
            (0..=POINTS).map(|k| (lasting.rests(most_gbp * share(k)), most_gbp * share(k))).collect();
        let course = |factor: f64| -> Vec<(f64, f64)> {
            let months = own.months((factor * budget_gbp, Budget::Fed), 1.0);
            months.iter().map(|month| (month.pressure, month.budget_gbp)).collect()
        };
        Self {
            name: name.to_owned(),
            hypothetical: false,
            returns: own.returns(budget_gbp),
            fixed: fixed(&lasting, &rests),
            courses: [0.5, 1.0, 2.0].map(course).to_vec(),
            holds,
            rests,
            most_gbp,
        }
    }
}

/// Nothing at all, and every budget at which growth passes 1 along the pressures that budgets lead to.
fn fixed(lasting: &Lasting<'_>, rests: &[(f64, f64)]) -> Vec<FixedPoint> {
    let beyond = |budget: f64| lasting.growth(budget, lasting.rests(budget)) - 1.0;
    let least = rests.get(1).map_or(0.0, |(_, budget)| budget / 100.0);
    let mut found =
        vec![FixedPoint { pressure: lasting.rests(0.0), budget_gbp: 0.0, stable: beyond(least) < 0.0 }];
    for pair in rests.windows(2) {
        let (low, high) = (pair[0].1.max(least), pair[1].1);
        let (a, b) = (beyond(low), beyond(high));
        if (a > 0.0) != (b > 0.0) {
            let budget_gbp =
                if a > 0.0 { bisect((low, high), &beyond) } else { bisect((high, low), &beyond) };
            found.push(FixedPoint { pressure: lasting.rests(budget_gbp), budget_gbp, stable: a > 0.0 });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(load_h: f64) -> Surroundings {
        Surroundings { load_h, hour_gbp: 100.0, reinvested: 0.2, fading: 0.1, crowding: 0.8, induced: 0.0 }
    }

    fn lasting<'a>(
        items: &'a [Priced],
        around: &'a Surroundings,
        busy: &'a dyn Fn(f64) -> f64,
    ) -> Lasting<'a> {
        Lasting { items, force: vec![1.0; items.len()], around, busy }
    }

    /// θ s (1 − ξ p) = δ at the boundary: with s = 1, θ = 0.2, δ = 0.1 and ξ = 0.8 it is p = 0.625.
    #[test]
    fn the_boundary_is_where_what_comes_back_is_what_fades() {
        let items = [Priced { cost_gbp: 1_000.0, prevented: 1.0, released_h: 10.0, part: 1.0 }];
        let (own, busy) = (around(1e9), |_: f64| 0.9);
        let lasting = lasting(&items, &own, &busy);
        assert!(lasting.holds(0.62, 10_000.0) > 0.0 && lasting.holds(0.63, 10_000.0) == 0.0);
        // Without pressure 0.2 × £1,000 come back at most: they hold £2,000.
        assert!((lasting.holds(0.0, 10_000.0) - 2_000.0).abs() < 1e-3);
    }

    /// Little prevention leaves vehicles busy, and pressure then crowds it out; much relieves them. Both last.
    #[test]
    fn two_regimes_stand_side_by_side_with_a_boundary_between() {
        let items = [Priced { cost_gbp: 1_000.0, prevented: 1.0, released_h: 10.0, part: 1.0 }];
        let own = around(60.0);
        let busy = |load: f64| 0.97 * load;
        let lasting = lasting(&items, &own, &busy);
        let most = 4_000.0;
        let rests: Vec<(f64, f64)> =
            (0..=POINTS).map(|k| most * k as f64 / POINTS as f64).map(|b| (lasting.rests(b), b)).collect();
        let fixed = fixed(&lasting, &rests);
        let stable: Vec<bool> = fixed.iter().map(|point| point.stable).collect();
        assert_eq!(stable, [true, false, true], "{fixed:?}");
        assert!((fixed[0].pressure - 0.8).abs() < 1e-9 && fixed[0].budget_gbp == 0.0);
        assert!(fixed[2].pressure < fixed[1].pressure && fixed[1].pressure < fixed[0].pressure);
    }
}
