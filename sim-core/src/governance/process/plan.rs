//! From an arrangement to packages and their tracks, and the hours that standing relationships leave.

use super::design::Reference;
use super::design::{DecidedBy, Design};
use super::fit::{distance, fit};
use super::member::{Member, PROFILE, Proposal};
use super::numbers::{Number, Numbers};
use crate::units::SimTime;

/// A proposal in the scope of one group of members.
#[derive(Debug, Clone, Copy)]
pub(super) struct Package {
    pub proposal: u32,
    pub group: u32,
    /// Its first track; there is one for each member of the group, in the group's order.
    pub first_track: u32,
    /// Tasks of the present stage that are not done.
    pub pending: u32,
    /// Tracks whose work is not done.
    pub tracks_left: u32,
    /// Hours of the trust's team that it still needs.
    pub hours_left: f64,
    /// Worth for an hour of the trust's team.
    pub benefit_per_hour: f64,
    pub begun: Option<SimTime>,
    /// Whether it counts as work in progress of the trust's team.
    pub in_progress: bool,
    /// Whether scope is done.
    pub is_scoped: bool,
}

/// A member's part of a package.
#[derive(Debug, Clone, Copy)]
pub(super) struct Track {
    pub package: u32,
    pub member: u32,
    /// Tailoring, 0 none to 1 as if made for the member.
    pub tailoring: f64,
    pub fit: f64,
    /// Boards of places that have not approved.
    pub places_left: u32,
    pub step: Step,
    pub live: Option<SimTime>,
}

/// What a track is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The package is not decided.
    Before,
    /// The member's board has to ratify.
    Ratify,
    /// The ICS's team tailors.
    IcsTailors,
    /// The trust's team tailors.
    TrustTailors,
    /// The partnership has to approve.
    Partners,
    /// A local forum has to approve.
    Local,
    /// The trust's team mobilises.
    Mobilise,
    /// Under way to its date, or live.
    Done,
}

/// A group of members that makes packages together, its holder first.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub members: Vec<usize>,
}

impl Group {
    pub fn is_shared(&self) -> bool {
        self.members.len() > 1
    }

    pub fn holder(&self) -> usize {
        self.members[0]
    }

    /// Work on what is made once, against that for one member.
    pub fn once(&self, numbers: &Numbers) -> f64 {
        1.0 + numbers.get(Number::ExtraPerMember) * (self.members.len() - 1) as f64
    }

    /// The profile for which a shared package is made.
    pub fn reference(&self, members: &[Member], design: &Design) -> [f64; PROFILE] {
        match design.reference {
            Reference::Lead => members[self.holder()].profile,
            Reference::Mean => {
                let own = || self.members.iter().map(|m| &members[*m]);
                let all: f64 = own().map(|m| m.residents).sum();
                let mean = |k: usize| own().map(|m| m.residents * m.profile[k]).sum::<f64>() / all;
                std::array::from_fn(mean)
            }
        }
    }

    /// How well a package of the group fits one of its members.
    pub fn fit(&self, (members, numbers): (&[Member], &Numbers), design: &Design, member: usize) -> f64 {
        let reference = self.reference(members, design);
        fit(numbers.get(Number::FitLoss), design.tailoring, distance(&members[member].profile, &reference))
    }

    /// Hours of the trust's team for a package of the group, without what a weak relationship adds.
    pub fn trust_hours(&self, numbers: &Numbers, design: &Design, proposal: &Proposal) -> f64 {
        let n = self.members.len() as f64;
        let data = if design.data_each { n } else { self.once(numbers) };
        let data = data * (1 + proposal.partners.len()) as f64;
        let first =
            self.once(numbers) * numbers.get(Number::ScopeHours) + data * numbers.get(Number::DataHours);
        let tailoring =
            design.tailoring * self.trust_tailoring_share(numbers) * numbers.get(Number::TailoringHours);
        let mobilise = design.mobilise_ratio * numbers.get(Number::MobiliseHours);
        proposal.work_ratio * (first + n * (tailoring + mobilise))
    }

    /// The trust's part of tailoring: all of it where a package is made for one ICS.
    pub fn trust_tailoring_share(&self, numbers: &Numbers) -> f64 {
        if self.is_shared() { numbers.get(Number::TrustTailoringShare) } else { 1.0 }
    }
}

impl Design {
    /// How well what a group shares fits one of its members; 1 where it is alone.
    #[must_use]
    pub fn fit_of(&self, members: &[Member], numbers: &Numbers, member: usize) -> f64 {
        let residents: Vec<f64> = members.iter().map(|member| member.residents).collect();
        let own = self.groups(&residents).into_iter().find(|group| group.contains(&member));
        let shared = own.map(|members| Group { members }).filter(Group::is_shared);
        shared.map_or(1.0, |group| group.fit((members, numbers), self, member))
    }
}

/// Who works how many hours a week on packages, after what standing relationships take.
pub(super) struct Capacity {
    pub trust: f64,
    pub standing: f64,
    /// By member.
    pub ics: Vec<f64>,
    /// Standing hours a week of the trust with each member.
    pub contact: Vec<f64>,
}

impl Capacity {
    pub fn of(
        (members, numbers): (&[Member], &Numbers),
        design: &Design,
        groups: &[Group],
        team_hours: f64,
    ) -> Self {
        let mut contact = vec![0.0; members.len()];
        let mut ics: Vec<f64> = members.iter().map(|m| m.hours_per_week).collect();
        for group in groups {
            if !group.is_shared() {
                contact[group.holder()] = numbers.get(Number::StandingOwn);
                continue;
            }
            let paid: f64 = group.members.iter().map(|m| design.members_pay * ics[*m]).sum();
            group.members.iter().for_each(|m| ics[*m] *= 1.0 - design.members_pay);
            let others = (group.members.len() - 1) as f64;
            ics[group.holder()] += paid - numbers.get(Number::Coordination) * others;
            group.members.iter().for_each(|m| contact[*m] = design.standing_member);
            contact[group.holder()] = design.standing_lead;
        }
        for (contact, member) in contact.iter_mut().zip(members) {
            if member.maturity >= design.needs_maturity {
                *contact *= design.standing_ratio;
            }
        }
        let standing = contact.iter().sum();
        Self { trust: team_hours - standing, standing, ics, contact }
    }
}

/// To whom work on a package brings contact: to the holder where it leads, else to each member alike.
pub(super) fn in_contact<'a>(group: &'a Group, design: &Design) -> &'a [usize] {
    if design.decided_by == DecidedBy::Lead { &group.members[..1] } else { &group.members }
}
