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
    /// Arrived at it; at most as many as allocated.
    pub arriving: f64,
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
            Self { spare: spare(plan, category), ..known.unwrap_or_else(|| Self::assumed(plan)) }
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
        (n > 0.0).then(|| Self { allocated: ratio(allocated, n), arriving: ratio(arriving, n), spare: 0.0 })
    }

    fn assumed(plan: &Plan) -> Self {
        let allocated = plan.settings.get("resources_allocated_other");
        Self { allocated, arriving: plan.settings.get("resources_arriving_other").min(allocated), spare: 0.0 }
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
