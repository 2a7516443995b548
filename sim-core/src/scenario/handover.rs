//! What a scenario decides about handover, as the world and the rules take it.

use super::Scenario;
use super::handover_rows::HandoverRows;
use super::value::{date, duration};
use crate::ids::HospitalId;
use crate::policy::handover::{Bays, Cohort, Release};
use crate::policy::{HandoverConfig, Policies};
use crate::units::Quantity;
use crate::world::{DepartmentPlan, HandoverPlan};
use std::collections::BTreeMap;
use toml::Value;

impl Scenario {
    /// The entries of a table by hospital.
    fn by_hospital<T>(&self, table: &str, of: impl Fn(&Value) -> Option<T>) -> BTreeMap<HospitalId, T> {
        let row = |code: &str| self.region.hospitals.iter().position(|h| h.code == code).map(HospitalId::new);
        let entries = self.settings.below(table);
        entries.filter_map(|(code, setting)| Some((row(code)?, of(&setting.value)?))).collect()
    }

    /// The entries of a table by local hour of the day, 1 where there is none.
    fn by_hour(&self, table: &str) -> [f64; 24] {
        let mut hours = [1.0; 24];
        for (code, value, _) in self.settings.numbers(table) {
            if let Some(hour) = code.parse::<usize>().ok().and_then(|hour| hours.get_mut(hour)) {
                *hour = value;
            }
        }
        hours
    }

    /// What the world is told of handover.
    pub(super) fn handover_plan(&self) -> HandoverPlan {
        let departments = match self.policy().handover {
            HandoverConfig::Bays(bays) => Some(self.department_plan(&bays)),
            HandoverConfig::Empirical(_) => None,
        };
        let seconds = |value: &Value| Quantity::Duration.parse(value.as_str()?);
        HandoverPlan {
            mean_s: self.handover_means(seconds),
            hour_ratio: self.by_hour("handover.hour_ratio"),
            stated: self.from_files.handover.as_ref().map(HandoverRows::stated).unwrap_or_default(),
            departments,
        }
    }

    /// The mean of each hospital that the scenario states, its own before that of its service.
    fn handover_means(&self, seconds: impl Fn(&Value) -> Option<f64>) -> BTreeMap<HospitalId, f64> {
        let mut means = BTreeMap::new();
        for (row, hospital) in self.region.hospitals.iter().enumerate() {
            let service = &self.region.services[hospital.service.index()].code;
            let stated = self.settings.value(&format!("handover.mean.{service}"));
            means.extend(stated.and_then(&seconds).map(|mean_s| (HospitalId::new(row), mean_s)));
        }
        means.extend(self.by_hospital("handover.mean", seconds));
        means
    }

    fn department_plan(&self, bays: &Bays) -> DepartmentPlan {
        let whole = |value: &Value| value.as_integer();
        let small = |value: &Value| u16::try_from(whole(value)?).ok();
        DepartmentPlan {
            walk_ins: bays.walk_ins,
            occupancy_s: bays.occupancy.0.seconds(),
            occupancy_cv: bays.occupancy_cv,
            bays: self.by_hospital("handover.bays", small),
            added: self.by_hospital("handover.bays_added", |value| i32::try_from(whole(value)?).ok()),
            open_share: self.by_hour("handover.bays_open"),
            others_per_day: self.by_hospital("handover.other_ambulances", Value::as_float),
        }
    }

    /// The rules of operation, ready to be asked.
    pub(super) fn policies(&self) -> Policies {
        let mut policies = self.policy().build();
        policies.handover.release = self.release();
        policies.handover.cohort = self.cohort();
        policies
    }

    fn release(&self) -> Option<Release> {
        let after = duration(self.settings.text("handover.release_after")?);
        let usual = self.number("handover.release_compliance");
        let own = self.by_hospital("handover.release_compliance_at", Value::as_float);
        let rows = (0..self.region.hospitals.len()).map(HospitalId::new);
        let from = |row: &crate::region::Hospital| {
            let service = &self.region.services[row.service.index()].code;
            let day = self.settings.value(&format!("handover.release_from.{service}"))?;
            Some(date(day).expect("loading has checked the day"))
        };
        Some(Release {
            after,
            compliance: rows.map(|row| own.get(&row).copied().unwrap_or(usual)).collect(),
            by_hour: self.by_hour("handover.release_by_hour"),
            exclusions: self.number("handover.release_exclusions"),
            from: self.region.hospitals.iter().map(from).collect(),
        })
    }

    fn cohort(&self) -> Option<Cohort> {
        let from = self.settings.value("handover.cohort_from")?.as_integer()?;
        let size = self.whole("handover.cohort_size");
        Some(Cohort {
            from_crews: usize::try_from(from).unwrap_or(usize::MAX),
            size: u32::try_from(size).unwrap_or(u32::MAX),
            after: duration(self.text("handover.cohort_after")),
        })
    }
}
