//! What is said of a scenario under all sets of a fit.

use super::{areas, closing, header};
use crate::document::{Block, Document, Grid, clock, clock_interval, counted, share};
use ambics::experiment::{EnsembleRow, EnsembleRun, SENTENCES};

/// The report of a scenario with every member of a fit.
pub(crate) fn of_ensemble(run: &EnsembleRun) -> Document {
    let rows = run.rows();
    let Some(first) = run.experiment.arms.first().filter(|_| !rows.is_empty()) else {
        return Document::default();
    };
    // What is said of the run as a whole is said of the best member alone.
    let mut best = run.experiment.clone();
    best.arms.truncate(1);
    let title = format!("ambics run: {}, the ensemble of its fit", first.scenario.name());
    let mut document = Document { title, ..Document::default() };
    document.blocks.push(Block::Label(header::synthetic(&first.scenario)));
    let members = format!("{} of the fit, each over the same incidents", counted(run.weights.len(), "set"));
    let facts = std::iter::once(("Members".to_owned(), members)).chain(header::common_facts(&best));
    document.blocks.push(Block::Facts(facts.collect()));
    header::warnings(&mut document, &best, &[]);
    document.heading("Response times, with doubt about the parameters");
    for service in areas::services(first) {
        let own = rows.iter().filter(|row| (row.level, &row.code) == (service.level, &service.code));
        document.table(of_service(&service.label, own));
    }
    document.paragraph(
        "A window like one you will see: 95% of single windows lie in that range, over the sets of the fit and over \
         chance. The last two columns share out its variance: between the sets, and between replications of one set. \
         The model's own error, which no set takes away, is not in it.",
    );
    let sentences = [SENTENCES[2], SENTENCES[4]];
    closing::end_with(&mut document, &run.experiment, &sentences);
    document
}

fn of_service<'a>(label: &str, rows: impl Iterator<Item = &'a EnsembleRow>) -> Grid {
    let mut grid = Grid::new(format!("{label}: response, m:ss or h:mm:ss"), "measure")
        .numbers("mean over\nthe sets")
        .numbers("a window like\none you will see")
        .numbers("of its variance:\nparameters")
        .numbers("\nchance");
    for row in rows {
        let spread = row.spread.as_ref();
        grid.row(vec![
            format!("{} {}", row.category.name(), super::responses::name(row.statistic)),
            clock(Some(row.mean_s)),
            clock_interval(spread.map(|spread| spread.interval_s)),
            share(spread.map(|spread| spread.parameters)),
            share(spread.map(|spread| spread.chance)),
        ]);
    }
    grid
}
