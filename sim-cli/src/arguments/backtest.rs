use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a backtest predicts, from what, and where it is put.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each month, instead of 4").default_value("4")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario: select.trusts=[\"RYF\"], fleet.hours_per_week.RYF=+5%")))]
pub(crate) struct BacktestArguments {
    /// A TOML file, or a shipped name.
    pub scenario: String,
    /// The Ambulance Systems Indicators as NHS England publishes them: a CSV file.
    #[arg(long, value_name = "FILE")]
    pub observed: PathBuf,
    /// The months to predict: 2024-01..2024-03.
    #[arg(long, value_name = "MONTHS")]
    pub months: String,
    /// A fit to predict with: a CSV or Parquet table of member, weight, key and value. Without one the scenario is taken
    /// as it stands, and one level of hours a trust is fitted here.
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// The months of the fit; the scenario's own before the first month predicted if not given.
    #[arg(long, value_name = "MONTHS")]
    pub fit_months: Option<String>,
    /// A CSV file with the columns service_code, month and hours, for the conditional score.
    #[arg(long, value_name = "FILE")]
    pub hours: Option<PathBuf>,
    /// After a break of the region's breaks.csv let nothing from before it count for the level of hours.
    #[arg(long)]
    pub update_at_breaks: bool,
    /// Write manifest.json, the predictions and the scores to this folder, as Parquet and CSV.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The page to write, one self-contained HTML file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
