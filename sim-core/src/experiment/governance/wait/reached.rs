//! What an arrangement does to the ambulances in one draw by the end of one window, channel by channel.

use super::dated::Window;
use super::field::Field;
use crate::governance::process::{Course, Design, Member, Numbers, Pair};
use crate::governance::{Channel, loss, whole_shares};
use crate::rng::{Address, code64};
use crate::scenario::{ArrangementStudy, Growth, Mean, Parts};
use jiff::civil::Date;

/// Shortest mean handover that is left, seconds.
const SHORTEST_S: f64 = 60.0;
const HOURS_A_WEEK: f64 = 168.0;

/// The value of every channel. Two arrangements with equal values are the same to the ambulances.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reached {
    /// `hours`: growth hours a week rostered in the patch of each member.
    pub hours: Vec<u32>,
    /// `handover`: seconds off the mean handover of each member's departments, by programmes that are live.
    pub handover_s: Vec<f64>,
    /// `go_live`: by proposal, then by member: the day on which it is live and how well it fits; `None` is not, or is no
    /// intervention.
    pub live: Vec<Option<(Date, f64)>>,
    /// `hub`: share of all incidents that clinicians in hubs end without a vehicle.
    pub hub_share: f64,
    /// `effort`: seconds off the mean handover of each member's departments, by its team's time that packages leave.
    pub effort_s: Vec<f64>,
}

/// One belief, as the channels read it.
#[derive(Clone, Copy)]
pub(super) struct Belief<'a> {
    pub study: &'a ArrangementStudy,
    pub field: &'a Field,
    pub address: &'a Address,
    pub numbers: &'a Numbers,
    pub members: &'a [Member],
}

impl Belief<'_> {
    fn mean(&self, mean: Mean) -> f64 {
        self.study.believed_mean(mean, 0, self.address)
    }

    /// Minutes that a programme takes off handover by member, if its fit is 1.
    fn handover_minutes(&self, proposal: usize) -> Option<Vec<f64>> {
        let agreed = self.study.believed_handover(proposal, self.address)?;
        let delivered =
            |m: &Member| agreed * self.study.believed_mean(Mean::AcuteEffort, code64(&m.code), self.address);
        Some(self.members.iter().map(delivered).collect())
    }

    /// Everything that an arrangement does.
    pub fn reached(
        &self,
        (parts, design): (&Parts, &Design),
        course: &Course,
        window: (Date, Window),
    ) -> Reached {
        let groups = self.groups(design);
        Reached {
            hours: self.hours(parts, &groups),
            handover_s: self.handover(course, window),
            live: self.live(course, window),
            hub_share: self.hub((parts, design), &groups),
            effort_s: self.effort(course),
        }
    }

    fn groups(&self, design: &Design) -> Vec<Vec<usize>> {
        design.groups(&self.members.iter().map(|member| member.residents).collect::<Vec<f64>>())
    }

    /// Growth hours by member; their sum is the same in every arrangement.
    fn hours(&self, parts: &Parts, groups: &[Vec<usize>]) -> Vec<u32> {
        let all = self.mean(Mean::GrowthHours);
        let mut weights = self.field.residents.clone();
        if parts.growth == Growth::Group {
            for group in groups {
                let people: f64 = group.iter().map(|m| self.field.residents[*m]).sum();
                let load: f64 = group.iter().map(|m| self.field.workload[*m]).sum();
                if load > 0.0 {
                    group.iter().for_each(|m| weights[*m] = people * self.field.workload[*m] / load);
                }
            }
        }
        whole_shares(all.round().max(0.0) as u32, &weights)
    }

    /// Programmes for handover: what is agreed, as far as it fits and the acute trust delivers it, for the part of the
    /// window in which it is live.
    fn handover(&self, course: &Course, (_, window): (Date, Window)) -> Vec<f64> {
        let n = self.members.len();
        let mut seconds = vec![0.0; n];
        for proposal in 0..self.study.proposals.len() {
            let Some(minutes) = self.handover_minutes(proposal) else { continue };
            for (member, (own, minutes)) in seconds.iter_mut().zip(minutes).enumerate() {
                let pair = &course.pairs[proposal * n + member];
                *own += 60.0 * minutes * fit(pair) * window.part_live(pair);
            }
        }
        seconds
    }

    fn live(&self, course: &Course, (start, window): (Date, Window)) -> Vec<Option<(Date, f64)>> {
        let n = self.members.len();
        let pairs = course.pairs.iter().enumerate();
        let own = |(at, pair): (usize, &_)| {
            let is_intervention = !self.study.is_handover(at / n);
            window.from(start, pair).filter(|_| is_intervention).map(|from| (from, fit(pair)))
        };
        pairs.map(own).collect()
    }

    /// Calls that hubs end without a vehicle. Every arrangement has the same clinicians: in one hub for a group that shares
    /// it, which reaches more of them and knows each place less, or in one for each ICS.
    fn hub(&self, (parts, design): (&Parts, &Design), groups: &[Vec<usize>]) -> f64 {
        let clinicians = self.mean(Mean::HubClinicians) / HOURS_A_WEEK;
        let (offered, closed) = (self.mean(Mean::HubOffered), self.mean(Mean::HubClosed));
        let load = self.field.incidents_per_hour * offered * self.mean(Mean::HubMinutes) / 60.0;
        if clinicians <= 0.0 || offered <= 0.0 || closed <= 0.0 || load <= 0.0 {
            return 0.0;
        }
        let alone: Vec<Vec<usize>> = (0..self.members.len()).map(|member| vec![member]).collect();
        let hubs = if parts.hub { groups } else { &alone };
        let of_hub = |hub: &Vec<usize>| {
            let share: f64 = hub.iter().map(|m| self.field.residents[*m]).sum();
            let taken = 1.0 - loss(clinicians * share, load * share);
            let fit =
                |m: usize| if hub.len() > 1 { design.fit_of(self.members, self.numbers, m) } else { 1.0 };
            hub.iter().map(|m| self.field.residents[*m] * fit(*m)).sum::<f64>() * taken
        };
        offered * closed * hubs.iter().map(of_hub).sum::<f64>()
    }

    /// What an ICS's team has time for beside packages, over the study's horizon.
    fn effort(&self, course: &Course) -> Vec<f64> {
        let most_s = 60.0 * self.mean(Mean::EffortHandover);
        let weeks = self.study.horizon_days / 7.0;
        let spare = |(member, worked): (&Member, &f64)| {
            let all = member.hours_per_week * weeks;
            if all > 0.0 { (1.0 - worked / all).clamp(0.0, 1.0) } else { 0.0 }
        };
        self.members.iter().zip(&course.ics_hours).map(spare).map(|spare| most_s * spare).collect()
    }
}

fn fit(pair: &Pair) -> f64 {
    f64::from(pair.fit).clamp(0.0, 1.0)
}

impl Reached {
    /// The same with the channels of a subset from here and all others from another arrangement; bit k is
    /// [`Channel::ALL`]'s k-th.
    pub fn mixed(&self, other: &Self, subset: usize) -> Self {
        let own = |channel: Channel| if subset >> (channel as usize) & 1 == 1 { self } else { other };
        Self {
            hours: own(Channel::Hours).hours.clone(),
            handover_s: own(Channel::Handover).handover_s.clone(),
            live: own(Channel::GoLive).live.clone(),
            hub_share: own(Channel::Hub).hub_share,
            effort_s: own(Channel::Effort).effort_s.clone(),
        }
    }

    /// The channels in which two arrangements differ, as a subset.
    pub fn differing(&self, other: &Self) -> usize {
        let differs = |channel: Channel| match channel {
            Channel::Hours => self.hours != other.hours,
            Channel::Handover => self.handover_s != other.handover_s,
            Channel::GoLive => self.live != other.live,
            Channel::Hub => self.hub_share != other.hub_share,
            Channel::Effort => self.effort_s != other.effort_s,
        };
        Channel::ALL.into_iter().map(|channel| usize::from(differs(channel)) << channel as usize).sum()
    }

    /// Mean handover of every department of a member that is changed, seconds.
    pub fn handover(&self, field: &Field) -> Vec<(String, f64)> {
        let changed = |(member, code, mean_s): &(usize, String, f64)| {
            let off = self.handover_s[*member] + self.effort_s[*member];
            (off > 0.0).then(|| (code.clone(), (mean_s - off).max(SHORTEST_S.min(*mean_s))))
        };
        field.departments.iter().filter_map(changed).collect()
    }
}
