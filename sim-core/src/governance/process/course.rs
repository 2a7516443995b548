use super::bill::Bill;
use super::pitch::Pitch;

/// A proposal in an ICS: when it was begun and went live, and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Day on which work on its package began; `None`: not within the horizon.
    pub begun_day: Option<f32>,
    /// Day on which it went live; `None`: not within the horizon.
    pub live_day: Option<f32>,
    /// Local fit, 1 is made for the ICS; times the effort that shared risk leaves.
    pub fit: f32,
}

/// What one draw of the process gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// By proposal, then by member.
    pub pairs: Vec<Pair>,
    /// Hours that the trust's team worked on packages.
    pub trust_hours: f64,
    /// Hours a week of the trust's team that relationships took, whatever the work.
    pub standing_hours_per_week: f64,
    /// Hours that each member's team worked on packages; a holder's include those that members pay for.
    pub ics_hours: Vec<f64>,
    /// Packages heard at meetings, each time counted.
    pub heard: u32,
    /// Times that a forum did not approve.
    pub failed: u32,
    /// Packages called in.
    pub called_in: u32,
    /// Times that oversight overrode a forum.
    pub overridden: u32,
    /// What the hours worked cost, by member.
    pub bills: Vec<Bill>,
    /// What stands on the path of one proposal, whatever luck does.
    pub pitch: Pitch,
}

impl Course {
    /// Share of the horizon in which each proposal is live and fits, over proposals by benefit and ICSs by residents, in
    /// [0, 1]: 1 is all live from the first day and made for each ICS.
    #[must_use]
    pub fn live_share(&self, benefits: &[f64], residents: &[f64], horizon_days: f64) -> f64 {
        let weight = |at: usize| benefits[at / residents.len()] * residents[at % residents.len()];
        let live = |pair: &Pair| {
            pair.live_day
                .map_or(0.0, |day| f64::from(pair.fit) * (1.0 - f64::from(day) / horizon_days).max(0.0))
        };
        let all: f64 = benefits.iter().sum::<f64>() * residents.iter().sum::<f64>();
        self.pairs.iter().enumerate().map(|(at, pair)| weight(at) * live(pair)).sum::<f64>() / all
    }
}
