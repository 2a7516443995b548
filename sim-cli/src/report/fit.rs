//! Whether the baseline reproduces what was published.

use super::areas::{self, Shown};
use super::estimates::Estimates;
use crate::document::{Document, clock};
use ambics::experiment::{ArmResult, Statistic};
use ambics::outcome::{Level, ReportedCategory};

/// How far a simulated C2 mean may lie from the published one.
const TOLERANCE: f64 = 0.1;
/// Services that are named.
const NAMED: usize = 3;

/// Warns of services whose simulated C2 mean is far from the published one, if the arm is the world as it is.
pub(super) fn warn(document: &mut Document, arm: &ArmResult) {
    let is_today = arm.scenario.arrangement().name() == "today" && arm.scenario.border().ring_fence <= 0.0;
    if !is_today {
        return;
    }
    let estimates = Estimates::of(arm);
    let services = areas::of(arm, Level::Trust);
    let far: Vec<String> = services.iter().filter_map(|service| far(arm, service, &estimates)).collect();
    if !far.is_empty() {
        let more = if far.len() > NAMED { format!(" and {} more", far.len() - NAMED) } else { String::new() };
        document.warning(format!(
            "the simulated C2 mean of {} is more than 10% from the published one: {}{more}. Differences between arms \
             depend on how busy the baseline is.",
            arm.name,
            far[..far.len().min(NAMED)].join("; ")
        ));
    }
}

/// Both figures, if they are far from each other and the interval does not hold both.
fn far(arm: &ArmResult, service: &Shown, estimates: &Estimates) -> Option<String> {
    let estimate = estimates.get(service, ReportedCategory::C2, Statistic::Mean)?;
    let published = estimates.published(service, ReportedCategory::C2)?.mean_s;
    let simulated = estimate.mean;
    let by_chance = estimate.interval().is_some_and(|(low, high)| low <= published && published <= high);
    let is_far = (simulated / published - 1.0).abs() > TOLERANCE && !by_chance;
    let name = arm.area_name(service.level, &service.code);
    is_far.then(|| format!("{name} {}, published {}", clock(Some(simulated)), clock(Some(published))))
}
