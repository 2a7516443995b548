use super::calls::{CallConfig, CallRule, Immediate};
use super::clinical::{ClinicalConfig, ClinicalRule, Share};
use super::patience::{PatienceConfig, PatienceRule, Unlimited};
use super::reserve::{Open, ReserveConfig, ReserveRule};
use super::safety_plan::{NoPlan, SafetyPlan, SafetyPlanConfig};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The rules of the call and clinical stage in force in one arm.
#[derive(Debug, Clone)]
pub struct Desks {
    /// How calls are answered.
    pub calls: Arc<dyn CallRule>,
    /// Whom a clinician assesses by telephone.
    pub clinical: Arc<dyn ClinicalRule>,
    /// How long a patient waits before giving up.
    pub patience: Arc<dyn PatienceRule>,
    /// Vehicles kept for C1.
    pub reserve: Arc<dyn ReserveRule>,
    /// What is done differently while a service is overwhelmed.
    pub safety_plan: Arc<dyn SafetyPlan>,
}

/// The rules of the call and clinical stage as a scenario states them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskConfig {
    /// How calls are answered.
    pub calls: CallConfig,
    /// Whom a clinician assesses by telephone.
    pub clinical: ClinicalConfig,
    /// How long a patient waits before giving up.
    pub patience: PatienceConfig,
    /// Vehicles kept for C1.
    pub reserve: ReserveConfig,
    /// What is done differently while a service is overwhelmed.
    pub safety_plan: SafetyPlanConfig,
}

impl DeskConfig {
    /// None of them: calls are answered at once, a share is treated by telephone, everyone waits, every vehicle goes.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            calls: CallConfig::Immediate(Immediate {}),
            clinical: ClinicalConfig::Share(Share {}),
            patience: PatienceConfig::None(Unlimited {}),
            reserve: ReserveConfig::None(Open {}),
            safety_plan: SafetyPlanConfig::None(NoPlan {}),
        }
    }

    /// The rules, ready to be asked.
    #[must_use]
    pub fn build(&self) -> Desks {
        Desks {
            calls: self.calls.build(),
            clinical: self.clinical.build(),
            patience: self.patience.build(),
            reserve: self.reserve.build(),
            safety_plan: self.safety_plan.build(),
        }
    }
}
