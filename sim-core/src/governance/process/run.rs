//! The events of one draw, in order.

use super::bill::{bills, effort_under_shared_risk, weight};
use super::course::{Course, Pair};
use super::design::Design;
use super::discipline::{Discipline, Waiting};
use super::forum::{Forum, Meetings};
use super::member::{Member, Proposal};
use super::numbers::{Number, Numbers};
use super::pitch::Pitch;
use super::plan::{Group, Package, Track};
use super::pressure::Pressure;
use super::relationship::Relationship;
use super::shock::Shock;
use super::team::{Owner, Team};
use crate::calendar::Calendar;
use crate::rng::Address;
use crate::units::{DAY_MS, SimTime};

/// What one draw of the process is given.
#[derive(Debug, Clone, Copy)]
pub struct Process<'a> {
    /// The ICSs of the trust.
    pub members: &'a [Member],
    /// What is wanted in each of them.
    pub proposals: &'a [Proposal],
    /// The numbers of the process.
    pub numbers: &'a Numbers,
    /// Who holds the relationship.
    pub design: &'a Design,
    /// Hours of the trust's partnership team, a week, before standing relationships.
    pub team_hours: f64,
    /// What the trust's team does first.
    pub discipline: &'a dyn Discipline,
    /// Packages that the trust's team has in progress at most; 0: any number.
    pub work_in_progress: usize,
    /// When forums do not meet.
    pub meetings: &'a Meetings,
    /// What happens to ICSs, whatever the arrangement.
    pub shocks: &'a [Shock],
    /// Operational pressure on the trust, in order of time, the first from day 0; none: no crowding-out.
    pub pressure: &'a [Pressure],
    /// Refusals of a package after which oversight may override a forum; 0: it never does.
    pub override_after: u32,
    /// Days that are looked at.
    pub horizon_days: f64,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A package may be begun.
    PackageWanted { package: u32 },
    /// A team has done the first of its tasks in hand.
    TaskDone { team: u32, turn: u32 },
    /// A data agreement is signed.
    AgreementSigned { package: u32 },
    /// The time to call in is over.
    CallInEnds { track: u32 },
    /// A call-in is determined.
    CallInDetermined { track: u32 },
    /// A track goes live.
    GoesLive { track: u32 },
    /// An ICS is assessed.
    Assessed { member: u32 },
    /// A forum meets.
    ForumMeets { forum: u32 },
    /// A shock begins.
    ShockBegins { shock: u32 },
    /// A shock is over.
    ShockEnds { shock: u32 },
    /// Oversight has overridden a forum.
    Overridden { owner: Owner },
    /// Another pressure begins.
    PressureTurns { step: u32 },
}

impl Event {
    /// At the same instant: work and papers first, then meetings, new work last.
    const fn rank(self) -> u8 {
        match self {
            Self::TaskDone { .. } => 0,
            Self::AgreementSigned { .. } => 1,
            Self::CallInEnds { .. } => 2,
            Self::CallInDetermined { .. } => 3,
            Self::GoesLive { .. } => 4,
            Self::ForumMeets { .. } => 5,
            Self::Assessed { .. } => 6,
            Self::PackageWanted { .. } => 7,
            Self::ShockEnds { .. } => 8,
            Self::ShockBegins { .. } => 9,
            Self::Overridden { .. } => 10,
            Self::PressureTurns { .. } => 11,
        }
    }
}

/// Room to work in, kept from draw to draw so that memory is asked for once.
#[derive(Debug, Default)]
pub struct Workroom {
    pub(super) calendar: Calendar<Event>,
    pub(super) packages: Vec<Package>,
    pub(super) tracks: Vec<Track>,
    pub(super) groups: Vec<Group>,
    /// The trust's team, then those of the members.
    pub(super) teams: Vec<Team>,
    /// Boards of the members, then committees of the groups, then boards of places, then partnerships.
    pub(super) forums: Vec<Forum>,
    /// The first board of each member's places.
    pub(super) first_place: Vec<u32>,
    /// The first of the members' partnerships, where there are any.
    pub(super) first_partnership: u32,
    /// Relationships with partners, by kind.
    pub(super) partners: Vec<Relationship>,
    pub(super) relationships: Vec<Relationship>,
    /// Hours that the trust has given to each member.
    pub(super) given: Vec<f64>,
    /// Packages in progress at the trust's team.
    pub(super) in_progress: usize,
    /// Which shocks are on.
    pub(super) shocked: Vec<bool>,
    pub(super) heard: u32,
    pub(super) failed: u32,
    pub(super) called_in: u32,
    pub(super) overridden: u32,
}

/// One draw under way.
pub(super) struct Run<'a> {
    pub given: &'a Process<'a>,
    pub room: &'a mut Workroom,
    pub address: &'a Address,
    /// What a group of one does.
    pub alone: Design,
    pub now: SimTime,
    /// Hours a week that relationships take of the trust's team.
    pub standing: f64,
    horizon: SimTime,
}

impl Process<'_> {
    /// One draw: dates and fit of every proposal in every ICS, and what it took.
    ///
    /// The same address gives the same luck in every arrangement.
    #[must_use]
    pub fn run(&self, address: &Address, room: &mut Workroom) -> Course {
        let horizon = after(SimTime(0), self.horizon_days);
        let alone = Design::bilateral();
        let mut run = Run { given: self, room, address, alone, now: SimTime(0), standing: 0.0, horizon };
        run.begin();
        while let Some((now, event)) = run.room.calendar.pop() {
            if now > horizon {
                break;
            }
            run.now = now;
            run.happen(event);
        }
        run.end()
    }
}

/// An instant so many days later.
pub(super) fn after(now: SimTime, days: f64) -> SimTime {
    SimTime(now.0 + (days * DAY_MS as f64).round() as i64)
}

/// Days since the beginning.
fn day(at: SimTime) -> f32 {
    (at.0 as f64 / DAY_MS as f64) as f32
}

impl Run<'_> {
    /// The arrangement in which a group works: its own, or that of one alone.
    pub fn design_of(&self, group: u32) -> &Design {
        if self.room.groups[group as usize].is_shared() { self.given.design } else { &self.alone }
    }

    /// Puts an event into the calendar, unless nobody will look at it.
    pub fn schedule(&mut self, at: SimTime, event: Event) {
        if at <= self.horizon {
            self.room.calendar.push(at, event.rank(), event);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::PackageWanted { package } => self.begin_scope(package),
            Event::TaskDone { team, turn } => self.task_done(team as usize, turn),
            Event::AgreementSigned { package } => self.decide_for_all(package),
            Event::CallInEnds { track } => self.call_in_ends(track),
            Event::CallInDetermined { track } => self.call_in_determined(track),
            Event::GoesLive { track } => self.room.tracks[track as usize].live = Some(self.now),
            Event::Assessed { member } => self.assess(member),
            Event::ForumMeets { forum } => self.meet(forum),
            Event::ShockBegins { shock } => self.shock_begins(shock),
            Event::ShockEnds { shock } => self.shock_ends(shock),
            Event::Overridden { owner } => self.approved(owner),
            Event::PressureTurns { step } => self.pressure_turns(step),
        }
    }

    fn assess(&mut self, member: u32) {
        let design = self.given.design;
        let (hours, every) = (design.assessment_hours, design.assessed_every_days);
        if hours > 0.0 {
            self.add_task(member as usize + 1, Owner::Assessment, u32::MAX, hours);
        }
        self.schedule(after(self.now, every), Event::Assessed { member });
    }

    /// Gives a team a further task.
    pub fn add_task(&mut self, team: usize, owner: Owner, package: u32, hours: f64) {
        let now = self.now;
        self.room.teams[team].add(owner, package, hours, now);
        self.settle(team);
    }

    /// Lets a team take what it can, and announces when it is done with the first.
    pub(super) fn settle(&mut self, team: usize) {
        let now = self.now;
        self.room.teams[team].work_until(now);
        while let Some(at) = self.next_task(team) {
            let task = self.room.teams[team].waiting.remove(at);
            if let (0, Some(package)) = (team, self.room.packages.get_mut(task.package as usize)) {
                package.begun.get_or_insert(now);
                self.room.in_progress += usize::from(!package.in_progress);
                package.in_progress = true;
            }
            self.room.teams[team].in_hand.push(task);
        }
        let team_now = &mut self.room.teams[team];
        team_now.turn += 1;
        let (turn, done) = (team_now.turn, team_now.next_done());
        if let Some(done) = done {
            self.schedule(done, Event::TaskDone { team: team as u32, turn });
        }
    }

    /// Which waiting task a team takes next, if it can take one.
    fn next_task(&self, team: usize) -> Option<usize> {
        let (room, given) = (&*self.room, self.given);
        let own = &room.teams[team];
        if !own.shares && !own.in_hand.is_empty() {
            return None;
        }
        let order = |at: &usize| (own.waiting[*at].ready, own.waiting[*at].number);
        if team > 0 {
            return (0..own.waiting.len()).min_by_key(order);
        }
        let is_full = given.work_in_progress > 0 && room.in_progress >= given.work_in_progress;
        let may = |at: &usize| {
            !is_full || room.packages.get(own.waiting[*at].package as usize).is_some_and(|p| p.in_progress)
        };
        let key = |at: usize| given.discipline.key(&self.waiting(&own.waiting[at]));
        (0..own.waiting.len())
            .filter(may)
            .map(|at| (key(at), at))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(order(&a.1).cmp(&order(&b.1))))
            .map(|(_, at)| at)
    }

    fn waiting(&self, task: &super::team::Task) -> Waiting {
        let package = &self.room.packages[task.package as usize];
        let group = &self.room.groups[package.group as usize];
        let given = group.members.iter().map(|m| self.room.given[*m]);
        Waiting {
            ready: task.ready,
            hours_left: package.hours_left,
            benefit_per_hour: package.benefit_per_hour,
            fewest_hours: given.fold(f64::INFINITY, f64::min),
        }
    }

    fn task_done(&mut self, team: usize, turn: u32) {
        if self.room.teams[team].turn != turn {
            return;
        }
        let now = self.now;
        self.room.teams[team].work_until(now);
        let planned = self.room.teams[team].take_done();
        if let Some(task) = planned {
            self.finished(team, &task);
        }
        self.settle(team);
    }

    fn end(&mut self) -> Course {
        let horizon = self.horizon;
        self.room.teams.iter_mut().for_each(|team| team.work_until(horizon));
        let (given, room) = (self.given, &*self.room);
        let design_of = |group: &Group| if group.is_shared() { given.design } else { &self.alone };
        let ground = (given.members, given.numbers);
        let ics_hours: Vec<f64> = room.teams[1..].iter().map(|team| team.done_hours).collect();
        let trust_hours = room.teams[0].done_hours;
        let all_trust_hours = trust_hours + self.standing * given.horizon_days / 7.0;
        Course {
            pairs: self.pairs(),
            trust_hours,
            standing_hours_per_week: self.standing,
            heard: room.heard,
            failed: room.failed,
            called_in: room.called_in,
            overridden: room.overridden,
            bills: bills(ground, &room.groups, design_of, (all_trust_hours, &ics_hours)),
            ics_hours,
            pitch: Pitch::of(ground, &room.groups, design_of)
                .with_partners(given.proposals, given.members.len()),
        }
    }

    /// Dates and fits by proposal and member.
    fn pairs(&self) -> Vec<Pair> {
        let (given, room) = (self.given, &*self.room);
        let never = Pair { begun_day: None, live_day: None, fit: 1.0 };
        let mut pairs = vec![never; given.proposals.len() * given.members.len()];
        for track in &room.tracks {
            let package = &room.packages[track.package as usize];
            let at = package.proposal as usize * given.members.len() + track.member as usize;
            let weight = weight(&room.groups[package.group as usize], given.members, track.member as usize);
            let shared = self.design_of(package.group).risk_share;
            let effort = effort_under_shared_risk(self.number(Number::MoralHazard), shared, weight);
            pairs[at] = Pair {
                begun_day: package.begun.map(day),
                live_day: track.live.map(day),
                fit: (track.fit * effort) as f32,
            };
        }
        pairs
    }
}
