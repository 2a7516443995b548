//! What a published file says of a service and a month.

use super::measure::{C2_MEAN, Measure};
use crate::ambsys::AmbSys;
use crate::region::{Month, Region};

/// The published figures by service and month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observed<'a> {
    pub published: &'a AmbSys,
    /// The place with the file's months laid over.
    pub region: &'a Region,
}

/// What a regression of C2 on published inputs is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Inputs {
    /// Incidents a day.
    pub incidents_per_day: f64,
    /// Mean handover, seconds.
    pub handover_mean_s: f64,
}

impl Observed<'_> {
    /// A published response figure, seconds; none of nothing.
    pub fn figure(&self, code: &str, month: Month, measure: Measure) -> Option<f64> {
        let value = self.published.value(code, month, measure.item())?;
        (value > 0).then_some(value as f64)
    }

    /// The published C2 mean, seconds.
    pub fn c2(&self, code: &str, month: Month) -> Option<f64> {
        self.figure(code, month, C2_MEAN)
    }

    /// The published C2 incidents.
    pub fn c2_incidents(&self, code: &str, month: Month) -> Option<f64> {
        self.published.value(code, month, "A10").map(|n| n as f64)
    }

    /// Incidents and handover, where both are published.
    pub fn inputs(&self, code: &str, month: Month) -> Option<Inputs> {
        let service = self.region.find_service(code)?;
        let is_own = |at: Month, of: Option<crate::ids::ServiceId>| at == month && of == Some(service);
        let activity = self.region.activity().iter().find(|row| is_own(row.month, row.service))?;
        let handover = self.region.handovers().iter().find(|row| is_own(row.month, row.service))?;
        Some(Inputs {
            incidents_per_day: activity.incidents? / f64::from(activity.days),
            handover_mean_s: handover.mean_s,
        })
    }

    /// Why a service cannot be predicted in a month; `None` if it can.
    pub fn lacks(&self, code: &str, month: Month) -> Option<&'static str> {
        let service = self.region.find_service(code)?;
        let is_own = |at: Month, of: Option<crate::ids::ServiceId>| at == month && of == Some(service);
        let Some(activity) = self.region.activity().iter().find(|row| is_own(row.month, row.service)) else {
            return Some("no incidents are published");
        };
        let endings =
            [activity.incidents, activity.face_to_face, activity.hear_and_treat, activity.conveyed_ed];
        if !activity.c1_to_c4.iter().chain(&endings).all(Option::is_some) {
            return Some("incidents are not published by category and ending");
        }
        let has_handover = |row: &crate::region::Handover| is_own(row.month, row.service) && row.n > 0.0;
        (!self.region.handovers().iter().any(has_handover)).then_some("no handover is published")
    }
}
