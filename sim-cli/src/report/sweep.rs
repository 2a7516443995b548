//! What a sweep has come to: its points with the mean response to C2, how much of the doubt is what was drawn, and how its store
//! is read.

use crate::document::{Block, Document, Grid, clock, counted};
use crate::failure::Failure;
use crate::sweeping::{Begun, noted};
use ambics::scenario::SweepPoint;
use ambics::stats::{Estimate, VarianceSplit};
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
        match sweep.draws() {
            1 => counted(sweep.points.len(), "point"),
            n => format!("{} under each of {n} draws", counted(sweep.points.len() / n, "point")),
        },
        counted(sweep.replications as usize, "replication"),
    ));
    let drawn = sweep.draws() > 1;
    document.table(if drawn { over_draws(begun, &values) } else { points(begun, &values) });
    document.blocks.push(Block::List(vec![
        format!("Polars: polars.scan_parquet(\"{dir}/runs/**/*.parquet\"), with {dir}/points.parquet for the values."),
        format!("DuckDB: SELECT * FROM read_parquet('{dir}/runs/**/*.parquet')."),
        match drawn {
            false => "Fewer than 30 replications of a point are not decision grade. Intervals hold chance only.".to_owned(),
            true => said_of_draws(begun),
        },
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
    grid = with_keys(grid, begun).numbers("runs").numbers("C2 mean\nm:ss").numbers("95%\n± s");
    for row in shown {
        let (at, own) = &known[row];
        let point = &sweep.points[*at];
        let mut cells = named(point);
        let half = own.half_width.map_or_else(|| "-".to_owned(), |half| format!("{half:.0}"));
        cells.extend([own.n.to_string(), clock(Some(own.mean)), half]);
        grid.row(cells);
    }
    if all { grid } else { grid.note("The least and greatest of many points are so by chance too.") }
}

fn with_keys(grid: Grid, begun: &Begun) -> Grid {
    let last = |key: &String| key.rsplit('.').next().unwrap_or(key).to_owned();
    begun.plan.sweep.keys.iter().fold(grid, |grid, key| grid.numbers(last(key)))
}

/// A point's number, arm and values.
fn named(point: &SweepPoint) -> Vec<String> {
    let mut cells = vec![point.number.to_string(), point.arm.clone()];
    cells.extend(point.values.iter().map(|value| match value {
        toml::Value::Float(number) => format!("{number:.4}"),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }));
    cells
}

/// Points over all their draws: the mean of the draws' means, where one draw may lie, and how much of one window's variance is
/// what was drawn.
fn over_draws(begun: &Begun, values: &BTreeMap<u32, Vec<f64>>) -> Grid {
    let sweep = &begun.plan.sweep;
    let n = sweep.draws();
    let title = "C2 mean by point, over draws of what is uncertain";
    let mut grid = with_keys(Grid::new(title, "first\nof point").words("arm"), begun)
        .numbers("draws")
        .numbers("runs")
        .numbers("C2 mean\nm:ss")
        .numbers("95%\n± s")
        .numbers("of draws\nmin to max")
        .numbers("drawn: share\nof variance");
    for points in sweep.points.chunks(n).take(MOST_LISTED) {
        let groups: Vec<Vec<f64>> =
            points.iter().filter_map(|own| values.get(&own.number).cloned()).collect();
        let means: Vec<f64> = groups.iter().filter_map(|own| Some(Estimate::of(own)?.mean)).collect();
        let Some(own) = Estimate::of(&means) else { continue };
        let ends = |pick: fn(f64, f64) -> f64| clock(means.iter().copied().reduce(pick));
        let mut cells = named(&points[0]);
        cells.extend([
            means.len().to_string(),
            groups.iter().map(Vec::len).sum::<usize>().to_string(),
            clock(Some(own.mean)),
            own.half_width.map_or_else(|| "-".to_owned(), |half| format!("{half:.0}")),
            format!("{} to {}", ends(f64::min), ends(f64::max)),
            VarianceSplit::of(&groups).map_or_else(
                || "not split".to_owned(),
                |split| {
                    let (low, high) = split.share_interval;
                    format!("{:.0}% [{:.0}%, {:.0}%]", 100.0 * split.share(), 100.0 * low, 100.0 * high)
                },
            ),
        ]);
        grid.row(cells);
    }
    let shown = sweep.points.len() / n;
    match shown > MOST_LISTED {
        true => grid.note(format!("The first {MOST_LISTED} of {shown} points; the store has all.")),
        false => {
            grid.note("More replications narrow chance, and never what was drawn; more draws show it better.")
        }
    }
}

/// What was drawn, and what was not.
fn said_of_draws(begun: &Begun) -> String {
    let sweep = &begun.plan.sweep;
    let mut drawn: Vec<String> = sweep.drawn_keys().to_vec();
    drawn.extend(sweep.fit_file.as_ref().map(|file| format!("members of {file} by their weights")));
    format!(
        "Drawn alike for every point: {}. All else that is uncertain stands as the base has it, and no interval here holds it.",
        drawn.join(", ")
    )
}
