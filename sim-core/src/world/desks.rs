use super::mix::ratio;
use super::plan::Plan;
use crate::ids::ServiceId;
use crate::region::{Activity, CallTimes, ClinicalAssessment, Region, Response};

/// What one service's published months say about its call-taker desk and its clinicians.
///
/// A service without a figure takes England's of the same months; 0 where England has none either.
///
/// # Source
/// Ambulance Systems Indicators A0, A1 and A7 (calls), A3, A114, A5 and A6 (answering), A132, A134 and A135
/// (clinical assessments).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Desks {
    /// Calls that reached the switchboard for each incident.
    pub contacts_per_incident: f64,
    /// Calls answered for each incident.
    pub answered_per_incident: f64,
    /// Mean time for which an incident waits for a vehicle, those without one included, seconds; Other waits as C3.
    pub unattended_s_per_incident: f64,
    /// Mean time to answer a call, seconds: weighted by the calls answered in each month.
    pub answer_mean_s: f64,
    /// Time to answer at the 90th, 95th and 99th centile, seconds: weighted means of the months' centiles.
    pub answer_p90_p95_p99_s: [f64; 3],
    /// Clinical assessments by telephone a day.
    pub assessed_per_day: f64,
    /// Mean time to an assessment, seconds: weighted by assessments.
    pub assessment_mean_s: f64,
    /// Time to an assessment at the 90th centile, seconds: a weighted mean of the months' centiles.
    pub assessment_p90_s: f64,
}

impl Desks {
    /// The desks of a service over the plan's months.
    #[must_use]
    pub fn compile(region: &Region, plan: &Plan, service: ServiceId) -> Self {
        let own = Months::of(region, plan, Some(service));
        let england = Months::of(region, plan, None);
        let both =
            |pick: &dyn Fn(&Months<'_>) -> Option<f64>| pick(&own).or_else(|| pick(&england)).unwrap_or(0.0);
        // Assessments are counts: those of England go to a service by its incidents.
        let size = ratio(own.incidents_per_day(), england.incidents_per_day());
        let assessed = own.assessed_per_day().or_else(|| Some(england.assessed_per_day()? * size));
        Self {
            contacts_per_incident: both(&|m| m.per_incident(|a| a.contacts)),
            answered_per_incident: both(&|m| m.per_incident(|a| a.calls_answered)),
            unattended_s_per_incident: both(&|m| m.unattended_s()),
            answer_mean_s: both(&|m| m.answering(|c| c.answer_mean_s)),
            answer_p90_p95_p99_s: [0, 1, 2].map(|k| both(&|m| m.answering(|c| c.answer_p90_p95_p99_s[k]))),
            assessed_per_day: assessed.unwrap_or(0.0),
            assessment_mean_s: both(&|m| m.assessing(|c| c.mean_s)),
            assessment_p90_s: both(&|m| m.assessing(|c| c.p90_s)),
        }
    }
}

/// The rows of a service, or of England, in the plan's months.
struct Months<'a> {
    activity: Vec<&'a Activity>,
    responses: Vec<&'a Response>,
    calls: Vec<&'a CallTimes>,
    clinical: Vec<&'a ClinicalAssessment>,
}

impl<'a> Months<'a> {
    fn of(region: &'a Region, plan: &Plan, service: Option<ServiceId>) -> Self {
        let fits = |place, month| place == service && plan.months.contains(month);
        Self {
            activity: region.activity.iter().filter(|row| fits(row.service, &row.month)).collect(),
            responses: region.responses.iter().filter(|row| fits(row.service, &row.month)).collect(),
            calls: region.call_times.iter().filter(|row| fits(row.service, &row.month)).collect(),
            clinical: region.clinical.iter().filter(|row| fits(row.service, &row.month)).collect(),
        }
    }

    fn incidents_per_day(&self) -> f64 {
        let known = self.activity.iter().filter_map(|a| Some((a.incidents?, f64::from(a.days))));
        let (n, days) = known.fold((0.0, 0.0), |(n, days), (more, d)| (n + more, days + d));
        ratio(n, days)
    }

    /// A count of calls for each incident, over the months that have both.
    fn per_incident(&self, calls: impl Fn(&Activity) -> Option<f64>) -> Option<f64> {
        weighted(self.activity.iter().filter_map(|a| {
            let incidents = a.incidents.filter(|n| *n > 0.0)?;
            Some((incidents, calls(a)? / incidents))
        }))
    }

    /// Seconds of waiting for a vehicle, for each incident.
    fn unattended_s(&self) -> Option<f64> {
        weighted(self.activity.iter().filter_map(|a| {
            let incidents = a.incidents.filter(|n| *n > 0.0)?;
            let face_to_face = a.face_to_face?;
            let mean_s = |category: &str| {
                let row = self.responses.iter().find(|r| r.month == a.month && r.category == category);
                row.map_or(0.0, |row| row.mean_s)
            };
            let counted: f64 = a.c1_to_c4.iter().flatten().sum();
            let known = ["C1", "C2", "C3", "C4"].iter().zip(a.c1_to_c4);
            let sum: f64 = known.map(|(category, n)| n.unwrap_or(0.0) * mean_s(category)).sum();
            let other = (face_to_face - counted).max(0.0) * mean_s("C3");
            Some((incidents, (sum + other) / incidents))
        }))
    }

    /// A time of answering, weighted by the calls that the same month answered.
    fn answering(&self, time_s: impl Fn(&CallTimes) -> Option<f64>) -> Option<f64> {
        weighted(self.calls.iter().filter_map(|row| {
            let month = self.activity.iter().find(|a| a.month == row.month)?;
            Some((month.calls_answered?, time_s(row)?))
        }))
    }

    /// A time of clinical assessment, weighted by assessments.
    fn assessing(&self, time_s: impl Fn(&ClinicalAssessment) -> f64) -> Option<f64> {
        weighted(self.clinical.iter().map(|row| (row.assessed_n, time_s(row))))
    }

    /// Assessments a day, over the months that published them.
    fn assessed_per_day(&self) -> Option<f64> {
        let days =
            |row: &ClinicalAssessment| self.activity.iter().find(|a| a.month == row.month).map(|a| a.days);
        weighted(self.clinical.iter().filter_map(|row| {
            let days = f64::from(days(row)?);
            Some((days, row.assessed_n / days))
        }))
    }
}

/// Mean of weighted values; `None` if they weigh nothing.
fn weighted(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (weight, sum) = pairs.fold((0.0, 0.0), |(weight, sum), (w, value)| (weight + w, sum + w * value));
    (weight > 0.0).then(|| sum / weight)
}
