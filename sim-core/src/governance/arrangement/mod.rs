//! Commissioning arrangements: each says which channels it sets.

mod bilateral;
mod lead;
mod table;
mod today;

pub use bilateral::Bilateral;
pub use lead::Lead;
pub use table::Table;
pub use today::Today;

use crate::world::Component;
use std::sync::Arc;

/// What an arrangement can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// Funded hours, and where an uplift is rostered.
    Hours,
    /// Handover, by emergency department.
    Handover,
    /// Go-live date and local fit, by patch and intervention.
    GoLive,
    /// A shared clinician desk.
    Hub,
    /// Engagement hours.
    Effort,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 5] = [Self::Hours, Self::Handover, Self::GoLive, Self::Hub, Self::Effort];

    /// The name used in every table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Handover => "handover",
            Self::GoLive => "go_live",
            Self::Hub => "hub",
            Self::Effort => "effort",
        }
    }
}

/// What an arrangement may look at when it places hours in a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Code of each local patch, for example `RYF-QVV`.
    pub patch_code: Vec<String>,
    /// Residents of each local patch, those of the selection only.
    pub residents: Vec<f64>,
    /// The selection's part of each local service's residents; 1 when the whole service is selected.
    pub service_share: Vec<f64>,
    /// This component's part of the uplift: its share of all residents selected.
    pub uplift_share: f64,
}

/// Hours placed over some stations: by weight, `[n_station]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Weight of each station of the component.
    pub weights: Vec<f64>,
    /// Whole hours a week.
    pub hours: u32,
}

/// A commissioning arrangement, as far as it reaches the `hours` channel.
pub trait Arrangement: Send + Sync + std::fmt::Debug {
    /// Where `hours` a week of uplift stand in a component.
    fn place(&self, hours: f64, component: &Component, ground: &Ground) -> Vec<Placement>;
}

crate::methods! {
    /// An arrangement as a scenario names it.
    ArrangementConfig => Arrangement {
        Today(Today) = "today",
        Lead(Lead) = "lead",
        Bilateral(Bilateral) = "bilateral",
        Table(Table) = "table",
    }
}

/// An uplift in hours and who places it.
#[derive(Debug, Clone)]
pub struct Uplift {
    /// Hours a week over the whole selection.
    pub hours_per_week: f64,
    /// Who places them.
    pub arrangement: Arc<dyn Arrangement>,
}

impl PartialEq for Uplift {
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.arrangement, &other.arrangement);
        self.hours_per_week == other.hours_per_week && same
    }
}

impl Uplift {
    /// Where the uplift stands in a component.
    #[must_use]
    pub fn place(&self, component: &Component, ground: &Ground) -> Vec<Placement> {
        self.arrangement.place(self.hours_per_week * ground.uplift_share, component, ground)
    }
}

/// Stations of a local patch by workload. A patch without a station gets the one from which it is reached soonest.
pub(crate) fn stations_of(component: &Component, patch: usize) -> Vec<f64> {
    let inside =
        |s: &crate::world::StationSite| if s.patch as usize == patch { s.workload.max(1e-9) } else { 0.0 };
    let mut weights: Vec<f64> = component.stations.iter().map(inside).collect();
    if weights.iter().all(|w| *w <= 0.0) {
        let place = component.patch.iter().position(|p| *p as usize == patch);
        let own = |s: &usize| {
            component.patch_service[component.stations[*s].patch as usize] == component.patch_service[patch]
        };
        let nearest = place.and_then(|place| {
            let row = component.travel.to(place);
            (0..component.stations.len())
                .filter(own)
                .min_by_key(|s| (row[component.stations[*s].place as usize], *s))
        });
        nearest.into_iter().for_each(|s| weights[s] = 1.0);
    }
    weights
}
