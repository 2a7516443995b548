//! What of a base scenario the channels of a trust act on.

use crate::experiment::planround::departments;
use crate::experiment::replicate::Prepared;
use crate::scenario::{ArrangementStudy, Scenario};

/// A trust's ICSs in the base scenario, in the order of the study's members.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// Code of the trust's patch in each ICS.
    pub patches: Vec<String>,
    /// Vehicle-hours a week that the stations of each are expected to serve.
    pub workload: Vec<f64>,
    /// Share of the trust's residents that each has, and their sum 1.
    pub residents: Vec<f64>,
    /// Incidents an hour of the whole trust.
    pub incidents_per_hour: f64,
    /// Emergency departments: which member's, code, mean handover in seconds. Those of no member are in none.
    pub departments: Vec<(usize, String, f64)>,
}

impl Field {
    pub fn of(study: &ArrangementStudy, base: &Scenario, ready: &Prepared) -> Self {
        let region = base.region();
        let service = region.find_service(&study.ground.service.0).expect("the study stands on this region");
        let members = &study.ground.members;
        let patches: Vec<String> = members.iter().map(|member| study.patch_code(&member.code)).collect();
        let all: f64 = members.iter().map(|member| member.residents).sum();
        let mut workload = vec![0.0; members.len()];
        let mut incidents_per_hour = 0.0;
        for component in &ready.world.components {
            let Some(local) = component.services.iter().position(|own| *own == service) else { continue };
            incidents_per_hour += ready.world.incidents_by_hour(component, local).iter().sum::<f64>() / 168.0;
            for site in &component.stations {
                let code = &region.patches()[component.patches[site.patch as usize].index()].code;
                if let Some(at) = patches.iter().position(|own| own == code) {
                    workload[at] += site.workload;
                }
            }
        }
        let department = |(hospital, mean_s): (&crate::region::Hospital, f64)| {
            let ics = &region.icses()[hospital.ics.index()].code;
            let at = members.iter().position(|member| member.code == *ics)?;
            Some((at, hospital.code.clone(), mean_s))
        };
        Self {
            workload,
            residents: members.iter().map(|member| member.residents / all).collect(),
            incidents_per_hour,
            departments: departments(base, service).into_iter().filter_map(department).collect(),
            patches,
        }
    }
}
