//! The sentences of a circle.

use super::{name, pounds};
use crate::document::{Document, count, decimal, signed_seconds};
use ambics::experiment::SENTENCES;
use ambics::experiment::circle::{CircleRun, Measured, Optimum, Split};

/// What every report says, with the intervals of this one.
pub(super) const SENTENCES_OF: [&str; 5] = [
    SENTENCES[0],
    SENTENCES[1],
    SENTENCES[2],
    "Intervals are 95% over draws of what is believed of effects, costs, assumptions and the response; the model's own error \
     is not in them.",
    SENTENCES[4],
];

/// Share of draws from which on a regime is called likely.
const MOST: f64 = 0.975;

pub(super) fn facts(found: &CircleRun) -> Vec<(String, String)> {
    let fact = |term: &str, fact: String| (term.to_owned(), fact);
    let (place, run) = (&found.place, found.experiment.arms[0].scenario.run());
    let programme: Vec<&str> = found.programmes[0].names.iter().map(String::as_str).collect();
    let mut facts = vec![
        fact("Programme", programme.join(", ")),
        fact(
            "Place",
            format!(
                "residents of {}: {} incidents a year, which keep vehicles on jobs for {} hours; {} effective hours a week are \
                 stationed there",
                place.icses.join(", "),
                count(place.incidents_a_year),
                count(place.load_h),
                count(place.hours_per_week)
            ),
        ),
        fact(
            "Budget",
            format!(
                "{} a year; the programme as the scenario has it costs {} a year",
                pounds(found.budget_gbp),
                pounds(found.own_cost_gbp)
            ),
        ),
        fact(
            "Measured",
            format!(
                "{} levels of hours and incidents of the place, {} replications of {} days from {} each, on the same \
                 incidents; seed {}",
                found.response.levels.len(),
                found.experiment.replications.len(),
                run.days,
                run.start,
                run.seed
            ),
        ),
        fact(
            "Believed",
            format!(
                "{} draws of effects, unit costs, assumptions and the response; the same draws for every budget and split",
                count(f64::from(found.questions.draws))
            ),
        ),
    ];
    if found.questions.induced {
        let share = found.experiment.arms[0].assumed("induced_share");
        facts.push(fact(
            "New calls",
            format!(
                "calls that were not made before take up {:.0}% of new capacity, released or bought (assumption, grade D)",
                100.0 * share
            ),
        ));
    }
    facts
}

pub(super) fn warnings(document: &mut Document, found: &CircleRun) {
    if !found.left_out.is_empty() {
        document.warning(format!(
            "left out, since they act after the call and prevent no incident: {}.",
            found.left_out.join(", ")
        ));
    }
    let most = found.response.levels.iter().map(|level| level.hours).fold(1.0, f64::max);
    let asked =
        found.programmes[0].splits[0].rows[0].crews_h_per_week.high / found.place.hours_per_week + 1.0;
    if asked > most + 0.005 {
        document.warning(format!(
            "some draws buy {:.0}% more hours, and at most {:.0}% were run: beyond that the response is carried on. State \
             the budget, so that runs reach that far.",
            100.0 * (asked - 1.0),
            100.0 * (most - 1.0)
        ));
    }
}

pub(super) fn in_short(found: &CircleRun) -> Vec<String> {
    let mut said = vec![feeds(found)];
    said.extend(found.programmes[0].splits.iter().map(|split| optimum(found, split)));
    if found.programmes.len() > 1 {
        let each = found.programmes[1..].iter().filter_map(|own| {
            let split = own.splits.last()?;
            Some(format!("{}: {}", name(found, own), place_of(split)))
        });
        said.push(format!("Each alone, over five years: {}.", each.collect::<Vec<_>>().join("; ")));
    }
    said
}

/// Whether the programme feeds itself.
fn feeds(found: &CircleRun) -> String {
    let own = &found.programmes[0];
    let course = &own.course;
    let verdict = match course.grows_share {
        share if share >= MOST => "It feeds itself",
        share if share <= 1.0 - MOST => "It does not feed itself: unpaid for, it dies away",
        _ => "Whether it feeds itself is not known",
    };
    format!(
        "{verdict}. A pound spent releases £{:.2} of vehicle-hours (95% of draws {:.2} to {:.2}); to hold itself it would \
         have to release £{:.2} without pressure and £{:.2} under today's. Its budget is larger after five years in {:.0}% of \
         the draws.",
        course.returns.mean,
        course.returns.low,
        course.returns.high,
        course.needed.mean,
        course.needed_now.mean,
        100.0 * course.grows_share
    )
}

fn years(split: &Split) -> String {
    if split.years == 1 { "1 year".to_owned() } else { format!("{} years", split.years) }
}

/// Where the best split of a horizon lies, in a sentence.
fn optimum(found: &CircleRun, split: &Split) -> String {
    let (first, last) = (&split.rows[0], &split.rows[split.rows.len() - 1]);
    let against = last.against_crews_s;
    let base = found.response.central().at(Measured::C2OfPlace, (1.0, 1.0));
    let corner = format!(
        "with all in prevention the C2 mean is {} s [{}, {}] against all in crews, who take {} s off {}",
        signed_seconds(Some(against.mean)),
        signed_seconds(Some(against.low)),
        signed_seconds(Some(against.high)),
        decimal(Some(base - first.c2_s.mean)),
        crate::document::clock(Some(base))
    );
    format!("Over {}: {}; {corner}.", years(split), place_of(split))
}

/// Where the best split lies.
pub(super) fn place_of(split: &Split) -> String {
    let of = |share: f64| {
        split.rows.iter().find(|row| row.prevention == share).map_or(0.0, |row| 100.0 * row.best_share)
    };
    match split.optimum {
        Optimum::Crews => "best is all crews, a corner, and the draws agree".to_owned(),
        Optimum::Prevention => "best is all prevention, a corner, and the draws agree".to_owned(),
        Optimum::Between(share) => {
            format!("best is {:.0}% for prevention, told from both corners", 100.0 * share)
        }
        Optimum::NotTold(share) => format!(
            "{:.0}% for prevention is best on average, which cannot be told from other splits ({:.0}% of the draws have it \
             best)",
            100.0 * share,
            of(share)
        ),
    }
}

pub(super) fn limits(found: &CircleRun) -> Vec<String> {
    let mut said: Vec<String> = [
        "Only the C2 mean and the hours that patients wait are weighed. Falls that do not happen, pain, admissions and \
         savings of others are not: a programme that crews beat here may be worth its money for them.",
        "Hours released are capacity for other patients and no cash. That a share of them is reinvested is an assumption: \
         money has to come from somewhere, and no budget is known to have grown so.",
        "Released hours are taken as less of all incidents of the place alike. Which incidents fall away matters less for a \
         queue than how long they keep a vehicle.",
        "Crews are bought at once, at one price, and are found and trained; effective hours are those fitted to published \
         times and no rostered ones.",
        "Reach is what the month's budget pays for, until the high end of what is believed of it; beyond that money goes to \
         the other interventions, and then to crews. Fidelity fades with the age of reach and is not renewed.",
        "Pressure is that of all ambulances that are simulated: a place that is a small part of a pool hardly moves it. How it \
         crowds partnership work out is an assumption.",
    ]
    .map(str::to_owned)
    .into();
    if !found.questions.induced {
        said.push(
            "Calls that are not made today stay away when capacity comes free. --induced lets them come: a part of new \
             capacity is then taken up, be it released or bought."
                .to_owned(),
        );
    }
    said
}
