//! Operational pressure by calendar month, from the season that a region lists.

use crate::governance::process::Pressure;
use crate::region::SeasonMonth;
use jiff::{Span, civil::Date};

/// Pressure from the first day on, a step at the first of each month: where the month's C2 ratio lies between the lowest
/// and the highest of the year, 0 to 1. None where the region lists no season, or one without difference.
pub(super) fn pressure(season: &[SeasonMonth], start: Date, horizon_days: f64) -> Vec<Pressure> {
    let ratios = || season.iter().map(|month| month.c2_ratio);
    let (low, high) = (ratios().fold(f64::INFINITY, f64::min), ratios().fold(0.0, f64::max));
    if high <= low {
        return Vec::new();
    }
    let share = |date: Date| {
        let own = season.iter().find(|month| i8::try_from(month.month_of_year) == Ok(date.month()));
        own.map_or(0.0, |month| (month.c2_ratio - low) / (high - low))
    };
    let day = |date: Date| start.until(date).map_or(0, |span| span.get_days());
    let firsts = start.first_of_month().series(Span::new().months(1)).skip(1);
    let later = firsts.take_while(|date| f64::from(day(*date)) <= horizon_days);
    std::iter::once((0, start))
        .chain(later.map(|date| (day(date), date)))
        .map(|(day, date)| Pressure { from_day: f64::from(day), share: share(date) })
        .collect()
}
