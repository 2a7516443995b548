//! What interventions did, and how much of that is known.

use super::{circle, costs, teams, variance};
use crate::document::{Block, Document, Grid, count, signed_seconds, signed_seconds_interval};
use ambics::experiment::{ArmResult, C2Part, Expected, Experiment, Prevented};
use ambics::prevention::{Evidence, Intervention, PLAUSIBLE, Ranged};

/// Name of the arm that a scenario with interventions is held against.
pub(crate) const WITHOUT: &str = "without interventions";
/// Rows of a table that are left to the page.
const LONG: usize = 36;

/// The report of a scenario beside itself without its interventions.
pub(crate) fn of_prevention(experiment: &Experiment) -> Document {
    let mut document = super::of_comparison(experiment, &[]);
    let Some(arm) = experiment.arms.get(1).filter(|arm| !arm.replications.is_empty()) else {
        return document;
    };
    document.title = format!("ambics run: {}", arm.name);
    let mut own = Document::default();
    section(&mut own, &Told::of(experiment, arm));
    // Behind the header and its warnings, before what follows from it.
    let at = document.blocks.iter().position(|block| matches!(block, Block::Heading(_))).unwrap_or(0);
    document.blocks.splice(at..at, own.blocks);
    document
}

/// An arm with interventions beside the one without, and what they did.
pub(super) struct Told<'a> {
    pub base: &'a ArmResult,
    pub arm: &'a ArmResult,
    /// Teams alone are left out: what they do stands in their own tables.
    pub rows: Vec<Prevented>,
}

impl<'a> Told<'a> {
    fn of(experiment: &'a Experiment, arm: &'a ArmResult) -> Self {
        let base = &experiment.arms[0];
        let mut rows = arm.prevented(base);
        rows.retain(|row| !is_a_team(arm, row));
        Self { base, arm, rows }
    }

    /// Rows of all quintiles together.
    pub fn whole(&self) -> impl Iterator<Item = &Prevented> {
        self.rows.iter().filter(|row| row.quintile.is_none())
    }

    /// Whether an intervention acts on whether incidents happen.
    pub fn acts_on_incidents(&self, row: &Prevented) -> bool {
        of_name(self.arm, row).is_some_and(|own| own.acts.incidents.is_some())
    }
}

fn section(document: &mut Document, told: &Told<'_>) {
    let arm = told.arm;
    document.heading("What the interventions did");
    if !told.rows.is_empty() {
        did(document, told);
        document.table(costs::costs(told));
        costs::reach(document, arm);
    }
    teams::tables(document, (told.base, arm));
    variance::table(document, told);
    document.blocks.push(Block::List(sentences(told)));
    for (code, part) in arm.prevented_share().into_iter().filter(|(_, part)| *part > PLAUSIBLE) {
        document.warning(format!(
            "{:.0}% of all incidents of {code} are prevented: integrated programmes of five years had 3 to 8% in England \
             (2013-18, uncontrolled). More than 10% in three years has not been seen.",
            100.0 * part
        ));
    }
    circle::tables(document, told);
    evidence(document, "What is known of them", &known(arm));
}

/// Each intervention, ICS and deprivation quintile. Where that is long the text has ICSs alone, and the page all of it.
fn did(document: &mut Document, told: &Told<'_>) {
    if told.rows.len() <= LONG {
        return document.table(table(told, true));
    }
    document.table(table(told, false));
    document.blocks.push(Block::Page(vec![Block::Table(table(told, true))]));
}

fn table(told: &Told<'_>, by_quintile: bool) -> Grid {
    let caption = match by_quintile {
        true => "By ICS and deprivation quintile, 1 the most deprived, over the window [95% interval]",
        false => "By ICS, over the window [95% interval]",
    };
    let mut grid = Grid::new(caption, "intervention").words("ICS");
    let heads = ["prevented", "hours released", "C2 mean, s", "cost £"];
    grid = heads.into_iter().fold(grid, |grid, head| grid.numbers(head)).words("grade");
    for row in told.rows.iter().filter(|row| by_quintile || row.quintile.is_none()) {
        let quintile = |quintile| format!("· quintile {quintile}");
        let mut cells =
            vec![row.quintile.map_or_else(|| row.intervention.clone(), quintile), row.ics.clone()];
        if told.acts_on_incidents(row) {
            cells.extend([row.prevented, row.released_h].map(counted));
        } else {
            cells.extend(["-", "-"].map(str::to_owned));
        }
        cells.push(row.c2.map_or_else(|| "-".to_owned(), seconds));
        cells.extend([count(row.cost_gbp), row.grade.name().to_owned()]);
        grid.row(cells);
    }
    let mut note = "Prevented: incidents. Hours released: capacity for others and no cash. C2 mean: of the residents of the ICS, \
                    below zero is faster; measured for all interventions together, and shared among them and among \
                    quintiles by the hours that each releases."
        .to_owned();
    if told.rows.iter().any(|row| !told.acts_on_incidents(row)) {
        note.push_str(" -: it acts after the call and prevents no incident; beside others its part of C2 cannot be told.");
    } else if told.rows.iter().any(|row| row.c2.is_none()) {
        note.push_str(" -: hours move both ways, and the parts of C2 cannot be told.");
    }
    grid.note(note)
}

/// `326 [44, 723]`
fn counted(own: Expected) -> String {
    format!("{} [{}, {}]", count(own.mean), count(own.interval.0), count(own.interval.1))
}

fn seconds(own: C2Part) -> String {
    format!("{} {}", signed_seconds(Some(own.mean_s)), signed_seconds_interval(own.interval_s))
}

fn of_name<'a>(arm: &'a ArmResult, row: &Prevented) -> Option<&'a Intervention> {
    let known = arm.scenario.interventions().iter().map(|own| &*own.intervention);
    known.into_iter().find(|own| own.name == row.intervention)
}

/// Whether an intervention acts by a team alone.
fn is_a_team(arm: &ArmResult, row: &Prevented) -> bool {
    of_name(arm, row).is_some_and(|own| own.team.is_some() && own.acts.incidents.is_none())
}

fn sentences(told: &Told<'_>) -> Vec<String> {
    let draws = told.arm.scenario.replications_per_draw();
    let mut said = vec![match draws {
        0 => "Effects stand at their central values: intervals hold chance alone (prevention.draw = true draws effects from \
              their ranges)."
            .to_owned(),
        _ if told.rows.is_empty() => {
            "Intervals are of the replications, each with its own draw of what is believed.".to_owned()
        }
        _ => "Intervals of what is prevented and released hold what is believed of effect and reach (2,000 draws) and chance."
            .to_owned(),
    }];
    if draws > 1 {
        said.push(format!(
            "{draws} replications in a row share a draw. The intervals above know it; those of the tables below take all \
             replications for independent and are too narrow where belief weighs."
        ));
    }
    said.push("Several interventions on one cohort multiply and never add; an incident that two might have prevented is \
               shared between them."
        .to_owned());
    said
}

/// Each intervention that is in force, once.
fn known(arm: &ArmResult) -> Vec<&Intervention> {
    let mut known: Vec<&Intervention> = Vec::new();
    for chosen in arm.scenario.interventions() {
        if known.iter().all(|own| own.name != chosen.intervention.name) {
            known.push(&chosen.intervention);
        }
    }
    known
}

/// What was published, what of it is used, and what to know of each.
fn evidence(document: &mut Document, caption: &str, known: &[&Intervention]) {
    let mut grid = Grid::new(caption, "intervention")
        .words("grade")
        .words("acts on")
        .words("published effect")
        .words("of which\nis used")
        .words("reach");
    for own in known {
        let acts = own.acts;
        let ratios = [
            ("incidents", acts.incidents),
            ("by telephone", acts.answered),
            ("by a team", acts.attended),
            ("conveyed", acts.conveyed),
        ];
        let minutes = [("on scene", acts.on_scene_min), ("handover", acts.handover_min)];
        let of_ratio = |(on, evidence): (&'static str, Option<Evidence>)| {
            let range = ranged(evidence?.ratio);
            Some((on, range, format!("{:.0}%", 100.0 * evidence?.transfer.value)))
        };
        let of_minutes = |(on, range): (&'static str, Option<Ranged>)| {
            Some((on, format!("{} min", ranged(range?)), "all".to_owned()))
        };
        let all = ratios.into_iter().filter_map(of_ratio).chain(minutes.into_iter().filter_map(of_minutes));
        for (row, (on, published, used)) in all.enumerate() {
            let first = |text: String| if row == 0 { text } else { String::new() };
            grid.row(vec![
                first(own.name.clone()),
                first(own.grade.name().to_owned()),
                on.to_owned(),
                published,
                used,
                first(ranged(own.reach)),
            ]);
        }
    }
    document.table(grid.note(
        "Incidents and conveyed: ratios, 1 is no effect; by telephone and by a team: a share of \
         those reached. The part that is used allows \
         for trials that do not carry over. A: randomised, ambulance calls counted; B: randomised or matched, something else \
         counted; C: before and after; D: opinion.",
    ));
    let to_know = |own: &&Intervention| Some(format!("{}: {}", own.name, own.notes.first()?));
    document.blocks.push(Block::List(known.iter().filter_map(to_know).collect()));
}

fn ranged(range: Ranged) -> String {
    format!("{} ({} to {})", range.value, range.low, range.high)
}

/// The interventions that ambics ships.
pub(crate) fn of_library(library: &[Intervention]) -> Document {
    let mut document =
        Document { title: "Interventions that ambics ships".to_owned(), ..Document::default() };
    evidence(&mut document, "Evidence and reach", &library.iter().collect::<Vec<_>>());
    document.paragraph(
        "`ambics interventions NAME` prints the file of one. A file of your own has the same keys and stands beside the \
         scenario: [[intervention]] with name = \"mine\" and file = \"mine.toml\".",
    );
    document
}
