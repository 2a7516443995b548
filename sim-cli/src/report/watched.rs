//! What is watched, in words: a wait in minutes and seconds, or what boards watch in its own unit.

use super::contrasts::Unit;
use crate::document::{clock, count, signed_clock, signed_seconds};
use ambics::allocation::{Objective, Outcome, Watched};
use ambics::stats::Estimate;

/// As it stands.
pub(super) fn now(watched: Watched, value: Option<f64>) -> String {
    match watched {
        Watched::Response(..) | Watched::Weighted(_) => clock(value),
        Watched::Board(own) => {
            value.map_or_else(|| "-".to_owned(), |value| number(own.is_share(), value, ""))
        }
    }
}

/// How the changes of one page are written: seconds where all are short, else minutes and seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Changes {
    watched: Watched,
    unit: Unit,
}

impl Changes {
    /// In the unit that suits the largest of these.
    pub fn of(watched: Watched, all: impl Iterator<Item = Option<Estimate>>) -> Self {
        Self { watched, unit: Unit::of(all) }
    }

    /// In the unit that suits a change as large as this.
    pub fn up_to(watched: Watched, largest_s: f64) -> Self {
        Self { watched, unit: Unit::up_to(largest_s) }
    }

    /// In the unit that suits what came of these allocations.
    pub fn of_outcomes<'o>(watched: Watched, all: impl Iterator<Item = &'o Outcome>) -> Self {
        Self::of(
            watched,
            all.flat_map(|own| own.differences.iter().copied().chain([own.mean, own.worst, own.loss])),
        )
    }

    /// A change with its interval.
    pub fn said(self, own: Option<Estimate>) -> String {
        let Watched::Board(measure) = self.watched else { return self.unit.change(own) };
        let Some(own) = own else { return "-".to_owned() };
        let say = |value: f64| number(measure.is_share(), value, "+");
        match own.interval() {
            Some((low, high)) => format!("{} [{}, {}]", say(own.mean), say(low), say(high)),
            None => say(own.mean),
        }
    }

    /// A change alone.
    pub fn by(self, value: Option<f64>) -> String {
        match self.watched {
            Watched::Response(..) | Watched::Weighted(_) => self.unit.alone(value),
            Watched::Board(own) => {
                value.map_or_else(|| "-".to_owned(), |value| number(own.is_share(), value, "+"))
            }
        }
    }

    /// The unit in the head of a column.
    pub const fn unit(self) -> &'static str {
        match self.watched {
            Watched::Response(..) | Watched::Weighted(_) => self.unit.name(),
            Watched::Board(own) if own.is_share() => "points",
            Watched::Board(_) => "its unit",
        }
    }

    /// What an axis of changes says.
    pub fn axis(self) -> String {
        match self.watched {
            Watched::Response(..) | Watched::Weighted(_) => {
                format!("{} against the present; left of zero is faster", self.unit.drawn().1)
            }
            Watched::Board(own) => format!("{} against the present; left of zero is less", own.words()),
        }
    }

    /// By what a chart multiplies: shares are drawn as percentages, long waits in minutes.
    pub fn drawn(self) -> f64 {
        match self.watched {
            Watched::Board(measure) if measure.is_share() => 100.0,
            Watched::Board(_) => 1.0,
            Watched::Response(..) | Watched::Weighted(_) => self.unit.drawn().0,
        }
    }

    /// What has to stand behind a change where no head of a column names its unit.
    pub const fn suffix(self) -> &'static str {
        match (self.watched, self.unit) {
            (Watched::Board(own), _) if own.is_share() => " points",
            (Watched::Board(_), _) | (_, Unit::Clock) => "",
            (_, Unit::Seconds) => " s",
        }
    }

    /// What stands beside the colours of a map, and how a change is written there.
    pub fn of_map(self) -> (&'static str, fn(f64) -> String) {
        match (self.watched, self.unit) {
            (Watched::Board(own), _) if own.is_share() => {
                ("change, points", |value| number(true, value, "+"))
            }
            (Watched::Board(_), _) => ("change", |value| number(false, value, "+")),
            (_, Unit::Seconds) => ("change, s", |value| signed_seconds(Some(value))),
            (_, Unit::Clock) => ("change, m:ss", |value| signed_clock(Some(value))),
        }
    }
}

/// What is made small, as a sentence says it, with its name on the command line.
pub(super) fn objective(objective: Objective, watched: Watched) -> String {
    let watched = words(watched);
    let said = match objective {
        Objective::Utilitarian => format!("{watched} over all incidents alike"),
        Objective::IsoElastic { .. } => format!("{watched}, long waits of an ICS counting more"),
        Objective::Worst => format!("{watched} of the ICS that waits longest"),
        Objective::Lexicographic => {
            format!("{watched} of the ICS that waits longest, then of the next, and so on")
        }
        Objective::Between(part) => {
            format!("{watched}: {part} of the ICS that waits longest, the rest of all incidents alike")
        }
    };
    format!("{said} (objective {objective})")
}

/// What it is, in words.
pub(super) fn words(watched: Watched) -> String {
    match watched {
        Watched::Weighted(_) => "harm-weighted minutes".to_owned(),
        Watched::Response(..) => watched.name().replace('-', " ").to_uppercase().replace("MEAN", "mean"),
        Watched::Board(own) => own.words().to_owned(),
    }
}

/// Shares as percentages, their changes as points; other figures with as many digits as tell something.
fn number(is_share: bool, value: f64, sign: &str) -> String {
    // A change of a share is in points, which the head of its column or its suffix says.
    let value = if is_share { 100.0 * value } else { value };
    let unit = if is_share && sign.is_empty() { "%" } else { "" };
    if !is_share && value.abs() >= 1_000.0 {
        return format!("{}{}", if value > 0.0 { sign } else { "" }, count(value));
    }
    let digits = if value.abs() < 10.0 { 2 } else { 1 };
    let text = format!("{value:+.digits$}");
    let zero = text.trim_start_matches(['+', '-']).chars().all(|c| matches!(c, '0' | '.'));
    let text = if sign.is_empty() || zero { text.trim_start_matches(['+', '-']).to_owned() } else { text };
    format!("{}{unit}", if value < 0.0 && sign.is_empty() && !zero { format!("-{text}") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambics::outcome::BoardMeasure;

    #[test]
    fn shares_are_percentages_and_nothing_has_no_sign() {
        let by = |watched, value| Changes::of(watched, std::iter::empty()).by(Some(value));
        let share = Watched::Board(BoardMeasure::C2Over60Min);
        assert_eq!(now(share, Some(0.1234)), "12.3%");
        assert_eq!((by(share, -0.02), by(share, 0.000_01)), ("-2.00".to_owned(), "0.00".to_owned()));
        let stack = Watched::Board(BoardMeasure::StackAtPeak);
        assert_eq!((now(stack, Some(41.26)), by(stack, 3.0)), ("41.3".to_owned(), "+3.00".to_owned()));
        assert_eq!((now(stack, Some(7546.6)), by(stack, -1200.0)), ("7,547".to_owned(), "-1,200".to_owned()));
        assert_eq!((now(stack, None), now(Watched::C2, Some(61.0))), ("-".to_owned(), "1:01".to_owned()));
        assert_eq!(words(Watched::C2), "C2 mean");
    }
    #[test]
    fn changes_of_a_page_have_one_unit() {
        let change = |mean: f64| Some(Estimate { n: 9, mean, sd: None, half_width: Some(2.0) });
        let short = Changes::of(Watched::C2, [change(-31.2), change(4.0)].into_iter());
        assert_eq!((short.said(change(4.0)), short.unit()), ("+4.0 [+2.0, +6.0]".to_owned(), "s"));
        let long = Changes::of(Watched::C2, [change(-9000.1), change(4.0)].into_iter());
        assert_eq!((long.said(change(-186.1)), long.unit()), ("-3:06 [-3:08, -3:04]".to_owned(), "m:ss"));
        assert_eq!(long.of_map().1(-240.0), "-4:00");
        let said = objective(Objective::Worst, Watched::C2);
        assert_eq!(said, "C2 mean of the ICS that waits longest (objective worst)");
    }
}
