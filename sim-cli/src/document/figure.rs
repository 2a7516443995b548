//! Numbers as people read them. A missing one is `-`.

use ambics::units::SimDuration;

/// What stands where there is no number.
const NONE: &str = "-";

/// `m:ss`, or `h:mm:ss` from an hour on.
pub(crate) fn clock(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| NONE.to_owned(), |s| SimDuration::from_seconds(s).to_string())
}

/// `46:10 to 48:20`; what lies below zero is zero, since no response takes less.
pub(crate) fn clock_interval(interval: Option<(f64, f64)>) -> String {
    let side = |s: f64| clock(Some(s.max(0.0)));
    interval.map_or_else(|| NONE.to_owned(), |(low, high)| format!("{} to {}", side(low), side(high)))
}

/// `+0:31`, `-0:31` or `0:00`.
pub(crate) fn signed_clock(seconds: Option<f64>) -> String {
    let sign = if seconds.is_some_and(|s| s >= 0.5) { "+" } else { "" };
    format!("{sign}{}", clock(seconds))
}

/// `[-0:40, +0:02]`.
pub(crate) fn signed_clock_interval(interval: Option<(f64, f64)>) -> String {
    between(interval, |side| signed_clock(Some(side)))
}

/// `+3.1`, `-3.1` or `0.0`.
pub(crate) fn signed_seconds(seconds: Option<f64>) -> String {
    let Some(seconds) = seconds else { return NONE.to_owned() };
    let tenths = (seconds * 10.0).round() / 10.0;
    if tenths == 0.0 { "0.0".to_owned() } else { format!("{tenths:+.1}") }
}

/// `[-4.0, +0.2]`.
pub(crate) fn signed_seconds_interval(interval: Option<(f64, f64)>) -> String {
    between(interval, |side| signed_seconds(Some(side)))
}

fn between(interval: Option<(f64, f64)>, side: impl Fn(f64) -> String) -> String {
    interval.map_or_else(String::new, |(low, high)| format!("[{}, {}]", side(low), side(high)))
}

/// A rounded number with commas: `40,123`.
pub(crate) fn count(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number <= -0.5 { format!("-{text}") } else { text }
}

/// One decimal.
pub(crate) fn decimal(number: Option<f64>) -> String {
    number.map_or_else(|| NONE.to_owned(), |number| format!("{number:.1}"))
}

/// So many of something: `1 replication`, `20 replications`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(number as f64), if number == 1 { "" } else { "s" })
}

/// Two decimals.
pub(crate) fn hundredths(number: Option<f64>) -> String {
    number.map_or_else(|| NONE.to_owned(), |number| no_minus(format!("{number:.2}")))
}

/// A share in [0, 1] as `12.3%`.
pub(crate) fn share(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| no_minus(format!("{:.1}%", share * 100.0)))
}

/// What rounds to zero has no sign.
fn no_minus(text: String) -> String {
    let is_zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_a_clock_and_differences_have_a_sign() {
        assert_eq!(clock(Some(2850.0)), "47:30");
        assert_eq!(clock_interval(Some((-20.0, 3700.0))), "0:00 to 1:01:40");
        assert_eq!([31.0, -31.0, 0.4].map(|s| signed_clock(Some(s))), ["+0:31", "-0:31", "0:00"]);
        assert_eq!(signed_seconds_interval(Some((-4.04, 0.02))), "[-4.0, 0.0]");
        assert_eq!((clock(None), signed_seconds(None), share(None)), ("-".into(), "-".into(), "-".into()));
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        let all =
            [share(Some(-0.0004)), share(Some(-0.004)), hundredths(Some(-0.004)), hundredths(Some(-1.0))];
        assert_eq!(all, ["0.0%", "-0.4%", "0.00", "-1.00"]);
    }

    #[test]
    fn counts_have_commas() {
        assert_eq!([0.4, 999.0, 1000.0, -1_234_567.0].map(count), ["0", "999", "1,000", "-1,234,567"]);
    }
}
