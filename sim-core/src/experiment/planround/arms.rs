use crate::ids::ServiceId;
use crate::problem::Problems;
use crate::region::Hospital;
use crate::scenario::{Edit, Scenario};
use crate::world::HandoverTable;

/// The arms of a planning round in the making; faults are kept until all have been asked for.
pub(in crate::experiment) struct Arms<'a> {
    /// The scenario that all begin with.
    pub present: &'a Scenario,
    /// Its service.
    pub service: ServiceId,
    list: Vec<(String, Scenario)>,
    problems: Problems,
}

impl<'a> Arms<'a> {
    pub fn new(present: &'a Scenario, service: ServiceId) -> Self {
        Self { present, service, list: Vec::new(), problems: Problems::none() }
    }

    /// Adds an arm and gives its row.
    pub fn add(&mut self, name: impl Into<String>, from: &Scenario, edits: &[Edit]) -> usize {
        match from.with(edits) {
            Ok(scenario) => self.list.push((name.into(), scenario)),
            Err(problems) => self.problems.extend(problems),
        }
        self.list.len().saturating_sub(1)
    }

    /// The scenario with some edits; the scenario itself where they are at fault, which [`Self::finish`] tells.
    pub fn edited(&mut self, edits: &[Edit]) -> Scenario {
        self.present.with(edits).unwrap_or_else(|problems| {
            self.problems.extend(problems);
            self.present.clone()
        })
    }

    /// The arms, or every fault.
    pub fn finish(self) -> Result<Vec<(String, Scenario)>, Problems> {
        let Self { list, problems, .. } = self;
        problems.into_result(|| list)
    }

    /// The service's code.
    pub fn code(&self) -> &'a str {
        &self.present.region().services()[self.service.index()].code
    }
}

/// The emergency departments of a service, each with its mean handover in a scenario, seconds.
pub(in crate::experiment) fn departments(scenario: &Scenario, service: ServiceId) -> Vec<(&Hospital, f64)> {
    let region = scenario.region();
    let plan = scenario.world_plan();
    let published = HandoverTable::compile(region, &plan, service).mean_s;
    let own = region.hospitals().iter().enumerate().filter(|(_, hospital)| hospital.service == service);
    own.map(|(row, hospital)| {
        let stated = plan.handover.mean_s.get(&crate::ids::HospitalId::new(row));
        (hospital, stated.copied().unwrap_or(published))
    })
    .collect()
}

/// Shortest mean handover that a scenario takes, seconds.
const SHORTEST_S: f64 = 60.0;

/// The edit by which the mean handover of a department falls; `None` where it cannot fall so far.
pub(in crate::experiment) fn shorter_handover(
    (hospital, mean_s): (&Hospital, f64),
    by_s: f64,
) -> Option<Edit> {
    let left = mean_s - by_s;
    (left >= SHORTEST_S).then(|| Edit::new(format!("handover.mean.{}", hospital.code), seconds(left)))
}

/// The edits by which all hours of a scenario change by a factor.
pub(super) fn hours_by(scenario: &Scenario, factor: f64) -> Vec<Edit> {
    let hours = scenario.hours_in_force().into_iter();
    hours
        .map(|hours| Edit::new(format!("fleet.hours_per_week.{}", hours.code), hours.hours_per_week * factor))
        .collect()
}

/// The edits by which a share of all hours is added over all stations by workload, and today's rota stays as it is.
pub(super) fn hours_on_top(scenario: &Scenario, share: f64) -> Vec<Edit> {
    vec![
        Edit::new("arrangement.method", "lead"),
        Edit::new("arrangement.uplift_hours_per_week", todays_hours(scenario) * share),
    ]
}

/// Hours a week of today's rota. Hours that a scenario gives by patch stand in place of the patch's part of its service's
/// hours, and a rota that it gives stands in place of them all: what is then rostered is counted.
pub(super) fn todays_hours(scenario: &Scenario) -> f64 {
    let in_force = scenario.hours_in_force();
    let by_service =
        in_force.iter().all(|hours| scenario.region().services().iter().any(|own| own.code == hours.code));
    if by_service && scenario.data_files().iter().all(|file| file.key != "fleet.rota") {
        return in_force.iter().map(|hours| hours.hours_per_week).sum();
    }
    let decisions = scenario.decisions(&scenario.world());
    let rostered = decisions.components.iter().flat_map(|component| &component.fleet.hours_by_patch);
    f64::from(rostered.sum::<u32>())
}

/// A duration as a scenario states it.
pub(super) fn seconds(seconds: f64) -> String {
    format!("{seconds} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_by_patch_are_counted_once() {
        let tiny = Scenario::embedded("tiny/tiny").expect("tiny is shipped");
        assert_eq!(todays_hours(&tiny), 2050.0);
        let code = tiny.region().patches()[0].code.clone();
        let own = tiny.decisions(&tiny.world()).components[0].fleet.hours_by_patch[0];
        let edit = |hours: f64| Edit::new(format!("fleet.hours_per_week.{code}"), hours);
        // Stating what a patch has anyway moves the whole by rounding to vehicles, not by the patch; 400 less by 400.
        let same = tiny.with(&[edit(f64::from(own))]).expect("a sound edit");
        let less = tiny.with(&[edit(f64::from(own) - 400.0)]).expect("a sound edit");
        assert!(own > 600 && (todays_hours(&same) - 2050.0).abs() < 25.0, "{}", todays_hours(&same));
        assert!((todays_hours(&same) - todays_hours(&less) - 400.0).abs() < 2.0, "{}", todays_hours(&less));
        let uplift = |scenario: &Scenario| {
            scenario.with(&hours_on_top(scenario, 0.1)).expect("sound edits").uplift_hours_per_week()
        };
        assert!((uplift(&less) - 0.1 * todays_hours(&less)).abs() < 1e-9, "{}", uplift(&less));
    }
}
