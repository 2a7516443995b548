//! Vehicle hours by year from a study's workforce, planned apart and together.

use super::GovernanceRun;
use crate::governance::workforce::{Workforce, WorkforcePlan, hours_ratio};

/// Hours of a service at the end of each year against those of the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffYears {
    /// What it is called.
    pub name: String,
    /// Each for itself, by year from the first.
    pub apart: Vec<f64>,
    /// All together, on the same recruits.
    pub together: Vec<f64>,
}

impl GovernanceRun {
    /// By service, over the whole years of the horizon; none if the study has no workforce.
    #[must_use]
    pub fn staff_years(&self) -> Vec<StaffYears> {
        let Some(own) = &self.study.workforce else { return Vec::new() };
        let years = (self.study.horizon_days / 365.25).floor() as u32;
        let services: Vec<Workforce> = own.services.iter().map(|(_, service)| *service).collect();
        let of = |plan| hours_ratio(&services, own.recruits, plan, years * 12);
        let ends = |months: &Vec<f64>| months.iter().skip(11).step_by(12).copied().collect::<Vec<f64>>();
        let (apart, together) = (of(WorkforcePlan::Apart), of(WorkforcePlan::Together));
        let all = own.services.iter().zip(apart.iter().zip(&together));
        all.map(|((name, _), (apart, together))| StaffYears {
            name: name.clone(),
            apart: ends(apart),
            together: ends(together),
        })
        .collect()
    }
}
