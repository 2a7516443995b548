//! The shocks of a study.

use super::super::report::{Fault, Report, quoted, shown};
use super::given::Given;
use super::ground::MemberGround;
use crate::governance::process::{Shock, Whom};
use jiff::civil::Date;
use std::ops::RangeInclusive;
use toml::Value;

const KEYS: [&str; 8] =
    ["name", "whom", "from", "days", "every_days", "hours_ratio", "maturity_ratio", "relationship_ratio"];
const RATIO: RangeInclusive<f64> = 0.0..=10.0;
const DAYS: RangeInclusive<f64> = 0.0..=36_600.0;
/// The shortest time in which a shock may come again.
const SOONEST: f64 = 7.0;

pub(super) fn shocks(
    given: &Given<'_>,
    start: Date,
    members: &[MemberGround],
    report: &mut Report,
) -> Vec<Shock> {
    let one = |own: &Given<'_>, report: &mut Report| {
        own.only(&KEYS, report);
        let from = own.date("from", report);
        let days = from.and_then(|from| start.until(from).ok()).map_or(0, |span| span.get_days());
        let every_days = own.number("every_days", &DAYS, report).unwrap_or(0.0);
        if every_days > 0.0 && every_days < SOONEST {
            let rule = "0, or at least 7 days";
            own.fault("every_days", Fault::new(every_days.to_string(), rule, ""), report);
        }
        let mut ratio = |key: &str| own.number(key, &RATIO, report).unwrap_or(1.0);
        let ratios = ["hours_ratio", "maturity_ratio", "relationship_ratio"].map(&mut ratio);
        Shock {
            name: own.text("name", report).unwrap_or_else(|| "shock".to_owned()),
            whom: whom(own, members, report),
            from_day: f64::from(days.max(0)),
            days: own.number("days", &DAYS, report).unwrap_or(0.0),
            every_days,
            hours_ratio: ratios[0],
            maturity_ratio: ratios[1],
            relationship_ratio: ratios[2],
        }
    };
    let tables = given.tables("shock", report);
    tables.iter().map(|own| one(own, report)).collect()
}

/// `"all"`, `"lead"`, or codes of ICSs.
fn whom(own: &Given<'_>, members: &[MemberGround], report: &mut Report) -> Whom {
    let rule = "\"all\", \"lead\", or ICSs of the service by code";
    match own.value("whom") {
        None => Whom::All,
        Some(Value::String(word)) if word == "all" => Whom::All,
        Some(Value::String(word)) if word == "lead" => Whom::Lead,
        Some(Value::Array(codes)) => {
            let row = |code: &Value, report: &mut Report| {
                let text = code.as_str().unwrap_or_default();
                let at = members.iter().position(|member| member.code == text);
                if at.is_none() {
                    own.fault("whom", Fault::new(quoted(text), rule, ""), report);
                }
                at
            };
            Whom::Listed(codes.iter().filter_map(|code| row(code, report)).collect())
        }
        Some(other) => {
            own.fault("whom", Fault::new(shown(&other), rule, ""), report);
            Whom::All
        }
    }
}
