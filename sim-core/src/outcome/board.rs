//! What boards watch beside means and centiles.

use super::handover::HandoverRow;
use super::levels::{Level, Levels};
use super::records::Records;
use super::response::{ReportedCategory, ResponseRow};
use crate::region::Region;
use crate::units::HOUR_MS;

/// A figure that boards watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum BoardMeasure {
    /// Share of C2 responses over 60 minutes.
    C2Over60Min,
    /// Share of C3 responses over 6 hours.
    C3Over6H,
    /// Incidents that wait for somebody to be sent, at the worst instant of a day, on average over days.
    StackAtPeak,
    /// Vehicle-hours of handover beyond 15 minutes, a week.
    LostOver15Min,
    /// Vehicle-hours of handover beyond 45 minutes, a week.
    LostOver45Min,
    /// Share of crews' shifts whose last job ran on after their end; responders on call have none.
    LateFinishes,
    /// Pounds for a rostered hour: what hours on top of the trust's own cost, over all hours.
    CostPerHour,
}

impl BoardMeasure {
    /// Number of measures.
    pub const COUNT: usize = 7;
    /// All, in the order of tables.
    pub const ALL: [Self; Self::COUNT] = [
        Self::C2Over60Min,
        Self::C3Over6H,
        Self::StackAtPeak,
        Self::LostOver15Min,
        Self::LostOver45Min,
        Self::LateFinishes,
        Self::CostPerHour,
    ];

    /// The name by which it is asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C2Over60Min => "c2-over-60min",
            Self::C3Over6H => "c3-over-6h",
            Self::StackAtPeak => "stack-at-peak",
            Self::LostOver15Min => "lost-over-15min",
            Self::LostOver45Min => "lost-over-45min",
            Self::LateFinishes => "late-finishes",
            Self::CostPerHour => "cost-per-hour",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::C2Over60Min => "C2 over 60 min",
            Self::C3Over6H => "C3 over 6 h",
            Self::StackAtPeak => "stack at the day's peak",
            Self::LostOver15Min => "hours a week lost over 15 min",
            Self::LostOver45Min => "hours a week lost over 45 min",
            Self::LateFinishes => "shifts that end late",
            Self::CostPerHour => "£ for a rostered hour",
        }
    }

    /// Whether it is a share, from 0 to 1.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(self, Self::C2Over60Min | Self::C3Over6H | Self::LateFinishes)
    }
}

/// What boards watch of one group in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// England, trust, ICS or patch.
    pub level: Level,
    /// Its code.
    pub code: String,
    /// The figures in the order of [`BoardMeasure::ALL`]; `None` where there is none: responses and handovers are of residents,
    /// stacks of where patients are, shifts and cost of the stations of the group.
    pub values: [Option<f64>; BoardMeasure::COUNT],
}

/// What is measured already, from which the rows are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub responses: &'a [ResponseRow],
    pub handovers: &'a [HandoverRow],
    pub days: f64,
}

/// The rows of England, trusts, ICSs and patches.
pub(super) fn board(records: &Records, region: &Region, levels: &Levels, known: Known<'_>) -> Vec<BoardRow> {
    let mut rows = Vec::new();
    for level in [Level::England, Level::Trust, Level::Ics, Level::Patch] {
        let Some(grouping) = levels.get(level) else { continue };
        for (group, code) in grouping.codes.iter().enumerate() {
            let [c2, c3] = [ReportedCategory::C2, ReportedCategory::C3]
                .map(|category| known.over(level, group as u16, category));
            let [over_15, over_45] = known.lost(level, code);
            let [late, cost] = shifts(records, region, level, code);
            let stack = stack(records, region, level, code);
            let values = [c2, c3, stack, over_15, over_45, late, cost];
            rows.push(BoardRow { level, code: code.clone(), values });
        }
    }
    rows
}

impl Known<'_> {
    fn over(&self, level: Level, group: u16, category: ReportedCategory) -> Option<f64> {
        let is_it = |r: &&ResponseRow| r.level == level && r.group == group && r.category == category;
        let row = self.responses.iter().find(is_it).filter(|row| row.n > 0)?;
        Some(row.long_n as f64 / row.n as f64)
    }

    fn lost(&self, level: Level, code: &str) -> [Option<f64>; 2] {
        let row = self.handovers.iter().find(|row| row.level == level.name() && row.code == code);
        let a_week = |hours: f64| hours * 7.0 / self.days;
        [row.map(|row| a_week(row.lost_over_15_h)), row.map(|row| a_week(row.lost_over_45_h))]
    }
}

/// Late finishes and the cost of an hour, of the crews whose stations lie in a group.
fn shifts(records: &Records, region: &Region, level: Level, code: &str) -> [Option<f64>; 2] {
    let is_own = |row: usize| {
        let patch = &region.patches[row];
        match level {
            Level::Trust => region.services[patch.service.index()].code == code,
            Level::Ics => region.icses[patch.ics.index()].code == code,
            Level::Patch => patch.code == code,
            _ => true,
        }
    };
    let own = records.crews.of(is_own);
    let hours = own.rostered_ms as f64 / HOUR_MS as f64;
    let pounds = own.millipence as f64 / 100_000.0;
    [(own.shifts > 0).then(|| own.overruns as f64 / own.shifts as f64), (hours > 0.0).then(|| pounds / hours)]
}

/// The stack of a trust, a patch, or an ICS that is one patch: peaks at different instants have no sum.
fn stack(records: &Records, region: &Region, level: Level, code: &str) -> Option<f64> {
    let patches = || region.patches.iter().enumerate();
    match level {
        Level::Trust => {
            let row = region.services.iter().position(|service| service.code == code)?;
            Some(records.stacks.of_service(row))
        }
        Level::Patch => {
            let (row, _) = patches().find(|(_, patch)| patch.code == code)?;
            Some(records.stacks.of_patch(row))
        }
        Level::Ics => {
            let mut own = patches().filter(|(_, patch)| region.icses[patch.ics.index()].code == code);
            let (row, _) = own.next()?;
            own.next().is_none().then(|| records.stacks.of_patch(row))
        }
        _ => None,
    }
}
