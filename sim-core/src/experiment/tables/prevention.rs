//! The tables of interventions; there only where a scenario has some.

use super::measured::{begun, rows};
use crate::experiment::run::Experiment;
use crate::experiment::{C2Effect, Need, Prevented};
use crate::outcome::{Column, Table, column};
use arrow_array::RecordBatch;

const GRADE: Column = column("grade", "", "Evidence, A (randomised) to D (opinion).");
const ICS: Column = column("ics_code", "", "ODS code of the ICS.");
const LOW: &str = "Lower end of its 95% interval.";
const HIGH: &str = "Upper end of it.";

/// What each intervention did in each replication; `None` without interventions.
pub(super) fn prevention(experiment: &Experiment) -> Option<RecordBatch> {
    let rows = rows(experiment, |m| &m.prevention);
    if rows.is_empty() {
        return None;
    }
    let doc = "What an intervention did to the incidents of an ICS, service, deprivation quintile and category in one \
               replication, within the window.";
    let chosen = |m: &super::measured::Measured<'_, crate::outcome::PreventionRow>| {
        m.arm.scenario.interventions()[usize::from(m.row.item)].intervention.clone()
    };
    let table = begun(doc, &rows)
        .text(column("intervention", "", "Name of the intervention."), |m| {
            m.arm.scenario.interventions()[usize::from(m.row.item)].intervention.name.as_str()
        })
        .text(GRADE, |m| format!("{:?}", chosen(m).grade))
        .text(ICS, |m| {
            m.arm.scenario.region().icses()[m.row.ics.index()].code.as_str()
        })
        .text(column("service_code", "", "ODS code of the service."), |m| {
            m.arm.scenario.region().services()[usize::from(m.row.service)].code.as_str()
        })
        .whole(column("imd_quintile", "", "Deprivation quintile, 1 the most deprived."), |m| {
            u64::from(m.row.quintile)
        })
        .text(column("category", "", "Category that incidents begin with."), |m| m.row.category.name())
        .number(column("cohort_n", "incidents", "Of its cohort while it was live."), |m| m.row.cohort)
        .number(column("force_n", "incidents", "The same, each by the share of full force that there was."), |m| {
            m.row.force
        })
        .number(column("reached_n", "incidents", "Those of them that it was expected to reach."), |m| {
            m.row.reached
        })
        .number(
            column(
                "prevented_n",
                "incidents",
                "Prevented, each shared among those that might have prevented it; below 0 where it adds some.",
            ),
            |m| m.row.prevented,
        );
    Some(table.batch())
}

/// What each intervention did, all replications together, by ICS and quintile; `None` without interventions.
pub(super) fn prevented(experiment: &Experiment) -> Option<RecordBatch> {
    let rows: Vec<(&str, Prevented)> = experiment
        .arms
        .iter()
        .flat_map(|arm| arm.prevented(&experiment.arms[0]).into_iter().map(|row| (arm.name.as_str(), row)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let doc = "What an intervention did in an ICS, and in each deprivation quintile of it, over the window: means over what is \
               believed and over replications. Hours are those of the first arm.";
    let c2 = |row: &(&str, Prevented), of: fn((f64, f64)) -> f64| row.1.c2?.interval_s.map(of);
    let table = Table::of(doc, &rows)
        .text(column("arm", "", "The arm."), |row| row.0)
        .text(column("intervention", "", "Name of the intervention."), |row| row.1.intervention.as_str())
        .text(GRADE, |row| format!("{:?}", row.1.grade))
        .text(ICS, |row| row.1.ics.as_str())
        .whole_or_none(
            column("imd_quintile", "", "Deprivation quintile, 1 the most deprived; empty for all together."),
            |row| row.1.quintile.map(i64::from),
        )
        .number(column("cohort_n", "incidents", "Of its cohort while it was live."), |row| row.1.cohort)
        .number(
            column("prevented_n", "incidents", "Prevented; below 0 where it adds some."),
            |row| row.1.prevented.mean,
        )
        .number(column("prevented_low_n", "incidents", LOW), |row| row.1.prevented.interval.0)
        .number(column("prevented_high_n", "incidents", HIGH), |row| row.1.prevented.interval.1)
        .number(
            column("prevented_belief_share", "", "Of the variance of one window, what is belief; the rest is chance."),
            |row| row.1.from_belief,
        )
        .number(column("released_h", "h", "Vehicle-hours that these would have taken."), |row| {
            row.1.released_h.mean
        })
        .number(column("released_low_h", "h", LOW), |row| row.1.released_h.interval.0)
        .number(column("released_high_h", "h", HIGH), |row| row.1.released_h.interval.1)
        .number_or_none(
            column(
                "c2_change_s",
                "s",
                "Its part of the change of the C2 mean of the ICS against the first arm; empty where that is not told.",
            ),
            |row| row.1.c2.map(|own| own.mean_s),
        )
        .number_or_none(column("c2_change_low_s", "s", LOW), move |row| c2(row, |own| own.0))
        .number_or_none(column("c2_change_high_s", "s", HIGH), move |row| c2(row, |own| own.1))
        .number(column("cost_gbp", "GBP", "What it cost, at central values."), |row| row.1.cost_gbp);
    Some(table.batch())
}

/// What all interventions of an arm together did to the C2 mean, and its variance split; `None` where no arm differs from the
/// first in its interventions alone.
pub(super) fn c2(experiment: &Experiment) -> Option<RecordBatch> {
    let rows: Vec<(&str, C2Effect)> = experiment
        .arms
        .iter()
        .flat_map(|arm| arm.c2_effects(&experiment.arms[0]).into_iter().map(|row| (arm.name.as_str(), row)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let doc = "What all interventions of an arm together did to the C2 mean of an ICS, against the first arm, and how its \
               variance in one window splits. Shares are empty where each replication has a draw of its own.";
    let share =
        |row: &(&str, C2Effect), of: fn((f64, f64)) -> f64| row.1.split.map(|own| of(own.share_interval));
    let table = Table::of(doc, &rows)
        .text(column("arm", "", "The arm."), |row| row.0)
        .text(ICS, |row| row.1.ics.as_str())
        .whole(column("draws_n", "draws", "Draws of what is believed."), |row| row.1.effect.n as u64)
        .number(column("c2_change_s", "s", "Change of the C2 mean; below 0 is faster."), |row| {
            row.1.effect.mean
        })
        .number_or_none(column("c2_change_low_s", "s", LOW), |row| row.1.effect.interval().map(|own| own.0))
        .number_or_none(column("c2_change_high_s", "s", HIGH), |row| row.1.effect.interval().map(|own| own.1))
        .number_or_none(column("belief_share", "", "Share of the variance that is between draws."), |row| {
            row.1.split.map(|own| own.share())
        })
        .number_or_none(column("belief_low_share", "", LOW), move |row| share(row, |own| own.0))
        .number_or_none(column("belief_high_share", "", HIGH), move |row| share(row, |own| own.1))
        .number_or_none(
            column("chance_share", "", "Share of it within draws, between replications."),
            |row| row.1.split.map(|own| 1.0 - own.share()),
        );
    Some(table.batch())
}

/// Reach against need of each arm with interventions; `None` without.
pub(super) fn need(experiment: &Experiment) -> Option<RecordBatch> {
    let rows: Vec<(&str, Need)> = experiment
        .arms
        .iter()
        .flat_map(|arm| arm.need().into_iter().map(|row| (arm.name.as_str(), row)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let doc = "A deprivation quintile of an ICS with interventions: calls made, need by assumption, and what is prevented, for \
               1,000 residents a year.";
    const UNIT: &str = "1,000 residents and year";
    let table = Table::of(doc, &rows)
        .text(column("arm", "", "The arm."), |row| row.0)
        .text(ICS, |row| row.1.ics.as_str())
        .whole(column("imd_quintile", "", "Deprivation quintile, 1 the most deprived."), |row| {
            u64::from(row.1.quintile)
        })
        .number(column("residents_n", "people", "Residents."), |row| row.1.residents)
        .number(
            column("expressed_n", UNIT, "Incidents that calls are made for, with nothing prevented."),
            |row| row.1.expressed,
        )
        .number(column("need_n", UNIT, "The same times need against calls made, an assumption."), |row| {
            row.1.need.value
        })
        .number(column("need_low_n", UNIT, "At the low end of its range."), |row| row.1.need.low)
        .number(column("need_high_n", UNIT, "At the high end of its range."), |row| row.1.need.high)
        .number(
            column("reached_n", UNIT, "Incidents of people reached; one that two reach counts twice."),
            |row| row.1.reached,
        )
        .number(column("prevented_n", UNIT, "Incidents prevented."), |row| row.1.prevented.mean)
        .number(column("prevented_low_n", UNIT, LOW), |row| row.1.prevented.interval.0)
        .number(column("prevented_high_n", UNIT, HIGH), |row| row.1.prevented.interval.1);
    Some(table.batch())
}
