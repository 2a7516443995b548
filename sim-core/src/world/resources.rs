use super::mix::{STREAMS, ratio};
use super::plan::Plan;
use crate::category::Category;
use crate::ids::ServiceId;
use crate::region::{Region, ResourceCount};

/// Mean number of vehicles for each face-to-face incident of a category.
///
/// What is allocated and does not arrive was diverted, or stood down before it got there.
///
/// # Source
/// Ambulance Systems Indicators A39 to A48, totals divided by the incidents of the plan's months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resources {
    /// Allocated to an incident.
    pub allocated: f64,
    /// Arrived at it; at most as many as allocated. Below 1 where a service counts fewer vehicles than incidents.
    pub arriving: f64,
    /// Wanted at it.
    pub wanted: f64,
    /// Sent in reserve with the first and stood down at the first arrival: an assumption.
    pub spare: f64,
}

impl Resources {
    /// The resources of a service by category over the plan's months.
    ///
    /// A category without figures takes England's of the same months, and an assumption where England has none.
    /// No figure is published for Other.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, service: ServiceId) -> [Self; STREAMS] {
        Category::ALL.map(|category| {
            let published = |place| Self::published(region, plan, place, category);
            let known = published(Some(service)).or_else(|| published(None));
            let found = known.unwrap_or_else(|| Self::assumed(plan));
            let further = if category == Category::C1 { plan.practice_of(service).further_c1 } else { 1.0 };
            let wanted = 1.0 + (found.arriving - 1.0).max(0.0) * further;
            Self { spare: spare(plan, category), wanted, ..found }
        })
    }

    /// What a service (or England) published for a category.
    fn published(
        region: &Region,
        plan: &Plan,
        service: Option<ServiceId>,
        category: Category,
    ) -> Option<Self> {
        let months = plan.months_of(&plan.others.cycle_months);
        let fits = |row: &&ResourceCount| {
            row.service == service && row.category == category.name() && months.contains(&row.month)
        };
        let sums = region.resources.iter().filter(fits).fold([0.0; 3], |[n, allocated, arriving], row| {
            [n + row.n, allocated + row.allocated, arriving + row.arriving]
        });
        let [n, allocated, arriving] = sums;
        (n > 0.0).then(|| Self::new(ratio(allocated, n), ratio(arriving, n)))
    }

    fn assumed(plan: &Plan) -> Self {
        let allocated = plan.settings.get("resources_allocated_other");
        Self::new(allocated, plan.settings.get("resources_arriving_other").min(allocated))
    }

    /// As many wanted as arrive, none in reserve.
    #[must_use]
    pub const fn new(allocated: f64, arriving: f64) -> Self {
        Self { allocated, arriving, wanted: arriving.max(1.0), spare: 0.0 }
    }

    /// Share of the incidents whose first vehicle the service does not count.
    #[must_use]
    pub const fn uncounted(&self) -> f64 {
        (1.0 - self.arriving).max(0.0)
    }
}

fn spare(plan: &Plan, category: Category) -> f64 {
    match category {
        Category::C1 => plan.settings.get("spare_sends_c1"),
        Category::C2 => plan.settings.get("spare_sends_c2"),
        Category::C3 => plan.settings.get("spare_sends_c3"),
        Category::C4 => plan.settings.get("spare_sends_c4"),
        Category::Other => 0.0,
    }
}
