//! The decisions: agendas, meetings, votes, call-ins, and from one package to the part of each member.

use super::approval::{chance_of_approval, score};
use super::design::{DecidedBy, Members, Votes};
use super::forum::{ForumKind, Item};
use super::luck::Chance;
use super::numbers::Number;
use super::plan::Step;
use super::run::{Event, Run, after};
use super::team::Owner;

impl Run<'_> {
    pub(super) fn decide_for_all(&mut self, package: u32) {
        let group = self.room.packages[package as usize].group;
        let holder = self.room.groups[group as usize].holder();
        let item = Item { owner: Owner::Package(package), attempt: 0 };
        match self.design_of(group).decided_by {
            DecidedBy::Nobody => self.split(package),
            DecidedBy::Lead => self.put_on_agenda(holder as u32, item),
            DecidedBy::Joint => self.put_on_agenda(self.given.members.len() as u32 + group, item),
        }
    }

    pub(super) fn put_on_agenda(&mut self, forum: u32, item: Item) {
        self.room.forums[forum as usize].agenda.push(item);
        self.call_meeting(forum);
    }

    fn call_meeting(&mut self, forum: u32) {
        let (now, meetings) = (self.now, self.given.meetings);
        let own = &mut self.room.forums[forum as usize];
        if own.is_called || own.agenda.is_empty() {
            return;
        }
        if let Some(at) = own.next(now, meetings) {
            own.is_called = true;
            self.schedule(at, Event::ForumMeets { forum });
        }
    }

    pub(super) fn meet(&mut self, forum: u32) {
        let own = &mut self.room.forums[forum as usize];
        own.is_called = false;
        let (kind, place, slots) = (own.kind, own.place, own.slots.min(own.agenda.len()));
        for _ in 0..slots {
            let item = self.room.forums[forum as usize].agenda.remove(0);
            self.room.heard += 1;
            if self.approves(kind, place, item) {
                self.approved(item.owner);
            } else {
                self.room.failed += 1;
                self.refused(forum, Item { attempt: item.attempt + 1, ..item });
            }
        }
        self.call_meeting(forum);
    }

    /// What is not approved comes again, unless oversight overrides the forum.
    fn refused(&mut self, forum: u32, item: Item) {
        let after_refusals = self.given.override_after;
        if after_refusals > 0 && item.attempt >= after_refusals && self.is_overridden(forum, item) {
            self.room.overridden += 1;
            let at = after(self.now, self.number(Number::OverrideDays));
            self.schedule(at, Event::Overridden { owner: item.owner });
            return;
        }
        self.room.forums[forum as usize].agenda.push(item);
    }

    fn is_overridden(&self, forum: u32, item: Item) -> bool {
        let own = &self.room.forums[forum as usize];
        if own.kind == ForumKind::Partnership {
            return false; // Its other members are not the health service's.
        }
        let number = (own.kind as u64) << 56 | u64::from(own.place) << 32 | u64::from(item.attempt);
        let (package, member) = match item.owner {
            Owner::Package(package) => {
                let group = self.room.packages[package as usize].group;
                (package, self.room.groups[group as usize].holder())
            }
            Owner::Track(track) => {
                let own = &self.room.tracks[track as usize];
                (own.package, own.member as usize)
            }
            Owner::Partner(..) | Owner::Assessment => return false,
        };
        self.luck(Chance::Override, package, member, number) < self.number(Number::OverrideProbability)
    }

    fn approves(&mut self, kind: ForumKind, place: u32, item: Item) -> bool {
        let attempt = u64::from(item.attempt);
        match item.owner {
            Owner::Package(package) if kind == ForumKind::Committee => self.joint_vote(package, attempt),
            Owner::Package(package) => {
                let group = self.room.packages[package as usize].group;
                let holder = self.room.groups[group as usize].holder();
                let track = self.room.packages[package as usize].first_track;
                self.vote((package, holder), track, Chance::Vote, attempt)
            }
            Owner::Track(track) if kind == ForumKind::Partnership => self.partners_agree(track, attempt),
            Owner::Track(track) => {
                let own = self.room.tracks[track as usize];
                let group = self.room.packages[own.package as usize].group;
                let chance = match (kind, own.step, self.design_of(group).decided_by) {
                    (ForumKind::Place, _, _) => Chance::Place,
                    (_, Step::Ratify, _) => Chance::Ratify,
                    // The first decision of all is the same luck in every arrangement; a second one has its own.
                    (_, _, DecidedBy::Nobody) => Chance::Vote,
                    _ => Chance::Locally,
                };
                let number = u64::from(place) << 32 | attempt;
                self.vote((own.package, own.member as usize), track, chance, number)
            }
            Owner::Partner(..) | Owner::Assessment => true,
        }
    }

    /// Whether one member approves; if not, the relationship suffers.
    fn vote(&mut self, (package, member): (u32, usize), track: u32, chance: Chance, number: u64) -> bool {
        let now = self.now;
        let strength = self.room.relationships[member].at(now);
        let misfit = 1.0 - self.room.tracks[track as usize].fit;
        let proposal = &self.given.proposals[self.room.packages[package as usize].proposal as usize];
        let member_now = (self.maturity(member), strength);
        let score = score(self.given.numbers, member_now, proposal, misfit);
        let yes = self.luck(chance, package, member, number)
            < chance_of_approval(self.number(Number::Approval), score);
        if !yes {
            let loss = self.number(Number::RelationshipFailed);
            self.room.relationships[member].failed(now, loss);
        }
        yes
    }

    fn joint_vote(&mut self, package: u32, attempt: u64) -> bool {
        let own = self.room.packages[package as usize];
        let (quota, votes) = (self.given.design.quota, self.given.design.votes);
        let (mut yes, mut all) = (0.0, 0.0);
        for at in 0..self.room.groups[own.group as usize].members.len() {
            let member = self.room.groups[own.group as usize].members[at];
            let weight = if votes == Votes::Equal { 1.0 } else { self.given.members[member].residents };
            all += weight;
            if self.vote((package, member), own.first_track + at as u32, Chance::Vote, attempt) {
                yes += weight;
            }
        }
        yes >= quota * all - 1e-9 * all
    }

    pub(super) fn approved(&mut self, owner: Owner) {
        match owner {
            Owner::Package(package) => self.split(package),
            Owner::Track(track) => {
                let own = &mut self.room.tracks[track as usize];
                own.places_left = own.places_left.saturating_sub(1);
                match (own.step, own.places_left) {
                    (Step::Ratify, _) => self.tailor(track),
                    (Step::Partners, _) => self.decide_locally(track),
                    (_, 0) => self.mobilise(track),
                    _ => {}
                }
            }
            Owner::Partner(..) | Owner::Assessment => {}
        }
    }

    /// From one package to the part of each member.
    fn split(&mut self, package: u32) {
        let own = self.room.packages[package as usize];
        let design = self.design_of(own.group);
        let (members, days) = (design.members, self.number(Number::CallInDays));
        let count = self.room.groups[own.group as usize].members.len() as u32;
        for at in 0..count {
            let track = own.first_track + at;
            match members {
                // The holder has decided already, where it leads.
                Members::Assent if at > 0 => {
                    self.schedule(after(self.now, days), Event::CallInEnds { track });
                }
                Members::Ratify => {
                    self.room.tracks[track as usize].step = Step::Ratify;
                    let member = self.room.tracks[track as usize].member;
                    self.put_on_agenda(member, Item { owner: Owner::Track(track), attempt: 0 });
                }
                Members::Assent | Members::Adopt => self.tailor(track),
            }
        }
    }

    pub(super) fn call_in_ends(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let member = own.member as usize;
        let now = self.now;
        let strength = self.room.relationships[member].at(now);
        let proposal = &self.given.proposals[self.room.packages[own.package as usize].proposal as usize];
        let member_now = (self.maturity(member), strength);
        let score = score(self.given.numbers, member_now, proposal, 1.0 - own.fit);
        let chance = chance_of_approval(self.number(Number::CallIn), -score);
        if self.luck(Chance::CallIn, own.package, member, 0) < chance {
            self.room.called_in += 1;
            let determined = after(now, self.number(Number::DeterminationDays));
            self.schedule(determined, Event::CallInDetermined { track });
        } else {
            self.tailor(track);
        }
    }

    pub(super) fn call_in_determined(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let luck = self.luck(Chance::Upheld, own.package, own.member as usize, 0);
        if luck < self.number(Number::Upheld) {
            // A variant of its own, as if made for it.
            let variant = &mut self.room.tracks[track as usize];
            (variant.tailoring, variant.fit) = (1.0, 1.0);
        }
        self.tailor(track);
    }
}
