//! Waits and incidents prevented as Arrow record batches.

use super::{ChannelRow, EquityRow, PreventedRow, ServiceRow, WaitRow, WaitRun};
use crate::outcome::{Column, Table, column};
use crate::stats::Estimate;
use arrow_array::RecordBatch;

/// The names of the tables of a study of arrangements in the ambulances.
pub const WAIT_TABLES: [&str; 5] = [
    "governance_wait",
    "governance_prevented",
    "governance_equity",
    "governance_service",
    "governance_channels",
];

const ARRANGEMENT: Column = column("arrangement", "", "Name of the arrangement.");
const EXISTS: Column = column("exists", "", "Whether anything like it does: yes, or hypothetical.");
const TEAM_HOURS: Column =
    column("team_hours_per_week", "h", "Hours a week of the trust's team; nobody publishes it.");
const YEAR: Column =
    column("year", "years", "The window is the end of this year after the study's first day.");
const LEVEL: Column =
    column("level", "", "trust or ics; with several trusts also england, and patch in place of ics.");
const CODE: Column = column("area_code", "", "Code of the service, or of the ICS of the patient.");

fn mean(estimate: Option<Estimate>) -> Option<f64> {
    Some(estimate?.mean)
}

fn low(estimate: Option<Estimate>) -> Option<f64> {
    Some(estimate?.interval()?.0)
}

fn high(estimate: Option<Estimate>) -> Option<f64> {
    Some(estimate?.interval()?.1)
}

impl WaitRun {
    /// The tables, each with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let [wait, prevented, equity, service, channels] = WAIT_TABLES;
        let mut tables = vec![
            (wait, self.wait_table(&self.rows())),
            (prevented, self.prevented_table(&self.prevented())),
            (equity, self.equity_table(&self.equity())),
            (service, self.service_table(&self.services())),
        ];
        if self.question.split {
            tables.push((channels, self.channel_table(&self.channels())));
        }
        tables
    }

    fn name(&self, arrangement: usize) -> &str {
        &self.study().arrangements[arrangement].name
    }

    fn exists(&self, arrangement: usize) -> &'static str {
        if self.study().arrangements[arrangement].hypothetical { "hypothetical" } else { "yes" }
    }

    fn wait_table(&self, rows: &[WaitRow]) -> RecordBatch {
        let draws = self.courses.len() as u64;
        Table::of("What patients wait under an arrangement at the end of a year; intervals are 95%, of belief and chance.", rows)
            .text(ARRANGEMENT, |row| self.name(row.arrangement))
            .text(EXISTS, |row| self.exists(row.arrangement))
            .number(TEAM_HOURS, |_| self.question.team_hours)
            .whole(YEAR, |row| u64::from(row.year))
            .text(LEVEL, |row| row.level.name())
            .text(CODE, |row| row.code.as_str())
            .text(column("category", "", "C1 or C2."), |row| row.category.name())
            .text(column("statistic", "", "mean or p90."), |row| row.statistic.name())
            .whole(column("draws", "draws", "Draws of belief and luck."), |_| draws)
            .number_or_none(column("value_s", "s", "The response, mean over draws."), |row| mean(row.value))
            .number_or_none(column("value_low_s", "s", "Its lower end."), |row| low(row.value))
            .number_or_none(column("value_high_s", "s", "Its upper end."), |row| high(row.value))
            .number_or_none(column("against_first_s", "s", "Less that of the first arrangement."), |row| {
                mean(row.against_first)
            })
            .number_or_none(column("against_first_low_s", "s", "Its lower end."), |row| low(row.against_first))
            .number_or_none(column("against_first_high_s", "s", "Its upper end."), |row| high(row.against_first))
            .number_or_none(column("against_none_s", "s", "Less that without any package."), |row| {
                mean(row.against_none)
            })
            .number_or_none(column("against_none_low_s", "s", "Its lower end."), |row| low(row.against_none))
            .number_or_none(column("against_none_high_s", "s", "Its upper end."), |row| high(row.against_none))
            .number(column("best", "share", "Draws in which no arrangement has less, ties shared."), |row| row.best)
            .number(column("regret_s", "s", "Mean of how much more it is than the least of each draw."), |row| {
                row.regret_s
            })
            .batch()
    }

    fn prevented_table(&self, rows: &[PreventedRow]) -> RecordBatch {
        Table::of("What is live under an arrangement by the end of a year, and what it prevents.", rows)
            .text(ARRANGEMENT, |row| self.name(row.arrangement))
            .text(EXISTS, |row| self.exists(row.arrangement))
            .number(TEAM_HOURS, |_| self.question.team_hours)
            .whole(YEAR, |row| u64::from(row.year))
            .text(LEVEL, |row| row.level.name())
            .text(CODE, |row| row.code.as_str())
            .number(column("live", "share", "Proposals live by then, over ICSs and draws."), |row| row.live)
            .number_or_none(column("fit", "share", "Mean fit of those."), |row| row.fit)
            .number_or_none(column("per_day", "incidents", "Incidents prevented a day."), |row| {
                mean(row.per_day)
            })
            .number_or_none(column("per_day_low", "incidents", "Its lower end."), |row| low(row.per_day))
            .number_or_none(column("per_day_high", "incidents", "Its upper end."), |row| high(row.per_day))
            .number_or_none(
                column("against_first", "incidents", "Less those of the first arrangement."),
                |row| mean(row.against_first),
            )
            .number_or_none(column("against_first_low", "incidents", "Its lower end."), |row| {
                low(row.against_first)
            })
            .number_or_none(column("against_first_high", "incidents", "Its upper end."), |row| {
                high(row.against_first)
            })
            .number_or_none(
                column(
                    "released_h_per_day",
                    "h",
                    "Vehicle-hours a day that these, and those whom teams attend, would take.",
                ),
                |row| mean(row.released_h_per_day),
            )
            .number_or_none(column("released_low_h_per_day", "h", "Its lower end."), |row| {
                low(row.released_h_per_day)
            })
            .number_or_none(column("released_high_h_per_day", "h", "Its upper end."), |row| {
                high(row.released_h_per_day)
            })
            .number_or_none(
                column("released_against_first_h_per_day", "h", "Less those of the first arrangement."),
                |row| mean(row.released_against_first),
            )
            .number_or_none(column("released_against_first_low_h_per_day", "h", "Its lower end."), |row| {
                low(row.released_against_first)
            })
            .number_or_none(column("released_against_first_high_h_per_day", "h", "Its upper end."), |row| {
                high(row.released_against_first)
            })
            .batch()
    }

    fn equity_table(&self, rows: &[EquityRow]) -> RecordBatch {
        let draws = self.courses.len() as u64;
        Table::of(
            "How far apart ICSs are under an arrangement at the end of a year; each ICS counts alike.",
            rows,
        )
        .text(ARRANGEMENT, |row| self.name(row.arrangement))
        .text(EXISTS, |row| self.exists(row.arrangement))
        .number(TEAM_HOURS, |_| self.question.team_hours)
        .whole(YEAR, |row| u64::from(row.year))
        .text(LEVEL, |row| row.level.name())
        .text(CODE, |row| row.code.as_str())
        .text(column("measure", "", "dates, effect, response or prevented."), |row| row.measure.name())
        .text(column("unit", "", "Unit of spread and against_first."), |row| row.measure.unit())
        .whole(column("icses", "ICSs", "ICSs, or parts of ICSs, that are compared."), |row| row.parts as u64)
        .whole(column("draws", "draws", "Draws of belief and luck."), |_| draws)
        .number_or_none(column("spread", "see unit", "Highest less lowest ICS, mean over draws."), |row| {
            mean(row.spread)
        })
        .number_or_none(column("spread_low", "see unit", "Its lower end."), |row| low(row.spread))
        .number_or_none(column("spread_high", "see unit", "Its upper end."), |row| high(row.spread))
        .number_or_none(column("against_first", "see unit", "Less that of the first arrangement."), |row| {
            mean(row.against_first)
        })
        .number_or_none(column("against_first_low", "see unit", "Its lower end."), |row| {
            low(row.against_first)
        })
        .number_or_none(column("against_first_high", "see unit", "Its upper end."), |row| {
            high(row.against_first)
        })
        .number_or_none(
            column("variation", "", "Deviation over ICSs by their mean; null for effect and prevented."),
            |row| mean(row.variation),
        )
        .number_or_none(column("variation_low", "", "Its lower end."), |row| low(row.variation))
        .number_or_none(column("variation_high", "", "Its upper end."), |row| high(row.variation))
        .number_or_none(column("variation_against_first", "", "Less that of the first arrangement."), |row| {
            mean(row.variation_against_first)
        })
        .number_or_none(column("variation_against_first_low", "", "Its lower end."), |row| {
            low(row.variation_against_first)
        })
        .number_or_none(column("variation_against_first_high", "", "Its upper end."), |row| {
            high(row.variation_against_first)
        })
        .batch()
    }

    fn service_table(&self, rows: &[ServiceRow]) -> RecordBatch {
        Table::of(
            "What the process gave each service under an arrangement, over the draws that were run.",
            rows,
        )
        .text(ARRANGEMENT, |row| self.name(row.arrangement))
        .text(EXISTS, |row| self.exists(row.arrangement))
        .number(TEAM_HOURS, |_| self.question.team_hours)
        .text(column("service_code", "", "Code of the service."), |row| row.service.as_str())
        .whole(column("icses", "ICSs", "ICSs of the service."), |row| row.members as u64)
        .number(column("trust_hours", "h", "Hours of the trust's team on packages."), |row| row.trust_hours)
        .number(column("ics_hours", "h", "Hours of all ICSs' teams on packages."), |row| row.ics_hours)
        .number(
            column(
                "standing_hours_per_week",
                "h",
                "Hours a week of the trust's team that relationships take.",
            ),
            |row| row.standing_hours_per_week,
        )
        .number_or_none(
            column("median_days", "days", "Median days to go-live; null if most are never live."),
            |row| row.median_days,
        )
        .number(column("never", "share", "Proposals not live within the horizon."), |row| row.never)
        .batch()
    }

    fn channel_table(&self, rows: &[ChannelRow]) -> RecordBatch {
        let draws = self.courses.len() as u64;
        Table::of(
            "What of the difference of the C2 mean from the first arrangement each channel carries.",
            rows,
        )
        .text(ARRANGEMENT, |row| self.name(row.arrangement))
        .text(EXISTS, |row| self.exists(row.arrangement))
        .number(TEAM_HOURS, |_| self.question.team_hours)
        .whole(YEAR, |_| u64::from(self.question.years))
        .text(LEVEL, |row| row.level.name())
        .text(CODE, |row| row.code.as_str())
        .text(column("channel", "", "hours, handover, go_live, hub or effort."), |row| row.channel.name())
        .whole(column("draws", "draws", "Draws of belief and luck."), |_| draws)
        .number_or_none(
            column("share_s", "s", "Shapley share over the 32 subsets; shares add to the difference."),
            |row| mean(row.share),
        )
        .number_or_none(column("share_low_s", "s", "Its lower end."), |row| low(row.share))
        .number_or_none(column("share_high_s", "s", "Its upper end."), |row| high(row.share))
        .batch()
    }
}
