use super::SimulationArguments;
use clap::Args;
use std::path::PathBuf;

/// What a search looks for.
#[derive(Debug, Args)]
pub(crate) struct QuestionArguments {
    /// The key to turn, any number that --set takes: fleet.hours_per_week.RYF.
    #[arg(long, value_name = "KEY")]
    pub change: String,
    /// The measure: a category (C1, C1T, C2, C3, C4, Other, all) and mean or p90.
    #[arg(long, value_name = "MEASURE")]
    pub goal: String,
    /// Code of the service, ICS, patch or district that is measured; the only service, or England, if left out.
    #[arg(long, value_name = "CODE")]
    pub of: Option<String>,
    /// What the measure is to be, with its unit: "30 min".
    #[arg(long, value_name = "DURATION")]
    pub target: String,
    /// Least and highest value of the key to try; a tenth to ten times the value in force, or its range if left out.
    #[arg(long, value_names = ["LOW", "HIGH"], num_args = 2)]
    pub between: Option<Vec<String>>,
}

/// How a search runs, and where to put what comes out.
#[derive(Debug, Args)]
#[command(mut_arg("replications", |arg| arg.help("Independent repetitions of each value tried, at least 2, instead of the scenario's own number")))]
#[command(mut_arg("set", |arg| arg.help("Change another key of the scenario first: run.days=7")))]
pub(crate) struct SeekArguments {
    #[command(flatten)]
    pub simulation: SimulationArguments,
    /// Write the HTML page to this file.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}
