//! What each service does in its own way, and how long a job takes, as a scenario has them.

use super::Scenario;
use crate::ids::ServiceId;
use crate::region::{PracticeQuantity, Region};
use crate::world::{CycleRatios, Practice};
use std::collections::BTreeMap;

/// The region's ratio of a service's practice to what all share; 1 where it gives none.
pub(super) fn given(region: &Region, service: ServiceId, quantity: PracticeQuantity) -> f64 {
    let row = region.practice.iter().find(|row| row.service == service && row.quantity == quantity);
    row.map_or(1.0, |row| row.value)
}

/// The same by the name of a key of `practice`.
pub(super) fn given_by_name(region: &Region, service: ServiceId, name: &str) -> Option<f64> {
    let quantity = match name {
        "drive" => PracticeQuantity::Drive,
        "cars" => PracticeQuantity::Cars,
        "further_c1" => PracticeQuantity::FurtherC1,
        "rate_c3" => PracticeQuantity::RateC3,
        "rate_c4" => PracticeQuantity::RateC4,
        "handover_days" => PracticeQuantity::HandoverDays,
        _ => return None,
    };
    Some(given(region, service, quantity))
}

impl Scenario {
    /// Each simulated service's practice: what the scenario states, else the region's, else as all others do.
    pub(super) fn practices(&self) -> BTreeMap<ServiceId, Practice> {
        let of = |service: ServiceId| {
            let code = &self.region.services[service.index()].code;
            let stated = |name: &str, quantity: PracticeQuantity| {
                let own = self.settings.number(&format!("practice.{name}.{code}"));
                own.unwrap_or_else(|| given(&self.region, service, quantity))
            };
            Practice {
                drive: stated("drive", PracticeQuantity::Drive),
                cars: stated("cars", PracticeQuantity::Cars),
                further_c1: stated("further_c1", PracticeQuantity::FurtherC1),
                rate_c3: stated("rate_c3", PracticeQuantity::RateC3),
                rate_c4: stated("rate_c4", PracticeQuantity::RateC4),
                handover_days: stated("handover_days", PracticeQuantity::HandoverDays),
            }
        };
        self.services().into_iter().map(|service| (service, of(service))).collect()
    }

    /// How hours of a single month follow its published load.
    #[must_use]
    pub fn follow_load(&self) -> f64 {
        self.number("fleet.follow_load")
    }

    /// The months that demand is taken from, as a scenario states them.
    #[must_use]
    pub(crate) fn months_text(&self) -> String {
        self.text("demand.months").to_owned()
    }

    /// How long a job's stages take against the region's means.
    pub(super) fn cycle_ratios(&self) -> CycleRatios {
        CycleRatios {
            mobilise: self.number("cycle.mobilise_ratio"),
            on_scene: self.number("cycle.on_scene_ratio"),
            wrap_up: self.number("cycle.wrap_up_ratio"),
        }
    }
}
