//! Checks over several tables.

use super::csv_table::Loaded;
use super::faults::{Fault, quoted};
use super::keys::NOWHERE;
use super::{Area, EffectiveHours, Patch, Service, Station};
use crate::ids::ServiceId;
use std::collections::BTreeSet;

/// The tables without which a service with areas cannot be run.
pub(super) struct Means<'a> {
    pub patches: &'a Loaded<Patch>,
    pub areas: &'a Loaded<Area>,
    pub stations: &'a Loaded<Station>,
    pub hours: &'a Loaded<EffectiveHours>,
}

/// A service that has areas has people, a station and hours.
pub(super) fn check_services(services: &mut Loaded<Service>, means: &Means<'_>) {
    let Loaded { rows, faults, .. } = services;
    let residents = residents(means, rows.len());
    let stations = served(means.stations, |station| station.service);
    let hours = served(means.hours, |hours| hours.service);
    for (at, lined) in rows.iter().enumerate() {
        let Some(residents) = residents[at] else { continue };
        let lacks = |list: &Option<BTreeSet<ServiceId>>| {
            list.as_ref().is_some_and(|list| !list.contains(&ServiceId::new(at)))
        };
        let rules = [
            (residents <= 0.0, "the areas of a service have residents"),
            (lacks(&stations), "a service with areas has a station in stations.csv"),
            (lacks(&hours), "a service with areas has a row in effective_hours.csv"),
        ];
        for (_, rule) in rules.into_iter().filter(|(broken, _)| *broken) {
            faults.at_cell(lined.line, "service_code", || Fault::new(quoted(&lined.row.code), rule, ""));
        }
    }
}

/// Residents of each service's areas; `None` if it has no area.
fn residents(means: &Means<'_>, n_service: usize) -> Vec<Option<f64>> {
    let mut sums = vec![None; n_service];
    for area in &means.areas.rows {
        let patch = means.patches.rows.get(area.row.patch.index());
        if let Some(sum) = patch.and_then(|patch| sums.get_mut(patch.row.service.index())) {
            *sum = Some(sum.unwrap_or(0.0) + area.row.residents);
        }
    }
    sums
}

/// The services that a table's rows are for; `None` if some row does not say.
fn served<T>(table: &Loaded<T>, service: impl Fn(&T) -> ServiceId) -> Option<BTreeSet<ServiceId>> {
    let served: BTreeSet<ServiceId> = table.rows.iter().map(|lined| service(&lined.row)).collect();
    (table.readable && served.iter().all(|id| id.index() != NOWHERE)).then_some(served)
}
