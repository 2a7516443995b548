use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a sum of money a week buys, of a list of offers with their prices.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of the runs that results are told from; 30 for a service, and the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario first: run.days=56")))]
pub(crate) struct PortfolioArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one service. Any uplift of its own is taken off first.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// A TOML file of [[offer]] tables: name, gbp_per_week, most, and lines_in (a rota line in an ICS) or [offer.set].
    #[arg(long, value_name = "FILE")]
    pub offers: PathBuf,
    /// The sum to be spent in a week: "£100k".
    #[arg(long, value_name = "MONEY")]
    pub budget: String,
    /// Whose wait counts: utilitarian, iso-elastic:E, bernoulli-nash, worst, lexicographic or between:P.
    #[arg(long, value_name = "OBJECTIVE", default_value = "utilitarian")]
    pub objective: String,
    /// The response that is watched: c1-mean, c1-p90, c2-mean, c2-p90, c3-mean, c3-p90, c4-mean or c4-p90.
    #[arg(long, value_name = "RESPONSE", default_value = "c2-mean")]
    pub measure: String,
    /// By how much of its present wait an ICS may become worse: 0%; there is no safeguard if not given.
    #[arg(long, value_name = "SHARE")]
    pub safeguard: Option<String>,
    /// Replications of the runs in which each offer is tried by itself.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub screening: u32,
    /// Write the scenario with the mix to this file.
    #[arg(long, value_name = "FILE.toml")]
    pub write: Option<PathBuf>,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Write manifest.json and the tables as Parquet and CSV to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the manifest and the tables as one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub simulation: SimulationArguments,
}
