//! The two regimes of a programme: what is needed, what it returns, and the picture.

use super::{LABEL, MILLION, name};
use crate::document::{Block, Document, Grid, PhasePanel, PhasePlot, hundredths, share};
use ambics::experiment::circle::{CircleRun, Phase, ProgrammeResult, Spread};

/// Shares of draws between which a regime is not known.
const KNOWN: (f64, f64) = (0.025, 0.975);
/// Returns beyond which none are enough.
const MOST_NEEDED: f64 = 1e6;
/// Months from one dot of a course to the next.
const YEAR: usize = 12;

pub(super) fn tables(document: &mut Document, found: &CircleRun) {
    document.table(regimes(found));
    let plot = plot(found);
    document.blocks.push(Block::Phases(plot));
    document.table(fixed(found));
}

/// Returns that are needed; none are enough where nothing is reinvested.
fn needed(spread: Spread) -> String {
    if spread.mean > MOST_NEEDED { "none do".to_owned() } else { hundredths(Some(spread.mean)) }
}

fn interval(spread: Spread) -> String {
    format!("{} to {}", hundredths(Some(spread.low)), hundredths(Some(spread.high)))
}

fn regimes(found: &CircleRun) -> Grid {
    let mut grid = Grid::new(
        "Pounds of vehicle-hours released for a pound spent, and what a programme needs to hold itself",
        "programme",
    )
    .numbers("returns")
    .numbers("95% of\ndraws")
    .numbers("needed, no\npressure")
    .numbers("needed,\nnow")
    .numbers("grows, of\nthe draws")
    .numbers("100 after\n5 years")
    .numbers("95% of\ndraws")
    .words("so");
    for own in &found.programmes {
        let course = &own.course;
        let after = course.after.times(100.0);
        grid.row(vec![
            name(found, own),
            hundredths(Some(course.returns.mean)),
            interval(course.returns),
            needed(course.needed),
            needed(course.needed_now),
            share(Some(course.grows_share)),
            format!("{:.0}", after.mean),
            format!("{:.0} to {:.0}", after.low, after.high),
            verdict(own).to_owned(),
        ]);
    }
    grid.note(format!(
        "Returns: over five years at a budget that is held, without pressure. A budget grows in a year by reinvested share x \
         returns x partnership hours - fading; the share, the fading and what pressure crowds out are assumptions ({}, {}, {}), \
         drawn from their ranges.",
        share(Some(assumed(found, "reinvested_share"))),
        share(Some(assumed(found, "prevention_fading"))),
        share(Some(assumed(found, "crowding_out")))
    ))
}

fn assumed(found: &CircleRun, name: &str) -> f64 {
    found.experiment.arms[0].assumed(name)
}

fn verdict(own: &ProgrammeResult) -> &'static str {
    match own.course.grows_share {
        share if share >= KNOWN.1 => "grows by itself",
        share if share <= KNOWN.0 => "dies if unpaid",
        _ => "not known",
    }
}

/// Points at which budget and pressure rest, and those that part the regimes.
fn fixed(found: &CircleRun) -> Grid {
    let mut grid = Grid::new("Where budget and pressure come to rest, of the first programme", "belief")
        .numbers("returns")
        .numbers("pressure")
        .numbers("budget,\n£ million")
        .words("what lies near it");
    for phase in &found.programmes[0].phases {
        for (number, point) in phase.fixed.iter().enumerate() {
            let first = |text: String| if number == 0 { text } else { String::new() };
            grid.row(vec![
                first(phase.name.clone()),
                first(hundredths(Some(phase.returns))),
                hundredths(Some(point.pressure)),
                hundredths(Some(point.budget_gbp / MILLION)),
                if point.stable { "comes to it" } else { "leaves it: the boundary" }.to_owned(),
            ]);
        }
    }
    grid.note(
        "At the mean force of five years. Two resting points with a boundary between them are the two regimes: from below \
         the boundary the programme dies, from above it holds itself. The hypothetical row multiplies returns so that the \
         other regime shows; nobody has found them.",
    )
}

fn plot(found: &CircleRun) -> PhasePlot {
    let own = &found.programmes[0];
    let scaled = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        points.iter().map(|(pressure, budget)| (*pressure, budget / MILLION)).collect()
    };
    let panel = |phase: &Phase| PhasePanel {
        name: phase.name.clone(),
        holds: scaled(&phase.holds),
        rests: scaled(&phase.rests),
        fixed: phase
            .fixed
            .iter()
            .map(|point| ((point.pressure, point.budget_gbp / MILLION), point.stable))
            .collect(),
        courses: phase.courses.iter().map(|course| scaled(course)).collect(),
        most: phase.most_gbp / MILLION,
    };
    let said: Vec<String> = own
        .phases
        .iter()
        .map(|phase| {
            let rest = phase.fixed.iter().filter(|point| point.stable);
            let at: Vec<String> = rest
                .map(|point| {
                    format!(
                        "{:.2} million pounds at pressure {:.2}",
                        point.budget_gbp / MILLION,
                        point.pressure
                    )
                })
                .collect();
            format!("{}: a budget comes to rest at {}", phase.name, at.join(" or "))
        })
        .collect();
    PhasePlot {
        title: format!("Budget of prevention against pressure: {}", name(found, own)),
        description: format!(
            "{}. Ways begin at half the budget, at the whole and at twice.",
            said.join(". ")
        ),
        axis: "Budget, £ million a year. Below the full line a budget grows, above it it shrinks".to_owned(),
        label: LABEL.to_owned(),
        dot_every: YEAR,
        panels: own.phases.iter().map(panel).collect(),
    }
}
