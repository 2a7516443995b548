//! What an emulator is asked: changes of its inputs, as a person writes them.

use super::design::{Input, Ranges};
use crate::problem::{Problem, Problems};
use crate::units::Quantity;

/// The scenario's own inputs, to which ratios refer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Own {
    /// Effective vehicle-hours a week.
    pub hours_per_week: f64,
    /// Incidents a week.
    pub incidents_per_week: f64,
    /// Mean handover at the service's emergency departments, seconds.
    pub handover_mean_s: f64,
}

impl Own {
    /// The value of an input: hours or incidents a week, or seconds.
    #[must_use]
    pub const fn value(&self, input: Input) -> f64 {
        match input {
            Input::Hours => self.hours_per_week,
            Input::Incidents => self.incidents_per_week,
            Input::Handover => self.handover_mean_s,
        }
    }

    /// The ratios that some changes make; an input that is not named stays as it is. A change is `+2%` or `x1.02`; of
    /// handover also `-5 min` or `30 min`; of hours and incidents also `+500` or `33000` a week.
    ///
    /// # Errors
    /// Every change that cannot be read, and every one that leads out of the ranges.
    pub fn ratios(&self, changes: &[(String, String)], ranges: &Ranges) -> Result<[f64; 3], Problems> {
        let mut ratios = [1.0; 3];
        let mut problems = Problems::none();
        for (name, change) in changes {
            let input = Input::ALL.into_iter().find(|input| input.name() == name.trim());
            let Some(input) = input else {
                let rule = "hours, incidents or handover";
                problems.push(fault(name, (&format!("`{name}`"), rule), "for example hours=+2%"));
                continue;
            };
            match self.ratio(input, change) {
                Some(ratio) => ratios[input.row()] = ratio,
                None => problems.push(unread(input, change)),
            }
        }
        if let Err(outside) = within(&ratios, ranges, self) {
            problems.extend(outside);
        }
        problems.into_result(|| ratios)
    }

    fn ratio(&self, input: Input, change: &str) -> Option<f64> {
        let text = change.trim().replace('\u{2212}', "-");
        let finite = |text: &str| text.trim().parse().ok().filter(|number: &f64| number.is_finite());
        if let Some(factor) = text.strip_prefix(['x', '×']) {
            return finite(factor);
        }
        let is_change = text.starts_with(['+', '-']);
        if let Some(percent) = text.strip_suffix('%') {
            return finite(percent).filter(|_| is_change).map(|percent| 1.0 + 0.01 * percent);
        }
        let amount = match input {
            Input::Handover => Quantity::Duration.parse(&text),
            Input::Hours | Input::Incidents => finite(&text.replace([',', '_'], "")),
        }?;
        let own = self.value(input);
        Some(if is_change { (own + amount) / own } else { amount / own })
    }
}

/// Whether ratios lie within the ranges that an emulator was fitted on.
///
/// # Errors
/// Each that does not: it is not known there.
pub(super) fn within(ratios: &[f64; 3], ranges: &Ranges, own: &Own) -> Result<(), Problems> {
    let mut problems = Problems::none();
    for input in Input::ALL {
        let (ratio, (low, high)) = (ratios[input.row()], ranges[input.row()]);
        if !(low..=high).contains(&ratio) {
            let rule = format!(
                "not known there: the emulator was fitted from {} to {}",
                percent(low),
                percent(high)
            );
            let hint = format!(
                "for it make another emulator with a wider range, or run it: {}",
                ends(input, (low, high), own)
            );
            problems.push(fault(input.name(), (&percent(ratio), &rule), &hint));
        }
    }
    problems.into_result(|| ())
}

/// The fault of ratios at which the queue is overwhelmed.
pub(super) fn overwhelmed(ratios: &[f64; 3]) -> Problems {
    let asked: Vec<String> = Input::ALL
        .into_iter()
        .map(|input| format!("{} {}", input.name(), percent(ratios[input.row()])))
        .collect();
    let rule = "not known there: C2 would take over three times as long as in the scenario, and the queue only grows";
    let mut problems = Problems::none();
    problems.push(fault("c2", (&asked.join(", "), rule), "more hours, fewer incidents or shorter handover"));
    problems
}

/// The ends of a range in the input's own unit.
fn ends(input: Input, (low, high): (f64, f64), own: &Own) -> String {
    let value = own.value(input);
    match input {
        Input::Hours | Input::Incidents => {
            format!("the range is {:.0} to {:.0} {} a week", low * value, high * value, input.name())
        }
        Input::Handover => {
            format!("the range is a mean of {:.1} to {:.1} min", low * value / 60.0, high * value / 60.0)
        }
    }
}

fn percent(ratio: f64) -> String {
    format!("{:+.1}%", 100.0 * (ratio - 1.0))
}

fn unread(input: Input, change: &str) -> Problem {
    let (rule, hint) = match input {
        Input::Handover => ("a change or a mean with its unit", "for example -5min, -10% or \"30 min\""),
        Input::Hours => ("a change or a number a week", "for example +2%, x1.02, +500 or 33000"),
        Input::Incidents => ("a change or a number a week", "for example -1%, x0.99 or -100"),
    };
    fault(input.name(), (&format!("`{change}`"), rule), hint)
}

pub(super) fn fault(path: &str, (found, rule): (&str, &str), hint: &str) -> Problem {
    Problem {
        file: "emulator".to_owned(),
        path: path.to_owned(),
        line: None,
        found: found.to_owned(),
        rule: rule.to_owned(),
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::design::USUAL_RANGES;
    use super::*;

    const OWN: Own = Own { hours_per_week: 30_000.0, incidents_per_week: 20_000.0, handover_mean_s: 2400.0 };

    fn asked(changes: &[(&str, &str)]) -> Result<[f64; 3], Problems> {
        let changes: Vec<_> = changes.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        OWN.ratios(&changes, &USUAL_RANGES)
    }

    #[test]
    fn changes_are_read_as_a_person_writes_them() {
        let read = |input: &str, change: &str| {
            let ratios = asked(&[(input, change)]).expect("within the ranges");
            ratios.into_iter().find(|ratio| *ratio != 1.0).expect("something moved")
        };
        let cases = [
            ("hours", "+2%", 1.02),
            ("hours", "+600", 1.02),
            ("hours", "30,600", 1.02),
            ("incidents", "x0.99", 0.99),
            ("incidents", "\u{2212}1%", 0.99),
            ("handover", "-5min", 0.875),
            ("handover", "35 min", 0.875),
        ];
        for (input, change, wanted) in cases {
            assert!((read(input, change) - wanted).abs() < 1e-12, "{input}={change}");
        }
        assert_eq!(asked(&[]).expect("nothing moves"), [1.0; 3]);
    }

    #[test]
    fn what_is_not_known_or_not_read_is_told_each_by_itself() {
        let told =
            asked(&[("hours", "+20%"), ("handover", "5"), ("incident", "+1%")]).expect_err("three faults");
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().any(|t| t.contains("hours: found +20.0%; not known there")), "{told:?}");
        assert!(told.iter().any(|t| t.contains("27000 to 33000 hours a week")), "{told:?}");
        assert!(told.iter().any(|t| t.contains("handover: found `5`; a change or a mean with its unit")));
        assert!(asked(&[("hours", "2%")]).is_err(), "2% of what is today, or 2% more?");
    }
}
