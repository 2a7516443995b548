//! Every step of every vehicle and incident, if a log was kept.

use super::measured::{ARM, CATEGORY};
use crate::category::Category;
use crate::experiment::run::{ArmResult, Experiment, LoggedVehicle};
use crate::outcome::{Column, LogRow, Step, Table, column};
use crate::world::Clock;
use arrow_array::RecordBatch;
use jiff::{Timestamp, tz::TimeZone};

/// A row with what its codes come from.
struct Kept<'a> {
    arm: &'a ArmResult,
    replication: u32,
    time: String,
    id: Option<String>,
    row: &'a LogRow,
}

impl Kept<'_> {
    fn vehicle(&self) -> Option<&LoggedVehicle> {
        let fleet = self.arm.fleets.get(usize::from(self.row.component))?;
        self.row.vehicle.and_then(|row| fleet.get(row as usize))
    }

    fn step(&self) -> (&'static str, Option<&'static str>, &'static str) {
        match self.row.step {
            Step::Vehicle(from, to) => ("vehicle", from.map(|s| s.name()), to.name()),
            Step::Incident(from, to) => ("incident", from.map(|s| s.name()), to.name()),
        }
    }
}

fn rows(experiment: &Experiment) -> Vec<Kept<'_>> {
    let zone = TimeZone::get("Europe/London").expect("the time-zone table is part of the program");
    let mut rows = Vec::new();
    for arm in &experiment.arms {
        let run = arm.scenario.run();
        let origin = Clock::new(run.start, run.days, run.lead_in).origin().as_millisecond();
        let time = |ms: i64| {
            let stamp = Timestamp::from_millisecond(origin + ms).unwrap_or(Timestamp::UNIX_EPOCH);
            zone.to_datetime(stamp).strftime("%Y-%m-%d %H:%M:%S").to_string()
        };
        for (log, replication) in arm.logs.iter().zip(&experiment.replications) {
            rows.extend(log.iter().map(|row| Kept {
                arm,
                replication: *replication,
                time: time(row.at.0),
                id: row.incident.map(|id| id.to_string()),
                row,
            }));
        }
    }
    rows
}

const ROW: Column = column("row", "", "Number of the row in the log of its component, from 0.");
const TIME: Column = column("local_time", "", "When, by the local clock.");
const VEHICLE: Column =
    column("vehicle", "", "Row in the arm's fleet of the vehicle that steps, or that the row is about.");
const STATION: Column = column("station_code", "", "Station of the vehicle: the first at its home.");
const ID: Column = column("incident_id", "", "The incident that steps, or that the vehicle works on.");
const REASON: Column =
    column("reason", "", "Why, where the statuses do not say it; of an incident that ends, how.");
const ARRIVES: Column = column("arrives_ms", "ms", "When the drive that begins is to end.");

pub(super) fn log(experiment: &Experiment) -> RecordBatch {
    let rows = rows(experiment);
    let doc = "A step of a vehicle or an incident; instants are milliseconds since the lead-in began.";
    let table = Table::of(doc, &rows)
        .text(ARM, |k| k.arm.name.as_str())
        .whole(column("replication", "", "Number of the replication, from 0."), |k| u64::from(k.replication))
        .whole(column("component", "", "Part of the world that shares no vehicle with the rest."), |k| {
            u64::from(k.row.component)
        })
        .whole(ROW, |k| u64::from(k.row.number))
        .whole_or_none(column("at_ms", "ms", "When, since the lead-in began."), |k| Some(k.row.at.0))
        .text(TIME, |k| k.time.as_str())
        .text(column("subject", "", "What steps: vehicle or incident."), |k| k.step().0);
    let table = table
        .whole_or_none(VEHICLE, |k| k.row.vehicle.map(i64::from))
        .text_or_none(column("kind", "", "Kind of the vehicle."), |k| k.vehicle().map(|v| v.kind.name()))
        .text_or_none(STATION, |k| {
            let station = k.vehicle()?.station?;
            Some(k.arm.scenario.region().stations()[station.index()].code.as_str())
        })
        .text_or_none(ID, |k| k.id.as_deref())
        .text_or_none(CATEGORY, |k| k.row.category.map(Category::name));
    table
        .text_or_none(column("from", "", "Status before; null where it begins."), |k| k.step().1)
        .text(column("to", "", "Status from now on."), |k| k.step().2)
        .text_or_none(column("area_code", "", "Area where it is."), |k| {
            Some(k.arm.scenario.region().areas()[k.row.area?.index()].code.as_str())
        })
        .text_or_none(column("hospital_code", "", "The hospital that the patient goes to, or is at."), |k| {
            Some(k.arm.scenario.region().hospitals()[k.row.hospital?.index()].code.as_str())
        })
        .text(REASON, |k| k.row.reason.name())
        .whole_or_none(ARRIVES, |k| k.row.arrives.map(|at| at.0))
        .batch()
}
