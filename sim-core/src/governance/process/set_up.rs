//! How a draw begins: teams, forums, packages and their tracks.

use super::design::Local;
use super::forum::{Forum, ForumKind};
use super::member::Member;
use super::numbers::Number;
use super::plan::{Capacity, Group, Package, Step, Track};
use super::relationship::Relationship;
use super::run::{Event, Run, after};
use super::team::Team;
use crate::units::SimTime;

impl Run<'_> {
    /// Sets the room up.
    pub(super) fn begin(&mut self) {
        let given = self.given;
        let residents: Vec<f64> = given.members.iter().map(|m| m.residents).collect();
        let groups = given.design.groups(&residents).into_iter().map(|members| Group { members }).collect();
        self.room.groups = groups;
        let ground = (given.members, given.numbers);
        let capacity = Capacity::of(ground, given.design, &self.room.groups, given.team_hours);
        self.standing = capacity.standing;
        self.open_teams(&capacity);
        self.open_forums();
        self.open_partnerships();
        self.plan_packages();
        self.room.calendar.clear();
        (self.room.heard, self.room.failed, self.room.called_in) = (0, 0, 0);
        (self.room.in_progress, self.room.overridden) = (0, 0);
        self.pressure_turns(0);
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
        self.schedule_shocks();
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
}
