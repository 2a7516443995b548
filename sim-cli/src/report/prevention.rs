//! What interventions did, and how much of that is known.

use super::contrasts::Contrasts;
use super::{areas, circle, costs, teams};
use crate::document::{Block, Document, Grid, count, share, signed_seconds, signed_seconds_interval};
use ambics::experiment::{ArmResult, Expected, Experiment, Prevented, Statistic};
use ambics::outcome::{Level, ReportedCategory};
use ambics::prevention::{Evidence, Intervention, PLAUSIBLE, Ranged};
use ambics::region::Grade;
use ambics::stats::Estimate;

/// Name of the arm that a scenario with interventions is held against.
pub(crate) const WITHOUT: &str = "without interventions";
/// Least part of the hours moved either way that has to be left over for a C2 effect to be shared by them.
const LEAST_LEFT: f64 = 0.25;

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
    contrasts: Contrasts,
}

impl<'a> Told<'a> {
    fn of(experiment: &'a Experiment, arm: &'a ArmResult) -> Self {
        let base = &experiment.arms[0];
        let mut rows = arm.prevented(base);
        rows.retain(|row| !is_a_team(arm, row));
        Self { base, arm, rows, contrasts: Contrasts::of(experiment, 0) }
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
        document.table(table(told, false));
        document.table(worth(told));
        costs::tables(document, told);
        document.blocks.push(Block::Page(vec![Block::Table(table(told, true))]));
    }
    teams::tables(document, (told.base, arm));
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

fn table(told: &Told<'_>, by_quintile: bool) -> Grid {
    let caption = if by_quintile {
        "By deprivation quintile, 1 the most deprived"
    } else {
        "Incidents prevented and hours released over the window, with 95% intervals"
    };
    let mut grid = Grid::new(caption, "intervention").words("ICS");
    if by_quintile {
        grid = grid.words("quintile");
    }
    let heads = ["prevented", "95%\ninterval", "of its\ncohort", "hours\nreleased", "95%\ninterval"];
    grid = heads.into_iter().fold(grid, |grid, head| grid.numbers(head)).words("grade");
    for row in told.rows.iter().filter(|row| row.quintile.is_some() == by_quintile) {
        let mut cells = vec![row.intervention.clone(), row.ics.clone()];
        cells.extend(row.quintile.map(|quintile| quintile.to_string()));
        if !told.acts_on_incidents(row) {
            cells.extend(["-", "-", "-", "-", "-", grade(row.grade)].map(str::to_owned));
            grid.row(cells);
            continue;
        }
        cells.extend([
            count(row.prevented.mean),
            ends(row.prevented),
            share(Some(row.prevented.mean / row.cohort.max(1.0))),
            count(row.released_h.mean),
            ends(row.released_h),
            grade(row.grade).to_owned(),
        ]);
        grid.row(cells);
    }
    if told.rows.iter().all(|row| told.acts_on_incidents(row)) {
        return grid;
    }
    grid.note(
        "-: it acts after the call, by telephone, on conveyance or on minutes, and prevents no incident; what it does shows in \
         the differences below.",
    )
}

fn of_name<'a>(arm: &'a ArmResult, row: &Prevented) -> Option<&'a Intervention> {
    let known = arm.scenario.interventions().iter().map(|own| &*own.intervention);
    known.into_iter().find(|own| own.name == row.intervention)
}

/// Whether an intervention acts by a team alone.
fn is_a_team(arm: &ArmResult, row: &Prevented) -> bool {
    of_name(arm, row).is_some_and(|own| own.team.is_some() && own.acts.incidents.is_none())
}

/// What the hours released are worth to those who wait.
fn worth(told: &Told<'_>) -> Grid {
    let mut grid = Grid::new("What that did to the C2 mean", "intervention").words("ICS");
    grid = grid.numbers("C2 mean,\ns").numbers("95%\ninterval");
    for row in told.whole() {
        let c2 = c2_effect(told, row);
        grid.row(vec![
            row.intervention.clone(),
            row.ics.clone(),
            signed_seconds(c2.map(|own| own.mean)),
            signed_seconds_interval(c2.and_then(|own| own.interval())),
        ]);
    }
    grid.note(
        "C2 mean: of the residents of that ICS, of all interventions together, shared among them in proportion to the \
         hours that each releases there; - where one of them acts after the call, whose part cannot be told. Hours released \
         are capacity and no cash.",
    )
}

fn ends(expected: Expected) -> String {
    format!("{} to {}", count(expected.interval.0), count(expected.interval.1))
}

/// An intervention's part of what all did to the C2 mean of an ICS.
pub(super) fn c2_effect(told: &Told<'_>, row: &Prevented) -> Option<Estimate> {
    if !told.rows.iter().all(|row| told.acts_on_incidents(row)) {
        return None;
    }
    let ics = areas::of(told.arm, Level::Ics).into_iter().find(|area| area.code == row.ics)?;
    let whole = told.contrasts.difference(told.arm, &ics, (ReportedCategory::C2, Statistic::Mean))?;
    let here = || told.whole().filter(|other| other.ics == row.ics);
    let moved: f64 = here().map(|other| other.released_h.mean.abs()).sum();
    let left: f64 = here().map(|other| other.released_h.mean).sum();
    let part = row.released_h.mean / left;
    let scaled = |half: Option<f64>| half.map(|half| half * part.abs());
    (left.abs() > LEAST_LEFT * moved && moved > 0.0).then(|| Estimate {
        mean: whole.mean * part,
        sd: scaled(whole.sd),
        half_width: scaled(whole.half_width),
        prediction_half_width: scaled(whole.prediction_half_width),
        ..whole
    })
}

const fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
    }
}

fn sentences(told: &Told<'_>) -> Vec<String> {
    let of = |row: &Prevented| format!("{} in {} {:.0}%", row.intervention, row.ics, 100.0 * row.from_belief);
    let parts: Vec<String> = told.whole().map(of).collect();
    let mut said = vec![if parts.is_empty() {
        "Intervals are of the replications, each with its own draw of what is believed where effects are drawn.".to_owned()
    } else if told.arm.scenario.replications_per_draw() == 0 {
        "Effects stand at their central values: intervals hold chance alone (prevention.draw = true draws effects from their \
         ranges)."
            .to_owned()
    } else {
        format!(
            "Intervals hold what is believed of effect and reach (2,000 draws) and chance. Part of the variance that is \
             belief: {}.",
            parts.join("; ")
        )
    }];
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
                first(grade(own.grade).to_owned()),
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
