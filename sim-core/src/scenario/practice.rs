//! What each service does in its own way, and how long a job takes, as a scenario has them.

use super::Scenario;
use crate::ids::ServiceId;
use crate::world::{CycleRatios, Practice};
use std::collections::BTreeMap;

impl Scenario {
    /// Each simulated service's practice: what the scenario states, else the region's, else as all others do.
    pub(super) fn practices(&self) -> BTreeMap<ServiceId, Practice> {
        let of = |service: ServiceId| {
            let code = &self.region.services[service.index()].code;
            let stated = |quantity: &str| self.settings.number(&format!("practice.{quantity}.{code}"));
            let shared = Practice::SHARED;
            Practice {
                drive: stated("drive").unwrap_or(shared.drive),
                cars: stated("cars").unwrap_or(shared.cars),
                rate_c3: stated("rate_c3").unwrap_or(shared.rate_c3),
                rate_c4: stated("rate_c4").unwrap_or(shared.rate_c4),
                handover_days: stated("handover_days").unwrap_or(shared.handover_days),
            }
        };
        self.services().into_iter().map(|service| (service, of(service))).collect()
    }

    /// How hours of a single month follow its published load.
    #[must_use]
    pub fn follow_load(&self) -> f64 {
        self.number("fleet.follow_load")
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
