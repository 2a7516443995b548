//! A stored backtest: what was predicted for months, beside what was then published.

use crate::document::{Block, Document, Dot, Grid, Scatter};
use crate::failure::Failure;
use ambics::problem::{Problem, Problems};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A prediction of a month.
#[derive(Debug, Clone, PartialEq)]
struct Predicted {
    measure: String,
    score: String,
    predicted: f64,
    interval: Option<(f64, f64)>,
    observed: f64,
}

/// The rows of a stored backtest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Backtest(Vec<Predicted>);

const FILE: &str = "backtest.csv";
const NEEDED: [&str; 5] = ["service_code", "measure", "score", "predicted", "observed"];

impl Backtest {
    /// Reads `backtest.csv` of a folder, or the file itself; rows without a published figure are left out.
    pub fn read(given: &Path) -> Result<Self, Failure> {
        let path = if given.is_file() { given.to_owned() } else { given.join(FILE) };
        let text = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
        Ok(Self(rows(&path.display().to_string(), &text)?))
    }

    /// Its part of the page.
    pub fn tell(&self, document: &mut Document) {
        document.heading("Months that were predicted");
        document.table(self.scores());
        let mut measures: Vec<&str> = self.0.iter().map(|row| row.measure.as_str()).collect();
        measures.sort_unstable();
        measures.dedup();
        let first = self.0.first().map_or("", |row| row.score.as_str());
        let dots = |measure: &str| {
            let own = self.0.iter().filter(|row| row.measure == measure && row.score == first);
            let dot = |row: &Predicted| Dot {
                published: row.observed / 60.0,
                predicted: row.predicted / 60.0,
                interval: row.interval.map(|(low, high)| (low / 60.0, high / 60.0)),
            };
            own.map(dot).collect::<Vec<Dot>>()
        };
        let scatter = Scatter {
            title: format!("Published against predicted ({first}), with intervals"),
            description: "The figures stand in the backtest's own table.".to_owned(),
            label: "SYNTHETIC stations".to_owned(),
            series: vec![first.to_owned()],
            panels: measures.iter().map(|measure| ((*measure).to_owned(), vec![dots(measure)])).collect(),
        };
        document.blocks.push(Block::Page(vec![Block::Scatter(scatter)]));
    }

    /// By score and measure: rows, mean absolute error in per cent, bias, and the share of intervals that hold.
    fn scores(&self) -> Grid {
        let mut groups: BTreeMap<(&str, &str), Vec<&Predicted>> = BTreeMap::new();
        for row in &self.0 {
            groups.entry((&row.score, &row.measure)).or_default().push(row);
        }
        let mut grid = Grid::new("Predicted against published", "score, measure")
            .numbers("service-months")
            .numbers("mean absolute\nerror, %")
            .numbers("bias, %")
            .numbers("intervals that\nhold it, %");
        for ((score, measure), rows) in groups {
            let n = rows.len() as f64;
            let off = |row: &&Predicted| row.predicted / row.observed - 1.0;
            let known: Vec<bool> = rows
                .iter()
                .filter_map(|row| row.interval.map(|(low, high)| (low..=high).contains(&row.observed)))
                .collect();
            let held = known.iter().filter(|held| **held).count() as f64 / known.len().max(1) as f64;
            let covered = if known.is_empty() { "-".to_owned() } else { format!("{:.0}", held * 100.0) };
            grid.row(vec![
                format!("{score} {measure}"),
                format!("{n:.0}"),
                format!("{:.1}", rows.iter().map(|row| off(row).abs()).sum::<f64>() / n * 100.0),
                format!("{:+.1}", rows.iter().map(off).sum::<f64>() / n * 100.0),
                covered,
            ]);
        }
        grid
    }
}

fn rows(file: &str, text: &str) -> Result<Vec<Predicted>, Problems> {
    let mut problems = Problems::none();
    let mut fault = |path: String, found: String, rule: &str| {
        let (file, rule, hint) = (file.to_owned(), rule.to_owned(), String::new());
        problems.push(Problem { file, path, line: None, found, rule, hint });
    };
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map(|names| names.iter().map(str::to_owned).collect()).unwrap_or_default();
    let at = |name: &str| names.iter().position(|known| known == name);
    for name in NEEDED.into_iter().filter(|name| at(name).is_none()) {
        fault("row 1".to_owned(), format!("no column `{name}`"), "the table of ambics backtest");
    }
    let mut rows = Vec::new();
    for (row, record) in reader.records().enumerate().map(|(number, record)| (number + 2, record)) {
        let record = record.unwrap_or_default();
        let cell = |name: &str| at(name).and_then(|at| record.get(at)).unwrap_or("");
        let number = |name: &str| cell(name).parse::<f64>().ok().filter(|value| value.is_finite());
        if cell("observed").is_empty() || cell("predicted").is_empty() {
            continue;
        }
        let (Some(predicted), Some(observed)) =
            (number("predicted"), number("observed").filter(|v| *v > 0.0))
        else {
            fault(format!("row {row}"), cell("observed").to_owned(), "seconds above zero");
            continue;
        };
        rows.push(Predicted {
            measure: cell("measure").to_owned(),
            score: cell("score").to_owned(),
            predicted,
            interval: number("low").zip(number("high")),
            observed,
        });
    }
    problems.into_result(|| rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_a_published_figure_are_left_out_and_scores_add_up() {
        let text = "service_code,month,measure,score,predicted,low,high,observed\n\
                    RYF,2024-01,C2 mean,frozen,110,90,130,100\nRYF,2024-02,C2 mean,frozen,90,85,95,100\n\
                    RYF,2024-03,C2 mean,frozen,90,,,\n";
        let backtest = Backtest(rows("backtest.csv", text).expect("a sound file"));
        assert_eq!(backtest.0.len(), 2);
        assert_eq!(backtest.scores().rows[0], ["frozen C2 mean", "2", "10.0", "+0.0", "50"]);
        let fault = rows("backtest.csv", "service_code,month\n").expect_err("no columns").to_string();
        assert!(fault.contains("no column `predicted`"), "{fault}");
    }
}
