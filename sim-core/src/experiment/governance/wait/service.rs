//! What the process gave each service in the draws that were run: hours, dates, how much is never live.

use super::WaitRun;
use crate::governance::process::Course;

/// What the process gave a service under an arrangement.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRow {
    /// Code of the service.
    pub service: String,
    /// Its ICSs.
    pub members: usize,
    /// The arrangement's row in the study.
    pub arrangement: usize,
    /// Hours of the trust's team on packages, mean over draws.
    pub trust_hours: f64,
    /// Hours of all ICSs' teams on packages, mean over draws.
    pub ics_hours: f64,
    /// Hours a week of the trust's team that relationships take whatever the work, mean over draws.
    pub standing_hours_per_week: f64,
    /// Median days to go-live over proposals, ICSs and draws, those that are never live counting as the latest; `None` if
    /// more than half are never live.
    pub median_days: Option<f64>,
    /// Share of proposals, over ICSs and draws, that are not live within the horizon.
    pub never: f64,
}

impl WaitRun {
    /// What the process gave, by service and arrangement.
    #[must_use]
    pub fn services(&self) -> Vec<ServiceRow> {
        let arrangements = self.study().arrangements.len();
        let of = |at: usize| {
            (0..arrangements).map(move |arrangement| {
                let own: Vec<&Course> = self.courses.iter().map(|draw| &draw[at][arrangement]).collect();
                self.service(at, arrangement, &own)
            })
        };
        (0..self.studies.len()).flat_map(of).collect()
    }

    fn service(&self, at: usize, arrangement: usize, courses: &[&Course]) -> ServiceRow {
        let ground = &self.studies[at].ground;
        let mean = |of: &dyn Fn(&Course) -> f64| {
            courses.iter().map(|course| of(course)).sum::<f64>() / courses.len().max(1) as f64
        };
        let pairs = courses.iter().flat_map(|course| &course.pairs);
        let mut days: Vec<f64> = pairs.map(|pair| pair.live_day.map_or(f64::INFINITY, f64::from)).collect();
        days.sort_by(f64::total_cmp);
        let never = days.iter().filter(|day| day.is_infinite()).count();
        let median = days.get(days.len().saturating_sub(1) / 2).copied();
        ServiceRow {
            service: ground.service.0.clone(),
            members: ground.members.len(),
            arrangement,
            trust_hours: mean(&|course| course.trust_hours),
            ics_hours: mean(&|course| course.ics_hours.iter().sum()),
            standing_hours_per_week: mean(&|course| course.standing_hours_per_week),
            median_days: median.filter(|day| day.is_finite()),
            never: never as f64 / days.len().max(1) as f64,
        }
    }
}
