//! Counting one organisation's month in the codes of the indicators.

use crate::category::{Category, Ending};
use crate::ids::ServiceId;
use crate::outcome::{DeskRecord, DeskRecords, IncidentRecord};
use crate::stats::{nearest_rank, p90};
use crate::units::SimDuration;
use std::collections::BTreeMap;

/// The codes that a run's results can have.
pub(super) const CODES: [&str; 56] = [
    "A0", "A1", "A2", "A3", "A4", "A114", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A24", "A25",
    "A26", "A27", "A28", "A29", "A30", "A31", "A32", "A33", "A34", "A35", "A36", "A37", "A38", "A17", "A132",
    "A133", "A134", "A135", "A53", "A54", "A55", "A56", "A39", "A40", "A41", "A42", "A43", "A44", "A45",
    "A46", "A47", "A48", "A140", "A141", "A142", "A143", "A144", "A145", "A146", "A147",
];

/// Of C1, C1T, C2, C3 and C4: count, total seconds, mean, 90th centile, vehicles allocated, vehicles arriving.
const RESPONSE: [[&str; 6]; 5] = [
    ["A8", "A24", "A25", "A26", "A39", "A40"],
    ["A9", "A27", "A28", "A29", "A41", "A42"],
    ["A10", "A30", "A31", "A32", "A43", "A44"],
    ["A11", "A33", "A34", "A35", "A45", "A46"],
    ["A12", "A36", "A37", "A38", "A47", "A48"],
];
const C1T: usize = 1;

/// A code and its figure.
pub(super) type Coded = (&'static str, i64);

/// Responses of one category: whole seconds, and vehicles.
#[derive(Debug, Clone, Default)]
struct Responses {
    seconds: Vec<i64>,
    allocated: i64,
    arrived: i64,
}

impl Responses {
    fn add(&mut self, response: SimDuration, incident: &IncidentRecord) {
        self.seconds.push(whole_seconds(response));
        self.allocated += i64::from(incident.allocated);
        self.arrived += i64::from(incident.arrived);
    }
}

/// What is counted of an organisation in a month.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Incidents without a response of the ambulance service: by telephone, and those that a team has attended.
    hear_and_treat: i64,
    see_and_treat: i64,
    conveyed_ed: i64,
    conveyed_other: i64,
    /// Of C1, C1T, C2, C3 and C4.
    responses: [Responses; 5],
    handovers: Vec<SimDuration>,
}

/// A duration to the nearest second: each time is rounded once, so that sums over organisations are exact.
fn whole_seconds(duration: SimDuration) -> i64 {
    (duration.0.max(0) + 500) / 1000
}

impl Tally {
    /// Counts an incident whose clock starts in the month.
    pub fn add(&mut self, incident: &IncidentRecord) {
        // What another organisation's team has attended has no response of the ambulance service: in the published shape
        // it is among the incidents without one.
        if matches!(incident.ending, Ending::HearAndTreat | Ending::OtherResponder) {
            self.hear_and_treat += 1;
        }
        let Some(stop) = incident.clock_stop else { return };
        match incident.ending {
            Ending::SeeAndTreat => self.see_and_treat += 1,
            Ending::ConveyedEd => self.conveyed_ed += 1,
            Ending::ConveyedOther => self.conveyed_other += 1,
            Ending::HearAndTreat
            | Ending::OtherResponder
            | Ending::Cancelled
            | Ending::Reneged
            | Ending::PassedOn
            | Ending::Open => return,
        }
        let row = match incident.category {
            Category::C1 => 0,
            Category::C2 => 2,
            Category::C3 => 3,
            Category::C4 => 4,
            Category::Other => return,
        };
        self.responses[row].add(stop - incident.clock_start, incident);
        if let Some(conveyance) = incident.transport_reached.filter(|_| incident.category == Category::C1) {
            self.responses[C1T].add(conveyance - incident.clock_start, incident);
        }
    }

    /// Counts a handover whose vehicle arrived at an emergency department in the month.
    pub fn add_handover(&mut self, incident: &IncidentRecord) {
        let times = incident.at_hospital.zip(incident.handed_over);
        if let Some((arrival, handed_over)) = times.filter(|_| incident.ending == Ending::ConveyedEd) {
            self.handovers.push(handed_over - arrival);
        }
    }

    /// The figures; counts and totals of nothing are 0, means and centiles of nothing are left out.
    pub fn figures(&self) -> Vec<Coded> {
        let face_to_face = self.see_and_treat + self.conveyed_ed + self.conveyed_other;
        let mut figures = vec![
            ("A7", self.hear_and_treat + face_to_face),
            ("A17", self.hear_and_treat),
            ("A53", self.conveyed_ed),
            ("A54", self.conveyed_other),
            ("A55", self.see_and_treat),
            ("A56", face_to_face),
        ];
        for (responses, [n, total, mean, p90, allocated, arriving]) in self.responses.iter().zip(RESPONSE) {
            figures.extend(times(&responses.seconds, [n, total, mean], &[(p90, 90)]));
            figures.extend([(allocated, responses.allocated), (arriving, responses.arrived)]);
        }
        figures.extend(self.handover_figures());
        figures
    }

    fn handover_figures(&self) -> Vec<Coded> {
        let seconds: Vec<i64> = self.handovers.iter().copied().map(whole_seconds).collect();
        let over =
            |minutes: i64| self.handovers.iter().filter(|held| held.0 > minutes * 60_000).count() as i64;
        let lost: i64 = seconds.iter().map(|held| (held - 1800).max(0)).sum();
        let mut figures = times(&seconds, ["A140", "A141", "A142"], &[("A143", 90)]);
        figures.extend([("A144", over(15)), ("A145", over(30)), ("A146", over(60)), ("A147", lost)]);
        figures
    }
}

/// Count, total, mean and centiles of some times.
fn times(
    seconds: &[i64],
    [n, total, mean]: [&'static str; 3],
    centiles: &[(&'static str, usize)],
) -> Vec<Coded> {
    let (count, sum) = (seconds.len() as i64, seconds.iter().sum());
    let mut figures = vec![(n, count), (total, sum)];
    figures.extend(rounded(sum, count).map(|value| (mean, value)));
    for (code, centile) in centiles {
        let rank = match centile {
            90 => p90(&mut seconds.to_vec()),
            _ => nearest_rank(&mut seconds.to_vec(), *centile, 100),
        };
        figures.extend(rank.map(|value| (*code, value)));
    }
    figures
}

/// A sum over a count to the nearest whole number; `None` of nothing.
pub(super) fn rounded(sum: i64, count: i64) -> Option<i64> {
    (count > 0).then(|| (2 * sum + count) / (2 * count))
}

/// Calls and clinical assessments of each service that has them, and of England if all of it was simulated.
pub(super) fn desk_figures(
    desks: &DeskRecords,
    services: &BTreeMap<ServiceId, usize>,
    england: Option<usize>,
) -> Vec<(usize, Coded)> {
    let own = desks.iter().filter_map(|(service, record)| Some((*services.get(service)?, record.clone())));
    let mut records: Vec<(usize, DeskRecord)> = own.collect();
    if let Some(england) = england.filter(|_| records.len() == services.len()) {
        let mut all = DeskRecord::default();
        for (_, record) in &records {
            all.answer_ms.extend(&record.answer_ms);
            all.assessment_ms.extend(&record.assessment_ms);
            all.abandoned += record.abandoned;
        }
        records.push((england, all));
    }
    records
        .iter()
        .flat_map(|(row, record)| calls(record).into_iter().map(move |figure| (*row, figure)))
        .collect()
}

fn calls(record: &DeskRecord) -> Vec<Coded> {
    let seconds =
        |ms: &[u32]| -> Vec<i64> { ms.iter().map(|ms| whole_seconds(SimDuration(i64::from(*ms)))).collect() };
    let mut figures = Vec::new();
    if !record.answer_ms.is_empty() {
        let answers = seconds(&record.answer_ms);
        figures.push(("A0", (record.answer_ms.len() as u64 + record.abandoned) as i64));
        let centiles = [("A4", 50), ("A114", 90), ("A5", 95), ("A6", 99)];
        figures.extend(times(&answers, ["A1", "A2", "A3"], &centiles));
    }
    if !record.assessment_ms.is_empty() {
        figures.extend(times(&seconds(&record.assessment_ms), ["A132", "A133", "A134"], &[("A135", 90)]));
    }
    figures
}
