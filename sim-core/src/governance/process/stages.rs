//! What follows what: scope, data agreement, decision, tailoring, mobilisation.

use super::approval::{chance_of_approval, score};
use super::design::{DecidedBy, Local, Members, Votes};
use super::forum::{ForumKind, Item};
use super::luck::{Chance, mark};
use super::numbers::Number;
use super::plan::{Step, in_contact};
use super::run::{Event, Run, after};
use super::team::{Owner, Task};
use crate::dist::normal_quantile;

impl Run<'_> {
    fn number(&self, number: Number) -> f64 {
        self.given.numbers.get(number)
    }

    fn work_ratio(&self, package: u32) -> f64 {
        self.given.proposals[self.room.packages[package as usize].proposal as usize].work_ratio
    }

    /// The identities that address the luck of a proposal in an ICS.
    fn identity(&self, package: u32, member: usize) -> (u64, u64) {
        let proposal = self.room.packages[package as usize].proposal as usize;
        (self.given.proposals[proposal].identity, self.given.members[member].identity)
    }

    fn luck(&self, chance: Chance, package: u32, member: usize, number: u64) -> f64 {
        mark(self.address, chance, self.identity(package, member), number)
    }

    /// Work with a member against that in a full relationship.
    fn effort(&mut self, member: usize) -> f64 {
        let now = self.now;
        1.0 + self.number(Number::EffortWithoutRelationship) * (1.0 - self.room.relationships[member].at(now))
    }

    /// The same for what is made with a group: with its holder where it leads, else on average.
    fn group_effort(&mut self, group: u32) -> f64 {
        let design = self.design_of(group).decided_by;
        let count = self.room.groups[group as usize].members.len();
        let those = if design == DecidedBy::Lead { 1 } else { count };
        let sum: f64 = (0..those)
            .map(|at| {
                let member = self.room.groups[group as usize].members[at];
                self.effort(member)
            })
            .sum();
        sum / those as f64
    }

    /// Adds a task of a package's present stage, if there is anything to do.
    fn stage_task(&mut self, package: u32, team: usize, hours: f64) {
        if hours > 0.0 {
            self.room.packages[package as usize].pending += 1;
            self.add_task(team, Owner::Package(package), package, hours);
        }
    }

    pub(super) fn begin_scope(&mut self, package: u32) {
        let group = self.room.packages[package as usize].group;
        let effort = self.group_effort(group);
        let own = &self.room.groups[group as usize];
        let (holder, count) = (own.holder(), own.members.len());
        let scope = self.work_ratio(package) * self.number(Number::ScopeHours);
        let once = scope * own.once(self.given.numbers);
        let share = self.design_of(group).member_scope_share;
        // One task more stands open until all are given out.
        self.room.packages[package as usize].pending = 1;
        self.stage_task(package, 0, once * effort);
        self.stage_task(package, holder + 1, once * self.number(Number::HolderScopeShare));
        for at in 1..count {
            let member = self.room.groups[group as usize].members[at];
            self.stage_task(package, member + 1, scope * share);
        }
        self.stage_task_done(package);
    }

    fn begin_data_agreement(&mut self, package: u32) {
        self.room.packages[package as usize].is_scoped = true;
        let group = self.room.packages[package as usize].group;
        let effort = self.group_effort(group);
        let own = &self.room.groups[group as usize];
        let (holder, count) = (own.holder(), own.members.len());
        let each = self.design_of(group).data_each;
        let times = if each { count as f64 } else { own.once(self.given.numbers) };
        let ratio = self.work_ratio(package);
        let ics = ratio * self.number(Number::IcsDataHours);
        self.room.packages[package as usize].pending = 1;
        self.stage_task(package, 0, ratio * self.number(Number::DataHours) * times * effort);
        if each {
            for at in 0..count {
                let member = self.room.groups[group as usize].members[at];
                self.stage_task(package, member + 1, ics);
            }
        } else {
            self.stage_task(package, holder + 1, ics * times);
        }
        self.stage_task_done(package);
    }

    /// One task of a package's stage is done; with the last the next stage begins.
    fn stage_task_done(&mut self, package: u32) {
        let own = &mut self.room.packages[package as usize];
        own.pending -= 1;
        if own.pending > 0 {
            return;
        }
        if own.is_scoped { self.sign_agreement(package) } else { self.begin_data_agreement(package) }
    }

    /// Lawyers and information governance take their time: the longest of the agreements that are needed.
    fn sign_agreement(&mut self, package: u32) {
        let group = self.room.packages[package as usize].group;
        let own = &self.room.groups[group as usize];
        let parties = if self.design_of(group).data_each { own.members.len() } else { 1 };
        let spread = self.number(Number::AgreementSpread);
        let days = (0..parties).map(|at| {
            let luck = self.luck(Chance::Agreement, package, own.members[at], 0).max(1e-12);
            self.number(Number::AgreementDays) * libm::exp(spread * normal_quantile(luck))
        });
        let signed = after(self.now, days.fold(0.0, f64::max));
        self.schedule(signed, Event::AgreementSigned { package });
    }

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

    fn put_on_agenda(&mut self, forum: u32, item: Item) {
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
                let again = Item { attempt: item.attempt + 1, ..item };
                self.room.forums[forum as usize].agenda.push(again);
            }
        }
        self.call_meeting(forum);
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
            Owner::Track(track) => {
                let own = self.room.tracks[track as usize];
                let chance = match (kind, own.step) {
                    (ForumKind::Place, _) => Chance::Place,
                    (_, Step::Ratify) => Chance::Ratify,
                    _ => Chance::Vote,
                };
                let number = u64::from(place) << 32 | attempt;
                self.vote((own.package, own.member as usize), track, chance, number)
            }
            Owner::Assessment => true,
        }
    }

    /// Whether one member approves; if not, the relationship suffers.
    fn vote(&mut self, (package, member): (u32, usize), track: u32, chance: Chance, number: u64) -> bool {
        let now = self.now;
        let strength = self.room.relationships[member].at(now);
        let misfit = 1.0 - self.room.tracks[track as usize].fit;
        let proposal = &self.given.proposals[self.room.packages[package as usize].proposal as usize];
        let member_now = (&self.given.members[member], strength);
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

    fn approved(&mut self, owner: Owner) {
        match owner {
            Owner::Package(package) => self.split(package),
            Owner::Track(track) => {
                let own = &mut self.room.tracks[track as usize];
                own.places_left = own.places_left.saturating_sub(1);
                if own.step == Step::Ratify {
                    self.tailor(track);
                } else if own.places_left == 0 {
                    self.mobilise(track);
                }
            }
            Owner::Assessment => {}
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
        let member_now = (&self.given.members[member], strength);
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

    /// Adds a track's task, or goes on if there is nothing to do.
    fn track_task(&mut self, track: u32, team: usize, hours: f64) {
        let package = self.room.tracks[track as usize].package;
        if hours > 0.0 {
            self.add_task(team, Owner::Track(track), package, hours);
        } else {
            self.track_step_done(track);
        }
    }

    /// The ICS's team first, then the trust's.
    fn tailor(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let share = self.room.groups[group as usize].trust_tailoring_share(self.given.numbers);
        let hours =
            self.number(Number::IcsTailoringHours) + (1.0 - share) * self.number(Number::TailoringHours);
        self.room.tracks[track as usize].step = Step::IcsTailors;
        let hours = own.tailoring * self.work_ratio(own.package) * hours;
        self.track_task(track, own.member as usize + 1, hours);
    }

    fn trust_tailors(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let share = self.room.groups[group as usize].trust_tailoring_share(self.given.numbers);
        let hours = own.tailoring * share * self.number(Number::TailoringHours);
        let effort = self.effort(own.member as usize);
        self.room.tracks[track as usize].step = Step::TrustTailors;
        self.track_task(track, 0, hours * self.work_ratio(own.package) * effort);
    }

    fn decide_locally(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let item = Item { owner: Owner::Track(track), attempt: 0 };
        self.room.tracks[track as usize].step = Step::Local;
        match self.design_of(group).local {
            Local::Nobody => self.mobilise(track),
            Local::OwnBoard => {
                self.room.tracks[track as usize].places_left = 1;
                self.put_on_agenda(own.member, item);
            }
            Local::PlaceBoards => {
                let member = &self.given.members[own.member as usize];
                let places = member.places(self.number(Number::PlaceResidents)) as u32;
                self.room.tracks[track as usize].places_left = places;
                let first = self.room.first_place[own.member as usize];
                (first..first + places).for_each(|forum| self.put_on_agenda(forum, item));
            }
        }
    }

    fn mobilise(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let ratio = self.design_of(group).mobilise_ratio;
        let effort = self.effort(own.member as usize);
        let hours = ratio * self.number(Number::MobiliseHours) * self.work_ratio(own.package) * effort;
        self.room.tracks[track as usize].step = Step::Mobilise;
        self.track_task(track, 0, hours);
    }

    fn track_step_done(&mut self, track: u32) {
        match self.room.tracks[track as usize].step {
            Step::IcsTailors => self.trust_tailors(track),
            Step::TrustTailors => self.decide_locally(track),
            Step::Mobilise => {
                let own = &mut self.room.tracks[track as usize];
                own.step = Step::Done;
                let package = &mut self.room.packages[own.package as usize];
                package.tracks_left -= 1;
                if package.tracks_left == 0 && package.in_progress {
                    package.in_progress = false;
                    self.room.in_progress -= 1;
                }
                let live = after(self.now, self.number(Number::MobiliseDays));
                self.schedule(live, Event::GoesLive { track });
            }
            Step::Before | Step::Ratify | Step::Local | Step::Done => {}
        }
    }

    /// A team has finished a task.
    pub(super) fn finished(&mut self, team: usize, task: &Task) {
        if team == 0 {
            self.contact(task);
        }
        match task.owner {
            Owner::Package(package) => self.stage_task_done(package),
            Owner::Track(track) => self.track_step_done(track),
            Owner::Assessment => {}
        }
    }

    /// Work together makes relationships stronger.
    fn contact(&mut self, task: &Task) {
        let now = self.now;
        let Some(package) = self.room.packages.get_mut(task.package as usize) else { return };
        package.hours_left = (package.hours_left - task.planned).max(0.0);
        let group = package.group;
        if let Owner::Track(track) = task.owner {
            let member = self.room.tracks[track as usize].member as usize;
            self.room.relationships[member].worked(now, task.planned);
            self.room.given[member] += task.planned;
            return;
        }
        let design =
            if self.room.groups[group as usize].is_shared() { self.given.design } else { &self.alone };
        let those = in_contact(&self.room.groups[group as usize], design);
        let each = task.planned / those.len() as f64;
        for member in those {
            self.room.relationships[*member].worked(now, each);
            self.room.given[*member] += each;
        }
    }
}
