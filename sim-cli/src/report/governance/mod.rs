//! What is said of a study of arrangements. No sentence names a winner.

mod by_hours;
mod by_place;
mod detail;
mod evenly;
mod pictures;
mod reach;
mod real;
mod staff;
mod themes;
mod wait;

pub(crate) use wait::{WaitFound, of_wait, wait_sentences};

use crate::document::{Block, Document, count, counted};
use ambics::experiment::governance::GovernanceRun;
use ambics::governance::process::{Number, Proposal};
use ambics::scenario::{ArrangementStudy, Parts};

/// What stands across every figure.
const LABEL: &str = "ASSUMPTIONS, none fitted; dispatch is trust-wide in every arrangement";

/// What every output of such a study carries.
pub(crate) const GOVERNANCE_SENTENCES: [&str; 5] = [
    "Dispatch is trust-wide in every arrangement: the nearest appropriate vehicle attends, whatever the ICS boundary. A lead \
     ICS holds a relationship; it pools no vehicle.",
    "This comparison does not estimate the effect of any existing organisation, and no public evidence says that an \
     arrangement brings a date forward.",
    "Every number of the process is an assumption with a range; none is fitted, and none can be from public data.",
    "Hours of the trust's partnership team are published by nobody: read across the whole range, never one column.",
    "Best and regret are shares of the beliefs drawn, as wide as the ranges given: they say what would have to be true, \
     not what is.",
];

/// The report of a study of arrangements.
pub(crate) fn of_governance(found: &GovernanceRun) -> Document {
    let study = &found.study;
    let mut document =
        Document { title: format!("Who holds the relationship: {}", study.name), ..Document::default() };
    document.blocks.push(Block::Label(LABEL.to_owned()));
    let hypothetical: Vec<&str> = hypothetical(study).map(|parts| parts.name.as_str()).collect();
    if !hypothetical.is_empty() {
        let names = hypothetical.join(", ");
        document.blocks.push(Block::Label(format!("Hypothetical, nothing like it exists: {names}")));
    }
    document.paragraph(format!(
        "Every arrangement has the same hours to spend: those of the trust's team, and {} h a week of its ICSs, the lead's \
         included. None needs more. What standing relationships take of them differs, and is told below.",
        count(found.hours_in_hand(0.0))
    ));
    document.blocks.push(Block::Facts(facts(study)));
    by_hours::tables(&mut document, found);
    detail::tables(&mut document, found);
    staff::table(&mut document, found);
    real::table(&mut document, found);
    pictures::add(&mut document, found);
    document.heading("Read with this");
    document.blocks.push(Block::List(GOVERNANCE_SENTENCES.iter().map(|s| (*s).to_owned()).collect()));
    document
}

fn hypothetical(study: &ArrangementStudy) -> impl Iterator<Item = &Parts> {
    study.arrangements.iter().filter(|parts| parts.hypothetical)
}

/// What an arrangement is called in every table.
fn name(parts: &Parts) -> String {
    if parts.hypothetical { format!("{} (hypothetical)", parts.name) } else { parts.name.clone() }
}

fn facts(study: &ArrangementStudy) -> Vec<(String, String)> {
    let ground = &study.ground;
    let members: Vec<String> = ground.members.iter().map(|m| format!("{} {}", m.code, m.name)).collect();
    let lead = match ground.lead {
        Some(lead) => {
            let known = if ground.lead_basis == "published" { "published" } else { "inferred, sole ICB" };
            format!("{} {} ({known})", ground.members[lead].code, ground.members[lead].name)
        }
        None => "not found in public; the ICS with most residents stands in".to_owned(),
    };
    let wanted: Vec<String> = study.proposals.iter().map(wanted).collect();
    let limit = match study.work_in_progress {
        0 => "no limit to work in progress".to_owned(),
        n => format!("at most {} in progress", counted(n, "package")),
    };
    let mut facts = vec![
        ("Trust".to_owned(), format!("{} ({})", ground.service.1, ground.service.0)),
        ("ICSs".to_owned(), members.join(", ")),
        ("999 contract held by".to_owned(), lead),
        ("Wanted in each ICS".to_owned(), wanted.join(", ")),
        (
            "Looked at".to_owned(),
            format!("{} days from {}", count(study.horizon_days), study.start.strftime("%-d %B %Y")),
        ),
        (
            "Drawn".to_owned(),
            format!(
                "{} beliefs for each number of team hours, seed {}; every arrangement meets the same beliefs and luck",
                count(f64::from(study.draws)),
                study.seed
            ),
        ),
        ("Trust's team".to_owned(), format!("works {}, {limit}", study.discipline.name().replace('_', " "))),
    ];
    facts.extend(alike(study));
    let shocks: Vec<&str> = study.shocks.iter().map(|shock| shock.name.as_str()).collect();
    if !shocks.is_empty() {
        facts.push(("Shocks, in every arrangement".to_owned(), shocks.join(", ")));
    }
    facts.extend(study.arrangements.iter().map(|parts| (name(parts), parts.about.clone())));
    facts
}

/// A proposal with the partners that it needs.
fn wanted(proposal: &Proposal) -> String {
    let partners: Vec<String> = proposal
        .partners
        .iter()
        .map(|partner| {
            let name = partner.kind.name().replace('_', " ");
            let seat = if partner.has_seat { "" } else { ", no seat" };
            let power = if partner.decides { "decides" } else { "consulted" };
            format!("{name} ({power}{seat})")
        })
        .collect();
    if partners.is_empty() {
        proposal.name.clone()
    } else {
        format!("{} with {}", proposal.name, partners.join(" and "))
    }
}

/// What acts on every arrangement alike: pressure, oversight.
fn alike(study: &ArrangementStudy) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let range = |of: Number| study.numbers.iter().find(|(number, _)| *number == of).map(|(_, range)| *range);
    if let Some(range) = range(Number::CrowdingOut).filter(|r| r.high > 0.0 && !study.pressure.is_empty()) {
        let ends = [range.value, range.low, range.high].map(|share| count(share * 100.0));
        let [value, low, high] = ends;
        let text = format!(
            "takes {value}% ({low} to {high}%) of the trust's team in the month of the year with the most, and by its C2 ratio in \
             the others, in every arrangement"
        );
        facts.push(("Operational pressure".to_owned(), text));
    }
    if study.override_after > 0 {
        let text = format!(
            "NHS England may override a board or committee after {}, in every arrangement",
            counted(study.override_after as usize, "refusal")
        );
        facts.push(("Oversight".to_owned(), text));
    }
    facts
}
