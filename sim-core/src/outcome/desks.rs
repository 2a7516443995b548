//! What the call and clinical desks did, who gave up, and how long each level of a safety plan lasted.

use crate::category::Ending;
use crate::engine::{DeskKind, Fact};
use crate::ids::{HospitalId, ServiceId};
use crate::policy::clinical::Outcome;
use crate::region::Region;
use crate::stats::nearest_rank;
use crate::units::{HOUR_MS, SimTime};
use crate::world::Component;
use std::collections::BTreeMap;

/// The call and clinical stage of one service in one replication; calls and incidents of the window.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct DeskRecord {
    /// Waits for an answer, ms, of the calls answered.
    pub answer_ms: Vec<u32>,
    /// Calls whose caller rang off.
    pub abandoned: u64,
    /// Calls beyond the first of an incident: of others, of who rings again, of who waits.
    pub duplicates: u64,
    /// Milliseconds on duty and on calls, of call takers and of clinicians.
    pub staff_ms: [(i64, i64); 2],
    /// Waits for a clinician, ms, of the assessments begun.
    pub assessment_ms: Vec<u32>,
    /// Assessments by [`Outcome`].
    pub outcomes: [u64; Outcome::ALL.len()],
    /// Welfare calls made, and those for which no clinician was free.
    pub welfare: (u64, u64),
    /// Incidents by ending: cancelled, reneged, passed on.
    pub lost: [u64; 3],
    /// Patients who came to a department by themselves.
    pub self_presented: BTreeMap<HospitalId, u64>,
    /// First call to the first vehicle at the scene: milliseconds, incidents.
    pub whole_wait: (i64, u64),
    /// By number of a safety plan's level, 0 for none: milliseconds in force, incidents passed on.
    pub levels: BTreeMap<u8, (i64, u64)>,
}

impl DeskRecord {
    fn add(&mut self, other: &Self) {
        self.answer_ms.extend(&other.answer_ms);
        self.abandoned += other.abandoned;
        self.duplicates += other.duplicates;
        self.assessment_ms.extend(&other.assessment_ms);
        self.welfare = (self.welfare.0 + other.welfare.0, self.welfare.1 + other.welfare.1);
        self.whole_wait = (self.whole_wait.0 + other.whole_wait.0, self.whole_wait.1 + other.whole_wait.1);
        for (sum, more) in self.staff_ms.iter_mut().zip(other.staff_ms) {
            *sum = (sum.0 + more.0, sum.1 + more.1);
        }
        self.outcomes.iter_mut().zip(other.outcomes).for_each(|(sum, more)| *sum += more);
        self.lost.iter_mut().zip(other.lost).for_each(|(sum, more)| *sum += more);
        other.self_presented.iter().for_each(|(h, n)| *self.self_presented.entry(*h).or_default() += n);
        for (level, (ms, n)) in &other.levels {
            let sum = self.levels.entry(*level).or_default();
            *sum = (sum.0 + ms, sum.1 + n);
        }
    }
}

/// Records of the call and clinical stage by service; empty where no rule of it is on.
pub type DeskRecords = BTreeMap<ServiceId, DeskRecord>;

/// Adds what another component gave.
pub(super) fn merge(records: &mut DeskRecords, other: &DeskRecords) {
    other.iter().for_each(|(service, more)| records.entry(*service).or_default().add(more));
}

/// Records the facts of the call and clinical stage of one component.
#[derive(Debug, Default)]
pub(super) struct DeskRecorder {
    pub records: DeskRecords,
    /// Passed on since the present level began, by local service.
    passed_on: BTreeMap<u8, u64>,
}

fn inside((from, until): (SimTime, SimTime), at: SimTime) -> bool {
    from <= at && at < until
}

fn overlap(window: (SimTime, SimTime), from: SimTime, until: SimTime) -> i64 {
    until.0.min(window.1.0).saturating_sub(from.0.max(window.0.0)).max(0)
}

fn whole(ms: i64) -> u32 {
    ms.clamp(0, i64::from(u32::MAX)) as u32
}

impl DeskRecorder {
    fn of(&mut self, component: &Component, service: u8) -> &mut DeskRecord {
        self.records.entry(component.services[usize::from(service)]).or_default()
    }

    /// Whether a fact can concern the call and clinical stage.
    #[inline]
    pub const fn looks_at(fact: &Fact<'_>) -> bool {
        matches!(
            fact,
            Fact::Contact { .. }
                | Fact::DeskHour { .. }
                | Fact::DeskWork { .. }
                | Fact::AssessmentBegins { .. }
                | Fact::Assessed { .. }
                | Fact::WelfareCall { .. }
                | Fact::PlanLevel { .. }
                | Fact::Responded { .. }
                | Fact::Ended { .. }
        )
    }

    /// One fact; those of other stages are passed over.
    pub fn see(&mut self, fact: &Fact<'_>, component: &Component, window: (SimTime, SimTime)) {
        match *fact {
            Fact::Contact { contact, service, until, answered } if inside(window, contact.connected) => {
                let record = self.of(component, service);
                record.duplicates += u64::from(contact.index() > 0);
                if answered {
                    record.answer_ms.push(whole((until - contact.connected).0));
                } else {
                    record.abandoned += 1;
                }
            }
            Fact::DeskHour { desk, service, people, from } => {
                let until = SimTime((from.0 / HOUR_MS + 1) * HOUR_MS);
                let staff = &mut self.of(component, service).staff_ms[desk as usize];
                staff.0 += overlap(window, from, until) * i64::from(people);
            }
            Fact::DeskWork { desk, service, from, until } => {
                self.of(component, service).staff_ms[desk as usize].1 += overlap(window, from, until);
            }
            Fact::AssessmentBegins { incident, at } if inside(window, at) => {
                let service = component.service_of(incident.place as usize) as u8;
                self.of(component, service).assessment_ms.push(whole((at - incident.assessment_asked).0));
            }
            Fact::Assessed { incident, outcome, at } if inside(window, at) => {
                let service = component.service_of(incident.place as usize) as u8;
                self.of(component, service).outcomes[outcome as usize] += 1;
            }
            Fact::WelfareCall { service, at, made } if inside(window, at) => {
                let welfare = &mut self.of(component, service).welfare;
                *if made { &mut welfare.0 } else { &mut welfare.1 } += 1;
            }
            Fact::PlanLevel { service, level, from, until } => {
                let passed_on = std::mem::take(self.passed_on.entry(service).or_default());
                let sum = self.of(component, service).levels.entry(level).or_default();
                *sum = (sum.0 + overlap(window, from, until), sum.1 + passed_on);
            }
            Fact::Responded { incident, .. } if inside(window, incident.clock_start) => {
                let service = component.services[component.service_of(incident.place as usize)];
                if let Some(record) = self.records.get_mut(&service) {
                    record.whole_wait.0 += (incident.clock_stop - incident.first_called).0;
                    record.whole_wait.1 += 1;
                }
            }
            Fact::Ended { incident, ending, .. } if inside(window, incident.clock_start) => {
                self.lost(component, incident, ending);
            }
            _ => {}
        }
    }

    fn lost(&mut self, component: &Component, incident: &crate::state::Incident, ending: Ending) {
        let row = match ending {
            Ending::Cancelled => 0,
            Ending::Reneged => 1,
            Ending::PassedOn => 2,
            Ending::HearAndTreat
            | Ending::SeeAndTreat
            | Ending::ConveyedEd
            | Ending::ConveyedOther
            | Ending::OtherResponder
            | Ending::Open => return,
        };
        let service = component.service_of(incident.place as usize) as u8;
        if ending == Ending::PassedOn {
            *self.passed_on.entry(service).or_default() += 1;
        }
        let record = self.of(component, service);
        record.lost[row] += 1;
        if let Some(hospital) = incident.hospital.filter(|_| ending == Ending::Reneged) {
            let hospital = component.hospitals[usize::from(hospital)].hospital;
            *record.self_presented.entry(hospital).or_default() += 1;
        }
    }
}

/// The call and clinical stage of one service, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskRow {
    /// ODS code of the service.
    pub service_code: String,
    /// The counts and times.
    pub record: DeskRecord,
    /// Mean wait for an answer, seconds, and its 90th, 95th and 99th centile; `None` without a call desk.
    pub answer_s: Option<[f64; 4]>,
    /// Mean wait for a clinician and its 90th centile, seconds.
    pub assessment_s: Option<[f64; 2]>,
}

impl DeskRow {
    /// Share of the hours on duty spent on calls; `None` without a desk.
    #[must_use]
    pub fn utilisation(&self, desk: DeskKind) -> Option<f64> {
        let (on_duty, busy) = self.record.staff_ms[desk as usize];
        (on_duty > 0).then(|| busy as f64 / on_duty as f64)
    }

    /// Calls answered and abandoned.
    #[must_use]
    pub fn contacts(&self) -> u64 {
        self.record.answer_ms.len() as u64 + self.record.abandoned
    }

    /// Mean time from the first call to the vehicle that stopped the clock, seconds.
    #[must_use]
    pub fn whole_wait_s(&self) -> Option<f64> {
        let (ms, n) = self.record.whole_wait;
        (n > 0).then(|| ms as f64 / n as f64 / 1000.0)
    }
}

fn mean_s(ms: &[u32]) -> f64 {
    ms.iter().map(|ms| f64::from(*ms)).sum::<f64>() / ms.len() as f64 / 1000.0
}

/// The services at which a rule of the call and clinical stage was on.
#[must_use]
pub fn desks(records: &DeskRecords, region: &Region) -> Vec<DeskRow> {
    let row = |(service, record): (&ServiceId, &DeskRecord)| {
        let rank = |ms: &[u32], above: usize| {
            nearest_rank(&mut ms.to_vec(), above, 100).map(|ms| f64::from(ms) / 1000.0)
        };
        let (answer, wait) = (&record.answer_ms, &record.assessment_ms);
        let answer_s = (|| Some([mean_s(answer), rank(answer, 90)?, rank(answer, 95)?, rank(answer, 99)?]))();
        DeskRow {
            service_code: region.services[service.index()].code.clone(),
            answer_s,
            assessment_s: rank(wait, 90).map(|p90| [mean_s(wait), p90]),
            record: record.clone(),
        }
    };
    records.iter().map(row).collect()
}
