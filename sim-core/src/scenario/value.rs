//! Whether a value is of its key's kind, and the one form in which it is kept.

use super::family::Family;
use super::keys::Kind;
use super::report::{Fault, nearest, quoted, shown};
use super::shelf::{SCENARIO, TABLE, name_fault};
use crate::policy::Span;
use crate::region::Month;
use crate::units::{Quantity, SimDuration};
use jiff::civil::Date;
use toml::Value;

/// Longest text.
const LONGEST_TEXT: usize = 200;
/// Years in which a run may start.
const YEARS: std::ops::RangeInclusive<u16> = 1971..=2199;
/// Most months of a range.
const MOST_MONTHS: usize = 240;
/// Most codes of a list.
const MOST_CODES: usize = 2_000;

/// The value in the form in which it is kept, or what is wrong with it.
pub(super) fn checked(kind: &Kind, value: &Value) -> Result<Value, Fault> {
    match kind {
        Kind::Text => text(value),
        Kind::FileName => name(value, ("the name of a scenario file in the same folder", SCENARIO)),
        Kind::DataFile => name(value, ("the name of a data file in the same folder", TABLE)),
        Kind::RegionName => name(value, ("the name of a region", &[])),
        Kind::OneOf(words) => one_of(value, words),
        Kind::Name(_) => a_text(value, "a name").map(Value::from),
        Kind::Integer(low, high) => integer(value, *low, *high),
        Kind::Number(low, high) => number(value, *low, *high),
        Kind::Ratio => ratio(value),
        Kind::Quantity(quantity, low, high) => measured(*quantity, value, *low, *high),
        Kind::Switch => switch(value),
        Kind::Date => date(value).map(in_form),
        Kind::Months => months(value).map(|months| Value::from(range_text(&months))),
        Kind::Codes(_) => codes(value),
        Kind::Map(..) => Err(Fault::new(shown(value), "a table of values by code", "")),
        Kind::Lines => super::lines::checked(value),
        Kind::Interventions => super::interventions::checked(value),
        Kind::Method(family) => method(family, value),
    }
}

fn a_text<'a>(value: &'a Value, rule: &str) -> Result<&'a str, Fault> {
    value.as_str().ok_or_else(|| Fault::new(shown(value), rule, "write it in quotes"))
}

fn text(value: &Value) -> Result<Value, Fault> {
    let rule = "a line of text of at most 200 characters";
    let text = a_text(value, rule)?.trim();
    let sound =
        !text.is_empty() && text.chars().count() <= LONGEST_TEXT && !text.chars().any(char::is_control);
    if sound { Ok(Value::from(text)) } else { Err(Fault::new(quoted(text), rule, "")) }
}

fn one_of(value: &Value, words: &[&str]) -> Result<Value, Fault> {
    let listed: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let rule = listed.join(" or ");
    let text = a_text(value, &rule)?;
    if words.contains(&text) { Ok(value.clone()) } else { Err(Fault::new(quoted(text), rule, "")) }
}

fn name(value: &Value, (rule, ends): (&str, &[&str])) -> Result<Value, Fault> {
    let text = a_text(value, rule)?;
    name_fault(text, ends).map_or_else(|| Ok(value.clone()), |hint| Err(Fault::new(quoted(text), rule, hint)))
}

fn integer(value: &Value, low: i64, high: i64) -> Result<Value, Fault> {
    let rule = if high == i64::MAX {
        format!("a whole number from {low}")
    } else {
        format!("a whole number from {low} to {high}")
    };
    match value {
        Value::Integer(number) if (low..=high).contains(number) => Ok(value.clone()),
        Value::Float(number) if number.fract() == 0.0 => {
            Err(Fault::new(shown(value), rule, format!("write {number:.0} without a decimal point")))
        }
        _ => Err(Fault::new(shown(value), rule, out_of_quotes(value))),
    }
}

/// The number that a value states; a text that holds one does not state it.
fn as_number(value: &Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|whole| whole as f64))
        .filter(|number| number.is_finite())
}

fn number(value: &Value, low: f64, high: f64) -> Result<Value, Fault> {
    let inside = as_number(value).filter(|number| (low..=high).contains(number));
    let rule = || if high >= 1e12 { "a number".to_owned() } else { format!("a number from {low} to {high}") };
    inside.map(Value::Float).ok_or_else(|| Fault::new(shown(value), rule(), out_of_quotes(value)))
}

/// What to write in place of `nan` and `inf`, which are no numbers of a scenario.
pub(super) fn no_number(value: &Value) -> &'static str {
    let is_none = |value: &Value| value.as_float().is_some_and(|number| !number.is_finite());
    let is_within = value.as_table().is_some_and(|table| table.values().any(is_none));
    if is_none(value) || is_within { "write a number in digits, for example 0.5" } else { "" }
}

fn out_of_quotes(value: &Value) -> String {
    match value.as_str().map(str::trim) {
        Some(text) if text.parse::<f64>().is_ok() => format!("write {text} without quotes"),
        Some(text) if Change::parse(text).is_some() => {
            "a change such as \"+5%\" stands in an edit, not in a file".to_owned()
        }
        _ => no_number(value).to_owned(),
    }
}

fn ratio(value: &Value) -> Result<Value, Fault> {
    let stated = match value {
        Value::String(text) => Change::parse(text).and_then(|change| change.of(1.0, None)),
        other => as_number(other),
    };
    let rule = "a ratio above 0 and at most 100, or a change such as \"+5%\" or \"x1.1\"";
    let inside = stated.filter(|ratio| *ratio > 0.0 && *ratio <= 100.0);
    inside.map(Value::Float).ok_or_else(|| Fault::new(shown(value), rule, no_number(value)))
}

fn measured(quantity: Quantity, value: &Value, low: f64, high: f64) -> Result<Value, Fault> {
    let [least, most] = [low, high].map(|bound| readable(quantity, bound));
    let rule = format!("{} from {least} to {most}", a_quantity(quantity));
    let Some(text) = value.as_str() else {
        let hint =
            as_number(value).map_or_else(|| quantity.example().to_owned(), |bare| with_unit(quantity, bare));
        return Err(Fault::new(
            shown(value),
            format!("{} states its unit", a_quantity(quantity)),
            format!("for example {hint}"),
        ));
    };
    match quantity.parse(text) {
        Some(number) if (low..=high).contains(&number) => Ok(Value::from(stated(quantity, number))),
        Some(_) => Err(Fault::new(quoted(text), rule, "")),
        None => Err(Fault::new(quoted(text), rule, format!("for example {}", quantity.example()))),
    }
}

const fn a_quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Duration => "a duration",
        Quantity::Speed => "a speed",
        Quantity::Money => "an amount of money",
    }
}

/// How a bare number would be written with a unit.
fn with_unit(quantity: Quantity, number: f64) -> String {
    match quantity {
        Quantity::Duration => format!("\"{number} min\""),
        Quantity::Speed => format!("\"{number} km/h\""),
        Quantity::Money => format!("\"£{number}\""),
    }
}

/// A quantity in the largest unit of which it is a whole number.
fn readable(quantity: Quantity, number: f64) -> String {
    let units = [("days", 86_400.0), ("h", 3_600.0), ("min", 60.0)];
    let whole = units.into_iter().find(|(_, size)| number > 0.0 && number % size == 0.0);
    match whole.filter(|_| quantity == Quantity::Duration) {
        Some((unit, size)) => format!("{} {unit}", number / size),
        None => stated(quantity, number),
    }
}

/// The one text of a quantity.
pub(super) fn stated(quantity: Quantity, number: f64) -> String {
    match quantity {
        Quantity::Duration => format!("{number} s"),
        Quantity::Speed => format!("{number} km/h"),
        Quantity::Money => format!("£{number}"),
    }
}

/// The length of time that a checked text states.
pub(super) fn duration(text: &str) -> SimDuration {
    SimDuration::from_seconds(Quantity::Duration.parse(text).unwrap_or_default())
}

fn switch(value: &Value) -> Result<Value, Fault> {
    let hint = match value.as_str() {
        Some("true" | "false") => "write it without quotes",
        _ => "",
    };
    if value.is_bool() { Ok(value.clone()) } else { Err(Fault::new(shown(value), "true or false", hint)) }
}

/// The day that a value states.
pub(super) fn date(value: &Value) -> Result<Date, Fault> {
    let rule = "a day from 1971-01-01 to 2199-12-31";
    let fault = |hint: &str| Fault::new(shown(value), rule, hint);
    let parsed = match value {
        Value::String(text) => text.trim().parse::<toml::value::Datetime>().ok(),
        Value::Datetime(datetime) => Some(*datetime),
        _ => None,
    };
    let datetime = parsed.ok_or_else(|| fault("for example 2024-01-10"))?;
    let day = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none());
    let day =
        day.ok_or_else(|| fault("the day alone, for example 2024-01-10: a window starts at 04:00 local"))?;
    let inside = YEARS.contains(&day.year);
    let civil = Date::new(day.year as i16, day.month as i8, day.day as i8).ok().filter(|_| inside);
    civil.ok_or_else(|| fault(""))
}

fn in_form(date: Date) -> Value {
    let day =
        toml::value::Date { year: date.year() as u16, month: date.month() as u8, day: date.day() as u8 };
    Value::Datetime(toml::value::Datetime { date: Some(day), time: None, offset: None })
}

/// The months that a value states, in order.
pub(super) fn months(value: &Value) -> Result<Vec<Month>, Fault> {
    let rule = "a month such as \"2023-10\", or a range such as \"2023-10..2024-03\"";
    let text = a_text(value, rule)?;
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let ends = Month::parse(first.trim()).zip(Month::parse(last.trim()));
    let (first, last) = ends.ok_or_else(|| Fault::new(quoted(text), rule, ""))?;
    if first > last {
        let hint = format!("the earlier month comes first: \"{last}..{first}\"");
        return Err(Fault::new(quoted(text), rule, hint));
    }
    let months: Vec<Month> = std::iter::successors(Some(first), |month| Some(next(*month)))
        .take_while(|month| *month <= last)
        .take(MOST_MONTHS + 1)
        .collect();
    if months.len() > MOST_MONTHS {
        return Err(Fault::new(quoted(text), format!("at most {MOST_MONTHS} months"), ""));
    }
    Ok(months)
}

fn next(month: Month) -> Month {
    match month.month {
        12 => Month { year: month.year.saturating_add(1), month: 1 },
        _ => Month { month: month.month + 1, ..month },
    }
}

fn range_text(months: &[Month]) -> String {
    match months {
        [only] => only.to_string(),
        [first, .., last] => format!("{first}..{last}"),
        [] => String::new(),
    }
}

/// Months in as few ranges as possible: `2018-04..2020-03, 2023-04..2024-03`.
pub(super) fn ranges(months: &[Month]) -> String {
    let runs = months.chunk_by(|a, b| next(*a) == *b);
    runs.map(range_text).collect::<Vec<_>>().join(", ")
}

fn codes(value: &Value) -> Result<Value, Fault> {
    let rule = "a list of codes";
    let Some(items) = value.as_array() else {
        let hint = value.as_str().map(|code| format!("write [{}]", quoted(code))).unwrap_or_default();
        return Err(Fault::new(shown(value), rule, hint));
    };
    if items.len() > MOST_CODES {
        return Err(Fault::new(format!("{} codes", items.len()), format!("at most {MOST_CODES} codes"), ""));
    }
    match items.iter().find(|item| !item.is_str()) {
        Some(item) => {
            Err(Fault::new(format!("{} in the list", shown(item)), rule, "write each code in quotes"))
        }
        None => Ok(value.clone()),
    }
}

fn method(family: &Family, value: &Value) -> Result<Value, Fault> {
    let rule = "the name of a method";
    let text = a_text(value, rule)?;
    let known = family.names.contains(&text);
    if known {
        Ok(value.clone())
    } else {
        Err(Fault::new(quoted(text), rule, nearest(text, family.names.iter().copied())))
    }
}

/// A change of a present value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Change {
    /// `"+5%"`, `"x1.2"`.
    Times(f64),
    /// `"-30 min"`, `"+£5"`: by a quantity in its own unit.
    By(Quantity, f64),
}

impl Change {
    /// The change that a text states.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(factor) = text.strip_prefix(['x', '×']) {
            return finite(factor).map(Self::Times);
        }
        if !text.starts_with(['+', '-']) {
            return None;
        }
        if let Some(percent) = text.strip_suffix('%') {
            return finite(percent).map(|percent| Self::Times(1.0 + percent / 100.0));
        }
        let quantities = [Quantity::Duration, Quantity::Speed, Quantity::Money];
        quantities.into_iter().find_map(|quantity| Some(Self::By(quantity, quantity.parse(text)?)))
    }

    /// The changed number; `None` where the change is of another quantity.
    pub fn of(self, present: f64, quantity: Option<Quantity>) -> Option<f64> {
        match self {
            Self::Times(factor) => Some(present * factor),
            Self::By(of, amount) => (quantity == Some(of)).then_some(present + amount),
        }
    }
}

fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// The text of a setting's duration after a change, as [`Span`] writes it.
pub(super) fn span_text(seconds: f64) -> String {
    let span = Span(SimDuration::from_seconds(seconds));
    stated(Quantity::Duration, span.0.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint_of(kind: &Kind, value: impl Into<Value>) -> String {
        checked(kind, &value.into()).expect_err("a fault").hint
    }

    #[test]
    fn a_bare_number_is_no_quantity() {
        let of = |quantity| Kind::Quantity(quantity, 0.0, 1e4);
        assert_eq!(hint_of(&of(Quantity::Duration), 30), "for example \"30 min\"");
        assert_eq!(hint_of(&of(Quantity::Speed), 48), "for example \"48 km/h\"");
        assert_eq!(hint_of(&of(Quantity::Money), 140), "for example \"£140\"");
        assert_eq!(hint_of(&of(Quantity::Duration), "30"), "for example \"22 min\"");
    }

    #[test]
    fn a_value_has_one_form() {
        let lead_in = Kind::Quantity(Quantity::Duration, 0.0, 1e7);
        assert_eq!(checked(&lead_in, &"2 days".into()), checked(&lead_in, &"48 h".into()));
        assert_eq!(checked(&Kind::Number(0.0, 9.0), &2.into()), Ok(Value::Float(2.0)));
        assert_eq!(
            checked(&Kind::Date, &"2024-01-10".into()).map(|v| v.to_string()),
            Ok("2024-01-10".to_owned())
        );
        assert_eq!(checked(&Kind::Ratio, &"+5%".into()), Ok(Value::Float(1.05)));
    }

    #[test]
    fn months_are_in_order_and_bounded() {
        assert_eq!(months(&"2023-11..2024-02".into()).map(|m| ranges(&m)), Ok("2023-11..2024-02".to_owned()));
        assert_eq!(
            hint_of(&Kind::Months, "2024-02..2023-11"),
            "the earlier month comes first: \"2023-11..2024-02\""
        );
        assert!(months(&"0001-01..9999-12".into()).is_err());
        assert!(months(&"2023-13".into()).is_err());
    }

    #[test]
    fn changes_are_read() {
        assert_eq!(Change::parse("x1.2"), Some(Change::Times(1.2)));
        assert_eq!(Change::parse("-5%"), Some(Change::Times(0.95)));
        assert_eq!(Change::parse("-30 min"), Some(Change::By(Quantity::Duration, -1800.0)));
        assert_eq!(Change::parse("30 min"), None);
        assert_eq!(Change::parse("-£5"), Some(Change::By(Quantity::Money, -5.0)));
        assert_eq!(Change::parse("+100"), None);
    }
}
