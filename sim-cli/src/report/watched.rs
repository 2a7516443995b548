//! What is watched, in words: a wait in minutes and seconds, or what boards watch in its own unit.

use super::allocate::change;
use crate::document::{clock, signed_seconds};
use ambics::allocation::Watched;
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

/// A change with its interval.
pub(super) fn changed(watched: Watched, own: Option<Estimate>) -> String {
    let Watched::Board(measure) = watched else { return change(own) };
    let Some(own) = own else { return "-".to_owned() };
    let say = |value: f64| number(measure.is_share(), value, "+");
    match own.interval() {
        Some((low, high)) => format!("{} [{}, {}]", say(own.mean), say(low), say(high)),
        None => say(own.mean),
    }
}

/// A change alone.
pub(super) fn by(watched: Watched, value: Option<f64>) -> String {
    match watched {
        Watched::Response(..) | Watched::Weighted(_) => signed_seconds(value),
        Watched::Board(own) => {
            value.map_or_else(|| "-".to_owned(), |value| number(own.is_share(), value, "+"))
        }
    }
}

/// The unit in the head of a column.
pub(super) fn unit(watched: Watched) -> &'static str {
    match watched {
        Watched::Response(..) | Watched::Weighted(_) => "s",
        Watched::Board(own) if own.is_share() => "points",
        Watched::Board(_) => "its unit",
    }
}

/// What stands beside the colours of a map, and how a change is written there.
pub(super) fn of_map(watched: Watched) -> (&'static str, fn(f64) -> String) {
    match watched {
        Watched::Response(..) | Watched::Weighted(_) => ("change, s", |value| signed_seconds(Some(value))),
        Watched::Board(own) if own.is_share() => ("change, points", |value| number(true, value, "+")),
        Watched::Board(_) => ("change", |value| number(false, value, "+")),
    }
}

/// What an axis of changes says.
pub(super) fn axis(watched: Watched) -> String {
    match watched {
        Watched::Response(..) | Watched::Weighted(_) => {
            "seconds against the present; left of zero is faster".to_owned()
        }
        Watched::Board(own) => format!("{} against the present; left of zero is less", own.words()),
    }
}

/// By what a chart multiplies: shares are drawn as percentages.
pub(super) fn drawn(watched: Watched) -> f64 {
    match watched {
        Watched::Board(measure) if measure.is_share() => 100.0,
        _ => 1.0,
    }
}

/// What it is, in words.
pub(super) fn words(watched: Watched) -> String {
    match watched {
        Watched::Weighted(_) => "weighed minutes".to_owned(),
        Watched::Response(..) => watched.name().replace('-', " ").to_uppercase().replace("MEAN", "mean"),
        Watched::Board(own) => own.words().to_owned(),
    }
}

/// Shares as percentages; other figures with as many digits as tell something.
fn number(is_share: bool, value: f64, sign: &str) -> String {
    let (value, unit) = if is_share { (100.0 * value, "%") } else { (value, "") };
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
        let share = Watched::Board(BoardMeasure::C2Over60Min);
        assert_eq!(now(share, Some(0.1234)), "12.3%");
        assert_eq!(
            (by(share, Some(-0.02)), by(share, Some(0.000_01))),
            ("-2.00%".to_owned(), "0.00%".to_owned())
        );
        let stack = Watched::Board(BoardMeasure::StackAtPeak);
        assert_eq!((now(stack, Some(41.26)), by(stack, Some(3.0))), ("41.3".to_owned(), "+3.00".to_owned()));
        assert_eq!((now(stack, None), now(Watched::C2, Some(61.0))), ("-".to_owned(), "1:01".to_owned()));
        assert_eq!(words(Watched::C2), "C2 mean");
    }
}
