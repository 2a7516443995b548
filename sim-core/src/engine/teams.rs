//! Teams that attend in an ambulance's place: an incident is offered, taken or not, waits, is visited, and ends or asks
//! for an ambulance.

use super::{Engine, Fact, Observer, Refusal, TeamFact};
use crate::category::Ending;
use crate::ids::IncidentRow;
use crate::policy::Moment;
use crate::prevention::DrawnTeam;
use crate::rng::{Purpose, join};
use crate::state::{Event, IncidentStatus, Referral, TeamState};
use crate::units::{HOUR_MS, SimDuration, SimTime};

/// Marks of an (incident, intervention) beside those of `alternatives`.
const MARK_OFFERED: u64 = 4;
const MARK_VISIT: u64 = 5;
const MARK_BACK: u64 = 6;

impl Engine<'_> {
    /// Which intervention has each team of the state; teams that the state does not know yet join its end, so that the
    /// row of a team stays what it was.
    pub(super) fn find_teams(&mut self) -> Vec<Option<u16>> {
        let drawn = self.alternatives.as_ref().map_or(&[][..], |own| own.drawn.as_slice());
        let patches = 0..self.component.patches.len() as u16;
        for own in drawn.iter().filter(|own| own.team.is_some()) {
            for patch in patches.clone().filter(|patch| own.live_from(*patch).is_some()) {
                let is_it = |team: &TeamState| (team.entity, team.patch) == (own.entity, patch);
                if !self.state.teams.iter().any(is_it) {
                    self.state.teams.push(TeamState::new(own.entity, patch));
                }
            }
        }
        let has = |team: &TeamState| {
            let is_its = |own: &&crate::prevention::Drawn<'_>| {
                own.entity == team.entity && own.team.is_some() && own.live_from(team.patch).is_some()
            };
            drawn.iter().position(|own| is_its(&own)).map(|item| item as u16)
        };
        self.state.teams.iter().map(has).collect()
    }

    /// What a replication believes of a team of the state; `None` where this arm has no such team.
    fn team(&self, row: u16) -> Option<DrawnTeam> {
        let item = (*self.team_rows.get(usize::from(row))?)?;
        self.alternatives.as_ref()?.drawn[usize::from(item)].team.filter(|team| team.teams > 0)
    }

    /// Offers an incident whose call is over to every team that reaches it, in the order of the scenario, until one takes
    /// it.
    pub(super) fn is_taken_by_a_team(&mut self, row: IncidentRow, observer: &mut impl Observer) -> bool {
        let teams = self.team_rows.len();
        (0..teams as u16).any(|team| {
            self.is_offered(row, team) && {
                let refusal = self.refusal(team);
                let what = refusal.map_or(TeamFact::Taken, TeamFact::Refused);
                self.tell_team(row, team, what, observer);
                if refusal.is_none() {
                    self.joins_team(row, team, observer);
                }
                refusal.is_none()
            }
        })
    }

    fn is_offered(&self, row: IncidentRow, team: u16) -> bool {
        let (incident, known) = (self.state.incident(row), &self.state.teams[usize::from(team)]);
        let Some(item) = self.team_rows[usize::from(team)].filter(|_| known.patch == incident.patch) else {
            return false;
        };
        let Some((alternatives, caller)) = self.caller(incident) else { return false };
        let drawn = &alternatives.drawn[usize::from(item)];
        let key = self.reached(incident, &caller, drawn);
        key.is_some_and(|key| key.mark(MARK_OFFERED) < drawn.attends)
    }

    /// Why a team does not take one more incident now; `None` if it does.
    fn refusal(&self, row: u16) -> Option<Refusal> {
        let now = self.state.now;
        let Some(team) = self.team(row) else { return Some(Refusal::OffDuty) };
        let known = &self.state.teams[usize::from(row)];
        let on_duty = |at: SimTime| team.given.hours.holds(self.clock.local(at).hour_of_week);
        if !on_duty(now) {
            return Some(Refusal::OffDuty);
        }
        if known.busy < team.teams {
            return None;
        }
        let wait_min = team.expected_wait_min(known.waiting.len());
        if known.waiting.len() >= usize::from(team.given.places) {
            Some(Refusal::Full)
        } else if wait_min > team.given.wait_limit_min {
            Some(Refusal::Wait)
        } else if !on_duty(now + SimDuration::from_minutes(wait_min)) {
            Some(Refusal::OffDuty)
        } else {
            None
        }
    }

    /// An incident waits for a team, or is visited at once.
    fn joins_team(&mut self, row: IncidentRow, team: u16, observer: &mut impl Observer) {
        let now = self.state.now;
        self.state.incidents[row.index()].referral = Referral::Waiting { team };
        self.set_stage(row, IncidentStatus::WithTeam, observer);
        self.state.teams[usize::from(team)].waiting.push_back((now, row));
        self.visit_next(team, observer);
    }

    /// Free teams leave for whoever has waited longest. What a team has taken it visits, after its hours too.
    fn visit_next(&mut self, team: u16, observer: &mut impl Observer) {
        let Some(drawn) = self.team(team) else { return self.drop_waiting(team, observer) };
        while self.state.teams[usize::from(team)].busy < drawn.teams {
            let Some((asked, row)) = self.state.teams[usize::from(team)].waiting.pop_front() else { return };
            let entity = self.state.teams[usize::from(team)].entity;
            let key = self.address.key(Purpose::Reach, join(self.state.incident(row).id.0, entity));
            let length = drawn.visit_min * drawn.given.visit_shape.quantile(key.mark(MARK_VISIT));
            let takes = SimDuration::from_minutes(length);
            let back = key.mark(MARK_BACK) < drawn.bounce_back;
            self.state.teams[usize::from(team)].busy += 1;
            self.state.incidents[row.index()].referral = Referral::Visited { back };
            let until = self.state.now + takes;
            self.tell_team(row, team, TeamFact::VisitBegins { asked, until }, observer);
            self.schedule(takes, Event::TeamFrees { team, incident: row });
        }
    }

    /// A visit is over: the incident ends, or asks for an ambulance with the clock that it has.
    pub(super) fn team_frees(&mut self, team: u16, row: IncidentRow, observer: &mut impl Observer) {
        self.state.teams[usize::from(team)].busy -= 1;
        let back = self.state.incident(row).referral == Referral::Visited { back: true };
        if back {
            self.tell_team(row, team, TeamFact::HandedBack, observer);
            self.asks_for_an_ambulance(row, observer);
        } else {
            self.tell_team(row, team, TeamFact::Attended, observer);
            self.state.incidents[row.index()].referral = Referral::None;
            self.end(row, Ending::OtherResponder, observer);
        }
        self.visit_next(team, observer);
    }

    fn asks_for_an_ambulance(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        let now = self.state.now;
        let incident = &mut self.state.incidents[row.index()];
        (incident.referral, incident.asked) = (Referral::None, now);
        self.dispatch(row, Moment::IncidentReady, observer);
    }

    /// Gives everyone back who waits for a team that this arm does not have.
    fn drop_waiting(&mut self, team: u16, observer: &mut impl Observer) {
        while let Some((_, row)) = self.state.teams[usize::from(team)].waiting.pop_front() {
            self.tell_team(row, team, TeamFact::Dropped, observer);
            self.asks_for_an_ambulance(row, observer);
        }
    }

    /// A patient who gives up does not wait for a team any more.
    pub(super) fn leave_team(&mut self, row: IncidentRow, observer: &mut impl Observer) {
        if let Referral::Waiting { team } = self.state.incident(row).referral {
            self.state.teams[usize::from(team)].waiting.retain(|(_, waiting)| *waiting != row);
            self.state.incidents[row.index()].referral = Referral::None;
            self.tell_team(row, team, TeamFact::GaveUp, observer);
        }
    }

    fn tell_team(&self, row: IncidentRow, team: u16, what: TeamFact, observer: &mut impl Observer) {
        let entity = self.state.teams[usize::from(team)].entity;
        let incident = self.state.incident(row);
        observer.see(&Fact::Team { entity, incident, what, at: self.state.now });
    }

    /// Tells the team-hours of the window, from when each intervention is live.
    pub(super) fn tell_team_duty(&self, observer: &mut impl Observer) {
        let (from, until) = self.clock.window();
        for (row, known) in self.state.teams.iter().enumerate() {
            let Some(team) = self.team(row as u16) else { continue };
            let item = self.team_rows[row].map(usize::from);
            let live = item
                .zip(self.alternatives.as_ref())
                .and_then(|(item, own)| own.drawn[item].live_from(known.patch));
            let Some(live) = live else { continue };
            let mut at = from.max(live);
            let mut ms = 0;
            while at < until {
                let next = SimTime((at.0.div_euclid(HOUR_MS) + 1) * HOUR_MS).min(until);
                if team.given.hours.holds(self.clock.local(at).hour_of_week) {
                    ms += (next - at).0;
                }
                at = next;
            }
            let on_duty = SimDuration(ms * i64::from(team.teams));
            observer.see(&Fact::TeamDuty { entity: known.entity, patch: known.patch, on_duty });
        }
    }
}
