use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// Whose vehicles are shared, and what is to be divided.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each coalition; 10 for a service, and the scenario's own number for a scenario, if not given")))]
#[command(mut_arg("set", |arg| arg.help("Change a key of the scenario first: run.days=56")))]
pub(crate) struct PoolingArguments {
    /// The service: its ODS code (RYF) or short name; or a scenario of one service.
    #[arg(value_name = "SERVICE|SCENARIO")]
    pub scenario: String,
    /// Divide the fewest hours with which the C2 mean is the target, and not the minutes of waiting that pooling saves.
    #[arg(long)]
    pub least_hours: bool,
    /// The C2 mean of --least-hours.
    #[arg(long, value_name = "DURATION", default_value = "30 min")]
    pub target: String,
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
