//! What a scenario believes of call takers and clinicians, as the world takes it.

use super::Scenario;
use crate::category::Category;
use crate::policy::calls::CallConfig;
use crate::policy::clinical::ClinicalConfig;
use crate::world::{CallPrior, ClinicianPrior, DeskPlan, Settings};

impl Scenario {
    /// What the world is told of the desks that are on.
    pub(super) fn desk_plan(&self, assumed: &Settings) -> DeskPlan {
        let desks = self.policy().desks;
        let calls = match desks.calls {
            CallConfig::Immediate(_) => None,
            CallConfig::Desk(desk) => Some(CallPrior {
                spread: desk.spread,
                handling_s: desk.handling.0.seconds(),
                is_handling_stated: self.settings.get("policy.calls.handling").is_some(),
                handling_shape: desk.handling_shape,
                patience_s: desk.patience.0.seconds(),
                redial_share: desk.redial_share,
                redial_after_s: desk.redial_after.0.seconds(),
                repeat_call_every_s: desk.repeat_call_every.0.seconds(),
            }),
        };
        let clinical = match desks.clinical {
            ClinicalConfig::Share(_) => None,
            ClinicalConfig::Desk(desk) => Some(ClinicianPrior {
                spread: desk.spread,
                assessment_s: desk.assessment.0.seconds(),
                assessment_shape: desk.assessment_shape,
                limit_s: [desk.navigation_limit.0.seconds(), desk.validation_limit.0.seconds()],
                call_back: (desk.call_back_share, desk.call_back_after.0.seconds()),
                navigable_c2: assumed.get("c2_navigated_share"),
                closed_most: assumed.get("assessed_closed_most"),
                closable: Category::ALL.map(|category| match category {
                    Category::C1 => 0.0,
                    Category::C2 => assumed.get("closable_share_c2"),
                    Category::C3 => assumed.get("closable_share_c3"),
                    Category::C4 => assumed.get("closable_share_c4"),
                    Category::Other => assumed.get("closable_share_other"),
                }),
            }),
        };
        DeskPlan { calls, clinical }
    }
}
