//! What every report ends with.

use super::precision;
use crate::document::{Block, Document, Grid};
use ambics::experiment::{Experiment, Manifest, SENTENCES};

pub(super) fn end(document: &mut Document, experiment: &Experiment) {
    end_with(document, experiment, &SENTENCES);
}

/// The same with other sentences.
pub(super) fn end_with(document: &mut Document, experiment: &Experiment, sentences: &[&str]) {
    let manifest = experiment.manifest(0);
    document.heading("How to read this");
    document.blocks.push(Block::List(sentences.iter().map(|&sentence| sentence.to_owned()).collect()));
    if let Some(said) = precision::said(experiment) {
        document.paragraph(said);
    }
    document.paragraph(format!(
        "{} assumptions are in force; {} of them are opinion or default (grade D). Each is in the manifest with its \
         range and source.",
        manifest.assumptions.len(),
        manifest.assumptions.iter().filter(|assumption| assumption.grade == "D").count()
    ));
    document.paragraph(format!(
        "Result {} of ambics {}.",
        short(&manifest.identity),
        manifest.ambics_version
    ));
    document.blocks.push(Block::Page(page(&manifest)));
}

/// The first characters of a hash.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}

/// What the page says of the manifest; the text leaves it to the file.
fn page(manifest: &Manifest) -> Vec<Block> {
    let facts = [
        ("Version", manifest.ambics_version.clone()),
        ("Identity", manifest.identity.clone()),
        ("Seed", manifest.seed.to_string()),
        ("Replications", format!("{} of {}", manifest.replications.len(), manifest.replications_asked)),
        ("Region", format!("{}, data {}", manifest.region, manifest.data_hash)),
    ];
    let mut arms = Grid::new("Arms", "arm").words("arrangement").words("window").words("scenario hash");
    for arm in &manifest.arms {
        let window = format!("{} days from {}", arm.days, arm.start).replace('-', "\u{2011}");
        arms.row(vec![arm.name.clone(), arm.arrangement.to_owned(), window, arm.scenario_hash.clone()]);
    }
    vec![
        Block::Heading("Manifest".to_owned()),
        Block::Facts(facts.map(|(term, fact)| (term.to_owned(), fact)).into()),
        Block::Table(arms),
        Block::Folded(by_grade(manifest), vec![Block::Table(assumptions(manifest))]),
        Block::Paragraph(manifest.attribution.clone()),
    ]
}

/// `98 assumptions in force, by grade: A 5, B 3, C 7, D 83`.
fn by_grade(manifest: &Manifest) -> String {
    let n = |grade: &str| manifest.assumptions.iter().filter(|own| own.grade == grade).count();
    let grades: Vec<String> = ["A", "B", "C", "D"].map(|grade| format!("{grade} {}", n(grade))).into();
    format!("All {} assumptions, by grade: {}", manifest.assumptions.len(), grades.join(", "))
}

fn assumptions(manifest: &Manifest) -> Grid {
    let mut grid = Grid::new("Assumptions in force", "name")
        .numbers("value")
        .words("range")
        .words("unit")
        .words("grade")
        .words("source");
    for assumption in &manifest.assumptions {
        let range = format!("{} to {}", assumption.low, assumption.high).replace(' ', "\u{a0}");
        let (unit, source) = (assumption.unit.clone(), assumption.source.clone());
        let value = assumption.value.to_string();
        grid.row(vec![assumption.name.clone(), value, range, unit, assumption.grade.to_owned(), source]);
    }
    grid.note("A published, B proxy, C back-calculated, D opinion or default.")
}
