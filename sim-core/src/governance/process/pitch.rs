//! The crowded pitch: who works, decides or may object before one proposal is live, and what is made more than once.

use super::design::{DecidedBy, Design, Local, Members};
use super::member::{Member, Proposal};
use super::numbers::{Number, Numbers};
use super::plan::Group;

/// What stands on the path of one proposal of standard work.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pitch {
    /// Approvals without which it is not live: in one ICS, mean over ICSs; and in every ICS. Repeats are not counted.
    pub approvals: [f64; 2],
    /// Bodies that work on it, decide on it or may object: in one ICS, mean over ICSs; and in all. Each counts once.
    pub bodies: [f64; 2],
    /// Hours of the trust and of ICSs on scope and data agreements beyond those of one package for all under one
    /// agreement. What is made apart may fit better: fit is told by itself.
    pub duplicated_hours: f64,
}

/// What one member adds: its own approvals, its boards, and what it shares with the group.
struct Own {
    approvals: f64,
    /// Whether its board decides or may object.
    board: bool,
    places: f64,
}

impl Pitch {
    /// The path through some groups; `design_of` gives the design in which a group works.
    pub(super) fn of<'a>(
        (members, numbers): (&[Member], &Numbers),
        groups: &[Group],
        design_of: impl Fn(&Group) -> &'a Design,
    ) -> Self {
        let n = members.len() as f64;
        // The trust's team and each ICS's.
        let mut pitch = Self { bodies: [0.0, 1.0 + n], ..Self::default() };
        for group in groups {
            let design = design_of(group);
            let shared = f64::from(u8::from(design.decided_by != DecidedBy::Nobody));
            let committee = f64::from(u8::from(design.decided_by == DecidedBy::Joint));
            pitch.approvals[1] += shared;
            pitch.bodies[1] += committee;
            for member in &group.members {
                let is_holder = *member == group.holder();
                let own = own(&members[*member], numbers, design, is_holder);
                let leads = design.decided_by == DecidedBy::Lead;
                let of_lead = f64::from(u8::from(leads && !is_holder));
                let board = f64::from(u8::from(own.board || (leads && is_holder)));
                let teams = if is_holder { 2.0 } else { 3.0 };
                pitch.approvals[0] += shared + own.approvals;
                pitch.approvals[1] += own.approvals;
                pitch.bodies[0] += teams + committee + of_lead + board + own.places;
                pitch.bodies[1] += board + own.places;
            }
        }
        (pitch.approvals[0], pitch.bodies[0]) = (pitch.approvals[0] / n, pitch.bodies[0] / n);
        let all = Group { members: (0..members.len()).collect() };
        let least = made_once(&all, numbers, (false, 0.0));
        let made = |group: &Group| {
            let design = design_of(group);
            made_once(group, numbers, (design.data_each, design.member_scope_share))
        };
        pitch.duplicated_hours = (groups.iter().map(made).sum::<f64>() - least).max(0.0);
        pitch
    }
}

impl Pitch {
    /// With the partners that proposals need, mean over proposals: each is a body in each ICS, with one partnership.
    pub(super) fn with_partners(mut self, proposals: &[Proposal], members: usize) -> Self {
        let n = proposals.len().max(1) as f64;
        let any = |proposal: &&Proposal| !proposal.partners.is_empty();
        let decides = |proposal: &&Proposal| proposal.partners.iter().any(|partner| partner.decides);
        let bodies: usize = proposals.iter().filter(any).map(|proposal| 1 + proposal.partners.len()).sum();
        let approvals = proposals.iter().filter(decides).count();
        for (at, times) in [1.0, members as f64].into_iter().enumerate() {
            self.bodies[at] += times * bodies as f64 / n;
            self.approvals[at] += times * approvals as f64 / n;
        }
        self
    }
}

fn own(member: &Member, numbers: &Numbers, design: &Design, is_holder: bool) -> Own {
    let places = match design.local {
        Local::PlaceBoards => member.places(numbers.get(Number::PlaceResidents)) as f64,
        Local::Nobody | Local::OwnBoard => 0.0,
    };
    let ratifies = design.members == Members::Ratify;
    let decides = design.local == Local::OwnBoard;
    let objects = design.members == Members::Assent && !is_holder;
    Own {
        approvals: f64::from(u8::from(ratifies)) + f64::from(u8::from(decides)) + places,
        board: ratifies || decides || objects,
        places,
    }
}

/// Hours of a group on scope and data agreements, in full relationships.
fn made_once(group: &Group, numbers: &Numbers, (data_each, member_scope_share): (bool, f64)) -> f64 {
    let (n, once) = (group.members.len() as f64, group.once(numbers));
    let scope = numbers.get(Number::ScopeHours);
    let data = numbers.get(Number::DataHours) + numbers.get(Number::IcsDataHours);
    once * scope * (1.0 + numbers.get(Number::HolderScopeShare))
        + (n - 1.0) * scope * member_scope_share
        + data * if data_each { n } else { once }
}
