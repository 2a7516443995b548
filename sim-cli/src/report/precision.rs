//! How precise the headline figures are, and whether they are fit for decisions.

use crate::document::{Block, Document, Grid, clock};
use ambics::experiment::{DECISION_GRADE, Experiment, headlines};
use ambics::stats::Estimate;

/// One sentence: how wide the widest interval is, and whether replications are enough for a decision.
pub(super) fn said(experiment: &Experiment) -> Option<String> {
    let n = experiment.replications.len();
    let widest = experiment
        .arms
        .iter()
        .flat_map(|arm| headlines(arm).into_iter().map(move |own| (arm, own)))
        .filter_map(|(arm, (headline, row))| {
            let values: Vec<f64> = arm.values(row, headline.statistic).into_iter().flatten().collect();
            let estimate = Estimate::of(&values)?;
            Some((estimate.half_width? / estimate.mean.abs().max(1e-9), headline))
        })
        .reduce(|widest, own| if own.0 > widest.0 { own } else { widest });
    let grade = match n > DECISION_GRADE {
        true => format!("{n} replications: decision grade by their number."),
        false => format!("{n} replications: no decision grade, which wants more than {DECISION_GRADE}."),
    };
    let (share, headline) = widest?;
    Some(format!(
        "Precision: the least precise of the headline figures is {} {} of {}, known to ± {:.1}% of its mean (half its 95% \
         interval). {grade}",
        headline.category.name(),
        headline.statistic.name(),
        headline.code,
        100.0 * share
    ))
}

/// What was asked of precision and what was reached, at the head of the report.
pub(super) fn table(document: &mut Document, experiment: &Experiment) {
    let Some(precise) = &experiment.precision else { return };
    let percent = |share: f64| format!("{:.2}%", 100.0 * share);
    let n = experiment.replications.len();
    let told = match precise.met_at {
        Some(at) => format!("met after {at} replications, and held to the {n}th"),
        None => format!("not met within {n} replications"),
    };
    let caption = format!("Precision asked: {} of each mean; {told}", percent(precise.target));
    let mut grid =
        Grid::new(caption, "measure").numbers("mean, m:ss").numbers("half the interval").words("so");
    for own in &precise.measures {
        let headline = &own.headline;
        let name =
            [headline.arm.as_str(), &headline.code, headline.category.name(), headline.statistic.name()];
        grid.row(vec![
            name.join(" "),
            clock(Some(own.precision.mean)),
            own.precision.share.map_or_else(|| "-".to_owned(), percent),
            own.so().to_owned(),
        ]);
    }
    let grid = grid.note(
        "Half the 95% interval, as a share of the mean. A run that stops when it is narrow covers a little less than 95%.",
    );
    document.blocks.insert(0, Block::Table(grid));
}
