//! A comparison in a few lines, for who reads no further.

use super::areas;
use super::contrasts::{Contrasts, Unit};
use super::estimates::Estimates;
use crate::document::{Block, Document, clock};
use ambics::experiment::{ArmResult, Experiment, Statistic};
use ambics::outcome::ReportedCategory;

/// Arms up to which each is held against the one before it.
const MOST: usize = 3;

pub(super) fn lines(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    let (base, arms) = (&experiment.arms[0], &experiment.arms[1..]);
    let Some(whole) = areas::all(base).into_iter().next() else { return };
    let what = (ReportedCategory::C2, Statistic::Mean);
    let estimates = Estimates::of(base);
    let published = estimates.published(&whole, what.0).map_or_else(String::new, |figure| {
        format!(", published {} ({})", clock(Some(figure.mean_s)), estimates.months().unwrap_or_default())
    });
    let mean = estimates.get(&whole, what.0, what.1).map(|e| e.mean);
    let mut items = vec![format!("{}: {}{published}", base.name, clock(mean))];
    for arm in arms {
        let Some(row) = contrasts.get(arm, &whole, what) else { continue };
        let mean = clock(row.value.map(|e| e.mean));
        items.push(format!("{}: {mean}; {}", arm.name, in_words(contrasts, arm, base)));
    }
    if (2..=MOST).contains(&arms.len()) {
        let own = Contrasts::of(experiment, 1);
        items.extend(arms[1..].iter().map(|arm| format!("{}: {}", arm.name, in_words(&own, arm, &arms[0]))));
    }
    document.heading("In short");
    let what = "differences with 95% intervals, below zero is faster";
    document.paragraph(format!("Mean response to C2, {}; {what}:", whole.label));
    document.blocks.push(Block::List(items));
}

/// `against today -2:45 [-3:13, -2:17] m:ss`, and whether that is told from zero.
fn in_words(contrasts: &Contrasts, arm: &ArmResult, base: &ArmResult) -> String {
    let whole = areas::all(base).into_iter().next();
    let difference =
        whole.and_then(|whole| contrasts.difference(arm, &whole, (ReportedCategory::C2, Statistic::Mean)));
    let unit = Unit::of(std::iter::once(difference));
    let cell = unit.cell(difference);
    let told = match difference {
        Some(d) if d.interval().is_some() && !d.excludes_zero() => ", not told from zero",
        _ => "",
    };
    format!("against {} {} {}{told}", base.name, cell.trim_end_matches([' ', '*']), unit.name())
}
