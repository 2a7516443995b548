//! Who gains and who loses: only what its interval tells from zero, in order of code, never ranked.

use super::CATEGORIES;
use super::areas::{self, Shown};
use super::contrasts::Contrasts;
use crate::document::{Block, Document};
use ambics::experiment::{ArmResult, Experiment, Statistic};
use ambics::outcome::Level;

/// One interval in this many excludes zero by chance.
const BY_CHANCE: f64 = 20.0;

pub(super) fn lists(document: &mut Document, experiment: &Experiment, contrasts: &Contrasts) {
    document.heading("Who gains and who loses");
    if experiment.replications.len() < 2 {
        document.paragraph("Not known: one replication gives no interval.");
        return;
    }
    let base = &experiment.arms[0];
    let icses = areas::of(base, Level::Ics);
    experiment.arms[1..].iter().for_each(|arm| against(document, (arm, base), contrasts));
    let n = icses.len() * CATEGORIES.len();
    document.paragraph(format!(
        "Only differences whose 95% interval excludes zero are named, in order of code; areas are not ranked. Of {n} \
         intervals about {:.0} would exclude zero by chance alone.",
        (n as f64 / BY_CHANCE).ceil()
    ));
}

/// What an arm does to the ICSs, against another.
pub(super) fn against(document: &mut Document, (arm, base): (&ArmResult, &ArmResult), contrasts: &Contrasts) {
    document.paragraph(format!("{} against {}, mean response by ICS and category:", arm.name, base.name));
    document.blocks.push(Block::List(of_arm(arm, &areas::of(base, Level::Ics), contrasts)));
}

fn of_arm(arm: &ArmResult, icses: &[Shown], contrasts: &Contrasts) -> Vec<String> {
    let (mut faster, mut slower, mut open) = (Vec::new(), Vec::new(), 0);
    for category in CATEGORIES {
        let (mut fewer, mut more) = (Vec::new(), Vec::new());
        for ics in icses {
            match contrasts.difference(arm, ics, (category, Statistic::Mean)) {
                Some(d) if d.excludes_zero() && d.mean < 0.0 => fewer.push(ics.code.as_str()),
                Some(d) if d.excludes_zero() => more.push(ics.code.as_str()),
                _ => open += 1,
            }
        }
        faster.extend(named(category.name(), &fewer, icses.len()));
        slower.extend(named(category.name(), &more, icses.len()));
    }
    let or_none = |parts: Vec<String>| if parts.is_empty() { "none".to_owned() } else { parts.join("; ") };
    let n = icses.len() * CATEGORIES.len();
    vec![
        format!("faster: {}", or_none(faster)),
        format!("slower: {}", or_none(slower)),
        format!("not told from zero: {open} of {n}"),
    ]
}

/// `C2 in QVV, QJK`; all of several are `all 7 ICSs`.
fn named(category: &str, codes: &[&str], all: usize) -> Option<String> {
    match codes.len() {
        0 => None,
        n if n == all && n > 1 => Some(format!("{category} in all {n} ICSs")),
        _ => Some(format!("{category} in {}", codes.join(", "))),
    }
}
