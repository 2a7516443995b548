//! The events of one draw, in order.

use super::course::{Course, Pair};
use super::design::{Design, Local};
use super::discipline::{Discipline, Waiting};
use super::forum::{Forum, ForumKind, Meetings};
use super::member::{Member, Proposal};
use super::numbers::{Number, Numbers};
use super::plan::{Capacity, Group, Package, Step, Track};
use super::relationship::Relationship;
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
    /// Boards of the members, then committees of the groups, then boards of places.
    pub(super) forums: Vec<Forum>,
    /// The first board of each member's places.
    pub(super) first_place: Vec<u32>,
    pub(super) relationships: Vec<Relationship>,
    /// Hours that the trust has given to each member.
    pub(super) given: Vec<f64>,
    /// Packages in progress at the trust's team.
    pub(super) in_progress: usize,
    pub(super) heard: u32,
    pub(super) failed: u32,
    pub(super) called_in: u32,
}

/// One draw under way.
pub(super) struct Run<'a> {
    pub given: &'a Process<'a>,
    pub room: &'a mut Workroom,
    pub address: &'a Address,
    /// What a group of one does.
    pub alone: Design,
    pub now: SimTime,
    horizon: SimTime,
}

impl Process<'_> {
    /// One draw: dates and fit of every proposal in every ICS, and what it took.
    ///
    /// The same address gives the same luck in every arrangement.
    #[must_use]
    pub fn run(&self, address: &Address, room: &mut Workroom) -> Course {
        let horizon = after(SimTime(0), self.horizon_days);
        let mut run =
            Run { given: self, room, address, alone: Design::bilateral(), now: SimTime(0), horizon };
        let standing = run.begin();
        while let Some((now, event)) = run.room.calendar.pop() {
            if now > horizon {
                break;
            }
            run.now = now;
            run.happen(event);
        }
        run.end(standing)
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
    /// Sets the room up; gives the hours a week that relationships take of the trust.
    fn begin(&mut self) -> f64 {
        let given = self.given;
        let residents: Vec<f64> = given.members.iter().map(|m| m.residents).collect();
        let groups = given.design.groups(&residents).into_iter().map(|members| Group { members }).collect();
        self.room.groups = groups;
        let ground = (given.members, given.numbers);
        let capacity = Capacity::of(ground, given.design, &self.room.groups, given.team_hours);
        self.open_teams(&capacity);
        self.open_forums();
        self.plan_packages();
        self.room.calendar.clear();
        (self.room.heard, self.room.failed, self.room.called_in, self.room.in_progress) = (0, 0, 0, 0);
        for package in 0..self.room.packages.len() {
            let (proposal, group) = (self.room.packages[package].proposal, self.room.packages[package].group);
            let set_up = self.design_of(group).set_up_days;
            let wanted = given.proposals[proposal as usize].from_day.max(set_up);
            self.schedule(after(SimTime(0), wanted), Event::PackageWanted { package: package as u32 });
        }
        if given.design.assessed_every_days > 0.0 {
            let first = after(SimTime(0), given.design.assessed_every_days);
            (0..given.members.len() as u32)
                .for_each(|member| self.schedule(first, Event::Assessed { member }));
        }
        capacity.standing
    }

    fn open_teams(&mut self, capacity: &Capacity) {
        let (given, room) = (self.given, &mut *self.room);
        room.teams.clear();
        room.teams.push(Team::new(capacity.trust, given.discipline.shares()));
        room.teams.extend(capacity.ics.iter().map(|hours| Team::new(*hours, false)));
        let [gain, fading] =
            [Number::RelationshipGain, Number::RelationshipFading].map(|number| given.numbers.get(number));
        let begin = |(m, contact): (&Member, &f64)| Relationship::new(m.relationship, *contact, gain, fading);
        room.relationships.clear();
        room.relationships.extend(given.members.iter().zip(&capacity.contact).map(begin));
        room.given.clear();
        room.given.resize(given.members.len(), 0.0);
    }

    fn open_forums(&mut self) {
        let (given, room, address) = (self.given, &mut *self.room, self.address);
        let numbers = given.numbers;
        let [board, committee, place] = [
            (Number::BoardDays, Number::BoardSlots),
            (Number::CommitteeDays, Number::CommitteeSlots),
            (Number::PlaceDays, Number::PlaceSlots),
        ]
        .map(|(days, slots)| (numbers.get(days), numbers.get(slots)));
        room.forums.clear();
        for member in given.members {
            let is_mature = member.maturity >= given.design.needs_maturity;
            let ratio = if is_mature { given.design.board_interval_ratio } else { 1.0 };
            let board = (board.0 * ratio, board.1);
            room.forums.push(Forum::new(ForumKind::Board, board, (member.identity, 0), address));
        }
        for group in &room.groups {
            let owner = (given.members[group.holder()].identity, 0);
            room.forums.push(Forum::new(ForumKind::Committee, committee, owner, address));
        }
        room.first_place.clear();
        if given.design.local != Local::PlaceBoards {
            return;
        }
        for member in given.members {
            room.first_place.push(room.forums.len() as u32);
            for number in 0..member.places(numbers.get(Number::PlaceResidents)) as u32 {
                let owner = (member.identity, number);
                room.forums.push(Forum::new(ForumKind::Place, place, owner, address));
            }
        }
    }

    fn plan_packages(&mut self) {
        let given = self.given;
        self.room.packages.clear();
        self.room.tracks.clear();
        for (number, proposal) in given.proposals.iter().enumerate() {
            for at in 0..self.room.groups.len() {
                let design = if self.room.groups[at].is_shared() { given.design } else { &self.alone };
                let group = &self.room.groups[at];
                let residents: f64 = group.members.iter().map(|m| given.members[*m].residents).sum();
                let hours = group.trust_hours(given.numbers, design, proposal);
                let package = self.room.packages.len() as u32;
                let first_track = self.room.tracks.len() as u32;
                for member in &group.members {
                    let ground = (given.members, given.numbers);
                    self.room.tracks.push(Track {
                        package,
                        member: *member as u32,
                        tailoring: design.tailoring,
                        fit: group.fit(ground, design, *member),
                        places_left: 0,
                        step: Step::Before,
                        live: None,
                    });
                }
                self.room.packages.push(Package {
                    proposal: number as u32,
                    group: at as u32,
                    first_track,
                    pending: 0,
                    tracks_left: group.members.len() as u32,
                    hours_left: hours,
                    benefit_per_hour: proposal.benefit * residents / hours.max(1e-9),
                    begun: None,
                    in_progress: false,
                    is_scoped: false,
                });
            }
        }
    }

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
    fn settle(&mut self, team: usize) {
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

    fn end(&mut self, standing_hours_per_week: f64) -> Course {
        let (given, room) = (self.given, &mut *self.room);
        let horizon = self.horizon;
        room.teams.iter_mut().for_each(|team| team.work_until(horizon));
        let never = Pair { begun_day: None, live_day: None, fit: 1.0 };
        let mut pairs = vec![never; given.proposals.len() * given.members.len()];
        for track in &room.tracks {
            let package = &room.packages[track.package as usize];
            let at = package.proposal as usize * given.members.len() + track.member as usize;
            pairs[at] = Pair {
                begun_day: package.begun.map(day),
                live_day: track.live.map(day),
                fit: track.fit as f32,
            };
        }
        Course {
            pairs,
            trust_hours: room.teams[0].done_hours,
            standing_hours_per_week,
            ics_hours: room.teams[1..].iter().map(|team| team.done_hours).collect(),
            heard: room.heard,
            failed: room.failed,
            called_in: room.called_in,
        }
    }
}
