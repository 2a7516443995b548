//! The work: scope, data agreement, tailoring, mobilisation.

use super::design::{DecidedBy, Local};
use super::forum::Item;
use super::luck::{Chance, mark};
use super::numbers::Number;
use super::plan::{Step, in_contact};
use super::run::{Event, Run, after};
use super::team::{Owner, Task};
use crate::dist::normal_quantile;

impl Run<'_> {
    pub(super) fn number(&self, number: Number) -> f64 {
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

    pub(super) fn luck(&self, chance: Chance, package: u32, member: usize, number: u64) -> f64 {
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
        let data = ratio * self.number(Number::DataHours) * times;
        self.stage_task(package, 0, data * effort);
        self.partners_data(package, data);
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
        let of = |luck: f64| {
            self.number(Number::AgreementDays) * libm::exp(spread * normal_quantile(luck.max(1e-12)))
        };
        let marks = own.members[..parties].iter().flat_map(|member| {
            let with_ics = self.luck(Chance::Agreement, package, *member, 0);
            std::iter::once(with_ics).chain(self.partner_marks(package, *member))
        });
        let days = marks.map(of);
        let signed = after(self.now, days.fold(0.0, f64::max));
        self.schedule(signed, Event::AgreementSigned { package });
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
    pub(super) fn tailor(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let share = self.room.groups[group as usize].trust_tailoring_share(self.given.numbers);
        let hours =
            self.number(Number::IcsTailoringHours) + (1.0 - share) * self.number(Number::TailoringHours);
        self.room.tracks[track as usize].step = Step::IcsTailors;
        let hours = own.tailoring * self.work_ratio(own.package) * hours;
        self.track_task(track, own.member as usize + 1, hours);
    }

    /// The trust's work on a member's part of a shared package, against an even share: a bias takes from the holder's and
    /// puts the same on the others'.
    fn bias(&self, track: u32) -> f64 {
        let own = &self.room.tracks[track as usize];
        let group = &self.room.groups[self.room.packages[own.package as usize].group as usize];
        let bias = self.number(Number::LeadBias);
        match group.members.len() {
            0 | 1 => 1.0,
            _ if own.member as usize == group.holder() => 1.0 - bias,
            n => 1.0 + bias / (n - 1) as f64,
        }
    }

    fn trust_tailors(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let share = self.room.groups[group as usize].trust_tailoring_share(self.given.numbers);
        let hours = own.tailoring * share * self.number(Number::TailoringHours);
        let effort = self.effort(own.member as usize);
        self.room.tracks[track as usize].step = Step::TrustTailors;
        let hours = hours * self.work_ratio(own.package) * effort * self.bias(track);
        self.track_task(track, 0, hours);
    }

    pub(super) fn decide_locally(&mut self, track: u32) {
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

    pub(super) fn mobilise(&mut self, track: u32) {
        let own = self.room.tracks[track as usize];
        let group = self.room.packages[own.package as usize].group;
        let ratio = self.design_of(group).mobilise_ratio;
        let effort = self.effort(own.member as usize);
        let hours = ratio * self.number(Number::MobiliseHours) * self.work_ratio(own.package) * effort;
        let hours = hours * self.bias(track);
        self.room.tracks[track as usize].step = Step::Mobilise;
        self.track_task(track, 0, hours);
    }

    fn track_step_done(&mut self, track: u32) {
        match self.room.tracks[track as usize].step {
            Step::IcsTailors => self.trust_tailors(track),
            Step::TrustTailors => self.decide_with_partners(track),
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
            Step::Before | Step::Ratify | Step::Partners | Step::Local | Step::Done => {}
        }
    }

    /// A team has finished a task.
    pub(super) fn finished(&mut self, team: usize, task: &Task) {
        if team == 0 {
            self.contact(task);
        }
        match task.owner {
            Owner::Package(package) | Owner::Partner(package, _) => self.stage_task_done(package),
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
        if let Owner::Partner(_, kind) = task.owner {
            self.room.partners[kind as usize].worked(now, task.planned);
            return;
        }
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
