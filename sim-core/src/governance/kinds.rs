//! Hours and duty of the kinds of vehicle beside ambulances. What each may do stands in the region's `vehicle_kinds.csv`.

use super::fleet::{Duty, WEEK_MINUTES};
use crate::category::{Categories, Category};
use crate::ids::AreaId;
use crate::region::{Region, VehicleKindRow};
use crate::rng::{code64, join, mix64, u53};

/// Residents for whom the number of responders is stated.
const RESIDENTS: f64 = 10_000.0;

/// Weekly hours of a kind of vehicle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KindHours {
    /// For each ambulance hour of the service.
    Share(f64),
    /// Over the whole selection, by ambulance hours of its services.
    Whole(f64),
}

/// A scheme of community first responders: the area that is home, and 64 bits of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Responder {
    /// The rural area where the responders live.
    pub area: AreaId,
    /// 64 bits from the area's code and a number.
    pub entity: u64,
}

/// The categories that a kind may be sent to.
#[must_use]
pub fn answers(kind: &VehicleKindRow) -> Categories {
    let may = |category: &Category| kind.answers[category.row()] > 0.0;
    Categories::of(&Category::ALL.into_iter().filter(may).collect::<Vec<_>>())
}

/// The schemes of responders in a region's rural areas, so many for 10,000 residents; the odd one by the area's code.
#[must_use]
pub fn responders(region: &Region, per_10000: f64) -> Vec<Responder> {
    let rural = region.areas().iter().enumerate().filter(|(_, area)| area.rural);
    let of = rural.flat_map(|(row, area)| {
        let code = code64(&area.code);
        let expected = per_10000 * area.residents / RESIDENTS;
        let number = (expected + u53(mix64(code))).floor().max(0.0) as u64;
        (0..number).map(move |n| Responder { area: AreaId::new(row), entity: join(code, n) })
    });
    of.collect()
}

/// When a scheme is on call for some hours a week: the same hours each day, at a time of day of its own.
#[must_use]
pub fn on_call(entity: u64, hours_per_week: f64) -> Vec<Duty> {
    let day = WEEK_MINUTES / 7;
    let minutes = (hours_per_week * 60.0 / 7.0).round().max(0.0) as u16;
    let first = (u53(mix64(entity)) * f64::from(day)) as u16;
    match minutes {
        0 => Vec::new(),
        minutes if minutes >= day => vec![Duty::ALWAYS],
        _ => (0..7).map(|number| Duty { from: number * day + first, minutes }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_on_call_for_its_hours() {
        for (entity, hours) in [(1, 58.8), (77, 7.0), (9_000_000_000, 160.0)] {
            let duty = on_call(entity, hours);
            let minutes: u32 = duty.iter().map(|d| u32::from(d.minutes)).sum();
            assert!((f64::from(minutes) / 60.0 - hours).abs() < 0.1);
            assert!(duty.windows(2).all(|pair| pair[0].from + pair[0].minutes < pair[1].from));
            assert!(duty.iter().all(|d| d.from < WEEK_MINUTES));
        }
        assert_eq!(on_call(1, 300.0), [Duty::ALWAYS]);
        assert_eq!(on_call(1, 0.0), []);
    }
}
