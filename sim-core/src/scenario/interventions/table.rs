//! The interventions that ambics ships, as a table.

use super::library;
use crate::outcome::{Column, Table, column};
use crate::prevention::{Cohort, Evidence, Intervention, PARTS, Ranged, Team};
use arrow_array::RecordBatch;

/// The name of the table.
pub const LIBRARY_TABLE: &str = "interventions";

/// Columns of a value and its ends.
type Columns = [Column; 3];

macro_rules! ranged {
    ($name:literal, $unit:literal, $doc:literal) => {
        [
            column($name, $unit, $doc),
            column(concat!($name, "_low"), $unit, "Lower end of the same."),
            column(concat!($name, "_high"), $unit, "Upper end of the same."),
        ]
    };
}

const INCIDENTS: Columns = ranged!(
    "incidents_ratio",
    "ratio",
    "Published ratio of incidents of those reached, with its 95% interval; below 1 prevents."
);
const ANSWERED: Columns =
    ranged!("answered_share", "share", "Share of those reached who end without an ambulance, as published.");
const ATTENDED: Columns = ranged!(
    "attended_share",
    "share",
    "Share of those reached that are offered to its team, before what does not carry over."
);
const TEAMS: Columns = ranged!("teams", "teams", "Teams on duty at once in each patch; null without teams.");
const VISIT: Columns = ranged!("visit_min", "min", "Mean minutes of a visit, the way included.");
const BOUNCE: Columns =
    ranged!("bounce_back_share", "share", "Share of those visited who need an ambulance after all.");
const CONVEYED: Columns = ranged!(
    "conveyed_ratio",
    "ratio",
    "Published ratio of conveyance of those reached, with its 95% interval."
);
const ON_SCENE: Columns = ranged!("on_scene_min", "min", "Minutes added on scene; below 0 it is shorter.");
const HANDOVER: Columns =
    ranged!("handover_min", "min", "Minutes added until handed over; below 0 it is shorter.");
const TRANSFER: Columns =
    ranged!("transfer_share", "share", "How much of the published effect is believed to carry over.");
const ELIGIBLE: Columns =
    ranged!("eligible_share", "share", "Share of the cohort to which it can be offered.");
const REACH: Columns =
    ranged!("reach_share", "share", "Share of the eligible that it reaches at full force.");
const COST: Columns = ranged!("cost_gbp", "GBP", "Pounds for a unit.");

/// The interventions that ambics ships: evidence, what of it is used, reach, timing, cost and sources.
#[must_use]
pub fn library_table() -> RecordBatch {
    let rows = library();
    let table = Table::of("An intervention that ambics ships, as its file has it.", &rows)
        .text(column("name", "", "Its name in scenarios and tables."), |own| own.name.as_str())
        .text(column("title", "", "What it is called in reports."), |own| own.title.as_str())
        .text(column("grade", "", "Evidence, A (randomised) to D (opinion)."), |own| own.grade.name())
        .text(column("cohort", "", "Whom it is for: words by part; everybody if empty."), |own| {
            words(&own.cohort)
        });
    let table = three(table, INCIDENTS, |own| own.acts.incidents.map(|e| e.ratio));
    let table = three(table, ANSWERED, |own| own.acts.answered.map(|e| e.ratio));
    let table = three(table, ATTENDED, |own| own.acts.attended.map(|e| e.ratio));
    let table = three(table, CONVEYED, |own| own.acts.conveyed.map(|e| e.ratio));
    let table = three(table, ON_SCENE, |own| own.acts.on_scene_min);
    let table = three(table, HANDOVER, |own| own.acts.handover_min);
    let table = three(table, TRANSFER, |own| evidence(own).map(|e| e.transfer));
    let used = |of: Option<Evidence>| of.map(|evidence| evidence.used(None));
    let table = table
        .number_or_none(
            column("incidents_used_ratio", "ratio", "The ratio of incidents after what does not carry over."),
            |own| used(own.acts.incidents),
        )
        .number_or_none(
            column("answered_used_share", "share", "The share answered after what does not carry over."),
            |own| own.acts.answered.map(|evidence| evidence.share_used(None)),
        )
        .number_or_none(
            column("attended_used_share", "share", "The share offered after what does not carry over."),
            |own| own.acts.attended.map(|evidence| evidence.share_used(None)),
        )
        .number_or_none(
            column("conveyed_used_ratio", "ratio", "The ratio of conveyance after what does not carry over."),
            |own| used(own.acts.conveyed),
        );
    let table = three(table, ELIGIBLE, |own| Some(own.eligible));
    let table = three(table, REACH, |own| Some(own.reach));
    let table = team(table);
    let lasts = |own: &Intervention| Some(own.kernel.half_life_days).filter(|days| days.is_finite());
    let table = table
        .number(column("lag_days", "days", "Days until it reaches anybody."), |own| own.kernel.lag_days)
        .number(column("ramp_days", "days", "Time constant of its growth."), |own| own.kernel.ramp_days)
        .number_or_none(
            column("half_life_days", "days", "Days in which it falls by half; null if it lasts."),
            lasts,
        );
    three(table, COST, |own| Some(own.cost.pounds))
        .text(column("cost_unit", "", "What a unit is."), |own| own.cost.unit.as_str())
        .number(
            column("units_per_incident", "units", "Units for each incident of the eligible that is reached."),
            |own| own.cost.units_per_incident,
        )
        .text(column("source", "", "Where the evidence stands."), |own| own.source.as_str())
        .text(column("notes", "", "What the evidence does not show, and what else to know."), |own| {
            own.notes.join(" ")
        })
        .batch()
}

/// The columns of teams.
fn team(table: Table<'_, Intervention>) -> Table<'_, Intervention> {
    let table = three(table, TEAMS, |own| own.team.map(|team| team.teams));
    let table = three(table, VISIT, |own| own.team.map(|team| team.visit_min));
    let table = three(table, BOUNCE, |own| own.team.map(|team| team.bounce_back));
    let number = |of: fn(&Team) -> f64| move |own: &Intervention| own.team.as_ref().map(of);
    table
        .number_or_none(
            column("on_duty_h_a_week", "h", "Hours of the week in which teams are on duty."),
            number(|team| (0..168).filter(|hour| team.hours.holds(*hour)).count() as f64),
        )
        .number_or_none(
            column("team_places", "incidents", "Incidents that may wait for a team at once."),
            number(|team| f64::from(team.places)),
        )
        .number_or_none(
            column("wait_limit_min", "min", "Longest wait at which an incident is taken."),
            number(|team| team.wait_limit_min),
        )
}

fn three<'r>(
    table: Table<'r, Intervention>,
    [value, low, high]: Columns,
    of: impl Fn(&Intervention) -> Option<Ranged>,
) -> Table<'r, Intervention> {
    table
        .number_or_none(value, |own| of(own).map(|range| range.value))
        .number_or_none(low, |own| of(own).map(|range| range.low))
        .number_or_none(high, |own| of(own).map(|range| range.high))
}

/// The evidence of one of its effects: all have one transfer factor.
fn evidence(own: &Intervention) -> Option<Evidence> {
    own.acts.incidents.or(own.acts.answered).or(own.acts.attended).or(own.acts.conveyed)
}

/// A cohort in words: `conditions falls; ages 65_79 80_plus`.
fn words(cohort: &Cohort) -> String {
    let sets = [cohort.categories, cohort.conditions, cohort.ages, cohort.origins, cohort.settings];
    let part = |(set, (part, words)): (u16, (&str, &'static [&str]))| {
        let chosen: Vec<&str> =
            words.iter().enumerate().filter(|(row, _)| set >> row & 1 == 1).map(|(_, word)| *word).collect();
        (chosen.len() < words.len()).then(|| format!("{part} {}", chosen.join(" ")))
    };
    let frequent = cohort.frequent_callers.then(|| "frequent callers".to_owned());
    sets.into_iter().zip(PARTS).filter_map(part).chain(frequent).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_for_each_intervention_and_a_sentence_for_each_column() {
        let table = library_table();
        assert_eq!(table.num_rows(), 25);
        assert!(table.schema().fields().iter().all(|field| field.metadata()["doc"].ends_with('.')));
    }

    #[test]
    fn a_cohort_is_told_in_words() {
        let all = library();
        let of = |name: &str| words(&all.iter().find(|own| own.name == name).expect("it is shipped").cohort);
        assert_eq!(of("falls_community"), "conditions falls; ages 60_64 65_79 80_plus; origins 999");
        assert_eq!(of("high_intensity_user"), "origins 999; frequent callers");
    }
}
