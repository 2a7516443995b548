//! Who calls: ages, places and origins as functions of marks, and the frequent callers of each area.

use super::demand::{AreaDemand, Demand};
use super::mix::STREAMS;
use crate::category::Category;
use crate::condition::Condition;
use crate::dist::Shape;
use crate::patient::{AgeBand, Origin, Patient, Setting};
use crate::region::{Given, Region};
use crate::rng::{Address, Purpose, join, mix64, u53};

const AGES: usize = AgeBand::ALL.len();
const SETTINGS: usize = Setting::ALL.len();
const ORIGINS: usize = Origin::ALL.len();
const WEEKS_A_YEAR: f64 = 365.25 / 7.0;

/// Who calls in a region, as shares and those before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Patients {
    ages: [[f64; AGES]; Condition::COUNT],
    settings: [[f64; SETTINGS]; AGES],
    origins: [[f64; ORIGINS]; STREAMS],
    /// Share of 999 calls that come from frequent callers.
    caller_share: f64,
    /// Frequent callers of each area.
    callers: Vec<u16>,
    /// Calls of a frequent caller in a year, on average.
    calls_a_year: f64,
}

impl Patients {
    /// `None` where the region says nothing of patients.
    #[must_use]
    pub fn compile(region: &Region, demand: &Demand) -> Option<Self> {
        if region.patients().is_empty() {
            return None;
        }
        let mut own = Self {
            ages: [[0.0; AGES]; Condition::COUNT],
            settings: [[0.0; SETTINGS]; AGES],
            origins: [[0.0; ORIGINS]; STREAMS],
            caller_share: 0.0,
            callers: Vec::new(),
            calls_a_year: 1.0,
        };
        for row in region.patients() {
            match row.of {
                Given::Age { condition, age } => own.ages[condition as usize][age as usize] = row.number,
                Given::Setting { age, setting } => own.settings[age as usize][setting as usize] = row.number,
                Given::Origin { category, origin } => {
                    own.origins[category as usize][origin as usize] = row.number;
                }
                Given::CallerShare => own.caller_share = row.number,
                Given::CallsAYear => own.calls_a_year = row.number,
            }
        }
        own.callers = demand.areas.iter().map(|area| own.callers_of(demand, area)).collect();
        own.ages.iter_mut().for_each(|row| cumulate(row));
        own.settings.iter_mut().for_each(|row| cumulate(row));
        own.origins.iter_mut().for_each(|row| cumulate(row));
        Some(own)
    }

    /// How many frequent callers make an area's share of calls, at least one.
    fn callers_of(&self, demand: &Demand, area: &AreaDemand) -> u16 {
        let service = &demand.services[area.service.index()];
        let mut before = 0.0;
        let mut by_999 = 0.0;
        for (category, upto) in service.category_cumulative.iter().enumerate() {
            by_999 += (upto - before) * self.origins[category][Origin::Call999.row()];
            before = *upto;
        }
        let a_year = service.per_week * area.resident_weight * WEEKS_A_YEAR * by_999 * self.caller_share;
        (a_year / self.calls_a_year).round().clamp(1.0, f64::from(u16::MAX)) as u16
    }

    /// The patient of an incident: a function of its marks.
    #[must_use]
    pub fn of(
        &self,
        address: &Address,
        id: u64,
        (area, identity): (usize, u32),
        (category, condition): (Category, Condition),
    ) -> Patient {
        let age = AgeBand::ALL[at(&self.ages[condition.row()], address.mark(Purpose::Age, id))];
        let setting = Setting::ALL[at(&self.settings[age.row()], address.mark(Purpose::PatientSetting, id))];
        let origin = Origin::ALL[at(&self.origins[category.row()], address.mark(Purpose::Origin, id))];
        let u = address.mark(Purpose::Person, id);
        let frequent = origin == Origin::Call999 && u < self.caller_share;
        let caller = frequent.then(|| self.caller(area, identity, u / self.caller_share));
        Patient { condition, age, origin, setting, caller }
    }

    /// The frequent caller of an area at a mark: each has a rate of calls of their own, exponential among callers, so that
    /// counts are negative binomial.
    fn caller(&self, area: usize, identity: u32, u: f64) -> u16 {
        let n = self.callers[area];
        let all: f64 = (0..n).map(|caller| rate(identity, caller)).sum();
        let mut left = u * all;
        for caller in 0..n {
            left -= rate(identity, caller);
            if left < 0.0 {
                return caller;
            }
        }
        n - 1
    }
}

/// 64 bits for a frequent caller of an area, the same in every replication.
#[must_use]
pub const fn caller_entity(identity: u32, caller: u16) -> u64 {
    join(identity as u64, caller as u64 + 1)
}

/// How often a frequent caller calls, against the mean of all.
fn rate(identity: u32, caller: u16) -> f64 {
    Shape::Exponential.quantile(u53(mix64(caller_entity(identity, caller))))
}

/// Shares become those with all before them; the last is 1.
fn cumulate(shares: &mut [f64]) {
    let mut sum = 0.0;
    for share in shares.iter_mut() {
        sum += *share;
        *share = sum;
    }
    if let Some(last) = shares.last_mut() {
        *last = 1.0;
    }
}

fn at(cumulative: &[f64], u: f64) -> usize {
    cumulative.iter().position(|sum| u < *sum).unwrap_or(cumulative.len() - 1)
}
