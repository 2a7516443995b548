//! A comparison in a few lines, for who reads no further.

use super::areas::{self, Shown};
use super::contrasts::{Contrasts, Unit};
use super::estimates::Estimates;
use crate::document::{Block, Document, clock};
use ambics::experiment::{ArmResult, Experiment, Statistic};
use ambics::outcome::ReportedCategory;

/// Arms up to which each is held against the first of them too.
const MOST: usize = 3;
const C2_MEAN: (ReportedCategory, Statistic) = (ReportedCategory::C2, Statistic::Mean);

pub(super) fn lines(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    document.heading("In short");
    let arms = &experiment.arms[1..];
    let between = (2..=MOST).contains(&arms.len()).then(|| Contrasts::of(experiment, 1));
    for area in areas::widest(&experiment.arms[0]) {
        let mut items = against_base(experiment, &area, contrasts);
        if let Some(between) = &between {
            let line =
                |arm: &ArmResult| format!("{}: {}", arm.name, in_words(between, (arm, &arms[0]), &area));
            items.extend(arms[1..].iter().map(line));
        }
        let what = "differences with 95% intervals, below zero is faster";
        document.paragraph(format!("Mean response to C2, {}; {what}:", area.label));
        document.blocks.push(Block::List(items));
    }
}

/// The baseline beside what is published, and each arm against it.
fn against_base(experiment: &Experiment, area: &Shown, contrasts: &Contrasts) -> Vec<String> {
    let base = &experiment.arms[0];
    let estimates = Estimates::of(base);
    let published = estimates.published(area, C2_MEAN.0).map_or_else(String::new, |figure| {
        format!(", published {} ({})", clock(Some(figure.mean_s)), estimates.months().unwrap_or_default())
    });
    let mean = estimates.get(area, C2_MEAN.0, C2_MEAN.1).map(|e| e.mean);
    let mut items = vec![format!("{}: {}{published}", base.name, clock(mean))];
    for arm in &experiment.arms[1..] {
        let Some(row) = contrasts.get(arm, area, C2_MEAN) else { continue };
        let mean = clock(row.value.map(|e| e.mean));
        items.push(format!("{}: {mean}; {}", arm.name, in_words(contrasts, (arm, base), area)));
    }
    items
}

/// `against today -2:45 [-3:13, -2:17] m:ss`, and whether that is told from zero.
fn in_words(contrasts: &Contrasts, (arm, base): (&ArmResult, &ArmResult), area: &Shown) -> String {
    let difference = contrasts.difference(arm, area, C2_MEAN);
    let unit = Unit::of(std::iter::once(difference));
    let cell = unit.cell(difference);
    let told = match difference {
        Some(d) if d.interval().is_some() && !d.excludes_zero() => ", not told from zero",
        _ => "",
    };
    format!("against {} {} {}{told}", base.name, cell.trim_end_matches([' ', '*']), unit.name())
}
