//! What a sweep has come to: its points with the mean response to C2, and how its store is read.

use crate::document::{Block, Document, Grid, clock, counted};
use crate::failure::Failure;
use crate::sweeping::{Begun, noted};
use ambics::stats::Estimate;
use std::collections::BTreeMap;

/// Most points that are listed one by one.
const MOST_LISTED: usize = 30;

/// The whole report, from what the ledger notes: no file of runs is read.
pub(crate) fn of_sweep(begun: &Begun) -> Result<Document, Failure> {
    let (sweep, dir) = (&begun.plan.sweep, begun.store.dir().display());
    let mut values: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    let notes = noted(&begun.store)?;
    for note in &notes {
        values.entry(note.point).or_default().extend(note.c2_mean_s);
    }
    let mut document = Document { title: format!("Sweep: {}", sweep.name), ..Document::default() };
    document.paragraph(format!(
        "{} of {} runs are stored: {} of {}.",
        notes.len(),
        sweep.runs(),
        counted(sweep.points.len(), "point"),
        counted(sweep.replications as usize, "replication"),
    ));
    document.table(points(begun, &values));
    document.blocks.push(Block::List(vec![
        format!("Polars: polars.scan_parquet(\"{dir}/runs/**/*.parquet\"), with {dir}/points.parquet for the values."),
        format!("DuckDB: SELECT * FROM read_parquet('{dir}/runs/**/*.parquet')."),
        "Fewer than 30 replications of a point are not decision grade. Intervals hold chance only.".to_owned(),
    ]));
    Ok(document)
}

fn points(begun: &Begun, values: &BTreeMap<u32, Vec<f64>>) -> Grid {
    let sweep = &begun.plan.sweep;
    let known: Vec<(usize, Estimate)> =
        values.iter().filter_map(|(point, own)| Some((*point as usize, Estimate::of(own)?))).collect();
    let mut order: Vec<usize> = (0..known.len()).collect();
    order.sort_by(|a, b| known[*a].1.mean.total_cmp(&known[*b].1.mean));
    let all = known.len() <= MOST_LISTED;
    let shown: Vec<usize> = match all {
        true => (0..known.len()).collect(),
        false => order[..5].iter().chain(&order[order.len() - 5..]).copied().collect(),
    };
    let title = if all { "C2 mean by point" } else { "C2 mean: the five least and the five greatest points" };
    let mut grid = Grid::new(title, "point").words("arm");
    for key in &sweep.keys {
        grid = grid.numbers(key.rsplit('.').next().unwrap_or(key).to_owned());
    }
    grid = grid.numbers("runs").numbers("C2 mean\nmin:s").numbers("95%\n± s");
    for row in shown {
        let (at, own) = &known[row];
        let point = &sweep.points[*at];
        let mut cells = vec![point.number.to_string(), point.arm.clone()];
        cells.extend(point.values.iter().map(|value| match value {
            toml::Value::Float(number) => format!("{number:.4}"),
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        }));
        let half = own.half_width.map_or_else(|| "-".to_owned(), |half| format!("{half:.0}"));
        cells.extend([own.n.to_string(), clock(Some(own.mean)), half]);
        grid.row(cells);
    }
    if all { grid } else { grid.note("The least and greatest of many points are so by chance too.") }
}
