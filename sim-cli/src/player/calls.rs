//! The incidents of a day.

use super::places::Places;
use super::{DAY_S, Shown};
use ambics::category::Category;
use ambics::outcome::{IncidentRecord, LogRow, Step};
use ambics::state::IncidentStatus;
use ambics::tape::IncidentId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A step to a category, beside those to a status.
const RECATEGORISED: i64 = 20;
/// Seconds before the day of whose answers the mean of the last hour tells.
const HOUR_S: i64 = 3_600;

/// The row of each incident that is listed.
pub(super) type Index = BTreeMap<IncidentId, usize>;

/// Incidents that are open on the day, or whose clock stopped in the hour before it.
pub(super) fn listed(shown: &Shown<'_>, places: &mut Places<'_>) -> (Vec<Value>, Index) {
    let arm = &shown.experiment.arms[0];
    let table = arm.incidents.first().map_or(&[][..], |table| &table.rows);
    let records: BTreeMap<IncidentId, &IncidentRecord> = table.iter().map(|row| (row.id, row)).collect();
    let mut order = Vec::new();
    let mut steps: BTreeMap<IncidentId, Vec<&LogRow>> = BTreeMap::new();
    for row in arm.logs.first().into_iter().flatten() {
        let (Step::Incident(..), Some(id)) = (row.step, row.incident) else { continue };
        if shown.second(row.at) < DAY_S {
            let own = steps.entry(id).or_default();
            if own.is_empty() {
                order.push(id);
            }
            own.push(row);
        }
    }
    let (mut all, mut index) = (Vec::new(), Index::new());
    for id in order {
        let own = &steps[&id];
        let record = records.get(&id).copied();
        let stop = record.and_then(|own| own.clock_stop).map(|at| shown.second(at));
        let ends = |row: &&&LogRow| matches!(row.step, Step::Incident(_, IncidentStatus::Ended));
        let ended = own.iter().find(ends).map(|row| shown.second(row.at));
        let is_shown = ended.is_none_or(|at| at >= 0) || stop.is_some_and(|at| at >= -HOUR_S);
        let told = is_shown.then(|| told(own, (record, stop), shown, places)).flatten();
        if let Some(told) = told {
            index.insert(id, all.len());
            all.push(told);
        }
    }
    (all, index)
}

fn told(
    steps: &[&LogRow],
    (record, stop): (Option<&IncidentRecord>, Option<i64>),
    shown: &Shown<'_>,
    places: &mut Places<'_>,
) -> Option<Value> {
    let first = steps.first()?;
    let (called, area) = (shown.second(first.at), first.area?);
    let mut category = first.category?;
    let begin = category.row();
    let (mut at, mut told) = (called, Vec::new());
    for step in steps {
        let Step::Incident(from, to) = step.step else { continue };
        let now = shown.second(step.at);
        let mut tell = |what: i64| {
            told.extend([now - at, what]);
            at = now;
        };
        if let Some(own) = step.category.filter(|own: &Category| *own != category) {
            category = own;
            tell(RECATEGORISED + own.row() as i64);
        }
        if from != Some(to) {
            tell(to as i64);
        }
    }
    let response = |own: &IncidentRecord| Some(((own.clock_stop? - own.clock_start).0 + 500) / 1_000);
    let stop = stop.filter(|at| *at < DAY_S);
    let response = stop.and_then(|_| record.and_then(response));
    Some(json!([first.incident?.to_string(), called, places.area(area.index()), begin, stop, response, told]))
}
