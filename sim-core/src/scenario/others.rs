//! The inputs that a scenario takes from other published months than the rest, and those that it shifts.

use super::Scenario;
use super::layer::Layer;
use super::report::{Fault, Report};
use super::rules::gaps;
use super::selection::Selection;
use super::value::{duration, months, ranges};
use crate::ids::ServiceId;
use crate::region::{Month, Region};
use crate::world::OtherInputs;

/// The keys that name the months of a group of inputs which activity by category and ending gives.
pub(super) const ACTIVITY_MONTHS: [&str; 5] = [
    "demand.months",
    "demand.level_months",
    "demand.mix_months",
    "demand.disposition_months",
    "cycle.months",
];

impl Scenario {
    /// What the world is told to take from elsewhere.
    pub(super) fn other_inputs(&self) -> OtherInputs {
        let of = |key: &str| {
            self.settings.value(key).map(|value| months(value).expect("loading has checked the months"))
        };
        OtherInputs {
            level_months: of("demand.level_months"),
            mix_months: of("demand.mix_months"),
            disposition_months: of("demand.disposition_months"),
            handover_months: of("handover.months"),
            cycle_months: of("cycle.months"),
            hear_and_treat_more: self.settings.number("demand.hear_and_treat_more").unwrap_or(0.0),
            scene_shorter_s: self
                .settings
                .text("cycle.scene_shorter")
                .map_or(0.0, |text| duration(text).seconds()),
        }
    }
}

/// Handover is published for each month that a scenario wants it of.
pub(super) fn check_handover(region: &Region, selection: &Selection, settings: &Layer, report: &mut Report) {
    let key = "handover.months";
    let Some(setting) = settings.get(key) else { return };
    let wanted = months(&setting.value).unwrap_or_default();
    let published = |service: usize| {
        let own = move |row: &&crate::region::Handover| row.service == Some(ServiceId::new(service));
        region.handovers.iter().filter(own).filter(|row| row.n > 0.0).map(|row| row.month).collect()
    };
    for (missing, rule, hint) in gaps(region, selection, &wanted, &published) {
        report.at(&setting.place, key, Fault::new(missing, rule, hint));
    }
}

/// The months of a list that are not there, as text; `None` if all are.
pub(super) fn missing(wanted: &[Month], published: &std::collections::BTreeSet<Month>) -> Option<String> {
    let missing: Vec<Month> = wanted.iter().copied().filter(|month| !published.contains(month)).collect();
    (!missing.is_empty()).then(|| ranges(&missing))
}
