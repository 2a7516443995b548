//! What a scorecard looks like: published against model, residuals by month, and places.

use super::{codes, short_name, signed};
use crate::document::{Block, Document, Dot, Grid, Heat, HeatCell, Scatter, Tone, clock, count};
use crate::report::maps;
use ambics::experiment::Statistic;
use ambics::experiment::scorecard::{Measure, MonthlyFigure, PlaceRow, Scorecard};
use ambics::outcome::{Level, ReportedCategory};
use std::collections::BTreeMap;

const MINUTE_S: f64 = 60.0;
const CATEGORIES: [ReportedCategory; 5] = [
    ReportedCategory::C1,
    ReportedCategory::C1T,
    ReportedCategory::C2,
    ReportedCategory::C3,
    ReportedCategory::C4,
];

/// Every service's month: published across, model up.
pub(super) fn observed(document: &mut Document, card: &Scorecard) {
    let dots = |category, statistic| -> Vec<Dot> {
        let is_it = |figure: &&MonthlyFigure| {
            figure.level == Level::Trust && figure.measure == Measure::Response(category, statistic)
        };
        let dot = |figure: &MonthlyFigure| Dot {
            published: figure.published / MINUTE_S,
            predicted: figure.model / MINUTE_S,
            interval: None,
        };
        card.monthly.iter().filter(is_it).map(dot).collect()
    };
    let panel = |category: ReportedCategory| {
        (category.name().to_owned(), Statistic::ALL.map(|statistic| dots(category, statistic)).to_vec())
    };
    let scatter = Scatter {
        title: "Published against model, a dot a service and month".to_owned(),
        description: "The figures stand in the table of months of the output folder.".to_owned(),
        label: "SYNTHETIC stations".to_owned(),
        series: vec!["mean".to_owned(), "90th centile".to_owned()],
        panels: CATEGORIES.into_iter().map(panel).collect(),
    };
    let heading = Block::Heading("Published against model".to_owned());
    document.blocks.push(Block::Page(vec![heading, Block::Scatter(scatter)]));
}

/// What the model is off by, for the mean of each category, by month and service.
pub(super) fn residuals(document: &mut Document, card: &Scorecard) {
    let codes: Vec<&str> = codes(card);
    let mut blocks = vec![Block::Heading("Residuals by month".to_owned())];
    for category in CATEGORIES {
        let measure = Measure::Response(category, Statistic::Mean);
        let row = |month: &ambics::region::Month| {
            let of = |code: &&str| {
                let mut own = card.monthly.iter().filter(|f| f.month == *month && f.measure == measure);
                own.find(|figure| figure.code == **code)
            };
            (month.to_string(), codes.iter().map(|code| cell(of(code), measure)).collect())
        };
        blocks.push(Block::Heat(Heat {
            caption: format!("{} mean: model over published, less 1, in per cent", category.name()),
            first: "month".to_owned(),
            columns: codes.iter().map(|code| short_name(card, code).to_owned()).collect(),
            rows: card.months.iter().map(row).collect(),
            note: String::new(),
        }));
    }
    blocks.push(Block::Paragraph(
        "Coloured beyond the tolerance or twice the sampling error of the single month; months are not scored.".to_owned(),
    ));
    document.blocks.push(Block::Page(blocks));
}

fn cell(figure: Option<&MonthlyFigure>, measure: Measure) -> HeatCell {
    let Some(figure) = figure else { return HeatCell { text: "-".to_owned(), tone: Tone::Plain } };
    let off = figure.model / figure.published - 1.0;
    let allowed = measure.tolerance().max(2.0 * figure.sampling_error);
    let tone = match off {
        off if off > allowed => Tone::Above,
        off if off < -allowed => Tone::Below,
        _ => Tone::Holds,
    };
    HeatCell { text: signed(off * 100.0, 0), tone }
}

/// Rows of a table of districts that the text shows from each end.
const SHOWN: usize = 8;

/// C1 and C2 by district: maps, and the slowest and quickest.
pub(super) fn places(document: &mut Document, card: &Scorecard) {
    let Some(experiment) = card.experiments.first() else { return };
    let scenario = &experiment.arms[0].scenario;
    document.heading("By district");
    document.paragraph(
        "No figure by district or ICS is validated: none is published openly. C1 comes from geography, SYNTHETIC \
         stations and how often vehicles are free. C2 also needs handover by department, so it is greyed.",
    );
    for category in ["C1", "C2"] {
        let of = |row: &&PlaceRow| row.level == Level::District && row.category == category;
        let means: BTreeMap<String, f64> =
            card.places.iter().filter(of).map(|row| (row.code.clone(), row.mean_s)).collect();
        document.blocks.push(Block::Page(vec![maps::by_district(scenario, category, &means)]));
    }
    let mut rows: Vec<&PlaceRow> = card
        .places
        .iter()
        .filter(|row| row.level == Level::District && row.category == "C1" && row.n > 0)
        .collect();
    rows.sort_by(|a, b| a.mean_s.total_cmp(&b.mean_s).then_with(|| a.code.cmp(&b.code)));
    document.table(districts(&rows));
}

fn districts(rows: &[&PlaceRow]) -> Grid {
    let mut grid =
        Grid::new("C1 by district, quickest and slowest, m:ss or h:mm:ss (not validated)", "district")
            .numbers("mean")
            .numbers("90th centile")
            .numbers("responses");
    let skipped = rows.len().saturating_sub(2 * SHOWN);
    for (at, row) in rows.iter().enumerate() {
        if skipped == 0 || at < SHOWN || at >= rows.len() - SHOWN {
            grid.row(vec![
                format!("{} {}", row.code, row.name),
                clock(Some(row.mean_s)),
                clock(Some(row.p90_s)),
                count(row.n as f64),
            ]);
        } else if at == SHOWN {
            let dots = ["...".to_owned(), String::new(), String::new(), String::new()];
            grid.row(dots.to_vec());
        }
    }
    grid.note(format!("{} districts; all of them are in district_response.", rows.len()))
}
