//! The exhibits of a planning round as Arrow record batches.

use super::{Bar, Leakage, LeakageCell, PlanRound, Rate};
use crate::outcome::{Column, Table, column};
use arrow_array::RecordBatch;

/// The names of a planning round's tables.
pub const PLAN_TABLES: [&str; 3] = ["bridge", "rate", "leakage"];

const N: Column = column("n_replications", "replications", "Replications in which both arms have a value.");

impl PlanRound {
    /// The three exhibits, each with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, RecordBatch)> {
        let [bridge, rate, leakage] = PLAN_TABLES;
        vec![(bridge, self.bridge_table()), (rate, self.rate_table()), (leakage, self.leakage_table())]
    }

    fn bridge_table(&self) -> RecordBatch {
        let bridge = &self.bridge;
        let interval = |bar: &Bar| bar.estimate.and_then(|e| e.interval());
        Table::of("A bar of the bridge from one period's C2 mean to another's.", &bridge.bars)
            .text(column("service_code", "", "ODS code of the service."), |_| self.service.as_str())
            .text(column("before", "", "Months of the earlier period."), |_| bridge.periods[0].as_str())
            .text(column("after", "", "Months of the later period."), |_| bridge.periods[1].as_str())
            .number(column("published_before_s", "s", "Published C2 mean of the earlier period."), |_| {
                bridge.published_s[0] as f64
            })
            .number(column("published_after_s", "s", "Published C2 mean of the later period."), |_| {
                bridge.published_s[1] as f64
            })
            .text(
                column("bar", "", "The group of inputs; interaction and residual are what is left."),
                |bar| bar.group.name(),
            )
            .whole_or_none(
                column(
                    "change_s",
                    "s",
                    "C2 mean, later less earlier; the bars add up to the published change.",
                ),
                |bar| Some(bar.seconds),
            )
            .number_or_none(column("mean_s", "s", "The same before rounding."), |bar| {
                Some(bar.estimate?.mean)
            })
            .number_or_none(column("low_s", "s", "Lower end of its 95% interval, chance only."), |bar| {
                interval(bar).map(|(low, _)| low)
            })
            .number_or_none(column("high_s", "s", "Its upper end."), |bar| {
                interval(bar).map(|(_, high)| high)
            })
            .whole(N, |bar| bar.estimate.map_or(0, |e| e.n as u64))
            .batch()
    }

    fn rate_table(&self) -> RecordBatch {
        let interval = |rate: &Rate| rate.change_s.and_then(|e| e.interval());
        Table::of(
            "What some steps of a lever are worth, in seconds of C2, paired by replication.",
            &self.rates,
        )
        .text(column("service_code", "", "ODS code of the service."), |_| self.service.as_str())
        .text(column("load", "", "present, or winter with the same hours."), |rate| rate.load.name())
        .text(column("lever", "", "hours, handover, hear_and_treat, scene or incidents."), |rate| {
            rate.lever.name()
        })
        .text(column("step", "", "One step in words."), |rate| rate.lever.step())
        .number(column("steps", "", "How many steps."), |rate| rate.steps)
        .text(column("statistic", "", "mean or p90 of C2 response."), |rate| rate.statistic.name())
        .number_or_none(column("base_s", "s", "The statistic without the steps."), |rate| {
            Some(rate.base_s?.mean)
        })
        .number_or_none(
            column("change_s", "s", "With the steps less without; below zero is faster."),
            |rate| Some(rate.change_s?.mean),
        )
        .number_or_none(column("low_s", "s", "Lower end of the paired 95% interval, chance only."), |rate| {
            interval(rate).map(|(low, _)| low)
        })
        .number_or_none(column("high_s", "s", "Its upper end."), |rate| interval(rate).map(|(_, high)| high))
        .whole(N, |rate| rate.change_s.map_or(0, |e| e.n as u64))
        .batch()
    }

    fn leakage_table(&self) -> RecordBatch {
        let rows: Vec<(&Leakage, &LeakageCell)> = self
            .leakage
            .iter()
            .flat_map(|row| row.cells.iter().chain([&row.all]).map(move |cell| (row, cell)))
            .collect();
        let interval = |cell: &LeakageCell| cell.saved_h.interval();
        Table::of("C2 patient-hours a week that a change in one place saves the patients of an ICS.", &rows)
            .text(column("service_code", "", "ODS code of the service."), |_| self.service.as_str())
            .text(
                column("source", "", "hours added in an ICS, or handover shortened at a department."),
                |(row, _)| row.source.name(),
            )
            .text(column("source_code", "", "Code of the ICS or of the hospital."), |(row, _)| {
                row.code.as_str()
            })
            .text(column("source_name", "", "Its name."), |(row, _)| row.name.as_str())
            .text(column("home_ics", "", "The ICS in which it lies: the diagonal."), |(row, _)| {
                row.home_ics.as_str()
            })
            .text(column("ics_code", "", "The patients' ICS; all is the row's sum."), |(_, cell)| {
                cell.ics.as_str()
            })
            .whole_or_none(
                column(
                    "saved_ms",
                    "ms",
                    "Response time saved over all replications; the cells of a row add up.",
                ),
                |(_, cell)| Some(cell.saved_ms),
            )
            .number(column("saved_h", "h", "Patient-hours saved a week."), |(_, cell)| cell.saved_h.mean)
            .number_or_none(
                column("low_h", "h", "Lower end of the paired 95% interval, chance only."),
                |(_, cell)| interval(cell).map(|(low, _)| low),
            )
            .number_or_none(column("high_h", "h", "Its upper end."), |(_, cell)| {
                interval(cell).map(|(_, high)| high)
            })
            .number_or_none(
                column(
                    "home_share",
                    "",
                    "Share of the row's gain that stays in its home ICS; null without a gain.",
                ),
                |(row, _)| row.home_share(),
            )
            .whole(N, |(_, cell)| cell.saved_h.n as u64)
            .batch()
    }
}
