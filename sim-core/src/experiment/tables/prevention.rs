//! The tables of interventions; there only where a scenario has some.

use super::measured::{begun, rows};
use crate::experiment::Need;
use crate::experiment::run::Experiment;
use crate::outcome::{Table, column};
use arrow_array::RecordBatch;

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
        .text(column("grade", "", "Evidence, A (randomised) to D (opinion)."), |m| match chosen(m).grade {
            crate::region::Grade::A => "A",
            crate::region::Grade::B => "B",
            crate::region::Grade::C => "C",
            crate::region::Grade::D => "D",
        })
        .text(column("ics_code", "", "ODS code of the ICS."), |m| {
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
        .text(column("ics_code", "", "ODS code of the ICS."), |row| row.1.ics.as_str())
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
        .number(column("prevented_low_n", UNIT, "Lower end of its 95% interval."), |row| {
            row.1.prevented.interval.0
        })
        .number(column("prevented_high_n", UNIT, "Upper end of it."), |row| row.1.prevented.interval.1);
    Some(table.batch())
}
