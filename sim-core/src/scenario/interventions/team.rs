//! `[team]` of an intervention's file: the people who attend in an ambulance's place.

use super::super::report::Fault;
use super::definition::{Checks, Number, What};
use crate::dist::Shape;
use crate::prevention::{Team, TeamHours};
use serde::Deserialize;

/// Most teams on duty at once in a patch.
pub(super) const MOST_TEAMS: f64 = 1_000.0;
/// Longest mean visit, and longest wait, minutes: a day.
const MOST_MIN: f64 = 1_440.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamTable {
    teams: Number,
    start: i64,
    finish: i64,
    days: String,
    visit_min: Number,
    visit_cv: f64,
    places: i64,
    wait_limit_min: f64,
    bounce_back: Number,
}

impl TeamTable {
    /// The team, with every fault of it told.
    pub(super) fn read(&self, checks: &mut Checks) -> Team {
        let hours = TeamHours {
            start: checks.whole("team.start", self.start, (0, 23)) as u8,
            finish: checks.whole("team.finish", self.finish, (1, 24)) as u8,
            weekdays: checks.weekdays(&self.days),
        };
        let cv = checks.within("team.visit_cv", self.visit_cv, 3.0);
        Team {
            teams: checks.number("team.teams", self.teams, (0.0, MOST_TEAMS)),
            hours,
            visit_min: checks.number("team.visit_min", self.visit_min, (1.0, MOST_MIN)),
            visit_shape: if cv > 0.0 { Shape::Lognormal { cv } } else { Shape::Fixed },
            places: checks.whole("team.places", self.places, (0, 1_000)) as u16,
            wait_limit_min: checks.within("team.wait_limit_min", self.wait_limit_min, MOST_MIN),
            bounce_back: checks.number("team.bounce_back", self.bounce_back, (0.0, 1.0)),
        }
    }
}

impl Checks {
    fn whole(&mut self, path: &str, number: i64, (least, most): (i64, i64)) -> i64 {
        if !(least..=most).contains(&number) {
            self.fault(path, number.to_string(), format!("a whole number from {least} to {most}"));
        }
        number.clamp(least, most)
    }

    fn weekdays(&mut self, days: &str) -> bool {
        if !["every_day", "weekdays"].contains(&days) {
            self.fault("team.days", format!("\"{days}\""), "every_day or weekdays");
        }
        days == "weekdays"
    }

    /// A team acts by what it attends and nothing else: what else was done to those whom it never reached, or reached too,
    /// would count twice.
    pub(super) fn team_or_not(&mut self, effect: &What, has_team: bool) {
        if !has_team {
            if effect.attended.is_some() {
                let hint = "a share that ends without an ambulance and without a limit is effect.answered";
                self.hinted("effect.attended", Fault::new("no [team]", "a [team] that attends", hint));
            }
            return;
        }
        if effect.attended.is_none() {
            let hint = "the share of those reached that are offered to it";
            self.hinted("effect.attended", Fault::new("nothing", "with a [team], a share", hint));
        }
        let others = [
            ("effect.answered", effect.answered),
            ("effect.conveyed", effect.conveyed),
            ("effect.on_scene_min", effect.on_scene_min),
            ("effect.handover_min", effect.handover_min),
        ];
        for (path, _) in others.into_iter().filter(|(_, own)| own.is_some()) {
            let hint = "an intervention of its own may act beside the team";
            self.hinted(path, Fault::new("given beside [team]", "left out where there is a [team]", hint));
        }
    }
}
