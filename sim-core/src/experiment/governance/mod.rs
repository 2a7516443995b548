//! Arrangements side by side over many beliefs and much luck: dates, hours, fit, and what each could cost to be wrong about.
//!
//! The process in days; `wait` takes its dates to the ambulances. Every arrangement meets the same belief and the same luck in a draw,
//! at each number of hours of the trust's team. Nothing here names a winner.

mod break_even;
mod cost;
mod draws;
mod entities;
mod real;
mod staff;
mod summary;
#[cfg(feature = "arrow")]
mod tables;
mod tornado;
mod variance;
mod wait;

pub use break_even::{BreakEven, MEMBERS, break_even};
pub use cost::CostSummary;
pub use entities::{Entity, entities};
pub use real::RealPackage;
pub use staff::StaffYears;
pub use summary::{ArmSummary, IcsSummary, PairSummary, QUARTER_DAYS};
#[cfg(feature = "arrow")]
pub use tables::GOVERNANCE_TABLES;
pub use tornado::{Swing, tornado};
pub use variance::{ThemeShare, variance};
#[cfg(feature = "arrow")]
pub use wait::WAIT_TABLES;
pub use wait::{
    ChannelRow, Equity, EquityRow, MIDDLE, PreventedRow, ServiceRow, WaitQuestion, WaitRow, WaitRun, wait,
};

use super::run::in_pool;
use crate::engine::Stop;
use crate::scenario::ArrangementStudy;

/// A study of arrangements and what came of it.
#[derive(Debug, Clone)]
pub struct GovernanceRun {
    /// The study.
    pub study: ArrangementStudy,
    /// By number of team hours, then by arrangement, in the study's order.
    pub summaries: Vec<Vec<ArmSummary>>,
    /// What one number at a time does, at the middle number of team hours; the widest first.
    pub swings: Vec<Swing>,
    /// What share of the variance each theme accounts for, at the middle number of team hours.
    pub themes: Vec<ThemeShare>,
    /// Arrangements against each other by number of ICSs and team hours.
    pub break_even: BreakEven,
}

/// How much of a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// Draws of luck behind each bar of the tornado.
    pub tornado_draws: u32,
    /// Draws behind each cell of the break-even chart.
    pub break_even_draws: u32,
    /// Pairs of draws behind the shares of themes.
    pub theme_draws: u32,
}

impl Depth {
    /// The draws of a study alone.
    pub const BRIEF: Self = Self { tornado_draws: 0, break_even_draws: 0, theme_draws: 0 };
}

/// Runs a study on so many threads; 0 for all cores. The result does not depend on their number.
///
/// `None` if a stop was asked for: half of the draws are no answer.
#[must_use]
pub fn governance(
    study: &ArrangementStudy,
    depth: Depth,
    threads: usize,
    stop: &Stop,
) -> Option<GovernanceRun> {
    in_pool(threads, || {
        let courses = draws::courses(study, stop);
        let depth = if stop.asked() { Depth::BRIEF } else { depth };
        let swings = tornado(study, depth.tornado_draws);
        let themes = variance(study, depth.theme_draws);
        let break_even = break_even(study, depth.break_even_draws);
        (!stop.asked()).then(|| GovernanceRun {
            summaries: summary::summaries(study, &courses),
            swings,
            themes,
            break_even,
            study: study.clone(),
        })
    })
}

impl GovernanceRun {
    /// The number of team hours at which one number at a time is looked at: the middle one.
    #[must_use]
    pub fn middle(&self) -> usize {
        self.study.team_hours.len() / 2
    }

    /// What every arrangement has to work with, and is the same in each: hours a week of the trust's team and of all ICSs.
    #[must_use]
    pub fn hours_in_hand(&self, team_hours: f64) -> f64 {
        team_hours + self.study.ground.members.iter().map(|member| member.hours_per_week.value).sum::<f64>()
    }

    /// The go-live dates of an arrangement as interventions of a scenario: median date and mean fit over the draws.
    ///
    /// An intervention that half of the draws do not see live in an ICS is left out there, and a comment says so.
    #[must_use]
    pub fn interventions_toml(&self, level: usize, arm: usize) -> String {
        use std::fmt::Write as _;
        let summary = &self.summaries[level][arm];
        let mut text = format!(
            "# {}, {} hours a week of the trust's team: median go-live and mean fit over {} draws. A simulation of assumptions.\n",
            self.study.arrangements[arm].name, self.study.team_hours[level], self.study.draws
        );
        for pair in &summary.pairs {
            let (name, ics) =
                (&self.study.proposals[pair.proposal].name, &self.study.ground.members[pair.member].code);
            let date = pair.median_day.and_then(|day| {
                self.study.start.checked_add(jiff::Span::new().days(day.round() as i64)).ok()
            });
            let _ = match date {
                Some(date) => writeln!(
                    text,
                    "\n[[intervention]]\nname = \"{name}\"\nwhere = [\"{ics}\"]\nfrom = {date}\nfit = {:.3}",
                    pair.fit
                ),
                None => {
                    writeln!(text, "\n# {name} in {ics}: not live within the horizon in half of the draws")
                }
            };
        }
        text
    }
}
