use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a scorecard is made of, and where it goes.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each month, instead of the scenario's own number")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario: travel.law=network, fleet.hours_per_week.RYF=+5%")))]
pub(crate) struct ScoreArguments {
    /// The scenario: a file, or the name of a shipped one; services that are simulated whole are scored.
    pub scenario: String,
    /// The months, each run on its own: 2023-10..2024-03, or one month.
    #[arg(long, value_name = "A..B")]
    pub months: String,
    /// A fit file, of which the best set is taken: CSV with the columns member, weight, key and value.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// A folder in which ambics backtest left backtest.csv, or the file itself, for the page.
    #[arg(long, value_name = "DIR")]
    pub backtest: Option<PathBuf>,
    /// Write manifest.json and each table as Parquet and CSV to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The validation page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
